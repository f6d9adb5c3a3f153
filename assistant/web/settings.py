"""What this folder's page is set to: who writes. An endpoint's key stays in the user's own settings."""

from __future__ import annotations

import json
import os
from pathlib import Path

from assistant.config import load_config
from assistant.errors import InputError
from assistant.files import read_now, write_whole
from assistant.llm.endpoint import without_password

_FILE = ".页面.json"
#: asks the endpoint of the settings or the environment
_CONFIGURED = ""
_PATIENCE = 5  # seconds for a trial


def models() -> tuple[tuple[str, str], ...]:
    """Who may write: the value of the choice, and what it is."""
    return (
        ("none", "按规则（不用模型，马上好）"), ("local", "本机模型（不出本机，较慢）"),
        ("endpoint", "设置里的模型端点"),
    )  # fmt: skip


def model_of(folder: Path) -> str:
    """Who writes in this folder. Where nothing was chosen: the endpoint that is set up, else the rules."""
    try:
        value = json.loads(read_now(folder / _FILE))
        chosen = str(value["model"])
    except (OSError, InputError, ValueError, LookupError, TypeError):
        chosen = ""
    if chosen and not _carries_secret(chosen):
        return chosen
    try:
        set_up = bool(load_config().model.base_url or os.environ.get("OPENAI_BASE_URL"))
    except InputError:
        set_up = False
    return "endpoint" if set_up else "none"


def _carries_secret(address: str) -> bool:
    """Whether a user's name or password stands in the address: it would lie in the folder and on the page in clear."""
    return "://" in address and without_password(address) != address


def choose_model(folder: Path, model: str, endpoint: str) -> None:
    """Keeps the choice for this folder; an address (http://…/v1#名称) takes the place of the one set up.

    Raises InputError for an address that is none.
    """
    from assistant.llm.endpoint import choose

    if model not in {"none", "local", "endpoint"}:
        raise InputError("不认识的模型选项，请刷新页面")
    wanted = endpoint if model == "endpoint" and endpoint else model
    if _carries_secret(wanted):
        raise InputError(
            "地址里不要写用户名和密码，请写进配置文件的 模型: {地址: …, 密钥: …}，这里选“设置里的模型端点”"
        )
    if wanted.startswith("http"):
        choose(wanted)
    text = json.dumps({"model": wanted}, ensure_ascii=False)
    write_whole(folder / _FILE, text.encode(), mode=0o600)


def option(model: str) -> str:
    """The choice as `endpoint.choose` takes it: empty for the endpoint that is set up."""
    return _CONFIGURED if model == "endpoint" else model


def try_model(model: str) -> list[str]:
    """Whether the model answers now: who it is, and where the texts go; a line for people."""
    from assistant.config import Limits
    from assistant.llm.endpoint import choose

    choice = choose(option(model) or None, config=load_config())
    if choice.kind == "none":
        return ["按规则起草，不用模型，随时可用。"]
    if choice.kind == "local":
        return [f"本机模型已装好：{choice.title}，文字不出本机。"]
    from assistant.llm.faults import describe
    from assistant.llm.wire import Transport

    limits, transport = Limits(first_token=_PATIENCE, connect=_PATIENCE), None
    try:
        transport = Transport(choice, limits)
        transport.models()
    except Exception as error:
        proxy = transport.proxy if transport is not None else None
        return [f"连不上：{describe(error, choice, waited=_PATIENCE, proxy=proxy)}"]
    finally:
        if transport is not None:
            transport.close()
    place = "在本机，文字不出本机" if choice.on_this_machine else "在别的机器上，文字会先脱敏再送去"
    return [f"可用：{choice.title}，{place}。"]
