"""A project of 200 indicators and 12 子项目: read by the quick parser, scored whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assistant import located
from assistant.errors import InputError
from assistant.intake.yaml import read_evaluation
from assistant.rules.loader import load
from assistant.scoring import score

INDICATORS, PARTS = 200, 12


def large(indicators: int = INDICATORS, parts: int = PARTS) -> str:
    """A data file in which every part reaches one of each indicator's twelve."""
    lines = ["项目: {名称: 大项目, 年度: 2023}", "指标:"]
    lines += [
        f"  - {{一级: 产出指标, 二级: 数量指标, 名称: 指标{i}, 目标: ≥{parts}个}}"
        for i in range(indicators)
    ]
    lines.append("子项目:")
    for part in range(parts):
        lines.append(f"  - 名称: 单位{part}")
        lines.append("    资金: {明细: [{来源: 财政拨款, 全年预算: 100, 执行: 90}]}")
        lines.append("    指标:")
        lines += [f"      - {{名称: 指标{i}, 实际: 1个}}" for i in range(indicators)]
    return "\n".join(lines) + "\n"


def test_every_row_is_put_together_and_scored(tmp_path: Path) -> None:
    path = tmp_path / "大.yaml"
    path.write_text(large(), "utf-8")
    card = score(read_evaluation(path), load("cn-2020-10"))
    assert len(card.indicators) == INDICATORS
    assert {row.indicator.actual for row in card.indicators} == {"12个"}
    assert (card.total.score, card.execution.score) == (99, 9)


def test_a_large_file_reads_the_same_by_either_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    text = large() + "报告: {主送: '财政局', 依据: [甲, \"乙\"], 署名: ~}\n"
    quick = located.parse(text, "大")
    monkeypatch.setitem(sys.modules, "yaml", None)  # as where libyaml is not there
    slow = located.parse(text, "大")
    assert (quick.tree, quick.lines) == (slow.tree, slow.lines)


@pytest.mark.parametrize("tail", ["报告: {主送: a\n", "报告: {主送: a, 主送: b}\n", "报告: &x {主送: a}\n",
                                  "报告: !!python/object {}\n", "\t报告: a\n"])  # fmt: skip
def test_a_mistake_in_a_large_file_is_worded_the_same(
    tail: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = large() + tail
    with pytest.raises(InputError) as quick:
        located.parse(text, "大")
    monkeypatch.setitem(sys.modules, "yaml", None)  # as where libyaml is not there
    with pytest.raises(InputError) as slow:
        located.parse(text, "大")
    assert quick.value.lines == slow.value.lines
