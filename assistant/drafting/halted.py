"""A draft with a model that did not come to its end, with what was done of it."""

from __future__ import annotations

from assistant.errors import ModelError
from assistant.model.draft import Draft


class DraftStoppedError(ModelError):
    """The model failed on the way. `draft` holds what was done, the rest by rules."""

    def __init__(self, draft: Draft, *lines: str) -> None:
        super().__init__(*lines)
        self.draft = draft


class DraftInterrupted(KeyboardInterrupt):
    """A person pressed Ctrl-C. `draft` holds what was done, the rest by rules."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
