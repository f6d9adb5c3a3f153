"""What pydantic found wrong, as Chinese lines with file, line and key for the people who wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from assistant.lexicon import lexicon

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

Place = tuple[str | int, ...]


def shown(place: Place) -> str:
    """A place as messages name it: 指标[2].实际."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in place)
    return text.removeprefix(".")


_NEAR = 0.5


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
    named = _also_called().get(key, ())
    near = [name for name in named if name in known][:1] or near
    if near:
        hint = f"，是不是“{near[0]}”？"
    else:
        home = next((path for path in paths(model) if path[-1] in (named or (key,))), ())
        hint = f"，“{home[-1]}”应写在“{home[-2]}”下面；" if len(home) > 1 else "，"
    return f"不认识的键{hint}这里可用的键：{'、'.join(known)}"


@cache
def _also_called() -> dict[str, tuple[str, ...]]:
    """The keys that a word of forms or staff may mean; nearness of letters alone would not find these, or find others."""
    found: dict[str, list[str]] = {}
    spoken = lexicon("conversation_keys")
    for names in (
        *(spoken[kind] for kind in ("indicator", "fund", "report")),
        lexicon("key_names")["written"],
    ):
        for path, words in names.items():
            for word in words:
                found.setdefault(word, []).append(path.rpartition(".")[2])
    return {word: tuple(keys) for word, keys in found.items()}


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
