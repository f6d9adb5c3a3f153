"""The one gate before a model: no client of any command is made but here.

It knows the private words of the user and of the project, learns what is private in the material, and refuses a project
that carries a classification marking before the first request is sent to another machine. Budget and call log are the
client's, which every request of it passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.config import Config
from assistant.errors import InputError
from assistant.llm.calls import CallLog
from assistant.llm.client import Client
from assistant.llm.endpoint import ModelChoice
from assistant.llm.markings import marking
from assistant.llm.progress import Progress
from assistant.llm.redaction import Redaction
from assistant.llm.tracing import tracing_wanted


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the project's material, and where it stands (for messages)."""

    text: str
    origin: str = ""


def open_gate(
    choice: ModelChoice,
    settings: Config,
    *,
    material: Iterable[Passage],
    private: Iterable[str] = (),
    own: Iterable[str] = (),
    log: CallLog | None,
    progress: Progress | None = None,
    allow_marked: bool = False,
    backoff: float = 1.0,
) -> Client:
    """A client for talk about this material. `private` are the project's own words (起草.保密词), `own` what it calls
    its indicators, units and funds: no persons' names.

    Raises InputError where the material is marked and the model stands elsewhere: no part of a marked project leaves,
    not even those without the mark.
    """
    passages = tuple(material)
    if (not choice.on_this_machine or tracing_wanted()) and not allow_marked:
        for passage in passages:
            found = marking(passage.text)
            if found:
                place = f"{passage.origin}：" if passage.origin else ""
                raise InputError(
                    f"{place}有密级标志“{found}”，材料不会发往外部模型 {choice.host}；请改用本机模型（--model local）或不用模型"
                    "（--model none），确属误判时在 jixiao draft 加 --allow-marked"
                )
    redaction = Redaction((*settings.private, *private), own=own)
    redaction.learn(passage.text for passage in passages)
    return Client(
        choice, limits=settings.limits, redaction=redaction, allow_marked=allow_marked, log=log,
        progress=progress, backoff=backoff,
    )  # fmt: skip
