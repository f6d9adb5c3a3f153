"""The typed data of one project's self-evaluation, as staff write it (Chinese keys as aliases).

Quantities stay text here: what a target means is for `quantity` to read. Money is Decimal in the
unit of the file. Every validator's message is a Chinese sentence that staff can act on.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from assistant.model import outline as outlines
from assistant.model.outline import Heading, Outline
from assistant.model.row import Row
from assistant.values.direction import Direction
from assistant.values.reading import (
    read_answer,
    read_choice,
    read_date,
    read_flag,
    read_money,
    read_name,
    read_ratio,
    read_text,
    read_year,
)
from assistant.values.readings import Readings, read_row

MoneyUnit = Literal["元", "万元", "亿元"]
Level = Literal["达成", "部分达成", "未达成"]
Gathering = Literal["求和", "加权平均", "取最大", "取最小"]

LEVEL1 = ("成本指标", "产出指标", "效益指标", "满意度指标")

Text = Annotated[str, BeforeValidator(read_text)]
Answer = Annotated[str, BeforeValidator(read_answer)]


def _each(value: object) -> object:
    """Texts written as one line are told apart by ； or by the marks of titles: 《甲》、《乙》（某发〔2024〕1号）."""
    return re.split(r"[；;\n]+|(?<=[》号）)])、(?=《)", value) if isinstance(value, str) else value


Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_each),
    AfterValidator(lambda texts: tuple(filter(None, texts))),
]
Name = Annotated[str, BeforeValidator(read_name)]
Money = Annotated[Decimal, BeforeValidator(read_money)]
Ratio = Annotated[Decimal, BeforeValidator(read_ratio)]
Day = Annotated[date, BeforeValidator(read_date)]
Year = Annotated[int, BeforeValidator(read_year)]
Flag = Annotated[bool, BeforeValidator(read_flag)]
# An empty value is no value. The reader stands outside the Optional, so that it may answer None.
MoneyOrNone = Annotated[Decimal | None, BeforeValidator(read_money)]
RatioOrNone = Annotated[Decimal | None, BeforeValidator(read_ratio)]
DayOrNone = Annotated[date | None, BeforeValidator(read_date)]
FlagOrNone = Annotated[bool | None, BeforeValidator(read_flag)]
DirectionOrNone = Annotated[Direction | None, BeforeValidator(read_choice)]
LevelOrNone = Annotated[Level | None, BeforeValidator(read_choice)]


def _level1(value: object) -> str:
    """Accepts 产出, 产出指标, 服务对象满意度指标 …; the field's term comes out."""
    text = read_name(value)
    stem = text.removesuffix("指标").removeprefix("服务对象")
    name = f"{stem}指标"
    if name not in LEVEL1:
        raise ValueError(f"一级指标“{text}”不认识，应是 {'、'.join(LEVEL1)} 之一")
    return name


def _level2(value: object) -> str:
    text = read_name(value)
    return text if text.endswith("指标") else f"{text}指标"


Level1 = Annotated[str, BeforeValidator(_level1)]
Level2 = Annotated[str, BeforeValidator(_level2)]


class Project(Row):
    """项目: what is evaluated, and whose it is."""

    name: Name = Field(alias="名称")
    year: Year = Field(alias="年度")
    authority: Text = Field(default="", alias="主管部门")
    #: only the transfer-payment form asks for it
    central_authority: Text = Field(default="", alias="中央主管部门")
    unit: Text = Field(default="", alias="实施单位")
    number: Text = Field(default="", alias="编号")
    summary: Text = Field(default="", alias="概况")
    approval: Text = Field(default="", alias="批复")

    @property
    def id(self) -> str:
        """Names the project in files made from it: its own 编号, else a digest of name, year, unit."""
        if self.number:
            return self.number
        import hashlib  # OpenSSL's start-up costs as much as reading a small file

        key = f"{self.name}\n{self.year}\n{self.unit}"
        return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16]


class Report(Row):
    """报告: what surrounds the figures in the document."""

    addressee: Text = Field(default="", alias="主送")
    notice: Text = Field(default="", alias="通知")
    basis: Texts = Field(default=(), alias="依据")
    signature: Text = Field(default="", alias="署名")
    dated: DayOrNone = Field(default=None, alias="成文日期")
    application: Text = Field(default="", alias="结果应用")
    publicity: Text = Field(default="", alias="公开")
    other: Text = Field(default="", alias="其他说明")
    #: the outline of the report; a file's name is resolved where the data file is read
    outline: Annotated[Outline | None, BeforeValidator(outlines.read_outline)] = Field(
        default=None, alias="提纲"
    )


