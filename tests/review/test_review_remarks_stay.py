"""What a leader remarked stands in the next report until somebody settles it."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx_plus.comments import add_comment, resolve_comment
from review_project import Project, make
from typer.testing import CliRunner

from assistant.commands import app_for
from assistant.report.embedded import read_embedded
from assistant.review.round_trip import human_remarks
from assistant.word.reader import read_edited

ASKED, OTHER = "逾期几天，责任是谁的？", "这一段太长。"


def run(*words: str) -> str:
    made = CliRunner().invoke(app_for(), list(words))
    assert made.exit_code in {0, 1}, made.output
    return made.output


def remarked(report: Path, words: str, author: str, text: str) -> None:
    document = docx.Document(str(report))
    place = next(p for p in document.paragraphs if words in p.text)
    add_comment(place, text, author=author, initials=author[:1])
    document.save(str(report))


def remarks(report: Path) -> list[tuple[str, str]]:
    document = read_edited(report)
    return [(r.author, r.text) for r in human_remarks(document.remarks) if not r.resolved]


def round_trip(made: Project, report: Path | None = None) -> str:
    said = run("review", str(report or made.report))
    return said + run("draft", str(made.data), "-o", str(made.report), "--model", "none")


@pytest.fixture
def made(tmp_path: Path) -> Project:
    return make(tmp_path)


def test_an_open_remark_is_in_every_next_report_once(made: Project) -> None:
    remarked(made.report, "机房进水", "张局长", ASKED)
    assert "有1条批注没有办结" in round_trip(made)
    for _ in range(2):
        assert remarks(made.report) == [("张局长", ASKED)]
        round_trip(made)
    place = next(r for r in read_edited(made.report).remarks if r.author == "张局长")
    assert "机房进水" in place.words
    assert read_embedded(made.report) is not None


def test_a_remark_that_was_settled_or_taken_out_does_not_come_back(made: Project) -> None:
    remarked(made.report, "机房进水", "张局长", ASKED)
    remarked(made.report, "全年预算", "李科长", OTHER)
    round_trip(made)
    document = docx.Document(str(made.report))
    for comment in list(document.part._comments_part.element):  # type: ignore[attr-defined]
        if ASKED in "".join(comment.itertext()):
            resolve_comment(document, int(comment.get(f"{{{W}}}id")))
    document.save(str(made.report))
    round_trip(made)
    assert remarks(made.report) == [("李科长", OTHER)]
    document = docx.Document(str(made.report))
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for mark in list(document.element.body.iter(f"{{{W}}}{name}")):
            mark.getparent().remove(mark)
    for comment in list(document.part._comments_part.element):  # type: ignore[attr-defined]
        document.part._comments_part.element.remove(comment)  # type: ignore[attr-defined]
    document.save(str(made.report))
    assert "没有办结" not in round_trip(made)
    assert remarks(made.report) == []


def test_an_older_copy_of_another_leader_takes_no_remark_away(made: Project) -> None:
    older = made.folder / "李科长的.docx"
    shutil.copy(made.report, older)
    remarked(made.report, "机房进水", "张局长", ASKED)
    round_trip(made)
    remarked(older, "全年预算", "李科长", OTHER)
    round_trip(made, older)
    assert sorted(remarks(made.report)) == sorted([("张局长", ASKED), ("李科长", OTHER)])


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_same_words_on_two_sentences_are_two_remarks(made: Project) -> None:
    texts = [p.text for p in docx.Document(str(made.report)).paragraphs if len(p.text) > 30]
    first, last = texts[0], texts[-1]
    remarked(made.report, first, "张局长", "谁负责？")
    remarked(made.report, last, "张局长", "谁负责？")
    assert "有2条批注没有办结" in round_trip(made)
    for _ in range(2):
        assert remarks(made.report) == [("张局长", "谁负责？")] * 2
        round_trip(made)
    document = docx.Document(str(made.report))
    one = next(c for c in document.comments if c.text == "谁负责？")
    resolve_comment(document, one.comment_id)
    document.save(str(made.report))
    assert "有1条批注没有办结" in round_trip(made)
    assert remarks(made.report) == [("张局长", "谁负责？")]


def test_a_remark_comes_back_on_the_paragraph_where_it_stood(made: Project) -> None:
    """Its words stand in a heading above too, and in another paragraph."""
    document = docx.Document(str(made.report))
    place = next(p for p in document.paragraphs if "自评结果" in p.text and p.text.endswith("。"))
    run_of = next(r for r in place.runs if "自评结果" in r.text)
    rest = run_of.text.partition("自评结果")
    run_of.text = rest[0] + rest[1]
    tail = copy.deepcopy(run_of._r)
    run_of._r.addnext(tail)
    tail.findall(qn("w:t"))[0].text = rest[2]
    add_comment(run_of, "写明网址", author="张局长", initials="张")
    whole = place.text
    document.save(str(made.report))
    round_trip(made)
    back = read_edited(made.report)
    remark = next(r for r in back.remarks if r.author == "张局长")
    block = next(b for b in back.blocks if getattr(b, "number", -1) == remark.paragraph)
    assert block.text() == whole  # type: ignore[union-attr]
