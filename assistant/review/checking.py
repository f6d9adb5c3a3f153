"""The fault catalogue over an edited report, as far as review and finalize need it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.drafting.draft import Draft
from assistant.facts import Fact
from assistant.finding import Finding
from assistant.model import Evaluation
from assistant.ooxml_safety import Package, check_package
from assistant.rules.ruleset import RuleSet
from assistant.scorecard import Scorecard


def check_report(
    package: Package, ruleset: RuleSet, evaluation: Evaluation | None
) -> tuple[Finding, ...]:
    """What `jixiao check` finds in a report file, held against the data where there are any."""
    from assistant.checks import check
    from assistant.checks.assemble import from_document
    from assistant.checks.word import read_document

    return check(from_document(read_document(package), ruleset, evaluation=evaluation))


def new_findings(
    before: Draft, after: Draft, card: Scorecard, facts: Sequence[Fact], ruleset: RuleSet
) -> tuple[Finding, ...]:
    """What the catalogue finds in the text as it is now, and did not find before the edits."""
    known = {(f.code, f.evidence) for f in _of_draft(before, card, facts, ruleset)}
    return tuple(
        f for f in _of_draft(after, card, facts, ruleset) if (f.code, f.evidence) not in known
    )


def _of_draft(
    draft: Draft, card: Scorecard, facts: Sequence[Fact], ruleset: RuleSet
) -> tuple[Finding, ...]:
    from assistant.report import render

    package = check_package(Path("报告.docx"), render(card, draft, facts), kind="docx")
    return check_report(package, ruleset, card.evaluation)
