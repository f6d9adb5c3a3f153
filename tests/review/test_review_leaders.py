"""Acts of leaders in Word: every one is kept, proposed or said, and no value of the data changes that it does not ask for."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest
from leader_acts import ACTS, PIXELS, par, xml
from leader_runs import command, paragraphs, run_inside

from assistant.review.finalize import clean_copy
from assistant.review.round_trip import take_back
from assistant.word.edited import EditedParagraph
from assistant.word.package import open_package
from assistant.word.reader import read_edited

_MULTI = Path(__file__).parents[2] / "examples" / "multi" / "数据.yaml"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of examples/multi with its report, as its staff have it."""
    folder = tmp_path_factory.mktemp("leaders")
    shutil.copy(_MULTI, folder / "数据.yaml")
    code, said = command(
        "draft", folder / "数据.yaml", "-o", folder / "报告.docx", "--model", "none"
    )
    assert code == 0, said
    return folder


@pytest.mark.parametrize("name", ACTS)
def test_an_act_of_a_leader_is_kept_or_said(name: str, printed: Path, tmp_path: Path) -> None:
    document = docx.Document(str(printed / "报告.docx"))
    ACTS[name].script(document)
    document.save(str(tmp_path / "改.docx"))
    found = run_inside(ACTS[name], printed, tmp_path / "改.docx", tmp_path)
    assert found.bad == [], found.said_of["review"]


def test_a_picture_that_was_swapped_is_told_and_one_that_was_not_is_no_act(tmp_path: Path) -> None:
    data, report, template = tmp_path / "数据.yaml", tmp_path / "报告.docx", tmp_path / "模板.docx"
    shutil.copy(_MULTI, data)
    own = docx.Document()
    for words in ("{{ 标题 }}", "{{ 主送机关 }}：", "{{p 正文 }}", "{{ 署名 }}", "{{ 成文日期 }}"):
        own.add_paragraph(words)
    own.paragraphs[0].insert_paragraph_before("徽标").add_run().add_picture(io.BytesIO(PIXELS[0]))
    own.save(str(template))
    code, said = command("draft", data, "--template", template, "-o", report, "--model", "none")
    assert code == 0, said
    document = docx.Document(str(report))
    document.save(str(tmp_path / "原样.docx"))
    assert not any("图片" in line for line in take_back(tmp_path / "原样.docx", check=False).kept)
    [image] = [r.target_part for r in document.part.rels.values() if "image" in r.reltype]
    assert image.blob != PIXELS[1]
    image._blob = PIXELS[1]
    document.save(str(tmp_path / "换图.docx"))
    [line] = [k for k in take_back(tmp_path / "换图.docx", check=False).kept if "图片" in k]
    assert line.startswith("换了1张图片") and "徽标" in line


@pytest.mark.parametrize("value", ["1", "true", "On", "", "none", "FALSE", "0", "Off"])
def test_reading_and_the_clean_copy_take_an_on_off_mark_alike(
    value: str, printed: Path, tmp_path: Path
) -> None:
    document = docx.Document(str(printed / "报告.docx"))
    look = f'<w:rPr><w:vanish w:val="{value}"/></w:rPr>' if value else "<w:rPr><w:vanish/></w:rPr>"
    par(document, "资金专账核算").append(xml(f"<w:r>{look}<w:t>另记一句。</w:t></w:r>"))
    path = tmp_path / "改.docx"
    document.save(str(path))
    read = "".join(b.text() for b in read_edited(path).blocks if isinstance(b, EditedParagraph))
    made = tmp_path / "定稿.docx"
    made.write_bytes(clean_copy(open_package(path, kind="docx")).data)
    assert ("另记一句" in read) == ("另记一句" in "".join(paragraphs(made)))
    assert ("另记一句" in read) == (value.lower() in {"none", "false", "0", "off"})
