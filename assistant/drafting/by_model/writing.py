"""One slot: ask, make plain, ground, send back once, choose, and fill up from the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.drafting.by_model.further import PROMPT as FURTHER
from assistant.drafting.by_model.further import headless, joined, told_by
from assistant.drafting.by_model.plain import form_words, misquoted, plain_sentences, repeats
from assistant.drafting.by_model.proposing import figured, idle, worsens
from assistant.drafting.by_model.slots import Slot, is_about, is_marked, tells
from assistant.facts import Fact
from assistant.facts.wording import single
from assistant.grounding import Fault, Grounding, ground
from assistant.llm.answers import Sentences, sentences_schema
from assistant.llm.client import Asked, Client, UnusableAnswerError
from assistant.llm.prompts import Lines, Rendered, as_data, numbered, render
from assistant.model.draft import VERIFY, Paragraph, Refused, Sentence

_PROPOSED = "模型拟的措施，填报材料中没有，请责任单位确认或改写"
_RANK = {"supported": 0, "verify": 1, "unsupported": 2}


@dataclass(frozen=True, slots=True)
class _Checked:
    """A sentence of the model and what grounding says of it."""

    text: str
    facts: tuple[str, ...]
    grounding: Grounding

    @property
    def rank(self) -> tuple[int, int]:
        """Smaller is better."""
        return _RANK[self.grounding.verdict], len(self.grounding.faults)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a slot: the sentences to print, and those of the model that were left out."""

    slot: Slot
    sentences: tuple[Sentence, ...]
    kept: int
    refused: tuple[Refused, ...]

    def over(self, paragraph: Paragraph) -> list[Paragraph]:
        """The paragraph of the rules with this in its place; marked lines of its own stay below."""
        if not self.kept:
            return [paragraph]
        marked = tuple(s for s in paragraph.sentences if is_marked(s))
        written = [Paragraph(self.sentences, "llm")]
        return [*written, Paragraph(marked, paragraph.source)] if marked else written


def prompt_for(slot: Slot, style: str) -> Rendered:
    """The first prompt of a slot; `style` stands at its end."""
    values: dict[str, object] = {"facts": numbered(slot.told), "name": single(slot.name)}
    if slot.prompt == FURTHER:
        values["most"] = slot.most
    else:
        values |= {"lead": slot.lead, "gap": slot.gap, "tail": slot.tail}
    rendered = render(slot.prompt, **values)
    return replace(rendered, user=f"{rendered.user}\n{style}") if style else rendered


def write_slot(slot: Slot, style: str, client: Client) -> Written:
    """Asks for the slot's sentences and returns those that hold, with rules' ones where they do not."""
    schema = sentences_schema(slot.ids, least=slot.least, most=slot.most)
    first = client.ask(prompt_for(slot, style), Sentences, schema=schema, label=slot.label)
    checked = _check(slot, first, client)
    refused: list[Refused] = []
    if any(_fails(one, slot) for one in checked):
        checked, refused = _repair(slot, checked, client)
    return _fill(slot, checked, refused)


def _check(slot: Slot, asked: Asked[Sentences], client: Client) -> list[_Checked]:
    known = (*slot.project, *slot.facts)
    checked = [
        _Checked(text, ids, _grounded(text, known, ids, slot, client))
        for said, cited in plain_sentences(asked.value.sentences, slot)
        for text in [_with_tail(said, slot)]
        for ids in [_cited(text, cited, slot)]
    ]
    client.judge(asked.call, tuple(f"{c.grounding.verdict}：{c.text}" for c in checked))
    return checked


def _with_tail(text: str, slot: Slot) -> str:
    """Owner and deadline at the end of a measure, where the model left both out."""
    if not slot.tail or "负责" in text or "责任单位" in text or slot.proposal:
        return text
    missing = [part for part in slot.tail.split("，") if part not in text]
    owners = [f.said for f in slot.facts if f.role in {"owner", "due"} and f.said in text]
    if owners or len(missing) != len(slot.tail.split("，")):
        return text
    return f"{text.rstrip('。')}，{slot.tail}。"


def _cited(text: str, cited: tuple[str, ...], slot: Slot) -> tuple[str, ...]:
    """What the sentence stands on: its own choice, or in a further section all that the retold one did."""
    rule = told_by(text, slot) if slot.prompt == FURTHER else None
    return rule.facts if rule else cited


