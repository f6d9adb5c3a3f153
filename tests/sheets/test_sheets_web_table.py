"""Web pages that systems save under the name .xls: tables with joined cells, any encoding, hostile ones too."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.sheets.grid import Source
from assistant.sheets.web_table import is_page, read_page
from assistant.sheets.xls import read_xls

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="CODE"><title>不读</title>
<style>td {mso-number-format:"0.00%"}</style></head><body><p>单位：万元</p>
<table border=1><tr><th colspan="3">自评&nbsp;表</th></tr>
<tr><td rowspan=2>产出</td><td>新建<br>泵站</td><td>&ge;3座</td></tr>
<tr><td>整改率</td><td><s>90%</s>95%</td></tr>
<tr style="display:none"><td>藏</td><td>x</td><td>1</td></tr></table>
<script>alert(1)</script><div>填报人：某人</div></body></html>"""


def read(text: str, encoding: str = "utf-8") -> Source:
    return read_page(Path("导出.xls"), text.encode(encoding))


@pytest.mark.parametrize(
    ("encoding", "code"), [("utf-8", "utf-8"), ("gb18030", "gbk"), ("gb18030", "utf-8")]
)
def test_cells_stand_where_they_are_shown(encoding: str, code: str) -> None:
    source = read(PAGE.replace("CODE", code), encoding)
    [grid] = source.grids
    assert [[c.text if c else "" for c in row] for row in grid.rows[:3]] == [
        ["自评 表"] * 3, ["产出", "新建\n泵站", "≥3座"], ["产出", "整改率", "95%"],
    ]  # fmt: skip
    assert grid.at(1, 0) is grid.at(2, 0)
    hidden = grid.at(3, 0)
    assert hidden is not None
    assert hidden.hidden
    assert [p.text for p in source.paragraphs] == ["单位：万元", "填报人：某人"]
    assert grid.before == 1


def test_a_page_under_an_excel_name_is_read_and_a_page_without_tables_is_said(
    tmp_path: Path,
) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(PAGE.replace("CODE", "utf-8"), encoding="utf-8")
    assert read_xls(path).grids
    path.write_text("<html><body>登录超时</body></html>", encoding="utf-8")
    with pytest.raises(InputError, match="没有表格"):
        read_xls(path)


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td rowspan=20000 colspan=400>1</td></tr>" * 3 + "</table>",
        "<table><tr>" + "<td>1</td>" * 600 + "</tr></table>",
        "<table>" + "<tr><td>1</td></tr>" * 20_001 + "</table>",
    ],
)  # fmt: skip
def test_what_is_too_large_is_said_in_one_line(page: str) -> None:
    with pytest.raises(InputError) as told:
        read(f"<html>{page}</html>")
    assert len(told.value.lines) == 1


def test_depth_and_entities_come_to_an_end() -> None:
    def nested(depth: int) -> str:
        return "<table><tr><td>" * depth + "里" + "</td></tr></table>" * depth

    assert "里" in "".join(
        c.text for g in read(f"<html>{nested(40)}</html>").grids for c in g.cells()
    )
    with pytest.raises(InputError, match="没有表格"):
        read(f"<html>{nested(4000)}</html>")
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><table><tr><td>&b;</td></tr></table>'
    assert all(len(c.text) < 20 for g in read(bomb).grids for c in g.cells())


@given(st.binary(max_size=400))
def test_no_bytes_bring_it_down(data: bytes) -> None:
    page = b"<table><tr><td>" + data
    assert is_page(page)
    try:
        read_page(Path("x.xls"), page)
    except InputError as told:
        assert len(told.lines) == 1
