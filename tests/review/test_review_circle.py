"""Round and round: drafted, edited, taken back, data changed, drafted anew, edited again."""

from __future__ import annotations

from pathlib import Path

import docx
from review_edits import EDITS, MEASURE, find
from review_project import Project, plainly_read

from assistant.drafting.by_model.writer import write_draft
from assistant.facts import gather
from assistant.intake import read
from assistant.llm.endpoint import choose
from assistant.report import render
from assistant.review.basis import scored
from assistant.review.finalize import finalize
from assistant.review.regenerate import flag_lines, keep_people
from assistant.review.round_trip import Review, take_back
from assistant.rules.loader import load
from assistant.scoring import score
from assistant.workspace import Workspace


def drafted_anew(project: Project, name: str) -> tuple[Path, list[str]]:
    """What `jixiao draft` does over a project that holds people's text."""
    card, facts = scored(read(project.data), project.data)
    workspace = project.workspace
    fresh = write_draft(card, facts, choose("none"), kept=workspace.load_draft())
    kept = keep_people(workspace, fresh, card, facts)
    workspace.save_draft(kept.draft)
    path = project.folder / name
    path.write_bytes(render(card, kept.draft, facts))
    workspace.remember_report(path)
    return path, list(flag_lines(kept))


def edited(path: Path, *names: str) -> Review:
    document = docx.Document(str(path))
    for name in names:
        EDITS[name](document)
    target = path.with_name(f"改-{path.name}")
    document.save(str(target))
    return take_back(target, check=False)


def test_a_person_s_words_go_round_with_the_data(project: Project) -> None:
    document = docx.Document(str(project.report))
    find(document, MEASURE).add_run("监控在线率为95%的情况已向县政府报告。")
    path = project.folder / "改.docx"
    document.save(str(path))
    take_back(path, check=False)
    edited(project.report, "heading_renamed")
    text = project.data.read_text(encoding="utf-8")
    project.data.write_text(text.replace("实际: 95%", "实际: 96%"), encoding="utf-8")

    again, flags = drafted_anew(project, "报告2.docx")
    said = plainly_read(again)
    whole = "".join(said)
    assert "监控在线率为95%的情况已向县政府报告。" in whole  # to the character
    assert "（二）下一步整改措施及分工" in said
    assert "监控在线率为96%，未达到98%的目标" in whole
    [flag] = flags
    assert "原文写95%，现为96%" in flag

    # the new file, untouched, says nothing new
    review = take_back(again, check=False)
    assert not review.changes
    assert not review.data_changes
    assert not review.kept

    # and can be edited in its turn
    review = edited(again, "comment_with_replies", "paragraphs_inserted_in_three_sections")
    assert {c.kind for c in review.changes} == {"added"}
    third, _ = drafted_anew(project, "报告3.docx")
    whole = "".join(plainly_read(third))
    assert "监控在线率为95%的情况已向县政府报告。" in whole
    assert "由督察室按月通报进展。" in whole


def test_a_copy_from_before_the_data_changed_meets_the_new_draft(project: Project) -> None:
    """The leader still edits the first file while the clerk has drafted anew."""
    text = project.data.read_text(encoding="utf-8")
    project.data.write_text(text.replace("实际: 95%", "实际: 96%"), encoding="utf-8")
    drafted_anew(project, "报告2.docx")
    review = edited(project.report, "words_typed_over", "sentence_added_at_the_start")
    draft = project.workspace.load_draft()
    assert draft is not None
    said = "".join(s.text for s in draft.section("deviation_reasons").sentences)
    assert "光缆被冲断" in said
    assert "经平台统计有误差。" in said
    assert "低2个百分点" in said
    # no value of the old file is offered as a change to the new data
    assert not [c for c in review.data_changes if c.state == "applied"]
    assert "实际: 96%" in project.data.read_text(encoding="utf-8")


def test_the_last_file_is_finalized_whole(project: Project) -> None:
    edited(project.report, "sentence_added_at_the_end", "supplied_what_was_asked_for")
    path, _ = drafted_anew(project, "报告2.docx")
    target = project.folder / "定稿.docx"
    finalize(path, target, force=True)
    whole = "".join(plainly_read(target))
    assert "县应急局已于7月2日出具受灾证明。" in whole
    assert "河政办发〔2022〕31号" in whole


def test_a_file_that_came_alone_goes_round_with_flags_too(project: Project) -> None:
    alone = project.folder / "别处"
    alone.mkdir()
    document = docx.Document(str(project.report))
    find(document, MEASURE).add_run("监控在线率为95%的情况已向县政府报告。")
    path = alone / "收到的.docx"
    document.save(str(path))
    take_back(path, check=False)
    data = alone / "收到的.yaml"
    text = data.read_text(encoding="utf-8")
    assert "实际: 95%" in text
    data.write_text(text.replace("实际: 95%", "实际: 96%"), encoding="utf-8")
    card, facts = scored(read(data), data)
    workspace = Workspace.beside(data)
    fresh = write_draft(card, facts, choose("none"), kept=workspace.load_draft())
    kept = keep_people(workspace, fresh, card, facts)
    assert ["原文写95%，现为96%" in line for line in flag_lines(kept)] == [True]


def test_a_report_by_other_rules_is_taken_back_by_those_rules(project: Project) -> None:
    evaluation = read(project.data)
    card = score(evaluation, load("HB-20-80", year=evaluation.project.year))
    facts = gather(card)
    path = project.folder / "湖北.docx"
    path.write_bytes(render(card, project.draft, facts))
    document = docx.Document(str(path))
    find(document, MEASURE).add_run(f"本项目自评总分{card.total.score}分。")
    document.save(str(path))
    review = take_back(path, check=False)
    assert review.card.ruleset_id == "HB-20-80"
    assert review.card.total == card.total
