"""Outlines as data: shipped ones, a unit's own, and one taken from last year's report."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_runs import run
from docx import Document

from assistant.checks.outlining import outline_of
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.errors import InputError
from assistant.facts import gather
from assistant.intake import read
from assistant.model.outline import default, number, shipped
from assistant.model.sections import SECTIONS, USUAL
from assistant.rules.loader import for_data
from assistant.scoring import score

ROOT = Path(__file__).parents[2]
MULTI = ROOT / "examples" / "multi" / "数据.yaml"


def with_outline(folder: Path, outline: str, more: str = "") -> Path:
    data = folder / "数据.yaml"
    text = MULTI.read_text(encoding="utf-8").replace("报告:\n", f"报告:\n  提纲: {outline}\n", 1)
    data.write_text(text + more, encoding="utf-8")
    return data


def headings(path: Path) -> list[str]:
    return [
        p.text
        for p in Document(str(path)).paragraphs
        if p.style is not None and (p.style.name or "").startswith("Heading")
    ]


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_outline_has_a_place_for_every_section_and_table(name: str) -> None:
    outline = shipped()[name]
    assert outline.source
    assert outline.placed == {r.id for r in SECTIONS} - {"opening"}
    assert sorted(t for h in outline.headings for t in h.tables) == [
        "completion",
        "funds",
        "targets",
    ]


@pytest.mark.parametrize(
    ("level", "count", "mark"),
    [
        (1, 1, "一、"),
        (1, 10, "十、"),
        (1, 12, "十二、"),
        (2, 20, "（二十）"),
        (3, 4, "4."),
        (4, 2, "（2）"),
    ],
)
def test_marks_of_headings(level: int, count: int, mark: str) -> None:
    assert number(level, count) == mark


def test_a_section_switched_off_leaves_no_gap_in_the_numbers() -> None:
    titles = [h.title for h in default().printed(USUAL.__contains__)]
    assert titles[0] == "一、项目绩效目标批复下达情况"
    with_overview = [h.title for h in default().printed(lambda s: True)]
    assert with_overview[:2] == ["一、项目概况", "二、项目绩效目标批复下达情况"]
    assert with_overview[-1] == "七、其他需要说明的问题"


@pytest.mark.parametrize("name", [n for n in shipped() if n != default().name])
def test_a_report_follows_the_outline_and_its_scores_do_not_change(
    tmp_path: Path, name: str
) -> None:
    data = with_outline(tmp_path, name)
    report = tmp_path / "报告.docx"
    assert run("draft", str(data), "-o", str(report), "--model", "none") == 0
    evaluation = read(data)
    assert headings(report) == [h.title for h in evaluation.headings]
    card, plain = (score(e, for_data(e, MULTI)) for e in (evaluation, read(MULTI)))
    assert card.total == plain.total
    texts = {s.id: s.paragraphs for s in draft_by_rules(card, gather(card)).sections}
    assert {heading.own for heading in evaluation.outline.headings if heading.person} <= set(texts)
    # an edit comes back to the section it was made in, wherever the outline puts that section
    document = Document(str(report))
    line = next(p for p in document.paragraphs if "石沟村2.7公里管线" in p.text)
    line.add_run("县里已专题协调。")
    document.save(str(report))
    assert run("review", str(report), "--data", str(data)) == 0
    report = tmp_path / "第二稿.docx"
    assert run("draft", str(data), "-o", str(report), "--model", "none") == 0
    assert any("县里已专题协调。" in p.text for p in Document(str(report)).paragraphs)
    assert headings(report) == [h.title for h in evaluation.headings]


def test_the_overview_is_a_section_that_can_be_switched_on(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(
        MULTI.read_text(encoding="utf-8") + "\n起草: {项目概况: 规则}\n", encoding="utf-8"
    )
    report = tmp_path / "报告.docx"
    assert run("draft", str(data), "-o", str(report), "--model", "none") == 0
    assert headings(report)[0] == "一、项目概况"
    texts = [p.text for p in Document(str(report)).paragraphs]
    assert sum("改造12个村供水管网36公里" in text for text in texts) == 1


def test_an_unknown_outline_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="简式提纲"):
        read(with_outline(tmp_path, "某县提纲"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("标题: []\n", "至少写一个"),
        ("标题:\n  - {标题: 甲, 级: 7}\n", "不是标题的级"),
        ("标题:\n  - {标题: 甲, 节: [不存在]}\n", "没有“不存在”这一节"),
        ("标题:\n  - {标题: 甲, 节: [改进措施]}\n  - {标题: 乙, 节: [改进措施]}\n", "写了两次"),
        ("标提:\n  - {标题: 甲}\n", "标题"),
    ],
)
def test_a_broken_outline_file_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "提纲.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told) as error:
        read(with_outline(tmp_path, "提纲.yaml"))
    assert all("提纲.yaml" in line for line in error.value.lines)


def last_years(folder: Path, *titles: str) -> Path:
    document = Document()
    document.add_paragraph("2022年度某项目支出绩效自评报告")
    for title in titles:
        document.add_paragraph(title)
        document.add_paragraph("这里是去年的文字，写得比较长，讲了去年做的事情。")
    path = folder / "去年报告.docx"
    document.save(str(path))
    return path


def test_an_outline_is_taken_from_last_years_report_and_loses_no_heading(tmp_path: Path) -> None:
    titles = (
        "一、项目基本情况", "（一）项目概况", "（二）项目绩效目标设定情况", "二、自评组织实施情况",
        "三、资金使用和管理情况", "（一）资金到位情况", "（二）资金支出情况", "（三）财务管理情况",
        "四、绩效目标完成情况", "（一）产出情况分析", "（二）效益情况分析", "（三）满意度情况分析",
        "五、主要经验做法", "六、存在的问题及原因分析", "七、改进措施", "八、自评结果应用及公开情况",
    )  # fmt: skip
    path = last_years(tmp_path, *titles)
    out = tmp_path / "提纲.yaml"
    assert run("outline", str(path), "-o", str(out)) == 0
    found = outline_of(path).outline
    assert [h.title for h in found.printed(lambda s: True)] == list(titles)
    homes = {s: h.title for h in found.headings for s in h.sections}
    assert homes["overview"] == "项目概况"
    assert homes["basis"] == "项目绩效目标设定情况"
    assert homes["funds_execution"] == "资金支出情况"
    assert homes["funds_management"] == "财务管理情况"
    assert homes["output"] == "产出情况分析"
    assert homes["deviation_reasons"] == "存在的问题及原因分析"
    assert homes["publicity"] == homes["application"] == "自评结果应用及公开情况"
    assert [h.title for h in found.headings if h.person] == ["自评组织实施情况", "主要经验做法"]
    data = with_outline(tmp_path, "提纲.yaml")
    assert run("draft", str(data), "-o", str(tmp_path / "报告.docx"), "--model", "none") == 0
    assert headings(tmp_path / "报告.docx") == list(titles)


def test_the_seed_reports_own_outline_comes_out(tmp_path: Path) -> None:
    seed = ROOT.parent / "shared" / "cases" / "yanchi-2021-report.docx"
    if not seed.exists():
        pytest.skip("the shared cases do not lie beside this checkout")
    found = outline_of(seed).outline
    homes = {s: h for h in found.headings for s in h.sections}
    assert homes["completion"].level == 2
    assert homes["output"].title == "产出指标完成情况分析"
    assert homes["overall"] is homes["completion"]


def test_a_file_without_headings_is_one_line(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("只有一段话。")
    document.save(str(tmp_path / "空.docx"))
    with pytest.raises(InputError, match="没有找到标题"):
        outline_of(tmp_path / "空.docx")
