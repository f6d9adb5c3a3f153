"""Figures of a sentence against the figures of the facts: value, unit, role, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.drafting.grounding.evidence import (
    Evidence,
    Known,
    RowEvidence,
    bare,
    mentions,
    role_of,
)
from assistant.drafting.grounding.fault import Fault
from assistant.facts.figures import Figure, figures, flat

#: roles that may stand for one another
_SAME = (
    frozenset({"actual", "executed", "completion"}),
    frozenset({"actual", "points"}),
    frozenset({"actual", "target_share", "completion", "rate", "arrived_rate"}),
    frozenset({"budget", "initial", "target"}),
    frozenset({"left", "below"}),
    frozenset({"short", "below"}),
    frozenset({"lost", "points", "below"}),
    frozenset({"change", "above"}),
    frozenset({"change", "below"}),
    frozenset({"missed_count", "target"}),
    frozenset({"missed_count", "absent_count", "below"}),
    frozenset({"arrived", "actual", "executed"}),
)
_ROLE_NAMES = {
    "target": "年度指标值", "actual": "实际完成值", "below": "低于（少于）的数", "above": "高于（多于）的数",
    "budget": "预算数", "initial": "年初预算", "arrived": "到位数", "executed": "执行数", "rate": "执行率",
    "arrived_rate": "到位率", "left": "未执行数", "short": "未到位数", "target_share": "占比", "change": "调整数",
    "completion": "完成程度", "points": "分值或得分", "lost": "失分", "missed_count": "未完成的项数",
    "absent_count": "缺实际值的项数",
}  # fmt: skip
_STRICT_OVER = re.compile(r"(?:超过|高于|大于|多于|突破|逾)\s*$")
_STRICT_UNDER = re.compile(r"(?:低于|少于|小于|不足|不到)\s*$")
_LIST_MARK = re.compile(r"^\s*[（(]?\d{1,2}[）).、．](?!\d)")
_FREE_TAIL = re.compile(r"^(?:方面|个方面|点(?![零一二三四五六七八九\d])|部分|者|条)")
_PART = re.compile(r"第[一二三四五六七八九十\d]+(?:部分|节|章|次)?$")


def check_numbers(text: str, known: Evidence, masked: list[tuple[int, int]]) -> Iterator[Fault]:
    """Faults of kind number, date, direction, indicator. `masked` spans (titles, 文号) are not read."""
    plain = flat(text)
    hits = mentions(known, text)
    lead = _LIST_MARK.match(plain)
    for a, b, _ in hits:
        plain = plain[:a] + "□" * (b - a) + plain[b:]
    skip = [*masked, *((a, b) for a, b, _ in hits)]
    if lead:
        skip.append((lead.start(), lead.end()))
    for figure in figures(text):
        if any(a <= figure.start and figure.end <= b for a, b in skip):
            continue
        before = [row for a, _, row in hits if a < figure.start]
        scope = (
            before[-1] if before else (hits[0][2] if len({r.id for *_, r in hits}) == 1 else None)
        )
        fault = _check(plain, text, figure, known, scope)
        if fault is not None:
            yield fault


def _fault(text: str, figure: Figure, why: str, kind: str) -> Fault:
    span = (figure.start, figure.end)
    return Fault(span, text[figure.start : figure.end], why, kind)  # type: ignore[arg-type]


def _check(
    plain: str, text: str, figure: Figure, known: Evidence, scope: RowEvidence | None
) -> Fault | None:
    if figure.kind == "date":
        return _check_date(text, figure, known, scope)
    if figure.kind in {"ordinal", "code"}:
        words = bare(figure.words)
        if words in known.text or _PART.fullmatch(figure.words):
            return None
        return _fault(text, figure, "数据中没有这一项", "number")
    if figure.tail and _FREE_TAIL.match(figure.tail) and figure.low < 10:  # noqa: PLR2004
        return None
    role = role_of(plain, figure)
    own = scope.known if scope else []
    same = [k for k in (*own, *known.project) if _equal(figure, k.figure)]
    if scope is None:
        same = [k for k in known.all_known if _equal(figure, k.figure)]
    if not same:
        other = [k for k in known.all_known if _equal(figure, k.figure)]
        if other and scope is not None:
            why = f"这是“{other[0].fact.subject}”的数，不是“{scope.name}”的"
            return _fault(text, figure, why, "indicator")
        return _fault(text, figure, "数据中没有这个数", "number")
    fitting = [k for k in same if _fits(role, k)]
    if not fitting:
        return _fault(text, figure, _wrong_role(role, same[0]), "direction")
    return _bounds(plain, text, figure, fitting)


def _wrong_role(role: str, found: Known) -> str:
    said, true = _ROLE_NAMES.get(role, role), _ROLE_NAMES.get(found.role, "")
    return f"写成了{said}，数据中是{true}" if true else f"数据中没有这个{said}"


def _fits(role: str, known: Known) -> bool:
    if not role or not known.role or role == known.role:
        return True
    return any(role in group and known.role in group for group in _SAME)


def _bounds(plain: str, text: str, figure: Figure, fitting: list[Known]) -> Fault | None:
    """“超过95%” where it is 95% exactly: true only of a target written so."""
    before = plain[max(0, figure.start - 4) : figure.start]
    strict = _STRICT_OVER.search(before) or _STRICT_UNDER.search(before)
    if not strict or figure.approx not in {"over", "under"}:
        return None
    exact = [
        k
        for k in fitting
        if k.figure.approx == ""
        and k.role in {"actual", "executed", "rate", "arrived", "completion"}
    ]
    if exact and len(exact) == len(fitting) and role_of(plain, figure) not in {"target"}:
        return _fault(text, figure, "数据正是这个数，不是高于或低于它", "direction")
    return None


def _tails(one: str, two: str) -> bool:
    """Whether what is counted may be the same: 个小区 and 小区, 项 and 项指标; nothing fits all."""
    a, b = one.removeprefix("个"), two.removeprefix("个")
    if not one or not two or not a or not b:
        return True
    return a[0] == b[0] or one[0] == two[0] or a[:2] in two or b[:2] in one


def _equal(said: Figure, known: Figure) -> bool:
    if known.kind != said.kind or known.kind == "date":
        return False
    if said.kind == "amount":
        if said.unit and known.unit and said.unit != known.unit:
            return False
        if bool(said.unit) != bool(known.unit) and (said.tail if known.unit else known.tail):
            return False
        if not said.unit and not known.unit and not _tails(said.tail, known.tail):
            return False
    if said.low == known.low and said.high == known.high:
        return True
    if said.low != said.high or known.low != known.high:
        return False
    return _about(said, known)


def _about(said: Figure, known: Figure) -> bool:
    """约, 余, 多: true where the known figure rounds (or cuts off) to what is said."""
    step = said.size / Decimal(10) ** said.places
    if said.approx == "about":
        return abs(known.low - said.low) <= step / 2
    if said.approx == "over" and re.search(r"\d\s*[余多]", flat(said.words) + "  "):
        digits = said.low / step
        while digits and digits % 10 == 0:
            digits, step = digits / 10, step * 10
        return said.low < known.low < said.low + step
    return False


def _check_date(
    text: str, figure: Figure, known: Evidence, scope: RowEvidence | None
) -> Fault | None:
    day = figure.date
    if day is None:
        return None
    if day.words:
        return (
            None if day.words in known.text else _fault(text, figure, "数据中没有这个时间", "date")
        )
    own = [k for k in (*(scope.known if scope else ()), *known.project) if k.figure.date]
    if any(k.figure.date and day.within(k.figure.date) for k in own):
        return None
    other = [k for k in known.all_known if k.figure.date and day.within(k.figure.date)]
    if other and scope is None:
        return None
    if other and scope is not None:
        why = f"这是“{other[0].fact.subject}”的时间，不是“{scope.name}”的"
        return _fault(text, figure, why, "indicator")
    return _fault(text, figure, "数据中没有这个时间", "date")
