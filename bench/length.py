"""The processor's time of a check against the length of the text: tenfold text, as a ratio to ten times the time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import YANCHI, Measurement

_LENGTHS = (10_000, 100_000, 1_000_000)


def measure() -> Iterator[Measurement]:
    """A report's own text again and again, and the run of figures that once took minutes."""
    import docx

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
        own = "".join(p.text for p in docx.Document(str(report)).paragraphs)
        for name, words in (("报告文字", own), ("1,", "1,"), ("100万元、", "100万元、")):
            before = 0.0
            for length in _LENGTHS:
                took = _checked(report, (words * (length // len(words) + 1))[:length])
                if before:
                    yield Measurement(
                        f"检查 {length} 字（{name}）",
                        took,
                        f"{length // 10} 字所用的十倍",
                        before * 10,
                    )
                before = took


def _checked(report: Path, text: str) -> float:
    import docx

    from assistant.checks import registry
    from assistant.checks.opening import open_dossier

    document = docx.Document(str(report))
    for start in range(0, len(text), 5_000):
        document.add_paragraph(text[start : start + 5_000])
    longer = report.with_name("长.docx")
    document.save(str(longer))
    start_at = time.process_time()
    registry.run(open_dossier(longer).dossier)
    return time.process_time() - start_at
