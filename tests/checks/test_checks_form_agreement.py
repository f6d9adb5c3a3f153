"""`check` of a form is the check of what `import` reads from it, and of what only the form has."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.checks.inspection import inspect
from assistant.forms.read.imported import Imported
from assistant.intake import read_all
from assistant.intake.write_yaml import to_yaml

BLIND = Path(__file__).parents[1] / "forms" / "blind"
FORMS = sorted(p for p in BLIND.glob("[c-j]/*") if p.suffix in {".xlsx", ".xls", ".docx"})


def judged(imported: Imported) -> bool:
    """Whether the form says what was reached: a form of targets alone has no place for what `check` asks of that."""
    return any(v.place[-1] == "实际" for v in imported.values if v.place[0] == "指标")


@pytest.mark.parametrize("path", FORMS, ids=lambda p: f"{p.parent.name}{p.stem}")
def test_a_form_has_the_findings_of_the_data_read_from_it(path: Path, tmp_path: Path) -> None:
    found = [one for one in read_all(path) if not one.missing]
    said = {finding.code for finding in inspect(path).findings}
    for number, imported in enumerate(found):
        data = tmp_path / f"数据{number}.yaml"
        data.write_text(to_yaml(imported), encoding="utf-8")
        wanted = {finding.code for finding in inspect(data).findings}
        if judged(imported):
            assert wanted - said == set()
        else:
            assert "F22" not in said


def test_what_both_find_is_said_once_and_at_the_place_in_the_form() -> None:
    path = BLIND / "c" / "01.xlsx"
    found = inspect(path).findings
    places = [(f.code, f.location) for f in found]
    assert len(places) == len(set(places))
    [untold] = [f for f in found if f.code == "F24"]
    assert untold.location.partition("!")[0] == "自评"
    assert "没有评定完成程度" in untold.message
