"""Acts of leaders in Word: every one is kept, proposed or said, and no value of the data changes that it does not ask for."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from leader_acts import ACTS
from leader_runs import command, run_inside

_MULTI = Path(__file__).parents[2] / "examples" / "multi" / "数据.yaml"


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of examples/multi with its report, as its staff have it."""
    folder = tmp_path_factory.mktemp("leaders")
    shutil.copy(_MULTI, folder / "数据.yaml")
    code, said = command(
        "draft", folder / "数据.yaml", "-o", folder / "报告.docx", "--model", "none"
    )
    assert code == 0, said
    return folder


@pytest.mark.parametrize("name", ACTS)
def test_an_act_of_a_leader_is_kept_or_said(name: str, printed: Path, tmp_path: Path) -> None:
    document = docx.Document(str(printed / "报告.docx"))
    ACTS[name].script(document)
    document.save(str(tmp_path / "改.docx"))
    found = run_inside(ACTS[name], printed, tmp_path / "改.docx", tmp_path)
    assert found.bad == [], found.said_of["review"]
