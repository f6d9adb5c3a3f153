"""Files dropped on the page: kept aside, read, shown value by value; written as projects only on 采用."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from starlette.datastructures import FormData, UploadFile

from assistant.errors import InputError
from assistant.explaining import shown
from assistant.files import make_private, read_now, write_whole
from assistant.forms.read.imported import Imported, Value
from assistant.intake import SUFFIXES, YAML_SUFFIXES, read_all
from assistant.intake.write_yaml import to_yaml
from assistant.patterns import regex
from assistant.values.printing import percent, plain
from assistant.web.catalogue import free_name
from assistant.web.listing import INBOX
from assistant.web.showing import place_of, place_text


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it was read, beside where it stands in the file."""

    place: str
    name: str
    text: str
    origin: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading to look at, with the readings there may be: each a label and what it sets, by place."""

    words: str
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One project of one file, waiting for 采用; `fault` where the file cannot be read."""

    id: str
    file: str
    number: int
    name: str
    year: str
    rows: int
    values: tuple[Shown, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]
    missing: tuple[str, ...]
    fault: tuple[str, ...] = ()


def receive(folder: Path, form: FormData) -> None:
    """Keeps the files that were dropped. Raises InputError for a kind that no reader knows."""
    inbox = make_private(folder / INBOX)
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


def review(folder: Path) -> tuple[Found, ...]:
    """Every project of every file that waits, doubtful ones first."""
    inbox = folder / INBOX
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
    doubts = (*_choices(one), *(_doubt(one, words) for words in one.doubts))
    at = {place for doubt in doubts for _, sets in doubt.choices for place, _ in sets}
    names = {v.place[:-1]: v.text for v in one.values if v.place[-1] in {"名称", "来源"}}
    values = sorted(
        (
            Shown(
                place,
                _in_words(v.place, names),
                v.text,
                v.origin + (f"；{v.note}" if v.note else ""),
                place in at,
            )
            for v in one.values
            if (place := place_text(v.place))
        ),
        key=lambda v: not v.doubtful,
    )
    return Found(
        _id(path, number), file, number, one.name, one.text(("项目", "年度")), rows, tuple(values),
        doubts, one.not_understood, one.missing,
    )  # fmt: skip


def _in_words(place: tuple[str | int, ...], names: Mapping[tuple[str | int, ...], str]) -> str:
    """“亮灯率”的实际: a place by the name of its row or source, where that was read."""
    name = names.get(place[:-1], "")
    return f"“{name}”的{place[-1]}" if name and place[-1] not in {"名称", "来源"} else shown(place)


_NUMBER = regex(r"\d+(?:\.\d+)?")
_UNITS = ("万元", "元", "亿元")


def _choices(one: Imported) -> Iterator[Doubt]:
    """Readings that can be told from the values themselves: a rate without its sign, points that the form gives."""
    rows: dict[int, dict[str, Value]] = {}
    for v in one.values:
        if v.place[0] == "指标" and isinstance(v.place[1], int):
            rows.setdefault(v.place[1], {})[str(v.place[-1])] = v
    given = {p.indicator: p for p in one.printed if p.kind == "得分" and p.number is not None}
    for i, row in rows.items():
        name, target, actual = (row[k].text if k in row else "" for k in ("名称", "目标", "实际"))
        if "%" in target and _NUMBER.fullmatch(actual):
            place = f"指标/{i}/实际"
            ways = [(f"{actual}%？", ((place, f"{actual}%"),)), ("照原样", ((place, actual),))]
            if Decimal(actual) <= 1:
                share = percent(Decimal(actual))
                ways.insert(0, (f"{share}？", ((place, share),)))
            yield Doubt(f"“{name}”的目标是{target}，实际写的是{actual}，没有百分号", tuple(ways))
        weight, points = row.get("分值"), given.get(i)
        if (
            weight
            and points
            and points.number is not None
            and not _NUMBER.search(target)
            and "评分比例" not in row
        ):
            whole = Decimal(weight.text) if _NUMBER.fullmatch(weight.text) else Decimal(0)
            if whole and 0 <= points.number < whole:
                share = percent(points.number / whole)
                sets = (
                    (f"指标/{i}/完成程度", _band(points.number / whole)),
                    (f"指标/{i}/评分比例", share),
                )
                said = f"表内给{plain(points.number)}/{plain(whole)}＝{share}，采用？"
                yield Doubt(
                    f"“{name}”是定性指标，表内已给分",
                    ((said, sets), ("不采用", tuple((p, "") for p, _ in sets))),
                )


