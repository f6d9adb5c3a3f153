"""Patterns that are compiled when they are first asked for: most of a run's hundreds never are."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ASKED = (
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "scanner",
    "groups", "groupindex",
)  # fmt: skip


class Later:
    """Stands for a compiled pattern. After the first question it answers as directly as that one would."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in (*_ASKED, "flags")})
        return getattr(compiled, name)

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, whose work (half a millisecond each) is done at the first use.

    A wrong pattern raises re.error there; `tests/house/test_house_patterns.py` asks every one of them.
    """
    return cast("re.Pattern[AnyStr]", Later(text, flags))
