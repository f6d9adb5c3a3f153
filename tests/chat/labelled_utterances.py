"""Reads the labelled utterances, and measures the reader against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from assistant.chat.acts import Act, State
from assistant.chat.naming import row_path
from assistant.chat.understanding import understand
from assistant.chat.understanding.places import value_at
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake import read
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.rules.loader import for_data
from assistant.scoring import score

FOLDER = Path(__file__).parent / "labelled"
TODAY = date(2025, 3, 20)
PROJECTS = ("road", "school", "clinic", "water", "police", "farm", "culture")
#: written after the first measure; measured once unseen, their failures mended since
FRESH = ("elder", "fire")


@dataclass(frozen=True)
class Labelled:
    """One line of the set. `expected` maps a path to the value, `~` before what must be contained."""

    project: str
    number: int
    state: str
    say: str
    kinds: tuple[str, ...]
    expected: dict[str, str]

    @property
    def held(self) -> bool:
        """Whether it was held apart from tuning."""
        return self.project in FRESH or self.number % 3 == 0


@cache
def project(name: str) -> tuple[Evaluation, Draft]:
    """The data of a project, and the rules' draft of them."""
    path = FOLDER / f"{name}.yaml"
    evaluation = read(path)
    card = score(evaluation, for_data(evaluation, path))
    return evaluation, draft_by_rules(card, gather(card))


@cache
def utterances() -> tuple[Labelled, ...]:
    """All of them, in order."""
    found = []
    for name in (*PROJECTS, *FRESH):
        lines = [
            x
            for x in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
            if x and not x.startswith("#")
        ]
        for number, line in enumerate(lines, 1):
            state, say, kinds, *rest = (
                (part.strip() for part in line.split(" | "))
                if line.count(" | ") > 2
                else (part.strip() for part in re.split(r" \| | \|$", line))
            )
            pairs = [
                p.strip() for p in (rest[0].strip("|") if rest else "").split(" ; ") if p.strip()
            ]
            expected = dict(p.split("=", 1) for p in pairs)
            found.append(
                Labelled(name, number, state, say, tuple(kinds.strip("| ").split("/")), expected)
            )
    return tuple(found)


def opened(item: Labelled) -> State:
    """The state that the line was said in."""
    evaluation, draft = project(item.project)
    state = State(evaluation, TODAY)
    if item.state.startswith("?"):
        return State(evaluation, TODAY, asking=item.state[1:])
    if item.state.startswith("!"):
        path, _, value = item.state[1:].partition("=")
        return State(evaluation, TODAY, asking=path, pending=((path, value),), waiting=True)
    return (
        State(evaluation, TODAY, draft=draft, section="narrative")
        if item.state == "draft"
        else state
    )


def proposed(acts: tuple[Act, ...]) -> dict[str, str]:
    """What the acts would put before the person, as path to value."""
    made: dict[str, str] = {}
    for act in acts:
        if (act.kind in {"answer", "change"} and act.path) or act.kind == "add":
            made[act.path] = act.value
        elif act.kind == "delete":
            made[act.path] = "-"
    return made


def same(found: str, wanted: str) -> bool:
    """Whether a value is the labelled one; punctuation aside."""
    plain = re.compile(r"[\s，,。.；;、]")
    a, b = plain.sub("", found), plain.sub("", wanted.lstrip("~"))
    return b in a if wanted.startswith("~") else a == b


#: parts that a measure or a reason may bring along, where the label names only the main one
_ALONG = re.compile(r"\.(?:责任单位|完成时限|措施)$")


def judge(item: Labelled) -> tuple[bool, bool, tuple[Act, ...]]:
    """(right kind and proposals, a wrong proposal, the acts)."""
    acts = understand(item.say, opened(item))
    made = {p: v for p, v in proposed(acts).items() if v != value_at(opened(item), p)}
    wrong = any(
        path not in item.expected or not same(value, item.expected[path])
        for path, value in made.items()
        if path in item.expected or not (_ALONG.search(path) and _same_row(path, item.expected))
    )
    full = all(path in made and same(made[path], value) for path, value in item.expected.items())
    return acts[0].kind in item.kinds and full and not wrong, wrong, acts


def _same_row(path: str, expected: dict[str, str]) -> bool:
    return any(path.rpartition(".")[0] == other.rpartition(".")[0] for other in expected)


__all__ = ["Labelled", "judge", "opened", "project", "proposed", "row_path", "same", "utterances"]
