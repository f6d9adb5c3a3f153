"""LibreOffice opens the report, prints its pages, and keeps what `review` needs when it saves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from report_factory import W, by_model, case, complete

from assistant.model.draft import Sentence
from assistant.report import render
from assistant.report.annex import annex_table
from assistant.report.embedded import read_embedded
from assistant.word.write import bookmark_names

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def _convert(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, in a profile of the test's own."""
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind,
         "--outdir", str(folder), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return folder / f"{path.stem}.{kind.split(':', maxsplit=1)[0]}"


def _pages(pdf: Path) -> int:
    return pdf.read_bytes().count(b"/Type/Page/") + pdf.read_bytes().count(b"/Type/Page\n")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report of 12 rows, one of 200, and what LibreOffice makes of them."""
    folder = tmp_path_factory.mktemp("office")
    card, draft, facts = case(complete(12))
    drafted = by_model(draft, Sentence("【待核实】设备老化。", ("F1",), "verify", "没有年限"))
    annex = annex_table("得分明细表", ["项", "分"], [["甲", "10"]])
    (folder / "十二行.docx").write_bytes(render(card, drafted, facts, annexes=[annex]))
    (folder / "二百行.docx").write_bytes(render(*case(complete(200))))
    out = folder / "out"
    out.mkdir()
    for name in ("十二行", "二百行"):
        _convert(folder / f"{name}.docx", "pdf", out)
    _convert(folder / "十二行.docx", "docx:MS Word 2007 XML", out)
    return out


def test_a_report_prints_on_a_handful_of_pages(office: Path) -> None:
    assert 5 <= _pages(office / "十二行.pdf") <= 12


def test_200_rows_print_on_many_pages_and_none_is_lost_in_an_endless_layout(office: Path) -> None:
    assert 18 <= _pages(office / "二百行.pdf") <= 80


def test_data_and_draft_survive_a_save_by_libreoffice(office: Path) -> None:
    before = read_embedded(office.parent / "十二行.docx")
    assert before is not None
    assert read_embedded(office / "十二行.docx") == before


def test_bookmarks_comments_and_headings_survive_a_save_by_libreoffice(office: Path) -> None:
    before = Document(str(office.parent / "十二行.docx"))
    after = Document(str(office / "十二行.docx"))
    assert bookmark_names(after.element.body) >= bookmark_names(before.element.body)
    texts = [c.text for c in after.comments]
    assert texts == [c.text for c in before.comments]
    levels = [
        p.style.name for p in after.paragraphs if p.style and "eading" in (p.style.name or "")
    ]
    assert levels == [
        p.style.name for p in before.paragraphs if p.style and "eading" in (p.style.name or "")
    ]
    assert len(list(after.element.body.iter(f"{W}tblHeader"))) == len(
        list(before.element.body.iter(f"{W}tblHeader"))
    )
