"""An old .xls file, or the values alone of a sheet that openpyxl cannot take, by python-calamine."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import InputError
from assistant.located import read_bytes
from assistant.sheets.grid import Cell, Source, build, column_letter
from assistant.sheets.shown import show
from assistant.word.package import LARGEST_FILE, check_package

_MOST_ROWS = 20_000
_MOST_COLUMNS = 500
_MOST_SQUARES = 3_000_000  # that merged regions cover
_ZIP = b"PK\x03\x04"
_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_xls(path: Path) -> Source:
    """All sheets of an .xls file. Raises InputError for passwords, damage and what exceeds the limits.

    Number formats are not to be had from this library, so a percentage may come as 0.95.
    """
    data = read_bytes(path, largest=LARGEST_FILE)
    source = Source(str(path))
    if data.startswith(_ZIP):
        check_package(path, data, kind="xlsx")
    elif _ENCRYPTED in data:
        raise InputError(f"{path}：文件加了打开密码，请先在 Excel 或 WPS 里取消密码再试")
    elif _WORD in data:
        raise InputError(f"{path}：这是 Word 文件，不是表格，请另存为 .docx 再试")
    read_values(path, data, source)
    return source


def read_values(path: Path, data: bytes, source: Source) -> None:
    """Adds each sheet's values to the source."""
    import python_calamine as calamine

    source.formatless = True

    try:
        with _silent():
            book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            with _silent():
                sheet = book.get_sheet_by_name(meta.name)
            _sheet(path, sheet, hidden, source)
    except calamine.PasswordError:
        raise InputError(f"{path}：文件加了打开密码，请先在 Excel 或 WPS 里取消密码再试") from None
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic of Rust is no Exception
        raise InputError(
            f"{path}：不是完整的 Excel 表格（打不开，可能已损坏），请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        ) from None


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps what Rust writes on a panic, a page of addresses, from the person's screen."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _sheet(path: Path, sheet: object, hidden: bool, source: Source) -> None:
    name: str = sheet.name  # type: ignore[attr-defined] # calamine ships no stub for its sheet
    height: int = sheet.total_height  # type: ignore[attr-defined] # as above
    if height > _MOST_ROWS:
        raise InputError(
            f"{path}：工作表“{name}”有 {height} 行，超过上限 {_MOST_ROWS} 行，请删去无关的行或分开保存"
        )
    spans = {
        (top, left): (min(bottom, max(height, 1) - 1) - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()  # type: ignore[attr-defined] # as above
        if right < _MOST_COLUMNS and top < max(height, 1)
    }
    if sum(tall * wide for tall, wide in spans.values()) > _MOST_SQUARES:
        raise ValueError("merged regions that overlap")
    cells = []
    rows = sheet.to_python(skip_empty_area=False)  # type: ignore[attr-defined] # as above
    for r, row in enumerate(rows):
        for c, value in enumerate(row[:_MOST_COLUMNS]):
            tall, wide = spans.get((r, c), (1, 1))
            shown = show(value)
            if shown.text or tall * wide > 1:
                origin = f"{name}!{column_letter(c)}{r + 1}"
                cells.append(Cell(shown.text, r, c, origin, tall, wide, shown.number))
    grid = build(name, cells, hidden=hidden)
    if grid.rows:
        source.grids.append(grid)
