"""One gate, one log, no password: the same for every command that asks a model, each run as a user runs it."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import docx
import pytest
from command_runs import run
from docx_plus.comments import add_comment
from fake_endpoint import FakeEndpoint, Reply, status, text

DATA = """项目: {名称: 村级广场维修, 年度: 2023, 实施单位: 县文化馆}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 80, 全年预算: 80, 到位: 80, 执行: 80}]}
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 维修广场数量, 目标: ≥12处, 实际: 10处,
     原因: 两处广场由鹰眼行动和清河工程占用，请找王建国，电话13895012277, 措施: 清河工程退场后补做, 责任单位: 文化馆, 完成时限: 2024年4月底前}
起草: {保密词: [鹰眼行动]}
"""
UNIT = "保密词: [清河工程]\n"
PRIVATE = ("鹰眼行动", "清河工程", "王建国", "13895012277")
PASSWORD = "Zk7pWq9x"
COMMANDS = {
    "draft": ["draft", "数据.yaml", "-o", "出.docx", "--force"],
    "chat": ["chat", "数据.yaml", "--script", "话.txt"],
    "check data": ["check", "数据.yaml"],
    "check report": ["check", "报告.docx"],
    "import": ["import", "表.csv", "-o", "新.yaml"],
    "review": ["review", "批注稿.docx", "--data", "数据.yaml", "--answer"],
}


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch, fake_endpoint: FakeEndpoint) -> FakeEndpoint:
    """The scripted endpoint under an address that is not taken for this machine's own."""
    fake_endpoint.url = fake_endpoint.url.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - an address to call
    monkeypatch.setenv("OPENAI_BASE_URL", fake_endpoint.url)
    fake_endpoint.script(text("{}"), forever=True)
    return fake_endpoint


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a project, with its report and the report with a comment."""
    folder = tmp_path_factory.mktemp("县")
    data = folder / "数据.yaml"
    data.write_text(DATA, encoding="utf-8")
    (folder / "单位.yaml").write_text(UNIT, encoding="utf-8")
    assert run("draft", data, "-o", folder / "报告.docx", "--model", "none") == 0
    document = docx.Document(str(folder / "报告.docx"))
    reason = next(p for p in document.paragraphs if "鹰眼行动" in p.text)
    add_comment(reason.runs[0], "鹰眼行动是哪个部门的？", author="李处")
    document.save(str(folder / "批注稿.docx"))
    (folder / "话.txt").write_text("起草\n是\n", encoding="utf-8")
    (folder / "表.csv").write_text(
        "项目名称,村级广场维修\n三级指标,年度指标值,实际完成值,年末说明\n维修广场,12处,10处,鹰眼行动占用 王建国13895012277\n",
        encoding="utf-8",
    )
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


@pytest.fixture
def project(tmp_path: Path, made: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", _Terminal("\n" * 9))
    return tmp_path


def _logged(folder: Path) -> str:
    """All that every call log of the folder holds."""
    found = []
    for log in folder.glob("*.jixiao/calls.sqlite"):
        with closing(sqlite3.connect(log)) as opened:
            found += opened.iterdump()
    return "\n".join(found)


@pytest.mark.parametrize("command", COMMANDS)
def test_private_words_of_project_and_unit_neither_leave_nor_stand_in_the_log(
    far: FakeEndpoint, project: Path, command: str
) -> None:
    run(*COMMANDS[command], "--model", f"{far.url}#fake-model")
    assert far.requests, "no model was asked"
    sent = "\n".join(json.dumps(r.body, ensure_ascii=False) for r in far.requests)
    assert [w for w in PRIVATE if w in sent] == []
    logged = _logged(project)
    assert (
        far.requests[0].prompt[-20:].strip().splitlines()[-1][-8:] in logged
    )  # it holds what was sent
    assert [w for w in PRIVATE if w in logged] == []


@pytest.mark.parametrize(
    "mark", ["# 密★一年", "# 内部资料，注意保存", "# 涉\u200b密", "# 仅供内部使用"]
)
def test_a_mark_in_the_data_stops_every_command_before_the_first_request(
    far: FakeEndpoint, project: Path, capsys: pytest.CaptureFixture[str], mark: str
) -> None:
    data = project / "数据.yaml"
    data.write_text(f"{mark}\n{DATA}", encoding="utf-8")
    for name in ("draft", "chat", "check data"):
        code = run(*COMMANDS[name], "--model", f"{far.url}#fake-model")
        told = capsys.readouterr()
        assert code == 2 or name == "chat"  # a conversation says so and goes on
        assert "密级标志" in told.err + told.out, name
        assert "--allow-marked" in told.err + told.out, name
    assert not far.requests


@pytest.mark.parametrize("command", ["check report", "review", "import"])
def test_a_mark_in_the_file_stops_it_before_the_first_request(
    far: FakeEndpoint, project: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    for name in ("报告.docx", "批注稿.docx"):
        document = docx.Document(name)
        document.tables[0].cell(0, 0).paragraphs[0].add_run("（內部資料）")
        document.save(name)
    with (project / "表.csv").open("a", encoding="utf-8") as table:
        table.write("备注,機密\n")
    assert run(*COMMANDS[command], "--model", f"{far.url}#fake-model") == 2
    assert "密级标志" in capsys.readouterr().err
    assert not far.requests


def test_the_private_words_that_a_lone_report_carries_inside_are_honoured(
    far: FakeEndpoint, project: Path
) -> None:
    for path in project.glob("*.yaml"):
        path.unlink()
    run("check", "报告.docx", "--model", f"{far.url}#fake-model")
    assert far.requests
    sent = "\n".join(json.dumps(r.body, ensure_ascii=False) for r in far.requests)
    assert [w for w in PRIVATE if w in sent] == []


@pytest.mark.parametrize("answer", [text("{}"), status(401, f"bad key bob:{PASSWORD}"), status(500, PASSWORD), Reply(raw=f"<html>{PASSWORD}</html>")])  # fmt: skip
def test_a_password_in_the_address_is_seen_nowhere(
    fake_endpoint: FakeEndpoint,
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    answer: Reply,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    url = fake_endpoint.url.replace("//", f"//bob:{PASSWORD}@")
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    monkeypatch.delenv("OPENAI_API_KEY")
    for name, line in {**COMMANDS, "doctor": ["doctor"], "log": ["log", "数据.yaml"]}.items():
        fake_endpoint.script(answer, forever=True)
        model = [] if name in {"doctor", "log"} else ["--model", f"{url}#fake-model"]
        run(*line, *model)
        told = capsys.readouterr()
        assert PASSWORD not in told.out + told.err, name
    assert fake_endpoint.requests
    for path in project.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
    assert PASSWORD not in _logged(project)
