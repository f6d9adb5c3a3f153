"""Grids and paragraphs into projects: tables of one project joined, values placed, leftovers named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.forms.held_notes import Held, is_held, take_held
from assistant.forms.read import wording
from assistant.forms.read.beside import (
    NAMES,
    SHORT_LABELS,
    is_furniture,
    is_line_of_labels,
    label_of,
    pairs_in,
    value_of,
)
from assistant.forms.read.beside import YEARS as YEARS_LABELS
from assistant.forms.read.columns import Column, Settled, Table, column_place
from assistant.forms.read.continued import rejoined
from assistant.forms.read.form import read_form
from assistant.forms.read.held import row_held, sources_apart
from assistant.forms.read.identity import surer, year_in
from assistant.forms.read.imported import DoubtfulColumn, Imported, Printed, Value
from assistant.forms.read.indicators import values_of
from assistant.forms.read.labels import is_level2, level1
from assistant.forms.read.listed import labelled_values, row_in
from assistant.forms.read.listed_money import listed_values
from assistant.forms.read.money import fund_values, is_money_text, stated_unit
from assistant.forms.read.named_notes import take_noted_rows
from assistant.forms.read.prose import read_prose
from assistant.forms.read.rows import Log, Read, Row, Rows
from assistant.forms.read.segments import Segment, cut
from assistant.forms.read.selfcheck import contradictions
from assistant.forms.read.turned import upright
from assistant.forms.sources_note import noted
from assistant.patterns import regex
from assistant.sheets.grid import Cell, Paragraph, Source
from assistant.values.reading import fold, read_text

MOST_INDICATORS = 2000
_ABOVE = 6  # paragraphs over a table that may say its unit
_LONGEST_TITLE = 40
_HEAD_ROWS, _SHORTEST_NAME = 5, 4
_SAID = regex(r"[:：]\s*[^\s:：（(].*[^\s:：]|[。；]")
_MOST_LISTED = 200
_FEW_LINES = 15
_ONLY_YEAR = regex(r"[(（]?\s*\d{4}\s*年度?\s*(?:[)）]?$|[,，;；])")
_TITLED = regex(
    r"^(?:\d{4}年度?)?(?P<name>[^()]{2,60}?)(?:(?:资金|支出|预算)*绩效(?:目标)?(?:自评|自我评价|评价)(?:情况)?表)(?:\(.*\))?$"
)
#: a sheet that tells how to fill in the others
_GUIDE = regex(
    r".{0,6}(?:填[报表写列]|使用|操作)(?:说明|须知|指南)|.{0,4}(?:示例|样例|样表|范例).{0,4}"
)
#: the title of a form of all that a unit spends
_WHOLE_UNIT = regex(r"(?:部门|单位)?整体(?:支出)?(?:绩效|预算绩效)")
#: titles of forms, not names of projects
_GENERIC = frozenset(
    {
        "项目",
        "部门项目",
        "部门预算项目",
        "财政项目",
        "预算项目",
        "部门预算",
        "专项资金",
        "财政支出项目",
        "转移支付",
    }
)


@dataclass(slots=True)
class _Project:
    """What was gathered of one project while its parts are read."""

    name: str
    segments: list[Segment] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    columns: list[DoubtfulColumn] = field(default_factory=list)
    log: Log = field(default_factory=Log)
    #: which sources a line of our own form says to hold
    together: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: what the columns of a list of projects say of each, and what of each was not read
    listed: dict[str, list[Value]] = field(default_factory=dict)
    apart: dict[str, Log] = field(default_factory=dict)
    #: what other lines of our own form hold
    held: Held = field(default_factory=Held)
    #: cells that hold a whole line of labels with values (填报单位：…　填报日期：…), read as such a line of a document is
    lines: list[Paragraph] = field(default_factory=list)
    #: the paragraphs of a file of several projects that are this one's; None: all are
    paragraphs: list[Paragraph] | None = None


def assemble(source: Source, settled: Settled | None = None) -> tuple[Imported, ...]:
    """Every project of the file, in the order of the file. Empty where nothing in it is a form or report."""
    grids = rejoined(source.grids, [p.text for p in source.paragraphs], settled or {})
    segments = [s for grid, _ in grids for s in cut(upright(grid)[0], settled or {})]
    for s in segments:
        s.above = tuple(
            p.text for p in source.paragraphs[max(0, s.grid.before - _ABOVE) : s.grid.before]
        )
    named = _named_in_lines(source.paragraphs)
    for s in segments if len(named) > 1 else ():
        before = [name for at, name in named if at < s.grid.before]
        s.name = s.name or (before[-1] if before else "")
    shown = [s for s in segments if not s.grid.hidden]
    hidden = [s for s in segments if s.grid.hidden]
    if hidden and not any(s.tables for s in shown):
        shown, hidden = segments, []
    notes = list(source.notes)
    guides = [s for s in shown if _GUIDE.fullmatch(s.grid.name.strip())]
    if guides and any(s.tables for s in shown if s not in guides):
        shown = [s for s in shown if s not in guides]
        notes += [f"工作表“{s.grid.name}”是填表的说明，没有读取" for s in guides]
    notes += [f"工作表“{s.grid.name}”是隐藏的，没有读取" for s in hidden if s.tables]
    projects = _group(shown, source, notes)
    _share_paragraphs(projects, source.paragraphs, named)
    finished: list[Imported] = []
    for project in projects:
        project.log.formatless = source.formatless
        _read_segments(project)
        finished += _flat_list(project, source) or [_finish(project, source, len(projects) == 1)]
    return tuple(replace(f, not_understood=(*notes, *f.not_understood)) for f in finished)


def _named_in_lines(paragraphs: list[Paragraph]) -> list[tuple[int, str]]:
    """The lines 项目名称：… of a document, each with its number."""
    return [
        (i, text)
        for i, p in enumerate(paragraphs)
        for label, text in pairs_in(p.text)
        if label in NAMES and text and not wording.is_template(text)
    ]


def _share_paragraphs(
    projects: list[_Project], paragraphs: list[Paragraph], named: list[tuple[int, str]]
) -> None:
    """Several forms one after another: each project has the lines from its own title on."""
    if len({name for _, name in named}) < 2:  # noqa: PLR2004
        return
    starts = []
    for at, name in named:
        start = at
        while (
            start > 0
            and len(paragraphs[start - 1].text) < _LONGEST_TITLE
            and is_furniture(re.sub(r"\d{4}年度?", "", fold(paragraphs[start - 1].text)))
        ):
            start -= 1
        starts.append((start, name))
    ends = [start for start, _ in starts[1:]] + [len(paragraphs)]
    for project in projects:
        project.paragraphs = [
            p
            for (start, name), end in zip(starts, ends, strict=True)
            if name == project.name
            for p in paragraphs[start:end]
        ]


def _group(segments: list[Segment], source: Source, notes: list[str]) -> list[_Project]:
    """Parts with one 项目名称 are one project; parts without join what they stand beside."""
    projects: dict[str, _Project] = {}
    nameless: list[Segment] = []
    units = [s for s in segments if not s.name and _of_the_unit(s)]
    if any(s.tables or s.name for s in segments if s not in units):
        notes += [f"{s.grid.name}：是部门整体支出的表，不是项目的，没有读取" for s in units]
        segments = [s for s in segments if s not in units]
    for segment in segments:
        if segment.name:
            key = fold(segment.name).replace(" ", "")
            projects.setdefault(key, _Project(segment.name)).segments.append(segment)
        elif segment.tables or source.paragraphs or not segments[1:]:
            nameless.append(segment)
        else:
            nameless.append(segment)
    if not projects:
        with_tables = [s for s in nameless if s.tables]
        if source.paragraphs or len(with_tables) <= 1:
            return [_Project("", nameless)] if nameless or source.paragraphs else []
        rest = [s for s in nameless if not s.tables]
        notes += [f"工作表“{s.grid.name}”里没有自评表，没有读取" for s in rest]
        return [_Project("", [s]) for s in with_tables]
    found = [one for project in projects.values() for one in _by_year(project)]
    for segment in nameless:
        if len(found) == 1 or source.paragraphs:
            _owner(found, segment).segments.append(segment)
        elif segment.tables:
            found.append(_Project("", [segment]))
        else:
            notes.append(f"工作表“{segment.grid.name}”里没有自评表，没有读取")
    for project in found:
        project.segments.sort(key=segments.index)
    return found


def _by_year(project: _Project) -> list[_Project]:
    """Forms of one project for several years are as many projects; a part that states none goes with the one before it."""
    years = [_stated_year(s) if s.tables else "" for s in project.segments]
    if len({year for year in years if year}) < 2:  # noqa: PLR2004
        return [project]
    found: dict[str, _Project] = {}
    year = next(y for y in years if y)
    for segment, own in zip(project.segments, years, strict=True):
        year = own or year
        found.setdefault(year, _Project(project.name)).segments.append(segment)
    return list(found.values())


def _of_the_unit(segment: Segment) -> bool:
    """Whether the form is of all that a unit spends, and of no project."""
    titles = [c.text for r in range(segment.start, min(segment.end, segment.start + 3)) for c in segment.grid.own(r)]  # fmt: skip
    return any(_WHOLE_UNIT.search("".join(text.split())) for text in (*titles, *segment.above))


def _owner(found: list[_Project], segment: Segment) -> _Project:
    """In a document, a table without a name belongs to the last project named before it."""
    before = [p for p in found if any(s.grid.before <= segment.grid.before for s in p.segments)]
    return before[-1] if before else found[0]


def _read_segments(project: _Project) -> None:
    for segment in project.segments:
        form = read_form(segment, project.log)
        inside = {r for table, found in form.tables for r in range(table.head, found.end)}
        outside = [r for r in range(segment.start, segment.end) if r not in inside]
        for cell in (c for r in outside for c in segment.grid.own(r)):
            if cell not in project.log.used and is_line_of_labels(cell.text):
                project.lines.append(Paragraph(cell.text, cell.origin))
                project.log.used.add(cell)
        rows: list[Row] = []
        for table, found in form.tables:
            rows += found.rows
            _read_list(project, segment, table, found)
            project.columns += table.doubts
            for kind, read in found.totals.items():
                number = wording.points(read.text)
                project.printed.append(Printed(kind, read.text, number, read.origin))  # type: ignore[arg-type] # kinds of rows.py
        _join(project, rows, fresh=not project.rows)
        if form.funds is not None:
            funds, figures = fund_values(form.funds, project.log)
            _add(project, funds)
            project.printed += figures
        _add(project, form.labelled)
        project.printed += form.printed
        told = form.goals.items()
        _add(project, [Value(("总体目标", k), wording.flat(r.text), r.origin) for k, r in told])
        for row in range(segment.start, segment.end):
            for cell in segment.grid.own(row):
                if sources := noted(cell.text):
                    project.together |= sources
                    project.log.used.add(cell)
                elif is_held(cell.text):
                    take_held(cell.text, project.held)
                    project.log.used.add(cell)
    for segment in project.segments:
        _add(project, take_noted_rows(segment, project.rows, project.log))
        _leftovers(project, segment)


def _read_list(project: _Project, segment: Segment, table: Table, found: Rows) -> None:
    """What the other columns of a table say: of each project of a list, or of nobody."""
    owners = _owners(table, found.rows, found.end)
    for name, values in listed_values(segment, table, owners, project.log).items():
        project.listed.setdefault(name, values)
    for name in dict.fromkeys(owners.values()) or [""]:
        rows = {r for r, owner in owners.items() if owner == name}
        log = project.apart.setdefault(name, Log()) if name else project.log
        log.used = project.log.used
        _unread_columns(table, log, found.end, rows)


def _owners(table: Table, rows: list[Row], end: int) -> dict[int, str]:
    """The project of each row of a list of projects; empty for a table of one."""
    starts = [(row.at, row.project) for row in rows if row.project]
    found: dict[int, str] = {}
    if table.column("project") is None:
        return found
    for (start, name), following in zip(starts, [*(at for at, _ in starts[1:]), end], strict=False):
        found |= dict.fromkeys(range(start, following), name)
    return found


def _add(project: _Project, values: list[Value]) -> None:
    """First come, first served, group by group: funds of a second block do not mix with the first."""
    groups = {v.place[0] for v in project.values}
    for value in values:
        known = next((v for v in project.values if v.place == value.place), None)
        if known is None and not (
            value.place[0] == "资金" and "资金" in groups and value.place[1] == "明细"
        ):
            project.values.append(value)
        elif known is not None and value.strength > known.strength:
            project.values[project.values.index(known)] = surer(known, value, project.log)
        elif (
            known is not None
            and fold(known.text) != fold(value.text)
            and value.place != ("项目", "名称")
        ):
            key = ".".join(str(p) for p in value.place)
            project.log.doubts.append(
                f"{value.origin}：{key}写“{value.text[:40]}”，与 {known.origin} 的“{known.text[:40]}”不同，采用后者"
            )


def _join(project: _Project, rows: list[Row], *, fresh: bool) -> None:
    """Rows of a further table fill those of the same name; others are added."""
    by_key = {_key(row): row for row in project.rows}
    for row in rows:
        known = None if fresh else by_key.get(_key(row))
        if known is None:
            project.rows.append(row)
            continue
        known.printed.update(row.printed)
        for name, read in row.fields.items():
            old = known.fields.get(name)
            if old is None or wording.is_blank(old.text):
                known.fields[name] = read
            elif fold(wording.flat(old.text)) != fold(wording.flat(read.text)):
                project.log.doubts.append(
                    f"{read.origin}：“{wording.flat(read.text)[:40]}”与 {old.origin} 的“{wording.flat(old.text)[:40]}”不同，采用后者"
                )


def _key(row: Row) -> tuple[str, str, str, str]:
    return (row.project, row.level1.text, row.level2.text, re.sub(r"\W", "", fold(row.name.text)))


def _flat_list(project: _Project, source: Source) -> list[Imported]:
    """A list with the project's name in a column is as many projects as there are names."""
    names = list(dict.fromkeys(row.project for row in project.rows if row.project))
    if not names:
        return []
    found = []
    for i, name in enumerate(names):
        part = _Project(name, project.segments, [r for r in project.rows if r.project == name])
        listed = project.listed.get(name) or [
            Value(("项目", "名称"), name, part.rows[0].name.origin)
        ]
        told = {v.place for v in listed}
        part.values = listed + [
            v for v in project.values if v.place not in told and v.place[0] != "资金"
        ]
        part.log = project.log if i == 0 else Log()
        own = project.apart.get(name, Log())
        part.log.not_understood += own.not_understood
        part.log.doubts += own.doubts
        part.columns = project.columns if i == 0 else []
        found.append(_finish(part, source, False))
    return found


