"""One line a project: what of its facts the documents of many projects tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from assistant.checks.dossier import Row
from assistant.facts import Fact, gather
from assistant.grounding import ground
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.submissions.failure import Failure, tried
from assistant.submissions.piece import Identity, Kind, Piece, pieces_of
from assistant.submissions.same import together
from assistant.submissions.walking import files_of
from assistant.values.printing import plain, rounded

#: which file of a project its line stands on: the data say most
_ORDER: dict[Kind, int] = {"数据": 0, "自评表": 1, "报告": 2}
_SLACK = Decimal("0.01")
#: why money was left and what will be done, of a source or of all
_OF_MONEY = regex(r"funds(?:\[\d+\])?\.(?:reason|measure)")
#: what a reason of the money is told to be of
OF_EXECUTION = "预算执行"
_NO_REASON = frozenset({"", "无", "/", "-", "—"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason or measure of the unit's own, of an indicator or of the money, and whether its project's facts bear it."""

    about: str
    text: str
    fact: str
    supported: bool


@dataclass(frozen=True, slots=True)
class Project:
    """One project. Amounts in 万元; `score` is None where there is no full one, and `why` says why.

    `facts` are those of the project that the documents stand on, numbered P1.F3 and so on.
    """

    number: int
    identity: Identity
    sources: tuple[str, ...]
    initial: Decimal | None
    budget: Decimal | None
    executed: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str
    why: str
    unfinished: tuple[str, ...]
    count: int
    reasons: tuple[Reason, ...]
    measures: tuple[Reason, ...]
    goal: str
    remarks: tuple[str, ...]
    facts: tuple[Fact, ...]
    piece: Piece

    @property
    def owner(self) -> str:
        """The unit it is of, for people."""
        return self.identity.unit or self.identity.authority or "（未写单位）"

    @property
    def name(self) -> str:
        """The project's name."""
        return self.identity.name

    @property
    def is_low(self) -> bool:
        """Whether its execution rate asks for a reason."""
        least = Decimal(lexicon("summary_thresholds")["low_rate"])
        return self.rate is not None and self.rate < least

    @property
    def is_poor(self) -> bool:
        """Whether its result is one of the lower grades."""
        words = lexicon("summary_thresholds")
        if self.grade:
            return self.grade in words["poor_grades"]
        return self.score is not None and self.score < Decimal(words["poor_score"])


def read_projects(
    folder: Path, rules: str, but: Path | None
) -> tuple[list[Project], list[Failure], int]:
    """Every project of a folder, the files that could not be read, and how many were."""
    pieces: list[Piece] = []
    failed: list[Failure] = []
    read = 0
    for path in files_of(folder, but=but):
        found: list[Piece] | Failure = tried(path, folder, partial(list, pieces_of(path, rules)))
        if isinstance(found, Failure):
            failed.append(found)
        else:
            pieces += found
            read += 1
    groups = together(pieces, lambda piece: piece.identity)
    groups.sort(key=lambda some: _place(some[0].identity))
    projects = [_project(i, some, folder) for i, some in enumerate(groups, 1)]
    return projects, failed, read


def of_one_year(projects: list[Project]) -> tuple[list[Project], list[str]]:
    """The projects of the year that most are of (of two, the later), and a line on those of each other year.

    Amounts of several years are never added up. One that states no year stays.
    """
    years = Counter(p.identity.year for p in projects if p.identity.year)
    if len(years) < 2:  # noqa: PLR2004
        return projects, []
    year = max(years, key=lambda y: (years[y], y))
    told = [
        f"{other}年度的{count}个项目没有列入（本次汇总{year}年度，各年金额不能相加）；要汇总{other}年度，请把该年度的材料单独放一个文件夹："
        + "、".join(f"“{p.name}”" for p in projects if p.identity.year == other)
        for other, count in sorted(years.items())
        if other != year
    ]
    kept = [p for p in projects if p.identity.year in {None, year}]
    return [replace(p, number=i) for i, p in enumerate(kept, 1)], told


def _place(identity: Identity) -> tuple[str, str]:
    """Projects of a unit stand together, in the order of units' names; the sort is stable within."""
    return identity.authority or identity.unit, identity.unit or identity.authority


