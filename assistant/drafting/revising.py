"""One sentence rewritten as somebody wished, grounded like any draft; for the conversation and for comments."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.answers import LONGEST_SENTENCE, Sentences, sentences_schema
from assistant.drafting.client import Client, UnusableAnswerError
from assistant.drafting.draft import VERIFY, Sentence
from assistant.drafting.grounding import Grounding, ground
from assistant.drafting.prompts import Lines, as_data, numbered, render
from assistant.facts import Fact
from assistant.facts.wording import quoted

_MOST_FACTS = 14


def revise(
    client: Client, sentence: Sentence, wish: str, facts: Sequence[Fact], *, section: str = ""
) -> Sentence | None:
    """The sentence as wished, or None where the model gives nothing that the facts bear out.

    A fault goes back once with its words named. What is only doubtful stands with a 【待核实】 mark and a
    note. The wish is data: it can ask for another wording, never for what the facts do not hold.
    """
    own = relevant(sentence, facts)
    schema = sentences_schema([fact.id for fact in own], most=1)
    prompt = render(
        "revise", facts=numbered(own), text=sentence.text.replace(VERIFY, ""), wish=wish
    )
    asked = client.ask(prompt, Sentences, schema=schema, label="改写", fresh=True)
    text = _tidy(asked.value.sentences[0].text)
    checked = ground(text, facts, section=section)
    if checked.verdict == "unsupported":
        lines = Lines([f"1. {as_data(text)}（错处：{as_data(checked.why)}）"])
        again = render("repair", facts=numbered(own), faulty=lines, number=1)
        try:
            asked = client.ask(again, Sentences, schema=schema, label="改写（改正）", fresh=True)
        except UnusableAnswerError:
            return None
        text = _tidy(asked.value.sentences[0].text)
        checked = ground(text, facts, section=section)
    return _sentence(text, checked, sentence, tuple(fact.id for fact in own))


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
