"""批次.xlsx: a row a project, and what is open in all of them, to be filled in and read back (`--answers`).

Rows are written as they come, so that twenty thousand need no more memory than twenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.batch.keys import digest_of
from assistant.batch.ledger import Entry, Ledger
from assistant.batch.open_items import (
    KEYS,
    OTHER,
    Row,
    common_lacks,
    rows_for_all,
    rows_for_common,
    rows_of,
    shared_lacks,
)
from assistant.files import keep_copy, read_now, write_whole
from assistant.sheets.save import workbook_bytes
from assistant.sheets.shell import LETTERS
from assistant.sheets.streamed import Cell, with_rows
from assistant.values.printing import percent, points

if TYPE_CHECKING:
    # openpyxl's types know nothing of the sheets and cells that are only written
    Page = Any
    MadeCell = Any

NAME = "批次.xlsx"
PROJECTS, OPEN = "项目", "待补"
#: the digest of the file as it was written last, in the ledger
WRITTEN = "book"

_STATES = {"waiting": "未做", "done": "完成", "failed": "失败"}
_HEADS = (
    ("序号", 6), ("项目", 34), ("实施单位", 20), ("年度", 7), ("状态", 7), ("得分", 8), ("等级", 7), ("预算执行率", 11),
    ("缺项", 7), ("错误", 7), ("提醒", 7), ("待补标记", 9), ("报告", 8), ("自评表", 8), ("数据", 8), ("起草", 14), ("秒", 7),
    ("说明", 40), ("来源", 24),
)  # fmt: skip
_OPEN_HEADS = (
    ("项目", 28), ("哪一项", 22), ("要补什么", 44), ("例（不是答案）", 30),
    *((key, 9 if key in {"目标", "完成程度", "评分比例"} else 16) for key in KEYS), (OTHER, 30), ("键（勿改）", 30),
)  # fmt: skip
OPEN_HEADS = tuple(head for head, _ in _OPEN_HEADS)
_LINKS = {"报告": 12, "自评表": 13, "数据": 14}
_MOST_LINKED = 20_000  # projects; Excel takes 65 530 links a sheet
_MOST_ROWS = 1_000_000
_HOW = (
    "只填浅黄色的格，一行是一个项目的一件事；“全部项目”的行写一次，缺它的项目都用。填好保存，再运行："
    "jixiao batch -o 本文件夹 --answers 批次.xlsx"
)


def write_book(out: Path, ledger: Ledger) -> None:
    """Writes 批次.xlsx into the output folder. One that holds answers nobody has read in is kept beside it first."""
    path = out / NAME
    if path.exists() and digest_of(read_now(path)) != ledger.note(WRITTEN):
        from assistant.batch.answers import unread_answers

        if unread_answers(path, out):
            keep_copy(path)
    content = _content(ledger)
    write_whole(path, content)
    ledger.keep_note(WRITTEN, digest_of(content))


def _content(ledger: Ledger) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    projects, looks = book.create_sheet(PROJECTS), _looks(book)
    _head(projects, _HEADS, "C2", looks)
    last = 1 + len(ledger.numbers()) + len(ledger.unread())
    projects.auto_filter.ref = f"A1:{LETTERS[len(_HEADS) - 1]}{last}"
    waiting = book.create_sheet(OPEN)
    waiting.sheet_format.defaultRowHeight, waiting.sheet_format.customHeight = 40, True
    _head(waiting, _OPEN_HEADS, "C3", looks, _HOW)
    number = {name: look.style_id for name, look in looks.items()}
    return with_rows(workbook_bytes(book), (_projects(ledger, number), _open(ledger, number)))


def _looks(book: Any) -> dict[str, MadeCell]:
    """A cell of each of the few looks."""
    from openpyxl.cell.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    body, head = Font(name="宋体", size=10), Font(name="黑体", size=10)
    link = Font(name="宋体", size=10, color="0563C1", underline="single")
    top, whole = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
    none, fill = PatternFill(), PatternFill("solid", fgColor="FFFDE9")
    closed = PatternFill("solid", fgColor="EDEDED")
    found = {}
    for name, *look in (
        ("head", head, top, none), ("body", body, top, none), ("link", link, top, none),
        ("how", head, whole, none), ("closed", body, top, closed), ("fill", body, top, fill),
    ):  # fmt: skip
        made: MadeCell = WriteOnlyCell(book.worksheets[0])
        made.font, made.alignment, made.fill = look
        assert made.style_id  # noqa: S101 - asked for, it has its number in the workbook
        found[name] = made
    return found


def _head(
    sheet: Page,
    heads: Sequence[tuple[str, int]],
    frozen: str,
    looks: dict[str, MadeCell],
    above: str = "",
) -> None:
    """Columns, page and first rows of a sheet."""
    from openpyxl.cell.cell import WriteOnlyCell

    def cell(text: str, look: str) -> MadeCell:
        made: MadeCell = WriteOnlyCell(sheet, text)
        made._style = looks[look]._style
        return made

    _widths(sheet, heads)
    sheet.freeze_panes = frozen
    if above:
        sheet.append([cell(above, "how")])
    sheet.append([cell(head, "head") for head, _ in heads])


def _widths(sheet: Page, heads: Sequence[tuple[str, int]]) -> None:
    from openpyxl.utils import get_column_letter

    for number, (_, width) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _projects(ledger: Ledger, look: dict[str, int]) -> Iterator[list[Cell]]:
    row = 1
    body = look["body"]
    for row, entry in enumerate(ledger.entries(), 2):
        cells = [Cell(value, body) for value in _values(row - 1, entry)]
        for path in entry.result.get("outputs", ()) if row <= _MOST_LINKED else ():
            column = _LINKS[path.partition("/")[0]]
            cells[column] = Cell(cells[column].value, look["link"], _address(path))
        yield cells
    for source, why in ledger.unread():
        row += 1
        values: list[Any] = [row - 1, "", "", "", "读不出来", *[""] * 12, why, source]
        yield [Cell(value, body) for value in values]


def _address(path: str) -> str:
    """A path as the target of a link: signs that an address reads otherwise are written as numbers."""
    from urllib.parse import quote

    return quote(path, safe="/（）()“”·-.~" + "".join(c for c in path if ord(c) > 127))  # noqa: PLR2004 - ASCII ends there


def _values(number: int, entry: Entry) -> list[Any]:
    result = entry.result
    if not result:
        return [
            number,
            entry.name,
            "",
            "",
            _STATES[entry.state],
            *[""] * 12,
            "；".join(entry.notes),
            entry.source,
        ]
    outputs = {path.partition("/")[0] for path in result["outputs"]}
    total = _points(result["score"])
    if total and not result["complete"]:
        total = f"{total}（满分{_points(result['available'])}，未评完）"
    told = [entry.why, *entry.notes, *result["notes"]]
    if result["faults"]:
        told.append(f"错误：{'、'.join(result['faults'])}")
    counts = [len(result["items"]), result["errors"], result["warnings"], result["marks"]]
    failed = entry.state == "failed" and not result["title"]
    return [
        number, result["title"] or entry.name, result["unit"], result["year"], _STATES[entry.state],
        total, result["grade"], _percent(result["execution"]),
        *(["", "", "", ""] if failed else counts),
        *(name if name in outputs else "" for name in _LINKS), result["model"], result["seconds"],
        "；".join(filter(None, told)), entry.source,
    ]  # fmt: skip


def _points(value: str) -> Any:
    return points(Decimal(value)) if value else ""


def _percent(value: str) -> str:
    return percent(Decimal(value)) if value else ""


def _open(ledger: Ledger, look: dict[str, int]) -> Iterator[list[Cell]]:
    body, fill, closed = (look[name] for name in ("body", "fill", "closed"))
    for row in islice(_rows(ledger), _MOST_ROWS):
        told = (row.project, row.about, row.words, row.example)
        asked = (fill if head in row.open else closed for head in (*KEYS, OTHER))
        yield [*(Cell(words, body) for words in told), *(Cell(None, to) for to in asked), Cell(row.key, body)]  # fmt: skip


def _rows(ledger: Ledger) -> Iterator[Row]:
    def results() -> Iterator[dict[str, Any]]:
        return (e.result for e in ledger.entries() if e.result.get("items"))

    lacks = shared_lacks(results())
    yield from rows_for_all(lacks, results())
    yield from rows_for_common(common_lacks(results()), results())
    for entry in ledger.entries():
        if entry.result.get("items"):
            yield from rows_of(entry.name, entry.result, lacks)
