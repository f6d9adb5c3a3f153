"""What came of the indicators, a class at a time: what was reached with its telling figures, what was not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.drafting.by_rules.brief import Brief
from assistant.drafting.by_rules.sentences import paragraph, say, supply, target_words, verify
from assistant.facts.wording import apart, clause, quoted
from assistant.model.draft import Paragraph, Sentence
from assistant.model.scorecard import ScoredIndicator
from assistant.values.deadlines import Deadline, Span
from assistant.values.printing import tidy
from assistant.values.quantity import Quantity, Words

_TOGETHER = 6  # rows told in one sentence
_MANY = 12  # beyond so many, the table tells the figures
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）()·]{0,17}")
_ENDS_IN_DIGIT = re.compile(r"[\dA-Za-z]$")
_ZERO = Decimal(0)
_WORD = 6  # an actual in so few characters is one word: 如期完成
_NOT_REACHED = "未达到年度指标值"
_REACHED = frozenset({"met", "over"})


def called(row: ScoredIndicator) -> str:
    """The row's name in a sentence: without marks where it reads as a noun, else quoted."""
    name = row.indicator.name
    plain = _PLAIN_NAME.fullmatch(name) and not _ENDS_IN_DIGIT.search(name)
    return name if plain else quoted(name)


def names(rows: Sequence[ScoredIndicator]) -> str:
    """Names one after the other: 甲、乙和丙, or quoted ones where a name needs marks."""
    shown = [called(row) for row in rows]
    if any(name.startswith("“") for name in shown):
        return "".join(quoted(row.indicator.name) for row in rows)
    return "、".join(shown)


def asked(row: ScoredIndicator) -> str:
    """The target in words; empty where there is none."""
    target = row.indicator.target
    if not target:
        return ""
    return target_words(target) if any(c.isdigit() for c in target) else quoted(target)


def came(row: ScoredIndicator) -> str:
    """The actual after the row's name: 2400块, 为2023年12月20日, 方面，已建立联席会议制度."""
    text = row.indicator.actual
    if isinstance(row.got, Quantity) and text != "无":
        return text
    if isinstance(row.got, Span):
        return f"为{text}"
    return f"方面，{clause(text)}" if len(text) > _WORD else f"的完成情况为{quoted(text)}"


def result(row: ScoredIndicator) -> str:
    """Name and actual, with the target where it tells more: 供水保证率95.8%（目标95%以上）."""
    got, limit = row.got, getattr(row.wanted, "limit", None)
    shown = f"{called(row)}{came(row)}"
    same = isinstance(got, Quantity) and isinstance(limit, Quantity) and got.base == limit.base
    if same or isinstance(row.got, Words) or not row.indicator.target:
        return shown
    return f"{shown}（目标{asked(row)}）"


def distance(row: ScoredIndicator) -> str:
    """What came of a row off its target, and how far that is from it: each figure once."""
    name, target = called(row), asked(row)
    if row.deviation[:1] in {"低", "高", "少", "多"} and isinstance(row.got, Quantity):
        wide = "，超出较多" if row.status == "over" else ""
        return f"{name}实际为{row.indicator.actual}，比年度指标值（{target}）{row.deviation}{wide}"
    if isinstance(row.got, Span) and row.deviation:
        text = row.indicator.actual
        done = "为" if name.endswith(("时间", "日期", "时限")) else "实际为"
        return f"{name}{done}{text}，{apart(row.deviation)}（年度指标值为{target}）"
    end = {"not_met": "未达到年度指标值", "over": "超出年度指标值较多"}.get(row.status, "")
    parts = [f"{name}年度指标值为{target}" if target else f"{name}未设年度指标值"]
    text = row.indicator.actual
    if isinstance(row.got, Words) and not any(c.isdigit() for c in text):
        parts.append(f"实际完成情况为{quoted(text)}")
    elif text:
        parts.append(f"实际为{text}")
    if row.deviation:
        parts.append(apart(row.deviation))
    elif end:
        parts.append(end)
    return "，".join(parts)


def undated(row: ScoredIndicator) -> bool:
    """A deadline answered in words (如期完成): the day itself is not said (F24)."""
    return isinstance(row.wanted, Deadline) and isinstance(row.got, Words)


def counts(rows: Sequence[ScoredIndicator]) -> str:
    """“7项达到年度指标值，3项未达到”; one phrase where all stand alike."""
    groups = (
        ("达到年度指标值", [r for r in rows if r.status in _REACHED]),
        (_NOT_REACHED, [r for r in rows if r.status == "not_met"]),
        ("缺实际完成值", [r for r in rows if r.status == "missing"]),
        ("待评定", [r for r in rows if r.status == "ungraded"]),
    )
    there = [(words, part) for words, part in groups if part]
    if len(there) == 1:
        return f"均{there[0][0]}" if len(rows) > 1 else there[0][0]
    if there[0][0] == "达到年度指标值" and there[1][0] == _NOT_REACHED:
        there[1] = ("未达到", there[1][1])
    return "，".join(f"{len(part)}项{words}" for words, part in there)


