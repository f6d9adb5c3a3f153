"""Asks a model for an answer of a given shape, whatever the endpoint can do.

JSON is asked for by schema, else as an object, else through a tool, else in plain text; the first way
that the endpoint takes is kept for the next calls. Private words are replaced before a text leaves this
machine and put back after. Every call is logged.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal

from assistant.config import Limits
from assistant.errors import InputError, ModelError
from assistant.llm.answers import EMPTY, UNENDED, AnswerError, Shape, facts_asked, read_answer
from assistant.llm.calls import Call, CallLog, request_digest
from assistant.llm.endpoint import ModelChoice
from assistant.llm.faults import (
    LADDER,
    SAFE,
    AnsweredError,
    describe,
    ran_out,
    refused_parameter,
    thought_away,
    unusable,
)
from assistant.llm.limiting import limit_of
from assistant.llm.markings import marking
from assistant.llm.progress import Progress, Silent
from assistant.llm.prompts import Rendered
from assistant.llm.redaction import Redaction
from assistant.llm.retrying import retry_after, with_retries
from assistant.llm.road import where
from assistant.llm.tracing import tracing_wanted
from assistant.llm.wire import Stopped, Transport, WireAnswer, open_transport
from assistant.model.draft import Usage

Mode = Literal["json_schema", "json_object", "tools", "plain"]
MODES: tuple[Mode, ...] = ("json_schema", "json_object", "tools", "plain")
_LONGER = 4  # an answer that was cut off is asked for once more with so many times the room


class UnusableAnswerError(ModelError):
    """The endpoint answers, but not in the shape that was asked for."""


class BudgetSpent(Exception):  # noqa: N818 - not an error: the rest is drafted by rules
    """Calls, tokens or time of this draft are used up; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Asked(Generic[Shape]):
    """An answer in its shape, and the number of its call in the log (0 without a log)."""

    value: Shape
    call: int


@dataclass(slots=True)
class _Way:
    """How this endpoint is asked: the JSON mode, and parameters it will not have."""

    mode: int = 0
    proven: bool = False
    without: frozenset[str] = frozenset()
    thinks: bool = False


class _Refused(Exception):  # noqa: N818 - one way of asking is refused; others follow
    """The endpoint will not have this way of asking."""


