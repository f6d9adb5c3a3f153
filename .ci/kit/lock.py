"""requirements.lock as data, and the part of it that users run: what the kit, the SBOM and the licences are of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[2]
_HEAD = re.compile(r"^(?P<name>[a-z0-9][\w.-]*)==(?P<version>\S+)(?: ; (?P<marker>.*?))? \\$", re.M)
#: what uv writes beside a package that our own dependencies or extras name; the group `dev` is written otherwise
OURS = "jixiao (pyproject.toml)"


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock: exact version, where it holds, sha256 of its files, who asks for it."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]
    wanted_by: tuple[str, ...]

    def holds(self, environment: Mapping[str, str]) -> bool:
        """Whether it is installed there; keys as in PEP 508."""
        return not self.marker or Marker(self.marker).evaluate(dict(environment))


def read_lock(path: Path = ROOT / "requirements.lock") -> list[Pin]:
    """Every pin, in the order of the file."""
    text = path.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    pins = []
    for head, end in zip(heads, ends, strict=True):
        body = text[head.end() : end]
        wanted = re.findall(r"^    #(?: via)? +(\S.*)$", body, re.M)
        pins.append(Pin(
            head["name"], head["version"], head["marker"] or "",
            tuple(re.findall(r"--hash=(sha256:[0-9a-f]{64})", body)), tuple(w for w in wanted if w != "via"),
        ))  # fmt: skip
    return pins


def for_users(pins: Iterable[Pin]) -> list[Pin]:
    """Those that our dependencies and extras need, directly or through others; without what only developers need."""
    pins = list(pins)
    needed: set[str] = set()
    while more := {
        p.name for p in pins if p.name not in needed and {*p.wanted_by} & {OURS, *needed}
    }:
        needed |= more
    return [pin for pin in pins if pin.name in needed]
