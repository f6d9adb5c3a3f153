"""The fault catalogue over an edited report, as far as review and finalize need it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.rules.ruleset import RuleSet
from assistant.word.package import Package
from assistant.word.tally import Tally, tally


def check_report(
    package: Package, ruleset: RuleSet, evaluation: Evaluation | None
) -> tuple[Finding, ...]:
    """What `jixiao check` finds in a report file, held against the data where there are any."""
    from assistant.checks import check
    from assistant.checks.assemble import from_document
    from assistant.checks.opening import read_report

    document = read_report(package, view="accepted")
    return check(from_document(document, ruleset, evaluation=evaluation))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a report file asks of a person and what the catalogue finds in it."""

    asked: Tally
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)


def standing(path: Path) -> Standing:
    """Of a report that carries its data. Raises InputError where it cannot be read."""
    from assistant.checks import check
    from assistant.checks.opening import open_dossier

    opened = open_dossier(path)
    asked = tally(opened.package) if opened.package is not None else Tally()
    return Standing(asked, check(opened.dossier))


def standing_now(report: Package, evaluation: Evaluation) -> Standing:
    """As `standing`, of a report in hand that was printed of these data this moment."""
    from assistant.checks import check
    from assistant.checks.opening import written_dossier

    return Standing(tally(report), check(written_dossier(report, evaluation)))


def in_paragraphs(findings: Iterable[Finding], paragraphs: frozenset[int]) -> tuple[Finding, ...]:
    """Those that stand in some paragraphs of the body (numbered as in `EditedParagraph`)."""
    return tuple(
        finding
        for finding in findings
        if finding.anchor is not None and finding.anchor.paragraph in paragraphs
    )
