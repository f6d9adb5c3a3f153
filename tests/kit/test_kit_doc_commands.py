"""Every command that a block of the READMEs and the docs shows is run, as it stands there, in a folder that holds
what it names. A command that asks a model gets a scripted endpoint; one that waits for people gets the end of input.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from command_runs import run
from fake_endpoint import FakeEndpoint, text
from lock import ROOT

PAGES = [*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").glob("*.md"))]
#: after these stands a file that the command writes
_WRITES = {"-o", "--output", "--annotate", "--fix", "--html"}
#: a finding is no failure of these: 1 is an answer too
_FINDS = {"check", "ground", "verify", "audit", "batch"}


def commands(page: Path) -> list[str]:
    """The lines of the page's blocks that call the program, without the words beside them."""
    if page.name == "commands.md":  # the help itself, made from the program
        return []
    # blocks marked `text` need what no test folder has (a scheduler, a batch runner): tests/batch runs those ways
    found = []
    for kind, block in re.findall(
        r"^```(\w*)\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S
    ):
        if kind in {"", "console", "bash", "sh"}:
            for line in block.splitlines():
                called = re.split(r"\s{2,}|\s#", line.removeprefix("$ "))[0]
                if called.startswith("jixiao "):
                    found.append(called)
    return found


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of everything that the pages name."""
    folder = tmp_path_factory.mktemp("样")
    data = folder / "数据.yaml"
    example = (ROOT / "examples" / "multi" / "数据.yaml").read_text(encoding="utf-8")
    told = "报告:\n  其他说明: 没有其他需要说明的问题\n"  # nothing left open, so that a final copy can be made
    data.write_text(example.replace("报告:\n", told), encoding="utf-8")
    shutil.copy(data, folder / "数据2025.yaml")
    assert run("draft", data, "-o", folder / "报告.docx", "--model", "none") == 0
    assert run("form", data, "-o", folder / "自评表.xlsx") == 0
    changed = docx.Document(str(folder / "报告.docx"))
    line = next(p for p in changed.paragraphs if "原因是" in p.text)
    line.add_run("县里已两次协调。")
    changed.add_comment(
        line.runs[0], text="“预算执行率为”改为“资金执行率为”", author="王局长", initials="王"
    )
    changed.save(str(folder / "修改稿.docx"))
    assert run("review", folder / "修改稿.docx", "--data", data) == 0
    shutil.copy(folder / "报告.docx", folder / "去年报告.docx")
    lamps = folder / "路灯.yaml"
    lamps.write_text(
        data.read_text(encoding="utf-8").replace("农村饮水安全巩固提升工程", "路灯改造"), encoding="utf-8"
    )  # fmt: skip
    for name in ("表.xlsx", "填报表.xlsx"):
        shutil.copy(folder / "自评表.xlsx", folder / name)
    budget = openpyxl.Workbook()
    budget.active.append(["项目名称", "年初预算数", "全年预算数"])
    budget.active.append(["农村饮水安全巩固提升工程", 334.5, 400])
    budget.save(folder / "预算.xlsx")
    assert run("form", lamps, "-o", folder / "汇总.xlsx") == 0
    lamps.unlink()
    for name in ("项目文件夹", "报告文件夹", "报送", "上年报送"):
        (folder / name).mkdir()
        shutil.copy(data, folder / name / "饮水.yaml")
    (folder / "单位.yaml").write_text("主送: 示例县财政局\n", encoding="utf-8")
    (folder / "决算.yaml").write_text("单位: 万元\n项目总数: 1\n", encoding="utf-8")
    assert run("batch", folder / "报告文件夹", "-o", folder / "输出", "--model", "none") in {0, 1}
    shutil.copytree(folder / "输出", folder / "批次")
    return folder


@pytest.fixture
def call(
    stage: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_endpoint: FakeEndpoint
) -> Iterator[Callable[[str], int]]:
    """Runs a shown line in a fresh folder with the data, and of the stage what the line names."""
    fake_endpoint.script(text("{}"), forever=True)
    # a line that names no model gets the rules; the one that names the local model, the endpoint
    monkeypatch.delenv("OPENAI_BASE_URL")
    monkeypatch.setenv("JIXIAO_MODEL_FILE", str(tmp_path / "没有.gguf"))
    served: list[Path] = []
    monkeypatch.setattr("assistant.web.server.serve", lambda folder, **_: served.append(folder))
    numbers = iter(range(1000))

    def called(line: str) -> int:
        words = shlex.split(line)[1:]
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        written = {words[at + 1] for at, word in enumerate(words[:-1]) if word in _WRITES}
        if words[0] in {"new", "template"}:
            written.add(words[1])
        if "--answers" in words:  # goes on in the folder it has written before
            written.clear()
        for name in {"数据.yaml", "数据.jixiao", *(w.split("/")[0] for w in words)} - written:
            if (stage / name).is_dir():
                shutil.copytree(stage / name, folder / name)
            elif (stage / name).exists():
                shutil.copy(stage / name, folder / name)
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.stdin", io.StringIO(""))
        code = run(*(fake_endpoint.url + "#m" if word == "local" else word for word in words))
        missing = [name for name in written if not (folder / name).exists()]
        assert code not in {0, 1} or not missing, f"{line}：没有写出 {missing}"
        assert words[0] != "web" or served
        return code

    yield called


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda page: page.name)
def test_every_command_of_a_block_runs_as_it_stands(
    page: Path, call: Callable[[str], int], capsys: pytest.CaptureFixture[str]
) -> None:
    for line in commands(page):
        code = call(line)
        said = capsys.readouterr().err
        assert code in ({0, 1} if line.split()[1] in _FINDS else {0}), f"{line}：{said}"


def test_the_pages_show_commands_at_all() -> None:
    assert sum(len(commands(page)) for page in PAGES) > 35


def test_every_option_that_running_text_names_is_one_of_the_command() -> None:
    help_text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^##+ jixiao ", help_text, flags=re.M)[1:]
    options = {
        part.partition("\n")[0].strip(): set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", part))
        for part in parts
    }
    wrong = []
    named = 0
    for page in PAGES:
        for called in re.findall(r"`jixiao ([^`]+)`", page.read_text(encoding="utf-8")):
            words = re.split(r"[\s\[\]|]+", called)
            name = " ".join(words[:2]) if " ".join(words[:2]) in options else words[0]
            if name not in options:
                wrong.append((page.name, called))
                continue
            named += 1
            used = {w for w in words if re.fullmatch(r"--[a-z][\w-]*", w)}
            if not used <= options[name]:
                wrong.append((page.name, called))
    assert wrong == []
    assert named > 60


def test_every_make_target_that_a_page_names_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    texts = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", texts, re.M))
    assert {"demo", "test", "kit"} <= named <= targets
