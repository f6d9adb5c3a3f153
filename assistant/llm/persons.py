"""Names of persons in folded text: by their form, by the role or title beside them, by the segmenter's judgement.

Words that make a name (surnames, titles, roles) are data: lexicon/persons.yaml. An ordinary word of the segmenter's
dictionary is never a name by its form alone, so that 施工, 高标准 and 王家沟村 stay readable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.lexicon import lexicon

_H = r"[\u4e00-\u9fff]"
_PLACE = re.compile(
    r"(?:灌区|水库|小区|社区|学校|小学|中学|大学|医院|公司|公园|广场|大道|大桥|桥|林场|农场|景区|园区|产业园|工业园|纪念馆|博物馆|"
    r"管理[所站处]|[镇乡村街河渠沟湾堡庄屯寨所院厂市县区州省窝滩洼山湖岭桥](?!长|所|支书|主任|医)|家(?=[沟湾堡滩庄口塬梁坪村])|站(?![长在着出立起到])|路(?![长过上经途面]))"
)
#: 向阳、新桥等7个社区: what is counted by 个 is no list of persons
_PLACES = re.compile(
    rf"{_H}{{2,6}}(?:、{_H}{{2,6}})+?(?:等|共|这)?\s*(?:\d+|[一二三四五六七八九十]+)\s*[个处座条](?!{_H}{{0,4}}[户人员])"
)
_BAD_END = re.compile(r"[感率度性市县区乡镇村路街局厂树草建收发量额值数滩沟湾洼塬峁]$")


@cache
def _words(name: str) -> tuple[str, ...]:
    value = lexicon("persons")[name]
    listed = value.split() if isinstance(value, str) else value
    return tuple(sorted(dict.fromkeys(listed), key=len, reverse=True))


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(_words("common"))) | _rare()


@cache
def _rare() -> frozenset[str]:
    return frozenset("".join(_words("rare")))


def _any(name: str) -> str:
    return "|".join(map(re.escape, _words(name)))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    one = "[" + "".join(sorted(_surnames())) + "]"
    compound = _any("compound")
    sure = "|".join(w for w in _words("compound") if w not in set(_words("uncertain")))
    stop = rf"$|[^\u4e00-\u9fffA-Za-z]|{_any('titles')}|{_any('after')}"
    end = rf"(?={stop})"
    letters = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'-]+"
    latin = rf"{letters}(?:\s[A-Z]\.)?(?:\s{letters}){{1,3}}"
    return {
        "role": re.compile(
            rf"(?:{_any('roles')})(?:[:为是(系]|\s)+(?P<name>{latin}|{_H}{{1,12}}(?:·{_H}{{1,12}})+|"
            rf"{_H}\s+{_H}{{1,2}}(?!{_H})|(?:{compound}){_H}{{1,2}}?(?={stop})|{_H}{{2,6}}?(?={stop}))"
        ),
        "joined": re.compile(
            rf"(?:{_any('roles')}|{_any('titles')})(?P<name>(?:(?:{compound}){_H}{{1,2}}|{one}{_H}{{1,2}}?|{one}{_H}{{2}})){end}"
        ),
        "titled": re.compile(
            rf"(?P<name>(?:(?:{compound}){_H}{{1,2}}?|{one}\s*{_H}{{1,2}}?))(?=\s?(?:{_any('titles')}))"
        ),
        "short": re.compile(
            rf"(?P<name>{one}(?:{_any('short')}|{_any('titles')}))(?=$|[^\u4e00-\u9fff]|{_any('after')})"
        ),
        "fond": re.compile(rf"(?P<name>[老小阿大]{one})(?=$|[^\u4e00-\u9fff]|{_any('after')})"),
        "dotted": re.compile(
            rf"(?P<name>{_H}{{2,8}}(?:·{_H}{{2,10}}?)+)(?=$|[^\u4e00-\u9fff·]|{_any('after')}|{_any('titles')}|{_H}{{0,3}})"
        ),
        "spaced": re.compile(rf"(?<!{_H})(?P<name>{one}\s{{1,4}}{_H})(?!{_H})"),
        "sure": re.compile(rf"(?P<name>(?:{sure}){_H}{{1,2}}?){end}"),
        "sure_two": re.compile(rf"(?P<name>(?:{sure}){_H}{{2}})"),
        "rare": re.compile(rf"(?P<name>[{''.join(sorted(_rare()))}]{_H}{{1,2}}?){end}"),
        "surname": re.compile(rf"(?=(?P<surname>{compound}|{one}){_H})"),
        "latin": re.compile(rf"(?<![A-Za-z])(?P<name>{latin})(?![A-Za-z])"),
        "chain": re.compile(rf"(?:[、,和及与]|以及)\s*(?P<name>{one}{_H}{{1,2}}?){end}"),
        "before": re.compile(rf"(?<!{_H})(?P<name>{one}{_H}{{1,2}})(?=[、和及与])"),
    }


def persons(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each name in folded text; spans may overlap."""
    if not re.search(r"[\u4e00-\u9fff]|[A-Z][a-z]+ [A-Z]", text):
        return
    found = set(_by_form(text))
    ends = {end for _, end in found}
    for match in _patterns()["chain"].finditer(text):
        # who stands beside a person in a list is one
        if match.start() in ends and _namely(text, *match.span("name")):
            found.add(match.span("name"))
            ends.add(match.end("name"))
    starts = {start for start, _ in found}
    for match in _patterns()["before"].finditer(text):
        if match.end() + 1 in starts and _namely(text, *match.span("name")):
            found.add(match.span("name"))
    places = [m.span() for m in _PLACES.finditer(text)]
    yield from sorted(s for s in found if not any(b <= s[0] and s[1] <= e for b, e in places))


