"""Comments answered: proposals as tracked changes by 起草助手, replies in the thread, questions to the staff."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx_plus.comments import add_comment, read_threads, reply_to_comment, resolve_comment
from docx_plus.revisions import accept_all_revisions, reject_all_revisions
from fake_endpoint import FakeEndpoint, Reply
from review_edits import LI, MEASURE, REASON, WANG, find, split_run, tracked_run
from review_project import Project
from test_review_finalize import sound

from assistant.errors import InputError, ModelError
from assistant.review.answer import Answers
from assistant.review.answering import answer_review
from assistant.review.finalize import finalize
from assistant.review.round_trip import take_back
from assistant.review.show import word_diff
from assistant.word.reader import read_edited
from assistant.word.suggest import propose


def commented(project: Project, *comments: tuple[str, str]) -> Path:
    """The report with comments on words: (words, comment)."""
    document = docx.Document(str(project.report))
    for words, text in comments:
        p = next(p for p in document.paragraphs if words in p.text)
        add_comment(split_run(p, words), text, author=WANG)
    path = project.folder / "批注稿.docx"
    document.save(str(path))
    return path


def answered(path: Path, model: str = "none", **more: object) -> Answers:
    return answer_review(take_back(path), model=model, **more)  # type: ignore[arg-type]


def reply(kind: str, *texts: str, question: str = "", facts: tuple[str, ...] = ()) -> Reply:
    rows = [{"text": text, "facts": list(facts)} for text in texts]
    return Reply(content=json.dumps({"kind": kind, "sentences": rows, "question": question}))


def threads(path: Path) -> dict[str, list[tuple[str, str]]]:
    return {
        t.root.text: [(r.author, r.text) for r in t.replies]
        for t in read_threads(docx.Document(str(path)))
        if t.root.author == WANG
    }


def resolved(path: Path, *, accept: bool) -> str:
    document = docx.Document(str(path))
    (accept_all_revisions if accept else reject_all_revisions)(document)
    return "\n".join(p.text for p in document.paragraphs)


def test_a_grounded_revision_becomes_a_tracked_change_with_a_reply(
    project: Project, fake_endpoint: FakeEndpoint
) -> None:
    path = commented(project, (REASON, "说清楚是哪个月、几处"))
    new = "监控在线率未达到年度指标值，原因是6月汛期3处机房进水，126路摄像头停用21天。"
    fake_endpoint.script(reply("revise", new))
    made = answered(path, fake_endpoint.url + "#fake")
    [one] = made.answers
    assert (one.done, one.after) == ("revised", new)
    assert made.output == path.with_name("批注稿.答复稿.docx")
    assert new in resolved(made.output, accept=True)
    assert resolved(made.output, accept=False) == resolved(path, accept=False)
    [(author, said)] = threads(made.output)["说清楚是哪个月、几处"]
    assert author == "起草助手"
    assert "请审定" in said
    marks = {
        (mark.kind, mark.author)
        for block in read_edited(made.output).blocks
        for piece in getattr(block, "pieces", ())
        for mark in piece.marks
    }
    assert ("insert", "起草助手") in marks
    assert {author for _, author in marks} == {"起草助手"}
    sound(made.output)
    prompt = fake_endpoint.requests[0].prompt
    assert "说清楚是哪个月、几处" in prompt
    assert REASON in prompt


def test_an_invented_figure_is_sent_back_and_never_written(
    project: Project, fake_endpoint: FakeEndpoint
) -> None:
    path = commented(project, (REASON, "写具体"))
    bad = "6月汛期17处机房进水，直接损失83万元。"
    repaired = Reply(content=json.dumps({"sentences": [{"text": bad, "facts": []}]}))
    fake_endpoint.script(reply("revise", bad), repaired)
    made = answered(path, fake_endpoint.url + "#fake")
    assert [a.done for a in made.answers] == ["asked"]
    assert len(fake_endpoint.requests) == 2
    assert made.questions
    assert made.output is not None
    assert "83万元" not in resolved(made.output, accept=True)


def test_what_the_data_lack_becomes_a_question_in_the_model_s_words(
    project: Project, fake_endpoint: FakeEndpoint
) -> None:
    path = commented(project, ("3处机房", "哪3处？"))
    fake_endpoint.script(reply("ask", question="请科信大队补充3处机房的名称。"))
    made = answered(path, fake_endpoint.url + "#fake")
    [question] = made.questions
    assert "请科信大队补充3处机房的名称" in question.text
    assert question.asked_by == WANG
    kept = json.loads((project.workspace.folder / "questions.json").read_text(encoding="utf-8"))
    assert kept["questions"][0]["text"] == question.text
    assert made.output is not None
    assert resolved(made.output, accept=True) == resolved(path, accept=True)


def test_a_model_that_cannot_be_reached_writes_no_copy(
    project: Project, fake_endpoint: FakeEndpoint
) -> None:
    path = commented(project, (REASON, "写具体"))
    fake_endpoint.close()
    with pytest.raises(ModelError):
        answered(path, fake_endpoint.url + "#fake", backoff=0.01)
    assert not path.with_name("批注稿.答复稿.docx").exists()


def test_without_a_model_every_comment_is_answered_by_its_own_words_or_asked(
    project: Project,
) -> None:
    path = commented(
        project,
        ("科信大队", "“科信大队”改为“科技信息化大队”"),
        ("汛期", "改为“主汛期”"),
        ("126路摄像头", "这里写具体"),
        ("抬高机房基座并", "这句删去"),
    )
    made = answered(path)
    assert [a.done for a in made.answers] == ["revised", "revised", "asked", "deleted"]
    assert made.output is not None
    text = resolved(made.output, accept=True)
    assert "由科技信息化大队负责" in text
    assert "6月主汛期3处" in text
    assert "抬高机房基座并" not in text
    assert "126路摄像头" in made.questions[0].text
    assert all(len(replies) == 1 for replies in threads(made.output).values())
    sound(made.output)


def test_settled_threads_and_those_already_answered_are_left_alone(project: Project) -> None:
    document = docx.Document(str(project.report))
    done = add_comment(find(document, REASON), "已改。", author=WANG)
    resolve_comment(document, done.comment_id)
    told = add_comment(find(document, MEASURE), "由谁验收？", author=WANG)
    reply_to_comment(document, told.comment_id, "已列入问题清单。", author="起草助手")
    path = project.folder / "批注稿.docx"
    document.save(str(path))
    assert answered(path).answers == ()


def test_a_person_s_new_reply_opens_the_thread_again(project: Project) -> None:
    document = docx.Document(str(project.report))
    told = add_comment(find(document, MEASURE), "由谁验收？", author=WANG)
    reply_to_comment(document, told.comment_id, "已列入问题清单。", author="起草助手")
    reply_to_comment(document, told.comment_id, "把“6月底前”改为“7月底前”", author=LI)
    path = project.folder / "批注稿.docx"
    document.save(str(path))
    [one] = answered(path).answers
    assert (one.done, one.text) == ("revised", "把“6月底前”改为“7月底前”")


def test_a_comment_in_a_table_is_answered_too(project: Project) -> None:
    document = docx.Document(str(project.report))
    table = document.tables[-1]
    p = table.rows[1].cells[3].paragraphs[0]
    add_comment(p.runs[0], "指标值依据是什么？", author=WANG)
    path = project.folder / "批注稿.docx"
    document.save(str(path))
    [one] = answered(path).answers
    assert one.done == "asked"


def test_the_copy_never_replaces_a_file_that_somebody_edited(project: Project) -> None:
    path = commented(project, (REASON, "写具体"))
    target = answered(path).output
    assert target is not None
    answered(path)  # the program's own copy, untouched: written anew
    somebody = docx.Document(str(target))
    somebody.add_paragraph("有人在答复稿上加的话。")
    somebody.save(str(target))
    theirs = target.read_bytes()
    with pytest.raises(InputError, match="--force"):
        answered(path)
    answered(path, force=True)
    assert target.with_name(target.name + ".bak").read_bytes() == theirs
    with pytest.raises(InputError, match="同名"):
        answered(path, output=path, force=True)


def test_a_proposal_leaves_other_people_s_changes_where_they_are(project: Project) -> None:
    document = docx.Document(str(project.report))
    p = find(document, MEASURE)
    p._p.append(tracked_run("ins", "逾期通报。", LI, 77))
    when = datetime(2024, 4, 1, tzinfo=UTC)
    old = MEASURE + "逾期通报。"
    new = MEASURE.replace("科信大队", "科技信息化大队") + "逾期全局通报。"
    assert propose(document, p._p, old, word_diff(old, new), when=when)
    path = project.folder / "a.docx"
    document.save(str(path))
    sound(path)
    assert new in resolved(path, accept=True)
    assert MEASURE in resolved(path, accept=False)
    assert "逾期" not in resolved(path, accept=False)


def test_words_that_are_not_there_are_not_marked(project: Project) -> None:
    document = docx.Document(str(project.report))
    assert not propose(document, find(document, MEASURE)._p, "没有这句话。", [("+", "换一句。")])


def test_a_proposal_is_nobody_s_text_until_a_person_accepts_it(project: Project) -> None:
    path = commented(project, ("科信大队", "“科信大队”改为“科技信息化大队”"))
    copy = answered(path).output
    assert copy is not None
    undecided = take_back(copy)
    assert not undecided.changes
    with pytest.raises(InputError) as refusal:
        finalize(copy, project.folder / "定稿.docx")
    assert any("没有审定" in line for line in refusal.value.lines)
    document = docx.Document(str(copy))
    accept_all_revisions(document)
    document.save(str(copy))
    accepted = take_back(copy)
    assert [c.after for c in accepted.changes] == [MEASURE.replace("科信大队", "科技信息化大队")]


def test_what_the_data_hold_is_written_in_and_what_they_lack_is_asked(project: Project) -> None:
    project.data.write_text(
        project.data.read_text(encoding="utf-8").replace("    责任单位: 科信大队\n", ""),
        encoding="utf-8",
    )
    path = commented(
        project,
        ("监控在线率全年为95%", "目标是多少？要写明"),
        ("126路摄像头", "谁负责、什么时候完成，写清楚"),
    )
    made = answered(path)
    first, second = made.answers
    assert first.done == "revised"
    assert first.after == first.before + "“监控在线率”年度指标值为不低于98%。"
    assert second.done == "revised"
    assert second.after == second.before + "2024年6月底前完成。"
    assert [q.text for q in made.questions] == ["请补充“监控在线率”的责任单位。"]
    assert made.output is not None
    assert second.after in resolved(made.output, accept=True)


def test_what_the_text_says_already_is_pointed_to(project: Project) -> None:
    path = commented(project, ("抬高机房基座", "谁负责、什么时候完成？"))
    [one] = answered(path).answers
    assert one.done == "noted"
    assert "“科信大队”、“2024年6月底前”" in one.reply


def test_a_model_that_asks_for_what_the_data_hold_is_not_passed_on(
    project: Project, fake_endpoint: FakeEndpoint
) -> None:
    path = commented(project, ("监控在线率全年为95%", "目标是多少？"))
    fake_endpoint.script(reply("ask", question="请补充监控在线率的年度指标值。"))
    made = answered(path, fake_endpoint.url + "#fake")
    assert [a.done for a in made.answers] == ["revised"]
    assert not made.questions


def test_words_that_stand_twice_are_those_the_comment_is_on(project: Project) -> None:
    document = docx.Document(str(project.report))
    p = find(document, REASON)
    for words in ("处机房", "原因是6月汛期"):
        split_run(p, words)
    (three,) = (run for run in p.runs if run.text == "3")  # “低3个百分点” stands before it
    add_comment(three, "“3”改为“4”", author=WANG)
    path = project.folder / "批注稿.docx"
    document.save(str(path))
    [one] = answered(path).answers
    assert one.done == "revised"
    assert (one.before, one.after) == (REASON, REASON.replace("3处", "4处"))


def test_a_comment_of_two_parts_is_answered_in_both(project: Project) -> None:
    path = commented(project, ("抬高机房基座", "把“加装”改为“增设”，再写明佐证材料和目标是多少"))
    [one] = answered(path).answers
    assert one.done == "revised"
    assert "增设排水泵" in one.after
    assert "年度指标值为不低于98%" in one.after
    assert "佐证材料数据里没有" in one.reply


def test_the_part_of_a_comment_that_nothing_is_done_about_is_said_and_asked(
    project: Project,
) -> None:
    path = commented(project, ("抬高机房基座", "“加装”改为“增设”，并附上招标文件编号"))
    made = answered(path)
    assert "增设排水泵" in made.answers[0].after
    assert "附上招标文件编号" in made.answers[0].reply
    assert "没有办" in made.answers[0].reply
    assert len(made.questions) == 1


def test_a_figure_that_a_comment_dictates_bears_whether_the_data_support_it(
    project: Project,
) -> None:
    path = commented(project, ("监控在线率全年为95%", "“95%”改为“99%”"))
    assert "数据不能支持" in answered(path).answers[0].reply
    path = commented(project, ("监控在线率全年为95%", "“全年为95%”改为“全年达到95%”"))
    [right] = answered(path).answers
    assert "依据数据：“监控在线率”的" in right.reply
    assert not re.search(r"F\d", right.reply)  # a number of a fact says nothing to staff
    assert right.facts


def test_a_proposal_nobody_accepted_never_reaches_the_final_copy_even_by_force(
    project: Project,
) -> None:
    path = commented(project, ("科信大队", "“科信大队”改为“【待核实】科技信息化大队”"))
    copy = answered(path).output
    assert copy is not None
    target = project.folder / "定稿.docx"
    made = finalize(copy, target, force=True)
    assert any("没有审定" in line for line in made.obstacles)
    text = "\n".join(p.text for p in docx.Document(str(target)).paragraphs)
    assert MEASURE in text
    assert "科技信息化大队" not in text
    assert "待核实" not in text


def test_a_question_that_no_value_answers_is_said_beside_the_one_that_is(project: Project) -> None:
    path = commented(project, (REASON, "水是怎么进的，原因是什么？机房的验收报告放在哪里？"))
    made = answered(path)
    [one] = made.answers
    assert "机房进水" in one.reply
    assert "“机房的验收报告放在哪里”数据里没有" in one.reply
    assert ["机房的验收报告放在哪里？" in q.text for q in made.questions] == [True]


@pytest.mark.parametrize(
    "asked",
    ["责任是谁的？", "这是谁造成的？", "到底怪谁，要问责", "责任在哪个部门？", "谁的责任要写清楚", "责任归属写一下"],
)  # fmt: skip
def test_whose_fault_it_is_stays_a_question_and_no_owner_is_blamed(
    project: Project, asked: str
) -> None:
    owner = "科信大队"
    assert owner in project.data.read_text(encoding="utf-8")
    [one] = answered(commented(project, (REASON, asked))).answers
    assert owner not in one.after
    assert one.done == "asked"


def test_who_mends_it_is_told_and_whose_fault_it_is_asked(project: Project) -> None:
    made = answered(commented(project, (REASON, "原因是什么？责任是谁的？")))
    [one] = made.answers
    assert "责任归属" in one.reply
    assert "科信大队" not in one.after
    assert ["责任归属" in q.text for q in made.questions] == [True]


def test_who_mends_it_told_beside_a_cause_is_the_one_of_the_measures(project: Project) -> None:
    [one] = answered(commented(project, (REASON, "谁负责？"))).answers
    if one.done == "revised":
        assert one.after == f"{one.before}改进措施由科信大队负责。"
    else:
        assert one.done == "noted"  # the report says it already
        assert "科信大队" in one.reply
