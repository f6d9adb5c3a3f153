"""What came of the indicators, a class at a time: what was reached with its telling figures, what was not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.drafting.by_rules.brief import Brief
from assistant.drafting.by_rules.sentences import paragraph, say, supply, target_words, verify
from assistant.facts.wording import apart, clause, quoted, tidied, with_unit
from assistant.model.draft import Paragraph, Sentence
from assistant.model.scorecard import ScoredIndicator
from assistant.patterns import regex
from assistant.values.deadlines import Deadline, Span, print_day
from assistant.values.figures import figures
from assistant.values.printing import tidy
from assistant.values.quantity import AtMost, Exactly, Quantity, Words
from assistant.values.units import unit_behind

_TOGETHER = 6  # rows told in one sentence
_MANY = 12  # beyond so many, the table tells the figures
_PLAIN_NAME = regex(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）()·]{0,17}")
_ENDS_IN_DIGIT = regex(r"[\dA-Za-z]$")
_ZERO = Decimal(0)
_WORD = 6  # an actual in so few characters is one word: 如期完成
_NOT_REACHED = "未达到年度指标值"
_REACHED = frozenset({"met", "over"})
_BOUNDS = regex(
    r"^(?:不低于|不少于|不小于|不超过|不高于|不大于|高于|低于|至少|至多|达到)|(?:及?以上|及?以下|以内|之内)$"
)
_COST = regex(r"成本|费|支出|造价|投资|金额$")
#: names whose value is told with 为: 在线率为91.7%, 运行成本为2.06元
_SCALAR = regex(r"(?:率|度|时间|时长|成本|标准|系数|比例|周期|水平|指数|单价|造价)$")
_PAPER = regex(r"(?:台账|表|册|单|记录|档案|材料|照片|文件|报告|证明)$")
_IN_BRACKETS = regex(r"（[^（）]*）")
#: an actual that only says that it came as expected
_AS_EXPECTED = regex(
    r"(?:已)?(?:达成|达到|完成|实现)(?:了)?(?:年度|预期)*(?:绩效)?(?:指标|目标)?(?:要求)?|达标|完成"
)
_SIGNED = (regex(r"\s*[≥≤><＞＜≧≦]"), regex(r"不[少低超高大小]"))
_FIGURE_ALONE = regex(
    r"约?\d[\d,.]*(?:[^\d,.，；（）()控约及含成其]{0,12})?|[\d一二三四五六七八九十年月日底末上中下旬第季度前]+"
)
_DIGITS_ALONE = regex(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}日?")
_BEFORE = regex(r"[之以]?前$")
_ALONE = 3  # rows of a class that are each held to their own target


def called(row: ScoredIndicator) -> str:
    """The row's name in a sentence: without marks where it reads as a noun, else quoted."""
    name = tidied(unit_behind(row.indicator.name)[0] if row.got else row.indicator.name)
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
    return tidied(target_words(target)) if any(c.isdigit() for c in target) else quoted(target)


def came(row: ScoredIndicator) -> str:
    """The actual after the row's name: 2400块, 为2023年12月20日, 方面，已建立联席会议制度."""
    text = row.indicator.actual
    if isinstance(row.got, Quantity) and text != "无":
        return with_unit(text, row.got)
    if isinstance(row.got, Span):
        one = row.got.first == row.got.last and _DIGITS_ALONE.fullmatch(text.strip())
        return f"为{print_day(row.got.first) if one else tidied(text)}"
    if any(sign.match(text) for sign in _SIGNED):
        return target_words(text)
    return f"方面，{clause(text)}" if len(text) > _WORD else f"的完成情况为{quoted(text)}"


def result(row: ScoredIndicator) -> str:
    """Name and actual, with the target where it tells more: 供水保证率95.8%（目标95%以上）."""
    got, limit = row.got, getattr(row.wanted, "limit", None)
    shown = f"{called(row)}{came(row)}"
    same = isinstance(got, Quantity) and isinstance(limit, Quantity) and got.base == limit.base
    if same or isinstance(row.got, Words) or not row.indicator.target:
        return shown
    return f"{shown}（目标{asked(row)}）"


def aim(row: ScoredIndicator) -> str:
    """The target's value in a sentence that tells on which side of it the actual lies: 95%, 11月30日前."""
    text, limit = row.indicator.target, getattr(row.wanted, "limit", None)
    shown = tidied(_BOUNDS.sub("", target_words(text)) or text)
    if not isinstance(limit, Quantity):
        return shown
    # 控制在3‰以内, 15%及其以下: what is left of the words around the figure is not told
    return with_unit(shown, limit) if _FIGURE_ALONE.fullmatch(shown) else str(limit)


