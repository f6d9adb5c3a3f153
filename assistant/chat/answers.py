"""What a person's answer to a question holds: taken apart by code, never reworded.

Every part is a stretch of what was typed. Parts that carry their own label or form (原因：…, 措施：…,
由科信股负责, 6月底前完成) go to their own keys; all else is the answer to the question itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.chat.gaps import Gap
from assistant.facts.wording import is_vague
from assistant.values.quantity import Quantity, Words, read_actual
from assistant.values.reading import fold

Kind = Literal["values", "skip", "vague", "empty"]

_SKIP = re.compile(
    r"(?:/?跳过|不知道|不清楚|不了解|没有数据|以后再说|回头再说|稍后|待定|暂时没有|暂无|先不填|下一个|下一题|不填|算了|pass|skip|\?|？)"
    r"[了吧呢啊。，.!！]*"
)
_LABELS = {
    "原因": r"(?:主要|偏差|未完成)?原因",
    "措施": r"(?:下一步|改进|整改)?措施|下一步打算|下一步",
    "责任单位": r"责任(?:单位|部门|股室|科室|人)",
    "完成时限": r"(?:完成|整改)?时限|完成时间",
    "佐证": r"佐证(?:材料)?|证明材料",
    "实际": r"实际(?:完成)?值?|全年实际值?",
}
_LABEL = re.compile("|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items()))
_LABELLED = re.compile(rf"(?:^|[\n，,。；;、 ])({_LABEL.pattern})(?:[:：]|是|为)[:：]?")
_CAUSE = re.compile(r"^(?:因为|由于|主要是(?:因为|由于)?|原因是|因)(?=.)")
_PLAN = re.compile(
    r"^(?:下一步|今后|接下来|我们?将|我局将|拟|计划|准备|打算|已经?(?:安排|要求|联系|更换|整改)|将(?!近))"
)
_OWNER = re.compile(
    r"由(?P<owner>[\u4e00-\u9fff]{2,14}?(?:股|科|室|局|队|中心|所|院|校|办|处|部|公司|单位))(?:牵头)?(?:负责|与|会同|组织|落实|督促|督办)"
)
_DUE = re.compile(
    r"(?P<due>(?:\d{4}年|今年|明年|次年|本年)?(?:\d{1,2}月(?:\d{1,2}日|份|底|末|中旬|上旬|下旬)?|年底|第?[一二三四]季度|上半年)(?:之?前|以前|内|底))"
)
_LEVEL = re.compile(r"部分达成|未达成|达成")
_SHARE = re.compile(r"\d{1,3}(?:\.\d+)?[%％]")
_SENTENCE = re.compile(r"[^。；;\n！!]+[。；;！!]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the answer, and the key of the data file it belongs to."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`values` with its parts; `vague` with the parts as well, so that they can be kept if insisted on."""

    kind: Kind
    parts: tuple[Part, ...] = ()


def read_answer(gap: Gap, text: str) -> Answer:
    """What was said to that question."""
    plain = " ".join(text.split())  # a value of the data file is one line
    if not plain:
        return Answer("empty")
    if _SKIP.fullmatch(plain):
        return Answer("skip")
    key = str(gap.place[-1])
    parts = _taken_apart(key, plain) if gap.row else (Part(key, _tidy(plain)),)
    own = next((part.text for part in parts if part.key == key), "")
    vague = key in {"原因", "措施", "实际"} and bool(own) and not _figures(own) and is_vague(own)
    return Answer("vague" if vague else "values", parts)


def _figures(text: str) -> bool:
    return any(c.isdecimal() for c in text)


def _tidy(text: str) -> str:
    return text.strip().strip("，,；; \n").rstrip("。")


def _taken_apart(key: str, text: str) -> tuple[Part, ...]:
    found: dict[str, list[str]] = {}
    marks = list(_LABELLED.finditer(text))
    head = text[: marks[0].start()] if marks else text
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        name = next(k for k in _LABELS if mark.group(k))
        found.setdefault(name, []).append(text[mark.end() : end])
    for name, words in _unlabelled(key, head):
        found.setdefault(name, []).insert(0, words)
    if key in {"原因", "措施", "实际"}:
        _owner_and_due(found)
    parts = ((name, "；".join(filter(None, map(_tidy, words)))) for name, words in found.items())
    return tuple(Part(name, words) for name, words in parts if words)


def _unlabelled(key: str, head: str) -> list[tuple[str, str]]:
    """An actual first (95%，因为…); then sentence by sentence: what is planned is a measure, the rest a reason."""
    out: list[tuple[str, str]] = []
    rest = head.strip()
    if key == "实际":
        value, _, after = _first_clause(rest)
        if after and isinstance(read_actual(fold(value)), Quantity | Words) and _CAUSE.match(after):
            out.append(("实际", value))
            key, rest = "原因", after
    if key == "完成程度":
        return _judgement(rest)
    if key not in {"原因", "措施"}:
        return [*out, (key, rest)] if rest else out
    groups: dict[str, list[str]] = {}
    for sentence in _SENTENCE.findall(rest):
        words = sentence.strip()
        target = "措施" if _PLAN.match(words) else "原因" if _CAUSE.match(words) else key
        stretch = _CAUSE.sub("", words) if target == "原因" and _CAUSE.match(words) else sentence
        groups.setdefault(target, []).append(stretch)
    out += [(name, "".join(words)) for name, words in groups.items()]
    return out


def _judgement(text: str) -> list[tuple[str, str]]:
    """部分达成，给75%: the level and the share a person gives."""
    level, share = _LEVEL.search(text), _SHARE.search(text)
    found = [("完成程度", level[0])] if level else [("完成程度", text)]
    return [*found, ("评分比例", share[0])] if share else found


def _first_clause(text: str) -> tuple[str, str, str]:
    match = re.search(r"[，,。；;]", text)
    return (
        (text, "", "")
        if not match
        else (text[: match.start()], match[0], text[match.end() :].strip())
    )


def _owner_and_due(found: dict[str, list[str]]) -> None:
    """Names an owner and a deadline that stand inside a measure; the measure keeps its words."""
    measure = "。".join(found.get("措施", []))
    owner, due = _OWNER.search(measure), _DUE.search(measure)
    if owner:
        found.setdefault("责任单位", [owner["owner"]])
    if due:
        found.setdefault("完成时限", [due["due"]])
