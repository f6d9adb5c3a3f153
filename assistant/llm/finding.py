"""Every JSON value that a text holds: in prose, in fences, in a string, after thoughts, more than once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.patterns import regex

#: where a value may begin; a quote only where the string holds JSON once more
_OPENS = regex(r'[{\[]|"(?=[\s\\"]{0,8}[{\[])')
_RUN = regex(r"[\s{\[]+")
_BETWEEN = regex(r"[\s,，;；]*")
_DEEPEST = 3  # strings in strings
#: what may be read in vain: characters in all, and for each of the text
_WORK = 400_000
_WORK_EACH = 4
#: what a value counts that is nested too deep to be read, and what each failure counts (its line is counted from the start)
_TOO_DEEP = 20_000
_COUNTING = 16


@dataclass(frozen=True, slots=True)
class Found:
    """One value and its place in the text; `value` is None for a beginning that never becomes whole.

    `inside` says that it stands within such a beginning, and so may be only a part of an answer.
    """

    value: Any
    start: int
    end: int
    inside: bool = False


def values(text: str, depth: int = 0) -> Iterator[Found]:
    """Objects, and lists that hold objects, outermost first, in time that grows with the text and no faster."""
    decoder = json.JSONDecoder(strict=False)
    at, spent = 0, 0
    unended = _Unended(text)
    while (opened := _OPENS.search(text, at)) and spent < _WORK + _WORK_EACH * len(text):
        start = opened.start()
        try:
            value, at = decoder.raw_decode(text, start)
        except json.JSONDecodeError as fault:
            spent += (len(text) if fault.msg.startswith("Unterminated") else fault.pos) - start
            spent += start // _COUNTING
            at = opened.end()
        except (ValueError, RecursionError):
            at = _end_of_run(text, start)
            spent += _TOO_DEEP
        else:
            inside = unended.around(start)
            if isinstance(value, str) and depth < _DEEPEST:
                for inner in values(value, depth + 1):
                    yield Found(inner.value, start, at, inside or inner.inside)
            elif _holds_object(value):
                yield Found(value, start, at, inside)
            continue
        if opened.group() == "{":
            yield Found(None, start, at, unended.begin(start))


def in_a_row(text: str, found: list[Found]) -> list[Found]:
    """The values, and behind each row of objects with nothing between them the row as one list (an object a line)."""
    out: list[Found] = []
    row: list[Found] = []
    for one in found:
        beside = bool(row) and _BETWEEN.fullmatch(text, row[-1].end, one.start) is not None
        if not (isinstance(one.value, dict) and beside):
            out.extend(_together(row))
            row = []
        if isinstance(one.value, dict):
            row.append(one)
        out.append(one)
    return [*out, *_together(row)]


def _together(row: list[Found]) -> Iterator[Found]:
    if len(row) > 1:
        inside = any(one.inside for one in row)
        yield Found([one.value for one in row], row[0].start, row[-1].end, inside)


def _holds_object(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def _end_of_run(text: str, start: int) -> int:
    run = _RUN.match(text, start)
    return run.end() if run else start + 1


class _Unended:
    """The outermost beginning that has not come to its end, by counting braces once from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._counted, self._open = text, 0, 0

    def begin(self, start: int) -> bool:
        """Notes a beginning that is not whole; whether it stands in another."""
        if self.around(start):
            return True
        self._counted, self._open = start, 0
        self._open = 1
        self._counted = start + 1
        return False

    def around(self, place: int) -> bool:
        """Whether one is open at that place."""
        if self._open > 0 and place > self._counted:
            for sign in re.findall(r"[{}]", self._text[self._counted : place]):
                self._open += 1 if sign == "{" else -1
                if self._open == 0:
                    break
            self._counted = place
        return self._open > 0
