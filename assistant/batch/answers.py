"""批次.xlsx as people filled it in, read back: into the data file of each project, and into 单位.yaml for all.

An answer goes in as one a person gives in talk: its draft comes along, its history keeps what stood before.
A row that does not fit is told and left; the others go in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from assistant.batch.book import NAME, OPEN, OPEN_HEADS, WRITTEN
from assistant.batch.keys import digest_of
from assistant.batch.open_items import ALL, KEYS, OTHER
from assistant.batch.work import DATA
from assistant.chat.naming import place_of
from assistant.errors import InputError
from assistant.explaining import known_keys
from assistant.files import read_now, write_whole
from assistant.intake.edit_yaml import Change, stored
from assistant.intake.unit import NAME as UNIT
from assistant.intake.unit import Unit
from assistant.located import decode, explain, parse, read_bytes
from assistant.yaml_writing import dumped, round_trip

if TYPE_CHECKING:
    from assistant.batch.ledger import Ledger
    from assistant.chat.project import Project
    from assistant.sheets.grid import Grid


#: the workbook as it was filled in, where something of it was not taken
KEPT = "批次-未采用的填写.xlsx"
_MEASURE = "资金.措施"
_OF_MEASURE = ("资金.责任单位", "资金.完成时限")


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell that was filled in: the project's name (全部项目 for all), the path of the value, the value."""

    project: str
    path: str
    value: str
    where: str


def take_answers(path: Path, out: Path, ledger: Ledger) -> Iterator[str]:
    """Puts the answers where they belong; lines for people on what was taken and what was not.

    Raises InputError where the file cannot be read or has no sheet of open items.
    """
    by_project: dict[str, list[Answer]] = defaultdict(list)
    for answer in read_answers(path):
        by_project[answer.project].append(answer)
    names, taken = ledger.names(), 0
    for answer in [a for a in by_project[ALL] if not _is_of_unit(a)]:
        for name in sorted(names):
            if _is_lacking(out / DATA / f"{name}.yaml", answer, by_project.get(name, ())):
                by_project[name].append(replace(answer, project=name))
    refused = 0
    for project, answers in by_project.items():
        if project == ALL:
            taken += _for_all(out / DATA / UNIT, [a for a in answers if _is_of_unit(a)])
        elif project in names:
            told, count = _for_one(out / DATA / f"{project}.yaml", answers)
            taken += count
            refused += len(told)
            yield from told
        else:
            refused += len(answers)
            yield f"{answers[0].where}：这个文件夹里没有项目“{project}”，没有采用"
    if path.resolve() == (out / NAME).resolve():
        if refused:  # the workbook is written anew: what was not taken is not lost with it
            write_whole(out / KEPT, read_now(path))
            yield f"没有采用的 {refused} 处填写留在 {out / KEPT}，改好后填进新的 {NAME} 再读入"
        ledger.keep_note(WRITTEN, digest_of(read_now(path)))
    yield f"{path}：读入 {taken} 处填写"


def _is_of_unit(answer: Answer) -> bool:
    """Whether an answer for all goes into 单位.yaml; the others go into each project that lacks them."""
    return "." not in answer.path


def _is_lacking(data: Path, answer: Answer, own: Sequence[Answer]) -> bool:
    """Whether a project has no value there, neither in its data nor among its own answers."""
    if not data.is_file() or any(one.path == answer.path for one in own):
        return False
    try:
        change = _change(data, answer)
    except InputError:
        return False
    return change is not None and not change.old


def require_read(out: Path, ledger: Ledger) -> None:
    """Raises InputError where 批次.xlsx holds answers that nobody has read in: they would be written over."""
    path = out / NAME
    if not path.is_file() or digest_of(read_now(path)) == ledger.note(WRITTEN):
        return
    waiting = unread_answers(path, out)
    if waiting:
        raise InputError(
            f"{path}：有 {waiting} 处填写还没有读入；请加 --answers {path}，不要的请先移走这个文件"
        )


def unread_answers(path: Path, out: Path) -> int:
    """How many answers of the file do not stand in the data yet; 0 for a file that cannot be read."""
    try:
        answers = read_answers(path)
    except InputError:
        return 0
    return sum(not _stands(out / DATA, answer) for answer in answers)


def read_answers(path: Path) -> list[Answer]:
    """Every cell that was filled in. Raises InputError where the sheet of open items is not there."""
    from assistant.sheets.xlsx import read_xlsx

    grid = next((g for g in read_xlsx(path).grids if g.name == OPEN), None)
    table = _table(grid) if grid is not None else {}
    head = next((n for n, row in table.items() if row.get(0) == OPEN_HEADS[0]), None)
    if head is None:
        raise InputError(
            f"{path}：没有“{OPEN}”这张表，或表头改了；请用 jixiao batch 写出的 {NAME} 填写"
        )
    columns = {text: column for column, text in table[head].items()}
    lacking = [name for name in (OPEN_HEADS[0], OTHER, OPEN_HEADS[-1]) if name not in columns]
    if lacking:
        raise InputError(f"{path}：“{OPEN}”表少了“{lacking[0]}”这一列，请不要删改表头")
    found = []
    for number, row in table.items():
        if number <= head:
            continue
        project, key = row.get(columns[OPEN_HEADS[0]], ""), row.get(columns[OPEN_HEADS[-1]], "")
        for name in (*KEYS, OTHER):
            value = row.get(columns.get(name, -1), "").strip()
            if value and project and key:
                path_of_value = key if name == OTHER else f"{key}.{name}"
                found.append(
                    Answer(project, path_of_value, value, f"{path}“{OPEN}”第{number + 1}行")
                )
    return found


