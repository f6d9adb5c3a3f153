"""One value of a long list: the other rows are not looked at, and every other character stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.intake.edit_yaml import Change, apply

HEAD = "项目: {名称: 甲, 年度: 2025}\n指标:\n"
FLOW = "".join(
    f"  - {{一级: 产出, 二级: 数量, 名称: 第{i}项, 目标: ≥{i}个, 实际: {i}个}} # 第{i}行\n"
    for i in range(1, 6)
)
BLOCK = "".join(
    f"  # 第{i}项\n  - 一级: 产出\n    二级: 数量\n    名称: 第{i}项\n    目标: ≥{i}个\n    实际: '{i}个'\n\n"
    for i in range(1, 6)
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("rows", [FLOW, BLOCK])
@pytest.mark.parametrize("row", [1, 3, 5])
@pytest.mark.parametrize("new", ["7个", "", "说“好”: 3#个"])
def test_only_that_value_changes(tmp_path: Path, rows: str, row: int, end: str, new: str) -> None:
    path = tmp_path / "数据.yaml"
    before = (HEAD + rows).replace("\n", end)
    path.write_bytes(before.encode())
    edited = apply(path, [Change(("指标", row - 1, "实际"), f"{row}个", new)])
    assert edited.evaluation.indicators[row - 1].actual == new
    now = path.read_bytes().decode()
    left, kept = before.split(end), now.split(end)
    changed = [line for line in left if line not in kept]
    assert len(changed) == 1
    assert f"{row}个" in changed[0]
    assert len(left) - len(kept) == (1 if not new and rows is BLOCK else 0)
