"""Whose points are whose: given 分值 stay, the rest of a class is split evenly (10号 Art. 13).

The program's own choices (RULES.md, defaults): even split in steps of 0.01 with an exact sum; a
class without rows gives its share to the others in proportion, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.model.finding import Finding
from assistant.rules.ruleset import EXECUTION, POOL, RuleSet, Weights
from assistant.scoring.measure import Row
from assistant.scoring.points import allot
from assistant.values.printing import plain

FULL_MARKS = Decimal(100)


@dataclass(frozen=True, slots=True)
class Allotment:
    """Points by row id, and of the execution rate. `note` is what a report says of the split."""

    weights: dict[str, Decimal]
    execution: Decimal
    note: str
    findings: tuple[Finding, ...]

    @property
    def total(self) -> Decimal:
        """All points there are; 100 where given ones fit."""
        return self.execution + sum(self.weights.values(), Decimal(0))


def allot_points(rules: RuleSet, rows: Sequence[Row]) -> Allotment:
    """The points of each row under a rule set that has points."""
    case = _case(rules, {row.indicator.level1 for row in rows})
    shares = {name: points for name, points in case.points.items() if name != EXECUTION}
    execution = case.points.get(EXECUTION, Decimal(0))
    members = _members(rules, rows, shares)
    findings: list[Finding] = []
    placed = {row.id for group in members.values() for row in group}
    strangers = [row for row in rows if row.id not in placed]
    for row in strangers:
        findings.append(
            row.finding(
                "F13",
                "warning",
                f"{rules.name}没有“{row.indicator.level1}”这一类，未给分值",
                case.words,
                "请核对一级指标，或换用设有这一类的评分规则",
            )
        )
    shares, moved = _without_empty(shares, members)
    findings += moved
    weights = {row.id: row.indicator.weight or Decimal(0) for row in strangers}
    notes: list[str] = []
    for name, group in members.items():
        given, found, note = _split(name, shares[name], group)
        weights |= given
        findings += found
        notes += note
    total = execution + sum(weights.values(), Decimal(0))
    if total != FULL_MARKS:
        findings.append(
            Finding(
                "F13",
                "warning",
                f"分值合计{plain(total)}分，不是100分，不评等级",
                "分值",
                f"预算执行率{plain(execution)}分，指标合计{plain(total - execution)}分",
                f"请核对各指标的分值（{case.words}）",
            )
        )
    told = ""
    if notes:
        told = f"数据未给出全部分值，由程序在一级指标权重内平均分配（以0.01分为单位，合计不变）：{'；'.join(notes)}。"
    return Allotment(weights, execution, told, tuple(findings))


def _case(rules: RuleSet, present: set[str]) -> Weights:
    """The first group of weights whose conditions hold; the last has none, so that one always does."""
    return next(
        case
        for case in rules.weights
        if all((name in present) == wanted for name, wanted in case.when.items())
    )


def _members(
    rules: RuleSet, rows: Sequence[Row], shares: dict[str, Decimal]
) -> dict[str, list[Row]]:
    members: dict[str, list[Row]] = {name: [] for name in shares}
    for row in rows:
        name = row.indicator.level1
        if name not in shares:
            name = rules.merge.get(name, name)
        if POOL in members:
            name = POOL
        if name in members:
            members[name].append(row)
    return members


def _without_empty(
    shares: dict[str, Decimal], members: dict[str, list[Row]]
) -> tuple[dict[str, Decimal], list[Finding]]:
    """Moves the shares of classes without rows to classes that have rows without given points."""
    empty = [name for name, group in members.items() if not group and shares[name]]
    takers = [n for n, group in members.items() if any(r.indicator.weight is None for r in group)]
    if not empty or not takers:
        return shares, []
    free = sum((shares[name] for name in empty), Decimal(0))
    extra = allot(free, [shares[name] for name in takers])
    moved = dict(shares)
    for name, points in zip(takers, extra, strict=True):
        moved[name] += points
    told = "、".join(f"{name}{plain(moved[name])}分" for name in takers)
    finding = Finding(
        "F13",
        "warning",
        f"没有{'、'.join(empty)}，其{plain(free)}分按比例分给其他一级指标",
        "分值",
        f"分配后：{told}",
        "如有这类指标请补上；确不设的，请按批复的权重写明各指标分值",
    )
    return moved, [finding]


def _split(
    name: str, share: Decimal, group: list[Row]
) -> tuple[dict[str, Decimal], list[Finding], list[str]]:
    given = {row.id: row.indicator.weight for row in group if row.indicator.weight is not None}
    open_rows = [row for row in group if row.indicator.weight is None]
    held = sum(given.values(), Decimal(0))
    rest = share - held
    findings: list[Finding] = []
    if given and (rest < 0 or (rest and not open_rows)):
        findings.append(
            Finding(
                "F13",
                "warning",
                f"{name}所给分值合计{plain(held)}分，与该类权重{plain(share)}分不符",
                name,
                "、".join(f"{key} {plain(points)}分" for key, points in given.items()),
                "请核对分值；确需调整一级指标权重的，请在报告中说明",
            )
        )
    parts = allot(max(rest, Decimal(0)), [Decimal(1)] * len(open_rows))
    notes: list[str] = []
    if open_rows and rest <= 0:
        findings.append(
            Finding(
                "F13",
                "warning",
                f"{name}的分值已全部给出，另有{len(open_rows)}条没有分值，记0分",
                name,
                "、".join(row.id for row in open_rows),
                "请给这些指标写明分值",
            )
        )
    elif open_rows:
        shown = (
            plain(parts[0]) if parts[0] == parts[-1] else f"{plain(parts[-1])}–{plain(parts[0])}"
        )
        notes = [f"{name}{plain(rest)}分由{len(open_rows)}条指标均分，每条{shown}分"]
    return given | {r.id: p for r, p in zip(open_rows, parts, strict=True)}, findings, notes
