"""The pieces that talk is put together from: signs, links, words that say nothing of their own."""

from __future__ import annotations

from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import in_plain_numerals
from assistant.values.reading import fold

#: what parts the clauses of a line
SIGNS = regex(r"[，,。；;？?！!\s]+")
PUNCTUATION = regex(r"[\s，,。.；;：:、！!？?“”\"'‘’~～（）()…—-]")


LINK = r"(?:\s*(?:(?:[写填报弄搞录打输抄]?(?:错|漏|反|少|掉)了|不对|有误|没[写填录]上?)[\s，,]*)?(?:(?:改|换)一?[下哈][\s，,]*(?:改成|改为|换成|就?是(?:因为)?|为)|就是因为|是因为|主要是|就是|应该是|应为|应是|是|为|因为|由于|改成|改为|改回|换成|改|写成|写的|填的|写|填|用|[:：=])\s*[:：]?)"


CHANGE = regex(
    r"改成|改为|改到|改|换成|更正|应该是|应是|应为|调到|调成|调整|不对|错了|其实|不是|才对|写多|写少|修改|写错"
)


PAIR = 2


_KEPT = "，。；：、（）“”《》〔〕"


def as_said(line: str) -> str:
    """The line with digits, letters and signs in their plain form; Chinese punctuation stays, as it will be written."""
    return in_plain_numerals("".join(c if c in _KEPT else fold(c) or " " for c in line)).strip()


def bare_of(text: str) -> str:
    return PUNCTUATION.sub("", text)


def made_of(text: str, words: list[str], tails: list[str]) -> bool:
    """Whether the text is put together from these words and tails, with a word at its head."""
    plain = bare_of(text).lower()
    if not plain:
        return False
    heads = sorted({str(w).lower() for w in words}, key=len, reverse=True)
    pieces = sorted({*heads, *(str(t).lower() for t in tails)}, key=len, reverse=True)

    @lru_cache(maxsize=256)
    def rest(at: int) -> bool:
        return at == len(plain) or any(
            plain.startswith(p, at) and rest(at + len(p)) for p in pieces
        )

    return any(plain.startswith(h) and rest(len(h)) for h in heads)


def is_of_kind(kind: str, text: str) -> bool:
    words = lexicon("conversation")[kind]
    return made_of(text, words["words"], words["tails"])


SENTENCE = regex(r"第(?P<number>[一二两三四五六七八九十\d]{1,3})(?:句|段)")


@lru_cache(maxsize=1)
def filler_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = lexicon("conversation")
    plain = sorted({*words["fillers"], *words["verbs"]}, key=len, reverse=True)
    return tuple(plain), tuple(words["dangerous"])


#: 那块, 这一部分: points at what is named beside it
_POINTING = regex(r"[那这]一?(?:[块笔条项个份头边摊]|部分)儿?")


def left_over(text: str, chars: frozenset[int], *, strict: bool = True) -> str:
    """What of the text is neither the name (`chars`) nor a word that says nothing of its own."""
    kept = "".join("\0" if i in chars else c for i, c in enumerate(text))
    out, at = [], 0
    plain, _ = filler_words()
    kept = PUNCTUATION.sub("\0", kept)
    kept = _POINTING.sub(lambda m: "\0" * len(m[0]), kept)
    while at < len(kept):
        word = next((w for w in plain if kept.startswith(w, at)), None)
        if word:
            at += len(word)
        else:
            if kept[at] != "\0":
                out.append(kept[at])
            at += 1
    return "".join(out)
