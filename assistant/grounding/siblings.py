"""Names that differ in one character from a name of the data: 南干渠 for 北干渠, 工程股 for 河湖股."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.grounding.doers import alike, doer
from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare
from assistant.grounding.reading import Read
from assistant.grounding.tokens import tokens
from assistant.model.sections import MEASURES
from assistant.patterns import regex

_CLASSES = (
    "东南西北",
    "一二三四五六七八九十",
    "甲乙丙丁",
    "春夏秋冬",
    "男女",
    "省市县区乡镇村",
    "本外邻",
)
#: opposites that are parts of other words too (更新, 之前): only where a word begins with them
_OPPOSITES = ("新老旧", "前后", "内外", "正副")
_SAME = {"日": "天", "星期": "周", "季": "季度"}
_EVERY = regex(r"每(?:个)?(?P<span>天|日|周|星期|旬|月|季度?|学期|年)")
#: the same as notes say it: 按月, 逐年
_EACH = regex(_EVERY.pattern.replace("每", "[每按逐]", 1))
_ENDINGS = frozenset("股科室局站队镇乡村厂社校院")
_ANY = frozenset("个我本各全该你贵每某同原新上下县市省区乡镇村级内外一二三四五六七八九十两几多")
_OWNER = regex(
    r"由(?P<who>[^，。；由于此在]{2,30}?)(?:具体|统一|全权|共同|一起|联合|分别)?(?:[在于][^，。；]{2,14})?(?:负责|牵头|承担|承建|承办|落实|督办)|"
    r"(?:责任|牵头|承建|承办|配合)(?:单位|人|部门|科室|领导)(?:为|是|：)(?P<named>[^，。；、]{2,24})"
)
_CARRIED_OUT = regex(
    r"由(?P<who>[^，。；由]{3,20}?)(?:负责|具体|组织|承担)*实施|实施单位(?:为|是|：)(?P<named>[^，。；、]{3,20})"
)
_ABOVE = regex(r"主管(?:部门|单位)(?:为|是|：)(?P<who>[^，。；、]{3,20})")
_TELLS = 4  # so many characters of a note's words tell of it
_PLAIN_WHO = regex(
    r"(?:我|本|该|各|有关|相关|你|项目|实施|主管|责任|业务|财务|财政|预算)+(?:局|委|厅|办|校|院|镇|乡|所|站|中心|大队|支队|单位|部门|科室|股室|人员|主体)*"
)
_AND = regex(r"、|和|与|及|会同")
_WORD = regex(r"[一-龥]{2}")


def check_siblings(read: Read) -> Iterator[Fault]:
    """Faults of kind name."""
    known = read.known.text
    cut = tokens(read.plain)
    starts = {at for _, at in cut}
    for i, c in enumerate(read.plain):
        after = read.plain[i + 1 : i + 3]
        groups = (*_CLASSES, *_OPPOSITES) if i in starts else _CLASSES
        group = next((g for g in groups if c in g), "")
        if not group or not _WORD.fullmatch(after) or c + after in known:
            continue
        other = next((x + after for x in group if x != c and x + after in known), "")
        if other and re.search(rf"{c}[^|，。；]{{0,3}}{after}", known):
            continue  # 本县一家窑厂
        if other and (i == 0 or read.plain[i - 1 : i + 3] not in known):
            span = (i, i + 3)
            yield Fault(span, read.words(span), f"数据中是“{other}”", "name")
    yield from _offices(read, cut)
    yield from _spans(read)


def _spans(read: Read) -> Iterator[Fault]:
    """How often: 每周 where the notes say 每月."""
    said = list(_EVERY.finditer(read.plain))
    if not said:
        return
    noted = {_SAME.get(m["span"], m["span"]) for m in _EACH.finditer(read.known.text)}
    for match in said:
        if not noted and read.section == MEASURES:
            continue  # how often it is to be done is held to its note by its words
        if _SAME.get(match["span"], match["span"]) not in noted:
            why = f"数据中是“每{'、每'.join(sorted(noted))}”" if noted else "数据中没有这个频次"
            yield Fault(match.span(), read.words(match.span()), why, "number")


def _charged(read: Read) -> Iterator[Fault]:
    """The project's own measure has one office to do it, and the sentence that tells it another: 由工程股…并支付尾款."""
    if read.section != MEASURES or read.mentions:
        return
    text = bare(read.text)
    said = [who for who in _owners(read.known) if f"由{who}" in text]
    for note in read.known.note((), "measure").split("|"):
        noted = [hit["who"] for hit in _OWNER.finditer(note) if hit["who"]]
        if len(noted) != 1 or len(said) != 1 or alike(said[0], noted[0]):
            continue
        tail = text.partition(f"由{said[0]}")[2]
        if re.match(rf"[一-鿿]{{{_TELLS}}}", tail) and tail[:_TELLS] in note:
            at = read.text.find(said[0])
            yield Fault((at, at + len(said[0])), said[0], f"数据中是“{noted[0]}”", "name")


