"""Rows a person judges, or a calendar: qualitative targets and deadlines (10号 Art. 17 ¶3)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from assistant.lexicon import lexicon
from assistant.model.finding import Finding
from assistant.model.scorecard import Status
from assistant.patterns import regex
from assistant.rules.ruleset import Band
from assistant.scoring.measure import Measure, Row
from assistant.scoring.points import FULL, NONE
from assistant.values.deadlines import Deadline, Span, deadline, print_day
from assistant.values.printing import percent
from assistant.values.quantity import Actual, Qualitative, Words
from assistant.values.reading import fold

# An actual that says in so many words that the target was reached.
_LEAD = regex(r"^(?:已经|已|均|都|全部|全面|完全)+")
_REACHED = regex(
    r"(?:达成|达到|实现|完成)了?(?:全部|各项|预期|预定|年度|年初|绩效|既定|设定|项目|计划|任务)*"
    r"(?:指标值?|目标值?|要求|任务|效果)?"
)


_AND_ABOVE = regex(r"[及或]?以上[。]?$")
_OPPOSITES = {
    "是": ("否", "不是"),
    "通过": ("未通过", "不通过", "没有通过", "否"),
    "合格": ("不合格", "未合格", "否"),
    "达标": ("未达标", "不达标", "否"),
    "符合": ("不符合", "未符合", "否"),
    "完成": ("未完成", "没有完成", "否"),
}


def measure_words(row: Row, target: Qualitative, actual: Actual | None) -> Measure:
    """A qualitative row: the person's 完成程度 and 评分比例 count; words alone only where they claim it all."""
    indicator, rule = row.indicator, row.rules.qualitative
    if indicator.level is None and indicator.ratio is None:
        answered = _yes_or_no(row, target)
        if answered is not None:
            return answered
        better = (
            _grade(indicator.actual, indicator.name),
            _grade(_AND_ABOVE.sub("", fold(target.text)), indicator.name),
        )
        if better[0] is not None and better[1] is not None and better[0] <= better[1]:
            shown = f"目标“{target.text}”，实际“{indicator.actual}”，等次达到"
            return Measure("met", rule, shown, FULL, FULL)
        if _claims_all(target.text, indicator.actual):
            remark = row.finding(
                "F24",
                "info",
                "定性指标以文字说明达成，按达成记满分",
                indicator.actual,
                "请补“完成程度: 达成”，并附佐证",
            )
            shown = f"目标“{target.text}”，实际“{indicator.actual}”，按达成计"
            return Measure("met", rule, shown, FULL, FULL, findings=(remark,))
        need = row.finding(
            "F24",
            "warning",
            "定性指标没有评定完成程度，未计分",
            f"实际 {indicator.actual}",
            f"请写“完成程度”（{'、'.join(b.name for b in rule.bands)}）和“评分比例”",
        )
        return Measure("ungraded", rule, "没有评定完成程度，不计分", findings=(need,))
    return _judged(row, actual)


def _grade(text: str, name: str) -> int | None:
    """The place of a grade in words, 0 the best; None for other words (不合格 is none of them)."""
    grades = lexicon("grades")
    plain = fold(text).rstrip("。")
    ranks, before = grades["ranks"], grades["before"]
    if re.search(grades["water"]["named"], name):
        water = grades["water"]
        if "类" in plain:
            ranks, before = water["ranks"], f"{before}|{water['before']}"
    for words in (plain, re.sub(rf"^(?:{before})+", "", plain)):
        for rank, names in enumerate(ranks):
            if words in names:
                return rank
    return None


def _yes_or_no(row: Row, target: Qualitative) -> Measure | None:
    """Full or nothing, where the rule set judges so and target and actual are such a pair of words."""
    rule = row.rules.yes_no
    said, wanted = fold(row.indicator.actual).removeprefix("已"), fold(target.text)
    if rule is None or wanted not in _OPPOSITES:
        return None
    shown = f"目标“{wanted}”，实际“{row.indicator.actual}”"
    if said == wanted:
        return Measure("met", rule, shown, FULL, FULL)
    if said in _OPPOSITES[wanted]:
        return Measure("not_met", rule, shown, NONE, NONE, "0%", "未达到")
    return None


def _judged(row: Row, actual: Actual | None) -> Measure:
    indicator, rule = row.indicator, row.rules.qualitative
    findings: tuple[Finding, ...] = ()
    if actual is None:
        missing = row.finding(
            "F22", "warning", "已评定完成程度，但没有写实际完成情况", "", "请在“实际”写明完成情况"
        )
        findings = (missing,)
    band = _band(rule.bands, indicator.level, indicator.ratio)
    level = band.name
    if indicator.ratio is None:
        if level == "达成":
            return Measure("met", rule, "完成程度为达成", FULL, FULL, findings=findings)
        need = row.finding(
            "F24", "warning", f"完成程度为{level}，没有给出评分比例，未计分", "", _in_band(band)
        )
        return Measure(
            "ungraded", rule, f"完成程度为{level}，没有评分比例", findings=(*findings, need)
        )
    share = Fraction(indicator.ratio)
    if not _holds(rule.bands, band, indicator.ratio):
        wrong = row.finding(
            "F16",
            "error",
            f"评分比例{percent(share)}不在“{level}”的区间内，未计分",
            f"完成程度 {level}，评分比例 {percent(share)}",
            _in_band(band),
        )
        shown = f"完成程度为{level}，评分比例{percent(share)}不在区间内"
        return Measure("ungraded", rule, shown, findings=(*findings, wrong))
    status: Status = "met" if level == "达成" else "not_met"
    return Measure(
        status,
        rule,
        f"完成程度为{level}（{band.words}），评分比例{percent(share)}",
        share,
        share,
        percent(share),
        "" if status == "met" else band.words,
        findings,
    )


