"""Rule files: shipped, one's own, dated, extended, and the ones that are refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.model.evaluation import Evaluation
from assistant.rules import loader
from assistant.rules.loader import find, for_evaluation, load, shipped


def _evaluation(year: int, ruleset: str = "") -> Evaluation:
    return Evaluation.model_validate(
        {
            "项目": {"名称": "某项目", "年度": year},
            "评分": {"规则": ruleset},
            "指标": [
                {"一级": "产出", "二级": "数量", "名称": "x", "目标": "≤100个", "实际": "130个"}
            ],
        }
    )


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(f"id: {name}\nname: 某县规则\nin_force: {{from: 2021-01-01}}\n{text}", "utf-8")
    return path


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_set_names_place_and_clauses(name: str) -> None:
    rules = load(name)
    assert rules.id == name
    assert rules.place
    assert rules.issued
    for _, section in rules.sections():
        assert section.words
        assert section.clause


@pytest.mark.parametrize("name", shipped())
def test_verified_clauses_name_a_public_page(name: str) -> None:
    for _, section in load(name).sections():
        assert not section.verified or section.source.startswith("http")


def test_what_was_only_seen_in_program_code_or_from_memory_is_not_verified() -> None:
    for name in ("TB-120", "GX-130", "TJ-120", "SX-EMPTY", "JX-2017"):
        own = {key: s for key, s in load(name).sections() if name.split("-")[0] in s.source}
        assert not any(section.verified for section in own.values())
        assert not load(name).at_least.verified
    assert not any(s.verified for key, s in load("cn-2021-101").sections() if key != "grades")


def test_the_variants_v1_to_v9_are_shipped() -> None:
    wanted = {"HB-20-80", "JX-2017", "BJHD-2016", "SC-2023", "SCZJ-2022"}
    wanted |= {"TB-120", "GX-130", "TJ-120", "SX-EMPTY"}
    assert wanted <= set(shipped())


def test_the_case_of_an_id_does_not_matter() -> None:
    assert load("sc-2023").id == "SC-2023"


def test_an_unknown_id_names_those_there_are() -> None:
    with pytest.raises(InputError, match="没有“cn-2019”这套规则，可用：cn-2020-10"):
        load("cn-2019")


def test_data_without_a_rule_set_take_the_default() -> None:
    assert for_evaluation(_evaluation(2021)).id == "cn-2020-10"


def test_a_countys_rule_set_is_one_file_by_its_path(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "某县",
        "extends: cn-2020-10\nat_most: {method: linear, words: 按超出比例扣, clause: 某县办法第三条}\n",
    )
    rules = for_evaluation(_evaluation(2021, "./某县.yaml"), tmp_path)
    assert (rules.id, rules.at_most.method) == ("某县", "linear")
    assert rules.weights == load("cn-2020-10").weights


def test_a_file_in_the_users_folder_is_found_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_RULES", str(tmp_path))
    _write(tmp_path, "某县", "extends: cn-2020-10\n")
    assert load("某县").name == "某县规则"
    assert loader.own() == ["某县"]


def test_the_year_picks_the_units_own_default_that_is_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_RULES", str(tmp_path))
    for name, span in (
        ("某县甲", "from: 2021-01-01, to: 2022-12-31"),
        ("某县乙", "from: 2023-01-01"),
    ):
        path = tmp_path / f"{name}.yaml"
        path.write_text(
            f"id: {name}\nname: {name}\ndefault: 是\nextends: cn-2020-10\nin_force: {{{span}}}\n",
            "utf-8",
        )
    found = [for_evaluation(_evaluation(year)).id for year in (2020, 2021, 2022, 2023, 2024)]
    assert found == ["cn-2020-10", "某县甲", "某县甲", "某县乙", "某县乙"]


_DATED = """extends: cn-2020-10
at_most:
  - {in_force: {from: 2021-01-01, to: 2022-06-30}, method: ratio, words: 旧规则, clause: 第三条}
  - {in_force: {from: 2022-07-01}, method: linear, words: 新规则, clause: 第三条（2022年修订）}
