"""What the comment beside a paragraph says: what a person must verify or supply, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.facts import Fact
from assistant.facts.wording import quoted
from assistant.model.draft import SUPPLY, Draft, Paragraph, Section, Sentence
from assistant.word.remarks import SIGNED
from assistant.word.write.marks import has_mark

AUTHOR = "绩效助手"
INITIALS = "绩"
RULES_DRAFTER = "规则起草"
#: what a heading begins with
NUMERALS = "（一二三四五六七八九十）、0123456789."


def remark(
    section: Section,
    paragraph: Paragraph,
    facts: Mapping[str, Fact],
    pointed: Sequence[str] = (),
) -> str:
    """The one comment on a paragraph: what of it a person must look at; empty where nothing is doubtful.

    `pointed` is what is said of single words. What each sentence stands on is in 事实依据表.
    """
    parts = [*pointed, *([] if pointed else _verify(paragraph))]
    if paragraph is section.paragraphs[-1]:
        parts += _untold(section, facts)
    if not parts:
        return ""
    if len(parts) > 1:
        parts = [f"{number}. {part}" for number, part in enumerate(parts, start=1)]
    return "\n".join((*parts, SIGNED))


def _verify(paragraph: Paragraph) -> list[str]:
    asking = [s for s in paragraph.sentences if s.verdict == "verify" or has_mark(s.text)]
    notes = list(dict.fromkeys(s.note.removeprefix("请") for s in asking if s.note))
    if notes:
        return [f"请{'补充' if _supplies(asking) else '核实'}：{note}" for note in notes]
    return ["请核实或补充标黄的文字，办好后去掉标记。"] if asking else []


def _supplies(sentences: Sequence[Sentence]) -> bool:
    return all(s.text.lstrip().startswith(SUPPLY[:-1]) for s in sentences)


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
