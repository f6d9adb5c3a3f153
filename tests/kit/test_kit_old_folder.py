"""A project of 29 November 2026 (version 0.1.0, commit 0b36d76 and after), opened by every command as it is now.

旧项目.zip was made by the program of that day, in this order: a conversation that wrote one value, a draft by
rules, a sentence added in the Word file and taken in by `review`, a package, a draft by a scripted endpoint (two
calls in the log). It is never made again: a program that cannot open it must learn to.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest
from command_runs import run
from starlette.testclient import TestClient

from assistant.web.app import create_app
from assistant.web.catalogue import entries
from assistant.web.gate import Keys

OLD = Path(__file__).with_name("旧项目.zip")
ADDED = "返工费用由施工单位承担。"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "旧 项目"
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(folder)
    monkeypatch.chdir(folder)
    return folder


def words(report: str) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(report).paragraphs)


def test_the_person_s_sentence_and_the_talked_value_are_in_the_next_draft(project: Path) -> None:
    assert run("draft", "数据.yaml", "-o", "报告.docx", "--model", "none") == 0
    assert ADDED in words("报告.docx")
    assert "93%" in words("报告.docx")


@pytest.mark.parametrize(
    "call",
    [
        ("score", "数据.yaml", "--explain"),
        ("form", "数据.yaml", "-o", "自评表.xlsx"),
        ("ground", "数据.yaml", "师生满意度为93%。"),
        ("review", "报告.docx"),
        ("history", "数据.yaml"),
        ("show", "1", "数据.yaml"),
        ("log", "数据.yaml"),
        ("outline", "报告.docx", "-o", "提纲.yaml"),
        ("new", "数据2024.yaml", "--from", "数据.yaml"),
        ("verify", "送审包.zip"),
        ("package", "数据.yaml", "-o", "新送审包.zip"),
        ("chat", "数据.yaml", "--script", "话.txt", "--model", "none", "--resume"),
        ("import", "报告.docx", "-o", "读回.yaml"),
    ],
    ids=lambda call: call[0],
)
def test_every_command_opens_it(
    project: Path, call: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*call) == 0, capsys.readouterr()


def test_history_and_log_tell_what_was_done_then(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("history", "数据.yaml") == 0
    assert "师生满意度" in capsys.readouterr().out
    assert run("log", "数据.yaml", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["calls"]) == 2


def test_undo_takes_the_person_s_sentence_back_out(project: Path) -> None:
    for _ in ("the draft of the endpoint", "the review"):
        assert run("undo", "数据.yaml") == 0
    assert run("draft", "数据.yaml", "-o", "新报告.docx", "--model", "none", "--force") == 0
    assert ADDED not in words("新报告.docx")


def test_check_and_finalize_read_the_old_report(project: Path) -> None:
    assert run("check", "报告.docx", "--data", "数据.yaml") in {0, 1}
    assert run("finalize", "报告.docx", "-o", "定稿.docx", "--force") in {0, 1}
    assert ADDED in words("定稿.docx")


def test_the_page_opens_it(project: Path) -> None:
    keys = Keys()
    app = create_app(project, keys=keys, hosts=frozenset({"testserver"}))
    with TestClient(app) as client:
        assert "校舍维修" in client.get("/", params={"key": keys.key}).text
        [one] = entries(project)
        assert ADDED in client.get(f"/p/{one.id}").text
