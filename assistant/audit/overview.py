"""总览.html: one file that fetches nothing and runs nothing; whatever stands in the files stays text."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from assistant import __version__
from assistant.audit.across import KINDS
from assistant.audit.book import money, off, taken_off
from assistant.audit.cases import Case, Shelf
from assistant.audit.judging import shown
from assistant.charts.svg import Bar, bars
from assistant.checks import REGISTER
from assistant.submissions.bands import in_bands
from assistant.submissions.failure import Failure
from assistant.values.deadlines import print_day
from assistant.values.printing import percent, share

_OFF = (
    (Decimal("0.2"), "20%以上"),
    (Decimal("0.1"), "10%—20%"),
    (Decimal("0.05"), "5%—10%"),
    (Decimal("0.0005"), "5%以内"),
)
_TOP = 12  # faults in the chart
#: projects whose rows and faults are on the page; the others have their line, and all is in the workbook
_DETAILED = 300
_UNITS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Project:
    """A project as the page prints it."""

    number: int
    name: str
    stated: str
    own: str
    deviation: str
    grade: str
    rate: str
    budget: str
    rank: int
    reasons: Sequence[str]
    off: Sequence[str] = ()
    faults: Sequence[str] = ()
    cross: Sequence[str] = ()
    sources: Sequence[str] = ()
    detailed: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its projects, the one to look at first leading."""

    name: str
    projects: Sequence[Project]
    asked: int


def overview(
    shelf: Shelf,
    cases: Sequence[Case],
    ranked: Sequence[Case],
    failures: Sequence[Failure],
    name: str,
) -> bytes:
    """The page, UTF-8."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    detailed = {case.number for case in ranked[:_DETAILED]}
    by_unit: dict[str, list[Case]] = defaultdict(list)
    for case in ranked:
        by_unit[case.owner].append(case)
    text = environment.get_template(
        "overview.html.j2"
    ).render(
        name=name,
        figures=list(_figures(cases, failures)),
        charts=[Markup(chart) for chart in _charts(cases)],  # noqa: S704 - bars() escapes every word
        first=[_project(shelf, c, full=False) for c in ranked[:20] if c.rank],
        owners={c.number: c.owner for c in ranked[:20]},
        units=(
            Unit(
                unit,
                [_project(shelf, c, full=c.number in detailed) for c in some],
                sum(bool(c.rank) for c in some),
            )
            for unit, some in by_unit.items()
        ),
        unit_count=len(by_unit),
        failures=failures,
        detailed=_DETAILED if len(cases) > _DETAILED else 0,
        version=__version__,
        day=print_day(date.today()),  # noqa: DTZ011 - the day on the wall of the office
    )
    return text.encode(errors="xmlcharrefreplace")


def _figures(cases: Sequence[Case], failures: Sequence[Failure]) -> Iterator[tuple[str, str]]:
    yield "项目", str(len(cases))
    yield "单位", str(len({c.owner for c in cases}))
    budget = sum((c.main.budget for c in cases if c.main.budget is not None), Decimal(0))
    executed = sum((c.main.executed for c in cases if c.main.executed is not None), Decimal(0))
    yield "全年预算合计", money(budget)
    yield "执行率", share(executed, budget)
    yield "复核与自评不同", f"{sum(bool(c.main.deviation) for c in cases)}个"
    yield "没有完整得分", f"{sum(not c.main.complete for c in cases)}个"
    yield "读不了的文件", f"{len(failures)}个"


def _charts(cases: Sequence[Case]) -> Iterator[str]:
    stated = [c.main.stated for c in cases]
    own = [c.main.own if c.main.complete else None for c in cases]
    both = zip(in_bands(stated), in_bands(own), strict=True)
    yield bars(
        "得分分布",
        [_counted(band.name, one, other) for (band, one), (_, other) in both]
        + [_counted("没有完整得分", stated.count(None), own.count(None))],
        ("自评", "复核"),
    )
    grades = [
        Counter(c.main.stated_grade or "—" for c in cases),
        Counter(c.main.grade or "—" for c in cases),
    ]
    names = [g for g in ("优", "良", "中", "差") if any(g in c for c in grades)]
    names += sorted({g for c in grades for g in c} - {*names, "—"})
    if any(c["—"] for c in grades):
        names.append("—")
    yield bars(
        "评定等级",
        [_counted("没有等级" if n == "—" else n, grades[0][n], grades[1][n]) for n in names],
        ("自评", "复核"),
    )
    codes: Counter[str] = Counter(code for case in cases for code in case.codes)
    yield bars(
        "最多的问题（项目数）",
        [
            Bar(
                f"{code} {REGISTER[code].fault if code in REGISTER else ''}".strip(),
                (n,),
                (str(n),),
            )
            for code, n in codes.most_common(_TOP)
        ],
    )
    across = Counter(code for case in cases for code in {x.code for x in case.cross})
    yield bars(
        "跨项目核对（项目数，请核实）",
        [Bar(KINDS[code], (n,), (str(n),)) for code, n in sorted(across.items())],
    )
    yield bars(
        "自评高于复核的程度",
        [Bar(name, (n,), (str(n),)) for name, n in _by_deviation(cases).items()],
    )
    rates: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for case in cases:
        if case.main.budget and case.main.executed is not None:
            rates[case.owner][0] += case.main.executed
            rates[case.owner][1] += case.main.budget
    lowest = sorted(rates.items(), key=lambda item: item[1][0] / item[1][1])[:_UNITS_SHOWN]
    yield bars(
        "预算执行率最低的单位",
        [Bar(u, (float(e / b),), (share(e, b),)) for u, (e, b) in lowest],
    )


def _counted(name: str, one: int, other: int) -> Bar:
    return Bar(name, (one, other), (str(one), str(other)))


def _by_deviation(cases: Sequence[Case]) -> dict[str, int]:
    found = dict.fromkeys([name for _, name in _OFF], 0)
    for case in cases:
        deviation = case.main.deviation
        name = next((n for least, n in _OFF if deviation is not None and deviation >= least), "")
        if name:
            found[name] += 1
    return found


def _project(shelf: Shelf, case: Case, *, full: bool) -> Project:
    main = case.main
    more: dict[str, Sequence[str]] = {}
    if full:
        files = [shelf.get(h.number) for h in case.heads]
        faults = dict.fromkeys(
            f"{f.code} {f.message}" for j in files for f in j.findings if f.severity != "info"
        )
        more = {
            "off": [f"{off(line)}。{line.why}" for line in taken_off(files[0].lines)],
            "faults": list(faults),
            "cross": [f"{x.code} {x.message}" for x in case.cross],
            "sources": [h.source for h in case.heads],
        }
    return Project(
        case.number, case.identity.name, shown(main.stated), shown(main.own),
        "—" if main.deviation is None else percent(main.deviation),
        f"{main.stated_grade or '—'} / {main.grade or '—'}", percent(main.rate), money(main.budget),
        case.rank, case.reasons, detailed=full, **more,
    )  # fmt: skip
