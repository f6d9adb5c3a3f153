"""Whole sections as a strong model would write them, and the same with one lie: read from `sections.txt`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.model.sections import MEASURES, REASONS

FILE = Path(__file__).with_name("sections.txt")
_IDS = {"R": REASONS, "M": MEASURES}


@dataclass(frozen=True, slots=True)
class Written:
    """A section of a project: paragraphs of sentences; `lie` is the one false sentence in it, where there is one."""

    case: str
    section: str
    paragraphs: tuple[tuple[str, ...], ...]
    lie: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of them, in order."""
        return tuple(s for p in self.paragraphs for s in p)

    @property
    def held(self) -> bool:
        """Of a project that is kept apart: every odd number."""
        return int(self.case[:2]) % 2 == 1


def sections(path: Path = FILE) -> tuple[list[Written], list[Written]]:
    """The true sections, and those with a lie. Raises ValueError where a lie changes no sentence of its section."""
    true: dict[tuple[str, str], Written] = {}
    lies: list[Written] = []
    case = part = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"# (\d\d-\S+)", line):
            case = match[1]
        elif line in _IDS:
            part = line
            true[case, part] = Written(case, _IDS[part], ())
        elif line.startswith("L|"):
            _, of, old, new = line.split("|")
            lies.append(_changed(true[case, of], old, new))
        elif line and not line.startswith("#"):
            one = true[case, part]
            told = tuple(re.findall(r"[^。]+。", line))
            true[case, part] = replace(one, paragraphs=(*one.paragraphs, told))
    return list(true.values()), lies


def _changed(one: Written, old: str, new: str) -> Written:
    """The section with the first sentence that has those words made false."""
    true = next((s for s in one.sentences if old in s), "")
    if not true:
        raise ValueError(f"{one.case}: {old}")
    lie = true.replace(old, new, 1)
    made = tuple(tuple(lie if s == true else s for s in p) for p in one.paragraphs)
    return replace(one, paragraphs=made, lie=lie)
