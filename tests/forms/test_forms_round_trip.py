"""Data → our own form → import → the same data: what the official form has no cell for stands in the lines below it."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.forms.filled.writing import form_bytes
from assistant.intake import read_all
from assistant.model.evaluation import Evaluation
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

LEVELS = (
    ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("产出指标", "时效指标"), ("产出指标", "成本指标"),
    ("效益指标", "经济效益指标"), ("效益指标", "可持续影响指标"), ("满意度指标", "服务对象满意度指标"),
)  # fmt: skip
NAMES = st.text(
    alphabet="修建道路桥梁水渠农村公厕校舍设备培训户“”（）居民覆盖", min_size=4, max_size=12
).filter(lambda t: sum(c not in "“”（）" for c in t) > 3 and t[0] not in "“”（）")
#: target, actual, and what a person judged of it
VALUES = st.sampled_from(
    [("≥95%", "96.5%", None, None), ("=100%", "98%", None, None), ("16个小区", "16个小区", None, None), ("≤30.838万元", "30.838万元", None, None),
     ("2021年11月前", "2021年12月8日", "未达成", "0.5"), ("全面提升", "有所提升", "部分达成", "0.75"), ("长期", "已建立制度", "达成", None), ("≥3次/年", "4次/年", None, None)]
)  # fmt: skip
REASONS = st.sampled_from(
    ["", "招标推迟一个月", "设备到货晚；其中2台返修。已改由本地厂家供货", "受汛期影响，下一步调整工期的请示未批", "原因有二：一是降雨，二是停电"]
)  # fmt: skip
MEASURES = st.sampled_from(
    ["", "2022年5月底前完成验收", "由水利站按月调度，6月底前补足；逐户回访", "加强调度。责任到人"]
)
OWNERS = st.sampled_from(["", "县水利站", "县水利站、各乡镇政府", "水利站；教育局（基建股）"])
DUES = st.sampled_from(["", "2022年5月底前", "6月底前", "2022年6月30日前"])
EVIDENCE = st.sampled_from(["", "验收单、台账", "问卷；发出120份，收回117份：见附件3"])
ROW = st.tuples(st.sampled_from(LEVELS), NAMES, VALUES, REASONS, MEASURES, OWNERS, DUES, EVIDENCE)
SOURCES = st.lists(
    st.sampled_from(["上级专项补助", "县级配套", "中央补助", "上年结转资金", "其他资金", "单位自筹", "社会捐赠", "省级“以奖代补”资金", "当年财政拨款", "地方资金"]),
    min_size=1, max_size=5, unique=True,
)  # fmt: skip
AMOUNT = st.decimals(1, 5000, places=3).map(lambda d: f"{d.normalize():f}")
FUND = st.fixed_dictionaries(
    {"执行": AMOUNT, "年初预算": AMOUNT},
    optional={"全年预算": AMOUNT, "到位": AMOUNT, "原因": st.just("设备款尾款未到付款期")},
)
MONEY = st.fixed_dictionaries(
    {}, optional={"原因": st.just("招标推迟，付款顺延；尾款未付"), "措施": st.just("2022年3月底前付清"), "管理": st.just("专账核算，凭验收单付款")}
)  # fmt: skip
Told = tuple[tuple[str, str], str, tuple[str, str, str | None, str | None], str, str, str, str, str]


def data_of(rows: list[Told], sources: list[str], funds: list[Any], money: Any) -> Evaluation:
    names = dict.fromkeys(row[1] for row in rows)
    kept = [next(r for r in rows if r[1] == name) for name in names]
    return Evaluation.model_validate(
        {
            "项目": {"名称": "农村供水维修项目", "年度": 2021, "主管部门": "县水利局", "实施单位": "县水利服务中心"},
            "资金": {"单位": "万元", "明细": [{"来源": s} | f for s, f in zip(sources, funds, strict=False)]} | money,
            "总体目标": {"预期": "维修水渠12公里", "实际": "已维修水渠12公里"},
            "指标": [
                {"一级": a, "二级": b, "名称": name, "目标": target, "实际": actual, "完成程度": level, "评分比例": ratio, "原因": reason,
                 "措施": measure, "责任单位": owner, "完成时限": due, "佐证": evidence}
                for (a, b), name, (target, actual, level, ratio), reason, measure, owner, due, evidence in kept
            ],
        }
    )  # fmt: skip


def said(data: Evaluation) -> dict[str, Any]:
    """All that the data say but for 分值, which the form has in any case."""
    funds = data.funds
    assert funds is not None
    return {
        "rows": {
            quoted(row.name): tuple(
                str(value or "").strip("。；")
                for key, value in row
                if key not in {"name", "weight"}
            )
            for row in data.indicators
        },
        "funds": [
            (quoted(f.source), f.initial, f.budget, f.arrived, f.executed, f.reason)
            for f in funds.sources
            if f.executed
        ],
        "money": (funds.unit, funds.reason, funds.measure, funds.management),
    }


def quoted(name: str) -> str:
    return name.replace("“", "‘").replace("”", "’")


#: a failing case is small enough as it is
@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    rows=st.lists(ROW, min_size=1, max_size=6),
    sources=SOURCES,
    funds=st.lists(FUND, min_size=5, max_size=5),
    money=MONEY,
    suffix=st.sampled_from([".docx", ".xlsx"]),
    kind=st.sampled_from(["自评表", "转移支付"]),
)
def test_all_that_the_data_say_comes_back(
    rows: list[Told], sources: list[str], funds: list[Any], money: Any, suffix: str, kind: Any
) -> None:
    data = data_of(rows, sources, funds, money)
    card = score(data, for_evaluation(data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"自评表{suffix}"
        path.write_bytes(form_bytes(card, path, kind))
        (found,) = read_all(path)
    back = found.evaluation()
    assert said(back) == said(data)
    assert score(back, for_evaluation(data)).total == card.total


def test_amounts_changed_in_the_form_go_before_those_below_it(tmp_path: Path) -> None:
    money = [{"年初预算": a, "全年预算": a, "执行": a} for a in ("30", "50")]
    row: Told = (LEVELS[0], "维修水渠", ("12公里", "12公里", None, None), "", "", "", "", "")
    data = data_of([row], ["中央补助", "县级配套"], money, {})
    path = tmp_path / "表.xlsx"
    path.write_bytes(form_bytes(score(data, for_evaluation(data)), path))
    book = load_workbook(path)
    page = book.active
    assert page is not None
    [cell] = [c for line in page.iter_rows() for c in line if c.value == Decimal(80) and c.column_letter == "F" and c.row == 7]  # fmt: skip
    cell.value = 79
    book.save(path)
    (found,) = read_all(path)
    funds = found.evaluation().funds
    assert funds is not None
    assert [(f.source, f.executed) for f in funds.sources] == [("中央补助、县级配套", 79)]
    assert any("对不上" in line for line in found.doubts)


def test_the_lines_are_words_a_person_reads(tmp_path: Path) -> None:
    row: Told = (LEVELS[1], "水质合格率", ("=100%", "98%", None, None), "招标推迟", "", "县水利站", "6月底前", "检测报告")  # fmt: skip
    fund = {"年初预算": "80", "全年预算": "80", "到位": "80", "执行": "78"}
    data = data_of([row], ["县级资金"], [fund], {"原因": "尾款未付"})
    path = tmp_path / "表.docx"
    path.write_bytes(form_bytes(score(data, for_evaluation(data)), path))
    told = [p.text for p in Document(str(path)).paragraphs]
    assert "各来源金额（万元）：“县级资金”年初预算80、全年预算80、到位80、执行78。" in told
    assert "资金补充：原因：尾款未付" in told
    assert "指标补充：“水质合格率”责任单位：县水利站；完成时限：6月底前；佐证：检测报告" in told
