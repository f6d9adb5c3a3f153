"""What the data do not say yet, as questions to the staff, most valuable first.

A gap is one value of the data file. Its worth is what the report and the score lose without it: an actual
that is missing takes a row's points and the grade; then the judgement that a rule leaves to people; then
cause, measure, owner and deadline of each deviation (财预〔2020〕10号 Art. 11); then what surrounds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.explaining import shown
from assistant.facts.wording import is_vague, percent, quoted, tidy
from assistant.located import Place
from assistant.model.scorecard import Scorecard, ScoredIndicator

#: below this execution rate bureaus ask for the reason (RULES.md §4, V4)
_LOW_EXECUTION = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing value. `place` is where the answer goes; `example` shows an answer of the right kind."""

    place: Place
    question: str
    example: str
    why: str
    row: str = ""

    @property
    def key(self) -> str:
        """Names the gap in the session's memory: 指标[2].原因."""
        return shown(self.place)


def gaps(card: Scorecard) -> tuple[Gap, ...]:
    """All gaps in the order in which they are asked."""
    heavy_first = sorted(card.indicators, key=lambda row: -(row.weight or Decimal(0)))
    found: list[Gap] = []
    found += (gap for row in heavy_first for gap in _actual(row))
    found += (gap for row in heavy_first for gap in _judgement(row))
    found += _execution(card)
    found += (gap for row in heavy_first for gap in _deviation(row))
    found += (gap for row in heavy_first for gap in _evidence(row))
    found += _surroundings(card)
    return tuple(found)


def _place(row: ScoredIndicator, key: str) -> Place:
    return ("指标", int(row.id[1:]) - 1, key)


def _stake(row: ScoredIndicator) -> str:
    return (
        f"缺了它，这一项的{tidy(row.weight)}分没法算"
        if row.weight is not None
        else "缺了它，完成情况没法报"
    )


def _actual(row: ScoredIndicator) -> Iterator[Gap]:
    if row.status != "missing" or not row.indicator.target:
        return
    name, target = quoted(row.indicator.name), row.indicator.target
    question = f"{name}的年度指标值是{target}，全年实际完成了多少？"
    example = "95%" if "%" in target else "和指标值同一个单位，如：15个"
    if not any(c.isdigit() for c in target):
        question = f"{name}的年度指标值是“{target}”，全年实际情况怎样？"
        example = "写看得见的结果，如：16个小区全部接入，报警响应时间由5分钟缩短到3分钟"
    if "满意" in row.indicator.level1:
        question += "（以调查结果为准）"
        example = "92%"
    yield Gap(_place(row, "实际"), question, example, _stake(row), row.id)


def _judgement(row: ScoredIndicator) -> Iterator[Gap]:
    if row.status != "ungraded":
        return
    indicator, name = row.indicator, quoted(row.indicator.name)
    shown = f"指标值“{indicator.target}”，实际“{indicator.actual}”"
    if indicator.level is None:
        yield Gap(
            _place(row, "完成程度"),
            f"{name}：{shown}。要由人判断：达成、部分达成，还是未达成？",
            "部分达成",
            _stake(row),
            row.id,
        )
    if indicator.ratio is None and indicator.level != "达成":
        yield Gap(
            _place(row, "评分比例"),
            f"{name}：{shown}。要由人定评分比例：给这一项分值的百分之几？"
            "（达成80%-100%，部分达成60%-80%，未达成60%以下）",
            "75%",
            _stake(row),
            row.id,
        )


def _execution(card: Scorecard) -> Iterator[Gap]:
    rate, funds = card.execution.rate, card.evaluation.funds
    if funds is None:
        return
    if rate is not None and (rate < _LOW_EXECUTION or rate > 1) and not funds.reason:
        yield Gap(
            ("资金", "原因"),
            f"预算执行率是{percent(rate)}，为什么没有按预算执行？哪笔钱、卡在哪一步、什么时候能付？",
            "设备尾款12万元按合同约定在质保期满后支付，质保期至次年6月",
            "执行率低于90%或超过100%，财政局要求说明原因",
        )
    if rate is not None and rate < _LOW_EXECUTION and not funds.measure:
        yield Gap(
            ("资金", "措施"),
            "针对预算执行率偏低，下一步做什么？谁负责、什么时候完成？",
            "装财股每月核对支付进度，次年7月底前付清尾款",
            "偏差要有对应的改进措施",
        )


