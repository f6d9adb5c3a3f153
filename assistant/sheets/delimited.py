"""A .csv or .txt table as a grid: UTF-8, UTF-16 or GBK; comma, tab, semicolon or bar."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from assistant.errors import InputError
from assistant.located import read_bytes
from assistant.sheets.grid import Cell, Source, build, column_letter
from assistant.sheets.shown import LONGEST_TEXT, tidy

MOST_ROWS = 20_000
MOST_COLUMNS = 500
_MOST_CELLS = 400_000
_LARGEST = 20_000_000
_LONGEST_FIELD = LONGEST_TEXT
_DELIMITERS = ",\t;|，"


def read_csv(path: Path) -> Source:
    """The one table of the file. Raises InputError where it is no text, too long or not a table."""
    text, encoding = _decode(path)
    source = Source(str(path))
    if encoding == "gb18030":
        source.notes.append("文件是 GBK 编码，已按 GBK 读取")
    csv.field_size_limit(_LONGEST_FIELD)
    cells: list[Cell] = []
    name = path.stem
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
        for r, row in enumerate(reader):
            if r >= MOST_ROWS:
                raise InputError(f"{path}：超过上限 {MOST_ROWS} 行，请删去无关的行或分开保存")
            if len(row) > MOST_COLUMNS:
                raise InputError(
                    f"{path}：第 {r + 1} 行有 {len(row)} 列，超过上限 {MOST_COLUMNS} 列，请核对分隔符，或另存为 .xlsx 再试"
                )
            if len(cells) > _MOST_CELLS:
                raise InputError(f"{path}：超过上限 {_MOST_CELLS} 格，请删去无关的行列或分开保存")
            for c, value in enumerate(row):
                if value.strip():
                    # without a place of its own on paper, a csv cell is named as a spreadsheet shows it
                    cells.append(Cell(tidy(value), r, c, f"{name}!{column_letter(c)}{r + 1}"))
    except csv.Error as error:
        why = "有一格的文字太长" if "limit" in str(error) else "引号或换行没有对齐"
        raise InputError(
            f"{path}：不是正确的 CSV（{why}），请用 Excel 或 WPS 另存为 .xlsx 再试"
        ) from None
    if not cells:
        raise InputError(f"{path}：文件里没有内容，请核对是否选错了文件")
    source.grids.append(build(name, cells))
    return source


def _decode(path: Path) -> tuple[str, str]:
    data = read_bytes(path, largest=_LARGEST)
    candidates = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding
    raise InputError(f"{path}：不是文本文件，CSV 应是 UTF-8 或 GBK 编码，请另存为 .xlsx 再试")


def _delimiter(text: str) -> str:
    """The mark that cuts most of the first lines, outside quotes, into most parts."""
    lines = [line for line in text.splitlines() if line.strip()][:60]

    def parts(mark: str) -> int:
        bare = ["".join(line.split('"')[::2]) for line in lines]
        return sum(line.count(mark) for line in bare)

    best = max(_DELIMITERS, key=parts)
    return best if parts(best) else ","
