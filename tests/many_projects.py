"""Projects of a province, made up: the shapes of published data files and forms, every one different, faults seeded.

`project(n)` is always the same project for the same n. Names of places, units and all figures are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PLACES = (
    "青溪",
    "石桥",
    "白河",
    "云台",
    "柳林",
    "长岭",
    "双河",
    "南坪",
    "东山",
    "金沙",
    "平湖",
    "丰乐",
)
#: kind of project: bureau, its works as (level 2, name, unit, sign, size), cause, measure, owner
KINDS: dict[str, dict[str, Any]] = {
    "农村公路养护": {
        "unit": "公路养护中心", "rows": [("数量", "养护里程", "公里", "≥", 60), ("数量", "修补路面面积", "平方米", "≥", 8000),
        ("质量", "好路率", "%", "≥", 90), ("时效", "养护完成及时率", "%", "≥", 95), ("成本", "每公里养护费用", "万元", "≤", 3)],
        "cause": "{m}月连续降雨冲毁{k}处路基，抢修排在主汛期之后", "measure": "修复{k}处水毁路基并补做排水沟", "owner": "养护股",
    },
    "农村饮水管网改造": {
        "unit": "农村供水站", "rows": [("数量", "改造管网长度", "公里", "≥", 36), ("数量", "更换水表数量", "块", "=", 2400),
        ("质量", "水质检测合格率", "%", "=", 100), ("时效", "工程按期完工率", "%", "≥", 95), ("成本", "单位造价", "万元/公里", "≤", 9)],
        "cause": "{k}公里管线与在建公路交叉，{m}月才取得施工许可", "measure": "铺完剩余{k}公里管线并通水试压", "owner": "工程股",
    },
    "义务教育营养改善": {
        "unit": "教育保障中心", "rows": [("数量", "供餐学校数量", "所", "≥", 40), ("数量", "受益学生人数", "人", "≥", 9000),
        ("质量", "食堂卫生达标率", "%", "≥", 98), ("时效", "供餐天数", "天", "≥", 190), ("成本", "每生每餐标准", "元", "≤", 5)],
        "cause": "{k}所学校食堂改造到{m}月才验收，推迟供餐", "measure": "{k}所学校食堂全部投入使用", "owner": "营养办",
    },
    "基本公共卫生服务": {
        "unit": "疾病预防中心", "rows": [("数量", "建档居民人数", "人", "≥", 52000), ("数量", "老年人体检人数", "人", "≥", 6100),
        ("质量", "规范管理率", "%", "≥", 75), ("时效", "随访及时率", "%", "≥", 90), ("成本", "人均补助标准", "元", "≤", 89)],
        "cause": "{k}00名外出务工人员{m}月前未返乡，没有参加体检", "measure": "春节返乡期间补做{k}00人体检", "owner": "基层卫生股",
    },
    "视频监控运行维护": {
        "unit": "科技信息大队", "rows": [("数量", "维护监控点位数量", "个", "≥", 620), ("数量", "巡检次数", "次", "≥", 24),
        ("质量", "设备在线率", "%", "≥", 95), ("时效", "故障平均修复时间", "小时", "≤", 8), ("成本", "每点位年费用", "元", "≤", 1800)],
        "cause": "{m}月市政施工挖断光缆，{k}个点位离线", "measure": "与运营商约定抢修时限，恢复{k}个点位", "owner": "科信股",
    },
    "高标准农田建设": {
        "unit": "农田建设中心", "rows": [("数量", "建设面积", "亩", "≥", 12000), ("数量", "新修机耕路", "公里", "≥", 18),
        ("质量", "工程验收合格率", "%", "=", 100), ("时效", "建设任务完成率", "%", "≥", 95), ("成本", "亩均投资", "元", "≤", 2400)],
        "cause": "{k}00亩地块秋收推迟到{m}月，平整没有做完", "measure": "冬闲时平整剩余{k}00亩", "owner": "工程管理股",
    },
    "公共文化场馆免费开放": {
        "unit": "文化馆", "rows": [("数量", "开放场馆数量", "个", "=", 14), ("数量", "举办活动场次", "场", "≥", 120),
        ("质量", "活动安全事故", "起", "≤", 1), ("时效", "全年开放天数", "天", "≥", 300), ("成本", "场均活动费用", "元", "≤", 6000)],
        "cause": "{m}月场馆消防改造，{k}场活动停办", "measure": "补办{k}场活动并提前公告", "owner": "群文部",
    },
    "就业技能培训": {
        "unit": "就业服务中心", "rows": [("数量", "培训人数", "人", "≥", 1500), ("数量", "开办培训班期数", "期", "≥", 30),
        ("质量", "培训合格率", "%", "≥", 90), ("时效", "补贴发放及时率", "%", "≥", 98), ("成本", "人均培训费用", "元", "≤", 1600)],
        "cause": "{m}月{k}期培训班报名不足，没有开班", "measure": "与用工企业合办{k}期订单班", "owner": "培训股",
    },
}  # fmt: skip
EFFECTS = (
    ("社会效益", "受益群众人数", "人", "≥", 8000),
    ("可持续影响", "设施完好率", "%", "≥", 92),
)
MANAGEMENT = "资金专账核算，付款经股室、分管领导、主要领导三级审批"


@dataclass(frozen=True)
class Made:
    """One project: its tree, as the data file has it, and the codes of the faults that were put in."""

    number: int
    name: str
    tree: dict[str, Any]
    faults: tuple[str, ...] = field(default=())

    @property
    def yaml(self) -> str:
        """The data file."""
        import yaml

        return yaml.safe_dump(self.tree, allow_unicode=True, sort_keys=False, width=10_000)


def project(number: int, *, faults: bool = True, place: str = "") -> Made:
    """The project of that number; two in five have a fault where `faults` says so. `place` puts it into one county."""
    chance = random.Random(f"project {number}")
    kind = list(KINDS)[number % len(KINDS)]
    about = KINDS[kind]
    given, place = bool(place), place or f"{PLACES[(number // len(KINDS)) % len(PLACES)]}县"
    name = f"{place}{kind}项目" + (
        f"（第{number // (len(KINDS) * len(PLACES)) + 1}批）"
        if number >= len(KINDS) * len(PLACES)
        else ""
    )
    year = 2023 if given else 2022 + number % 3
    if given and number >= len(KINDS):
        name = f"{name[:-2]}（{number // len(KINDS) + 1}期）项目"
    short = chance.random() < 0.6
    rows = [
        _row(chance, "产出", row, about, year, miss=short and i == 0)
        for i, row in enumerate(about["rows"])
    ]
    rows += [_row(chance, "效益", row, about, year, miss=False) for row in EFFECTS]
    asked = chance.randrange(100, 400)
    pleased = chance.randrange(905, 995)
    rows.append({
        "一级": "满意度", "二级": "服务对象满意度", "名称": "群众满意度", "目标": "≥90%", "实际": f"{pleased / 10}%",
        "佐证": f"{year}年12月发放问卷{asked}份，收回{asked - 8}份",
    })  # fmt: skip
    budget = chance.randrange(40, 900)
    spent = budget if chance.random() < 0.4 else round(budget * chance.uniform(0.62, 0.99), 1)
    funds: dict[str, Any] = {
        "单位": "万元",
        "明细": [
            {
                "来源": "县级财政拨款",
                "年初预算": budget,
                "全年预算": budget,
                "到位": budget,
                "执行": spent,
            }
        ],
        "管理": MANAGEMENT,
    }
    if spent < budget:
        funds["原因"] = (
            f"质保金{round(budget - spent, 1)}万元按合同于{year + 1}年{chance.randrange(3, 9)}月支付"
        )
        funds["措施"] = f"{year + 1}年9月底前付清质保金，由财务股负责"
    tree: dict[str, Any] = {
        "项目": {"名称": name, "年度": year, "主管部门": f"{place}财政局", "实施单位": f"{place}{about['unit']}",
                 "批复": f"{place[:1]}财发〔{year}〕{chance.randrange(1, 90)}号，{year}年2月10日批复"},
        "报告": {"主送": f"{place}财政局", "通知": f"关于开展{year}年度项目支出绩效自评的通知（{place[:1]}财绩〔{year + 1}〕2号）",
                 "署名": f"{place}{about['unit']}", "成文日期": f"{year + 1}-03-20",
                 "结果应用": f"作为{year + 2}年预算安排的依据", "公开": f"随{year}年度部门决算公开"},
        "资金": funds,
        "总体目标": {"预期": f"完成年度{kind}任务", "实际": f"年度{kind}任务已完成" if not short else "年度任务基本完成"},
        "指标": rows,
    }  # fmt: skip
    put = _spoil(chance, tree) if faults and number % 5 in {1, 3} else ()
    return Made(number, name, tree, put)


def _row(
    chance: random.Random,
    level1: str,
    row: tuple[Any, ...],
    about: dict[str, Any],
    year: int,
    *,
    miss: bool,
) -> dict[str, Any]:
    level2, name, unit, sign, size = row
    size = size if unit == "%" else max(1, round(size * chance.uniform(0.7, 1.6)))
    made: dict[str, Any] = {
        "一级": level1,
        "二级": level2,
        "名称": name,
        "目标": f"{sign}{size}{unit}",
    }
    if not miss:
        better = 0 if sign == "=" else min(size * 0.04, 100 - size if unit == "%" else size * 0.04)
        actual = size - better if sign == "≤" else size + better
        made["实际"] = f"{round(actual, 1):g}{unit}" if unit == "%" else f"{round(actual)}{unit}"
        return made
    part = chance.uniform(0.7, 0.96)
    made["实际"] = f"{round(size * part)}{unit}"
    given = {"m": chance.randrange(5, 12), "k": chance.randrange(2, 9)}
    made["原因"] = about["cause"].format(**given)
    made["措施"] = about["measure"].format(**given)
    made["责任单位"] = about["owner"]
    made["完成时限"] = f"{year + 1}年{chance.randrange(3, 10)}月底前"
    return made


def _spoil(chance: random.Random, tree: dict[str, Any]) -> tuple[str, ...]:
    """Puts one fault in: what it is called comes back."""
    rows, funds = tree["指标"], tree["资金"]
    kind = chance.choice(
        ("no cause", "vague cause", "no actual", "no addressee", "no money cause", "no evidence")
    )
    missed = next((row for row in rows if "原因" in row), None)
    if kind in {"no cause", "vague cause"} and missed is None:
        kind = "no actual"
    if kind == "no cause" and missed is not None:
        for key in ("原因", "措施", "责任单位", "完成时限"):
            missed.pop(key)
    elif kind == "vague cause" and missed is not None:
        missed["原因"] = "由于客观原因"
    elif kind == "no actual":
        rows[2].pop("实际", None)
    elif kind == "no addressee":
        tree["报告"].pop("主送")
    elif kind == "no money cause":
        funds["明细"][0]["执行"] = round(funds["明细"][0]["全年预算"] * 0.7, 1)
        funds.pop("原因", None)
        funds.pop("措施", None)
    else:
        rows[-1].pop("佐证")
    return (kind,)


def write_many(folder: Path, numbers: Iterable[int]) -> list[Path]:
    """Data files of these projects, a file each; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in numbers:
        path = folder / f"{number:05}.yaml"
        path.write_text(project(number).yaml, encoding="utf-8")
        paths.append(path)
    return paths


