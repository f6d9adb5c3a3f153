"""A model's answer as plain sentences of a report: no markup, no form labels, signs as words, nothing twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.by_model.corrections import put_right
from assistant.drafting.by_model.slots import EXECUTION, Slot, overlap
from assistant.facts import RowValue
from assistant.facts.wording import quoted, single
from assistant.grounding.naming import bare
from assistant.llm.answers import LONGEST_SENTENCE, Cited
from assistant.llm.prompts import CONTROL
from assistant.model.draft import SUPPLY, VERIFY
from assistant.patterns import regex
from assistant.values.numerals import print_number
from assistant.values.quantity import AtLeast, AtMost

_LABEL = regex(
    r"^(?:第?\s*[0-9一二三四]+\s*句?\s*[：:.、]\s*|[-*•]\s+|(?:根据|按照?)?事实\s*(?:F\d+)?\s*(?:(?:表明|显示|可知|中)\s*[，,：:]?|[：:])\s*|该措施的(?=责任|完成))"
)
#: a note's label that the model copied with the note
_REASON_LABEL = regex(
    r"(?:“[^”]*”的?)?(?:填报的?原因|偏离原因|预算执行偏差的?原因)(?:主要)?(?:[：:]|(?:包括|为|是)[：:]?)\s*"
)
_SOURCE_LABEL = regex(r"^[^，。：:]{2,12}的说明[：:]\s*")
_MEASURE_LABEL = regex(
    r"(?:填报的?|下一步)?(?:改进)?措施(?:包括|为|是)?[：:]\s*|填报的?措施(?:包括|为|是)"
)
#: promises that a small model adds to every proposal, though it is told not to
_PROMISE = regex(
    r"，(?:以便?|从而|进而|并)?(?:确保|保证|提高|提升|达到|实现|缩短|降低|增加)[^，。]*(?=。$)"
)
_COLON = regex(r"(责任单位|完成时限)\s*[：:]\s*")
_MARKUP = regex(
    r"[*_`#<>＜＞｜]+|\[\d+\]|[(（]\s*F\d+(?:\s*[,，、]\s*F\d+)*\s*[)）]|\bF\d{1,3}\b|https?://\S+"
)
_SPLIT = regex(r"(?<=[。！？；])(?![”’）》])")
_SIGNS = (("≥", "不低于"), ("≤", "不超过"), (">=", "不低于"), ("<=", "不超过"))
_TWICE = regex(r"(主要原因是|填报的原因是)(?:主要原因是|原因是|由于|因为|因(?=[^此而素]))+")
#: words of the form and of the task, which have no place in a report
_FORM = regex(
    r"我们|填报人|填报问题|填报工作|填报质量|填报时间|没有写措施|未写措施|未填措施|公文语言|不添加|不增加任何|通顺的一句话|句式|转述|任务[：:]|事实[：:]|第[12一二]句|JSON|……"
)
_NOTED = regex(r"填报(?:的)?原因(?!是)")
#: a measure is still to be taken; a note that says 已 or 了 itself is repeated freely
_DONE = regex(r"[\u4e00-\u9fff]{2}了(?=[^。，解])|已(?:经)?[\u4e00-\u9fff]{2}")
_STATED = regex(
    r"(?:年度指标值|实际完成值)(?:为|是|达到?|不低于|不超过)*\s*(?P<number>\d+(?:\.\d+)?)"
)
#: so much of a sentence that stands already makes it a repetition
_SAID = 0.85
_GRAM = 3


def plain_sentences(cited: Sequence[Cited], slot: Slot) -> list[tuple[str, tuple[str, ...]]]:
    """The answer's sentences, one each, with the facts that exist; the first names what it is about."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for row in cited[: slot.most]:
        facts = tuple(i for i in dict.fromkeys(row.facts) if i in slot.ids) or slot.ids
        for text in _pieces(row.text, slot):
            shown = _bounded(_named(text, slot) if not found else text, slot)
            if shown not in [t for t, _ in found]:
                found.append((shown, facts))
    return found


def form_words(text: str, slot: Slot) -> Iterator[str]:
    """Words in the sentence that belong to the form or the task, or tell a measure as done."""
    notes = "".join(fact.said for fact in slot.facts)
    for pattern in (_FORM, _NOTED, *((_DONE,) if slot.prompt == "measure" else ())):
        for match in pattern.finditer(text):
            if match[0] not in notes:
                yield match[0]


