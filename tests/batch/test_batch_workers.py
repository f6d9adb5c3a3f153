"""Worker processes here, and Dask's: what a dead worker had in hand is done again, the ledger is the truth."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from command_runs import run
from many_projects import write_many

from assistant.executing import End, Processes, Task


def double(number: int) -> int:
    return 2 * number


def die_once(given: tuple[int, str]) -> int:
    """Brings its process down the first time it meets this number."""
    number, mark = given
    if number == 3 and not Path(mark).exists():
        Path(mark).write_text("x", "utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number: int) -> int:
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def values(ends: list[End]) -> list[int]:
    return sorted(end.value for end in ends if not end.fell)


@pytest.mark.parametrize("threads", [1, 3])
def test_processes_do_every_task_once(threads: int) -> None:
    tasks = [Task(n, double, n) for n in range(20)]
    assert values(list(Processes(2, threads=threads).run(tasks))) == [2 * n for n in range(20)]


def test_a_dead_worker_costs_nothing_but_a_second_try(tmp_path: Path) -> None:
    mark = str(tmp_path / "mark")
    tasks = [Task(n, die_once, (n, mark)) for n in range(8)]
    assert values(list(Processes(2).run(tasks))) == list(range(8))


@pytest.mark.parametrize("threads", [1, 3])
def test_a_task_that_kills_its_worker_again_is_given_up_alone(threads: int) -> None:
    ends = list(Processes(1, threads=threads).run([Task(n, die, n) for n in range(5)]))
    assert [end.task.label for end in ends if end.fell] == [2]
    assert set(values(ends)) >= {0, 3, 4}


def test_two_processes_make_what_one_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path / "来源", range(4))
    for jobs in (1, 2):
        run(
            "batch",
            tmp_path / "来源",
            "-o",
            tmp_path / str(jobs),
            "--jobs",
            jobs,
            "--do",
            "score,form",
            "--json",
        )
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[0]["outputs"] == told[1]["outputs"]
    assert told[0]["done"] == told[1]["done"] == 4


@pytest.mark.filterwarnings("ignore")
def test_dask_does_it_with_bytes_and_survives_a_killed_worker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scheduler with two real processes; one is killed while the batch runs."""
    distributed: Any = pytest.importorskip("distributed")
    from assistant.batch import running

    write_many(tmp_path / "来源", range(10))
    out = tmp_path / "输出"
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        ended = running._Run._ended
        pids = [worker.pid for worker in cluster.workers.values()]

        def kill_once(self: Any, end: End) -> None:
            if pids:
                os.kill(pids.pop(), signal.SIGKILL)
                pids.clear()
            ended(self, end)

        monkeypatch.setattr(running._Run, "_ended", kill_once)
        code = run(
            "batch", tmp_path / "来源", "-o", out, "--scheduler", cluster.scheduler_address,
            "--do", "score,form", "--json",
        )  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], told["failed"]) == (10, [])
    assert code in {0, 1}
    assert len(list((out / "自评表").glob("*.docx"))) == 10
    assert json.loads(next((out / "数据").glob("*.jixiao/reports.json")).read_text("utf-8"))


def test_a_scheduler_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("assistant.batch.machines._PATIENCE", 0.5)
    write_many(tmp_path / "来源", range(1))
    assert (
        run("batch", tmp_path / "来源", "-o", tmp_path / "出", "--scheduler", "tcp://127.0.0.1:9")
        == 2
    )
    assert "连不上 Dask 调度器" in capsys.readouterr().err
