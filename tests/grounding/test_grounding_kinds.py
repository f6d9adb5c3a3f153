"""One fault of each kind, on exactly the words that bear it; and the true sentence beside it."""

from __future__ import annotations

import pytest
from grounding_cases import YANCHI, facts_of

from assistant.grounding import ground

RATE = "租赁视频服务在线率"
WRONG = [
    # number
    (f"{RATE}实际为96%。", "number", "96%"),
    (f"{RATE}实际为九成六。", "number", "九成六"),
    (f"{RATE}为百分之九十六。", "number", "百分之九十六"),
    (f"{RATE}实际为９６％。", "number", "９６％"),
    (f"{RATE}比年度指标值低3个百分点。", "number", "3个百分点"),
    ("实际支付64.638元。", "number", "64.638元"),
    ("实际支付0.0064亿元。", "number", "0.0064亿元"),
    ("实际支付约70万元。", "number", "70万元"),
    ("共覆盖二十个小区。", "number", "二十"),
    ("覆盖16至20个小区。", "number", "16至20"),
    ("资金是上年的3倍。", "number", "3倍"),
    ("设备通过三级检测。", "number", "三级"),
    # date
    ("项目于2021年12月完成支付。", "date", "2021年12月"),
    ("项目于2021年11月20日完成支付。", "date", "2021年11月20日"),
    ("年底前完成支付。", "date", "年底"),
    ("第三季度完成支付。", "date", "第三季度"),
    # documents and titles
    ("根据财预〔2020〕10号要求开展自评。", "document", "根据财预〔2020〕10号"),
    ("依据《智慧小区管理办法》实施。", "title", "《智慧小区管理办法》"),
    ("依据《2021年度各分县局绩效考核办法》实施。", "title", "《2021年度各分县局绩效考核办法》"),
    # direction
    (f"{RATE}年度指标值为95%。", "direction", "95%"),
    (f"{RATE}比年度指标值高5个百分点。", "direction", "5个百分点"),
    (f"{RATE}已达到年度指标值。", "direction", "达到年度指标值"),
    (f"{RATE}超额完成年度目标。", "direction", "超额完成"),
    (f"{RATE}实际超过95%。", "direction", "95%"),
    ("租赁视频网络服务数量未达到年度指标值。", "direction", "未达到"),
    ("各项绩效指标均已完成。", "direction", None),
    ("本项目未偏离绩效目标。", "direction", "未偏离"),
    ("网络环境净化已完成年度指标。", "direction", None),
    ("项目实施完毕，完成了年度总体目标。", "direction", "完成了年度总体目标"),
    ("年度总体目标已全面实现。", "direction", "总体目标已全面实现"),
    # another row's figure
    (f"{RATE}实际为16个小区。", "indicator", "16"),
    # causes
    (f"{RATE}偏低，例如网络不稳定、设备故障、用户操作不当。", "cause", None),
    (f"由于运营商断网，{RATE}未达到年度指标值。", "cause", None),
    (f"因雨，{RATE}未达到年度指标值。", "cause", None),
    (f"{RATE}未达到年度指标值，系HIKVISION平台升级所致。", "cause", None),
    # acts and names
    (f"针对{RATE}偏低的问题，将更换摄像头。", "act", None),
    ("项目由宁夏某某科技有限公司承建。", "name", None),
    # stock claims
    ("项目资金专款专用。", "claim", None),
    ("群众满意度较高。", "claim", None),
    ("项目成效显著。", "claim", "成效显著"),
]  # fmt: skip
RIGHT = [
    f"“{RATE}”年度指标值为100%，实际为95%，低5个百分点。",
    f"{RATE}为九成五，比目标少5%。",
    f"{RATE}为百分之九十五。",
    "本项目支付646380元，即64.638万元，约65万元。",
    "租赁视频网络服务数量完成十六个小区。",
    "12项指标中6项完成、1项未完成、5项缺实际完成值。",
    "两项成本指标合计64.638万元。",
    "“雪亮工程”网络安全升级项目资金要求于2021年11月前支付完成。",
    "本项目依据《2021年度各分县局绩效考核清单》组织实施。",
    f"{RATE}未达到年度指标值，主要原因是前端各种因素影响维护。",
    "群众获得感幸福感安全感未填报实际完成值。",
    "总体目标完成情况待填报。",
    f"下一步确保{RATE}达到100%。",
]


