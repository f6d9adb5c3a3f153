"""Which model writes: an endpoint, the local model, or none (the rules drafter).

The order is DESIGN.md's: option, configuration and environment, then the local model where it is
installed, then none.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from assistant.config import Config, load_config
from assistant.errors import InputError
from assistant.patterns import regex

Kind = Literal["endpoint", "local", "none"]

NO_MODEL = "规则起草"


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """Who drafts. `base_url`, `model` and `secret` count for endpoints only; `why` says how it was chosen."""

    kind: Kind
    base_url: str = ""
    model: str = ""
    secret: str = field(default="", repr=False)
    why: str = ""
    #: name and password that stood in the address; never printed, and never part of `base_url`
    userinfo: str = field(default="", repr=False)
    #: a file of certificates to trust instead of the usual ones
    certificate: str = ""

    @property
    def title(self) -> str:
        """The name a draft carries."""
        if self.kind == "none":
            return NO_MODEL
        return f"{self.model}（本机）" if self.on_this_machine else f"{self.model}（{self.host}）"

    @property
    def host(self) -> str:
        """Host and port of the endpoint."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def shown(self) -> str:
        """The address as messages show it: a key may stand in its query."""
        return self.base_url.partition("?")[0]

    @property
    def on_this_machine(self) -> bool:
        """Whether texts stay on this machine."""
        return self.kind != "endpoint" or is_loopback(self.base_url)


def is_loopback(url: str) -> bool:
    """Whether the address is of this machine itself. A name other than localhost is not trusted to be."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


#: an address: scheme, name and password, the rest up to the model's name
_ADDRESS = regex(
    r"(?P<scheme>https?)://(?:(?P<user>[^/]*)@)?(?P<rest>[^#]*)(?:#(?P<name>.*))?", re.I
)


def without_password(text: str) -> str:
    """The text of an address without what stands before its host: for messages."""
    return re.sub(r"(?<=//).*@", "", text) if "//" in text else text.rpartition("@")[2]


#: addresses with a password that were given to this process, by the address without it: what a file keeps
_given: dict[str, str] = {}


def for_keeping(text: str) -> str:
    """The text with every address in it as a file may keep it; `choose` still knows the password in this process."""

    def plain(found: re.Match[str]) -> str:
        kept = without_password(found[0])
        _given[kept] = found[0]
        return kept

    return re.sub(r"https?://[^\s/]*@\S+", plain, text, flags=re.I)


def choose(option: str | None = None, *, config: Config | None = None) -> ModelChoice:
    """The model of `--model`: `none`, `local`, a name, or an address `http://…/v1#name`; None takes the order.

    Raises InputError for an address that is none, and where `local` is asked for but not installed.
    """
    settings = config if config is not None else load_config()
    wanted = (option or "").strip()
    wanted = _given.get(wanted, wanted)
    if wanted == "none":
        return ModelChoice("none", why="--model none")
    if wanted == "local":
        return _local("--model local")
    if wanted.lower().startswith(("http://", "https://")):
        found = _ADDRESS.fullmatch(wanted)
        name = (found["name"] or "") if found else ""
        address = wanted.removesuffix(f"#{name}")
        return _endpoint(address, name, settings, why="--model")
    if wanted:
        return _endpoint("", wanted, settings, why="--model")
    if settings.model.base_url or os.environ.get("OPENAI_BASE_URL"):
        why = "环境变量 OPENAI_BASE_URL" if os.environ.get("OPENAI_BASE_URL") else "配置文件"
        return _endpoint("", "", settings, why=why)
    from assistant.llm.local import server as local

    if local.missing() == "":
        return ModelChoice("local", model=local.model_id(), why="本机已装模型")
    return ModelChoice("none", why="没有设置模型端点，本机也没有装模型")


def _local(why: str) -> ModelChoice:
    from assistant.llm.local import server as local

    missing = local.missing()
    if missing:
        raise InputError(missing)
    return ModelChoice("local", model=local.model_id(), why=why)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _endpoint(address: str, name: str, settings: Config, *, why: str) -> ModelChoice:
    own = settings.model
    base_url = (address or os.environ.get("OPENAI_BASE_URL") or own.base_url).strip()
    if not base_url:
        raise InputError(
            f"没有设置模型地址，不知道“{name}”在哪里；请设环境变量 OPENAI_BASE_URL，或写 --model http://地址/v1#{name}，"
            "或在配置文件里写 模型: {地址: …}；本机模型用 --model local"
        )
    parts = _split(base_url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InputError(
            f"模型地址“{without_password(base_url)[:60]}”不对，应像 http://127.0.0.1:8080/v1，请核对 --model、OPENAI_BASE_URL 或配置文件"
        )
    # a key belongs to its address: one that is set for another place never goes to this one
    configured = own.base_url.rstrip("/") == base_url.rstrip("/")
    # an address of the command line is the user's own doing, but the environment's key was not meant for it
    from_environment = (
        bool(os.environ.get("OPENAI_BASE_URL")) and not address
    ) or address == os.environ.get("OPENAI_BASE_URL")
    secret = (os.environ.get("OPENAI_API_KEY") or "") if from_environment else ""
    if not secret and configured:
        secret = own.secret.get_secret_value()
    userinfo, _, _ = parts.netloc.rpartition("@")
    return ModelChoice(
        "endpoint",
        base_url=parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="")
        .geturl()
        .rstrip("/")
        .removesuffix("/chat/completions"),
        model=(name or os.environ.get("OPENAI_MODEL") or own.name).strip(),
        secret=secret,
        why=why,
        userinfo=userinfo,
        certificate=own.certificate,
    )
