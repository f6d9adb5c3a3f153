"""Where files end and the system begins: each refusal is one Chinese line, nothing waits, nothing is harmed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant import cli, files, plain_database
from assistant.errors import InputError, one_line
from assistant.history import History
from assistant.workspace import Workspace

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "yanchi-2021" / "数据.yaml"
Run = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copy(EXAMPLE, tmp_path / "数据.yaml"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in this process: its code and what it told people. Ends what does not end."""

    def ring(*_: object) -> None:
        raise AssertionError("it waits")

    def command(*args: object) -> tuple[int, list[str]]:
        capsys.readouterr()
        signal.signal(signal.SIGALRM, ring)
        signal.alarm(20)
        try:
            code = cli._run([str(a) for a in args])
        finally:
            signal.alarm(0)
        return code, capsys.readouterr().err.splitlines()

    yield command


def _one(told: tuple[int, list[str]], *words: str) -> None:
    code, lines = told
    assert code == 2, lines
    assert len(lines) == 1, lines
    assert "程序出错" not in lines[0]
    for word in words:
        assert word in lines[0]


READERS = (
    ("score", "{}"), ("draft", "{}", "-o", "出.docx", "--model", "none"), ("check", "{}"), ("review", "{}"),
    ("finalize", "{}", "-o", "定稿.docx"), ("import", "{}", "-o", "新.yaml"), ("form", "{}", "-o", "表.docx"),
    ("chat", "{}", "--model", "none"), ("ground", "{}", "文字"),
)  # fmt: skip


@pytest.mark.parametrize("command", READERS, ids=lambda c: c[0])
@pytest.mark.parametrize("suffix", [".yaml", ".docx", ".xlsx", ".xls", ".csv"])
def test_a_pipe_or_a_folder_in_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], suffix: str
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(f"管道{suffix}")
    Path(f"夹{suffix}").mkdir()
    for name in (f"管道{suffix}", f"夹{suffix}"):
        _one(run(*(part.format(name) for part in command)))
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([f"管道{suffix}", f"夹{suffix}"])


def test_a_pipe_as_a_script_of_a_chat_is_one_line(run: Run, data: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "话.txt")
    _one(run("chat", str(data), "--model", "none", "--script", str(tmp_path / "话.txt")))


@pytest.mark.parametrize(
    "command",
    [
        ("draft", "{data}", "-o", "{out}", "--model", "none", "--force"),
        ("import", "{data}", "-o", "{out}", "--force"),
        ("form", "{data}", "-o", "{out}", "--force"),
        ("new", "{out}", "--force"),
        ("template", "{out}", "--force"),
    ],
    ids=lambda c: c[0],
)
def test_a_pipe_or_a_device_out_stays_what_it_is(
    run: Run, data: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    suffix = ".docx" if command[0] in {"draft", "form", "template"} else ".yaml"
    pipe = tmp_path / f"管道{suffix}"
    os.mkfifo(pipe)
    source = data
    if command[0] == "import":
        source = tmp_path / "表.csv"
        source.write_text(
            "项目名称,路\n三级指标,年度指标值,实际完成值\n里程,5公里,5公里\n", encoding="utf-8"
        )
    before = {p.name for p in tmp_path.iterdir()}
    code, lines = run(*(part.format(data=source, out=pipe) for part in command))
    assert code == 2
    assert len(lines) == 1
    assert "管道" in lines[0] or "没有选项" in lines[0]
    assert pipe.is_fifo()
    assert {p.name for p in tmp_path.iterdir()} - before <= {"数据.jixiao"}


def test_output_to_a_device_never_replaces_it(tmp_path: Path) -> None:
    link = tmp_path / "报告.docx"
    link.symlink_to("/dev/null")
    with pytest.raises(InputError, match="是设备，不是普通文件"):
        files.write_whole(link, b"x")
    assert link.is_symlink()


def test_names_beyond_what_a_file_system_takes_are_one_line(run: Run, data: Path) -> None:
    long = "很长的名字" * 30
    for command in READERS[:3]:
        _one(run(*(part.format(data.with_name(f"{long}.yaml")) for part in command)), "太长")
    _one(run("draft", data, "-o", data.with_name(f"{long}.docx"), "--model", "none"), "太长")


def test_a_name_that_fits_but_whose_work_folder_does_not_is_one_line(run: Run, data: Path) -> None:
    named = data.rename(data.with_name("长" * 83 + "x.yaml"))  # 255 bytes
    _one(run("draft", named, "-o", data.with_name("出.docx"), "--model", "none"), "太长")


def test_a_full_disk_at_the_last_line_is_told(tmp_path: Path, data: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "score", str(data)],
            stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines)) == (2, 1)
    assert "磁盘满了" in lines[0]


def test_a_work_folder_that_leads_elsewhere_is_refused_and_stays_untouched(
    run: Run, data: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    data.with_name("数据.jixiao").symlink_to(elsewhere)
    for command in (READERS[1], ("history", "{}"), ("chat", "{}", "--model", "none")):
        _one(run(*(part.format(data) for part in command)), "通向别处的链接")
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    "name",
    [
        "lock",
        "lock-holder.json",
        "draft.json",
        "calls.sqlite",
        "chat.sqlite",
        "history",
        "journal.json",
    ],
)
def test_a_link_inside_the_work_folder_is_refused_before_anything_is_written(
    run: Run, data: Path, tmp_path: Path, name: str
) -> None:
    precious = tmp_path / "珍贵.txt"
    precious.write_text("勿动", encoding="utf-8")
    folder = data.with_name("数据.jixiao")
    folder.mkdir()
    (folder / name).symlink_to(precious)
    _one(run("draft", data, "-o", tmp_path / "出.docx", "--model", "none"), "链接")
    assert precious.read_text(encoding="utf-8") == "勿动"


