"""Acts on looks that count: a colour taken away says that a sentence holds, and a heading put in stays one."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from odd_docx import changed
from review_project import Project, make
from typer.testing import CliRunner

from assistant.commands import app_for
from assistant.word.package import open_package
from assistant.word.tally import tally

DOUBTFUL = "值班室另配两名专职巡检员，逐日登记在册。"
OTHER = "运维单位承诺两小时内到场。"
HEADING, UNDER = "六、经验做法", "（一）分区包干"


def run(*words: str) -> str:
    made = CliRunner().invoke(app_for(), list(words))
    assert made.exit_code in {0, 1}, made.output
    return made.output


def with_text(report: Path, *paragraphs: tuple[str, str]) -> None:
    """The paragraphs (style, words) put before the line of the signature, as a person types them in Word."""
    document = docx.Document(str(report))
    sign = next(p for p in document.paragraphs if p.style.name == "署名和日期")  # type: ignore[union-attr]
    for style, words in paragraphs:
        sign.insert_paragraph_before(words, style=style)
    document.save(str(report))


def uncoloured(report: Path, *words: str) -> None:
    """The colour taken from all runs of those paragraphs; from all of the file where none is named."""
    document = docx.Document(str(report))
    for paragraph in document.paragraphs:
        if not words or any(w in paragraph.text for w in words):
            for one in paragraph.runs:
                one.font.highlight_color = None
    document.save(str(report))


def coloured(report: Path) -> list[str]:
    return list(tally(open_package(report, kind="docx")).highlighted)


def marked(folder: Path) -> Project:
    """A project whose last report bears two doubtful sentences of a person, in colour."""
    made = make(folder)
    with_text(made.report, ("公文正文", DOUBTFUL), ("公文正文", OTHER))
    run("review", str(made.report))
    run("draft", str(made.data), "-o", str(made.report), "--model", "none")
    assert coloured(made.report) == [DOUBTFUL, OTHER]
    return made


def test_a_colour_taken_away_says_that_the_sentence_holds(tmp_path: Path) -> None:
    made = marked(tmp_path)
    uncoloured(made.report, DOUBTFUL)
    said = run("review", str(made.report))
    assert f"按已核实记：“{DOUBTFUL}”" in said
    assert OTHER not in said.split("按已核实记")[1].splitlines()[0]
    assert "出稿时仍照原样" not in said
    run("draft", str(made.data), "-o", str(made.report), "--model", "none")
    assert coloured(made.report) == [OTHER]
    # said once: the file as it was printed tells nothing new
    assert "没有改动" in run("review", str(made.report))


def test_the_colour_of_every_sentence_of_a_person_may_be_taken_away(tmp_path: Path) -> None:
    made = marked(tmp_path)
    uncoloured(made.report, DOUBTFUL, OTHER)
    run("review", str(made.report))
    run("draft", str(made.data), "-o", str(made.report), "--model", "none")
    assert coloured(made.report) == []


def test_a_format_that_lost_every_colour_verified_nothing(tmp_path: Path) -> None:
    made = make(tmp_path, _without_publicity())
    with_text(made.report, ("公文正文", DOUBTFUL))
    run("review", str(made.report))
    run("draft", str(made.data), "-o", str(made.report), "--model", "none")
    assert coloured(made.report) == [DOUBTFUL]
    uncoloured(made.report)  # that of 【待补充】 too, as a file by way of plain text
    assert "按已核实记" not in run("review", str(made.report))
    run("draft", str(made.data), "-o", str(made.report), "--model", "none")
    assert coloured(made.report) == [DOUBTFUL]


def _without_publicity() -> str:
    from review_project import DATA

    return DATA.replace("  公开: 自评结果随部门决算在县政府网站公开\n", "")


@pytest.mark.parametrize("style", ["Heading 1", "Heading 2", "Heading 4"])
def test_a_heading_put_in_stays_a_heading_and_is_never_doubted(tmp_path: Path, style: str) -> None:
    made = make(tmp_path)
    with_text(made.report, (style, HEADING), ("公文正文", DOUBTFUL), ("Heading 2", UNDER))
    said = run("review", str(made.report))
    assert f"{HEADING}\n    “" not in said
    for _ in range(2):  # and again when the file comes back as it was printed
        run("draft", str(made.data), "-o", str(made.report), "--model", "none")
        styles = {p.text: p.style.name for p in docx.Document(str(made.report)).paragraphs}  # type: ignore[union-attr]
        assert styles[HEADING] == style
        assert styles[UNDER] == "Heading 2"
        assert styles[DOUBTFUL] == "公文正文"
        assert coloured(made.report) == [DOUBTFUL]
        assert "没有改动" in run("review", str(made.report))


def test_finalize_tells_the_coloured_sentences_and_the_way_out(tmp_path: Path) -> None:
    made = marked(tmp_path)
    refused = CliRunner().invoke(
        app_for(), ["finalize", str(made.report), "-o", str(tmp_path / "定.docx")]
    )
    told = str(refused.exception)
    assert DOUBTFUL in told
    assert OTHER in told
    assert "去掉底色" in told


def test_a_mark_that_stands_alone_in_a_cell_is_told_by_row_and_column(tmp_path: Path) -> None:
    from review_project import DATA

    made = make(tmp_path, DATA.replace("实际: 71起", "实际: "))
    words = [words for _, words in tally(open_package(made.report, kind="docx")).marked]
    assert any(w.startswith("“利用监控破获案件数”的") and "实际" in w for w in words)


def test_the_shade_that_another_format_makes_of_the_colour_is_the_colour(tmp_path: Path) -> None:
    made = marked(tmp_path)
    changed(
        made.report,
        body=(
            "word/document.xml",
            lambda xml: xml.replace(
                b'<w:highlight w:val="yellow"/>',
                b'<w:shd w:val="clear" w:color="auto" w:fill="ffff00"/>',
            ),
        ),
    )
    assert coloured(made.report) == [DOUBTFUL, OTHER]
    assert "按已核实记" not in run("review", str(made.report))
    run("finalize", str(made.report), "-o", str(tmp_path / "定.docx"), "--force")
    assert coloured(tmp_path / "定.docx") == []