def _by_form(text: str) -> Iterator[tuple[int, int]]:  # noqa: PLR0912 - one form of a name after another
    patterns = _patterns()
    for match in patterns["role"].finditer(text):
        name = match["name"]
        if not _no_name(name) and (not _ordinary(name) or " " in name):
            yield match.span("name")
    for kind in ("joined", "titled", "sure"):
        for match in patterns[kind].finditer(text):
            if _namely(text, *match.span("name")):
                yield match.span("name")
    for match in patterns["sure_two"].finditer(text):
        start, stop = match.span("name")
        if not any(_PLACE.match(text, at) for at in range(start + 2, stop + 1)):
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
        if not _ordinary(joined):
            yield match.span("name")
    for match in patterns["rare"].finditer(text):
        if _namely(text, *match.span("name")) and _at_border(text, match.start("name")):
            yield match.span("name")
    for match in patterns["latin"].finditer(text):
        if not {w.lower() for w in re.findall(r"[^\W\d_]+", match["name"])} & set(_words("latin")):
            yield match.span("name")
    yield from _in_place(text)
    yield from _segmented(text)


#: words of the dictionary seen so seldom (its own counts) are no reason to take a given name for a word
_SELDOM, _COMMON = 150, 1500
_RIGHT = ("v", "p", "d", "c", "u", "r", "t", "s", "f")
_OFFICE = re.compile(r"(?:[局科股站所院校队组厂场乡镇村]|公司|中心|合作社|社区)\Z")
_PERSON = re.compile(r"[员户民师者人警医]$")


def _in_place(text: str) -> Iterator[tuple[int, int]]:
    """Names by where they stand: whoever does it before them, what is done after them.

    Behind a word for a person (护林员, 贫困户, 所长) any surname with one or two characters is a name that is no common word; at the
    beginning of a clause, behind 由 and its like or behind an office the characters must be those of given names; a surname
    alone is one before a title.
    """
    for match in _patterns()["surname"].finditer(text):
        start, first = match.start(), match.end("surname")
        left = _left(text, start)
        for length in (2, 1, 0) if left else ():
            end = first + length
            if re.fullmatch(rf"{_H}{{{length}}}", text[first:end]) and (
                _placed(text, start, first, end, left)
                if length
                else _surname_only(text, start, end)
            ):
                yield start, end
                break


def _surname_only(text: str, start: int, end: int) -> bool:
    """谭科长, 罗师傅: not 任队长, not 连队长."""
    long = any(text.startswith(title, end) for title in _words("titles") if len(title) > 1)
    return (
        long
        and text[start:end] not in _words("verbs")[0]
        and not any(_plain_word(text[start : end + k]) for k in (1, 2))
    )


