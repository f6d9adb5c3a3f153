"""Several endpoints that serve the same model: each project goes to the one that is well and has least to do.

What counts is how many projects it has in hand for its speed; one that failed rests a while, and the
project goes to another.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.llm.endpoint import ModelChoice, choose

if TYPE_CHECKING:
    from assistant.config import Config

_REST = 60.0  # seconds that an endpoint is left alone after it failed
_SMOOTH = 0.2  # how much the newest project says of the speed


@dataclass(slots=True)
class _Endpoint:
    choice: ModelChoice
    in_hand: int = 0
    seconds: float = 0.0  # a project, smoothed; 0 while unknown
    rests_until: float = 0.0


class Endpoints:
    """The endpoints of a batch, the first one as it was chosen, the others from the configuration."""

    def __init__(self, choices: Sequence[ModelChoice]) -> None:
        self._all = [_Endpoint(choice) for choice in choices]

    @property
    def first(self) -> ModelChoice:
        """The one that names the model of the batch."""
        return self._all[0].choice

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self._all)

    @property
    def choices(self) -> list[ModelChoice]:
        """All of them."""
        return [one.choice for one in self._all]

    def pick(self, *, but: str = "") -> ModelChoice:
        """The one that will be done soonest; `but` is the address of one that just failed this project."""
        now = time.monotonic()

        def wait(one: _Endpoint) -> tuple[bool, bool, float, float]:
            resting = one.rests_until > now
            return (
                one.choice.base_url == but,
                resting,
                (one.in_hand + 1) * (one.seconds or 1.0),
                one.seconds,
            )

        found = min(self._all, key=wait)
        found.in_hand += 1
        return found.choice

    def ended(self, choice: ModelChoice, seconds: float, *, failed: bool) -> None:
        """How a project went there."""
        for one in self._all:
            if one.choice.base_url == choice.base_url:
                one.in_hand = max(0, one.in_hand - 1)
                if failed:
                    one.rests_until = time.monotonic() + _REST
                else:
                    one.seconds = (
                        seconds
                        if not one.seconds
                        else (1 - _SMOOTH) * one.seconds + _SMOOTH * seconds
                    )


def endpoints(option: str, config: Config) -> Endpoints:
    """The one that `--model` or the configuration chooses; where it is the configuration's, all that serve it."""
    first = choose(option or None, config=config)
    own = config.model
    if first.kind != "endpoint" or first.base_url.rstrip("/") != own.base_url.rstrip("/"):
        return Endpoints([first])
    further = [
        replace(
            choose(f"{one.base_url}#{one.name or first.model}", config=config),
            secret=one.secret.get_secret_value(), why="配置文件",
        )
        for one in own.others
    ]  # fmt: skip
    return Endpoints([first, *further])
