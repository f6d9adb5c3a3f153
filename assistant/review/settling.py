"""Changes to the data that an edited report asks for: gathered, asked about, written on consent alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.errors import InputError
from assistant.intake import YAML_SUFFIXES
from assistant.intake.edit_yaml import Change as YamlChange
from assistant.intake.edit_yaml import apply, stored
from assistant.model.evaluation import Evaluation
from assistant.review.alignment import key
from assistant.review.basis import Basis
from assistant.review.data_change import DataChange, rebased
from assistant.review.locate import Located
from assistant.review.merge import Change, lines_of
from assistant.review.table_changes import table_changes
from assistant.review.text_changes import fixed_changes, sentence_changes
from assistant.word.edited import EditedTable

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
    return _agreed([rebased(_signed(c, basis), then, basis.evaluation) for c in found])


def _signed(change: DataChange, basis: Basis) -> DataChange:
    return replace(
        change, author=change.author or basis.edited.editor, when=change.when or basis.edited.saved
    )


def _agreed(changes: Sequence[DataChange]) -> list[DataChange]:
    """One value edited alike in several places is one change; edited differently, it is none yet."""
    by_place: dict[object, list[DataChange]] = {}
    for number, change in enumerate(changes):
        by_place.setdefault(change.place or number, []).append(change)
    agreed: list[DataChange] = []
    for same in by_place.values():
        wanted = {change.new for change in same}
        if len(wanted) == 1 or not same[0].place:
            agreed += same[:1]
        else:
            words = "、".join(f"“{change.new}”（{change.where}）" for change in same)
            agreed += [
                replace(c, state="cannot", why=f"改稿里几处写得不一样：{words}，请统一后再改")
                for c in same
            ]
    return agreed


def settle_data(
    basis: Basis, changes: Sequence[DataChange], ask: Consent | None, *, consent: bool
) -> tuple[tuple[DataChange, ...], Evaluation]:
    """Asks for each change, and writes those agreed to into the data file, each alone or not at all.

    Without `ask` they stay open, or with `consent` all are written against which nothing speaks.
    """
    settled: list[DataChange] = []
    evaluation = basis.evaluation
    for change in changes:
        if change.state != "open":
            settled.append(change)
        elif basis.data.suffix.lower() not in YAML_SUFFIXES:
            why = f"数据在 {basis.data.name} 里，请在表中修改"
            settled.append(replace(change, state="cannot", why=why))
        elif not (ask(change) if ask is not None else consent and not change.why):
            settled.append(replace(change, state="refused" if ask is not None else "open"))
        else:
            made = YamlChange(change.place, stored(basis.data, change.place), change.new)
            try:
                evaluation = apply(basis.data, [made]).evaluation
                settled.append(replace(change, state="applied"))
            except InputError as error:
                settled.append(replace(change, state="cannot", why="；".join(error.lines)))
    return tuple(settled), evaluation
