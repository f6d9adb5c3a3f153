"""`jixiao template` as people call it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from command_runs import run


def test_template_writes_a_word_file_and_says_how_to_use_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "模板.docx"
    assert run("template", str(path)) == 0
    assert "{{ 标题 }}" in [p.text for p in docx.Document(str(path)).paragraphs]
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"--template {path}" in printed.err


def test_template_overwrites_only_when_told_and_keeps_the_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "模板.docx"
    path.write_bytes(b"mine")
    assert run("template", str(path)) == 2
    assert path.read_bytes() == b"mine"
    assert "--force" in capsys.readouterr().err
    assert run("template", str(path), "--force") == 0
    assert path.with_name("模板.docx.bak").read_bytes() == b"mine"


def test_template_wants_a_word_file_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("template", str(tmp_path / "模板.xlsx")) == 2
    assert ".docx" in capsys.readouterr().err