def reached(row: ScoredIndicator) -> str:
    """How a row that reached its value stands to it: 超过150起的目标, 控制在90万元以内, 达到目标."""
    got, limit = row.got, getattr(row.wanted, "limit", None)
    if not isinstance(got, Quantity) or not isinstance(limit, Quantity) or got.base == limit.base:
        return "达到目标" if isinstance(got, Quantity) else "达到预期目标"
    if isinstance(row.wanted, AtMost):
        return f"控制在{aim(row)}以内" if got.base < limit.base else "达到目标"
    if got.base < limit.base:
        return "达到目标"
    return f"{'高于' if got.unit.kind == '比例' else '超过'}{aim(row)}的目标"


def fell_short(row: ScoredIndicator) -> str:
    """How a row that did not reach its value stands to it: 未达到95%的目标, 超过24小时的要求, 晚于要求的11月30日."""
    if not any(c.isdigit() for c in row.indicator.target):
        return "未达到预期目标"
    if isinstance(row.wanted, Deadline):
        return (
            f"晚于要求的{_BEFORE.sub('', aim(row))}" if isinstance(row.got, Span) else "未达到目标"
        )
    limit = getattr(row.wanted, "limit", None)
    if isinstance(row.wanted, Exactly) and isinstance(limit, Quantity) and not limit.value:
        return f"超过{aim(row)}的要求"
    if isinstance(row.wanted, AtMost):
        return f"超过{aim(row)}的{'控制标准' if _COST.search(row.indicator.name) else '要求'}"
    return f"未达到{aim(row)}的目标"


def stands(row: ScoredIndicator) -> str:
    """Name and actual as the subject of a sentence: 视频在线率为91.7%, 正常运行站点数24座."""
    text = came(row)
    short = isinstance(row.got, Words) and len(row.indicator.actual) <= _WORD
    if short and re.search(r"[\dⅠ-Ⅻ]", row.indicator.actual):
        return f"{called(row)}为{tidied(row.indicator.actual)}"
    scalar = isinstance(row.got, Quantity) and _SCALAR.search(unit_behind(row.indicator.name)[0])
    return f"{called(row)}{'为' if scalar and not text.startswith('为') else ''}{text}"


def distance(row: ScoredIndicator, length: str = "中") -> str:
    """How far a row is from its target: 视频在线率比目标低3.3个百分点; told at length with both values."""
    name, away = called(row), row.deviation
    against = "要求" if isinstance(row.wanted, AtMost) and not _COST.search(name) else "目标"
    if away[:1] in {"低", "高", "少", "多"} and isinstance(row.got, Quantity):
        if length == "长":
            return f"{name}实际为{row.indicator.actual}，比{against}（{asked(row)}）{away}"
        return f"{name}比{against}{_IN_BRACKETS.sub('', away)}"
    if isinstance(row.got, Span) and away:
        late = away.replace("逾期", "晚")
        if length == "长":
            done = "为" if name.endswith(("时间", "日期", "时限")) else "实际为"
            return f"{name}{done}{row.indicator.actual}，比要求（{asked(row)}）{late}"
        return f"{name}比要求{late}"
    if isinstance(row.got, Words) and not any(c.isdigit() for c in row.indicator.actual):
        end = {"not_met": "，未达到预期目标"}.get(row.status, "")
        return f"{name}的完成情况为{quoted(row.indicator.actual)}{end or ('，' + apart(away) if away else '')}"
    end = {"not_met": "未达到目标", "over": "超出目标较多"}.get(row.status, "")
    parts = [f"{name}年度指标值为{asked(row)}" if asked(row) else f"{name}未设年度指标值"]
    if row.indicator.actual:
        parts.append(f"实际为{tidied(row.indicator.actual)}")
    if away:
        parts.append(apart(away))
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
    counted = brief.length != "中" or len(rows) > _MANY
    sentences = list(_overview(brief, rows)) if counted else []
    good = [row for row in rows if row.status in _REACHED]
    sentences += _reached(brief, good, rows)
    missed = [row for row in rows if row.status == "not_met"]
    if missed:
        sentences.append(_missed(brief, missed))
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
    brief: Brief, good: Sequence[ScoredIndicator], rows: Sequence[ScoredIndicator]
) -> Iterator[Sentence]:
    """The rows that reached their values: each with its target where they are few, else together, by 二级指标 where many."""
    if not good or (brief.length == "短" and len(rows) > 1):
        return
    if len(good) > _MANY and brief.length != "长":
        yield _by_level2(brief, good, rows)
        return
    in_words = [row for row in good if not isinstance(row.got, Quantity | Span)]
    in_figures = [row for row in good if row not in in_words]
    if brief.length == "长":
        for some in _parted(in_figures):
            words = "；".join(f"{_detailed(row)}，{_at_length(row)}" for row in some)
            yield say(f"{words}。", brief.of(some, "row"))
    else:
        yield from _figures(brief, in_figures, rows)
    yield from _in_words(brief, in_words)
    if len(rows) == 1:
        yield from _survey(brief, rows[0])


