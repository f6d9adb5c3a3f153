"""What packs the parts of an Office file, held against the standard library's reader and python-docx's writer."""

from __future__ import annotations

import io
import zipfile

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.word.packing import document_bytes, packed
from assistant.word.write import gongwen

_NAME = st.text(st.sampled_from("ab/._表格é"), min_size=1, max_size=12)


@given(st.dictionaries(_NAME, st.binary(max_size=40_000), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_parts_are_read_back_as_they_were(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(parts.items()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(parts)
        assert {name: archive.read(name) for name in parts} == parts


def test_a_document_is_written_as_python_docx_writes_it() -> None:
    document = gongwen.blank()
    document.add_paragraph("好路率")
    document.add_comment(document.paragraphs[0].runs, "请核对", author="人")
    theirs = io.BytesIO()
    document.save(theirs)
    with (
        zipfile.ZipFile(theirs) as old,
        zipfile.ZipFile(io.BytesIO(document_bytes(document))) as new,
    ):
        assert new.namelist() == old.namelist()
        for name in old.namelist():
            assert new.read(name) == old.read(name), name


def test_one_blank_document_is_not_the_next() -> None:
    first = gongwen.blank()
    first.add_paragraph("只在第一份里")
    first.styles["Normal"].font.bold = True
    second = docx.Document(io.BytesIO(document_bytes(gongwen.blank())))
    assert [p.text for p in second.paragraphs] == []
    assert second.styles["Normal"].font.bold is None
