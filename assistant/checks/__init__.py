"""The fault catalogue of RULES.md §6 over data and over any report: `check`, `Dossier`, `REGISTER`."""

from __future__ import annotations

from assistant.checks.catalogue import (
    approval,
    counts,
    dates,
    evidence,
    funds,
    layout,
    naming,
    narrative,
    rates,
    reasons,
    repeated_amounts,
    row_points,
    totals,
    values,
    wording,
)
from assistant.checks.dossier import Dossier
from assistant.checks.registry import REGISTER, Profile, order, run
from assistant.model.finding import Finding
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_evaluation
from assistant.rules.ruleset import RuleSet

#: the modules whose import fills the register
ROOMS = (
    repeated_amounts,
    funds,
    rates,
    row_points,
    totals,
    values,
    counts,
    naming,
    approval,
    reasons,
    narrative,
    wording,
    dates,
    evidence,
    layout,
)

__all__ = ["REGISTER", "ROOMS", "Dossier", "Profile", "check"]


def check(
    subject: Dossier | Scorecard,
    *,
    profile: Profile | None = None,
    ruleset: RuleSet | None = None,
) -> tuple[Finding, ...]:
    """All findings about a dossier, or about a scored data file, the grave ones first.

    A scorecard's own findings are among them. `draft` and `chat` call this at their end.
    """
    from assistant.checks.assemble import from_card

    if isinstance(subject, Dossier):
        return run(subject, profile)
    rules = ruleset or for_evaluation(subject.evaluation)
    found = run(from_card(subject, rules), profile)
    return order([*found, *_of_scoring(subject, found, profile or Profile())])


def _of_scoring(card: Scorecard, found: tuple[Finding, ...], profile: Profile) -> list[Finding]:
    """What only scoring can see: unreadable values, points that do not fit; not what a check said too."""
    said = {(f.code, f.location.split(".")[0]) for f in found} | {
        (f.code, f.evidence) for f in found
    }
    places = {row.id: f"指标[{i}]" for i, row in enumerate(card.indicators, 1)}
    kept: list[Finding] = []
    for finding in card.findings:
        place = places.get(finding.location.split(" ")[0], finding.location)
        codes_of_row = {code for code, where in said if where == place}
        if finding.code in profile.off or finding.code in codes_of_row:
            continue
        kept.append(finding)
    return kept
