"""As `loaded`, and what a draft by a model needs before its first call: the dictionary by which names are hidden."""

from __future__ import annotations

import assistant.batch.loaded  # noqa: F401 - for the workers
from assistant.llm.persons import persons

tuple(
    persons("由张三主任负责")
)  # the dictionary takes a second to read: once here, not once a worker
