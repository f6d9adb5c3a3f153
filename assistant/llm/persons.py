"""Names of persons in folded text: by fitted odds (naming.py, standing.py), and by form where that is no surname's.

Words that make a name (surnames, titles, roles) are data: lexicon/persons.yaml; so are the weights: lexicon/names_weights.yaml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache

from assistant.lexicon import lexicon
from assistant.llm.naming import Candidate, candidates, listed, surnames
from assistant.llm.standing import Sides, Worth, in_lists, left, neighbours, piece, right
from assistant.patterns import regex
from assistant.segmenting import frequency, tags, words

_H = r"[\u4e00-\u9fff]"
#: 向阳、新桥等7个社区: what is counted by 个 is no list of persons
_PLACES = regex(
    rf"{_H}{{2,6}}(?:、{_H}{{2,6}}){{1,12}}?(?:等|共|这)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*[个处座条](?!{_H}{{0,4}}[户人员])"
)


@cache
def _any(name: str) -> str:
    return "|".join(map(re.escape, listed(name)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    one = "[" + "".join(sorted(c for c in surnames() if len(c) == 1)) + "]"
    stop = rf"$|[^\u4e00-\u9fffA-Za-z]|{_any('titles')}|{_any('after')}"
    letters = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'-]+"
    latin = rf"{letters}(?:\s[A-Z]\.)?(?:\s{letters}){{1,3}}"
    lone = r"[A-Z][a-zà-ÿ]{2,}(?![A-Za-z])"
    return {
        "role": regex(
            rf"(?:{_any('roles')})(?:[:为是(系]|\s)+(?P<name>{latin}|{lone}|{_H}{{1,12}}(?:·{_H}{{1,12}})+|"
            rf"{_H}\s+{_H}{{1,2}}(?!{_H})|(?<=[:(]){_H}{{2,6}}?(?={stop}))"
        ),
        "dotted": regex(rf"(?P<name>{_H}{{2,12}}(?:·{_H}{{2,10}})+)"),
        "spaced": regex(rf"(?P<name>{one}[ \u3000\t]{{1,4}}{_H})"),
        "lone": regex(rf"(?<![A-Za-z./_@-])(?P<name>{lone})"),
        "latin": regex(rf"(?<![A-Za-z])(?P<name>{latin})(?![A-Za-z])"),
    }


class OwnWords:
    """What a project itself calls its indicators, units, funds and offices (folded): ordinary, unless somebody is named in it."""

    def __init__(self, terms: Iterable[str] = ()) -> None:
        plain = {term for term in terms if len(term) > 1 and not _named(term)}
        kept = sorted(plain, key=lambda t: (-len(t), t))
        self._anywhere = regex("|".join(map(re.escape, kept))) if kept else None
        self.words = frozenset(w for term in kept for w in words(term) if len(w) > 1)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where one of the terms stands."""
        return [m.span() for m in self._anywhere.finditer(text)] if self._anywhere else []


def _named(term: str) -> bool:
    """养护股张伟, 王建国工作室: whether a name that is no word stands in the term."""
    ones = list(candidates(term))
    return any(
        sure >= _ENOUGH and not ordinary(term[one.start : one.end])
        for one, sure in zip(ones, _odds(term, ones), strict=True)
    ) or any(not ordinary(term[b:e]) for b, e in _by_form(term))


def persons(
    text: str, known: Collection[str] = (), own: OwnWords | None = None
) -> Iterator[tuple[int, int]]:
    """Start and end of each name in folded text; spans may overlap."""
    if re.search(r"[\u4e00-\u9fff]|[A-Z][a-z]+", text):
        yield from _persons(text, frozenset(name for name in known if name in text), own)


@lru_cache(maxsize=1024)  # the same words go into the digest, the request and the log of a call
def _persons(text: str, known: frozenset[str], own: OwnWords | None) -> tuple[tuple[int, int], ...]:
    scored = set(_scored(text, known, own))
    # 秦明副县长 is no 明副县长
    found = scored | {
        (b, e)
        for b, e in _by_form(text)
        if "·" in text[b:e] or not any(s < b < t < e for s, t in scored)
    }
    places = [m.span() for m in _PLACES.finditer(text)]
    return tuple(sorted(s for s in found if not any(b <= s[0] and s[1] <= e for b, e in places)))


def _by_form(text: str) -> Iterator[tuple[int, int]]:
    patterns = _patterns()
    for match in patterns["role"].finditer(text):
        name = match["name"]
        if not _no_name(name) and (not ordinary(name) or " " in name):
            yield match.span("name")
    for match in patterns["dotted"].finditer(text):
        span = _trimmed(text, *match.span("name"))
        if span and not _in_title(text, *span):
            yield span
    for match in patterns["spaced"].finditer(text):
        if _set_apart(text, *match.span("name")):
            yield match.span("name")
    for match in patterns["latin"].finditer(text):
        if not {w.lower() for w in re.findall(r"[^\W\d_]+", match["name"])} & set(listed("latin")):
            yield match.span("name")
    for match in patterns["lone"].finditer(text):
        if _lone(text, *match.span("name")):
            yield match.span("name")
    yield from _of_syllables(text)


