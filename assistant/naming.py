"""Names of projects and units as names of files: one plain part of a path, short enough, each one different; and paths as they are typed."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable

#: names that Windows keeps for its devices, whatever the suffix
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
)
_SIGNS = "“”（）()-·"
_LONGEST = 60
#: bytes; suffixes, numbers and work folders still fit in the 240 that all disks take
_MOST_BYTES = 150
_MOST = 100_000


def as_typed(*words: str) -> str:
    """The words of a command as a person types them in a shell: quoted where one holds more than plain signs."""
    return " ".join(w if re.fullmatch(r"[\w./:\\-]+", w) else shlex.quote(w) for w in words)


def plain_part(name: str, what: str = "项目") -> str:
    """A name from a file as one plain part of a path: letters, digits and a few signs, never a way out of the folder.

    `what` the name is of, in a word: it stands for a name that leaves nothing, and before one that
    Windows keeps for a device.
    """
    kept = "".join(c if c.isalnum() or c in _SIGNS else "-" for c in name).strip("-. ")[:_LONGEST]
    stem = kept.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip("-. ") or what
    is_device = unicodedata.normalize("NFKC", stem).casefold() in _DEVICES  # COM¹ is COM1
    return f"{what}-{stem}" if is_device else stem


class Names:
    """The names that are taken. Two that differ only in case or in composed characters are one on some disks."""

    def __init__(self, taken: Iterable[str] = (), what: str = "项目") -> None:
        self._taken = set(map(_folded, taken))
        self._what = what

    def new(self, name: str) -> str:
        """A free name for something of that name; from the second on it is numbered: 绿化-2."""
        stem = plain_part(name, self._what)
        for number in range(1, _MOST):
            found = stem if number == 1 else f"{stem}-{number}"
            if _folded(found) not in self._taken:
                self._taken.add(_folded(found))
                return found
        raise AssertionError(f"more than {_MOST} of one name")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
