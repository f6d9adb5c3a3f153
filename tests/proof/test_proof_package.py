"""The proof package: what it holds, what its proof says, and that any byte changed in any part is caught."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from command_runs import run
from docx import Document

from assistant.errors import InputError
from assistant.proof.proving import prove

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "数据.yaml"
    path.write_bytes((EXAMPLES / "multi" / "数据.yaml").read_bytes())
    (tmp_path / "水表更换台账.xlsx").write_bytes(b"ledger")
    return path


@pytest.fixture
def package(data: Path) -> Path:
    report = data.with_name("报告.docx")
    assert run("draft", str(data), "-o", str(report), "--model", "none") == 0
    document = Document(str(report))
    line = next(p for p in document.paragraphs if "公路部门11月才同意施工" in p.text)
    line.add_run("县里已两次协调。")
    document.save(str(report))
    assert run("review", str(report), "--data", str(data)) == 0
    out = data.with_name("送审包.zip")
    assert run("package", str(data), "-o", str(out)) == 0
    return out


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


def rewritten(path: Path, found: dict[str, bytes]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in found.items():
            archive.writestr(name, content)
    changed = path.with_name("改过.zip")
    changed.write_bytes(out.getvalue())
    return changed


def test_it_holds_all_that_a_reviewer_asks_for(package: Path) -> None:
    found = parts(package)
    assert {
        "报告.docx", "自评表.docx", "事实依据表.xlsx", "评价数据.json", "数据.yaml", "规则.json", "得分.json",
        "草稿.json", "检查.json", "待办.json", "首稿.json", "历史.json", "调用记录.json", "佐证清单.json", "清单.json",
    } <= set(found)  # fmt: skip
    first, now = found["首稿.json"].decode(), found["草稿.json"].decode()
    assert "县里已两次协调" in now
    assert "县里已两次协调" not in first
    history = json.loads(found["历史.json"])
    assert any("采入" in r["事项"] for r in history)
    evidence = json.loads(found["佐证清单.json"])
    kept = [e for e in evidence if e["文件"]]
    assert [(e["指标"], e["文件"]) for e in kept] == [("更换水表数量", "水表更换台账.xlsx")]
    assert b"ledger" in [v for k, v in found.items() if k.startswith("佐证/")]
    manifest = json.loads(found["清单.json"])
    assert any("水质检测合格率" in m for m in manifest["缺少的佐证"])


def test_every_sentence_stands_in_the_sheet_with_its_facts_formula_and_clause(
    package: Path,
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(parts(package)["事实依据表.xlsx"]))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    by_sentence = {str(r[2]): r for r in rows[1:]}
    human = next(r for s, r in by_sentence.items() if "县里已两次协调" in s)
    assert human[3] == "人工"
    computed = [r for r in rows[1:] if r[9] and "36" in str(r[9])]
    assert computed
    assert all(r[10] for r in computed)


def test_a_sound_package_holds_everywhere(package: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "别处"
    elsewhere.mkdir()
    moved = elsewhere / "收到.zip"
    moved.write_bytes(package.read_bytes())
    assert prove(moved).holds
    assert run("verify", str(moved)) == 0


def test_a_byte_changed_in_any_part_is_caught_and_named(package: Path) -> None:
    found = parts(package)
    for name, content in found.items():
        at = len(content) // 2
        changed = dict(found)
        changed[name] = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        path = rewritten(package, changed)
        try:
            proof = prove(path)
        except InputError as error:
            assert name == "清单.json", name
            assert error.lines
            continue
        assert not proof.holds, name
        assert any(name in h.told for h in proof.held if not h.holds), name


def test_a_byte_changed_in_the_archive_itself_is_never_passed(package: Path) -> None:
    raw = package.read_bytes()
    for at in range(50, len(raw), max(1, len(raw) // 60)):
        path = package.with_name("坏.zip")
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0x10]) + raw[at + 1 :])
        try:
            proof = prove(path)
        except InputError:
            continue
        # what the archive does not use (dates, attributes) may differ; the parts may not
        assert not proof.holds or parts(path) == parts(package), at


def test_parts_that_were_taken_out_or_put_in_are_named(package: Path) -> None:
    found = parts(package)
    less = {k: v for k, v in found.items() if k != "检查.json"}
    assert any("检查.json：缺少" in h.told for h in prove(rewritten(package, less)).held)
    more = {**found, "加上的.txt": b"x"}
    assert any("加上的.txt" in h.told for h in prove(rewritten(package, more)).held)


def test_scores_changed_together_with_their_manifest_are_caught_by_the_arithmetic(
    package: Path,
) -> None:
    from assistant.proof.manifest import manifest

    found = parts(package)
    about = {
        k: v for k, v in json.loads(found["清单.json"]).items() if k not in {"内容", "封", "格式"}
    }
    found["得分.json"] = found["得分.json"].replace(b"94.93", b"99.93")
    body = {k: v for k, v in found.items() if k != "清单.json"}
    proof = prove(rewritten(package, {**body, "清单.json": manifest(body, about)}))
    assert [h.what for h in proof.held if not h.holds] == ["得分可以重新算出"]


def test_the_published_copy_hides_people_and_what_is_private(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(
        "项目: {名称: 甲项目, 年度: 2025, 实施单位: 县水务局}\n起草: {保密词: [清河行动]}\n指标:\n"
        "  - {一级: 产出, 二级: 数量, 名称: 巡查次数, 目标: 12次, 实际: 10次, 原因: 清河行动抽走人手，局长马德福（电话13812345678）已协调}\n",
        encoding="utf-8",
    )
    out = tmp_path / "公开.zip"
    assert run("package", str(path), "-o", str(out), "--redacted") == 0
    found = parts(out)
    assert set(found) == {"报告.docx", "事实依据表.xlsx", "得分.json", "清单.json"}
    texts = [found["得分.json"].decode()]
    for name in ("报告.docx", "事实依据表.xlsx"):
        texts += [v.decode("utf-8", "replace") for v in zipped(found[name]).values()]
    whole = "".join(texts)
    for private in ("清河行动", "马德福", "13812345678"):
        assert private not in whole
    assert prove(out).holds


def zipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {i.filename: archive.read(i) for i in archive.infolist()}


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_package_is_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "包.zip"
    path.write_bytes(content)
    assert run("verify", str(path)) == 2


def test_an_existing_package_is_not_written_over(package: Path, data: Path) -> None:
    before = package.read_bytes()
    assert run("package", str(data), "-o", str(package)) == 2
    assert package.read_bytes() == before
