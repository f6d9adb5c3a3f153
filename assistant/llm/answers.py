"""Shapes of a model's answers, and how an answer is found in whatever text came back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Any, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.llm.envelope import sound

Shape = TypeVar("Shape", bound=BaseModel)

LONGEST_SENTENCE = 400  # characters; a longer one is several, or a loop
_THINK = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S | re.I)
#: some servers cut the opening mark off and leave only the end of the reasoning
_THINK_TAIL = re.compile(r"\A.*?</think(?:ing)?>", re.S | re.I)


_OPENS = re.compile(r"[{\[]")
_BRACKETS = str.maketrans("｛｝［］", "{}[]")
#: an end that is the middle of a value
_UNENDED = re.compile(r'\A[^\n`]*":?\s*"[^"]*\Z')


def _listed(value: object) -> object:
    """Fact ids that came as one text: `F1、F2`."""
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,，、;；]+", value.strip("[] ")) if part]
    return [] if value is None else value


class AnswerError(ValueError):
    """The answer is not of the shape that was asked for. The message says how, in Chinese."""


class Cited(BaseModel):
    """One sentence, and the ids of the facts it stands on (asked for first: cite, then write)."""

    model_config = ConfigDict(extra="ignore")

    facts: Annotated[list[str], BeforeValidator(_listed)] = Field(default_factory=list)
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


def read_answer(
    text: str, shape: type[Shape], restore: Callable[[str], str] = str, *, cut: bool = False
) -> Shape:
    """The first JSON object of that shape in the text, without reasoning and fences around it.

    What a person would read as JSON is read as JSON: full-width punctuation, a comma too many, quotes that are not
    escaped, a bare list. `restore` is applied to every string in it (private words come back after the parsing, so
    that nothing in them can break the JSON). `cut` says that the endpoint broke the answer off: nothing is completed
    then.

    Raises AnswerError where there is none, where it breaks off, or where it has another shape.
    """
    plain = without_reasoning(text).strip()
    if not plain:
        raise AnswerError("答复是空的")
    if plain[:200].lstrip().lower().startswith(("<!doctype", "<html")):
        raise AnswerError("答复是网页（HTML），不是模型的答复")
    fault, broken = "答复里没有 JSON", False
    for value in _values(plain):
        if value is None:
            broken = True
            fault = "答复的 JSON 不完整" if fault == "答复里没有 JSON" else fault
            continue
        # what stands inside an unfinished object is only a part of the answer
        fitted, place = _fit(_each(value, restore), shape, alone=not broken)
        if fitted is not None:
            return fitted
        if place and isinstance(value, dict):
            fault = f"答复的 JSON 不是要求的样式（{place}）"
    if not cut:
        fitted, _ = _fit(_each(_repaired(plain), restore), shape)
        if fitted is not None:
            return fitted
    raise AnswerError(fault)


def _values(text: str) -> Iterator[Any]:
    """Every JSON object or list in the text, outermost first; None for a beginning of one that is not whole."""
    decoder = json.JSONDecoder(strict=False)
    at = 0
    while found := _OPENS.search(text, at):
        try:
            value, at = decoder.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            at = found.end()
            if found.group() == "{":
                yield None
            continue
        if isinstance(value, dict) or any(isinstance(item, dict) for item in value):
            yield value


def _fit(value: Any, shape: type[Shape], *, alone: bool = True) -> tuple[Shape | None, str]:
    """The value in its shape, also where a list came bare, one item without its list, or wrapped once more."""
    if value is None:
        return None, ""
    value = _each(value, sound)
    lists = [
        name for name, info in shape.model_fields.items() if get_origin(info.annotation) is list
    ]
    tries = [value]
    if len(lists) == 1 and alone:
        bare = value if isinstance(value, list) else [value]
        tries.append({lists[0]: bare})
        if isinstance(value, dict) and isinstance(value.get(lists[0]), dict):
            tries.append(value | {lists[0]: [value[lists[0]]]})
    if isinstance(value, dict):
        tries.extend(inner for inner in value.values() if isinstance(inner, dict))
    elif isinstance(value, list) and len(value) == 1:
        tries.append(value[0])
    place = ""
    for attempt in tries:
        try:
            return shape.model_validate(attempt), ""
        except ValidationError as error:
            place = place or ".".join(str(part) for part in error.errors()[0]["loc"])
    return None, place


def _repaired(text: str) -> Any:
    """What json-repair makes of the text, where its end shows that nothing is missing but a bracket or a quote."""
    body = text.translate(_BRACKETS)
    opened = _OPENS.search(body)
    end = max(body.rfind("}"), body.rfind("]"))
    if opened is None or end < opened.start() or "[" in body[end:] or "{" in body[end:]:
        return None
    tail = body[end + 1 :].strip()
    if tail.startswith((",", '"')) or _UNENDED.search(tail):
        return None
    body = body[opened.start() : end + 1]
    if '"' not in body:
        body = re.sub("[“”＂]", '"', body)
    body = re.sub(r"(?<=[\"\]}\d])\s*，\s*(?=[\"{\[])", ",", body)
    body = re.sub(r"(?<=\")\s*：\s*(?=[\"{\[\dtfn-])", ":", body)
    from json_repair import repair_json

    try:
        value = repair_json(body, return_objects=True)
    except (ValueError, RecursionError, TypeError):
        return None
    return value if isinstance(value, dict | list) and value else None


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
