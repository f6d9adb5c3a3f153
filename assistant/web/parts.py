"""The parts of a project's page, each a value: what two states differ in is all that is sent and painted again.

A part has an id (that of its element), the macro of `parts.html.j2` that paints it, and its value. Lists name the
parts that stand in a container, in order; cells are fields, whose elements stay while their values change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.chat.naming import fund_names, row_names
from assistant.model.scorecard import Scorecard
from assistant.web import showing
from assistant.web.columns import COLUMNS, FUND_COLUMNS
from assistant.web.project import View
from assistant.web.returning import Shown
from assistant.web.talking import Card, Line


@dataclass(frozen=True, slots=True)
class Talk:
    """What stands in the conversation's column, and the cards of a leader's round."""

    lines: tuple[Line, ...]
    cards: tuple[Card, ...]
    focus: str
    round: tuple[Shown, ...]
    notes: tuple[str, ...]


Cell = tuple[str, str, str]
"""Key for people, value, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class State:
    """All parts of one moment. `cells` are by place."""

    revision: str
    parts: Mapping[str, tuple[str, Any]]
    lists: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Difference:
    """What brings a page from one state to another: parts to paint, lists whose members changed, cells."""

    revision: str
    parts: Mapping[str, tuple[str, Any]]
    lists: Mapping[str, tuple[str, ...]]
    cells: Mapping[str, Cell]


def difference(old: State | None, new: State) -> Difference:
    """All of `new` that `old` has not; everything where there is no old state."""
    if old is None:
        return Difference(new.revision, new.parts, new.lists, new.cells)
    return Difference(
        new.revision,
        {i: part for i, part in new.parts.items() if old.parts.get(i) != part},
        {name: ids for name, ids in new.lists.items() if old.lists.get(name) != ids},
        {place: cell for place, cell in new.cells.items() if old.cells.get(place) != cell},
    )


_FEW = 40


def to_paint(made: Difference, old: State | None, new: State) -> dict[str, tuple[str, Any]]:
    """The parts that are sent as HTML: not the rows of a table that comes whole, nor the many rows of a grid, which
    the page makes itself after its first one."""
    within = {
        row
        for name, (macro, _) in made.parts.items()
        if macro == "block" and (old is None or name not in old.parts)
        for row in new.lists.get(f"{name}-rows", ())
    }
    rows = sum(macro == "row" for macro, _ in made.parts.values())
    left = {"row"} if rows > _FEW and old is not None and "row-0" in old.parts else set()
    return {
        name: part
        for name, part in made.parts.items()
        if name not in within and part[0] not in left
    }


@dataclass(slots=True)
class _Builder:
    parts: dict[str, tuple[str, Any]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)

    def add(self, name: str, macro: str, value: Any, into: str = "") -> None:
        self.parts[name] = (macro, value)
        if into:
            self.lists.setdefault(into, []).append(name)


def state(view: View, revision: str, talk: Talk) -> State:
    """The page's parts of a project as it stands."""
    made = _Builder(
        lists={name: [] for name in ("report", "rows", "funds", "gaps", "lines", "cards", "round")}
    )
    made.add("score", "score", showing.standing(view))
    gaps = showing.missing(view)
    made.add("count-missing", "count", len(gaps))
    _grid(made, view)
    _funds(made, view)
    for cell, _ in showing.head(view):
        made.cells[cell.place] = (cell.key, cell.value, cell.error)
    for name, block in showing.named_blocks(view):
        made.add(name, "block", block, "report")
        if block.kind == "table":
            made.lists[f"{name}-rows"] = []
            for i, row in enumerate(block.rows[1:]):
                made.add(f"{name}-{i}", "table_row", row, f"{name}-rows")
            made.parts[name] = ("block", showing.Block("table", block.text, rows=block.rows[:1]))
    for gap in gaps:
        made.add(f"gap-{showing.digest(gap.place)}", "gap", gap, "gaps")
    for i, line in enumerate(talk.lines):
        made.add(f"line-{i}", "line", line, "lines")
    for card in talk.cards:
        made.add(f"card-{card.number}", "card", card, "cards")
    made.add("cards-all", "cards_all", len(talk.cards))
    for one in talk.round:
        made.add(f"item-{one.item.id}", "item", one, "round")
    made.add("round-head", "round_head", (len(talk.round), talk.notes))
    made.add("count-round", "count", len(talk.round))
    made.add("focus", "focus", talk.focus)
    return State(revision, made.parts, {k: tuple(v) for k, v in made.lists.items()}, made.cells)


