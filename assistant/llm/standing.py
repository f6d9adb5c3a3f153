"""Where a piece of a sentence stands: what is before and behind it, as named evidence for or against somebody's name.

Grammar of such reports: a name follows a field's head, a title, a word for a person, an office, or a word that leads in who
does something; a verb that only persons do follows it, straight or behind an adverb, a time or a place. What each is
worth is not written here: the weights are fitted (lexicon/names_weights.yaml, evals/privacy/fit.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from assistant.llm.naming import Candidate, Reading, has_surname, listed, surname_share
from assistant.patterns import regex
from assistant.segmenting import frequency, tags

#: what speaks for and against a name, each by its name, and how much there is of it
Evidence = dict[str, float]

_H = r"[\u4e00-\u9fff]"
_HAN = regex(_H)
PLACE = regex(
    r"(?:灌区|水库|小区|社区|学校|小学|中学|大学|医院|公司|公园|广场|大道|大桥|桥|林场|农场|景区|园区|产业园|工业园|纪念馆|博物馆|"
    r"管理[所站处]|[镇乡村街河渠沟湾堡庄屯寨所院厂市县区州省窝滩洼山湖岭桥坝塬峁](?!长|所|支书|主任|医)|家(?=[沟湾堡滩庄口塬梁坪村窑坝店营台窝岔])|站(?![长在着出立起到])|路(?![长过上经途面]))"
)
_BAD_END = regex(r"[感率度性股表科段市县区乡镇村路街局厂树草建收发量额值数滩沟湾洼塬峁]$")
_LAND = regex(r"[岭梁沟湖河江塘坝驿滩坡坪垭峪寨园庄屯窑湾堡]$")
OFFICE = regex(
    r"(?:[局科股站所院校队组厂场乡镇村县区办室里家部处委会]|公司|中心|合作社|社区|食堂|机房|窗口|学校|医院|政府)\Z"
)
PERSON = regex(r"[员户民师者人警医长生工属]\Z")
_PEOPLE = regex(
    r"等?[、，,]?共?(?:\d+|[一二两三四五六七八九十]+)(?:人|户|名|位|家|同志)|夫妇|夫妻|父子|母子|兄弟|姐妹"
)
_COUNTED = regex(rf"(?:[、,和与及]{_H}{{2,4}}){{1,6}}?(?:{_PEOPLE.pattern})")
_REACHED = regex(r"[\s(（,，:：]{0,2}(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\d{17}[\dXx])(?!\d)")
_DOERS = frozenset("由经请让找交待派替陪叫委托安排通知联系请示")
_AMOUNT = regex(
    r"\s?\d[\d.,]*\s?[百千万亿]?\s?(?:元|亩|头|只|羽|尾|袋|公斤|斤|吨|箱|间|棵|株|立方米|平方米|天|分)"
)
_TIME = regex(r"\s*\d[\d年月日时分:.~-]*(?:上旬|中旬|下旬|底|初|前|后|起|末)?")
_OPENED = "([【《“\"'‘<{"
_SIGNS = frozenset(_OPENED + ":/|=")
_CLOSED = ")]】》”\"'’>}"


@cache
def _acts() -> frozenset[str]:
    return frozenset("".join(listed("acts")))


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(listed(name))


@cache
def _heads() -> frozenset[str]:
    return frozenset(w for w in (*listed("roles"), *listed("titles")) if len(w) > 1)


def _ends_with_head(text: str, end: int) -> bool:
    return _head_ends(text[max(0, end - _LONGEST_HEAD) : end])


_LONGEST_HEAD = 5


@lru_cache(maxsize=65536)
def _head_ends(text: str) -> bool:
    heads = _heads()
    return any(text[start:] in heads for start in range(len(text) - 1))


def _kind(word: str) -> str:
    """The dictionary's part of speech, coarse; a word it lacks is none."""
    tag = tags().get(word, "")
    if not tag:
        return "?"
    return tag[:2] if tag[:2] in {"nr", "ns", "nt", "nz"} else tag[0]


def piece(text: str, start: int, end: int) -> Candidate:
    """A piece of the text as it is looked at, whatever its form."""
    begin = stop = start
    while begin and _HAN.match(text[begin - 1]):
        begin -= 1
    while stop < len(text) and _HAN.match(text[stop]):
        stop += 1
    return Candidate(start, start, end, "", 0.0, 0.0, begin, Reading(text[begin:stop]))


