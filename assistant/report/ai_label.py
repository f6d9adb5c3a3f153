"""The implicit label of GB 45438-2025 in a file's properties, and the project's id beside it.

《人工智能生成合成内容标识办法》 asks whoever generates content with a model to put a label into the file's
metadata. Here: the custom property `AIGC`, a JSON object that names the program and no person. The
property `jixiao` holds the project's id: programs that drop the embedded data part keep properties.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.model.draft import Draft

LABEL = "AIGC"
PRODUCER = "jixiao"


def by_model(draft: Draft) -> bool:
    """Whether a model wrote part of the text."""
    return any(p.source == "llm" for s in draft.sections for p in s.paragraphs)


def label(text: str) -> str:
    """The value of the label: 1 says that the content is generated; the id is a digest of the text."""
    value = {
        "Label": "1",
        "ContentProducer": PRODUCER,
        "ProduceID": hashlib.sha256(text.encode()).hexdigest()[:32],
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps(value, ensure_ascii=False)
