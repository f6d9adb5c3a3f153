"""The key of a project: a digest of all that its result follows from. Same key, same result: nothing to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.errors import InputError
from assistant.files import read_now
from assistant.intake.unit import NAME as UNIT
from assistant.llm import prompts
from assistant.rules.loader import stock

if TYPE_CHECKING:
    from assistant.llm.endpoint import ModelChoice

_VERSION = "1"


class Keys:
    """The keys of one run: what all its projects share is digested once."""

    def __init__(self, folder: Path, model: ModelChoice, rules: str) -> None:
        common = hashlib.sha256()
        for part in (_VERSION, __version__, model.kind, model.model, rules):
            common.update(f"{part}\0".encode())
        for path in (*stock(), *sorted(prompts.folder().glob("*.md")), folder / UNIT, Path(rules)):
            common.update(_bytes(path) if path.is_file() else b"\0")
        self._common = common

    def of(self, data: Path) -> str:
        """The key of that data file as it stands; "" where it cannot be read."""
        try:
            content = read_now(data)
        except (OSError, InputError):
            return ""
        digest = self._common.copy()
        digest.update(content)
        for path in named_files(data, content):
            digest.update(_bytes(path))
        return digest.hexdigest()


def digest_of(content: bytes) -> str:
    """Names the content of a file."""
    return hashlib.sha256(content).hexdigest()


def named_files(data: Path, content: bytes) -> Iterator[Path]:
    """The files that a data file names: rules, outline, sample. Any line that ends in a path to a file is taken for one."""
    if not any(word.encode() in content for word in ("规则", "提纲", "范文")):
        return
    for line in content.decode("utf-8", "replace").splitlines():
        key, _, value = line.partition(": ")
        if key.strip().endswith(("规则", "提纲", "范文")):
            path = data.parent / value.strip().strip("\"'{}")
            if value.strip() and path.is_file():
                yield path


def _bytes(path: Path) -> bytes:
    try:
        return read_now(path)
    except (OSError, InputError):
        return b"\0"
