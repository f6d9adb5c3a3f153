"""Page, grid, fonts, page numbers and properties as GB/T 9704-2012 has them (RULES.md §5)."""

from __future__ import annotations

import pytest
from docx.document import Document as Report
from docx.shared import Mm, Pt, Twips
from report_factory import W, report, styled

from assistant.word.write import gongwen


@pytest.fixture(scope="module")
def document() -> Report:
    return report()


def test_the_page_is_a4_with_a_text_block_of_156_by_225_mm(document: Report) -> None:
    (section,) = document.sections
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(
        Mm(156), abs=Mm(0.1)
    )
    assert section.page_height - section.top_margin - section.bottom_margin == pytest.approx(
        Mm(225), abs=Mm(0.1)
    )
    assert section.top_margin == pytest.approx(Mm(37), abs=Mm(0.1))
    assert section.left_margin == pytest.approx(Mm(28), abs=Mm(0.1))
    assert section.footer_distance == pytest.approx(Mm(28), abs=Mm(0.1))


def test_the_grid_holds_28_characters_and_22_lines(document: Report) -> None:
    grid = document.sections[0]._sectPr.find(f"{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    assert grid.get(f"{W}linePitch") == "579"
    pitch = 16 + int(grid.get(f"{W}charSpace")) / 4096
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    assert int(Pt(pitch) * 28) <= width < Pt(pitch) * 28.01
    height = section.page_height - section.top_margin - section.bottom_margin
    assert height // Twips(579) == 22


def test_lines_are_exact_and_no_higher_than_28_95_pt(document: Report) -> None:
    spacing = document.styles["Normal"].element.find(f"{W}pPr/{W}spacing")
    assert spacing.get(f"{W}lineRule") == "exact"
    assert int(spacing.get(f"{W}line")) <= 579


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Normal", "仿宋_GB2312", 16),
        ("Title", "方正小标宋简体", 22),
        ("Heading1", "黑体", 16),
        ("Heading2", "楷体_GB2312", 16),
        ("Heading3", "仿宋_GB2312", 16),
        ("Heading4", "仿宋_GB2312", 16),
        ("GwCell", "仿宋_GB2312", 10.5),
    ],
)
def test_fonts_are_named_for_chinese_and_for_latin_text(
    document: Report, style: str, font: str, points: float
) -> None:
    (element,) = (s.element for s in document.styles if s.style_id == style)
    fonts = element.find(f"{W}rPr/{W}rFonts")
    assert {fonts.get(f"{W}{face}") for face in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert int(element.find(f"{W}rPr/{W}sz").get(f"{W}val")) == points * 2


def test_the_body_is_indented_by_two_characters(document: Report) -> None:
    for style in ("GwText", "Heading1", "Heading2", "Heading3"):
        (element,) = (s.element for s in document.styles if s.style_id == style)
        assert element.find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "200"


def test_nothing_squeezes_letters_or_keeps_orphans_off_the_grid(document: Report) -> None:
    body = document.element.body
    assert not list(body.iter(f"{W}w", f"{W}kern"))
    assert not [s for s in body.iter(f"{W}spacing") if s.getparent().tag == f"{W}rPr"]
    defaults = document.styles.element.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    assert defaults.find(f"{W}widowControl").get(f"{W}val") == "0"
    assert defaults.find(f"{W}autoSpaceDE").get(f"{W}val") == "0"


def test_page_numbers_stand_outside_between_dashes(document: Report) -> None:
    assert document.settings.odd_and_even_pages_header_footer
    (section,) = document.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (number,) = footer.paragraphs
        assert number.text == "— 1 —"
        properties = number._p.pPr
        assert properties.find(f"{W}jc").get(f"{W}val") == side
        assert properties.find(f"{W}ind").get(f"{W}{side}") == "280"
        assert [i.text.strip() for i in number._p.iter(f"{W}instrText")] == ["PAGE"]
        assert {s.get(f"{W}val") for s in number._p.iter(f"{W}sz")} == {"28"}
        assert {f.get(f"{W}eastAsia") for f in number._p.iter(f"{W}rFonts")} == {"宋体"}


def test_the_document_is_chinese_and_names_its_unit_not_its_library(document: Report) -> None:
    about = document.core_properties
    assert about.author == about.last_modified_by == "盐池县公安局"
    assert about.title.startswith("盐池县公安局2021年度")
    assert "\n" not in about.title
    assert "2021年度" in about.keywords
    assert about.comments == ""
    assert about.language == "zh-CN"
    languages = {e.get(f"{W}eastAsia") for e in document.styles.element.iter(f"{W}lang")}
    assert languages == {"zh-CN"}


def test_headings_are_words_own_so_that_the_navigation_pane_lists_them(document: Report) -> None:
    for level, style_id in enumerate(gongwen.HEADINGS[:3], start=1):
        paragraphs = styled(document, style_id)
        assert paragraphs
        style = paragraphs[0].style
        assert style is not None and style.name == f"Heading {level}"
        assert style.element.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == str(level - 1)
