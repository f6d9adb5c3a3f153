"""Edits that a person makes on the page: fields, rows, a block pasted from a sheet, sentences, the unit's file."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData

from assistant.chat.naming import path_of
from assistant.chat.naming import place_of as place_by_name
from assistant.errors import InputError
from assistant.files import read_now, write_whole
from assistant.history import Revision
from assistant.intake.edit_yaml import Addition, Change, Edit, Removal, stored
from assistant.intake.unit import NAME as UNIT
from assistant.intake.unit import Unit, read_unit
from assistant.located import Place
from assistant.model.draft import Draft
from assistant.web.catalogue import entries, free_name
from assistant.web.columns import COLUMNS
from assistant.web.errors import ConflictError
from assistant.web.project import Project, View, sentence_at, with_sentence
from assistant.web.showing import money, place_of
from assistant.yaml_writing import dumped

_LONGEST = 20_000
_LONGEST_BLOCK = 1_000_000
_MOST_ROWS = 500
_AUTHOR = "页面"


def text(form: FormData, name: str) -> str:
    """One field of a form as one line of text. Raises InputError where it is too long or missing."""
    value = form.get(name, "")
    if not isinstance(value, str):
        raise InputError("请求不完整，请刷新页面再试")
    if len(value) > _LONGEST:
        raise InputError(f"内容太长（上限{_LONGEST}字），请精简")
    return value.strip()


def block(form: FormData, name: str) -> str:
    """A pasted block: as `text`, with its lines and tabs, and longer."""
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST_BLOCK:
        raise InputError("粘贴的内容太多，请分几次粘贴")
    return value


def number(form: FormData, name: str) -> int:
    """A field that is a row number."""
    value = text(form, name)
    if not value.isdigit() or len(value) > 5:  # noqa: PLR2004
        raise InputError("请求不完整，请刷新页面再试")
    return int(value)


def place_in(project: Project, shown: str, key: str) -> Place:
    """The place of a field as the page shows it. Rows may have moved meanwhile: the name counts, not the number.

    Raises ConflictError where the row is gone.
    """
    place = place_of(shown)
    evaluation = project.look().evaluation
    try:
        there = path_of(evaluation, place)
    except IndexError:
        there = ""
    if there == key or len(place) < 3:  # noqa: PLR2004
        return place
    moved = place_by_name(evaluation, key)
    if moved is None:
        raise ConflictError(f"“{key}”这一行", "（已删除或改名）", "")
    return moved


def title_of(place: Place) -> str:
    """A place for the history: 指标第3条 实际."""
    parts = [f"第{p + 1}条" if isinstance(p, int) else str(p) for p in place]
    return " ".join(parts)


def put(project: Project, place: Place, old: str, value: str) -> None:
    """Writes one field. A percentage typed for a share stays as typed; the reader takes both."""
    old = _as_stored(project, place, old)
    project.put(place, old, " ".join(value.split()), title_of(place))


def _as_stored(project: Project, place: Place, old: str) -> str:
    """The file may write a value otherwise than the page shows it (64.6380, 0.85): the same value is no conflict."""
    now = stored(project.data, place)
    if now == old:
        return now
    shown: Any = project.look().evaluation.model_dump(mode="json", by_alias=True)
    for part in place:
        try:
            shown = shown[part]
        except (KeyError, IndexError, TypeError):
            return old
    same = {money(shown)}
    if place[-1] == "评分比例" and shown is not None:
        from decimal import Decimal

        from assistant.values import printing

        same.add(printing.percent(Decimal(str(shown))))
    return now if old in same else old


def rows(project: Project, op: str, which: str, index: int, name: str) -> None:
    """Adds, deletes or moves a row of 指标 or of the sources of funds; `name` is what the page shows it by."""
    place: Place = ("指标",) if which == "指标" else ("资金", "明细")
    key = "名称" if which == "指标" else "来源"
    view = project.look()
    names = (
        [r.name for r in view.evaluation.indicators]
        if which == "指标"
        else [f.source for f in (view.evaluation.funds.sources if view.evaluation.funds else ())]
    )
    if op == "add":
        project.write(
            (
                Addition(
                    place,
                    _blank(view, which, names),
                    max(0, min(index, len(names)) - 1) if names else None,
                ),
            ),
            f"新增一行{which}",
        )
        return
    if not 0 <= index < len(names) or name not in {names[index], ""}:
        raise InputError("这一行已在别处移动、改名或删除，请再看一眼再点")
    if op == "delete":
        project.write((Removal((*place, index), names[index]),), f"删除“{names[index]}”")
    elif op in {"up", "down"}:
        to = index - 1 if op == "up" else index + 1
        if 0 <= to < len(names):
            project.write(
                _moved(project, place, index, to, names[index], key), f"移动“{names[index]}”"
            )
    else:
        raise InputError("不认识的操作，请刷新页面")


def _blank(view: View, which: str, names: list[str]) -> tuple[tuple[str, str], ...]:
    if which != "指标":
        return (("来源", _fresh("新的资金来源", names)),)
    found = view.evaluation.indicators
    last = found[-1] if found else None
    return (
        ("一级", last.level1 if last else "产出指标"), ("二级", last.level2 if last else "数量指标"),
        ("名称", _fresh("新指标", names)),
    )  # fmt: skip


def _fresh(name: str, names: list[str]) -> str:
    return next(n for n in (name, *(f"{name}{i}" for i in range(2, 2000))) if n not in names)


def _moved(
    project: Project, place: Place, index: int, to: int, name: str, key: str
) -> tuple[Edit, ...]:
    """A row taken out and put in again elsewhere, with all that it says."""
    from assistant.located import read_located

    tree = read_located(project.data).tree
    for part in place:
        tree = tree[part]
    row = tree[index]
    values = tuple((str(k), str(v)) for k, v in row.items() if isinstance(v, str))
    if len(values) != len([v for v in row.values() if v is not None]):
        raise InputError(f"“{name}”里有列表或分组，请在数据文件里移动这一行")
    return (Removal((*place, index), name), Addition(place, values, to - 1 if to else -1))


def paste(project: Project, index: int, name: str, column: str, block: str) -> str:
    """A block copied from Excel or WPS into the grid, from a cell on; rows that lack are added."""
    table = list(csv.reader(io.StringIO(block.replace("\r\n", "\n")), delimiter="\t"))
    table = [row for row in table if any(c.strip() for c in row)]
    if not table or len(table) > _MOST_ROWS:
        raise InputError(f"粘贴的表格要有1到{_MOST_ROWS}行")
    keys = [key for key, _ in COLUMNS]
    if column not in keys:
        raise InputError("请先点一个单元格再粘贴")
    if table[0] and _is_head(table[0]):
        keys_of = [_key_of(c) for c in table[0]]
        table = table[1:]
    else:
        keys_of = list(keys[keys.index(column) :])
    view = project.look()
    existing = view.evaluation.indicators
    if name and (index >= len(existing) or existing[index].name != name):
        raise InputError("这一行已在别处移动、改名或删除，请再点一下要粘贴的单元格")
    edits: list[Edit] = []
    added = 0
    for i, row in enumerate(table):
        values = {k: " ".join(v.split()) for k, v in zip(keys_of, row, strict=False) if k}
        at = index + i
        if at < len(existing):
            for key, value in values.items():
                place: Place = ("指标", at, key)
                now = stored(project.data, place)
                if value != now:
                    edits.append(Change(place, now, value))
        else:
            near = existing[-1] if existing else None
            full = {
                "一级": near.level1 if near else "产出指标", "二级": near.level2 if near else "数量指标",
                "名称": f"新指标{at + 1}", **{k: v for k, v in values.items() if v},
            }  # fmt: skip
            edits.append(Addition(("指标",), tuple((k, full[k]) for k in keys if full.get(k))))
            added += 1
    if edits:
        project.write(edits, f"粘贴{len(table)}行")
    return f"已粘贴{len(table)}行，其中新增{added}行。"


_HEADS = {label: key for key, label in COLUMNS} | {key: key for key, _ in COLUMNS}


def _key_of(label: str) -> str:
    plain = "".join(label.split())
    return (
        _HEADS.get(plain)
        or _HEADS.get(plain.removesuffix("指标"))
        or {"一级指标": "一级", "二级指标": "二级", "指标值": "目标", "完成值": "实际"}.get(
            plain, ""
        )
    )


def _is_head(row: list[str]) -> bool:
    return sum(bool(_key_of(c)) for c in row) >= min(2, len([c for c in row if c.strip()]))


#: what the buttons beside a sentence ask for, in the words of the conversation
WISHES = {"shorten": "把这句改短些", "formal": "把这句改得更正式"}


def same_sentence(project: Project, name: str, was: str) -> tuple[str, int, int]:
    """Where the sentence stands. Raises ConflictError where other words stand there by now."""
    draft = project.look().draft
    section, p, s = sentence_at(draft, name)
    now = draft.section(section).paragraphs[p].sentences[s].text
    if now.split() != was.split():
        raise ConflictError("这一句", now, was)
    return section, p, s


def sentence(project: Project, name: str, op: str, was: str, words: str) -> None:
    """A sentence edited, deleted or put back as the rules write it; `was` is what the page showed."""
    view = project.look()
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    section_id, _, _ = same_sentence(project, name, was)
    if op == "delete":
        project.keep(with_sentence(view.draft, name, None, _AUTHOR, now), f"删除一句：{was[:30]}")
    elif op == "edit":
        if not words:
            raise InputError("句子是空的；要删去请点“删除”")
        project.keep(with_sentence(view.draft, name, words, _AUTHOR, now), f"改一句：{words[:30]}")
    elif op == "restore":
        project.keep(_restored(project, section_id), "还原一节")
    else:
        raise InputError("不认识的操作，请刷新页面")


def _restored(project: Project, section_id: str) -> Draft:
    from dataclasses import replace

    from assistant.drafting.by_rules.sections import draft_by_rules

    view = project.look()
    fresh = draft_by_rules(view.card, view.facts).section(section_id)
    sections = tuple(fresh if s.id == section_id else s for s in view.draft.sections)
    return replace(view.draft, sections=sections)


def answers(project: Project, form: FormData) -> tuple[Change, ...]:
    """The answers given in the checklist, as changes to be agreed to."""
    found = []
    for name, value in form.multi_items():
        if not name.startswith("gap:") or not isinstance(value, str) or not value.strip():
            continue
        place = place_of(name.removeprefix("gap:"))
        found.append(Change(place, stored(project.data, place), " ".join(value.split())[:_LONGEST]))
    if not found:
        raise InputError("还没有填写；填一项或几项后再点“提出修改”")
    return tuple(found)


def history(project: Project) -> tuple[Revision, ...]:
    """The last revisions, newest first; the one in force is `head`."""
    kept = project.space.history
    try:
        numbers = kept.numbers()[-30:]
        return tuple(kept.get(n) for n in reversed(numbers))
    except InputError:
        return ()


def new_project(folder: Path, name: str, year: str, unit: str) -> str:
    """A new data file with a first row to fill in; its id."""
    from assistant.intake.blank import begun_data
    from assistant.values.reading import read_name, read_year

    try:
        shown, when = read_name(name), read_year(year)
    except ValueError as error:
        raise InputError(f"新建项目：{error}") from None
    path = free_name(folder, f"{shown}{when}")
    about = {"名称": shown, "年度": when, **({"实施单位": unit} if unit else {})}
    text = begun_data(
        about,
        sources=[{"来源": "当年财政拨款"}],
        rows=[{"一级": "产出指标", "二级": "数量指标", "名称": "新指标"}],
    )
    write_whole(path, text.encode())
    return next(one.id for one in entries(folder) if one.data == path)


_EXAMPLE, _EXAMPLE_NAME = "yanchi-2021", "演示-盐池县公安局2021年度.yaml"


def example_project(folder: Path) -> str:
    """The published example as a project of the folder; its id. Raises InputError where it is not shipped."""
    path = folder / _EXAMPLE_NAME
    if not path.exists():
        here = Path(__file__).parent  # beside this file once installed, else in the source tree
        places = (here / "example.yaml", here.parents[1] / "examples" / _EXAMPLE / "数据.yaml")
        given = next((place for place in places if place.is_file()), None)
        if given is None:
            raise InputError("这份安装里没有演示项目；请打开任意一个项目，点右上角“怎么用”")
        write_whole(path, read_now(given))
    return next(one.id for one in entries(folder) if one.data == path)


_UNIT_LABELS = {
    "主送": "主送机关", "通知": "自评通知的名称和文号", "署名": "署名", "成文日期": "成文日期", "公开": "结果公开情况",
    "结果应用": "结果应用情况", "提纲": "提纲（本单位的提纲文件名，没有就空着）", "管理": "资金管理制度和执行情况",
    "规则": "评分规则（空着用省里缺省的）", "保密词": "保密词",
}  # fmt: skip


def unit_fields(folder: Path) -> tuple[tuple[str, str, str], ...]:
    """The keys of the unit's file, each with its label and what stands there."""
    path = folder / UNIT
    unit = read_unit(path) if path.is_file() else Unit()
    said = unit.model_dump(mode="json", by_alias=True)
    return tuple(
        (key, _UNIT_LABELS.get(key, key), "、".join(value) if isinstance(value, (list, tuple)) else str(value or ""))
        for key, value in said.items()
    )  # fmt: skip


def write_unit(folder: Path, form: FormData) -> str:
    """Writes the unit's file from the form. Raises InputError where a value cannot stand."""
    from pydantic import ValidationError

    said: dict[str, object] = {}
    for key, _, _ in unit_fields(folder):
        value = text(form, key)
        if value:
            said[key] = (
                [w for w in value.replace("，", "、").split("、") if w]
                if key == "保密词"
                else value
            )
    try:
        Unit.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        cause = first.get("ctx", {}).get("error", "写法不对")
        raise InputError(f"{first['loc'][0]}：{cause}") from None
    path = folder / UNIT
    if said:
        head = "# 本单位各项目共用的内容；项目自己写了的，以项目为准\n"
        write_whole(path, (head + dumped(said)).encode())
    else:
        path.unlink(missing_ok=True)
    return "已保存，本文件夹的项目都会用上（项目自己写了的除外）。"
