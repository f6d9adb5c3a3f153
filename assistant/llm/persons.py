"""Names of persons in folded text: by their form, by the role or title beside them, by the segmenter's judgement.

Words that make a name (surnames, titles, roles) are data: lexicon/persons.yaml. An ordinary word of the segmenter's
dictionary is never a name by its form alone, so that 施工, 高标准 and 王家沟村 stay readable.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from assistant.llm.naming import Candidate, candidates, listed
from assistant.segmenting import frequency, tags

_H = r"[\u4e00-\u9fff]"
_PLACE = re.compile(
    r"(?:灌区|水库|小区|社区|学校|小学|中学|大学|医院|公司|公园|广场|大道|大桥|桥|林场|农场|景区|园区|产业园|工业园|纪念馆|博物馆|"
    r"管理[所站处]|[镇乡村街河渠沟湾堡庄屯寨所院厂市县区州省窝滩洼山湖岭桥](?!长|所|支书|主任|医)|家(?=[沟湾堡滩庄口塬梁坪村])|站(?![长在着出立起到])|路(?![长过上经途面]))"
)
#: 向阳、新桥等7个社区: what is counted by 个 is no list of persons
_PLACES = re.compile(
    rf"{_H}{{2,6}}(?:、{_H}{{2,6}})+?(?:等|共|这)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*[个处座条](?!{_H}{{0,4}}[户人员])"
)
_BAD_END = re.compile(r"[感率度性股表科段市县区乡镇村路街局厂树草建收发量额值数滩沟湾洼塬峁]$")


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(listed("common"))) | _rare()


@cache
def _rare() -> frozenset[str]:
    return frozenset("".join(listed("rare")))


def _any(name: str) -> str:
    return "|".join(map(re.escape, listed(name)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    one = "[" + "".join(sorted(_surnames())) + "]"
    stop = rf"$|[^\u4e00-\u9fffA-Za-z]|{_any('titles')}|{_any('after')}"
    letters = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'-]+"
    latin = rf"{letters}(?:\s[A-Z]\.)?(?:\s{letters}){{1,3}}"
    lone = r"[A-Z][a-zà-ÿ]{2,}(?![A-Za-z])"
    return {
        "role": re.compile(
            rf"(?:{_any('roles')})(?:[:为是(系]|\s)+(?P<name>{latin}|{lone}|{_H}{{1,12}}(?:·{_H}{{1,12}})+|"
            rf"{_H}\s+{_H}{{1,2}}(?!{_H})|(?<=[:(]){_H}{{2,6}}?(?={stop}))"
        ),
        "short": re.compile(rf"(?P<name>{one}(?:{_any('long titles')}|{_any('short')}))"),
        "fond": re.compile(rf"(?P<name>[老阿]{one}|[小大][{''.join(listed('frequent'))}])"),
        "dotted": re.compile(rf"(?P<name>{_H}{{2,12}}(?:·{_H}{{2,10}})+)"),
        "spaced": re.compile(rf"(?<!{_H})(?P<name>{one}\s{{1,4}}{_H})(?!{_H})"),
        "lone": re.compile(rf"(?<![A-Za-z./_@-])(?P<name>{lone})"),
        "latin": re.compile(rf"(?<![A-Za-z])(?P<name>{latin})(?![A-Za-z])"),
    }


def persons(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name in folded text; spans may overlap."""
    if not re.search(r"[\u4e00-\u9fff]|[A-Z][a-z]+", text):
        return
    scored = set(_scored(text))
    # 秦明副县长 is no 明副县长
    found = scored | {
        (b, e)
        for b, e in _by_form(text)
        if "·" in text[b:e] or not any(s < b < t < e for s, t in scored)
    }
    places = [m.span() for m in (*_PLACE.finditer(text), *_PLACES.finditer(text))]
    yield from sorted(s for s in found if not any(b <= s[0] and s[1] <= e for b, e in places))


def _by_form(text: str) -> Iterator[tuple[int, int]]:  # noqa: PLR0912 - one form after another
    patterns = _patterns()
    for match in patterns["role"].finditer(text):
        name = match["name"]
        if not _no_name(name) and (not _ordinary(name) or " " in name):
            yield match.span("name")
    for kind in ("short", "fond"):
        for match in patterns[kind].finditer(text):
            if _stands_alone(text, *match.span("name")):
                yield match.span("name")
    for match in patterns["dotted"].finditer(text):
        span = _trimmed(text, *match.span("name"))
        if span and not _in_title(text, *span):
            yield span
    for match in patterns["spaced"].finditer(text):
        joined = re.sub(r"\s", "", match["name"])
        if not _ordinary(joined) and any(
            one.score > _ALONE and one.end == len(joined) for one in candidates(joined)
        ):
            yield match.span("name")
    for match in patterns["latin"].finditer(text):
        if not {w.lower() for w in re.findall(r"[^\W\d_]+", match["name"])} & set(listed("latin")):
            yield match.span("name")
    for match in patterns["lone"].finditer(text):
        if _lone(text, *match.span("name")):
            yield match.span("name")
    yield from _of_syllables(text)


