"""What leaves for a far machine: private values as tokens and back, markings stop it, everyday words pass."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm.markings import marking
from assistant.llm.redaction import Redaction

PRIVATE = [
    ("联系人：张伟，请与他核对", "张伟", "人员"),
    ("负责人为欧阳明华", "欧阳明华", "人员"),
    ("由王建国同志负责巡检", "王建国", "人员"),
    ("李娜主任签字", "李娜", "人员"),
    ("王建国镇长到场", "王建国", "人员"),
    ("张建军站在断缆处", "张建军", "人员"),
    ("周文斌路过现场", "周文斌", "人员"),
    ("电话13812345678", "13812345678", "电话"),
    ("手机138 1234 5678", "138 1234 5678", "电话"),
    ("座机0953-6012345转801", "0953-6012345转801", "电话"),
    ("（0953）6012345", "（0953）6012345", "电话"),
    ("身份证640323198501012316", "640323198501012316", "证件"),
    ("身份证64032319850101231X", "64032319850101231X", "证件"),
    ("护照E12345678", "E12345678", "证件"),
    ("车辆宁A12345违停", "宁A12345", "车牌"),
    ("新能源车宁AD12345", "宁AD12345", "车牌"),
    ("宁A·1234警", "宁A·1234警", "车牌"),
    ("服务器192.168.10.21:8080", "192.168.10.21:8080", "网址"),
    ("网段10.1.0.0/16", "10.1.0.0/16", "网址"),
    ("地址fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a", "网址"),
    ("邮箱zhang.wei@yanchi.gov.cn", "zhang.wei@yanchi.gov.cn", "邮箱"),
    ("账号6222021234567890123", "6222021234567890123", "账号"),
    ("账号6222 0212 3456 7890 123", "6222 0212 3456 7890 123", "账号"),
    ("位于107.405123,37.783456处", "107.405123,37.783456", "坐标"),
    ("位于东经107°24′18″、北纬37°47′处", "东经107°24′18″、北纬37°47′", "坐标"),
    ("位于37°47′N, 107°24′E处", "37°47′N, 107°24′E", "坐标"),
]


@pytest.mark.parametrize(("text", "value", "kind"), PRIVATE, ids=[v for _, v, _ in PRIVATE])
def test_a_private_value_leaves_as_a_token_and_comes_back(text: str, value: str, kind: str) -> None:
    redaction = Redaction()
    hidden = redaction.hide(text)
    assert value not in hidden
    assert re.search(rf"\[{kind}1\]", hidden), hidden
    assert redaction.restore(hidden) == text


EVERYDAY = [
    "资金总额：年初预算64.638万元，全年预算64.638万元，到位64.638万元",
    "年初预算30.838、33.8万元",
    "安装软硬件设备年度指标值16954套",
    "执行3706.5万元，未执行1164万元",
    "2021年11月前完成，2022年5月30日验收",
    "财预〔2020〕10号",
    "“租赁视频服务在线率”年度指标值100%，实际完成值95%",
    "面积1429.39hm2，产量3.51万t",
    "共计215457600元",
    "10万至20万元，比例1:10",
    "版本2.0，第1.2.3节",
    "安全高效推进，方法得当，成效明显，和谐稳定",
    "县财政局、县公安局科技信息化大队、各乡镇卫生院",
    "红旗灌区管理所和白杨镇3座站停运，秋收后代建单位再进场，沿河补栽柳树",
]


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_figures_and_words_stay_as_they_are(text: str) -> None:
    assert Redaction().hide(text) == text


def test_one_value_has_one_token_wherever_it_stands() -> None:
    redaction = Redaction()
    redaction.learn(["联系人：张伟", "张伟于3月与李娜主任会商", "李娜主任"])
    assert redaction.hide("李娜说张伟在场") == "[人员2]说[人员1]在场"


def test_tokens_are_the_same_on_every_run_and_in_any_order_of_asking() -> None:
    texts = ["联系人：张伟13812345678", "联系人：李娜13987654321"]
    first, second = Redaction(), Redaction()
    first.learn(texts)
    second.learn(texts)
    assert [first.hide(t) for t in texts] == [second.hide(t) for t in reversed(texts)][::-1]


def test_a_units_own_words_go_first_and_longest_first() -> None:
    redaction = Redaction(["清河行动", "清河行动二期", "词语"])
    hidden = redaction.hide("清河行动二期接清河行动，用词语表述")
    assert hidden == "[词语1]接[词语2]，用[词语3]表述"
    assert redaction.restore(hidden) == "清河行动二期接清河行动，用词语表述"


@pytest.mark.parametrize("spelt", ["[人员1]", "【人员1】", "［人员１］", "〔 人员1 〕"])
def test_a_token_comes_back_however_the_model_spelt_its_brackets(spelt: str) -> None:
    redaction = Redaction()
    redaction.hide("联系人：张伟")
    assert redaction.restore(f"由{spelt}负责") == "由张伟负责"


def test_a_text_with_a_token_of_its_own_comes_back_unchanged() -> None:
    redaction = Redaction()
    texts = ["表中[人员1]为代号", "联系人：张伟"]
    redaction.learn(texts)
    for text in texts:
        assert redaction.restore(redaction.hide(text)) == text


def test_a_token_that_the_model_made_up_is_known_as_such() -> None:
    redaction = Redaction()
    redaction.hide("联系人：张伟")
    assert redaction.strange("由[人员1]和[人员7]负责【待核实】") == ("[人员7]",)


PIECES = st.sampled_from([text for text, _, _ in PRIVATE] + EVERYDAY)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=6))
def test_whatever_is_hidden_comes_back(texts: list[str]) -> None:
    redaction = Redaction(["巡检"])
    redaction.learn(texts)
    whole = "；".join(texts)
    assert redaction.restore(redaction.hide(whole)) == whole


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("机密★3年", "机密"),
        ("绝 密", "绝密"),
        ("此件为秘密级", "秘密"),
        ("密级：普通", "密级："),
        ("内部资料，注意保存", "内部"),
        ("【内部】", "内部"),
        ("内部文件", "内部"),
        ("材料不得外传", "不得外传"),
    ],
)
def test_a_marking_is_found(text: str, found: str) -> None:
    assert marking(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "加强内部控制和内部管理",
        "内部审计发现的问题",
        "单位内部监督机制",
        "人口密度",
        "密切配合",
        "在线率95%",
    ],
)
def test_everyday_words_are_no_marking(text: str) -> None:
    assert marking(text) == ""
