"""Every mistake of a data file is a clear Chinese line with file, line and key, and all come at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import EXIT_INPUT, InputError
from assistant.intake.yaml import read_evaluation

HEAD = "项目:\n  名称: 甲\n  年度: 2021\n"
ROW = "  - {一级: 产出指标, 二级: 数量指标, 名称: 乙, 目标: 16个, 实际: 16个}\n"
LONG_ROW = "指标:\n  - 一级: 产出\n    二级: 数量\n    名称: 乙\n"

Refuse = Callable[[str | bytes], list[str]]


@pytest.fixture
def refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """The lines with which a file of that content is refused; the file is called 数据.yaml."""
    monkeypatch.chdir(tmp_path)

    def _refuse(content: str | bytes) -> list[str]:
        data = content if isinstance(content, bytes) else content.encode()
        Path("数据.yaml").write_bytes(data)
        with pytest.raises(InputError) as error:
            read_evaluation(Path("数据.yaml"))
        assert error.value.exit_code == EXIT_INPUT
        for line in error.value.lines:
            assert line.startswith("数据.yaml:"), line
            assert "\n" not in line
        return list(error.value.lines)

    return _refuse


@pytest.mark.parametrize(
    ("content", "line", "key"),
    [
        (f"项目：\n  名称: 甲\n  年度: 2021\n指标:\n{ROW}", 1, "项目"),
        (f"项目:\n  名称：甲\n  年度: 2021\n指标:\n{ROW}", 2, "名称"),
        (f"项目:\n  名称: 甲\n  年度：2021\n指标:\n{ROW}", 3, "年度"),
        (f"{HEAD}指标:\n  - 一级： 产出指标\n    二级: 数量\n    名称: 乙\n", 5, "一级"),
        (f"{HEAD}指标:\n  - {{一级： 产出指标, 二级: 数量指标, 名称: 乙}}\n", 5, "一级"),
    ],
)
def test_a_full_width_colon_is_named_with_its_line_and_key(
    refuse: Refuse, content: str, line: int, key: str
) -> None:
    assert refuse(content) == [
        f"数据.yaml:{line}：“{key}：”用了中文冒号，请改成英文冒号加空格“{key}: ”"
    ]


def test_all_full_width_colons_are_named_at_once_and_beside_other_mistakes(refuse: Refuse) -> None:
    lines = refuse(
        "项目:\n  名称：甲\n  年度：2021\n资金:\n  单位: 美元\n  明细: []\n指标:\n" + ROW
    )
    assert [line.split("：")[0] for line in lines] == [f"数据.yaml:{n}" for n in (2, 3, 5)]
    assert "元、万元、亿元" in lines[2]


def test_a_value_with_a_full_width_colon_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(
        f"{HEAD}指标:\n  - {{一级: 产出, 二级: 数量, 名称: 目标：建成, 原因: 见说明，名称：丙}}\n",
        encoding="utf-8",
    )
    assert read_evaluation(path).indicators[0].name == "目标：建成"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("目标: >5", "加引号"),
        ("目标: >90%", "加引号"),
        ("目标: '>5' #2号", "注释"),
        ("原因: 设备 #1 故障", "注释"),
        ("实际: -", "留空"),
        ("实际: %5", "加引号"),
        ("名称2: @乙", "加引号"),
        ('原因: "地网"工程', "中文引号"),
        ("原因:设备故障", "空一格"),
        ("原因: 甲: 乙", "冒号"),
        ("\t原因: 甲", "制表符"),
        ('原因: "没有关上', "配对"),
        ("原因: *甲", "引号"),
        ("原因: !甲 乙", "引号"),
    ],
)
def test_what_yaml_takes_for_something_else_is_said(refuse: Refuse, value: str, words: str) -> None:
    lines = refuse(f"{HEAD}{LONG_ROW}    {value}\n")
    assert any(words in line for line in lines), lines


def test_an_indent_of_full_width_blanks_is_named_and_not_what_follows_from_it(
    refuse: Refuse,
) -> None:
    lines = refuse(f"项目:\n　名称: 甲\n　年度: 2021\n指标:\n{ROW}")
    assert [line.split("：")[0] for line in lines] == ["数据.yaml:2", "数据.yaml:3"]
    assert all("全角空格" in line for line in lines)


def test_comments_and_blocks_of_text_are_no_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(
        "# 项目：这里是注释 #1\n"
        f"{HEAD}报告:\n  其他说明: |\n    名称：第一行 #1\n    目标: >5\n总体目标: {{预期: '甲 #1'}}\n"
        f"{LONG_ROW}    目标: '>90%' # 引号里的大于号\n",
        encoding="utf-8",
    )
    evaluation = read_evaluation(path)
    assert evaluation.report.other == "名称：第一行 #1 目标: >5"
    assert evaluation.goal.expected == "甲 #1"
    assert evaluation.indicators[0].target == ">90%"


def test_all_mistakes_come_at_once_in_the_order_of_the_file(refuse: Refuse) -> None:
    lines = refuse(
        """项目:
  名称: 甲
  年度: 21
  主管单位: 某局
资金:
  单位: 美元
  明细:
    - {来源: 财政, 年初预算: -3}
    - {来源: 财政, 全年预算数: 5}
指标:
  - {一级: 产处, 二级: 数量, 名称: 乙, 权重: 5, 评分比例: 85, 方向: 逆向, 分值: 十}
  - {一级: 产出, 二级: 数量, 名称: 丙}
  - {一级: 产出指标, 二级: 数量指标, 名称: 丙}
  - {一级: 产出, 名称: "", 完成程度: 好}
