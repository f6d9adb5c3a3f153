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
_BAD_END = re.compile(r"[感率度性市县区乡镇村路街局厂树草建收发量额值数]$")


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
    latin = r"[A-Z][A-Za-z'-]+(?:\s[A-Z]\.)?(?:\s[A-Z][A-Za-z'-]+){1,3}"
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
    yield from sorted(found)


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
        if not {w.lower() for w in re.findall("[A-Za-z]+", match["name"])} & set(_words("latin")):
            yield match.span("name")
    yield from _segmented(text)


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
        _plain_word(text[i : end + k]) and not _titled(text, end)
        for i in range(start + 1, end)
        for k in (1, 2)
    )


def _titled(text: str, end: int) -> bool:
    return any(text.startswith(title, end) for title in _words("titles"))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether 老张 or 王工 begins and ends where a word does."""
    word = text[start:end]
    if word in _words("not_short") or _ordinary(word) or _PLACE.match(text, end):
        return False
    if len(word) == 2 and word[1] in "局处科所校院县乡镇站部队" and re.match(_H, text[start - 1 : start]) and not _led(text, start):  # noqa: PLR2004  # fmt: skip
        return False
    return _at_border(text, start)


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
        rf"(?:{syllables}){_H}{{0,2}}(?:{syllables}){_H}{{0,1}}?(?=$|[^\u4e00-\u9fff]|{_any('after')})",
        text,
    ):
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
