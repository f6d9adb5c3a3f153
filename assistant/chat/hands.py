"""What the conversation can ask other rooms to do, beyond reading: draft, revise, export, understand.

The terminal gives real ones; each may take long or fail, and says so with a JixiaoError.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from assistant.chat.action import Action
from assistant.chat.desk import View
from assistant.chat.memory import Memory
from assistant.model.draft import Draft, Sentence
from assistant.model.finding import Finding


class Hands(Protocol):
    """Drafting and its company. `model` is the session's wish: "" for the order of DESIGN.md."""

    def write(self, view: View, model: str, before: Draft | None) -> Draft:
        """A whole new draft; sentences of a person in `before` stay."""

    def revise(
        self, view: View, model: str, sentence: Sentence, wish: str, section: str
    ) -> Sentence | None:
        """The sentence as wished, grounded; None where no model is there to do it."""

    def understand(self, view: View, model: str, line: str, memory: Memory) -> Action | None:
        """What a model takes the line to mean; None without one, or where it cannot tell."""

    def check(self, view: View) -> tuple[Finding, ...]:
        """What check says of the data."""

    def export(self, view: View, draft: Draft, path: Path) -> str:
        """Writes the report; what to tell the person about it."""

    def model_line(self, model: str) -> str:
        """Which model drafts now, in words. Raises InputError for a name that cannot be used."""

    def cost_line(self) -> str:
        """Calls and tokens so far."""