def _at_length(row: ScoredIndicator) -> str:
    return reached(row) if row.status == "over" else "达到目标"


def _figures(
    brief: Brief, good: Sequence[ScoredIndicator], rows: Sequence[ScoredIndicator]
) -> Iterator[Sentence]:
    far = [row for row in good if row.status == "over"]
    near = [row for row in good if row not in far]
    few = len(rows) <= _ALONE and rows[0].indicator.level1 in {"效益指标", "满意度指标"}
    if few or len(near) == 1:
        far, near = [*near, *far], []
    for some in _parted(near):
        start = f"{some[0].indicator.level2}方面，" if len(near) > _TOGETHER else ""
        told = "，".join(f"{called(row)}{came(row)}" for row in some)
        each = "均" if len(some) > 1 else ""
        yield say(f"{start}{told}，{each}达到目标。", brief.of(some, "row"))
    if far:
        told = "；".join(f"{stands(row)}，{reached(row)}" for row in far)
        yield say(f"{told}。", brief.of(far, "row"))


def _parted(rows: Sequence[ScoredIndicator]) -> Iterator[Sequence[ScoredIndicator]]:
    """All together where they are few; else by 二级指标, so many in a sentence."""
    if len(rows) <= _TOGETHER:
        if rows:
            yield rows
        return
    for level2 in dict.fromkeys(row.indicator.level2 for row in rows):
        part = [row for row in rows if row.indicator.level2 == level2]
        for i in range(0, len(part), _TOGETHER):
            yield part[i : i + _TOGETHER]


def _in_words(brief: Brief, rows: Sequence[ScoredIndicator]) -> Iterator[Sentence]:
    """Rows answered in words: those that only say that it came as expected by name, the others as the staff put it."""
    plainly = [row for row in rows if _AS_EXPECTED.fullmatch(row.indicator.actual)]
    if plainly:
        each = "均" if len(plainly) > 1 else ""
        yield say(f"{names(plainly)}{each}达到预期目标。", brief.of(plainly, "row"))
    others = [row for row in rows if row not in plainly]
    said = dict.fromkeys(row.indicator.actual for row in others)
    alike = [[row for row in others if row.indicator.actual == text] for text in said]
    for i in range(0, len(alike), _TOGETHER):
        groups = alike[i : i + _TOGETHER]
        words = "；".join(
            f"{stands(part[0])}，达到预期目标" if len(part) == 1 else _in_one(part)
            for part in groups
        )
        yield say(f"{words}。", brief.of([row for part in groups for row in part], "row"))


def _by_level2(
    brief: Brief, good: Sequence[ScoredIndicator], rows: Sequence[ScoredIndicator]
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


def _detailed(row: ScoredIndicator) -> str:
    target = asked(row)
    return f"{called(row)}年度指标值为{target}，实际{_as_done(row)}" if target else result(row)


def _as_done(row: ScoredIndicator) -> str:
    text = row.indicator.actual
    return f"完成情况为{quoted(text)}" if isinstance(row.got, Words) else f"为{text}"


def _survey(brief: Brief, row: ScoredIndicator) -> Iterator[Sentence]:
    """The survey behind a satisfaction rate is part of what is said of it (F52, F67)."""
    note = clause(row.indicator.evidence)
    # 群众满意度台账 is where to look, no account of a survey
    told = figures(note) or not _PAPER.search(note)
    if note and told and "满意度" in row.indicator.level1 + row.indicator.level2:
        yield say(f"调查情况为：{note}。", brief.ids("evidence", row=row.id))


def _missed(brief: Brief, rows: Sequence[ScoredIndicator]) -> Sentence:
    """The rows that did not reach theirs, each with its target; how far and why is told with the reasons."""
    told = "；".join(f"{stands(row)}，{fell_short(row)}" for row in rows)
    return say(f"{told}。", brief.of(rows, "row"))


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
            what = f"{quoted(row.indicator.name)}未附调查资料，请{brief.staff}核实调查时间、对象、方式和样本数。"
            yield paragraph(verify(what, brief.ids("row", row=row.id)))
