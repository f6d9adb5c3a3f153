"""Lines under our own forms that hold what the official form has no cell for, as people read them and `import` reads them back.

各来源金额: the amounts of each source of funds; 资金补充: reasons and management of the money; 指标补充: what belongs
to a row and has no column (佐证, 评分比例 …), a line a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.forms.sources_note import quotable
from assistant.model.evaluation import Fund, Funds, Indicator
from assistant.patterns import regex
from assistant.values.printing import plain

_AMOUNTS, _MONEY, _ROW = "各来源金额", "资金补充", "指标补充"
#: keys of an amount, in the order of the line
COLUMNS = {"initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行"}
_OF_MONEY = {"reason": "原因", "measure": "措施", "management": "管理"}
#: keys of a row that such a line may tell
ROW_KEYS = {
    "weight": "分值", "direction": "方向", "level": "完成程度", "ratio": "评分比例", "deduction": "扣减",
    "gathering": "汇总", "reason": "原因", "measure": "措施", "owner": "责任单位", "due": "完成时限", "evidence": "佐证",
}  # fmt: skip
_NAMED = regex(r"“(?P<name>[^“”]+)”(?P<rest>[^“”]*)")
_AMOUNT = regex(rf"({'|'.join(COLUMNS.values())})(-?\d+(?:\.\d+)?)")
_LABEL = regex(rf"(?:^|[；，])({'|'.join(sorted({*ROW_KEYS.values(), *_OF_MONEY.values()}))})：")


@dataclass(slots=True)
class Held:
    """What the lines of a form hold. Amounts in the form's unit, by the key of the data file; a source may come twice."""

    sources: list[tuple[str, dict[str, Decimal]]] = field(default_factory=list)
    money: dict[str, str] = field(default_factory=dict)
    of_source: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


def amounts_line(funds: Funds) -> str:
    """各来源金额（万元）：“…”年初预算80、全年预算80、到位80、执行78；…"""
    told = []
    for fund in funds.sources:
        amounts = [f"{name}{plain(value)}" for key, name in COLUMNS.items()
                   if (value := getattr(fund, key)) is not None]  # fmt: skip
        told.append(f"“{quotable(fund.source)}”{'、'.join(amounts)}")
    return f"{_AMOUNTS}（{funds.unit}）：{'；'.join(told)}。"


def money_lines(funds: Funds) -> Iterator[str]:
    """What is noted of the money, and of each source."""
    told = [f"{name}：{_one_line(text)}" for key, name in _OF_MONEY.items()
            if (text := getattr(funds, key))]  # fmt: skip
    if told:
        yield f"{_MONEY}：{'；'.join(told)}"
    for fund in funds.sources:
        if fund.reason:
            yield f"{_MONEY}：“{quotable(fund.source)}”原因：{_one_line(fund.reason)}"


def row_line(indicator: Indicator, keys: Iterable[str]) -> str:
    """指标补充：“…”佐证：…；评分比例：0.8 of those of the keys that are stated; "" where none is."""
    told = []
    for key in keys:
        value = getattr(indicator, key)
        if value not in (None, ""):
            text = plain(value) if isinstance(value, Decimal) else _one_line(str(value))
            told.append(f"{ROW_KEYS[key]}：{text}")
    return f"{_ROW}：“{quotable(indicator.name)}”{'；'.join(told)}" if told else ""


def is_held(text: str) -> bool:
    """Whether it is such a line."""
    return bool(re.match(rf"(?:{_AMOUNTS}（[^（）]+）|{_MONEY}|{_ROW})：", text.strip()))


def take_held(text: str, into: Held) -> None:
    """What the line says goes into `into`; a line of another kind says nothing."""
    if not is_held(text):
        return
    lead, _, rest = text.strip().partition("：")
    if lead.startswith(_AMOUNTS):
        for match in _NAMED.finditer(rest):
            amounts = {key: Decimal(number) for key, number in _AMOUNT.findall(match["rest"])}
            into.sources.append((match["name"], amounts))
        return
    named = _NAMED.match(rest)
    name = named["name"] if named else ""
    labelled = dict(_labelled(rest[named.start("rest") :] if named else rest))
    if lead == _ROW and name:
        into.rows.setdefault(name, {}).update(labelled)
    elif lead == _MONEY and name:
        into.of_source[name] = labelled.get("原因", "")
    elif lead == _MONEY:
        into.money.update(labelled)


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    marks = list(_LABEL.finditer(text))
    for mark, end in zip(marks, [m.start() for m in marks[1:]] + [len(text)], strict=True):
        yield mark[1], text[mark.end() : end].strip()


def apart(fund: Fund, *, initial: bool = True) -> bool:
    """Whether a line of the form that holds this source alone cannot hold all that is stated of it.

    `initial`: the form has a column 年初预算.
    """
    if not initial and fund.initial is not None:
        return True
    return fund.arrived is not None or (fund.budget is None and fund.initial is not None)


def sums(amounts: Sequence[Mapping[str, Decimal]], key: str) -> Decimal | None:
    """The amounts of a line of the form in that column: 全年预算 is 年初预算 where none is stated; None where one lacks."""
    found = [a.get(key, a.get("年初预算") if key == "全年预算" else None) for a in amounts]
    known = [a for a in found if a is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


def _one_line(text: str) -> str:
    return " ".join(text.split())