def left(text: str, one: Candidate) -> str:
    """What stands before the piece."""
    start = at = one.start
    while at and (text[at - 1] in _SIGNS or text[at - 1].isspace()):
        at -= 1
    if at < start:
        mark = text[at:start].strip()[-1:]
        if _ends_with_head(text, at) or (at and PERSON.search(text[at - 1 : at])):
            return "field (" if mark and mark in _OPENED else "field"
        if not at:
            return "edge"
        return "bracket" if mark and mark in _OPENED else "colon" if mark else "space"
    before = text[start - 1 : start]
    if not before:
        return "edge"
    if not _HAN.match(before):
        return (
            "list"
            if before == "、"
            else "slash"
            if before == "/"
            else "edge"
            if before in ",。;!?；，\n"
            else "digit"
            if before.isdigit()
            else "mark"
        )
    if _ends_with_head(text, start):
        return "title"
    return _before(text, one)


def _before(text: str, one: Candidate) -> str:
    word = one.reading.before(one.start - one.run)
    tag = _kind(word)
    if word in _set("before"):
        if word in "和与及跟":
            return "and" if one.start - one.run > 1 else "edge"
        return "doer" if word in _DOERS or len(word) > 1 else "led"
    if word[-1] in _DOERS and tag in "v?p":
        return "doer"
    if word in _set("asks"):
        return "asks"
    if word[-1] in "户员民师者" or (
        PERSON.search(word) and tag in {"n", "?", "v", "nr", "nz", "b"}
    ):
        return "person"
    if OFFICE.search(word) and (tag in {"n", "nt", "ns", "nz", "?"} or len(word) == 1):
        return "office"
    if word in "时日后前月年期内间系":
        return "time"
    return {"v": "verb", "t": "time", "m": "count", "q": "count", "p": "led", "r": "this", "d": "adverb", "u": "of" if word[-1] in "的之" else "aspect", "c": "and", "f": "time"}.get(tag, "noun" if tag[0] in "nabsi" else "other")  # fmt: skip


#: how many words an adverb, a time, a place may fill between who does something and the verb
_FAR = 6


def right(text: str, one: Candidate) -> str:  # noqa: PLR0912 - one kind after another
    """What stands behind the piece."""
    end = one.end
    if _any_of("address").match(text, end) or _REACHED.match(text, end):
        return "address"
    if PLACE.match(text, end):
        return "place"
    if title := _any_of("titles").match(text, end):
        return "title" if len(title.group()) > 1 else "household"
    if _PEOPLE.match(text, end) or _COUNTED.match(text, end):
        return "people"
    mark = text[end : end + 1]
    if not _HAN.match(mark):
        if (
            mark.isdigit()
            and (time := _TIME.match(text, end))
            and not text[time.end() - 1].isdigit()
        ):
            return "far " + _further(text, one)
        if mark in _CLOSED and mark:
            return "close"
        if _AMOUNT.match(text, end):
            return "amount"
        return {"、": "list", "/": "list", "(": "open", ":": "colon", "": "edge", "·": "dot"}.get(mark, "digit" if mark.isdigit() else "latin" if mark.isalpha() else "%" if mark == "%" else "edge")  # fmt: skip
    word = one.reading.behind(end - one.run)
    if word in _set("says") or _any_of("says", 2).match(text, end):
        return "says"
    if _any_of("human", 2).match(text, end):
        return "human"
    if word in {"和", "与", "及"}:
        return "and"
    if word[0] == "等":
        return _and_such(text, end)
    if word[0] == "的":
        return "of person" if _owned().match(text, end + 1) else "of"
    if _any_of("holding").match(text, end):
        return "holding"
    if _facility(text, one):
        return "place"
    if word[0] in "至率度性化某":
        return "suffix"
    tag = _kind(word)
    if tag == "v" or (tag == "n" and word[0] in _acts()):
        return _verb(word)
    if tag in {"d", "p", "t", "c", "f", "m", "r"} or word in _set("after"):
        return "far " + _further(text, one)
    if word in _set("things"):
        return "noun thing"
    return {"u": "particle", "a": "adjective", "q": "measure"}.get(
        tag, "noun" if tag[0] in "nbsi" else "other"
    )


#: 等12户, 等3人 are people_of; 等花卉, 等地, 等品牌 tell that what was listed are things
_SUCH = regex(r"等(?:[\d一二三四五六七八九十几多余]+[个种类处类余]?)?")


def _and_such(text: str, end: int) -> str:
    """等: whether a word for people or one for things stands behind it."""
    found = _SUCH.match(text, end)
    if not found:
        return "etc"
    at = found.end()
    if text.startswith("地", at):
        return "etc thing"
    run = piece(text, at, at)
    word = run.reading.behind(at - run.run)
    if not word or _kind(word)[0] not in "n?":
        return "etc"
    last = word
    while (more := run.reading.behind(at - run.run + len(word))) and _kind(more)[0] in "n?":
        word, last = word + more, more
    return "etc" if PERSON.search(last) or last in _heads() else "etc thing"


