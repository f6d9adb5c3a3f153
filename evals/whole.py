"""The tier of capable models, measured: whole sections as such a model would write them, sent through the drafter.

    .venv/bin/python -m evals.whole [--all]

No strong model is at hand, so a scripted endpoint (`tests/fake_endpoint.py`) answers in its place: what is measured is how
much of true sections stands, and how many lies fall. The texts are `evals/ground/sections.txt`; odd project numbers are kept apart.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fake_endpoint import FakeEndpoint, Reply, Request, text

from assistant.config import Config, Limits
from assistant.drafting.by_model.whole import write_section
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake.yaml import read_evaluation
from assistant.llm.client import Client
from assistant.llm.endpoint import ModelChoice
from assistant.model.draft import Draft
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_evaluation
from assistant.scoring import score
from evals.ground.measure import FOLDERS, facts_of, wilson
from evals.ground.sections import Written, sections

_LIMITS = Config(limits=Limits(attempts=2, first_token=60, concurrency=1)).limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a section: sentences that stand in the model's words, and those left out with the reason."""

    written: Written
    stands: frozenset[str]
    refused: tuple[tuple[str, str], ...]


@cache
def rules_draft(case: str) -> tuple[Scorecard, Draft]:
    """The case scored, and its draft by rules."""
    path = next(f / f"{case}.yaml" for f in FOLDERS if (f / f"{case}.yaml").is_file())
    evaluation = read_evaluation(path)
    card = score(evaluation, for_evaluation(evaluation, path.parent))
    return card, draft_by_rules(card, gather(card))


def drafted(one: Written, endpoint: FakeEndpoint) -> Outcome:
    """The section as the drafter makes it of the model's answer; a repair gives nothing better."""

    def answer(request: Request) -> Reply:
        if "错处" in request.prompt:
            return text(json.dumps({"sentences": [{"text": "不改。", "facts": []}] * 12}))
        ids = re.findall(r"^(F\d+) ", request.prompt, re.M)
        rows = [{"sentences": [{"text": s, "facts": ids} for s in p]} for p in one.paragraphs]
        return text(json.dumps({"paragraphs": rows}, ensure_ascii=False))

    endpoint.script(answer, forever=True)
    _, draft = rules_draft(one.case)
    choice = ModelChoice("endpoint", endpoint.url, "scripted", "", "试写")
    with Client(choice, limits=_LIMITS) as client:
        made = write_section(draft.section(one.section), facts_of(one.case), "", client, join=False)
    said = frozenset(s.text for p in made.paragraphs if p.source == "llm" for s in p.sentences)
    return Outcome(one, said, tuple((r.text, r.fault) for r in made.refused))


def outcomes(written: list[Written]) -> Iterator[Outcome]:
    """Every section through one endpoint."""
    endpoint = FakeEndpoint()
    try:
        for one in written:
            yield drafted(one, endpoint)
    finally:
        endpoint.close()


def standing(found: list[Outcome]) -> tuple[int, int]:
    """Of the sentences of true sections: how many stand, of how many."""
    told = [(s, o) for o in found for s in o.written.sentences]
    return sum(s in o.stands for s, o in told), len(told)


def fallen(found: list[Outcome]) -> tuple[int, int]:
    """Of the lies: how many fell, of how many."""
    return sum(o.written.lie not in o.stands for o in found), len(found)


def _line(name: str, hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{name} {hits}/{of}  {hits / max(of, 1):.3f}  [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    everything = "--all" in sys.argv
    true, false = sections()
    for name, held in (("tuned on", False), ("kept apart", True)):
        good = list(outcomes([w for w in true if w.held == held]))
        bad = list(outcomes([w for w in false if w.held == held]))
        print(name, len(good), "sections,", len(bad), "with a lie")
        print(_line("  true sentences that stand", *standing(good)))
        print(_line("  lies that fall", *fallen(bad)))
        if held and not everything:
            continue
        for o in good:
            for s, why in o.refused:
                print("   -", o.written.case[:2], s, "|", why)
        for o in bad:
            if o.written.lie in o.stands:
                print("   ! ", o.written.case[:2], o.written.lie)
