"""Direction, negation and stock claims: what a sentence says of success and failure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from assistant.grounding.counts import classes
from assistant.grounding.evidence import RowEvidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare, clause_end, clause_start
from assistant.grounding.reading import Read
from assistant.grounding.vocabulary import stock_claims
from assistant.model.sections import MEASURES
from assistant.patterns import regex

_NOT = r"(?:未能?|没有|没能|没|不能|无法|尚未|仍未|并未|难以|未有效)"
_MISSED = regex(
    rf"{_NOT}(?:按期|如期|按时|完全|全部|全面|足额|及时)?(?:地)?(?:完成|达到|达成|实现|达标|完工)|未达标?|不达标|不及|"
    r"低于(?:年度)?(?:目标|指标|预期)|逾期|滞后|延误|晚于(?:年度|规定|计划|要求|目标|既定)+|不足(?=年度|目标|指标|预期)|存在(?:一定)?(?:的)?(?:差距|偏差|偏离|不足)"
)
_OVER = regex(
    r"早于(?:年度|规定|计划|要求|目标|既定)+|超额(?:完成|实现|达到)|(?<!未)(?:超过|高于|超出|优于)(?:了)?(?:年度|预期|既定|绩效)?(?:指标值|目标值?|预期|计划)|超预期|提前完成"
)
#: on which side of the target it lies, that the values themselves tell
_SIDE = regex(
    r"(?:(?P<above>(?<![不未])(?<!没有)(?<!没)(?:超过?|高于|大于|多于|超出|突破))|(?P<under>(?<![不未])(?<!没有)(?<!没)(?:低于|少于|小于)))了?"
    r"(?:年度|预期|既定|规定|设定|绩效|计划|要求)*的?(?:指标值|目标值?|时限|期限|上限|下限|限额|控制[数值])(?!\d)"
)
#: 完成年度指标值的91.33% tells how much, not that it was met
_SHARE = regex(r"(?:指标|目标|任务)?[值量]?的?(?:约|近)?(?:\d|百分之)")
_MET = regex(
    r"(?:完成|达到|达成|实现)(?:了)?(?:年度|预期|既定|全部|各项|绩效|规定|设定)+(?:的)?(?:绩效)?(?:指标值?|目标值?|任务|要求|标准)?|"
    r"(?:完成|达到|达成|实现)了?(?:[^，。；]{0,4}\d[^，。；的]{0,8}的)?(?:目标|指标)(?:值|要求)?(?=[，。；]|$)|达到了?要求(?=[，。；]|$)|"
    r"(?:也|都)完成了?(?=[，。；]|$)|(?:已|均|全部|如期|按期|按时|顺利|圆满)+(?:完成|达标|达成|实现)(?!率)|达标(?!率)|与(?:年度)?(?:目标值?|指标值|计划)(?:相符|吻合)|完成良好|完成较好|"
    r"控制在(?:了)?(?:年度|预期|既定|规定|目标|合理)*(?:指标值?|目标值?|要求|范围|上限|标准)(?:以内|之内|内)"
)
_INTENT = regex(
    rf"{_NOT}(?:[^，。；]{{0,4}}|[在于][^，。；]{{0,18}})$|缺$|是否$|能否$|部分$|(?:争取|力争|确保|保证|推动|以便?|为|才能|可|将|要|应|早日|尽快|逐步|实现|更好地|距离?|与)[^，。；]{{0,3}}$"
)
#: 未完成的2项为…
_LISTED = regex("的(?:指标)?(?:有|共)?[^，。；：□]{0,8}(?:为|是|有|包括|：)")
_COUNT = regex(
    r"[\d一二三四五六七八九十两]+项(?:绩效)?(?:指标)?(?:已|均|都|全部)*$|"
    r"[中有][\d一二三四五六七八九十两]+[一-鿿]{1,2}(?:已|均|都)*$"
)
_ALL = regex(
    r"(?:各项|所有|全部|全体|每项|各个)(?:绩效|年度|产出|效益)?(?:指标|目标|任务)[^。；]{0,6}?(?:均|都|全部)?(?:已)?(?:完成|达到|达成|实现|达标)|"
    r"项目[^，。；□]{0,12}(?:全部完成|(?:完成|达到|实现)了?(?:年度|预期|绩效|既定)的?(?:指标|目标)|[按如]期完工|[按如]期完成)|"
    r"(?:指标|目标|任务)(?:均|都|全部|已全部|全面)(?:已)?(?:完成|达到|达成|实现|达标)"
)
_NO_DEVIATION = regex(
    r"(?:未|没有|无|不存在|未出现|未发生)(?:明显|较大)?(?:的)?(?:偏离|偏差)(?!的?原因)"
)
#: the year's goal as a whole, of which only the staff can say that it was reached
_WHOLE = regex(
    r"(?:完成|达到|达成|实现)了?(?:了|本|项目|全年|年度|预期|既定|设定|全部)*的?(?:绩效)?总体(?:绩效)?目标(?!完成|实现)|"
    r"总体(?:绩效)?目标(?:已|全部|全面|基本|如期|顺利|按期)*(?:完成|达成|实现)(?!情况|程度|率|值)"
)
_BETTER = regex(
    r"(?:水平|质量|能力|效率|效果|条件|环境|面貌|意识|素质|保障|力度|收入|生活|素养|形象|秩序|治理)[^，。；]{0,6}?"
    r"(?:显著|明显|大幅|有效|全面|切实|持续|稳步|不断|逐步|进一步|得到|有所)+(?:地|了)?(?:提升|提高|改善|增强|加强|优化|好转|改观)(?!率)"
)
_HOPED = regex(
    r"(?:将|进一步|继续|争取|确保|力争|下一步|为|以|要|应|促进|推动|目标)[^，。；]{0,10}$"
)
_TAKEN = regex(r"已(?:经)?(?!有|填|知|批|列)[一-龥]{2}(?!的)")
_GOAL = regex(r"确保|争取|力争|推动|保证|以便?|已有结果的|已填报")
_BREAK = regex(r"[。；;！？]|，(?=但|然而|不过|而|其中|另|其余)")


@cache
def stock() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of praise and boilerplate, and what each lacks."""
    return tuple((regex(pattern), why) for pattern, why in stock_claims())