def _lone(text: str, start: int, end: int) -> bool:
    """David, Mr. Brown: one word in Latin letters where a person stands."""
    name = text[start:end].lower()
    if name in listed("latin"):
        return False
    left, right = _left(text, start), _right(text, end)
    sure = left in {"field", "title", "person"} or right in {"address", "says", "title"}
    given = name in listed("latin_given")
    return sure or given or bool(re.search(r"(?:Mr|Mrs|Ms|Dr|Miss|Prof)\.?\s?\Z", text[:start]))


#: a word that the dictionary has seen so seldom may be what people call somebody
_SELDOM = 150
_RIGHT = ("v", "p", "d", "c", "u", "r", "t", "s", "f", "m")
_OFFICE = re.compile(
    r"(?:[局科股站所院校队组厂场乡镇村县区办室里家]|公司|中心|合作社|社区|食堂|机房|窗口)\Z"
)
_PERSON = re.compile(r"[员户民师者人警医长生]$")
_SIGN = re.compile(r"(?:[:(/]\s*|\s+)\Z")
_PEOPLE = re.compile(r"等?(?:\d+|[一二两三四五六七八九十]+)(?:人|户|名|位|家|同志)")
#: 白雪和年丰两人: a list that is counted as people
_COUNTED = re.compile(rf"(?:[、,和与及]{_H}{{2,3}}){{1,6}}?{_PEOPLE.pattern}")
#: the number by which somebody is reached or known, right behind the name: 13895012277, （640323…）
_REACHED = re.compile(r"[\s(（,，:：]{0,2}(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\d{17}[\dXx])(?!\d)")
#: nats for what stands before and behind a name, from the sentences of evals/privacy that are not kept apart
_BEFORE = {"field": 12.0, "title": 8.5, "person": 6.0, "doer": 6.0, "name": 4.0, "office": 2.5, "edge": 2.5, "verb": 1.5, "time": 2.0, "": -5.0}  # fmt: skip
_BEHIND = {"address": 12.0, "says": 8.0, "title": 8.0, "people": 6.0, "verb": 1.5, "household": 3.0, "word": 2.0, "edge": 1.5, "list": 1.0, "digit": 0.0, "of": 0.0, "": -5.0}  # fmt: skip
#: a name that is a common word speaks against itself at most so much; a place, a list of things so much more
_LEAST, _AGAINST = -13.0, -4.0
#: above this what stands beside it needs no second look
_WEAK = 9.0
_MUCH = 1.0
_ENOUGH = 0.0
#: what two characters apart from each other must be worth
_ALONE = -4.0


def _scored(text: str) -> Iterator[tuple[int, int]]:
    """Names by their score (naming.py) and by where they stand; the better of two that overlap."""
    likely = [
        c for c in candidates(text) if c.score > _LEAST - 3 and not _no_person(text, c.start, c.end)
    ]
    begins, stops = {c.start for c in likely}, {c.end for c in likely}
    found: list[tuple[float, int, int]] = []
    for one in likely:
        left = _left(text, one.start)
        score = _in_context(text, one, left)
        if left == "edge" and score < _WEAK:
            score += _list_of_things(text, one, begins, stops) + _oflisted(text, one)
        if score >= _ENOUGH:
            found.append((score, one.start, one.end))
    taken = _apart(found)
    # 带曹阳丁宁二人下乡; 王五、赵六: who stands beside a person is one
    ends = {
        end + n for _, end in taken for n in (0, 1) if n == 0 or text[end : end + 1] in _JOINING
    }
    starts = {start - 1 for start, _ in taken if text[start - 1] in _JOINING}
    for one in likely:
        if one.start in ends or one.end in starts:
            score = _in_context(text, one, "name")
            if score >= _ENOUGH:
                found.append((score, one.start, one.end))
    yield from _apart(found)


