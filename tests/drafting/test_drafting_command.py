"""`jixiao draft`, `log`, `doctor` and the settings, as people call them."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from command_runs import jixiao
from fake_endpoint import FakeEndpoint, Reply, Request, html, sentences

from assistant.config import NAME, load_config
from assistant.errors import InputError
from assistant.llm.endpoint import choose
from assistant.model.draft import Paragraph, Sentence
from assistant.model.sections import USUAL
from assistant.workspace import Workspace

DATA = """\
项目: {名称: 清河镇路灯改造项目, 年度: 2023, 主管部门: 清河镇人民政府, 实施单位: 清河镇人民政府}
资金:
  单位: 万元
  明细: [{来源: 县级财政拨款, 年初预算: 50, 全年预算: 50, 到位: 50, 执行: 50}]
指标:
  - {一级: 产出, 二级: 数量, 名称: 安装路灯数量, 目标: ≥120盏, 实际: 108盏, 原因: 电缆到货晚，12盏路灯未能安装}
  - {一级: 产出, 二级: 质量, 名称: 验收合格率, 目标: 100%, 实际: 100%}
"""
REASON = (
    "“安装路灯数量”年度指标值为120盏，实际完成值为108盏，少12盏。",
    "主要原因是电缆到货晚，12盏路灯未能安装。",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.yaml"
    path.write_text(DATA, encoding="utf-8")
    return path


def honest(request: Request) -> Reply:
    return sentences(*REASON) if "填报的原因写成" in request.prompt else sentences("不")


def test_one_command_writes_the_report_and_says_who_wrote(
    fake_endpoint: FakeEndpoint, data: Path
) -> None:
    fake_endpoint.script(honest, forever=True)
    done = jixiao("draft", data, "-o", "报告.docx", "--json", cwd=data.parent)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert set(told) == {"output", "model", "sections", "calls", "tokens", "seconds"}
    assert told["model"] == "fake-model（本机）"
    assert {s["id"] for s in told["sections"]} == USUAL
    by_id = {s["id"]: s for s in told["sections"]}
    assert by_id["deviation_reasons"]["source"] == "llm"
    assert by_id["output"]["source"] == "rules"
    assert told["tokens"]["prompt"] == 100 * told["calls"]
    assert (data.parent / "报告.docx").read_bytes()[:2] == b"PK"
    listed = jixiao("log", "--json", cwd=data.parent)
    assert len(json.loads(listed.stdout)["calls"]) == told["calls"]
    shown = jixiao("log", "show", "1", cwd=data.parent)
    assert "supported：" in shown.stdout
    assert "电缆到货晚" in shown.stdout


def test_a_dead_endpoint_is_exit_3_one_line_and_the_rules_can_still_write(
    fake_endpoint: FakeEndpoint, data: Path, _own_home: Path
) -> None:
    settings(_own_home, "限额: {尝试次数: 1}\n")
    fake_endpoint.script(html(), forever=True)
    before = data.read_bytes()
    done = jixiao("draft", data, "-o", "报告.docx", "--json", cwd=data.parent)
    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "--model none" in done.stderr
    assert not (data.parent / "报告.docx").exists()
    assert data.read_bytes() == before
    assert (data.parent / "数据.jixiao" / "draft.json").exists()
    again = jixiao("draft", data, "-o", "报告.docx", "--model", "none", cwd=data.parent)
    assert again.returncode == 0
    assert (data.parent / "报告.docx").exists()


def test_a_section_is_written_anew_only_where_asked_and_the_persons_words_stay_in_the_history(
    data: Path,
) -> None:
    folder, space = data.parent, Workspace.beside(data)
    written = ("draft", data, "-o", "报告.docx", "--model", "none")
    jixiao(*written, cwd=folder)
    draft = space.load_draft()
    assert draft is not None
    own = Paragraph((Sentence("自评结果用于核减2024年路灯维护预算。", author="李科长"),), "human")
    changed = replace(draft.section("application"), paragraphs=(own,))
    sections = tuple(changed if s.id == "application" else s for s in draft.sections)
    space.save_draft(replace(draft, sections=sections))
    jixiao(*written, cwd=folder)
    assert "核减" in told_in(space, "application")
    for wrong, said in (("结果", "有几节都对得上"), ("天气", "没有这一节")):
        done = jixiao(*written, "--redo", wrong, cwd=folder)
        assert done.returncode == 2
        assert said in done.stderr
    assert "核减" in told_in(space, "application")
    done = jixiao(*written, "--redo", "结果应用情况", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "核减" not in told_in(space, "application")
    assert "重新起草：结果应用情况" in jixiao("history", data, cwd=folder).stdout
    assert jixiao("undo", data, cwd=folder).returncode == 0
    assert "核减" in told_in(space, "application")


def told_in(space: Workspace, section: str) -> str:
    draft = space.load_draft()
    assert draft is not None
    return "".join(sentence.text for sentence in draft.section(section).sentences)


def test_a_report_that_a_person_changed_is_not_written_over(data: Path) -> None:
    folder = data.parent
    assert jixiao("draft", data, "-o", "报告.docx", "--model", "none", cwd=folder).returncode == 0
    # the program's own is replaced without a word
    assert jixiao("draft", data, "-o", "报告.docx", "--model", "none", cwd=folder).returncode == 0
    report = folder / "报告.docx"
    report.write_bytes(report.read_bytes() + b"by hand")
    done = jixiao("draft", data, "-o", "报告.docx", "--model", "none", cwd=folder)
    assert done.returncode == 2
    assert "jixiao review 报告.docx" in done.stderr
    assert report.read_bytes().endswith(b"by hand")
    assert (
        jixiao(
            "draft", data, "-o", "报告.docx", "--model", "none", "--force", cwd=folder
        ).returncode
        == 0
    )
    assert (folder / "报告.docx.bak").read_bytes().endswith(b"by hand")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("-o", "报告.doc"), "请以 .docx 结尾"),
        (("-o", "无此/报告.docx"), "没有文件夹"),
        (("-o", "报告.docx", "--annex", "x"), "没有这种附件"),
        (("-o", "报告.docx", "--template", "无.docx"), "没有这个模板文件"),
        (("-o", "报告.docx", "--model", "http://"), "模型地址"),
        (("-o", "报告.docx", "--model", "某模型"), "没有设置模型地址"),
        (("-o", "报告.docx", "--rules", "nix"), "nix"),
    ],
)
def test_a_wrong_call_is_one_line_before_anything_is_written(
    data: Path, args: tuple[str, ...], words: str
) -> None:
    done = jixiao("draft", data, *args, cwd=data.parent)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert [p.name for p in data.parent.iterdir()] == ["数据.yaml"]


def test_show_prompt_sends_and_writes_nothing(fake_endpoint: FakeEndpoint, data: Path) -> None:
    done = jixiao("draft", data, "-o", "报告.docx", "--show-prompt", cwd=data.parent)
    assert done.returncode == 0
    assert "电缆到货晚" in done.stdout
    assert not fake_endpoint.requests
    assert [p.name for p in data.parent.iterdir()] == ["数据.yaml"]


@pytest.mark.skipif(os.name == "nt", reason="a console on Windows has no SIGINT of its own")
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(
    fake_endpoint: FakeEndpoint, data: Path, _own_home: Path
) -> None:
    settings(_own_home, "限额: {并发: 1}\n")
    fake_endpoint.script(honest, Reply(hang=True), forever=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", "draft", str(data), "-o", str(data.parent / "报告.docx")],
        stderr=subprocess.PIPE, encoding="utf-8", env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(fake_endpoint.requests) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "已中断" in error
    assert "Traceback" not in error
    assert REASON[1] in (data.parent / "数据.jixiao" / "draft.json").read_text(encoding="utf-8")
    before = len(fake_endpoint.requests)
    fake_endpoint.script(honest, forever=True)
    done = jixiao("draft", data, "-o", "报告.docx", "--json", cwd=data.parent)
    assert done.returncode == 0
    # the reason is not asked for again
    assert not any("填报的原因写成" in r.prompt for r in fake_endpoint.requests[before:])


def settings(home: Path, text: str, mode: int = 0o600) -> Path:
    path = home / "jixiao" / NAME
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_a_configuration_that_others_can_read_is_refused_with_the_mend(_own_home: Path) -> None:
    path = settings(_own_home, "模型: {密钥: s}\n", 0o644)
    with pytest.raises(InputError, match=f"chmod 600 {path}"):
        load_config()
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert load_config().model.secret.get_secret_value() == "s"
    assert "s'" not in repr(load_config())


def test_mistakes_in_the_configuration_are_named_with_their_line(_own_home: Path) -> None:
    settings(_own_home, "模型: {名称: m}\n限额:\n  次数: 很多\n价各: {}\n")
    with pytest.raises(InputError) as caught:
        load_config()
    assert [":3：限额.次数" in caught.value.lines[0], "价格" in caught.value.lines[1]] == [
        True,
        True,
    ]


def test_the_order_of_models(_own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(_own_home, "模型: {地址: 'http://127.0.0.1:1/v1', 名称: a, 密钥: k}\n")
    assert (choose().base_url, choose().model, choose().secret) == (
        "http://127.0.0.1:1/v1",
        "a",
        "k",
    )
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.0.0.1/v1")
    chosen = choose()
    # the key of one address never goes to another
    assert (chosen.base_url, chosen.secret, chosen.on_this_machine) == (
        "http://10.0.0.1/v1",
        "",
        False,
    )
    assert choose("none").kind == "none"
    other = choose("http://localhost:5/v1#b")
    assert (other.base_url, other.model, other.secret) == ("http://localhost:5/v1", "b", "")
    monkeypatch.setenv("OPENAI_API_KEY", "env")
    assert choose("http://localhost:5/v1#b").secret == ""
    assert choose("c").model == "c"
    assert "env" not in repr(choose("c"))


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9/v1", True),
        ("http://[::1]/v1", True),
        ("http://localhost/v1", True),
        ("http://localhost.evil.example/v1", False),
        ("http://127.0.0.1.evil.example/v1", False),
        ("http://127.0.0.1@evil.example/v1", False),
        ("http://10.0.0.1/v1", False),
        ("http://0.0.0.0/v1", False),
    ],
)
def test_only_loopback_addresses_are_this_machine(url: str, here: bool) -> None:
    assert choose(f"{url}#m").on_this_machine is here


def test_costs_are_summed_by_model_with_the_users_prices(
    fake_endpoint: FakeEndpoint, data: Path, _own_home: Path
) -> None:
    settings(_own_home, "价格:\n  fake-model: {输入: 2, 输出: 8}\n")
    fake_endpoint.script(honest, forever=True)
    assert jixiao("draft", data, "-o", "报告.docx", cwd=data.parent).returncode == 0
    (cost,) = json.loads(jixiao("log", "--cost", "--json", cwd=data.parent).stdout)["costs"]
    read, written = cost["prompt_tokens"], cost["completion_tokens"]
    assert float(cost["yuan"]) == pytest.approx((2 * read + 8 * written) / 1e6)


def test_the_doctor_names_what_is_wrong_and_the_mend(
    data: Path, monkeypatch: pytest.MonkeyPatch, _own_home: Path
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    settings(_own_home, "模型: {密钥: s}\n", 0o644)
    done = jixiao("doctor", "--json", cwd=data.parent)
    assert done.returncode == 1
    told = json.loads(done.stdout)
    wrong = {check["name"]: check for check in told["checks"] if check["state"] == "error"}
    assert not told["ok"]
    assert "chmod 600" in wrong["配置文件"]["mend"]


def test_the_doctor_reaches_a_living_endpoint(
    fake_endpoint: FakeEndpoint, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "XDG_CACHE_HOME", str(data.parent / "cache")
    )  # what the trial found is kept there
    done = jixiao("doctor", "--json", cwd=data.parent)
    assert done.returncode == 0, done.stdout
    states = {check["name"]: check["state"] for check in json.loads(done.stdout)["checks"]}
    assert states["模型端点"] == "ok"
