"""Plain words that code understands by itself; what it does not, a model may (see intent.py)."""

from __future__ import annotations

import re

from assistant.chat.action import KEYS, Action, key_of, section_of
from assistant.chat.slash import revision

_KEY = "|".join(name for names in KEYS.values() for name in names)
_VALUE = r"(?P<value>[^，,。；;！!？?]+?)"
_SET = re.compile(
    rf"(?:^|.*?[，,。；;\s])?(?:请|帮我|直接|就)*(?:把|将)?(?P<row>[^，,。；;]*?)(?:的)?(?P<key>{_KEY})?"
    rf"(?:数据|数值|数字|这个数|的数)?(?:应该|应当|应)?(?:改成|改为|换成|更正为|更正成|修改为|应该是|应是|应为|写成|填成|填)[:：]?{_VALUE}(?:吧|了)?[。！!]?$"
)
_WRONG = re.compile(
    rf"^(?P<row>.*?)(?:这个|那个)?(?:数|数字|数据|值)?(?:不对|错了|有误|写错了)[，,。]?(?:应该是|应是|应为|是)?{_VALUE}[。！!]?$"
)
_WHAT_IF = re.compile(
    rf"^(?:如果|假如|要是|假设|万一)(?P<row>.*?)(?:的)?(?P<key>{_KEY})?(?:是|为|达到|改成|变成|做到|完成|只有|到)(?:了)?{_VALUE}"
    r"(?:的话)?(?:呢|会怎样|会怎么样|怎么样|能得多少分|得多少分|是多少分|多少分|总分.*|得分.*|会.*)?[？?。]?$"
)
_WHY = re.compile(r"为什么|为何|怎么(?:算|得|扣|来)|凭什么|依据是什么|怎样计算|如何计算|扣.{0,3}分")
_STYLE = re.compile(
    r"(?:写|改|说)?(?:得)?(?:再|更)?(?:短|长|简短|精简|简单|详细|具体|正式|通俗|口语|委婉|严谨|明确)(?:一点|一些|点|些|一下)?|"
    r"语气|措辞|重写|换个说法|润色|压缩|展开|删掉|删去|合并"
)
_SAYS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("quit", re.compile(r"^(?:退出|结束|再见|不聊了|先到这(?:里|儿)?)[吧了。！!]*$")),
    ("undo", re.compile(r"^(?:撤销|撤回|退回(?:上一步)?|恢复(?:上一步|原样)|改回去|还原)[吧了。]*$")),
    ("redo", re.compile(r"^重做[吧了。]*$")),
    ("export", re.compile(r"^(?:请|帮我)?(?:导出|输出|生成)(?:成)?(?:一份)?(?:word|WORD|Word|docx|报告|文档|文件|自评报告)*[吧了。]*$")),
    ("check", re.compile(r"^(?:请|帮我)?(?:检查|核对|查)(?:一下|一遍|检查)?(?:报告|数据|问题|错误|毛病|有没有(?:问题|错误))*[吧。？?]*$")),
    ("gaps", re.compile(r"^(?:还|现在)?(?:缺|差|少)(?:什么|啥|哪些|多少)(?:数据|材料|内容|项)?[？?。]*$")),
    ("ask", re.compile(r"^(?:继续|接着|开始)?(?:提?问|访谈|采访|继续|下一个问题)(?:吧|我)?[。]*$")),
    ("facts", re.compile(r"^(?:有哪些|看看|列出)?(?:全部)?事实[？?。]*$")),
    ("history", re.compile(r"^(?:都)?(?:改过|改了|动过)(?:什么|哪些).*$")),
    ("score", re.compile(r"^(?:看看|现在|一共|看一下|显示)*(?:总分|得分|分数|多少分|得了多少分|得分表|评分)(?:是多少|多少|情况|怎么样)?[？?。]*$")),
    ("help", re.compile(r"^(?:帮助|怎么用|你能做什么|会做什么|有什么命令)[？?。]*$")),
)  # fmt: skip
_DRAFT = re.compile(
    r"^(?:请|帮我|现在|可以|开始|先)*(?:起草|草拟|写(?:一下|一份)?|撰写|拟)(?P<what>.*?)(?:吧|了)?[。！!]?$"
)
_SHOW = re.compile(
    r"^(?:请|给我|让我|先)*(?:看看|看一下|看|显示|打开|念)(?P<what>.*?)(?:吧)?[。？?]?$"
)
_POINTS = re.compile(r"得分|总分|分数|等级|评级|自评分|完成率|执行率")


def read_phrase(line: str) -> Action | None:
    """The action that the words plainly ask for, or None where code cannot tell."""
    plain = " ".join(line.split())
    for act, pattern in _SAYS:
        if pattern.match(plain):
            return Action(act)  # type: ignore[arg-type]
    guess = _WHAT_IF.match(plain)
    if guess:
        return Action(
            "what_if", guess["row"], key_of(guess["key"] or "") or "实际", guess["value"].strip()
        )
    found = _set(plain)
    if found:
        return found
    if _WHY.search(plain):
        return Action("explain", row=plain)
    if _STYLE.search(plain):
        return revision(plain)
    for act, pattern in (("draft", _DRAFT), ("show", _SHOW)):
        match = pattern.match(plain)
        if match and (
            section_of(match["what"])
            or match["what"] in {"", "报告", "全文", "草稿", "自评报告", "初稿"}
        ):
            return Action(act, section=section_of(match["what"]), text=plain)  # type: ignore[arg-type]
    return None


def _set(plain: str) -> Action | None:
    wrong = _WRONG.match(plain)
    if wrong:
        return Action("set", wrong["row"].strip(" ，,"), "实际", wrong["value"].strip())
    match = _SET.match(plain)
    if not match:
        return None
    row, key = match["row"].strip(" ，,“”"), key_of(match["key"] or "")
    if not key and _POINTS.search(row):
        return Action("set_score", text=plain)
    return Action("set", row, key or "实际", match["value"].strip(" “”"))
