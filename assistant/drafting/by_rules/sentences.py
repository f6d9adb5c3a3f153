"""The forms of a sentence by rules: what stands on facts, what is asked for, what is to be verified."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.facts.wording import clause
from assistant.lexicon import lexicon
from assistant.model.draft import SUPPLY, VERIFY, Paragraph, Section, Sentence
from assistant.model.sections import plain_title
from assistant.patterns import regex
from assistant.values.reading import fold

_SIGNS = (
    (regex(r"^\s*(?:≥|>=|≧|⩾)\s*"), "不低于"), (regex(r"^\s*(?:≤|<=|≦|⩽)\s*"), "不超过"),
    (regex(r"^\s*[>＞]\s*"), "高于"), (regex(r"^\s*[<＜]\s*"), "低于"), (regex(r"^\s*[=＝]\s*"), ""),
)  # fmt: skip
_DATE = regex(r"\d{4}年|\d{1,2}月")
_DOCUMENT_NUMBER = regex(r"^[^，。；]{1,12}[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\d+号")


#: spoken forms with one sense only; 没有, 没干, 搞 and 弄 have more than one and stay
_SPOKEN = (
    (regex(r"还没(?!有)"), "尚未"),
    (regex(r"(?<![淹沉埋出吞湮隐覆漫辱罚抄泯])没(?![有没干事关收落顶入头药齿辙准用劲戏法过人钱地谁什怎多几])(?=[一-鿿])"), "未"),
    (regex(r"还有(?=\d)"), "尚有"),
)  # fmt: skip


#: full-width digits, as some forms are typed
_WIDE_FIGURE = regex(r"[０-９][０-９．％，]*(?<!，)")


def formal(text: str) -> str:
    """Spoken forms of a note in the words of a report: 没 before a verb is 未, 还有7公里 尚有7公里."""
    for spoken, written in _SPOKEN:
        text = spoken.sub(written, text)
    return _WIDE_FIGURE.sub(lambda m: fold(m[0]), text)


def say(text: str, facts: Iterable[str] = ()) -> Sentence:
    """A sentence that stands on facts."""
    return Sentence(text, tuple(dict.fromkeys(facts)))


def supply(what: str, facts: Iterable[str] = ()) -> Sentence:
    """A marked line that says what to supply, and who should."""
    return Sentence(f"{SUPPLY}{what}", tuple(dict.fromkeys(facts)), "verify", what)


def verify(what: str, facts: Iterable[str] = ()) -> Sentence:
    """A marked line that says what a person must verify."""
    return Sentence(f"{VERIFY}{what}", tuple(dict.fromkeys(facts)), "verify", what)


def paragraph(*sentences: Sentence) -> Paragraph:
    """Sentences that stand together, written by rules."""
    return Paragraph(tuple(sentences), "rules")


def section(section_id: str, paragraphs: Iterable[Paragraph]) -> Section:
    """The section of that id, without empty paragraphs."""
    return Section(section_id, plain_title(section_id), tuple(p for p in paragraphs if p.sentences))


def target_words(text: str) -> str:
    """A target in a sentence: signs become words (≥90% is 不低于90%)."""
    for sign, words in _SIGNS:
        if sign.match(text):
            return words + sign.sub("", text)
    return text


#: a summary that begins as a whole sentence does: with its subject, a day, or what it was done for
_HAS_SUBJECT = regex(
    r"(?:本|该|此|我)?(?:项目|工程|单位)|[本该我]|20\d\d|截至|近年|随着|由于|为了|为(?:贯彻|落实|进一步|深入|切实|全面)|根据|依据|"
    r"[^，。；\d]{2,16}(?:按(?:[年计照月季]|《)|向(?=[^，。]{2})|由(?=[^，。]{2})|主要|用于|计划|已|[系是](?!统|否))"
)
_BY_PLAN = regex(r"按照?(?=《)")


def summed(note: str) -> str:
    """What a project is about, as a whole sentence; a list of deeds or things takes 项目主要内容是 before it."""
    text = clause(note)
    if not text:
        return ""
    if _BY_PLAN.match(text):
        return f"本项目{text}。"
    return f"{text}。" if _HAS_SUBJECT.match(text) else f"项目主要内容是{text}。"


def whole(note: str, kind: str, unit: str = "") -> str:
    """A note as a whole sentence, with a subject where it begins without one (lexicon/subjects.yaml).

    The staff's words themselves are never altered; empty for an empty note.
    """
    text = clause(note)
    if not text:
        return ""
    openings: dict[str, list[str]] = lexicon("subjects")[kind]
    for subject, starts in openings.items():
        if (
            any(text.startswith(start) for start in starts)
            or ("文号" in starts and _DOCUMENT_NUMBER.match(text))
            or ("日期" in starts and _DATE.match(text))
        ):
            return f"{unit if subject == 'unit' else subject}{text}。"
    return f"{text}。"
