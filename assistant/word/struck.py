"""Words that a person struck out by hand, as a look and not as a tracked change: they still stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.word.names import W

_OFF = {"0", "false", "off"}


def struck_out(root: Any) -> Iterator[str]:
    """The struck words of each paragraph under `root`, in the order of the file."""
    for paragraph in root.iter(f"{W}p"):
        words = "".join(
            text.text or ""
            for run in paragraph.iter(f"{W}r")
            if _struck(run)
            for text in run.iter(f"{W}t")
        ).strip()
        if words:
            yield words


def _struck(run: Any) -> bool:
    looks = [run.find(f"{W}rPr/{W}{name}") for name in ("strike", "dstrike")]
    return any(look is not None and look.get(f"{W}val", "1") not in _OFF for look in looks)