def check_better(read: Read, *, acting: bool) -> Iterator[Fault]:
    """“水平不断提高” of what no figure shows. What is yet to come may be hoped for."""
    if acting or read.section == MEASURES:
        return
    for match in _BETTER.finditer(read.unquoted):
        before = read.unquoted[max(0, match.start() - 12) : match.start()]
        if bare(match[0]) not in read.known.text and not _HOPED.search(before):
            yield Fault(match.span(), read.words(match.span()), "成效的说法没有数值依据", "claim")


def check_done(read: Read) -> Iterator[Fault]:
    """A measure told as taken already, of which the notes do not say so."""
    if read.section != MEASURES:
        return
    for match in _TAKEN.finditer(read.text):
        if bare(match[0]) not in read.known.text:
            yield _says(read, match, "填报材料没有说已经做了")


def check_direction(read: Read) -> Iterator[Fault]:
    """Met said of a missed row, missed of a met one, all done while not all are, no deviation where one is."""
    yield from _overall(read)
    start = 0
    current: RowEvidence | None = None
    for piece in [*_BREAK.finditer(read.plain), None]:
        end = piece.start() if piece else len(read.plain)
        rows = {hit.row.id: hit.row for hit in read.mentions if start <= hit.start < end}
        if len(rows) == 1:
            current = next(iter(rows.values()))
            yield from _of_row(read, (start, end), current)
        elif len(rows) > 1:
            current = None
            yield from _of_rows(read, (start, end), list(rows.values()))
        elif current is not None or (len(read.rows) == 1 and not read.mentions):
            yield from _of_row(read, (start, end), current or read.rows[0])
        start = piece.end() if piece else end


def _says(read: Read, match: re.Match[str], why: str) -> Fault:
    return Fault(match.span(), read.words(match.span()), why, "direction")


