"""From the edited report to the copy that is handed in: what stands against it, then the clean file."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import InputError
from assistant.files import keep_copy, make_private, write_whole
from assistant.intake import read
from assistant.model.draft import SUPPLY, VERIFY
from assistant.model.finding import Finding
from assistant.report.ai_label import LABEL, by_model
from assistant.report.ai_label import label as label_of
from assistant.report.embedded import Embedded, embedded_in
from assistant.review.alignment import split_sentences
from assistant.review.basis import find_data, ruleset_of
from assistant.review.checking import check_report
from assistant.review.round_trip import human_remarks
from assistant.rules.loader import DEFAULT, load
from assistant.values.printing import on_a_line
from assistant.word.clean import Cleaned, Label, clean
from assistant.word.edited import PROGRAMS, EditedDocument, EditedParagraph, read_as
from assistant.word.package import Package, open_package
from assistant.word.properties import custom
from assistant.word.reader import read_package
from assistant.word.tally import MARK, tally
from assistant.workspace import Workspace

_MARK = MARK


@dataclass(frozen=True, slots=True)
class Finalized:
    """What was written and where; `obstacles` are what --force went over, `kept` the copy from before."""

    output: Path
    kept: Path | None
    obstacles: tuple[str, ...]
    removed: Counter[str]
    requests: tuple[str, ...]
    label: bool


def finalize(path: Path, output: Path, *, force: bool = False, label: Label = "keep") -> Finalized:
    """Writes the clean copy. The file that was finalized stays as it is; a copy is kept in the work folder.

    Raises InputError where something stands against it and `force` is not given, one line each.
    """
    package = open_package(path, kind="docx")
    embedded = _embedded(package)
    data = find_data(path, embedded.project_id) if embedded is not None else None
    alone = contextlib.nullcontext()
    with alone if data is None else Workspace.beside(data).writing(f"finalize {path.name}"):
        return _finalized(package, output, embedded, data, force=force, label=label)


def _finalized(
    package: Package,
    output: Path,
    embedded: Embedded | None,
    data: Path | None,
    *,
    force: bool,
    label: Label,
) -> Finalized:
    path = package.path
    document = read_package(package)
    cleaned = clean_copy(package, label)
    found = (
        *obstacles(package, document, embedded),
        *(f"定稿里留不住：{what}（请在 Word 里删去或改成文字、图片）" for what in cleaned.lost),
    )
    if found and not force:
        raise InputError(
            *(f"{path}：{line}" for line in found),
            f"{path}：还不能定稿，请先处理以上{len(found)}处{_counted(package, found)}；确需定稿时加 --force（批注、标记会一并去掉，请自行核对）",
        )
    if output.resolve() == path.resolve():
        raise InputError(f"{output}：与原文件同名，定稿前的文件要保留，请用 -o 另写一个文件名")
    if output.exists() and not force:
        raise InputError(
            f"{output}：文件已存在，请换一个文件名，或加 --force 覆盖（先留一份 .bak）"
        )
    kept = _keep(package, data)
    if output.exists():
        keep_copy(output)
    write_whole(output, cleaned.data)
    labelled = b"AIGC" in _properties(cleaned.data)
    return Finalized(output, kept, found, cleaned.removed, tuple(cleaned.requests), labelled)


def clean_copy(package: Package, label: Label = "keep", *, written: bool = False) -> Cleaned:
    """The clean copy in bytes. Where a model wrote (`written`, or the file says so) the label is kept or made."""
    document, embedded = read_package(package, remarks=False), _embedded(package)
    lines = [r.text for r in read_as(b for b in document.blocks if isinstance(b, EditedParagraph))]
    written = written or (embedded is not None and by_model(embedded.draft))
    written = written or LABEL in custom(package) or any(map(_is_note, lines))
    properties = {LABEL: label_of("".join(lines))} if written and label != "none" else {}
    note = None if label == "keep" else _note_goes
    return clean(package, properties=properties, note=note, rewrite=_without_marks)


def _counted(package: Package, found: tuple[str, ...]) -> str:
    """The same numbers that draft and check tell."""
    errors = sum(line.startswith("检查发现错误") for line in found)
    words = [tally(package).words, f"检查错误{errors}处" if errors else ""]
    told = "、".join(word for word in words if word)
    return f"（{told}）" if told else ""


def _is_note(text: str) -> bool:
    return text.strip().startswith("（本报告") and "人工智能" in text


def _note_goes(text: str, bookmarks: set[str]) -> bool:
    """The paragraph of the visible label, by its bookmark, else by its words."""
    return "jx_ai_note" in bookmarks or _is_note(text)


def _without_marks(text: str, in_cell: bool) -> list[tuple[str, str]]:
    """Sentences that ask for something, and what stands without what they ask."""
    if _MARK.search(text) is None:
        return []
    changes = []
    for sentence in split_sentences(text):
        if _MARK.search(sentence):
            asks = sentence.lstrip().startswith((VERIFY, SUPPLY[:-1])) and "请" in sentence
            bare = "" if asks else _MARK.sub("", sentence)
            changes.append((sentence, "—" if in_cell and not bare.strip() else bare))
    return changes


def obstacles(
    package: Package, document: EditedDocument, embedded: Embedded | None
) -> Iterator[str]:
    """What a report should not be handed in with, one Chinese line each."""
    for remark in human_remarks(document.remarks):
        if not remark.resolved:
            words = f"（所批文字：{on_a_line(remark.words)}）" if remark.words else ""
            said = next(
                (r.text for r in (*reversed(remark.replies), remark) if r.author not in PROGRAMS),
                "",
            )
            yield f"有未解决的批注：{remark.author}：{on_a_line(said)}{words}"
    left = tally(package)
    for mark, words in left.marked:
        yield f"有“{mark}”：{on_a_line(words)}" if words else f"有“{mark}”"
    if left.proposals:
        yield f"有{len(left.proposals)}处程序拟的修订没有审定（请在 Word 里接受或拒绝）：{on_a_line(left.proposals[0])}"
    if left.highlighted:
        told = "、".join(f"“{on_a_line(words)}”" for words in left.highlighted[:3])
        more = "等" if len(left.highlighted) > 3 else ""  # noqa: PLR2004
        yield f"有{len(left.highlighted)}处标黄的文字没有处理：{told}{more}（数据里没有依据；属实的在 Word 里去掉底色，不属实的改写或删去）"
    for finding in _findings(package, embedded):
        if finding.severity == "error":
            place = f"（{finding.location}）" if finding.location else ""
            yield f"检查发现错误 {finding.code}：{finding.message}{place}"


def _findings(package: Package, embedded: Embedded | None) -> tuple[Finding, ...]:
    """Held against the data file as it now stands, else against the data inside the report."""
    if embedded is None:
        return check_report(package, load(DEFAULT), None)
    data = find_data(package.path, embedded.project_id)
    evaluation = read(data) if data is not None else embedded.evaluation
    ruleset = ruleset_of(evaluation, data or package.path, embedded)
    return check_report(package, ruleset, evaluation)


def _embedded(package: Package) -> Embedded | None:
    try:
        return embedded_in(package)
    except InputError:
        return None


def _keep(package: Package, data: Path | None) -> Path | None:
    """A copy of the file as it was, in the work folder of its data; without one the file itself is it."""
    if data is None:
        return None
    folder = make_private(Workspace.beside(data).make() / "定稿前")
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    target = folder / f"{stamp}-{package.path.name}"
    write_whole(target, package.stored, mode=0o600)
    return target


def _properties(data: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "docProps/custom.xml"
        return archive.read(name) if name in archive.namelist() else b""
