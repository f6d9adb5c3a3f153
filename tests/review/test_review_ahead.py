"""The fault catalogue runs in a process beside the merge: the same findings, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from review_project import Project, make

from assistant import aside as room
from assistant.aside import aside
from assistant.review.round_trip import take_back


def _edited(project: Project, *edits: tuple[str, str]) -> Path:
    document = docx.Document(str(project.report))
    cells = [c.paragraphs[0] for t in document.tables for r in t.rows for c in r.cells]
    for old, new in edits:
        found = [p for p in [*document.paragraphs, *cells] if old in p.text]
        for paragraph in found[:1]:
            paragraph.runs[0].text = paragraph.text.replace(old, new)
            for run in paragraph.runs[1:]:
                run.text = ""
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    return path


@pytest.fixture
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processors and no other thread, whatever runs these tests."""
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("this system cannot fork: everything is computed in one process")
    monkeypatch.setattr(room, "cores", lambda: 2)
    monkeypatch.setattr("threading.active_count", lambda: 1)


@pytest.mark.usefixtures("forks")
def test_what_is_computed_aside_comes_from_another_process_that_ends_with_the_block() -> None:
    with aside(os.getpid) as asked:
        other = asked()
        assert other != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_where_the_other_process_fails_the_work_is_done_here(
    end: Callable[[], object], capfd: pytest.CaptureFixture[str]
) -> None:
    own = os.getpid()

    def work() -> int:
        if os.getpid() != own:
            end()
        return os.getpid()

    with aside(work) as asked:
        assert asked() == own
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("forks")
def test_an_answer_nobody_asks_for_ends_with_the_block_too() -> None:
    with aside(lambda: "字" * 1_000_000):  # more than a pipe holds
        pass
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("forks")
@pytest.mark.parametrize("edit", [("机房进水", "机房进水（见附件9）"), ("95%", "93%")])
def test_the_findings_are_those_of_one_process_whether_data_change_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, edit: tuple[str, str]
) -> None:
    found = []
    for name, processors in (("two", 2), ("one", 1)):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setattr(room, "cores", lambda n=processors: n)
        found.append(take_back(_edited(make(folder), edit), consent=True))
    assert found[0].findings == found[1].findings
    assert [c.after for c in found[0].data_changes] == [c.after for c in found[1].data_changes]
    assert found[0].changes
