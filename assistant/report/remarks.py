"""What the comment beside a paragraph says: who wrote it, on which facts, what a person must verify."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.facts import Fact
from assistant.facts.wording import quoted
from assistant.model.draft import Draft, Paragraph, Section
from assistant.word.write.marks import has_mark

AUTHOR = "绩效助手"
INITIALS = "绩"
RULES_DRAFTER = "规则起草"
#: what a heading begins with
NUMERALS = "（一二三四五六七八九十）、0123456789."
_MOST_FACTS = 12
_LONGEST = 160
_POINTED = "请核实：要核实的文字另有批注，逐处处理后去掉标黄和标记。"


def remark(
    draft: Draft,
    section: Section,
    paragraph: Paragraph,
    facts: Mapping[str, Fact],
    *,
    pointed: bool = False,
) -> str:
    """The lines of the comment on one paragraph. `pointed`: some of its words have comments of their own."""
    lines = [f"来源：{_source(draft, paragraph)}"]
    lines += _facts(paragraph, facts)
    lines += [_POINTED] if pointed else _verify(paragraph)
    if paragraph is section.paragraphs[-1]:
        lines += _untold(section, facts)
        lines += [
            f"没有采用的句子：{_short(refused.text)}（{_short(refused.fault)}）"
            for refused in section.refused
        ]
    return "\n".join(lines)


def _source(draft: Draft, paragraph: Paragraph) -> str:
    if paragraph.source == "llm":
        return f"模型起草（{draft.model}），数字、日期和名称已与事实核对。"
    if paragraph.source == "human":
        authors = dict.fromkeys(s.author for s in paragraph.sentences if s.author)
        return (
            f"人工改定（{'、'.join(authors)}），程序不再改动。"
            if authors
            else "人工改定，程序不再改动。"
        )
    return "规则起草，由程序按数据和填报说明写成。"


def _facts(paragraph: Paragraph, facts: Mapping[str, Fact]) -> list[str]:
    ids = list(dict.fromkeys(i for sentence in paragraph.sentences for i in sentence.facts))
    known = [facts[i] for i in ids if i in facts]
    if not known:
        return ["依据：没有对应的事实。"]
    lines = ["依据：" if len(known) > 1 else f"依据：{_fact(known[0])}"]
    if len(known) > 1:
        lines += [_fact(fact) for fact in known[:_MOST_FACTS]]
    left = known[_MOST_FACTS:]
    if left:
        lines.append(f"另有{len(left)}条：{'、'.join(fact.id for fact in left)}。")
    return lines


def _fact(fact: Fact) -> str:
    return (
        f"{fact.id}　{_short(fact.text)}（数据：{fact.origin}）"
        if fact.origin
        else f"{fact.id}　{fact.text}"
    )


def _verify(paragraph: Paragraph) -> list[str]:
    notes = [s.note for s in paragraph.sentences if s.note]
    lines = [f"请核实：{note}" for note in dict.fromkeys(notes)]
    if lines:
        return lines
    if any(s.verdict == "verify" or has_mark(s.text) for s in paragraph.sentences):
        return ["请核实：标黄的文字，核实或补充后去掉标记。"]
    if paragraph.source == "llm":
        return ["请核实：说法是否符合实际，有无应写而没有写的情况。"]
    if paragraph.source == "human":
        return []
    return ["请核实：数据文件中的相应内容是否准确、完整。"]


def _untold(section: Section, facts: Mapping[str, Fact]) -> list[str]:
    """Rows off target that a section of reasons or measures does not speak of; the rules leave out none."""
    what = {"deviation_reasons": "原因", "improvement_measures": "措施"}.get(section.id)
    if what is None or section.source == "rules":
        return []
    from assistant.grounding import cover  # the segmenter is heavy

    texts = [sentence.text for sentence in section.sentences]
    reasons, measures = (texts, []) if what == "原因" else ([], texts)
    found = cover(reasons, measures, tuple(facts.values()))
    names = {fact.indicator: fact.subject for fact in facts.values() if fact.subject}
    rows = found.without_reason if what == "原因" else found.without_measure
    missed = "".join(quoted(names[row]) for row in rows if row in names)
    return [f"没有写到的偏离指标：{missed}，请补写{what}。"] if missed else []


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def ai_note(draft: Draft) -> str:
    """The visible note of GB 45438-2025 where a model wrote; empty for a draft by rules alone."""
    if draft.model == RULES_DRAFTER:
        return ""
    written = [
        section.title.lstrip(NUMERALS)
        for section in draft.sections
        if any(paragraph.source == "llm" for paragraph in section.paragraphs)
    ]
    where = "".join(f"“{title}”" for title in written) + "部分的文字" if written else "部分文字"
    return (
        f"（本报告{where}由人工智能（{draft.model}）辅助生成，"
        "得分和数据由程序按规则计算，使用前须经人工核实。）"
    )
