"""Every file the program writes is sound by the schemas and rules of Office Open XML; none of others gets worse."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator
from report_factory import by_model, case

from assistant.checks import check
from assistant.checks.annotate import annotated
from assistant.checks.opening import open_dossier, read_report
from assistant.checks.tracked import mended
from assistant.model.draft import Sentence
from assistant.model.finding import Anchor, Finding
from assistant.report import render
from assistant.review.finalize import clean_copy
from assistant.word.package import open_package

SEED = Path("/work/shared/cases/yanchi-2021-report.docx")


def faults(path: Path) -> Counter[str]:
    return Counter(
        f"{error.part_uri}: {error.description}"
        for error in OpenXmlValidator(max_errors=0).validate(path).errors
    )


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card, draft, facts = case()
    marked = by_model(
        draft, Sentence("【待核实】设备老化是否为原因。", (), "verify", "数据没有年限")
    )
    path = tmp_path_factory.mktemp("openxml") / "报告.docx"
    path.write_bytes(render(card, marked, facts))
    return path


def test_a_report_and_what_is_made_of_it_is_sound(ours: Path) -> None:
    package = open_package(ours, kind="docx")
    opened = open_dossier(ours)
    assert opened.dossier.document is not None
    made = {
        "批注": annotated(package, check(opened.dossier)),
        "修订": mended(package, opened.dossier.document, None).data,
        "定稿": clean_copy(package).data,
    }
    assert faults(ours) == Counter()
    for name, data in made.items():
        out = ours.with_name(f"{name}.docx")
        out.write_bytes(data)
        assert faults(out) == Counter(), name


@pytest.mark.parametrize("kind", ["plain", "seed"])
def test_nothing_new_is_found_in_a_file_of_others(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "他.docx"
    if kind == "seed":
        if not SEED.exists():
            pytest.skip("the shared cases do not lie beside this checkout")
        path.write_bytes(SEED.read_bytes())
    else:
        document = docx.Document()
        document.add_paragraph("一、项目概况")
        document.add_paragraph("项目资金100万元，截止目前已到位。")
        document.add_table(2, 2).cell(0, 0).text = "指标"
        document.save(str(path))
    before = faults(path)
    package = open_package(path, kind="docx")
    document_read = read_report(package)
    first = next(x for x in document_read.paragraphs if x.text.strip())
    finding = Finding("A1", "info", "数不对", anchor=Anchor(first.ordinal, 0, 2))
    for name, data in {
        "批注": annotated(package, [finding]),
        "修订": mended(package, document_read, None).data,
        "定稿": clean_copy(package).data,
    }.items():
        out = tmp_path / f"{name}.docx"
        out.write_bytes(data)
        new = {fault.partition(":")[0] + str(n) for fault, n in (faults(out) - before).items()}
        known = {fault.partition(":")[0] + str(n) for fault, n in before.items()}
        assert new <= known, (name, faults(out) - before)


@pytest.mark.parametrize("command", [["new", "空.xlsx"], ["form", "数据.yaml", "-o", "表.xlsx"], ["form", "数据.yaml", "-o", "表.docx"]])  # fmt: skip
def test_forms_are_sound(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from assistant.commands import app_for

    monkeypatch.chdir(tmp_path)
    project = "项目: {名称: 甲, 年度: 2023, 实施单位: 乙}\n资金: {明细: [{来源: 合计, 全年预算: 10, 执行: 9}]}\n"
    row = "指标:\n- {一级: 产出, 二级: 数量, 名称: 新增点位, 目标: ≥5个, 实际: 5个}\n"
    Path("数据.yaml").write_text(project + row, encoding="utf-8")
    done = CliRunner().invoke(app_for(), command)
    assert done.exit_code == 0, done.output
    [made] = [x for x in tmp_path.iterdir() if x.suffix in {".xlsx", ".docx"}]
    assert faults(made) == Counter()
