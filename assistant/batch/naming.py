"""Names of projects as names of files: one plain part of a path, short enough, and each one different."""

from __future__ import annotations

import unicodedata

from assistant.files import plain_part
from assistant.intake.unit import NAME as UNIT

_MOST = 100_000


class Names:
    """The names that are taken. Two that differ only in case or in composed characters are one on some disks."""

    def __init__(self, taken: set[str] | None = None) -> None:
        self._taken = {_folded(UNIT.partition(".")[0]), *map(_folded, taken or ())}

    def new(self, name: str) -> str:
        """A free name for a project of that name; from the second on it is numbered: 绿化-2."""
        stem = plain_part(name)
        for number in range(1, _MOST):
            found = stem if number == 1 else f"{stem}-{number}"
            if _folded(found) not in self._taken:
                self._taken.add(_folded(found))
                return found
        raise AssertionError(f"more than {_MOST} projects of one name")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
