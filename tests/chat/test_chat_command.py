"""The real command: through a pipe, a script, a pseudo-terminal, and killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest
from chat_project import DATA

from assistant.intake.yaml import read_evaluation

ENVIRONMENT = {**os.environ, "LANG": "C.UTF-8", "COLUMNS": "80", "TERM": "xterm"}
COMMAND = [sys.executable, "-m", "assistant.cli", "chat"]


def run(data: Path, *args: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, str(data), *args],
        input=said,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=ENVIRONMENT,
        check=False,
    )


def test_a_script_runs_a_whole_conversation_to_an_exported_report(
    data: Path, tmp_path: Path
) -> None:
    script = tmp_path / "对话.txt"
    script.write_text("# 演示\n3120人\n确认\n起草\n确认\n/导出\n/退出\n", encoding="utf-8")
    done = run(data, "--model", "none", "--script", str(script))
    assert done.returncode == 0, done.stderr
    assert "您：3120人\n助手：将写入数据文件：" in done.stdout
    assert "演示" not in done.stdout
    assert (tmp_path / "自评报告.docx").exists()
    assert "\x1b[" not in done.stdout  # no colour where nobody sees it
    assert read_evaluation(data).indicators[2].actual == "3120人"


def test_the_end_of_a_pipe_ends_the_session_and_it_is_resumed(data: Path) -> None:
    assert run(data, "--model", "none", said="3120人\n").returncode == 0
    assert data.read_text(encoding="utf-8") == DATA
    again = run(data, "--resume", said="确认\n")
    assert "还等您确认" in again.stdout
    assert read_evaluation(data).indicators[2].actual == "3120人"
    assert len(run(data, "--list").stdout.split()) == 1


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--resume",), "还没有会话"),
        (("--session", "没有的"), "还没有会话"),
        (("--script", "没有.txt"), "没有这个文件"),
    ],
)
def test_what_cannot_be_is_one_line_and_exit_2(
    data: Path, args: tuple[str, ...], words: str
) -> None:
    done = run(data, *args)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_excel_file_is_sent_through_import_first(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK")
    done = run(path)
    assert done.returncode == 2
    assert "jixiao import" in done.stderr


@pytest.mark.parametrize("seed", range(3))
def test_killed_at_any_moment_nothing_but_the_line_being_typed_is_lost(
    data: Path, seed: int
) -> None:
    chance = random.Random(seed)
    lines = ["3120人", "确认", "跳过", "验收合格率应该是96%", "确认", "起草", "确认"]
    with subprocess.Popen(
        [*COMMAND, str(data), "--model", "none"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
    ) as talking:
        assert talking.stdin is not None
        assert talking.stdout is not None
        talking.stdout.readline()  # it has begun
        for line in lines[: chance.randint(1, len(lines))]:
            talking.stdin.write(f"{line}\n".encode())
            talking.stdin.flush()
            time.sleep(chance.random() * 0.05)
        talking.send_signal(signal.SIGKILL)
    actuals = [row.actual for row in read_evaluation(data).indicators]
    assert actuals[1] in {"95%", "96%"}
    assert actuals[2] in {"", "3120人"}
    assert actuals[0] == "10所"
    assert not list(data.parent.glob(".jixiao-*"))
    again = run(data, "--resume", said="取消\n/得分\n/退出\n")
    assert again.returncode == 0, again.stderr
    assert "预算执行率98.75%" in again.stdout


def test_at_a_terminal_a_person_types_is_asked_and_confirms(data: Path) -> None:
    talk = pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], str(data), "--model", "none"],
        env=ENVIRONMENT,
        encoding="utf-8",
        timeout=30,
    )
    try:
        talk.expect("受益学生人数")
        talk.expect("您：")
        talk.send("3120人\r")
        talk.expect("确认写入吗")
        talk.send("确认\r")
        talk.expect("已写入")
        talk.sendcontrol("c")  # clears a line, ends nothing
        talk.send("/退出\r")
        talk.expect(pexpect.EOF)
    finally:
        talk.close(force=True)
    assert talk.exitstatus == 0
    assert read_evaluation(data).indicators[2].actual == "3120人"
