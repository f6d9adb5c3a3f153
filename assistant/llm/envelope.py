"""What a model said, out of whatever an endpoint wrapped it in.

The wire format is OpenAI's chat completion, streamed or whole. In the wild there are also: plain JSON where a stream
was asked for, blank lines and comments first, lines without `data:`, content as a list of parts, the answer wrapped
once more (`data`, `output`, `result`), Ollama's own lines, tool arguments as an object, the answer in the field for
reasoning, each piece repeating all before it, and an error with HTTP 200. One reader for all of them.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from assistant.patterns import regex

_MOST = 4_000_000  # bytes of one answer that is no stream: beyond it there is no answer
_MOST_PENDING = 200_000  # characters of one event that never becomes whole
_WRAPPERS = ("data", "output", "result", "response", "body", "payload", "Response")
#: fields that hold the answer itself, where these stand beside them (Dify, TGI)
_SAID, _SAID_BESIDE = ("answer", "generated_text"), {"event", "conversation_id", "mode", "details"}
#: how an answer ends that somebody's filter cut off
_FILTERED = frozenset({"content_filter", "sensitive", "safety", "prohibited_content", "risk"})
_FINE = (None, "", 0, 200, "0", "200", "00000", "success", "Success", "SUCCESS", "ok", "OK")
_REASONING = ("reasoning_content", "reasoning", "thinking", "thoughts", "reasoning_details")
_FINISH = ("finish_reason", "finishReason", "stop_reason", "done_reason", "finish")
_PAGE = regex(r"\s*<(?:!doctype|html|head|body|script|meta|title|\?xml)", re.I)
_TITLE = regex(r"<title[^>]*>([^<]{1,80})", re.I)
_ENVELOPE = {"choices", "usage", "object", "id", "model", "candidates", "done", "base_resp"}
_DATA = regex(r"\s*(?:data\s*:\s*)+")
_SINGLE = regex(r"iso8859|cp125|ascii|latin|charmap|koi8|mac")
_FIELD = regex(r"(?:id|event|retry)\s*:")
_SAYING = (
    "message", "msg", "error_msg", "errorMsg", "errmsg", "err_msg", "status_msg", "Message", "detail", "error_description",
    "error", "errors", "reason", "title", "description", "Error",
)  # fmt: skip
_CODES = ("code", "type", "error_code", "status_code", "Code", "errcode")


class PageError(Exception):
    """The answer is a web page. `title` is the page's own, or empty."""

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self.title = title


