"""What every part of the rules drafter writes with: the card, its facts, and the forms of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.facts import Fact, Role
from assistant.model.draft import SUPPLY, VERIFY, Paragraph, Section, Sentence
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title

_SELF = (
    ("委员会", "我委"), ("局", "我局"), ("厅", "我厅"), ("委", "我委"), ("办公室", "我办"), ("中心", "我中心"),
    ("学校", "我校"), ("小学", "我校"), ("中学", "我校"), ("大学", "我校"), ("学院", "我院"), ("医院", "我院"),
    ("镇人民政府", "我镇"), ("乡人民政府", "我乡"), ("街道办事处", "我街道"), ("镇政府", "我镇"), ("乡政府", "我乡"),
    ("支队", "我支队"), ("大队", "我大队"), ("协会", "我会"), ("联合会", "我会"), ("站", "我站"), ("所", "我所"),
)  # fmt: skip
_SIGNS = (
    (re.compile(r"^\s*(?:≥|>=|≧|⩾)\s*"), "不低于"), (re.compile(r"^\s*(?:≤|<=|≦|⩽)\s*"), "不超过"),
    (re.compile(r"^\s*[>＞]\s*"), "高于"), (re.compile(r"^\s*[<＜]\s*"), "低于"), (re.compile(r"^\s*[=＝]\s*"), ""),
)  # fmt: skip
_ORDER = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Desk:
    """One report being written by rules."""

    card: Scorecard
    facts: tuple[Fact, ...]

    def ids(self, *roles: Role, row: str | None = None, origin: str = "") -> tuple[str, ...]:
        """Ids of the facts with one of the roles; of one row (`""`: of none) and origin, where given."""
        return tuple(
            fact.id
            for fact in self.facts
            if fact.role in roles
            and (row is None or fact.indicator == row)
            and fact.origin.startswith(origin)
        )

    def keyed(self, *keys: str) -> tuple[str, ...]:
        """Ids of the facts of those keys."""
        return tuple(fact.id for fact in self.facts if fact.key in keys)

    @property
    def year(self) -> int:
        """The budget year."""
        return self.card.evaluation.project.year

    @property
    def unit(self) -> str:
        """The unit that reports, by name; or a word for it."""
        project = self.card.evaluation.project
        return self.card.evaluation.report.signature or project.unit or project.authority

    @property
    def we(self) -> str:
        """How the unit speaks of itself: 我局, 我校 …, else 我单位."""
        return next((own for end, own in _SELF if self.unit.endswith(end)), "我单位")

    @property
    def staff(self) -> str:
        """Who knows the project: its 实施单位, else a word for the staff in charge."""
        return self.card.evaluation.project.unit or "项目实施单位"


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


def listed(names: Iterable[str]) -> str:
    """Quoted names one after the other; a dozen at most are named."""
    return "".join(names)


def ordinal(i: int, of: int) -> str:
    """“一是” … for 2 to 10 items, “（11）” beyond, nothing for a single one. `i` counts from 0."""
    if of < 2:  # noqa: PLR2004
        return ""
    return f"{_ORDER[i]}是" if of <= len(_ORDER) else f"（{i + 1}）"
