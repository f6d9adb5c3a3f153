"""A Word file is read once for all that look at it; who changes a tree gets one of his own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from assistant.word import walk as walking
from assistant.word.package import open_package
from assistant.word.reading_reports import read_document
from assistant.word.tally import tally


def _report(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("【待补充：主送机关】")
    document.add_paragraph("项目预算80万元。")
    path = folder / "报告.docx"
    document.save(str(path))
    return path


def test_a_tree_that_is_changed_is_nobody_elses(tmp_path: Path) -> None:
    package = open_package(_report(tmp_path), kind="docx")
    own = package.xml("word/document.xml")
    own.clear()
    assert package.tree("word/document.xml") is package.tree("word/document.xml")
    assert len(package.tree("word/document.xml")) == 1
    assert tally(package).count("补充") == 1


def test_reading_and_counting_walk_the_body_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = open_package(_report(tmp_path), kind="docx")
    bodies = []
    before = walking._Walker.__init__

    def counted(self: walking._Walker, root: object, *args: Any, **more: Any) -> None:
        bodies.append(getattr(root, "tag", ""))
        before(self, root, *args, **more)

    monkeypatch.setattr(walking._Walker, "__init__", counted)
    document = read_document(package)
    assert document.asked == tally(package).words == "【待补充】1处"
    assert sum(str(tag).endswith("}body") for tag in bodies) == 1
