"""The very words of formulas, distances and findings, for every case: auditors quote them.

`texts.txt` holds them. After a wording is changed on purpose, write it anew and read what moved:
`python tests/scoring/test_scoring_texts.py`, then `git diff tests/scoring/texts.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_scoring_cases import CASES, card_of

from assistant.model.scorecard import Scorecard

_FILE = Path(__file__).parent / "texts.txt"
_HEAD = "## "


def _lines(case: dict[str, Any]) -> Iterator[str]:
    """What the case is about: one row, the money, or the whole."""
    card = card_of(case)
    if "资金" in case:
        yield from _money(card)
        yield from _findings(card, "资金", "评分")
    elif "分配" in case or "各项" in case:
        total = card.total
        yield f"合计 {total.score}/{total.available} {total.complete} {card.grade}"
        yield from _money(card)
        yield from _rows(card)
        yield card.allotment
        yield from _findings(card, "")
    else:
        yield from _rows(card)
        yield from _findings(card, "I1", "子项目")


def _money(card: Scorecard) -> Iterator[str]:
    execution = card.execution
    yield f"执行率 {execution.rate} {execution.weight} {execution.score} {execution.formula}"


def _rows(card: Scorecard) -> Iterator[str]:
    for row in card.indicators:
        yield f"{row.id} {row.status} {row.weight} {row.completion} {row.score} {row.formula}"
        yield from (f"差距 {row.deviation}" for _ in row.deviation[:1])
        yield from (f"汇总 {row.basis}" for _ in row.basis[:1])


def _findings(card: Scorecard, *places: str) -> Iterator[str]:
    for finding in card.findings:
        if finding.location.startswith(places):
            yield (
                f"提示 {finding.code} {finding.severity} {finding.location}｜{finding.message}"
                f"｜{finding.evidence}｜{finding.suggestion}"
            )


def _recorded() -> dict[str, str]:
    blocks = _FILE.read_text("utf-8").split(_HEAD)[1:]
    return {block.partition("\n")[0]: block.partition("\n")[2].strip("\n") for block in blocks}


RECORDED = _recorded() if _FILE.exists() else {}


@pytest.mark.parametrize("case", CASES)
def test_says_it_in_the_recorded_words(case: dict[str, Any]) -> None:
    name = next(str(param.id) for param in CASES if param.values[0] is case)
    assert "\n".join(_lines(case)).strip("\n") == RECORDED[name]


def test_nothing_is_recorded_that_is_no_case() -> None:
    assert set(RECORDED) == {param.id for param in CASES}


if __name__ == "__main__":
    _FILE.write_text(
        "\n\n".join(
            f"{_HEAD}{param.id}\n" + "\n".join(_lines(param.values[0])).strip("\n")
            for param in CASES
        )
        + "\n",
        "utf-8",
    )
