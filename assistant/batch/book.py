"""批次.xlsx: a row a project, and what is open in all of them, to be filled in and read back (`--answers`).

Rows are written as they come, so that twenty thousand need no more memory than twenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
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
    dress = _Dress(book)
    _projects(dress.projects, ledger, dress)
    _open(book.create_sheet(OPEN), ledger, dress)
    return workbook_bytes(book)


class _Dress:
    """The few looks of the cells. Each is made and registered once: openpyxl looks a font up by all that it is."""

    def __init__(self, book: Any) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        body, head = Font(name="宋体", size=10), Font(name="黑体", size=10)
        link = Font(name="宋体", size=10, color="0563C1", underline="single")
        top, whole = Alignment(vertical="top", wrap_text=True), Alignment(vertical="top")
        none, fill = PatternFill(), PatternFill("solid", fgColor="FFFDE9")
        closed = PatternFill("solid", fgColor="EDEDED")
        self._sheet = book.create_sheet(PROJECTS)
        self._looks = {
            "head": self._look(head, top, none),
            "body": self._look(body, top, none),
            "link": self._look(link, top, none),
            "how": self._look(head, whole, none),
            "closed": self._look(body, top, closed),
            "fill": self._look(body, top, fill),
        }

    @property
    def projects(self) -> Page:
        """The sheet of projects, the first of the workbook."""
        return self._sheet

    def _look(self, font: Any, alignment: Any, fill: Any) -> Any:
        from openpyxl.cell.cell import WriteOnlyCell

        made: MadeCell = WriteOnlyCell(self._sheet)
        made.font, made.alignment, made.fill = font, alignment, fill
        return made._style

    def cell(self, sheet: Page, value: Any, look: str = "body") -> MadeCell:
        """A value; text is always text, never a formula."""
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell

        made: MadeCell = WriteOnlyCell(sheet)
        if isinstance(value, str):
            made._value, made.data_type = ILLEGAL_CHARACTERS_RE.sub(" ", value), "s"
        else:
            made.value = value
        made._style = self._looks[look]  # never changed: who wants another look asks for it
        return made

    def linked(self, made: MadeCell) -> None:
        """The same cell, as one that leads somewhere."""
        made._style = self._looks["link"]


def _widths(sheet: Page, heads: Sequence[tuple[str, int]]) -> None:
    from openpyxl.utils import get_column_letter

    for number, (_, width) in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _projects(sheet: Page, ledger: Ledger, dress: _Dress) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    _widths(sheet, _HEADS)
    sheet.freeze_panes = "C2"
    sheet.append([dress.cell(sheet, head, "head") for head, _ in _HEADS])
    row = 1
    for row, entry in enumerate(ledger.entries(), 2):
        cells = [dress.cell(sheet, value) for value in _values(row - 1, entry)]
        for path in entry.result.get("outputs", ()) if row <= _MOST_LINKED else ():
            column = _LINKS[path.partition("/")[0]]
            dress.linked(cells[column])
            place = f"{get_column_letter(column + 1)}{row}"
            cells[column]._hyperlink = Hyperlink(ref=place, target=_address(path))
        sheet.append(cells)
    for source, why in ledger.unread():
        row += 1
        values = [row - 1, "", "", "", "读不出来", *[""] * 12, why, source]
        sheet.append([dress.cell(sheet, value) for value in values])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADS))}{row}"


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


def _open(sheet: Page, ledger: Ledger, dress: _Dress) -> None:
    _widths(sheet, _OPEN_HEADS)
    sheet.freeze_panes = "C3"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 40, True
    sheet.append([dress.cell(sheet, _HOW, "how")])
    sheet.append([dress.cell(sheet, head, "head") for head in OPEN_HEADS])
    for number, row in enumerate(_rows(ledger)):
        if number >= _MOST_ROWS:
            break
        sheet.append(_cells(sheet, row, dress))


def _rows(ledger: Ledger) -> Iterator[Row]:
    def results() -> Iterator[dict[str, Any]]:
        return (e.result for e in ledger.entries() if e.result.get("items"))

    lacks = shared_lacks(results())
    yield from rows_for_all(lacks, results())
    yield from rows_for_common(common_lacks(results()), results())
    for entry in ledger.entries():
        if entry.result.get("items"):
            yield from rows_of(entry.name, entry.result, lacks)


def _cells(sheet: Page, row: Row, dress: _Dress) -> list[MadeCell]:
    cells = [dress.cell(sheet, value) for value in (row.project, row.about, row.words, row.example)]
    for head in (*KEYS, OTHER):
        cells.append(dress.cell(sheet, None, "fill" if head in row.open else "closed"))
    return [*cells, dress.cell(sheet, row.key)]
