"""Content words against facts, notes and plain official vocabulary: causes, acts and names nobody gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.naming import bare, overlaps
from assistant.grounding.reading import Read
from assistant.grounding.tokens import tokens
from assistant.grounding.vocabulary import frame, name_endings, official
from assistant.model.sections import MEASURES, REASONS
from assistant.values.figures import figures

_CAUSE = re.compile(
    r"由于|因为|(?<![成起诱病死动原])因(?!此|而|素)|原因(?!不|未|没|尚|待|见|中有)|导致|致使|造成|引起|引发|使得|所致|归因|缘于|源于|在于|例如|比如|诸如|譬如|包括但不限于|"
    r"受[^，。；□]{0,12}影响|(?<!可持续)影响(?!指标|力)|因素|制约|客观上|主观上"
)
#: to say that no measure was noted is no measure
_NO_MEASURE = re.compile(
    r"(?:没有|未|尚未)(?:写|填|填写|填报|提出|采取|说明|明确)*(?:任何|具体|改进|整改)*的?措施"
)
_BECAUSE = re.compile(r"主要原因|原因[是为在]|由于|因为|导致|致使|造成|所致")
_FUTURE = re.compile(
    r"(?<!现)将(?!近|达)|拟|下一步|下一年|下年度|明年|今后|后续|未来|措施|打算|建议|计划(?:在|于|采取|开展)"
)
ACT = re.compile(
    r"(?<!现)将|拟|计划|确保|加强|加快|加大|强化|完善|优化|建立|健全|提升|提高|改进|措施|争取|力争|督促|落实|推进|组织|开展|安排|增加|更换|修复|协调"
)
#: what a sentence asks for after a cause is no cause
_ASKS = re.compile(r"[，,](?=待|请|需|建议|应由|由.{0,12}(?:补充|核实))")
_END = re.compile(r"[。；;！？]")
_HAN = re.compile(r"[一-龥]")
_SINGLE_CAUSES = frozenset("雨雪洪旱涝疫病风火震停欠坏拖缺")
_WHY: dict[FaultKind, str] = {
    "cause": "填报的原因中没有",
    "act": "填报的措施中没有",
    "name": "数据中没有这个名称",
    "word": "数据和填报材料中没有，请核实",
}
_PIECES = re.compile(r"(?=([一-龥]{3}))")  # three characters on end, none of them a digit
_MEASURE_NOTES = frozenset({"measure", "owner", "due", "application", "publicity", "other"})


def _covered(word: str, known: str, vocabulary: frozenset[str]) -> bool:
    """Whether the word is known, or made of known pieces of two characters or more."""
    if word in vocabulary or (len(word) > 1 and word in known):
        return True
    reach = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end - 1, -1, -1):
            piece = word[start:end]
            held = piece in vocabulary or (len(piece) > 1 and piece in known)
            if reach[start] and (held or not any(c.isalpha() for c in piece)):
                reach[end] = True
                break
    return reach[-1]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A stretch of text between full stops, with the words it may use for causes and for acts."""

    read: Read
    start: int
    plain: str
    reasons: str
    measures: str
    acting: bool
    cause_from: int
    cause_to: int


def is_acting(read: Read, plain: str) -> bool:
    """Whether a stretch of text tells what is to be done, not what was or why."""
    future = bool(_FUTURE.search(_NO_MEASURE.sub("", plain)))
    if read.section == MEASURES:
        return future or not _BECAUSE.search(plain)
    return read.section != REASONS and future


def check_words(read: Read) -> Iterator[Fault]:
    """Faults of kind cause, act, name and word."""
    start = 0
    for piece in [*_END.finditer(read.plain), None]:
        end = piece.start() if piece else len(read.plain)
        if end > start:
            yield from _check(_sentence(read, start, end))
        start = piece.end() if piece else end


def _sentence(read: Read, start: int, end: int) -> _Sentence:
    plain = read.plain[start:end]
    rows = read.rows or list(read.known.rows.values())
    names = "|".join(bare(row.name) for row in read.known.rows.values())
    names += "|" + read.known.by_role.get("name", "")
    acting = is_acting(read, plain)
    cause = None if acting else _CAUSE.search(plain)
    cause_from = len(plain)
    cause_to = len(plain)
    if cause:  # a cause may stand before its word (设备故障导致…): from the start of that clause
        cause_from = max(plain.rfind(mark, 0, cause.start()) for mark in "，,：:") + 1
        asks = _ASKS.search(plain, cause.end())
        cause_to = asks.start() if asks else len(plain)
    return _Sentence(
        read, start, plain, f"{read.known.note(rows, 'reason')}|{names}",
        read.known.note(rows, *_MEASURE_NOTES).strip("|"), acting, cause_from, cause_to,
    )  # fmt: skip


def _check(sentence: _Sentence) -> Iterator[Fault]:
    read = sentence.read
    known = f"{read.known.text}|{read.known.house}"
    cut = tokens(sentence.plain)
    # a figure and its unit are not words; they are judged as figures
    counted = [(f.start, f.end) for f in figures(sentence.plain)]
    for i, (word, at) in enumerate(cut):
        if not _telling(word) or overlaps((at, at + len(word)), counted):
            continue
        around = _around(cut, i)
        if sentence.cause_from <= at < sentence.cause_to:
            if not _holds(word, around, sentence.reasons, frame()):
                yield _fault(read, sentence.start + at, word, "cause")
        elif len(word) == 1 or _holds(word, around, known, official()):
            continue
        elif not _HAN.search(word) or word.endswith(name_endings()):
            yield _fault(read, sentence.start + at, word, "name")
        elif sentence.acting and ACT.search(sentence.plain):
            yield _fault(read, sentence.start + at, word, "act")
        else:
            yield _fault(read, sentence.start + at, word, "word")
    told = _NO_MEASURE.sub("", sentence.plain)
    acts = sentence.acting and ACT.search(told) and "待补充" not in told
    if acts and not _told(sentence):
        span = (sentence.start, sentence.start + len(sentence.plain))
        why = "填报材料没有这项措施，请责任单位确认"
        yield Fault(span, read.words(span), why, "act", soft=True)


def _told(sentence: _Sentence) -> bool:
    """Whether a measure of the notes is told, by a piece of its words."""
    own = bare(sentence.read.unquoted[sentence.start : sentence.start + len(sentence.plain)])
    if any(q.role in _MEASURE_NOTES for _, q in sentence.read.quotes):
        return True
    pieces = (piece for part in sentence.measures.split("|") for piece in _PIECES.findall(part))
    return any(piece in own for piece in pieces)


def _telling(word: str) -> bool:
    """A word that could tell something: two characters, a Latin name, or a single one like 雨."""
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


def _fault(read: Read, place: int, word: str, kind: FaultKind) -> Fault:
    span = (place, place + len(word))
    return Fault(span, read.words(span), _WHY[kind], kind, soft=kind == "word")
