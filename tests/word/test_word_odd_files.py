"""What Word opens, every command opens: to the same content, and every output is a sound file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from odd_docx import ODD, base, changed, swap

from assistant.checks.annotate import annotated
from assistant.checks.opening import open_dossier, read_report
from assistant.checks.tracked import mended
from assistant.errors import InputError
from assistant.intake import read
from assistant.model.finding import Finding
from assistant.word.clean import clean
from assistant.word.package import open_package
from assistant.word.reader import read_package
from assistant.word.reading_reports import read_document


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return base(tmp_path / "报告.docx")


@pytest.mark.parametrize("kind", ODD)
def test_it_is_read_as_the_file_without_the_oddity_is(path: Path, kind: str) -> None:
    evaluation = read(path)
    words = read_report(open_package(path)).text
    blocks = read_package(open_package(path)).blocks
    ODD[kind](path)
    kept = path.read_bytes()
    assert read(path) == evaluation
    assert read_report(open_package(path)).text == words
    assert read_package(open_package(path)).blocks == blocks
    assert open_dossier(path).package is not None
    assert path.read_bytes() == kept


@pytest.mark.parametrize("kind", ODD)
def test_every_output_is_a_sound_plain_docx(path: Path, kind: str, tmp_path: Path) -> None:
    ODD[kind](path)
    package = open_package(path, kind="docx")
    document = read_report(package)
    outputs = (
        annotated(package, [Finding("A1", "info", "数不对")]),
        mended(package, document, None).data,
        clean(package).data,
    )
    for number, data in enumerate(outputs):
        out = tmp_path / f"{number}.docx"
        out.write_bytes(data)
        opened = docx.Document(io.BytesIO(data))
        assert "项目预算80万元" in "".join(p.text for p in opened.paragraphs)
        assert open_package(out, kind="docx").data == data, "nothing left to put right"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None


def test_a_lost_picture_and_foreign_content_are_told(path: Path) -> None:
    ODD["a lost picture"](path)
    changed(path, a=("word/document.xml", swap("<w:sectPr", '<w:altChunk r:id="rId9"/><w:sectPr')))
    notes = open_package(path).notes
    assert any("1 处引用的内容（如图片）不在文件里" in note for note in notes)
    assert any("嵌有 1 段网页" in note for note in notes)


def test_a_file_that_needs_nothing_is_passed_on_byte_for_byte(path: Path) -> None:
    assert open_package(path).data == path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-7", "IBM037", "utf-32"])
def test_an_encoding_cannot_hide_a_document_type(path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY x "y">]><w/>'
    changed(path, a=("word/document.xml", lambda _: text.encode(encoding)))
    with pytest.raises(InputError, match=r"DOCTYPE|编码是|读不出来"):
        read(path)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "演示文稿"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "Excel"),
    ],
)  # fmt: skip
def test_another_kind_of_file_is_named(path: Path, kind: str, words: str) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    changed(path, a=("[Content_Types].xml", swap(word, kind)))
    with pytest.raises(InputError, match=words):
        open_package(path, kind="docx")


@pytest.mark.parametrize(
    "part", ["word/styles.xml", "word/stylesWithEffects.xml", "word/settings.xml"]
)
def test_a_part_of_the_text_that_is_no_xml_is_one_line_for_every_command(
    path: Path, part: str
) -> None:
    changed(path, a=(part, lambda content: content[:-40]))
    with pytest.raises(InputError, match=part):
        open_package(path)


@pytest.mark.parametrize("size", ["1e999", "NaN", "12pt", "-5", "９", ""])
def test_a_size_that_is_none_is_no_size(path: Path, size: str) -> None:
    mark = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>项目预算'
    changed(path, a=("word/document.xml", swap("<w:r><w:t>项目预算", mark)))
    assert "项目预算80万元" in read_document(open_package(path)).text


def test_styles_under_another_content_type_are_one_line(path: Path) -> None:
    """A run of make fuzz saw `check --annotate` end in an AttributeError."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"
    changed(path, a=("[Content_Types].xml", swap(kind, "application/xml")))
    with pytest.raises(InputError, match="报告"):
        annotated(open_package(path), [Finding("A1", "info", "数不对")])