def misquoted(text: str, slot: Slot) -> Iterator[str]:
    """Figures given as target or actual that the table does not hold, whatever a note may say of them."""
    computed = "".join(fact.text for fact in slot.facts if fact.kind in {"indicator", "deviation"})
    if computed:
        for match in _STATED.finditer(text):
            if match["number"] not in computed:
                yield match[0]


def repeats(text: str, before: Sequence[str], slot: Slot) -> bool:
    """Whether the sentences before it say already what this one says."""
    plain = bare(text).replace(bare(slot.name), "")
    said = "|".join(bare(one) for one in before)
    return overlap(plain, said, _GRAM) >= _SAID


def _pieces(text: str, slot: Slot) -> Iterator[str]:
    for piece in _SPLIT.split(_tidy(text, slot)):
        shown = _LABEL.sub("", piece.strip())
        if shown.endswith("；"):
            shown = shown[:-1] + "。"
        if 1 < len(shown) <= LONGEST_SENTENCE:
            yield shown


def _tidy(text: str, slot: Slot) -> str:
    text = _MARKUP.sub("", _LABEL.sub("", CONTROL.sub("", text).strip())).strip()
    text = text.replace(VERIFY, "").replace(SUPPLY, "")
    text = _LABEL.sub("", text)
    if slot.lead and slot.section == "deviation_reasons":
        text = _SOURCE_LABEL.sub(slot.lead, _REASON_LABEL.sub(slot.lead, text))
    text = _MEASURE_LABEL.sub("", text).replace("填报措施", "措施").replace("填报的措施", "措施")
    text = _TWICE.sub(r"\1", _COLON.sub(r"\1为", text))
    for sign, words in _SIGNS:
        text = text.replace(sign, words)
    if re.search(r"[\u4e00-\u9fff],", text):
        text = text.replace(",", "，")
    if _names_a_row(slot):
        text = _quote_name(text, slot.name)
    for name in dict.fromkeys(f.subject for f in slot.shown if quoted(f.subject) in f.text):
        text = _quote_name(text, name)
    notes = "".join(bare(fact.said) for fact in slot.facts if fact.kind == "note")
    text = put_right(
        text, lead="" if slot.section == "improvement_measures" else slot.lead,
        measures=slot.section == "improvement_measures", notes=notes,
    )  # fmt: skip
    owner = next((fact.said for fact in slot.facts if fact.role == "owner"), "")
    if owner and text.startswith(owner) and "完成时限" in text:
        text = f"责任单位为{text}"
    if slot.section == "improvement_measures":
        notes = "".join(fact.said for fact in slot.facts if fact.role == "measure")
        text = _PROMISE.sub(lambda m: m[0] if m[0].lstrip("，以并") in notes else "", text)
    return text if not text or text[-1] in "。！？；" else text.rstrip("，,.：:") + "。"


def _named(text: str, slot: Slot) -> str:
    """“年度指标值为…” without a subject gets the indicator's name before it, where only one can be meant."""
    if not text.startswith(("年度指标值", "实际完成值", "未填")):
        return text
    if _names_a_row(slot):
        return f"{quoted(slot.name)}{text}"
    subjects = {fact.subject for fact in slot.shown}
    only = subjects.pop() if len(subjects) == 1 else ""
    return f"{quoted(only)}{text}" if only else text


def _bounded(text: str, slot: Slot) -> str:
    """“年度指标值为95%” of a row whose target is ≥95% says 不低于 before the figure."""
    for fact in slot.facts:
        wanted = fact.value.wanted if isinstance(fact.value, RowValue) else None
        if not isinstance(wanted, AtLeast | AtMost) or wanted.implied or wanted.strict:
            continue
        if quoted(fact.subject) in text:
            words = "不低于" if isinstance(wanted, AtLeast) else "不超过"
            number = re.escape(print_number(wanted.limit.value))
            figure = rf"(年度指标值(?:[为是]|应为)?)(?={number}(?![\d.]))"
            text = re.sub(figure, rf"\1{words}", text, count=1)
    return text


def _names_a_row(slot: Slot) -> bool:
    return bool(slot.name) and slot.name != EXECUTION and not slot.shown


def _quote_name(text: str, name: str) -> str:
    """The indicator's name stands in quotation marks, as in every sentence of the report."""
    shown = quoted(name)
    if shown in text:
        return text
    for form in (f"“{name}”", f"‘{single(name)}’", f'"{name}"', single(name), name):
        if form in text:
            return text.replace(form, shown, 1)
    return text