@cache
def _owned() -> re.Pattern[str]:
    return _any_of("owned")


#: so many words may stand between a place's name and what is called after it
_NAMED = 2


def _facility(text: str, one: Candidate) -> bool:
    """玉龙排涝站, 钟山污水处理厂: a thing that is called after a place stands behind, straight or behind nouns."""
    reading, at = one.reading, one.end - one.run
    for number in range(_NAMED + 1):
        if _any_of("facilities", 2).match(text, one.run + at):
            return True
        word = reading.behind(at)
        if not word or _kind(word)[0] not in "n?v" or word in _set("says"):
            return False
        if number and word[-1] in "厂站院校库渠闸坝桥杯":
            return True
        at += len(word)
    return False


@cache
def _any_of(name: str, least: int = 1) -> re.Pattern[str]:
    return regex("|".join(re.escape(w) for w in listed(name) if len(w) >= least))


def _verb(word: str) -> str:
    if word in _set("says"):
        return "says"
    if word in _set("human"):
        return "human"
    if word in _set("things"):
        return "thing"
    return "act" if set(word) & _acts() else "verb"


def _further(text: str, one: Candidate) -> str:
    """The verb behind adverbs, times and places: 均已通过, 于12月10日前补齐."""
    reading, at = one.reading, one.end - one.run
    for _ in range(_FAR):
        word = reading.behind(at)
        if not word:
            place = one.run + at
            time = _TIME.match(text, place)
            if not time or not _HAN.match(text[time.end() : time.end() + 1]):
                return "none"
            one = piece(text, time.end(), time.end())
            reading, at = one.reading, 0
            continue
        if word in _set("says"):
            return "says"
        if word in _set("human") and len(word) > 1:
            return "human"
        if word in _set("things"):
            return "thing"
        if _kind(word) == "v" and word not in {"有", "是", "为", "已", "在"}:
            return _verb(word)
        at += len(word)
    return "none"


class Sides:
    """What stands before and behind the pieces of one text, each looked at once: its kind, and evidence by its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._before: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._behind: dict[int, tuple[str, tuple[str, ...]]] = {}

    def before(self, one: Candidate) -> tuple[str, tuple[str, ...]]:
        """Kind and the names of evidence of what stands before the piece."""
        found = self._before.get(one.start)
        if found is None:
            found = left(self.text, one), tuple(_words_before(self.text, one))
            self._before[one.start] = found
        return found

    def behind(self, one: Candidate) -> tuple[str, tuple[str, ...]]:
        """Kind and the names of evidence of what stands behind the piece."""
        found = self._behind.get(one.end)
        if found is None:
            found = right(self.text, one), tuple(_words_behind(self.text, one))
            self._behind[one.end] = found
        return found

    def parts(self, one: Candidate) -> Iterator[tuple[Callable[..., Evidence], tuple[Any, ...]]]:
        """What gives the evidence for a piece, and of what: the same again has the same worth."""
        piece = self.text[one.start : one.end]
        before, words_before = self.before(one)
        behind, words_behind = self.behind(one)
        yield _of_characters, (piece, one.form, one.first - one.start)
        yield _of_kinds, (one.form, len(piece), _word_kind(piece), before, behind)
        yield _of_words, (words_before,)
        yield _of_words, (words_behind,)

    def evidence(self, one: Candidate) -> Evidence:
        """Named evidence for one piece: its characters, what stands before and behind, both together."""
        found = _of_numbers(one)
        for of, given in self.parts(one):
            found |= of(*given)
        return found


class Worth:
    """The odds of pieces by the weights of their evidence; what was weighed once is known."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self._known: dict[Any, float] = {}

    def of(self, sides: Sides, one: Candidate) -> float:
        """The logarithmic odds of a piece, before what a list that it stands in tells."""
        sure = self.sum(_of_numbers(one))
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        for part in sides.parts(one):
            found = known.get(part)
            if found is None:
                of, given = part
                found = known[part] = self.sum(of(*given))
            sure += found
        return sure

    def sum(self, told: Evidence) -> float:
        """What the evidence is worth."""
        weights, found = self.weights, 0.0
        for name, value in told.items():
            if name in weights:
                found += weights[name] * value
        return found


#: so many parts of evidence are kept with their worth
_REMEMBERED = 100_000


