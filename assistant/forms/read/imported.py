"""What an import yields: values with their origins, what the form prints beside them, and what is open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.located import Place
from assistant.model.evaluation import Evaluation
from assistant.sheets.grid import Cell

PrintedKind = Literal[
    "得分",
    "完成率",
    "执行率",
    "执行分值",
    "执行得分",
    "总分",
    "总分值",
    "等级",
    "资金合计",
    "分值小计",
    "得分小计",
]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of the data. `place` is its path in the data file, e.g. ("指标", 0, "目标").

    `note` is said after the origin in the comment: how it was read, where that is not by copying.
    `strength` is how surely its label names the key; of two values of one place the surer stands.
    """

    place: Place
    text: str
    origin: str
    note: str = ""
    strength: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure the form prints that is not data: `check` compares it with what the program computes.

    `indicator` is the index of the row (from 0), None for figures of the whole form. `text` is as
    printed; `number` its value (95% is 0.95), None where it is no number. `part` names the column of a
    资金合计 (年初预算, 全年预算, 到位, 执行).
    """

    kind: PrintedKind
    text: str
    number: Decimal | None
    origin: str
    indicator: int | None = None
    part: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class DoubtfulColumn:
    """A column whose meaning is not sure. `field` is what was taken, "" for nothing.

    `taken` are the fields, with their heads, that other columns of the table are read as.
    """

    grid: str
    column: int
    label: str
    field: str
    samples: tuple[str, ...]
    why: str
    taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """One project as read from a file.

    `not_understood` names every text that went nowhere, `doubts` every reading that a person should
    look at; both are finished Chinese lines that begin with the place.
    """

    source: str
    values: tuple[Value, ...]
    printed: tuple[Printed, ...] = ()
    not_understood: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    columns: tuple[DoubtfulColumn, ...] = ()

    @property
    def name(self) -> str:
        """项目.名称, or "" where none was found."""
        return self.text(("项目", "名称"))

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys that a data file must have and the file does not give."""
        lacking = [f"项目.{key}" for key in ("名称", "年度") if not self.text(("项目", key))]
        if not any(value.place[0] == "指标" for value in self.values):
            lacking.append("指标")
        return tuple(lacking)

    def text(self, place: Place) -> str:
        """The value at that place, "" where there is none."""
        return next((v.text for v in self.values if v.place == place), "")

    def evaluation(self) -> Evaluation:
        """The data itself. Raises InputError where a key that must be there is missing, or a value wrong."""
        if self.missing:
            raise InputError(
                f"{self.source}：没有找到{'、'.join(self.missing)}，"
                "请在文件里填上，或用 jixiao import 转成数据文件补上后再用"
            )
        try:
            return Evaluation.model_validate(tree(self.values))
        except ValidationError as error:
            origins = {v.place: v.origin for v in self.values}
            raise InputError(*(self._mistake(fault, origins) for fault in error.errors())) from None

    def _mistake(self, fault: Any, origins: dict[Place, str]) -> str:
        place = tuple(fault["loc"])
        why = str(fault.get("ctx", {}).get("error", fault["msg"]))
        return f"{self.source}：{origins.get(place, '')}：{why}"


def tree(values: tuple[Value, ...]) -> dict[str, Any]:
    """The values as the nested groups and lists that a data file holds."""
    root: dict[str, Any] = {}
    for value in values:
        node: Any = root
        for part, following in zip(value.place, value.place[1:], strict=False):
            empty: Any = [] if isinstance(following, int) else {}
            if isinstance(part, int):
                while len(node) <= part:
                    node.append(empty)
                node = node[part]
            else:
                node = node.setdefault(part, empty)
        last = value.place[-1]
        if isinstance(last, int):
            node.append(value.text)
        else:
            node[last] = value.text
    return root
