"""Import, check and review see the same text of the same file, and nothing of it is passed over unsaid."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from independent import missing
from odd_words import ODD, WHO, box, build, field, p, r, row, table

from assistant.errors import InputError
from assistant.forms.read.from_word import read_source
from assistant.word.edited import EditedDocument, EditedParagraph, EditedTable, read_as
from assistant.word.package import Package, open_package
from assistant.word.reader import read_package
from assistant.word.reading_reports import read_document

ROOT = Path(__file__).parents[2]
SHARED = Path("/work/shared/cases")
FILES = sorted([*ROOT.glob("examples/**/*.docx"), *SHARED.rglob("*.docx")])
Text = tuple[list[str], list[list[list[str]]]]


def plain(text: str) -> str:
    return "".join(text.split())


def by_review(document: EditedDocument) -> Text:
    paragraphs = [b for b in document.blocks if isinstance(b, EditedParagraph)]
    lines = [t for x in read_as(paragraphs) if (t := plain(without_notes(x.text)))]
    tables = [
        [[plain(without_notes(c.text())) for c in x.cells if _there(c)] for x in b.standing()]
        for b in document.blocks if isinstance(b, EditedTable)
    ]  # fmt: skip
    return lines, kept(tables)


def _there(cell: object) -> bool:
    marks = getattr(cell, "marks", ())
    return not getattr(cell, "below", False) and not any(m.kind == "delete" for m in marks)


def without_notes(text: str) -> str:
    while "〔注：" in text:
        head, _, tail = text.partition("〔注：")
        text = head + tail.partition("〕")[2]
    return text


def by_check(package: Package) -> Text:
    document = read_document(package, view="accepted")
    lines = [t for x in document.paragraphs if (t := plain(x.text))]
    tables = []
    for read in document.tables:
        rows = []
        for number, squares in enumerate(read.rows):
            own = []
            for cell in squares:
                if cell.row == number and all(cell is not other for other in own):
                    own.append(cell)
            rows.append([plain(cell.said.text) for cell in own])
        tables.append(rows)
    return lines, kept(tables)


def by_import(package: Package) -> Text:
    source = read_source(package, view="accepted")
    lines = [plain(x.text) for x in source.paragraphs]
    tables = [
        [[plain(c.text) for c in grid.row(n) if c.row == n] for n in range(len(grid.rows))]
        for grid in source.grids
    ]
    return lines, kept(tables)


def kept(tables: list[list[list[str]]]) -> list[list[list[str]]]:
    """Without what one reader keeps and another does not need: empty cells, rows and tables."""
    full = [[[t for t in line if t] for line in rows] for rows in tables]
    return [found for rows in full if (found := [line for line in rows if line])]


def agreed(path: Path) -> tuple[Text, EditedDocument]:
    package = open_package(path, kind="docx")
    edited = read_package(package)
    text = by_review(edited)
    assert by_check(package) == text
    assert by_import(package) == text
    return text, edited


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_all_readers_agree_on_the_files_at_hand(path: Path) -> None:
    try:
        open_package(path, kind="docx")
    except InputError:
        pytest.skip("a file that no reader takes")
    if b"purl.oclc.org/ooxml" in open_package(path, kind="docx").read("word/document.xml"):
        pytest.skip("strict Office Open XML")
    _, edited = agreed(path)
    assert missing(path, everything(edited), deleted=False) == ""


def everything(edited: EditedDocument) -> str:
    """What review has read or lists, in one text."""
    parts = [*edited.margins, *(u.text for u in edited.unread)]
    for block in edited.blocks:
        paragraphs = [block] if isinstance(block, EditedParagraph) else [
            x for line in block.rows for cell in line.cells for x in cell.paragraphs
        ]  # fmt: skip
        parts += ["".join(piece.text for piece in x.pieces) for x in paragraphs]
    return "\n".join(parts)


@pytest.mark.parametrize("name", ODD)
def test_words_in_odd_places_are_read_by_all_or_listed(name: str, tmp_path: Path) -> None:
    odd = ODD[name]
    path = build(tmp_path / "文.docx", odd.body)
    (lines, tables), edited = agreed(path)
    assert lines == [plain(x) for x in odd.lines]
    assert [tuple(line) for rows in tables for line in rows] == list(odd.cells)
    assert [plain(u.text) for u in edited.unread] == [plain(x) for x in odd.unread]


@pytest.mark.parametrize("seed", range(20))
def test_readers_agree_on_odd_words_thrown_together(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    names = chance.sample(sorted(ODD), 8)
    body = "".join(ODD[name].body for name in names)
    path = build(tmp_path / "文.docx", body, header=p(r("页眉")), footnote=p(r("脚注")))
    (lines, _), edited = agreed(path)
    assert sum(len(x) for x in lines) == sum(len(plain(x)) for n in names for x in ODD[n].lines)
    assert edited.margins == ("页眉",)


def test_headers_are_read_with_their_tables_and_boxes(tmp_path: Path) -> None:
    header = table(row(p(r("密级：内部")), p(r("编号7")))) + p(box(p(r("征求意见稿")))) + p(
        r("第"), field("PAGE", r("12")), r("页"))  # fmt: skip
    path = build(tmp_path / "文.docx", p(r("正文")), header=header)
    _, edited = agreed(path)
    assert edited.margins == ("密级：内部", "编号7", "征求意见稿", "第1页")
    notes = read_document(open_package(path, kind="docx")).notes
    assert any("页眉页脚没有检查：密级：内部" in note for note in notes)


def test_footnotes_stand_in_review_and_are_listed_by_the_others(tmp_path: Path) -> None:
    note = p(r("含"), f"<w:del {WHO}><w:r><w:delText>未</w:delText></w:r></w:del>", r("结转"))
    body = p(r("执行率95%"), '<w:r><w:footnoteReference w:id="1"/></w:r>', r("。"))
    path = build(tmp_path / "文.docx", body, footnote=note)
    (lines, _), edited = agreed(path)
    assert lines == ["执行率95%。"]
    [block] = edited.blocks
    assert isinstance(block, EditedParagraph)
    assert block.text() == "执行率95%〔注：含结转〕。"
    package = open_package(path, kind="docx")
    assert any("1 处脚注没有检查：含结转" in line for line in read_document(package).notes)
    assert any("1 处脚注没有读取：含结转" in line for line in read_source(package).notes)


def test_acts_without_typing_are_told(tmp_path: Path) -> None:
    look = "<w:strike/>"
    body = p(r("留"), r("划掉", look), r("藏", "<w:vanish/>"),
             '<w:r><w:drawing><a:blip r:embed="rId8"/></w:drawing></w:r>')  # fmt: skip
    [block] = read_package(open_package(build(tmp_path / "文.docx", body), kind="docx")).blocks
    assert isinstance(block, EditedParagraph)
    assert (block.text(), block.struck, block.hidden, len(block.pictures)) == (
        "留划掉",
        "划掉",
        "藏",
        1,
    )


def test_a_row_knows_the_bookmarks_around_and_in_it(tmp_path: Path) -> None:
    mark = '<w:bookmarkStart w:id="{0}" w:name="{1}"/>'.format
    end = '<w:bookmarkEnd w:id="{0}"/>'.format
    body = table(
        row(p(r("名称"))),
        row(p(mark(1, "jx_row_甲"), r("好路率"), end(1))),
        mark(2, "jx_row_乙") + row(p(r("满意度"))) + end(2),
        row(p(r("合计"))),
    )
    [block] = read_package(open_package(build(tmp_path / "文.docx", body), kind="docx")).blocks
    assert isinstance(block, EditedTable)
    assert [set(x.bookmarks) for x in block.rows] == [set(), {"jx_row_甲"}, {"jx_row_乙"}, set()]
