"""A line cut into clauses with one value each; a space may stand for a comma."""

from __future__ import annotations

import itertools
import re

from assistant.chat.acts import State
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import fund_names, row_names
from assistant.chat.understanding.beside_the_value import span_of, without_pointed
from assistant.chat.understanding.wording import left_over
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import Spoken, amounts_in


def pieces_of(text: str, units: frozenset[str], state: State) -> list[str]:
    """Clauses; one with several amounts is cut behind each amount that a name follows."""
    out: list[str] = []
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    clauses = re.split(r"[，；;。\n]|,(?!\d{3})|、(?=[^\d])", text)
    for clause in (part for whole in clauses for part in _spaced(whole, units, state)):
        amounts = without_pointed(clause, _values_of(clause, units))
        start = 0
        for one, following in itertools.pairwise(amounts):
            between = clause[one.end : following.start]
            if re.search(r"改成|改为|改到|调到|不是|变成|更正|还是", between):
                continue
            near = (
                find_names(between, names)
                or find_funds(between, funds)
                or find_keys(between, "fund", "indicator")
            )
            if near:
                out.append(clause[start : one.end])
                start = one.end
        out.append(clause[start:])
    return value_behind([_without_adverb(piece, state) for piece in out], units, state)


#: 顺手把…, 一并将…: how or when it is to be done, before what is to be done
_ADVERB = regex(r"\s*(?P<how>[\u4e00-\u9fff]{1,5}?)(?=[把将][\u4e00-\u9fff])")


def _without_adverb(piece: str, state: State) -> str:
    """The clause from 把 on, where nothing before it names, denies or plans anything."""
    match = _ADVERB.match(piece)
    words = lexicon("conversation")
    if (
        not match
        or not re.search(r"改|换|写|填|调|定", piece)
        or any(
            w in match["how"]
            for w in (*words["dangerous"], *words["approximate"], "别", "莫", "勿")
        )
        or find_names(match["how"], row_names(state.evaluation))
        or find_keys(match["how"])
    ):
        return piece
    return piece[match.end() :]


#: how a value begins that sets right what was said just before
SETS_RIGHT = regex(
    r"\s*(?:现在|目前|如今|眼下)?(?:实际|应该|应是|应为|其实|真实|准确|改|是(?!不是))"
)


#: how a clause says that what stands is wrong: 写反了, 多报了一场, 不是没做
MISTAKEN = regex(
    r"[写报填算搞弄统录输看抄打][错反漏重多少]|[多少漏错重][写报填算统录输抄]|不对|有误|不是没|错了|不是\s*\d"
)


#: 那场桌面推演不算, 不存在追加: from that length on words without a value are a clause of their own …
_CLAUSE = 5
#: … but for those that say what sort of number it is
_OF_THE_VALUE = regex(
    r"计划|预计|打算|准备|争取|目标|去年|上年|前年|同比|环比|大概|大约|左右|上下|差不多|好像|可能|估计|也许|不到|没核|未核|不确定|还要|还得|还差|还剩"
)


def value_behind(pieces: list[str], units: frozenset[str], state: State) -> list[str]:
    """94%才对，家长的: a value without a name and the name alone behind it, put together as one clause."""
    out: list[str] = []
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)

    def chars_of(piece: str) -> frozenset[int]:
        keys = [frozenset(range(k.start, k.end)) for k in find_keys(piece, "fund", "indicator")]
        return frozenset().union(*(m.chars for m in (*find_names(piece, names)[:1], *find_funds(piece, funds)[:1])), *keys)  # fmt: skip

    def named(piece: str) -> bool:
        return bool(chars_of(piece))

    values = [bool(_values_of(piece, units)) for piece in pieces]
    for i, piece in enumerate(pieces):
        alone = named(piece) and not values[i] and not left_over(piece, chars_of(piece))
        if (
            alone
            and out
            and values[i - 1]
            and len(_values_of(out[-1], units)) == 1
            and not named(out[-1])
            and not left_over(out[-1], span_of(_values_of(out[-1], units)[0]))
            and not (i > 1 and named(pieces[i - 2]) and not values[i - 2])
            and not (i + 1 < len(pieces) and values[i + 1] and not named(pieces[i + 1]))
        ):
            before = _values_of(out[-1], units)[0]
            out[-1] = f"{_TAIL.sub('', piece.strip())} {out[-1][before.start : before.end]}"
        else:
            out.append(piece)
    return out


_TAIL = regex(r"(?:那个|这个|那条|那项|的)*$")


def _spaced(clause: str, units: frozenset[str], state: State) -> list[str]:
    """Spaces stand for commas where what is before them is whole, or what follows begins anew."""
    words = lexicon("conversation")
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    out: list[str] = []
    for word in clause.split():
        left = out[-1] if out else ""
        if not left:
            out.append(word)
            continue
        before = _values_of(left, units)
        whole = bool(before) and _values_of(f"{left}{word}", units)[: len(before)] == before
        own = bool(_values_of(word, units)) or bool(find_names(word, names))
        hedged = any(w in word for w in (*words["dangerous"], *words["approximate"])) and not (
            len(word) >= _CLAUSE and not _OF_THE_VALUE.search(word)
        )
        anew = SETS_RIGHT.match(word) or best(find_names(word, names)) or find_funds(word, funds)
        # 县财政的年初预算没错 全年预算改成35: another key of the source just named
        key = find_keys(word, "fund")
        other_key = bool(key) and key[0].start == 0 and bool(find_funds(left, funds) and find_keys(left, "fund"))  # fmt: skip
        denies = _DENIES.match(word) and (before or re.search(r"[月号日]", left))
        if (
            denies
            or (whole and not word[:1].isdigit() and (own or not hedged))
            or (
                anew
                and (find_names(left, names) or _says_elsewhere(left))
                and _values_of(word, units)
            )
            or (other_key and not before and _values_of(word, units))
        ):
            out.append(word)
        else:
            out[-1] = f"{left} {word}"
    return out


#: 不是六副 behind the value that is meant
_DENIES = regex(r"(?:而|可|并)?不是\s*[\d零〇一二两三四五六七八九十百千万]")
#: 先说别的, 另外一个: only that something else comes
_ELSEWHERE = regex(
    r"(?:先|那|再|我|来)*(?:说|讲|改|看|换|问)(?:一?[个下件条]|点)?(?:别的|其他的?|另外的?|旁的)(?:事|吧)*"
)


def _says_elsewhere(words: str) -> bool:
    return bool(_ELSEWHERE.fullmatch(words.strip()))


def _values_of(clause: str, units: frozenset[str]) -> list[Spoken]:
    return [a for a in amounts_in(clause, units) if a.unit not in {"年", "月", "日", "号", "月份"}]
