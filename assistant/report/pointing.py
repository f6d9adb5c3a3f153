"""What a comment on single words says: why they do not stand, which facts to compare, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.facts import Fact, Role
from assistant.facts.wording import quoted, single
from assistant.model.draft import SUPPLY, Sentence
from assistant.values.figures import Figure, figures
from assistant.values.printing import on_a_line

if TYPE_CHECKING:
    from assistant.grounding import Fault, FaultKind

_MOST_FACTS = 3
_LONGEST_FACT = 160

_CORRECT = "请按事实改正；数据有误的，先改数据文件。"
_NOTE = "属实的，写进数据文件中该指标的“{key}”；否则删去。"
_PROVE = "请核实；没有依据的，删去或改写。"
_MENDS: dict[FaultKind, str] = {
    "number": _CORRECT,
    "date": _CORRECT,
    "direction": _CORRECT,
    "indicator": _CORRECT,
    "document": "请核对名称和文号；属实的，写进数据文件，否则删去。",
    "title": "请核对名称和文号；属实的，写进数据文件，否则删去。",
    "name": "请核对名称；属实的，写进数据文件，否则删去。",
    "cause": _NOTE.format(key="原因"),
    "act": _NOTE.format(key="措施"),
}
#: the roles of the facts that a fault is to be held against; figures are found by their kind
_ROLES: dict[FaultKind, tuple[Role, ...]] = {
    "cause": ("reason",),
    "act": ("measure", "owner", "due"),
    "direction": ("row", "deviation"),
    "indicator": ("row",),
    "title": ("basis", "approval", "notice"),
    "document": ("basis", "approval", "notice"),
}
_FIGURES = ("number", "date", "direction", "indicator")
_NOTES = ("note", "style", "project")


def about(fault: Fault, text: str, cited: Sequence[Fact], facts: Sequence[Fact]) -> str:
    """The comment on a fault's words: three short lines at most, the facts aside.

    `text` is the sentence, `cited` the facts it names, `facts` all there are.
    """
    lines = [f"“{on_a_line(single(fault.words))}”：{fault.why.rstrip('。')}。"]
    lines += _compare(list(_held_against(fault, text, cited, facts)))
    lines.append(_MENDS.get(fault.kind, _PROVE))
    return "\n".join(lines)


def on_sentence(sentence: Sentence, note: str, cited: Sequence[Fact]) -> str:
    """The comment on a whole sentence that a person must verify, or supply something for."""
    if sentence.text.lstrip().startswith(SUPPLY[:-1]):
        return (
            f"请补充：{note.removeprefix('请')}" if note else "请补充所缺的内容，补好后去掉标记。"
        )
    told = note.rstrip("。") or "这一句能否成立，程序判断不了"
    lines = [f"请核实：{told}。", *_compare(list(cited))]
    lines.append("确认可用的，去掉标记；不合实际的，改写或删去。")
    return "\n".join(lines)


def _compare(facts: Sequence[Fact]) -> list[str]:
    return [
        f"对照数据：{on_a_line(fact.text, _LONGEST_FACT)}"
        + (f"（数据：{fact.origin}）" if fact.origin else "")
        for fact in facts[:_MOST_FACTS]
    ]


def _held_against(
    fault: Fault, text: str, cited: Sequence[Fact], facts: Sequence[Fact]
) -> Iterator[Fact]:
    """Facts of the sentence's own rows that have what the fault is about; those it cites come first."""
    named = {f.indicator for f in facts if f.subject and f.indicator and _names(text, f.subject)}
    rows = named or {fact.indicator for fact in cited if fact.indicator}
    near = [*cited, *(f for f in facts if f.indicator in rows and f not in cited)]
    if fault.kind in _ROLES and fault.kind not in _FIGURES:
        pool = near if rows else facts
        yield from (f for f in pool if f.role in _ROLES[fault.kind])
        return
    if fault.kind not in _FIGURES:
        return
    said = figures(fault.words)
    if not said and not rows:  # of the indicators as a whole: how many were met
        yield from [f for f in facts if f.role == "count"][:1]
    elif said:
        alike = [f for f in near if f.kind not in _NOTES and _alike(said[0], f.text)]
        yield from sorted(alike, key=lambda f: f.role != "row")  # target and actual before all else
    else:
        yield from (f for f in near if f.role in _ROLES.get(fault.kind, ()))


def _names(text: str, subject: str) -> bool:
    return quoted(subject) in text or subject in text


def _alike(said: Figure, text: str) -> bool:
    """Whether a fact has a figure of the same sort: another percentage, another amount of money."""
    return any(f.kind == said.kind and f.unit == said.unit for f in figures(text))
