"""`jixiao rules`: list, show, diff, new — as commands."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from command_runs import jixiao

from assistant.errors import InputError
from assistant.intake.yaml import read_evaluation
from assistant.rules.catalogue import as_text, write_start
from assistant.rules.loader import find, load, shipped
from assistant.rules.showing import differences, show
from assistant.scoring.comparison import compare
from assistant.scoring.difference import tell

_YANCHI = Path(__file__).parents[1] / "scoring" / "data" / "yanchi-2021.yaml"


def test_the_list_names_every_shipped_set_and_the_folder_for_ones_own() -> None:
    text = as_text()
    assert all(name in text for name in shipped())
    assert "缺省" in text
    assert "自己的规则文件放在" in text


def test_a_broken_file_in_the_users_folder_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_RULES", str(tmp_path))
    (tmp_path / "坏.yaml").write_text("id: 坏\n", "utf-8")
    text = as_text()
    assert "读不出来" in text
    assert "cn-2020-10" in text


def test_show_tells_words_parameters_clause_source_and_whether_it_was_reread() -> None:
    text = show(find("SC-2023"))
    for part in ("预算执行率", "reason_below=0.9", "四川省部门预算项目支出绩效自评表（2023年）",
                 "https://www.scqs.gov.cn/info/13206/211004.htm", "已核对原文", "原文待核",
                 "以 cn-2020-10 为底"):  # fmt: skip
        assert part in text


def test_show_json_is_the_rule_set_in_full() -> None:
    done = jixiao("rules", "show", "TB-120", "--json")
    shown = json.loads(done.stdout)
    assert (done.returncode, shown["id"], shown["at_most"]["method"]) == (0, "TB-120", "linear")


def test_diff_names_the_points_that_move_and_why() -> None:
    evaluation = read_evaluation(_YANCHI)
    found = compare(evaluation, load("cn-2020-10"), load("HB-20-80"))
    execution = found.moves[0]
    assert (execution.id, execution.name, execution.by) == ("", "预算执行率", 10)
    assert (execution.weights, execution.scores) == ((10, 20), (10, 20))
    assert "分值由10分变为20分" in execution.why
    told = tell("cn-2020-10", "HB-20-80", evaluation).as_text()
    assert "【定性指标】" in told
    assert "合计：59.64/60 →" in told


def test_diff_tells_each_move_in_full() -> None:
    evaluation = read_evaluation(_YANCHI)
    found = {
        move.id: move for move in compare(evaluation, load("cn-2020-10"), load("HB-20-80")).moves
    }
    assert found["I2"].name == "租赁视频服务在线率"
    assert found["I2"].weights == (Decimal("7.15"), Decimal("6.67"))
    assert found["I2"].scores == (Decimal("6.79"), Decimal("6.34"))
    assert found["I2"].why == (
        "分值由7.15分变为6.67分；"
        "规则由“完成指标值记满分，未完成按完成值与指标值的比例记分”变为"
        "“正向指标按实际完成值与目标值的比例记分，得分不突破权重总额”；"
        "算式由“实际95%低于目标100%，7.15分×95%÷100%＝6.79分”变为"
        "“实际95%低于目标100%，6.67分×95%÷100%＝6.34分”"
    )
    assert found["I5"].why.startswith("分值由7.14分变为6.67分；算式由")
    unscored = compare(evaluation, load("cn-2020-10"), load("transfer-completion")).moves[1]
    assert unscored.why.startswith("分值由7.15分变为不设分值；")
    assert unscored.by is None


def test_diff_of_a_set_with_itself_finds_nothing() -> None:
    assert differences(load("TB-120"), load("TB-120")) == []
    assert compare(read_evaluation(_YANCHI), load("TB-120"), load("TB-120")).moves == ()


def test_diff_without_data_tells_the_rules_only() -> None:
    told = tell("cn-2020-10", "TB-120", None).as_text()
    assert "反向指标" in told
    assert "合计" not in told


def test_diff_json_is_one_object() -> None:
    done = jixiao("rules", "diff", "cn-2020-10", "transfer-completion", str(_YANCHI), "--json")
    shown = json.loads(done.stdout)
    assert done.returncode == 0
    assert shown["total"] == [59.64, None]
    assert shown["moves"][0]["score"] == [10, None]


def test_new_writes_a_start_that_loads_and_scores(tmp_path: Path) -> None:
    told = write_start(tmp_path / "我县.yaml", force=False)
    assert "我县.yaml" in told
    rules = load(str(tmp_path / "我县.yaml"))
    assert (rules.id, rules.at_most.method) == ("我县", "linear")


def test_new_does_not_overwrite(tmp_path: Path) -> None:
    (tmp_path / "我县.yaml").write_text("已有", "utf-8")
    with pytest.raises(InputError, match="已有这个文件"):
        write_start(tmp_path / "我县.yaml", force=False)
    assert (tmp_path / "我县.yaml").read_text("utf-8") == "已有"


def test_the_list_as_a_command_is_one_json_object_and_loads_no_model_library() -> None:
    code = (
        "import sys\nfrom assistant.cli import _run\n_run(['rules', '--json'])\n"
        "heavy = {'langchain', 'langchain_core', 'openai', 'rich', 'docx', 'openpyxl', 'jieba'}\n"
        "sys.exit(f'loaded {heavy & set(sys.modules)}' if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {entry["id"] for entry in json.loads(done.stdout)["rules"]} == set(shipped())


def test_an_unknown_rule_set_ends_in_exit_2_with_one_line() -> None:
    done = jixiao("rules", "show", "没有的")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "没有“没有的”这套规则" in done.stderr
