"""The rule sets there are, as a list for people or for programs; and the start of a new one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import InputError, JixiaoError
from assistant.files import write_whole
from assistant.rules.loader import DEFAULT, find, own, shipped, user_folder
from assistant.rules.reading import RuleFile
from assistant.rules.ruleset import RuleSet

_START = Path(__file__).parent / "start.txt"


def _entries() -> Iterator[tuple[str, bool, RuleSet | str]]:
    """Name, whether it is the unit's own, and the set; or what is wrong with its file."""
    mine = own()
    for name in [*mine, *(name for name in shipped() if name not in mine)]:
        try:
            yield name, name in mine, find(name).latest
        except JixiaoError as error:
            yield name, name in mine, str(error)


def as_text() -> str:
    """One line a rule set: id, name, since when, whose."""
    lines: list[str] = []
    for name, mine, rules in _entries():
        if isinstance(rules, str):
            lines.append(f"{name:<20}读不出来：{rules}")
            continue
        marks = [mark for mark, on in _marks(name, mine, rules) if on]
        tail = f"（{'，'.join(marks)}）" if marks else ""
        lines.append(f"{name:<20}{rules.name}{tail}")
        lines.append(f"{'':<20}{rules.place or '—'}；{rules.in_force}；{rules.issued or '—'}")
    lines.append("")
    lines.append(f"自己的规则文件放在：{user_folder()}，或在“评分.规则”写文件的路径")
    lines.append("查看一套：jixiao rules show 编号；新建：jixiao rules new 本单位.yaml")
    return "\n".join(lines)


def _marks(name: str, mine: bool, rules: RuleSet) -> list[tuple[str, bool]]:
    return [
        ("缺省", name == DEFAULT),
        ("本单位", mine),
        ("只报完成情况", not rules.scored),
    ]


def as_json() -> str:
    """The same list as one JSON object."""
    found = [
        {"id": name, "error": rules}
        if isinstance(rules, str)
        else {
            "id": rules.id,
            "name": rules.name,
            "issued": rules.issued,
            "place": rules.place,
            "from": rules.in_force.start.isoformat(),
            "to": rules.in_force.end.isoformat() if rules.in_force.end else None,
            "scored": bool(rules.scored),
            "default": name == DEFAULT,
            "own": mine,
        }
        for name, mine, rules in _entries()
    ]
    return json.dumps({"rules": found, "folder": str(user_folder())}, ensure_ascii=False, indent=2)


def one_as_json(found: RuleFile, year: int | None) -> str:
    """A rule set in full; shares and thresholds as text, exactly as the file has them."""
    rules = found.for_year(year)
    return json.dumps(rules.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=2)


def write_start(path: Path, *, force: bool) -> str:
    """Writes a commented start of a rule file under the file's own name; the line to tell the user."""
    if path.suffix not in {".yaml", ".yml"}:
        raise InputError(f"{path}：规则文件的名字应以 .yaml 结尾，如 本单位.yaml")
    if path.exists() and not force:
        raise InputError(f"{path}：已有这个文件，请换一个名字，或加 --force 覆盖")
    text = _START.read_text(encoding="utf-8").replace("本单位.yaml", path.name)
    text = text.replace("id: 本单位\n", f"id: {path.stem}\n").replace(
        "{规则: 本单位}", f"{{规则: {path.stem}}}"
    )
    write_whole(path, text.encode())
    return f"已写出 {path}，改好后用 jixiao rules show {path} 核对"
