"""`jixiao import` and `jixiao new` as commands: what they write, what they say, what they refuse."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import intake_forms as forms
import pexpect
import pytest
from fake_endpoint import FakeEndpoint, Reply

from assistant.intake import read, read_all
from assistant.intake.write_yaml import to_yaml


def _run(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *map(str, args)],
        cwd=cwd, capture_output=True, text=True, timeout=120, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return forms.save(tmp_path / "自评表.xlsx", 自评表=forms.official())


def test_import_writes_data_that_every_command_reads(form: Path, tmp_path: Path) -> None:
    done = _run("import", form, "-o", "数据.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert read(tmp_path / "数据.yaml") == read(form)
    text = (tmp_path / "数据.yaml").read_text(encoding="utf-8")
    assert "名称: 农村饮水安全维修项目 # 自评表!C3" in text
    assert "表内得分 8.33（自评表!H14）" in text
    assert "执行率 95%（自评表!H6）" in text
    assert "单位自有资金" in text and "单位自有资金" in done.stderr
    assert "张某" not in text + done.stderr  # who filled the form in is no matter
    assert "8 条指标，2 个资金来源" in done.stderr


def test_score_takes_the_form_itself(form: Path, tmp_path: Path) -> None:
    by_form = _run("score", form, "--json", cwd=tmp_path)
    assert by_form.returncode == 0, by_form.stderr
    _run("import", form, "-o", "数据.yaml", cwd=tmp_path)
    assert _run("score", "数据.yaml", "--json", cwd=tmp_path).stdout == by_form.stdout


def test_several_projects_become_several_files_or_the_one_chosen(tmp_path: Path) -> None:
    path = forms.save(
        tmp_path / "两个.xlsx",
        甲=(forms.one_block("../../etc/养老服务", "300人"), []),
        乙=(forms.one_block("残疾人护理", "120人"), []),
    )
    done = _run("import", path, "-o", "数据.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert sorted(p.name for p in tmp_path.glob("*.yaml")) == ["数据-1.yaml", "数据-2.yaml"]
    assert "项目 2：残疾人护理" in done.stderr and "数据-2.yaml" in done.stderr
    one = _run("import", path, "--project", "残疾", "-o", "一个.yaml", cwd=tmp_path)
    assert one.returncode == 0 and read(tmp_path / "一个.yaml").project.name == "残疾人护理"
    none = _run("import", path, "--project", "教育", cwd=tmp_path)
    assert none.returncode == 2 and "养老服务" in none.stderr


def test_existing_file_is_kept_unless_forced(form: Path, tmp_path: Path) -> None:
    kept = tmp_path / "数据.yaml"
    kept.write_text("我的", encoding="utf-8")
    refused = _run("import", form, "-o", kept, cwd=tmp_path)
    assert refused.returncode == 2 and "已有这个文件" in refused.stderr
    assert kept.read_text(encoding="utf-8") == "我的"
    assert _run("import", form, "-o", kept, "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "数据.yaml.bak").read_text(encoding="utf-8") == "我的"


def test_ask_never_asks_without_a_terminal(tmp_path: Path) -> None:
    path = _doubtful(tmp_path)
    done = _run("import", path, "--ask", cwd=tmp_path)
    assert done.returncode == 0 and "不提问" in done.stderr


def _doubtful(tmp_path: Path) -> Path:
    rows: forms.Rows = [
        ["项目名称", "河道清淤", "年度", 2021],
        ["一级指标", "二级指标", "三级指标", "年初核定", "年底盘点"],
        ["产出指标", "数量指标", "清淤长度", "12公里", "11公里"],
    ]
    return forms.save(tmp_path / "清淤.xlsx", 表=(rows, []))


def test_ask_settles_columns_in_the_terminal(tmp_path: Path) -> None:
    path = _doubtful(tmp_path)
    child = pexpect.spawn(
        sys.executable, ["-m", "assistant.cli", "import", str(path), "--ask", "-o", "数据.yaml"],
        cwd=str(tmp_path), encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.expect("年初核定.*12公里")
    child.expect("输入序号：")
    child.sendline("年度指标值")
    child.expect("年底盘点")
    child.expect("输入序号：")
    child.sendline("3")
    child.expect("1 条指标")
    child.expect(pexpect.EOF)
    indicator = read(tmp_path / "数据.yaml").indicators[0]
    assert (indicator.target, indicator.actual) == ("12公里", "11公里")


def test_new_form_is_not_written_over_another(tmp_path: Path) -> None:
    assert _run("new", "表.xlsx", "--year", "2024", cwd=tmp_path).returncode == 0
    assert read_all(tmp_path / "表.xlsx")[0].text(("项目", "年度")) == "2024"
    again = _run("new", "表.xlsx", cwd=tmp_path)
    assert again.returncode == 2 and "已有这个文件" in again.stderr


def test_texts_that_yaml_could_misread_come_through(tmp_path: Path) -> None:
    odd = [
        "- 甲: 乙 # 丙",
        "null",
        "~",
        "'单引号",
        '双"引号',
        "{a: b}",
        "*锚",
        "&锚",
        "!!python/x",
        "@a",
        "%b",
        "|",
        ">90%",
        "yes",
        "1e3",
    ]
    rows: list[list[object]] = [
        ["项目名称", "# 不是注释", "年度", 2021],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
        *(["产出指标", "数量指标", f"第{i}项", text, text] for i, text in enumerate(odd)),
    ]
    imported = read_all(forms.save(tmp_path / "表.xlsx", 表=(rows, [])))[0]  # fmt: skip
    path = tmp_path / "数据.yaml"
    path.write_text(to_yaml(imported), encoding="utf-8")
    assert read(path) == imported.evaluation()
    assert [i.target for i in read(path).indicators] == odd


def test_model_proposes_columns_and_a_person_confirms(
    tmp_path: Path, fake_endpoint: FakeEndpoint
) -> None:
    path = _doubtful(tmp_path)
    answer = {
        "columns": [
            {"number": "C1", "meaning": "年度指标值"},
            {"number": "C2", "meaning": "瞎编的"},
        ]
    }
    fake_endpoint.script(Reply(json.dumps(answer, ensure_ascii=False)))
    child = pexpect.spawn(
        sys.executable,
        ["-m", "assistant.cli", "import", str(path), "--model", f"{fake_endpoint.url}#m", "-o", "数据.yaml"],
        cwd=str(tmp_path), encoding="utf-8", timeout=60,
    )  # fmt: skip
    child.expect("模型建议“年度指标值”")
    child.sendline("")
    child.expect("现读作“不读”")
    child.sendline("实际完成值")
    child.expect("1 条指标")
    child.expect(pexpect.EOF)
    indicator = read(tmp_path / "数据.yaml").indicators[0]
    assert (indicator.target, indicator.actual) == ("12公里", "11公里")
    sent = fake_endpoint.requests[0].prompt
    assert "年初核定" in sent and "12公里" in sent and "河道清淤" not in sent
    assert (tmp_path / "数据.jixiao" / "calls.sqlite").exists()


def test_what_a_sure_column_is_read_as_is_given_away_only_by_a_plain_yes(
    tmp_path: Path, fake_endpoint: FakeEndpoint
) -> None:
    path = tmp_path / "表.csv"
    path.write_text(
        "一级指标,二级指标,三级指标,年度指标值,实际完成值,年末状态\n产出指标,数量指标,安装路灯,120盏,108盏,110盏\n",
        encoding="utf-8",
    )
    answer = {"columns": [{"number": "C1", "meaning": "年度指标值"}]}
    fake_endpoint.script(Reply(json.dumps(answer, ensure_ascii=False)), forever=True)
    for said, actual in (("", "108盏"), ("是", "110盏")):
        child = pexpect.spawn(
            sys.executable,
            ["-m", "assistant.cli", "import", str(path), "--model", f"{fake_endpoint.url}#m", "-o", "数据.yaml", "--force"],
            cwd=str(tmp_path), encoding="utf-8", timeout=60,
        )  # fmt: skip
        # the model's word for a column that is taken is not even shown
        child.expect("现读作“不读”")
        child.sendline("实际完成值")
        child.expect("已从“实际完成值”列读取")
        child.sendline(said)
        child.expect(pexpect.EOF)
        text = (tmp_path / "数据.yaml").read_text(encoding="utf-8")
        assert f"实际: {actual}" in text
        assert "目标: 120盏" in text
    assert "年度指标值、" not in fake_endpoint.requests[0].prompt.split("可选的含义")[1]
