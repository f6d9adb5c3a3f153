"""Values, rows and pasted tables that a line brings before the person; nothing is written here."""

from __future__ import annotations

from dataclasses import replace

from assistant.chat.acts import Act
from assistant.chat.answer_kinds import Value, read_value
from assistant.chat.naming import (
    FUNDS,
    ROWS,
    fund_names,
    fund_path,
    row_names,
    row_path,
    split,
    words_of,
)
from assistant.chat.pasted import read_block
from assistant.chat.project import Proposed
from assistant.chat.turn import Turn
from assistant.chat.understanding import understand
from assistant.errors import InputError
from assistant.patterns import regex
from assistant.values.spoken import same_amount


def take_value(turn: Turn, act: Act) -> None:
    key = split(act.path)[2].rpartition(".")[2]
    old = turn.project.value(act.path)
    if act.value == old or (old and same_amount(act.value, old)):
        stands = f"是“{old}”" if old else "空着"
        turn.said.append(f"{words_of(act.path)}已经{stands}，不用改。")
        turn.proposed = [p for p in turn.proposed if p.path != act.path]
        return
    if (
        key in {"责任单位", "完成时限"}
        and old
        and act.kind == "answer"
        and act.path != turn.memory.asking
        and any(p.path != act.path for p in turn.proposed)
    ):
        return  # said in passing beside a measure: what already stands there stays
    propose(turn, Proposed(act.path, old or None, act.value, note=act.say))
    if act.path == "报告.成文日期":
        _years_far_off(turn, int(act.value[:4]))


def _years_far_off(turn: Turn, year: int) -> None:
    """Says which deadlines got their year from today and lie too far behind the day of the report that is now told."""
    waiting = [c for p in turn.memory.pending for c in p.changes]
    far = [
        words_of(c.path)
        for c in (*waiting, *turn.proposed)
        if c.new
        and c.path.endswith(("措施", "完成时限"))
        and any(int(y) > year + 1 for y in _YEAR.findall(c.new))
    ]
    if far:
        told = "、".join(dict.fromkeys(far))
        turn.said.append(f"{told}里没说年份的日子是按今天推算的，离成文日期{year}年太远，请核对。")


_YEAR = regex(r"(20\d\d)年")


def add(turn: Turn, act: Act) -> None:
    if act.name == "block":
        _block(turn, act.text)
        return
    if act.say:
        turn.said.append(act.say)
    if _is_there(turn, act):
        return
    note = "" if act.sure else f"归到{act.fields.get('二级', '')}，不对请说是哪一类"
    propose(
        turn,
        Proposed(
            act.path,
            None,
            act.value,
            tuple(act.fields.items()),
            "" if act.path == FUNDS else note,
        ),
    )


def _is_there(turn: Turn, act: Act) -> bool:
    """A row or source of that name stands already: what differs is brought as changes of it, and it is said so."""
    evaluation = turn.view.evaluation
    names = row_names(evaluation) if act.path == ROWS else fund_names(evaluation)
    if act.value not in names:
        return False
    place = row_path(act.value) if act.path == ROWS else fund_path(act.value)
    today = turn.state(turn.memory, turn.view).today
    told = {}
    for key, said in act.fields.items():
        if said and key not in {"名称", "来源", "一级", "二级"}:
            made = read_value(evaluation, f"{place}.{key}", said, today)
            told[key] = made.text if isinstance(made, Value) else said
    differs = {k: v for k, v in told.items() if v != turn.project.value(f"{place}.{k}")}
    what = "这条指标" if act.path == ROWS else "这笔资金"
    turn.said.append(
        f"已经有“{act.value}”{what}了，不再新增"
        + ("；说得不同的按修改给您看：" if differs else "，说的和现在的一样，不用改。")
    )
    for key, value in differs.items():
        take_value(turn, Act("change", f"{place}.{key}", value))
    return True


def _block(turn: Turn, text: str) -> None:  # noqa: PLR0912
    """A pasted table or text: all that differs from the data, as one list."""
    read = read_block(text, turn.view.evaluation)
    evaluation = turn.view.evaluation
    known_rows, known_funds = (
        {r.name for r in evaluation.indicators},
        {s.source for s in (evaluation.funds.sources if evaluation.funds else ())},
    )
    for path, value in read.values.items():
        if value != (old := turn.project.value(path)) and not (old and path.startswith("项目.")):
            propose(turn, Proposed(path, old or None, value))
    for listed, rows, known, name_key in (
        (FUNDS, read.sources, known_funds, "来源"),
        (ROWS, read.rows, known_rows, "名称"),
    ):
        for row in rows:
            name = row.get(name_key, "")
            if name in known:
                for key, value in row.items():
                    path = f"{listed}[{name}].{key}"
                    if key not in {name_key, "一级", "二级"} and value != (
                        old := turn.project.value(path)
                    ):
                        propose(turn, Proposed(path, old or None, value))
            elif name:
                propose(turn, Proposed(listed, None, name, tuple(row.items())))
    left = []
    for words in read.not_understood:
        line = words.rpartition("：没有对应的数据项，没有写入：")[2] or words
        acts = [
            a
            for a in understand(
                line,
                replace(turn.state(turn.memory, turn.view), asking="", pending=(), waiting=False),
            )
            if a.kind in {"answer", "change"}
        ]
        for act in acts:
            take_value(turn, act)
        if not acts:
            left.append(words)
    if not turn.proposed:
        turn.said.append(
            "粘贴的内容里没有读出新的数据。表请带上表头（指标名称、目标、实际……）一起粘贴。"
        )
    elif left:
        turn.said.append("没有读懂、没有列入的：\n" + "\n".join(f"  {line}" for line in left[:8]))


def delete(turn: Turn, act: Act) -> None:
    propose(turn, Proposed(act.path, split(act.path)[1], None))


def propose(turn: Turn, change: Proposed) -> None:
    """Takes the change among those shown, where the data file would take it."""
    others = [p for p in turn.proposed if p.path != change.path or (p.adds and p.new != change.new)]
    waiting = [
        c
        for p in turn.memory.pending
        for c in p.changes
        if c.path != change.path or (c.adds and c.new != change.new)
    ]
    try:
        turn.project.suppose([*waiting, *others, change])
    except InputError:
        try:
            turn.project.suppose([*others, change])
        except InputError as error:
            turn.said.append("这样改不进去：" + "；".join(error.lines))
            return
    turn.proposed = [*others, change]
