"""The blank data file that `jixiao new` hands out: every key of the model, with what to write."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

_FORM = Path(__file__).with_name("blank.yaml")


def blank_data(year: int | None = None) -> str:
    """The text of a blank data file. It reads back as it stands; names to fill in bear 【】.

    `year` is the year evaluated; without one the last year, as self-evaluation follows the year.
    """
    return _FORM.read_text(encoding="utf-8").replace("{year}", str(year or last_year()))


def last_year() -> int:
    """The year that is evaluated now: self-evaluation follows the year."""
    return datetime.now().astimezone().year - 1
