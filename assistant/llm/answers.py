"""Shapes of a model's answers, and how an answer is found in whatever text came back."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from assistant.llm.envelope import sound
from assistant.llm.finding import in_a_row, values
from assistant.patterns import regex

Shape = TypeVar("Shape", bound=BaseModel)

LONGEST_SENTENCE = 400  # characters; a longer one is several, or a loop
_THINK = regex(
    r"<think(?:ing)?(?:\s[^<>]{0,80})?>.*?(?P<end></think(?:ing)?\s{0,4}>|\Z)", re.S | re.I
)
_OPEN_THINK = regex(r"<think(?:ing)?(?:\s[^<>]{0,80})?>", re.I)
#: some servers cut the opening mark off and leave only the end of the reasoning
_THINK_TAIL = regex(r"\A.*?</think(?:ing)?\s{0,4}>", re.S | re.I)
#: what may stand behind an answer at the end of a text: fences, marks, a full stop
_CLOSING = regex(r"(?:[\s`~。.]|</?\w{1,20}>|<\|[^|<>]{0,40}\|>)*")
_NUMBER = regex(r"\d{1,4}")
_ESCAPED = regex(r"(?:\\u[0-9a-fA-F]{4})+")
_LONGEST_REPAIRED = 60_000  # characters
EMPTY, UNENDED = "答复是空的", "答复的 JSON 不完整"

_BRACKETS = str.maketrans("｛｝［］", "{}[]")
#: an end that is the middle of a value
_UNENDED = regex(r'\A[^\n`]*":?\s*"[^"]*\Z')


def _listed(value: object) -> object:
    """Fact ids that came as one text (`F1、F2`) or as bare numbers."""
    if isinstance(value, str):
        value = [part for part in re.split(r"[\s,，、;；]+", value.strip("[] ")) if part]
    if isinstance(value, list):
        return [f"F{said}" if _NUMBER.fullmatch(said := str(item)) else item for item in value]
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
    text: str,
    shape: type[Shape],
    restore: Callable[[str], str] = str,
    *,
    cut: bool = False,
    asked: frozenset[str] = frozenset(),
) -> Shape:
    """The last JSON value of that shape in the text: drafts, thoughts and examples stand before the answer.

    What a person would read as JSON is read as JSON: a string that holds it, full-width punctuation, a comma too many,
    quotes that are not escaped, a bare list, an object a line. Of several, one that cites only facts that were
    `asked` for goes first. `restore` is applied to every string in it (private words come back after the parsing, so
    that nothing in them can break the JSON). `cut` says that the endpoint broke the answer off: nothing is completed
    then, and thoughts that have no end hold no answer.

    Raises AnswerError where there is none, where it breaks off, or where it has another shape.
    """
    plain = without_reasoning(text).strip()
    if plain[:200].lstrip().lower().startswith(("<!doctype", "<html")):
        raise AnswerError("答复是网页（HTML），不是模型的答复")
    reading = _Reading(shape, restore, asked)
    best = reading.best(plain, cut=cut)
    if (
        best is None
        and not cut
        and (open_thoughts := _OPEN_THINK.split(_THINK.sub(_closed, text))[1:])
    ):
        # thoughts that nobody closed: what they end with is the answer
        best = reading.best(open_thoughts[-1], cut=cut, last=True)
    if best is None and not plain:
        raise AnswerError("模型只写了思考，没有写出答复" if text.strip() else EMPTY)
    if best is None:
        raise AnswerError(reading.fault)
    return best


@dataclass(slots=True)
class _Reading(Generic[Shape]):
    """Looks for one shape; `fault` says what was amiss with what came nearest."""

    shape: type[Shape]
    restore: Callable[[str], str]
    asked: frozenset[str]
    fault: str = "答复里没有 JSON"

    def best(self, text: str, *, cut: bool, last: bool = False) -> Shape | None:
        """The answer in that text; `last` takes only what the text ends with."""
        best: Shape | None = None
        rank, end, unended = (False, False), 0, -1
        found = list(values(text))
        if "&quot;" in text and not any(one.value for one in found):
            text = html.unescape(text)
            found = list(values(text))
        for one in in_a_row(text, found):
            if one.value is None:
                unended = one.start if not one.inside else unended
                self.fault = UNENDED if self.fault == "答复里没有 JSON" else self.fault
                continue
            if last and not _CLOSING.fullmatch(text, one.end):
                continue
            # what stands inside an unfinished object is only a part of the answer
            fitted, place, alone = self._fit(one.value, alone=not one.inside)
            if fitted is None:
                if place and isinstance(one.value, dict) and not one.inside:
                    self.fault = f"答复的 JSON 不是要求的样式（{place}）"
                continue
            mine = (self._cites_asked(fitted), not alone)
            if best is None or mine >= rank:
                best, rank, end = fitted, mine, one.end
        if cut or last:
            return best
        if best is None:
            starts = [0, *([unended] if unended > 0 else [])]
        else:
            starts = [unended] if unended >= end else []
        for start in starts:
            fitted, _, alone = self._fit(_repaired(text[start:]))
            if fitted is not None and (self._cites_asked(fitted), not alone) >= rank:
                return fitted
        return best

    def _cites_asked(self, fitted: BaseModel) -> bool:
        cited = {name.upper() for name in _cited(fitted.model_dump())}
        return not self.asked or cited <= self.asked

    def _fit(self, value: Any, *, alone: bool = True) -> tuple[Shape | None, str, bool]:
        """The value in its shape, also where a list came bare or as text, one item without its list, or wrapped once more.

        With it the place of what is amiss, and whether it was one item alone.
        """
        if value is None:
            return None, "", False
        names = _names(self.shape)
        value = _tidy(_each(value, lambda said: self.restore(_readable(said))), names)
        lists = [
            n for n, info in self.shape.model_fields.items() if get_origin(info.annotation) is list
        ]
        tries: list[tuple[Any, bool]] = [(value, False)]
        if isinstance(value, dict):
            inner = [_opened(held) for held in value.values()]
            held = _opened(value.get(lists[0])) if len(lists) == 1 else None
            if isinstance(held, dict | list):
                tries.append(
                    (value | {lists[0]: held if isinstance(held, list) else [held]}, False)
                )
            if len(lists) == 1 and alone:
                tries.append(({lists[0]: [value]}, True))
            tries.extend((held, False) for held in inner if isinstance(held, dict))
        elif isinstance(value, list):
            if len(lists) == 1 and alone:
                tries.append(({lists[0]: value}, False))
            tries.extend((item, False) for item in reversed(value) if isinstance(item, dict))
        place = ""
        for attempt, single in tries:
            try:
                return self.shape.model_validate(_tidy(attempt, names)), "", single
            except ValidationError as error:
                place = place or ".".join(str(part) for part in error.errors()[0]["loc"])
        return None, place, False


def facts_asked(schema: Any) -> frozenset[str]:
    """The facts that a schema admits as what a sentence stands on."""
    if isinstance(schema, list):
        return frozenset().union(*map(facts_asked, schema))
    if not isinstance(schema, dict):
        return frozenset()
    facts = schema.get("facts")
    items = facts.get("items") if isinstance(facts, dict) else None
    own = items.get("enum", ()) if isinstance(items, dict) else ()
    return frozenset(str(name).upper() for name in own).union(*map(facts_asked, schema.values()))


def _cited(value: Any) -> Iterator[str]:
    """The ids of facts in an answer, however they are written: `[F9]`, `F9 在线率`."""
    if isinstance(value, list):
        for item in value:
            yield from _cited(item)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name == "facts" and isinstance(held, list):
                yield from (
                    id_ for said in held for id_ in re.findall(r"[A-Za-z]\d+", str(said))[:1]
                )
            else:
                yield from _cited(held)


@lru_cache
def _names(shape: type[BaseModel]) -> dict[str, str]:
    """Every field of the shape and of what it holds, by its name in small letters."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            if isinstance(node.get("properties"), dict):
                yield from node["properties"]
            for held in node.values():
                yield from walk(held)
        elif isinstance(node, list):
            for held in node:
                yield from walk(held)

    return {name.casefold(): name for name in walk(shape.model_json_schema())}


