"""Changes to YAML as changes of its characters: a value's own, a line or a row put in or taken out.

Where each value stands is told by the parser; every character outside of what is changed stays as it
is, comments inside braces and the spacing of columns too. What cannot be done so is left to others
(None): the caller reads the result again and compares it with what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.explaining import Place
from assistant.patterns import regex

_STEP = 2  # columns that a new group is indented by


#: how the first line of a data file that `jixiao import` wrote begins
BEFORE_ALL = -1  # where a row more goes that stands before the first
IMPORTED = "# 由 jixiao import 从"
_CHANGED = "原表为"
_ORIGIN = regex(rf"[ \t]+# (?!{_CHANGED})(?=\S)")


def with_value(text: str, place: Place, new: str, *, imported: bool = False) -> str | None:
    """The text with that value in that place; "" takes the key away, a missing one is put in.

    In a file that was imported, the comment behind the value tells where in the form it stood: of a changed
    one it says what the form had.
    """
    page = _Page.of(text)
    if page is None:
        return None
    node, parent, rest = page.find(place)
    if rest:
        return page.added_key(node, rest, new) if new else text
    if new:
        after = page.replaced(node, new)
        told = imported and node.id == "scalar" and node.style not in {"|", ">"} and node.value
        return page.told_old(node, after) if after is not None and told else after
    return page.without_key(parent, place[-1])


def with_row(
    text: str, place: Place, values: Sequence[tuple[str, str]], after: int | None
) -> str | None:
    """The text with a row more in the list at that place, after the row of that number (or `BEFORE_ALL`) or at its end."""
    page = _Page.of(text)
    if page is None:
        return None
    node, _, rest = page.find(place)
    return page.added_row(node, values, after) if not rest else None


def without_row(text: str, place: Place) -> str | None:
    """The text without that row of a list."""
    page = _Page.of(text)
    if page is None:
        return None
    node, parent, rest = page.find(place)
    return page.without_row(node, parent, int(place[-1])) if not rest else None


class _Page:
    """The text with its nodes (PyYAML's, with the marks of where each begins and ends)."""

    def __init__(self, text: str, root: Any) -> None:
        self.text, self.root = text, root
        self.starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.end = "\r\n" if "\r\n" in text else "\n"

    @classmethod
    def of(cls, text: str) -> _Page | None:
        import yaml

        if re.search("[\x85\u2028\u2029]|\r(?!\n)", text):
            return None  # line ends to some parsers only: places could not be trusted
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            root = yaml.compose(text, Loader=loader)
        except (yaml.YAMLError, RecursionError):
            return None
        return cls(text, root) if root is not None else None

    def at(self, mark: Any) -> int:
        line, column = int(mark.line), int(mark.column)
        return min(self.starts[min(line, len(self.starts) - 1)] + column, len(self.text))

    def find(self, place: Place) -> tuple[Any, Any, Place]:
        """The deepest node on the way, its parent, and what of the way is missing."""
        node, parent = self.root, None
        for depth, part in enumerate(place):
            child = self._child(node, part)
            if child is None:
                return node, parent, place[depth:]
            node, parent = child, node
        return node, parent, ()

    @staticmethod
    def _child(node: Any, part: str | int) -> Any:
        if node.id == "sequence" and isinstance(part, int):
            return node.value[part] if part < len(node.value) else None
        if node.id == "mapping" and isinstance(part, str):
            for key, value in node.value:
                if str(key.value).strip() == part:
                    return value
        return None

    # -- values ---------------------------------------------------------------------------

    def replaced(self, node: Any, new: str) -> str | None:
        if node.id != "scalar":
            return None
        start, end = self.at(node.start_mark), self.at(node.end_mark)
        if start == end:
            return self._spliced(start, end, f" {_scalar(new, '')}")
        if node.style in {"|", ">"}:
            end = self._back(end)
            return self._spliced(start, end, _scalar(new, ""))
        return self._spliced(start, end, _scalar(new, node.style or ""))

    def told_old(self, node: Any, after: str) -> str:
        """The text after the change, with what the form had before the origin in the comment behind the value."""
        end = self.at(node.end_mark)
        origin = _ORIGIN.match(self.text, end)
        if origin is None:
            return after
        at = len(after) - (len(self.text) - origin.end())
        return f"{after[:at]}{_CHANGED}“{' '.join(node.value.split())}”，已改；{after[at:]}"

    def added_key(self, node: Any, path: Place, new: str) -> str | None:
        """The key, with the groups on the way to it."""
        if not all(isinstance(part, str) for part in path):
            return None
        keys = [str(part) for part in path]
        if node.id == "mapping" and node.flow_style:
            inner = f"{keys[-1]}: {_scalar(new, '')}"
            for key in reversed(keys[:-1]):
                inner = f"{key}: {{{inner}}}"
            return self._into_flow(node, [value for _, value in node.value], None, inner)
        if node.id == "mapping":
            column = node.value[0][0].start_mark.column
            place = self._line_end(self._leaf_end(node))
        elif node.id == "scalar" and self.at(node.start_mark) == self.at(node.end_mark):
            start = self.at(node.start_mark)
            line = self.text[self.text.rfind("\n", 0, start) + 1 : start]
            column = len(line) - len(line.lstrip(" -")) + _STEP
            place = self._line_end(start)
        else:
            return None
        lines = []
        for depth, key in enumerate(keys):
            value = f" {_scalar(new, '')}" if depth == len(keys) - 1 else ""
            lines.append(f"{' ' * (column + _STEP * depth)}{key}:{value}")
        return self._spliced(place, place, self.end + self.end.join(lines))

    def without_key(self, parent: Any, key: str | int) -> str | None:
        pairs = [(k, v) for k, v in parent.value] if parent.id == "mapping" else []
        at = next((n for n, (k, _) in enumerate(pairs) if str(k.value).strip() == key), None)
        if at is None:
            return None
        if parent.flow_style:
            return self._out_of_flow([(k.start_mark, v.end_mark) for k, v in pairs], at)
        return self._without_lines(self.at(pairs[at][0].start_mark), self._leaf_end(pairs[at][1]))

    # -- rows -----------------------------------------------------------------------------

    def added_row(
        self, node: Any, values: Sequence[tuple[str, str]], after: int | None
    ) -> str | None:
        if node.id != "sequence":
            return None
        flow = "{" + ", ".join(f"{k}: {_scalar(v, '')}" for k, v in values if v) + "}"
        if node.flow_style:
            return self._into_flow(node, node.value, after, flow)
        if not node.value:
            return None
        like = node.value[-1 if after is None else min(max(after, 0), len(node.value) - 1)]
        dash = " " * node.start_mark.column + "-"
        if like.id == "mapping" and like.flow_style:
            made = f"{dash} {flow}"
        else:
            indent = " " * like.start_mark.column
            rows = [f"{k}: {_scalar(v, '')}" for k, v in values if v]
            lead = dash + " " * max(1, len(indent) - len(dash))
            made = lead + f"{self.end}{indent}".join(rows)
        if after == BEFORE_ALL:
            place = self.text.rfind("-", 0, self.at(like.start_mark)) - node.start_mark.column
            return self._spliced(place, place, made + self.end)
        place = self._line_end(self._leaf_end(like))
        return self._spliced(place, place, self.end + made)

    def without_row(self, node: Any, parent: Any, number: int) -> str | None:
        if parent is None or parent.id != "sequence":
            return None
        if parent.flow_style:
            return self._out_of_flow([(i.start_mark, i.end_mark) for i in parent.value], number)
        dash = self.text.rfind("-", 0, self.at(node.start_mark))
        return self._without_lines(dash, self._leaf_end(node))

    # -- characters -----------------------------------------------------------------------

    def _into_flow(self, node: Any, items: list[Any], after: int | None, inner: str) -> str:
        if not items:
            start = self.at(node.start_mark) + 1
            return self._spliced(start, start, inner)
        if after == BEFORE_ALL:
            start = self.at(items[0].start_mark)
            return self._spliced(start, start, f"{inner}, ")
        like = items[-1 if after is None else min(after, len(items) - 1)]
        end = self.at(like.end_mark)
        return self._spliced(end, end, f", {inner}")

    def _out_of_flow(self, marks: Sequence[tuple[Any, Any]], at: int) -> str:
        start, end = self.at(marks[at][0]), self.at(marks[at][1])
        if at:
            start = self.at(marks[at - 1][1])
        elif len(marks) > 1:
            end = self.at(marks[1][0])
        return self._spliced(start, end, "")

    def _without_lines(self, start: int, end: int) -> str | None:
        first = self.text.rfind("\n", 0, start) + 1
        if self.text[first:start].strip():
            return None  # it shares its line with what stays
        last = self.text.find("\n", end)
        return self._spliced(first, len(self.text) if last < 0 else last + 1, "")

    def _leaf_end(self, node: Any) -> int:
        """Where the last word under a node ends; the parser counts blank lines and comments after it in."""
        while node.id != "scalar" and not node.flow_style and node.value:
            node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
        return self._back(self.at(node.end_mark))

    def _back(self, end: int) -> int:
        while end > 0 and self.text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        end = len(self.text) if end < 0 else end
        return end - 1 if end and self.text[end - 1 : end] == "\r" else end

    def _spliced(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def _scalar(value: str, style: str) -> str:
    """The value in the quotes that the old one had; without any where plain reads back the same."""
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _plain(value):
        return value
    return '"' + "".join(_escaped(value)) + '"'


def _escaped(value: str) -> Iterator[str]:
    for sign in value:
        if sign in '"\\':
            yield f"\\{sign}"
        elif sign == "\n":
            yield "\\n"
        elif sign < " " or "\x7f" <= sign <= "\xa0" or sign in "\u2028\u2029\ufeff":
            yield f"\\u{ord(sign):04x}"
        else:
            yield sign


def _plain(value: str) -> bool:
    """Whether YAML reads the bare text as this text, in a block and in braces alike."""
    from assistant.errors import InputError
    from assistant.located import parse

    if "#" in value or "\n" in value or value != value.strip():
        return False
    try:
        return all(
            parse(bare, "").tree == {"k": value} for bare in (f"{{k: {value}}}", f"k: {value}")
        )
    except InputError:
        return False
