"""What a comment asks for and the data hold: told in the rules drafter's words, or found to be told already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.by_rules.sentences import target_words
from assistant.facts import Fact, Role
from assistant.facts.wording import apart, clause, is_vague, quoted
from assistant.grounding import ground
from assistant.model.scorecard import Scorecard, ScoredIndicator
from assistant.model.sections import MEASURES
from assistant.patterns import regex
from assistant.review.alignment import key
from assistant.review.reply import Proposal

_FEWEST = 4  # pairs of characters a sentence shares with a row that it tells of
_MODES: tuple[tuple[Role, str, re.Pattern[str]], ...] = (
    ("row", "年度指标值", regex(r"目标|指标值|应达|要求是多少|标准是多少")),
    ("completion", "实际值", regex(r"实际(?:是|为|完成|值)|完成值|完成了?多少")),
    ("deviation", "差距", regex(r"相?差(?:距|多少|几)|低多少|低几|偏离(?:多少|程度)|差了")),
    ("reason", "具体原因", regex(r"原因|为什么|为何|怎么造成")),
    ("measure", "改进措施", regex(r"措施|怎么改|如何改|怎么整改|如何整改|怎么办")),
    ("owner", "责任单位", regex(r"谁|责任|负责|牵头|哪个部门|哪个单位|哪个股室")),
    ("due", "完成时限", regex(r"什么时候|何时|时限|期限|多久|何日|几月")),
    ("evidence", "佐证材料", regex(r"佐证|证明|出处|数据来源|依据何在|依据是什么")),
)  # fmt: skip
#: asks whose fault it is, which no data tell: the 责任单位 of a measure is who mends it, and no one's blame
_BLAME = regex(
    r"责任(?:到底|究竟)?(?:是|在|归|算|出在)?(?:谁|哪|何)[^，。；？?]{0,6}|谁的(?:责任|错|问题|过失)|[怪赖怨]谁|"
    r"谁(?:造成|导致|引起|耽误|拖延|拖)[^，。；？?]{0,6}|(?:问|追)责|责任(?:认定|追究|划分|归属)"
)
_BLAME_NAME = "责任归属"
_PARTS = regex(r"[^？?；;。！!]+[？?；;。！!]?")
_ASKS = 6  # characters: 要写明 alone names nothing
_REQUEST = regex(r"请|补充|写明|写清|说明|附上|列出|加上|哪里|哪儿|多少")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says to one kind of question: the value looked for in the text, and the words for it."""

    value: str
    words: str


def by_facts(
    asked: str,
    sentence: str,
    section_text: str,
    card: Scorecard,
    facts: Sequence[Fact],
    section: str,
) -> Proposal | None:
    """A sentence that tells what is asked for, grounded; None where the data hold none of it."""
    blamed = bool(_BLAME.search(asked))
    asked = _BLAME.sub("", asked)
    wanted = [(role, name) for role, name, pattern in _MODES if pattern.search(asked)]
    row = _row(sentence, card) if wanted else None
    if row is None:
        return None
    said = {role: _said(role, row) for role, _ in wanted}
    there = {role: value for role, value in said.items() if value is not None}
    lacking = [name for role, name in wanted if said[role] is None]
    lacking += [_BLAME_NAME] if blamed else []
    if not there:
        return None
    told = key(section_text)
    fresh = {role: value for role, value in there.items() if key(value.value) not in told}
    ids = [f.id for f in facts if f.indicator == row.id and f.role in there]
    cited = f"（{by_name(ids, facts)}）" if ids else ""
    rest = list(_unanswered(asked))
    question = _question(row, lacking, rest)
    without = [*lacking, *(f"“{part}”" for part in rest)]
    left = f"；{'、'.join(without)}数据里没有，已列入问题清单" if without else ""
    if not fresh:
        where = "、".join(f"“{value.value}”" for value in there.values())
        return Proposal(
            "noted", reply=f"文中已写明{where}{cited}{left}。", question=question, facts=tuple(ids)
        )
    # beside a cause, 由信息股负责 would lay the blame on whoever is to mend it
    if "owner" in fresh and "measure" not in fresh and section != MEASURES:
        fresh["owner"] = replace(fresh["owner"], words=f"改进措施{fresh['owner'].words}")
    added = "".join(_sentences(row, fresh))
    # an owner and a deadline are of a measure, also where the comment stands in the reasons
    told_in = MEASURES if set(fresh) <= {"measure", "owner", "due"} else section
    if ground(added, facts, section=told_in, before=sentence).verdict == "unsupported":
        return None
    return Proposal(
        "revised",
        sentence,
        sentence + added,
        f"已按批注补写{cited}{left}，请审定。",
        question,
        tuple(ids),
    )


