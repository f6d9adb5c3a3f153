"""What pydantic found wrong, as Chinese lines with file, line and key for the people who wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]


def shown(place: Place) -> str:
    """A place as messages name it: 指标[2].实际."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


_NEAR = 0.5
#: what forms and staff call a key; nearness of letters alone would not find these, or find others
_ALSO_CALLED = {
    "权重": "分值", "得分": "分值", "指标值": "目标", "年度指标值": "目标", "目标值": "目标",
    "完成值": "实际", "实际完成值": "实际", "实际值": "实际", "全年实际值": "实际", "完成情况": "实际",
    "三级": "名称", "三级指标": "名称", "指标名称": "名称", "项目名称": "名称", "偏差原因": "原因",
    "未完成原因": "原因", "改进措施": "措施", "主管单位": "主管部门", "单位名称": "实施单位",
    "项目单位": "实施单位", "预算单位": "实施单位", "预算数": "全年预算", "预算": "全年预算",
    "执行数": "执行", "支出": "执行", "支出数": "执行", "到位数": "到位", "资金来源": "来源",
    "规则集": "规则", "预期目标": "预期", "实际完成情况": "实际", "佐证材料": "佐证", "性质": "方向",
    "完成时间": "完成时限", "责任人": "责任单位", "年份": "年度", "日期": "成文日期", "文号": "批复",
}  # fmt: skip


class Lines(Protocol):
    """Where things stand in a file: what `explain` needs of a `Located`."""

    name: str

    @property
    def mistyped(self) -> tuple[tuple[int, str], ...]:
        """What looks mistyped in its lines: number and message."""

    def line(self, place: Iterable[str | int]) -> int:
        """The line of that path."""


def explain(error: ValidationError, located: Lines, model: type[BaseModel]) -> list[str]:
    """Each mistake pydantic found, as one Chinese line with file, line and key, in file order.

    Where lines look mistyped (`项目：`), those are named in place of what follows from them.
    """
    found = list(located.mistyped)
    for fault in error.errors(include_url=False, include_input=False):
        place = tuple(fault["loc"])
        if located.mistyped and _follows(fault["type"], place, model):
            continue
        found.append((located.line(place), f"{_path(place)}：{_message(fault, model, place)}"))
    return [f"{located.name}:{line}：{message}" for line, message in sorted(found, key=_line)]


def _line(remark: tuple[int, str]) -> int:
    return remark[0]


def _follows(kind: str, place: Place, model: type[BaseModel]) -> bool:
    """Whether a mistyped colon, comma or indent alone may have brought this about."""
    if kind == "extra_forbidden":
        key = str(place[-1])
        return bool(re.search("[：，:]", key)) or key in known_keys(model)
    return kind in {"missing", "model_type", "model_attributes_type", "dict_type", "list_type"}


def _path(place: Place) -> str:
    return shown(place) or "文件"


def _message(fault: Any, model: type[BaseModel], place: Place) -> str:
    kind = fault["type"]
    if kind == "missing":
        return "缺少这一项，请补上"
    if kind == "extra_forbidden":
        return _unknown(str(place[-1]), model, place)
    if kind == "value_error":
        return str(fault["ctx"]["error"])
    if kind == "literal_error":
        names = re.findall("'([^']*)'", fault["ctx"]["expected"])
        return f"应是 {'、'.join(names)} 之一"
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return "这里应是一组“键: 值”，每个键一行并缩进两格"
    if kind in {"tuple_type", "list_type"}:
        return "这里应是一个列表，每项以“- ”开头"
    return f"值不对（{fault['msg']}）"


def _unknown(key: str, model: type[BaseModel], place: Place) -> str:
    known = _keys_at(model, place[:-1])
    near = difflib.get_close_matches(key, known, n=1, cutoff=_NEAR)
    named = _ALSO_CALLED.get(key)
    if named in known:
        near = [named]
    if near:
        hint = f"，是不是“{near[0]}”？"
    else:
        home = next((path for path in paths(model) if path[-1] == (named or key)), ())
        hint = f"，“{home[-1]}”应写在“{home[-2]}”下面；" if len(home) > 1 else "，"
    return f"不认识的键{hint}这里可用的键：{'、'.join(known)}"


def _keys_at(model: type[BaseModel], place: Place) -> list[str]:
    """The Chinese keys the model takes at that place of the tree."""
    current: Any = model
    for part in place:
        if isinstance(part, int):
            continue
        for name, info in current.model_fields.items():
            if part in {info.alias, name}:
                current = _model_in(info.annotation) or current
                break
    return [info.alias or name for name, info in current.model_fields.items()]


def paths(model: type[BaseModel], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every key that a file of that model may hold, in the model's order."""
    for name, info in model.model_fields.items():
        path = (*above, info.alias or name)
        yield path
        below = _model_in(info.annotation)
        if below is not None:
            yield from paths(below, path)


def known_keys(model: type[BaseModel]) -> Collection[str]:
    """Every key that a file of that model may hold, wherever it stands."""
    return frozenset(path[-1] for path in paths(model))


def _model_in(annotation: Any) -> Any:
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _model_in(part)
        if found is not None:
            return found
    return None
