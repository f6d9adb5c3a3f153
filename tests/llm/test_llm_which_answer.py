"""Which JSON of a text is the answer: kinds that an outsider found wrong (docs/evals/edges.md).

The last that has the shape, and of those the last that cites what was asked; thoughts, drafts and examples stand before it.
"""

from __future__ import annotations

import json
import time

import pytest

from assistant.llm.answers import AnswerError, Sentences, facts_asked, read_answer, sentences_schema

ASKED = facts_asked(sentences_schema(["F9", "F10"], most=3))
OBJ = {"sentences": [{"facts": ["F9", "F10"], "text": "验收合格率为95%。"}]}
GOOD = json.dumps(OBJ, ensure_ascii=False)
DRAFT = '先看事实，然后写{"sentences":[{"facts":["F1"],"text":"错"}]}，再核对。'
ITEM = OBJ["sentences"][0]

TEXTS = {
    "draft, then the answer": f"打个草稿：{DRAFT}\n改好以后：\n{GOOD}",
    "answer, then a thought": f"{GOOD}\n<think>再检查{DRAFT}</think>",
    "an attribute": f'<think type="deep">{DRAFT}</think >\n{GOOD}',
    "another model's marks": f"◁think▷{DRAFT}◁/think▷{GOOD}",
    "channels": f"<|channel|>analysis<|message|>{DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>{GOOD}<|return|>",
    "Chinese marks": f"【思考】{DRAFT}【/思考】\n【回答】\n{GOOD}",
    "escaped marks": f"&lt;think&gt;{DRAFT}&lt;/think&gt;\n{GOOD}",
    "a summary": f'<details type="reasoning"><summary>3 s</summary>\n{DRAFT}\n</details>\n{GOOD}',
    "thoughts in a fence": f"```json\n{DRAFT}\n```\n```json\n{GOOD}\n```",
    "the last needs mending": f"{DRAFT}\n{GOOD.replace('}]}', '},]}')}",
    "an example behind that cites other facts": f"{GOOD}\n格式同：{DRAFT}",
    "unclosed": f"<think>\n好的，先看。\n{GOOD}",
    "unclosed, with a draft": f"<think>\n{DRAFT}\n\n```json\n{GOOD}\n```",
    "closed, opened again": f"<think>{DRAFT}</think>\n\n<think>\n{GOOD}",
    "a JSON string": json.dumps(GOOD, ensure_ascii=False),
    "a JSON string in ASCII": json.dumps(json.dumps(OBJ)),
    "twice a string": json.dumps(json.dumps(GOOD)),
    "characters escaped twice": json.dumps(OBJ).replace("\\u", "\\\\u"),
    "quotes of HTML": GOOD.replace('"', "&quot;"),
    "wrapped as text": json.dumps({"answer": GOOD}, ensure_ascii=False),
    "the list as text": json.dumps({"sentences": json.dumps(OBJ["sentences"])}),
    "numbers for facts": json.dumps({"sentences": [{**ITEM, "facts": [9, 10]}]}),
    "a nothing at the end": json.dumps({"sentences": [ITEM, None]}),
    "capital keys": GOOD.replace('"sentences"', '"Sentences"').replace('"text"', '" Text"'),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_the_answer_is_found(name: str) -> None:
    found = read_answer(TEXTS[name], Sentences, asked=ASKED)
    assert [(s.facts, s.text) for s in found.sentences] == [(["F9", "F10"], "验收合格率为95%。")]


def test_an_object_a_line_is_the_whole_list() -> None:
    lines = "\n".join(json.dumps({"facts": ["F9"], "text": said}) for said in ("一。", "二。"))
    assert [s.text for s in read_answer(lines, Sentences, asked=ASKED).sentences] == [
        "一。",
        "二。",
    ]


@pytest.mark.parametrize(
    ("text", "cut", "fault"),
    [
        (GOOD[:-20], True, "不完整"),
        (f"<think>{DRAFT}", True, "只写了思考"),
        ("<think>嗯，先看。", False, "只写了思考"),
        (f"<think>{DRAFT}还要再想", False, "只写了思考"),
        (GOOD.replace("}]}", '},{"facts":["F9"],"te'), True, "不完整"),
    ],
)
def test_a_part_of_an_answer_is_none(text: str, cut: bool, fault: str) -> None:
    with pytest.raises(AnswerError, match=fault):
        read_answer(text, Sentences, cut=cut, asked=ASKED)


@pytest.mark.parametrize("piece", ["[", '{"a":', '{"', '"{', "<think>", '{"sentences":[{"facts":['])
def test_the_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def spent(times: int) -> float:
        started = time.process_time()
        with pytest.raises(AnswerError):
            read_answer(piece * times, Sentences, asked=ASKED)
        return time.process_time() - started

    spent(10)
    few, many = spent(2_000), spent(16_000)
    assert many < 8 * few * 6 + 0.3  # quadratic would be 64 times as long
