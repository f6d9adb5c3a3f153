"""What the labels of forms mean: column heads, label cells and the words of levels.

A form is known by its words, not by where they stand. Each label gets a field and a certainty
(1 the word itself, 0.8 by a pattern, 0.5 a weak word that counts only where nothing better does).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.reading import fold

Field = Literal[
    "project", "level1", "level2", "name", "sign", "target", "actual", "unit", "weight", "score",
    "completion", "reason", "measure", "reason_measure", "direction", "level", "ratio", "deduction",
    "owner", "due", "evidence", "other", "long_target", "",
]  # fmt: skip

_LEXICON = lexicon("columns")
#: the Chinese name of a field, for questions and messages
FIELD_NAMES: dict[str, str] = _LEXICON["fields"]
_HEADS: dict[str, dict[str, Any]] = _LEXICON["heads"]
_PATTERNS: tuple[tuple[str, re.Pattern[str], bool], ...] = tuple(
    (name, regex(pattern), bool(weak)) for name, pattern, *weak in _LEXICON["patterns"]
)
_SURE, _LIKELY, _PARTLY, _WEAK = 1.0, 0.8, 0.6, 0.5
#: 2021年, 2021年度, N年, N-1年: a head may say whose year it is
_OF_YEAR = regex(
    r"(?:(?P<year>(?:19|20)\d{2})|(?<![A-Za-z])[NnXx](?P<step>[+-]\d)?)(?:年度|年底|年末|年)"
)
_SYMBOLIC = 9000  # N年 as a year: all that counts is which of N-1年, N年 is later

#: words that only say that a column is of the year that is evaluated
_THIS_YEAR = regex(r"^(?:本年度?|当年度?|本年全年|全年度?|年度)(?=.)")
#: heads of another time than the year: 上年决算, 一季度支出
_OTHER_TIME = regex(_LEXICON["other_time"])
_BRACKETS = regex(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_NUMBERING = regex(
    r"^(?:\d{1,2}(?:[.．]\d{1,2}){1,2}(?=[\u4e00-\u9fff]{2})|\d{1,2}[.、．)]|[①-⑳]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,2}\))"
)
#: what the head refers to by: 执行数②, 执行率②/①
_MARKS = regex(r"(?<=[\u4e00-\u9fff）)])\s*[①-⑳](?:\s*[/÷\-—]\s*[①-⑳])?$")
_TRIM = " :*□☆★·-_—…/|←→"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field a label names, and how sure that is (0 to 1)."""

    field: str
    certainty: float


