"""The segmenter's judgement of which words are names of persons (jieba, part of speech nr)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")
#: ends of words that are tagged as names and are none
_ENDS = re.compile(r"[感率度性市县区乡镇村路街局站厂树花草田建收发]$")
#: what follows the name of a place or a body, and not that of a person (王建国镇长 is one)
_PLACE = re.compile(
    r"(?:灌区|水库|小区|社区|学校|小学|中学|大学|医院|公司|公园|广场|大道|林场|农场|工业园|管理[所站处]|[镇乡村街河渠所院厂](?!长|所)|站(?![长在着出立起到])|路(?![长过上经途面]))"
)


def person_names(text: str) -> Iterator[str]:
    """Words of two or three characters that are tagged as a person's name and begin with a surname.

    The segmenter also takes 安全感 and 严格执行 for names: what is made of plain official words is none.
    """
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    import jieba.posseg

    from assistant.grounding.vocabulary import official
    from assistant.llm.redaction import SURNAMES

    plain = official()
    at = 0
    for word, tag in jieba.posseg.cut(text):
        at += len(word)
        if _PLACE.match(text, at):
            continue
        if tag != "nr" or word[0] not in SURNAMES or not _HAN.fullmatch(word):
            continue
        pieces = {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)}
        if not _ENDS.search(word) and not pieces & plain:
            yield word
