"""manifest.yaml, typed: the local model, and the wheels its bytes come in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_PATH = Path(__file__).with_name("manifest.yaml")


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Entry):
    """One data-only wheel; `size` and `sha256` are the wheel's, `member` the model's bytes in it."""

    package: str
    version: str
    file: str
    size: int
    sha256: str
    member: str
    member_size: int

    @property
    def bare(self) -> str:
        """The name of a file that holds the member alone, without its wheel: as the offline kit carries it."""
        return f"{self.package}.bin"


class Manifest(_Entry):
    """The model file as a whole, and its parts in order."""

    id: str
    file: str
    description: str
    licence: str
    homepage: str
    size: int
    sha256: str
    parts: tuple[Part, ...]


@cache
def read_manifest() -> Manifest:
    """The manifest that ships with the program."""
    from assistant.located import read_located

    return Manifest.model_validate(read_located(_PATH).tree)