def _of_numbers(one: Candidate) -> Evidence:
    name, border = one.name, one.border
    form = one.form + (str(one.end - one.start) if one.form == "full" else "")
    likely = max(0.0, min(name + border, 12.0)) / 4
    unlikely = max(-5.0, min(name / 4, 0.0))
    return {
        "always": 1.0,
        "name": unlikely,
        "likely": likely,
        "unlike": min(0.0, max(name + 6, -12.0)) / 4,
        "border": max(-4.0, border / 4),
        "border, likely": max(-4.0, border / 4) if likely else 0.0,
        "name " + form: unlikely,
        "likely " + form: likely,
    }


def _of_words(names: tuple[str, ...]) -> Evidence:
    return dict.fromkeys(names, 1.0)


@lru_cache(maxsize=65536)
def _word_kind(piece: str) -> str:
    plain = _kind(piece) if len(piece) > 1 else "?"
    return {"?": "none", "nr": "name", "ns": "place", "nz": "place", "nt": "place"}.get(
        plain, "noun" if plain[0] == "n" else "verb" if plain[0] == "v" else "word"
    )


def _of_kinds(form: str, length: int, word: str, before: str, behind: str) -> Evidence:
    own = form + (str(length) if form == "full" else "")
    return dict.fromkeys(
        (
            f"form {own}",
            f"word {word}",
            f"before {before}",
            f"behind {behind}",
            f"{_group(before)} … {_group(behind)}",
            f"{form}: {before}",
            f"{form} :{behind}",
            f"word {word}: {_group(before)}",
            f"word {word} :{_group(behind)}",
        ),
        1.0,
    )


def _of_characters(piece: str, form: str, surname: int) -> Evidence:
    word, found = _word_kind(piece), {}
    if piece in _heads() or piece in _set("no_name"):
        found["a role itself"] = 1.0
    if len(piece) > 1:
        found["tag " + tags().get(piece, "?")] = 1.0
    if word not in {"none", "name"}:
        found["frequent"] = math.log(max(frequency(piece), 1)) / 4
    if form == "full":
        found["surname"] = (surname_share(piece[:surname]) + 7) / 4
        if piece[0] in listed("verbs")[0]:
            found["surname a word"] = 1.0
        if len(piece) > 2:  # noqa: PLR2004 - a length in characters
            if _plain(piece[:2]):
                found["word in front"] = 1.0
            if _plain(piece[-2:]):
                found["word at end"] = 1.0
    for name, pattern in (
        ("end of a thing", _BAD_END),
        ("end of land", _LAND),
        ("end of a person", PERSON),
        ("end of an office", OFFICE),
    ):
        if form != "short" and pattern.search(piece):
            found[name] = 1.0
            if word != "none":
                found[name + ", a word"] = 1.0
    return found


def _words_before(text: str, one: Candidate) -> Iterator[str]:
    """The word before, its last character, its part of speech, the word before that: one the fit saw too seldom has no weight."""
    reading, at = one.reading, one.start - one.run
    near = reading.before(at) or _sign(text, one.start - 1)
    yield "L " + near
    yield "L. " + near[-1]
    yield "L2 " + (reading.before(at - len(near)) if at else _sign(text, one.start - 2))
    yield "Lt " + (_tag(near) if at else "-")


def _words_behind(text: str, one: Candidate) -> Iterator[str]:
    reading, to = one.reading, one.end - one.run
    near = reading.behind(to) or _sign(text, one.end)
    inside = to < len(reading.run)
    yield "R " + near
    yield "R. " + near[0]
    yield "R2 " + (reading.behind(to + len(near)) or "-" if inside else _sign(text, one.end + 1))
    yield "Rt " + (_tag(near) if inside else "-")


def _tag(word: str) -> str:
    """The dictionary's part of speech; what it calls a name without a surname (养牛) is none that it knows."""
    tag = tags().get(word, "?")
    return "?" if tag == "nr" and not has_surname(word) else tag


def _sign(text: str, at: int) -> str:
    """The character there, digits and letters alike; of none, a sign for it."""
    sign = text[at : at + 1] if at >= 0 else ""
    return (
        "0" if sign.isdigit() else "a" if sign.isascii() and sign.isalpha() else sign.strip() or "$"
    )


#: what may stand between two people who are named together
_JOINED = regex(r"(?:\([^()]{1,9}\)|\s*\d{1,4}\s?[\u4e00-\u9fff])?\s?[、,;/和与及]?\s?")