def _deviation(row: ScoredIndicator) -> Iterator[Gap]:
    indicator = row.indicator
    if row.status not in {"not_met", "over"}:
        return
    name = quoted(indicator.name)
    apart = f"，{row.deviation}" if row.deviation else ""
    shown = f"{name}指标值{indicator.target}，实际{indicator.actual}{apart}"
    if not indicator.reason or is_vague(indicator.reason):
        noted = f"现在写的是“{indicator.reason}”，太笼统。" if indicator.reason else ""
        ask = "为什么高出这么多？当初指标是怎么定的？" if row.status == "over" else "是什么原因？"
        yield Gap(
            _place(row, "原因"),
            f"{shown}。{noted}{ask}请说清：什么问题、在哪里、什么时候、影响多少、谁的责任。",
            "7月至9月有2个小区因市政施工光缆被挖断，各离线约10天，由运营商负责抢修",
            "未完成的指标要分析并说明原因（10号文第十一条）",
            row.id,
        )
    if row.status == "over":
        return
    if not indicator.measure:
        yield Gap(
            _place(row, "措施"),
            f"针对{name}没有达到指标值，已经做了什么、下一步做什么？",
            "与运营商签订抢修时限协议，断线24小时内恢复",
            "每项偏差要有一条对得上的措施",
            row.id,
        )
    if not indicator.owner:
        yield Gap(
            _place(row, "责任单位"),
            f"{name}的改进由哪个单位或股室负责？",
            "科信股",
            "措施要落实到责任单位",
            row.id,
        )
    if not indicator.due:
        yield Gap(
            _place(row, "完成时限"),
            f"{name}的改进什么时候完成？",
            "2022年6月底前",
            "措施要有完成时限",
            row.id,
        )


def _evidence(row: ScoredIndicator) -> Iterator[Gap]:
    indicator = row.indicator
    if indicator.evidence or not indicator.actual:
        return
    if "满意" in indicator.level1:
        yield Gap(
            _place(row, "佐证"),
            f"{quoted(indicator.name)}的{indicator.actual}是怎么调查的？方式、时间、发出和收回多少份？",
            "2021年12月发放问卷200份，收回186份，满意171份",
            "没有调查依据的满意度，复核时不予认可",
            row.id,
        )


def _surroundings(card: Scorecard) -> Iterator[Gap]:
    evaluation = card.evaluation
    project, report, goal = evaluation.project, evaluation.report, evaluation.goal
    wanted = (
        (goal.expected, ("总体目标", "预期"), "项目全年的总体目标是什么？（照批复写）", "完成16个小区视频网络租赁和机房等保二级整改"),
        (goal.actual if goal.expected else "-", ("总体目标", "实际"), "总体目标实际完成得怎样？", "16个小区全部接入，机房通过等保二级测评"),
        (project.approval, ("项目", "批复"), "绩效目标和预算是哪个文件批复的？文号、日期？", "盐财发〔2021〕12号，2021年2月10日批复"),
        (evaluation.funds.management if evaluation.funds else "-", ("资金", "管理"),
         "资金是怎么管理的？执行了哪些制度、怎么审批、检查过没有？", "执行本局《财务管理办法》，付款须经股室、分管领导、主要领导三级审批"),
        (report.application, ("报告", "结果应用"), "自评结果准备怎样用？", "作为2022年预算安排和指标调整的依据，3月的局务会研究"),
        (report.publicity, ("报告", "公开"), "自评结果什么时候、在哪里公开？", "随2021年度部门决算在县政府门户网站公开"),
        (report.addressee, ("报告", "主送"), "报告主送哪个单位？（写全称）", "盐池县财政局"),
        (report.notice, ("报告", "通知"), "是按哪个通知开展自评的？", "关于开展2021年部门项目支出绩效自评的通知"),
        (report.signature, ("报告", "署名"), "报告由哪个单位署名？", project.unit or "盐池县公安局"),
        ("-" if report.dated else "", ("报告", "成文日期"), "成文日期是哪天？", "2022年5月30日"),
    )  # fmt: skip
    for value, place, question, example in wanted:
        if not value:
            yield Gap(place, question, example, "报告里要写到")
