"""Revisions: what was taken in, by whom; back again, without harm to what others did meanwhile."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from review_edits import EDITS, MEASURE, REASON, find
from review_project import DATA, Project

from assistant.errors import InputError
from assistant.review.going_back import only_data, undo
from assistant.review.round_trip import Review, take_back


def sent_back(project: Project, name: str, *, consent: bool = False, by: str = "") -> Review:
    document = docx.Document(str(project.report))
    EDITS[name](document)
    if by:
        document.core_properties.last_modified_by = by
    path = project.folder / f"{name}.docx"
    document.save(str(path))
    return take_back(path, consent=consent, check=False)


def reasons(project: Project) -> str:
    draft = project.workspace.load_draft()
    assert draft is not None
    return "".join(s.text for s in draft.section("deviation_reasons").sentences)


def test_a_revision_says_what_was_taken_in_and_by_whom(project: Project) -> None:
    review = sent_back(project, "sentence_added_at_the_end", by="王局长")
    history = project.workspace.history
    assert [(r.number, r.parent, r.author) for r in history.all()] == [
        (1, 0, "程序"),
        (2, 1, "王局长"),
    ]
    assert history.head == 2
    assert review.revision is not None
    assert "文字1处" in review.revision.what
    assert any("县应急局" in line for line in history.get(2).lines)


def test_a_person_s_sentence_bears_author_and_time(project: Project) -> None:
    sent_back(project, "tracked_insertion")
    draft = project.workspace.load_draft()
    assert draft is not None
    section = draft.section("improvement_measures")
    assert section.source == "human"
    [sentence] = [s for s in section.sentences if s.author]
    assert (sentence.text, sentence.author) == ("逾期未完成的由局党委约谈。", "王局长")
    assert sentence.edited.startswith("2024-03-22T09:30")


def test_a_file_without_edits_makes_no_revision(project: Project) -> None:
    assert take_back(project.report).revision is None
    assert project.workspace.history.numbers() == []


def test_undo_brings_back_draft_and_data_and_what_was_undone_can_still_be_shown(
    project: Project,
) -> None:
    sent_back(project, "sentence_added_at_the_end")
    sent_back(project, "cell_changed", consent=True)
    assert "96.2%" in project.data.read_text(encoding="utf-8")
    done = undo(project.data)
    assert (done.undone.number, done.now.number, done.data) == (3, 2, "restored")
    assert project.data.read_text(encoding="utf-8") == DATA
    assert "县应急局" in reasons(project)
    undo(project.data)
    assert "县应急局" not in reasons(project)
    assert "96.2%" in project.workspace.history.get(3).data
    with pytest.raises(InputError, match="最早"):
        undo(project.data)


def test_after_an_undo_the_next_copy_starts_from_there(project: Project) -> None:
    sent_back(project, "sentence_added_at_the_end")
    undo(project.data)
    sent_back(project, "sentence_added_at_the_start")
    assert "经平台统计有误差。" in reasons(project)
    assert "县应急局" not in reasons(project)
    history = project.workspace.history
    assert [(r.number, r.parent) for r in history.all()] == [(1, 0), (2, 1), (3, 1)]


def test_undo_leaves_a_data_file_that_somebody_edited_since(project: Project) -> None:
    sent_back(project, "cell_changed", consent=True)
    text = project.data.read_text(encoding="utf-8") + "# 又改了\n"
    project.data.write_text(text, encoding="utf-8")
    assert undo(project.data).data == "kept"
    assert project.data.read_text(encoding="utf-8") == text


def test_the_same_copy_taken_in_twice_makes_one_revision(project: Project) -> None:
    assert sent_back(project, "words_typed_over").revision is not None
    assert sent_back(project, "words_typed_over").revision is None


def test_copies_of_two_people_are_both_taken_in(project: Project) -> None:
    sent_back(project, "sentence_added_at_the_end", by="王局长")
    review = sent_back(project, "paragraphs_inserted_in_three_sections", by="李科长")
    text = reasons(project)
    assert "县应急局" in text
    assert "汛期之后已逐点复查。" in text
    assert not review.conflicts


def test_two_people_who_rewrote_one_sentence_are_both_kept_and_marked(project: Project) -> None:
    sent_back(project, "words_typed_over", by="王局长")
    review = sent_back(project, "runs_chopped_as_wps_does", by="李科长")
    [conflict] = review.conflicts
    assert conflict.base == REASON
    text = reasons(project)
    assert "光缆被冲断，126路摄像头停用21天。" in text
    assert "停用二十一天，累计影响视频回传。" in text
    draft = project.workspace.load_draft()
    assert draft is not None
    both = [s for s in draft.section("deviation_reasons").sentences if s.author]
    assert {s.author for s in both} == {"王局长", "李科长"}
    assert {s.verdict for s in both} == {"verify"}


def test_the_only_project_of_a_folder_needs_no_name(project: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        only_data(tmp_path)
    sent_back(project, "words_typed_over")
    assert only_data(tmp_path) == project.data
    assert find(docx.Document(str(project.report)), MEASURE)


def test_a_broken_revision_is_said_and_not_guessed(project: Project) -> None:
    sent_back(project, "words_typed_over")
    folder = project.workspace.history.folder
    (folder / "0002.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"0002\.json"):
        undo(project.data)


def test_what_a_new_draft_or_a_conversation_changed_is_undone_first(project: Project) -> None:
    sent_back(project, "sentence_added_at_the_end")
    kept = project.workspace.load_draft()
    project.workspace.save_draft(project.draft)  # as a conversation does
    assert undo(project.data).undone.what == "其间重新起草或在对话中修改"
    assert project.workspace.load_draft() == kept
    assert "县应急局" in reasons(project)


def test_what_was_done_in_between_is_a_revision_of_its_own(project: Project) -> None:
    sent_back(project, "sentence_added_at_the_end")
    project.workspace.save_draft(project.draft)
    sent_back(project, "sentence_added_at_the_start")
    history = project.workspace.history
    assert [r.parent for r in history.all()] == [0, 1, 2, 3]
    assert history.get(3).draft == project.draft
