"""csv in the encodings and with the marks that staff's programs write, and old .xls files."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import intake_forms as forms
import pytest

from assistant.errors import InputError
from assistant.intake import read, read_all

ROWS = [
    ["项目名称", "图书更新", "年度", "2022"],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "未完成原因"],
    [
        "产出指标",
        "数量指标",
        "购书",
        "≥3000册",
        "2,850册",
        "50",
        "47.5",
        "两家供货商缺货，\n12月退单",
    ],
    ["满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "92%", "10", "10", ""],
]


def _csv(delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(ROWS)
    return out.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_of_any_common_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = _csv(delimiter).replace("≥", ">=")
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode(encoding))
    data = read(path)
    assert (data.project.name, data.project.year) == ("图书更新", 2022)
    assert [(i.target, i.actual, i.weight) for i in data.indicators] == [
        (">=3000册", "2,850册", 50),
        (">=90%", "92%", 10),
    ]
    assert data.indicators[0].reason == "两家供货商缺货，12月退单"


def test_csv_that_is_no_text_or_empty_is_refused(tmp_path: Path) -> None:
    for data in (b"\x00\x01\x02\xff" * 50, b"", b"\n\n"):
        path = tmp_path / "表.csv"
        path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            read(path)
        assert len(caught.value.lines) == 1


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice makes the .xls to read; it is not here"
)
def test_old_xls_reads_as_its_new_twin(tmp_path: Path) -> None:
    path = forms.save(tmp_path / "表.xlsx", 自评表=forms.official())
    subprocess.run(
        [str(shutil.which("soffice")), f"-env:UserInstallation=file://{tmp_path}/lo", "--headless",
         "--convert-to", "xls", "--outdir", str(tmp_path), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    old, new = read_all(tmp_path / "表.xls")[0], read_all(path)[0]
    wanted = new.evaluation()
    found = old.evaluation()
    assert found.funds == wanted.funds
    assert [(i.name, i.target, i.weight) for i in found.indicators] == [
        (i.name, i.target, i.weight) for i in wanted.indicators
    ]
    assert found.indicators[-1].actual == "93%"  # stored as 0.93, its format is not to be had
    assert any("93%" in line and "请核对" in line for line in old.doubts)