def _lines_around(project: _Project, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Takes what lines around a form say that its tables do not (年度目标：…), and leaves the others; a report tells it in its sections."""
    if len(paragraphs) > _FEW_LINES:
        return paragraphs
    has = {v.place[0] for v in project.values}
    values, lines = labelled_values(
        paragraphs, funds="资金" not in has, goals="总体目标" not in has
    )
    _add(project, values)
    return [p for p in paragraphs if p not in lines]


def _finish(project: _Project, source: Source, alone: bool) -> Imported:
    _distinct(project)
    if len(project.rows) > MOST_INDICATORS:
        project.log.not_understood.append(
            f"指标有 {len(project.rows)} 条，超过上限 {MOST_INDICATORS} 条，后面的没有写入"
        )
        del project.rows[MOST_INDICATORS:]
    names = [row.name.text for row in project.rows]
    log = project.log
    own = source.paragraphs if project.paragraphs is None else project.paragraphs
    paragraphs = [*project.lines, *own]
    if not project.rows:
        told_rows = [(p, row) for p in paragraphs if (row := row_in(p)) is not None]
        project.rows = [row for _, row in told_rows]
        names = [row.name.text for row in project.rows]
        has = {v.place[0] for v in project.values}
        values, lines = labelled_values(
            paragraphs, funds="资金" not in has, goals="总体目标" not in has
        ) if told_rows else ([], [])  # fmt: skip
        _add(project, values)
        gone = [p for p, _ in told_rows] + lines
        paragraphs = [p for p in paragraphs if p not in gone]
    else:
        paragraphs = _lines_around(project, paragraphs)
    for p in paragraphs:
        project.together |= noted(p.text)
        take_held(p.text, project.held)
    paragraphs = [p for p in paragraphs if not noted(p.text) and not is_held(p.text)]
    project.values = sources_apart(project.values, project.together, project.held, log)
    report = read_prose(
        paragraphs, names, log, funds_known=any(v.place[0] == "资金" for v in project.values)
    )
    _add(project, [v for v in report.values if v.place[0] != "指标"])
    _name_and_year(project, source, report.title_name, report.title_year, alone)
    if report.unit[0] and not any(v.place == ("项目", "实施单位") for v in project.values):
        project.values.append(Value(("项目", "实施单位"), report.unit[0], report.unit[1], "按署名"))
    told = [v for v in report.values if v.place[0] == "指标"]
    year = next((v.text for v in project.values if v.place == ("项目", "年度")), "")
    log.year = int(year) if year.isdecimal() else None
    for i, row in enumerate(project.rows):
        values, figures = values_of(row, i, log)
        values = row_held(values, i, names, project.held, log)
        places = {v.place for v in values}
        project.values += values
        project.values += [v for v in told if v.place[1] == i and v.place not in places]
        project.printed += figures
    log.doubts += contradictions(project.values, project.printed, year=log.year)
    if log.templates:
        shown = "、".join(log.templates[:8]) + ("等" if len(log.templates) > 8 else "")  # noqa: PLR2004
        log.not_understood.append(f"跳过 {len(log.templates)} 个空的模板行：{shown}")
    ours = next((v for v in project.values if v.place == ("评分", "规则")), None)
    if ours is not None and (project.together or project.held != Held()):
        log.doubts.append(
            f"{ours.origin}：这张表是由数据文件填出的，报告各项、子项目、上年整改等在表内没有栏目；原数据文件里有的，不要用读入的这一份替换"
        )
    if log.signers:
        signed = "、".join(dict.fromkeys(label for label, _ in log.signers))
        where = "、".join(dict.fromkeys(place for _, place in log.signers))
        log.not_understood.append(f"{where}：{signed}不是项目的数据，没有写入（姓名、电话不抄）")
    values = [replace(v, text=read_text(v.text)) for v in project.values]
    return Imported(
        source.name, tuple(v for v in values if v.text), tuple(project.printed),
        _capped(log.not_understood), _capped(log.doubts), tuple(project.columns),
    )  # fmt: skip


def _capped(lines: list[str]) -> tuple[str, ...]:
    lines = list(dict.fromkeys(lines))
    if len(lines) <= _MOST_LISTED:
        return tuple(lines)
    return (*lines[:_MOST_LISTED], f"另有 {len(lines) - _MOST_LISTED} 处同类情况，没有逐一列出")


def _distinct(project: _Project) -> None:
    """Two rows of one level and name could not be told apart later: the second is numbered."""
    seen: dict[tuple[str, str, str], int] = {}
    for row in project.rows:
        key = (row.level1.text, row.level2.text, fold(row.name.text))
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            row.name = Read(
                f"{row.name.text}（{seen[key]}）", row.name.origin, "与前面的指标同名，加了序号"
            )
            project.log.doubts.append(
                f"{row.name.origin}：指标重名，记作“{row.name.text[:40]}”，请核对是否重复填报"
            )


def _name_and_year(
    project: _Project,
    source: Source,
    title: tuple[str, str],
    title_year: tuple[str, str],
    alone: bool,
) -> None:
    places = {v.place for v in project.values}
    if ("项目", "名称") not in places:
        if title[0]:
            project.values.insert(0, Value(("项目", "名称"), title[0], title[1], "按标题"))
        elif (told := _short_label(project, "名称")) is not None:
            project.values.insert(0, told)
        elif _titled_name(project)[0]:
            name, origin = _titled_name(project)
            project.values.insert(0, Value(("项目", "名称"), name, origin, "按标题，请核对"))
            project.log.doubts.append(f"{origin}：没有项目名称一栏，按标题读作“{name}”，请核对")
        elif project.segments and not alone:
            name = project.segments[0].grid.name
            project.values.insert(
                0, Value(("项目", "名称"), name, f"工作表“{name}”", "表内没有项目名称")
            )
            project.log.doubts.append(f"工作表“{name}”：没有项目名称，暂用工作表名，请改")
    if ("项目", "实施单位") not in places and (unit := _short_label(project, "实施单位")):
        project.values.append(unit)
    if ("项目", "年度") in places:
        return
    for text, origin, sure in _years(project, source, title_year):
        year = year_in(text)
        if year:
            project.values.append(
                Value(("项目", "年度"), year, origin, "" if sure else "按文字推断，请核对")
            )
            if not sure:
                project.log.doubts.append(
                    f"{origin}：没有写年度，按“{text[:40]}”读作 {year} 年，请核对"
                )
            return
    signed = next((v for v in project.values if v.place == ("报告", "成文日期")), None)
    if signed is not None:  # a report is written in the year after the one that it is about
        year = str(int(signed.text[:4]) - 1)
        note = f"按成文日期 {signed.text} 推断，请核对"
        project.values.append(Value(("项目", "年度"), year, signed.origin, note))
        project.log.doubts.append(
            f"{signed.origin}：没有写年度，按成文日期 {signed.text} 的上一年读作 {year} 年，请核对"
        )


def _short_label(project: _Project, key: str) -> Value | None:
    """What stands beside 项目 or 单位 alone above the tables of a form that names it nowhere else."""
    for segment in project.segments:
        for row in range(segment.start, min(segment.first_head, segment.start + _HEAD_ROWS)):
            for cell in segment.grid.own(row):
                if SHORT_LABELS.get(label_of(cell.text)) != ("项目", key):
                    continue
                text, where = value_of(segment.grid, cell)
                if where is None or where in project.log.used or len(text) < _SHORTEST_NAME:
                    continue
                if wording.is_template(text) or stated_unit(f"单位：{text}"):
                    continue
                project.log.used.update((cell, where))
                return Value(("项目", key), text, where.origin)
    return None


def _titled_name(project: _Project) -> tuple[str, str]:
    """The project's name in a title such as 2021年度农村饮水安全项目支出绩效自评表."""
    for segment in project.segments:
        for row in range(segment.start, min(segment.end, segment.start + 3)):
            for cell in segment.grid.own(row):
                title = _TITLED.match("".join(fold(cell.text).split()))
                if title and title["name"] not in _GENERIC and len(title["name"]) >= 4:  # noqa: PLR2004
                    return title["name"], cell.origin
    return "", ""


def _year_cells(segment: Segment) -> list[Cell]:
    """The titles of a form, and the year that stands alone below them."""
    found = []
    for row in range(segment.start, min(segment.end, segment.start + 6)):
        own = segment.grid.own(row)
        for cell in own:
            # beside others than the unit of the amounts, a year is a head of amounts
            alone = all(c is cell or stated_unit(c.text) for c in own)
            year = alone and _ONLY_YEAR.match(fold(cell.text))
            titled = year or re.search("自评|评价|申报|绩效", fold(cell.text))
            if titled and len(cell.text) < 80:  # noqa: PLR2004
                found.append(cell)
    return found


def _dates_a_form(text: str) -> bool:
    """Whether a line over a table is the year alone, or the title of a form."""
    told = fold(text).strip()
    return bool(_ONLY_YEAR.match(told) or re.search(r"(?:自评|评价|申报|绩效).*表", told))


def _stated_year(segment: Segment) -> str:
    """The year that a form states of itself: beside its label, in its title or above it; "" for none."""
    for row in range(segment.start, min(segment.first_head, segment.end)):
        for cell in segment.grid.own(row):
            if label_of(cell.text) in YEARS_LABELS:
                text, where = value_of(segment.grid, cell)
                if where is not None and (year := year_in(f"{text.rstrip('年度')}年度")):
                    return year
    titles = [cell.text for cell in _year_cells(segment)]
    titles += [text for text in segment.above[-4:] if len(text) < 40 and _dates_a_form(text)]  # noqa: PLR2004
    return next((year for text in titles if (year := year_in(text))), "")


def _years(
    project: _Project, source: Source, title_year: tuple[str, str]
) -> list[tuple[str, str, bool]]:
    """Texts that may name the budget year, the surest first."""
    found: list[tuple[str, str, bool]] = []
    near: list[tuple[str, str, bool]] = []
    for segment in project.segments:
        for cell in _year_cells(segment):
            found.append((cell.text, cell.origin, True))
            project.log.used.add(cell)
        lines = source.paragraphs[max(0, segment.grid.before - 4) : segment.grid.before]
        short = [(p.text, p.origin, True) for p in lines if len(p.text) < 40]  # noqa: PLR2004
        found += [line for line in short if _dates_a_form(line[0])]
        near += [line for line in short if not _dates_a_form(line[0])]
    if title_year[0]:
        found.append((f"{title_year[0]}年", title_year[1], True))
    found += near
    stem = re.split(r"[\\/]", source.name)[-1]
    bare_year = re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", stem)
    found.append((f"{bare_year[1]}年" if bare_year else "", f"文件名“{stem}”", False))
    found += [(s.grid.name, f"工作表“{s.grid.name}”", False) for s in project.segments]
    found += [(v.text, v.origin, False) for v in project.values if v.place == ("项目", "名称")]
    found += [
        (r.fields["target"].text, r.fields["target"].origin, False)
        for r in project.rows
        if "target" in r.fields
    ]
    return found


def _unread_columns(table: Table, log: Log, end: int, rows: set[int]) -> None:
    """Columns that are no data: one line each, and their cells count as told. `rows`: only those, where there are any."""
    for c in table.columns:
        cells = [x for x in _cells_of(table, c, end) if x not in log.used]
        cells = [x for x in cells if x.row in rows] if rows else cells
        if c.spare:
            log.used.update(cells)
        elif c.field in {"", "other", "long_target"} and cells:
            if not (c.field == "" and c.first == 0 and all(is_furniture(x.text) for x in cells)):
                log.not_understood.append(
                    f"{column_place(table.grid.name, c.first, c.label)}：没有对应的数据项，{len(cells)} 个格没有写入：{_listed(cells)}"
                )
            log.used.update(cells)


def _listed(cells: list[Cell]) -> str:
    """Every text with the row it stands in; a column of running numbers by its ends."""
    texts = [wording.flat(c.text) for c in cells]
    numbers = [int(text) for text in texts if text.isdecimal()]
    if len(numbers) == len(texts) > 1 and numbers == sorted(set(numbers)) and numbers[0] <= 1:
        return f"{texts[0]}–{texts[-1]}"
    return "、".join(f"第{c.row + 1}行“{text}”" for c, text in zip(cells, texts, strict=True))


def _cells_of(table: Table, c: Column, end: int) -> list[Cell]:
    read = [o for o in table.columns if o.field and o is not c]
    found = []
    for r in range(table.first, end):
        for cell in c.cells(table.grid, r):
            wide = any(o.first <= cell.last_col and cell.col <= o.last for o in read)
            if cell.text and cell.row == r and not wide and not (cell.row < table.first):
                found.append(cell)
    return found


def _leftovers(project: _Project, segment: Segment) -> None:
    """What nothing has taken is named, row by row; labels and titles alone are no one's text."""
    for row in range(segment.start, segment.end):
        left = [
            c for c in segment.grid.own(row)
            if c not in project.log.used and not wording.is_template(c.text)
        ]  # fmt: skip
        if all(_is_label(c.text) for c in left):
            continue
        words = " | ".join(wording.flat(c.text) for c in left)
        project.log.not_understood.append(f"{left[0].origin}：没有对应的数据项，没有写入：{words}")


def _is_label(text: str) -> bool:
    if _SAID.search(wording.flat(text)) and not stated_unit(text):
        return False  # a label with what it says, or a sentence
    known = is_furniture(text) or is_money_text(text) or bool(level1(text))
    return known or text.endswith(("：", ":")) or is_level2(text)
