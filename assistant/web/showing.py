"""What the page shows of a project, as plain values for the templates: no figure is made here, only printed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.chat.naming import key_of as last_key
from assistant.chat.naming import place_of as place_by_name
from assistant.chat.questions import Question, questions
from assistant.errors import InputError
from assistant.located import Place
from assistant.model.draft import SOURCE_NAMES, SUPPLY, VERIFY, Sentence
from assistant.model.evaluation import Fund, Indicator
from assistant.model.finding import SEVERITY_NAMES, Finding
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.model.sections import RECORDS
from assistant.patterns import regex
from assistant.report import cells
from assistant.report.title import title
from assistant.values import printing
from assistant.web.catalogue import Entry
from assistant.web.columns import COLUMNS, FUND_COLUMNS
from assistant.web.listing import STATES, Summary, changed_at
from assistant.web.project import Project, View


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a grid. `key` names it for people and checks, `place` for the server."""

    key: str
    place: str
    column: str
    label: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of the report on the page."""

    id: str
    text: str
    source: str
    source_name: str
    mark: str
    author: str


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the report on the page: title, heading, text, table."""

    kind: str
    text: str = ""
    level: int = 0
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    section: str = ""


def place_text(place: Place) -> str:
    """A place as an address part: 指标/1/实际."""
    return "/".join(map(str, place))


def place_of(text: str) -> Place:
    """The place of such a text. Raises InputError where it is none that the page edits."""
    parts = text.split("/")
    place: Place = tuple(int(p) if p.isdigit() else p for p in parts)
    groups = {"项目", "报告", "评分", "起草", "资金", "总体目标", "指标"}
    if not text or place[0] not in groups or len(place) > 4 or len(text) > 200:  # noqa: PLR2004
        raise InputError("不认识要改的这一项，请刷新页面")
    return place


def money(value: object) -> str:
    """A stored value in a field."""
    return "" if value is None else str(value)


_FIELDS = {
    model: {str(field.alias): name for name, field in model.model_fields.items()}
    for model in (Indicator, Fund)
}


def value_of(row: Indicator | Fund, key: str) -> str:
    """What stands in a field of a row, by its Chinese key."""
    value = getattr(row, _FIELDS[type(row)][key])
    return _ratio(value) if key == "评分比例" else money(value)


def _ratio(value: Decimal | None) -> str:
    return "" if value is None else printing.percent(value)


@dataclass(frozen=True, slots=True)
class Done:
    """How far a row got: completion, the word of its status, and the status for its colour."""

    completion: str
    word: str
    status: str


def done(row: ScoredIndicator) -> Done:
    """The cell 完成情况 of a row."""
    return Done(cells.completion(row), STATUS_NAMES[row.status], row.status)


def points(row: ScoredIndicator) -> tuple[str, str]:
    """The points of a row, and why it has them: formula and clause."""
    return printing.points(row.score), row.explanation


@dataclass(frozen=True, slots=True)
class Standing:
    """The total as the page shows it, with what it is made of."""

    score: str
    grade: str
    why: str


def standing(view: View) -> Standing:
    """The total, or that it cannot be said yet."""
    card, total = view.card, view.card.total
    shown = printing.points(total.score) if total.complete and card.scored else ""
    so_far = f"已填部分{printing.points(total.score)}分" if total.score is not None else ""
    why = f"规则：{card.ruleset_name}。{card.execution.explanation}"
    return Standing(shown, card.grade or so_far, why)


