"""docs/architecture.md follows one row from cell to page and back: its blocks are run as one program."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import docx
from command_runs import run

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.grounding import ground
from assistant.intake import read
from assistant.intake.edit_yaml import Change, apply
from assistant.rules.loader import for_data
from assistant.scoring import score
from assistant.values.quantity import AtLeast

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
ROOMS = Path(__file__).parents[2] / "assistant"


def test_the_walk_of_one_row_is_what_the_code_does(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 9
    names = {
        "folder": tmp_path, "read": read, "score": score, "for_data": for_data, "gather": gather, "ground": ground,
        "draft_by_rules": draft_by_rules, "AtLeast": AtLeast, "Decimal": Decimal, "docx": docx, "run": run,
        "Change": Change, "apply": apply,
    }  # fmt: skip
    exec(compile("\n".join(blocks), str(PAGE), "exec"), names)  # noqa: S102 - our own page


def test_contributing_names_files_that_are_there() -> None:
    text = (PAGE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:assistant|tests|docs|prompts)/[\w/.]*)`", text)
    assert len(named) > 10
    assert [name for name in named if not (PAGE.parents[1] / name).exists()] == []


def test_the_page_names_every_room() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rooms = [p.name for p in ROOMS.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}/`" not in text] == []
