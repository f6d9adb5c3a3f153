"""A number that a person edited in the report, as a change to the data that the number comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.located import Place
from assistant.model.evaluation import Evaluation, Indicator
from assistant.values.figures import Figure
from assistant.values.numerals import print_number
from assistant.values.units import MONEY_UNITS, read_unit

Origin = Literal["table", "text", "fixed"]
State = Literal["open", "applied", "refused", "cannot"]

#: what a change is told by that the data hold already
THERE = "数据文件里已是这个值"
ROW_THERE, ROW_GONE = "数据文件里已有这一条", "数据文件里已没有这一条"

FIELDS: dict[str, str] = {
    "目标": "年度指标值",
    "实际": "全年实际值",
    "分值": "分值",
    "名称": "三级指标名称",
    "原因": "原因",
    "措施": "措施",
}
MONEY: dict[str, str] = {
    "年初预算": "年初预算数",
    "全年预算": "全年预算数",
    "到位": "到位数",
    "执行": "执行数",
}


@dataclass(frozen=True, slots=True)
class DataChange:
    """`place` is the path in the data file (empty: none); `label` names it for people.

    `before` is what the report printed, `after` what the person wrote; `old` and `new` the values in
    the data. `why` says what stands against it, or what came of it.
    """

    place: Place
    label: str
    before: str
    after: str
    old: str = ""
    new: str = ""
    origin: Origin = "table"
    where: str = ""
    author: str = ""
    when: str = ""
    state: State = "open"
    why: str = ""
    #: of a row more: its keys and values, and the row of the data that it was put under (-1: before them all)
    values: tuple[tuple[str, str], ...] = ()
    beside: int | None = None

    @property
    def possible(self) -> bool:
        """Whether it can be written into the data file at all."""
        return bool(self.place) and self.state != "cannot"

    def __str__(self) -> str:
        return f"{self.label}：{self.old or self.before or '（空）'} → {self.new or self.after or '（空）'}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the data as text: where it stands, and how it is called."""

    place: Place
    label: str
    text: str


def indicator_values(number: int, row: Indicator) -> Iterator[Value]:
    """The values of one indicator that the report prints."""
    texts = {
        "目标": row.target,
        "实际": row.actual,
        "分值": "" if row.weight is None else print_number(row.weight),
        "名称": row.name,
        "原因": row.reason,
        "措施": row.measure,
    }
    for field, text in texts.items():
        yield Value(("指标", number, field), f"指标“{row.name}”的{FIELDS[field]}", text)


def money_values(evaluation: Evaluation) -> Iterator[Value]:
    """The amounts of each source of funds."""
    funds = evaluation.funds
    if funds is None:
        return
    for number, fund in enumerate(funds.sources):
        amounts = {
            "年初预算": fund.initial,
            "全年预算": fund.budget,
            "到位": fund.arrived,
            "执行": fund.executed,
        }
        name = Value(
            ("资金", "明细", number, "来源"), f"资金来源“{fund.source}”的名称", fund.source
        )
        yield name
        for field, amount in amounts.items():
            text = "" if amount is None else print_number(amount)
            label = f"资金“{fund.source}”的{MONEY[field]}（{funds.unit}）"
            yield Value(("资金", "明细", number, field), label, text)


def plain_values(evaluation: Evaluation) -> Iterator[Value]:
    """Names and dates around the figures."""
    project, report = evaluation.project, evaluation.report
    yield Value(("项目", "名称"), "项目名称", project.name)
    yield Value(("项目", "年度"), "年度", str(project.year))
    yield Value(("项目", "实施单位"), "实施单位", project.unit)
    yield Value(("项目", "主管部门"), "主管部门", project.authority)
    yield Value(("报告", "主送"), "主送机关", report.addressee.rstrip("：: "))
    yield Value(("报告", "署名"), "署名", report.signature)
    goal = evaluation.goal
    yield Value(("总体目标", "预期"), "预期总体目标", goal.expected)
    yield Value(("总体目标", "实际"), "总体目标实际完成情况", goal.actual)
    if report.dated is not None:
        yield Value(("报告", "成文日期"), "成文日期", report.dated.isoformat())


def in_unit_of_data(figure: Figure, evaluation: Evaluation) -> str:
    """An amount of money as the data file has it, in its unit."""
    unit = evaluation.funds.unit if evaluation.funds else "元"
    amount = figure.low / read_unit(unit).size
    return f"{amount.normalize():f}" if unit in MONEY_UNITS else figure.words


def values(evaluation: Evaluation) -> Iterator[Value]:
    """All values that stand in a report and that a person may correct there."""
    yield from plain_values(evaluation)
    yield from money_values(evaluation)
    for number, row in enumerate(evaluation.indicators):
        yield from indicator_values(number, row)


def rebased(change: DataChange, then: Evaluation, now: Evaluation) -> DataChange:
    """The change against the data as they are now: rows may have moved, values may have changed.

    Where somebody else changed the same value to another one, the change says so and keeps both.
    """
    if not change.possible:
        return change
    place = _place_now(change.place, then, now)
    if change.values:
        return change
    if place is not None and len(place) in {2, 3} and isinstance(place[-1], int):
        return replace(change, place=place)  # a whole row
    if place is None and isinstance(change.place[-1], int):  # a whole row to be taken out
        return replace(change, place=(), state="applied", old="", why=ROW_GONE)
    if place is None:
        return replace(
            change, place=(), state="cannot", why="数据文件里已没有这一行，请核对后手工修改"
        )
    current = next((v.text for v in values(now) if v.place == place), "")
    match place:
        case ("指标", int(number), "一级"):
            current = now.indicators[number].level1
        case ("指标", int(number), "二级"):
            current = now.indicators[number].level2
    if current == change.old:
        return replace(change, place=place)
    if current == change.new:
        return replace(change, place=place, old=current, state="applied", why=THERE)
    why = f"出稿时数据是“{change.old}”，数据文件现为“{current}”，改稿写“{change.new}”，三者不同，请核对"
    return replace(change, place=place, old=current, why=why)


def _place_now(place: Place, then: Evaluation, now: Evaluation) -> Place | None:
    match place:
        case ("指标", int(number), *rest):
            key = _row_key(then.indicators[number])
            for n, row in enumerate(now.indicators):
                if _row_key(row) == key:
                    return ("指标", n, *rest)
            return None
        case ("资金", "明细", int(number), *rest):
            if then.funds is None or now.funds is None:
                return None
            source = then.funds.sources[number].source
            for n, fund in enumerate(now.funds.sources):
                if fund.source == source:
                    return ("资金", "明细", n, *rest)
            return None
        case _:
            return place


def _row_key(row: Indicator) -> tuple[str, str, str]:
    return row.level1, row.level2, row.name
