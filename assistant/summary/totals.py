"""Totals of many projects as facts: each names its addends, and their sum is shown.

A fact's `origin` lists the facts it is put together from (P3.F12 is fact F12 of project 3); `text` shows the
sum where it has few addends. Averages are of the projects with a full score alone, and say how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from assistant.facts import Fact
from assistant.facts.fact import FactValue, Role
from assistant.lexicon import lexicon
from assistant.summary.projects import Project, Reason, of_unit
from assistant.values.printing import half_up, percent, plain, tidy
from assistant.values.quantity import Quantity
from assistant.values.units import read_unit

GRADES = ("优", "良", "中", "差")
#: addends that a sentence shows; more are in the list of facts
_SHOWN = 8
AMOUNTS = {"initial": "年初预算", "budget": "全年预算", "executed": "执行"}
OTHER = "其他"


@dataclass(slots=True)
class Totals:
    """All totals, by key; `numbers` are their values, None where nothing could be added."""

    facts: list[Fact] = field(default_factory=list)
    numbers: dict[str, Decimal] = field(default_factory=dict)
    causes: list[Cause] = field(default_factory=list)

    def text(self, key: str) -> str:
        """The number as sentences print it."""
        return plain(self.numbers[key])

    def get(self, key: str) -> Decimal:
        """The number of that key; 0 where there is nothing to add."""
        return self.numbers.get(key, Decimal(0))

    def fact(self, key: str) -> Fact:
        """The fact of that key. Raises KeyError."""
        return next(f for f in self.facts if f.key == key)


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of reasons: its name, the words it goes by, and each reason with its project."""

    name: str
    words: tuple[str, ...]
    found: tuple[tuple[Project, Reason], ...]

    @property
    def projects(self) -> list[Project]:
        """Each project once."""
        return list({project.number: project for project, _ in self.found}.values())


def total(projects: Sequence[Project]) -> Totals:
    """Everything that the documents count."""
    totals = Totals()
    _of(totals, "all", "全部项目", projects)
    for i, (unit, some) in enumerate(of_unit(list(projects)), 1):
        _of(totals, f"unit[{i}]", unit, some)
    authorities: dict[str, list[Project]] = {}
    for project in projects:
        authorities.setdefault(project.identity.authority or project.owner, []).append(project)
    for i, (authority, some) in enumerate(authorities.items(), 1):
        _of(totals, f"authority[{i}]", authority, some)
    totals.causes = list(causes(projects))
    for i, cause in enumerate(totals.causes, 1):
        some = cause.projects
        origin = "、".join(_fact_of(p, r.fact) for p, r in cause.found)
        _add(
            totals,
            f"cause[{i}].count",
            f"原因属于“{cause.name}”的项目",
            len(some),
            "个",
            origin,
            "count",
        )
    return totals


def _of(totals: Totals, key: str, name: str, projects: Sequence[Project]) -> None:
    numbers = "、".join(f"P{p.number}" for p in projects)
    _add(totals, f"{key}.count", f"{name}项目数", len(projects), "个", numbers, "count")
    for part, word in AMOUNTS.items():
        given = [(p, a) for p in projects if (a := getattr(p, part)) is not None]
        if given:
            _sum(totals, f"{key}.{part}", f"{name}{word}合计", given)
    budget, executed = totals.numbers.get(f"{key}.budget"), totals.numbers.get(f"{key}.executed")
    if budget and executed is not None:
        ratio = Fraction(executed) / Fraction(budget)
        _add(
            totals, f"{key}.rate", f"{name}预算执行率", half_up(ratio, 12), "", f"{key}.executed÷{key}.budget",
            "rate", shown=f"为{percent(ratio)}",
        )  # fmt: skip
    scored = [p for p in projects if p.score is not None]
    _add(
        totals, f"{key}.scored", f"{name}有完整得分的项目", len(scored), "个",
        "、".join(f"P{p.number}" for p in scored), "count",
    )  # fmt: skip
    if scored:
        mean = sum((Fraction(p.score or 0) for p in scored), Fraction(0)) / len(scored)
        _add(
            totals, f"{key}.mean", f"{name}平均得分（{len(scored)}个有完整得分的项目）", half_up(mean, 2), "分",
            "、".join(_total_fact(p) for p in scored), "total",
        )  # fmt: skip
    grades = Counter(p.grade for p in scored if p.grade)
    for grade in (*GRADES, *sorted(set(grades) - set(GRADES))):
        some = [p for p in scored if p.grade == grade]
        if some or grade in GRADES:
            origin = "、".join(f"P{p.number}" for p in some)
            _add(
                totals,
                f"{key}.grade.{grade}",
                f"{name}等级为{grade}的项目",
                len(some),
                "个",
                origin,
                "count",
            )
    rows = sum(p.count for p in projects)
    short = sum(len(p.unfinished) for p in projects)
    _add(totals, f"{key}.rows", f"{name}指标数", rows, "项", numbers, "count")
    _add(totals, f"{key}.short", f"{name}未完成指标数", short, "项", numbers, "count")


def _sum(totals: Totals, key: str, name: str, given: Sequence[tuple[Project, Decimal]]) -> None:
    amount = sum((a for _, a in given), Decimal(0))
    shown = f"{plain(amount)}万元"
    if 1 < len(given) <= _SHOWN:
        shown += "＝" + "＋".join(plain(a) for _, a in given)
    origin = "、".join(_fact_of(p, _funds_fact(p)) for p, _ in given)
    _add(totals, key, name, amount, "万元", origin, "sum", shown=shown)


def _funds_fact(project: Project) -> str:
    return next((f.id for f in project.facts if f.key == "funds.total"), "")


def _total_fact(project: Project) -> str:
    found = next((f.id for f in project.facts if f.role == "total"), "")
    return _fact_of(project, found)


def _fact_of(project: Project, fact: str) -> str:
    return f"P{project.number}.{fact}" if fact else f"P{project.number}"


def _add(
    totals: Totals, key: str, name: str, number: Decimal | int, unit: str, origin: str, role: Role, *,
    shown: str = "",
) -> None:  # fmt: skip
    value: FactValue = Quantity(Decimal(number), read_unit(unit)) if unit else None
    said = shown or f"{tidy(Decimal(number))}{unit}"
    totals.numbers[key] = Decimal(number)
    totals.facts.append(
        Fact(
            f"T{len(totals.facts) + 1}", name + said, "derived", origin, role=role, key=key, value=value,
            lead=len(name),
        )
    )  # fmt: skip


def causes(projects: Sequence[Project]) -> Iterator[Cause]:
    """The groups that have a reason, the most projects first; those that fit none come last, as 其他."""
    told = [(p, reason) for p in projects for reason in p.reasons]
    found: list[Cause] = []
    placed: set[int] = set()
    for group in lexicon("cause_groups"):
        words = tuple(group["words"])
        some = [pair for pair in told if any(word in pair[1].text for word in words)]
        placed |= {id(pair[1]) for pair in some}
        if some:
            found.append(Cause(group["name"], words, tuple(some)))
    found.sort(key=lambda cause: -len(cause.projects))
    rest = [pair for pair in told if id(pair[1]) not in placed]
    if rest:
        found.append(Cause(OTHER, (), tuple(rest)))
    yield from found


def by(projects: Sequence[Project], what: Callable[[Project], bool]) -> list[Project]:
    """Those of which it holds."""
    return [project for project in projects if what(project)]
