"""One sentence rewritten as somebody wished, grounded like any draft; for the conversation and for comments."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.facts import Fact
from assistant.facts.wording import quoted
from assistant.grounding import Grounding, ground
from assistant.llm.answers import LONGEST_SENTENCE, Sentences, sentences_schema
from assistant.llm.client import Client, UnusableAnswerError
from assistant.llm.prompts import Lines, as_data, numbered, render
from assistant.model.draft import VERIFY, Sentence
from assistant.patterns import regex

_MOST_FACTS = 14
_SHORTER = regex(r"短|精简|压缩|简练|简洁|简单|太长|啰嗦|删减")


def revise(
    client: Client, sentence: Sentence, wish: str, facts: Sequence[Fact], *, section: str = ""
) -> Sentence | None:
    """The sentence as wished, or None where the model gives nothing that the facts bear out.

    A fault goes back once with its words named. What is only doubtful stands with a 【待核实】 mark and a
    note. The wish is data: it can ask for another wording, never for what the facts do not hold.
    """
    own = relevant(sentence, facts)
    schema = sentences_schema([fact.id for fact in own], most=1)
    before = sentence.text.replace(VERIFY, "")
    # a small model repeats the sentence unless it is told how short
    most = len(before) * 3 // 5 if _SHORTER.search(wish) else 0
    prompt = render("revise", facts=numbered(own), text=before, wish=wish, most=most)
    asked = client.ask(prompt, Sentences, schema=schema, label="改写", fresh=True)
    text = _tidy(asked.value.sentences[0].text)
    checked = ground(text, facts, section=section, before=sentence.text)
    if checked.verdict == "unsupported":
        lines = Lines([f"1. {as_data(text)}（错处：{as_data(checked.why)}）"])
        again = render("repair", facts=numbered(own), faulty=lines, number=1)
        try:
            asked = client.ask(again, Sentences, schema=schema, label="改写（改正）", fresh=True)
        except UnusableAnswerError:
            return _by_code(sentence, most, facts, section)
        text = _tidy(asked.value.sentences[0].text)
        checked = ground(text, facts, section=section, before=sentence.text)
    written = _sentence(text, checked, sentence, tuple(fact.id for fact in own))
    if written is not None and most and len(written.text) >= len(sentence.text):
        written = None  # asked for something shorter
    return written or _by_code(sentence, most, facts, section)


def _by_code(sentence: Sentence, most: int, facts: Sequence[Fact], section: str) -> Sentence | None:
    """Where a shorter sentence is wanted and the model gives none: without its spare parts."""
    text = shortened(sentence.text.replace(VERIFY, ""))
    checked = ground(text, facts, section=section, before=sentence.text)
    if not most or len(text) >= len(sentence.text.replace(VERIFY, "")):
        return None
    return _sentence(text, checked, sentence, sentence.facts)


#: what a shorter sentence can do without, the least needed first; each leaves a whole sentence
_SPARE = (
    (regex(r"（[^（）]{1,12}%）"), ""),
    (regex(r"(?<=年度指标值)（[^（）]{1,20}）"), ""),
    (regex(r"针对(“[^”]+”)[^，]*的问题，"), r"针对\1，"),
    (regex(r"(比年度指标值[^，。]+)，未达到年度指标值(?=[，。])"), r"\1"),
)


def shortened(text: str) -> str:
    """The sentence without what it can spare, by code; unchanged where there is nothing of the kind."""
    for pattern, instead in _SPARE:
        text = pattern.sub(instead, text)
    return text.replace("，。", "。")


def relevant(sentence: Sentence, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts the sentence stands on, and the others of the same rows; bounded, for a small model."""
    cited = set(sentence.facts)
    rows = {fact.indicator for fact in facts if fact.id in cited and fact.indicator}
    rows |= {
        fact.indicator for fact in facts if fact.subject and quoted(fact.subject) in sentence.text
    }
    rows.discard("")
    first = [fact for fact in facts if fact.id in cited]
    rest = [f for f in facts if f.indicator in rows and f.kind != "derived" and f.id not in cited]
    found = (*first, *rest)[:_MOST_FACTS]
    return found or tuple(facts[:1])


def _tidy(text: str) -> str:
    plain = " ".join(text.replace(VERIFY, "").split())[:LONGEST_SENTENCE]
    return plain if plain.endswith(("。", "！", "？")) else plain.rstrip("，,.：:；;") + "。"


def _sentence(
    text: str, checked: Grounding, before: Sentence, facts: tuple[str, ...]
) -> Sentence | None:
    if checked.verdict == "unsupported" or len(text) < 2 or text == before.text:  # noqa: PLR2004
        return None
    if checked.verdict == "supported":
        return Sentence(text, before.facts or facts)
    return Sentence(f"{text}{VERIFY}", before.facts or facts, "verify", checked.why)
