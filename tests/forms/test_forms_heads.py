"""One vocabulary: for every head that is known, `import` and `check` say the same of the same table."""

from __future__ import annotations

from pathlib import Path

import form_variants as v
import pytest

from assistant.checks.forms import forms_of, of_grids
from assistant.forms.read.columns import find_tables
from assistant.forms.read.labels import column
from assistant.intake import read_all, read_source
from assistant.lexicon import lexicon

HEADS: dict[str, dict[str, object]] = lexicon("columns")["heads"]
#: what a cell under each field holds in the table that is made to ask both readers
CELLS = {
    "name": "整治河道", "target": "≥10公里", "actual": "8公里", "weight": "40", "score": "32", "completion": "80%",
    "reason": "汛期停工", "measure": "5月底前补做", "reason_measure": "原因：汛期停工。措施：5月底前补做", "evidence": "验收单",
    "owner": "水利站", "due": "2023-05-30",
}  # fmt: skip
PLAIN = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
}
IMPORTED = {
    "name": "名称", "target": "目标", "actual": "实际", "weight": "分值", "reason": "原因", "measure": "措施",
    "evidence": "佐证", "owner": "责任单位", "due": "完成时限",
}  # fmt: skip


def test_every_head_has_a_field_and_a_source() -> None:
    fields = set(lexicon("columns")["fields"])
    for head, told in HEADS.items():
        assert told["field"] in fields and told["seen"], head
        assert column(head).field == told["field"], head


@pytest.mark.parametrize("field", sorted(CELLS))
def test_import_and_check_read_every_known_head_alike(field: str, tmp_path: Path) -> None:
    heads = [h for h, told in HEADS.items() if told["field"] == field and not told.get("weak")]
    assert heads
    for head in heads:
        columns = PLAIN | {field: head}
        values = {"level1": "产出指标", "level2": "数量指标"} | {
            k: CELLS[k] for k in columns if k in CELLS
        }
        rows = [
            ["项目支出绩效自评表（2022年度）"],
            ["项目名称", "河道整治项目"],
            list(columns.values()),
            [values[c] for c in columns],
        ]
        path = v.to_xlsx(tmp_path / "表.xlsx", [[(text, 1, 1) for text in line] for line in rows])
        source = read_source(path)
        (table,) = find_tables(source.grids[0])
        assert table.column(field) is not None, head
        (found,) = read_all(path)
        (form,) = forms_of(of_grids(source.grids))
        (row,) = form.rows
        if field in IMPORTED:
            assert found.text(("指标", 0, IMPORTED[field])) == CELLS[field], head
            said = row.title if field == "name" else getattr(row, field).text
            assert said == CELLS[field], head
        elif field == "reason_measure":
            assert (
                found.text(("指标", 0, "原因")) == "汛期停工" and "汛期停工" in row.reason.text
            ), head
        else:
            printed = [p.text for p in found.printed if p.indicator == 0]
            assert printed == [CELLS[field]] == [getattr(row, field).text], head
