"""What all projects of a unit share: 单位.yaml beside the data files, inherited where a project says nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from assistant.errors import InputError
from assistant.explaining import known_keys
from assistant.intake import UNIT_FILE
from assistant.located import explain, read_located
from assistant.model.evaluation import DayOrNone, Text, Texts
from assistant.model.row import Row

NAME = UNIT_FILE
#: each key of the unit file, and where its value stands in a data file
_HOMES: dict[str, tuple[str, str]] = {
    "主送": ("报告", "主送"), "通知": ("报告", "通知"), "署名": ("报告", "署名"),
    "成文日期": ("报告", "成文日期"), "公开": ("报告", "公开"), "结果应用": ("报告", "结果应用"),
    "提纲": ("报告", "提纲"), "管理": ("资金", "管理"), "规则": ("评分", "规则"), "保密词": ("起草", "保密词"),
}  # fmt: skip


class Unit(Row):
    """单位.yaml: what the reports of one unit have in common. Every key may be left out."""

    addressee: Text = Field(default="", alias="主送")
    notice: Text = Field(default="", alias="通知")
    signature: Text = Field(default="", alias="署名")
    dated: DayOrNone = Field(default=None, alias="成文日期")
    publicity: Text = Field(default="", alias="公开")
    application: Text = Field(default="", alias="结果应用")
    outline: Text = Field(default="", alias="提纲")
    management: Text = Field(default="", alias="管理")
    ruleset: Text = Field(default="", alias="规则")
    private: Texts = Field(default=(), alias="保密词")


def key_at(path: str) -> str:
    """The key of the unit file whose value stands at that path of a data file (报告.主送 → 主送), "" for none."""
    return next((key for key, home in _HOMES.items() if ".".join(home) == path), "")


def read_unit(path: Path) -> Unit:
    """The unit file. Raises InputError with one Chinese line for each mistake in it."""
    located = read_located(path, known_keys(Unit))
    try:
        return Unit.model_validate(located.tree or {})
    except ValidationError as error:
        raise InputError(*explain(error, located, Unit)) from None


def inherit(tree: dict[str, Any], unit: Unit) -> None:
    """Puts what the unit says into the tree of a data file, where the project itself says nothing.

    Private words add up. Groups that the file lacks are made, but for 资金: a note on money that is not
    there says nothing.
    """
    said = unit.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for key, value in said.items():
        group, name = _HOMES[key]
        if group == "资金" and not isinstance(tree.get(group), dict):
            continue
        home = tree.get(group)
        if home is None:
            home = tree[group] = {}
        if not isinstance(home, dict):
            continue  # the data file is wrong there, and will be told so
        if key == "保密词":
            own = home.get(name)
            home[name] = [*(own if isinstance(own, list) else []), *value]
        elif home.get(name) in (None, ""):
            home[name] = value
