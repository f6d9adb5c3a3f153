"""What a proposed measure must do: propose something, answer the reason given, and not make it worse."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.drafting.by_model.slots import FIGURE, Slot, shares
from assistant.grounding.naming import bare
from assistant.patterns import regex

_MORE = regex(r"增加|加大|扩大|延长|上调|提高|提升|增大|推迟|放宽")
_LESS = regex(r"减少|降低|缩短|压缩|下调|削减|缩小|取消")
#: what a reason says is too small or too weak; to have more of it is a remedy
_LACK = regex(
    r"不足|不够|不到位|不高|不强|不全|不完善|不及时|短|缺|少|低|弱|慢|小|窄|旧|滞后|紧张|有限|下降|减退|老化|落后|未|没有|无法|断|停|差|离|退|流失|撤"
)
_END = regex(r"[，。；、的以等和与及]")
_STOP = regex(r"[，。；、,;]")
#: “建议家长反馈菜品重复后。” says when, not what
_UNFINISHED = regex(r"建议[^，。]*(?:后|时|前|期间)。$")
_OBJECT = 8


def idle(text: str, slot: Slot) -> list[str]:
    """The sentence, where it proposes nothing or has nothing to do with what the staff gave as the reason."""
    about = any(shares(bare(text), note, size=2) for note in _reasons(slot))
    return [] if "建议" in text and about and not _UNFINISHED.search(text) else [text]


def worsens(text: str, slot: Slot) -> Iterator[str]:
    """More of what the reason complains of, or less of what it says is lacking (增加闭馆天数)."""
    for pattern, adds in ((_MORE, True), (_LESS, False)):
        for verb in pattern.finditer(text):
            rest = text[verb.end() : verb.end() + _OBJECT]
            thing = _END.split(rest, maxsplit=1)[0]
            if any(_stands(bare(thing), clause, lacking=not adds) for clause in _clauses(slot)):
                yield verb[0] + thing


def figured(text: str, slot: Slot) -> Iterator[str]:
    """Figures in what is proposed: the staff sets them, and a small model takes those of the reason."""
    _, found, proposed = text.replace(slot.name, "").partition("建议")
    if found:
        yield from FIGURE.findall(proposed)


def _stands(thing: str, clause: str, *, lacking: bool) -> bool:
    """Whether the clause speaks of the thing (most of its words), as of something lacking or something there."""
    for size in range(len(thing), 1, -1):
        if thing[:size] in clause:
            return size * 2 >= len(thing) and bool(_LACK.search(clause)) == lacking
    return False


def _clauses(slot: Slot) -> list[str]:
    notes = (fact.said for fact in slot.facts if fact.role == "reason")
    return [bare(clause) for note in notes for clause in _STOP.split(note) if clause]


def _reasons(slot: Slot) -> list[str]:
    return [bare(fact.said) for fact in slot.facts if fact.role == "reason"]