_ITEM_BEFORE = re.compile(rf"(?<!{_H}){_H}{{2,5}}、\Z")
_ITEM_BEHIND = re.compile(rf"、{_H}{{2,5}}(?!{_H})")
_JOINING = frozenset("、,和及与")
#: with these places end, and names seldom
_LAND = frozenset("岭梁沟湖河江塘坝驿滩坡坪垭峪寨园庄屯")


def _in_context(text: str, one: Candidate, left: str) -> float:
    name = text[one.start : one.end]
    placelike = name[-1] in _LAND or tags().get(name, "").startswith(("ns", "nz", "nt"))
    place = _AGAINST if placelike and left in {"", "edge", "name", "office", "verb"} else 0.0
    right = _right(text, one.end)
    # 由方正核实: what the dictionary has as a noun is a deed there
    behind = 1.0 if left == "doer" and not right else _BEHIND[right]
    return max(one.score, _LEAST) + place + _BEFORE[left] + behind


def _list_of_things(text: str, one: Candidate, begins: set[int], stops: set[int]) -> float:
    """孔雀草、万寿菊: beside what can be no name stands none either."""
    before = _ITEM_BEFORE.search(text, 0, one.start)
    behind = _ITEM_BEHIND.match(text, one.end)
    strange = (before and one.start - 1 not in stops) or (behind and one.end + 1 not in begins)
    return _AGAINST if strange else 0.0


def _oflisted(text: str, one: Candidate) -> float:
    """李子园: a word and what is put behind it."""
    whole = one.end - one.start > 2  # noqa: PLR2004 - a length in characters
    return _AGAINST if whole and _plain_word(text[one.start : one.start + 2]) else 0.0


def _no_person(text: str, start: int, end: int) -> bool:
    """A place by its end or what follows, a rate, a document's number, a name that somebody hid already (李某)."""
    name = text[start:end]
    return bool(
        _PLACE.match(text, end)
        or _BAD_END.search(name)
        or "某" in name
        or (_PERSON.search(name) and _ordinary(name))  # 农户, 家长
        or text[end : end + 1] in set("率度性化某")
        or re.match(rf"{_H}{{0,3}}(?:\({_H}+\))?{_H}{{0,4}}〔", text[end:])
    )


