"""What is seen only by holding projects against one another. Every line asks; none accuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.audit.cases import Case, Cross, Head, Shelf
from assistant.audit.judging import SLACK, Measure, shown
from assistant.audit.likeness import Likeness, clauses, stretches
from assistant.checks.likeness import normal
from assistant.submissions.budget_list import AMOUNTS, Listed
from assistant.values.printing import plain
from assistant.values.units import read_unit

KINDS = {
    "C01": "原因或措施与其他单位的项目相同",
    "C02": "原因或措施与本单位其他项目相同",
    "C03": "原因或措施与上年相同",
    "C04": "同一指标计量单位不一",
    "C05": "同一指标指标值不一",
    "C06": "同一项目的几份材料不一致",
    "C07": "自评全是满分",
    "C08": "金额与预算清单不符",
    "C09": "预算清单中没有这个项目",
}
_FULL = Decimal(100)
_TOLD = 3  # other projects that a line names
_EVERYWHERE = 3  # projects of a unit from which full marks in all of them are worth a word
_CENT = Decimal("0.01")  # 万元
_LONGEST = 80
_GENERAL = 4  # characters of an indicator's name below which it names nothing of its own


def compare(
    shelf: Shelf, cases: Sequence[Case], earlier: Sequence[Case], budget: Sequence[Listed] | None
) -> list[Listed]:
    """Puts what it finds on the cases. `earlier` are last year's; the rest: listed and not handed in."""
    _copies(shelf, cases, earlier)
    _measured(shelf, cases)
    _parts(cases)
    _full_marks(cases)
    return list(_budgets(cases, budget)) if budget is not None else []


# ---- words


def _copies(shelf: Shelf, cases: Sequence[Case], earlier: Sequence[Case]) -> None:
    for kind in ("原因", "措施"):
        likeness = Likeness(shelf.database, kind)
        texts: list[tuple[Case, str, str]] = []
        for case, files in shelf.all([*earlier, *cases]):
            whose = case.identity
            seen: set[str] = set()
            for judged in files:
                for note in judged.notes:
                    if note.kind != kind:
                        continue
                    own = (whose.name, whose.unit, whose.authority)
                    for part in stretches(note.text):
                        words = clauses(part, own)
                        key = "|".join(sorted(words))
                        if not words or key in seen:
                            continue
                        seen.add(key)
                        likeness.add(normal(whose.unit or whose.authority or whose.name), words)
                        texts.append((case, part.strip(), f"{judged.source} {note.place}".strip()))
        _tell(kind, likeness, texts, {case.number for case in earlier})


def _tell(
    kind: str, likeness: Likeness, texts: list[tuple[Case, str, str]], last_year: set[int]
) -> None:
    """A line for each text with all the projects that share it, the later year's project first."""
    linked: dict[int, dict[int, str]] = defaultdict(dict)
    for match in likeness.matches():
        linked[match.one - 1][match.other - 1] = match.degree
        linked[match.other - 1][match.one - 1] = match.degree
    for at, near in linked.items():
        case, text, place = texts[at]
        if case.number in last_year:
            continue
        groups: dict[str, list[int]] = defaultdict(list)
        for other in near:
            groups[_relation(case, texts[other][0])].append(other)
        for code, others in groups.items():
            if not code:
                continue
            found = list(dict.fromkeys(texts[o][0].number for o in others))
            names = [_named(texts[o][0]) for o in others]
            names = list(dict.fromkeys(names))
            degree = "相同" if any(near[o] == "相同" for o in others) else "相近"
            more = f"等{len(names)}个项目" if len(names) > _TOLD else ""
            case.cross.append(
                Cross(
                    code,
                    f"{kind}“{_short(text)}”与{'、'.join(names[:_TOLD])}{more}{degree}，请核实",
                    place,
                    f"{_short(texts[others[0]][1])}（{texts[others[0]][2]}）",
                    tuple(found),
                )
            )


def _relation(case: Case, other: Case) -> str:
    """Which kind of likeness it is; "" where it is none to tell."""
    if case is other:
        return ""
    mine, theirs = case.identity, other.identity
    same_unit = normal(case.owner) == normal(other.owner)
    if mine.year and theirs.year and theirs.year < mine.year:
        return "C03"
    if mine.year and theirs.year and theirs.year > mine.year:
        return ""
    return "C02" if same_unit else "C01"


def _named(case: Case) -> str:
    year = f"{case.identity.year}年度" if case.identity.year else ""
    return f"{case.owner}{year}“{_short(case.identity.name)}”"


def _short(text: str) -> str:
    flat = " ".join(text.split()).replace("“", "‘").replace("”", "’").rstrip("。；")
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


# ---- indicators