class Client:
    """One model for one draft. Threads may ask at once. Close it when done."""

    def __init__(
        self,
        choice: ModelChoice,
        *,
        limits: Limits | None = None,
        redaction: Redaction | None = None,
        allow_marked: bool = False,
        log: CallLog | None = None,
        progress: Progress | None = None,
        backoff: float = 1.0,
    ) -> None:
        self._limits = limits or Limits()
        self._redaction = redaction or Redaction()
        self._allow_marked, self._log = allow_marked, log
        self._progress: Progress = progress or Silent()
        self._backoff = backoff
        self._started = time.monotonic()
        self._usage = Usage()
        self._way = _Way()
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._choice = choice
        self._transport: Transport | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def choice(self) -> ModelChoice:
        """The model as it turned out: a local one has its address once it is served."""
        return self._choice

    @property
    def concurrency(self) -> int:
        """How many calls may run at once."""
        return 1 if self._choice.kind == "local" else self._limits.concurrency

    @property
    def usage(self) -> Usage:
        """What the calls so far cost."""
        return replace(self._usage, seconds=round(time.monotonic() - self._started, 2))

    def cancel(self) -> None:
        """Ends all calls under way, from any thread."""
        self._cancelled.set()
        if self._transport:
            self._transport.cut()

    def close(self) -> None:
        """Ends everything, the local server too."""
        self.cancel()
        if self._transport:
            self._transport.close()

    def shown(self, prompt: Rendered) -> Rendered:
        """The prompt exactly as it would be sent to this model."""
        if not self._hides:
            return prompt
        return replace(
            prompt,
            system=self._redaction.hide_raw(prompt.system),
            user=self._redaction.hide_raw(prompt.user),
        )

    def _shown_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The schema as it would be sent: choices and descriptions may quote the material as a prompt does."""
        return _strings_hidden(schema, self._redaction.hide_raw) if self._hides else schema

    @property
    def _hides(self) -> bool:
        return not self._choice.on_this_machine or tracing_wanted()

    def ask(
        self,
        prompt: Rendered,
        shape: type[Shape],
        *,
        schema: dict[str, Any] | None = None,
        label: str = "",
        fresh: bool = False,
        room: int = 0,
    ) -> Asked[Shape]:
        """The model's answer. `schema` narrows the shape's own; `fresh` takes no answer kept from before.

        `room` is how many tokens the answer may need where that is more than usual; 限额.最长答词元 bounds it.

        Raises ModelError where the endpoint cannot be reached or gives no usable answer, BudgetSpent where
        a limit is reached, InputError where the text carries a classification marking.
        """
        sent = self.shown(prompt)
        self._guard(prompt, sent)
        digest = request_digest(
            self._choice.model,
            self._redaction.hide(sent.system),
            self._redaction.hide(sent.user),
            0,
        )
        kept = self._log.kept(digest) if self._log and not fresh else None
        if kept is not None:
            value = read_answer(
                kept.answer, shape, self._redaction.restore, asked=facts_asked(schema)
            )
            return Asked(value, kept.id)
        asking = _Asking(
            self,
            prompt=prompt,
            sent=sent,
            shape=shape,
            schema=self._shown_schema(schema or shape.model_json_schema()),
            label=label,
            digest=digest,
            room=room,
        )
        return asking.run()

    def strange(self, text: str) -> tuple[str, ...]:
        """Tokens for private words that the model made up: they stand for nothing."""
        return self._redaction.strange(text)

    def judge(self, call: int, verdicts: tuple[str, ...]) -> None:
        """Notes in the log what grounding said of that call's sentences."""
        if self._log is not None and call:
            self._log.judge(call, tuple(self._redaction.hide(line) for line in verdicts))

    def _guard(self, prompt: Rendered, sent: Rendered) -> None:
        if self._hides and not self._allow_marked:
            found = marking(prompt.user)
            if found:
                raise InputError(
                    f"材料里有密级标志“{found}”，不会发往外部模型 {self._choice.host}；请改用本机模型（--model local）"
                    "或规则起草（--model none），确属误判时加 --allow-marked"
                )

    def _spend(self) -> None:
        """Takes one call from the budget, or says which limit is reached."""
        limits = self._limits
        with self._lock:
            used = self._usage
            tokens = used.prompt_tokens + used.completion_tokens
            if used.calls >= limits.calls:
                raise BudgetSpent(f"已用完 {limits.calls} 次调用的限额")
            if tokens >= limits.tokens:
                raise BudgetSpent(f"已用完 {limits.tokens} 个词元的限额")
            if time.monotonic() - self._started >= limits.seconds:
                raise BudgetSpent(f"已用完 {limits.seconds} 秒的限额")
            self._usage = replace(used, calls=used.calls + 1)

    def _seconds_left(self) -> float:
        """What remains of the time for the whole draft."""
        return self._limits.seconds - (time.monotonic() - self._started)

    def _cost(self, answer: WireAnswer) -> None:
        with self._lock:
            self._usage = replace(
                self._usage,
                prompt_tokens=self._usage.prompt_tokens + answer.prompt_tokens,
                completion_tokens=self._usage.completion_tokens + answer.completion_tokens,
            )

    def _open(self) -> Transport:
        with self._lock:
            if self._transport is None:
                self._choice, self._transport = open_transport(
                    self._choice,
                    self._limits,
                    self._progress,
                    lambda ask: with_retries(
                        ask,
                        attempts=self._limits.attempts,
                        backoff=self._backoff,
                        cancelled=self._cancelled,
                        note=self._progress.note,
                        left=self._seconds_left,
                    ),
                )
            return self._transport


