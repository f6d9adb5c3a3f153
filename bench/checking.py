"""Checking a report beside LibreOffice, which only loads it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import YANCHI, Measurement, NotHereError, best, process


def measure() -> Iterator[Measurement]:
    """`jixiao check 报告.docx` as a whole process beside `soffice --convert-to pdf`."""
    office = shutil.which("soffice")
    if office is None:
        raise NotHereError("没有 soffice")
    from assistant.drafting.by_rules.sections import draft_by_rules
    from assistant.facts import gather
    from assistant.intake.yaml import read_evaluation
    from assistant.report.document import render
    from assistant.rules.loader import load
    from assistant.scoring import score

    card = score(read_evaluation(YANCHI), load("cn-2020-10"))
    facts = gather(card)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "报告.docx"
        report.write_bytes(render(card, draft_by_rules(card, facts), facts))
        load_only = [
            office, f"-env:UserInstallation=file://{folder}/office", "--headless",
            "--convert-to", "txt:Text", "--outdir", folder, str(report),
        ]  # fmt: skip

        def theirs() -> None:
            subprocess.run(load_only, capture_output=True, check=True)

        ours = process("-m", "assistant.cli", "check", str(report), runs=3, may_end=(0, 1))
        yield Measurement("jixiao check 报告.docx", ours, "soffice 打开同一文件", best(theirs, 2))
