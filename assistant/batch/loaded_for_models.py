"""As `loaded_for_drafts`, and what a draft by a model needs before its first call: the library that asks, the prompts,
and the dictionary by which names are hidden. It takes seconds: once here, not once a worker.
"""

from __future__ import annotations

import assistant.batch.loaded_for_drafts
import assistant.drafting.probing
import assistant.intake.whole_text  # noqa: F401 - what is imported here is there in every worker
from assistant.llm.prompts import numbered, render
from assistant.llm.redaction import Redaction
from assistant.llm.wire import rehearse

Redaction().hide("由张三主任负责")
render("repair", facts=numbered(()), faulty=(), number=0)
rehearse()