_NOTHING = Meaning("", 0.0)


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label without blanks, brackets, numbering and marks: `*年度指标值（A）：` is 年度指标值."""
    plain = "".join(fold(_MARKS.sub("", text.strip())).split())
    plain = _NUMBERING.sub("", plain)
    plain = _BRACKETS.sub("", plain)
    plain = _BRACKETS.sub("", plain)
    return plain.strip(_TRIM).replace("/", "").replace("\\", "")


@lru_cache(maxsize=4096)
def column(text: str) -> Meaning:
    """What a column head means."""
    label = _OF_YEAR.sub("", bare(text))
    if not label or len(label) > 24:  # noqa: PLR2004 - a head is short; longer text is a sentence
        return _NOTHING
    if _OTHER_TIME.fullmatch(label):
        return Meaning("other", _SURE)
    known = _HEADS.get(label) or _HEADS.get(_THIS_YEAR.sub("", label))
    if known and known["field"] == "other" and (told := _bracketed(text)):
        return told
    if known:
        return Meaning(str(known["field"]), _WEAK if known.get("weak") else _SURE)
    for name, pattern, weak in _PATTERNS:
        whole = pattern.fullmatch(label)
        if whole or (name in {"reason_measure", "measure", "reason"} and pattern.search(label)):
            return Meaning(name, _WEAK if weak else _LIKELY)
    for name, pattern, weak in _PATTERNS:
        if pattern.search(label):
            return Meaning(name, _WEAK if weak else _PARTLY)
    return _NOTHING


def _bracketed(text: str) -> Meaning | None:
    """What a head for anything says in brackets that it holds: 备注（原因）."""
    inside = re.fullmatch(r"[^()]+\(([^()]{2,12})\)", "".join(fold(text).split()))
    meant = column(inside[1]) if inside else _NOTHING
    return meant if meant.field in {"reason", "measure", "reason_measure"} else None


_FUND_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, regex(pattern)) for name, pattern in _LEXICON["funds"]
)


@lru_cache(maxsize=4096)
def fund_column(text: str) -> str:
    """initial, budget, arrived, executed, rate, weight, score, reason or "" for a label of the money."""
    label = _OF_YEAR.sub("", bare(text))
    if not label or len(label) > 16 or _OTHER_TIME.match(label):  # noqa: PLR2004 - labels are short
        return ""
    return next((name for name, pattern in _FUND_COLUMNS if pattern.fullmatch(label)), "")


_FUND_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, regex(pattern)) for name, pattern in _LEXICON["fund_labels"]
)


@lru_cache(maxsize=4096)
def fund_label(text: str) -> str:
    """What a label before a single amount names: budget, executed … or `long` for more years; "" for none."""
    label = _OF_YEAR.sub("", bare(text))
    if not label or len(label) > 16:  # noqa: PLR2004 - labels are short
        return ""
    said = next((name for name, pattern in _FUND_LABELS if pattern.fullmatch(label)), "")
    return said or fund_column(text)


def year_of_head(text: str) -> int | None:
    """The year that a head names (预期2022年实现值); N年 of a template stands after every N-1年."""
    found = _OF_YEAR.search("".join(fold(text).split()))
    if not found:
        return None
    return int(found["year"]) if found["year"] else _SYMBOLIC + int(found["step"] or 0)


_LEVELS = lexicon("levels")
_LEVEL1 = tuple((regex(pattern), name) for name, pattern in _LEVELS["level1"].items())
_LEVEL2: dict[str, tuple[str, str]] = _LEVELS["level2"]
_SHORT: dict[str, dict[str, str]] = _LEVELS["short"]
_LEVEL2_TAIL = regex(r"(?:指标|目标)+$")
_LEVEL2_HEAD = regex(r"^(?:项目)?(?:产出|效益|效果)(?=数量|质量|时效|成本|经济|社会|生态|可持续)")
_SCORE_TAIL = regex(r"\d+(?:\.\d+)?(?:分|%)$")


_JOINT = regex(r"[\s\-—–－_/|>→:：·、]+")


def halves(text: str) -> tuple[str, str] | None:
    """The class and the kind of a cell that holds both (产出指标——数量指标)."""
    parts = [p for p in _JOINT.split(fold(text)) if p]
    if len(parts) != 2 or not (first := level1(parts[0])):  # noqa: PLR2004
        return None
    if not is_level2(parts[1]) and bare(parts[1]) not in _SHORT.get(first, {}):
        return None
    return parts[0], parts[1]


@lru_cache(maxsize=4096)
def level1(text: str) -> str:
    """产出指标 … for any way a form writes it, alone or before its kind; "" where it is none."""
    if both := halves(text):
        text = both[0]
    label = _SCORE_TAIL.sub("", bare(text))
    for pattern, name in _LEVEL1:
        if pattern.fullmatch(label):
            return str(name)
    return ""


@lru_cache(maxsize=4096)
def level2(text: str, within: str = "") -> str:
    """The 二级指标 with its common name where it is one of the known, else the text with 指标; "" for none.

    `within` is the class it stands in: 社会 is 社会效益指标 under 效益指标 and 社会成本指标 under 成本指标.
    """
    if both := halves(text):
        text, within = both[1], level1(both[0])
    label = _LEVEL2_TAIL.sub("", _SCORE_TAIL.sub("", bare(text)))
    if not label:
        return ""
    label = _LEVEL2_HEAD.sub("", label)
    label = _SHORT.get(within, {}).get(label, label)
    known = _LEVEL2.get(label)
    if not known and within == "满意度指标" and "满意" not in label:
        return "服务对象满意度指标"  # whoever is asked (游客, 居民) is a 服务对象
    return str(known[0]) if known else f"{label}指标"


@lru_cache(maxsize=4096)
def is_level2(text: str) -> bool:
    """Whether it is one of the known 二级指标, alone or behind its class."""
    if halves(text):
        return True
    label = _LEVEL2_TAIL.sub("", _SCORE_TAIL.sub("", bare(text)))
    return _LEVEL2_HEAD.sub("", label) in _LEVEL2


def names_kind(text: str) -> bool:
    """Whether a cell of a column of kinds may hold it: one of the known 二级指标, or what a form leaves of one (经济, 社会)."""
    return is_level2(text) or any(bare(text) in short for short in _SHORT.values())


def level1_of(second: str) -> str:
    """The class a known 二级指标 belongs to, "" where that is open."""
    known = _LEVEL2.get(second.removesuffix("指标"))
    if known:
        return known[1]
    return "满意度指标" if "满意" in second else ""


_TOTAL = regex(
    r"^(?:(?:产出|效益|满意度?|成本)(?:指标)?(?:小计|合计)|总分|合计|总计|小计|总得分|自评总分|自评得分|合计得分|总分值|得分合计|自评总得分|评价总分|综合得分|总评分)$"
)
_NOTE = regex(
    r"^(?:注|备注|说明|填表说明|填报说明|填写说明|注意|附注|填表人|填报人|联系人|联系电话|审核人|负责人|经办人|单位负责人|财务负责人|填报日期|填表日期|"
    r"填报单位|评价等级|自评等级|评价结论|自评结论|结论|存在问题|改进措施|其他需要说明的问题|绩效结论)(?:[0-9一二三:：、.]|$)"
)


@lru_cache(maxsize=4096)
def is_total(text: str) -> bool:
    """Whether the row sums others up; a grade may follow in the same cell (总分 自评等级：优)."""
    first = re.split(r"[\n：:；;，,]|(?<=[总计分])\s", text.strip(), maxsplit=1)[0]
    return bool(_TOTAL.fullmatch(bare(text)) or _TOTAL.fullmatch(bare(first)))


def is_note(text: str) -> bool:
    """Whether the row is a note or a signature line below the table."""
    plain = "".join(fold(text).split())
    return bool(_NOTE.match(plain)) or plain.startswith(("注:", "说明:", "备注:"))
