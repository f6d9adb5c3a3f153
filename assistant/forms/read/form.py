"""One part of a grid as a form: its rows, its money, its goals and what is labelled in it.

This is what every room reads of a form: `import` makes data of it, `check` holds it against the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.forms.read.columns import Table
from assistant.forms.read.identity import goals, identity
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.money import FundBlock, find_funds, out_of_thousands
from assistant.forms.read.named_notes import take_named_notes
from assistant.forms.read.remarks import take_remarks
from assistant.forms.read.rows import Log, Read, RowReader, Rows
from assistant.forms.read.segments import Segment


@dataclass(slots=True)
class Form:
    """What a segment holds. `tables` are its lists of indicators with their rows, in order."""

    segment: Segment
    tables: list[tuple[Table, Rows]] = field(default_factory=list)
    funds: FundBlock | None = None
    labelled: list[Value] = field(default_factory=list)
    printed: list[Printed] = field(default_factory=list)
    goals: dict[str, Read] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether there is anything of a form in it."""
        return bool(self.funds or any(r.rows or r.strange for _, r in self.tables))


def read_form(segment: Segment, log: Log) -> Form:
    """Reads a segment once; what was taken and what was not goes to the log."""
    form = Form(segment)
    covered: set[int] = set()
    for i, table in enumerate(segment.tables):
        following = [t.head for t in segment.tables[i + 1 :]]
        found = RowReader(table, log).read(min([segment.end, *following]))
        take_remarks(table, found, log)
        covered |= set(range(table.head, found.end))
        form.tables.append((table, found))
    below = [
        c
        for t, found in form.tables
        for r in range(found.end, segment.end)
        for c in segment.grid.own(r)
    ]
    take_named_notes(below, [r for _, found in form.tables for r in found.rows], log)
    outside = [r for r in range(segment.start, segment.end) if r not in covered]
    form.funds = find_funds(segment, log, outside)
    if form.funds is not None:
        out_of_thousands(form.funds, log)
    form.labelled, form.printed = identity(segment, log, outside)
    form.goals = goals(segment, log, outside)
    return form
