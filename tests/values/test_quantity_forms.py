"""Every form at the head of RULES.md and the others that county staff write, as target and actual.

A line holds the text, what it asks for as a target, and what it says as an actual. `-` is absent,
`?` is Unreadable, a text in quotes is Qualitative or Words.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Bound,
    Deadline,
    Exactly,
    Qualitative,
    Quantity,
    Span,
    Unreadable,
    Words,
    read_actual,
    read_target,
)

YEAR = 2021

FORMS = """
16个小区        | ≥16个小区*          | 16个小区
100%            | ≥100%*              | 100%
≥90%            | ≥90%                | ≥90%!
=100%           | =100%               | 100%
≥50个           | ≥50个               | ≥50个!
≥100百分比      | ≥100百分比          | ≥100百分比!
≤10次           | ≤10次               | ≤10次!
≤5%             | ≤5%                 | ≤5%!
≤90万元         | ≤90万元             | ≤90万元!
≥2400份         | ≥2400份             | ≥2400份!
一千二百平方米  | ≥1200平方米*        | 1200平方米
十二盏          | ≥12盏*              | 12盏
三方            | 词                  | 词
一部分          | 词                  | 词
不超过30个日历天 | ≤30天              | ≤30天!
半年内          | ≤0.5年              | ≤0.5年!
前半年          | 词                  | 词
一个半月        | ≥1.5个月*           | 1.5个月
1小时30分钟     | ≥90分钟*            | 90分钟
平均28天        | ≥28天*              | 28天
不少于20%且不超过30% | 20%-30%        | ?
12个，其中乡镇3个 | ?                 | 12个
12个，其中3个未完成 | ?               | ?
98.5%，较上年提高2个百分点 | ?        | 98.5%
城区8个，乡镇4个，共12个 | ?          | 12个
城区8个，乡镇5个，共12个 | ?          | ?
21年11月底前    | ..11-30             | 11-26~11-30<
2021年11月30日（含）前 | ..11-30      | 11-30~11-30<
3200份          | ≥3200份*            | 3200份
30.838万元      | ≥30.838万元*        | 30.838万元
1年             | ≥1年*               | 1年
长期            | 词                  | 词
全面提升        | 词                  | 词
效果明显        | 词                  | 词
达成预期指标    | 词                  | 词
严格执行相关制度规定 | 词             | 词
在项目计划完成时间内完成 | 词         | 词
2021年11月前    | ..10-31/11-30       | 11-01~11-30<
如期完成        | 词                  | 词
12月底前        | ..12-31             | 12-26~12-31<
2022年5月30日   | ..2022-05-30        | 2022-05-30~2022-05-30
1429.39hm2      | ≥1429.39hm2*        | 1429.39hm2
3.51万t         | ≥3.51万t*           | 3.51万t
290kg/人        | ≥290kg/人*          | 290kg/人
0.05亩          | ≥0.05亩*            | 0.05亩
≥98分           | ≥98分               | ≥98分!
＞95％          | >95%                | >95%!
不低于90%       | ≥90%                | ≥90%!
不超过3天       | ≤3天                | ≤3天!
90%以上         | ≥90%                | ≥90%!
3-5次           | 3次-5次             | ?
零              | =0*                 | 0
无              | =0*                 | 0
/               | -                   | -
—               | -                   | -
……              | -                   | -
暂无            | -                   | -
待统计          | -                   | -
≥ 95 %          | ≥95%                | ≥95%!
95％以上        | ≥95%                | ≥95%!
95%及以上       | ≥95%                | ≥95%!
95%（含）以上   | ≥95%                | ≥95%!
≥95（含）%      | ≥95%                | ≥95%!
95%以上（不含） | >95%                | >95%!
100%（含）      | ≥100%*              | 100%
1,234.5万元     | ≥1234.5万元*        | 1234.5万元
1 000人次       | ≥1000人次*          | 1000人次
3次/年          | ≥3次/年*            | 3次/年
每月1次         | ≥1次/月*            | 1次/月
每季度一次      | ≥1次/季度*          | 1次/季度
每年不少于4次   | ≥4次/年             | ≥4次/年!
每个乡镇2个     | ≥2个/乡镇*          | 2个/乡镇
人均5元         | ≥5元/人*            | 5元/人
≥90分           | ≥90分               | ≥90分!
优良率≥95%      | ≥95%                | ≥95%!
合格率100%      | ≥100%*              | 100%
合格率达到100%  | ≥100%*              | 100%
按时完成率100%  | ≥100%*              | 100%
群众满意度≥90%  | ≥90%                | ≥90%!
培训人次≥500人次 | ≥500人次           | ≥500人次!
差错率≤2%       | ≤2%                 | ?
不合格率2%      | ?                   | ?
达到90%以上     | ≥90%                | ≥90%!
达到95%         | ≥95%                | 95%
控制在30万元以内 | ≤30万元            | ≤30万元!
大于或等于90%   | ≥90%                | ≥90%!
=>90%           | ≥90%                | ≥90%!
=<5%            | ≤5%                 | ≤5%!
12月31日前      | ..12-31             | 12-31~12-31<
2021年底前完成  | ..12-31             | 12-26~12-31<
二〇二一年十二月底前 | ..12-31        | 12-26~12-31<
2021.11.30前    | ..11-30             | 11-30~11-30<
1-12月          | ..12-31             | 01-01~12-31
2021年1月至12月 | ..12-31             | 01-01~12-31
2021年3月1日至2021年10月31日 | ..10-31 | 03-01~10-31
2021.12         | ..12-31             | 12-01~12-31
2021-11         | ..11-30             | 11-01~11-30
第三季度        | ..09-30             | 07-01~09-30
第三季度前      | ..06-30/09-30       | 07-01~09-30<
10月中旬前      | ..10-10/10-20       | 10-11~10-20<
10月下旬前      | ..10-20/10-31       | 10-21~10-31<
上半年          | ..06-30             | 01-01~06-30
当年完成        | ..12-31             | 01-01~12-31
2021年          | ..12-31             | 01-01~12-31
2021年10月15日完成 | ..10-15          | 10-15~10-15
于2021年10月15日通过验收 | ..10-15    | 10-15~10-15
60天            | ≥60天*              | 60天
24小时内        | ≤24小时             | ≤24小时!
7个工作日内     | ≤7个工作日          | ≤7个工作日!
≤0.5小时        | ≤0.5小时            | ≤0.5小时!
不低于上年      | 词                  | 词
同比增长5%      | ≥增长5%*            | 增长5%
较上年下降3%    | ≥下降3%*            | 下降3%
提高5个百分点   | ≥增长5个百分点*     | 增长5个百分点
100（%）        | ≥100%*              | 100%
16（个小区）    | ≥16个小区*          | 16个小区
5000 元/人·年   | ≥5000元/人·年*      | 5000元/人·年
80元/人/天      | ≥80元/人/天*        | 80元/人/天
500㎡           | ≥500m2*             | 500m2
5元/m²          | ≥5元/m2*            | 5元/m2
0起             | =0起*               | 0起
无重大事故      | =0*                 | 词
1套系统         | ≥1套系统*           | 1套系统
3个乡镇12个村   | ?                   | ?
3个乡镇十二个村 | ?                   | ?
95.5%（按季度平均） | ≥95.5%*         | 95.5%
16个（其中2个未完工） | ?             | ?
80%（预计）     | ?                   | ?
已完成16个小区  | ≥16个小区*          | 16个小区
共计16个小区。  | ≥16个小区*          | 16个小区
16个小区全部完成 | ≥16个小区*         | 16个小区
16个小区，全部建成 | ≥16个小区*       | 16个小区
16个小区未完成  | ?                   | ?
3个没有完工     | ?                   | ?
仅3个           | ?                   | ?
至少开展3次     | ≥3次                | ≥3次!
开展培训3次     | ≥3次*               | 3次
100%完成        | ≥100%*              | 100%
完成            | 词                  | 词
是              | 词                  | 词
达标            | 词                  | 词
约3万人         | ?                   | ?
3万余人         | ?                   | ?
100多人         | ?                   | ?
近90%           | ?                   | ?
90%左右         | ?                   | ?
全年            | ..12-31             | 01-01~12-31
未完成          | 词                  | 词
部分完成        | 词                  | 词
±5%             | -5%-5%              | ?
90%～95%        | 90%-95%             | ?
10 万元 - 20 万元 | 10万元-20万元     | ?
提高到95%       | ≥95%                | 95%
降至5%          | ≤5%                 | 5%
降低至5%以下    | ≤5%                 | ≤5%!
增速≥5%         | ≥增长5%             | ≥增长5%!
减少5起         | ≥下降5起*           | 下降5起
实际完成：16个  | ≥16个*              | 16个
数量：16个      | ≥16个*              | 16个
1个工作日内办结 | ≤1个工作日          | ≤1个工作日!
15分钟内到达    | ≤15分钟             | ≤15分钟!
不低于95%（含95%） | ≥95%             | ≥95%!
100%全覆盖      | ≥100%*              | 100%
-5.3%           | ≥-5.3%*             | -5.3%
16个多          | ?                   | ?
不足16个        | ?                   | ?
仅1次           | ?                   | ?
超额完成120%    | ?                   | ?
提前10天        | ?                   | ?
滞后3个月       | ?                   | ?
0增长           | ?                   | ?
由80%提高到95%  | ?                   | ?
按合同约定30日内 | ?                  | ?
一百二十户      | ≥120户*             | 120户
三次            | ≥3次*               | 3次
百分之九十五点五 | ≥95.5%*            | 95.5%
九成五          | ≥95%*               | 95%
三五个          | 词                  | 词
两三次          | 词                  | 词
一户一档        | 词                  | 词
千家万户        | 词                  | 词
一次性完成      | 词                  | 词
一流            | 词                  | 词
2级             | 词                  | 词
三级甲等        | 词                  | 词
第1名           | 词                  | 词
20211231        | ?                   | ?
1.5             | ≥1.5*               | 1.5
30.838          | ≥30.838*            | 30.838
12.5            | ≥12.5*              | 12.5
1/3             | ?                   | ?
1：3            | ?                   | ?
50/60           | ?                   | ?
12月            | ..12-31             | 12-01~12-31
7×24小时        | ?                   | ?
3.              | ?                   | ?
5.%             | ≥5%*                | 5%
1,23            | ?                   | ?
3 5个           | ?                   | ?
①16个           | ?                   | ?
10²             | ?                   | ?
½               | ?                   | ?
≥≥90%           | ?                   | ?
≤90%以上        | ?                   | ?
2021年2月30日前 | ?                   | ?
13月前          | ?                   | ?
每3天1次        | ?                   | ?
"""

_ROWS = [[cell.strip() for cell in line.split("|")] for line in FORMS.strip().splitlines()]


def _shown_target(target: object) -> str:
    match target:
        case None:
            return "-"
        case Unreadable():
            return "?"
        case Qualitative():
            return "词"
        case Deadline(certain, possible):
            return f"..{_day(certain)}" + ("" if certain == possible else f"/{_day(possible)}")
        case AtLeast() | AtMost() | Exactly():
            return f"{target}{'*' if target.implied else ''}"
        case Between():
            return str(target)
    raise AssertionError(target)


def _shown_actual(actual: object) -> str:
    match actual:
        case None:
            return "-"
        case Unreadable():
            return "?"
        case Words():
            return "词"
        case Span(first, last, before):
            return f"{_day(first)}~{_day(last)}{'<' if before else ''}"
        case Bound(sign, limit):
            return f"{sign}{limit}!"
        case Quantity():
            return str(actual)
    raise AssertionError(actual)


def _day(day: date) -> str:
    return f"{day:%m-%d}" if day.year == YEAR else f"{day:%Y-%m-%d}"


@pytest.mark.parametrize(("text", "wanted"), [(row[0], row[1]) for row in _ROWS])
def test_target_form_is_read_as_it_is_meant(text: str, wanted: str) -> None:
    assert _shown_target(read_target(text, year=YEAR)) == wanted


@pytest.mark.parametrize(("text", "wanted"), [(row[0], row[2]) for row in _ROWS])
def test_actual_form_is_read_as_it_is_meant(text: str, wanted: str) -> None:
    assert _shown_actual(read_actual(text, year=YEAR)) == wanted


def test_qualitative_target_keeps_its_words() -> None:
    assert read_target(" 效果明显 ") == Qualitative("效果明显")


def test_direction_tells_the_side_of_an_unsigned_target() -> None:
    assert isinstance(read_target("3次", direction="反向"), AtMost)
    assert isinstance(read_target("≥3次", direction="反向"), AtLeast)
    assert isinstance(read_target("0", direction="反向"), AtMost)
    assert read_target("完成7×24小时值守", direction="定性") == Qualitative("完成7×24小时值守")


def test_direction_of_time_takes_a_deadline_or_a_length_of_time_and_nothing_else() -> None:
    assert read_target("60天", direction="时限") == AtMost(Quantity(Decimal(60), _unit("60天")))
    assert isinstance(read_target("12月底前", direction="时限", year=YEAR), Deadline)
    assert isinstance(read_target("16个", direction="时限"), Unreadable)
    assert isinstance(read_target("尽快", direction="时限"), Unreadable)
    assert isinstance(read_target("≥60天", direction="时限"), Unreadable)


def _unit(text: str) -> object:
    quantity = read_actual(text)
    assert isinstance(quantity, Quantity)
    return quantity.unit


def test_a_date_without_year_is_not_read_where_no_year_is_given() -> None:
    assert isinstance(read_target("12月底前"), Unreadable)
    assert isinstance(read_actual("12月"), Unreadable)


@pytest.mark.parametrize("text", ["预计2021年11月完成", "计划16个小区", "拟完成100%"])
def test_a_plan_is_not_taken_for_an_actual(text: str) -> None:
    actual = read_actual(text, year=YEAR)
    assert isinstance(actual, Unreadable)
    assert "打算" in actual.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("约3万人", "约数"),
        ("3-5次", "范围"),
        ("3个乡镇12个村", "不止一个数"),
        ("1/3", "分数"),
        ("2021年2月30日", "这一天不存在"),
        ("20211231", "日期还是数量"),
        ("①16个", "普通数字"),
        ("九" * 600, "500个字"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, why: str) -> None:
    actual = read_actual(text, year=YEAR)
    assert isinstance(actual, Unreadable)
    assert why in actual.why
    assert actual.text == text


@pytest.mark.parametrize(
    ("text", "on_time", "late"),
    [
        ("如期完成", True, False),
        ("未逾期", True, False),
        ("未发生滞后", True, False),
        ("未按时完成", False, True),
        ("逾期", False, True),
        ("部分按期完成", False, True),
        ("完成", False, False),
    ],
)
def test_words_tell_whether_it_was_in_time(text: str, on_time: bool, late: bool) -> None:
    words = read_actual(text)
    assert isinstance(words, Words)
    assert (words.on_time, words.late) == (on_time, late)
