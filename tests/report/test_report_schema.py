"""Elements stand in the order of the schema (ISO/IEC 29500-1), which Word insists on and python-docx not."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree
from report_factory import W, by_model, case, complete

from assistant.forms.filled.writing import sheet_for
from assistant.model.draft import Sentence
from assistant.report import render
from assistant.report.annex import annex_table, form_annex
from assistant.report.template import starter

_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr "
    "shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
    "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
    "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins "
    "alignBordersAndEdges bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop "
    "trackRevisions defaultTabStop evenAndOddHeaders characterSpacingControl compat docVars rsids "
    "themeFontLang clrSchemeMapping decimalSymbol listSeparator",
}  # fmt: skip


def _content() -> bytes:
    card, draft, facts = case(complete(12))
    drafted = by_model(draft, Sentence("【待核实】甲\n乙\t丙。", ("F1",), "verify", "注"))
    annex = annex_table(
        "明细表", ["甲", "乙"], [["一", "二"], ["一", "三"]], merge=1, notes=["注：。"]
    )
    form = form_annex(sheet_for(card))
    return render(card, drafted, facts, annexes=[annex, annex, form])


def _parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


@pytest.fixture(scope="module", params=["report", "starter"])
def parts(request: pytest.FixtureRequest) -> dict[str, etree._Element]:
    return _parts(_content() if request.param == "report" else starter())


@pytest.mark.parametrize("element", _ORDER)
def test_children_stand_in_schema_order(parts: dict[str, etree._Element], element: str) -> None:
    order = _ORDER[element].split()
    for tree in parts.values():
        for parent in tree.iter(f"{W}{element}"):
            names = [etree.QName(child).localname for child in parent]
            places = [order.index(name) for name in names]
            assert places == sorted(places), f"{element}: {names}"


def test_every_style_that_is_used_is_there(parts: dict[str, etree._Element]) -> None:
    known = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    for tree in parts.values():
        links = tree.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle", f"{W}basedOn", f"{W}next")
        used = {link.get(f"{W}val") for link in links}
        assert used <= known


def test_every_cell_ends_in_a_paragraph_and_the_body_in_its_section(
    parts: dict[str, etree._Element],
) -> None:
    body = parts["word/document.xml"][0]
    assert body[-1].tag == f"{W}sectPr"
    assert body[-2].tag == f"{W}p"
    assert all(cell[-1].tag == f"{W}p" for cell in body.iter(f"{W}tc"))


def test_merged_cells_go_on_from_one_that_starts(parts: dict[str, etree._Element]) -> None:
    for table in parts["word/document.xml"].iter(f"{W}tbl"):
        above: dict[int, tuple[str, int]] = {}
        for row in table.findall(f"{W}tr"):
            here: dict[int, tuple[str, int]] = {}
            at = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                wide = 1 if span is None else int(span.get(f"{W}val") or 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                kind = "" if merge is None else merge.get(f"{W}val") or ""
                if kind == "continue":
                    assert above[at][0] and above[at][1] == wide
                here[at] = (kind, wide)
                at += wide
            above = here