def _band(share: Decimal) -> str:
    """The degree that a share of the points stands for, by the bands of the rule sets (RULES.md)."""
    return (
        "达成" if share >= Decimal("0.8") else "部分达成" if share >= Decimal("0.6") else "未达成"
    )


def _doubt(one: Imported, words: str) -> Doubt:
    """A doubt of the reader, with what may be chosen where that is known."""
    if "金额单位" in words:
        return Doubt(words, tuple((f"{unit}？", (("资金/单位", unit),)) for unit in _UNITS))
    origin = words.partition("：")[0]
    if "原因和措施" in words:
        for v in one.values:
            if v.origin == origin and v.place[-1] == "原因":
                head, sign, tail = _parted(v.text)
                stem = place_text(v.place[:-1])
                sets = ((f"{stem}/原因", head), (f"{stem}/措施", tail))
                if sign:
                    return Doubt(f"{words}：{v.text}", ((f"拆成原因“{head[:20]}”、措施“{tail[:20]}”？", sets),
                                                       ("整格作原因", ((f"{stem}/原因", v.text), (f"{stem}/措施", "")))))  # fmt: skip
    return Doubt(words)


_MEASURE = regex(
    r"[；;。，,]\s*(?=(?:下一步|今后|下年|将|拟|加强|加快|完善|严格|督促|协调|尽快|进一步))"
)


def _parted(text: str) -> tuple[str, str, str]:
    """Cause and measure of one cell, at the first word of what will be done."""
    found = _MEASURE.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def settle(folder: Path, form: FormData) -> list[str]:
    """Writes the projects that were agreed to, and clears the inbox of what is settled."""
    from assistant.web.editing import text

    wanted = {str(v) for k, v in form.multi_items() if k == "take"}
    dropping = text(form, "op") == "drop"
    told: list[str] = []
    inbox = folder / INBOX
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
        one = _mended(one, key, form)  # noqa: PLW2901
        given = str(form.get(f"name:{key}", "")).strip() or one.name
        year = str(form.get(f"year:{key}", "")).strip() or one.text(("项目", "年度"))
        one = _completed(one, given, year)  # noqa: PLW2901
        target = free_name(folder, f"{one.name or '未命名项目'}{year}")
        write_whole(target, to_yaml(one).encode())
        told.append(
            f"已采用“{one.name}”：{len({v.place[1] for v in one.values if v.place[0] == '指标'})}条指标。"
        )
    return told


def _mended(one: Imported, key: str, form: FormData) -> Imported:
    """The import with the values that the person mended in the review; a value emptied goes."""
    stem = f"v:{key}:"
    given = {
        name.removeprefix(stem): " ".join(value.split())
        for name, value in form.multi_items()
        if name.startswith(stem) and isinstance(value, str)
    }
    values = []
    for v in one.values:
        text = given.pop(place_text(v.place), v.text)
        if text == v.text:
            values.append(v)
        elif text:
            values.append(replace(v, text=text, note="核对时改"))
    fresh = [Value(place_of(p), text, "核对时填") for p, text in given.items() if text]
    for (
        value
    ) in fresh:  # beside the other values of its row, so that the data file keeps their order
        near = max(
            (i for i, v in enumerate(values) if v.place[:2] == value.place[:2]),
            default=len(values) - 1,
        )
        values.insert(near + 1, value)
    return replace(one, values=tuple(values))


def _completed(one: Imported, name: str, year: str) -> Imported:
    """The import with a name and a year that the person gave, where the file has none."""
    extra = [
        Value(("项目", key), value, "页面填写")
        for key, value in (("名称", name), ("年度", year))
        if value and not one.text(("项目", key))
    ]
    return replace(one, values=(*extra, *one.values)) if extra else one