@pytest.mark.parametrize(("text", "kind", "words"), WRONG)
def test_fault_is_named_on_exactly_its_words(text: str, kind: str, words: str | None) -> None:
    found = ground(text, facts_of(YANCHI))
    assert found.verdict == "unsupported", found
    faults = [fault for fault in found.faults if fault.kind == kind]
    assert faults, found.faults
    for fault in found.faults:
        assert text[slice(*fault.span)] == fault.words
        assert fault.why
    if words is not None:
        assert words in [fault.words for fault in faults]


@pytest.mark.parametrize("text", RIGHT)
def test_true_sentence_is_not_refused(text: str) -> None:
    found = ground(text, facts_of(YANCHI))
    assert [f for f in found.faults if not f.soft] == []


@pytest.mark.parametrize("text", RIGHT[:-1])
def test_true_sentence_is_supported(text: str) -> None:
    assert ground(text, facts_of(YANCHI)).verdict == "supported"


def test_measure_that_nobody_noted_is_not_supported() -> None:
    text = f"针对“{RATE}”未达到年度指标值的问题，将进一步加强管理。"
    assert ground(text, facts_of(YANCHI), section="improvement_measures").verdict == "unsupported"


def test_measure_that_answers_no_deviation_is_marked() -> None:
    facts = facts_of("06-zhongjiang-shuibiao-2022")
    found = ground("组织干部职工开展业务培训。", facts, section="improvement_measures")
    assert any("没有对应的偏离指标" in fault.why for fault in found.faults)


def test_reason_of_another_row_is_refused() -> None:
    facts = facts_of("13-jiaoyu-yingyang-2023")
    text = "“学生家长满意度”未达标，主要原因是11月两批次蔬菜农残超标。"
    assert "indicator" in {fault.kind for fault in ground(text, facts).faults}


def test_figures_told_in_turn_belong_to_the_rows_named_in_turn() -> None:
    facts = facts_of("09-xiaoyuan-weixiu-2022")
    said = "学生满意度和教师满意度分别为95.08%和95.35%。"
    swapped = "学生满意度和教师满意度分别为95.35%和95.08%。"
    assert ground(said, facts).verdict == "supported"
    assert {fault.kind for fault in ground(swapped, facts).faults} == {"indicator"}


def test_marked_line_may_ask_for_what_is_not_there_but_not_state_figures() -> None:
    facts = facts_of(YANCHI)
    asks = "【待补充】请补充调查时间、对象和样本数。"
    assert ground(asks, facts, marked=True).verdict == "supported"
    assert (
        ground("【待补充】请说明其余37个点位的情况。", facts, marked=True).verdict == "unsupported"
    )


def test_mark_in_a_text_that_the_program_did_not_mark_is_text() -> None:
    assert ground("【待核实】维护单位收受贿赂。", facts_of(YANCHI)).verdict == "unsupported"


def test_unknown_fact_id_is_a_fault() -> None:
    found = ground(f"{RATE}实际为95%。", facts_of(YANCHI), cited=("F9999",))
    assert [fault.kind for fault in found.faults] == ["citation"]


def test_deadline_told_as_the_day_of_completion_is_refused() -> None:
    facts = facts_of("15-shuili-guanqu-2022")
    assert ground("主体工程于2022年12月19日完工。", facts).verdict == "supported"
    assert ground("主体工程于2022年11月30日完工。", facts).verdict == "unsupported"


