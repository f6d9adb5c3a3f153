"""Whole-file writes and the work folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.files import write_whole
from assistant.model.draft import Draft, Paragraph, Section, Sentence
from assistant.workspace import Workspace

DRAFT = Draft(
    (Section("other", "五、其他", (Paragraph((Sentence("无。", ("F1",)),), "rules"),)),), "规则起草"
)


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["报告.docx"]


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.docx"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="写不进去"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["报告.docx"]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有文件夹"):
        write_whole(tmp_path / "没有" / "报告.docx", b"")


def test_the_draft_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    space = Workspace.beside(tmp_path / "数据.yaml")
    assert space.load_draft() is None
    space.save_draft(DRAFT)
    assert space.load_draft() == DRAFT
    assert space.folder == tmp_path / "数据.jixiao"
    assert space.folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": 99, "draft": {}}', '{"draft": {"sections": 1}}']
)
def test_a_broken_draft_file_is_said_and_not_thrown_away(tmp_path: Path, content: str) -> None:
    space = Workspace.beside(tmp_path / "数据.yaml")
    space.make()
    path = space.folder / "draft.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"draft\.json"):
        space.load_draft()
    assert path.read_text(encoding="utf-8") == content


def test_only_what_the_program_wrote_is_untouched(tmp_path: Path) -> None:
    space = Workspace.beside(tmp_path / "数据.yaml")
    report = tmp_path / "报告.docx"
    assert space.is_untouched(report)
    report.write_bytes(b"a person's")
    assert not space.is_untouched(report)
    space.remember_report(report)
    assert space.is_untouched(report)
    report.write_bytes(b"edited")
    assert not space.is_untouched(report)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_ctrl_c_inside_a_write_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "数据.yaml"
    write_whole(path, b"old")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if call == "fsync":
            patched.setattr(os, "fsync", stopped)
        else:
            patched.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["数据.yaml"]
