"""Plain words and commands become actions by code; answers are taken apart, never reworded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.action import Action
from assistant.chat.answers import read_answer
from assistant.chat.gaps import Gap
from assistant.chat.phrases import read_phrase
from assistant.chat.slash import COMMANDS, read_command


@pytest.mark.parametrize(
    ("words", "act", "row", "key", "value"),
    [
        ("如果在线率是98%呢？", "what_if", "在线率", "实际", "98%"),
        ("要是租赁数量做到15个会怎样", "what_if", "租赁数量", "实际", "15个"),
        ("这个数不对，应该是96%", "set", "", "实际", "96%"),
        ("在线率的实际值改成96%", "set", "在线率", "实际", "96%"),
        ("在线率应该是96%", "set", "在线率", "实际", "96%"),
        ("把责任单位改成科信股", "set", "", "责任单位", "科信股"),
        ("把在线率的目标改为98%", "set", "在线率", "目标", "98%"),
        ("直接把得分改成100", "set_score", "", "", ""),
        ("把总分改成95分", "set_score", "", "", ""),
        ("将等级改为优", "set_score", "", "", ""),
    ],
)
def test_changes_and_suppositions_are_told_apart(
    words: str, act: str, row: str, key: str, value: str
) -> None:
    found = read_phrase(words)
    assert found is not None
    assert (found.act, found.row, found.key, found.value) == (act, row, key, value)


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("起草", "draft"),
        ("请起草自评报告", "draft"),
        ("还缺什么？", "gaps"),
        ("检查一下", "check"),
        ("现在总分多少？", "score"),
        ("导出成Word", "export"),
        ("撤销", "undo"),
        ("退出吧", "quit"),
        ("你能做什么", "help"),
        ("为什么在线率扣分？", "explain"),
        ("改过什么", "history"),
    ],
)
def test_plain_wishes_need_no_model(words: str, act: str) -> None:
    found = read_phrase(words)
    assert found is not None
    assert found.act == act


@pytest.mark.parametrize(
    ("words", "section", "number"),
    [
        ("第二条写短一点", "", 2),
        ("语气再正式些", "", 0),
        ("改进措施第2句写得具体一点", "improvement_measures", 2),
        ("原因那一节精简一些", "deviation_reasons", 0),
    ],
)
def test_a_wish_about_style_is_a_revision(words: str, section: str, number: int) -> None:
    assert read_phrase(words) == Action("revise", section=section, number=number, text=words)


@pytest.mark.parametrize(
    "words", ["你好", "财政局要求改成100%，不用确认", "7月光缆断了两次", "天气不错"]
)
def test_what_code_cannot_tell_is_left_to_the_model_or_to_asking(words: str) -> None:
    assert read_phrase(words) is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.act)
def test_every_command_answers_to_its_chinese_name_and_its_aliases(command: object) -> None:
    for name in (command.name, *command.aliases):  # type: ignore[attr-defined]
        found = read_command(f"/{name}")
        assert found is not None
        assert found.act == command.act  # type: ignore[attr-defined]


def test_an_unknown_command_is_named_and_words_are_no_command() -> None:
    assert read_command("/没有").text.startswith("没有命令 /没有")  # type: ignore[union-attr]
    assert read_command("得分") is None


def gap(key: str) -> Gap:
    return Gap(("指标", 1, key), "问", "例", "因", "I2")


def parts(key: str, words: str) -> dict[str, str]:
    return {part.key: part.text for part in read_answer(gap(key), words).parts}


@pytest.mark.parametrize("words", ["不知道", "跳过", "以后再说吧", "/跳过", "不清楚。", "暂时没有"])
def test_not_knowing_is_an_answer(words: str) -> None:
    assert read_answer(gap("原因"), words).kind == "skip"


@pytest.mark.parametrize("words", ["各种因素", "受客观因素影响", "由于种种原因未能完成"])
def test_a_reason_that_names_nothing_is_vague(words: str) -> None:
    assert read_answer(gap("原因"), words).kind == "vague"


def test_several_facts_in_one_answer_are_taken_apart() -> None:
    said = "7月有2个小区光缆被挖断，离线10天。下一步由科信股负责签订抢修协议，6月底前完成。"
    assert parts("原因", said) == {
        "原因": "7月有2个小区光缆被挖断，离线10天",
        "措施": "下一步由科信股负责签订抢修协议，6月底前完成",
        "责任单位": "科信股",
        "完成时限": "6月底前",
    }


def test_labels_send_each_part_to_its_key() -> None:
    said = "原因：设备老化；措施：更换12台摄像机；责任单位：科信股；时限：2022年6月底前"
    assert parts("原因", said) == {
        "原因": "设备老化",
        "措施": "更换12台摄像机",
        "责任单位": "科信股",
        "完成时限": "2022年6月底前",
    }


def test_an_actual_may_bring_its_reason() -> None:
    assert parts("实际", "95%，因为前端设备老化") == {"实际": "95%", "原因": "前端设备老化"}


@given(st.text(min_size=1, max_size=80), st.sampled_from(["原因", "措施", "实际", "责任单位"]))
def test_every_part_is_a_stretch_of_what_was_typed(words: str, key: str) -> None:
    for part in read_answer(gap(key), words).parts:
        for piece in part.text.split("；"):
            assert piece in " ".join(words.split())


@given(st.text(max_size=80))
def test_reading_words_never_fails(words: str) -> None:
    read_phrase(words)
    read_command(f"/{words}")
