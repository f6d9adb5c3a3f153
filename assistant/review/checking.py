"""The fault catalogue over an edited report, as far as review and finalize need it."""

from __future__ import annotations

from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.rules.ruleset import RuleSet
from assistant.word.package import Package


def check_report(
    package: Package, ruleset: RuleSet, evaluation: Evaluation | None
) -> tuple[Finding, ...]:
    """What `jixiao check` finds in a report file, held against the data where there are any."""
    from assistant.checks import check
    from assistant.checks.assemble import from_document
    from assistant.checks.opening import read_report

    document = read_report(package, view="accepted")
    return check(from_document(document, ruleset, evaluation=evaluation))


def findings_in(
    package: Package, ruleset: RuleSet, evaluation: Evaluation, paragraphs: frozenset[int]
) -> tuple[Finding, ...]:
    """What the catalogue finds in those paragraphs of the body (numbered as in `EditedParagraph`)."""
    return tuple(
        finding
        for finding in check_report(package, ruleset, evaluation)
        if finding.anchor is not None and finding.anchor.paragraph in paragraphs
    )
