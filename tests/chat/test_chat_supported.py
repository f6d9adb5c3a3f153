"""What the rest of a line takes back, denies or tells of elsewhere is asked about, never proposed."""

from __future__ import annotations

import pytest
from chat_project import Talk

RATE = "指标[验收合格率].实际"


@pytest.mark.parametrize(
    "said",
    [
        "去年验收合格率96%",
        "隔壁县的验收合格率是96%",
        "听说验收合格率96%",
        "验收合格率改成96%，算了莫改",
        "验收合格率改成96%，那是前年的",
        "验收合格率改成96%，先不忙写",
        "验收合格率不是96%",
    ],
)
def test_a_value_that_the_line_leaves_in_doubt_is_not_proposed(talk: Talk, said: str) -> None:
    before = talk.text
    assert talk.proposed(said) == {}
    assert talk.text == before


def test_a_yes_to_the_doubt_takes_the_reading_to_the_proposal_and_no_further(talk: Talk) -> None:
    assert (
        "验收合格率" in talk.told("验收合格率改成96%，先不忙写") and talk.outcome.kind == "unclear"
    )
    before = talk.text
    assert talk.proposed("是") == {RATE: "96%"}
    assert talk.text == before
    talk.say("是")
    assert "96%" in talk.text


@pytest.mark.parametrize(
    "said",
    [
        "验收合格率96%，比去年高",
        "验收合格率改成96%，师生满意度先别动",
    ],
)
def test_what_does_not_touch_the_value_leaves_it_proposed(talk: Talk, said: str) -> None:
    assert talk.proposed(said) == {RATE: "96%"}


@pytest.mark.parametrize(
    "said",
    [
        "维修校舍数量是雨下得久，工地停了四十天",
        "去年的原因是雨下得久，工地停了四十天",
        "不是因为雨下得久，工地停了四十天",
        "雨下得久，工地停了四十天，这样写行不行",
    ],
)
def test_words_of_another_place_or_to_the_assistant_are_no_cause(talk: Talk, said: str) -> None:
    talk.ask("指标[验收合格率].原因")
    assert "指标[验收合格率].原因" not in talk.proposed(said)


def test_the_cause_itself_is_proposed(talk: Talk) -> None:
    talk.ask("指标[验收合格率].原因")
    assert "停了四十天" in str(talk.proposed("雨下得久，工地停了四十天")["指标[验收合格率].原因"])
