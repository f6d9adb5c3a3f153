"""How much room an answer has, and that its schema is hidden as the prompt is."""

from __future__ import annotations

import json
from typing import Literal

from fake_endpoint import FakeEndpoint, Request, text
from pydantic import BaseModel

from assistant.config import Config, Limits
from assistant.llm.client import Client
from assistant.llm.endpoint import ModelChoice, choose
from assistant.llm.prompts import Rendered
from assistant.llm.redaction import Redaction


class Word(BaseModel):
    """An answer of one word."""

    word: str


def tokens_asked(endpoint: FakeEndpoint, room: int, **limits: int) -> list[int]:
    cut = text('{"word": "在', finish="length")
    endpoint.script(cut, text('{"word": "在线"}'))
    with Client(
        choose(config=Config()), limits=Limits(attempts=1, first_token=30, **limits)
    ) as client:
        asked = client.ask(Rendered("t", "1", "s", "u"), Word, room=room)
    assert asked.value.word == "在线"
    return [
        r.body.get("max_tokens") or r.body.get("max_completion_tokens") for r in endpoint.requests
    ]


def test_an_answer_has_the_usual_room_and_once_more_of_it(fake_endpoint: FakeEndpoint) -> None:
    assert tokens_asked(fake_endpoint, 0) == [500, 2000]


def test_a_caller_may_ask_for_more_room_within_the_setting(fake_endpoint: FakeEndpoint) -> None:
    assert tokens_asked(fake_endpoint, 2000) == [2000, 4000]


def test_the_setting_bounds_the_room(fake_endpoint: FakeEndpoint) -> None:
    assert tokens_asked(fake_endpoint, 9000, longest_answer=3000, answer_tokens=100)[0] == 3000


class Chosen(BaseModel):
    """An answer that picks one of the material's own values."""

    name: Literal["逄锦荣", "无"]


class _Far(ModelChoice):
    """A loopback endpoint that is held to be another machine's."""

    @property
    def on_this_machine(self) -> bool:
        return False


def test_the_choices_of_a_schema_are_hidden_and_the_answer_put_back(
    fake_endpoint: FakeEndpoint,
) -> None:
    def step(request: Request):
        sent = json.dumps(request.body, ensure_ascii=False)
        assert "逄锦荣" not in sent
        assert "[人员1]" in sent
        return text('{"name": "[人员1]"}')

    fake_endpoint.script(step, forever=True)
    near = choose(config=Config())
    far = _Far("endpoint", near.base_url, near.model)
    redaction = Redaction()
    redaction.learn(["联系人：逄锦荣"])
    with Client(far, limits=Limits(attempts=1, first_token=30), redaction=redaction) as client:
        asked = client.ask(Rendered("t", "1", "s", "联系人：逄锦荣"), Chosen)
    assert asked.value.name == "逄锦荣"
    properties = fake_endpoint.requests[0].body["response_format"]["json_schema"]["schema"][
        "properties"
    ]
    assert list(properties) == ["name"]
