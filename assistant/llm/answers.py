"""Shapes of a model's answers, and how an answer is found in whatever text came back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

LONGEST_SENTENCE = 400  # characters; a longer one is several, or a loop
_THINK = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
#: some servers cut the opening mark off and leave only the end of the reasoning
_THINK_TAIL = re.compile(r"\A.*?</think(?:ing)?>", re.S | re.I)


class AnswerError(ValueError):
    """The answer is not of the shape that was asked for. The message says how, in Chinese."""


class Cited(BaseModel):
    """One sentence, and the ids of the facts it stands on (asked for first: cite, then write)."""

    model_config = ConfigDict(extra="ignore")

    facts: list[str] = Field(default_factory=list)
    text: str


class Sentences(BaseModel):
    """The answer of every drafting prompt."""

    model_config = ConfigDict(extra="ignore")

    sentences: list[Cited] = Field(min_length=1)


def sentences_schema(ids: Iterable[str], *, most: int, least: int = 1) -> dict[str, Any]:
    """The JSON schema of `Sentences` that also bounds their number and admits only facts that were given."""
    known = list(ids)
    item = {
        "type": "object",
        "properties": {
            # bounded: a small model repeats an id without end, up to the last token it may write
            "facts": {
                "type": "array",
                "items": {"type": "string", "enum": known},
                "maxItems": len(known),
            },
            "text": {"type": "string"},
        },
        "required": ["facts", "text"],
        "additionalProperties": False,
    }
    listed = {"type": "array", "items": item, "minItems": least, "maxItems": most}
    return {
        "title": "answer",
        "description": "起草的句子",
        "type": "object",
        "properties": {"sentences": listed},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def read_answer(text: str, shape: type[Shape], restore: Callable[[str], str] = str) -> Shape:
    """The first JSON object of that shape in the text, without reasoning and fences around it.

    `restore` is applied to every string in it (private words come back after the parsing, so that
    nothing in them can break the JSON).

    Raises AnswerError where there is none, where it breaks off, or where it has another shape.
    """
    plain = without_reasoning(text).strip()
    if not plain:
        raise AnswerError("答复是空的")
    if plain[:200].lstrip().lower().startswith(("<!doctype", "<html")):
        raise AnswerError("答复是网页（HTML），不是模型的答复")
    decoder = json.JSONDecoder()
    fault = "答复里没有 JSON"
    for found in re.finditer(r"\{", plain):
        try:
            value, _ = decoder.raw_decode(plain, found.start())
        except (ValueError, RecursionError):
            if fault == "答复里没有 JSON":
                fault = "答复的 JSON 不完整"
            continue
        try:
            return shape.model_validate(_each(value, restore))
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            fault = f"答复的 JSON 不是要求的样式（{place}）"
    raise AnswerError(fault)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_each(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _each(item, change) for key, item in value.items()}
    return value


def without_reasoning(text: str) -> str:
    """The answer without a reasoning model's <think> part; an unclosed one leaves nothing."""
    cut = _THINK.sub("", text)
    return _THINK_TAIL.sub("", cut) if "</think" in cut.lower() else cut
