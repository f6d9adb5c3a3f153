"""The letters and the page: they ask and never accuse, everything of the files stays text, nothing is fetched."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from test_audit_command import _plain, _swap, _write

from assistant.cli import main


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("desk")
    folder = place / "报送"
    folder.mkdir()
    path = _write(_plain("便桥<script>alert(1)</script>养护", "青石县交通局"), folder / "甲.xlsx")
    _swap(path, "45", 50)
    _swap(path, "95", 100)
    _write(_plain("村道保畅", "../白河/交通局"), folder / "乙.docx")
    _write(_plain("无事项目", "柳林县交通局", 实际="100公里", 原因="", 措施=""), folder / "丙.xlsx")
    with pytest.raises(SystemExit):
        main(["audit", str(folder), "-o", str(place / "复核"), "--sign", "青石县财政局"])
    return place / "复核"


def test_a_letter_a_unit_that_has_something_to_check(out: Path) -> None:
    names = sorted(p.name for p in (out / "退回修改意见").iterdir())
    assert names == ["白河-交通局.docx", "青石县交通局.docx"]


def test_the_letter_gives_score_formula_and_clause_and_asks(out: Path) -> None:
    document = docx.Document(str(out / "退回修改意见" / "青石县交通局.docx"))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "“维修里程”自评50分，复核45分" in text
    assert "50分×90公里÷100公里＝45分" in text
    assert "财预〔2020〕10号" in text
    assert "请核实" in text
    assert "青石县财政局" in text
    assert not re.search("抄袭|造假|作弊|弄虚|违规", text)
    cells = [c.text for row in document.tables[0].rows for c in row.cells]
    assert cells[-4:-1] == ["100", "95", "5%"]


def test_the_page_is_one_file_that_fetches_and_runs_nothing(out: Path) -> None:
    page = (out / "总览.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)\s*=|url\(['\"]?http|@import", page)
    assert "default-src 'none'" in page
    assert page.count("<svg") >= 4
    assert "便桥" in page and "偏离度5%（20）" in page
