"""Settles doubtful columns by asking a person. Values are still copied by code; only the head is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from assistant.forms.read.columns import column_place
from assistant.forms.read.imported import DoubtfulColumn
from assistant.forms.read.labels import FIELD_NAMES

#: what a person may choose, in the order shown
CHOICES = (
    "name", "target", "actual", "weight", "score", "completion", "reason", "measure", "reason_measure",
    "level1", "level2", "sign", "unit", "level", "ratio", "owner", "due", "evidence", "other",
)  # fmt: skip

Answer = Callable[[str], str]
Say = Callable[[str], None]


def settle(
    columns: Iterable[DoubtfulColumn],
    *,
    answer: Answer,
    say: Say,
    proposed: Mapping[tuple[str, int], str] | None = None,
) -> dict[tuple[str, int], str]:
    """Asks for each column; an empty answer keeps the reading shown. EOFError ends the questions.

    `proposed` is a model's mapping: it becomes the reading that an empty answer confirms.
    """
    settled: dict[tuple[str, int], str] = {}
    listed = False
    for c in columns:
        place = (c.grid, c.column)
        present = (proposed or {}).get(place, "") or c.field
        if not listed:
            say("可选：" + "  ".join(f"{i}.{FIELD_NAMES[f]}" for i, f in enumerate(CHOICES, 1)))
            listed = True
        samples = "、".join(s.replace("\n", " ")[:20] for s in c.samples)
        source = "模型建议" if place in (proposed or {}) else "现读作"
        shown = FIELD_NAMES.get(present, "") or "不读"
        say(f"{column_place(c.grid, c.column, c.label)}，如“{samples}”（{c.why}）")
        try:
            chosen = _choice(present, f"  {source}“{shown}”。回车确认，或输入序号：", answer, say)
            if not _may_take(c, chosen, answer):
                continue
        except EOFError:
            break
        if chosen:
            settled[place] = chosen
    return settled


def _may_take(column: DoubtfulColumn, chosen: str, answer: Answer) -> bool:
    """Whether the column may be read as that; one that is read so already gives way only to a plain yes."""
    heads = [label for field, label in column.taken if field == chosen and chosen != "other"]
    if not heads or chosen == column.field:
        return True
    question = (
        f"  “{FIELD_NAMES[chosen]}”已从“{heads[0]}”列读取，改读这一列就不读那一列。"
        "回车不改，输入“是”改读："
    )
    return answer(question).strip() in {"是", "y", "yes"}


def _choice(present: str, question: str, answer: Answer, say: Say) -> str:
    while True:
        text = answer(question).strip()
        if not text:
            return present
        if text.isdecimal() and 1 <= int(text) <= len(CHOICES):
            return CHOICES[int(text) - 1]
        by_name = [f for f in CHOICES if FIELD_NAMES[f] == text]
        if by_name:
            return by_name[0]
        say(f"  请输入 1–{len(CHOICES)}，或直接回车")
