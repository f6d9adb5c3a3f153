"""What an edited file goes back to: its data file, and the report as the program printed it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.facts import Fact, gather
from assistant.files import write_whole
from assistant.intake import YAML_SUFFIXES, read
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.report.embedded import Embedded, embedded_in
from assistant.report.story import own_lines
from assistant.review.alignment import likeness
from assistant.review.skeleton import Skeleton, as_document, from_document, from_draft
from assistant.rules.loader import for_data, load
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.word.edited import EditedDocument, EditedTable, read_as
from assistant.word.package import Package, open_package
from assistant.word.reader import read_package
from assistant.workspace import Workspace

_SUFFIXES = (*YAML_SUFFIXES, ".xlsx")
_MOST_FILES = 300
_LIKE_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Basis:
    """`printed` is what the file was made from; `data` where edits go. `notes` say what was assumed."""

    package: Package
    edited: EditedDocument
    printed: Embedded
    skeleton: Skeleton
    data: Path
    evaluation: Evaluation
    notes: tuple[str, ...]

    @property
    def workspace(self) -> Workspace:
        """The work folder of the data file."""
        return Workspace.beside(self.data)

    @property
    def draft(self) -> Draft:
        """The draft as it was printed."""
        return self.printed.draft


def find_basis(path: Path, data: Path | None) -> Basis:
    """Opens an edited report and finds what it goes back to.

    Raises InputError where the file cannot be read, where no data file fits, or where `data` is of
    another project.
    """
    package = open_package(path, kind="docx")
    edited = read_package(package)
    embedded, notes = _embedded(package, data)
    project = embedded.project_id if embedded is not None else edited.project
    if data is None and project:
        data = find_data(path, project)
    if embedded is None:
        data, embedded, printed = _by_likeness(path, edited, data)
        notes.append("文件里没有内嵌数据（另存时丢失），按文字与工作文件夹里的原稿比对")
        skeleton = _from(printed, embedded)
    else:
        if data is None:
            data = _restored(path, embedded)
            notes.append(f"没有找到数据文件，已从报告里取出数据，存为 {data}")
        skeleton = _skeleton(embedded, data)
    evaluation = read(data)
    _same_project(path, data, embedded, evaluation)
    return Basis(package, edited, embedded, skeleton, data, evaluation, (*edited.notes, *notes))


def ruleset_of(evaluation: Evaluation, data: Path, printed: Embedded | None) -> RuleSet:
    """The rule set to score by: that of the report (`draft --rules` may have named it), else the data's own.

    Data that name another one since then are followed.
    """
    if printed is not None and printed.evaluation.scoring == evaluation.scoring:
        try:
            return load(printed.ruleset_id, year=evaluation.project.year)
        except InputError:
            pass  # a unit's own file, known to the data by its path alone
    return for_data(evaluation, data)


def scored(
    evaluation: Evaluation, data: Path, printed: Embedded | None = None
) -> tuple[Scorecard, tuple[Fact, ...]]:
    """The scorecard of an evaluation, and its facts."""
    card = score(evaluation, ruleset_of(evaluation, data, printed))
    return card, gather(card)


def _embedded(package: Package, data: Path | None) -> tuple[Embedded | None, list[str]]:
    try:
        return embedded_in(package), []
    except InputError:
        if data is None:
            raise
        return None, ["文件里内嵌的数据被改动过，没有采用"]


def find_data(path: Path, project: str) -> Path | None:
    """The data file of that project id, beside the report or in the current folder."""
    same = [candidate for candidate in _candidates(path) if _is(candidate, project)]
    if len(same) > 1:
        same = _printed_here(path, same) or same
    if len(same) > 1:
        same = [p for p in same if p.suffix.lower() in YAML_SUFFIXES] or same
    if len(same) > 1:
        names = "、".join(str(p) for p in same)
        raise InputError(
            f"{path}：有几个数据文件都是这个项目的（{names}），请用 --data 指明，如 --data {same[0].name}"
        )
    if same:
        return same[0]
    # a project that was renamed since is still the one whose reports lie in the work folder
    for candidate in _candidates(path):
        for copy in Workspace.beside(candidate).printed():
            embedded = _quietly(copy)
            if embedded is not None and embedded.project_id == project:
                return candidate
    return None


def _is(candidate: Path, project: str) -> bool:
    try:
        return read(candidate).project.id == project
    except InputError:
        return False


def _printed_here(path: Path, candidates: list[Path]) -> list[Path]:
    """Of several data files of one project, those whose work folder printed this report, else any report."""
    asked = _quietly(path)
    with_folder = [p for p in candidates if Workspace.beside(p).folder.is_dir()]
    own = [
        candidate
        for candidate in with_folder
        if asked is not None
        and any(
            made is not None and (made.draft, made.facts) == (asked.draft, asked.facts)
            for made in map(_quietly, Workspace.beside(candidate).printed())
        )
    ]
    return own or with_folder


def _candidates(path: Path) -> list[Path]:
    found: dict[Path, Path] = {}
    for folder in (path.resolve().parent, Path.cwd()):
        try:
            files = sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
        except OSError:
            continue
        for file in files[:_MOST_FILES]:
            if file.is_file() and not file.name.startswith((".", "~$")):
                found.setdefault(file.resolve(), file)
    # YAML first: it is what edits can be written into
    return sorted(found.values(), key=lambda p: p.suffix.lower() not in YAML_SUFFIXES)


def _quietly(copy: Path) -> Embedded | None:
    try:
        return embedded_in(open_package(copy, kind="docx"))
    except InputError:
        return None


def _by_likeness(
    path: Path, edited: EditedDocument, data: Path | None
) -> tuple[Path, Embedded, EditedDocument]:
    """Without an embedded part: the report of some work folder that reads most like this one."""
    text = _text(edited)
    best: tuple[float, Path, Embedded, EditedDocument] | None = None
    for candidate in [data] if data is not None else _candidates(path):
        for copy in Workspace.beside(candidate).printed():
            embedded = _quietly(copy)
            if embedded is None:
                continue
            document = read_package(open_package(copy, kind="docx"), remarks=False)
            like = likeness(_text(document), text)
            if best is None or like > best[0]:
                best = (like, candidate, embedded, document)
    if best is not None and (best[0] >= _LIKE_ENOUGH or data is not None):
        return best[1], best[2], best[3]
    if data is None:
        raise InputError(
            f"{path}：里面没有本程序的内嵌数据，旁边和当前文件夹里也没有与它相近的报告，"
            "请用 --data 指明数据文件；不是本程序出的报告，可用 jixiao import 读入数据"
        )
    return _from_workspace(path, data)


def _from_workspace(path: Path, data: Path) -> tuple[Path, Embedded, EditedDocument]:
    """With a data file but no copy of the report: printed anew from the draft that is kept."""
    draft = Workspace.beside(data).load_draft()
    if draft is None:
        raise InputError(
            f"{path}：里面没有本程序的内嵌数据，{data} 也还没有起草过报告，"
            f"请先 jixiao draft {data} -o 报告.docx，在它上面修改"
        )
    evaluation = read(data)
    card, facts = scored(evaluation, data)
    embedded = Embedded(1, evaluation.project.id, card.ruleset_id, evaluation, draft, facts)
    return data, embedded, _rendered(card, embedded)


def _text(document: EditedDocument) -> str:
    paragraphs = [b for b in document.blocks if not isinstance(b, EditedTable)]
    return "".join(reading.text for reading in read_as(paragraphs))


def _skeleton(embedded: Embedded, data: Path) -> Skeleton:
    """The report as the file says it was printed; of an older file, printed anew, else the draft alone."""
    if embedded.printed.blocks:
        return _from(as_document(embedded.printed), embedded)
    try:
        ruleset = ruleset_of(embedded.evaluation, data, embedded)
    except InputError:
        return from_draft(embedded.draft, embedded.evaluation.headings)
    card = score(embedded.evaluation, ruleset)
    return _from(_rendered(card, embedded), embedded)


def _from(document: EditedDocument, embedded: Embedded) -> Skeleton:
    draft = embedded.draft
    own = own_lines(embedded.evaluation, draft)
    lines = {name: draft.line(name, words) for name, words in own.items()}
    return from_document(document, draft.headings, embedded.evaluation.headings, lines)


def _rendered(card: Scorecard, embedded: Embedded) -> EditedDocument:
    from assistant.report import render
    from assistant.word.package import check_package

    data = render(card, embedded.draft, embedded.facts)
    return read_package(check_package(Path("报告.docx"), data, kind="docx"), remarks=False)


def _restored(path: Path, embedded: Embedded) -> Path:
    """The embedded data as a data file of its own beside the report; one that is there is not replaced."""
    from assistant.yaml_writing import dumped

    target = path.with_suffix(".yaml")
    if target.exists():
        raise InputError(
            f"{path}：旁边和当前文件夹里没有这个项目的数据文件，{target} 是另一个项目的，请用 --data 指明数据文件"
        )
    value = embedded.evaluation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    text = f"# 由 jixiao review 从 {path.name} 取出\n" + dumped(value)
    write_whole(target, text.encode())
    return target


def _same_project(path: Path, data: Path, embedded: Embedded, evaluation: Evaluation) -> None:
    then, now = embedded.evaluation.project, evaluation.project
    if embedded.project_id != now.id and likeness(then.name, now.name) < _LIKE_ENOUGH:
        raise InputError(
            f"{path}：是“{then.name}”（{then.year}年度）的报告，{data} 是“{now.name}”（{now.year}年度）的数据，"
            "不是同一个项目，请核对 --data"
        )
    if then.year != now.year and not any(
        made is not None and made.evaluation.project.year == then.year
        for made in map(_quietly, Workspace.beside(data).printed())
    ):
        # no year that was corrected since: the report of one year was made over into that of another
        raise InputError(
            f"{path}：是{then.year}年度的报告，{data} 是{now.year}年度的数据，没有采入；"
            f"{now.year}年度的请先 jixiao draft {data} -o 报告.docx 出稿，在它上面改"
        )