class SaidErrorError(Exception):
    """The endpoint said, inside an answer of HTTP 200, that something is wrong. `said` is its own text."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class EndlessError(ValueError):
    """The answer went on beyond all measure."""


_CHOICE = {"message", "delta", "text", "content", "index"}


@dataclass(slots=True)
class Heard:
    """One answer as it comes together."""

    pieces: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    tools: dict[int, list[str]] = field(default_factory=dict)
    wholes: list[str] = field(default_factory=list)
    finish: str = ""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    thought_tokens: int = 0
    error: str = ""
    events: int = 0
    #: which of several answers is heard: the first that says something
    chosen: Any = None

    @property
    def content(self) -> str:
        """The answer's own text: a tool's arguments where a tool was called."""
        for parts in self.tools.values():
            called = _joined(parts)
            if called.strip():
                return sound(called)
        # a whole message behind pieces repeats them; messages alone may be pieces themselves
        text = (
            self.wholes[-1] if self.wholes and self.pieces else _joined(self.wholes)
        ) or _joined(self.pieces)
        return sound(text) if text.strip() else ""

    @property
    def reasoning(self) -> str:
        """What the model thought, where it came in a field of its own."""
        return sound(_joined(self.thoughts))

    def take(self, value: Any) -> None:
        """One event, or the whole answer."""
        self.events += 1
        if isinstance(value, list):
            for item in value:
                self.take(item)
            return
        if isinstance(value, str) and (inner := _object_in(value)) is not None:
            value = inner  # an answer that was put into a string once more
        if not isinstance(value, dict):
            if isinstance(value, str) and value.strip():
                self.pieces.append(value)
            return
        before = self._size
        self._usage(value)
        self._read(value)
        if self._size == before and not self.finish and (said := _said_error(value)):
            self.error = self.error or said

    @property
    def _size(self) -> int:
        return (
            len(self.pieces)
            + len(self.thoughts)
            + len(self.wholes)
            + sum(map(len, self.tools.values()))
        )

    def _read(self, value: dict[str, Any], depth: int = 0) -> None:  # noqa: PLR0912 - one envelope after another
        choices = value.get("choices", value.get("candidates"))
        if isinstance(choices, dict):
            choices = [choices] if _CHOICE & set(choices) else list(choices.values())
        if isinstance(choices, list) and choices:
            for choice in choices:
                if isinstance(choice, dict):
                    self._one_of(choice)
            return
        if isinstance(value.get("message"), dict) and not _error_of(value):
            self._choice({"delta": value["message"], **value})  # Ollama's lines
            return
        for name in _SAID if _SAID_BESIDE & set(value) or len(value) == 1 else ():
            if isinstance(value.get(name), str):
                self.pieces.append(value[name])
                return
        for name in _WRAPPERS:
            inner = value.get(name)
            if isinstance(inner, str):
                inner = _object_in(inner) or inner
            if isinstance(inner, dict) and depth < 3:  # noqa: PLR2004 - deeper is another format
                self._usage(inner)
                self._read(inner, depth + 1)
                if self._size:
                    return
            elif isinstance(inner, list) and name == "output":
                for item in inner:
                    if isinstance(item, dict):
                        self._part(item)
            elif isinstance(inner, str) and inner.strip() and not _error_of(value):
                self.pieces.append(inner)
                return
        if not _error_of(value) and ("content" in value or "text" in value):
            self._choice({"message": value, **{k: value[k] for k in _FINISH if k in value}})

    def _one_of(self, choice: dict[str, Any]) -> None:
        """One of the answers, if it is the one that is heard."""
        which, before = choice.get("index") or 0, self._size
        if self.chosen is None or self.chosen == which:
            self._choice(choice)
            if self._size > before:
                self.chosen = which

    def _choice(self, choice: dict[str, Any]) -> None:
        for name in _FINISH:
            if isinstance(choice.get(name), str) and choice[name] not in {"", "null"}:
                self.finish = choice[name]
        message, delta = choice.get("message"), choice.get("delta")
        if isinstance(delta, dict):
            self._say(delta, self.pieces.append)
        if isinstance(message, dict) and message is not delta:
            said: list[str] = []
            self._say(message, said.append)
            if any(said):
                self.wholes.append("".join(said))
        elif isinstance(message, str):
            self.pieces.append(message)
        if delta is None and message is None:
            self.pieces.extend(_texts(choice.get("text")))
        if isinstance(choice.get("content"), dict):
            self._say(choice["content"], self.pieces.append)

    def _say(self, message: dict[str, Any], add: Callable[[str], None]) -> None:
        for text in _texts(message.get("content", message.get("parts", message.get("text")))):
            add(text)
        for part in message["content"] if isinstance(message.get("content"), list) else ():
            if isinstance(part, dict) and _thinks(part):
                self.thoughts.extend(_texts(part.get("thinking", part.get("text"))))
        for name in _REASONING:
            found = [text for text in _texts(message.get(name)) if text]
            if found:
                self.thoughts.extend(found)
                break
        if not message.get("content") and isinstance(message.get("parsed"), dict):
            add(json.dumps(message["parsed"], ensure_ascii=False))
        refusal = message.get("refusal")
        if isinstance(refusal, str) and refusal.strip():
            self.error = self.error or refusal
        calls = message.get("tool_calls")
        if isinstance(message.get("function_call"), dict):
            calls = [{"function": message["function_call"]}]
        for call in calls if isinstance(calls, list) else ():
            self._tool(call)

    def _tool(self, call: Any) -> None:
        function = call.get("function", call) if isinstance(call, dict) else {}
        if not isinstance(function, dict):
            return
        arguments = function.get("arguments", function.get("parameters", function.get("input")))
        index = call.get("index")
        parts = self.tools.setdefault(index if isinstance(index, int) else 0, [])
        if isinstance(arguments, str):
            parts.append(arguments)
        elif arguments is not None:
            parts.append(json.dumps(arguments, ensure_ascii=False))

    def _part(self, item: dict[str, Any]) -> None:
        if _thinks(item):
            self.thoughts.extend(_texts(item.get("summary", item.get("content"))))
        else:
            self.pieces.extend(_texts(item.get("content")))

    def _usage(self, value: dict[str, Any]) -> None:
        usage = value.get("usage", value.get("usageMetadata"))
        if not isinstance(usage, dict):
            usage = value if "eval_count" in value else {}
        self.prompt_tokens = max(
            self.prompt_tokens, _number(usage, "prompt_tokens", "input_tokens", "prompt_eval_count")
        )
        self.completion_tokens = max(
            self.completion_tokens,
            _number(usage, "completion_tokens", "output_tokens", "eval_count"),
        )
        details = usage.get("completion_tokens_details", usage.get("output_tokens_details"))
        if isinstance(details, dict):
            self.thought_tokens = max(self.thought_tokens, _number(details, "reasoning_tokens"))


def hear(chunks: Iterable[bytes], heard: Heard, *, told: Callable[[], None], charset: str) -> None:
    """Reads a body into `heard`, calling `told` after every piece.

    Raises PageError for a web page, SaidErrorError for an error in an answer of HTTP 200; what `told`
    raises passes through.
    """
    lines = _lines(_text(chunks, charset))
    start = next(lines, "")
    if _PAGE.match(start):
        page = start + "\n".join(line for _, line in zip(range(200), lines, strict=False))
        found = _TITLE.search(page)
        raise PageError(" ".join(found[1].split()) if found else "")
    if start[:1] in {"{", "["} or start[:1] == '"':
        _whole(start, lines, heard, told)
    else:
        _events(start, lines, heard, told)
    if heard.finish.lower() in _FILTERED:
        raise SaidErrorError(f"finish_reason: {heard.finish}")
    if heard.error and (heard.finish == "error" or not whole_json(heard.content)):
        raise SaidErrorError(sound(heard.error))


def whole_json(text: str) -> bool:
    """Whether it is a JSON object or list to its end: an answer that nothing was cut off from."""
    try:
        return isinstance(json.loads(text, strict=False), dict | list)
    except (ValueError, RecursionError):
        return False


def _whole(start: str, lines: Iterator[str], heard: Heard, told: Callable[[], None]) -> None:
    """A JSON document, or a JSON object a line."""
    body = [start]
    size = len(start)
    for line in lines:
        size += len(line)
        if size > _MOST:
            raise EndlessError("答复没有尽头")
        body.append(line)
    text = "\n".join(body).rstrip("\x00 \t\r\n")
    try:
        values = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        values = []
        for line in body:
            try:
                values.append(json.loads(_DATA.sub("", line, count=1), strict=False))
            except (ValueError, RecursionError):
                continue
    for value in values:
        heard.take(value)
        told()
    bare = len(values) == 1 and isinstance(values[0], dict) and not _ENVELOPE & set(values[0])
    if bare and not heard._size and not heard.error:
        heard.pieces.append(text)  # no envelope at all: the answer itself


def _events(start: str, lines: Iterator[str], heard: Heard, told: Callable[[], None]) -> None:
    """Server-sent events, taken as soon as their JSON is whole."""
    pending, failing, plain = "", False, []
    work = 0
    for line in _with(start, lines):
        if not line.strip() or line.startswith(":"):
            pending = ""
            continue
        if _FIELD.match(line):
            failing = failing or bool(re.match(r"event\s*:\s*error", line))
            continue
        text = _DATA.sub("", line, count=1)
        if text.strip() == "[DONE]":
            break
        if _PAGE.match(text):
            if whole_json(heard.content):
                break
            found = _TITLE.search(text)  # a gateway's page in the midst of the stream
            raise PageError(" ".join(found[1].split()) if found else "")
        pending = f"{pending}\n{text}" if pending else text
        try:
            value = json.loads(pending, strict=False)
        except (ValueError, RecursionError):
            work += len(pending)
            if failing:
                heard.error = heard.error or pending.strip()
            if (
                pending.lstrip()[:1] not in {"{", "["}
                or max(len(pending), work // 20) > _MOST_PENDING
            ):
                plain.append(pending)
                pending = ""
            told()
            continue
        pending = ""
        if isinstance(value, dict | list):
            heard.take({"error": value} if failing and not _error_of(value) else value)
        told()
    if not heard.events and plain and not heard.error:
        # no JSON at all: whoever answers in bare words is quoted, or has written the answer itself
        heard.pieces.append("\n".join(plain))


def error_text(body: str) -> str:
    """What an error body says, its code before it; the body itself where it is no JSON."""
    if _PAGE.match(body):
        found = _TITLE.search(body)
        return " ".join(found[1].split()) if found else ""
    try:
        value = json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return " ".join(_DATA.sub("", body, count=1).split())
    return sound(_describe(value))


def sound(text: str) -> str:
    """The text without halves of characters (a lone \\ud83d), which no file and no terminal takes."""
    if text.isascii() or not re.search("[\ud800-\udfff]", text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_page(body: str) -> bool:
    """Whether the body is a web page."""
    return bool(_PAGE.match(body))


def _describe(value: Any) -> str:
    said, code = _saying(value), _code(value)
    return f"{code}：{said}" if code and said and code not in said else said or code


def _saying(value: Any, depth: int = 0) -> str:
    if isinstance(value, str):
        inner = value.strip()
        if inner[:1] == "{" and depth < 4:  # noqa: PLR2004 - an error in an error in an error
            try:
                return _saying(json.loads(inner), depth + 1) or inner
            except (ValueError, RecursionError):
                return inner
        return " ".join(inner.split())
    if isinstance(value, list):
        return "；".join(filter(None, (_saying(item, depth + 1) for item in value[:4])))
    if isinstance(value, dict) and depth < 6:  # noqa: PLR2004 - no error is told deeper
        if isinstance(value.get("loc"), list) and isinstance(value.get("msg"), str):
            return f"{'.'.join(map(str, value['loc']))}: {value['msg']}"
        for name in _SAYING:
            if value.get(name) and (found := _saying(value[name], depth + 1)):
                return found
        for inner in value.values():
            if isinstance(inner, dict | list) and (found := _saying(inner, depth + 1)):
                return found
    return ""


def _code(value: Any, depth: int = 0) -> str:
    if not isinstance(value, dict) or depth > 3:  # noqa: PLR2004 - as deep as errors are wrapped
        return ""
    for inner in value.values():
        if isinstance(inner, dict) and (found := _code(inner, depth + 1)):
            return found
    for name in _CODES:
        code = value.get(name)
        if (
            isinstance(code, str)
            and code
            and code.lower() not in {"error", "null"}
            and not (
                code.isdecimal() and int(code) < 600  # noqa: PLR2004 - as below
            )
        ):
            return code
        if (
            isinstance(code, int)
            and not isinstance(code, bool)
            and not (
                0 <= code < 600  # noqa: PLR2004 - HTTP's own number, which is told anyway
            )
        ):
            return str(code)
    return ""


def _error_of(value: Any) -> bool:
    return isinstance(value, dict) and bool(_said_error(value))


def _said_error(value: dict[str, Any]) -> str:
    """What the object says is wrong, or empty where it is no error."""
    for name in ("error", "errors", "Error"):
        if value.get(name):
            return _describe(value) or str(value[name])[:200]
    status = value.get("base_resp")
    if isinstance(status, dict) and status.get("status_code") not in {0, None}:
        return _describe(status)
    inner = value.get("Response")
    if isinstance(inner, dict) and inner.get("Error"):
        return _describe(inner)
    failed = value.get("success") is False or value.get("object") == "error"
    numbered = any(
        value.get(name) not in _FINE for name in (*_CODES, "errorCode", "errno") if name != "type"
    )
    coded = (bool(_code(value)) or numbered) and not value.get("choices")
    spoken = any(isinstance(value.get(n), str) and value[n] for n in _SAYING)
    header = value.get("header")
    if isinstance(header, dict) and header.get("code") not in {0, None}:
        return _describe(header)
    if (failed or coded or set(value) <= {"detail", "message", "msg"}) and (
        spoken or value.get("detail")
    ):
        return _describe(value)
    return ""


def _object_in(text: str) -> dict[str, Any] | None:
    """The JSON object that a string holds, if it is one with an envelope's fields."""
    if text.lstrip()[:1] != "{":
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _ENVELOPE & set(value) else None


