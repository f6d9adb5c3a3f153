"""What `import` tells a person: who filled the form in is no matter, the command to type is whole, a changed value says what the form had."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from command_runs import run

from assistant.intake.edit_yaml import Change, apply

ROWS = (
    ("项目支出绩效自评表",), ("（2023年度）",), ("项目名称", "村道养护"), ("填表人：", "王小明", "联系电话", "0898-12345678"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
    ("产出指标", "数量指标", "养护里程", "≥36公里", "35公里", 20, 19),
    ("效益指标", "社会效益指标", "通行条件", "明显改善", "有所改善", 30, 27),
    ("总分", None, None, None, None, 50, 46), ("填表人：李四", None, None, "联系电话：6212345"),
)  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr] # a new workbook has a sheet
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


def test_import_says_the_whole_command_and_nothing_of_who_filled_the_form_in(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = form.parent / ("很长的文件夹名" * 10) / ("再一层" * 20)
    folder.mkdir(parents=True)
    data = folder / "数据.yaml"  # the command is longer than a line of the terminal
    assert run("import", str(form), "-o", str(data)) == 0
    told = capsys.readouterr().err
    both = told + data.read_text()
    assert not [word for word in ("王小明", "李四", "12345678", "6212345") if word in both]
    for where in (told, data.read_text()):
        assert "填表人、联系电话不是项目的数据，没有写入" in where
    (line,) = [line for line in told.splitlines() if "--take-scores" in line]
    command = line.partition("请运行：")[2].split()
    assert command[0] == "jixiao"
    assert run(*command[1:]) == 0
    assert "评分比例: 0.9" in data.read_text()


def test_a_changed_value_says_what_the_form_had(form: Path) -> None:
    data = form.with_name("数据.yaml")
    assert run("import", str(form), "-o", str(data)) == 0
    before = data.read_text(encoding="utf-8")
    apply(data, [Change(("指标", 0, "实际"), "35公里", "36.2公里")])
    line = next(t for t in data.read_text(encoding="utf-8").splitlines() if "36.2公里" in t)
    old = next(t for t in before.splitlines() if "实际: 35公里" in t)
    assert line == old.replace("35公里", "36.2公里").replace("# ", "# 原表为“35公里”，已改；")
    apply(data, [Change(("指标", 0, "实际"), "36.2公里", "36.5公里")])
    assert "原表为“35公里”，已改" in data.read_text(encoding="utf-8")
    assert "36.2公里" not in data.read_text(encoding="utf-8")
