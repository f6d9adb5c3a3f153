"""What an edited file says: tracked changes accepted, rejected or standing; comments; tables; bookmarks."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml.parser import parse_xml
from docx_plus.revisions import accept_all_revisions, reject_all_revisions
from review_edits import EDITS, LI, MEASURE, NS, REASON, WANG, find
from review_project import Project

from assistant.errors import InputError
from assistant.review.locate import locate
from assistant.review.round_trip import take_back
from assistant.review.skeleton import from_document, from_draft
from assistant.word.edited import EditedDocument, EditedParagraph, EditedTable, View, read_as
from assistant.word.reader import read_edited


def after_edit(project: Project, name: str) -> EditedDocument:
    document = docx.Document(str(project.report))
    EDITS[name](document)
    path = project.folder / f"{name}.docx"
    document.save(str(path))
    return read_edited(path)


def texts(document: EditedDocument, view: View = "accepted") -> list[str]:
    paragraphs = [b for b in document.blocks if isinstance(b, EditedParagraph)]
    return [r.text for r in read_as(paragraphs, view) if r.text.strip()]


@pytest.mark.parametrize("name", [n for n in EDITS if n.startswith("tracked") and "join" not in n and "with_its_end" not in n and "paragraph" not in n])  # fmt: skip
def test_both_views_agree_with_what_docx_plus_makes_of_the_file(
    pristine: Project, name: str, tmp_path: Path
) -> None:
    document = docx.Document(str(pristine.report))
    EDITS[name](document)
    path = tmp_path / "a.docx"
    document.save(str(path))
    ours = read_edited(path)
    for view, resolve in (("accepted", accept_all_revisions), ("rejected", reject_all_revisions)):
        other = docx.Document(str(path))
        resolve(other)
        plain = [p.text for p in other.paragraphs if p.text.strip()]
        assert texts(ours, view) == plain  # type: ignore[arg-type]


def test_a_tracked_change_tells_its_author_and_time(project: Project) -> None:
    document = after_edit(project, "tracked_by_two_people")
    marks = {
        (piece.text, mark.kind, mark.author, mark.when[:10])
        for block in document.blocks
        if isinstance(block, EditedParagraph)
        for piece in block.pieces
        for mark in piece.marks
    }
    assert marks == {
        ("资金由年度预算解决。", "insert", WANG, "2024-03-22"),
        ("必要时申请追加。", "insert", LI, "2024-03-22"),
    }


def test_what_one_took_out_of_what_another_put_in_stands_in_neither_view(project: Project) -> None:
    document = after_edit(project, "tracked_deletion_inside_tracked_insertion")
    accepted = next(t for t in texts(document) if MEASURE in t)
    assert accepted.endswith(MEASURE + "工程质量由监理把关，验收合格后付款。")
    assert next(t for t in texts(document, "rejected") if MEASURE in t).endswith(MEASURE)


def test_a_deleted_paragraph_end_joins_two_paragraphs_only_when_accepted(project: Project) -> None:
    document = after_edit(project, "tracked_join_of_two_paragraphs")
    assert any(t.endswith(REASON + "以上情况已报县政府。") for t in texts(document))
    assert "以上情况已报县政府。" in texts(document, "rejected")


def test_a_comment_tells_its_words_its_replies_and_whether_it_is_settled(project: Project) -> None:
    document = after_edit(project, "comment_with_replies")
    ours = [r for r in document.remarks if r.author == WANG]
    first, done = ours
    assert first.words.endswith(MEASURE)
    assert [(r.author, r.text) for r in first.replies] == [(LI, "建议由纪检组验收。")]
    assert (first.resolved, done.resolved) == (False, True)


def test_tables_are_read_cell_by_cell(project: Project) -> None:
    document = read_edited(project.report)
    tables = [b for b in document.blocks if isinstance(b, EditedTable)]
    rows = [row.texts() for table in tables for row in table.standing()]
    assert any("居民满意度" in row and "93.5%" in row for row in rows)


def test_every_section_is_found_by_its_bookmark_in_an_unedited_report(project: Project) -> None:
    document = read_edited(project.report)
    located = locate(document, from_document(document))
    # the opening's bookmark stands beside lines above it that are no section's: a little less sure
    assert {p.section for p in located.placed if p.sure < 1} <= {"opening"}
    assert located.sure > 0.95
    assert {p.how for p in located.placed} == {"bookmark"}
    assert {p.section for p in located.placed} == {
        s.id for s in project.draft.sections if s.paragraphs
    }


def test_sections_are_found_by_heading_and_then_by_text_and_less_surely(project: Project) -> None:
    skeleton = from_document(read_edited(project.report))
    by_heading = locate(after_edit(project, "bookmarks_lost"), skeleton)
    by_text = locate(after_edit(project, "bookmarks_and_headings_lost"), skeleton)
    assert {p.how for p in by_heading.placed} <= {"heading", "text"}
    assert by_text.of("deviation_reasons")[0] in {"text", "heading"}
    assert 1 > by_heading.sure > by_text.sure > 0.5


def test_the_draft_alone_is_enough_to_find_the_sections(project: Project) -> None:
    document = after_edit(project, "bookmarks_lost")
    located = locate(document, from_draft(project.draft))
    sections = {p.section: p.reading.text for p in located.placed}
    assert "书签丢失后补写的话" in sections["deviation_reasons"]


def test_a_file_that_is_no_word_file_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(InputError, match=r"坏\.docx"):
        read_edited(path)


def test_the_paragraph_that_holds_the_words_is_the_one_a_comment_points_to(
    project: Project,
) -> None:
    document = after_edit(project, "comment_added")
    [remark] = [r for r in document.remarks if r.author == WANG]
    [paragraph] = [
        b for b in document.blocks
        if isinstance(b, EditedParagraph) and b.number == remark.paragraph
    ]  # fmt: skip
    assert remark.words == "126路摄像头"
    assert remark.words in paragraph.text()
    assert find(docx.Document(str(project.report)), REASON).text == paragraph.text()


def test_a_table_of_contents_is_nobody_s_text(project: Project) -> None:
    document = docx.Document(str(project.report))
    line = '<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>一、项目绩效目标批复下达情况\t1</w:t></w:r></w:hyperlink></w:p>'
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    title = "<w:p><w:r><w:t>目录</w:t></w:r></w:p>"
    document.element.body.insert(0, parse_xml(
        f"<w:sdt {NS}><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent>{title}{line}</w:sdtContent></w:sdt>"
    ))  # fmt: skip
    document.element.body.insert(1, parse_xml(line.replace("<w:p>", f"<w:p {NS}>", 1)))
    path = project.folder / "有目录.docx"
    document.save(str(path))
    review = take_back(path, check=False)
    assert not review.changes
    assert review.kept == ("加了自动目录1处，出稿时不会带上",)