def by_name(ids: Sequence[str], facts: Sequence[Fact]) -> str:
    """The data that a reply stands on, named as staff know them: 依据数据里的“好路率”的原因."""
    names = dict.fromkeys(fact.named for fact in facts if fact.id in ids)
    return f"依据数据：{'、'.join(names)}" if names else ""


def _question(row: ScoredIndicator, lacking: Sequence[str], rest: Sequence[str]) -> str:
    asked = f"请补充{quoted(row.indicator.name)}的{'、'.join(lacking)}。" if lacking else ""
    return asked + "".join(f"{quoted(row.indicator.name)}：{part}？" for part in rest)


def _unanswered(asked: str) -> Iterator[str]:
    """The parts of a comment that ask for something which no value of a row is."""
    for match in _PARTS.finditer(asked):
        part = match[0].strip("，,；;。.？?！! 　")
        asks = match[0][-1] in "？?" or _REQUEST.search(part)
        if len(part) >= _ASKS and asks and not any(p.search(part) for _, _, p in _MODES):
            yield part


def _row(sentence: str, card: Scorecard) -> ScoredIndicator | None:
    """The row a sentence tells of: the one whose words it shares most."""
    told = _pairs(sentence)
    best: tuple[int, ScoredIndicator | None] = (_FEWEST - 1, None)
    for row in card.indicators:
        own = row.indicator
        words = _pairs(own.name) | _pairs(own.reason) | _pairs(own.measure)
        shared = len(words & told) + (100 if key(own.name) in key(sentence) else 0)
        if shared > best[0]:
            best = (shared, row)
    return best[1]


def _pairs(text: str) -> set[str]:
    plain = key(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _said(role: Role, row: ScoredIndicator) -> _Said | None:
    own = row.indicator
    values: dict[str, _Said | None] = {
        "row": _Said(target_words(own.target), f"年度指标值为{target_words(own.target)}")
        if own.target
        else None,
        "completion": _Said(own.actual, f"实际为{own.actual}") if own.actual else None,
        "deviation": _Said(row.deviation, apart(row.deviation)) if row.deviation else None,
        "reason": _Said(clause(own.reason), f"主要原因是{clause(own.reason)}")
        if own.reason and not is_vague(own.reason)
        else None,
        "measure": _Said(clause(own.measure), clause(own.measure)) if own.measure else None,
        "owner": _Said(own.owner, f"由{own.owner}负责") if own.owner else None,
        "due": _Said(own.due, f"{own.due}完成") if own.due else None,
        "evidence": _Said(own.evidence, f"佐证材料为{own.evidence}") if own.evidence else None,
    }
    return values.get(role)


def _sentences(row: ScoredIndicator, said: dict[Role, _Said]) -> Iterator[str]:
    """The answers, those that belong together in one sentence."""
    groups: tuple[tuple[Role, ...], ...] = (
        ("row", "completion", "deviation"), ("reason",), ("measure",), ("owner", "due"), ("evidence",)
    )  # fmt: skip
    for number, group in enumerate(groups):
        parts = [said[role].words for role in group if role in said]
        if parts:
            subject = quoted(row.indicator.name) if number == 0 else ""
            yield f"{subject}{'，'.join(parts)}。"
