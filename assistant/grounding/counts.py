"""Counts of a class of indicators: 产出指标4项，完成3项 is held to what that class has, not to any class."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.facts import Fact
from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.reading import Read
from assistant.patterns import regex
from assistant.values.numerals import CHINESE, read_number

_FACT = regex(r"^(?P<name>[^共\d]{2,12}?指标)共?(?P<total>\d+)项，其中(?P<rest>.+)$")
_PART = regex(r"(?P<status>\D+?)(?P<n>\d+)项")
_N = rf"(?P<n>\d+|[{CHINESE}]{{1,3}})\s*(?:项|条|个)"
_TOTAL_AFTER = regex(rf"^(?:指标)?(?:共计?|共有|有|计|合计|设置了?|设定了?)?{_N}")
_TOTAL_BEFORE = regex(rf"{_N}$")
_SAID = r"(?P<said>未完成|(?<!未)完成|未达到|(?<!未)达到|缺实际(?:完成)?值)"
_THEN_NUMBER = regex(rf"{_SAID}(?:了|的|年度指标值的?)?(?:有|为|共)?{_N}")
_THEN_SAID = regex(
    rf"{_N}(?:指标)?(?:已|均|都)?(?P<said>未完成|完成|未达到|达到|缺实际(?:完成)?值)"
)
_ALL_DONE = regex(
    rf"(?:{_N})?(?:指标)?[，,]?(?P<all>(?:已?全部|均|都)(?:已|已经)?(?:完成|达到|达成|达标|实现))(?!率|值)"
)
_ALL_FILLED = regex(r"(?:全部|均|都)(?:已|有|填报?了?|已经)+(?:实际)?(?:完成)?值")
#: 未完成的指标共2项
_OF_STATUS = regex(
    rf"(?P<said>未完成|没有完成|未达到|(?<!未)完成|缺实际(?:完成)?值)的(?:绩效)?指标(?:共|有|为|是|计)*{_N}"
)
_STOP = regex(r"[。；;！？]")
_ALL_ROWS = regex(
    rf"{_N}(?:绩效)?指标(?:中|里|，|：|有|共)*|(?:设置|设定|设有|绩效|共有|全部)指标(?:共|计|合计|有)*{_N.replace('<n>', '<n2>')}[，、]其?中?"
)

#: what the facts call each status
_STATUSES = {"完成": "met", "超额较多": "over", "未完成": "not_met", "缺实际值": "missing"}


@dataclass(frozen=True, slots=True)
class Counted:
    """One class: how many rows it has, and how many of each status by the name that facts give it."""

    name: str
    total: int
    of: dict[str, int]

    def may_be(self, said: str) -> set[int]:
        """What a number beside that word may be."""
        get = self.of.get
        done, far = get("完成", 0), get("超额较多", 0)
        missed, absent = get("未完成", 0), get("缺实际值", 0)
        if said.startswith("缺"):
            return {absent}
        if said.startswith(("未", "没")):
            return {missed, self.total - done - far}
        return {done, done + far}


@lru_cache(maxsize=64)
def classes(known: Evidence) -> dict[str, Counted]:
    """The classes that the facts count, by name."""
    return {c.name: c for f in known.facts for c in _counted(f)}


def check_counts(read: Read) -> Iterator[Fault]:
    """Faults of kind number: a total or a status count that is not that of the class named before it."""
    known = classes(read.known)
    yield from _of_all(read)
    names = sorted(known, key=len, reverse=True)
    if not names:
        return
    text = read.plain
    found = list(re.finditer("|".join(map(re.escape, names)), text))
    for at, match in enumerate(found):
        one = known[match[0]]
        ends = [m.start() for m in [_STOP.search(text, match.end())] if m]
        ends += [found[at + 1].start()] if at + 1 < len(found) else []
        end = min(ends, default=len(text))
        yield from _check(read, one, match.end(), end)
        before = _TOTAL_BEFORE.search(text, 0, match.start())
        if before and _number(before) not in {None, one.total}:
            yield _fault(read, before, f"{one.name}共{one.total}项")


def _of_all(read: Read) -> Iterator[Fault]:
    """8项指标中5项未达到: of all rows together."""
    every = _every_row(read.known)
    yield from _of_status(read, every)
    found = _ALL_ROWS.search(read.plain)
    count = read_number((found["n"] or found["n2"]) if found else "")
    if not found or every.total < 2 or count != every.total:  # noqa: PLR2004
        return
    absent = every.of["缺实际值"]
    if (told := _ALL_FILLED.search(read.plain, found.end())) and absent:
        yield Fault(
            told.span(), read.words(told.span()), f"有{absent}项指标没有实际完成值", "number"
        )
    stop = _STOP.search(read.plain, found.end())
    region = read.plain[found.end() : stop.start() if stop else None]
    for match in (*_THEN_NUMBER.finditer(region), *_THEN_SAID.finditer(region)):
        if _number(match) not in every.may_be(match["said"]) | {None}:
            yield _fault(read, match, f"{every.total}项指标中没有这么多项", found.end())


def _every_row(known: Evidence) -> Counted:
    """All rows as one class."""
    states = Counter(row.status for row in known.rows.values())
    of = {name: states[status] for name, status in _STATUSES.items()}
    return Counted("绩效指标", len(known.rows), of)


def _of_status(read: Read, every: Counted) -> Iterator[Fault]:
    """未完成的指标共2项, where no class is named."""
    for match in _OF_STATUS.finditer(read.plain):
        named = any(name in read.plain[: match.start()] for name in classes(read.known))
        if not named and _number(match) not in every.may_be(match["said"]) | {None}:
            yield _fault(read, match, f"{every.total}项指标中没有这么多项")


def _check(read: Read, one: Counted, start: int, end: int) -> Iterator[Fault]:
    region = read.plain[start:end]
    taken: list[tuple[int, int]] = []
    total = _TOTAL_AFTER.match(region)
    if total and not _THEN_SAID.match(region, total.start("n")):
        taken.append(total.span("n"))
        if _number(total) not in {None, one.total}:
            yield _fault(read, total, f"{one.name}共{one.total}项", start)
    for match in _ALL_DONE.finditer(region):
        told = _number(match) if match["n"] else one.total
        if told in {None, one.total} and one.total not in one.may_be("完成"):
            done = max(one.may_be("完成"))
            span = (start + match.start("all"), start + match.end())
            yield Fault(
                span, read.words(span), f"{one.name}{one.total}项中只完成{done}项", "number"
            )
    for pattern in (_THEN_NUMBER, _THEN_SAID):
        for match in pattern.finditer(region):
            if match.span("n") in taken:
                continue
            taken.append(match.span("n"))
            number = _number(match)
            if number is not None and number not in one.may_be(match["said"]):
                parts = "、".join(f"{status}{n}项" for status, n in one.of.items())
                yield _fault(read, match, f"{one.name}中{parts}", start)


def _counted(fact: Fact) -> Iterator[Counted]:
    found = _FACT.match(fact.text) if fact.role == "count" else None
    if found:
        of = {m["status"].strip("、"): int(m["n"]) for m in _PART.finditer(found["rest"])}
        yield Counted(found["name"], int(found["total"]), of)


def _number(match: re.Match[str]) -> int | None:
    number = read_number(match["n"])
    return int(number) if number is not None and number == Decimal(int(number)) else None


def _fault(read: Read, match: re.Match[str], why: str, shift: int = 0) -> Fault:
    span = (shift + match.start("n"), shift + match.end("n"))
    return Fault(span, read.words(span), why, "number")
