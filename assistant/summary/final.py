"""决算.yaml: the year's final figures, and what of them the projects do not come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pydantic import Field, ValidationError

from assistant.checks.likeness import normal
from assistant.errors import InputError
from assistant.explaining import explain, known_keys
from assistant.located import read_located
from assistant.model.evaluation import MoneyOrNone, MoneyUnit, Name
from assistant.model.row import Row
from assistant.summary.projects import Project, of_unit
from assistant.summary.totals import AMOUNTS, Totals
from assistant.values.printing import plain
from assistant.values.units import MONEY_SIZES

_CENT = Decimal("0.01")  # 万元
_WAN = Decimal(10_000)
_NAMED = 10


class FinalUnit(Row):
    """One unit's figures."""

    name: Name = Field(alias="单位名称")
    initial: MoneyOrNone = Field(default=None, alias="年初预算")
    budget: MoneyOrNone = Field(default=None, alias="全年预算")
    executed: MoneyOrNone = Field(default=None, alias="决算")


class Final(Row):
    """项目支出 of the 部门决算. Every key may be left out; amounts in `unit`."""

    unit: MoneyUnit = Field(default="万元", alias="单位")
    projects: MoneyOrNone = Field(default=None, alias="项目总数")
    first_level: MoneyOrNone = Field(default=None, alias="一级项目")
    second_level: MoneyOrNone = Field(default=None, alias="二级项目")
    initial: MoneyOrNone = Field(default=None, alias="年初预算")
    budget: MoneyOrNone = Field(default=None, alias="全年预算")
    executed: MoneyOrNone = Field(default=None, alias="决算")
    units: tuple[FinalUnit, ...] = Field(default=(), alias="各单位")

    def wan(self, amount: Decimal | None) -> Decimal | None:
        """In 万元."""
        return None if amount is None else amount * MONEY_SIZES[self.unit] / _WAN


def read_final(path: Path) -> Final:
    """The file. Raises InputError with one Chinese line for each mistake in it."""
    located = read_located(path, known_keys(Final))
    try:
        return Final.model_validate(located.tree or {})
    except ValidationError as error:
        raise InputError(*explain(error, located, Final)) from None


def differences(projects: Sequence[Project], totals: Totals, final: Final | None) -> Iterator[str]:
    """Where the parts, the totals and the final figures do not meet: a line each, with both figures."""
    units = [unit for unit, _ in of_unit(list(projects))]
    yield from _within(projects, totals, len(units))
    if final is None:
        return
    for key, word in AMOUNTS.items():
        said = final.wan(getattr(final, key))
        if said is not None:
            yield from _against("全部项目", word, totals.get(f"all.{key}"), said)
            yield from _of_the_final(final, key, word, said)
    if final.projects is not None and final.projects != len(projects):
        less = plain(abs(final.projects - len(projects)))
        yield (
            f"决算表有{plain(final.projects)}个项目，收到{len(projects)}个项目的自评材料，相差{less}个，请核对"
        )
    if final.units:
        yield from _units(units, totals, final)


def _within(projects: Sequence[Project], totals: Totals, units: int) -> Iterator[str]:
    """What the projects' own figures say."""
    for key, word in AMOUNTS.items():
        parts = sum((totals.get(f"unit[{i}].{key}") for i in range(1, units + 1)), Decimal(0))
        if parts != totals.get(f"all.{key}"):
            whole = plain(totals.get(f"all.{key}"))
            yield f"各单位{word}之和{plain(parts)}万元，合计{whole}万元，不相等，请核对"
        lacking = [p.name for p in projects if getattr(p, key) is None]
        if lacking:
            more = "等" if len(lacking) > _NAMED else ""
            yield f"{len(lacking)}个项目没有{word}数，没有计入合计：{'、'.join(lacking[:_NAMED])}{more}"
    for p in projects:
        if p.budget is not None and p.executed is not None and p.executed > p.budget:
            yield f"{p.owner}“{p.name}”执行{plain(p.executed)}万元，多于全年预算{plain(p.budget)}万元，请核对"


def _of_the_final(final: Final, key: str, word: str, said: Decimal) -> Iterator[str]:
    """The final figures of the units against their own total."""
    given = [amount for u in final.units if (amount := final.wan(getattr(u, key))) is not None]
    whole = sum(given, Decimal(0))
    if given and len(given) == len(final.units) and abs(whole - said) > _CENT:
        yield f"决算表各单位{word}之和{plain(whole)}万元，与合计{plain(said)}万元不相等，请核对决算表"


def _units(units: Sequence[str], totals: Totals, final: Final) -> Iterator[str]:
    known = {normal(unit): i for i, unit in enumerate(units, 1)}
    for one in final.units:
        at = known.pop(normal(one.name), None)
        if at is None:
            yield f"决算表中的“{one.name}”没有项目的自评材料，请核对"
            continue
        for key, word in AMOUNTS.items():
            said = final.wan(getattr(one, key))
            if said is not None:
                yield from _against(one.name, word, totals.get(f"unit[{at}].{key}"), said)
    for i in known.values():
        yield f"“{units[i - 1]}”有自评材料，决算表中没有这个单位，请核对"


def _against(name: str, word: str, ours: Decimal, said: Decimal) -> Iterator[str]:
    if abs(ours - said) > _CENT:
        yield f"{name}{word}：自评合计{plain(ours)}万元，决算表{plain(said)}万元，相差{plain(abs(ours - said))}万元，请核对"
