"""An old .xls file, or the values alone of a sheet that openpyxl cannot take, by python-calamine."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.located import read_bytes
from assistant.sheets.grid import Cell, Source, build, column_letter
from assistant.sheets.old_excel import MOST_COLUMNS, MOST_ROWS
from assistant.sheets.shown import LONGEST_TEXT, show
from assistant.sheets.web_table import is_page, read_page
from assistant.word.package import LARGEST_FILE, check_package

_MOST_SQUARES = 3_000_000  # that merged regions cover
_PATIENCE = 8.0  # seconds for the reading; a form takes a tenth of one
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
    elif is_page(data):
        return read_page(path, data)
    read_values(path, data, source)
    return source


def read_values(path: Path, data: bytes, source: Source) -> None:
    """Adds each sheet's values to the source."""
    source.formatless = True
    found = _asked(data)
    if found is not None and found.get("password"):
        raise InputError(f"{path}：文件加了打开密码，请先在 Excel 或 WPS 里取消密码再试")
    try:
        for sheet in (found or {})["sheets"]:
            _sheet(path, sheet, source)
    except (KeyError, ValueError, TypeError):
        raise InputError(
            f"{path}：不是完整的 Excel 表格（打不开，可能已损坏），请用 Excel 或 WPS 打开后另存为 .xlsx 再试"
        ) from None


def _asked(data: bytes) -> dict[str, Any] | None:
    """What the reading process found; None where it ended, as it does on damaged files, or found no end."""
    program = Path(__file__).with_name("old_excel.py")
    try:
        done = subprocess.run(  # noqa: S603 - our own program, on the bytes alone
            [sys.executable, "-I", str(program)], input=data, capture_output=True, timeout=_PATIENCE,
            check=False,
        )  # fmt: skip
        value = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, OSError, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _sheet(path: Path, sheet: dict[str, Any], source: Source) -> None:
    name, height = str(sheet["name"]), int(sheet["height"])
    if height > MOST_ROWS:
        raise InputError(
            f"{path}：工作表“{name}”有 {height} 行，超过上限 {MOST_ROWS} 行，请删去无关的行或分开保存"
        )
    spans = {
        (top, left): (min(bottom, max(height, 1) - 1) - top + 1, right - left + 1)
        for top, left, bottom, right in sheet["merged"]
        if right < MOST_COLUMNS and top < max(height, 1)
    }
    if sum(tall * wide for tall, wide in spans.values()) > _MOST_SQUARES:
        raise ValueError("merged regions that overlap")
    cells = []
    for r, row in enumerate(sheet["rows"]):
        for c, value in enumerate(row):
            tall, wide = spans.get((r, c), (1, 1))
            shown = show(_value(value))
            if shown.text or tall * wide > 1:
                origin = f"{name}!{column_letter(c)}{r + 1}"
                text = shown.text[:LONGEST_TEXT]
                cells.append(Cell(text, r, c, origin, tall, wide, shown.number))
    grid = build(name, cells, hidden=bool(sheet["hidden"]))
    if grid.rows:
        source.grids.append(grid)


def _value(stored: Any) -> object:
    """A value as `old_excel` printed it."""
    if not isinstance(stored, list):
        return stored
    kind, text = stored
    kinds: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}
    if kind == "timedelta":
        return timedelta(seconds=text)
    read: object = kinds[kind].fromisoformat(text)
    return read