def neighbours(text: str, ones: list[Candidate]) -> list[tuple[int, int]]:
    """Pairs of numbers of pieces between which only a joining word, a bracket or nothing stands."""
    begins: dict[int, list[int]] = {}
    for number, one in enumerate(ones):
        begins.setdefault(one.start, []).append(number)
    pairs = []
    for number, one in enumerate(ones):
        found = _JOINED.match(text, one.end)
        stops = {one.end, *({found.end()} if found else ())}
        listing = text[one.end : one.end + 1] in {"、", ",", ";"}
        roles = listed("roles") if listing else ()
        titled = [one.end + 1 + len(w) for w in roles if text.startswith(w, one.end + 1)]
        for stop in (*stops, *titled):
            pairs += [(number, other) for other in begins.get(stop, ())]
    return pairs


#: what joins the items of a list of people, an amount, a group or a bracket behind each included
_JOINS = regex(
    r"(?:\([^()]{1,9}\)|\s?\d{1,6}(?:\.\d+)?\s?[\u4e00-\u9fff]{1,2})?\s?(?:[、/和与及]|(?<=[\u4e00-\u9fff]),(?!\s)|\s)\s?"
)
_JOINS_BEFORE = regex(
    r"(?:\([^()]{1,9}\)|\s?\d{1,6}(?:\.\d+)?\s?[\u4e00-\u9fff]{1,2})?\s?(?:[、/和与及]|,|\s)\s?\Z"
)
_JOINING = frozenset("、/和与及, \u3000\t\n")
_MANY = 4


def in_lists(sides: Sides, ones: list[Candidate]) -> list[dict[str, float]]:
    """For each piece, what the list that it is an item of tells: how many items have a name's form, what stands around all."""
    begins: dict[int, list[Candidate]] = {}
    stops: dict[int, list[Candidate]] = {}
    for one in ones:
        if one.form != "given":
            begins.setdefault(one.start, []).append(one)
            stops.setdefault(one.end, []).append(one)
    return [_in_list(sides, one, begins, stops) for one in ones]


def _in_list(
    sides: Sides,
    one: Candidate,
    begins: dict[int, list[Candidate]],
    stops: dict[int, list[Candidate]],
) -> dict[str, float]:
    text, found = sides.text, dict[str, float]()
    items, first, last = [], one, one
    for _ in range(_MANY):
        if text[first.start - 1 : first.start] not in _JOINING:
            break
        before = _JOINS_BEFORE.search(text, max(0, first.start - 16), first.start)
        if not before:
            break
        more = stops.get(before.start())
        if not more:
            found["list: a thing before"] = float("、" in before.group())
            break
        first = max(more, key=_likely)
        items.append(first)
    for _ in range(_MANY):
        behind = _JOINS.match(text, last.end)
        if not behind:
            break
        more = begins.get(behind.end())
        if not more:
            found["list: a thing behind"] = float("、" in behind.group())
            break
        last = max(more, key=_likely)
        items.append(last)
    if not items:
        return found
    if one.form == "given":
        return {"list, a given name": 1.0}
    kinds = [_kind(text[i.start : i.end]) for i in items]
    found["list: as many"] = float(min(len(items), _MANY))
    found["list: most likely"] = max(-3.0, min(2.0, max(i.name for i in items) / 4))
    found["list: least likely"] = max(-3.0, min(2.0, min(i.name for i in items) / 4))
    found["list: a place"] = float("ns" in kinds)
    found["list: no word"] = float(sum(k in {"?", "nr"} for k in kinds)) / len(items)
    found["list: clear borders"] = float(all(i.border > -1 for i in items))
    if first is not one:
        found["list, before " + sides.before(first)[0]] = 1.0
    if last is not one:
        found["list, behind " + sides.behind(last)[0]] = 1.0
    return found


def _likely(one: Candidate) -> float:
    return one.name + one.border


def _group(place: str) -> str:
    return _GROUPS.get(place, place.removeprefix("far "))


_GROUPS = {
    "title": "person", "field": "field", "office": "person", "doer": "doer", "led": "led", "and": "joined", "list": "joined",
    "slash": "joined", "field (": "bracket", "aspect": "other", "asks": "doer", "address": "title", "household": "title", "people": "title", "holding": "title", "etc": "joined", "etc thing": "joined", "close": "close", "bracket": "bracket",
    "noun": "other", "other": "other", "this": "other", "of": "other", "adverb": "other", "count": "other", "mark": "other", "digit": "digit",
    "suffix": "other", "measure": "other", "adjective": "other", "particle": "other", "far none": "far",
}  # fmt: skip


@cache
def _plain(word: str) -> bool:
    tag = tags().get(word)
    return tag is not None and not tag.startswith(("nr", "ns", "nz"))
