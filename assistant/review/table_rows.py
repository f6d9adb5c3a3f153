"""Which row of an edited table is which row of the data: by its bookmark, by its name, by its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.records import Same
from assistant.review.alignment import align, key
from assistant.review.data_change import Value, indicator_values, money_values, plain_values
from assistant.word.edited import EditedRow

ROW_MARK = regex(r"jx_row_(?P<table>[a-z]+)_(?P<number>\d+)")
COMPUTED_ROWS = ("总分", "已评部分", "预算执行率", "年度资金总额", "合计")
PART_OF = "其中："  # before the first source of funds
LEVELS = 3  # columns on the left whose cells go on over several rows
_FEWEST_SAME = 3
Ident = tuple[str, int]


def ident_of(texts: Sequence[str], evaluation: Evaluation) -> Ident | None:
    """Which indicator or source of funds a row is about, by its name."""
    first = next(iter(row_values(texts, evaluation)), None)
    match first.place if first is not None else ():
        case ("指标", int(number), *_):
            return "指标", number
        case ("资金", "明细", int(number), *_) if not any(
            t.startswith(COMPUTED_ROWS) for t in texts
        ):
            return "资金", number
    return None


def marked_rows(row: EditedRow) -> set[Ident]:
    """The rows that the bookmarks in it name."""
    found = set()
    for name in bookmarks_in(row):
        if match := ROW_MARK.fullmatch(name):
            kind = "资金" if match["table"] == "funds" else "指标"
            found.add((kind, int(match["number"]) - 1))
    return found


def bookmarks_in(row: EditedRow) -> Iterator[str]:
    """The names of all bookmarks in it."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            yield from paragraph.bookmarks


def name_of(ident: Ident, evaluation: Evaluation) -> str:
    """What the data call that indicator or source of funds."""
    if ident[0] == "指标":
        return evaluation.indicators[ident[1]].name
    return evaluation.funds.sources[ident[1]].source if evaluation.funds else ""


def linked_rows(
    left: list[list[str]], right: list[list[str]], new: Sequence[EditedRow], evaluation: Evaluation,
    renamed: Mapping[str, Ident],
) -> tuple[dict[int, int], set[int]]:  # fmt: skip
    """Row → row: by name (`renamed` has new ones that another table told), by bookmark where the name is new; all others by
    their words.

    Also the rows of which name and bookmark say different things: nothing is proposed for them.
    """
    own = {whose: i for i, row in enumerate(left) if (whose := ident_of(row, evaluation))}
    there: dict[Ident, list[int]] = {}
    idents = [
        ident_of(row, evaluation) or next((renamed[k] for k in map(key, row) if k in renamed), None)
        for row in right
    ]
    for j, about in enumerate(idents):
        if about is not None and about in own:
            there.setdefault(about, []).append(j)
    marks = [marked_rows(row) for row in new]
    links: dict[int, int] = {}
    doubtful: set[int] = set()
    for ident, rows in there.items():
        best = sorted(rows, key=lambda j: (ident not in marks[j], right[j] != left[own[ident]]))[0]
        other = marks[best] - {ident}
        if ident not in marks[best] and any(o in own for o in other):
            doubtful.add(best)  # one row's name typed over another's
            continue
        links[own[ident]] = best
    taken = {*links.values(), *doubtful}
    for ident, i in own.items():
        if i in links or ident in there:
            continue
        named = [j for j in range(len(right)) if j not in taken and ident in marks[j]]
        if not named and not any(ident in m for m in marks):
            named = [j for j in range(len(right)) if j not in taken and not marks[j]
                     and idents[j] is None]  # fmt: skip
        same = [j for j in named if _renamed(left[i], right[j], sure=ident in marks[j])]
        if len(same) == 1:
            links[i] = same[0]
            taken.add(same[0])
    rest_old = [i for i in range(len(left)) if i not in links and i not in own.values()]
    rest_new = [j for j in range(len(right)) if j not in taken and not marks[j]
                and idents[j] is None]  # fmt: skip
    for link in align(
        ["|".join(left[i]) for i in rest_old], ["|".join(right[j]) for j in rest_new]
    ):
        links[rest_old[link.one]] = rest_new[link.other]
    # a row that carries the bookmark of one that stands nowhere may be that one or a copy of it
    lost = {ident for ident, i in own.items() if i not in links}
    linked = set(links.values())
    doubtful |= {j for j in range(len(right)) if j not in linked and marks[j] & lost}
    return links, doubtful


def _renamed(old: Sequence[str], new: Sequence[str], *, sure: bool) -> bool:
    """Whether a row of another name is the old one: most of its other cells are the same.

    One that bears the old row's bookmark, whose name is nowhere else, may have got a new value too.
    """
    own = old[LEVELS:]  # what stands left of them may go on from the row above
    if (
        len(old) == len(new)
        and sum(map(bool, own)) >= _FEWEST_SAME
        and [*map(key, own)] == [*map(key, new[LEVELS:])]
    ):
        return True
    words = [key(t) for t in old if t and not t.startswith("—")]
    kept = {key(t) for t in new if t}
    same = sum(word in kept for word in words)
    return same >= len(words) - 1 - sure and same >= _FEWEST_SAME


@lru_cache(maxsize=4)  # asked for every row of every table
def _by_name(data: Same[Evaluation]) -> dict[str, list[int]]:
    """The numbers of the indicators by their names (`key` of each)."""
    found: dict[str, list[int]] = {}
    for number, row in enumerate(data.it.indicators):
        found.setdefault(key(row.name), []).append(number)
    return found


def row_values(texts: Sequence[str], evaluation: Evaluation) -> Iterator[Value]:
    """The values of the indicator or the source of funds that the row is about."""
    named = {key(t) for t in texts if t}
    numbers = _by_name(Same(evaluation))
    found_at = sorted(n for name in named for n in numbers.get(name, ()))
    rows = [(n, evaluation.indicators[n]) for n in found_at]
    if len(rows) > 1:
        exact = [(n, r) for n, r in rows if {key(r.level1), key(r.level2)} & named]
        both = [(n, r) for n, r in rows if {key(r.level1), key(r.level2)} <= named]
        rows = both or exact or rows
    if rows:
        yield from indicator_values(*rows[0])
        return
    names = {name.removeprefix(PART_OF) for name in named}
    funds, found = evaluation.funds, False
    sources = funds.sources if funds else ()
    for value in money_values(evaluation):
        source = sources[int(value.place[2])].source
        only_one = len(sources) == 1 and bool(names & {"年度资金总额", "合计", "总计"})
        if key(source) in names or only_one:
            found = True
            yield value
    if not found:
        yield from plain_values(evaluation)