def _claims(read: Read, span: tuple[int, int]) -> Iterator[tuple[str, re.Match[str]]]:
    """What a clause claims: missed, over or met, in this order of belief."""
    taken: list[tuple[int, int]] = []
    for kind, pattern in (("missed", _MISSED), ("over", _OVER), ("met", _MET)):
        for match in pattern.finditer(read.plain, *span):
            if any(a <= match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            before = read.plain[max(span[0], match.start() - 24) : match.start()]
            if _COUNT.search(re.split("[，：、]", before)[-1]):
                continue  # 4项达到年度指标值 is a count, and held to the counts
            if kind == "met" and (_INTENT.search(before) or _SHARE.match(read.plain, match.end())):
                continue
            yield kind, match


def _as_notes(words: str) -> str:
    """超出了规定期限 is 超过规定期限."""
    return bare(words).replace("超出", "超过").replace("了", "")


def _of_row(read: Read, span: tuple[int, int], row: RowEvidence) -> Iterator[Fault]:
    notes = row.note("reason", "measure")
    sides = list(_SIDE.finditer(read.plain, *span)) if row.side is not None else []
    for match in sides:
        above = bool(match["above"])
        if _as_notes(match[0]) not in _as_notes(notes) and row.side != (1 if above else -1):
            why = f"“{row.name}”并不{'高于' if above else '低于'}年度指标值"
            yield _says(read, match, why)
    for kind, match in _claims(read, span):
        if bare(match[0]) in notes or any(
            one.start() < match.end() and match.start() < one.end() for one in sides
        ):
            continue
        if kind == "missed" and row.status in {"met", "over"}:
            yield _says(read, match, f"“{row.name}”已达到年度指标值")
        elif kind != "missed" and (
            row.status == "not_met" or (row.deviates and row.status == "ungraded")
        ):
            yield _says(read, match, f"“{row.name}”未达到年度指标值")
        elif kind == "missed" and row.status in {"missing", "ungraded"} and not row.deviates:
            stands = "完成程度待评定" if row.status == "ungraded" else "暂无结果"
            why = f"“{row.name}”{stands}，是否达到请核实"
            yield replace(_says(read, match, why), soft=True)
        elif kind == "over" and row.side == 0 and match[0].startswith("超额"):
            yield _says(read, match, f"“{row.name}”正好达到年度指标值，没有超额")
        elif kind != "missed" and row.status == "missing":
            yield _says(read, match, f"“{row.name}”没有实际完成值，完成情况不能说明")


def _of_rows(read: Read, span: tuple[int, int], rows: list[RowEvidence]) -> Iterator[Fault]:
    """Several rows named together: a claim is false where it is false of all, or 均 is said."""
    every = rows
    for kind, match in _claims(read, span):
        begun, end = clause_start(read.plain, match.start()), clause_end(read.plain, match.end())
        here = {hit.row.id: hit.row for hit in read.mentions if begun <= hit.start < end}
        rows = list(here.values()) or every
        statuses = {row.status for row in rows}
        together = re.search(
            r"均|都|全部", read.plain[max(span[0], match.start() - 6) : match.end()]
        )
        together = together or _LISTED.match(read.plain, match.end())
        bad = statuses & ({"met", "over"} if kind == "missed" else {"not_met", "missing"})
        if bad and (together or bad == statuses):
            names = "、".join(row.name for row in rows if row.status in bad)
            why = f"“{names}”" + (
                "已达到年度指标值" if kind == "missed" else "未完成或没有实际完成值"
            )
            yield _says(read, match, why)


def _of_class(read: Read, match: re.Match[str]) -> bool:
    """Whether only classes are told of (效益指标和满意度指标均达到), all rows of which did."""
    clause = re.split(r"[，。；]", read.plain[: match.start()])[-1] + match[0]
    named = [
        one for name, one in classes(read.known).items() if name in clause and name != "绩效指标"
    ]
    return bool(named) and all(
        one.of.get("完成", 0) + one.of.get("超额较多", 0) == one.total for one in named
    )


def _overall(read: Read) -> Iterator[Fault]:
    rows = list(read.known.rows.values())
    short = [row for row in rows if row.status in {"not_met", "missing", "ungraded"}]
    deviating = [row for row in rows if row.deviates or row.status == "not_met"]
    for match in _ALL.finditer(read.plain):
        before = read.plain[max(0, match.start() - 6) : match.start()]
        if _of_class(read, match):
            continue
        if short and not _GOAL.search(before):
            yield _says(read, match, f"有{len(short)}项指标未完成或缺实际值")
    for match in _WHOLE.finditer(read.plain):
        before = read.plain[max(0, match.start() - 6) : match.start()]
        if bare(match[0]) not in read.known.text and not _GOAL.search(before):
            yield _says(read, match, "总体目标是否完成，填报材料没有这样写")
    for match in _NO_DEVIATION.finditer(read.plain):
        if deviating:
            yield _says(read, match, f"有{len(deviating)}项指标偏离年度指标值")