def _apart(found: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """The best of those that overlap; of two that begin together the longer, where it is not much less likely."""
    best = {(start, end): score for score, start, end in found}
    taken: list[tuple[int, int]] = []
    for score, start, end in sorted(found, reverse=True):
        longer = best.get((start, end + 1), -math.inf) > score - _MUCH
        if not longer and all(end <= b or e <= start for b, e in taken):
            taken.append((start, end))
    return taken


def _left(text: str, start: int) -> str:
    """Who or what stands before: a field's head, a title, a word for a person, one that names who does it …, or nothing."""
    before = text[start - 1 : start]
    sign = _SIGN.search(text, 0, start)
    heads = (*listed("roles"), *listed("titles"))
    if sign and any(text.endswith(w, 0, sign.start()) for w in heads if len(w) > 1):
        return "field"
    if not before or not re.match(_H, before):
        return "edge"
    if any(text.endswith(w, 0, start) for w in heads if len(w) > 1):
        return "title"
    if _led(text, start):
        return "doer"
    for length in (4, 3, 2):
        word = text[max(0, start - length) : start]
        tag = tags().get(word, "") if len(word) == length else ""
        if _PERSON.search(word) and (tag.startswith("n") or (tag and word[-1] == "户")):
            return "person"
        if _OFFICE.search(word) and tag.startswith("n"):
            return "office"
        if tag:
            return "verb" if tag.startswith("v") else "time" if tag.startswith("t") else ""
    if before in "户员民":
        return "person"
    if before in "时日后前月年期内间":
        return "time"
    return "office" if _OFFICE.search(text, 0, start) else ""


def _right(text: str, end: int) -> str:
    """What stands behind: a title, the edge of a clause, a word that follows who does something, or nothing."""
    if any(text.startswith(w, end) for w in listed("address")):
        return "address"
    if _REACHED.match(text, end):
        return "address"
    titles = [w for w in listed("titles") if text.startswith(w, end)]
    if titles:
        return "title" if len(titles[0]) > 1 else "household"
    if text[end : end + 1] == "至":  # from one place to another
        return ""
    if _PEOPLE.match(text, end) or _COUNTED.match(text, end):
        return "people"
    if not re.match(_H, text[end : end + 1]):
        return (
            "list"
            if text[end : end + 1] == "、"
            else "digit"
            if re.match(r"\d", text[end : end + 1])
            else "edge"
        )
    said = [word for word in listed("says") if text.startswith(word, end)]
    if any(len(word) > 1 or not _plain_word(text[end : end + 2]) for word in said):
        return "says"
    if any(text.startswith(word, end) for word in listed("after") if len(word) > 1):
        return "verb"
    for length in (4, 3, 2):
        word = text[end : end + length]
        tag = tags().get(word, "") if len(word) == length else ""
        if tag:
            return ("verb" if tag.startswith("v") else "word") if tag.startswith(_RIGHT) else ""
    single = text[end]
    if single == "的":
        return "of"
    if single in "等和与及":
        return "list"
    tag = tags().get(single, "")
    return (
        "verb"
        if tag.startswith("v")
        else "word"
        if single in listed("after") or tag.startswith(("p", "d", "c", "u"))
        else ""
    )


def _no_name(name: str) -> bool:
    plain = re.sub(r"\s", "", name)
    return any(word in plain for word in listed("no_name")) or bool(re.search(r"[局委办院厅所站处科室部队镇乡村会]$", plain)) or plain[0] in "各本该县省市区由按经已未不"  # fmt: skip


def _titled(text: str, end: int) -> bool:
    return any(text.startswith(title, end) for title in listed("titles"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether 老张 or 王工 begins and ends where a word does."""
    word = text[start:end]
    if word in listed("not_short") or _word_of_old(word) or _PLACE.match(text, end):
        return False
    if any(
        _plain_word(text[end - 1 : end + k]) or _plain_word(text[start - k : start + 1])
        for k in (1, 2)
        if start >= k
    ):
        return False  # 小张庄, 厂家|张工|程
    left, right = _left(text, start), _right(text, end)
    if len(word) == 2 and word[1] in "局处科所校院县乡镇站部队":  # noqa: PLR2004 - a length in characters
        return left in {"edge", "doer", "name", "field"} and right not in {"", "of"}
    if word[0] in "小大" and left == "":
        return False
    return bool(left or right in {"says", "verb"}) and bool(
        right or left in {"edge", "title", "doer", "person"}
    )


def _word_of_old(word: str) -> bool:
    """老路 and 小康 are words; 老周 and 老马 stand in the dictionary too, and are people."""
    if word[0] in "老小大阿":
        return _ordinary(word) and word[0] != "老" and frequency(word) >= _SELDOM
    return _ordinary(word) or frequency(word) >= _SELDOM


def _led(text: str, start: int) -> bool:
    """Whether 由 and its like stand before; 和 joins something only where something is before it."""
    if text[start - 1] in "和与及" and not re.match(_H, text[max(0, start - 2) : start - 1]):
        return False
    led = [word for word in listed("before") if text.endswith(word, 0, start)]
    return any(len(word) > 1 or not _plain_word(text[max(0, start - 2) : start]) for word in led)


def _at_border(text: str, start: int) -> bool:
    """Whether a word begins here: after no character, or after one that a name may follow."""
    before = text[start - 1 : start]
    return (
        not before or not re.match(_H, before) or _led(text, start) or _titled_before(text, start)
    )


def _stops(text: str, end: int) -> bool:
    """Whether a word ends here: before no character, or before one that may follow a name."""
    return bool(
        re.match(rf"$|[^\u4e00-\u9fffA-Za-z]|{_any('titles')}|{_any('after')}", text[end : end + 4])
    )


def _titled_before(text: str, start: int) -> bool:
    if text[start - 1 : start] in set("人员者长师"):
        return True  # 供货人张伟: any word for who does something
    return any(text.endswith(word, 0, start) for word in (*listed("roles"), *listed("titles")))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The dotted name without the words around it; nothing where both sides are places or plain words."""
    first, last = text.index("·", start), text.rindex("·", start, end)
    for lead in range(start + 1, first - 1):
        if _left(text, lead) not in {"", "edge"}:
            start = lead
    end = last + 2
    while end < len(text) and re.match(_H, text[end]) and not _ends_here(text, end):
        end += 1
    parts = text[start:end].split("·")
    return None if all(map(_ordinary, parts)) else (start, end)


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
        if _right(text, found.end()):
            yield found.span()


def _ordinary(word: str) -> bool:
    """Whether the dictionary knows it as a word that is no name."""
    tag = tags().get(word)
    return tag is not None and not tag.startswith("nr")


def _plain_word(word: str) -> bool:
    """Whether it is a common word: names of places (建平, 庆云) are often part of a person's."""
    tag = tags().get(word) if len(word) > 1 else None
    return tag is not None and not tag.startswith(("nr", "ns", "nz"))
