"""A batch from sources to files: what comes out, what is done once, what is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from command_runs import ROOT, run
from many_projects import project, write_many, write_workbook

from assistant.batch.book import OPEN, PROJECTS


def batch(
    capsys: pytest.CaptureFixture[str], *args: object, code: int | None = None
) -> tuple[dict[str, object], str]:
    """`jixiao batch … --json` by rules, in this process: the object it prints, and what it tells people."""
    capsys.readouterr()
    got = run("batch", *args, "--json", "--model", "none", "--jobs", 1)
    told = capsys.readouterr()
    assert code is None or got == code, told.err
    return json.loads(told.out) if told.out else {}, told.err


def rows(out: Path, sheet: str = PROJECTS) -> list[dict[str, object]]:
    """The rows of a sheet of 批次.xlsx, by the heads of its columns."""
    page = openpyxl.load_workbook(out / "批次.xlsx")[sheet]
    lines = list(page.iter_rows(values_only=True))
    head = next(i for i, line in enumerate(lines) if line[0] in {"序号", "项目"})
    return [dict(zip(map(str, lines[head]), line, strict=True)) for line in lines[head + 1 :]]


def test_three_projects_and_a_broken_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path / "来源", range(3))
    (tmp_path / "来源" / "坏.yaml").write_text("项目: [", encoding="utf-8")
    (tmp_path / "来源" / "提纲.yaml").write_text("名称: 提纲\n标题: []\n", encoding="utf-8")
    out = tmp_path / "输出"
    told, _ = batch(capsys, tmp_path / "来源", "-o", out, code=2)
    assert (told["projects"], told["done"]) == (4, 3)
    [failed] = told["failed"]  # type: ignore[misc]
    assert failed["source"].endswith("坏.yaml")
    assert "坏.yaml:1" in failed["why"]
    for number in range(3):
        name = project(number).name
        assert {
            f"数据/{name}.yaml",
            f"报告/{name}-自评报告.docx",
            f"自评表/{name}-自评表.docx",
        } <= set(told["outputs"])  # type: ignore[call-overload]
    assert all((out / path).is_file() for path in told["outputs"])  # type: ignore[attr-defined]
    listed = rows(out)
    assert [row["状态"] for row in listed] == ["完成", "完成", "完成", "失败"]
    assert listed[0]["项目"] == project(0).name
    assert float(str(listed[0]["得分"])) > 80
    assert listed[3]["说明"] == failed["why"]


def test_a_second_run_does_nothing_and_a_changed_source_only_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = write_many(tmp_path / "来源", range(3))
    out = tmp_path / "输出"
    batch(capsys, tmp_path / "来源", "-o", out)
    before = {p: p.stat().st_mtime_ns for p in (out / "报告").iterdir()}
    told, _ = batch(capsys, tmp_path / "来源", "-o", out)
    assert told["rate"] == 0
    paths[1].write_text(paths[1].read_text("utf-8").replace("三级审批", "四级审批"), "utf-8")
    _, said = batch(capsys, tmp_path / "来源", "-o", out)
    changed = {p.name for p in (out / "报告").iterdir() if before[p] != p.stat().st_mtime_ns}
    assert changed == {f"{project(1).name}-自评报告.docx"}
    assert said.count("：完成，") == 1


def test_what_a_person_changed_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [source] = write_many(tmp_path / "来源", [0])
    out = tmp_path / "输出"
    batch(capsys, source, "-o", out)
    data = out / "数据" / f"{project(0).name}.yaml"
    theirs = data.read_text("utf-8").replace("三级审批", "四级审批")
    data.write_text(theirs, "utf-8")
    report = out / "报告" / f"{project(0).name}-自评报告.docx"
    report.write_bytes(report.read_bytes() + b" ")
    source.write_text(source.read_text("utf-8").replace("专账", "专户"), "utf-8")
    told, said = batch(capsys, source, "-o", out, code=2)
    assert data.read_text("utf-8") == theirs
    assert "没有更新" in said
    assert report.read_bytes().endswith(b" ")
    assert "有人改过" in told["failed"][0]["why"]  # type: ignore[index]


def test_names_never_leave_the_folder_and_never_meet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, folder = tmp_path / "输出", tmp_path / "来源"
    folder.mkdir()
    names = ["../../逃走", "单位", "A路", "a路", "长" * 200, "con", "x/../y"]
    for number, name in enumerate(names):
        tree = project(number, faults=False)
        tree.tree["项目"]["名称"] = name
        (folder / f"{number}.yaml").write_text(tree.yaml, "utf-8")
    told, _ = batch(capsys, folder, "-o", out, "--do", "score")
    assert told["done"] == len(names)
    made = sorted(p.name for p in (out / "数据").glob("*.yaml"))
    assert len({name.casefold() for name in made}) == len(names)
    assert all(len(name.encode()) < 240 for name in made)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["来源", "输出"]
    assert "单位-2.yaml" in made


def test_shared_facts_reach_each_project_and_its_own_go_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "来源", tmp_path / "输出"
    folder.mkdir()
    for number in range(2):
        made = project(number, faults=False)
        made.tree["报告"] = {"主送": "青溪县审计局"} if number else {}
        (folder / f"{number}.yaml").write_text(made.yaml, "utf-8")
    unit = tmp_path / "本单位.yaml"
    unit.write_text("主送: 青溪县财政局\n署名: 青溪县水务局\n", "utf-8")
    batch(capsys, folder, "-o", out, "--unit", unit, "--do", "draft")
    import docx

    texts = [
        "\n".join(
            p.text
            for p in docx.Document(
                str(out / "报告" / f"{project(n).name}-自评报告.docx")
            ).paragraphs
        )
        for n in range(2)
    ]
    assert "青溪县财政局：" in texts[0]
    assert "青溪县审计局：" in texts[1]
    assert all("青溪县水务局" in text for text in texts)
    asked = [row for row in rows(out, OPEN) if row["项目"] == "全部项目"]
    once = {"通知", "成文日期", "公开", "结果应用"}
    assert {row["键（勿改）"] for row in asked} == {*once, "报告.依据", "报告.其他说明"}


def test_answers_are_read_as_in_talk_and_what_is_not_taken_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "来源", tmp_path / "输出"
    folder.mkdir()
    made = project(0, faults=False)
    for source in made.tree["资金"]["明细"]:
        source.pop("到位", None)
        source.pop("执行", None)
    (folder / "0.yaml").write_text(made.yaml, "utf-8")
    batch(capsys, folder, "-o", out, "--do", "draft")
    book = openpyxl.load_workbook(out / "批次.xlsx")
    page = book[OPEN]
    heads = {cell.value: cell.column for cell in page[2]}
    asked = {str(line[heads["键（勿改）"] - 1].value): line for line in page.iter_rows(min_row=3)}
    for key, line in asked.items():
        words = {"到位": "180万元", "执行": "没有的事"}.get(key.rpartition(".")[2])
        line[heads["填写"] - 1].value = words
    book.save(out / "批次.xlsx")
    _, said = batch(capsys, "-o", out, "--answers", out / "批次.xlsx", "--do", "draft")
    data = (out / "数据" / f"{made.name}.yaml").read_text("utf-8")
    assert "到位: 180" in data
    assert "“没有的事”没有采用" in said
    assert (out / "批次-未采用的填写.xlsx").exists()


def test_answers_come_back_from_the_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "来源", tmp_path / "输出"
    folder.mkdir()
    for number in range(2):
        made = project(number, faults=False)
        made.tree["报告"].pop("主送")
        for key in ("原因", "措施", "责任单位", "完成时限"):
            made.tree["指标"][0].pop(key, None)
        made.tree["指标"][0]["实际"] = "1" + made.tree["指标"][0]["实际"].lstrip("0123456789")
        (folder / f"{number}.yaml").write_text(made.yaml, "utf-8")
    batch(capsys, folder, "-o", out, "--do", "draft")
    book = openpyxl.load_workbook(out / "批次.xlsx")
    page = book[OPEN]
    heads = {cell.value: cell.column for cell in page[2]}
    for line in page.iter_rows(min_row=3):
        key = line[heads["键（勿改）"] - 1].value
        if key == "主送":
            line[heads["填写"] - 1].value = "青溪县财政局"
        elif str(key).startswith("指标[") and line[0].value == project(0).name:
            line[heads["原因"] - 1].value = "6月塌方中断施工40天"
            line[heads["措施"] - 1].value = "汛前完成边坡加固"
            line[heads["责任单位"] - 1].value = "养护股"
            line[heads["完成时限"] - 1].value = "2023年5月底前"
    book.save(out / "批次.xlsx")
    _, said = batch(capsys, "-o", out, code=2)
    assert "还没有读入" in said  # never written over
    batch(capsys, "-o", out, "--answers", out / "批次.xlsx", "--do", "draft")
    assert "主送: 青溪县财政局" in (out / "数据" / "单位.yaml").read_text("utf-8")
    data = (out / "数据" / f"{project(0).name}.yaml").read_text("utf-8")
    assert "6月塌方中断施工40天" in data
    left = rows(out, OPEN)
    assert not [row for row in left if row["键（勿改）"] == "主送"]
    assert [row["项目"] for row in left if str(row["键（勿改）"]).startswith("指标[")] == [
        project(1).name
    ]


def test_a_workbook_of_many_projects_and_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "表").mkdir()
    write_workbook(tmp_path / "表" / "全部.xlsx", [project(n, faults=False) for n in range(3)])
    write_many(tmp_path / "表", [7])
    listing = tmp_path / "清单.txt"
    listing.write_text("# 两个\n表/全部.xlsx\n表/00007.yaml\n", "utf-8")
    out = tmp_path / "输出"
    told, _ = batch(capsys, listing, "-o", out, "--do", "score,check")
    assert (told["projects"], told["done"]) == (4, 4)
    assert [row["项目"] for row in rows(out)] == [project(n).name for n in (0, 1, 2, 7)]
    listing.write_text("表/全部.xlsx\n表/没有.yaml\n", "utf-8")
    _, said = batch(capsys, listing, "-o", out, code=2)
    assert "清单.txt:2" in said


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("没有这个",), "没有这个文件或文件夹"),
        (("来源", "--do", "写诗"), "没有“写诗”这一步"),
        (("来源", "--jobs", "-1"), "--jobs"),
        (("来源", "--unit", "没有.yaml"), "没有.yaml"),
        (("来源", "--budget-yuan", "很多"), "--budget-yuan"),
        ((), "缺少“来源”"),
    ],
)
def test_a_wrong_call_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...], words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("来源").mkdir()
    assert run("batch", *args, "-o", "输出") == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert words in lines[0]


def test_killed_at_half_it_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """kill -9 on the driver: what is in the ledger is not done again, and no file is a part of one."""
    write_many(tmp_path / "来源", range(12))
    out = tmp_path / "输出"
    command = [
        sys.executable,
        "-m",
        "assistant.cli",
        "batch",
        tmp_path / "来源",
        "-o",
        out,
        "--do",
        "score,form",
    ]
    started = subprocess.Popen(
        [*map(str, command), "--model", "none", "--jobs", "1"], stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, encoding="utf-8",
    )  # fmt: skip
    assert started.stderr is not None
    for _ in range(6):
        started.stderr.readline()
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    started.stderr.close()
    _, said = batch(capsys, tmp_path / "来源", "-o", out, "--do", "score,form")
    again = said.count("完成，得分") + said.count("完成，未评完")
    assert again <= 12 - 6
    assert len(list((out / "自评表").glob("*.docx"))) == 12
    assert not list(out.rglob(".jixiao-*"))


def test_batch_and_check_count_the_same_errors_of_a_data_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "来源" / "甲.yaml"
    made.parent.mkdir()
    made.write_text(
        "项目: {名称: 灌区清淤, 年度: 2024, 实施单位: 沙河县灌区管理所}\n"
        "资金: {单位: 万元, 明细: [{来源: 县级财政, 全年预算: 10, 执行: 10}]}\n"
        "指标:\n  - {一级: 产出, 二级: 数量, 名称: 清淤长度, 目标: ≥45公里, 实际: 42公里, 分值: 90}\n",
        encoding="utf-8",
    )
    batch(capsys, made.parent, "-o", tmp_path / "输出")
    (row,) = rows(tmp_path / "输出")
    run("check", str(made), "--json")
    found = json.loads(capsys.readouterr().out)["findings"]
    errors = [f["code"] for f in found if f["severity"] == "error"]
    assert errors and row["错误"] == len(errors)


def test_a_changed_source_against_changed_data_is_told_until_it_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "表.csv", tmp_path / "出"
    text = "项目名称,塘坝清淤\n（2025年度）\n一级指标,二级指标,三级指标,年度指标值,实际完成值,分值\n产出指标,数量指标,清淤口数,≥4口,{},90\n"
    source.write_text(text.format("3口"), encoding="utf-8")
    call = (source, "-o", out, "--do", "import,score")

    def go(*more: object) -> str:
        _, err = batch(capsys, *call, *more)
        return err

    go()
    [data] = [p for p in (out / "数据").glob("*.yaml") if p.name != "单位.yaml"]
    changed = data.read_text(encoding="utf-8").replace("实际: 3口", "实际: 2口")
    data.write_text(changed, encoding="utf-8")
    source.write_text(text.format("4口"), encoding="utf-8")
    for _ in range(2):
        told = go()
        assert "2口" in told and "4口" in told and "--force" in told
        assert "实际: 2口" in data.read_text(encoding="utf-8")
    go("--force")
    assert "实际: 4口" in data.read_text(encoding="utf-8")
    assert "--force" not in go()