def _set_apart(text: str, start: int, end: int) -> bool:
    """王 芳: whether the two without what is between them would be a name there, or nearly: few words are set apart so."""
    begin = max(0, start - _NEAR)
    plain = text[begin : start + 1] + text[end - 1 : end + _NEAR]
    for one in candidates(plain):
        if (one.start + begin, one.end - one.start, one.form) == (start, 2, "full"):
            return _worth().of(Sides(plain), one) > -_APART
    return False


def _lone(text: str, start: int, end: int) -> bool:
    """David, Mr. Brown: one word in Latin letters where a person stands."""
    name = text[start:end].lower()
    if name in listed("latin"):
        return False
    left, right = _left(text, start), _right(text, end)
    sure = left in {"field", "title", "person"} or right in {"address", "says", "title"}
    given = name in listed("latin_given")
    return sure or given or bool(re.search(r"(?:Mr|Mrs|Ms|Dr|Miss|Prof)\.?\s?\Z", text[:start]))


#: above these odds (logarithm; chosen on sources left out of the fit) a piece is a name; one beside what is a name already known in the text needs less
_ENOUGH, _KNOWN = -0.3, 2.0
#: so much surer must a name be within what the project calls its own, or that is a word of it
_WITHIN_OWN, _OWN_WORD = 4.0, 1.5
#: so much less may two characters be worth that stand apart from each other
_APART = 2.5
#: so many characters before and behind them are looked at
_NEAR = 16
#: a word that the dictionary has seen so seldom may be part of what people are called
_SELDOM = 150
#: so much less likely the longer of two that begin together may be
_MUCH = 1.0


@cache
def _worth() -> Worth:
    """Weights for the evidence of standing.py: fitted, see evals/privacy/fit.py."""
    kept = lexicon("names_weights")
    found: dict[str, float] = {name: value for name, value in kept.items() if name != "words"}
    for place, value, listing in kept["words"]:
        found |= dict.fromkeys((f"{place} {word}" for word in listing.split()), value)
    return Worth(found)


def _scored(
    text: str, known: Collection[str] = (), own: OwnWords | None = None
) -> Iterator[tuple[int, int]]:
    """Names by the odds of their characters and of where they stand; the better of two that overlap."""
    ones = [one for one in candidates(text) if not _no_person(text, one.start, one.end)]
    if not ones:
        return
    odds = _odds(text, ones, known, own)
    # 秦明副县长 is no 明副县长
    full = [
        (one.start, one.end)
        for one, sure in zip(ones, odds, strict=True)
        if one.form == "full" and sure >= _ENOUGH
    ]
    for number, one in enumerate(ones):
        cut = one.form == "short" or (one.form == "given" and any(e == one.end for _, e in full))
        if cut and any(b < one.start < e <= one.end for b, e in full):
            odds[number] = -math.inf
    pairs, beside_a_name = neighbours(text, ones), _worth().weights["beside a name"]
    beside: set[int] = set()
    while True:
        taken = _apart(
            [
                (o + beside_a_name * (n in beside), one.start, one.end)
                for n, (o, one) in enumerate(zip(odds, ones, strict=True))
            ]
        )
        sure_ones = {n for n, one in enumerate(ones) if (one.start, one.end) in taken}
        more = {b for a, b in pairs if a in sure_ones} | {a for a, b in pairs if b in sure_ones}
        if more <= beside:
            break
        beside |= more
    yield from taken


def _odds(
    text: str,
    ones: list[Candidate],
    known: Collection[str] = (),
    own: OwnWords | None = None,
) -> list[float]:
    """The logarithmic odds of each piece for itself."""
    worth, sides, odds = _worth(), Sides(text), []
    terms = own.spans(text) if own else []
    for one, told in zip(ones, in_lists(sides, ones), strict=True):
        sure = worth.of(sides, one) + worth.sum(told)
        if one.end - one.first > 1 and one.form == "full" and text[one.end - 1] in listed("after"):
            sure -= 2 * _MUCH  # 张伟于3月
        if text[one.start : one.end] in known:
            sure += _KNOWN
        if any(b < one.end and one.start < e for b, e in terms):
            sure -= _WITHIN_OWN
        elif own and text[one.start : one.end] in own.words:
            sure -= _OWN_WORD
        odds.append(sure)
    return odds


def _no_person(text: str, start: int, end: int) -> bool:
    """A document's number, a name that somebody hid already (李某)."""
    return bool(
        "某" in text[start : end + 1]
        or re.match(rf"{_H}{{0,3}}(?:\({_H}+\))?{_H}{{0,4}}〔", text[end : end + 20])
    )


