"""Rows of the table in sentences: what was asked, what came of it; grouped by 二级指标."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.drafting.by_rules.sentences import Desk, paragraph, say, supply, target_words, verify
from assistant.facts.wording import apart, clause, quoted, single, tidy
from assistant.model.draft import Paragraph, Sentence
from assistant.model.scorecard import STATUS_NAMES, ScoredIndicator
from assistant.values.deadlines import Deadline, Span
from assistant.values.quantity import AtMost, Quantity, Words

_TOGETHER = 4  # met rows told in one sentence
_SAID = {
    "met": "完成",
    "not_met": "未完成",
    "over": "超额较多",
    "missing": "缺实际完成值",
    "ungraded": "完成程度待评定",
}


def counts(rows: Sequence[ScoredIndicator]) -> str:
    """“完成6项、未完成1项”."""
    counted = Counter(row.status for row in rows)
    if len(counted) == 1 and len(rows) > 1:
        return f"均{_SAID[rows[0].status]}"
    return "、".join(f"{_SAID[s]}{counted[s]}项" for s in STATUS_NAMES if counted[s])


def asked(row: ScoredIndicator) -> str:
    """The target in a sentence."""
    target = row.indicator.target
    if not target:
        return "未设年度指标值"
    if any(c.isdigit() for c in target):
        return f"年度指标值为{target_words(target)}"
    return f"年度指标值为{quoted(target)}"


def came(row: ScoredIndicator) -> str:
    """The actual in a sentence."""
    actual = row.got
    if actual is None:
        return "未填报实际完成值"
    text = row.indicator.actual
    if isinstance(actual, Quantity) and text != "无":
        reached = actual.unit.kind == "比例" and row.status == "met" and not text.startswith("0")
        if "数量" in row.indicator.level2:
            return f"实际完成{text}"
        return (
            f"实际达到{text}" if reached and not isinstance(row.wanted, AtMost) else f"实际为{text}"
        )
    if isinstance(actual, Span):
        return f"实际于{text}完成" if text[-1] in "日月号" else f"实际为{text}"
    if text == "无":
        return "实际为“无”"
    return f"实际为{text}" if any(c.isdigit() for c in text) else f"实际完成情况为{quoted(text)}"


def undated(row: ScoredIndicator) -> bool:
    """A deadline answered in words (如期完成): the day itself is not said (F24)."""
    return isinstance(row.wanted, Deadline) and isinstance(row.got, Words)


def told(row: ScoredIndicator) -> str:
    """Name, target and actual: “名称”年度指标值为…，实际…"""
    if row.status == "not_met" and isinstance(row.got, Quantity):
        return f"{quoted(row.indicator.name)}{asked(row)}，实际为{row.indicator.actual}"
    return f"{quoted(row.indicator.name)}{asked(row)}，{came(row)}"


def names(rows: Sequence[ScoredIndicator]) -> str:
    """Quoted names, one after the other."""
    return "".join(quoted(row.indicator.name) for row in rows)


def overview(desk: Desk, rows: Sequence[ScoredIndicator], label: str) -> Sentence:
    """How many rows a class has and how they stand; its points, where all of them have some."""
    words = f"{label}共{len(rows)}项，{counts(rows)}"
    points = desk.keyed(f"level1[{label}].points")
    if points:
        weight = sum(row.weight or 0 for row in rows)
        score = sum(row.score or 0 for row in rows)
        words += f"；分值合计{tidy(weight)}分，得{tidy(score)}分"  # type: ignore[arg-type]
    return say(f"{words}。", _count(desk, label) + points)


def _count(desk: Desk, label: str) -> tuple[str, ...]:
    """How many rows the class has; one name may be of both ranks (满意度指标)."""
    return desk.keyed(f"level1[{label}].count", f"level2[{label}].count")


def group(
    desk: Desk, rows: Sequence[ScoredIndicator], level2: str, start: str = ""
) -> Iterator[Paragraph]:
    """One 二级指标: a paragraph of sentences, then marked lines for what is missing. `start` is “（1）”."""
    met = [row for row in rows if row.status == "met"]
    sentences = list(_opening(desk, rows, level2, start))
    for i in range(0, len(met), _TOGETHER):
        sentences.append(_met(desk, met[i : i + _TOGETHER], whole=len(met) == len(rows)))
    sentences.extend(_apart(desk, row) for row in rows if row.status in {"not_met", "over"})
    ungraded = [row for row in rows if row.status == "ungraded"]
    if ungraded:
        words = "；".join(told(row) for row in ungraded)
        sentences.append(say(f"{words}，完成程度待评定。", _rows(desk, ungraded)))
    missing = [row for row in rows if row.status == "missing"]
    if missing:
        each = "均" if len(missing) > 1 else ""
        words = f"{names(missing)}{each}未填报实际完成值，完成情况暂不能说明。"
        sentences.append(say(words, _rows(desk, missing)))
    yield paragraph(*sentences)
    yield from _wanted(desk, missing)
    dateless = [row for row in rows if undated(row)]
    if dateless:
        what = f"请{desk.staff}补充{names(dateless)}的实际完成日期和佐证材料。"
        yield paragraph(supply(what, _rows(desk, dateless)))
    if ungraded:
        what = f"请{desk.staff}评定{names(ungraded)}的完成程度（达成、部分达成或未达成）和评分比例，并说明评定依据。"
        yield paragraph(supply(what, _rows(desk, ungraded)))


def _rows(desk: Desk, rows: Sequence[ScoredIndicator]) -> list[str]:
    return [i for row in rows for i in desk.ids("row", row=row.id)]


def _opening(
    desk: Desk, rows: Sequence[ScoredIndicator], level2: str, start: str
) -> Iterator[Sentence]:
    ids = _count(desk, level2)
    if len(rows) == 1:
        if start:
            yield say(f"{start}{level2}。", ids)
    elif all(row.status == "met" for row in rows):
        yield say(f"{start}{level2}共{len(rows)}项，均完成年度指标值。", ids)
    else:
        yield say(f"{start}{level2}共{len(rows)}项，{counts(rows)}。", ids)


def _met(desk: Desk, rows: Sequence[ScoredIndicator], *, whole: bool) -> Sentence:
    ids = [i for row in rows for i in desk.ids("row", "evidence", row=row.id)]
    words = "；".join(told(row) + _evidence(row) for row in rows)
    if len(rows) == 1:
        return say(f"{words}，完成年度指标值。", ids)
    return say(f"其中，{words}。" if whole else f"{words}，均完成年度指标值。", ids)


def _evidence(row: ScoredIndicator) -> str:
    return (
        f"（佐证材料：{single(clause(row.indicator.evidence))}）" if row.indicator.evidence else ""
    )


def _apart(desk: Desk, row: ScoredIndicator) -> Sentence:
    ids = desk.ids("row", "deviation", "evidence", row=row.id)
    distance = f"，{apart(row.deviation)}" if row.deviation else ""
    end = "，未达到年度指标值" if row.status == "not_met" else "，超出年度指标值较多"
    return say(f"{told(row)}{_evidence(row)}{distance}{end}。", ids)


def _wanted(desk: Desk, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
    """Exactly what to supply for rows without an actual; rows of one owner and kind together."""
    asks: dict[tuple[str, str], list[ScoredIndicator]] = {}
    for row in rows:
        target = row.indicator.target
        if "满意度" in row.indicator.level1 + row.indicator.level2:
            how = "的实际值，并说明调查时间、对象、方式和有效样本数。"
        elif any(c.isdigit() for c in target):
            how = "的实际完成值，并说明数据来源和佐证材料。"
        else:
            how = "的实际完成情况，写明可核对的数据或事例、完成程度（达成、部分达成或未达成）和佐证材料。"
        asks.setdefault((row.indicator.owner or desk.staff, how), []).append(row)
    for (who, how), part in asks.items():
        yield paragraph(supply(f"请{who}补充{names(part)}{how}", _rows(desk, part)))


def all_missing(desk: Desk, rows: Sequence[ScoredIndicator], label: str) -> Iterator[Paragraph]:
    """A class whose rows all lack an actual: said once, by 二级指标, and asked for."""
    parts = "；".join(
        f"{level}{names([row for row in rows if row.indicator.level2 == level])}"
        for level in dict.fromkeys(row.indicator.level2 for row in rows)
    )
    words = f"{label}共{len(rows)}项，均未填报实际完成值，完成情况暂不能说明。其中：{parts}。"
    yield paragraph(say(words, [*_count(desk, label), *_rows(desk, rows)]))
    yield from _wanted(desk, rows)


def sampled(desk: Desk, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
    """Satisfaction values that name no survey are for a person to verify (F52)."""
    for row in rows:
        if row.indicator.actual and row.status != "missing" and not row.indicator.evidence:
            what = f"{quoted(row.indicator.name)}未附调查资料，请{desk.staff}核实调查时间、对象、方式和有效样本数。"
            yield paragraph(verify(what, desk.ids("row", row=row.id)))
