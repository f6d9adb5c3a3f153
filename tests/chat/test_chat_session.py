"""A conversation without a model: it asks, proposes, waits for a yes, writes, takes back, and resumes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from chat_project import DATA

from assistant.chat.graph import Session, sessions


def say(chat: Session, *lines: str) -> str:
    """What was said to the last of the lines."""
    replies: tuple[str, ...] = ()
    for line in lines:
        replies = chat.say(line).replies
    return "\n".join(replies)


def test_the_opening_says_where_things_stand_and_asks_the_most_valuable_question(
    open_chat: Callable[[], Session],
) -> None:
    opening = "\n".join(open_chat().begin("none").replies)
    assert "数据不全，总分和等级还不能定" in opening
    assert "“验收合格率”指标值100%、实际95%，低5个百分点" in opening
    assert opening.rstrip().count("？") == 1
    assert "“受益学生人数”的年度指标值是≥3000人，全年实际完成了多少？" in opening


def test_an_answer_is_shown_with_its_effect_and_written_only_after_a_yes(
    chat: Session, data: Path
) -> None:
    shown = say(chat, "3120人")
    assert "指标[3].实际：（空） → 3120人" in shown
    assert "得分（算不出）→30分" in shown
    assert data.read_text(encoding="utf-8") == DATA
    assert "已写入" in say(chat, "确认")
    assert data.read_text(encoding="utf-8") == DATA.replace("≥3000人}", "≥3000人, 实际: 3120人}")


def test_a_bare_number_gets_the_unit_of_its_target(chat: Session) -> None:
    assert "→ 3120人" in say(chat, "3120")


def test_an_unreadable_number_is_asked_again_with_an_example(chat: Session, data: Path) -> None:
    assert "约数" in say(chat, "3000多人吧，大约")
    assert data.read_text(encoding="utf-8") == DATA


def test_not_knowing_leaves_a_blank_and_goes_on(chat: Session, data: Path) -> None:
    said = say(chat, "不知道")
    assert "报告里会标【待补充】" in said
    assert "“验收合格率”" in said
    assert data.read_text(encoding="utf-8") == DATA


def test_a_vague_reason_is_asked_about_once_more(chat: Session) -> None:
    say(chat, "跳过")
    again = say(chat, "各种因素")
    assert "太笼统" in again
    assert "例：" in again
    assert "指标[2].原因：（空） → 各种因素" in say(chat, "各种因素")


def test_one_answer_fills_reason_measure_owner_and_deadline(chat: Session, data: Path) -> None:
    say(
        chat,
        "跳过",
        "有1所屋面渗水需返工。下一步由基建股负责返工并复验，2024年3月底前完成。",
        "确认",
    )
    row = data.read_text(encoding="utf-8").splitlines()[8]
    for words in ("原因: 有1所屋面渗水需返工", "责任单位: 基建股", "完成时限: 2024年3月底前"):
        assert words in row


def test_a_supposition_changes_nothing(chat: Session, data: Path) -> None:
    said = say(chat, "如果验收合格率是98%呢？")
    assert "完成情况95%→98%" in said
    assert "数据没有改" in said
    assert data.read_text(encoding="utf-8") == DATA


def test_own_value_takes_the_place_of_a_proposed_one(chat: Session, data: Path) -> None:
    say(chat, "验收合格率应该是96%", "改成：97%", "确认")
    assert "实际: 97%" in data.read_text(encoding="utf-8")


def test_steps_are_taken_back_and_done_again(chat: Session, data: Path) -> None:
    say(chat, "3120人", "确认")
    changed = data.read_text(encoding="utf-8")
    assert "已撤销" in say(chat, "/撤销")
    assert data.read_text(encoding="utf-8") == DATA
    assert "已重做" in say(chat, "/重做")
    assert data.read_text(encoding="utf-8") == changed
    assert "没有可以重做" in say(chat, "/重做")


def test_undo_does_not_lose_what_was_edited_outside(chat: Session, data: Path) -> None:
    say(chat, "3120人", "确认")
    outside = data.read_text(encoding="utf-8").replace("118.50", "119")
    data.write_text(outside, encoding="utf-8")
    say(chat, "/撤销")
    assert "在对话之外改过" in say(chat, "/历史")
    say(chat, "/重做")
    assert data.read_text(encoding="utf-8") == outside


def test_a_draft_is_adopted_revised_in_own_words_and_exported(chat: Session, data: Path) -> None:
    assert "采用吗" in say(chat, "起草")
    assert not list(data.parent.glob("*.docx"))
    say(chat, "确认")
    assert "自评报告.docx" in say(chat, "/导出")
    assert (data.parent / "自评报告.docx").exists()


def test_a_pending_proposal_outlives_the_process(
    open_chat: Callable[[], Session], data: Path
) -> None:
    first = open_chat()
    first.begin("none")
    first.say("3120人")
    second = open_chat()
    assert second.waiting
    assert "→ 3120人" in "\n".join(second.begin().replies)
    second.say("确认")
    assert "3120人" in data.read_text(encoding="utf-8")


def test_a_change_that_was_written_before_a_crash_is_not_written_twice(
    open_chat: Callable[[], Session], data: Path
) -> None:
    first = open_chat()
    first.begin("none")
    first.say("3120人")
    written = DATA.replace("≥3000人}", "≥3000人, 实际: 3120人}")
    data.write_text(written, encoding="utf-8")  # the file was replaced, the checkpoint was not
    assert "已写入" in "\n".join(open_chat().say("确认").replies)
    assert data.read_text(encoding="utf-8") == written


def test_sessions_are_listed(chat: Session, data: Path) -> None:
    assert chat.memory.said
    assert sessions(data.with_name("数据.jixiao")) == ("会话",)


@pytest.mark.parametrize(
    "line", ["/得分", "/指标", "/缺项", "/事实", "/检查", "/历史", "/帮助", "/看", "/比较", "/费用"]
)
def test_reading_commands_answer_and_write_nothing(chat: Session, data: Path, line: str) -> None:
    assert say(chat, line)
    assert data.read_text(encoding="utf-8") == DATA


def test_this_number_means_the_row_last_spoken_of(chat: Session) -> None:
    say(chat, "跳过", "跳过", "跳过", "跳过", "跳过", "为什么验收合格率扣分？")
    assert "指标[2].实际：95% → 96%" in say(chat, "验收合格率的这个数不对，应该是96%")


def test_own_words_for_a_sentence_are_shown_adopted_and_stay_theirs(chat: Session) -> None:
    say(chat, "起草", "确认")
    shown = say(chat, "/改 原因 第1句 改成：验收时发现1所学校屋面渗水。")
    assert "+ 验收时发现1所学校屋面渗水。" in shown
    say(chat, "确认")
    assert "（人工）" in say(chat, "/看 原因")
    say(chat, "起草", "确认")
    assert "验收时发现1所学校屋面渗水。" in say(chat, "/看 原因")
