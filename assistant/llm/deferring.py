"""Requests that are answered later and elsewhere: as lines of the OpenAI batch format, and their answers.

What would be sent is written down under a key instead, private words replaced as always; what an answer
file holds for that key is taken as if the endpoint had just said it. So drafting goes in rounds (draft,
then repair) and any runner of such files does the model's work: `vllm run-batch`, a provider's batch API.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import InputError, ModelError
from assistant.files import require_file
from assistant.llm.calls import request_digest
from assistant.llm.client import UnusableAnswerError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.wire import WireAnswer

if TYPE_CHECKING:
    from assistant.llm.road import Proxy

#: the address of a choice whose answers come later; never one that anything is sent to
ADDRESS = "deferred://requests"
_SIGN = "jx-"
_LONGEST = 10_000_000  # bytes of one line of an answer file


class Store(Protocol):
    """Where answers are kept."""

    def answer(self, key: str) -> str | None:
        """What was kept for that key, None where nothing is."""


class Deferred:
    """In place of a transport: answers from the store, else notes the request. Threads may send at once."""

    proxy: Proxy | None = None

    def __init__(self, model: str, store: Store, asked: dict[str, dict[str, Any]]) -> None:
        self._model, self._store, self._asked = model, store, asked
        self._lock = threading.Lock()

    def send(
        self, system: str, user: str, *, mode: str, schema: dict[str, Any], tokens: int, thinking: int = 0, **_: Any
    ) -> WireAnswer:  # fmt: skip
        """The answer that came back. Raises UnusableAnswerError where none has, or it was of no use."""
        if mode != "json_schema":
            raise UnusableAnswerError("答复文件里的这一条不合格式，这一段按规则起草")
        key = _SIGN + request_digest(self._model, system, user, 0)[:48]
        with self._lock:
            found = self._store.answer(key)
            if found is None:
                self._asked[key] = _request(
                    key, self._model, system, user, schema, tokens + thinking
                )
                raise UnusableAnswerError("还没有答复")
        kept = json.loads(found)
        return WireAnswer(
            str(kept["text"]), int(kept["read"]), int(kept["written"]), cut=bool(kept["cut"])
        )

    def cut(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is open."""


#: how the drafter, which knows only a choice, comes to the store of this thread's batch
_opened: dict[str, Callable[[ModelChoice], Deferred]] = {}


def deferred(model: str, name: str, store: Store, asked: dict[str, dict[str, Any]]) -> ModelChoice:
    """The choice whose answers come from `store`; requests without one are put into `asked` by their keys.

    `name` tells this use from others of the process; `forget` ends it.
    """
    address = f"{ADDRESS}/{name}"
    _opened[address] = lambda choice: Deferred(choice.model, store, asked)
    return ModelChoice("endpoint", base_url=address, model=model, why="--export-requests")


def forget(choice: ModelChoice) -> None:
    """Ends that use of the choice."""
    _opened.pop(choice.base_url, None)


def is_deferred(choice: ModelChoice) -> bool:
    """Whether the answers of that choice come later."""
    return choice.base_url.startswith(ADDRESS)


def transport_for(choice: ModelChoice) -> Deferred:
    """Its transport. Raises ModelError where nobody opened the choice."""
    made = _opened.get(choice.base_url)
    if made is None:
        raise ModelError("没有打开答复的台账，请重新运行 jixiao batch")
    return made(choice)


def _request(
    key: str, model: str, system: str, user: str, schema: dict[str, Any], tokens: int
) -> dict[str, Any]:
    return {
        "custom_id": key, "method": "POST", "url": "/v1/chat/completions",
        "body": {
            "model": model, "temperature": 0.1, "max_tokens": tokens,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "response_format": {
                "type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": schema},
            },
        },
    }  # fmt: skip


def read_answer_file(path: Path, failed: list[str]) -> Iterator[tuple[str, str]]:
    """Key and content of every good answer of the file; what failed is put into `failed`, a line each.

    Raises InputError where the file cannot be read or a line is no JSON.
    """
    require_file(path)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    found = _answer(line, f"{path}:{number}", failed)
                    if found is not None:
                        yield found
    except OSError:
        raise InputError(f"{path}：没有这个答复文件，或没有读取权限，请核对路径") from None


def _answer(line: bytes, place: str, failed: list[str]) -> tuple[str, str] | None:
    try:
        value = json.loads(line) if len(line) <= _LONGEST else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
        raise InputError(f"{place}：不是答复（应是带 custom_id 的一行 JSON），请核对文件")
    response = value.get("response")
    body = response.get("body") if isinstance(response, dict) else None
    try:
        choice = body["choices"][0]  # type: ignore[index]
        text = choice["message"]["content"]
        usage = body.get("usage") or {}  # type: ignore[union-attr]
        kept = {
            "text": text, "read": int(usage.get("prompt_tokens") or 0),
            "written": int(usage.get("completion_tokens") or 0), "cut": choice.get("finish_reason") == "length",
        }  # fmt: skip
        good = isinstance(text, str) and int(response.get("status_code") or 200) < 300  # type: ignore[union-attr] # noqa: PLR2004 - HTTP
    except (TypeError, KeyError, IndexError, ValueError, AttributeError):
        good = False
    if not good or value.get("error"):
        failed.append(f"{place}：{value['custom_id']} 没有答好，下一轮再问")
        return None
    return value["custom_id"], json.dumps(kept, ensure_ascii=False)
