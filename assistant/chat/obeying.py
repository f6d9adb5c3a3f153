"""The commands: list, show, skip, undo, export and the rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.chat import answering, replies
from assistant.chat.acts import Act
from assistant.chat.drafted import WHOLE
from assistant.chat.naming import words_of
from assistant.chat.questions import questions
from assistant.chat.turn import Turn


def command(turn: Turn, act: Act) -> None:
    view = turn.view
    plain: dict[str, Callable[[], str]] = {
        "帮助": replies.help_text,
        "得分": lambda: answering.scores_of(act.text, view),
        "指标": lambda: replies.rows(view.card),
        "检查": lambda: replies.findings(turn.work.check(view)),
        "事实": lambda: replies.facts(view.facts),
        "费用": turn.work.cost_line,
        "历史": turn.project.steps,
        "保存": lambda: "您说“是”的改动都已写入数据文件，草稿也已存好。",
        "新建": lambda: "要新建另一个项目，请另开一次：jixiao chat（不带文件）。",
        "打开": lambda: f"要换文件，请另开一次：jixiao chat {act.text or '文件'}。",
    }
    if act.name in plain:
        turn.said.append(plain[act.name]())
        turn.silent = act.name not in {"保存"}
        return
    special: dict[str, Callable[[Turn, Act], None]] = {
        "缺项": lambda t, _: list_open(t),
        "问": _resume_asking,
        "跳过": _skip,
        "撤销": lambda t, _: _moved(t, turn.project.undo()),
        "重做": lambda t, _: _moved(t, turn.project.redo()),
        "看": _show,
        "比较": _compare,
        "导出": _export,
        "模型": _model,
        "退出": _quit,
    }
    if act.name in special:
        special[act.name](turn, act)
        return
    turn.said.append(f"没有命令 /{act.text}，/帮助 可以看全部命令。")
    turn.silent = True


def list_open(turn: Turn) -> None:
    items = questions(turn.view.card)
    turn.memory = replace(turn.memory, listed=tuple(q.path for q in items))
    turn.said.append(replies.item_list(items, turn.memory.skipped))
    turn.silent = True


def _resume_asking(turn: Turn, _: Act) -> None:
    skipped = () if not turn.memory.interview else turn.memory.skipped
    turn.memory = replace(turn.memory, interview=True, skipped=skipped)
    turn.asks_again = True


def _skip(turn: Turn, act: Act) -> None:
    path = act.path or turn.memory.asking
    if not path:
        turn.said.append("现在没有在问的问题。")
        return
    turn.memory = replace(
        turn.memory,
        pending=tuple(p for p in turn.memory.pending if p.asked != path),
        skipped=(*turn.memory.skipped, path),
        asking="" if path == turn.memory.asking else turn.memory.asking,
    )
    turn.said.append(f"好，{words_of(path)}先空着，报告里会标【待补充】。")
    turn.asks_again = True


def _moved(turn: Turn, said: str) -> None:
    turn.view = turn.project.look()
    turn.memory = replace(turn.memory, pending=(), choices=())
    turn.said.append(said)
    turn.asks_again = True


def _show(turn: Turn, act: Act) -> None:
    kept = turn.project.draft()
    turn.silent = True
    if kept is None:
        turn.said.append("还没有草稿，说“起草”就写。")
        return
    if not act.section:
        turn.memory = replace(turn.memory, section=WHOLE)
        turn.said.append(replies.draft(kept))
        return
    turn.memory = replace(turn.memory, section=act.section)
    turn.said.append(replies.section(kept.section(act.section)))


def _compare(turn: Turn, _: Act) -> None:
    from assistant.drafting.by_rules.sections import draft_by_rules

    kept = turn.project.draft()
    turn.silent = True
    if kept is None:
        turn.said.append("还没有草稿，说“起草”就写。")
        return
    plain = draft_by_rules(turn.view.card, turn.view.facts)
    turn.said.append("− 按现有数据由规则写出的，+ 现在的草稿：\n" + replies.difference(plain, kept))


def _export(turn: Turn, act: Act) -> None:
    turn.silent = True
    if turn.memory.pending:
        turn.said.append("还有等您确认的，先说“是”或“不”，再导出：")
        turn.said.append(replies.proposals([c for p in turn.memory.pending for c in p.changes], ()))
        return
    stale = turn.project.refresh()
    kept = turn.project.draft()
    if kept is None:
        kept, remarks = turn.work.write(turn.view, "none", None)
        turn.project.accept_draft(kept, "起草全文")
        turn.said += ["还没有草稿，先由规则起草了一份。", *remarks]
    given = act.text.strip()
    name = Path(given).name if given.endswith(".docx") else "自评报告.docx"
    turn.said += filter(None, [replies.stale_lines(stale)])
    turn.said.append(turn.work.export(turn.view, kept, turn.project.data.parent / name))


def _model(turn: Turn, act: Act) -> None:
    wanted = act.text.strip() or turn.memory.model
    turn.said.append(turn.work.model_line(wanted))
    turn.memory = replace(turn.memory, model=wanted)
    turn.silent = True


def _quit(turn: Turn, _: Act) -> None:
    waiting = "还没有确认的没有写；" if turn.memory.pending else ""
    turn.said.append(f"好。{waiting}下次用 --resume 接着说。")
    turn.quit = True
