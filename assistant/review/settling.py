"""Changes to the data that an edited report asks for: gathered, asked about, written on consent alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.errors import InputError
from assistant.intake import YAML_SUFFIXES
from assistant.intake.edit_yaml import Addition, Edit, Removal, apply, stored
from assistant.intake.edit_yaml import Change as YamlChange
from assistant.located import Place
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.review.alignment import key, likeness
from assistant.review.basis import Basis
from assistant.review.data_change import DataChange, rebased
from assistant.review.locate import Located
from assistant.review.merge import Change, lines_of
from assistant.review.readable import readable, said_in
from assistant.review.table_changes import table_changes
from assistant.review.text_changes import fixed_changes, sentence_changes
from assistant.word.edited import EditedTable

#: number of the line and place, before what is wrong there
_IN_FILE = regex(r"^\d+：(?:[^：“”]+：)?")
Consent = Callable[[DataChange], bool]


def data_changes(basis: Basis, located: Located, changes: Sequence[Change]) -> list[DataChange]:
    then = basis.printed.evaluation
    tables = [b for b in basis.edited.blocks if isinstance(b, EditedTable)]
    cited = {key(line.text): line.sentence.facts for line in lines_of(basis.draft)}
    found = [
        *table_changes(basis.skeleton.tables, tables, then),
        *sentence_changes(changes, then, basis.printed.facts, cited),
        *fixed_changes(located.fixed, then),
    ]
    now = basis.evaluation
    return _agreed([readable(rebased(_signed(c, basis), then, now), now) for c in found], now)


def _signed(change: DataChange, basis: Basis) -> DataChange:
    return replace(
        change, author=change.author or basis.edited.editor, when=change.when or basis.edited.saved
    )


def _agreed(changes: Sequence[DataChange], evaluation: Evaluation) -> list[DataChange]:
    """One value edited alike in several places is one change; edited differently, it is none yet."""
    by_place: dict[object, list[DataChange]] = {}
    for number, change in enumerate(changes):
        mark: object = change.place or number
        if change.values:  # the same row more, in two tables
            mark = (*change.place, change.label)
        by_place.setdefault(mark, []).append(change)
    agreed: list[DataChange] = []
    for same in by_place.values():
        if same[0].values:
            both = dict(pair for change in same for pair in change.values)
            said = "，".join(f"{field}{text}" for field, text in both.items())
            agreed.append(replace(same[0], values=tuple(both.items()), new=said))
            continue
        wanted = {said_in(change, evaluation) for change in same}
        if len(wanted) == 1 or not same[0].place:
            # of several forms of one value, the one that is most like what the data have
            agreed.append(max(same, key=lambda change: likeness(change.old, change.new)))
        else:
            words = "、".join(f"“{change.new}”（{change.where}）" for change in same)
            agreed += [
                replace(c, state="cannot", why=f"改稿里几处写得不一样：{words}，请统一后再改")
                for c in same
            ]
    return agreed


def _turn(nth: int, change: DataChange) -> tuple[int, int, int]:
    if change.values and change.beside is not None:
        return 2, -change.beside, -nth  # of two under one row the lower is put in first
    if change.values:
        return 3, 0, nth
    if change.place and isinstance(change.place[-1], int):
        return 1, -change.place[-1], nth
    return 0, 0, nth


def _edit(basis: Basis, change: DataChange, gone: Sequence[Place]) -> Edit:
    """The change as the data file takes it, after the rows at the places `gone` were taken out of it."""
    if change.values:
        row = change.beside
        out = [int(place[-1]) for place in gone if place[:-1] == change.place]
        after = row - sum(at <= row for at in out) if row is not None else None
        return Addition(change.place, change.values, after)
    if change.place and isinstance(change.place[-1], int):
        return Removal(change.place, change.old)
    return YamlChange(change.place, stored(basis.data, change.place), change.new)


def settle_data(
    basis: Basis, changes: Sequence[DataChange], ask: Consent | None, *, consent: bool
) -> tuple[tuple[DataChange, ...], Evaluation]:
    """Asks for each change, and writes those agreed to into the data file, each alone or not at all.

    Without `ask` they stay open, or with `consent` all are written against which nothing speaks.
    """
    settled: list[DataChange] = []
    gone: list[Place] = []
    evaluation = basis.evaluation
    # values first; rows are put in and taken out from the bottom, so that no number of a row shifts
    for _, change in sorted(enumerate(changes), key=lambda one: _turn(*one)):
        if change.state != "open":
            settled.append(change)
        elif basis.data.suffix.lower() not in YAML_SUFFIXES:
            why = f"数据在 {basis.data.name} 里，请在表中修改"
            settled.append(replace(change, state="cannot", why=why))
        elif not (ask(change) if ask is not None else consent and not change.why):
            settled.append(replace(change, state="refused" if ask is not None else "open"))
        else:
            made = _edit(basis, change, gone)
            try:
                evaluation = apply(basis.data, [made]).evaluation
                settled.append(replace(change, state="applied"))
                gone += [change.place] if isinstance(made, Removal) else []
            except InputError as error:
                why = "；".join(
                    _IN_FILE.sub("", line.removeprefix(f"{basis.data}:")) for line in error.lines
                )
                settled.append(replace(change, state="cannot", why=why))
    return tuple(settled), evaluation
