"""Run as a program of its own: a workbook on standard input, its values as JSON on standard output.

python-calamine is Rust: a damaged file can make it panic, or ask for more memory than there is and end the
whole process. Here it ends this one alone, and `xls` says in one line that the file is broken. Imports
nothing of ours, so that it starts at once.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

MEMORY = 2 << 30  # bytes that reading may take
MOST_ROWS = 20_000
MOST_COLUMNS = 500


def main() -> None:
    """Prints `{"sheets": [{name, hidden, height, merged, rows}]}`, or `{"password": true}`."""
    _limit()
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    except calamine.PasswordError:
        print(json.dumps({"password": True}))  # noqa: T201 - it is the answer
        return
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        height = sheet.total_height
        rows = sheet.to_python(skip_empty_area=False) if height <= MOST_ROWS else []
        sheets.append(
            {
                "name": meta.name,
                "hidden": meta.visible != calamine.SheetVisibleEnum.Visible,
                "height": height,
                "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
                "rows": [[_plain(value) for value in row[:MOST_COLUMNS]] for row in rows],
            }
        )
    sys.stdout.buffer.write(json.dumps({"sheets": sheets}).encode("ascii"))


def _plain(value: object) -> Any:
    """As JSON: what is no text, number or truth as its kind and its text."""
    if isinstance(value, datetime | date | time):
        return [type(value).__name__, value.isoformat()]
    if isinstance(value, timedelta):
        return ["timedelta", value.total_seconds()]
    return value


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