class ScoringChoice(Row):
    """评分: which rule set, and the inputs some rule sets ask for."""

    ruleset: Text = Field(default="", alias="规则")
    finished: FlagOrNone = Field(default=None, alias="项目完成")


Writer = Literal["不写", "规则", "模型"]
_STYLES = {"简明": "短", "常规": "中", "详细": "长"}


def _length(value: object) -> str:
    """篇幅 by either of its names: 短 or 简明, 中 or 常规, 长 or 详细."""
    text = read_text(value)
    return _STYLES.get(text, text)


class DraftingChoice(Row):
    """起草: who writes the further sections, and how. Style lends wording, never facts.

    `sample` is the path of a past report, from the data file's folder; `private` lists words that never
    leave for a remote endpoint.
    """

    #: where nothing is chosen, written when the unit's own outline has a place for it
    overview: Writer | None = Field(default=None, alias="项目概况")
    overall: Writer = Field(default="规则", alias="总体完成情况")
    benefit: Writer = Field(default="规则", alias="效益分析")
    satisfaction: Writer = Field(default="规则", alias="满意度分析")
    funds_management: Writer = Field(default="规则", alias="资金管理")
    application: Writer = Field(default="规则", alias="结果应用")
    tone: Literal["平实", "正式", "简练"] = Field(default="平实", alias="语气")
    length: Annotated[Literal["短", "中", "长"], BeforeValidator(_length)] = Field(
        default="中", alias="篇幅"
    )
    glossary: dict[Text, Text] = Field(default_factory=dict, alias="用词")
    phrases: Texts = Field(default=(), alias="惯用语")
    sample: Text = Field(default="", alias="范文")
    private: Texts = Field(default=(), alias="保密词")

    def writer(self, section: str) -> Writer:
        """Who writes the section of that outline id; the narrative ones are always the model's."""
        if section in {"deviation_reasons", "improvement_measures"}:
            return "模型"
        chosen: Writer | None = getattr(self, section, None)
        return chosen or "规则"


_AMOUNTS = ("initial", "budget", "arrived", "executed")


class Fund(Row):
    """One source of funds; amounts in the file's unit."""

    source: Name = Field(alias="来源")
    initial: MoneyOrNone = Field(default=None, alias="年初预算")
    budget: MoneyOrNone = Field(default=None, alias="全年预算")
    arrived: MoneyOrNone = Field(default=None, alias="到位")
    executed: MoneyOrNone = Field(default=None, alias="执行")
    reason: Text = Field(default="", alias="原因")

    @model_validator(mode="after")
    def _nothing_planned(self) -> Fund:
        """Where nothing was planned for the year and all else that is stated is nothing, so is what is not stated."""
        stated = [getattr(self, key) for key in _AMOUNTS if getattr(self, key) is not None]
        if self.budget == 0 and len(stated) > 1 and not any(stated):
            for key in _AMOUNTS:
                object.__setattr__(self, key, Decimal(0))  # the row is frozen once it is read
        return self

    @property
    def carried(self) -> Decimal:
        """What of 全年预算 is 上年结转 that 年初预算 did not hold: no adjustment of the year's own budget."""
        if self.budget is None or not any(word in self.source for word in ("结转", "结余")):
            return Decimal(0)
        return self.budget - (self.initial or Decimal(0))


class Funds(Row):
    """资金: the sources of the year's money."""

    unit: MoneyUnit = Field(default="万元", alias="单位")
    sources: tuple[Fund, ...] = Field(alias="明细")
    management: Text = Field(default="", alias="管理")
    reason: Text = Field(default="", alias="原因")
    measure: Text = Field(default="", alias="措施")

    @property
    def carried(self) -> Decimal:
        """The carry-over of all sources, in the unit of the file."""
        return sum((fund.carried for fund in self.sources), Decimal(0))


class Goal(Row):
    """总体目标: what was expected of the year, and what came of it."""

    expected: Text = Field(default="", alias="预期")
    actual: Text = Field(default="", alias="实际")


