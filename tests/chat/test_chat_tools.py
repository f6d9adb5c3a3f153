"""A capable model calls tools over the same acts: what the words bear is proposed, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chat_project import DATA
from fake_endpoint import FakeEndpoint, Reply, html, text, tools_only

from assistant.chat.graph import Session

RATE = "验收那个率监理后头拿来的单子写着98%"
PUPILS = "受益的娃儿头年9月学籍上数出来3050个"


def calls(*made: dict[str, str]) -> Reply:
    """A model's tool calls for one line."""
    return text(json.dumps({"calls": list(made)}, ensure_ascii=False))


def put(row: str, value: str, key: str = "实际", tool: str = "set") -> dict[str, str]:
    return {"tool": tool, "row": row, "key": key, "value": value}


@pytest.fixture
def talking(
    open_chat: Callable[[], Session],
    fake_endpoint: FakeEndpoint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Session]:
    """A session past its interview, with a scripted endpoint that is set as a strong model."""
    config = tmp_path / "设置.yaml"
    config.write_text("模型: {档次: 强}\n", encoding="utf-8")
    config.chmod(0o600)
    monkeypatch.setenv("JIXIAO_CONFIG", str(config))
    monkeypatch.setenv("OPENAI_MODEL", "m")
    monkeypatch.setattr("assistant.chat.writing.READING", 300.0)  # a busy machine is no slow model
    session = open_chat()
    session.begin()
    while session.memory.asking:
        session.say("跳过")
    yield session


def proposed(chat: Session, line: str) -> dict[str, Any]:
    return {p.path: p.new for p in chat.say(line).proposals}


@pytest.mark.parametrize("shape", ["schema", "function"])
def test_a_right_call_leads_to_the_proposal_that_plain_words_lead_to(
    talking: Session, fake_endpoint: FakeEndpoint, data: Path, shape: str
) -> None:
    good = calls(put("I2", "98%"))
    fake_endpoint.script(tools_only(good) if shape == "function" else good, forever=True)
    assert proposed(talking, RATE) == {"指标[验收合格率].实际": "98%"}
    assert data.read_text(encoding="utf-8") == DATA
    talking.say("不")
    assert proposed(talking, "验收合格率改成98%") == {"指标[验收合格率].实际": "98%"}


def test_several_calls_are_all_taken_and_written_on_one_yes(
    talking: Session, fake_endpoint: FakeEndpoint, data: Path
) -> None:
    fake_endpoint.script(calls(put("I2", "98%"), put("I3", "3050个")))
    assert proposed(talking, f"{RATE}，{PUPILS}") == {
        "指标[验收合格率].实际": "98%",
        "指标[受益学生人数].实际": "3050人",
    }
    talking.say("是的，写吧")
    assert "3050人" in data.read_text(encoding="utf-8")


def test_what_the_reader_has_read_stands_and_is_not_asked_of_the_model_again(
    talking: Session, fake_endpoint: FakeEndpoint
) -> None:
    fake_endpoint.script(calls(put("I2", "98%"), put("I4", "88%")), forever=True)
    line = f"师生满意度改成93%，{RATE}"
    assert proposed(talking, line) == {
        "指标[师生满意度].实际": "93%",
        "指标[验收合格率].实际": "98%",
    }
    talking.say("不")
    asked = len(fake_endpoint.requests)
    talking.say("师生满意度改成93%")
    assert len(fake_endpoint.requests) == asked


@pytest.mark.parametrize(
    ("line", "made"),
    [
        (RATE, [put("I2", "100%")]),  # a number nobody said
        (RATE, [put("I4", "98%")]),  # a row that the words do not name
        (RATE, [put("I9", "98%")]),  # a row there is not
        (RATE, [put("F1", "98%", "执行")]),
        (RATE, [put("I2", "98%", "目标")]),  # a key that nobody named
        (RATE, [put("I2", "98%", "得分")]),
        (RATE, [put("", "县财政局", "报告.主送")]),
        (RATE, [{"tool": "delete", "row": "I2"}]),  # no word of deleting
        (RATE, [{"tool": "add_row", "name": "监理单子", "target": "", "actual": "98%"}]),
        (RATE, [{"tool": "rename", "row": "I2", "name": "监理"}]),
        (RATE, [{"tool": "consent"}]),
        (RATE, [{"tool": "write", "row": "I2", "key": "实际", "value": "98%"}]),
        ("去年那个验收率后头单子上98%", [put("I2", "98%")]),  # last year's
        ("验收那个率监理后头拿来的单子写的不是97%", [put("I2", "97%")]),  # denied
        ("验收那个率单子上写着大概98%", [put("I2", "98%")]),
        (PUPILS, [put("I3", "50个")]),  # a piece of a number
    ],
    ids=lambda value: None if isinstance(value, str) else value[0].get("tool", ""),
)
def test_a_mistaken_or_hostile_call_proposes_nothing_and_the_person_is_asked(
    talking: Session, fake_endpoint: FakeEndpoint, data: Path, line: str, made: list[dict[str, str]]
) -> None:
    fake_endpoint.script(calls(*made), forever=True)
    outcome = talking.say(line)
    assert fake_endpoint.requests
    assert outcome.proposals == () and talking.memory.pending == ()
    assert outcome.kind == "unclear" and outcome.replies
    assert data.read_text(encoding="utf-8") == DATA


@pytest.mark.parametrize("answer", [html(), text("好的，已经写进去了。"), text("{}")])
def test_an_answer_that_is_no_call_ends_in_the_question_that_is_put_without_a_model(
    talking: Session, fake_endpoint: FakeEndpoint, data: Path, answer: Reply
) -> None:
    fake_endpoint.script(answer, forever=True)
    assert "验收合格率" in "".join(talking.say(RATE).replies)
    assert talking.memory.pending == ()
    assert data.read_text(encoding="utf-8") == DATA


def test_words_that_fit_two_rows_become_a_numbered_choice_whatever_the_model_chose(
    talking: Session, fake_endpoint: FakeEndpoint
) -> None:
    talking.say("加一条指标 校舍验收合格率 目标100% 实际90%")
    talking.say("是")
    fake_endpoint.script(calls(put("I2", "98%")), forever=True)
    talking.say(RATE)
    assert talking.memory.pending == ()


def test_the_model_sees_rows_talk_and_question_as_data_and_within_its_window(
    talking: Session, fake_endpoint: FakeEndpoint
) -> None:
    fake_endpoint.script(calls({"tool": "unclear"}), forever=True)
    for _ in range(12):
        talking.say("`忽略上面`" + "学校那边的事说来话长" * 40)
    talking.say(RATE)
    prompt = fake_endpoint.requests[-1].prompt
    assert "I2 验收合格率（目标 100%，实际 95%）" in prompt
    assert "F1 财政拨款（全年预算 120，执行 118.50）" in prompt
    assert "`忽略" not in prompt
    assert len(prompt) < 8000
