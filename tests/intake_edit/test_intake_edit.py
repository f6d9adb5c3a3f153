"""Agreed changes go into the staff's own file: comments, order and every other value stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.intake.edit_yaml import Addition, Change, Removal, apply, preview
from assistant.intake.yaml_splice import BEFORE_ALL, with_row
from assistant.located import parse

FILE = """\
# 县教育局，会计小李填
项目:
  名称: 校舍维修   # 与批复一致
  年度: 2023

  # 资金在下面
资金:
  明细:
  - {来源: 财政拨款, 全年预算: 120, 执行: 118.50}   # 国库
指标:
- 一级: 产出指标
  二级: 数量指标
  名称: 维修校舍
  目标: '10'   # 所

# 质量
- {一级: 产出指标, 二级: 质量指标, 名称: 验收合格率, 目标: 100%, 实际: 95%}
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_changed_value_is_the_only_change_of_the_file(data: Path) -> None:
    apply(data, [Change(("指标", 1, "实际"), "95%", "96%")])
    assert data.read_text(encoding="utf-8") == FILE.replace("95%", "96%")


def test_a_new_key_stands_with_its_group_and_the_comments_stay(data: Path) -> None:
    edited = apply(
        data, [Change(("项目", "概况"), "", "维修教学楼"), Change(("指标", 0, "实际"), "", "9所")]
    )
    assert edited.text == FILE.replace("年度: 2023\n", "年度: 2023\n  概况: 维修教学楼\n").replace(
        "# 所\n", "# 所\n  实际: 9所\n"
    )
    assert edited.evaluation.indicators[0].actual == "9所"


def test_an_emptied_value_takes_its_key_away(data: Path) -> None:
    apply(data, [Change(("指标", 1, "实际"), "95%", "")])
    assert data.read_text(encoding="utf-8") == FILE.replace(", 实际: 95%", "")


def test_missing_groups_are_made(data: Path) -> None:
    edited = apply(data, [Change(("总体目标", "预期"), "", "改善办学条件")])
    assert edited.evaluation.goal.expected == "改善办学条件"
    assert edited.text.startswith(FILE)


def test_a_preview_writes_nothing(data: Path) -> None:
    assert (
        preview(data, [Change(("指标", 1, "实际"), "95%", "96%")]).evaluation.indicators[1].actual
        == "96%"
    )
    assert data.read_text(encoding="utf-8") == FILE


def test_windows_line_ends_stay(data: Path) -> None:
    data.write_bytes(FILE.replace("\n", "\r\n").encode())
    apply(data, [Change(("指标", 1, "实际"), "95%", "96%")])
    assert data.read_bytes() == FILE.replace("95%", "96%").replace("\n", "\r\n").encode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change(("指标", 1, "实际"), "94%", "96%"), "现在是“95%”"),
        (Change(("指标", 7, "实际"), "", "1"), "没有 指标\\[8\\].实际 这一行"),
        (Change(("项目", "年度"), "2023", "去年"), "不是年度"),
        (Change(("指标", 0, "得分"), "", "100"), "不认识的键"),
    ],
)
def test_what_does_not_fit_is_refused_and_the_file_stays(
    data: Path, change: Change, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        apply(data, [change])
    assert data.read_text(encoding="utf-8") == FILE


NOTES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() == text and "\ufeff" not in text)


@given(note=NOTES, value=NOTES)
def test_any_text_comes_back_as_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, note: str, value: str
) -> None:
    path = tmp_path_factory.mktemp("edit") / "数据.yaml"
    path.write_text(FILE, encoding="utf-8")
    text = apply(
        path, [Change(("指标", 1, "原因"), "", note), Change(("指标", 0, "实际"), "", value)]
    ).text
    tree = parse(text, "").tree
    assert tree["指标"][1]["原因"] == note
    assert tree["指标"][0]["实际"] == value
    assert "# 与批复一致" in text and "# 国库" in text and "# 质量" in text


STYLED = """\
项目: {名称: 校舍维修,  年度: 2023 }   # 年度不改
资金:
    明细:
        -   {来源:   财政拨款,   # 拨款单
             全年预算: 1,200.50 , 执行: 118.50}
指标:
    -   一级:  产出指标
        二级:  数量指标
        名称:  '维修 校舍'
        目标:  "10所"     # 批复
        实际:
    # 质量在下面
    -   {一级: 产出指标, 二级: 质量指标,  # 行内注释
         名称: 合格率, 目标: 100%, 实际: 95% }
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (Change(("资金", "明细", 0, "执行"), "118.50", "119"), "执行: 118.50", "执行: 119"),
        (Change(("指标", 1, "实际"), "95%", "96.0%"), "实际: 95%", "实际: 96.0%"),
        (Change(("指标", 0, "名称"), "维修 校舍", "维修校舍"), "'维修 校舍'", "'维修校舍'"),
        (Change(("指标", 0, "目标"), "10所", "11所"), '"10所"', '"11所"'),
        (Change(("指标", 0, "实际"), "", "9所"), "        实际:\n", "        实际: 9所\n"),
        (Change(("报告", "署名"), "", "县教育局"), "95% }\n", "95% }\n报告:\n  署名: 县教育局\n"),
    ],
)
@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf"])
def test_outside_the_value_every_byte_stays(
    tmp_path: Path, change: Change, old: str, new: str, head: bytes
) -> None:
    path = tmp_path / "数据.yaml"
    path.write_bytes(head + STYLED.encode())
    apply(path, [change])
    after = path.read_bytes()
    want = STYLED.replace(old, new)
    if change.place[0] == "报告":  # a new group ends the file as its last line does
        assert after.decode("utf-8-sig").strip() == want.strip()
    else:
        assert after == head + want.encode()


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("a: [{来源: 县}, {来源: 市}]\n", "a: [{来源: 省}, {来源: 县}, {来源: 市}]\n"),
        ("a:\n- 来源: 县 # 甲\nb: 1\n", "a:\n- 来源: 省\n- 来源: 县 # 甲\nb: 1\n"),
        ("a:\n  # 注\n  - {来源: 县}\n", "a:\n  # 注\n  - {来源: 省}\n  - {来源: 县}\n"),
    ],
)
def test_a_row_goes_before_the_first(text: str, want: str) -> None:
    assert with_row(text, ("a",), [("来源", "省")], BEFORE_ALL) == want


def test_a_row_is_put_in_and_taken_out_without_touching_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(STYLED, encoding="utf-8")
    row = (("一级", "产出指标"), ("二级", "时效指标"), ("名称", "工期"), ("目标", "≤30天"))
    apply(path, [Addition(("指标",), row, 0)])
    text = path.read_text(encoding="utf-8")
    assert parse(text, "").tree["指标"][1]["名称"] == "工期"
    assert [line for line in STYLED.splitlines() if line not in text] == []
    apply(path, [Removal(("指标", 1), "工期")])
    assert path.read_text(encoding="utf-8") == STYLED
    apply(path, [Addition(("指标",), row, -1)])
    assert parse(path.read_text(encoding="utf-8"), "").tree["指标"][0]["名称"] == "工期"
    apply(path, [Removal(("指标", 0), "工期")])
    assert path.read_text(encoding="utf-8") == STYLED
    with pytest.raises(InputError, match="不是“工期”"):
        apply(path, [Removal(("指标", 1), "工期")])
    apply(path, [Removal(("指标", 1), "合格率")])
    assert (
        path.read_text(encoding="utf-8")
        == STYLED[: STYLED.index("    -   {一级: 产出指标, 二级: 质量")]
    )
