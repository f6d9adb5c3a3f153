"""A line read by a model where code cannot tell: it chooses one typed tool over the same acts.

Its choice is only ever a wish: the target must be named by the person's words or be the question asked,
a value must stand in their words and be of the place's kind, and what would change something still waits
for their yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import NoValue, read_value
from assistant.chat.mentions import find_funds, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path, split
from assistant.chat.understanding.places import value_at
from assistant.chat.understanding.sentences import section_of
from assistant.llm.prompts import Lines, as_data, render
from assistant.values.reading import fold

if TYPE_CHECKING:
    from assistant.llm.client import Client

Wish = Literal["set", "what_if", "question", "draft", "revise", "small_talk", "other"]
ROW_KEYS = (
    "实际",
    "目标",
    "分值",
    "完成程度",
    "评分比例",
    "原因",
    "措施",
    "责任单位",
    "完成时限",
    "佐证",
)
FUND_KEYS = ("年初预算", "全年预算", "到位", "执行", "原因")


class Chosen(BaseModel):
    """The model's choice: an act, a row or source by its number, a key, and words of the line as value."""

    model_config = ConfigDict(extra="ignore")

    act: Wish
    row: str = ""
    key: str = ""
    value: str = ""


def read_by_model(client: Client, line: str, state: State) -> tuple[Act, ...]:
    """The acts that the model takes the line for, checked; () where none stands up."""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    listed = Lines(
        [
            *(f"I{i} {as_data(n)}" for i, n in enumerate(names, 1)),
            *(f"F{i} {as_data(n)}" for i, n in enumerate(funds, 1)),
        ]
    )
    asked = f"正在问：{as_data(state.asking)}" if state.asking else "（没有在问）"
    prompt = render("intent", rows=listed, said=Lines([asked]), line=line)
    answer = client.ask(
        prompt, Chosen, schema=_schema(len(names), len(funds)), label="弄清这句话的意思", fresh=True
    )
    return checked(answer.value, line, state)


def checked(chosen: Chosen, line: str, state: State) -> tuple[Act, ...]:
    """The choice as acts; () for a target or value that the words do not bear."""
    text = fold(line)
    if chosen.act == "small_talk":
        return (Act("small_talk", name="topics"),)
    if chosen.act == "question":
        return (Act("question", _path(chosen, text, state), name="ask", text=line),)
    if chosen.act == "draft":
        return (Act("draft"),) if "写" in text or "稿" in text else ()
    if chosen.act == "revise":
        return (Act("revise", section=section_of(text), text=line),) if state.draft else ()
    if chosen.act not in {"set", "what_if"} or not chosen.value or fold(chosen.value) not in text:
        return ()
    path = _path(chosen, text, state)
    if not path:
        return ()
    made = read_value(state.evaluation, path, fold(chosen.value), state.today)
    if isinstance(made, NoValue):
        return ()
    if chosen.act == "what_if":
        return (Act("what_if", path, made.text, fields={path: made.text}),)
    kind: Any = "answer" if path == state.asking or not value_at(state, path) else "change"
    return (Act(kind, path, made.text, say=made.note),)


def _path(chosen: Chosen, text: str, state: State) -> str:
    """The place, where the line itself names it or it is what was asked."""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    number = int(chosen.row[1:]) - 1 if chosen.row[1:].isdigit() else -1
    if chosen.row.startswith("I") and 0 <= number < len(names):
        key = chosen.key if chosen.key in ROW_KEYS else "实际"
        path = row_path(names[number], key)
        named = any(m.index == number for m in find_names(text, names))
    elif chosen.row.startswith("F") and 0 <= number < len(funds) and chosen.key in FUND_KEYS:
        path = fund_path(funds[number], chosen.key)
        named = any(m.index == number for m in find_funds(text, funds))
    else:
        return ""
    same_row = (
        bool(state.asking)
        and split(path)[:2] == split(state.asking)[:2]
        and split(path)[0] in {ROWS, FUNDS}
    )
    return path if named or same_row else ""


def _schema(rows: int, funds: int) -> dict[str, Any]:
    ids = [f"I{i}" for i in range(1, rows + 1)] + [f"F{i}" for i in range(1, funds + 1)]
    return {
        "title": "intent",
        "description": "使用者想做的事",
        "type": "object",
        "properties": {
            "act": {"type": "string", "enum": list(get_args(Wish))},
            "row": {"type": "string", "enum": ["", *ids]},
            "key": {"type": "string", "enum": ["", *dict.fromkeys([*ROW_KEYS, *FUND_KEYS])]},
            "value": {"type": "string"},
        },
        "required": ["act", "row", "key", "value"],
        "additionalProperties": False,
    }
