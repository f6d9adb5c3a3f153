"""The outline of somebody's report: its headings in order, each laid to a section or left to a person.

No heading is dropped. A heading that no section answers to, and that opens no others, is one under
which a person writes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.checks.headings import mark_of
from assistant.checks.opening import read_report
from assistant.errors import InputError
from assistant.model.outline import LEVELS, Outline, OutlineHeading
from assistant.model.sections import RECORDS, SECTIONS, TableId, unnumbered
from assistant.patterns import regex
from assistant.word.package import open_package

_PATTERNS = tuple((r.id, regex(r.seen)) for r in SECTIONS)
#: these name two sections in one heading, which then stand under it one after the other
_BOTH = {
    "deviation_reasons": "improvement_measures",
    "application": "publicity",
    "funds_arrival": "funds_execution",
}
#: where a section goes that no heading names: under the heading of the first of these that has one
_KIN: dict[str, tuple[str, ...]] = {
    "funds_arrival": ("funds_execution", "basis"),
    "funds_execution": ("funds_arrival",),
    "funds_management": ("funds_execution", "funds_arrival"),
    "completion": ("overall", "output"),
    "overall": ("completion",),
    "output": ("completion",),
    "benefit": ("output", "completion"),
    "satisfaction": ("benefit", "output", "completion"),
    "deviation_reasons": ("improvement_measures",),
    "improvement_measures": ("deviation_reasons",),
    "application": ("publicity",),
    "publicity": ("application",),
    "basis": ("overview",),
}
#: the table that belongs to a section, where the outline does not say otherwise
_TABLE_OF: dict[str, TableId] = {
    "basis": "targets",
    "funds_execution": "funds",
    "completion": "completion",
}
_FINER = ("output", "benefit", "satisfaction")


@dataclass(frozen=True, slots=True)
class Outlined:
    """An outline, and what a person should look at: headings left to them, sections without a place."""

    outline: Outline
    remarks: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    level: int
    title: str
    sections: list[str]
    opens: bool = False


def outline_of(path: Path) -> Outlined:
    """The outline of a report. Raises InputError where the file cannot be read or has no headings."""
    if path.suffix.lower() not in {".docx", ".docm", ".dotx"}:
        raise InputError(f"{path}：提纲取自 Word 报告，请给出 .docx 文件")
    document = read_report(open_package(path, kind="docx"))
    found = [
        _Found(min(p.level, LEVELS[-1]), title, [])
        for p in document.paragraphs
        if p.level and (title := _title(p.number + p.text[: p.body or None]))
    ]
    if not found:
        raise InputError(
            f"{path}：没有找到标题（一、（一） 1. 这样的序号，或 Word 的标题样式），请核对文件"
        )
    for this, following in itertools.pairwise(found):
        this.opens = following.level > this.level
    _lay(found)
    joined = list(_join(found))
    placed = {section for one in found for section in one.sections}
    headings = tuple(
        OutlineHeading.model_validate(
            {
                "标题": one.title, "级": one.level, "节": one.sections, "表": _tables(one, placed),
                "人工": (not one.sections and not one.opens) or None,
            }
        )
        for one in found
    )  # fmt: skip
    outline = Outline.model_validate(
        {"名称": path.stem, "来源": f"取自 {path.name}", "标题": headings}
    )
    return Outlined(outline, (*_remarks(headings, placed), *joined))


def _title(text: str) -> str:
    mark = mark_of(text)[2]
    return unnumbered(re.sub(r"\s+", "", text[len(mark) :].rstrip("。：: ")))[:60]


def _lay(found: list[_Found]) -> None:
    """Gives each heading the sections its words answer to; the most exact heading has the first choice."""
    taken: set[str] = set()
    wishes: list[tuple[bool, int, int, str, int]] = []
    for i, one in enumerate(found):
        for section, pattern in _PATTERNS:
            match = pattern.search(one.title)
            if match:
                rest = len(one.title) - len(match[0])
                # a heading that opens others is about all of them; a finer one below it is the better place
                wishes.append((one.opens, -one.level if one.opens else 0, rest, section, i))
    for *_, section, i in sorted(wishes):
        one = found[i]
        several = _BOTH.get(one.sections[0]) if one.sections else None
        if section in taken or (one.sections and section != several):
            continue
        if one.opens and section not in {"completion", "overview", "overall"}:
            continue
        if one.opens and section == "overview" and _has_child(found, i):
            continue
        one.sections.append(section)
        taken.add(section)
    order = [r.id for r in SECTIONS]
    for one in found:
        one.sections.sort(key=order.index)


def _join(found: list[_Found]) -> Iterator[str]:
    """Puts sections that no heading names beside their kin, and says so."""
    order = [r.id for r in SECTIONS]
    for section, kin in _KIN.items():
        if any(section in one.sections for one in found):
            continue
        home = next((one for k in kin for one in found if k in one.sections), None)
        if home is None:
            continue
        home.sections = sorted([*home.sections, section], key=order.index)
        yield f"“{RECORDS[section].name}”没有单独的标题，一并放在“{home.title}”下"


def _has_child(found: list[_Found], i: int) -> bool:
    """Whether a heading below answers to 项目概况 or the approval better than the one above it."""
    below = []
    for one in found[i + 1 :]:
        if one.level <= found[i].level:
            break
        below.append(one)
    return any(re.search("概况|背景|基本情况|批复", one.title) for one in below)


def _tables(one: _Found, placed: set[str]) -> list[str]:
    tables = [_TABLE_OF[section] for section in one.sections if section in _TABLE_OF]
    # without a heading for all indicators, their table stands under the first finer one
    finer = next((s for s in _FINER if s in placed), "")
    if "completion" not in placed and finer and finer in one.sections:
        tables.append("completion")
    return list(tables)


def _remarks(headings: tuple[OutlineHeading, ...], placed: set[str]) -> list[str]:
    remarks = [
        f"“{heading.title}”没有对应的节，由人来写；能对上时把“人工: 是”改成“节: […]”"
        for heading in headings
        if heading.person
    ]
    left = [r.name for r in SECTIONS if r.id not in placed | {"opening", "overview"}]
    if left:
        remarks.append(f"这份提纲没有放的节：{'、'.join(left)}；要印的加到一个标题的“节”里")
    return remarks