def _placed(text: str, start: int, first: int, end: int, left: str) -> bool:
    name, chars, right = text[start:end], text[first:end], _right(text, end)
    given = all(c in _words("given")[0] for c in chars)
    if _PLACE.match(text, end) or text[end : end + 1] in set("率度性化") or _no_name(name):
        return False
    if not (right or left == "person"):
        return False
    limit = _SELDOM if given else 0
    if any(_common(text[i : end + k], limit) for i in range(start + 1, end) for k in (1, 2)):
        return False  # a word that goes on behind it: 群|众
    if first - start == 1 and len(chars) > 1 and _common(text[start : start + 2], limit):
        return False  # 高标|准
    short = len(name) == 2  # noqa: PLR2004 - a length in characters
    if _ordinary(name):
        seldom = short and given and _frequency(name) < _COMMON
        return seldom and left == "doer" and right == "verb"
    if (not given or text[start] in _words("verbs")[0]) and _common(chars, _COMMON):
        return False  # 人员应|检查
    if left == "person":
        return (given or not _BAD_END.search(name)) and (not short or bool(right))
    if not given:
        return False
    if short:
        known = left == "edge" and name in _tags()  # 毛发
        return right == "title" or (right == "verb" and left in {"doer", "edge"} and not known)
    return not _common(chars, _COMMON) and (left != "office" or right != "word")


def _common(word: str, limit: int) -> bool:
    """Whether it is a common word, seen at least `limit` times where the dictionary was counted."""
    return _plain_word(word) and _frequency(word) >= limit


def _left(text: str, start: int) -> str:
    """Who or what stands before: a word for a person, one that names who does it, the edge of a clause, or nothing."""
    before = text[start - 1 : start]
    if not before or not re.match(_H, before):
        return "edge"
    for length in (4, 3, 2):
        word = text[max(0, start - length) : start]
        tag = _tags().get(word, "")
        if (
            len(word) == length
            and _PERSON.search(word)
            and (tag.startswith("n") or word[-1] == "户")
        ):
            return "person"
    if any(text.endswith(w, 0, start) for w in (*_words("roles"), *_words("titles")) if len(w) > 1):
        return "person"
    if _led(text, start):
        return "doer"
    return "office" if _OFFICE.search(text, 0, start) else ""


def _right(text: str, end: int) -> str:
    """What stands behind: a title, the edge of a clause, a word that follows who does something, or nothing."""
    if _titled(text, end):
        return "title"
    if not re.match(_H, text[end : end + 1]):
        return "edge"
    if any(text.startswith(word, end) for word in _words("after") if len(word) > 1):
        return "verb"
    for length in (4, 3, 2):
        tag = _tags().get(text[end : end + length], "")
        if tag:
            return ("verb" if tag.startswith("v") else "word") if tag.startswith(_RIGHT) else ""
    single = text[end : end + 1]
    tag = _tags().get(single, "")
    if tag.startswith("v"):
        return "does"
    return "word" if single in _words("after") or tag.startswith(_RIGHT) else ""


def _frequency(word: str) -> int:
    import jieba

    _tags()
    return int(jieba.dt.FREQ.get(word) or 0)


def _no_name(name: str) -> bool:
    plain = re.sub(r"\s", "", name)
    return any(word in plain for word in _words("no_name")) or bool(re.search(r"[局委办院厅所站处科室部队镇乡村会]$", plain)) or plain[0] in "各本该县省市区由按经已未不"  # fmt: skip


def _namely(text: str, start: int, end: int) -> bool:
    """Whether a surname and what follows it are a name, and no ordinary words or a place."""
    name = re.sub(r"\s", "", text[start:end])
    if len(name) < 2 or _ordinary(name) or _BAD_END.search(name) or _PLACE.match(text, end):  # noqa: PLR2004 - a length in characters
        return False
    # 王家沟村: a place's name is cut by the end of the pattern
    if any(_plain_word(text[i:j]) for i in range(start, end - 1) for j in range(i + 2, end + 1)):
        return False
    return not any(
        _plain_word(text[i : end + k]) and not (_titled(text, end) and text[end] not in "家户氏某")
        for i in range(start + 1, end)
        for k in (1, 2)
    )  # fmt: skip


