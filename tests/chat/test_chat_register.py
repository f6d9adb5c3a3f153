"""A reason or measure told in words of speech: it is shown how the report will print it, and the written words where they are certain."""

from __future__ import annotations

import pytest
from chat_project import Talk

from assistant.facts.register import spoken_in

CAUSE = "指标[验收合格率].原因"


@pytest.mark.parametrize(
    ("note", "words", "written"),
    [
        ("两间没弄完", ("没弄完",), "两间未完成"),
        ("年底才付了12万", ("付了12万",), "年底才付了12万元"),
        ("县里又给了12万", ("又给了", "给了12万"), ""),
        ("施工队跑了，娃儿没处坐", ("跑了", "娃儿"), ""),
        ("雨季长，停工四十天", (), ""),
        ("完善管理制度，整改渗漏部位", (), ""),
    ],
)
def test_spoken_words_are_named_and_written_only_where_one_sense_is_certain(
    note: str, words: tuple[str, ...], written: str
) -> None:
    told = spoken_in(note)
    assert told.written == written
    assert bool(told.words) == bool(words)
    assert set(told.words) <= set(words)


def test_the_written_words_are_taken_at_a_word_and_written_after_a_yes(talk: Talk) -> None:
    talk.ask(CAUSE)
    told = talk.told("两间厕所没弄完")
    assert "会照原话写“两间厕所没弄完”" in told
    assert "书面可写“两间厕所未完成”" in told
    before = talk.text
    assert talk.proposed("用书面的") == {CAUSE: "两间厕所未完成"}
    assert talk.text == before
    talk.say("是")
    assert talk.value(CAUSE) == "两间厕所未完成"


def test_a_plain_yes_keeps_the_words_as_they_were_said(talk: Talk) -> None:
    talk.ask(CAUSE)
    assert "口语" in talk.told("施工队跑了两个，楼顶没修")
    talk.say("是")
    assert talk.value(CAUSE) == "施工队跑了两个，楼顶没修"


def test_nothing_is_said_of_the_wording_of_a_written_reason(talk: Talk) -> None:
    talk.ask(CAUSE)
    assert "口语" not in talk.told("雨季长，工地停工四十天")