_BEGUN = 40  # rows that a large project shows at once: more than a screen holds


def beginning(view: View, revision: str) -> State:
    """What a large project shows at once: the first rows of its table, its funds, its score. The rest follows."""
    made = _Builder(
        lists={name: [] for name in ("report", "rows", "funds", "gaps", "lines", "cards", "round")}
    )
    made.add("score", "score", showing.standing(view))
    _grid(made, view, _BEGUN)
    _funds(made, view)
    for cell, _ in showing.head(view):
        made.cells[cell.place] = (cell.key, cell.value, cell.error)
    for name, macro, value in (
        ("count-missing", "count", 0), ("count-round", "count", 0), ("round-head", "round_head", (0, ())),
        ("cards-all", "cards_all", 0), ("focus", "focus", ""),
    ):  # fmt: skip
        made.add(name, macro, value)
    return State(revision, made.parts, {k: tuple(v) for k, v in made.lists.items()}, made.cells)


def scored(view: View, before: Scorecard, place: str) -> State:
    """What a change at that place has done to the scores: the rows that were scored anew, and the total."""
    made = _Builder()
    made.add("score", "score", showing.standing(view))
    rows = view.card.indicators
    was = before.indicators if len(before.indicators) == len(rows) else (None,) * len(rows)
    for i, (row, then) in enumerate(zip(rows, was, strict=True)):
        if row is not then:
            made.add(f"done-{i}", "done", showing.done(row))
            made.add(f"points-{i}", "points", showing.points(row))
    parts = place.split("/")
    if parts[0] == "指标" and len(parts) == 3:  # noqa: PLR2004 - 指标/1/实际
        names = row_names(view.evaluation)
        _cells(made, view, int(parts[1]), names[int(parts[1])])
    return State("", made.parts, {}, made.cells)


def _grid(made: _Builder, view: View, most: int | None = None) -> None:
    names = row_names(view.evaluation)[:most]
    for i, (row, name) in enumerate(zip(view.card.indicators, names, strict=False)):
        made.add(f"row-{i}", "row", i, "rows")
        made.add(f"done-{i}", "done", showing.done(row))
        made.add(f"points-{i}", "points", showing.points(row))
        _cells(made, view, i, name)


def _cells(made: _Builder, view: View, i: int, name: str) -> None:
    given = view.evaluation.indicators[i]
    for key, _ in COLUMNS:
        place = f"指标/{i}/{key}"
        error, value = view.typed_at(place), showing.value_of(given, key)
        made.cells[place] = (
            f"指标[{name}].{key}", error[0] if error else value, error[1] if error else "",
        )  # fmt: skip


def _funds(made: _Builder, view: View) -> None:
    given = view.evaluation.funds
    for i, name in enumerate(fund_names(view.evaluation)):
        made.add(f"fund-{i}", "fund", i, "funds")
        for key, _ in FUND_COLUMNS:
            place = f"资金/明细/{i}/{key}"
            error = view.typed_at(place)
            value = showing.value_of(given.sources[i], key) if given else ""
            made.cells[place] = (
                f"资金.明细[{name}].{key}", error[0] if error else value, error[1] if error else "",
            )  # fmt: skip


def painted(
    environment: Any, made: Mapping[str, tuple[str, Any]], state: State
) -> Iterator[tuple[str, str]]:
    """The id and the HTML of each part; macros know the state for the cells and rows that stand in them."""
    macros = environment.get_template("parts.html.j2").make_module({"state": state})
    for name, (macro, value) in made.items():
        yield name, str(getattr(macros, macro)(name, value))
