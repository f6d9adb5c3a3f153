"""Headings that a person reworded or took out: the text under them stays under them, and nothing else comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.review.table_edits import reviewed, said
from tests.review.test_review_outsiders_words import paragraph, put


def test_headings_reworded_without_their_number_are_the_same_headings(multi: Path) -> None:
    def edit(d: Any) -> None:
        put(paragraph(d, "（一）偏离绩效目标的原因"), "（一）偏离绩效目标的原因", "偏离原因分析")
        put(paragraph(d, "（二）下一步改进措施"), "（二）下一步改进措施", "整改安排")

    found = reviewed(multi, edit)
    assert not found.changes
    assert {"偏离原因分析", "整改安排"} <= set(found.draft.headings.values())
    assert not any("被删去" in line for line in found.kept), said(found)


def test_two_sections_made_one_under_a_reworded_heading_stay_one(multi: Path) -> None:
    def edit(d: Any) -> None:
        reasons = paragraph(d, "改造供水管网长度比目标少")
        paragraph(d, "二是2024年3月开工")._p.addprevious(reasons._p)
        for words, before in (
            ("主体工程完工时间比要求晚", "三是开工前"),
            ("受益人口比目标少200人", "四是供水管理站"),
        ):
            paragraph(d, before)._p.addprevious(paragraph(d, words)._p)
        heading = paragraph(d, "（一）偏离绩效目标的原因")._p
        heading.getparent().remove(heading)
        put(
            paragraph(d, "（二）下一步改进措施"), "（二）下一步改进措施", "（一）存在问题及改进措施"
        )

    found = reviewed(multi, edit)
    assert [c.kind for c in found.changes] == ["moved"] * 3
    headings = set(found.draft.headings.values())
    assert "（一）存在问题及改进措施" in headings
    assert "" in headings
    assert any("并入" in line for line in found.lines), said(found)
    measures = [
        "".join(p.text for p in s.paragraphs)
        for s in found.draft.sections
        if s.id == "improvement_measures"
    ]
    assert any("改造供水管网长度比目标少" in text for text in measures)
