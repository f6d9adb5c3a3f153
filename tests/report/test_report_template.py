"""The user's own template: the starter renders to the same report; what is broken is one Chinese line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from lxml import etree
from report_factory import W, by_model, case, complete, evaluation, read

from assistant.errors import InputError
from assistant.model.draft import Draft, Sentence
from assistant.model.sections import SECTIONS, TABLES
from assistant.report import render
from assistant.report.annex import annex_table
from assistant.report.placeholders import values
from assistant.report.story import Story
from assistant.report.template import starter


def _comparable(content: bytes) -> list[bytes]:
    """The blocks of the body, without bookmark and comment numbers and namespace declarations."""
    blocks = (etree.tostring(block, method="c14n") for block in read(content).element.body)
    return [re.sub(rb' (?:xmlns:\w+|w:id)="[^"]*"', b"", block) for block in blocks]


@pytest.fixture
def template(tmp_path: Path) -> Callable[..., Path]:
    """Writes a template of plain paragraphs."""

    def write(*paragraphs: str) -> Path:
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        path = tmp_path / "模板.docx"
        document.save(path)
        return path

    return write


def _rendered(path: Path, data: object = None) -> list[str]:
    return [p.text for p in read(render(*case(data), template=path)).paragraphs]  # type: ignore[arg-type] # None is the default case


@pytest.mark.parametrize("attachments", [0, 2])
@pytest.mark.parametrize("rules", ["cn-2020-10", "transfer-completion"])
def test_the_starter_renders_to_the_same_report(
    tmp_path: Path, attachments: int, rules: str
) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(starter())
    annexes = [annex_table(f"附表{n}", ["项"], [["甲"]]) for n in range(attachments)]
    made = case(rules=rules)
    plain = render(*made, annexes=annexes)
    filled = render(*made, template=path, annexes=annexes)
    assert _comparable(filled) == _comparable(plain)
    assert [c.text for c in read(filled).comments] == [c.text for c in read(plain).comments]
    for part in ("word/styles.xml", "word/footer1.xml", "word/footer2.xml"):
        with zipfile.ZipFile(io.BytesIO(plain)) as a, zipfile.ZipFile(io.BytesIO(filled)) as b:
            assert etree.tostring(etree.fromstring(a.read(part)), method="c14n") == etree.tostring(
                etree.fromstring(b.read(part)), method="c14n"
            )
    assert read(filled).core_properties.title == read(plain).core_properties.title


def test_the_starter_explains_itself_and_the_explanation_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(starter())
    hints = [p.text for p in docx.Document(str(path)).paragraphs if "占位符" in p.text]
    assert hints
    assert not [t for t in _rendered(path) if "占位符" in t or "{" in t]


def test_every_section_and_table_has_a_name_in_the_starter() -> None:
    texts = [p.text for p in read(starter()).paragraphs]
    for name in (*(r.name for r in SECTIONS if not r.optional), *TABLES.values()):
        assert f"{{{{p {name} }}}}" in texts


def test_a_unit_prints_values_rows_and_conditions_in_its_own_words(
    template: Callable[..., Path],
) -> None:
    path = template(
        "{{ 实施单位 }}关于{{ 年度 }}年{{ 项目名称 }}的自评",
        "{% for 行 in 指标 %}{{ 行.序号 }}.{{ 行.名称 }}：{{ 行.实际 }}；{% endfor %}",
        "{% if 等级 %}等级{{ 等级 }}{% else %}未评级{% endif %}，执行率{{ 预算执行率 }}",
        "{{p 偏离原因 }}",
        "{{p 资金表 }}",
    )
    texts = _rendered(path)
    assert texts[0] == (
        "盐池县公安局关于2021年“地网工程”视频网络服务和“雪亮工程”网络安全升级项目的自评"
    )
    assert texts[1].startswith("1.租赁数量：16个小区；2.在线率：95%；")
    assert texts[2] == "未评级，执行率100%"
    document = read(render(*case(), template=path))
    assert len(document.tables) == 1
    asking = [p for p in case()[1].section("deviation_reasons").paragraphs if "【待" in p.text]
    assert len(document.comments) == len(asking) > 0


def test_a_table_row_of_the_template_repeats_for_each_indicator(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "{%tr for 行 in 指标 %}"
    table.cell(1, 0).text, table.cell(1, 1).text = "{{ 行.名称 }}", "{{ 行.得分 }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    path = tmp_path / "模板.docx"
    document.save(str(path))
    (filled,) = read(render(*case(complete(6)), template=path)).tables
    assert [row.cells[0].text for row in filled.rows] == [f"第{n}项指标" for n in range(1, 7)]


def test_styles_that_the_template_lacks_are_added_and_its_own_are_kept(tmp_path: Path) -> None:
    document = docx.Document()
    own = document.styles["Heading 1"].element
    own.set(f"{W}styleId", "1")  # as a Chinese Word names it
    document.add_paragraph("{{p 正文 }}")
    path = tmp_path / "模板.docx"
    document.save(str(path))
    filled = read(render(*case(), template=path))
    ids = [style.style_id for style in filled.styles]
    assert len(ids) == len(set(ids))
    names = [style.name for style in filled.styles]
    assert names.count("Heading 1") == 1
    (first, *_) = (p for p in filled.paragraphs if p.text.startswith("一、"))
    assert first.style is not None and first.style.style_id == "1"
    text = next(p for p in filled.paragraphs if "盐池县公安局" in p.text)
    assert text.style is not None and text.style.name == "公文正文"


def test_a_part_asked_for_twice_has_bookmarks_once(template: Callable[..., Path]) -> None:
    document = read(render(*case(), template=template("{{p 偏离原因 }}", "{{p 偏离原因 }}")))
    names = [b.get(f"{W}name") for b in document.element.body.iter(f"{W}bookmarkStart")]
    ids = [b.get(f"{W}id") for b in document.element.body.iter(f"{W}bookmarkStart")]
    assert len(names) == len(set(names)) and len(ids) == len(set(ids))


def test_a_block_in_a_cell_leaves_a_sound_cell(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "{{p 附件说明 }}"
    path = tmp_path / "模板.docx"
    document.save(str(path))
    (table,) = read(render(*case(), template=path)).tables
    assert table.cell(0, 0).text == ""


def test_braces_and_markup_in_data_are_printed_as_they_are(template: Callable[..., Path]) -> None:
    name = "甲<w:p/>{{ 署名 }}{_{乙}_}&丙"
    path = template("{{ 项目名称 }}", "{{p 绩效目标表 }}")
    assert _rendered(path, evaluation(项目={"名称": name}))[0] == name


def test_a_renamed_heading_is_renamed_in_the_template_too(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(starter())
    card, draft, facts = case()
    own = Draft(draft.sections, draft.model, draft.usage, {"五、其他需要说明的问题": "五、其他"})
    texts = [p.text for p in read(render(card, own, facts, template=path)).paragraphs]
    assert "五、其他" in texts and "五、其他需要说明的问题" not in texts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ 项目名 }}", "没有“项目名”这个占位符，最接近的是“项目名称”"),
        ("{{ 项目名称 ", "占位符写得不对"),
        ("{% for 行 in 指标 %}", "占位符写得不对"),
        ("{% for 行 in 指标 %}{{ 行.名子 }}{% endfor %}", "没有“名子”这一项"),
        ("{{ 正文 }}", "要单独成段"),
        ("{{p 项目名称 }}", "不要带字母 p"),
        ("{{ 项目名称.__class__.__mro__ }}", "不允许"),
        ("{{ 项目名称.center(1000000000) }}", "不允许"),
        ("{{ ''.join.__globals__ }}", "不允许"),
        ("{{ 项目名称 * 1000000000 }}", "不允许"),
        ("{{ 9 ** 999999999 }}", "不允许"),
        ("{{ 指标.append(1) }}", "不允许"),
        ("{{ cycler.__init__ }}", "没有“cycler”这个占位符"),
        ("{{ range(3) }}", "没有“range”这个占位符"),
        ("{{ 项目名称|attr('upper') }}", "占位符写得不对"),
        ("{{ 项目名称|pprint }}", "占位符写得不对"),
        ("{% include '/etc/passwd' %}", "模板填不出来"),
        ("{% import 'os' as os %}", "模板填不出来"),
        ("{{ 1 / 0 }}", "模板填不出来"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "模板填不出来"),
    ],
)
def test_a_broken_template_is_one_chinese_line(
    template: Callable[..., Path], text: str, told: str
) -> None:
    path = template(text)
    with pytest.raises(InputError) as error:
        render(*case(), template=path)
    (line,) = error.value.lines
    assert line.startswith(f"{path}：")
    assert told in line
    assert "\n" not in line


def test_a_missing_or_foreign_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        render(*case(), template=tmp_path / "无.docx")
    path = tmp_path / "模板.docx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match=r"模板\.docx"):
        render(*case(), template=path)


def test_a_values_list_holds_no_object_but_text_and_blocks() -> None:
    card, draft, facts = case()
    context = values(Story(card, draft, facts, (), lambda _: 0))
    for name, value in context.items():
        if isinstance(value, list):
            assert all(type(cell) is str for row in value for cell in row.values()), name
        else:
            assert type(value) is str or name in {*(r.name for r in SECTIONS), *TABLES.values(), "正文",
                "其他章节", "附件说明", "落款", "人工智能说明", "附件"}  # fmt: skip


def test_the_draft_of_a_model_keeps_its_note_in_the_starter(tmp_path: Path) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(starter())
    card, draft, facts = case()
    drafted = by_model(draft, Sentence("低5个百分点。", ("F1",)))
    assert "人工智能" in read(render(card, drafted, facts, template=path)).paragraphs[-1].text


def test_a_template_whose_header_is_none_is_one_line(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "县文化馆"
    whole = io.BytesIO()
    document.save(whole)
    path = tmp_path / "模板.docx"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = re.sub(rb"application/[^\"]*\.header\+xml", b"application/xml", content)
            new.writestr(name, content)
    with pytest.raises(InputError, match="模板填不出来"):
        render(*case(), template=path)
