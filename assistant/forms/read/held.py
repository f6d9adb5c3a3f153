"""What the lines under our own forms hold, put back to its place in the data (`forms.held_notes`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.forms.held_notes import COLUMNS, ROW_KEYS, Held, sums
from assistant.forms.read import wording
from assistant.forms.read.imported import Value
from assistant.forms.read.rows import Log
from assistant.forms.sources_note import quotable
from assistant.values.printing import plain

_IN_CELLS = frozenset({"原因", "措施"})
_NOTE = "表下附注"


def sources_apart(
    values: list[Value], together: Mapping[str, Sequence[str]], held: Held, log: Log
) -> list[Value]:
    """The sources that a line of the form holds get their names back, and their amounts where a note has them.

    Amounts of a note count as long as they make the amounts of the form's line; else the line stays one, and that is said.
    """
    lines: dict[int, list[Value]] = {}
    for value in values:
        if value.place[:2] == ("资金", "明细"):
            lines.setdefault(int(value.place[2]), []).append(value)
    made: list[list[Value]] = []
    for line in lines.values():
        label = next((v for v in line if v.place[-1] == "来源"), None)
        names = tuple(together.get(label.text, ())) if label is not None else ()
        if label is None:
            made.append(line)
            continue
        wanted = names or (label.text,)
        known = [(name, amounts) for name, amounts in held.sources if name in wanted]
        if (together or held.sources) and not names and not known and _nothing(line):
            continue  # a line of the official form that no source of the data stands in
        if known and _agree(line, [amounts for _, amounts in known]):
            made += [_of_note(label, name, amounts) for name, amounts in known]
            continue
        if known:
            log.doubts.append(
                f"{label.origin}：表下附注的各来源金额与“{label.text}”一行对不上，按表内的数读入，请核对"
            )
        if names:
            named = replace(label, text="、".join(names), note=f"表内“{label.text}”一行")
            line = [named if v is label else v for v in line]  # noqa: PLW2901 - the same line with its names
        if len(names) > 1:
            log.doubts.append(
                f"{label.origin}：{'、'.join(names)}在表内合填在“{label.text}”一行，请分开填写各自的数"
            )
        made.append(line)
    made = _as_listed(made, [name for name, _ in held.sources])
    rest = [v for v in values if v.place[:2] != ("资金", "明细")]
    funds = [
        replace(v, place=("资金", "明细", i, *v.place[3:]))
        for i, line in enumerate(made)
        for v in line
    ]
    at = next((n for n, v in enumerate(values) if v.place[:2] == ("资金", "明细")), len(rest))
    noted = [Value(("资金", key), text, _NOTE) for key, text in held.money.items() if text] + [
        Value(("资金", "明细", i, "原因"), text, _NOTE)
        for i, line in enumerate(made)
        for name, text in held.of_source.items()
        if text and any(v.place[-1] == "来源" and quotable(v.text) == name for v in line)
    ]
    taken = {v.place for v in rest + funds}
    return [*rest[:at], *funds, *(v for v in noted if v.place not in taken), *rest[at:]]


def _nothing(line: Sequence[Value]) -> bool:
    return all(wording.number(v.text) == 0 for v in line if v.place[-1] != "来源")


def _agree(line: Sequence[Value], amounts: Sequence[Mapping[str, object]]) -> bool:
    shown = {v.place[-1]: wording.number(v.text) for v in line}
    return all(
        shown[key] == sums(amounts, str(key))  # type: ignore[arg-type] # Decimals
        for key in shown.keys() & set(COLUMNS.values()) - {"到位"}
    )


def _of_note(label: Value, name: str, amounts: Mapping[str, object]) -> list[Value]:
    told = f"表内“{label.text}”一行，数在{_NOTE}" if name != label.text else f"数在{_NOTE}"
    place = label.place[:3]
    return [
        replace(label, text=name, note=told),
        *(Value((*place, key), plain(amount), label.origin) for key, amount in amounts.items()),  # type: ignore[arg-type] # a Decimal
    ]


def _as_listed(made: list[list[Value]], names: Sequence[str]) -> list[list[Value]]:
    """In the order of the note; others where they stood, behind them."""
    rank = {name: n for n, name in reversed(list(enumerate(names)))}

    def place(line: list[Value]) -> int:
        label = next((v.text for v in line if v.place[-1] == "来源"), "")
        return rank.get(label, len(rank))

    return sorted(made, key=place)


def row_held(
    values: list[Value], index: int, names: Sequence[str], held: Held, log: Log
) -> list[Value]:
    """The values of a row with what its note says: of what also stands in a cell only where the cell still says it."""
    name = quotable(names[index])
    told = held.rows.get(name, {})
    if not told or [quotable(n) for n in names].count(name) > 1:
        if told:
            log.doubts.append(f"表下附注的“{name}”有几条同名的指标，不知道是哪一条，没有采用")
        return values
    found = list(values)
    for key, text in told.items():
        if key not in ROW_KEYS.values():
            continue
        place = ("指标", index, key)
        old = next((v for v in found if v.place == place), None)
        cell = "".join(v.text for v in values if v.place[-1] in _IN_CELLS)
        if key in _IN_CELLS and cell and not _within(text, cell):
            log.doubts.append(
                f"“{names[index]}”的{key}，表下附注写“{text[:30]}”，与表内不同，采用表内的"
            )
            continue
        if old is not None:
            found.remove(old)
        found.append(Value(place, text, _NOTE))
    if (
        "原因" in told
        and "措施" not in told
        and _within(told["原因"], "".join(v.text for v in values if v.place[-1] in _IN_CELLS))
    ):
        # what the cell was divided into is all the reason
        found = [
            v for v in found if v.place != ("指标", index, "措施") or v.text not in told["原因"]
        ]
    return found


def _within(text: str, cell: str) -> bool:
    """Whether the cell still says it: its parts, whatever stop divides them."""
    bare = "".join(c for c in text if c.isalnum())
    return bare in "".join(c for c in cell if c.isalnum())
