"""A pasted table or block of text, read by the same reader as files, and shown as one list of proposals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.model.evaluation import Evaluation
from assistant.patterns import regex

_CELLS = regex(r"\t|\s*[|｜]\s*")
_LINES, _CELLS_AT_LEAST, _CELLS_AT_MOST = 2, 2, 3
_LONG = 150


def is_block(text: str) -> bool:
    """Whether the text is a pasted table (lines of cells) or a block of several labelled lines."""
    lines = [line for line in text.strip().splitlines() if line.strip()]
    if (
        any("\t" in line for line in lines)
        and sum(line.count("\t") for line in lines) >= _CELLS_AT_LEAST
    ):
        return True
    if len(lines) < _LINES + 1:
        return False
    tabled = sum(len(_CELLS.split(line.strip())) > _CELLS_AT_LEAST for line in lines)
    if tabled >= _LINES:
        return True
    labelled = sum(bool(re.match(r"\s*[\u4e00-\u9fff]{2,10}[:：]", line)) for line in lines)
    numbered = sum(bool(re.match(r"\s*\d{1,2}[.、)）]", line)) for line in lines)
    return labelled >= _LINES + 1 and numbered < _LINES


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was read: plain values by key group, rows and sources as maps, and what was not understood."""

    values: dict[str, str] = field(default_factory=dict)
    rows: tuple[dict[str, str], ...] = ()
    sources: tuple[dict[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()


def read_block(text: str, known: Evaluation | None = None) -> Pasted:
    """Reads the block as a file of text would be read; raises InputError where nothing at all is found."""
    import tempfile
    from pathlib import Path

    from assistant.errors import InputError
    from assistant.forms.read.assemble import assemble
    from assistant.intake import read_source

    lines = [
        line.strip()
        for line in text.strip().splitlines()
        if line.strip() and not re.fullmatch(r"[\s|:-]+", line)
    ]
    cells = [[c.strip() for c in _CELLS.split(line.strip("|"))] for line in lines]
    table = "\n".join("\t".join(row) for row in _with_levels(cells))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.txt"
        path.write_text(table + "\n", encoding="utf-8")
        try:
            found = assemble(read_source(path))
        except InputError:
            found = ()
    if not found:
        return _plain_lines(text)
    from assistant.forms.read.imported import tree

    read = tree(found[0].values)
    values = {
        f"{group}.{key}": value
        for group in ("项目", "报告", "总体目标")
        for key, value in read.get(group, {}).items()
        if isinstance(value, str)
    }
    sources = tuple(dict(s) for s in read.get("资金", {}).get("明细", []))
    rows = tuple(dict(r) for r in read.get("指标", []))
    if not (values or sources or rows):
        return _plain_lines(text)
    return Pasted(values, rows, sources, found[0].not_understood)


def _with_levels(cells: list[list[str]]) -> list[list[str]]:
    """A table of bare names, targets and results, as people copy it, with the heads and levels a form has."""
    from assistant.chat.understanding.rows import guessed_levels

    wide = [row for row in cells if len(row) > 1]
    if len(wide) < _LINES:
        return cells
    head = next(
        (
            i
            for i, row in enumerate(cells)
            if len(row) > 1
            and any(re.search(r"目标|指标值|实际|完成", c) for c in row)
            and not any(re.search(r"\d", c) for c in row)
        ),
        None,
    )
    if head is None:
        if not all(
            _CELLS_AT_LEAST <= len(row) <= _CELLS_AT_MOST and not re.search(r"\d", row[0])
            for row in wide
        ) or len(wide) < len(cells):
            return cells
        cells, head = [["三级指标", "年度指标值", "实际完成值"][: len(wide[0])], *cells], 0
    names = cells[head]
    if any(re.search(r"一级|二级", c) for c in names):
        return cells
    at = next((i for i, c in enumerate(names) if re.search(r"名称|三级|指标$", c)), None)
    goal = next(
        (i for i, c in enumerate(names) if re.search(r"目标|指标值|计划", c) and i != at), None
    )
    if at is None:
        return cells
    out = [
        *cells[:head],
        ["一级指标", "二级指标", *("三级指标" if i == at else c for i, c in enumerate(names))],
    ]
    for row in cells[head + 1 :]:
        target = row[goal] if goal is not None and goal < len(row) else ""
        out.append([*guessed_levels(row[at], target), *row] if len(row) > at else row)
    return out


def _plain_lines(text: str) -> Pasted:
    return Pasted(not_understood=tuple(line.strip() for line in text.splitlines() if line.strip()))