class Indicator(Row):
    """One 三级指标 with its target, its actual and the staff's own notes on it."""

    level1: Level1 = Field(alias="一级")
    level2: Level2 = Field(alias="二级")
    name: Name = Field(alias="名称")
    target: Text = Field(default="", alias="目标")
    actual: Answer = Field(default="", alias="实际")
    weight: MoneyOrNone = Field(default=None, alias="分值")
    direction: DirectionOrNone = Field(default=None, alias="方向")
    level: LevelOrNone = Field(default=None, alias="完成程度")
    ratio: RatioOrNone = Field(default=None, alias="评分比例")
    deduction: MoneyOrNone = Field(default=None, alias="扣减")
    reason: Answer = Field(default="", alias="原因")
    measure: Answer = Field(default="", alias="措施")
    owner: Answer = Field(default="", alias="责任单位")
    due: Answer = Field(default="", alias="完成时限")
    evidence: Answer = Field(default="", alias="佐证")
    #: how 子项目 come together, where the unit of the target does not tell (days, months)
    gathering: Gathering | None = Field(default=None, alias="汇总")

    def readings(self, year: int | None = None) -> Readings:
        """Target and actual as values; `year` completes dates without one. Read once, then remembered."""
        return read_row(
            self.level1, self.level2, self.name, self.target, self.actual, self.direction, year
        )


class SubIndicator(Row):
    """What one 子项目 says of an indicator of the whole, which it names (with 二级 where names repeat)."""

    name: Name = Field(alias="名称")
    level2: Level2 | None = Field(default=None, alias="二级")
    target: Text = Field(default="", alias="目标")
    actual: Text = Field(default="", alias="实际")
    level: LevelOrNone = Field(default=None, alias="完成程度")
    ratio: RatioOrNone = Field(default=None, alias="评分比例")


class SubProject(Row):
    """子项目: a unit or place that carries out part of the project, with its money and its results."""

    name: Name = Field(alias="名称")
    funds: Funds | None = Field(default=None, alias="资金")
    indicators: tuple[SubIndicator, ...] = Field(default=(), alias="指标")


class FollowUp(Row):
    """上年整改: a measure of last year's report, and what became of it; empty `outcome` is still to be said."""

    name: Name = Field(alias="事项")
    measure: Text = Field(default="", alias="措施")
    owner: Text = Field(default="", alias="责任单位")
    due: Text = Field(default="", alias="完成时限")
    outcome: Answer = Field(default="", alias="落实情况")


class Evaluation(Row):
    """One data file: a project, its money and its indicators in the order of the file."""

    project: Project = Field(alias="项目")
    report: Report = Field(default_factory=Report, alias="报告")
    scoring: ScoringChoice = Field(default_factory=ScoringChoice, alias="评分")
    drafting: DraftingChoice = Field(default_factory=DraftingChoice, alias="起草")
    funds: Funds | None = Field(default=None, alias="资金")
    goal: Goal = Field(default_factory=Goal, alias="总体目标")
    indicators: tuple[Indicator, ...] = Field(alias="指标")
    #: where given, empty 目标, 实际 and 资金 of the whole are put together from these (`scoring.aggregation`)
    subprojects: tuple[SubProject, ...] = Field(default=(), alias="子项目")
    #: last year's measures, told of in this year's report
    followups: tuple[FollowUp, ...] = Field(default=(), alias="上年整改")

    @property
    def outline(self) -> Outline:
        """The outline that the report follows."""
        return self.report.outline or outlines.default()

    @property
    def own_names(self) -> tuple[str, ...]:
        """What the project calls itself, its units, funds, indicators and offices."""
        told = [self.project.name, self.project.authority, self.project.central_authority]
        told += [self.project.unit, self.report.addressee, self.report.signature]
        for funds in (self.funds, *(s.funds for s in self.subprojects)):
            told += [fund.source for fund in funds.sources] if funds else []
        told += [name for row in self.indicators for name in (row.name, row.owner)]
        told += [sub.name for sub in self.subprojects]
        told += [name for row in self.followups for name in (row.name, row.owner)]
        return tuple(dict.fromkeys(name for name in told if name))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings of the report as they are printed."""
        placed = self.outline.placed
        return self.outline.printed(lambda section: self._writes(section, placed))

    def writes(self, section: str) -> bool:
        """Whether the report has the section: placed by the outline, and not switched off."""
        return self._writes(section, self.outline.placed)

    def _writes(self, section: str, placed: frozenset[str]) -> bool:
        if section == "opening":
            return True
        if section not in placed:
            return False
        if section == "overview" and self.drafting.overview is None:
            return self.report.outline is not None
        if section == "followup" and not self.followups:
            return False
        return self.drafting.writer(section) != "不写"