def _measured(shelf: Shelf, cases: Sequence[Case]) -> None:
    """An indicator of one name that is measured in units which do not compare, under one authority."""
    known: dict[tuple[str, str, str], dict[str, list[tuple[Case, Measure]]]] = {}
    for case, files in shelf.all(cases):
        home = normal(case.identity.authority or case.owner)
        by_name: dict[tuple[str, str], list[Measure]] = defaultdict(list)
        for judged in files:
            for one in judged.measures:
                name = normal(one.name)
                by_name[one.level2, name].append(replace(one, place=f"{judged.source} {one.place}"))
        for (level2, name), measures in by_name.items():
            case.cross += _two_targets(measures)
            if len(name) >= _GENERAL:
                first = measures[0]
                units = known.setdefault((home, level2, name), {})
                units.setdefault(_kind_of(first, units), []).append((case, first))
    for units in known.values():
        if len(units) > 1:
            _told_units(units)


def _kind_of(one: Measure, known: dict[str, list[tuple[Case, Measure]]]) -> str:
    unit = read_unit(one.unit)
    return next((k for k in known if read_unit(k).same_kind(unit)), one.unit)


def _told_units(units: dict[str, list[tuple[Case, Measure]]]) -> None:
    most = max(units, key=lambda k: len(units[k]))
    for unit, found in units.items():
        for case, one in found:
            rest = [pair for k, pairs in units.items() if k != unit for pair in pairs]
            if unit == most and len(found) > len(rest):
                continue  # the usual one; the others are asked
            other, theirs = (units[most] if unit != most else rest)[0]
            case.cross.append(
                Cross(
                    "C04",
                    f"“{_short(one.name)}”按“{one.unit or '无单位'}”计（{one.target}），{_named(other)}按"
                    f"“{theirs.unit or '无单位'}”计（{theirs.target}），请核实口径",
                    one.place, theirs.place, (other.number,),
                )
            )  # fmt: skip


def _two_targets(measures: list[Measure]) -> Iterator[Cross]:
    """One project says two targets of one indicator: in two files, or in two rows of one."""
    first = measures[0]
    told = {normal(first.target)}
    for one in measures[1:]:
        if normal(one.target) in told:
            continue
        told.add(normal(one.target))
        yield Cross(
            "C05",
            f"“{_short(one.name)}”一处指标值为{first.target}，另一处为{one.target}，请核实",
            one.place,
            first.place,
        )


# ---- the files of one project, and of one unit


def _parts(cases: Sequence[Case]) -> None:
    for case in cases:
        printed = [h for h in case.heads if h.stated is not None]
        for head in printed[1:]:
            if abs((head.stated or Decimal(0)) - (printed[0].stated or Decimal(0))) > SLACK:
                case.cross.append(
                    Cross(
                        "C06",
                        f"总分一处为{shown(printed[0].stated)}分，另一处为{shown(head.stated)}分，请核实",
                        head.source, printed[0].source,
                    )
                )  # fmt: skip
        for key, name in AMOUNTS.items():
            amounts: list[tuple[Head, Decimal | None]] = [(h, getattr(h, key)) for h in case.heads]
            given = [(h, a) for h, a in amounts if a is not None]
            for other, amount in given[1:]:
                if abs(amount - given[0][1]) > _CENT:
                    case.cross.append(
                        Cross(
                            "C06",
                            f"{name}一处为{plain(given[0][1])}万元，另一处为{plain(amount)}万元，请核实",
                            other.source, given[0][0].source,
                        )
                    )  # fmt: skip
                    break


def _full_marks(cases: Sequence[Case]) -> None:
    of_unit: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.main.stated is not None:
            of_unit[normal(case.owner)].append(case)
    for some in of_unit.values():
        full = [c for c in some if c.main.stated == _FULL]
        if len(some) >= _EVERYWHERE and len(full) == len(some):
            for case in full:
                case.cross.append(
                    Cross("C07", f"本单位{len(some)}个项目自评全是100分，请核实", case.main.source)
                )


# ---- the budget


def _budgets(cases: Sequence[Case], budget: Sequence[Listed]) -> Iterator[Listed]:
    """Holds amounts against the list; yields what is listed and was not handed in."""
    by_number = {one.number: one for one in budget if one.number}
    by_key = {one.key: one for one in budget}
    by_name: dict[str, list[Listed]] = defaultdict(list)
    for one in budget:
        by_name[one.key[0]].append(one)
    used: set[int] = set()
    for case in cases:
        whose = case.identity
        line: Listed | None = by_number.get(whose.number) if whose.number else None
        name = normal(whose.name)
        for owner in (whose.unit, whose.authority):
            line = line or by_key.get((name, normal(owner)))
        alone = by_name.get(name, [])
        if line is None and len(alone) == 1 and not (alone[0].unit and whose.unit):
            line = alone[0]
        if line is None:
            case.cross.append(
                Cross("C09", "预算清单中没有找到这个项目，请核实名称或编码", case.main.source)
            )
            continue
        used.add(id(line))
        for key, word in AMOUNTS.items():
            listed, said = getattr(line, key), getattr(case.main, key)
            if listed is not None and said is not None and abs(listed - said) > _CENT:
                case.cross.append(
                    Cross(
                        "C08",
                        f"{word}填{plain(said)}万元，预算清单为{plain(listed)}万元，相差{plain(abs(said - listed))}万元，请核实",
                        case.main.source, line.place,
                    )
                )  # fmt: skip
    yield from (one for one in budget if id(one) not in used)
