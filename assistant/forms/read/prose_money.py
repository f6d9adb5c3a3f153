"""Amounts told in a report's sentences: budget, arrival and payment, where no table gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.forms.read.imported import Value
from assistant.forms.read.money import KEYS
from assistant.forms.read.rows import Log
from assistant.patterns import regex
from assistant.sheets.grid import Paragraph
from assistant.values.printing import plain
from assistant.values.reading import fold
from assistant.values.units import MONEY_SIZES

_AMOUNT = r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元)"
_GAP = r"[^\d，,。；;]{0,14}?"
_KINDS = (
    ("initial", regex(rf"年初{_GAP}预算{_GAP}{_AMOUNT}")),
    (
        "executed",
        regex(
            rf"(?:支付|支出|执行|使用|决算|兑付|列支|支用|结算|(?:已|完成|实际|累计|共|实)拨付|拨付(?=使用|资金{_GAP}执行))"
            rf"(?!率|到位|预算){_GAP}{_AMOUNT}"
        ),
    ),
    ("arrived", regex(rf"到位(?!率){_GAP}{_AMOUNT}")),
    (
        "budget",
        regex(rf"(?:预算|下达|安排|批复|总投资|项目资金|专项资金|补助资金){_GAP}{_AMOUNT}"),
    ),
)
_ALL_ARRIVED = regex(
    r"(?:资金)?(?:已)?(?:全部|足额|按时足额|及时足额)(?:拨付)?到位|到位率(?:为|达到|达|是)?\s*100\s*%"
)
_RATE = regex(
    r"(?:执行率|支付率|支出率|(?:完成|占).{0,12}预算.{0,6}?)(?:为|达到|达|是|的)*\s*(\d+(?:\.\d+)?)\s*%"
)
_INITIAL_RATE = regex(r"年初预算.{0,8}?(\d+(?:\.\d+)?)\s*%")
_SOURCES = regex(
    rf"(?P<source>(?:中央|自治区|省级?|市级?|县级?|区级?|地方|本级|财政|单位|自筹|社会|其他|上级|债券)[^\d，,、。；;]{{0,12}}?){_AMOUNT}"
)


@dataclass(slots=True)
class _Said:
    value: Decimal
    unit: str
    origin: str
    words: str
    note: str = ""

    @property
    def base(self) -> Decimal:
        return self.value * MONEY_SIZES[self.unit]


def prose_funds(paragraphs: list[Paragraph], log: Log) -> tuple[list[Value], list[Paragraph]]:
    """资金 as the sentences tell it, as one source; and the paragraphs that told it."""
    said: dict[str, _Said] = {}
    taken: list[Paragraph] = []
    rate: Decimal | None = None
    initial_rate: Decimal | None = None
    arrived_all = ""
    for p in paragraphs:
        text = fold(p.text)
        before = len(said)
        for kind, pattern in _KINDS:
            match = _best(kind, pattern, text)
            if match and kind not in said:
                number = Decimal(match["number"].replace(",", ""))
                said[kind] = _Said(
                    number, match["unit"], p.origin, f"{match['number']}{match['unit']}"
                )
        if _ALL_ARRIVED.search(text):
            arrived_all = p.origin
        share = _RATE.search(text)
        rate = Decimal(share[1]) / 100 if share else rate
        first = _INITIAL_RATE.search(text)
        initial_rate = Decimal(first[1]) / 100 if first else initial_rate
        if len(said) > before or share or _ALL_ARRIVED.search(text):
            taken.append(p)
        _related(text, p, said)
        if len(said) > before:
            _rest(text, p, said, log)
        if len(_SOURCES.findall(text)) > 1:
            log.not_understood.append(
                f"{p.origin}：正文分来源写了金额，没有拆开，请按来源填写“资金.明细”：{text[:60]}"
            )
    if not said:
        return [], []
    unit = _unit(said)
    _unit_slip(said, unit, rate, log)
    if "arrived" not in said and arrived_all and "budget" in said:
        whole = said["budget"]
        said["arrived"] = _Said(
            whole.value, whole.unit, arrived_all, "", "正文写“全部到位”，按预算数"
        )
    paid = said.get("executed")
    if "initial" not in said and initial_rate == 1 and paid is not None:
        said["initial"] = _Said(
            paid.value, paid.unit, paid.origin, "", "正文写完成年初预算的100%，按执行数"
        )
    return _values(said, unit), taken


def _best(kind: str, pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The amount of that kind: no source's part of it, and for the budget the year's own, as adjusted."""
    parts = [m.span("number") for m in _SOURCES.finditer(text)]
    parts = parts if len(parts) > 1 else []
    found = [m for m in pattern.finditer(text) if m.span("number") not in parts]
    if kind != "budget":
        return found[0] if found else None

    def worth(m: re.Match[str]) -> int:
        words = text[max(0, m.start() - 8) : m.start("number")]
        if "年初" in words and "调整" not in words:
            return -1
        if re.search(r"总投资|总预算|中期|上年|去年", words):
            return 0
        return 2 if re.search(r"调整后|全年|年度|本年|当年", words) else 1

    found = [m for m in found if worth(m) >= 0]
    return max(found, key=worth, default=None)


