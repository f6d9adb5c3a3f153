"""A Draft as a JSON object and back: what the work folder and the Word file's embedded part hold."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import InputError
from assistant.model.draft import Draft, Paragraph, Refused, Section, Sentence, Usage

_ADAPTER: TypeAdapter[Draft] | None = None
_FIELDS = {
    kind: tuple(f.name for f in fields(kind))
    for kind in (Draft, Section, Paragraph, Sentence, Refused, Usage)
}


#: the draft that was written last, and what was written: a report writes one three times
_last: tuple[Draft, dict[str, Any]] | None = None


def to_json(draft: Draft) -> dict[str, Any]:
    """The draft as plain objects, lists and strings; nobody changes what comes back."""
    global _last  # noqa: PLW0603 - one place to look, whatever thread put it there
    known = _last
    if known is None or known[0] is not draft:
        known = _last = (draft, _plain(draft))
    return known[1]


def _plain(value: Any) -> Any:
    """As `asdict`, which copies whatever it meets and so costs as much as a check: drafts are written three
    times a report."""
    kind = type(value)
    if kind is str:
        return value
    if kind is tuple:
        return tuple(map(_plain, value))
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    if kind in _FIELDS:
        return {name: _plain(getattr(value, name)) for name in _FIELDS[kind]}
    return value


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
