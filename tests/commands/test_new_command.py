"""`jixiao new`: a blank file that teaches every key, reads back, and never takes another's place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_runs import run

from assistant.explaining import known_keys, paths
from assistant.intake.blank import blank_data
from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation
from assistant.values.quantity import Unreadable, read_actual, read_target


def _uncommented(text: str) -> str:
    """The file with every commented key put to use."""
    keys = "|".join(map(re.escape, sorted(known_keys(Evaluation))))
    used = rf"(?m)^( *)# (?= *(?:- (?:\{{|[^：:\n]*$)|(?:- )?(?:{keys}|派出所):(?: |$)))"
    return re.sub(used, r"\1", text)


def test_a_blank_data_file_reads_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "数据.yaml"
    assert run("new", str(path), "--year", "2021") == 0
    evaluation = read_evaluation(path)
    assert evaluation.project.year == 2021
    assert {row.level1 for row in evaluation.indicators} == {
        "产出指标",
        "效益指标",
        "满意度指标",
    }
    assert all("【" in row.name for row in evaluation.indicators)
    assert "jixiao score" in capsys.readouterr().err


def test_it_teaches_every_key_of_the_model() -> None:
    text = blank_data()
    for path in paths(Evaluation):
        if "提纲" in path[:-1]:
            continue  # an outline in full stands in a file of its own
        assert re.search(rf"(?m)(^[ #]*(- )?|[{{,] ?){re.escape(path[-1])}: ?", text), path


def test_every_example_in_its_comments_is_true(tmp_path: Path) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text(_uncommented(blank_data(2021)), encoding="utf-8")
    evaluation = read_evaluation(path)
    row = evaluation.indicators[0]
    for name in type(row).model_fields:
        assert getattr(row, name) not in {"", None} or name in {"target", "actual"}, name
    assert evaluation.subprojects[0].indicators[0].name == row.name
    assert evaluation.drafting.glossary == {"派出所": "公安派出所"}
    assert len(evaluation.funds.sources if evaluation.funds else ()) == 2


def test_the_forms_it_names_for_targets_are_readable() -> None:
    forms = re.search(r"目标和实际的写法：(.*)。", blank_data())
    assert forms
    examples = [*forms[1].split("、"), *re.findall(r"# 如：([≥≤\d][^\s）]*)", blank_data())]
    for example in examples:
        for read in (read_target(example, year=2021), read_actual(example, year=2021)):
            assert not isinstance(read, Unreadable) or example == "3-5次", example


def test_an_existing_file_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "数据.yaml"
    path.write_text("原有内容", encoding="utf-8")
    assert run("new", str(path)) == 2
    assert path.read_text(encoding="utf-8") == "原有内容"
    assert "不会覆盖" in capsys.readouterr().err


def test_an_unknown_kind_or_a_missing_folder_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("new", str(tmp_path / "数据.txt")) == 2
    assert run("new", str(tmp_path / "没有" / "数据.yaml")) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 2
    assert list(tmp_path.iterdir()) == []
