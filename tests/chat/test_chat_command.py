"""The real command: through a pipe, a script, a pseudo-terminal, and killed at any moment."""

from __future__ import annotations

import json
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


def test_an_excel_file_that_is_none_is_one_line_and_exit_2(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"PK")
    done = run(path)
    assert done.returncode == 2
    assert "表.xlsx" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_excel_form_becomes_a_data_file_to_talk_about(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["项目支出绩效自评表"],
        ["项目名称", "校舍维修"],
        ["年度", "2023"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        ["产出指标", "数量指标", "维修校舍数量", "10所", ""],
    ):
        sheet.append(row)
    book.save(tmp_path / "自评表.xlsx")
    done = run(tmp_path / "自评表.xlsx", "--model", "none", said="维修校舍10所\n是\n")
    assert done.returncode == 0, done.stderr
    assert read_evaluation(tmp_path / "自评表.yaml").indicators[0].actual == "10所"


def test_json_is_one_object_a_line_with_rows_by_name(data: Path, tmp_path: Path) -> None:
    script = tmp_path / "对话.txt"
    script.write_text(
        "3120人\n是的，写吧\n主送改成县财政局\n如果验收合格率是98%呢\n今天天气咋样\n",
        encoding="utf-8",
    )
    done = run(data, "--model", "none", "--script", str(script), "--json")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [t["kind"] for t in told] == ["answer", "consent", "answer", "what_if", "small_talk"]
    assert told[0]["proposals"] == [
        {"path": "指标[受益学生人数].实际", "old": None, "new": "3120人"}
    ]
    assert told[2]["proposals"] == [{"path": "报告.主送", "old": None, "new": "县财政局"}]
    assert told[3]["what_if"]["changes"][0]["path"] == "指标[验收合格率].实际"
    assert set(told[0]) == {"you", "kind", "proposals", "asks", "what_if", "reply"}
    assert read_evaluation(data).indicators[2].actual == "3120人"
    assert read_evaluation(data).report.addressee == ""  # no yes was said to it


def test_without_a_file_a_project_is_made_from_talk_and_a_pasted_table(tmp_path: Path) -> None:
    said = [
        "南丰县图书购置项目，2024年，南丰县图书馆",
        "是",
        "县级财政拨款 预算96万元 到位96万元 执行95万元",
        "好",
        r"指标名称\t目标\t实际\n购置图书册数\t6000册\t6120册\n读者满意度\t≥90%\t93.5%",
        "都对",
    ]
    script = tmp_path / "话.txt"
    script.write_text("\n".join(said), encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "--model", "none", "--script", str(script), "--json"],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", env=_here(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = read_evaluation(tmp_path / "南丰县图书购置项目.yaml")
    assert [(r.name, r.actual) for r in made.indicators] == [
        ("购置图书册数", "6120册"),
        ("读者满意度", "93.5%"),
    ]
    assert made.funds is not None and made.funds.sources[0].executed == 95
    assert len(done.stdout.splitlines()) == len(said)


def _here() -> dict[str, str]:
    """The environment, with the program found from another folder."""
    return {**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


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
        talk.expect("写入吗")
        talk.send("确认\r")
        talk.expect("已写入")
        talk.sendcontrol("c")  # clears a line, ends nothing
        talk.send("/退出\r")
        talk.expect(pexpect.EOF)
    finally:
        talk.close(force=True)
    assert talk.exitstatus == 0
    assert read_evaluation(data).indicators[2].actual == "3120人"