def _apart(found: list[tuple[float, int, int]]) -> set[tuple[int, int]]:
    """The best of those that overlap; of two that begin or end together the longer, where it is not much less likely."""
    best = {(start, end): score for score, start, end in found if score >= _ENOUGH}
    taken: set[tuple[int, int]] = set()
    covered: set[int] = set()
    for (start, end), score in sorted(best.items(), key=lambda p: -p[1]):
        longer = (best.get(span, -math.inf) for span in ((start, end + 1), (start - 1, end)))
        if max(longer) <= score - _MUCH and covered.isdisjoint(range(start, end)):
            taken.add((start, end))
            covered.update(range(start, end))
    return taken


def _left(text: str, start: int) -> str:
    return left(text, piece(text, start, start))


def _right(text: str, end: int) -> str:
    return right(text, piece(text, end, end))


def _no_name(name: str) -> bool:
    plain = re.sub(r"\s", "", name)
    return any(word in plain for word in listed("no_name")) or bool(re.search(r"[局委办院厅所站处科室部队镇乡村会]$", plain)) or plain[0] in "各本该县省市区由按经已未不"  # fmt: skip


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The dotted name without the words around it; nothing where both sides are places or plain words."""
    first, last = text.index("·", start), text.rindex("·", start, end)
    for lead in range(start + 1, first - 1):
        if _left(text, lead) in {"title", "person", "office", "doer", "field"}:
            start = lead
    end = last + 2
    while end < len(text) and re.match(_H, text[end]) and not _ends_here(text, end):
        end += 1
    parts = text[start:end].split("·")
    return None if all(map(ordinary, parts)) else (start, end)


def _ends_here(text: str, end: int) -> bool:
    """Whether another word begins: of two characters, or one that stands for no sound of a name."""
    words = [w for w in (*listed("after"), *listed("says"), *listed("titles")) if len(w) > 1]
    return (
        any(text.startswith(w, end) for w in words)
        or text[end] in _NO_SOUND
        or (
            end - text.rindex("·", 0, end) > 2  # noqa: PLR2004 - the dot and one character
            and frequency(text[end : end + 2]) >= _SELDOM
        )
    )


#: words of one character with which nobody's name goes on, when it is written by its sound
_NO_SOUND = frozenset("的在说和与及已任是等于去向将把被未因为户家")


def _in_title(text: str, start: int, end: int) -> bool:
    return text.rfind("《", 0, start) > text.rfind("》", 0, start) or text.startswith("》", end)


def _of_syllables(text: str) -> Iterator[tuple[int, int]]:
    """Names made of the syllables that minorities' names have in Chinese characters."""
    syllables = _any("minority")
    for found in re.finditer(
        rf"(?:{syllables}){_H}{{0,2}}(?:{syllables}){_H}{{0,1}}?(?=$|[^\u4e00-\u9fff]|{_any('after')})|(?:{syllables}){{2,3}}",
        text,
    ):
        start, end = found.span()
        if frequency(text[end - 1 : end + 1]) and not re.search(
            rf"(?:{syllables})\Z", text[start:end]
        ):
            end -= 1  # 央金拉姆 申请
        if _right(text, end) not in {"noun", "other", "suffix", "place", "measure"}:
            yield start, end
    for found in re.finditer(syllables, text):
        yield from _by_sound(text, *found.span())
    for found in re.finditer(
        rf"(?<![\u4e00-\u9fff])(?:{syllables})(?={_any('address')}|{_any('says')}|家[的里住有养种一二两三四五六七八九十])",
        text,
    ):
        yield found.span()


#: where somebody written by the sound of another language stands
_BEFORE_SOUND = frozenset({"person", "title", "field", "field (", "doer", "edge", "list", "colon"})
_BEHIND_SOUND = frozenset(
    {"says", "human", "household", "title", "address", "people", "of person", "act", "edge", "list", "far says", "far human", "far act"}
)  # fmt: skip


def _by_sound(text: str, start: int, known: int) -> Iterator[tuple[int, int]]:
    """沙马拉且, 努尔兰: a syllable of such names and one to three characters after it that are no words, nor begin one."""
    before = _left(text, start)
    if before not in _BEFORE_SOUND:
        return
    behind = _BEHIND_SOUND | ({"of"} if before in {"person", "title", "field"} else set())
    for end in (known + 2, known + 3, known + 1):
        rest = text[known:end]
        if len(rest) < end - known or not re.fullmatch(rf"{_H}+", rest) or _NO_SOUND & set(rest):
            continue
        # 阿勒泰 is a place, 图书 a word
        if any(tags().get(text[start:to], "nr") != "nr" for to in range(known + 1, end + 1)):
            continue
        words_in = any(frequency(text[n : n + 2]) for n in range(known, end))
        if not words_in and _right(text, end) in behind:
            yield start, end
            return


def ordinary(word: str) -> bool:
    """Whether the dictionary knows it as a word that is no name."""
    tag = tags().get(word)
    return tag is not None and not tag.startswith("nr")
