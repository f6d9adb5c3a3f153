"""One run of `jixiao audit`: a folder in; the review, the letters and the page out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from assistant.audit.across import compare
from assistant.audit.book import review_book
from assistant.audit.cases import Case, Shelf, group, open_database
from assistant.audit.judging import Judged, judge
from assistant.audit.letters import letters
from assistant.audit.overview import overview
from assistant.audit.ranking import rank
from assistant.errors import InputError
from assistant.executing import Here, Processes, Task, cores, in_order
from assistant.files import write_whole
from assistant.naming import Names
from assistant.submissions import place_rules
from assistant.submissions.budget_list import Listed, read_budget_list
from assistant.submissions.failure import Failure, tried
from assistant.submissions.output import make_folder, require_free
from assistant.submissions.piece import pieces_of
from assistant.submissions.walking import files_of

BOOK, PAGE, LETTERS = "复核表.xlsx", "总览.html", "退回修改意见"
BOOK_PART = "复核表-{:02d}.xlsx"
#: projects of one workbook: more open slowly, and are held in memory while it is written
A_BOOK = 2_000
#: files for which one process is enough where nobody said how many
_FEW = 40
_LOADED = "assistant.audit.loaded"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. `rules` and `place` as on the command line; `last` is last year's folder; `jobs` 0 is as many as there are processors."""

    folder: Path
    output: Path
    rules: str = ""
    place: str = ""
    last: Path | None = None
    budget: Path | None = None
    letters: bool = True
    signature: str = ""
    day: date | None = None
    jobs: int = 0
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `read` counts files that were read, `cases` are projects."""

    read: int
    cases: tuple[Case, ...]
    failed: tuple[Failure, ...]
    outputs: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `audit --json` prints."""
        return {
            "projects": len(self.cases),
            "read": self.read,
            "failed": [{"source": f.source, "why": f.why} for f in self.failed],
            "rows": [_row(case) for case in self.cases],
            "outputs": [str(path) for path in self.outputs],
        }


def _row(case: Case) -> dict[str, Any]:
    main, whose = case.main, case.identity

    def number(value: Any) -> float | None:
        return None if value is None else float(value)

    return {
        "number": case.number,
        "unit": case.owner,
        "project": whose.name,
        "year": whose.year,
        "sources": [h.source for h in case.heads],
        "stated": number(main.stated),
        "recomputed": number(main.own),
        "deviation": None if main.deviation is None else round(float(main.deviation), 6),
        "complete": main.complete,
        "stated_grade": main.stated_grade or None,
        "grade": main.grade or None,
        "findings": sorted(case.codes),
        "cross": [
            {"code": c.code, "message": c.message, "with": list(c.others)} for c in case.cross
        ],
        "rank": case.rank,
        "reasons": case.reasons,
    }


def audit(order: Order, progress: Callable[[int], None] = lambda _: None) -> Outcome:
    """Reads, reviews and writes. Raises InputError where the call is wrong or nothing could be read."""
    rules = place_rules.named(order.rules, order.place)
    budget = read_budget_list(order.budget) if order.budget else None
    require_free(order.output, (BOOK, BOOK_PART.format(1), PAGE), force=order.force)
    make_folder(order.output)
    failed: list[Failure] = []
    with tempfile.TemporaryDirectory(prefix="jixiao-audit-") as private:
        database = open_database(Path(private))
        try:
            shelf = Shelf(database)
            read = _gather(shelf, order.folder, rules, order, failed, progress)
            now = len(shelf.heads)
            if not now:
                first = f"，如 {failed[0].source}：{failed[0].why}" if failed else ""
                raise InputError(f"{order.folder}：没有读到一个项目的自评材料{first}")
            if order.last is not None:
                _gather(shelf, order.last, rules, order, failed, progress)
            cases = group(shelf.heads[:now])
            earlier = group(shelf.heads[now:])
            for number, case in enumerate(earlier, len(cases) + 1):
                case.number = number
            missing = compare(shelf, cases, earlier, budget)
            ranked = rank(cases)
            outputs = _write(
                order, shelf, cases, ranked, failed, missing if budget is not None else None
            )
        finally:
            database.close()
    return Outcome(read, tuple(cases), tuple(failed), tuple(outputs))


def _gather(
    shelf: Shelf,
    folder: Path,
    rules: str,
    order: Order,
    failed: list[Failure],
    progress: Callable[[int], None],
) -> int:
    """Puts every project of the folder on the shelf; how many files were read."""
    read = 0
    files = files_of(folder, but=order.output)
    for number, found in enumerate(_judged(files, folder, rules, order.jobs), 1):
        if isinstance(found, Failure):
            failed.append(found)
        else:
            read += 1
            for judged in found:
                shelf.add(judged)
        progress(number)
    return read


def _judged(
    files: Iterator[Path], folder: Path, rules: str, jobs: int
) -> Iterator[list[Judged] | Failure]:
    """File by file, in order, by as many processes as asked for."""
    first = list(islice(files, _FEW))  # a process costs more to begin than some files to read
    number = jobs or (1 if len(first) < _FEW else cores())
    executor = Here() if number == 1 else Processes(number, preload=_LOADED)
    tasks = (Task(path, _read_one, (path, folder, rules)) for path in chain(first, files))
    for end in in_order(executor, tasks):
        if end.fell:
            source = end.task.label.relative_to(folder).as_posix()
            yield Failure(source, "读它的进程两次退出（内存不够或文件损坏），请单独核对这个文件")
        else:
            yield end.value


def _read_one(given: tuple[Path, Path, str]) -> list[Judged] | Failure:
    return read_one(*given)


def read_one(path: Path, folder: Path, rules: str) -> list[Judged] | Failure:
    """All projects of one file; a file that cannot be read is a failure with its line, never an end."""
    source = path.relative_to(folder).as_posix()
    return tried(path, folder, lambda: [judge(piece, source) for piece in pieces_of(path, rules)])


def _write(
    order: Order,
    shelf: Shelf,
    cases: list[Case],
    ranked: list[Case],
    failed: list[Failure],
    missing: list[Listed] | None,
) -> list[Path]:
    said = f"材料：{order.folder.name}，{len(cases)}个项目"
    written = []
    parts = [cases[i : i + A_BOOK] for i in range(0, len(cases), A_BOOK)]
    for number, some in enumerate(parts, 1):
        book = order.output / (BOOK if len(parts) == 1 else BOOK_PART.format(number))
        is_first = number == 1  # what is not of single projects stands in the first volume
        part = f"，第{number}册，共{len(parts)}册" if len(parts) > 1 else ""
        content = review_book(
            shelf,
            some,
            ranked[:A_BOOK] if is_first else (),
            failed if is_first else (),
            missing if is_first else None,
            said + part,
        )
        write_whole(book, content)
        written.append(book)
    page = order.output / PAGE
    write_whole(page, overview(shelf, cases, ranked, failed, order.folder.name))
    written.append(page)
    if order.letters:
        place = order.output / LETTERS
        make_folder(place)
        names = Names(what="单位")
        for letter in letters(shelf, cases, order.signature, order.day):
            path = place / f"{names.new(letter.unit)}.docx"
            write_whole(path, letter.data)
            written.append(path)
    return written