def _journal(folder: Path, **step: str | None) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "journal.json").write_text(json.dumps({"steps": [step]}), encoding="utf-8")


def test_a_strangers_journal_writes_nothing_outside(run: Run, data: Path, tmp_path: Path) -> None:
    home = tmp_path / "家"
    home.mkdir()
    folder = data.with_name("数据.jixiao")
    _journal(folder, **{"from": "恶意", "to": "../家/.bashrc", "was": None})
    (folder / "恶意").write_text("rm -rf /", encoding="utf-8")
    _one(run("draft", data, "-o", tmp_path / "出.docx", "--model", "none"), "journal.json", "坏了")
    assert not list(home.iterdir())


def test_a_strangers_journal_takes_nothing_away(run: Run, data: Path, tmp_path: Path) -> None:
    precious = tmp_path / "珍贵.txt"
    precious.write_bytes(b"x")
    digest = hashlib.sha256(b"x").hexdigest()
    _journal(data.with_name("数据.jixiao"), **{"from": None, "to": "../珍贵.txt", "was": digest})
    _one(run("draft", data, "-o", tmp_path / "出.docx", "--model", "none"), "journal.json")
    assert precious.exists()


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"steps": 1}', '{"steps": [1]}', '{"steps": [{"to": 1}]}', "[" * 5_000, "\0"],
)
def test_a_journal_of_any_shape_is_one_line(
    run: Run, data: Path, tmp_path: Path, text: str
) -> None:
    folder = data.with_name("数据.jixiao")
    folder.mkdir()
    (folder / "journal.json").write_text(text, encoding="utf-8")
    _one(run("draft", data, "-o", tmp_path / "出.docx", "--model", "none"), "journal.json")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        '{"reports": []}',
        '{"reports": {"a": 1}}',
        '{"version": "x"}',
        '{"version": 99}',
        "{" * 9_000,
    ],
)
def test_reports_json_of_any_shape_is_read_or_one_line(
    run: Run, data: Path, tmp_path: Path, text: str
) -> None:
    folder = data.with_name("数据.jixiao")
    folder.mkdir()
    (folder / "reports.json").write_text(text, encoding="utf-8")
    code, lines = run("draft", data, "-o", tmp_path / "出.docx", "--model", "none")
    assert code in {0, 1, 2}
    assert code != 2 or (len(lines) == 1 and "程序出错" not in lines[0])


def test_a_locked_log_is_one_line(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plain_database.PATIENCE <= 5
    monkeypatch.setattr(plain_database, "PATIENCE", 0.1)
    folder = Workspace.beside(data).make()
    with closing(sqlite3.connect(folder / "calls.sqlite")) as held:
        held.execute("CREATE TABLE t (a)")
        held.execute("BEGIN EXCLUSIVE")
        _one(run("log", data), "正被另一个程序写入")


@pytest.mark.parametrize("sql", [
    "CREATE VIEW calls AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n FROM c) SELECT n AS id FROM c",
    "CREATE TABLE calls (id INTEGER)",
])  # fmt: skip
def test_a_log_of_another_making_is_one_line(run: Run, data: Path, sql: str) -> None:
    folder = Workspace.beside(data).make()
    with closing(sqlite3.connect(folder / "calls.sqlite")) as made, made:
        made.execute(sql)
        if "TABLE" in sql:
            made.execute("INSERT INTO calls VALUES (1)")
    _one(run("log", data), "调用记录")


def test_a_revision_of_any_shape_is_one_line(data: Path) -> None:
    folder = Workspace.beside(data).make() / "history"
    folder.mkdir()
    for text in ("[]", '{"version": []}', '{"parent": 1}', '{"parent": "x"}', "[" * 9_000):
        (folder / "0001.json").write_text(text, encoding="utf-8")
        with pytest.raises(InputError):
            History(folder).get(1)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("甲：“" + "长" * 500 + "”不对", "甲：“" + "长" * 59 + "…”不对"),
        ("甲：" + "9" * 10**6, "甲：" + "9" * 60 + "…"),
        ("甲\n乙\x1b[31m丙\x07", "甲 乙 [31m丙 "),
        ("没有“这个”文件，“那个”也没有", "没有“这个”文件，“那个”也没有"),
    ],
)
def test_messages_quote_little_and_act_on_no_terminal(said: str, shown: str) -> None:
    assert one_line(said) == shown


def test_a_fault_that_is_no_exception_is_one_line_too(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicError(BaseException):
        pass

    def panics(*_: object, **__: object) -> None:
        raise PanicError("capacity overflow")

    monkeypatch.setattr("assistant.intake.yaml.read_evaluation", panics)
    code, lines = run("score", data)
    assert code == 2
    assert len(lines) == 1
    assert "capacity overflow" in lines[0]
