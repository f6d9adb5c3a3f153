"""Built, finished, put to use, paid late: said of what the notes tell, the notes must say so too.

Such words carry no content of their own in a report (全年建成8所), so alignment takes them without a fact; of a thing that only
a note speaks of, they are a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.fault import Fault
from assistant.grounding.numbers import equals
from assistant.grounding.pieces import EVENTS, Ground, Piece, Unit
from assistant.grounding.reading import Read
from assistant.grounding.scope import state
from assistant.model.sections import MEASURES
from assistant.patterns import regex
from assistant.values.figures import figures, flat

_FINISHED = regex(
    r"建成|竣工|完工|完毕|投入(?:使用|运行|运营|运转)|投用|启用|(?:已经?|均已|全部)[^，。；]{0,8}?完成(?![率值])|完成了|完成$"
)
#: what a note says where something is finished, in any words of the kind
_TOLD = regex(
    r"建成|建好|修好|做完|弄完|干完|竣工|完工|完毕|完成|验收|投入|投用|启用|通车|通水|通电|交付|落成|办结|结束|好了|齐了|已"
)
_ALREADY = regex(r"(?:均|都|业)?已经?(?!评|填|列)")
_DONE_IN = regex(r"已|[一-鿿]了|(?<!通)过(?![程去渡])|完毕")
_AHEAD = regex(r"将|拟|计划|预计|力争|确保|争取|待|未|没|尚|不|前|后|才|方|可|需|要")
#: 总体目标是建成150座, and what stands behind it in its list
_GOAL = regex(r"目标(?:任务)?(?:是|为|：)(?:(?!实际|已|目前)[^。；])*$")
#: money that came late: how it came is a note's to say
_LATE = regex(r"(?:到位|拨付|下达|支付|到账)(?:较|得|比较|偏)?(?:晚|迟|慢|滞后|不及时|延迟|拖延)")
_LATE_TOLD = regex(r"晚|迟|慢|滞后|不及时|延|拖|才(?:到|拨|下)|未(?:到|拨|下达)|没(?:到|拨|有到)")
_MONEY = regex(r"款|资金|拨|到账|到位|经费")
_DUE = regex(r"(?:在|(?<![招接期善对])待|须|需|应|拟|将|尚未|未)[^，。；]{0,12}(?:后|再|方|才)?$")
_BEFORE, _AFTER = 16, 12


def check_completion(
    read: Read, text: str, run: re.Match[str], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """Faults of kind direction: finished, or done already, is said of what a note has as planned, or of which no note says it.

    Where the sentence is of one row (`asked`), its status and dates are told, and held to the row elsewhere.
    """
    clause = text[run.start() : run.end()]
    if late := _LATE.search(clause):
        told = (u.text for u in ground.units if u.fact.kind == "note")
        if not any(_LATE_TOLD.search(t) and _MONEY.search(t) for t in told):
            span = (run.start() + late.start(), run.start() + late.end())
            yield Fault(span, read.words(span), "数据中没有说到得晚", "direction")
    if (
        read.section == MEASURES
        or read.asked is not None
        or any(run.start() <= m.start < run.end() for m in read.mentions)
    ):
        return
    notes = _notes_of(read, pieces, ground)
    if not notes or _of_a_result(read, run, ground):
        return
    for hit in _FINISHED.finditer(clause):
        at = (run.start() + hit.start(), run.start() + hit.end())
        if (
            _AHEAD.search(clause[: hit.end()])
            or _GOAL.search(text[: at[0]])
            or any(p.start <= at[0] and at[1] <= p.end and ground.events(p) for p in pieces)
        ):
            continue  # the notes' own words are held to them already
        if not _finished(ground, notes):
            yield Fault(at, read.words(at), "数据中没有说已经做完", "direction")
            return
    if (done := _ALREADY.search(clause)) and not _AHEAD.search(clause[: done.start()]):
        yield from _already(
            read, run.start() + done.start(), run.start() + done.end(), pieces, ground
        )


def _already(
    read: Read, start: int, end: int, pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """What stands behind 已: told in no plan alone, and of what the clause speaks of."""
    behind = [p for p in pieces if p.start >= end]
    if not behind:
        return
    deed = [ground.units[n] for n in behind[0].units]
    about = {
        ground.units[n].fact.key
        for p in pieces
        if p is not behind[0] and len(p.words) > 1
        for n in ground.events(p)
    }
    span = (start, behind[0].end)
    done = any(_DONE_IN.search(unit.raw) for unit in deed)
    if (
        ground.events(behind[0])
        and not done
        and all(u.fact.role == "measure" or _to_come(u, behind[0].words) for u in deed)
    ):
        yield Fault(span, read.words(span), "数据中是今后的打算，不是已做的事", "direction")
        return
    stands_for = behind[0].words != read.words((behind[0].start, behind[0].end))
    if deed and about and stands_for and about.isdisjoint(u.fact.key for u in deed):
        yield Fault(span, read.words(span), "数据中没有说这件事已经做了", "direction")


def _to_come(unit: Unit, words: str) -> bool:
    """按合同在竣工验收后支付 tells when it is due, not that it was done."""
    return bool(_DUE.search(unit.text[: max(0, unit.text.find(words))]))


def _notes_of(read: Read, pieces: list[Piece], ground: Ground) -> frozenset[str]:
    """Keys of the notes that the pieces speak of: those that hold them, and those of a row that is not reached and whose name does."""
    found: set[str] = set()
    for piece in pieces:
        if len(piece.words) < 2:  # noqa: PLR2004 - a single character names nothing
            continue
        facts = [ground.units[n].fact for n in piece.units]
        found |= {f.key for f in facts if f.role in EVENTS} if ground.events(piece) else set()
        short = {
            f.indicator for f in facts
            if f.role == "row" and f.indicator in read.known.rows and read.known.rows[f.indicator].status == "not_met"
        }  # fmt: skip
        if len({f.indicator for f in facts if f.indicator}) == 1:
            found |= {
                u.fact.key
                for u in ground.units
                if u.fact.role in EVENTS and u.fact.indicator in short
            }
    return frozenset(found)


def _finished(ground: Ground, notes: frozenset[str]) -> bool:
    """Whether a clause of one of those notes, none of a plan, says that something is done."""
    for unit in ground.units:
        if unit.fact.key not in notes or unit.fact.role == "measure":
            continue
        for hit in _TOLD.finditer(unit.text):
            before = unit.text[max(0, hit.start() - _BEFORE) : hit.start()]
            after = unit.text[hit.end() : hit.end() + _AFTER]
            if state(before, hit[0], after) not in {"not", "planned"}:
                return True
    return False


def _of_a_result(read: Read, run: re.Match[str], ground: Ground) -> bool:
    """Whether the clause counts what a row reached."""
    return any(
        known.role == "actual" and known.fact.role == "row" and known.fact in ground.facts
        for figure in figures(flat(read.text))
        if run.start() <= figure.start < run.end() and figure.kind == "amount"
        for known in equals(read, figure)
    )
