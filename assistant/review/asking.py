"""Questions to the person at the terminal: one a conflict, one a change to the data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from assistant.model.sections import plain_title
from assistant.review.data_change import DataChange
from assistant.review.merge import Choice, Conflict
from assistant.review.show import conflict_lines, data_line

Say = Callable[[str], None]
Hear = Callable[[], str]

_CHOICES: dict[str, Choice] = {"1": "mine", "2": "theirs", "3": "both", "": "both"}
_SHOWN = 60
_YES = frozenset({"y", "yes", "是", "好", "同意"})


class TerminalAsker:
    """Asks on the error stream, so that the standard one stays free for results."""

    def __init__(self, say: Say | None = None, hear: Hear | None = None) -> None:
        self._say = say or (lambda line: print(line, file=sys.stderr))  # noqa: T201 - the terminal itself
        self._hear = hear or _line

    def conflict(self, conflict: Conflict) -> Choice:
        """1 the draft's reading, 2 the edited one, 3 or nothing both; asked again until one of them."""
        for line in _unsettled(conflict):
            self._say(line)
        while True:
            self._say("取哪一种？1 草稿的　2 改稿的　3 都保留并标注（回车即 3）")
            answer = self._hear().strip()
            if answer in _CHOICES:
                return _CHOICES[answer]

    def data(self, change: DataChange) -> bool:
        """Yes only where it is said."""
        self._say(f"\n数据改动：{data_line(change)}")
        self._say("写入数据文件吗？（y 写入，回车不写）")
        return self._hear().strip().lower() in _YES

    def missing(self, section: str) -> bool:
        """Whether a section that is gone was meant to go; it stays unless that is said."""
        self._say(
            f"\n“{plain_title(section)}”整节在改稿里找不到。是有意删去吗？（y 删去，回车保留）"
        )
        return self._hear().strip().lower() in _YES

    def section(self, text: str, guess: str, choices: Sequence[str]) -> str:
        """The section of that number; nothing typed keeps the guess."""
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        self._say(f"\n这一段拿不准放在哪一节：{shown}")
        for number, section in enumerate(choices, 1):
            sign = "*" if section == guess else " "
            self._say(f"{sign} {number:>2} {plain_title(section)}")
        while True:
            self._say("放在第几节？（回车放在带 * 的一节）")
            answer = self._hear().strip()
            if not answer:
                return guess
            if answer.isdecimal() and 0 < int(answer) <= len(choices):
                return choices[int(answer) - 1]


def _unsettled(conflict: Conflict) -> Iterator[str]:
    lines = list(conflict_lines(conflict))
    yield f"\n冲突（{plain_title(conflict.section)}）：两边都改了同一句"
    yield from lines[1:]


def _line() -> str:
    line = sys.stdin.readline()
    if not line:  # the end of input is no consent
        return ""
    return line