def _titled(text: str, end: int) -> bool:
    return any(text.startswith(title, end) for title in _words("titles"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether 老张 or 王工 begins and ends where a word does."""
    word = text[start:end]
    if word in _words("not_short") or _word_of_old(word) or _PLACE.match(text, end):
        return False
    if len(word) == 2 and word[1] in "局处科所校院县乡镇站部队" and re.match(_H, text[start - 1 : start]) and not _led(text, start):  # noqa: PLR2004  # fmt: skip
        return False
    return _at_border(text, start)


def _word_of_old(word: str) -> bool:
    """老路 and 小康 are words; 老周 and 老马 stand in the dictionary too, and are people."""
    return _ordinary(word) and not (
        word[0] == "老" or (word[0] in "小大阿" and _frequency(word) < _SELDOM)
    )


def _led(text: str, start: int) -> bool:
    return any(text.endswith(word, 0, start) for word in _words("before"))


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
    return any(text.endswith(word, 0, start) for word in (*_words("roles"), *_words("titles")))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The dotted name without the words before it; nothing where both sides are places or plain words."""
    first = text.index("·", start)
    for lead in range(start, first - 1):
        if any(
            text.startswith(w, lead)
            for w in ("由", "与", "和", "请", "及", "向", "为", "让", "是", "被", "将")
        ):
            start = lead + 1
    for word in (*_words("roles"), *_words("titles")):
        at = text.find(word, start, first)
        if at >= 0 and at + len(word) < first:
            start = at + len(word)
    parts = text[start:end].split("·")
    if all(map(_ordinary, parts)):
        return None
    # the end of the last part: as far as it is no plain word
    while end < len(text) and re.match(_H, text[end]) and not _ends_here(text, end):
        end += 1
    return start, end


def _ends_here(text: str, end: int) -> bool:
    rest = text[end : end + 2]
    return any(
        text.startswith(w, end) for w in (*_words("after"), *_words("titles"))
    ) or _plain_word(rest)


def _in_title(text: str, start: int, end: int) -> bool:
    return text.rfind("《", 0, start) > text.rfind("》", 0, start) or text.startswith("》", end)


def _segmented(text: str) -> Iterator[tuple[int, int]]:
    """Words of the segmenter that it takes for names, and names made of a minority's syllables."""
    at = 0
    for word, tag in _segmenter()(text):
        start, at = at, at + len(word)
        if _PLACE.match(text, at):
            continue
        # a word that the dictionary does not know or knows as a name, that begins with a surname
        if tag.startswith("nr") and re.fullmatch(rf"{_H}{{2,4}}", word):
            known = word[0] in _surnames() or any(word.startswith(w) for w in _words("compound"))
            pieces = {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1)}
            # two characters are seldom a name but where a word begins and ends
            if (
                len(word) == 2  # noqa: PLR2004
                and not (_at_border(text, start) and _stops(text, at) and text[at : at + 1] != "的")
            ):
                continue
            if len(word) > 3 and not any(word.startswith(w) for w in _words("compound")):  # noqa: PLR2004 - a length in characters
                continue
            if (
                len(word) == 3  # noqa: PLR2004 - a length in characters
                and known
                and _at_border(text, start)
                and not (_plain_word(word[:2]) or _BAD_END.search(word))
            ):
                # 张建军: the given name may be a word
                yield start, at
                continue
            if known and not _BAD_END.search(word) and not any(map(_plain_word, pieces)):
                yield start, at
    syllables = _any("minority")
    for found in re.finditer(
        rf"(?:{syllables}){_H}{{0,2}}(?:{syllables}){_H}{{0,1}}?(?=$|[^\u4e00-\u9fff]|{_any('after')})|(?:{syllables}){{2,3}}",
        text,
    ):
        if _right(text, found.end()):
            yield found.span()


@cache
def _segmenter() -> Any:
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    import jieba.posseg

    return jieba.posseg.cut


@cache
def _tags() -> dict[str, str]:
    import jieba.posseg

    _segmenter()
    jieba.posseg.dt.initialize()
    return dict(jieba.posseg.dt.word_tag_tab)


def _ordinary(word: str) -> bool:
    """Whether the dictionary knows it as a word that is no name."""
    tag = _tags().get(word)
    return tag is not None and not tag.startswith("nr")


def _plain_word(word: str) -> bool:
    """Whether it is a common word: names of places (建平, 庆云) are often part of a person's."""
    tag = _tags().get(word) if len(word) > 1 else None
    return tag is not None and not tag.startswith(("nr", "ns", "nz"))
