"""120 forms written by somebody who had not seen the reader, with the values a careful clerk would take (blind/README.md)."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from assistant.forms.read.imported import Imported
from assistant.intake import read_all

HERE = Path(__file__).parent / "blind"
FORMS = sorted(p for p in HERE.glob("?/*") if p.suffix != ".json")
KEYS = {"level1": "一级", "level2": "二级", "target": "目标", "actual": "实际", "points": "分值",
        "reason": "原因", "measure": "措施", "direction": "方向"}  # fmt: skip
HEAD = {"name": "名称", "year": "年度", "department": "主管部门", "implementer": "实施单位"}
FUNDS = {"budget_initial": "年初预算", "budget": "全年预算", "arrived": "到位", "executed": "执行"}


def plain(value: Any) -> str:
    """A text without blanks and the width of its signs; a number without trailing noughts."""
    text = unicodedata.normalize("NFKC", str(value)).replace(" ", "").rstrip("。")
    try:
        return f"{float(text):g}"
    except ValueError:
        return text


def tree(read: Imported) -> dict[tuple[Any, ...], str]:
    return {value.place: value.text for value in read.values}


@pytest.mark.parametrize("path", FORMS, ids=lambda p: f"{p.parent.name}{p.stem}")
def test_a_form_of_others_is_read_as_its_writer_meant(path: Path) -> None:
    form = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    read = {tree(r).get(("项目", "名称")): tree(r) for r in read_all(path)}
    projects = form.get("projects", [form])
    assert list(read) == [project["name"] for project in projects]
    assert [wrong for project in projects for wrong in differences(project, read)] == []


def differences(
    expected: dict[str, Any], read: dict[str | None, dict[tuple[Any, ...], str]]
) -> list[tuple[Any, ...]]:
    """Every value of one project that is not as expected, and rows that are none."""
    data = read[expected["name"]]
    wrong: list[tuple[Any, ...]] = [
        (key, expected[key], data.get(("项目", HEAD[key])))
        for key in HEAD.keys() & expected.keys()
        if plain(data.get(("项目", HEAD[key]))) != plain(expected[key])
    ]
    size = {"元": 1e-4, "万元": 1, "亿元": 1e4}[data.get(("资金", "单位"), "万元")]
    sources = {data[p]: p[2] for p in data if p[0] == "资金" and p[-1] == "来源"}
    for fund in expected.get("funds", []):
        at = sources.get(fund["source"])
        if at is None:
            wrong += [] if fund.get("optional") else [("资金", fund["source"], sorted(sources))]
            continue
        for key in FUNDS.keys() & fund.keys():
            got = data.get(("资金", "明细", at, FUNDS[key]))
            if got is None or abs(float(got) * size - fund[key]) > 1e-9:
                wrong.append((fund["source"], key, fund[key], got))
    rows: dict[str, list[Any]] = {}
    for p in data:
        if p[0] == "指标" and p[-1] == "名称":
            rows.setdefault(plain(data[p]), []).append(p[1])
    for row in expected["indicators"]:
        named = rows.get(plain(row["name"]), [])
        kind = [n for n in named if data.get(("指标", n, "二级")) == row.get("level2")]
        if not named:
            wrong.append(("没有这一行", row["name"], sorted(rows)))
            continue
        number = (kind or named)[0]  # one name under two kinds: two rows
        named.remove(number)
        for key in KEYS.keys() & row.keys():
            got = data.get(("指标", number, KEYS[key]))
            if plain(got) != plain(row[key]):
                wrong.append((row["name"], key, row[key], got))
    return wrong + [("多出一行", name) for name, left in rows.items() for _ in left]