def _tidy(value: Any, names: dict[str, str]) -> Any:
    """Without nothings in lists, and with keys spelled as the shape's (`Sentences`, ` text`)."""
    if isinstance(value, list):
        return [_tidy(item, names) for item in value if item is not None]
    if not isinstance(value, dict):
        return value
    out: dict[str, Any] = {}
    for key, held in value.items():
        own = names.get(str(key).strip().casefold(), str(key))
        out[str(key) if own in value else own] = _tidy(held, names)
    return out


def _opened(value: Any) -> Any:
    """The JSON that a text holds, else the value itself."""
    if not isinstance(value, str) or value.lstrip()[:1] not in {"{", "[", '"'}:
        return value
    found = [one.value for one in values(value) if one.value is not None]
    return found[-1] if found else value


def _readable(said: str) -> str:
    """The text with characters that came as `\\u4e00` twice escaped, and without halves of characters."""
    return sound(_ESCAPED.sub(lambda found: str(json.loads(f'"{found[0]}"')), said))


def _repaired(text: str) -> Any:
    """What json-repair makes of the text, where its end shows that nothing is missing but a bracket or a quote."""
    body = text.translate(_BRACKETS)
    opened = re.search(r"[{\[]", body)
    end = max(body.rfind("}"), body.rfind("]"))
    if (
        len(text) > _LONGEST_REPAIRED
        or opened is None
        or end < opened.start()
        or "[" in body[end:]
        or "{" in body[end:]
    ):
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


def _closed(thoughts: re.Match[str]) -> str:
    return "" if thoughts["end"] else thoughts[0]


def without_reasoning(text: str) -> str:
    """The answer without a reasoning model's <think> part; an unclosed one leaves nothing."""
    cut = _THINK.sub("", text)
    return _THINK_TAIL.sub("", cut) if "</think" in cut.lower() else cut
