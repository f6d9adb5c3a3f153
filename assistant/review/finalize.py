"""From the edited report to the copy that is handed in: what stands against it, then the clean file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import InputError
from assistant.files import keep_copy, write_whole
from assistant.intake import read
from assistant.model.finding import Finding
from assistant.report.ai_label import by_model
from assistant.report.embedded import Embedded, embedded_in
from assistant.review.basis import find_data, ruleset_of
from assistant.review.checking import check_report
from assistant.review.round_trip import human_remarks
from assistant.rules.loader import DEFAULT, load
from assistant.word.clean import Label, clean
from assistant.word.edited import PROGRAMS, EditedDocument, EditedParagraph, EditedTable, read_as
from assistant.word.package import Package, open_package
from assistant.word.reader import open_document, read_package
from assistant.workspace import Workspace

_MARK = re.compile(r"【待(?:核实|补充|评定)[^】\n]{0,60}】")
_SHOWN = 40


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
    document = read_package(package)
    embedded = _embedded(package)
    found = tuple(obstacles(package, document, embedded))
    if found and not force:
        raise InputError(
            *(f"{path}：{line}" for line in found),
            f"{path}：还不能定稿，请先处理以上{len(found)}处；确需定稿时加 --force（批注、标记会一并去掉，请自行核对）",
        )
    if output.resolve() == path.resolve():
        raise InputError(f"{output}：与原文件同名，定稿前的文件要保留，请用 -o 另写一个文件名")
    if output.exists() and not force:
        raise InputError(
            f"{output}：文件已存在，请换一个文件名，或加 --force 覆盖（先留一份 .bak）"
        )
    written = embedded is not None and by_model(embedded.draft)
    cleaned = clean(package, label=label, by_model=written)
    kept = _keep(path, package, embedded)
    if output.exists():
        keep_copy(output)
    write_whole(output, cleaned.data)
    labelled = b"AIGC" in _properties(cleaned.data)
    return Finalized(output, kept, found, cleaned.removed, tuple(cleaned.requests), labelled)


def obstacles(
    package: Package, document: EditedDocument, embedded: Embedded | None
) -> Iterator[str]:
    """What a report should not be handed in with, one Chinese line each."""
    for remark in human_remarks(document.remarks):
        if not remark.resolved:
            words = f"（所批文字：{_short(remark.words)}）" if remark.words else ""
            said = next(
                (r.text for r in (*reversed(remark.replies), remark) if r.author not in PROGRAMS),
                "",
            )
            yield f"有未解决的批注：{remark.author}：{_short(said)}{words}"
    for text in _texts(document):
        for match in _MARK.finditer(text):
            after = text[match.end() :] or text[: match.start()]
            yield f"有“{match[0]}”：{_short(after or text)}"
    proposals = [
        piece.text
        for paragraph in _paragraphs(document)
        for piece in paragraph.pieces
        if any(mark.author in PROGRAMS for mark in piece.marks)
    ]
    if proposals:
        yield f"有{len(proposals)}处程序拟的修订没有审定（请在 Word 里接受或拒绝）：{_short(proposals[0])}"
    highlighted = _highlighted(package)
    if highlighted:
        yield f"有{len(highlighted)}处标黄的文字没有处理：{_short(highlighted[0])}"
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


def _paragraphs(document: EditedDocument) -> Iterator[EditedParagraph]:
    """All paragraphs, those of table cells too."""
    for block in document.blocks:
        if isinstance(block, EditedParagraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row.cells for p in cell.paragraphs)


def _texts(document: EditedDocument) -> Iterator[str]:
    yield from (
        r.text for r in read_as(b for b in document.blocks if not isinstance(b, EditedTable))
    )
    for block in document.blocks:
        if isinstance(block, EditedTable):
            for row in block.standing():
                yield from row.texts()


def _highlighted(package: Package) -> list[str]:
    """Highlighted stretches of text that bear no mark in words; comments and programs cut them into runs."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    document = open_document(package)
    found = []
    for paragraph in document.element.body.iter(f"{w}p"):
        texts: list[str] = [""]
        for run in paragraph.iter(f"{w}r"):
            text = "".join(t.text or "" for t in run.iter(f"{w}t"))
            if run.find(f"{w}rPr/{w}highlight") is not None:
                texts[-1] += text
            elif text:
                texts.append("")
        found += [text.strip() for text in texts if text.strip() and not _MARK.search(text)]
    return found


def _embedded(package: Package) -> Embedded | None:
    try:
        return embedded_in(package)
    except InputError:
        return None


def _keep(path: Path, package: Package, embedded: Embedded | None) -> Path | None:
    """A copy of the file as it was, in the work folder of its data; without one the file itself is it."""
    data = find_data(path, embedded.project_id) if embedded is not None else None
    if data is None:
        return None
    folder = Workspace.beside(data).make() / "定稿前"
    folder.mkdir(exist_ok=True)
    stamp = datetime.now(UTC).astimezone().strftime("%Y%m%d-%H%M%S")
    target = folder / f"{stamp}-{path.name}"
    write_whole(target, package.stored, mode=0o600)
    return target


def _properties(data: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "docProps/custom.xml"
        return archive.read(name) if name in archive.namelist() else b""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
