"""The measure of grounding on labelled sentences says what it cannot hold to anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.ground.measure import labelled


def test_a_section_the_report_has_not_is_refused(tmp_path: Path) -> None:
    row = {"case": "01", "section": "budget_execution", "indicator": "", "text": "支出8万元。", "supported": True, "kind": "true"}  # fmt: skip
    path = tmp_path / "blind.jsonl"
    path.write_text(
        json.dumps({**row, "section": "output"}) + "\n" + json.dumps(row) + "\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"blind\.jsonl line 2: no section 'budget_execution'"):
        labelled(path)
