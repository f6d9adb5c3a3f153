"""Content words against facts, notes and plain official vocabulary: causes, acts and names nobody gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.drafting.grounding.evidence import Evidence, RowEvidence, bare, mentions
from assistant.drafting.grounding.fault import Fault, FaultKind
from assistant.drafting.grounding.tokens import tokens
from assistant.facts.figures import figures, flat

_HERE = Path(__file__).parent
_CAUSE = re.compile(
    r"由于|因为|因(?!此|而|素)|原因|导致|致使|造成|引起|引发|使得|所致|归因|缘于|源于|在于|例如|比如|诸如|譬如|包括但不限于|受[^，。；]{0,12}影响|(?<!可持续)影响(?!指标|力)|"
    r"(?:等)?因素|制约|客观上|主观上"
)
_ACT = re.compile(
    r"将|拟|下一步|下一年|下年度|明年|今后|后续|计划|确保|加强|加快|加大|强化|完善|优化|建立|健全|提升|提高|改进|措施|争取|力争|督促|落实|推进|组织|开展|安排"
)
_END = re.compile(r"[。；;！？]")
_HAN = re.compile(r"[一-龥]")
_SINGLE_CAUSES = frozenset("雨雪洪旱涝疫病风火震停欠坏拖差缺")
_WHY: dict[FaultKind, str] = {
    "cause": "填报的原因中没有",
    "act": "填报的措施中没有",
    "name": "数据中没有这个名称",
    "word": "数据和填报材料中没有，请核实",
}


def _read(name: str) -> list[str]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


@cache
def frame() -> frozenset[str]:
    """Words that claim nothing, so that they may stand where a cause is told."""
    return frozenset(_read("frame_words.txt"))


@cache
def official() -> frozenset[str]:
    """Frame words and the plain official vocabulary."""
    return frame() | frozenset(_read("official_words.txt"))


@cache
def _names() -> tuple[str, ...]:
    lines = (_HERE / "names.txt").read_text(encoding="utf-8").splitlines()
    words = [w for line in lines if not line.startswith("#") for w in line.split()[1:]]
    return tuple(sorted(words, key=len, reverse=True))


def _covered(word: str, known: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word is known, or made of known pieces of two characters or more."""
    if word in vocabulary or (len(word) > 1 and word in known):
        return True
    reach = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end - 1, -1, -1):
            piece = word[start:end]
            single = len(piece) == 1
            if reach[start] and (
                piece in vocabulary or (not single and piece in known) or not _HAN.match(piece)
            ):
                reach[end] = True
                break
    return reach[-1]


def check_words(
    text: str, known: Evidence, masked: list[tuple[int, int]], section: str
) -> Iterator[Fault]:
    """Faults of kind cause, act, name and word."""
    plain = flat(text)
    hits = mentions(known, text)
    skip = [*masked, *((a, b) for a, b, _ in hits), *((f.start, f.end) for f in figures(text))]
    rows = list({row.id: row for _, _, row in hits}.values())
    start = 0
    for piece in [*_END.finditer(plain), None]:
        end = piece.start() if piece else len(plain)
        yield from _sentence(_Place(plain, text, known, rows, skip, section), (start, end))
        start = piece.end() if piece else end


@dataclass(frozen=True, slots=True)
class _Place:
    """The text being read, and what of it is not to be read again."""

    plain: str
    text: str
    known: Evidence
    rows: list[RowEvidence]
    skip: list[tuple[int, int]]
    section: str


def _sentence(place_: _Place, span: tuple[int, int]) -> Iterator[Fault]:
    plain, text, known = place_.plain, place_.text, place_.known
    rows, skip, section = place_.rows, place_.skip, place_.section
    start, end = span
    sentence = plain[start:end]
    acting = section == "improvement_measures" or (
        section != "deviation_reasons"
        and bool(re.search(r"将|拟|下一步|下一年|明年|今后|后续|措施", sentence))
    )
    reasons = _notes(rows or list(known.rows.values()), "reason") + known.roles.get("reason", "")
    measures = _notes(
        rows or list(known.rows.values()), "measure", "owner", "due"
    ) + known.roles.get("measure", "")
    own = "|".join(bare(row.name) for row in known.rows.values()) + known.roles.get("name", "")
    cause = _CAUSE.search(sentence)
    cause_from = _clause_start(sentence, cause) if cause else len(sentence)
    cut = tokens(sentence)
    for i, (word, at) in enumerate(cut):
        place = start + at
        if any(a < place + len(word) and place < b for a, b in skip) or not _telling(word):
            continue
        around = _around(cut, i)
        if cause and at >= cause_from and not acting:
            if not _holds(word, around, f"{reasons}|{own}", frame()):
                yield _fault(text, place, word, "cause")
        elif _holds(word, around, known.text, official()) or len(word) == 1:
            continue
        elif any(word.endswith(name) for name in _names()):
            yield _fault(text, place, word, "name")
        elif acting and _ACT.search(sentence):
            yield _fault(text, place, word, "act")
        else:
            yield _fault(text, place, word, "word")
    if acting and not measures.strip("|") and _ACT.search(sentence) and rows:
        yield Fault(
            (start, end), text[start:end], "填报材料没有这项措施，请责任单位确认", "act", soft=True
        )


def _telling(word: str) -> bool:
    """A word that could tell something: two characters, a Latin name, or a single char like 雨."""
    if not _HAN.search(word):
        return bool(re.search(r"[A-Za-z]{2,}", word))
    return len(word) > 1 or word in _SINGLE_CAUSES


def _around(cut: list[tuple[str, int]], i: int) -> list[str]:
    """The word joined with its neighbours, where the segmenter may have cut wrongly (到|位数)."""
    before = cut[i - 1][0] if i else ""
    after = cut[i + 1][0] if i + 1 < len(cut) else ""
    return [joined for joined in (before + cut[i][0], cut[i][0] + after) if _HAN.search(joined)]


def _holds(word: str, around: list[str], known: str, vocabulary: frozenset[str]) -> bool:
    plain = bare(word)
    if len(plain) == 1:
        return plain in known
    return any(_covered(bare(form), known, vocabulary) for form in (plain, *around))


def _fault(text: str, place: int, word: str, kind: FaultKind) -> Fault:
    span = (place, place + len(word))
    return Fault(span, text[span[0] : span[1]], _WHY[kind], kind, soft=kind == "word")


def _notes(rows: list[RowEvidence], *keys: str) -> str:
    return "|".join(bare(row.notes[key]) for row in rows for key in keys if key in row.notes)


def _clause_start(sentence: str, match: re.Match[str]) -> int:
    """A cause may stand before its word (设备故障导致…): from the start of that clause."""
    return max(sentence.rfind(mark, 0, match.start()) for mark in "，,：:") + 1