def _band(bands: tuple[Band, ...], level: str | None, ratio: Decimal | None) -> Band:
    """The band of that name, else the one the ratio lies in: bands cover 0–1 and have the three names."""
    return next(
        band
        for band in bands
        if (band.name == level if level else ratio is not None and _holds(bands, band, ratio))
    )


def _holds(bands: tuple[Band, ...], band: Band, ratio: Decimal) -> bool:
    """A band holds its lower end; only the best holds its upper end too."""
    best = band == bands[0]
    return band.low <= ratio and (ratio < band.high or (best and ratio <= band.high))


def _in_band(band: Band) -> str:
    low, high = percent(Fraction(band.low)), percent(Fraction(band.high))
    return f"请写“评分比例”，“{band.name}”为{low}（含）至{high}"


def _claims_all(target: str, actual: str) -> bool:
    said = _LEAD.sub("", fold(actual).rstrip("。"))
    wanted = _LEAD.sub("", fold(target).rstrip("。"))
    if said == wanted or _REACHED.fullmatch(said):
        return True
    by_time = ("时间", "按期", "如期", "按时", "及时", "期限")
    return any(word in wanted for word in by_time) and Words(actual).on_time


def measure_deadline(row: Row, target: Deadline, actual: Actual) -> Measure:
    """A dated row: full when in time; a missed or unclear date needs the person's 评分比例."""
    rule = row.rules.deadline
    if isinstance(actual, Span):
        return _dated(row, target, actual)
    said = row.indicator.actual
    if isinstance(actual, Words) and actual.on_time:
        remark = row.finding(
            "F24",
            "warning",
            "目标是期限，实际只有文字说明，按如期完成计",
            row.written,
            "请写实际完成的日期，如 2021年10月20日",
        )
        shown = f"期限{target}，实际“{said}”，按在期限内完成计"
        return Measure("met", rule, shown, FULL, FULL, findings=(remark,))
    if isinstance(actual, Words) and actual.late:
        return _by_person(row, f"期限{target}，实际“{said}”", "未在期限内完成", "F56")
    return _by_person(row, f"期限{target}，实际“{said}”看不出完成日期", "", "F24")


def _dated(row: Row, target: Deadline, actual: Span) -> Measure:
    rule = row.rules.deadline
    said = row.indicator.actual
    if actual.before and deadline(actual) == target:
        copied = row.finding(
            "F23",
            "warning",
            "实际值照抄了目标的期限，按在期限内完成计",
            f"实际 {said}",
            "请写实际完成的日期",
        )
        return Measure("met", rule, f"期限{target}，实际“{said}”", FULL, FULL, findings=(copied,))
    if actual.last <= target.certain:
        shown = f"实际{_shown(actual)}，在{target}完成"
        return Measure("met", rule, shown, FULL, FULL)
    if actual.first > target.possible and not actual.before:
        days = (actual.last - target.possible).days
        away = f"逾期{days}天" if actual.first == actual.last else f"晚于期限{target}"
        return _by_person(row, f"期限{target}，实际{_shown(actual)}，{away}", away, "F56")
    return _by_person(row, f"期限{target}，实际“{said}”是否在期限内说不清", "", "F56")


def _shown(span: Span) -> str:
    if span.first == span.last:
        return print_day(span.first)
    return f"{print_day(span.first)}至{print_day(span.last)}"


#: what to write, for a date missed, an actual that is no date, a date that the words leave open
_MENDS = {
    "late": "请写“评分比例”（如 80%）和原因",
    "F24": "请写实际完成的日期，如 2021年10月20日",
    "F56": "请把目标的期限写到日（如 2021年11月30日前），或由人评定，写“完成程度”和“评分比例”",
}


def _by_person(row: Row, compared: str, away: str, code: str) -> Measure:
    rule, indicator = row.rules.deadline, row.indicator
    if indicator.ratio is None and indicator.level == "达成" and not away:
        return Measure("met", rule, f"{compared}，人工评定为达成", FULL, FULL)
    if indicator.ratio is None:
        finding = row.finding(
            code,
            "warning",
            f"{compared}，需人工给出评分比例，未计分",
            row.written,
            _MENDS["late" if away else code],
        )
        return Measure("ungraded", rule, compared, deviation=away, findings=(finding,))
    share = Fraction(indicator.ratio)
    findings: tuple[Finding, ...] = ()
    if away and share == FULL:
        full = row.finding("F12", "warning", "未在期限内完成而评分比例为100%", compared, "请核对")
        findings = (full,)
    status: Status = "not_met" if away or share < FULL else "met"
    return Measure(
        status,
        rule,
        f"{compared}，人工评分比例{percent(share)}",
        share,
        share,
        percent(share),
        away,
        findings,
    )
