"""One writer at a time, and no act that is half done: killed anywhere, refused by the disk, or met by another."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from review_edits import cell, find, type_over
from review_project import Project, make

from assistant import files, project_lock
from assistant.chat.naming import path_of
from assistant.chat.project import Project as Talked
from assistant.chat.project import Proposed
from assistant.chat.revising import own_words
from assistant.errors import InputError
from assistant.files import finish, keep_copy, take_away, together, write_whole
from assistant.llm.progress import for_stderr
from assistant.oneshot import Order, produce
from assistant.review.going_back import undo
from assistant.review.round_trip import take_back
from assistant.workspace import Workspace

Act = Callable[[Path], object]
#: places to be killed at, over all acts; `JIXIAO_KILLS=400` takes every place there is
POINTS = int(os.environ.get("JIXIAO_KILLS", "20"))


def _edited(folder: Path) -> Path:
    """The report with a sentence of a person's and a number of the table changed."""
    document = docx.Document(str(folder / "报告.docx"))
    type_over(find(document, "监控在线率全年为95%"), "比年度指标值低", "较年度指标值低")
    cell(document, "监控在线率", "全年实际值（B）").paragraphs[0].runs[0].text = "96.2%"
    path = folder / "修改稿.docx"
    document.save(str(path))
    return path


def _review(folder: Path) -> object:
    return take_back(folder / "修改稿.docx", consent=True, check=False)


def _draft(folder: Path) -> object:
    order = Order(folder / "数据.yaml", folder / "报告.docx", model="none")
    return produce(order, for_stderr())


def _chat(folder: Path) -> object:
    talked = Talked(folder / "数据.yaml")
    path = path_of(talked.look().evaluation, ("指标", 2, "实际"))
    return talked.accept([Proposed(path, "20小时", "19小时")], "故障修复时间")


def _undo(folder: Path) -> object:
    return undo(folder / "数据.yaml")


ACTS: dict[str, tuple[Act, tuple[Act, ...]]] = {
    "review": (_review, ()),
    "draft": (_draft, (_review,)),
    "chat": (_chat, ()),
    "undo": (_undo, (_review,)),
}


def _state(folder: Path) -> tuple[object, ...]:
    """What the project is: data, draft, revision in force."""
    space = Workspace.beside(folder / "数据.yaml")
    data = (folder / "数据.yaml").read_text(encoding="utf-8")
    return data, space.load_draft(), space.history.head


#: what needs room on the disk, and what else changes it
_ROOM: tuple[tuple[Any, str], ...] = ((files.tempfile, "mkstemp"), (os, "fsync"), (os, "mkdir"))
_ALL = (*_ROOM, (os, "replace"), (os, "unlink"), (os, "chmod"), (os, "fdopen"))


@contextlib.contextmanager
def _counting(
    limit: int, at: Callable[[], None], of: tuple[tuple[Any, str], ...] = _ALL
) -> Iterator[list[int]]:
    """Calls `at` before the call of that number that changes a disk."""
    calls = [0]
    kept: dict[tuple[Any, str], Any] = {}

    def counted(owner: Any, name: str) -> None:
        real = getattr(owner, name)
        kept[owner, name] = real

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            calls[0] += 1
            if calls[0] == limit:
                at()
            return real(*args, **kwargs)

        setattr(owner, name, wrapped)

    for owner, name in of:
        counted(owner, name)
    try:
        yield calls
    finally:
        for (owner, name), real in kept.items():
            setattr(owner, name, real)


