"""One run of `jixiao check`: a file in; findings and the files asked for out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.checks import check
from assistant.checks.dossier import Dossier
from assistant.checks.opening import Opened, open_dossier
from assistant.checks.registry import Profile, order
from assistant.errors import InputError
from assistant.files import keep_copy, write_whole
from assistant.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files to write beside the findings. Word files that exist stay, unless `force`."""

    html: Path | None = None
    annotate: Path | None = None
    fix: Path | None = None
    force: bool = False

    def sound(self, source: Path) -> None:
        """Raises InputError where an output would fall on the source, on another output, or on someone's file."""
        given = [p for p in (self.html, self.annotate, self.fix) if p is not None]
        for path in given:
            if path.resolve() == source.resolve():
                raise InputError(f"{path}：与被检查的文件同名，请换一个文件名，原文件不会改动")
            if path.suffix.lower() == ".docx" and path.exists() and not self.force:
                raise InputError(
                    f"{path}：已有这个文件，可能有人改过，请换一个文件名，或加 --force 覆盖"
                )
        if len({p.resolve() for p in given}) < len(given):
            raise InputError(f"{given[0]}：两个输出用了同一个文件名，请分开")


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found, and lines for people about what was written."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def inspect(
    path: Path,
    *,
    rules: str = "",
    profile: Path | None = None,
    against: Path | None = None,
    model: str | None = None,
    outputs: Outputs = Outputs(),
) -> Inspection:
    """Checks one file and writes what is asked for. Raises InputError, or ModelError with `model`."""
    outputs.sound(path)
    chosen = Profile.read(profile) if profile else Profile()
    opened = open_dossier(path, rules=rules or chosen.ruleset, data=against)
    if (outputs.annotate or outputs.fix) and opened.package is None:
        raise InputError(
            f"{path}：只有 Word 报告（.docx）可以写批注或修订，请给出 .docx，或改用 --html"
        )
    findings = (
        check(opened.card, profile=chosen, ruleset=opened.dossier.ruleset)
        if opened.card is not None
        else check(opened.dossier, profile=chosen)
    )
    if opened.is_form:
        from assistant.checks.of_import import found_in_data

        more = found_in_data(path, opened.dossier.ruleset, findings, chosen)
        findings = order([*findings, *more])
    notes = list(opened.dossier.document.notes) if opened.dossier.document else []
    if model is not None:
        from assistant.checks.by_model import judge

        judged = judge(opened.dossier, model, path, chosen)
        findings = order([*findings, *judged.findings])
        notes += judged.notes
    notes += _write(path, opened, findings, outputs)
    return Inspection(findings, tuple(notes))


def _put(path: Path, data: bytes) -> None:
    """Writes a Word file; one that is replaced (with --force) stays beside it as .bak."""
    if path.exists():
        keep_copy(path)
    write_whole(path, data)


def _write(
    path: Path, opened: Opened, findings: tuple[Finding, ...], outputs: Outputs
) -> list[str]:
    notes: list[str] = []
    if outputs.html is not None:
        from assistant.checks.webpage import webpage

        write_whole(outputs.html, webpage(path.name, findings))
        notes.append(f"网页写在 {outputs.html}")
    if outputs.annotate is not None and opened.package is not None:
        from assistant.checks.annotate import annotated

        _put(outputs.annotate, annotated(opened.package, findings))
        notes.append(f"批注写在 {outputs.annotate}（{len(findings)}条），原文件没有改动")
    if outputs.fix is not None and opened.package is not None:
        notes += _fix(outputs.fix, opened)
    return notes


_PLACES = 5  # that a line names


def _fix(out: Path, opened: Opened) -> list[str]:
    from assistant.checks.tracked import mended

    dossier: Dossier = opened.dossier
    if opened.package is None or dossier.document is None:
        return []
    title = next(
        (p for p in dossier.document.paragraphs if dossier.title and p.whole == dossier.title), None
    )
    result = mended(opened.package, dossier.document, title)
    _put(out, result.data)
    words = "、".join(dict.fromkeys(f"{c.old}→{c.new}" for c in result.changes))
    lines = [f"修订写在 {out}：文字{len(result.changes)}处" + (f"（{words}）" if words else "")]
    if result.left:
        places = "、".join(f"第{c.paragraph + 1}段“{c.old}”" for c in result.left[:_PLACES])
        more = "等" if len(result.left) > _PLACES else ""
        lines.append(
            f"{len(result.left)}处在别人的修订、域或受保护的内容里，没有改：{places}{more}，请在 Word 里处理"
        )
    return lines + [f"版式：{line}" for line in result.layout]