_ANY = regex(_AMOUNT)
_OF_RATE = (
    (
        "executed",
        regex(r"(?:执行率|支付率|支出率|执行进度|支出进度|支付进度)\D{0,6}(\d+(?:\.\d+)?)\s*%"),
    ),
    ("arrived", regex(r"到位率\D{0,6}(\d+(?:\.\d+)?)\s*%")),
)


def _related(text: str, p: Paragraph, said: dict[str, _Said]) -> None:
    """A rate that is told says which of the amounts beside it was spent, whatever verb stands there."""
    whole = said.get("budget") or said.get("initial")
    if whole is None or not whole.base:
        return
    known = {s.base for s in said.values()}
    for kind, pattern in _OF_RATE:
        rate = pattern.search(text)
        if kind in said or not rate:
            continue
        for match in _ANY.finditer(text):
            number = Decimal(match["number"].replace(",", ""))
            base = number * MONEY_SIZES[match["unit"]]
            near = abs(base / whole.base * 100 - Decimal(rate[1])) <= Decimal("0.6")
            if near and (base not in known or Decimal(rate[1]) == 100):  # noqa: PLR2004
                words = f"{match['number']}{match['unit']}"
                said[kind] = _Said(number, match["unit"], p.origin, words, "按所写的比率对应")
                break


def _rest(text: str, p: Paragraph, said: dict[str, _Said], log: Log) -> None:
    """Amounts of a sentence that was read which went nowhere are named: nothing is lost without a word."""
    known = {s.base for s in said.values()}
    left = [
        m[0]
        for m in _ANY.finditer(text)
        if Decimal(m["number"].replace(",", "")) * MONEY_SIZES[m["unit"]] not in known
    ]
    if left:
        log.not_understood.append(
            f"{p.origin}：正文还写了{'、'.join(left[:6])}，不知道是哪一项，没有写入：{text[:60]}"
        )


def _unit(said: dict[str, _Said]) -> str:
    first = said.get("budget") or next(iter(said.values()))
    return first.unit


def _unit_slip(said: dict[str, _Said], unit: str, rate: Decimal | None, log: Log) -> None:
    """“支付64.638元” against a budget of 64.638万元 and a rate of 100% is a slip of the unit (F01)."""
    paid, whole = said.get("executed"), said.get("budget") or said.get("initial")
    if paid is None or whole is None or paid.unit == whole.unit or not whole.base or rate is None:
        return
    as_said, in_unit = paid.base / whole.base, paid.value / whole.value
    if abs(as_said - rate) > Decimal("0.01") and abs(in_unit - rate) <= Decimal("0.01"):
        log.doubts.append(
            f"{paid.origin}：写的是“{paid.words}”，与预算 {whole.words} 和执行率 {rate:.0%} 对照应为{whole.unit}，"
            f"按 {plain(paid.value)}{whole.unit} 读入，请核对（F01）"
        )
        paid.note = f"原文写“{paid.words}”，单位应为{whole.unit}"
        paid.unit = whole.unit
    elif as_said < Decimal("0.001"):
        log.doubts.append(
            f"{paid.origin}：“{paid.words}”与预算 {whole.words} 相差悬殊，请核对单位（F01）"
        )


def _values(said: dict[str, _Said], unit: str) -> list[Value]:
    origin = next(iter(said.values())).origin
    values = [
        Value(("资金", "单位"), unit, origin),
        Value(("资金", "明细", 0, "来源"), "财政拨款", origin, "正文没有写来源，请核对"),
    ]
    for kind, key in KEYS.items():
        found = said.get(kind)
        if found is not None:
            number = plain(found.value * MONEY_SIZES[found.unit] / MONEY_SIZES[unit])
            values.append(Value(("资金", "明细", 0, key), number, found.origin, found.note))
    return values
