"""The grounding on labelled sentences of 94 projects and on lies made from the true ones: by kind, with Wilson intervals."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.facts import Fact, gather
from assistant.grounding import ground
from assistant.intake.yaml import read_evaluation
from assistant.model.sections import RECORDS
from assistant.rules.loader import for_evaluation
from assistant.scoring import score
from evals.ground.mutations import mutated

HERE = Path(__file__).parent
FOLDERS = (HERE.parent / "cases", HERE / "cases")
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence, where it would stand, and whether the facts of its case support it."""

    case: str
    section: str
    indicator: str
    text: str
    supported: bool
    kind: str

    @property
    def held(self) -> bool:
        """Of a project that is kept apart: every third by its number."""
        return int(self.case.partition("-")[0]) % 3 == 0


#: the growing set, then eight that were written before the grounding of their day was seen (of the last five half was not
#: opened before the end), and one reworded as freely as the language allows, by who mended the grounding,
#: and one of plain lies about the owner's two projects, each differing in one value or word (two in three stopped when they were written)
FILES = (
    "sentences.jsonl", "blind.jsonl", "blind2.jsonl", "blind3.jsonl", "blind4.jsonl", "blind5.jsonl", "blind6.jsonl",
    "blind7.jsonl", "blind8.jsonl", "reworded.jsonl", "plain.jsonl",
)  # fmt: skip


def labelled(path: Path) -> list[Labelled]:
    """The passages of one file. Raises ValueError for a section that the report has not: nothing would be held to it."""
    rows = [Labelled(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    for number, row in enumerate(rows, 1):
        if row.section and row.section not in RECORDS:
            raise ValueError(
                f"{path.name} line {number}: no section {row.section!r}; there are {', '.join(RECORDS)}"
            )
    return rows


def written(*names: str) -> list[Labelled]:
    """The sentences that people wrote (of those files, else of all): passages cut into sentences."""
    rows = [row for name in names or FILES for row in labelled(HERE / name)]
    return [replace(row, text=text) for row in rows for text in re.findall(r"[^。]+。", row.text)]


def made(rows: Iterable[Labelled]) -> list[Labelled]:
    """A lie or more from every true sentence, by one change each."""
    return [
        replace(row, text=text, supported=False, kind=f"made: {kind}")
        for seed, row in enumerate(rows)
        if row.supported
        for kind, text in mutated(row.text, seed)
    ]


@cache
def facts_of(case: str) -> tuple[Fact, ...]:
    """The facts of a case, by the stem of its file."""
    path = next(
        folder / f"{case}.yaml" for folder in FOLDERS if (folder / f"{case}.yaml").is_file()
    )
    evaluation = read_evaluation(path)
    return gather(score(evaluation, for_evaluation(evaluation, path.parent)))


def right(row: Labelled) -> bool:
    """Whether the grounding passes the true and stops the false."""
    found = ground(row.text, facts_of(row.case), section=row.section, indicator=row.indicator)
    return (found.verdict == "supported") == row.supported


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95% interval of a share."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / of / 4) / (1 + square)
    return middle - half, middle + half


def share(rows: Iterable[Labelled], *, supported: bool) -> float:
    """Of the true ones (or of the lies), what part is judged right."""
    judged = [right(row) for row in rows if row.supported == supported]
    return sum(judged) / len(judged)


def table(rows: list[Labelled]) -> str:
    """A line a kind."""
    of: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for row in rows:
        good = right(row)
        for kind in (row.kind, "ALL TRUE" if row.supported else "ALL LIES"):
            of[kind] += 1
            hits[kind] += good
    lines = []
    for kind in sorted(of):
        low, high = wilson(hits[kind], of[kind])
        lines.append(
            f"{kind:20} {hits[kind]:4}/{of[kind]:4}  {hits[kind] / of[kind]:.3f}  [{low:.3f}, {high:.3f}]"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    everything = written()
    for name, held in (("tuned on", False), ("kept apart", True)):
        part = [row for row in everything if row.held == held]
        print(name, len({row.case for row in part}), "projects")
        print(table(part + made(part)))
