"""Asks a model what doubtful columns are. It names columns only; a person confirms, code copies the values."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.forms.read.imported import DoubtfulColumn
from assistant.forms.read.labels import FIELD_NAMES
from assistant.intake.asking import CHOICES

_BY_NAME = {FIELD_NAMES[field]: field for field in CHOICES}
_LONGEST_SAMPLE = 20


class _Named(BaseModel):
    """One column and its meaning, as the model has it."""

    model_config = ConfigDict(extra="forbid")
    number: str
    meaning: str


class Columns(BaseModel):
    """The model's answer."""

    model_config = ConfigDict(extra="forbid")
    columns: list[_Named]


def propose(
    columns: Sequence[DoubtfulColumn], model: str, beside: Path, source: Path
) -> dict[tuple[str, int], str]:
    """A field by (grid, column), for the columns that the model named with one of the words offered.

    Heads and three samples of each column are sent, nothing else of the file; the call is logged in the
    work folder of `beside`. Raises ModelError where the model cannot be reached.
    """
    from assistant.config import load_config
    from assistant.intake.whole_text import private_words, whole_text
    from assistant.llm.calls import CallLog
    from assistant.llm.endpoint import choose
    from assistant.llm.gate import Passage, open_gate
    from assistant.llm.prompts import Lines, as_data, render
    from assistant.workspace import Workspace

    choice = choose(model)
    if choice.kind == "none":
        return {}
    space = Workspace.beside(beside)
    space.make()
    told = Lines(
        f"C{i} 表头：{as_data(c.label) or '（空）'}　例："
        + "、".join(as_data(s)[:_LONGEST_SAMPLE] for s in c.samples)
        for i, c in enumerate(columns, 1)
    )
    everywhere = set.intersection(*({field for field, _ in c.taken} for c in columns))
    offered = [name for name, field in _BY_NAME.items() if field not in everywhere]
    prompt = render("columns", columns=told, meanings="、".join(offered))
    settings = load_config()
    material = [
        Passage(text, place) for path in (source, beside) for place, text in whole_text(path)
    ]
    with open_gate(
        choice, settings, material=material, private=private_words(source, beside),
        log=CallLog(space.log_path),
    ) as client:  # fmt: skip
        answer = client.ask(
            prompt, Columns, schema=_schema(len(columns), offered), label="认列"
        ).value
    asked = {f"C{i}": c for i, c in enumerate(columns, 1)}
    found: dict[tuple[str, int], str] = {}
    for named in answer.columns:
        column, field = asked.get(named.number), _BY_NAME.get(named.meaning)
        # what another column says for certain is not the model's to give away
        if column and field and field not in {taken for taken, _ in column.taken}:
            found[column.grid, column.column] = field
    return found


def _schema(count: int, offered: Sequence[str]) -> dict[str, object]:
    """The answer's schema, narrowed to the columns asked about and the words offered."""
    schema = Columns.model_json_schema()
    properties = schema["$defs"]["_Named"]["properties"]
    properties["number"]["enum"] = [f"C{i}" for i in range(1, count + 1)]
    properties["meaning"]["enum"] = list(offered)
    return schema
