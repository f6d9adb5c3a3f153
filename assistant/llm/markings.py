"""Classification markings: text that carries one must not leave for a remote model."""

from __future__ import annotations

import re

from assistant.llm.folding import fold
from assistant.patterns import regex

#: 秘密, 机密, 绝密 in any use; 内部 only as a marking, since 内部控制 and the like are everyday words
_MARKED = regex(
    r"绝\s*密|机\s*密|秘\s*密|密\s*级\s*[:：]|密\s*[★☆*]|(?<![不非])涉\s*密(?!码)|"
    r"内\s*部\s*(?=资\s*料|文\s*件|材\s*料|使\s*用|掌\s*握|参\s*考|刊\s*物|发\s*行|传\s*阅|事项|情况|★|[^\u4e00-\u9fff\s]|$)(?<![\u4e00-\u9fff]{2}内部)|"
    r"[仅只]\s*[供限]\s*(?:[\u4e00-\u9fff]{0,6})内\s*部|内\s*部\s*(?:资\s*料|文\s*件)\s*[,，。]?\s*(?:注意|妥善|严禁|不得)|"
    r"(?:不得|禁止|严禁|不宜|切勿)\s*(?:对外|向外)?\s*(?:外传|外泄|公开|扩散|泄露|复制外传)|注意保密|保密期限|国家秘密|(?:top |strictly )?confidential|classified",
    re.I,
)


def marking(text: str) -> str:
    """The first classification marking in the text, or empty; traditional and invisible characters make no odds."""
    folded = fold(text)
    found = _MARKED.search(folded.text)
    if found is None:
        return ""
    start, end = folded.original(*found.span())
    return "".join(c for c in text[start:end] if c.isprintable() and not c.isspace())