@lru_cache(maxsize=64)
def _owners(known: Evidence) -> frozenset[str]:
    return frozenset(bare(f.said) for f in known.facts if f.role == "owner")


def _carriers(read: Read) -> Iterator[Fault]:
    """The bureau above, or the one written to, told as the unit that carries the project out; another than that above as it."""
    above = next((bare(f.said) for f in read.known.facts if f.key == "project.authority"), "")
    for match in _ABOVE.finditer(read.text):
        if above and not alike(bare(match["who"]), above):
            yield Fault(match.span("who"), match["who"], f"数据中主管部门是“{above}”", "name")
    units = {f.key: bare(f.said) for f in read.known.facts if f.role in {"unit", "addressee"}}
    own = units.pop("project.unit", "")
    for match in _CARRIED_OUT.finditer(read.text):
        span = "who" if match["who"] else "named"
        who = bare(match[span])
        if not own or alike(who, own) or f"由{who}" in read.known.noted:
            continue
        if any(who in other or other in who for other in units.values()):
            yield Fault(match.span(span), match[span], f"数据中实施单位是“{own}”", "name")


def check_owners(read: Read) -> Iterator[Fault]:
    """Who is said to do it must stand in the data: 由…负责, 责任单位为…"""
    yield from _carriers(read)
    yield from _charged(read)
    for match in _OWNER.finditer(read.text):
        who = bare(match["who"] or match["named"] or "")
        if not who or _PLAIN_WHO.fullmatch(who):
            continue
        each = [bare(one) for one in _AND.split(match["who"] or match["named"])]
        if all(one in read.known.text and not _of_another(read, match, one) for one in each):
            continue
        if who in read.known.text and not _of_another(read, match, who):
            continue
        if _is_owner(read, doer(who)) or _of_that(read, who):
            continue  # by its short form
        span = match.span("who") if match["who"] else match.span("named")
        yield Fault(span, read.words(span), "数据中没有这个责任单位或人", "name")


def _is_owner(read: Read, who: str) -> bool:
    owners = [row.note("owner") for row in read.rows if "owner" in row.notes]
    return bool(who) and len(owners) == 1 and any(alike(who, owner) for owner in owners)


def _of_that(read: Read, who: str) -> bool:
    """该中心计量室: the office of the body told before."""
    ends = who[1:] if who[:1] in {"该", "本"} else ""
    return len(ends) > 2 and any(row.note("owner").endswith(ends) for row in read.rows)  # noqa: PLR2004


def _of_another(read: Read, match: re.Match[str], who: str) -> bool:
    """In a measure of a row with an owner: the owner is he, or whom the measure itself has do it."""
    owners = [row.note("owner") for row in read.rows if "owner" in row.notes]
    charged = match["named"] or re.search(r"(?:负责|牵头|承担|督办)$", match[0])
    if read.section != MEASURES or len(owners) != len(read.rows) or not owners or not charged:
        return False
    noted = "|".join(row.note("measure") for row in read.rows) + read.known.note((), "measure")
    return not any(who in owner or owner in who for owner in owners) and f"由{who}" not in noted


def _offices(read: Read, cut: Sequence[tuple[str, int]]) -> Iterator[Fault]:
    """A word and an ending of offices or places (工程|股) that the data do not hold together."""
    for (word, at), (ending, _) in itertools.pairwise(cut):
        if ending not in _ENDINGS or len(word) < 2 or word[-1] in _ANY or not _WORD.match(word):  # noqa: PLR2004
            continue
        if (word + ending)[-3:] not in read.known.text and word + ending not in read.known.text:
            span = (at, at + len(word) + 1)
            yield Fault(span, read.words(span), "数据中没有这个名称", "name")
