"""What an edited file asks of the data and they hold by now: the same file may be read twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.model.evaluation import Evaluation
from assistant.review.alignment import key
from assistant.review.data_change import ROW_THERE, DataChange


def held(change: DataChange) -> bool:
    """Whether the data say so already, so that nothing was to be written."""
    return change.state == "applied" and change.old == change.new


def newly_written(change: DataChange) -> bool:
    """Whether this reading wrote it."""
    return change.state == "applied" and not held(change)


def with_rows_as_now(
    changes: Iterable[DataChange], then: Evaluation, now: Evaluation
) -> Iterator[DataChange]:
    """The changes; a row to be added that came into the data since the file was printed is held."""
    before, after = _names(then), _names(now)
    for change in changes:
        name = (change.place[:1], _name(change))
        if change.values and name in after and name not in before:
            yield replace(change, state="applied", old=change.new, why=ROW_THERE)
        else:
            yield change


def _name(change: DataChange) -> str:
    said = dict(change.values)
    return key(said.get("名称") or said.get("来源") or "")


def _names(evaluation: Evaluation) -> set[tuple[tuple[int | str, ...], str]]:
    found: set[tuple[tuple[int | str, ...], str]] = {
        (("指标",), key(row.name)) for row in evaluation.indicators
    }
    sources = evaluation.funds.sources if evaluation.funds is not None else ()
    return found | {(("资金",), key(one.source)) for one in sources}
