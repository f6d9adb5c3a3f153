"""A batch as a person at a terminal sees it, and stops it."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from command_runs import ROOT
from many_projects import write_many
from test_batch_run import batch


def started(*args: object, **more: object) -> subprocess.Popen[str]:
    """`jixiao batch` in a foreground process group of its own, as a shell starts it."""
    command = [sys.executable, "-m", "assistant.cli", "batch", *map(str, args), "--model", "none"]
    return subprocess.Popen(
        command, text=True, encoding="utf-8", start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        **more,
    )  # fmt: skip


def test_ctrl_c_at_half_leaves_whole_files_and_the_rest_for_next_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path / "来源", range(12))
    out = tmp_path / "输出"
    args = (tmp_path / "来源", "-o", out, "--do", "score,form")
    running = started(*args, "--jobs", "2", stderr=subprocess.PIPE)
    assert running.stderr is not None
    told = [running.stderr.readline() for _ in range(4)]
    os.killpg(running.pid, signal.SIGINT)  # as the terminal does: to the driver and its workers
    told += running.stderr.readlines()
    running.stderr.close()
    assert running.wait() == 130
    assert "Traceback" not in "".join(told)
    assert sum("已停下" in line for line in told) == 1
    done = [line for line in told if "完成，" in line]
    assert len(done) < 12
    assert (out / "批次.xlsx").is_file()
    assert not list(out.rglob(".jixiao-*"))
    for path in (out / "自评表").glob("*.docx"):
        assert zipfile.ZipFile(path).testzip() is None
    told_next, said = batch(capsys, *args)
    assert told_next["done"] == 12
    assert said.count("：完成，") == 12 - len(done)


def test_on_a_terminal_there_is_a_bar_with_rate_and_time_left_and_no_line_a_project(
    tmp_path: Path,
) -> None:
    write_many(tmp_path / "来源", range(3))
    (tmp_path / "来源" / "坏.yaml").write_text("项目: [", encoding="utf-8")
    ours, theirs = pty.openpty()
    running = started(
        tmp_path / "来源", "-o", tmp_path / "出", "--do", "score", "--jobs", "1", stderr=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(ours, 65_536):
            seen += part
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    assert running.wait() == 2
    told = seen.decode()
    assert "4/4" in told
    assert "100%" in told
    assert "还要" in told
    assert "：完成，" not in told
    assert "坏：失败（数据）" in told
    assert "共 4 个项目，完成 3 个，失败 1 个" in told


def test_fresh_does_all_again_and_force_keeps_what_a_person_changed_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path / "来源", range(2))
    out = tmp_path / "输出"
    args = (tmp_path / "来源", "-o", out, "--do", "form")
    batch(capsys, *args)
    _, said = batch(capsys, *args)
    assert "：完成，" not in said
    _, said = batch(capsys, *args, "--fresh")
    assert said.count("：完成，") == 2
    form = sorted((out / "自评表").glob("*.docx"))[0]
    theirs = form.read_bytes() + b" "
    form.write_bytes(theirs)
    told, said = batch(capsys, *args, "--fresh", code=2)
    assert told["done"] == 1
    assert "失败（改过）" in said
    assert form.read_bytes() == theirs
    told, said = batch(capsys, *args)
    assert "：完成，" not in said  # it waits for --retry or --force
    told, _ = batch(capsys, *args, "--retry", "--force")
    assert told["done"] == 2
    assert form.read_bytes() != theirs
    assert form.with_name(f"{form.name}.bak").read_bytes() == theirs
