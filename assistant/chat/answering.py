"""Questions answered by code: how points come about, what is asked, what words mean, where to look things up."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.chat import replies
from assistant.chat.acts import State
from assistant.chat.memory import Memory
from assistant.chat.mentions import Mention, best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, split, words_of
from assistant.chat.project import View
from assistant.chat.questions import open_questions, questions, trade_of
from assistant.facts.wording import quoted
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.printing import tidy

_POINTS = regex(
    r"扣|得分|几分|多少分|怎么算|咋个算|咋算|怎么来|怎么得|为什么|为啥|为何|满分|凭啥|凭什么"
)
_TOTAL = regex(r"总分|一共.*分|得了|等级|多少分|最后.*分")


def answer(name: str, text: str, path: str, view: View, state: State, memory: Memory) -> str:
    """The answer in one piece; where code knows none, that is said."""
    if name == "invent":
        which = words_of(path) if path else "这一项"
        return f"不能编：{which}要照实写，编的经不起复核。{replies.lookup(view, path)}"
    if name == "help":
        return "可以回答正在问的，也可以直接说要改哪一项；/帮助 看全部命令。"
    if re.search(
        r"多少(?:个)?问题|几个问题|多少题|问完|改完了|填完了|还差多少项|写好没|填得怎么样", text
    ):
        left = len(open_questions(view.card, memory.skipped))
        drafted = "草稿已有" if state.draft is not None else "还没有起草"
        return f"还有{left}项没有填，/缺项 可一次看全；{drafted}。"
    names = row_names(view.evaluation)
    found = best(find_names(text, names))
    own = _key_of_row(text, found[0], view) if len(found) == 1 else ""
    if told := own or _of_funds(text, view):
        return told
    if "扣" in text and not found and "执行率" not in text and _LISTED.search(text):
        return replies.total(view.card) + _deductions(view)
    if "执行率" in text or ("预算" in text and "率" in text):
        return view.card.execution.explanation
    if len(found) == 1 and (_POINTS.search(text) or "吗" in text or "多少" in text):
        return replies.explanation(names[found[0].index], view.card.indicators[found[0].index])
    if told := _explained(text, view):
        return told
    if _TOTAL.search(text) and not found:
        return replies.total(view.card) + _deductions(view)
    if re.search(r"满分", text):
        full = [
            n
            for n, r in zip(names, view.card.indicators, strict=True)
            if r.score is not None and r.score == r.weight
        ]
        return "得满分的：" + ("、".join(f"“{n}”" for n in full) or "还没有") + "。"
    listed, row, _ = split(path)
    if listed == ROWS and row in names:
        return _about_row(names.index(row), text, path, view)
    if listed == FUNDS or path.startswith("资金"):
        item = next((q for q in questions(view.card) if q.path == path), None)
        return f"{view.card.execution.explanation}" + (f"\n{item.words}" if item else "")
    return "这个我答不上来，数据里没有。" + (replies.lookup(view, path) if path else "")


def _about_row(index: int, text: str, path: str, view: View) -> str:
    row, name = view.card.indicators[index], row_names(view.evaluation)[index]
    if _POINTS.search(text) or re.search(r"差", text):
        return replies.explanation(name, row)
    indicator = row.indicator
    shown = f"“{name}”：指标值{indicator.target or '（空）'}，实际{indicator.actual or '（空）'}。"
    item = next((q for q in questions(view.card) if q.path == path), None)
    example = f"例：{item.example}。" if item else ""
    if re.search(r"按|算不算|口径|统计|还是|查|哪里|系统", text):
        return f"{shown}口径以批复的绩效目标表为准，照当初定目标时的算法报。{replies.lookup(view, path)}"
    return f"{shown}{example}{replies.lookup(view, path)}"


def _explained(text: str, view: View) -> str:
    for entry in lexicon("explained")["entries"]:
        if any(word in text for word in entry["words"]):
            if not entry["text"]:
                return f"用的是“{view.card.ruleset_name}”；每一项的算式和条款，说“为什么某项扣分”可以看。"
            trade = trade_of(view.evaluation)
            example = (
                f"例：{trade['cause']}。"
                if "原因写清" in entry["text"]
                else f"例：{trade['measure']}。"
                if "措施要对着" in entry["text"]
                else ""
            )
            return str(entry["text"]) + example
    return ""


def _deductions(view: View) -> str:
    """Everything that took points, with its sum; and what has no points yet."""
    card = view.card
    rows = list(zip(row_names(view.evaluation), card.indicators, strict=True))
    scored = [("预算执行率", card.execution.weight, card.execution.score)]
    scored += [(quoted(name), row.weight, row.score) for name, row in rows]
    lost = [(w - s, n) for n, w, s in scored if w is not None and s is not None and s < w]
    open_rows = [f"{n}（{tidy(w)}分）" for n, w, s in scored if w is not None and s is None]
    lost.sort(key=lambda one: -one[0])
    said = ""
    if lost:
        total = sum((points for points, _ in lost), Decimal(0))
        parts = "、".join(f"{name}扣{tidy(points)}分" for points, name in lost)
        said = f"一共扣{tidy(total)}分：{parts}。"
    return said + (f"还不能计分的：{'、'.join(open_rows)}。" if open_rows and lost else "")


#: money of a source: what is asked of it
_WHY = regex(r"为什么|为啥|为何|咋没|怎么没|原因")
_UNSPENT = regex(r"没(?:有)?(?:花|用|支|付|执行|拨)|未(?:支出|执行|支付|使用)|[剩余]|结[转余]")
_KEYS_OF_MONEY = {
    "年初预算": "initial",
    "全年预算": "budget",
    "到位": "arrived",
    "执行": "executed",
}


def _of_funds(text: str, view: View) -> str:
    """Why a source was not spent, what of it was not, or an amount of it; "" where nothing of that is asked."""
    funds, names = view.evaluation.funds, fund_names(view.evaluation)
    if funds is None or "率" in text or find_names(text, row_names(view.evaluation)):
        return ""
    found = best(find_funds(text, names))
    sources = [(names[m.index], funds.sources[m.index]) for m in found]
    if not sources and re.search(r"钱|资金|预算|经费", text):
        sources = list(zip(names, funds.sources, strict=True))
    if not sources:
        return ""
    unspent = [f"{quoted(n)}预算{tidy(s.budget)}{funds.unit}，执行{tidy(s.executed)}{funds.unit}，还有{tidy(s.budget - s.executed)}{funds.unit}没有支出。"
               for n, s in sources if s.budget is not None and s.executed is not None and (s.budget > s.executed or len(sources) == 1)]  # fmt: skip
    if _WHY.search(text) and _UNSPENT.search(text) and found:
        name, source = sources[0]
        reason = source.reason or funds.reason
        why = f"填报的原因：{reason}" if reason else "原因数据里还没有写，请照实说。" + replies.lookup(view, fund_path(name, "原因"))  # fmt: skip
        return "\n".join([*unspent, why])
    if re.search(r"多少|几[万元]|好多", text) and _UNSPENT.search(text):
        return "\n".join(unspent) or "按现在的数据，没有没支出的钱。"
    keys = find_keys(text, "fund")
    if len(found) == 1 and keys and keys[0].name in _KEYS_OF_MONEY and "多少" in text:
        value = getattr(sources[0][1], _KEYS_OF_MONEY[keys[0].name])
        said = "数据里还没有写" if value is None else f"是{tidy(value)}{funds.unit}"
        return f"{quoted(sources[0][0])}的{keys[0].name}{said}。"
    return ""


_LISTED = regex(r"一共|总共|共|哪|全部|都|多少")
_ASKED_KEYS = {"责任单位": "owner", "完成时限": "due", "措施": "measure", "佐证": "evidence"}
_WHO = regex(r"谁(?:来|在)?(?:负责|牵头|管|落实|承担)|哪个(?:单位|股室|科室|部门)|责任单位是")
_BY_WHEN = regex(r"(?:什么时候|哪天|几月|何时)[^，,。]{0,6}(?:完成|做完|整改|落实)|时限是")


def _key_of_row(text: str, row: Mention, view: View) -> str:
    """谁负责…的措施, …的佐证是什么: what stands there; "" where no key of a row is asked for."""
    keys = [k.name for k in find_keys(text, "indicator") if k.start not in row.chars]
    named = [k for k in keys if k in _ASKED_KEYS]
    key = "责任单位" if _WHO.search(text) else ""
    key = key or ("完成时限" if _BY_WHEN.search(text) and named else "")
    if not key and named and re.search(r"是(?:谁|什么|啥|哪)|(?:有没有|写没写|[填写]的?(?:是)?(?:什么|啥))", text):  # fmt: skip
        key = named[0]
    if not key:
        return ""
    name, indicator = row_names(view.evaluation)[row.index], view.evaluation.indicators[row.index]
    value = getattr(indicator, _ASKED_KEYS[key])
    return f"{quoted(name)}的{key}{f'是：{value}' if value else '数据里还没有写'}。"


def scores_of(words: str, view: View) -> str:
    """The score table, or how the named row got its points."""
    names = row_names(view.evaluation)
    found = best(find_names(words, names)) if words else ()
    if len(found) == 1:
        return replies.explanation(names[found[0].index], view.card.indicators[found[0].index])
    return replies.scores(view.card)