def _project(number: int, pieces: list[Piece], folder: Path) -> Project:
    ordered = sorted(pieces, key=lambda piece: _ORDER[piece.kind])
    main = ordered[0]
    card = main.card
    facts = tuple(gather(card)) if card is not None else ()
    printed = next((p.total for p in ordered if p.total is not None), None)
    computed = card.total.score if card is not None and card.total.complete else None
    score = computed if main.kind == "数据" or printed is None else printed
    remarks = [line for piece in ordered for line in piece.remarks]
    if printed is not None and computed is not None and abs(printed - computed) > _SLACK:
        used = "程序计算的得分" if score == computed else "自评表所列得分"
        remarks.append(
            f"自评表列{plain(rounded(printed))}分，程序计算{plain(rounded(computed))}分，已用{used}，请核对"
        )
    execution = card.execution if card else None
    rows = [r for r in (main.form.rows if main.form else ()) if not r.is_blank_form]
    reasons, measures = _notes(main, rows, facts)
    return Project(
        number=number,
        identity=_identity(ordered),
        sources=tuple(p.source.relative_to(folder).as_posix() for p in ordered),
        initial=main.wan(execution.initial) if execution else None,
        budget=main.wan(execution.budget) if execution else None,
        executed=main.wan(execution.executed) if execution else None,
        rate=execution.rate if execution else None,
        score=score,
        grade=main.grade_of(score),
        why="" if score is not None else _why(main, rows),
        unfinished=tuple(row.title for row in rows if row.status == "not_met"),
        count=len(rows),
        reasons=reasons,
        measures=measures,
        goal=_goal(main),
        remarks=tuple(remarks),
        facts=facts,
        piece=main,
    )


def _identity(pieces: list[Piece]) -> Identity:
    def first(key: str) -> str:
        return next((v for p in pieces if (v := getattr(p.identity, key))), "")

    year = next((p.identity.year for p in pieces if p.identity.year), None)
    return Identity(first("name"), first("unit"), first("authority"), first("number"), year)


def _why(piece: Piece, rows: list[Row]) -> str:
    """Why there is no full score, with the rows that lack."""
    card = piece.card
    if card is None:
        return "没有读到可评分的指标"
    if not card.scored:
        return "规则只报完成情况，不打分"
    missing = [r.title for r in rows if r.status == "missing"]
    waiting = [r.title for r in rows if r.status == "ungraded"]
    said = []
    if missing:
        said.append(f"没有实际完成值：{'、'.join(missing)}")
    if waiting:
        said.append(f"待人工评定：{'、'.join(waiting)}")
    if card.execution.score is None:
        said.append("没有全年预算数或执行数")
    return "；".join(said) or "分值合计不是100分"


def _goal(piece: Piece) -> str:
    if piece.dossier.evaluation is not None:
        return piece.dossier.evaluation.goal.actual.strip()
    return " ".join(piece.form.achieved.text.split()) if piece.form else ""


def _notes(
    piece: Piece, rows: list[Row], facts: tuple[Fact, ...]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The unit's own reasons and measures, each held against the facts of its project."""
    by_key = {fact.key: fact for fact in facts}
    reasons: list[Reason] = []
    measures: list[Reason] = []
    for row in rows:
        if row.status != "not_met" and not (row.reason or row.measure):
            continue
        key = row.scored.id if row.scored else ""
        one = " ".join(row.reason.text.split())
        two = " ".join(row.measure.text.split())
        if one not in _NO_REASON:
            reasons.append(_reason(row.title, one, by_key.get(f"{key}.reason"), facts, key))
        if two not in _NO_REASON and two != one:
            measures.append(_reason(row.title, two, by_key.get(f"{key}.measure"), facts, key))
    for fact in facts:
        if _OF_MONEY.fullmatch(fact.key):
            into = measures if fact.role == "measure" else reasons
            into.append(_reason(OF_EXECUTION, fact.said, fact, facts, ""))
    return tuple(reasons), tuple(measures)


def _reason(
    about: str, text: str, fact: Fact | None, facts: tuple[Fact, ...], indicator: str
) -> Reason:
    clean = text.rstrip("。；; ")
    if fact is None:
        return Reason(about, clean, "", supported=False)
    section = "improvement_measures" if fact.role == "measure" else "deviation_reasons"
    verdict = ground(f"{clean}。", facts, cited=(fact.id,), section=section, indicator=indicator)
    return Reason(about, clean, fact.id, supported=verdict.verdict != "unsupported")


def explaining(
    project: Project, said: Sequence[Reason], tell: Callable[[Reason], str], lacking: str
) -> list[str]:
    """What stands for the reason (or plan) of a project on the list of those to explain.

    Money that was not spent is explained by what is said of the money alone; where nothing is, `lacking` stands.
    """
    money = [tell(r) for r in said if r.about == OF_EXECUTION]
    rest = [tell(r) for r in said if r.about != OF_EXECUTION]
    if not project.is_low:
        return [*money, *rest] or [lacking]
    shown = money or [lacking]
    return [*shown, *rest] if project.is_poor or project.score is None else shown


def of_unit(projects: list[Project]) -> Iterator[tuple[str, list[Project]]]:
    """Unit by unit, in the order of the projects."""
    owners: dict[str, list[Project]] = {}
    for project in projects:
        owners.setdefault(project.owner, []).append(project)
    yield from owners.items()