def _texts(value: Any) -> Iterator[str]:
    """The texts in a content of any form; parts that think are left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            if not (isinstance(part, dict) and _thinks(part)):
                yield from _texts(part)
    elif isinstance(value, dict):
        for name in ("text", "content", "value", "summary", "output_text"):
            if name in value:
                yield from _texts(value[name])
                return
        if value and not set(value) & {"type", "role"}:
            # an answer that is an object already
            yield json.dumps(value, ensure_ascii=False)


def _thinks(part: dict[str, Any]) -> bool:
    return str(part.get("type", "")) in {"thinking", "reasoning", "redacted_thinking"} or (
        part.get("thought") is True
    )


def _joined(pieces: list[str]) -> str:
    """The pieces as one text; an endpoint that repeats all before in each piece has said the last one."""
    told = [piece for piece in pieces if piece]
    if len(told) > 2 and all(  # noqa: PLR2004 - two may be alike by chance
        later.startswith(earlier) for earlier, later in itertools.pairwise(told)
    ):
        return told[-1] if len(set(told)) > 1 else "".join(told)
    return "".join(told)


#: a count beyond that is no count
_MOST_TOKENS, _LONGEST_NUMBER = 100_000_000, 12


def _number(usage: dict[str, Any], *names: str) -> int:
    for name in names:
        value = usage.get(name)
        if isinstance(value, str) and value.isdecimal():
            value = int(value[:_LONGEST_NUMBER])
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return int(value) if value < _MOST_TOKENS else 0
    return 0


def decoded(body: bytes, charset: str) -> str:
    """A whole body as text, without a mark of the byte order."""
    return "".join(_text([body], charset)).lstrip("\ufeff")


def _text(chunks: Iterable[bytes], charset: str) -> Iterator[str]:
    """Decoded as UTF-8, or as the charset that the answer names, whatever bytes come.

    A label of one byte a character (iso-8859-1) is what servers put on everything: JSON and event streams are UTF-8.
    """
    try:
        name = codecs.lookup(charset or "utf-8").name
    except LookupError:
        name = "utf-8"
    decoder: codecs.IncrementalDecoder
    if name == "utf-8" or _SINGLE.match(name):
        decoder = codecs.getincrementaldecoder("utf-8")()
    else:
        decoder = codecs.getincrementaldecoder("gb18030" if name.startswith("gb") else name)(
            "replace"
        )
    for chunk in _and_end(chunks):
        try:
            yield decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            # no UTF-8, and nothing says what: GBK where it can be that
            held = decoder.getstate()[0] + chunk
            decoder = _of_no_name(held)
            yield decoder.decode(held, final=not chunk)


def _and_end(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces that hold something, and an empty one."""
    yield from filter(None, chunks)
    yield b""


def _of_no_name(data: bytes) -> codecs.IncrementalDecoder:
    gbk = codecs.getincrementaldecoder("gb18030")
    try:
        gbk().decode(data)
    except UnicodeDecodeError:
        return codecs.getincrementaldecoder("utf-8")("replace")
    return gbk("replace")


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Lines that end in LF, CRLF or CR; blank ones at the start are skipped. Each piece is looked through once."""
    rest, size, begun = list[str](), 0, False
    held = False  # a CR whose LF may still come
    for piece in texts:
        text = piece
        if held and text:
            text = f"\r{text}"
            held = False
        if not begun:
            text = text.lstrip("\ufeff \t\r\n")
            begun = bool(text)
        if text.endswith("\r"):
            text, held = text[:-1], True
        *ended, last = re.split(r"\r\n|\n|\r", text)
        for line in ended:
            yield "".join([*rest, line])
            rest, size = [], 0
        rest.append(last)
        size += len(last)
        if size > _MOST:
            raise EndlessError("答复没有尽头")
    if any(rest):
        yield "".join(rest)


def _with(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
