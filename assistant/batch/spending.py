"""What a batch may cost: tokens, money, time. Reached, nothing new is begun; the rest waits for the next run."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.config import Price

_MILLION = Decimal(1_000_000)


@dataclass(slots=True)
class Budget:
    """Limits of one run; None is without limit. `yuan` counts by the prices of the configuration."""

    tokens: int | None = None
    yuan: Decimal | None = None
    minutes: int | None = None
    prices: Mapping[str, Price] = field(default_factory=dict)
    used_tokens: int = 0
    used_yuan: Decimal = Decimal(0)
    started: float = field(default_factory=time.monotonic)

    @property
    def is_set(self) -> bool:
        """Whether there is any limit."""
        return any(limit is not None for limit in (self.tokens, self.yuan, self.minutes))

    def take(self, model: str, read: int, written: int) -> None:
        """Counts what a project cost; `model` is its title, the name before the host in brackets."""
        self.used_tokens += read + written
        price = self.prices.get(model.partition("（")[0])
        if price is not None:
            self.used_yuan += (price.prompt * read + price.completion * written) / _MILLION

    def spent(self) -> str:
        """Which limit is reached, in Chinese; empty where none is."""
        if self.tokens is not None and self.used_tokens >= self.tokens:
            return f"已用完 {self.tokens} 个词元的额度"
        if self.yuan is not None and self.used_yuan >= self.yuan:
            return f"已用完 {self.yuan} 元的额度"
        if self.minutes is not None and time.monotonic() - self.started >= self.minutes * 60:
            return f"已用完 {self.minutes} 分钟的额度"
        return ""