def of_class(brief: Brief, rows: Sequence[ScoredIndicator], label: str) -> Iterator[Paragraph]:
    """One class of indicators (产出指标 …): counts and points, what was reached, what was not."""
    if not rows:
        yield paragraph(say(f"本项目未设置{label}。", brief.ids("count")))
        return
    missing = [row for row in rows if row.status == "missing"]
    if len(missing) == len(rows):
        yield from _all_missing(brief, rows, label)
        return
    sentences = list(_overview(brief, rows))
    reached = [row for row in rows if row.status in _REACHED]
    sentences += _reached(brief, reached, rows)
    missed = [row for row in rows if row.status == "not_met"]
    if missed:
        sentences.append(_missed(brief, missed, alone=len(missed) == len(rows)))
    ungraded = [row for row in rows if row.status == "ungraded"]
    if ungraded:
        words = "；".join(map(distance, ungraded))
        sentences.append(say(f"{words}，完成程度待评定。", brief.of(ungraded, "row", "deviation")))
    if missing:
        each = "均" if len(missing) > 1 else ""
        words = f"{names(missing)}{each}未填报实际完成值，完成情况暂不能说明。"
        sentences.append(say(words, brief.of(missing, "row")))
    yield paragraph(*sentences)
    yield from _wanted(brief, missing)
    yield from _to_date(brief, [row for row in rows if undated(row)])
    yield from _to_grade(brief, ungraded)


def _overview(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Sentence]:
    """“5项产出指标中，3项达到年度指标值，2项未达到；得46.25分（分值50分）。” for each 一级指标."""
    if len(rows) == 1:
        return
    for level1 in dict.fromkeys(row.indicator.level1 for row in rows):
        part = [row for row in rows if row.indicator.level1 == level1]
        points = brief.keyed(f"level1[{level1}].points")
        words = f"{level1}共{len(part)}项，{counts(part)}"
        if points:
            weight = tidy(sum((r.weight for r in part if r.weight is not None), start=_ZERO))
            score = tidy(sum((r.score for r in part if r.score is not None), start=_ZERO))
            words += f"，得{score}分（分值{weight}分）"
        yield say(f"{words}。", (*brief.keyed(f"level1[{level1}].count"), *points))


def _reached(
    brief: Brief, reached: Sequence[ScoredIndicator], rows: Sequence[ScoredIndicator]
) -> Iterator[Sentence]:
    """The rows that reached their values, by 二级指标 where they are many."""
    if not reached or (brief.length == "短" and len(rows) > 1):
        return
    if len(rows) == 1:
        [row] = reached
        end = "超出年度指标值较多" if row.status == "over" else "达到年度指标值"
        yield say(f"{_single(row)}，{end}。", brief.of(reached, "row"))
        yield from _survey(brief, row)
        return
    if len(reached) > _MANY and brief.length != "长":
        yield _by_level2(brief, reached, rows)
        return
    tell = _detailed if brief.length == "长" else result
    start = "其中，" if len(reached) == len(rows) else "达到年度指标值的有："
    in_words = [row for row in reached if isinstance(row.got, Words)]
    in_figures = [row for row in reached if row not in in_words]
    if len(in_figures) <= _TOGETHER and brief.length != "长":
        groups = [(start, in_figures)]
    else:
        levels = dict.fromkeys(row.indicator.level2 for row in in_figures)
        groups = [
            (f"{level2}方面，", [row for row in in_figures if row.indicator.level2 == level2])
            for level2 in levels
        ]
    for opening, part in groups:
        for i in range(0, len(part), _TOGETHER):
            some = part[i : i + _TOGETHER]
            told = list(map(tell, some))
            words = ("、" if _short(told) else "；").join(told)
            yield say(f"{opening}{words}{_over(some)}。", brief.of(some, "row"))
    if brief.length == "长":
        alike = [[row] for row in in_words]
    else:
        said = dict.fromkeys(row.indicator.actual for row in in_words)
        alike = [[row for row in in_words if row.indicator.actual == text] for text in said]
    for i in range(0, len(alike), _TOGETHER):
        groups_told = alike[i : i + _TOGETHER]
        words = "；".join(
            tell(part[0]) if len(part) == 1 else _in_one(part) for part in groups_told
        )
        yield say(f"{words}。", brief.of([row for part in groups_told for row in part], "row"))