class _Asking(Generic[Shape]):
    """One question, through retries and the ways of asking, to its answer."""

    def __init__(
        self,
        client: Client,
        *,
        prompt: Rendered,
        sent: Rendered,
        shape: type[Shape],
        schema: dict[str, Any],
        label: str,
        digest: str,
        room: int = 0,
    ) -> None:
        self._client, self._prompt, self._sent = client, prompt, sent
        self._shape, self._schema = shape, {"title": "answer", "description": "答复", **schema}
        self._label, self._digest = label or prompt.id, digest
        self._tokens, self._room = 0, room
        self._fault = ""
        #: the last answer broke off for want of tokens, and did so with the most room too
        self._cut = self._ran_out = False

    def run(self) -> Asked[Shape]:
        """Tries each way of asking, beginning with the one that worked last."""
        way = self._client._way
        modes = [way.mode] if way.proven else range(way.mode, len(MODES))
        for mode in modes:
            if way.proven and way.mode > mode:
                continue  # another question has found the way meanwhile
            asked = self._with_more_room(mode)
            if asked is not None:
                way.mode, way.proven = mode, True
                return asked
        if self._ran_out and (self._fault in {EMPTY, UNENDED} or self._fault.startswith("HTTP")):
            raise UnusableAnswerError(ran_out(self._client._choice, self._tokens))
        raise UnusableAnswerError(unusable(self._fault, self._client._choice))

    def _with_more_room(self, mode: int) -> Asked[Shape] | None:
        """Asks in one way, and once more with more room where the answer broke off."""
        limits = self._client._limits
        first = max(limits.answer_tokens, min(self._room, limits.longest_answer))
        longer = max(first, min(first * _LONGER, limits.longest_answer))
        for tokens in dict.fromkeys((longer,) if self._ran_out else (first, longer)):
            self._tokens = tokens
            try:
                return self._once(mode)
            except _Refused as refusal:
                self._fault = str(refusal)
                return None
            except AnswerError as fault:
                self._fault = str(fault)
                if self._fault != UNENDED and not (self._fault == EMPTY and self._cut):
                    return None
        self._ran_out = self._ran_out or self._cut
        return None

    def _once(self, mode: int) -> Asked[Shape]:
        client, name = self._client, MODES[mode]
        answer = self._answer(name)
        if answer.thought and not client._way.thinks:
            # a model that thinks gets room for it, once and for all later calls
            self._record(name, answer, "思考用完了词元")
            client._way.thinks = True
            answer = self._answer(name)
        if answer.thought:
            self._record(name, answer, "思考用完了词元")
            raise ModelError(thought_away(client._choice, self._tokens + self._thinking))
        restore = client._redaction.restore if client._hides else str
        try:
            value = read_answer(
                answer.text, self._shape, restore, cut=answer.cut, asked=facts_asked(self._schema)
            )
        except AnswerError as error:
            fault = "答复没有尽头" if answer.endless else str(error)
            self._cut = answer.cut
            if answer.endless and not answer.text.strip():
                # far more bytes than any answer has: another way of asking brings them again
                self._record(name, answer, fault)
                raise UnusableAnswerError(unusable(fault, client._choice)) from None
            self._record(name, answer, fault)
            raise AnswerError(fault) from None
        return Asked(value, self._record(name, answer, ""))

    @property
    def _thinking(self) -> int:
        """Tokens beside the answer's own, for thoughts."""
        return self._client._limits.thought_tokens if self._client._way.thinks else 0

    def _answer(self, name: Mode) -> WireAnswer:
        """The answer, leaving out one after the other what this endpoint refuses."""
        client = self._client
        transport = self._opened()
        while True:
            sent = client._way.without
            try:
                answer = self._retrying(lambda: self._call(transport, name))
            except AnsweredError as error:
                answered = error.answered
                if answered.kind != "refused":
                    raise
                now = client._way.without
                if sent != now and refused_parameter(answered.said, sent) in {"", *now}:
                    continue  # another question has learned meanwhile what is refused
                parameter = refused_parameter(answered.said, now)
                if not parameter and name == "plain":
                    parameter = next((p for p in LADDER if p not in client._way.without), "")
                if not parameter:
                    said = f"HTTP {answered.status} {answered.said}".strip()
                    raise _Refused(client._redaction.restore(said)[:120]) from None
                client._way.without |= {parameter}
                continue
            client._cost(answer)
            return answer

    def _opened(self) -> Transport:
        client = self._client
        try:
            return client._open()
        except ModelError as error:
            self._record("", WireAnswer(""), str(error).partition("：")[2][:200])
            raise

    def _call(self, transport: Transport, mode: Mode) -> WireAnswer:
        client = self._client
        client._spend()
        user = self._sent.user
        if mode in {"json_object", "plain"}:
            # without a schema on the wire the model has to read it
            user += f"\n按此 JSON Schema 输出一个 JSON 对象：{_compact(self._schema)}"
        limit = limit_of(client._choice.base_url, client.concurrency)
        with limit.turn(client._cancelled):
            return transport.send(
                self._sent.system,
                user,
                mode=mode,
                schema=self._schema,
                tokens=self._tokens,
                thinking=self._thinking,
                way=client._way.without,
                on_text=lambda text: client._progress.wrote(
                    self._label, client._redaction.restore(text)
                ),
                cancelled=client._cancelled,
            )

    def _retrying(self, call: Callable[[], WireAnswer]) -> WireAnswer:
        """The answer after as many attempts as the limits allow; what stays broken becomes one line."""
        import httpx
        import openai

        client = self._client
        try:
            return with_retries(
                call,
                attempts=client._limits.attempts,
                backoff=client._backoff,
                cancelled=client._cancelled,
                note=client._progress.note,
                left=client._seconds_left,
            )
        except Stopped as stopped:
            if client._cancelled.is_set():
                raise
            raise ModelError(f"{where(client._choice)}：{stopped}。{SAFE}") from None
        except AnsweredError as error:
            if error.answered.kind == "refused":
                raise
            line = self._line(error)
            self._record("", WireAnswer(""), line.partition("：")[2][:200])
            if error.answered.kind in {"filter", "context"}:
                raise UnusableAnswerError(line) from None
            raise ModelError(line) from None
        except (openai.OpenAIError, httpx.HTTPError, OSError) as error:
            line = self._line(error)
            self._record("", WireAnswer(""), line.partition("：")[2][:200])
            raise ModelError(line) from None

    def _line(self, error: BaseException) -> str:
        client = self._client
        proxy = client._transport.proxy if client._transport is not None else None
        line = describe(error, client._choice, waited=client._limits.first_token, proxy=proxy)
        asked = retry_after(error)
        if asked > 1 and isinstance(error, AnsweredError) and error.answered.transient:
            wait = f" {asked:.0f} 秒后" if asked < _MONTH else "一个月以后"
            line = line.replace("请过一会儿再试", f"对方要求{wait}再试")
        return line

    def _record(self, mode: str, answer: WireAnswer, fault: str) -> int:
        client = self._client
        if client._log is None:
            return 0
        hide, choice = client._redaction.hide, client._choice
        messages = [
            {"role": "system", "content": hide(self._sent.system)},
            {"role": "user", "content": hide(self._sent.user)},
        ]
        return client._log.record(
            Call(
                label=hide(self._label),
                prompt_id=self._prompt.id,
                prompt_version=self._prompt.version,
                model=choice.model,
                host="本机" if choice.kind == "local" else choice.host,
                mode=mode,
                request=json.dumps(messages, ensure_ascii=False),
                answer=hide(answer.text),
                fault=fault,
                prompt_tokens=answer.prompt_tokens,
                completion_tokens=answer.completion_tokens,
                seconds=answer.seconds,
                digest=self._digest,
            )
        )


_MONTH = 2_592_000  # seconds
#: what of a JSON schema is text of ours or of the material; keys, types and references stay as they are
_TELLING = frozenset({"enum", "const", "default", "examples", "description", "title"})


def _strings_hidden(node: Any, hide: Callable[[str], str], *, telling: bool = False) -> Any:
    if isinstance(node, dict):
        return {
            key: _strings_hidden(value, hide, telling=telling or _tells(key, value))
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_strings_hidden(value, hide, telling=telling) for value in node]
    return hide(node) if telling and isinstance(node, str) else node


def _tells(key: str, value: Any) -> bool:
    """Whether the key is a word of the schema language: a property may have the same name, and then holds a schema."""
    return key in _TELLING and not isinstance(value, dict)


def _compact(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
