"""Ten projects of different trades, each from nothing to an exported report, as a clerk would talk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.intake.yaml import read_evaluation

WHOLE = Path(__file__).parent / "whole"
#: lines said until the report is written; facts that those lines gave
TURNS = {
    "school": 20, "police": 20, "water": 26, "farm": 22, "culture": 17,
    "sanitation": 18, "screening": 18, "river": 19, "training": 17, "streetlight": 18,
}  # fmt: skip


@pytest.mark.parametrize("name", TURNS)
def test_a_project_is_talked_from_nothing_to_its_report(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["chat", "--script", str(WHOLE / f"{name}.txt"), "--model", "none", "--json"])
    assert not ended.value.code
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == TURNS[name]
    assert not [t["you"] for t in told if t["kind"] == "unclear"]
    assert (tmp_path / "自评报告.docx").is_file()
    assert "0处错误" in told[-1]["reply"]
    made = read_evaluation(next(tmp_path.glob("*.yaml")))
    unmet = [row for row in made.indicators if row.reason]
    assert unmet and all(row.measure and row.owner and row.due for row in unmet)
    assert made.report.addressee and made.report.signature and made.report.dated
