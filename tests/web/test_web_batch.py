"""全部起草: every project where it stands, by the batch's ledger; failures by kind; stop; what it offers."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import expect
from web_served import ROOT, Caller, Served

from assistant.web.batching import Batch
from assistant.web.project import Project


def folder_of(tmp_path: Path, count: int = 2) -> Path:
    folder = tmp_path / "项目"
    folder.mkdir()
    for i in range(count):
        shutil.copy(ROOT / "examples" / "multi" / "数据.yaml", folder / f"饮水{i + 1}.yaml")
    return folder


def run(batch: Batch, model: str = "none") -> Any:
    batch.begin(model)
    for _ in range(1200):
        if batch.progress is not None and not batch.progress.running:
            return batch.progress
        time.sleep(0.1)
    raise AssertionError("does not end")


def test_each_project_is_done_once_and_failures_are_told_by_kind(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "坏.yaml").write_text("项目: {名称: 甲, 年度: 十年}\n指标: []\n", encoding="utf-8")
    first = run(Batch(folder))
    assert (first.whole, first.done, first.skipped, first.fault) == (3, 3, 0, "")
    assert [(kind, [name for name, _ in found]) for kind, found in first.by_kind().items()] == [
        ("数据", ["坏"])
    ]
    assert str(tmp_path) not in str(first.failed)
    assert (folder / "报告" / "饮水1" / "饮水1-报告.docx").is_file()
    book = openpyxl.load_workbook(folder / "批次.xlsx")
    assert book.worksheets[0].max_row == 4
    again = run(Batch(folder))
    assert again.skipped == 2


def test_a_persons_sentence_stays_and_is_printed_anew(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 1)
    run(Batch(folder))
    project = Project(folder / "饮水1.yaml")
    draft = project.look().draft
    section = next(s for s in draft.sections if s.paragraphs)
    paragraph = section.paragraphs[0]
    own = replace(
        paragraph.sentences[0], text="本句由办公室改定。", author="王五", edited="2026-01-05"
    )
    paragraph = replace(paragraph, sentences=(own, *paragraph.sentences[1:]), source="human")
    section = replace(section, paragraphs=(paragraph, *section.paragraphs[1:]))
    sections = tuple(section if s.id == section.id else s for s in draft.sections)
    project.keep(replace(draft, sections=sections), "改一句")
    assert run(Batch(folder)).skipped == 0
    report = folder / "报告" / "饮水1" / "饮水1-报告.docx"
    assert "本句由办公室改定" in zipfile.ZipFile(report).read("word/document.xml").decode()


def test_a_report_that_somebody_changed_is_not_written_over(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 1)
    run(Batch(folder))
    report = folder / "报告" / "饮水1" / "饮水1-报告.docx"
    report.write_bytes(report.read_bytes() + b"edited")
    data = folder / "饮水1.yaml"
    data.write_text(data.read_text(encoding="utf-8").replace("2400块", "2390块"), encoding="utf-8")
    done = run(Batch(folder))
    assert [kind for kind, _, _ in done.failed] == ["改过"]
    assert report.read_bytes().endswith(b"edited")


def test_stopped_it_begins_no_more_and_goes_on_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.executing import Here
    from assistant.web import batching

    monkeypatch.setattr(batching, "executor_of", lambda *_: Here())
    folder = folder_of(tmp_path, 3)
    batch = Batch(folder)
    ended = batch._ended

    def one_is_enough(*given: Any) -> None:
        ended(*given)
        batch.stop()

    monkeypatch.setattr(batch, "_ended", one_is_enough)
    assert run(batch).done < 3
    monkeypatch.undo()
    assert run(Batch(folder)).done == 3


def test_the_page_shows_how_far_it_is_and_offers_the_books(page: Any, served: Served) -> None:
    page.goto(served.root)
    page.click("[data-testid=draft-all]")
    box = page.locator("[data-testid=batch]")
    expect(box).to_contain_text("全部起草做完了", timeout=120_000)
    expect(page.locator("[data-testid=project-row][data-wait]")).to_have_count(0, timeout=60_000)
    with page.expect_download() as waiting:
        page.click("text=批次.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert "农村饮水安全巩固提升工程" in {cell.value for cell in book.worksheets[0]["B"]}
    answer: Any = Caller(served).ask("GET", "/all/file/" + quote("汇总.zip"))
    assert answer.status == 200
    names = zipfile.ZipFile(io.BytesIO(answer.raw)).namelist()
    assert any(name.endswith(".xlsx") for name in names)
    assert Caller(served).ask("GET", "/all/file/..%2fx").status in {400, 404}