def _killed(folder: Path, act: Act, limit: int) -> bool:
    """Runs the act in a process that dies at that call; whether it came so far."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 2)
            with _counting(limit, lambda: os.kill(os.getpid(), signal.SIGKILL)):
                act(folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.fixture
def start(tmp_path: Path) -> dict[str, Path]:
    """A folder an act, as it is before the act."""
    made: dict[str, Path] = {}
    for name, (_, first) in ACTS.items():
        folder = tmp_path / name
        folder.mkdir()
        make(folder)
        _edited(folder)
        for act in first:
            act(folder)
        made[name] = folder
    return made


def test_killed_anywhere_the_project_is_as_before_or_as_after_and_undo_goes_back(
    tmp_path: Path, start: dict[str, Path]
) -> None:
    dice = random.Random(20260101)
    done = wanted = 0
    for name, (act, _) in ACTS.items():
        whole = tmp_path / f"{name}-whole"
        shutil.copytree(start[name], whole)
        before = _state(whole)
        with _counting(0, lambda: None) as calls:
            act(whole)
        after = _state(whole)
        points = list(range(1, calls[0] + 1))
        dice.shuffle(points)
        wanted += min(len(points), POINTS // len(ACTS))
        for point in points[: POINTS // len(ACTS)]:
            folder = tmp_path / "killed"
            shutil.copytree(start[name], folder)
            space = Workspace.beside(folder / "数据.yaml")
            assert _killed(folder, act, point), (name, point)
            done += 1
            # what a reader meets meanwhile is whole, and history was written before the data
            if _state(folder)[0] != before[0]:
                assert _state(folder)[2] == after[2] or space.history.numbers(), (name, point)
            with space.writing("test"):
                pass
            now = _state(folder)
            assert (now[0], _texts(now[1])) in [
                (s[0], _texts(s[1])) for s in (before, after)
            ], (name, point)  # fmt: skip
            left = [p.name for p in folder.rglob(".jixiao-*")]
            assert left == [], (name, point)
            for report in folder.glob("*.docx"):
                docx.Document(str(report))
            if name in {"review", "chat"} and now[0] == after[0] != before[0]:
                undo(folder / "数据.yaml")
                assert _state(folder)[0] == before[0], (name, point)
                assert _texts(_state(folder)[1]) == _texts(before[1]), (name, point)
            if name != "undo" or now == before:
                act(folder)  # what was broken off can be done again
                assert _state(folder)[0] == after[0], (name, point)
            shutil.rmtree(folder)
    assert done == wanted >= min(POINTS, 16)


def _texts(draft: Any) -> list[str]:
    return [p.text for s in draft.sections for p in s.paragraphs] if draft is not None else []


@pytest.mark.parametrize("name", list(ACTS))
def test_a_full_disk_leaves_all_as_it_was_and_says_so_in_one_line(
    name: str, start: dict[str, Path]
) -> None:
    act, folder = ACTS[name][0], start[name]
    before = _state(folder)

    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    refused = 0
    for point in range(1, 400):
        copy = folder.with_name(f"{name}-{point}")
        shutil.copytree(folder, copy)
        with _counting(point, full, _ROOM) as calls:
            try:
                act(copy)
            except InputError as error:
                refused += 1
                assert len(error.lines) == 1
                assert "写不进去" in error.lines[0] or "建不起来" in error.lines[0]
                assert _state(copy) == before
        assert [p.name for p in copy.rglob(".jixiao-*")] == []
        if calls[0] < point:
            break  # it had all the room it needs
    assert refused > 5


def test_a_folder_closed_to_writing_is_one_plain_line(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edited(project.folder)

    def closed(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files.tempfile, "mkstemp", closed)
    before = _state(project.folder)
    with pytest.raises(InputError) as error:
        _review(project.folder)
    assert len(error.value.lines) == 1
    assert "写不进去" in error.value.lines[0]
    assert _state(project.folder) == before


def test_two_reviews_at_once_both_come_in(project: Project) -> None:
    words = {"甲": ("原因是6月汛期", "原因是甲某查明的6月汛期"),
             "乙": ("由科信大队负责", "由科信大队乙某负责")}  # fmt: skip
    copies = []
    for who, (old, new) in words.items():
        document = docx.Document(str(project.report))
        type_over(find(document, old), old, new)
        path = project.folder / f"{who}.docx"
        document.save(str(path))
        copies.append(path)
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "assistant.cli", "review", str(path)],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )
        for path in copies
    ]  # fmt: skip
    for child in children:
        assert child.wait(timeout=120) == 0
        assert child.stderr is not None
        child.stderr.close()
    text = "".join(_texts(project.workspace.load_draft()))
    assert all(new in text for _, new in words.values())
    assert len([r for r in project.workspace.history.all() if "采入" in r.what]) == 2


def test_a_waiting_command_says_who_holds_the_project(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with project.workspace.writing("review 别人的稿.docx"):
            os.write(write, b".")
            time.sleep(1.5)
        os._exit(0)
    os.read(read, 1)
    monkeypatch.setattr(project_lock, "PATIENCE", 0.2)
    with pytest.raises(InputError) as error, project.workspace.writing("draft"):
        pass
    assert "review 别人的稿.docx" in str(error.value)
    assert f"进程{child}" in capsys.readouterr().err
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    # a lock whose holder died holds nobody up
    with project.workspace.writing("draft"):
        write_whole(project.folder / "写.txt", b"1")
    assert (project.folder / "写.txt").read_bytes() == b"1"


@pytest.mark.parametrize(
    "command",
    [
        ["finalize", "报告.docx", "-o", "定稿.docx", "--force"],
        ["import", "表.xlsx", "-o", "数据.yaml", "--force"],
        ["package", "数据.yaml", "-o", "包.zip"],
        ["chat", "数据.yaml", "--script", "话.txt", "--model", "none"],
    ],
)
def test_every_command_that_writes_or_reads_a_project_waits_for_the_one_before(
    project: Project, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from assistant.commands import app_for

    monkeypatch.chdir(project.folder)
    runner = CliRunner()
    assert runner.invoke(app_for(), ["form", "数据.yaml", "-o", "表.xlsx"]).exit_code == 0
    (project.folder / "话.txt").write_text(
        "把故障修复时间的实际值改为19小时\n是\n", encoding="utf-8"
    )
    monkeypatch.setattr(project_lock, "PATIENCE", 0.2)
    before = _state(project.folder)
    with _held_elsewhere(project.workspace):
        made = runner.invoke(app_for(), command)
    assert "review 别人的稿.docx" in f"{made.exception}{made.output}", made.output
    assert _state(project.folder) == before


@contextlib.contextmanager
def _held_elsewhere(space: Workspace) -> Iterator[None]:
    """Another process holds the project meanwhile."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with space.writing("review 别人的稿.docx"):
            os.write(write, b".")
            time.sleep(60)
        os._exit(0)
    os.read(read, 1)
    try:
        yield
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_an_error_inside_leaves_every_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(InputError), together(tmp_path):
        write_whole(tmp_path / "a", b"2")
        take_away(tmp_path / "a")
        write_whole(tmp_path / "b", b"2")
        raise InputError("错")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert not (tmp_path / "b").exists()


