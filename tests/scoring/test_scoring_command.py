"""`jixiao score` as a command: table, JSON, explanations, exit codes, what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from command_runs import jixiao

from assistant.scoring.scorecard_json import dump

_DATA = Path(__file__).parent / "data"
_YANCHI = str(_DATA / "yanchi-2021.yaml")


def _json(*args: str) -> Any:
    done = jixiao("score", *args, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout, parse_float=Decimal)


def test_json_has_the_keys_of_the_contract() -> None:
    card = _json(_YANCHI)
    assert {"project", "year", "ruleset", "budget_execution", "indicators", "total", "grade",
            "findings"} <= set(card)  # fmt: skip
    assert {"budget", "executed", "rate", "weight", "score"} <= set(card["budget_execution"])
    row = card["indicators"][1]
    assert {"id", "level1", "level2", "name", "target", "actual", "weight", "completion", "score",
            "rule", "explanation", "status"} <= set(row)  # fmt: skip
    assert (row["completion"], row["score"], row["status"]) == (
        Decimal("0.95"),
        Decimal("6.79"),
        "not_met",
    )
    assert card["total"] == {"score": Decimal("59.64"), "available": 60, "complete": False}
    assert card["grade"] is None
    assert set(card["findings"][0]) == {
        "code", "severity", "message", "location", "evidence", "suggestion"
    }  # fmt: skip


def test_json_under_the_transfer_form_has_no_points() -> None:
    card = _json(_YANCHI, "--rules", "transfer-completion")
    assert card["ruleset"] == "transfer-completion"
    assert {(row["weight"], row["score"]) for row in card["indicators"]} == {(None, None)}
    assert card["total"] == {"score": None, "available": None, "complete": False}


def test_decimals_are_printed_exactly_and_texts_stay_texts() -> None:
    figure = Decimal("99999999999999.123456")
    text = dump(
        {"a": figure, "b": "7.15", "c": Decimal("7.10"), "d": r"\u00007", "e": Decimal(100)}
    )
    assert str(figure) in text
    assert json.loads(text, parse_float=Decimal) == {
        "a": figure, "b": "7.15", "c": Decimal("7.1"), "d": r"\u00007", "e": 100,
    }  # fmt: skip


def test_the_table_shows_every_row_total_and_findings() -> None:
    done = jixiao("score", _YANCHI)
    assert done.returncode == 0
    for part in ("预算执行率：100%", "得分 10/10", "租赁视频服务在线率", "6.79", "未完成", "缺实际值",
                 "得分 59.64", "有 5 条指标未能计分", "提醒 F24"):  # fmt: skip
        assert part in done.stdout


def test_explain_gives_formula_and_clause_for_each_row() -> None:
    done = jixiao("score", _YANCHI, "--explain")
    text = "".join(done.stdout.split())
    assert "7.15分×95%÷100%＝6.79分" in text
    assert text.count("依据：") == 13


def test_data_that_do_not_compare_end_in_exit_1(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(
        "项目: {名称: 某项目, 年度: 2021}\n指标:\n"
        "  - {一级: 产出, 二级: 数量, 名称: x, 目标: ≥16个, 实际: 95%}\n",
        "utf-8",
    )
    done = jixiao("score", str(data), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["indicators"][0]["status"] == "ungraded"


def test_a_rule_file_beside_the_data_counts_from_the_data(tmp_path: Path) -> None:
    (tmp_path / "本县.yaml").write_text(
        "id: 本县\nname: 本县规则\nextends: HB-20-80\nin_force: {from: 2021-01-01}\n", "utf-8"
    )
    text = Path(_YANCHI).read_text("utf-8") + "评分: {规则: ./本县.yaml}\n"
    (tmp_path / "数据.yaml").write_text(text, "utf-8")
    card = _json(str(tmp_path / "数据.yaml"))
    assert (card["ruleset"], card["budget_execution"]["score"]) == ("本县", 20)


def test_a_missing_file_ends_in_exit_2_with_one_line() -> None:
    done = jixiao("score", "没有.yaml")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


def test_score_json_loads_neither_rich_nor_a_model_library() -> None:
    code = (
        f"import sys\nfrom assistant.cli import _run\n_run(['score', {_YANCHI!r}, '--json'])\n"
        "heavy = {'langchain', 'langchain_core', 'openai', 'rich', 'docx', 'openpyxl', 'jieba'}\n"
        "sys.exit(f'loaded {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
