"""Which of the models that an endpoint lists is one to talk with, where the user named none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.errors import ModelError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.envelope import EndlessError
from assistant.llm.faults import AnsweredError, describe
from assistant.llm.road import Proxy, where
from assistant.patterns import regex

#: names of models that do other work: vectors, ranking, speech, pictures, judging of other answers
_OTHER = regex(
    r"embed|rerank|(?:^|[/_-])(?:bge|gte|e5|m3e|bce|jina|clip|ocr|tts|asr|vad|sdxl?|flux|wanx?\d*|sam)(?:[/_.-]|\d|$)|"
    r"text2vec|nomic-|minilm|mpnet|sentence-|similarity|vector|whisper|speech|voice|audio|paraformer|sambert|sense_?voice|"
    r"dall-?e|stable-diffusion|diffusion|image|kolors|cogview|cogvideo|video|moderation|guard|reward|colbert|splade|"
    r"babbage|davinci|向量|重排|语音|绘图",
    re.I,
)
_KIND_KEYS = ("model_type", "type", "task", "mode", "object_type", "category", "model_ability")
_OTHER_KIND = regex(
    r"embed|rerank|image|audio|speech|video|moderation|tts|asr|transcri|vector|score", re.I
)
#: families of models that one can talk with; where the list holds some, what nobody knows stands behind them
_CHAT_NAME = regex(
    r"chat(?!tts)|instruct|qwen|qwq|deepseek|glm|kimi|moonshot|llama|mistral|mixtral|gemma|phi-?\d|yi-|baichuan|internlm|minimax|abab|hunyuan|"
    r"doubao|ernie|spark|step-|gpt|claude|gemini|ep-\d",
    re.I,
)
_CHAT_KIND = regex(r"llm|chat|vlm|text-generation|completion|generate", re.I)


def chosen_model(
    choice: ModelChoice, ask: Callable[[], Any], waited: int, proxy: Proxy | None = None
) -> str:
    """A chat model of the endpoint; one that is loaded or called a chat model goes first.

    Raises ModelError with the reason where the list is refused, empty, or holds none to talk with.
    """
    import httpx

    mend = "请用 --model 名称 或 OPENAI_MODEL 写明模型"
    try:
        listed = list(_entries(ask()))
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, EndlessError) else "答的不是一份模型的列表"
        raise ModelError(f"{where(choice)}：问不到有哪些模型（{said}），{mend}") from None
    except (AnsweredError, ModelError, httpx.HTTPError, OSError) as error:
        line = describe(error, choice, waited=waited, proxy=proxy)
        if isinstance(error, httpx.HTTPError | OSError) or (
            isinstance(error, AnsweredError) and error.answered.kind == "proxy"
        ):
            raise ModelError(line) from None  # a name would not help
        why = line.partition("：")[2].rpartition("。")[0] or line
        raise ModelError(f"{where(choice)}：问不到有哪些模型（{why}），{mend}") from None
    talking = [(name, entry) for name, entry in listed if _talks(name, entry)]
    if not talking:
        found = "、".join(name for name, _ in listed[:5])
        said = f"列出的模型（{found}）都不是对话模型" if found else "没有列出任何模型"
        raise ModelError(f"{where(choice)}：{said}，{mend}")
    return min(talking, key=lambda pair: (*_rank(pair[1]), not _CHAT_NAME.search(pair[0])))[0]


def names(listed: Any) -> Iterator[str]:
    """The names in a list of models, however it is shaped."""
    yield from (name for name, _ in _entries(listed))


def _entries(listed: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(listed, dict):
        inner = next((listed[k] for k in ("data", "models", "result") if k in listed), None)
        if inner is None and not {"error", "message", "detail", "msg"} & set(listed):
            # Xinference's older form: a map by name
            inner = [{"id": name, **(e if isinstance(e, dict) else {})} for name, e in listed.items()
                     if name not in {"object"}]  # fmt: skip
        yield from _entries(inner or [])
        return
    if not isinstance(listed, list):
        raise ValueError("no list of models")
    for entry in listed:
        if isinstance(entry, str):
            yield entry, {}
        elif isinstance(entry, dict):
            name = next(
                (entry[k] for k in ("id", "name", "model", "model_name") if entry.get(k)), ""
            )
            if name:
                yield str(name), entry


def _talks(name: str, entry: dict[str, Any]) -> bool:
    kind = _kind(entry)
    if _OTHER_KIND.search(kind) and not _CHAT_KIND.search(kind):
        return False
    return not _OTHER.search(name)


def _kind(entry: dict[str, Any]) -> str:
    return " ".join(str(entry[key]) for key in _KIND_KEYS if entry.get(key))


def _rank(entry: dict[str, Any]) -> tuple[bool, bool]:
    state = str(entry.get("state", entry.get("status", ""))).lower()
    return ("not" in state or "unload" in state, not _CHAT_KIND.search(_kind(entry)))
