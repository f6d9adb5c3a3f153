"""The commands themselves: review, finalize, history, show, undo, as staff call them."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import pexpect
import pytest
from review_edits import EDITS
from review_project import DATA, Project
from rich.console import Console

from assistant import cli
from assistant.review.asking import TerminalAsker
from assistant.review.round_trip import take_back
from assistant.review.show import print_review, word_diff
from assistant.rules.loader import for_evaluation
from assistant.scoring import score


def sent_back(project: Project, *names: str) -> Path:
    document = docx.Document(str(project.report))
    for name in names:
        EDITS[name](document)
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    return path


def run(*args: object) -> int:
    with pytest.raises(SystemExit) as done:
        cli.main([str(arg) for arg in args])
    return int(done.value.code or 0)


def test_review_prints_one_json_object_and_people_s_text_elsewhere(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sent_back(project, "tracked_replacement", "cell_changed", "comment_added")
    assert run("review", path, "--json") == 0
    out, err = capsys.readouterr()
    value = json.loads(out)
    assert value["data"].endswith("数据.yaml")
    assert value["confidence"] > 0.95
    [section] = [s for s in value["sections"] if s["changes"]]
    assert section["id"] == "improvement_measures"
    assert section["found_by"] == "bookmark"
    [change] = section["changes"]
    assert (change["kind"], change["author"], change["pending"]) == ("changed", "王局长", True)
    [data] = [c for c in value["data_changes"] if c["state"] == "open"]
    assert (data["place"], data["old"], data["new"]) == (["指标", 1, "实际"], "95%", "96.2%")
    assert [c["text"] for c in value["comments"]] == ["这里写具体是哪几个小区"]
    assert value["revision"] == 2
    assert "科信大队〔+会同城管局+〕" in err or "〔+会同城管局+〕" in err
    assert project.data.read_text(encoding="utf-8") == DATA


def test_review_finds_the_data_from_the_current_folder(
    project: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    elsewhere = tmp_path_factory.mktemp("收件箱")
    path = sent_back(project, "words_typed_over").rename(elsewhere / "收到.docx")
    monkeypatch.chdir(project.folder)
    assert run("review", path) == 0
    assert "光缆被冲断" in capsys.readouterr().out


def test_apply_data_states_consent(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("review", sent_back(project, "cell_changed"), "--apply-data") == 0
    assert "已写入数据文件" in capsys.readouterr().out
    assert "96.2%" in project.data.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("没有.docx",), "没有这个文件"),
        (("报告.docx", "--data", "没有.yaml"), "没有这个文件"),
        (("数据.yaml",), "数据.yaml"),
        (("报告.docx", "-o", "x.docx"), "--answer"),
    ],
)
def test_a_wrong_call_ends_in_one_chinese_line(
    project: Project, args: tuple[str, ...], words: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(project.folder)
    assert run("review", *args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_a_word_file_of_another_making_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "别处.docx"
    document = docx.Document()
    document.add_paragraph("一份与本程序无关的材料。")
    document.save(str(path))
    assert run("review", path) == 2
    assert "--data" in capsys.readouterr().err


def test_finalize_history_show_and_undo_from_the_command_line(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sent_back(project, "sentence_added_at_the_end")
    monkeypatch.chdir(project.folder)
    assert run("review", path) == 0
    capsys.readouterr()
    assert run("history") == 0
    listed = capsys.readouterr().out
    assert re.search(r"\* +2　.*采入“修改稿.docx”", listed)
    assert run("history", "--json") == 0
    assert json.loads(capsys.readouterr().out)["head"] == 2
    assert run("show", 2, project.data) == 0
    assert "县应急局已于7月2日出具受灾证明。" in capsys.readouterr().out
    assert run("show", 9) == 2
    assert "没有第 9 版" in capsys.readouterr().err
    assert run("history", "没有.yaml") == 2
    assert "没有这个文件" in capsys.readouterr().err
    assert run("undo", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"undone": 2, "now": 1, "data": "same"}
    assert run("finalize", path, "-o", "定稿.docx") == 2
    assert "还不能定稿" in capsys.readouterr().err
    assert run("finalize", path, "-o", "定稿.docx", "--force", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["ai_label"] is True
    assert value["forced_over"]
    assert (project.folder / "定稿.docx").exists()


def test_the_answered_copy_from_the_command_line(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sent_back(project, "comment_added")
    assert run("review", path, "--answer", "--model", "none", "--json") == 0
    value = json.loads(capsys.readouterr().out)
    assert value["answers"][0]["done"] == "asked"
    assert "126路摄像头" in value["questions"][0]["text"]
    assert Path(value["output"]).exists()


def test_a_fresh_process_reads_threads_and_footnotes(project: Project) -> None:
    # what another test has imported before must not be what makes it work
    path = sent_back(project, "comment_with_replies", "footnote_added")
    code = "from assistant import cli; cli.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "review", str(path), "--answer", "--model", "none", "--json"],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    value = json.loads(done.stdout)
    assert value["comments"][0]["replies"][0]["text"] == "建议由纪检组验收。"
    assert any("汛情通报" in c["after"] for s in value["sections"] for c in s["changes"])


def test_a_real_terminal_asks_before_it_writes(project: Project) -> None:
    path = sent_back(project, "cell_changed")
    code = "from assistant import cli; cli.main()"
    child = pexpect.spawn(
        sys.executable, ["-c", code, "review", str(path)], encoding="utf-8", timeout=60,
        env={**os.environ, "LANG": "C.UTF-8"}, dimensions=(40, 120),
    )  # fmt: skip
    child.expect("95% → 96.2%")
    child.expect("写入数据文件吗")
    assert project.data.read_text(encoding="utf-8") == DATA
    child.sendline("y")
    child.expect("已写入数据文件")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "96.2%" in project.data.read_text(encoding="utf-8")


def test_a_person_at_the_terminal_is_asked_and_heard(project: Project) -> None:
    said: list[str] = []
    answers = iter(["9", "2", "y", ""])
    asker = TerminalAsker(said.append, lambda: next(answers))
    take_back(sent_back(project, "words_typed_over"))
    path = sent_back(
        project, "runs_chopped_as_wps_does", "cell_changed", "cell_changed_with_tracking"
    )
    review = take_back(path, asker=asker)
    assert [c.settled for c in review.conflicts] == ["theirs"]
    assert [c.state for c in review.data_changes] == ["applied", "refused"]
    told = "\n".join(said)
    assert "取哪一种" in told
    assert "光缆被冲断" in told  # both readings were shown
    assert "二十一天" in told
    assert "写入数据文件吗" in told


def test_the_terminal_asks_for_a_section_by_number_until_it_gets_one() -> None:
    said: list[str] = []
    answers = iter(["99", "x", "2"])
    asker = TerminalAsker(said.append, lambda: next(answers))
    assert asker.section("一段话。", "basis", ["basis", "other"]) == "other"
    assert any("一段话。" in line for line in said)
    assert asker.missing is not None
    quiet = TerminalAsker(said.append, lambda: "")
    assert quiet.section("一段话。", "basis", ["basis", "other"]) == "basis"
    assert quiet.missing("basis") is False


def test_words_of_a_file_are_never_taken_for_markup(project: Project) -> None:
    document = docx.Document(str(project.report))
    p = next(p for p in document.paragraphs if "126路" in p.text)
    p.add_run("[red]并非标记[/red]，[link=http://x]也不是[/link]。")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    out = io.StringIO()
    print_review(take_back(path), Console(file=out, soft_wrap=True))
    assert "[red]并非标记[/red]，[link=http://x]也不是[/link]。" in out.getvalue()


def test_points_that_no_longer_make_a_hundred_are_said_with_the_new_score(project: Project) -> None:
    document = docx.Document(str(project.report))
    document.paragraphs[-1].add_run("（补）")
    path = project.folder / "修改稿.docx"
    document.save(str(path))
    review = take_back(path)
    data = review.card.evaluation
    rows = [one.model_copy(update={"weight": Decimal(10)}) for one in data.indicators]
    more = Decimal(95 - 10 * (len(rows) - 1))  # beside the 10 of the execution: 105 in all
    rows[0] = rows[0].model_copy(update={"weight": more})
    changed = data.model_copy(update={"indicators": tuple(rows)})
    card = score(changed, for_evaluation(changed))
    out = io.StringIO()
    print_review(replace(review, card=card), Console(file=out, soft_wrap=True))
    assert "分值合计105分，不是100分" in out.getvalue()
    out = io.StringIO()
    print_review(review, Console(file=out, soft_wrap=True))
    assert "分值合计" not in out.getvalue()


def test_the_diff_shows_whole_words_and_reads_both_ways() -> None:
    before, after = "由科信大队负责，6月底前完成。", "由科信大队会同财务股负责，8月底前完成。"
    parts = word_diff(before, after)
    assert "".join(words for sign, words in parts if sign != "+") == before
    assert "".join(words for sign, words in parts if sign != "-") == after
    assert ("+", "会同财务股") in parts or any(
        "会同" in words for sign, words in parts if sign == "+"
    )


def test_the_next_draft_is_named_as_the_report_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("资料.yaml").write_text(DATA, encoding="utf-8")
    assert run("draft", "资料.yaml", "-o", "送审 稿.docx", "--model", "none") == 0
    document = docx.Document("送审 稿.docx")
    EDITS["sentence_deleted"](document)
    document.save("领导改过的.docx")
    capsys.readouterr()
    assert run("review", "领导改过的.docx") == 0
    said = capsys.readouterr().out
    [line] = [line for line in said.splitlines() if line.startswith("出新稿：jixiao ")]
    words = shlex.split(line.removeprefix("出新稿：jixiao "))
    assert words[-2:] == ["-o", "送审 稿.docx"]
    assert run(*words, "--model", "none") == 0
