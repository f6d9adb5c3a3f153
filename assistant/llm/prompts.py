"""Prompts: one Markdown file each, with YAML front matter and a Jinja body.

They stand in `prompts/` of a checkout and in `assistant/_prompts` of the wheel. What is filled in is data:
it is put on one line each and stripped of all that a chat template or a fence could take for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import InputError
from assistant.patterns import regex

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_PACKAGE = Path(__file__).parents[1]
_FOLDERS = (_PACKAGE / "_prompts", _PACKAGE.parent / "prompts")
_PARTS = regex(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.S)
_FRONT_KEYS = {"id", "version", "schema"}
#: control characters and those that show nothing
CONTROL = regex(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
#: what a chat template, a fence or a reasoning model takes for markup, and its harmless form
_MARKUP = str.maketrans({"<": "＜", ">": "＞", "`": "'", "|": "｜"})


class Numbered(Protocol):
    """Anything with a number and words: a prompt knows no more of facts."""

    @property
    def id(self) -> str:
        """Its number, such as F3."""

    @property
    def text(self) -> str:
        """Its words."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. `schema` names the shape of the answer (answers.py)."""

    id: str
    version: str
    schema: str
    body: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt with its data filled in: exactly what is sent, before private words are replaced."""

    id: str
    version: str
    system: str
    user: str

    @property
    def whole(self) -> str:
        """Both messages, as `--show-prompt` shows them."""
        return f"{self.system}\n\n{self.user}"


def folder() -> Path:
    """Where the prompt files stand; InputError where the installation lacks them."""
    for path in _FOLDERS:
        if path.is_dir():
            return path
    raise InputError("程序的提示词文件不见了，请重新安装 jixiao")


@cache
def load(prompt_id: str) -> Prompt:
    """The prompt of that id. InputError where the file is missing or its head is wrong."""
    from assistant.located import parse

    path = folder() / f"{prompt_id}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise InputError(f"{path}：没有这个提示词文件，请重新安装 jixiao") from None
    parts = _PARTS.match(text)
    front = parse(parts["front"], str(path)).tree if parts else None
    if parts is None or not isinstance(front, dict) or set(front) != _FRONT_KEYS:
        raise InputError(
            f"{path}:1：提示词文件的开头应有 id、version、schema 三项，夹在两行 --- 之间"
        )
    if front["id"] != prompt_id:
        raise InputError(f"{path}:1：id“{front['id']}”与文件名不符，应是“{prompt_id}”")
    return Prompt(prompt_id, str(front["version"]), str(front["schema"]), parts["body"].strip())


def render(prompt_id: str, **values: Any) -> Rendered:
    """Fills a prompt. Every name the body uses must be given; text values are made plain first."""
    from jinja2 import TemplateError

    prompt = load(prompt_id)
    plain = {
        name: as_data(value) if isinstance(value, str) else value for name, value in values.items()
    }
    try:
        user = _environment().from_string(prompt.body).render(plain)
    except TemplateError as error:
        raise InputError(
            f"提示词“{prompt_id}”用不了（{error}），请核对 prompts/{prompt_id}.md"
        ) from None
    system = load("system")
    return Rendered(prompt_id, f"{prompt.version}/{system.version}", system.body, user.strip())


class Lines(list[str]):
    """Lines already made plain, one datum each; printed one under the other."""

    def __str__(self) -> str:
        return "\n".join(self)


def numbered(facts: Iterable[Numbered]) -> Lines:
    """Facts as numbered lines, safe inside the fence."""
    return Lines(f"{fact.id} {as_data(fact.text)}" for fact in facts)


def as_data(text: str) -> str:
    """One line that no template, fence or parser takes for anything but text."""
    return CONTROL.sub(" ", text).translate(_MARKUP).strip()


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=False, autoescape=False
    )
