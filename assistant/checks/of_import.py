"""What `check` finds in the data that `import` reads from a form, told at the places of the form.

A form is checked as it is printed (its own points, totals and columns) and as the data it holds: what is found
in a data file is found in the form it came from, where the form has a place for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.checks import check
from assistant.checks.registry import Profile
from assistant.errors import InputError
from assistant.intake import read_all
from assistant.located import Place
from assistant.model.evaluation import LEVEL1
from assistant.model.finding import Finding
from assistant.patterns import regex
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score

if TYPE_CHECKING:
    from assistant.forms.read.imported import Imported

#: how findings on data name a row: 指标[3].措施 by its key, I3 名称 by its id; a source by its number or its name
_ROW = regex(r"^(?:指标\[(?P<n>\d+)\](?:\.(?P<key>\S+))?|I(?P<id>\d+) )")
_SOURCE = regex(r"^资金(?:\.明细\[(?P<n>\d+)\])?(?:\.(?P<key>\S+))?")
#: the row of a place in a workbook (自评表!F14) or in a table of a Word file (表1 第5行 实际值)
_LINE = regex(r"^(?P<grid>[^!]+)!\D+(?P<row>\d+)|^(?P<table>表\d+) 第(?P<line>\d+)行")


def found_in_data(
    path: Path, ruleset: RuleSet, said: Sequence[Finding], profile: Profile
) -> tuple[Finding, ...]:
    """The findings of every project that import reads from the file, less those that stand in `said` for the same row.

    Empty where the file cannot be read as data: `import` says why.
    """
    try:
        projects = [one for one in read_all(path) if not one.missing]
        cards = [score(one.evaluation(), ruleset) for one in projects]
    except InputError:
        return ()
    known = {(f.code, line) for f in said for line in _lines([f.location])}
    everywhere = {f.code for f in said if not _lines([f.location])}
    kept: list[Finding] = []
    for imported, card in zip(projects, cards, strict=True):
        places = {value.place: value.origin for value in imported.values}
        for finding in check(card, profile=profile, ruleset=ruleset):
            where = _where(finding, imported, places)
            lines = _lines([where])
            if (
                not where
                or finding.code in everywhere
                or any((finding.code, n) in known for n in lines)
            ):
                continue
            kept.append(replace(finding, location=where))
    return tuple(kept)


def _where(finding: Finding, imported: Imported, places: dict[Place, str]) -> str:
    """The place in the form of what the finding is about; "" where the form has none."""
    if row := _ROW.match(finding.location):
        number = int(row["n"] or row["id"]) - 1
        held = [("指标", number, key) for key in (row["key"] or "实际", "实际", "目标")]
        # a form of targets alone has nothing to say of what was reached
        return places.get(held[0], "") if held[1] in places else ""
    if (source := _SOURCE.match(finding.location)) and source["key"] and source["n"]:
        return places.get(("资金", "明细", int(source["n"]) - 1, source["key"]), "")
    if finding.location in LEVEL1:  # of a whole class: its first row with points
        return next((origin for place, origin in places.items() if place[0] == "指标" and place[2] == "分值"
                     and imported.text((*place[:2], "一级")) == finding.location), "")  # fmt: skip
    if finding.location.startswith("资金"):  # of a source, by its name, or of all of them
        return _of_money(finding.location.removeprefix("资金").strip(), imported, places)
    return places.get(tuple(finding.location.split(".")), "")


def _of_money(name: str, imported: Imported, places: dict[Place, str]) -> str:
    lines = [v for v in imported.values if v.place[:2] == ("资金", "明细")]
    if not any(v.place[-1] == "执行" for v in lines):
        return ""  # a form of targets alone
    sources = [v for v in lines if v.place[-1] == "来源" and v.text == name]
    return (sources or lines)[0].origin


def _lines(places: Iterable[str]) -> set[str]:
    return set(_each(places))


def _each(places: Iterable[str]) -> Iterator[str]:
    for place in places:
        if found := _LINE.match(place):
            yield f"{found['grid'] or found['table']}:{found['row'] or found['line']}"