def _grounded(
    text: str, known: Sequence[Fact], ids: tuple[str, ...], slot: Slot, client: Client
) -> Grounding:
    found = ground(text, known, cited=ids, section=slot.section)
    own = [(words, "没有这个代号") for words in client.strange(text)]
    own += [
        (words, "报告里不这样写：不提填报和任务，措施是今后要做的")
        for words in form_words(text, slot)
    ]
    own += [(words, "数据中不是这个数") for words in misquoted(text, slot)]
    if slot.proposal:
        own += [(words, "没有针对所填的原因提出做法") for words in idle(text, slot)]
        own += [(words, "建议里不写数字") for words in figured(text, slot)]
        own += [(words, "照这样做，所填的原因只会加重") for words in worsens(text, slot)]
    elif slot.prompt == FURTHER:
        own += [(words, "没有写明说的是哪一项") for words in headless(text, slot)]
        if told_by(text, slot) is None:
            own.append((text, "不是要写的内容"))
    elif not is_about(text, slot):
        own += [(text, "与这一段要写的事实无关")]
    faults = tuple(_fault(text, words, why) for words, why in own)
    return Grounding(text, (*faults, *found.faults))


def _fault(text: str, words: str, why: str) -> Fault:
    start = max(0, text.find(words))
    return Fault((start, start + len(words)), words, why, "claim")


def _fails(one: _Checked, slot: Slot) -> bool:
    return any(not _tolerated(fault, slot) for fault in one.grounding.faults if not fault.soft)


def _tolerated(fault: Fault, slot: Slot) -> bool:
    """A proposal may name an act that the notes do not, since all of it is marked for a person."""
    return slot.proposal and fault.kind == "act"


def _repair(
    slot: Slot, checked: list[_Checked], client: Client
) -> tuple[list[_Checked], list[Refused]]:
    """Sends the faulty sentences back once, each fault named; the better of the two answers is kept."""
    faulty = [one for one in checked if _fails(one, slot)]
    lines = Lines(
        f"{i}. {as_data(one.text)}（错处：{as_data(one.grounding.why)}）"
        for i, one in enumerate(faulty, 1)
    )
    prompt = render("repair", facts=numbered(slot.told), faulty=lines, number=len(faulty))
    schema = sentences_schema(slot.ids, least=len(faulty), most=len(faulty))
    try:
        asked = client.ask(prompt, Sentences, schema=schema, label=f"{slot.label}（改正）")
        again = _check(slot, asked, client)
    except UnusableAnswerError:
        again = []
    repaired = dict(zip(map(id, faulty), again, strict=False))
    best: list[_Checked] = []
    refused: list[Refused] = []
    for one in checked:
        if not _fails(one, slot):
            best.append(one)
            continue
        other = repaired.get(id(one))
        if other is not None and not _fails(other, slot):
            best.append(other)
        else:
            shown = min((c for c in (one, other) if c is not None), key=lambda c: c.rank)
            refused.append(Refused(shown.text, shown.grounding.why))
    return best, refused


def _fill(slot: Slot, checked: Sequence[_Checked], refused: list[Refused]) -> Written:
    """The model's sentences in order; what the rules tell and they do not, in the rules' words."""
    good: list[Sentence] = []
    for one in checked:
        if not repeats(one.text, [s.text for s in good], slot):
            good.append(_sentence(one, slot))
    good = good[:1] if slot.proposal else good
    if not good:
        return Written(slot, slot.rules, 0, tuple(refused))
    if slot.prompt == FURTHER:
        paragraph, kept = joined(good, slot)
        return Written(slot, tuple(paragraph), kept, tuple(refused))
    sentences: list[Sentence] = []
    rest = list(good)
    for rule in slot.rules:
        told = [s for s in rest if tells(s.text, rule, slot.known)]
        if told:
            upto = rest.index(told[0]) + 1
            sentences.extend(rest[:upto])
            rest = rest[upto:]
        elif rest and tells("".join(s.text for s in rest), rule, slot.known):
            sentences.extend(
                rest
            )  # several sentences that together tell what the one of the rules does
            rest = []
        elif not any(tells(s.text, rule, slot.known) for s in sentences):
            sentences.append(rule)
    sentences.extend(rest)
    return Written(slot, _numbered(sentences, slot.prefix), len(good), tuple(refused))


def _numbered(sentences: list[Sentence], prefix: str) -> tuple[Sentence, ...]:
    """The rules' “一是” goes before the first sentence, and nowhere else."""
    if not prefix:
        return tuple(sentences)
    bare = [_retold(s, s.text.removeprefix(prefix)) for s in sentences]
    return (_retold(bare[0], prefix + bare[0].text), *bare[1:])


def _retold(sentence: Sentence, text: str) -> Sentence:
    return Sentence(text, sentence.facts, sentence.verdict, sentence.note)


def _sentence(one: _Checked, slot: Slot) -> Sentence:
    if slot.proposal:
        return Sentence(f"{one.text}{VERIFY}", one.facts, "verify", _PROPOSED)
    if one.grounding.verdict == "supported":
        return Sentence(one.text, one.facts)
    return Sentence(f"{one.text}{VERIFY}", one.facts, "verify", one.grounding.why)
