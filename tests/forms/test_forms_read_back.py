"""Our own forms come back as the data they were made from: Word and Excel, scored and unscored."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.forms.filled.writing import form_bytes
from assistant.forms.read.wording import split_reason
from assistant.intake import read, read_all
from assistant.intake.write_yaml import to_yaml
from assistant.model.evaluation import Evaluation, Indicator
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

LEVELS = (
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标"),
    ("效益指标", "经济效益指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标"),
)  # fmt: skip
WORDS = st.text(
    alphabet="修建道路桥梁水渠农村公厕校舍设备培训户居民满意覆盖及时", min_size=4, max_size=14
)
VALUES = st.sampled_from(
    [("≥95%", "96.5%"), ("=100%", "98%"), ("16个小区", "16个小区"), ("≤30.838万元", "30.838万元"), ("2021年11月前", "2021年10月28日"),
     ("全面提升", "部分达成年度指标"), ("≥1.2万人", ""), ("0起", "0起"), ("长期", "已建立制度"), ("≥3次/年", "4次/年")]
)  # fmt: skip
NOTES = st.sampled_from(
    ["", "招标推迟一个月", "设备到货晚，其中2台由厂家返修", "受汛期影响，工期顺延20天"]
)
MEASURES = st.sampled_from(["", "2022年5月底前完成验收", "由水利站按月调度，6月底前补足"])
OWNERS = st.sampled_from(
    [("", ""), ("县水利站", ""), ("", "2022年5月底前"), ("县水利站、各乡镇政府", "2022年6月30日前")]
)
AMOUNT = st.decimals(0, 5000, places=3).map(lambda d: f"{d.normalize():f}")
FUND = st.fixed_dictionaries({"年初预算": AMOUNT, "全年预算": AMOUNT, "执行": AMOUNT})
ROW = st.tuples(st.sampled_from(LEVELS), WORDS, VALUES, NOTES, MEASURES, OWNERS)
Told = tuple[tuple[str, str], str, tuple[str, str], str, str, tuple[str, str]]


def evaluation(
    rows: list[Told],
    funds: list[dict[str, str]],
    unit: str,
    goal: str,
    weighed: bool,
) -> Evaluation:
    names = dict.fromkeys(name for _, name, *_ in rows)
    kept = [next(r for r in rows if r[1] == name) for name in names]
    return Evaluation.model_validate(
        {
            "项目": {"名称": "农村供水维修项目", "年度": 2021, "主管部门": "县水利局", "实施单位": "县水利服务中心"},
            "资金": {
                "单位": unit,
                "明细": [{"来源": s} | f for s, f in zip(("当年财政拨款", "上年结转资金", "其他资金"), funds, strict=False)],
            },
            "总体目标": {"预期": goal, "实际": f"已{goal}"},
            "指标": [
                {"一级": a, "二级": b, "名称": name, "目标": target, "实际": actual, "原因": reason, "措施": measure, "责任单位": owner if measure else "", "完成时限": due if measure else ""}
                | ({"分值": "10"} if weighed else {})
                for (a, b), name, (target, actual), reason, measure, (owner, due) in kept
            ],
        }
    )  # fmt: skip


def _beside(row: Indicator) -> tuple[str, str]:
    """Who and until when, as far as the measure does not say so itself: the form says it once."""
    return tuple("" if text in row.measure else text for text in (row.owner, row.due))  # type: ignore[return-value] # two of them


def facts(data: Evaluation) -> dict[str, object]:
    """What the official form has a place for."""
    rows = {
        i.name: (i.level1, i.level2, i.target, i.actual, i.reason, i.measure, *_beside(i))
        for i in data.indicators
    }
    funds = data.funds
    lines = {f.source: (f.initial, f.budget, f.executed) for f in funds.sources} if funds else {}
    nothing = (Decimal(0), Decimal(0), Decimal(0))
    return {
        "project": (
            data.project.name,
            data.project.year,
            data.project.authority,
            data.project.unit,
        ),
        "rows": rows,
        "unit": funds.unit if funds else "",
        "funds": {k: v for k, v in lines.items() if v != nothing},
        "goal": (data.goal.expected, data.goal.actual),
    }


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=7),
    funds=st.lists(FUND, min_size=3, max_size=3),
    unit=st.sampled_from(["万元", "元"]),
    goal=WORDS,
    weighed=st.booleans(),
    suffix=st.sampled_from([".docx", ".xlsx"]),
)
def test_our_own_form_reads_back_without_loss(
    rows: list[Told],
    funds: list[dict[str, str]],
    unit: str,
    goal: str,
    weighed: bool,
    suffix: str,
) -> None:
    data = evaluation(rows, funds, unit, goal, weighed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"自评表{suffix}"
        path.write_bytes(form_bytes(score(data, for_evaluation(data)), path))
        (found,) = read_all(path)
        wanted = facts(data)
        assert facts(found.evaluation()) == wanted
        again = Path(folder) / "数据.yaml"
        again.write_text(to_yaml(found), encoding="utf-8")
        assert facts(read(again)) == wanted


SOURCES = st.lists(
    st.sampled_from(["上级专项补助", "县级配套", "中央补助", "上年结转资金", "其他资金", "单位自筹", "社会捐赠", "省级“以奖代补”资金", "当年财政拨款", "地方资金"]),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(
    names=SOURCES,
    amounts=st.lists(st.integers(1, 900), min_size=5, max_size=5),
    suffix=st.sampled_from([".docx", ".xlsx"]),
    kind=st.sampled_from(["自评表", "转移支付"]),
)
def test_no_source_of_the_data_is_lost_in_the_form(
    names: list[str], amounts: list[int], suffix: str, kind: Any
) -> None:
    funds = {
        name: {"年初预算": str(a), "全年预算": str(a), "执行": str(a)}
        for name, a in zip(names, amounts, strict=False)
    }
    row = (("产出指标", "数量指标"), "维修水渠", ("≥12公里", "12公里"), "", "", ("", ""))
    plain = evaluation([row], [], "万元", "维修水渠", False).model_dump(by_alias=True)
    plain["资金"]["明细"] = [{"来源": name} | money for name, money in funds.items()]
    data = Evaluation.model_validate(plain)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"自评表{suffix}"
        path.write_bytes(form_bytes(score(data, for_evaluation(data)), path, kind))
        (found,) = read_all(path)
    back = found.evaluation().funds
    assert back is not None
    said = "、".join(fund.source for fund in back.sources)
    assert [name for name in names if name.replace("“", "‘").replace("”", "’") not in said] == []
    assert sum(fund.executed or 0 for fund in back.sources) == sum(amounts[: len(names)])
    assert not [line for line in found.not_understood if "资金来源" in line]
    spent = [fund for fund in back.sources if fund.executed]
    if len(spent) == len(names):  # each has a line of its own: amounts come back too
        told = {fund.source.replace("‘", "“").replace("’", "”"): fund.executed for fund in spent}
        assert told == {name: Decimal(m["执行"]) for name, m in funds.items()}


def test_the_unscored_form_reads_back(tmp_path: Path) -> None:
    data = evaluation(
        [(("产出指标", "数量指标"), "维修水渠", ("≥12公里", "10公里"), "两处未获许可", "5月底前补做", ("", ""))],
        [{"年初预算": "10", "全年预算": "12.5", "执行": "12"}],
        "万元", "维修水渠12公里", False,
    )  # fmt: skip
    for suffix in (".docx", ".xlsx"):
        path = tmp_path / f"表{suffix}"
        path.write_bytes(form_bytes(score(data, for_evaluation(data)), path, "转移支付"))
        (found,) = read_all(path)
        back = found.evaluation()
        assert facts(back)["rows"] == facts(data)["rows"]
        assert facts(back)["goal"] == facts(data)["goal"]
        assert back.funds is not None
        assert [(f.source, f.budget, f.executed) for f in back.funds.sources if f.budget] == [
            ("当年财政拨款", Decimal("12.5"), 12)
        ]
        assert (back.project.name, back.project.year) == (data.project.name, 2021)


def test_a_combined_cell_is_divided_where_its_sentences_tell() -> None:
    divided = {
        "汛期停工一个月，11月才完工。下一步提前备料，汛前完成基础。": ("汛期停工一个月，11月才完工", "下一步提前备料，汛前完成基础"),
        "受疫情影响只办了3期，今后改为线上培训": ("受疫情影响只办了3期", "今后改为线上培训"),
        "1.农户外出，未能入户；2.加强与村委会衔接，春节前补访": ("农户外出，未能入户", "加强与村委会衔接，春节前补访"),
    }  # fmt: skip
    for text, (reason, measure) in divided.items():
        assert split_reason(text) == (reason, measure, True)
    for whole in (
        "设备到货晚，已全部补装。",
        "资金未及时支付",
        "加强管理，提高效率。",
        "因积极性不高，未完成",
    ):
        assert split_reason(whole) == (whole, "", False)
