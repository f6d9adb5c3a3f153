"""A draft brought up to data that have just been changed: computed sections anew, all else kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact
from assistant.model.draft import Draft
from assistant.model.scorecard import Scorecard
from assistant.review.regenerate import regenerate
from assistant.workspace import Workspace


def refreshed(
    workspace: Workspace,
    draft: Draft,
    card: Scorecard,
    facts: Sequence[Fact],
    old_facts: Sequence[Fact],
) -> Draft:
    """No model is asked: what it wrote stays, its figures replaced where that is sure, else marked.

    `old_facts` are those that the draft stands on, where the work folder does not know it.
    """
    by_rules = draft_by_rules(card, facts)
    by_model = frozenset(
        s.id for s in draft.sections if any(p.source == "llm" for p in s.paragraphs)
    )
    fresh = replace(
        draft,
        sections=tuple(
            s if s.id in by_model else next((r for r in by_rules.sections if r.id == s.id), s)
            for s in draft.sections
        ),
    )
    kept = workspace.load_program()
    program = kept[0] if kept is not None else draft
    old = kept[1] if kept is not None else tuple(old_facts)
    made = regenerate(draft, program, fresh, old, facts, keep=by_model)
    workspace.save_program(_program(program, by_rules, by_model), tuple(facts))
    return made.draft


def _program(program: Draft, by_rules: Draft, by_model: frozenset[str]) -> Draft:
    """What the program itself would have printed now."""
    return replace(
        program,
        sections=tuple(
            s if s.id in by_model else next((r for r in by_rules.sections if r.id == s.id), s)
            for s in program.sections
        ),
    )