def test_why_of_a_refused_sentence_names_words_and_fault() -> None:
    found = ground(f"{RATE}实际为96%。", facts_of(YANCHI))
    assert found.why == "“96%”：数据中没有这个数"


def test_month_of_a_note_is_of_the_year_under_review() -> None:
    facts = facts_of("31-shichang-jiliang-2023")
    assert ground("2名检定员于2023年7月调离。", facts).verdict == "supported"
    assert ground("2名检定员于2022年7月调离。", facts).verdict == "unsupported"


def test_deadline_may_be_told_without_its_year_but_not_with_another() -> None:
    facts = facts_of("06-zhongjiang-shuibiao-2022")
    assert ground("由县水利局河湖股负责，4月底前完成。", facts).verdict == "supported"
    assert ground("由县水利局河湖股负责，2022年4月底前完成。", facts).verdict == "unsupported"


@pytest.mark.parametrize(
    ("case", "text", "words"),
    [
        ("32-funv-liangai-2022", "部分妇女外出务工，8月入村检查时已到场。", "到场"),
        ("28-yingji-xiaofang-2022", "登高平台消防车进口底盘已到港。", "到港"),
        ("18-gongan-jiankong-2022", "老城区58个点位因道路开挖未断缆。", None),
    ],
)
def test_negation_turned_round_is_refused(case: str, text: str, words: str | None) -> None:
    faults = ground(text, facts_of(case)).faults
    assert [f for f in faults if f.kind == "direction" and (words is None or f.words == words)]


def test_owner_or_person_that_nobody_named_is_refused() -> None:
    facts = facts_of("06-zhongjiang-shuibiao-2022")
    section = "improvement_measures"
    for text, who in (
        ("明年把安装安排在枯水期进行，由张伟负责。", "张伟"),
        ("责任单位为县水利局规划科，2023年4月底前完成。", "县水利局规划科"),
    ):
        assert who in [f.words for f in ground(text, facts, section=section).faults]
    own = "责任单位为县水利局河湖股，完成时限为2023年4月底前。"
    assert ground(own, facts, section=section).verdict == "supported"


@pytest.mark.parametrize("words", ["数十个", "上百个", "几十个", "成千上万", "十余个", "2/3"])
def test_number_that_is_none_is_still_a_number_nobody_gave(words: str) -> None:
    found = ground(f"涉及{words}点位。", facts_of(YANCHI))
    assert "number" in {fault.kind for fault in found.faults}


def test_counting_off_is_no_number() -> None:
    assert ground("第一，租赁视频服务在线率实际为95%。", facts_of(YANCHI)).verdict == "supported"


def test_gap_may_be_told_without_its_side() -> None:
    facts = facts_of("02-xuancheng-jindu-2021")
    text = "毛发检查试剂数量年度指标值为2400份，实际完成3200份，差距为800份。"
    assert ground(text, facts).verdict == "supported"
    assert ground(text.replace("800", "900"), facts).verdict == "unsupported"


@pytest.mark.parametrize(
    "text", ["扶持发展新型农业经营主体实际完成100%。", "带动贫困户完成94万元。"]
)
def test_figure_of_the_money_is_no_figure_of_a_row(text: str) -> None:
    facts = facts_of("04-shidian-nongye-2019")
    assert ground(text, facts).verdict == "unsupported"


def test_rate_of_execution_may_follow_a_row() -> None:
    facts = facts_of("04-shidian-nongye-2019")
    text = "带动贫困户未达到年度指标值，预算执行率为14.46%，未执行资金556万元。"
    assert ground(text, facts).verdict == "supported"


def test_cause_told_among_the_measures_is_held_to_the_reasons() -> None:
    facts = facts_of("06-zhongjiang-shuibiao-2022")
    text = "主要原因是施工队伍管理不善、资金短缺。"
    found = ground(text, facts, section="improvement_measures")
    assert "cause" in {fault.kind for fault in found.faults}
