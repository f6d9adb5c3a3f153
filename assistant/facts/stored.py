"""Facts as files keep them: the sentences with their places. Values are computed anew from the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, TypeAdapter

from assistant.facts.fact import Fact, Kind, Role


class _Stored(BaseModel):
    id: str
    text: str
    kind: Kind
    origin: str
    indicator: str = ""
    role: Role = ""
    subject: str = ""
    status: str = ""
    key: str = ""
    lead: int = 0


_ALL = TypeAdapter(list[_Stored])
_FIELDS = tuple(_Stored.model_fields)


def to_json(facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """A JSON list, one object a fact."""
    return [{name: getattr(fact, name) for name in _FIELDS} for fact in facts]


def from_json(value: object) -> tuple[Fact, ...]:
    """The facts that `to_json` wrote, without their values; those of older files have no key and lead.

    Raises pydantic's ValidationError for anything else.
    """
    return tuple(Fact(**stored.model_dump()) for stored in _ALL.validate_python(value))
