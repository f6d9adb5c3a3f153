"""Files dropped on the page: kept aside, read, shown value by value; written as projects only on 采用."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import FormData, UploadFile

from assistant.errors import InputError
from assistant.explaining import shown
from assistant.files import make_private, read_now, write_whole
from assistant.forms.read.imported import Imported
from assistant.intake import SUFFIXES, YAML_SUFFIXES, read_all
from assistant.intake.write_yaml import to_yaml
from assistant.web.catalogue import free_name

_INBOX = ".收件"


@dataclass(frozen=True, slots=True)
class Found:
    """One project of one file, waiting for 采用; `fault` where the file cannot be read."""

    id: str
    file: str
    number: int
    name: str
    year: str
    rows: int
    values: tuple[tuple[str, str, str], ...]
    doubts: tuple[str, ...]
    unread: tuple[str, ...]
    missing: tuple[str, ...]
    fault: tuple[str, ...] = ()


def receive(folder: Path, form: FormData) -> None:
    """Keeps the files that were dropped. Raises InputError for a kind that no reader knows."""
    inbox = make_private(folder / _INBOX)
    files = [
        value for _, value in form.multi_items() if isinstance(value, UploadFile) and value.filename
    ]
    if not files:
        raise InputError("没有收到文件，请再选一次")
    for upload in files:
        plain = Path(str(upload.filename).replace("\\", "/")).name
        suffix = Path(plain).suffix.lower()
        if suffix not in SUFFIXES:
            raise InputError(f"“{plain[:60]}”这种文件读不了，可用：{'、'.join(SUFFIXES)}")
        stem = (
            "".join(c if c.isalnum() or c in "（）()-" else "-" for c in Path(plain).stem)[:40]
            or "文件"
        )
        data = upload.file.read()
        write_whole(inbox / f"{secrets.token_hex(4)}-{stem}{suffix}", data, mode=0o600)


def waiting(folder: Path) -> int:
    """How many files wait for their review."""
    inbox = folder / _INBOX
    return sum(p.is_file() for p in inbox.iterdir()) if inbox.is_dir() else 0


def review(folder: Path) -> tuple[Found, ...]:
    """Every project of every file that waits, doubtful ones first."""
    inbox = folder / _INBOX
    found: list[Found] = []
    for path in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        if path.is_file():
            found.extend(_of_file(path))
    return tuple(sorted(found, key=lambda f: (not f.fault, -len(f.doubts))))


def _id(path: Path, number: int) -> str:
    return hashlib.sha256(f"{path.name}#{number}".encode()).hexdigest()[:12]


def _of_file(path: Path) -> list[Found]:
    file = path.name.partition("-")[2]
    try:
        if path.suffix.lower() in YAML_SUFFIXES:
            from assistant.intake import read

            evaluation = read(path)
            about = evaluation.project
            return [
                Found(
                    _id(path, 0),
                    file,
                    0,
                    about.name,
                    str(about.year),
                    len(evaluation.indicators),
                    (),
                    (),
                    (),
                    (),
                )
            ]
        return [_shown(path, file, i, one) for i, one in enumerate(read_all(path))]
    except InputError as error:
        lines = tuple(line.replace(str(path), file) for line in error.lines)
        return [Found(_id(path, 0), file, 0, file, "", 0, (), (), (), (), lines)]


def _shown(path: Path, file: str, number: int, one: Imported) -> Found:
    rows = len({v.place[1] for v in one.values if v.place[0] == "指标"})
    values = tuple(
        (shown(v.place), v.text, v.origin + (f"；{v.note}" if v.note else "")) for v in one.values
    )
    return Found(
        _id(path, number), file, number, one.name, one.text(("项目", "年度")), rows, values,
        one.doubts, one.not_understood, one.missing,
    )  # fmt: skip


def settle(folder: Path, form: FormData) -> list[str]:
    """Writes the projects that were agreed to, and clears the inbox of what is settled."""
    from assistant.web.editing import text

    wanted = {str(v) for k, v in form.multi_items() if k == "take"}
    dropping = text(form, "op") == "drop"
    told: list[str] = []
    inbox = folder / _INBOX
    for path in sorted(inbox.iterdir()) if inbox.is_dir() else ():
        try:
            told += [] if dropping else _written(folder, path, wanted, form)
            if dropping or any(_id(path, n) in wanted for n in range(500)):
                path.unlink(missing_ok=True)
        except InputError as error:
            told += [line.replace(str(path), path.name.partition("-")[2]) for line in error.lines]
    return told or (["已全部放弃，没有写入。"] if dropping else ["没有选中要采用的项目。"])


def _written(folder: Path, path: Path, wanted: set[str], form: FormData) -> list[str]:
    if path.suffix.lower() in YAML_SUFFIXES:
        if _id(path, 0) not in wanted:
            return []
        from assistant.intake import read

        name = read(path).project.name
        target = free_name(folder, name)
        write_whole(target, read_now(path))
        return [f"已采用“{name}”。"]
    told = []
    if not any(_id(path, n) in wanted for n in range(500)):
        return []
    for number, one in enumerate(read_all(path)):
        key = _id(path, number)
        if key not in wanted:
            continue
        given = str(form.get(f"name:{key}", "")).strip() or one.name
        year = str(form.get(f"year:{key}", "")).strip() or one.text(("项目", "年度"))
        one = _completed(one, given, year)  # noqa: PLW2901
        target = free_name(folder, f"{one.name or '未命名项目'}{year}")
        write_whole(target, to_yaml(one).encode())
        told.append(
            f"已采用“{one.name}”：{len({v.place[1] for v in one.values if v.place[0] == '指标'})}条指标。"
        )
    return told


def _completed(one: Imported, name: str, year: str) -> Imported:
    """The import with a name and a year that the person gave, where the file has none."""
    from dataclasses import replace

    from assistant.forms.read.imported import Value

    extra = [
        Value(("项目", key), value, "页面填写")
        for key, value in (("名称", name), ("年度", year))
        if value and not one.text(("项目", key))
    ]
    return replace(one, values=(*extra, *one.values)) if extra else one
