"""A draft by rules of the cases named, as JSON on stdout: case → section → paragraphs of sentences.

Run by `prose.py` in a tree of any release: it uses nothing but what the first release has too.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

TREE, CASES = Path(sys.argv[1]), [Path(case) for case in sys.argv[2:]]
sys.path.insert(0, str(TREE))

try:
    from assistant.drafting.by_model.writer import write_draft
    from assistant.llm.calls import CallLog
    from assistant.llm.endpoint import choose
except ImportError:  # the first release
    from assistant.drafting.calls import CallLog  # type: ignore[no-redef,import-not-found]
    from assistant.drafting.endpoint import choose  # type: ignore[no-redef,import-not-found]
    from assistant.drafting.writer import (  # type: ignore[no-redef,import-not-found]
        write_draft,
    )
from assistant.facts import gather  # noqa: E402 - the tree is put on the path first
from assistant.intake.yaml import read_evaluation  # noqa: E402 - the tree is put on the path first
from assistant.rules.loader import for_evaluation  # noqa: E402 - the tree is put on the path first
from assistant.scoring import score  # noqa: E402 - the tree is put on the path first

told = {}
for case in CASES:
    evaluation = read_evaluation(case)
    card = score(evaluation, for_evaluation(evaluation, case.parent))
    with tempfile.TemporaryDirectory() as folder:
        log = CallLog(Path(folder) / "calls.sqlite")
        draft = write_draft(card, gather(card), choose("none"), log=log)
    told[case.stem] = {
        section.id: [[s.text for s in p.sentences] for p in section.paragraphs]
        for section in draft.sections
    }
json.dump(told, sys.stdout, ensure_ascii=False)
