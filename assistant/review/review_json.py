"""A review as the JSON object that `jixiao review --json` prints."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.model.sections import plain_title
from assistant.review.data_change import DataChange
from assistant.review.merge import Conflict
from assistant.word.edited import Remark

if TYPE_CHECKING:
    from assistant.review.answer import Answers
    from assistant.review.round_trip import Review


def to_json(review: Review, answers: Answers | None = None) -> dict[str, Any]:
    """Sections with their changes, changes to the data, conflicts, comments, doubts, findings."""
    value: dict[str, Any] = {
        "file": str(review.basis.package.path),
        "data": str(review.basis.data),
        "confidence": review.located.sure,
        "notes": list(review.basis.notes),
        "sections": _sections(review),
        "missing_sections": list(review.located.missing),
        "data_changes": [data_change(change) for change in review.data_changes],
        "conflicts": [_conflict(conflict) for conflict in review.conflicts],
        "kept": list(review.kept),
        "lines": list(review.lines),
        "unsupported": [asdict(doubt) for doubt in review.doubts],
        "comments": [_remark(remark) for remark in review.remarks],
        "findings": [finding.as_json() for finding in review.findings],
        "total": {
            "before": _number(review.before.total.score),
            "after": _number(review.card.total.score),
        },
        "revision": review.revision.number if review.revision else None,
    }
    if answers is not None:
        value["answers"] = [asdict(answer) for answer in answers.answers]
        value["questions"] = [asdict(question) for question in answers.questions]
        value["output"] = str(answers.output) if answers.output else None
    return value


def dump(value: dict[str, Any]) -> str:
    """One object on one or more lines, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def data_change(change: DataChange) -> dict[str, Any]:
    """`place` is the path in the data file, null where there is none; `state` open, applied, refused, cannot."""
    return {
        "place": list(change.place) or None,
        "label": change.label,
        "old": change.old or change.before,
        "new": change.new or change.after,
        "origin": change.origin,
        "where": change.where,
        "author": change.author,
        "when": change.when,
        "state": change.state,
        "why": change.why,
    }


def _sections(review: Review) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {p.section: [] for p in review.located.placed}
    for change in review.changes:
        found.setdefault(change.section, []).append(
            {
                "kind": change.kind,
                "before": change.before,
                "after": change.after,
                "author": change.author,
                "when": change.when,
                "pending": change.pending,
            }
        )
    sections = []
    for section, changes in found.items():
        how, sure = review.located.of(section)
        sections.append(
            {
                "id": section,
                "title": plain_title(section),
                "found_by": how,
                "confidence": sure,
                "changes": changes,
            }
        )
    return sections


def _conflict(conflict: Conflict) -> dict[str, Any]:
    mine, theirs = conflict.mine, conflict.theirs
    return {
        "section": conflict.section,
        "base": conflict.base,
        "draft": mine.text if mine else None,
        "draft_author": (mine.sentence.author or None) if mine else None,
        "edited": theirs.text if theirs else None,
        "edited_author": (theirs.sentence.author or None) if theirs else None,
        "settled": {"mine": "draft", "theirs": "edited", "both": "both"}[conflict.settled],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "id": remark.id,
        "author": remark.author,
        "when": remark.when,
        "text": remark.text,
        "words": remark.words,
        "resolved": remark.resolved,
        "replies": [_remark(reply) for reply in remark.replies],
    }


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
