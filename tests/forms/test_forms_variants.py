"""Ninety forms in as many shapes: `import` and `check` each read the values that are known to be right."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import form_variants as v
import pytest

from assistant.checks.opening import open_dossier
from assistant.intake import read_all
from assistant.values.reading import fold

SHAPES = [v.shape_of(seed) for seed in range(90)]


def number(text: str) -> Decimal:
    return Decimal(str(text))


def funds_wanted(shape: v.Shape) -> list[tuple[str, Decimal | None, Decimal, Decimal]]:
    size = 10000 if shape.yuan else 1
    lines = v.MONEY[:1] if shape.money == "across" else v.MONEY
    with_initial = shape.money not in {"pairs", "across"}
    return [
        (name, number(a) * size if with_initial else None, number(b) * size, number(c) * size)
        for name, a, b, c in lines
    ]


def import_faults(shape: v.Shape, path: Path) -> list[str]:
    """What `import` reads otherwise than it is meant."""
    found = read_all(path)
    if len(found) != 1:
        return [f"{len(found)} projects"]
    told = {x.place: fold(x.text) for x in found[0].values}
    wanted: dict[tuple[str | int, ...], str] = {
        ("项目", "名称"): v.NAME, ("项目", "主管部门"): v.AUTHORITY, ("项目", "实施单位"): v.UNIT, ("项目", "年度"): str(v.YEAR),
        ("资金", "单位"): "元" if shape.yuan else "万元",
    }  # fmt: skip
    if shape.goals != "none":
        wanted |= {("总体目标", "预期"): v.EXPECTED, ("总体目标", "实际"): v.ACHIEVED}
    for i, line in enumerate(v.LINES):
        wanted |= {
            ("指标", i, "一级"): line.level1, ("指标", i, "二级"): line.level2, ("指标", i, "名称"): line.name,
            ("指标", i, "目标"): line.target, ("指标", i, "实际"): line.actual + line.unit,
        }  # fmt: skip
        if shape.scored:
            wanted["指标", i, "分值"] = line.weight
        if line.reason:
            wanted |= {("指标", i, "原因"): line.reason, ("指标", i, "措施"): line.measure}
    faults = [
        f"{'.'.join(map(str, k))}: {told.get(k)!r}, not {text!r}"
        for k, text in wanted.items()
        if told.get(k, "").rstrip("。") != fold(text)
    ]
    faults += [
        f"{k}: {t!r} is nowhere in the form"
        for k, t in told.items()
        if k[0] == "指标" and k not in wanted
    ]
    sources = []
    for i in range(9):
        name = told.get(("资金", "明细", i, "来源"))
        if name:
            amounts = [told.get(("资金", "明细", i, k)) for k in ("年初预算", "全年预算", "执行")]
            sources.append((name, *(None if a is None else number(a) for a in amounts)))
    if sources != funds_wanted(shape):
        faults.append(f"funds {sources}")
    return faults


def check_faults(shape: v.Shape, path: Path) -> list[str]:
    """What `check` reads otherwise than it is meant."""
    dossier = open_dossier(path).dossier
    forms = [f for f in dossier.forms if f.rows]
    if len(forms) != 1:
        return [f"{len(forms)} forms"]
    form = forms[0]
    faults = []
    for line, row in zip(v.LINES, form.rows, strict=False):
        said = {
            "level1": (row.level1, line.level1), "level2": (row.level2, line.level2), "name": (row.title, line.name),
            "target": (fold(row.target.text), line.target), "actual": (fold(row.actual.text), line.actual + line.unit),
        }  # fmt: skip
        if shape.scored:
            said |= {
                "weight": (row.weight.text, line.weight),
                "score": (row.score.text, line.score),
            }
        if line.reason:
            said["reason"] = (str(line.reason in row.reason.text), "True")
        faults += [f"{line.name}.{k}: {a!r}, not {b!r}" for k, (a, b) in said.items() if a != b]
    if len(form.rows) != len(v.LINES):
        faults.append(f"{len(form.rows)} rows: {[r.title for r in form.rows]}")
    if form.unit != ("元" if shape.yuan else "万元"):
        faults.append(f"unit {form.unit}")
    wanted = funds_wanted(shape)
    told = [(f.label.text, f.amount("budget"), f.amount("executed")) for f in form.parts]
    parts = [(n, b, None if shape.money == "across" else c) for n, _, b, c in wanted]
    if told != parts:
        faults.append(f"funds {told}")
    total = form.total
    whole = (sum(b for _, _, b, _ in wanted), sum(c for _, _, _, c in wanted))
    if total is None or (total.amount("budget"), total.amount("executed")) != whole:
        faults.append(f"total {total and (total.amount('budget'), total.amount('executed'))}")
    if shape.goals != "none" and (form.expected.text, form.achieved.text) != (
        v.EXPECTED,
        v.ACHIEVED,
    ):
        faults.append(f"goals {form.expected.text!r} {form.achieved.text!r}")
    if shape.scored and form.total_score.text != "99.04":
        faults.append(f"total score {form.total_score.text!r}")
    return faults


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_a_form_of_any_shape_is_read_by_import_and_by_check(shape: v.Shape, tmp_path: Path) -> None:
    path = v.written(shape, tmp_path)
    assert import_faults(shape, path) == []
    assert check_faults(shape, path) == []
