"""Answers by number before any list was shown in this session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.cli import main

DATA = """项目: {名称: 乡道防护栏, 年度: 2025, 实施单位: 清河县交通运输局}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 480, 全年预算: 480, 到位: 480, 执行: 451}]}
指标:
  - {一级: 产出, 二级: 时效, 名称: 项目完工时间, 目标: 2025年10月底前, 实际: 2025年12月20日, 原因: 重新招标}
"""


def test_numbers_without_a_list_are_answered_and_nothing_is_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("数据.yaml").write_text(DATA, encoding="utf-8")
    line = "1. 县公路中心，2026年2月底前；2. 清财预〔2025〕12号，2025年2月18日；3. 清河县财政局"
    Path("话.txt").write_text(f"{line}\n是\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["chat", "数据.yaml", "--script", "话.txt", "--json", "--model", "none"])
    first, _ = [json.loads(told) for told in capsys.readouterr().out.splitlines()]
    assert first["kind"] == "unclear"
    assert first["proposals"] == []
    assert "/缺项" in first["reply"]
    assert Path("数据.yaml").read_text(encoding="utf-8") == DATA
