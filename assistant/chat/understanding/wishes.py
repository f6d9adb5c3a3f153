"""Wishes that are never granted: to write unasked, to set the score, to make something up."""

from __future__ import annotations

import re

from assistant.chat.acts import Act, State
from assistant.chat.understanding.places import named_or_asked
from assistant.chat.understanding.questions_put import is_question
from assistant.lexicon import lexicon


def by_pressure(text: str, state: State) -> Act | None:
    patterns = lexicon("conversation")["pressure"]["patterns"]
    if re.search(r"还是|多少|几分", text) and is_question(text):
        return None
    return Act("unclear", name="pressure") if any(re.search(p, text) for p in patterns) else None


def invention_asked(text: str, state: State) -> Act | None:
    patterns = lexicon("conversation")["invent"]["patterns"]
    if not any(re.search(p, text) for p in patterns):
        return None
    path = named_or_asked(text, state)
    return Act("question", path, name="invent")
