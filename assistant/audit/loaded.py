"""What every worker of the desk needs, imported once in the process that workers are forked from."""

from __future__ import annotations

import assistant.audit.judging
import assistant.checks.opening
import assistant.forms.read.assemble
import assistant.intake.yaml
import assistant.scoring
import assistant.submissions.piece  # noqa: F401 - what is imported here is there in every worker
