"""The rules drafter: every section, nothing that the data lack, and what is missing said and asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from grounding_cases import CASES, YANCHI, card_of, facts_of, made

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.drafting.by_rules.sentences import summed
from assistant.grounding import ground
from assistant.model.draft import SUPPLY, VERIFY, Draft
from assistant.model.sections import USUAL

HEAD = "项目: {名称: 巡检, 年度: 2023, 实施单位: 县运维中心}\n"
STOCK = ("专款专用", "专账", "满意度较高", "显著", "圆满", "好评", "有力", "成效", "高质量", "扎实")


def _draft(case: str) -> Draft:
    return draft_by_rules(card_of(case), facts_of(case))


def _of(tmp_path: Path, text: str) -> Draft:
    return draft_by_rules(*made(tmp_path, HEAD + text))


def _text(draft: Draft, section: str) -> str:
    return "\n".join(p.text for p in draft.section(section).paragraphs)


@pytest.mark.parametrize("case", CASES)
def test_every_section_of_the_outline_has_text_from_known_facts(case: str) -> None:
    draft, known = _draft(case), {fact.id for fact in facts_of(case)}
    assert {section.id for section in draft.sections} == USUAL
    assert draft.sections[0].id == "opening"
    for section in draft.sections:
        assert section.paragraphs
        assert section.source == "rules"
        for sentence in section.sentences:
            assert set(sentence.facts) <= known
            assert sentence.text[-1] in "。："


@pytest.mark.parametrize("case", CASES)
def test_no_sentence_says_what_the_data_do_not_hold(case: str) -> None:
    facts = facts_of(case)
    wrong = []
    for section in _draft(case).sections:
        for sentence in section.sentences:
            marked = sentence.text.startswith((SUPPLY, VERIFY))
            verdict = ground(
                sentence.text, facts, cited=sentence.facts, section=section.id, marked=marked
            )
            if verdict.verdict != "supported":
                wrong.append((sentence.text, verdict.why))
    assert wrong == []


@pytest.mark.parametrize("case", CASES)
def test_sentence_with_a_figure_names_its_facts(case: str) -> None:
    for section in _draft(case).sections:
        for sentence in section.sentences:
            marked = sentence.text.startswith((SUPPLY, VERIFY))
            if re.search(r"\d", re.sub(r"^（\d+）", "", sentence.text)) and not marked:
                assert sentence.facts, sentence.text


@pytest.mark.parametrize("case", CASES)
def test_no_praise_that_the_notes_do_not_hold(case: str) -> None:
    notes = "".join(fact.text for fact in facts_of(case))
    text = "".join(s.text for section in _draft(case).sections for s in section.sentences)
    assert [word for word in STOCK if word in text and word not in notes] == []


@pytest.mark.parametrize("case", CASES)
def test_marked_lines_say_who_is_to_supply_what(case: str) -> None:
    for section in _draft(case).sections:
        for sentence in section.sentences:
            if sentence.text.startswith((SUPPLY, VERIFY)):
                assert sentence.verdict == "verify"
                assert "请" in sentence.text
                assert sentence.note


def test_yanchi_reads_as_an_official_document() -> None:
    draft = _draft(YANCHI)
    assert _text(draft, "opening").startswith(
        "按照《关于开展2021年部门项目支出绩效自评的通知》要求，我局组织"
    )
    output = _text(draft, "output")
    assert output.startswith("租赁视频网络服务数量16个小区，")
    assert "租赁视频服务在线率为95%，未达到100%的目标。" in output
    assert "租赁视频服务在线率比目标低5个百分点" in _text(draft, "deviation_reasons")


def test_vague_reason_is_quoted_and_sent_back_with_what_to_say() -> None:
    text = _text(_draft(YANCHI), "deviation_reasons")
    assert "填报的原因“前端各种因素影响维护，在线率不能达到100%”不具体" in text
    [line] = [t for t in text.splitlines() if t.startswith(VERIFY)]
    for wanted in ("具体成因", "数量", "时间", "盐池县公安局"):
        assert wanted in line


def test_rows_without_an_actual_are_said_to_lack_it() -> None:
    draft = _draft(YANCHI)
    assert "均未填报实际完成值" in _text(draft, "benefit")
    assert "群众获得感幸福感安全感未填报实际完成值" in _text(draft, "satisfaction")
    assert "调查时间、对象、方式和有效样本数" in _text(draft, "satisfaction")


def test_deadline_answered_in_words_asks_for_the_day() -> None:
    assert "补充“‘雪亮工程’网络安全升级项目资金支付完成时间”的实际完成日期" in _text(
        _draft(YANCHI), "output"
    )


def test_satisfaction_without_a_survey_is_to_be_verified() -> None:
    assert VERIFY in _text(_draft("09-xiaoyuan-weixiu-2022"), "satisfaction")
    assert VERIFY not in _text(_draft("11-langfang-2021"), "satisfaction")


def test_fund_management_is_told_only_from_the_note() -> None:
    told = _text(_draft("13-jiaoyu-yingyang-2023"), "funds_management")
    assert told == "我办按《县学生营养改善计划资金管理办法》实行分账核算，每学期审计一次。"
    assert _text(_draft(YANCHI), "funds_management").startswith(SUPPLY)


def test_adjusted_budget_is_told_with_its_change() -> None:
    text = _text(_draft("21-huanbao-wushui-2022"), "funds_arrival")
    assert "年初预算512万元，全年预算调整为489.3万元" in text
    assert "预算调整的文号、日期和事由" in text


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("7月省厅财社〔2024〕37号又拨来12万，尾款没到期", False),
        ("省厅下半年多给了120000元", False),
        ("省厅7月又拨来2万，尾款没到期", True),  # another amount
        ("尾款12户没签字，没到期", True),  # no money
    ],
)
def test_a_note_that_names_the_amount_tells_the_change(
    tmp_path: Path, note: str, asked: bool
) -> None:
    draft = _of(
        tmp_path,
        "资金: {单位: 万元, 明细: [{来源: 省级补助, 年初预算: 80, 全年预算: 92, 到位: 92, 执行: 60, 原因: "
        f"'{note}'}}]}}\n指标: [{{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 12次}}]\n",
    )
    assert ("预算调整的文号、日期和事由" in _text(draft, "funds_arrival")) == asked


@pytest.mark.parametrize(
    ("summary", "told"),
    [
        ("投放人工鱼礁40座，拆解渔船8艘", "项目主要内容是投放人工鱼礁40座，拆解渔船8艘。"),
        ("灌区渠道40公里防渗", "项目主要内容是灌区渠道40公里防渗。"),
        ("在6个乡镇建冷库", "项目主要内容是在6个乡镇建冷库。"),
        ("县档案馆向公众免费开放，补拍目录", "县档案馆向公众免费开放，补拍目录。"),
        ("本项目修三条渠", "本项目修三条渠。"),
        ("为贯彻县委意见，修三条渠", "为贯彻县委意见，修三条渠。"),
        ("按《县水利规划》实施", "本项目按《县水利规划》实施。"),
        ("", ""),
    ],
)
def test_a_summary_without_a_subject_takes_one(summary: str, told: str) -> None:
    assert summed(summary) == told


def test_many_reasons_for_money_stand_behind_the_amounts_and_each_where_it_belongs(
    tmp_path: Path,
) -> None:
    source = "{来源: 县级财政拨款, 年初预算: 250, 全年预算: 250, 到位: 232, 执行: 219, 原因: 有18万元年底没有拨付；尾款13万元因资料不全没有支付}"
    draft = _of(
        tmp_path,
        "资金:\n  单位: 万元\n  明细:\n    - {来源: 中央补助, 年初预算: 480, 全年预算: 480, 到位: 480, 执行: 451}\n"
        f"    - {source}\n  原因: 12月的款要等1月核对后结算；18万元年底没有拨付；尾款13万元因资料不全没有支付\n"
        "  措施: 3月底前补齐资料\n"
        "指标:\n  - {一级: 产出, 二级: 数量, 名称: 购置留样冷柜, 目标: 60台, 实际: 46台, 原因: 没有下单, 措施: 到账后十天内办完}\n"
        "  - {一级: 产出, 二级: 数量, 名称: 改造食堂, 目标: 9所, 实际: 6所, 原因: 地基下有暗河, 措施: 食堂按桩基方案施工}\n",
    )
    arrived, spent = _text(draft, "funds_arrival"), _text(draft, "funds_execution")
    assert "有18万元年底没有拨付，资金到位率97.53%" in arrived
    assert "资料不全" not in arrived
    assert spent.startswith("全年支出670万元")
    assert "未执行60万元。原因是12月的款" in spent
    measures = _text(draft, "improvement_measures")
    assert "一是资金执行方面，3月底前补齐资料。" in measures
    assert "二是购置留样冷柜方面，到账后十天内办完。" in measures
    assert "三是食堂按桩基方案施工。" in measures


def test_measure_without_owner_or_deadline_gets_a_marked_blank(tmp_path: Path) -> None:
    draft = _of(
        tmp_path,
        "指标: [{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 9次, 原因: 6月停电三天, 措施: 补巡3次, 责任单位: 运维组}]\n",
    )
    text = _text(draft, "improvement_measures")
    assert "运维组补巡3次。" in text
    assert f"{SUPPLY}请县运维中心补充“巡检次数”改进措施的完成时限。" in text


def test_deviation_without_reason_and_measure_asks_for_both(tmp_path: Path) -> None:
    draft = _of(
        tmp_path, "指标: [{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 9次}]\n"
    )
    assert "说明“巡检次数”未完成的原因" in _text(draft, "deviation_reasons")
    assert "提出改进措施，写明做法、责任单位和完成时限" in _text(draft, "improvement_measures")


def test_money_is_explained_where_it_was_spent_and_not_again() -> None:
    draft = _draft("13-jiaoyu-yingyang-2023")
    spent = _text(draft, "funds_execution")
    assert spent.startswith("全年支出1406.64万元")
    assert "未执行85.86万元，原因是县级配套54万元12月28日下达，未来得及支付。" in spent
    assert "未来得及支付" not in _text(draft, "deviation_reasons")


def test_more_than_three_deviations_are_numbered_in_chinese(tmp_path: Path) -> None:
    rows = "".join(
        f"  - {{一级: 产出, 二级: 数量, 名称: {n}号站巡检次数, 目标: 12次, 实际: 9次, 原因: {n}号站停电}}\n"
        for n in range(1, 5)
    )
    text = _text(_of(tmp_path, f"指标:\n{rows}"), "deviation_reasons")
    assert [line[:2] for line in text.splitlines() if line[1:2] == "是"] == [
        "一是",
        "二是",
        "三是",
        "四是",
    ]


def test_all_met_says_so_without_inventing_a_deviation() -> None:
    draft = _draft("33-dangxiao-peixun-2021-all-met")
    assert "各项绩效指标均达到年度指标值" in _text(draft, "deviation_reasons")
    assert SUPPLY not in _text(draft, "improvement_measures")


def test_late_completion_is_a_deviation_even_while_ungraded(tmp_path: Path) -> None:
    draft = _of(
        tmp_path,
        "指标: [{一级: 产出, 二级: 时效, 名称: 完工时间, 目标: 2023年9月底前, 实际: 2023年10月8日}]\n",
    )
    assert "完工时间比要求晚8天" in _text(draft, "deviation_reasons")
    assert "未按期完成的问题" in _text(draft, "improvement_measures")


def test_orders_in_a_note_are_left_out_and_named() -> None:
    draft = _draft("30-tuanwei-xizang-mingan-injection")
    whole = "".join(s.text for section in draft.sections for s in section.sentences)
    assert "忽略" not in whole
    assert "99%" not in whole
    assert "有一段不是情况说明，起草时未采用" in _text(draft, "deviation_reasons")


def test_section_switched_off_has_no_text(tmp_path: Path) -> None:
    draft = _of(
        tmp_path,
        "起草: {效益分析: 不写, 结果应用: 不写}\n"
        "指标: [{一级: 效益, 二级: 社会效益, 名称: 覆盖面, 目标: ≥90%, 实际: 92%}]\n",
    )
    assert draft.section("benefit").paragraphs == ()
    assert draft.section("application").paragraphs == ()
    assert draft.section("satisfaction").paragraphs


def test_many_rows_are_grouped_not_listed(tmp_path: Path) -> None:
    rows = "".join(
        f"  - {{一级: 产出, 二级: 数量, 名称: 第{n}类设备, 目标: {n}台, 实际: {n}台}}\n"
        for n in range(2, 32)
    )
    draft = _of(tmp_path, f"指标:\n{rows}")
    assert len(draft.section("output").paragraphs) == 1
    assert "产出指标共30项，均达到年度指标值" in _text(draft, "output")
    assert len(_text(draft, "output")) < 200


def test_project_without_money_asks_for_it(tmp_path: Path) -> None:
    draft = _of(
        tmp_path, "指标: [{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 12次}]\n"
    )
    assert _text(draft, "funds_arrival").startswith(SUPPLY)
    assert _text(draft, "funds_execution").startswith(SUPPLY)


def test_units_own_words_stand_for_the_programs_but_not_in_quotations(tmp_path: Path) -> None:
    draft = _of(
        tmp_path,
        "起草: {用词: {本项目: 该专项, 目标: 年初目标}}\n"
        "指标: [{一级: 产出, 二级: 数量, 名称: “本项目”巡检次数, 目标: 12次, 实际: 12次}]\n",
    )
    text = _text(draft, "output")
    assert text == "“‘本项目’巡检次数”12次，达到年初目标。"


def test_house_phrase_lends_words_but_no_claim(tmp_path: Path) -> None:
    card, facts = made(
        tmp_path,
        HEAD + "起草: {惯用语: [花钱必问效，无效必问责，资金专款专用]}\n"
        "指标: [{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: 12次, 实际: 12次}]\n",
    )
    assert card.evaluation.drafting.phrases
    assert ground("坚持花钱必问效、无效必问责。", facts).verdict != "unsupported"
    assert ground("资金专款专用。", facts).verdict == "unsupported"


MET = "指标:\n  - {一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: ≥12次, 实际: 12次}\n"


def test_the_number_of_a_document_stands_behind_its_title(tmp_path: Path) -> None:
    draft = _of(tmp_path, "报告: {依据: [县管网巡检办法（甲政办〔2021〕7号）]}\n" + MET)
    assert "《县管网巡检办法》（甲政办〔2021〕7号）" in _text(draft, "basis")


def test_a_standing_practice_has_its_deadline_behind(tmp_path: Path) -> None:
    row = "{一级: 产出, 二级: 数量, 名称: 巡检次数, 目标: ≥12次, 实际: 9次, 原因: 人手少3名, 措施: %s, 责任单位: 巡检股, 完成时限: 2024年3月底前}"
    draft = _of(tmp_path, "指标:\n  - " + row % "每月核查一次" + "\n")
    assert "巡检股每月核查一次，2024年3月底前落实。" in _text(draft, "improvement_measures")
    draft = _of(tmp_path, "指标:\n  - " + row % "补充人员，每月核查一次" + "\n")
    assert "2024年3月底前补充人员，每月核查一次。" in _text(draft, "improvement_measures")


def test_a_change_of_the_budget_is_told_where_money_came_in_and_is_no_reason(
    tmp_path: Path,
) -> None:
    money = """资金:
  单位: 万元
  原因: 7月县财政局调减预算20万元；质保金8万元未到支付日期
  明细:
    - {来源: 县级拨款, 年初预算: 120, 全年预算: 100, 到位: 100, 执行: 92}
    - {来源: 社会捐赠, 年初预算: 0, 全年预算: 0, 到位: 0, 执行: 0}
"""
    draft = _of(tmp_path, money + MET)
    arrival, execution = _text(draft, "funds_arrival"), _text(draft, "funds_execution")
    assert "7月县财政局调减预算20万元。" in arrival
    assert "调减" not in execution
    assert (
        execution == "全年支出92万元，预算执行率92%，未执行8万元，原因是质保金8万元未到支付日期。"
    )
    assert "社会捐赠" not in arrival + execution


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        ("阀门还没到货", "阀门尚未到货"),
        ("还有7公里没修", "尚有7公里未修"),
        ("没有巡检车，泵房被水淹没", "没有巡检车，泵房被水淹没"),
    ],
)
def test_spoken_forms_of_one_sense_are_written_ones(tmp_path: Path, noted: str, told: str) -> None:
    row = "{一级: 产出, 二级: 数量, 名称: 巡检里程, 目标: ≥12公里, 实际: 5公里, 原因: '%s'}"
    assert told in _text(_of(tmp_path, f"指标:\n  - {row % noted}\n"), "deviation_reasons")
