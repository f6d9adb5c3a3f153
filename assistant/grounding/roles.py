"""What the words before a figure make of it: a target, an actual, a shortfall, money spent …"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.patterns import regex
from assistant.values.figures import Figure

_MONEY = r"(?:的|资金|金额|数额|总额|数|共|合计|为|共计)*"
_THAN = r"(?:了|于|出)?(?:年度|预期|既定|年初|全年|绩效|计划的?)?(?:指标值|目标值?|计划数?|预期值?|预算数?)?(?:要求)?"
#: the role whose words end nearest before the figure wins; of two that end there, the longer
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("initial", regex(rf"年初(?:的)?(?:预算|安排|批复){_MONEY}")),
    ("whole_budget", regex(rf"(?:全年|调整后的?)预算(?:安排)?{_MONEY}(?!执行|编制)")),
    ("budget", regex(rf"(?:年度|总)?预算(?:安排)?{_MONEY}(?!执行|编制)")),
    ("arrived_rate", regex(r"到位率")),
    ("rate", regex(r"(?:执行|支付|支出|拨付)(?:率|进度)")),
    ("left", regex(rf"(?:未|尚未|没有)(?:执行|支付|支出|使用|拨付){_MONEY}|(?:结余|剩余|(?<!上年)(?<!去年)结转|沉淀){_MONEY}")),
    ("short", regex(rf"(?:未|尚未)(?:足额)?到位{_MONEY}|尚有|还有|还差")),
    ("arrived", regex(rf"(?<!未)到位(?!率){_MONEY}")),
    ("executed", regex(rf"(?<!未)(?:实际)?(?:执行|支付|支出|拨付){_MONEY}(?!率|进度)")),
    ("target_share", regex(r"(?:年度|目标|指标|预期|计划)[^，。；]{0,4}值?的|占")),
    ("raised", regex(r"(?:调增|追加)(?:了)?(?:财政)?(?:预算|资金|经费|拨款)?")),
    ("cut", regex(r"调减|核减")),
    ("below", regex(
        rf"(?:未完成率|(?<!不)低于?|(?<!不)少于?|(?<!有)不足|不到|短缺?|缺|欠|落后|减少|下降|降低|缩短|节省|节约|偏低){_THAN}")),
    ("below", regex(r"(?<![减不])少(?:完成|[一-龥])了?$")),
    ("left", regex(r"(?:余下|剩余|剩下|尚余|还剩|所剩)的?$")),
    ("above", regex(
        rf"(?:(?<![不层])高(?:出|于)?|多(?:出|于)?|(?<!不)超(?:出|过|额|期)?|逾期|延迟|推迟|晚了?|增加|增长|提高|提升|上升|偏高){_THAN}")),
    ("apart", regex(rf"(?:相差|差距|差额|差异|差|偏差|偏离|距离?){_THAN}(?:是|为|有|了)?")),
    # 超过90% names what was exceeded, 超过年度指标值5个百分点 by how much
    ("over", regex(r"(?<![不未])(?<!没有)(?:超过|高于|大于|多于|突破|优于)了?$")),
    ("under", regex(r"(?<![不未])(?<!没有)(?:低于|少于|小于|不足|不到)了?$")),
    ("target", regex(r"(?:未|没有)(?:超过|高于|大于|多于|突破|低于|少于|小于)了?$")),
    # 不能达到100% names what was not reached
    ("target", regex(r"(?:未能?|没有?能?|不能|无法|难以)(?:够)?(?:达到?|实现)了?$")),
    ("target", regex(
        r"(?:年度|绩效)?(?:指标值|目标值?|预期值?|计划值?|任务数?|要求|标准|(?<![相对])应)(?:要求|设定|规定|设|为|是)*|"
        r"(?:确保|力争|争取|保证|力求)[^，。；]{0,14}(?:达到?|提高[到至]|提升[到至]|恢复[到至])|"
        r"不得?(?:低于|少于|超过|高于|大于|小于|多于)|至少|至多|控制在")),
    ("completion", regex(r"(?<!未)完成(?:率|程度|度|比例)")),
    ("missed_count", regex(r"(?:未|没)(?:能|有)?(?:完成|达标|达到|达成|实现)")),
    ("absent_count", regex(r"缺(?:少)?实际(?:完成)?值|未填报?(?:实际(?:完成)?值)?|暂无结果")),
    ("lost", regex(r"失分|扣分?|扣减")),
    ("points", regex(r"(?<!获)得分?|分值|总分|满分")),
    ("actual", regex(
        r"(?<!缺)实际(?:完成值?|达到|实现|值|为|是|只有|仅)*|(?<!未)完成(?!率|程度|度|比例)(?:了|值)?|(?<!未)达到?|(?<!未)实现|仅|只有|(?:获得?|取得|获评)(?!奖)")),
)  # fmt: skip
ROLE_NAMES = {
    "target": "年度指标值", "actual": "实际完成值", "below": "低于（少于）的数", "above": "高于（多于）的数",
    "budget": "预算数", "whole_budget": "全年预算", "initial": "年初预算", "arrived": "到位数", "executed": "执行数", "rate": "执行率",
    "arrived_rate": "到位率", "left": "未执行数", "short": "未到位数", "target_share": "占比", "raised": "调增数", "cut": "调减数",
    "completion": "完成程度", "points": "分值或得分", "lost": "失分", "missed_count": "未完成的项数",
    "absent_count": "缺实际值的项数",
}  # fmt: skip
#: roles that may stand for one another
_SAME = (
    frozenset({"actual", "executed", "completion"}),
    frozenset({"actual", "points"}),
    frozenset({"actual", "target_share", "completion", "rate"}),
    frozenset({"actual", "target_share", "completion", "arrived_rate"}),
    frozenset({"budget", "initial", "target"}),
    frozenset({"budget", "whole_budget", "target"}),
    frozenset({"left", "below", "short", "apart"}),
    frozenset({"above", "apart"}),
    frozenset({"raised", "apart", "above"}),
    frozenset({"cut", "apart", "below"}),
    frozenset({"lost", "points", "below"}),
    frozenset({"missed_count", "target"}),
    frozenset({"missed_count", "absent_count", "below", "short"}),
    frozenset({"arrived", "actual", "executed"}),
    frozenset({"over", "target", "budget", "initial"}),
    frozenset({"over", "target", "budget", "whole_budget"}),
    frozenset({"under", "target", "budget", "initial"}),
    frozenset({"under", "target", "budget", "whole_budget"}),
)
_REACH = 16
_BECAME = regex(
    r"[增减加少]后的?(?:预算|金额)?(?:变|调整|确定)?为$|(?<=元)[之以]?后的?(?:变|调整|确定)?为$|[增减调降升提扩压缩延核][增减加少低高升长到短]?(?:为|至)$"
)
_REFERENCE = regex(
    rf"(?<![不未])(?P<side>超过|高于|大于|多于|突破|低于|少于|小于|不足|不到|不及)了?{_THAN}的?$"
)
_STOP = regex(r"[，,。；;！!？?]")
_PAST_FIGURE = regex(r"\d[\d.,]*\s*[^\d\s、（(]{0,5}[、（(和及与的]")


def role_of(text: str, figure: Figure) -> str:
    """The role by the words before the figure in its clause; empty where they do not tell."""
    role = _told_by(text[max(0, figure.start - _REACH) : figure.start])
    # 占186.5万元的八成: the amount is no share
    return "" if role == "target_share" and figure.kind == "amount" else role


@lru_cache(maxsize=8192)
def _told_by(window: str) -> str:
    """The role that the words before a figure tell."""
    if _BECAME.search(window):
        return ""  # 调减为100万元 tells what it came to
    for pattern in (_STOP, _PAST_FIGURE):
        ends = [match.end() for match in pattern.finditer(window)]
        window = window[ends[-1] :] if ends else window
    best, reach = "", (-1, 0)
    for role, pattern in _ROLES:
        for match in pattern.finditer(window):
            if (match.end(), -match.start()) >= reach:
                best, reach = role, (match.end(), -match.start())
    return best


def reference_role(text: str, figure: Figure) -> str:
    """“低于年度指标值600户” may name the target itself: under, over, or empty where it does not."""
    window = text[max(0, figure.start - _REACH) : figure.start]
    found = _REFERENCE.search(window)
    if not found:
        return ""
    return "over" if found["side"] in {"超过", "高于", "大于", "多于", "突破"} else "under"


def fits(said: str, known: str) -> bool:
    """Whether a figure of one role may be told in another; an untold role fits all."""
    if not said or not known or said == known:
        return True
    return any(said in group and known in group for group in _SAME)
