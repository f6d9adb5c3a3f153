"""What stands around what is said and says nothing: an address or hesitation before it, particles behind it."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex


def said_plainly(line: str) -> str:
    """The line without 诶，… 还有个事 … and …噻, …哈子; a line of nothing else stays as it is."""
    opening, closing = _patterns()
    plain = opening.sub("", _LOGGED.sub("", line))
    plain = _REST_STAYS.sub("", plain)
    plain = closing.sub("", plain)
    return plain if plain.strip() else line


#: 王馆长 09:41：, 李工 2026-03-02 14:05:00: who sent it and when, copied along with the message
_LOGGED = regex(
    r"^\s*[\u4e00-\u9fff]{1,8}\s*(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?!\d))?\s*[:：]?\s*(?=\S)"
)


#: …，别的照旧: says nothing of its own behind what is changed
_REST_STAYS = regex(
    r"(?<=[^\s，,。；;])[，,。；;\s]+(?:别的|其他的?|其它的?|其余的?|剩下的?|旁的)(?:都|就|全|也)*(?:照旧|不动|不变|不改|不用动|莫动|莫改|别动|一样|没问题)(?:了|吧|哈)*[。.\s]*$"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = lexicon("conversation")["around"]
    always, apart = ("|".join(map(re.escape, sorted(words[k], key=len, reverse=True))) for k in ("openings", "openings_apart"))  # fmt: skip
    surnames = lexicon("offices")["surnames"]
    called = rf"[小老][{surnames}]|[{surnames}](?:老师|会计|工|哥|姐)"
    ends = "|".join(map(re.escape, sorted(words["particles"], key=len, reverse=True)))
    return (
        regex(rf"^\s*(?:(?:{always})[，,、：:\s]*|(?:{apart}|{called})[，,、：:\s]+)+(?=\S)"),
        # 一哈, 等哈 is 一下; 干嘛 asks; 是嘛, 好哈 are whole answers
        regex(
            rf"(?<=[^\s，,。；;、！!])(?<![一等看下改搞弄查问核干啥这那])(?:{ends})+(?P<stop>[。.!！~～\s]*)$"
        ),
    )
