"""Numbers edited in a sentence, and names edited outside the draft's text, as changes to the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.explaining import Place
from assistant.facts import Fact
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.review.alignment import key
from assistant.review.data_change import (
    DataChange,
    Value,
    in_unit_of_data,
    indicator_values,
    money_values,
    plain_values,
    values,
)
from assistant.review.locate import FixedChange
from assistant.review.merge import Change
from assistant.segmenting import words
from assistant.values.deadlines import print_day
from assistant.values.figures import Figure, figures
from assistant.values.reading import fold, read_date
from assistant.values.units import read_unit
from assistant.word.marks import hand

#: what is said of a figure right behind it
_ASIDE = regex(r"（[^（）。]*\d[^（）。]*）")
_STOPS = "，。；：！？\n"
_OTHER_WORDS = "旁边的文字也改了（{}），拿不准还是不是说的这一项，请核对"
#: right before a figure: it is an aim, not what came of it
_AIM = regex(r"目标|指标值|计划|不低于|不少于|不高于|不超过|[≥≤]")
_COMPUTED = ("得分", "总分", "执行率", "完成率", "到位率", "等级", "合计", "共计", "百分点")


def figure_key(figure: Figure) -> tuple[object, ...]:
    """What two figures have in common when they say the same: 百分之九十五 and 95%."""
    if figure.kind in {"date", "code"}:
        return figure.kind, figure.date or figure.words
    return figure.kind, figure.low, figure.high, figure.unit


def _alike(one: Figure, other: Figure) -> bool:
    return (one.kind, one.unit) == (other.kind, other.unit)


def swapped(before: str, after: str, *, whole: bool = False) -> list[tuple[Figure, Figure]]:
    """The figures of a sentence that were replaced by another in the same place.

    In a sentence that was rewritten as a `whole` places say nothing: what was reached pairs by its unit alone.
    """
    old, new = figures(before), figures(after)
    if whole:
        told = [f for f in old if not _AIM.search(before[: f.start][-6:])]
        return [
            (one, there[0])
            for one in told
            if sum(_alike(f, one) for f in told) == 1
            and len(there := [f for f in new if _alike(f, one)]) == 1
            and figure_key(one) != figure_key(there[0])
            and not _AIM.search(after[: there[0].start][-6:])
        ]
    matcher = SequenceMatcher(
        None, [figure_key(f) for f in old], [figure_key(f) for f in new], autojunk=False
    )
    pairs: list[tuple[Figure, Figure]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "replace" and b - a == d - c:
            pairs += zip(old[a:b], new[c:d], strict=True)
        elif tag == "replace" and b - a == 1:
            # 33.3公里 → 34.1公里（含支管0.8公里）, 93.5% → 经第三方复核，为92.8%
            pairs += [(old[a], f) for f in new[c:d] if _alike(f, old[a])][:1]
    return pairs


def sentence_changes(
    changes: Sequence[Change], evaluation: Evaluation, facts: Sequence[Fact], cited: Mapping[str, Sequence[str]]
) -> list[DataChange]:  # fmt: skip
    """Changes to the data that edited sentences ask for. `cited` names the facts of a printed sentence."""
    by_id = {fact.id: fact for fact in facts}
    found: dict[tuple[object, ...], DataChange] = {}
    edited = [(c, False) for c in changes if c.kind == "changed"]
    for change, whole in (*edited, *((c, True) for c in _rewritten(changes))):
        known = [by_id[i] for i in cited.get(key(change.before), ()) if i in by_id]
        for old, new in swapped(change.before, change.after, whole=whole):
            made = _one(change, old, new, evaluation, known)
            if made is not None and made.state == "open" and not whole:
                made = replace(made, why=_of_another(change, old, new))
            if made is not None:
                where = f"句子“{_short(change.after)}”"
                made = replace(made, author=change.author, when=change.when, where=where)
                found.setdefault((made.place or made.label, made.new or made.after), made)
    return list(found.values())


def _of_another(change: Change, old: Figure, new: Figure) -> str:
    """What speaks against a new figure where words of content beside it changed too: 停车位426个 → 停车位和充电桩480个."""
    glue = frozenset(f"{lexicon('alignment')['glue']} {lexicon('alignment')['frame']}".split())
    before, after = (
        Counter(words(part)) for part in (_clause(change.before, old), _clause(change.after, new))
    )
    other = [
        w
        for w in ((before - after) + (after - before))
        if w.strip() and w not in glue and w.isalpha()
    ]
    return _OTHER_WORDS.format("、".join(f"“{w}”" for w in other)) if other else ""


def _clause(text: str, figure: Figure) -> str:
    """The words of the clause around a figure, without any figures."""
    start = max(map(text[: figure.start].rfind, _STOPS)) + 1
    ends = [at for stop in _STOPS if (at := text.find(stop, figure.end)) >= 0]
    end = min(ends, default=len(text))
    plain = list(text)
    for other in figures(text):
        plain[other.start : other.end] = " " * (other.end - other.start)
    return "".join(plain[start:end])


def _rewritten(changes: Sequence[Change]) -> Iterator[Change]:
    """A sentence taken out for which one of other words was put in, as one change.

    Only where a section lost one and got one: else nobody can tell which new figure is for which old one.
    """
    by_section: dict[str, dict[str, list[Change]]] = {}
    for change in changes:
        by_section.setdefault(change.section, {}).setdefault(change.kind, []).append(change)
    for kinds in by_section.values():
        gone, come = kinds.get("removed", []), kinds.get("added", [])
        if len(gone) == len(come) == 1:
            yield replace(come[0], kind="changed", before=gone[0].before)


def _one(
    change: Change, old: Figure, new: Figure, evaluation: Evaluation, facts: Sequence[Fact]
) -> DataChange | None:
    candidates = list(_candidates(change.before, evaluation, facts))
    hits = [(v, f) for v in candidates for f in figures(v.text) if _same(v, f, old, evaluation)]
    before = change.before[: old.start]
    if hits:
        value, figure = _best(hits, before)
        if value.place[0] == "资金":
            text = in_unit_of_data(new, evaluation)
        else:
            aside = _ASIDE.match(change.after[new.end :])
            # what stood behind the old figure too says nothing of the new one
            fresh = aside is not None and not change.before[old.end :].startswith(aside[0])
            entered = _entered_figure(new) + (aside[0] if aside and fresh else "")
            text = value.text[: figure.start] + entered + value.text[figure.end :]
        return DataChange(value.place, value.label, old.words, new.words, value.text, text, "text")
    near = before[-8:] + change.before[old.end : old.end + 3]
    if old.kind == "points" or any(word in near for word in _COMPUTED):
        why = "这个数由程序按数据计算，请改它所依据的数据"
        return DataChange(
            (), f"句中的“{old.words}”", old.words, new.words, origin="text", state="cannot", why=why
        )
    return None


def _candidates(sentence: str, evaluation: Evaluation, facts: Sequence[Fact]) -> Iterator[Value]:
    """The values a sentence may be telling: of the rows it cites or names, and of the money."""
    rows = {fact.indicator for fact in facts if fact.indicator}
    plain = key(sentence)
    for number, row in enumerate(evaluation.indicators):
        if f"I{number + 1}" in rows or key(row.name) in plain:
            yield from (v for v in indicator_values(number, row) if v.place[-1] in {"目标", "实际"})
    if not facts or any(fact.kind in {"funds", "score"} or "资金" in fact.origin for fact in facts):
        funds = evaluation.funds
        for value in money_values(evaluation):
            source = funds.sources[int(value.place[2])].source if funds else ""
            if (funds and len(funds.sources) == 1) or source in sentence:
                yield value


def _same(value: Value, found: Figure, wanted: Figure, evaluation: Evaluation) -> bool:
    if value.place[0] != "资金":
        return figure_key(found) == figure_key(wanted)
    if wanted.unit not in {"元", "金额"} or evaluation.funds is None:
        return False
    return found.low * read_unit(evaluation.funds.unit).size == wanted.low


def _entered_figure(figure: Figure) -> str:
    """The figure as staff enter it: 百分之九十六 is 96%."""
    if figure.kind == "percent" and figure.low == figure.high and not figure.words.isascii():
        return f"{(figure.low * 100).normalize():f}%"
    return figure.words


def _best(hits: Sequence[tuple[Value, Figure]], before: str) -> tuple[Value, Figure]:
    """The value that the words before the figure name last; else the actual one."""
    cues = lexicon("key_names")["cues"]
    last = {field: max(map(before.rfind, words)) for field, words in cues.items()}
    return max(
        hits, key=lambda hit: (last.get(str(hit[0].place[-1]), -1), hit[0].place[-1] == "实际")
    )


def fixed_changes(changes: Sequence[FixedChange], evaluation: Evaluation) -> list[DataChange]:
    """Edited title, addressee, signature, date: the value of the data that the words show."""
    found: dict[tuple[object, ...], DataChange] = {}
    for change in changes:
        made = _fixed(change, evaluation) if change.before and change.after else None
        if made is not None:
            marks = change.reading.marks_over(0, len(change.reading.text)) if change.reading else ()
            author, when = hand(marks)
            made = replace(made, author=author, when=when)
            if marks:
                made = replace(made, where=f"{made.where}，修订未定")
            found.setdefault((made.place, made.new), made)
    return list(found.values())


def _fixed(change: FixedChange, evaluation: Evaluation) -> DataChange | None:
    before, after = change.before, change.after
    if change.mark in _WHOLE:
        return _whole(change, evaluation)
    best: DataChange | None = None
    for value in _shown_in(change.mark, evaluation):
        shown = _printed(value)
        at = before.find(shown) if shown else -1
        if at < 0:
            continue
        head, tail = before[:at], before[at + len(shown) :]
        middle = after[len(head) : len(after) - len(tail) if tail else None]
        if not (after.startswith(head) and after.endswith(tail) and middle.strip()):
            continue
        new = _entered(value, middle.strip())
        if new and (best is None or len(value.text) < len(best.old)):
            best = DataChange(
                value.place, value.label, before, after, value.text, new, "fixed", "正文外的文字"
            )
    return best


#: lines that show one value and nothing else
_WHOLE: dict[str, Place] = {
    "addressee": ("报告", "主送"),
    "signature": ("报告", "署名"),
    "date": ("报告", "成文日期"),
}


def _whole(change: FixedChange, evaluation: Evaluation) -> DataChange | None:
    """A rewritten addressee, signature or date, as the value that it shows and no other."""
    if "\n" in change.after:
        return None  # several units, or lines more below: no one value
    place = _WHOLE[change.mark]
    found = next((v for v in plain_values(evaluation) if v.place == place), None)
    value = found or Value(place, "成文日期" if change.mark == "date" else "署名", "")
    typed = "".join(change.after.split()).rstrip("：:")
    new = _entered(value, typed)
    if not new or new == value.text:
        return None
    return DataChange(
        place, value.label, change.before, change.after, value.text, new, "fixed", "正文外的文字"
    )


def _shown_in(mark: str, evaluation: Evaluation) -> Iterator[Value]:
    """The values that a line may show. A title bears whoever signs; a caption or a note shows none."""
    if mark.startswith(("table_", "note_")) or mark == "ai_note":
        return
    if mark != "title":
        yield from values(evaluation)
        return
    # who signs is what the signature says: a unit changed in the title alone is words of the title
    own = {("项目", "名称"), ("项目", "年度")}
    if not evaluation.report.signature:
        own.add(("项目", "实施单位"))
    yield from (value for value in plain_values(evaluation) if value.place in own)


def _printed(value: Value) -> str:
    if value.place[-1] == "成文日期":
        day = read_date(value.text)
        return print_day(day) if day else ""
    return value.text


def _entered(value: Value, words: str) -> str:
    if value.place[-1] != "成文日期":
        return words
    try:
        day = read_date(re.sub(r"\s+", "", fold(words)))
    except ValueError:
        return ""
    return day.isoformat() if day else ""


def _short(text: str, most: int = 24) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