主送: 财政局
"""
    )
    numbers = [int(line.split("：")[0].rpartition(":")[2]) for line in lines]
    assert numbers == sorted(numbers)
    for place, words in [
        ("项目.年度", "2021"),
        ("项目.主管单位", "是不是“主管部门”"),
        ("资金.单位", "元、万元、亿元"),
        ("资金.明细[1].年初预算", "负数"),
        ("资金.明细[2].全年预算数", "是不是“全年预算”"),
        ("资金.明细[2]", "与第8行重复"),
        ("指标[1].一级", "产出指标"),
        ("指标[1].权重", "是不是“分值”"),
        ("指标[1].评分比例", "0.85"),
        ("指标[1].方向", "正向、反向、定性、时限"),
        ("指标[1].分值", "不是数字"),
        ("指标[3]", "与第12行重复"),
        ("指标[4].二级", "缺少"),
        ("指标[4].名称", "是空的"),
        ("指标[4].完成程度", "达成、部分达成、未达成"),
        ("主送", "应写在“报告”下面"),
    ]:
        assert any(f"：{place}：" in line and words in line for line in lines), (place, lines)
    assert len(lines) == 16


def test_a_file_wrong_all_over_is_not_told_to_its_end(refuse: Refuse) -> None:
    path = Path("数据.yaml")
    rows = "".join(f"  - {{一级: 甲, 二级: 数量, 名称: 第{i}}}\n" for i in range(300))
    path.write_text(f"{HEAD}指标:\n{rows}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_evaluation(path)
    assert len(error.value.lines) == 61
    assert "还有 240 处" in error.value.lines[-1]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "文件是空的"),
        ("# 只有注释\n", "文件是空的"),
        ("你好", "项目:"),
        ("- 甲\n- 乙\n", "项目:"),
        (f"{HEAD}指标: []\n", "至少写一条"),
        (f"{HEAD}指标: 无\n", "列表"),
        (f"{HEAD}指标:\n  - 乙\n", "一组"),
        (f"{HEAD}指标:\n", "缺少"),
        (f"{HEAD}指标:\n  - {{一级: 产出, 二级: 数量, 名称: [乙]}}\n", "一段文字"),
        (f"{HEAD}指标:\n{ROW}---\n{HEAD}", "一个文件只写一个项目"),
        (f"{HEAD}  名称: 丙\n指标:\n{ROW}", "写了两次（第2行已有）"),
        ("? [甲]\n: 乙\n", "键应是一个词"),
        (f"{HEAD}<<: {{指标: 1}}\n指标:\n{ROW}", "不认识的键"),
    ],
)
def test_a_file_of_the_wrong_shape_is_refused(refuse: Refuse, content: str, words: str) -> None:
    assert any(words in line for line in refuse(content))


def test_anchors_and_tags_are_refused_before_they_unfold(refuse: Refuse) -> None:
    laughs = "a0: &a0 [哈, 哈]\n" + "".join(
        f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)
    )
    assert all("锚点" in line for line in refuse(laughs))
    assert "标签" in refuse("项目: !!python/object/apply:os.system [ls]\n")[0]
    assert "锚点" in refuse("a: &a\n  b: *a\n")[0]


@pytest.mark.parametrize(
    "content",
    [
        "[" * 1_000_000,
        "- " * 500_000,
        "{a: " * 200_000,
        "a: " + "{a: " * 60 + "1" + "}" * 60,
        "\n".join(" " * i + "a:" for i in range(90)),
    ],
)
def test_deep_nesting_is_refused(refuse: Refuse, content: str) -> None:
    assert "嵌套太深" in refuse(content)[0]


def test_keys_nested_without_end_are_refused(refuse: Refuse) -> None:
    assert refuse("? " * 500_000) == ["数据.yaml:1：键应是一个词"]


def test_more_rows_than_any_project_has_are_refused(refuse: Refuse) -> None:
    rows = "".join(f"- {{一级: 产出, 二级: 数量, 名称: {i}}}\n" for i in range(2001))
    assert "2001 条" in refuse(f"{HEAD}指标:\n{rows}")[0]


def test_other_encodings_are_named_with_the_mend(refuse: Refuse) -> None:
    text = f"{HEAD}指标:\n{ROW}"
    line = refuse(text.encode("gbk"))[0]
    assert "GBK" in line
    assert "另存为" in line
    assert "不是文本" in refuse(b"\x89PNG\r\n\x1a\n\x00\xff\xfe\xfa")[0]
    assert "UTF-16" in refuse(text.encode("utf-16-le"))[0]
    assert refuse("项目:\n  名称: 甲\x07\n")[0].startswith("数据.yaml:2：")


def test_an_office_file_under_a_wrong_name_is_named(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_bytes(b"PK\x03\x04rest")
    with pytest.raises(InputError, match="Excel 或 Word"):
        read_evaluation(path)


def test_a_missing_file_points_to_the_one_with_a_similar_name(tmp_path: Path) -> None:
    (tmp_path / "盐池数据.yaml").write_text("a: 1", encoding="utf-8")
    with pytest.raises(InputError, match=r"没有这个文件，是不是 .*盐池数据\.yaml"):
        read_evaluation(tmp_path / "盐池数剧.yaml")
    with pytest.raises(InputError, match="核对路径"):
        read_evaluation(tmp_path / "没有的文件夹" / "x.yaml")


def test_a_directory_is_named_as_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="是一个文件夹"):
        read_evaluation(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_leave_to_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text("a: 1", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="没有读取权限"):
        read_evaluation(path)


def test_a_file_of_50_mb_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match=r"有 50 MB，超过上限 1 MB"):
        read_evaluation(path)


def test_a_device_that_never_ends_is_refused() -> None:
    with pytest.raises(InputError, match="是设备，不是普通文件"):
        read_evaluation(Path("/dev/zero"))
