"""Checking a report of sixty pages beside LibreOffice, which only loads it: within 3 s of its time."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Measurement, NotHereError, best, process

_INDICATORS = 240
_PARAGRAPHS = 420  # with the tables, sixty pages of A4


def long_report(path: Path) -> Path:
    """A report in sections with two long tables, as a department of many projects writes it."""
    from docx import Document

    word = Document()
    word.add_paragraph("示例县某局2023年度项目支出绩效自评报告")
    for i, title in enumerate(
        ("绩效目标批复下达情况", "绩效目标完成情况分析", "偏离绩效目标的原因和下一步改进措施",
         "绩效自评结果拟应用和公开情况"), 1,
    ):  # fmt: skip
        word.add_paragraph(f"{'一二三四'[i - 1]}、{title}")
        for n in range(_PARAGRAPHS // 4):
            word.add_paragraph(
                f"第{n + 1}批任务于{n % 9 + 1}月完成，涉及{n + 3}个村、{n * 7 + 20}户，支付资金{n * 1.25 + 3:.2f}万元，"
                f"合格率{90 + n % 10}%。镇村两级按月核对台账，由业务股复核后报财务股拨付，群众代表参加了现场验收。"
            )
    for heads in (("一级指标", "二级指标", "三级指标", "年度指标值"),
                  ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")):  # fmt: skip
        table = word.add_table(1, len(heads))
        for square, text in zip(table.rows[0].cells, heads, strict=True):
            square.text = text
        for n in range(_INDICATORS):
            values = (
                "产出指标",
                "数量指标",
                f"第{n + 1}项任务完成数量",
                f"≥{n + 10}个",
                f"{n + 8 + n % 5}个",
                "0.4",
                "0.38",
            )
            for square, text in zip(table.add_row().cells, values[: len(heads)], strict=True):
                square.text = text
    word.save(str(path))
    return path


def measure() -> Iterator[Measurement]:
    """`jixiao check` as a whole process beside `soffice --convert-to pdf`'s loading."""
    office = shutil.which("soffice")
    if office is None:
        raise NotHereError("没有 soffice")
    with tempfile.TemporaryDirectory() as folder:
        report = long_report(Path(folder) / "长报告.docx")
        load = [office, f"-env:UserInstallation=file://{folder}/office", "--headless",
                "--convert-to", "txt:Text", "--outdir", folder, str(report)]  # fmt: skip

        def theirs() -> None:
            subprocess.run(load, capture_output=True, check=True)

        ours = process(
            "-m", "assistant.cli", "check", str(report), "--json", runs=2, may_end=(0, 1)
        )
        yield Measurement("jixiao check 60页报告", ours, "soffice 打开同一文件", best(theirs, 2))
