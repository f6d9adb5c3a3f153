"""The rules a rule set is made of. Every rule names its clause, its source, and whether it was re-read.

Shares are parts of a row's points (0–1), thresholds are ratios; all are Decimal, read from text. A
section that contradicts itself is refused with a Chinese sentence; the loader adds file and line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assistant.model.evaluation import LEVEL1, Day, Flag, Money, Ratio, Text
from assistant.model.scorecard import Clause
from assistant.values.reading import read_money

EXECUTION = "预算执行率"
#: the pool of all indicators, where a rule set leaves the split over level 1 to the unit
POOL = "绩效指标"
FULL_MARKS = 100

Multiple = Annotated[Decimal, BeforeValidator(read_money)]
LevelName = Literal["达成", "部分达成", "未达成"]


class Rules(BaseModel):
    """A group of a rule file: unknown keys are errors."""

    # built when first used: most sections are only ever validated within a rule set
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class InForce(Rules):
    """From and to, both inclusive; no `to` while it is in force."""

    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    def __str__(self) -> str:
        return f"{self.start.isoformat()} 起" + (f"，至 {self.end.isoformat()}" if self.end else "")

    @model_validator(mode="after")
    def _in_order(self) -> InForce:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"in_force 的 to（{self.end}）早于 from（{self.start}）")
        return self


class Cited(Rules):
    """A rule with where it stands. `words` is the rule as a sentence, for people."""

    words: Text
    clause: Text
    source: Text = ""
    verified: Flag = False
    in_force: InForce | None = None

    @property
    def cite(self) -> Clause:
        """The clause, for an explanation."""
        return Clause(self.clause, self.source, bool(self.verified))

    @model_validator(mode="after")
    def _stands_alone(self) -> Cited:
        if not self.words or not self.clause:
            raise ValueError("words（规则的文字）和 clause（条款）都要写，计分说明要引用")
        if self.verified and not self.source.startswith(("http://", "https://", "《")):
            raise ValueError("verified: true 表示核对过原文，要在 source 写明网址或《文件名》")
        return self


class Weights(Cited):
    """Points of the level-1 classes, or of the pool; `when` names classes that are there or are not."""

    when: dict[str, Flag] = Field(default={})
    points: dict[str, Money]

    @model_validator(mode="after")
    def _sums_to_100(self) -> Weights:
        known = (EXECUTION, POOL, *LEVEL1)
        strangers = [name for name in (*self.points, *self.when) if name not in known]
        if strangers:
            raise ValueError(f"不认识“{strangers[0]}”，可用：{'、'.join(known)}")
        if any(points is None for points in self.points.values()):
            raise ValueError("points 每一类都要写分值")
        if POOL in self.points and any(name in self.points for name in LEVEL1):
            raise ValueError(f"写了“{POOL}”就不再分一级指标")
        absent = [n for n, there in self.when.items() if not there and n in self.points]
        if absent:
            raise ValueError(f"when 写明没有{absent[0]}，points 却给了它分值")
        total = sum(self.points.values(), Decimal(0))
        if total != FULL_MARKS:
            raise ValueError(f"权重合计应是100，现为{total}")
        return self


class Step(Rules):
    """`share` of the points from this value on."""

    at: Ratio = Field(alias="from")
    share: Ratio


def _descends(steps: tuple[Step, ...], what: str) -> None:
    _falls([step.at for step in steps], f"{what}的 from 应从高到低、各不相同")
    if any(lower.share > upper.share for upper, lower in pairwise(steps)):
        raise ValueError(f"{what}自相矛盾：完成得低的一档 share 反而高")
    if not steps or steps[-1].at != 0:
        raise ValueError(f"{what}最后一档应从 0 起，否则有的值没有得分")


def _falls(values: Iterable[Decimal], message: str) -> None:
    if any(lower >= upper for upper, lower in pairwise(values)):
        raise ValueError(message)


class Execution(Cited):
    """预算执行率. `steps` hold while the project is not finished; a finished one within budget is full.

    Below `reason_below` a reason is compulsory.
    """

    method: Literal["linear", "steps"] = "linear"
    steps: tuple[Step, ...] = ()
    reason_below: Ratio | None = None

    @model_validator(mode="after")
    def _has_steps(self) -> Execution:
        if (self.method == "steps") != bool(self.steps):
            raise ValueError("method: steps 要写 steps，linear 不写")
        if self.steps:
            _descends(self.steps, "执行率分档")
        return self


class AtLeastRule(Cited):
    """Points by completion; below `pass_line` none."""

    pass_line: Ratio | None = None


class AtMostRule(Cited):
    """Less is better. `ratio`: target over actual; `linear`: down to none at twice the target."""

    method: Literal["ratio", "linear"] = "ratio"
    pass_line: Ratio | None = None


class Band(Rules):
    """One level of a qualitative indicator and the shares a person may give for it."""

    name: LevelName
    words: Text
    low: Ratio
    high: Ratio


class Qualitative(Cited):
    """Three bands, best first; each holds its lower end, the best also its upper."""

    bands: tuple[Band, ...]

    @model_validator(mode="after")
    def _bands_meet(self) -> Qualitative:
        if [band.name for band in self.bands] != ["达成", "部分达成", "未达成"]:
            raise ValueError("bands 应依次是 达成、部分达成、未达成")
        for band in self.bands:
            if band.low >= band.high:
                raise ValueError(f"“{band.name}”的 low 应小于 high")
        for upper, lower in pairwise(self.bands):
            if upper.low != lower.high:
                raise ValueError(
                    f"“{upper.name}”的 low 与“{lower.name}”的 high 不相接，区间有空或重叠"
                )
        if self.bands[0].high != 1 or self.bands[-1].low != 0:
            raise ValueError("bands 应从 1 到 0，不留空")
        return self


class YesNo(Cited):
    """A single judgement: is it so (full) or not (none)."""


class Satisfaction(Cited):
    """Points of the satisfaction rate itself: by steps, or `minus` for each full `each` below `full_from`."""

    steps: tuple[Step, ...] = ()
    full_from: Ratio | None = None
    each: Ratio | None = None
    minus: Ratio | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Satisfaction:
        falling = (self.full_from, self.each, self.minus)
        if bool(self.steps) == any(part is not None for part in falling):
            raise ValueError("满意度写 steps，或写 full_from、each、minus，两种取一")
        if self.steps:
            _descends(self.steps, "满意度分档")
        elif any(not part for part in falling):
            raise ValueError("full_from、each、minus 都要写，并大于0")
        return self


class Within(Rules):
    """`share` while the actual strays from the target by no more than this part of it."""

    within: Ratio
    share: Ratio


class CostControl(Cited):
    """成本控制率 (target − actual) ÷ target, either way, of cost rows in money; beyond the last step none."""

    steps: tuple[Within, ...]

    @model_validator(mode="after")
    def _widens(self) -> CostControl:
        _falls([-step.within for step in self.steps], "成本控制分档的 within 应从小到大、各不相同")
        if any(wide.share > near.share for near, wide in pairwise(self.steps)):
            raise ValueError("成本控制分档自相矛盾：偏离大的一档 share 反而高")
        if not self.steps:
            raise ValueError("成本控制分档一档也没有")
        return self


class Over(Cited):
    """From `flag_at` times the target on, over-fulfilment is flagged; deductions are a person's 扣减.

    `zero_at`: flagged from this actual on where the target is zero. `equal_any`: an “=” target is
    flagged as soon as it is exceeded. `reason`: whether 原因 is compulsory then.
    """

    flag_at: Multiple
    zero_at: Multiple | None = None
    equal_any: Flag = False
    reason: Literal["advised", "required"] = "advised"

    @model_validator(mode="after")
    def _above_target(self) -> Over:
        if self.flag_at is None or self.flag_at <= 1:
            raise ValueError("flag_at 是目标的倍数，应大于 1（如 1.2）")
        return self


class Grade(Rules):
    """A grade from this total on."""

    name: Text
    at: Money = Field(alias="from")


class Grades(Cited):
    """Grades, best first."""

    bands: tuple[Grade, ...]

    @model_validator(mode="after")
    def _cover_all(self) -> Grades:
        if not self.bands or any(band.at is None or not band.name for band in self.bands):
            raise ValueError("每个等级都要写 name 和 from")
        _falls([band.at for band in self.bands], "等级的 from 应从高到低、各不相同")
        if self.bands[0].at > FULL_MARKS or self.bands[-1].at != 0:
            raise ValueError("等级应覆盖 0 到 100：最高一级的 from 不超过100，最低一级从 0 起")
        names = [band.name for band in self.bands]
        if len(set(names)) != len(names):
            raise ValueError("有两个等级同名")
        return self


def _read_places(value: object) -> int:
    text = str(value)
    if text not in {"0", "1", "2"}:
        raise ValueError(f"小数位数“{text}”应是 0、1 或 2")
    return int(text)


class Rounding(Cited):
    """Decimals of a row's points, half up."""

    places: Annotated[int, BeforeValidator(_read_places)] = 2
