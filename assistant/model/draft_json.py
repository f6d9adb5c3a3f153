"""A Draft as a JSON object and back: what the work folder and the Word file's embedded part hold."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.model.draft import Draft, Section, Sentence

_ADAPTER: TypeAdapter[Draft] | None = None
#: a draft is written three times a report: `asdict`, which copies whatever it meets, costs as much as a check
_SENTENCE = tuple(f.name for f in fields(Sentence))


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain objects, lists and strings."""
    return {
        "sections": tuple(map(_section, draft.sections)),
        "model": draft.model,
        "usage": asdict(draft.usage),
        "headings": dict(draft.headings),
        "fixed": dict(draft.fixed),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title,
        "paragraphs": tuple(
            {"sentences": tuple(map(_sentence, p.sentences)), "source": p.source}
            for p in section.paragraphs
        ),
        "refused": tuple({"text": r.text, "fault": r.fault} for r in section.refused),
        "shaped": section.shaped,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {name: getattr(sentence, name) for name in _SENTENCE}


def from_json(value: object, name: str) -> Draft:
    """The draft that `to_json` wrote; `name` is where it came from, for the message.

    Raises InputError where it is not such an object: a file that somebody changed by hand, or of
    another version.
    """
    global _ADAPTER  # noqa: PLW0603 - building the adapter costs more than a reading
    if _ADAPTER is None:
        _ADAPTER = TypeAdapter(Draft)
    try:
        return _ADAPTER.validate_python(value)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(f"{name}：里面的草稿读不出来（{place}），请用备份或重新起草") from None
