"""The segmenter's judgement of which words are names of persons (jieba, part of speech nr)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")


def person_names(text: str) -> Iterator[str]:
    """Words of two to four characters that are tagged as a person's name and begin with a surname."""
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    import jieba.posseg

    from assistant.drafting.redaction import SURNAMES

    for word, tag in jieba.posseg.cut(text):
        if tag == "nr" and word[0] in SURNAMES and _HAN.fullmatch(word):
            yield word