def _by_level2(
    brief: Brief, reached: Sequence[ScoredIndicator], rows: Sequence[ScoredIndicator]
) -> Sentence:
    """How many of each 二级指标 reached their values, where they are too many to be told one by one."""
    levels = dict.fromkeys(row.indicator.level2 for row in rows)
    parts = "；".join(
        f"{level2}共{len(part)}项，{counts(part)}"
        for level2 in levels
        for part in [[row for row in rows if row.indicator.level2 == level2]]
    )
    keys = (f"level2[{level2}].count" for level2 in levels)
    return say(f"其中，{parts}，各项实际完成值见完成情况表。", brief.keyed(*keys))


def _in_one(rows: Sequence[ScoredIndicator]) -> str:
    """Rows whose actuals are the same words, said once: 甲、乙的完成情况均为“达到预期”."""
    return f"{names(rows)}的完成情况均为{quoted(rows[0].indicator.actual)}"


def _short(told: Iterable[str]) -> bool:
    return all("，" not in one and "：" not in one for one in told)


def _over(rows: Sequence[ScoredIndicator]) -> str:
    over = [row for row in rows if row.status == "over"]
    if not over:
        return ""
    return f"，其中{names(over)}超出年度指标值较多" if len(rows) > 1 else "，超出年度指标值较多"


def _single(row: ScoredIndicator) -> str:
    target = asked(row)
    inside = (
        f"（年度指标值{target}）" if target and row.indicator.actual != row.indicator.target else ""
    )
    return f"{called(row)}{came(row)}{inside}"


def _detailed(row: ScoredIndicator) -> str:
    target = asked(row)
    return f"{called(row)}年度指标值为{target}，实际{_as_done(row)}" if target else result(row)


def _as_done(row: ScoredIndicator) -> str:
    text = row.indicator.actual
    return f"完成情况为{quoted(text)}" if isinstance(row.got, Words) else f"为{text}"


def _survey(brief: Brief, row: ScoredIndicator) -> Iterator[Sentence]:
    """The survey behind a satisfaction rate is part of what is said of it (F52, F67)."""
    note = clause(row.indicator.evidence)
    if note and "满意度" in row.indicator.level1 + row.indicator.level2:
        yield say(f"调查情况为：{note}。", brief.ids("evidence", row=row.id))


def _missed(brief: Brief, rows: Sequence[ScoredIndicator], *, alone: bool) -> Sentence:
    """The rows that did not reach theirs, with a word where to read why; the distance is told there."""
    where = brief.reasons_part
    see = f"，偏离情况和原因见{where}" if where else ""
    if brief.length == "短":
        return say(f"未达到年度指标值的有：{names(rows)}{see}。", brief.of(rows, "row"))
    told = [result(row) for row in rows]
    words = ("、" if _short(told) else "；").join(told)
    start = "" if alone and len(rows) == 1 else "其中，" if alone else "未达到年度指标值的有："
    end = "，未达到年度指标值" if alone and len(rows) == 1 else ""
    return say(f"{start}{words}{end}{see}。", brief.of(rows, "row"))


def _all_missing(brief: Brief, rows: Sequence[ScoredIndicator], label: str) -> Iterator[Paragraph]:
    """A class whose rows all lack an actual: said once, and asked for."""
    number = f"{label}共{len(rows)}项，" if len(rows) > 1 else ""
    each = "均" if len(rows) > 1 else ""
    who = "" if len(rows) > 1 else names(rows)
    words = f"{number}{who}{each}未填报实际完成值，完成情况暂不能说明。"
    ids = (*brief.keyed(f"level1[{label}].count"), *brief.of(rows, "row"))
    yield paragraph(say(words, ids))
    yield from _wanted(brief, rows)


def _wanted(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
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
        asks.setdefault((row.indicator.owner or brief.staff, how), []).append(row)
    for (who, how), part in asks.items():
        yield paragraph(supply(f"请{who}补充{_quoted(part)}{how}", brief.of(part, "row")))


def _to_date(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
    if rows:
        what = f"请{brief.staff}补充{_quoted(rows)}的实际完成日期和佐证材料。"
        yield paragraph(supply(what, brief.of(rows, "row")))


def _to_grade(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
    if rows:
        what = f"请{brief.staff}评定{_quoted(rows)}的完成程度（达成、部分达成或未达成）和评分比例，并说明评定依据。"
        yield paragraph(supply(what, brief.of(rows, "row")))


def _quoted(rows: Sequence[ScoredIndicator]) -> str:
    return "".join(quoted(row.indicator.name) for row in rows)


def sampled(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Paragraph]:
    """Satisfaction values that name no survey are for a person to verify (F52)."""
    for row in rows:
        if row.indicator.actual and row.status != "missing" and not row.indicator.evidence:
            what = f"{quoted(row.indicator.name)}未附调查资料，请{brief.staff}核实调查时间、对象、方式和有效样本数。"
            yield paragraph(verify(what, brief.ids("row", row=row.id)))
