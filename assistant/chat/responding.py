"""What writes nothing: questions, suppositions, talk beside the matter, and what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.chat import answering
from assistant.chat.acts import Act, Choice
from assistant.chat.effect import Effect
from assistant.chat.naming import ROWS, row_names, words_of
from assistant.chat.obeying import list_open
from assistant.chat.project import Proposed
from assistant.chat.turn import Turn

_SCORES_ARE_COMPUTED = (
    "得分、等级由程序按评分办法从数据算出来，不能直接填；每处修改都先给您看，您说“是”才写，谁要求的都一样。"
    "数据填错了可以说“好路率应该是96%”这样的话。"
)


def question(turn: Turn, act: Act) -> None:
    state = turn.state(turn.memory, turn.view)
    if act.name == "gaps":
        list_open(turn)
        return
    text = act.text or turn.line
    turn.said.append(answering.answer(act.name, text, act.path, turn.view, state, turn.memory))
    turn.asks_again = True


def what_if(turn: Turn, act: Act) -> None:
    changes = [
        Proposed(path, turn.project.value(path) or None, value)
        for path, value in act.fields.items()
    ]
    effect = turn.project.suppose(changes)
    turn.what_if = _supposed(changes, effect)
    head = "假如" + "，".join(f"{words_of(c.path)}是{c.new}" for c in changes) + "（数据没有改）："
    turn.said.append("\n".join([head, *effect.lines]))


def small_talk(turn: Turn, act: Act) -> None:
    turn.said.append(
        {
            "greeting": "您好。",
            "rude": "抱歉没帮上忙，请说一下哪里不对，我照着改。",
            "feelings": "理解，我们拣要紧的先填，很快。",
        }.get(act.name, "这个我帮不上，我们接着说报告。")
    )
    turn.asks_again = True


def unclear(turn: Turn, act: Act) -> None:
    turn.asks_again = act.name not in {"piece", "which"}
    if act.name == "which" and act.options:
        turn.memory = replace(turn.memory, choices=tuple(Choice(p, act.value) for p in act.options))
        lines = [f"  {i}. {words_of(p)}" for i, p in enumerate(act.options, 1)]
        turn.said.append("\n".join([act.say or "说的是哪一项？请回答序号：", *lines]))
        turn.asks_again = False
    elif act.name == "delete" and act.options:
        turn.said.append("\n".join([act.say, *(f"  {words_of(p)}" for p in act.options)]))
    elif act.name == "piece":
        turn.said.append(f"“{act.text}”没有读懂，没有记；请带上指标或资金的名称再说一次。")
    elif act.name == "pressure":
        turn.said.append(_SCORES_ARE_COMPUTED)
    elif act.name == "not_known":
        turn.said.append("好，问到了再说；要先放着就说“跳过”。")
    elif act.name == "no_value":
        turn.said.append(f"{words_of(act.path)}是多少？请说数和单位。")
        turn.memory = replace(turn.memory, asking=act.path)
        turn.asks_again = False
    elif act.say:
        turn.said.append(act.say)
    else:
        turn.said.append(
            "没有听懂。改数请带上名称，如“好路率应该是95%”；/缺项 看还缺什么，/帮助 看能说什么。"
        )


def _supposed(changes: Sequence[Proposed], effect: Effect) -> dict[str, Any]:
    """The supposition as plain values: what was supposed, totals before and after, rows that differ."""

    def total(card: Any) -> dict[str, Any]:
        end = card.total
        return {
            "score": None if end.score is None else float(end.score),
            "available": None if end.available is None else float(end.available),
            "complete": end.complete,
            "grade": card.grade,
            "execution_rate": None if card.execution.rate is None else float(card.execution.rate),
        }

    names = row_names(effect.before.evaluation)
    ids = {row.id: name for name, row in zip(names, effect.before.indicators, strict=True)}
    return {
        "changes": [c.as_json() for c in changes],
        "before": total(effect.before),
        "after": total(effect.after),
        "rows": [
            {
                "path": f"{ROWS}[{ids.get(old.id, old.indicator.name)}]",
                "score": [None if r.score is None else float(r.score) for r in (old, new)],
                "status": [old.status, new.status],
            }
            for old, new in effect.rows
        ],
    }
