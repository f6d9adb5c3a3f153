"""The blank data file that `jixiao new` hands out: every key of the model, with what to write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

_FORM = Path(__file__).with_name("blank.yaml")


def blank_data(year: int | None = None) -> str:
    """The text of a blank data file. It reads back as it stands; names to fill in bear 【】.

    `year` is the year evaluated; without one the last year, as self-evaluation follows the year.
    """
    return _FORM.read_text(encoding="utf-8").replace("{year}", str(year or last_year()))


def begun_data(
    project: Mapping[str, object],
    *,
    sources: Sequence[Mapping[str, object]] = (),
    rows: Sequence[Mapping[str, object]] = (),
) -> str:
    """The text of a data file just begun, by talk or on the page: the project's own keys, and the rows given."""
    from assistant.yaml_writing import dumped

    funds = {"单位": "万元", "明细": [dict(one) for one in sources]}
    return dumped({"项目": dict(project), "资金": funds, "指标": [dict(one) for one in rows]})


def last_year() -> int:
    """The year that is evaluated now: self-evaluation follows the year."""
    return datetime.now().astimezone().year - 1
