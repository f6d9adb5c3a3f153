"""After any change of the data: rules' sentences anew, others marked, and export says what check says."""

from __future__ import annotations

from collections.abc import Callable

from chat_project import Talk

from assistant.checks.inspection import inspect

About = Callable[[str], Talk]


def _sentences(talk: Talk) -> str:
    draft = talk.conversation.project.draft()
    assert draft is not None
    return "\n".join(s.text for part in draft.sections for s in part.sentences)


def test_sentences_by_rules_follow_the_data(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    assert "8800米" in _sentences(talk)
    talk.say("护栏改成9000米")
    talk.say("是")
    assert "9000米" in _sentences(talk) and "8800米" not in _sentences(talk)


def test_a_persons_sentence_whose_facts_changed_is_marked_and_named(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    talk.say("/改 原因 第1句 改成：安装波形护栏长度实际为8800米，没有装完。")
    talk.say("是")
    assert "实际为8800米，没有装完" in _sentences(talk)
    talk.say("护栏改成9000米")
    said = talk.told("是")
    assert "没有装完" in said and "请核对" in said
    draft = talk.conversation.project.draft()
    assert draft is not None
    notes = [s.note for part in draft.sections for s in part.sentences if "没有装完" in s.text]
    assert notes and "9000米" in notes[0]


def test_data_changed_outside_the_talk_are_told_anew_before_export(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    talk.path.write_text(talk.text.replace("8800米", "9300米"), encoding="utf-8")
    talk.say("导出")
    assert "9300米" in _sentences(talk)


def test_export_says_the_errors_that_check_of_the_file_says(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    said = talk.told("导出")
    found = inspect(talk.path.with_name("自评报告.docx")).findings
    errors = sum(f.severity == "error" for f in found)
    assert errors > 0
    assert f"{errors}处错误" in said


def test_a_row_deleted_and_undone_comes_back_with_its_sentence(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("起草")
    before = talk.text
    talk.say("删掉警示标志那条")
    talk.say("是")
    assert "更换警示标志数量" not in talk.text and "更换警示标志数量" not in _sentences(talk)
    talk.say("撤销")
    assert talk.text == before
    assert "更换警示标志数量" in _sentences(talk)


def test_nothing_is_exported_while_something_waits(talk_about: About) -> None:
    talk = talk_about("road")
    talk.say("好路率92%")
    assert "还有等您确认的" in talk.told("导出")
    assert not talk.path.with_name("自评报告.docx").exists()
