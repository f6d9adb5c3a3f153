"""What the checkpoint file may hold: plain values, and the one langgraph type that marks a waiting question.

langgraph's own serializer rebuilds any class that the file names, and so runs what a stranger's file asks
for. Here a checkpoint is data: whatever is more than that is refused, and the file stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import InputError

_LARGEST = 64_000_000  # bytes of one value; a long session has about 200 000
_DEEPEST = 60
_KEYWORDS = 2  # langgraph's code for a class called with keywords: how it writes an Interrupt
_INTERRUPT = ("langgraph.types", "Interrupt")
_FOREIGN = "会话记录里有不是数据的内容，没有读取；请移走这个文件再试，数据和草稿不受影响"


class PlainSerializer:
    """Writes as langgraph does and reads plain values only: text, numbers, lists, maps, an Interrupt."""

    def __init__(self, path: Path) -> None:
        """`path` is what refusals name."""
        self._path = path

    def dumps_typed(self, obj: Any) -> tuple[str, bytes]:
        """The name of the form and the bytes, as `SerializerProtocol` has it."""
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

        return JsonPlusSerializer(allowed_msgpack_modules=None).dumps_typed(obj)

    def loads_typed(self, data: tuple[str, bytes]) -> Any:
        """The value. Raises InputError for a form or a class that this program does not write."""
        import ormsgpack

        form, content = data
        if form == "null":
            return None
        if form != "msgpack" or not isinstance(content, bytes) or len(content) > _LARGEST:
            raise self._refused()
        try:
            value = ormsgpack.unpackb(
                content, ext_hook=self._interrupt, option=ormsgpack.OPT_NON_STR_KEYS
            )
        except (ValueError, TypeError, RecursionError):
            raise self._refused() from None
        if not _shallow(value, _DEEPEST):
            raise self._refused()
        return value

    def _interrupt(self, code: int, data: bytes) -> Any:
        """An Interrupt whose own fields are plain; nothing is imported by a name from the file."""
        import ormsgpack
        from langgraph.types import Interrupt

        if code == _KEYWORDS:
            named = ormsgpack.unpackb(data, option=ormsgpack.OPT_NON_STR_KEYS)
            match named:
                case [str(module), str(name), {"value": str(value), "id": str(key)}, *_] if (
                    module,
                    name,
                ) == _INTERRUPT:
                    return Interrupt(value=value, id=key)
        raise self._refused()

    def _refused(self) -> InputError:
        return InputError(f"{self._path}：{_FOREIGN}")


def _shallow(value: object, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_shallow(item, depth - 1) for item in inner)
