"""What a line of talk is: typed acts with target and value. Shared by the reader, a model's tools and the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.facts import Fact
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation

Kind = Literal[
    "answer", "change", "add", "delete", "question", "what_if", "draft", "revise", "command", "consent",
    "refuse", "small_talk", "unclear",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `path` names its target (`naming`), `value` what would stand there, as the file writes it.

    `name` is a command, the topic of a question or of small talk, or why a line is unclear; `options` are
    paths between which the words leave a choice, with `value` as said; `say` is a finished Chinese remark.
    """

    kind: Kind
    path: str = ""
    value: str = ""
    name: str = ""
    options: tuple[str, ...] = ()
    say: str = ""
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    section: str = ""
    number: int = 0
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a numbered choice that was shown: where the value would go."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class State:
    """What is open when a line comes: data, draft, the question asked, what waits, what was shown.

    `pending` are (path, new) of the data proposal shown last, `waiting` whether anything waits for a yes;
    `listed` the open items by the numbers shown; `pointed` a path that the person clicked (the page).
    `today` is the day the talk takes place, for 明年 and 下个月. `written` are (path, before, now) of what
    the last line's yes wrote, which the next line may set right. `put`: whether the question asked was put
    with the last reply, and not only whether what waits is to be written.
    """

    evaluation: Evaluation
    today: date
    draft: Draft | None = None
    asking: str = ""
    pending: tuple[tuple[str, str], ...] = ()
    waiting: bool = False
    listed: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    pointed: str = ""
    section: str = ""
    facts: tuple[Fact, ...] = ()
    written: tuple[tuple[str, str, str], ...] = ()
    put: bool = True


#: the reader of one line: what is read of it may hold a line of its own (a yes and more, a numbered answer)
Reader = Callable[[str, State], tuple[Act, ...]]