def write_workbook(path: Path, made: Iterable[Made]) -> None:
    """A workbook as bureaus collect them: a 自评表 a sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    for one in made:
        page = book.create_sheet(f"{one.number + 1}")
        about, fund, goal = one.tree["项目"], one.tree["资金"]["明细"][0], one.tree["总体目标"]
        for line in (
            ["项目支出绩效自评表"],
            [f"（{about['年度']}年度）"],
            ["项目名称", "", about["名称"]],
            ["主管部门", "", about["主管部门"], "", "实施单位", about["实施单位"]],
            ["项目资金（万元）", "", "", "年初预算数", "全年预算数", "全年执行数"],
            ["", "", "年度资金总额", fund["年初预算"], fund["全年预算"], fund["执行"]],
            ["", "", "其中：当年财政拨款", fund["年初预算"], fund["全年预算"], fund["执行"]],
            ["年度总体目标", "", "预期目标", "", "实际完成情况"],
            ["", "", goal["预期"], "", goal["实际"]],
            [
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "偏差原因分析及改进措施",
            ],
        ):
            page.append(line)
        for row in one.tree["指标"]:
            told = "；".join(
                f"{head}{row[key]}" for head, key in (("原因：", "原因"), ("改进措施：", "措施"), ("责任单位：", "责任单位"), ("完成时限：", "完成时限"))
                if row.get(key)
            )  # fmt: skip
            page.append(
                [
                    f"{row['一级']}指标",
                    f"{row['二级']}指标",
                    row["名称"],
                    row["目标"],
                    row.get("实际", ""),
                    told,
                ]
            )
        for column, width in zip("ABCDEF", (12, 16, 24, 16, 16, 60), strict=True):
            page.column_dimensions[column].width = width
    del book["Sheet"]
    book.save(path)