def digest(text: str) -> str:
    """A short id for an element."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:10]


#: fields of the project and its report: place, label, kind of field
HEAD: tuple[tuple[Place, str, str], ...] = (
    (("项目", "名称"), "项目名称", "text"), (("项目", "年度"), "年度", "text"),
    (("项目", "主管部门"), "主管部门", "text"), (("项目", "实施单位"), "实施单位", "text"),
    (("项目", "概况"), "项目概况", "long"), (("项目", "批复"), "批复情况", "long"),
    (("报告", "主送"), "主送机关", "text"), (("报告", "通知"), "自评通知", "text"),
    (("报告", "署名"), "署名", "text"), (("报告", "成文日期"), "成文日期", "date"),
    (("总体目标", "预期"), "年度总体目标", "long"), (("总体目标", "实际"), "总体目标实际完成情况", "long"),
    (("资金", "管理"), "资金管理情况", "long"), (("资金", "原因"), "预算执行偏差原因", "long"),
    (("资金", "措施"), "预算执行改进措施", "long"), (("报告", "结果应用"), "结果应用", "long"),
    (("报告", "公开"), "结果公开", "long"), (("报告", "其他说明"), "其他说明", "long"),
)  # fmt: skip


def head(view: View) -> tuple[tuple[Cell, str], ...]:
    """The fields around the tables, each with the kind of its field."""
    tree = view.evaluation.model_dump(mode="json", by_alias=True)
    found = []
    for place, label, kind in HEAD:
        group = tree.get(str(place[0])) or {}
        if place[0] == "资金" and not group:
            continue
        typed = view.typed_at(place_text(place))
        value = typed[0] if typed else money(group.get(place[1]))
        cell = Cell(
            ".".join(map(str, place)),
            place_text(place),
            str(place[1]),
            label,
            value,
            typed[1] if typed else "",
        )
        found.append((cell, kind))
    return tuple(found)


def named_blocks(view: View) -> Iterator[tuple[str, Block]]:
    """The blocks of the report, each with an id of its element that stays while others come and go."""
    seen: dict[str, int] = {}
    for block in _blocks(view):
        stem = f"b-{block.kind}-{block.section or digest(block.text)}"
        seen[stem] = seen.get(stem, 0) + 1
        yield f"{stem}-{seen[stem]}", block


def _blocks(view: View) -> Iterator[Block]:
    evaluation = view.evaluation
    yield Block("title", title(evaluation))
    addressee = evaluation.report.addressee.rstrip("：: ")
    yield Block("addressee", f"{addressee or '【待补充：主送机关】'}：")
    yield from _section(view, "opening")
    placed = {"opening"}
    for heading in evaluation.headings:
        if view.draft.took_out(heading):
            placed |= set(heading.sections)
            continue
        words = view.draft.headings.get(heading.title) or heading.title
        yield Block("heading", words, heading.level)
        for section in heading.sections:
            placed.add(section)
            yield from _section(view, section)
        for table in heading.tables:
            yield _table(view.card, table)
    for own in view.draft.sections:
        if own.id not in placed and own.id not in RECORDS and own.paragraphs:
            yield Block("heading", own.title, 1)
            yield from _section(view, own.id)
    signature = evaluation.report.signature or evaluation.project.unit
    yield Block("signature", signature or "【待补充：署名】")
    dated = evaluation.report.dated
    day = f"{dated.year}年{dated.month}月{dated.day}日" if dated else "【待补充：成文日期】"
    yield Block("signature", day)


def _section(view: View, section_id: str) -> Iterator[Block]:
    try:
        section = view.draft.section(section_id)
    except KeyError:
        return
    for p, paragraph in enumerate(section.paragraphs):
        if paragraph.level:
            yield Block("heading", paragraph.text, paragraph.level, section=section_id)
            continue
        pieces = tuple(
            _piece(f"{section_id}:{p}:{s}", sentence, paragraph.source)
            for s, sentence in enumerate(paragraph.sentences)
        )
        yield Block("text", pieces=pieces, section=section_id)


def _piece(name: str, sentence: Sentence, source: str) -> Piece:
    mark = "supply" if sentence.text.startswith(SUPPLY) else ""
    mark = mark or ("verify" if VERIFY in sentence.text or sentence.verdict == "verify" else "")
    own = "human" if sentence.author else "rules" if source == "human" else source
    return Piece(name, sentence.text, own, SOURCE_NAMES[own], mark, sentence.author)  # type: ignore[index]


def _table(card: Scorecard, table: str) -> Block:
    rows: list[tuple[str, ...]]
    if table == "targets":
        rows = [("一级指标", "二级指标", "三级指标", "年度指标值")]
        rows += [
            (r.indicator.level1, r.indicator.level2, r.indicator.name, r.indicator.target or SUPPLY)
            for r in card.indicators
        ]
    elif table == "funds":
        given = card.evaluation.funds
        rows = [("资金来源", "年初预算", "全年预算", "到位", "执行", "执行率")]
        rows += [
            (
                f.source, cells.money(f.initial), cells.money(f.budget), cells.money(f.arrived),
                cells.money(f.executed), printing.share(f.executed, f.budget),
            )
            for f in (given.sources if given else ())
        ]  # fmt: skip
    else:
        rows = [("三级指标", "年度指标值", "实际完成值", "完成情况", "分值", "得分")]
        rows += [
            (
                r.indicator.name, r.indicator.target or SUPPLY, cells.actual(r), cells.completion(r),
                printing.points(r.weight), printing.points(r.score),
            )
            for r in card.indicators
        ]  # fmt: skip
    return Block(
        "table",
        {"targets": "项目绩效目标表", "funds": "项目资金到位和执行情况表"}.get(
            table, "绩效指标值与实际完成值对比表"
        ),
        rows=tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """An open item with a field of its kind."""

    question: Question
    place: str
    key: str
    kind: str
    options: tuple[str, ...] = ()


_OPTIONS = {"完成程度": ("达成", "部分达成", "未达成"), "方向": ("正向", "反向", "定性", "时限")}


def missing(view: View) -> tuple[Missing, ...]:
    """What the data do not say yet, as a checklist."""
    found = []
    for question in questions(view.card):
        place = place_by_name(view.evaluation, question.path)
        if place is None:
            continue
        last = last_key(question.path)
        kind = (
            "date" if last == "成文日期" else "long" if last in {"原因", "措施", "管理"} else "text"
        )
        found.append(
            Missing(question, place_text(place), question.path, kind, _OPTIONS.get(last, ()))
        )
    return tuple(found)


def findings(view: View) -> tuple[tuple[str, Finding, bool, str], ...]:
    """The findings: the word of their severity, whether it is an error, and the field to go to."""
    found = (
        (SEVERITY_NAMES[f.severity], f, f.severity == "error", field_at(f.location))
        for f in view.findings
    )
    return tuple(sorted(found, key=lambda one: not one[2]))


_LISTED = regex(r"(指标|资金\.明细)\[(\d+)\](?:\.(.+))?")


def field_at(location: str) -> str:
    """The place of the field that a location of the data names (指标[2].实际), "" where the page has none."""
    listed = _LISTED.fullmatch(location)
    if listed:
        keys = COLUMNS if listed[1] == "指标" else FUND_COLUMNS
        key = listed[3] or keys[0][0]
        known = key in {k for k, _ in keys}
        return f"{listed[1].replace('.', '/')}/{int(listed[2]) - 1}/{key}" if known else ""
    place = tuple(location.split("."))
    return "/".join(place) if place in {p for p, _, _ in HEAD} else ""


def summary(entry: Entry, project: Project) -> Summary:
    """A project in the list; what its file does wrong, where it cannot be read."""
    changed = changed_at(entry.data)
    try:
        view = project.look()
    except InputError as error:
        lines = "；".join(map(project.plain, error.lines[:2]))
        return Summary(entry.id, entry.data.stem, "", "", "", "", 0, 1, 0, "取数", changed, lines)
    card, about = view.card, view.evaluation.project
    total = card.total
    shown = printing.points(total.score) if total.complete and card.scored else ""
    return Summary(
        entry.id, about.name, str(about.year), about.unit or about.authority, shown, card.grade or "",
        len(questions(card)), sum(f.severity == "error" for f in view.findings),
        sum(f.severity == "warning" for f in view.findings), state(project, view), changed,
    )  # fmt: skip


def state(project: Project, view: View) -> str:
    """How far a project is, by rule: 取数 → 起草 → 讨论稿 → 送审稿 → 定稿."""
    space = project.space
    if not view.drafted:
        return STATES[0]
    finals = space.folder / "finals"
    if finals.is_dir() and any(finals.iterdir()):
        newest = max(p.stat().st_mtime_ns for p in finals.iterdir())
        draft = space.draft_path
        if draft.exists() and newest >= draft.stat().st_mtime_ns:
            return STATES[4]
    if not space.printed():
        return STATES[1]
    open_marks = any(
        SUPPLY in s.text or VERIFY in s.text
        for section in view.draft.sections
        for s in section.sentences
    )
    faults = any(f.severity == "error" for f in view.findings)
    return STATES[2] if open_marks or faults else STATES[3]
