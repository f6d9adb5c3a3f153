"""What a run writes: comments on the very words, tracked mends, a page; and the command around them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from docx_plus.comments import read_comments
from docx_plus.revisions import accept_all_revisions, read_revisions, reject_all_revisions
from word_builder import paragraph, report, run, word_file

from assistant.checks import Profile, check
from assistant.checks.annotate import annotated
from assistant.checks.opening import open_dossier
from assistant.checks.terminal import summary
from assistant.checks.webpage import webpage
from assistant.errors import InputError
from assistant.model.finding import Finding

ROOT = Path(__file__).parents[2]
LINES = (
    "某县某局2021年度某项目支出绩效自评报告",
    "某县财政局：",
    "一、基本情况",
    "项目预算资金128.5万元，截止目前已到位。",
    "(二)资金执行情况",
    "实际支出128.5元,用于购置设备。",
    "二、下一步改进措施",
    "1、继续做好工作安排",
    "某县某局",
    "2022年05月30日",
)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return report(tmp_path / "报告.docx", *LINES)


def jixiao(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "LANG": "C"}
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", "check", *args],
        capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=environment, check=False,
    )  # fmt: skip


def test_every_finding_is_a_comment_on_its_words_and_the_original_stays(faulty: Path) -> None:
    before = faulty.read_bytes()
    opened = open_dossier(faulty)
    assert opened.package is not None
    findings = check(opened.dossier)
    out = faulty.with_name("批注.docx")
    out.write_bytes(annotated(opened.package, findings))
    assert faulty.read_bytes() == before
    comments = read_comments(Document(str(out)))
    assert len(comments) == len(findings)
    slip = next(c for c in comments if "F01" in c.text)
    assert slip.anchored_text == "128.5元"
    assert slip.author == "绩效检查"
    assert [p.text for p in Document(str(out)).paragraphs] == list(LINES)


def test_a_comment_stands_on_words_that_runs_and_insertions_cut_apart(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "a.docx",
        paragraph("一、情况"),
        paragraph(
            "预算128.5万元，支付12", f'<w:ins w:id="9" w:author="甲">{run("8.5")}</w:ins>', "元整"
        ),
    )
    opened = open_dossier(path)
    assert opened.package is not None
    out = tmp_path / "b.docx"
    out.write_bytes(annotated(opened.package, check(opened.dossier)))
    slip = next(c for c in read_comments(Document(str(out))) if "F01" in c.text)
    assert slip.anchored_text == "128.5元"


def test_mends_are_tracked_and_undone_by_refusing_them(faulty: Path) -> None:
    out = faulty.with_name("修正.docx")
    done = jixiao(faulty.name, "--fix", out.name, cwd=faulty.parent)
    assert done.returncode == 1
    assert "截止→截至" in done.stderr
    word = Document(str(out))
    assert {r.revision_type for r in read_revisions(word)} >= {"insertion", "deletion"}
    reject_all_revisions(word)
    assert [p.text for p in word.paragraphs] == list(LINES)
    word = Document(str(out))
    accept_all_revisions(word)
    texts = [p.text for p in word.paragraphs]
    assert texts[3] == "项目预算资金128.5万元，截至目前已到位。"
    assert texts[4] == "（二）资金执行情况"
    assert texts[5] == "实际支出128.5元，用于购置设备。"
    assert texts[9] == "2022年5月30日"


def test_what_was_mended_is_not_found_again(faulty: Path) -> None:
    out = faulty.with_name("修正.docx")
    jixiao(faulty.name, "--fix", out.name, cwd=faulty.parent)
    before = {(f.code, f.evidence) for f in check(open_dossier(faulty).dossier)}
    after = {(f.code, f.evidence) for f in check(open_dossier(out).dossier)}
    assert ("F64", "2022年05月30日") in before - after
    assert not [c for c, _ in after if c == "T01"]


def test_the_page_shows_every_finding_and_takes_text_as_text() -> None:
    finding = Finding("F55", "warning", "<script>alert(1)</script>", "第1段", "<b>", "改")
    page = webpage("<i>报告", [finding]).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<i>" not in page
    for address in ("http://", "https://", "src=", "@import", "url("):
        assert address not in page


def test_json_is_one_object_and_the_exit_code_tells_of_errors(faulty: Path) -> None:
    done = jixiao(faulty.name, "--json", cwd=faulty.parent)
    assert done.returncode == 1
    shown = json.loads(done.stdout)
    assert set(shown) == {"findings"}
    keys = {"code", "severity", "message", "location", "evidence", "suggestion"}
    assert all(set(f) == keys for f in shown["findings"])
    assert {f["severity"] for f in shown["findings"]} <= {"error", "warning", "info"}
    clean = report(
        faulty.with_name("好.docx"), "某局2021年度某项目支出绩效自评报告", "本年度没有项目。"
    )
    assert jixiao(clean.name, "--json", cwd=faulty.parent).returncode == 0


def test_people_get_a_table_by_severity(faulty: Path) -> None:
    done = jixiao(faulty.name, "--html", "页.html", "--annotate", "批注.docx", cwd=faulty.parent)
    assert done.returncode == 1
    assert "报告.docx：错误" in done.stdout
    assert done.stdout.index("错误（") < done.stdout.index("提醒（")
    assert (faulty.parent / "页.html").exists()
    assert (faulty.parent / "批注.docx").exists()
    again = jixiao(faulty.name, "--annotate", "批注.docx", cwd=faulty.parent)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert len(again.stderr.strip().splitlines()) == 1


def test_the_file_itself_is_never_written_over(faulty: Path) -> None:
    before = faulty.read_bytes()
    done = jixiao(faulty.name, "--fix", faulty.name, "--force", cwd=faulty.parent)
    assert done.returncode == 2
    assert faulty.read_bytes() == before


def test_the_catalogue_is_listed(tmp_path: Path) -> None:
    done = jixiao("--list", "--json", cwd=tmp_path)
    assert done.returncode == 0
    checks = json.loads(done.stdout)["checks"]
    assert len(checks) == 68
    assert all(c["fault"] and c["source"] and c["example"] for c in checks)
    assert "F01" in jixiao("--list", cwd=tmp_path).stdout


def test_comments_and_mends_need_a_word_file(tmp_path: Path) -> None:
    data = ROOT / "examples" / "multi" / "数据.yaml"
    done = jixiao(str(data), "--annotate", "a.docx", cwd=tmp_path)
    assert done.returncode == 2
    assert "只有 Word 报告" in done.stderr


def test_a_profile_switches_off_and_changes_severities(tmp_path: Path, faulty: Path) -> None:
    plan = tmp_path / "方案.yaml"
    plan.write_text("检查: {F01: 提醒, F55: 关闭, T01: 错误}\n", encoding="utf-8")
    found = check(open_dossier(faulty).dossier, profile=Profile.read(plan))
    assert {f.severity for f in found if f.code == "F01"} == {"warning"}
    assert {f.severity for f in found if f.code == "T01"} == {"error"}
    assert "F55" not in {f.code for f in found}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("检查: {F99: 关闭}", "F99"),
        ("检查: {F01: 严重}", "关闭、错误、提醒、说明"),
        ("别的: 1", "规则"),
        ("检查: [F01]", "检查"),
    ],
)
def test_a_wrong_profile_is_named_with_its_line(tmp_path: Path, text: str, words: str) -> None:
    plan = tmp_path / "方案.yaml"
    plan.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=words):
        Profile.read(plan)


def test_the_summary_counts_by_severity() -> None:
    assert summary([]) == "没有发现问题"
    found = [Finding("F01", "error", "a"), Finding("F02", "info", "b"), Finding("F03", "info", "c")]
    assert summary(found) == "错误 1 处、说明 2 处"
