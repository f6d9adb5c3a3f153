"""The measures of last year's report are open questions of this year's file, in chat and on the page alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.intake import read

OLD = """\
项目: {名称: 村级水渠维护, 年度: 2024, 实施单位: 县水利站}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 80, 全年预算: 80, 到位: 80, 执行: 80}]}
指标:
  - {一级: 产出, 二级: 数量, 名称: 清淤水渠, 目标: ≥40公里, 实际: 36公里, 原因: 3月断水期比计划短, 措施: 2025年提前到2月断水, 责任单位: 工程股, 完成时限: 2025年2月底前}
  - {一级: 产出, 二级: 质量, 名称: 闸门完好率, 目标: 100%, 实际: 96%, 原因: 两扇闸门螺杆锈死, 措施: 更换两扇闸门的螺杆, 责任单位: 管护股, 完成时限: 2025年3月底前}
"""


def said(script: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    Path("话.txt").write_text(script, encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["chat", "新.yaml", "--script", "话.txt", "--json", "--model", "none"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_last_years_measures_are_listed_answered_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("旧.yaml").write_text(OLD, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["new", "新.yaml", "--from", "旧.yaml"])
    [listed] = said("/缺项\n", capsys)
    lines = str(listed["reply"]).splitlines()
    asked = [line for line in lines if "上年对" in line]
    assert len(asked) == 2
    assert "更换两扇闸门的螺杆" in asked[1]
    number = asked[1].partition(".")[0]
    _, answer, _ = said(f"/缺项\n{number}. 4月换好，9月复查完好\n是\n", capsys)
    assert answer["proposals"] == [
        {"path": "上年整改[闸门完好率].落实情况", "old": None, "new": "4月换好，9月复查完好"}
    ]
    first, second = read(Path("新.yaml")).followups
    assert (first.outcome, second.outcome) == ("", "4月换好，9月复查完好")
    [again] = said("/缺项\n", capsys)
    assert str(again["reply"]).count("上年对") == 1
