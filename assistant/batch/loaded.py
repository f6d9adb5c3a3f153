"""What every worker needs, imported once in the process that workers are forked from."""

from __future__ import annotations

import assistant.batch.taking
import assistant.batch.work
import assistant.chat.questions
import assistant.checks
import assistant.drafting.by_model.writer
import assistant.facts
import assistant.forms.filled.word
import assistant.forms.filled.writing
import assistant.forms.read.assemble
import assistant.intake.yaml
import assistant.oneshot
import assistant.report
import assistant.review.checking
import assistant.review.regenerate
import assistant.scoring  # noqa: F401 - what is imported here is there in every worker
