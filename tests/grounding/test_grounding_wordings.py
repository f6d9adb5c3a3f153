"""Notes put in other words pass; the same with another cause, doer, order, sum or fate of money does not."""

from __future__ import annotations

import pytest

from assistant.grounding import ground
from assistant.grounding.doers import alike, doer
from assistant.grounding.standing import parted
from assistant.grounding.tokens import tokens
from evals.ground.measure import facts_of

REASON, MEASURE, MANAGED, SPENT = (
    "deviation_reasons",
    "improvement_measures",
    "funds_management",
    "funds_execution",
)


@pytest.mark.parametrize(
    ("case", "section", "indicator", "true", "false"),
    [
        # words: of one group, of one verb, of characters of one meaning
        ("75-fayuan-2022", MEASURE, "扫描历史卷宗", "外包公司将添设2条扫描线。", "外包公司将拆除2条扫描线。"),
        ("77-honggan-2024", MEASURE, "除尘设备检测合格率", "供货商无偿换好布袋后重新送检。", "供货商有偿换好布袋后重新送检。"),
        ("78-xiaofang-2023", MEASURE, "改造完成时间", "与各场所共同商定施工日历，错开法会和节庆。", "与各场所共同商定施工日历，安排在法会和节庆。"),
        ("75-fayuan-2022", REASON, "改造智慧法庭", "沙洲人民法庭因屋面漏水未改。", "沙洲人民法庭因空调漏水未改。"),
        # causes: of one happening
        ("81-songcai-2023", REASON, "疫木除害处理合格率", "粉碎机6月故障停用9天，致使部分枝桠堆放超过规定期限。", "粉碎机6月故障停用9天，致使部分伐桩覆膜不严。"),
        ("73-shuiku-2023", SPENT, "", "县级配套少到位45万元，原因是土地出让收入没有按时入库。", "县级配套少到位45万元，原因是红岩水库因低温停工。"),
        # doers
        ("71-zhanpai-2023", REASON, "站牌投用时间", "显示屏供货商9月更换背光型号。", "市公交场站管理中心9月更换背光型号。"),
        ("77-honggan-2024", MANAGED, "", "8月发现永丰镇烘干中心把2.6万元接待支出列入项目。", "8月发现和平镇烘干中心把2.6万元接待支出列入项目。"),
        ("83-liangai-2023", MEASURE, "癌前病变治疗率", "责任单位为县妇联。", "责任单位为县残联。"),
        # order
        ("73-shuiku-2023", REASON, "完成除险加固水库", "红岩水库8月补充勘察后变更设计。", "红岩水库8月变更设计后补充勘察。"),
        # money: whose, how much of all, what became of it
        ("78-xiaofang-2023", SPENT, "", "上年结转部分已全部支出。", "上年结转部分尚有部分未支出。"),
        ("75-fayuan-2022", SPENT, "", "两项资金共结余64.9万元。", "两项资金共结余48万元。"),
        ("72-hance-2022", SPENT, "", "结余的33.6万元已上缴县财政。", "结余的33.6万元已退还农户。"),
        # against the target, and what was reached told as lacking
        ("78-xiaofang-2023", REASON, "改造完成时间", "改造比目标晚38天。", "改造比目标晚18天。"),
        ("81-songcai-2023", REASON, "布设诱捕器", "诱捕器布设760套，少交40套。", "760套诱捕器未能按约交货。"),
        ("78-xiaofang-2023", "output", "", "火灾隐患整改率为96.8%。", "火灾隐患全部整改到位。"),
        ("75-fayuan-2022", MANAGED, "", "3台高拍仪没有登记固定资产，已补登入账。", "3台高拍仪至今没有登记固定资产。"),
        # what the sentence counts itself
        ("77-honggan-2024", MANAGED, "", "设备款分到货、调试、验收三个阶段支付。", "设备款分到货、验收三个阶段支付。"),
    ],
)  # fmt: skip
def test_other_words_pass_and_another_thing_does_not(
    case: str, section: str, indicator: str, true: str, false: str
) -> None:
    facts = facts_of(case)
    good = ground(true, facts, section=section, indicator=indicator)
    assert (good.verdict, good.why) == ("supported", "")
    assert ground(false, facts, section=section, indicator=indicator).verdict == "unsupported"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("和平镇烘干中心拟由县供电公司", "县供电公司"),
        ("发现永丰镇烘干中心把", "永丰镇烘干中心"),
        ("月在青坝镇", ""),
        ("县医保局会同县卫健局", "县医保局"),
        ("项目有所", ""),
    ],
)
def test_the_doer_is_told_apart_from_place_and_company(words: str, who: str) -> None:
    assert doer(words) == who


def test_short_forms_of_bodies() -> None:
    assert alike("县妇联", "县妇女联合会")
    assert alike("县卫健局", "县卫生健康局")
    assert not alike("和平镇烘干中心", "永丰镇烘干中心")


def test_a_denial_inside_a_word_is_told_apart() -> None:
    assert [word for word, _ in parted(tokens("未改"))] == ["未", "改"]
    assert [word for word, _ in parted(tokens("进不了"))] == ["进", "不", "了"]
    assert [word for word, _ in parted(tokens("未来"))] == ["未来"]


@pytest.mark.parametrize("praise", ["取得了良好的社会效益", "受到群众一致好评"])
def test_praise_is_not_made_of_the_facts_words(praise: str) -> None:
    for case, true in (("46-yanchu-2023", "现场问卷620份"), ("73-shuiku-2023", "支出975万元")):
        assert ground(f"{true}，{praise}。", facts_of(case)).verdict == "unsupported"
