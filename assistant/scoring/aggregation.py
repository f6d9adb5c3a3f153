"""子项目 put together: absolute values summed, relative ones weighted by funds, words by agreement.

So the notes on the transfer-payment form say it (RULES.md §3.2). What the whole states itself stays;
only an empty 目标 or 实际 is put together, and the row's formula tells how.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.model.evaluation import Evaluation, Indicator, SubIndicator, SubProject
from assistant.model.finding import Finding
from assistant.scoring.gathering import Gathered, gather_dates, gather_numbers, gather_words
from assistant.scoring.pooled_funds import budget_of, check_funds, pool_funds
from assistant.values.quantity import (
    Deadline,
    Quantity,
    Span,
    Words,
    is_absent,
    read_actual,
    read_target,
)
from assistant.values.reading import fold


@dataclass(slots=True)
class Aggregate:
    """The whole with what its parts add. `notes` tell by row id how its actual came about."""

    evaluation: Evaluation
    notes: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def aggregate(evaluation: Evaluation) -> Aggregate:
    """The evaluation itself where it has no 子项目; else with empty values put together from them."""
    if not evaluation.subprojects:
        return Aggregate(evaluation)
    whole = Aggregate(evaluation)
    parts = _parts(whole)
    rows = [
        _row(whole, f"I{i}", indicator, parts.get(i - 1, []))
        for i, indicator in enumerate(evaluation.indicators, 1)
    ]
    funds, found = evaluation.funds, []
    if funds is None:
        funds = pool_funds(evaluation.subprojects)
    else:
        found = check_funds(funds, evaluation.subprojects)
    whole.findings += found
    whole.evaluation = evaluation.model_copy(update={"indicators": tuple(rows), "funds": funds})
    return whole


@dataclass(frozen=True, slots=True)
class Part:
    """What one 子项目 says of one indicator of the whole."""

    owner: SubProject
    row: SubIndicator
    budget: Decimal | None


def _parts(whole: Aggregate) -> dict[int, list[Part]]:
    """The parts of each indicator by its place; a name that the whole does not have is a finding."""
    by_name: dict[str, list[int]] = {}
    for i, indicator in enumerate(whole.evaluation.indicators):
        by_name.setdefault(fold(indicator.name), []).append(i)
    parts: dict[int, list[Part]] = {}
    twice: set[int] = set()
    for sub in whole.evaluation.subprojects:
        listed: set[int] = set()
        for row in sub.indicators:
            places = by_name.get(fold(row.name), [])
            if row.level2 is not None:
                places = [i for i in places if whole.evaluation.indicators[i].level2 == row.level2]
            if len(places) != 1:
                what = "没有这个指标" if not places else "有几个同名的指标"
                whole.findings.append(
                    Finding(
                        "F37",
                        "error",
                        f"子项目“{sub.name}”的指标“{row.name}”对不上，总表{what}，未汇总",
                        f"子项目 {sub.name}",
                        row.actual,
                        "请核对名称" if not places else "请写明“二级”",
                    )
                )
                continue
            place = places[0]
            if place in listed:
                twice.add(place)
                whole.findings.append(
                    Finding(
                        "F29",
                        "error",
                        f"子项目“{sub.name}”把指标“{row.name}”写了两次，未汇总",
                        f"子项目 {sub.name}",
                        row.actual,
                        "请删去一条",
                    )
                )
            listed.add(place)
            parts.setdefault(place, []).append(Part(sub, row, budget_of(sub)))
    return {place: found for place, found in parts.items() if place not in twice}


def _row(
    whole: Aggregate,
    row_id: str,
    indicator: Indicator,
    parts: Sequence[Part],
) -> Indicator:
    if not parts:
        return indicator
    year = whole.evaluation.project.year
    changes: dict[str, object] = {}
    if is_absent(indicator.target):
        target = _gathered(whole, row_id, indicator, [(p, p.row.target) for p in parts], "目标")
        if target is not None:
            changes["target"] = target.text
    if is_absent(indicator.actual) and indicator.level is None and indicator.ratio is None:
        asked = indicator.model_copy(update=changes)
        wanted = asked.readings(year).wanted
        if isinstance(wanted, Deadline):
            actual = _dates(whole, row_id, indicator, parts, year)
        else:
            said = [(p, p.row.actual) for p in parts]
            actual = _gathered(whole, row_id, indicator, said, "实际值")
        if actual is not None:
            changes |= {"actual": actual.text, "level": actual.level, "ratio": actual.ratio}
            whole.notes[row_id] = actual.how
    return indicator.model_copy(update=changes)


def _refuse(
    whole: Aggregate, row_id: str, indicator: Indicator, code: str, message: str, mend: str
) -> None:
    place = f"{row_id} {indicator.name}"
    whole.findings.append(Finding(code, "warning", message, place, "", mend))


def _lacking(
    whole: Aggregate,
    row_id: str,
    indicator: Indicator,
    said: Sequence[tuple[Part, str]],
    what: str,
) -> bool:
    """Whether a part that lists the indicator leaves it empty: then the whole is not known either."""
    empty = [part for part, text in said if is_absent(text) and part.row.level is None]
    if not empty:
        return False
    if len(empty) < len(said) or what != "目标":
        names = "、".join(part.owner.name for part in empty)
        _refuse(
            whole,
            row_id,
            indicator,
            "F22",
            f"子项目没有填写{what}，未汇总：{names}",
            f"请补上{what}",
        )
    return True


def _gathered(
    whole: Aggregate,
    row_id: str,
    indicator: Indicator,
    said: Sequence[tuple[Part, str]],
    what: str,
) -> Gathered | None:
    """The parts' values as one, or None with a finding that says why not."""
    if _lacking(whole, row_id, indicator, said, what):
        return None
    year = whole.evaluation.project.year
    if what == "目标":
        read: Callable[[str], object] = lambda text: _limit(text, year)  # noqa: E731
    else:
        read = lambda text: read_actual(text, year=year)  # noqa: E731
    values = [read(text) for _, text in said]
    names = [part.owner.name for part, _ in said]
    numbers = [value for value in values if isinstance(value, Quantity)]
    if len(numbers) == len(values):
        by_funds = [part.budget for part, _ in said]
        result = gather_numbers(numbers, names, by_funds, indicator.gathering)
    else:
        result = gather_words([part.row for part, _ in said], [text for _, text in said], names)
    if isinstance(result, str):
        _refuse(
            whole,
            row_id,
            indicator,
            "F20",
            f"子项目的{what}不能汇总：{result}",
            "请核对，或在总表直接写明",
        )
        return None
    return result


def _limit(text: str, year: int) -> object:
    target = read_target(text, year=year)
    return getattr(target, "limit", None)


def _dates(
    whole: Aggregate, row_id: str, indicator: Indicator, parts: Sequence[Part], year: int
) -> Gathered | None:
    said = [(p, p.row.actual) for p in parts]
    if _lacking(whole, row_id, indicator, said, "实际值"):
        return None
    values = [read_actual(text, year=year) for _, text in said]
    spans = [v for v in values if isinstance(v, Span)]
    if len(spans) == len(values):
        return gather_dates(spans, [p.owner.name for p in parts])
    if all(isinstance(v, Span | Words) for v in values):
        result = gather_words(
            [p.row for p in parts], [text for _, text in said], [p.owner.name for p in parts]
        )
        if not isinstance(result, str):
            return result
    _refuse(whole, row_id, indicator, "F20", "子项目的完成时间写法不一，不能汇总", "请都写成日期")
    return None
