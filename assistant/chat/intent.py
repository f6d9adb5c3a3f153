"""What a line means where code cannot tell: a model chooses one of the tools, its arguments are checked.

Each tool is a langchain tool with typed arguments. The model's choice is only ever a wish: a value must
stand in the person's own words, and what would change something still waits for their 确认.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.chat.action import KEYS, SECTIONS, Action
from assistant.chat.memory import Memory
from assistant.llm.prompts import Lines, as_data, render
from assistant.model.scorecard import Scorecard

if TYPE_CHECKING:
    from langchain_core.tools import StructuredTool

    from assistant.llm.client import Client

Wish = Literal[
    "score", "gaps", "draft", "show", "check", "explain", "what_if", "set", "revise", "export", "undo",
    "history", "other",
]  # fmt: skip
_TALK = 4  # lines of talk the model is shown


class Intent(BaseModel):
    """The model's answer. `row` is a row id, `key` a key of the data file, `section` an outline id."""

    model_config = ConfigDict(extra="ignore")

    act: Wish
    row: str = ""
    key: str = ""
    value: str = ""
    section: str = ""
    number: int = Field(default=0, ge=0, le=200)


class _None(BaseModel):
    """Takes nothing."""


class _OnRow(BaseModel):
    """On one indicator."""

    row: str = Field(min_length=2, description="指标编号，如 I2")


class _OnValue(_OnRow):
    """On one value of an indicator."""

    key: Literal[
        "实际",
        "目标",
        "分值",
        "完成程度",
        "评分比例",
        "扣减",
        "原因",
        "措施",
        "责任单位",
        "完成时限",
        "佐证",
    ] = "实际"
    value: str = Field(min_length=1, max_length=500)


class _OnSection(BaseModel):
    """On a section of the draft, or all of it."""

    section: str = ""


class _OnSentence(_OnSection):
    """On one sentence of a section (from 1), or all of it (0)."""

    number: int = 0


_TOOLS: dict[str, tuple[type[BaseModel], str]] = {
    "score": (_None, "看得分表"),
    "gaps": (_None, "看还缺什么"),
    "draft": (_OnSection, "起草全文或一节"),
    "show": (_OnSection, "看草稿"),
    "check": (_None, "按问题清单检查"),
    "explain": (_OnRow, "说明一项指标怎样得分"),
    "what_if": (_OnValue, "假设一个值变了，算出影响，不改数据"),
    "set": (_OnValue, "提出更正一个值，等人确认"),
    "revise": (_OnSentence, "提出改写草稿里的句子，等人确认"),
    "export": (_None, "写成 Word 报告"),
    "undo": (_None, "撤销上一步"),
    "history": (_None, "看改过什么"),
}


def tools(line: str) -> dict[str, StructuredTool]:
    """The tools a model may choose from; each returns the Action it stands for."""
    from langchain_core.tools import StructuredTool

    def made(act: str, shape: type[BaseModel], about: str) -> StructuredTool:
        def run(**values: Any) -> Action:
            return Action(act, text=line, **values)  # type: ignore[arg-type]

        return StructuredTool.from_function(run, name=act, description=about, args_schema=shape)

    return {act: made(act, shape, about) for act, (shape, about) in _TOOLS.items()}


def understand(client: Client, card: Scorecard, line: str, memory: Memory) -> Action | None:
    """The action a model takes the line to mean, or None where it names none that stands up to checking."""
    rows = Lines(f"{row.id} {as_data(row.indicator.name)}" for row in card.indicators)
    said = Lines(f"{who}：{as_data(text[:80])}" for who, text in memory.said[-_TALK:])
    prompt = render("intent", rows=rows, said=said or Lines(["（刚开始）"]), line=line)
    answer = client.ask(prompt, Intent, schema=_schema(card), label="弄清这句话的意思", fresh=True)
    return checked(answer.value, card, line)


def checked(intent: Intent, card: Scorecard, line: str) -> Action | None:
    """The intent as an action, through the tool's own types; a value that was not said is refused."""
    tool = tools(line).get(intent.act)
    if tool is None:
        return None
    if intent.row and intent.row not in {row.id for row in card.indicators}:
        return None
    shape = _TOOLS[intent.act][0]
    values = {name: getattr(intent, name) for name in shape.model_fields}
    if values.get("value") and values["value"] not in line:
        return None
    if "section" in values and values["section"] not in SECTIONS:
        values["section"] = ""
    if "key" in values and values["key"] not in KEYS:
        values["key"] = "实际"
    try:
        action = tool.invoke(values)
    except ValidationError:
        return None
    return action if isinstance(action, Action) else None


def _schema(card: Scorecard) -> dict[str, Any]:
    ids = [row.id for row in card.indicators]
    return {
        "title": "intent",
        "description": "使用者想做的事",
        "type": "object",
        "properties": {
            "act": {"type": "string", "enum": list(get_args(Wish))},
            "row": {"type": "string", "enum": ["", *ids]},
            "key": {"type": "string", "enum": ["", *KEYS]},
            "value": {"type": "string"},
            "section": {"type": "string", "enum": ["", *SECTIONS]},
            "number": {"type": "integer", "minimum": 0, "maximum": 200},
        },
        "required": ["act", "row", "key", "value", "section", "number"],
        "additionalProperties": False,
    }