def test_what_somebody_wrote_after_a_kill_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    child = os.fork()
    if child == 0:
        with _counting(
            8, lambda: os._exit(9)
        ), contextlib.suppress(BaseException), together(tmp_path):  # fmt: skip
            write_whole(tmp_path / "a", b"2")
        os._exit(0)
    os.waitpid(child, 0)
    (tmp_path / "a").write_bytes(b"by hand")
    finish(tmp_path)
    assert (tmp_path / "a").read_bytes() == b"by hand"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_no_copy_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    for number in range(3):
        path.write_bytes(str(number).encode())
        keep_copy(path)
    kept = {p.read_bytes() for p in tmp_path.glob("*.bak")}
    assert kept == {b"0", b"1", b"2"}


def test_a_sentence_taken_in_while_a_conversation_waits_for_its_yes_stays(project: Project) -> None:
    desk = Talked(project.data)
    proposed = desk.draft()
    assert proposed is not None
    document = docx.Document(str(project.report))
    type_over(find(document, "原因是6月汛期"), "原因是", "经查原因是")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    take_back(path, check=False)
    mine = own_words(proposed, "improvement_measures", 1, "抬高机房基座。", "对话")
    desk.accept_draft(mine, "改一句")
    text = "".join(_texts(project.workspace.load_draft()))
    assert "经查原因是" in text
    assert "抬高机房基座。" in text


def test_what_fails_inside_another_task_is_taken_back_alone(tmp_path: Path) -> None:
    work = tmp_path / "项目.jixiao"
    work.mkdir()
    with files.together(work):
        files.write_whole(tmp_path / "报告.docx", b"whole")
        with pytest.raises(ValueError, match="halfway"), files.together(work):
            files.write_whole(tmp_path / "自评表.docx", b"half")
            files.write_whole(tmp_path / "报告.docx", b"other")
            raise ValueError("halfway")
    assert (tmp_path / "报告.docx").read_bytes() == b"whole"
    assert not (tmp_path / "自评表.docx").exists()
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["报告.docx", "项目.jixiao"]
