"""Questions answered by code: how points come about, what is asked, what words mean, where to look things up."""

from __future__ import annotations

import re

from assistant.chat import replies
from assistant.chat.acts import State
from assistant.chat.memory import Memory
from assistant.chat.mentions import best, find_names
from assistant.chat.naming import FUNDS, ROWS, row_names, split, words_of
from assistant.chat.project import View
from assistant.chat.questions import open_questions, questions, trade_of
from assistant.lexicon import lexicon
from assistant.values.printing import tidy

_POINTS = re.compile(
    r"扣|得分|几分|多少分|怎么算|咋个算|咋算|怎么来|怎么得|为什么|为啥|为何|满分|凭啥|凭什么"
)
_TOTAL = re.compile(r"总分|一共.*分|得了|等级|多少分|最后.*分")


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
    if "执行率" in text or ("预算" in text and "率" in text):
        return view.card.execution.explanation
    if len(found) == 1 and (_POINTS.search(text) or "吗" in text or "多少" in text):
        return replies.explanation(names[found[0].index], view.card.indicators[found[0].index])
    if told := _explained(text, view):
        return told
    if _TOTAL.search(text) and not found:
        return replies.total(view.card) + _worst(view)
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


def _worst(view: View) -> str:
    lost = [
        (r.weight - r.score, n)
        for n, r in zip(row_names(view.evaluation), view.card.indicators, strict=True)
        if r.score is not None and r.weight is not None and r.score < r.weight
    ]
    if not lost:
        return ""
    lost.sort(reverse=True)
    return "扣分的：" + "、".join(f"“{n}”扣{tidy(points)}分" for points, n in lost[:3]) + "。"


def scores_of(words: str, view: View) -> str:
    """The score table, or how the named row got its points."""
    names = row_names(view.evaluation)
    found = best(find_names(words, names)) if words else ()
    if len(found) == 1:
        return replies.explanation(names[found[0].index], view.card.indicators[found[0].index])
    return replies.scores(view.card)
