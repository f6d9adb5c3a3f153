"""An outline in a YAML file of its own: read for a data file that names it, written from last year's report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.explaining import known_keys
from assistant.located import explain, read_located
from assistant.model.outline import Outline, OutlineHeading
from assistant.model.sections import RECORDS, TABLES
from assistant.yaml_writing import dumped


def read_outline_file(path: Path) -> Outline:
    """The outline of a file. Raises InputError with one Chinese line for each mistake in it."""
    located = read_located(path, known_keys(Outline))
    try:
        return Outline.model_validate(located.tree)
    except ValidationError as error:
        raise InputError(*explain(error, located, Outline)) from None


def outline_text(outline: Outline, remarks: Iterable[str] = ()) -> str:
    """The outline as a YAML file that staff can edit, with remarks above it."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    rows = CommentedSeq(_row(heading, CommentedMap()) for heading in outline.headings)
    tree = CommentedMap({"名称": outline.name, "来源": outline.source, "标题": rows})
    return "".join(f"# {' '.join(line.split())}\n" for line in remarks) + dumped(tree)


def _row(heading: OutlineHeading, row: Any) -> Any:
    row["标题"], row["级"] = heading.title, heading.level
    if heading.sections:
        row["节"] = [RECORDS[section].name for section in heading.sections]
    if heading.tables:
        row["表"] = [TABLES[table] for table in heading.tables]
    if heading.person:
        row["人工"] = "是"
    row.fa.set_flow_style()
    return row
