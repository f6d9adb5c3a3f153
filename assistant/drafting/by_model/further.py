"""The further sections (起草: 总体完成情况 and so on) by model: the rules' sentences as ground, told anew.

The model is shown whole true sentences, one a line, and tells each of them in its words. Every sentence it
returns is laid beside the one that it tells; what tells none of them is left out, and what none of them
tells stays in the rules' words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.drafting.by_model.slots import FIGURE, Slot, is_marked, overlap, tells
from assistant.facts import Fact
from assistant.grounding.evidence import TITLE
from assistant.grounding.naming import bare
from assistant.model.draft import Section, Sentence
from assistant.model.sections import plain_title
from assistant.patterns import regex

#: what `Slot.prompt` says of these
PROMPT = "section"
#: “（2）数量指标。” is a heading, not a sentence to tell
_HEADING = regex(r"^（\d+）[^，。；]{2,14}。$")
_NUMBERED = regex(r"^（\d+）")
_SEE = regex(r"见下表。$")
#: a sentence that begins so does not say what it speaks of
_HEADLESS = regex(
    r"^(?:其中[，：]?)?(?:年度指标值|目标值|实际(?!完成情况)|完成(?!情况)|未完成|均?(?:已)?完成|未填报|得\d|达到|未达到|比年度|比全年|低\d|高\d|占|为)"
)
_GRAM = 2
#: so many of a sentence's pieces must stand in the one that it tells
_ALIKE = 0.4
#: and so many of the pieces of what it takes the place of in it
_WHOLE = 0.6


def further(facts: Sequence[Fact], section: Section) -> Iterator[Slot]:
    """A slot for every paragraph of such a section that tells something."""
    by_id = {fact.id: fact for fact in facts}
    title = plain_title(section.id)
    for place, paragraph in enumerate(section.paragraphs):
        told = tuple(s for s in paragraph.sentences if not is_marked(s))
        lines: dict[str, Fact] = {}
        for sentence in filter(_telling, told):
            key = next((i for i in sentence.facts if i in by_id and i not in lines), "")
            if key:
                lines[key] = replace(by_id[key], text=_NUMBERED.sub("", sentence.text))
        own = tuple(dict.fromkeys(by_id[i] for s in told for i in s.facts if i in by_id))
        if lines:
            yield Slot(
                section.id, place, PROMPT, title, title, own, told,
                least=len(lines), most=len(lines), shown=tuple(lines.values()),
            )  # fmt: skip


def _telling(sentence: Sentence) -> bool:
    return not _HEADING.match(sentence.text) and not _SEE.search(sentence.text)


def told_by(text: str, slot: Slot) -> Sentence | None:
    """The sentence of the rules that this one tells anew; None where it tells none of them."""
    best, most = None, 0.0
    for rule in filter(_telling, slot.rules):
        share = _share(text, rule.text)
        if share > most:
            best, most = rule, share
    return best if most >= _ALIKE else None


def _share(text: str, rule: str) -> float:
    return overlap(bare(text), bare(rule), _GRAM)


def headless(text: str, slot: Slot) -> list[str]:
    """The opening words of a sentence that does not say what its figures are of."""
    found = _HEADLESS.match(text)
    if found:
        return [found[0]]
    rule = told_by(text, slot)
    subjects = {
        bare(fact.subject)
        for fact in slot.facts
        if rule is not None and fact.id in rule.facts and fact.subject
    }
    named = any(subject in bare(text) for subject in subjects)
    return [text] if subjects and not named and any(c.isdigit() for c in text) else []


def joined(good: Sequence[Sentence], slot: Slot) -> tuple[list[Sentence], int]:
    """The paragraph, and how many of the model's sentences stand in it.

    Each sentence of the rules gives way to those that tell it, where together they tell all of it: every
    figure, every name, a piece of every note.
    """
    found: list[Sentence] = []
    kept = 0
    for rule in slot.rules:
        own = [s for s in good if told_by(s.text, slot) is rule]
        if own and _covers("".join(s.text for s in own), rule, slot):
            ordinal = _NUMBERED.match(rule.text)
            start = ordinal[0] if ordinal and not own[0].text.startswith(ordinal[0]) else ""
            found += [replace(own[0], text=start + own[0].text), *own[1:]]
            kept += len(own)
        else:
            found.append(rule)
    return found, kept


def _covers(text: str, rule: Sentence, slot: Slot) -> bool:
    plain, said = bare(text), bare(rule.text)
    titles = all(title in text for title in TITLE.findall(rule.text))
    names = (bare(f.subject) for f in slot.facts if f.id in rule.facts and f.subject)
    whole = all(name in plain for name in names if name in said)
    figures = set(FIGURE.findall(_NUMBERED.sub("", rule.text)))
    return (
        whole
        and titles
        and figures <= set(FIGURE.findall(text))
        and _share(rule.text, text) >= _WHOLE
        and tells(text, rule, slot.known)
    )