def _stands(folder: Path, answer: Answer) -> bool:
    if answer.project == ALL and not _is_of_unit(answer):
        return not any(_is_lacking(data, answer, ()) for data in folder.glob("*.yaml"))
    if answer.project == ALL:
        path = folder / UNIT
        tree = parse(decode(read_bytes(path), ""), "").tree if path.is_file() else {}
        return isinstance(tree, dict) and tree.get(answer.path) == answer.value
    data = folder / f"{answer.project}.yaml"
    try:
        return not _change(data, answer)
    except InputError:
        return not data.exists()


def _change(data: Path, answer: Answer) -> Change | None:
    """The change that the answer asks for; None where it stands already. InputError where its row is not there."""
    from assistant.intake.yaml import read_evaluation

    place = place_of(read_evaluation(data, unfinished=True), answer.path)
    if place is None:
        raise InputError(f"{answer.where}：{data} 里没有 {answer.path}，没有采用")
    old = stored(data, place)
    return None if old == answer.value else Change(place, old, answer.value)


def _for_one(data: Path, answers: Sequence[Answer]) -> tuple[list[str], int]:
    """The answers of one project; what is told of them, and how many were taken."""
    from assistant.chat.project import Project

    told: list[str] = []
    due: list[tuple[Answer, Change]] = []
    for answer in _with_owners(answers, data):
        try:
            change = _change(data, answer)
        except InputError as error:
            told.append(str(error))
            continue
        if change is not None:
            due.append((answer, change))
    if not due:
        return told, 0
    project = Project(data)
    try:
        project.write([change for _, change in due], "批次答复")
    except InputError:
        return _one_by_one(project, data, due, told)
    return told, len(due)


def _one_by_one(
    project: Project, data: Path, due: Sequence[tuple[Answer, Change]], told: list[str]
) -> tuple[list[str], int]:
    """One of them cannot be written as it is: the others still go in, and it as it would be read in talk (180万元)."""
    taken = 0
    for answer, change in due:
        try:
            project.write([change], "批次答复")
            taken += 1
        except InputError as error:
            try:
                taken += _as_in_talk(project, data, answer)
            except InputError:
                told.append(f"{answer.where}：“{change.new}”没有采用：{error.lines[0]}")
    return told, taken


def _as_in_talk(project: Project, data: Path, answer: Answer) -> int:
    """Writes the value that the words are in talk. Raises InputError where they are none."""
    from assistant.chat.answer_kinds import NoValue, read_value
    from assistant.intake.yaml import read_evaluation

    made = read_value(
        read_evaluation(data, unfinished=True),
        answer.path,
        answer.value,
        date.today(),  # noqa: DTZ011 - the day in the office
    )
    if isinstance(made, NoValue):
        raise InputError(made.why)
    row = answer.path.rpartition(".")[0]
    meant = [
        replace(answer, value=made.text),
        *(replace(answer, path=f"{row}.{key}", value=value) for key, value in made.parts),
    ]
    changes = [change for one in meant if (change := _change(data, one)) is not None]
    if changes:
        project.write(changes, "批次答复")
    return 1


def _with_owners(answers: Sequence[Answer], data: Path) -> list[Answer]:
    """Who does it and by when, of the money: the data have no key for them, they stand in its measure."""
    rest = {a.path: a for a in answers if a.path in _OF_MEASURE}
    if not rest:
        return list(answers)
    own = [a for a in answers if a.path not in _OF_MEASURE]
    place = _measure_of(data)
    measure = next((a for a in own if a.path == _MEASURE), None)
    said = measure.value if measure else place
    if not said:
        return list(answers)  # told as keys that are not known
    owner, due = (rest[p].value if p in rest else "" for p in _OF_MEASURE)
    said = said.rstrip("。；;")
    said += f"，由{owner}负责" if owner and owner not in said else ""
    said += f"，{due}完成" if due and due not in said else ""
    first = measure or next(iter(rest.values()))
    return [*(a for a in own if a is not measure), replace(first, path=_MEASURE, value=said)]


def _measure_of(data: Path) -> str:
    """The money's measure as the data have it."""
    from assistant.intake.yaml import read_evaluation

    funds = read_evaluation(data, unfinished=True).funds
    return funds.measure if funds is not None else ""


def _for_all(path: Path, answers: list[Answer]) -> int:
    """What holds for all, into 单位.yaml. Raises InputError where a value cannot stand there."""
    text = decode(read_bytes(path), str(path)) if path.is_file() else ""
    yaml = round_trip()
    from ruamel.yaml.comments import CommentedMap

    tree = yaml.load(text) if text.strip() else CommentedMap()
    due = [a for a in answers if str(tree.get(a.path, "")) != a.value]
    for answer in due:
        tree[answer.path] = answer.value
    if not due:
        return 0
    written = dumped(tree, yaml)
    located = parse(written, str(path), known_keys(Unit))
    try:
        Unit.model_validate(located.tree)
    except ValidationError as error:
        raise InputError(*explain(error, located, Unit)) from None
    write_whole(path, written.encode())
    return len(due)


def _table(grid: Grid) -> dict[int, dict[int, str]]:
    """Rows of the grid by number, each its texts by column."""
    rows: dict[int, dict[int, str]] = defaultdict(dict)
    for cell in grid.cells():
        rows[cell.row][cell.col] = cell.text
    return rows
