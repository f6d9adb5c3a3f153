"""The blind set: written by somebody who had not read the reader of talk; what is not read is counted, not hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from blind_utterances import KNOWN, Case, by_command, cases, in_process, measure

ALL = cases()


@pytest.mark.parametrize("project", sorted({case.project for case in ALL}))
def test_a_line_of_the_blind_set_is_read_right_or_is_a_known_miss(
    project: str, tmp_path: Path
) -> None:
    own = [case for case in ALL if case.project == project]
    found = {}
    for case in own:
        folder = tmp_path / str(case.line)
        folder.mkdir()
        found[case.id] = measure(case, folder, in_process)
    assert {k: r.verdict for k, r in found.items() if r.verdict == "wrong"} == {}
    missed = {k: r.verdict for k, r in found.items() if r.verdict != "right"}
    assert missed == {k: v for k, v in KNOWN.items() if k.startswith(f"{project}:")}, {
        k: found[k].why for k in missed
    }


def test_known_misses_are_few_and_propose_nothing_wrong() -> None:
    assert len(ALL) >= 700
    assert len(KNOWN) <= 6
    assert "wrong" not in KNOWN.values()


@pytest.mark.parametrize("case", ALL[4::40], ids=lambda case: case.id)
def test_the_command_says_of_a_line_what_the_conversation_says(case: Case, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, two = (
        measure(case, tmp_path / name, ask) for name, ask in (("a", in_process), ("b", by_command))
    )
    assert one.record == two.record
