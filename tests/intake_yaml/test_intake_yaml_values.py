"""What is read is what stands in the file: figures as written, whatever YAML would make of them."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.intake.yaml import read_evaluation
from assistant.located import Located, parse
from assistant.model.evaluation import Evaluation

ROOT = Path(__file__).parents[2]
HEAD = "项目: {名称: 甲, 年度: 2021}\n"


def _read(tmp_path: Path, text: str | bytes) -> Evaluation:
    path = tmp_path / "数据.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_evaluation(path)


def _row(tmp_path: Path, rest: str) -> Evaluation:
    return _read(tmp_path, f"{HEAD}指标:\n  - {{一级: 产出, 二级: 数量, 名称: 乙, {rest}}}\n")


@pytest.mark.parametrize(
    "written",
    ["95%", "1", "0.10", "64.638", "2021-11-30", "1e3", "0x10", "0o17", "1_000", "yes", "12:30",
     "≥90%", "2021", "+5%", "-3%", ".5", "1,234.5万元", "完成", "100.00"],
)  # fmt: skip
def test_a_value_keeps_its_form(tmp_path: Path, written: str) -> None:
    quoted = f'"{written}"' if "," in written else written
    row = _row(tmp_path, f"目标: {quoted}, 实际: {quoted}").indicators[0]
    assert (row.target, row.actual) == (written, written)


def test_money_is_decimal_to_the_digit(tmp_path: Path) -> None:
    evaluation = _read(
        tmp_path,
        f"{HEAD}资金: {{明细: [{{来源: 财政, 年初预算: 0.10, 全年预算: '1,234.5', 到位: 64.638,"
        " 执行: １２}]}\n指标:\n  - {一级: 产出, 二级: 数量, 名称: 乙, 分值: 7.15, 评分比例: 85%}\n",
    )
    assert evaluation.funds is not None
    fund = evaluation.funds.sources[0]
    amounts = (fund.initial, fund.budget, fund.arrived, fund.executed)
    assert [str(a) for a in amounts] == ["0.10", "1234.5", "64.638", "12"]
    assert evaluation.indicators[0].weight == Decimal("7.15")
    assert evaluation.indicators[0].ratio == Decimal("0.85")


def test_days_years_and_flags_are_read_as_staff_write_them(tmp_path: Path) -> None:
    for written in ("2022-05-30", "2022年5月30日", "2022.5.30", "２０２２年５月３０日"):
        evaluation = _read(
            tmp_path,
            f"项目: {{名称: 甲, 年度: 2021年度}}\n报告: {{成文日期: {written}}}\n"
            "评分: {项目完成: 是}\n指标: [{一级: 产出, 二级: 数量, 名称: 乙}]\n",
        )
        assert evaluation.report.dated == date(2022, 5, 30)
        assert evaluation.project.year == 2021
        assert evaluation.scoring.finished is True


def test_an_empty_value_is_no_value(tmp_path: Path) -> None:
    evaluation = _read(
        tmp_path,
        f"{HEAD}报告:\n总体目标: {{预期: , 实际: ''}}\n评分: {{项目完成: ''}}\n资金:\n"
        "  明细: [{来源: 财政, 年初预算: '', 全年预算: /, 到位: —, 执行: }]\n指标:\n"
        "  - {一级: 产出, 二级: 数量, 名称: 乙, 目标: , 分值: '', 方向: '', 完成程度: , 评分比例: ''}\n",
    )
    row = evaluation.indicators[0]
    assert (row.target, row.weight, row.direction, row.level, row.ratio) == ("", *[None] * 4)
    assert evaluation.funds is not None
    fund = evaluation.funds.sources[0]
    assert (fund.initial, fund.budget, fund.arrived, fund.executed) == (None,) * 4


def test_class_names_are_completed(tmp_path: Path) -> None:
    evaluation = _read(
        tmp_path,
        f"{HEAD}指标:\n  - {{一级: 服务对象满意度, 二级: 服务对象满意度, 名称: 乙}}\n"
        "  - {一级: 产出指标, 二级: 数量指标, 名称: 乙}\n",
    )
    assert [row.level1 for row in evaluation.indicators] == ["满意度指标", "产出指标"]
    assert [row.level2 for row in evaluation.indicators] == ["服务对象满意度指标", "数量指标"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_and_line_ends_of_windows_change_nothing(
    tmp_path: Path, encoding: str, end: str
) -> None:
    text = f"{HEAD}指标:\n  - {{一级: 产出, 二级: 数量, 名称: 乙}}\n".replace("\n", end)
    assert _read(tmp_path, text.encode(encoding)).indicators[0].name == "乙"


def test_control_and_direction_marks_never_reach_the_data(tmp_path: Path) -> None:
    evaluation = _row(tmp_path, '原因: "设备\\u202e故障\\u200b\\n第二行"')
    assert evaluation.indicators[0].reason == "设备故障 第二行"


def test_markup_and_templates_in_a_value_stay_text(tmp_path: Path) -> None:
    text = "{{ 7*7 }} </w:t> ${HOME} [link]"
    assert _row(tmp_path, f"原因: '{text}'").indicators[0].reason == text


@pytest.mark.parametrize(
    "path", sorted((ROOT / "examples").glob("*/数据.yaml")), ids=lambda p: p.parent.name
)
def test_every_example_reads(path: Path) -> None:
    assert read_evaluation(path).indicators


def _parsed(text: str) -> Located | tuple[str, ...]:
    """The tree, or the lines of the refusal, each of which must name the file."""
    try:
        return parse(text, "数据.yaml", {"项目", "名称"})
    except InputError as error:
        assert all(line.startswith("数据.yaml:") for line in error.lines)
        return error.lines


_JUMBLE = st.lists(
    st.sampled_from(
        ["项目", "名称", ":", "：", " ", "\n", "  ", "- ", "{", "}", ",", "，", "'", '"', "#", ">", "|", "&",
         "*", "!", "%", "[", "]", "乙", "5", "\t", "?", "---\n", ": ", "~", "null", "\u2028", "\x85"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=200), _JUMBLE))
def test_any_text_is_read_or_refused_in_chinese_and_alike_with_and_without_libyaml(
    text: str,
) -> None:
    quick = _parsed(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "yaml", None)
        slow = _parsed(text)
    if isinstance(slow, Located):
        assert isinstance(quick, Located)
        assert quick.tree == slow.tree
    elif not isinstance(quick, Located):  # libyaml takes a few oddities that ruamel refuses: >#
        assert quick == slow