"""


def test_the_year_picks_the_version_of_a_rule(tmp_path: Path) -> None:
    _write(tmp_path, "某县", _DATED)
    words = [
        for_evaluation(_evaluation(year, "某县.yaml"), tmp_path).at_most.words
        for year in (2020, 2021, 2022, 2023)
    ]
    assert words == ["旧规则", "旧规则", "新规则", "新规则"]
    assert load("某县.yaml", beside=tmp_path).at_most.words == "新规则"


def test_dated_cases_of_weights_change_with_the_year(tmp_path: Path) -> None:
    case = "words: 权重, clause: 第二条"
    _write(
        tmp_path,
        "某县",
        "extends: cn-2020-10\nweights:\n"
        f"  - {{in_force: {{from: 2021-01-01, to: 2021-12-31}}, points: {{预算执行率: 20, 绩效指标: 80}}, {case}}}\n"
        f"  - {{in_force: {{from: 2022-01-01}}, points: {{预算执行率: 10, 绩效指标: 90}}, {case}}}\n",
    )
    found = [
        load("某县.yaml", beside=tmp_path, year=year).weights[0].points["预算执行率"]
        for year in (2021, 2022)
    ]
    assert found == [20, 10]


def test_a_chain_of_files_takes_each_rule_from_the_nearest(tmp_path: Path) -> None:
    _write(tmp_path, "市", "extends: TB-120\nover: {flag_at: 1.5, words: 市, clause: 市办法}\n")
    _write(
        tmp_path, "县", "extends: ./市.yaml\nrounding: {places: 1, words: 一位, clause: 县办法}\n"
    )
    rules = load("县.yaml", beside=tmp_path)
    assert (str(rules.over.flag_at), rules.places, rules.at_most.method) == ("1.5", 1, "linear")


def test_an_edited_file_is_read_again(tmp_path: Path) -> None:
    path = _write(tmp_path, "某县", "extends: cn-2020-10\n")
    assert load(str(path)).at_most.method == "ratio"
    path.write_text(
        path.read_text("utf-8") + "at_most: {method: linear, words: a, clause: b}\n", "utf-8"
    )
    assert load(str(path)).at_most.method == "linear"


_REFUSED = {
    "an unknown key": ("extends: cn-2020-10\nat_mots: {}\n", 5, "不认识的键，是不是“at_most”"),
    "an unknown parameter": (
        "extends: cn-2020-10\nat_most: {methd: linear, words: a, clause: b}\n", 5, "不认识的键"),
    "a method there is not": (
        "extends: cn-2020-10\nat_most: {method: cubic, words: a, clause: b}\n", 5, "ratio、linear"),
    "weights that do not sum to 100": (
        "extends: cn-2020-10\nweights:\n  - points: {预算执行率: 10, 产出指标: 50}\n"
        "    words: a\n    clause: b\n", 6, "权重合计应是100，现为60"),
    "a class there is not": (
        "extends: cn-2020-10\nweights:\n"
        "  - {points: {预算执行率: 10, 过程指标: 90}, words: a, clause: b}\n", 6, "不认识“过程指标”"),
    "the pool beside classes": (
        "extends: cn-2020-10\nweights:\n"
        "  - {points: {绩效指标: 50, 产出指标: 50}, words: a, clause: b}\n", 6, "不再分一级指标"),
    "points for a class that is not there": (
        "extends: cn-2020-10\nweights:\n"
        "  - {when: {成本指标: 否}, points: {成本指标: 100}, words: a, clause: b}\n"
        "  - {points: {绩效指标: 100}, words: a, clause: b}\n", 6, "points 却给了它分值"),
    "a case that is never reached": (
        "extends: cn-2020-10\nweights:\n"
        "  - {points: {绩效指标: 100}, words: a, clause: b}\n"
        "  - {points: {绩效指标: 100}, words: a, clause: b}\n", 5, "永远用不到"),
    "no case for the rest": (
        "extends: cn-2020-10\nmerge: {}\nweights:\n"
        "  - {when: {成本指标: 是}, points: {绩效指标: 100}, words: a, clause: b}\n", 6, "最后一组权重不写 when"),
    "grades that rise": (
        "extends: cn-2020-10\ngrades:\n  words: a\n  clause: b\n"
        "  bands: [{name: 优, from: 80}, {name: 良, from: 90}, {name: 差, from: 0}]\n", 5, "从高到低"),
    "grades that leave low totals out": (
        "extends: cn-2020-10\ngrades:\n  words: a\n  clause: b\n"
        "  bands: [{name: 优, from: 90}, {name: 良, from: 60}]\n", 5, "覆盖 0 到 100"),
    "two grades of one name": (
        "extends: cn-2020-10\ngrades:\n  words: a\n  clause: b\n"
        "  bands: [{name: 优, from: 90}, {name: 优, from: 0}]\n", 5, "同名"),
    "bands with a gap": (
        "extends: cn-2020-10\nqualitative:\n  words: a\n  clause: b\n  bands:\n"
        "    - {name: 达成, words: a, low: 0.8, high: 1}\n"
        "    - {name: 部分达成, words: a, low: 0.6, high: 0.7}\n"
        "    - {name: 未达成, words: a, low: 0, high: 0.6}\n", 5, "不相接"),
    "bands out of order": (
        "extends: cn-2020-10\nqualitative:\n  words: a\n  clause: b\n  bands:\n"
        "    - {name: 未达成, words: a, low: 0, high: 0.6}\n", 5, "依次是"),
    "a lower step that gives more": (
        "extends: cn-2020-10\nsatisfaction:\n  words: a\n  clause: b\n"
        "  steps: [{from: 0.9, share: 0.5}, {from: 0, share: 1}]\n", 5, "自相矛盾"),
    "steps that do not reach zero": (
        "extends: cn-2020-10\nsatisfaction:\n  words: a\n  clause: b\n"
        "  steps: [{from: 0.9, share: 1}]\n", 5, "从 0 起"),
    "steps and a fall at once": (
        "extends: cn-2020-10\nsatisfaction:\n  words: a\n  clause: b\n  each: 0.05\n"
        "  steps: [{from: 0, share: 1}]\n", 5, "两种取一"),
    "steps of execution without the method": (
        "extends: cn-2020-10\nexecution: {steps: [{from: 0, share: 1}], words: a, clause: b}\n",
        5, "linear 不写"),
    "control that gives more farther away": (
        "extends: cn-2020-10\ncost_control:\n  words: a\n  clause: b\n"
        "  steps: [{within: 0.1, share: 0.5}, {within: 0.2, share: 1}]\n", 5, "自相矛盾"),
    "a flag below the target": (
        "extends: cn-2020-10\nover: {flag_at: 0.9, words: a, clause: b}\n", 5, "应大于 1"),
    "a rule without words": (
        "extends: cn-2020-10\nover: {flag_at: 1.2, words: '', clause: b}\n", 5, "words"),
    "verified without a source": (
        "extends: cn-2020-10\nover: {flag_at: 1.2, words: a, clause: b, verified: 是}\n",
        5, "source 写明网址"),
    "an end before the start": (
        "extends: cn-2020-10\nin_force: {from: 2024-01-01, to: 2023-01-01}\n", 5, "写了两次"),
    "two versions at once": (
        "extends: cn-2020-10\nover:\n"
        "  - {in_force: {from: 2021-01-01}, flag_at: 1.2, words: a, clause: b}\n"
        "  - {in_force: {from: 2022-01-01}, flag_at: 1.3, words: a, clause: b}\n", 7, "日期重叠"),
    "a gap between versions": (
        "extends: cn-2020-10\nover:\n"
        "  - {in_force: {from: 2021-01-01, to: 2021-12-31}, flag_at: 1.2, words: a, clause: b}\n"
        "  - {in_force: {from: 2023-01-01}, flag_at: 1.3, words: a, clause: b}\n", 5, "日期之间有空"),
    "a version without a date": (
        "extends: cn-2020-10\nover:\n"
        "  - {in_force: {from: 2021-01-01, to: 2021-12-31}, flag_at: 1.2, words: a, clause: b}\n"
        "  - {flag_at: 1.3, words: a, clause: b}\n", 7, "缺少这一项"),
    "a mistake in a later version": (
        "extends: cn-2020-10\nover:\n"
        "  - {in_force: {from: 2021-01-01, to: 2021-12-31}, flag_at: 1.2, words: a, clause: b}\n"
        "  - {in_force: {from: 2022-01-01}, flag_at: 0.3, words: a, clause: b}\n", 7, "应大于 1"),
    "a base there is not": ("extends: cn-1999\n", 4, "没有“cn-1999”这套规则"),
    "itself as its base": ("extends: ./坏.yaml\n", 4, "不能以自己为底"),
    "points without grades": ("scored: 是\n", 1, "缺少这一项"),
    "grades without points": ("extends: cn-2020-10\nscored: 否\n", 1, "不写 weights 和 grades"),
    "merging into a class without points": (
        "extends: cn-2020-10\nmerge: {成本指标: 满意度指标}\nweights:\n"
        "  - {points: {预算执行率: 10, 产出指标: 90}, words: a, clause: b}\n", 1, "没有满意度指标"),
    "odd decimals": (
        "extends: cn-2020-10\nrounding: {places: 3, words: a, clause: b}\n", 5, "小数位数“3”"),
}  # fmt: skip


@pytest.mark.parametrize("why", _REFUSED)
def test_a_contradictory_rule_file_is_refused_with_its_line(why: str, tmp_path: Path) -> None:
    text, line, message = _REFUSED[why]
    path = _write(tmp_path, "坏", text)
    with pytest.raises(InputError) as caught:
        find(str(path))
    assert any(
        message in told and told.startswith(f"{path}:{line}：") for told in caught.value.lines
    ), caught.value.lines


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, "甲", "extends: ./乙.yaml\n")
    _write(tmp_path, "乙", "extends: ./甲.yaml\n")
    with pytest.raises(InputError, match="循环"):
        load("甲.yaml", beside=tmp_path)


def test_a_file_in_the_folder_whose_id_is_not_its_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_RULES", str(tmp_path))
    _write(tmp_path, "某县", "extends: cn-2020-10\n").rename(tmp_path / "邻县.yaml")
    with pytest.raises(InputError, match=re.escape("文件名应是 某县.yaml")):
        load("邻县")


def test_without_a_setting_ones_own_rules_lie_in_the_settings_folder(
    _own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIXIAO_RULES", raising=False)
    folder = _own_home / "jixiao" / "规则"
    assert loader.user_folder() == folder
    folder.mkdir(parents=True)
    _write(folder, "某县", "extends: cn-2020-10\n")
    assert load("某县").id == "某县"
    assert load("cn-2020-10").id == "cn-2020-10"
