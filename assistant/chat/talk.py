"""One line of a person, answered. Reading acts at once; changing only proposes (settle.py does it)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assistant.chat import telling
from assistant.chat.action import Action
from assistant.chat.changing import answered, propose_set
from assistant.chat.desk import Desk, View
from assistant.chat.gaps import Gap, gaps
from assistant.chat.hands import Hands
from assistant.chat.memory import Memory, Outcome, Proposal
from assistant.chat.phrases import read_phrase
from assistant.chat.rows import find_rows
from assistant.chat.slash import read_command
from assistant.intake.edit_yaml import Change
from assistant.model.draft_json import to_json
from assistant.model.scorecard import ScoredIndicator

#: acts that a line means even while a question is open; any other line is its answer
_INTERRUPTS = frozenset(
    {"quit", "undo", "redo", "export", "check", "gaps", "facts", "history", "score", "help", "draft", "show",
     "what_if", "ask", "set_score"}
)  # fmt: skip
#: a wish to do without consent is no answer to any question
_PRESSURE = re.compile(r"(?:不用|不必|无需|免|别再?|不要)(?:再)?确认|直接(?:改|写)(?:掉|进去|就行)")
_CONSENT = re.compile(r"(?:确认|取消)(?:写入|采用)?[。！!]?")
_WHICH = "说的是哪一项？请带上指标的名称或序号，如“在线率”“第2项”。"


class Talk:
    """Answers lines about one project."""

    def __init__(self, desk: Desk, hands: Hands) -> None:
        self.desk, self.hands = desk, hands

    def open(self, memory: Memory) -> Outcome:
        """The first screen of a session."""
        view = self.desk.look()
        text = telling.opening(view.card, self._open_gaps(view, memory), self.hands.check(view))
        return self.ask_next(memory, text)

    def answer(self, memory: Memory, line: str) -> Outcome:
        """What is said to that line, and the memory after it. Writes nothing."""
        view = self.desk.look()
        gap = self._asked(view, memory)
        action = read_command(line) or self._phrase(line, asking=gap is not None)
        if action is None and _CONSENT.fullmatch(line.strip()):
            return self.ask_next(memory, "现在没有等您确认的修改。")
        if action is None and _PRESSURE.search(line):
            return Outcome(memory, (_EVERY_CHANGE_IS_SHOWN,))
        if action is None and gap is not None:
            return self._after_answer(answered(self.desk, view, memory, gap, line))
        if action is None:
            action = self.hands.understand(view, memory.model, line, memory)
        if action is None:
            return Outcome(
                memory,
                (
                    "没有听懂。可以说“起草”“还缺什么”“为什么在线率扣分？”“在线率应该是96%”，/帮助 看全部命令。",
                ),
            )
        return self.act(view, memory, action)

    def act(self, view: View, memory: Memory, action: Action) -> Outcome:
        """Does one action, or proposes it."""
        handlers: dict[str, Callable[[View, Memory, Action], Outcome]] = {
            "help": lambda _, m, __: Outcome(m, (telling.help_text(),)),
            "score": lambda v, m, _: Outcome(m, (telling.scores(v.card),)),
            "rows": lambda v, m, _: Outcome(m, (telling.rows(v.card),)),
            "gaps": lambda v, m, _: Outcome(m, (telling.gap_list(gaps(v.card), m.skipped),)),
            "facts": lambda v, m, _: Outcome(m, (telling.fact_list(v.facts),)),
            "check": lambda v, m, _: Outcome(m, (telling.findings(self.hands.check(v)),)),
            "cost": lambda _, m, __: Outcome(m, (self.hands.cost_line(),)),
            "history": lambda _, m, __: Outcome(m, (self.desk.steps.lines(),)),
            "undo": lambda _, m, __: Outcome(m, (self.desk.steps.undo(),)),
            "redo": lambda _, m, __: Outcome(m, (self.desk.steps.redo(),)),
            "unknown": lambda _, m, a: Outcome(m, (a.text,)),
            "quit": lambda _, m, __: Outcome(m, ("好，下次用 --resume 接着说。",), quit=True),
            "set_score": lambda _, m, __: Outcome(m, (_SCORES_ARE_COMPUTED,)),
            "ask": self._ask,
            "model": self._model,
            "explain": self._explain,
            "what_if": self._what_if,
            "set": self._set,
            "draft": self._draft,
            "show": self._show,
            "compare": self._compare,
            "revise": self._revise,
            "export": self._export,
        }
        return handlers[action.act](view, memory, action)

    def ask_next(self, memory: Memory, said: str = "") -> Outcome:
        """`said`, and the next question where an interview is on."""
        words = (said,) if said else ()
        if not memory.interview or memory.pending:
            return Outcome(memory, words)
        left = self._open_gaps(self.desk.look(), memory)
        if not left:
            return Outcome(
                replace(memory, asking="", interview=False),
                (*words, "要问的都问完了，可以说“起草”。"),
            )
        return Outcome(replace(memory, asking=left[0].key), (*words, telling.question(left[0])))

    def _open_gaps(self, view: View, memory: Memory) -> tuple[Gap, ...]:
        return tuple(gap for gap in gaps(view.card) if gap.key not in memory.skipped)

    def _asked(self, view: View, memory: Memory) -> Gap | None:
        """The open question, as long as the data still lack its answer."""
        if not memory.asking:
            return None
        return next((gap for gap in gaps(view.card) if gap.key == memory.asking), None)

    def _phrase(self, line: str, *, asking: bool) -> Action | None:
        action = read_phrase(line)
        if action is None or not asking or action.act in _INTERRUPTS:
            return action
        # while a question is open, a long line is its answer, whatever words it has
        if action.act == "explain":
            return action if line.rstrip().endswith(("？", "?", "吗", "呢")) else None
        if action.act == "set":
            return action if action.row and find_rows(self.desk.look().card, action.row) else None
        return None

    def _after_answer(self, outcome: Outcome) -> Outcome:
        """Goes on to the next question where the answer left nothing to settle."""
        memory = outcome.memory
        if memory.pending or memory.asking:
            return outcome
        following = self.ask_next(memory)
        return Outcome(following.memory, (*outcome.replies, *following.replies))

    def _ask(self, _: View, memory: Memory, __: Action) -> Outcome:
        return self.ask_next(
            replace(memory, interview=True, skipped=() if not memory.interview else memory.skipped)
        )

    def _model(self, _: View, memory: Memory, action: Action) -> Outcome:
        wanted = action.text.strip() or memory.model
        line = self.hands.model_line(wanted)
        return Outcome(replace(memory, model=wanted), (line,))

    def _row(self, view: View, memory: Memory, words: str) -> ScoredIndicator | str:
        """The row meant, or what to say where it is not plain."""
        found = find_rows(view.card, words) if words else ()
        if not found and memory.topic:
            found = tuple(row for row in view.card.indicators if row.id == memory.topic)
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"{row.id}“{row.indicator.name}”" for row in found)
            return f"说的是哪一项？{names}"
        return _WHICH

    def _explain(self, view: View, memory: Memory, action: Action) -> Outcome:
        if "执行率" in action.row and not find_rows(view.card, action.row):
            return Outcome(memory, (view.card.execution.explanation,))
        if any(word in action.row for word in ("总分", "等级")):
            return Outcome(memory, (telling.scores(view.card),))
        row = self._row(view, memory, action.row)
        if isinstance(row, str):
            return Outcome(memory, (row,))
        return Outcome(replace(memory, topic=row.id), (telling.explanation(row),))

    def _what_if(self, view: View, memory: Memory, action: Action) -> Outcome:
        row = self._row(view, memory, action.row)
        if isinstance(row, str):
            return Outcome(memory, (row,))
        place = ("指标", int(row.id[1:]) - 1, action.key)
        change = Change(place, self.desk.value(place), action.value)
        lines = self.desk.suppose([change]).lines
        head = f"假如“{row.indicator.name}”的{action.key}是{action.value}（数据没有改）："
        return Outcome(replace(memory, topic=row.id), ("\n".join([head, *lines]),))

    def _set(self, view: View, memory: Memory, action: Action) -> Outcome:
        row = self._row(view, memory, action.row)
        if isinstance(row, str):
            return Outcome(memory, (row,))
        place = ("指标", int(row.id[1:]) - 1, action.key)
        memory = replace(memory, topic=row.id)
        return propose_set(self.desk, memory, [Change(place, self.desk.value(place), action.value)])

    def _draft(self, view: View, memory: Memory, action: Action) -> Outcome:
        before = self.desk.draft()
        whole = self.hands.write(view, memory.model, before)
        if action.section and before is not None:
            parts = {part.id: part for part in whole.sections}
            chosen = tuple(
                parts.get(p.id, p) if p.id == action.section else p for p in before.sections
            )
            whole = replace(before, sections=chosen, model=whole.model, usage=whole.usage)
        section = action.section or memory.section
        if before is None:
            shown = telling.first_draft(whole)
        else:
            shown = telling.difference(before, whole)
            if shown == "没有变化。":
                return Outcome(memory, ("重新起草了一遍，和现在的草稿没有差别。",))
        title = f"起草“{whole_title(whole, action.section)}”"
        pending = Proposal("draft", shown, title, draft=to_json(whole), section=section)
        memory = replace(memory, pending=pending, section=section, asking="")
        return Outcome(memory, (f"{shown}\n采用吗？（确认 / 取消）",))

    def _show(self, _: View, memory: Memory, action: Action) -> Outcome:
        kept = self.desk.draft()
        if kept is None:
            return Outcome(memory, ("还没有草稿，说“起草”就写。",))
        if not action.section:
            return Outcome(memory, (telling.draft(kept),))
        return Outcome(
            replace(memory, section=action.section),
            (telling.section(kept.section(action.section)),),
        )

    def _compare(self, view: View, memory: Memory, _: Action) -> Outcome:
        kept = self.desk.draft()
        if kept is None:
            return Outcome(memory, ("还没有草稿，说“起草”就写。",))
        from assistant.drafting.by_rules.sections import draft_by_rules

        plain = draft_by_rules(view.card, view.facts)
        return Outcome(
            memory,
            ("− 按现有数据由规则写出的，+ 现在的草稿：\n" + telling.difference(plain, kept),),
        )

    def _revise(self, view: View, memory: Memory, action: Action) -> Outcome:
        from assistant.chat.revising import propose_revision

        return propose_revision(self.desk, self.hands, view, memory, action)

    def _export(self, view: View, memory: Memory, action: Action) -> Outcome:
        kept = self.desk.draft()
        if kept is None:
            return Outcome(memory, ("还没有草稿，说“起草”就写。",))
        name = (
            Path(action.text.strip()).name
            if action.text.strip().endswith(".docx")
            else "自评报告.docx"
        )
        return Outcome(memory, (self.hands.export(view, kept, self.desk.data.parent / name),))


_EVERY_CHANGE_IS_SHOWN = "每处修改都会先给您看，再由您单独回答“确认”，谁要求的都一样。要更正某个数，请说清是哪一项，如“在线率应该是96%”。"
_SCORES_ARE_COMPUTED = (
    "得分、等级由程序按评分办法从数据算出来，不能直接改。数据填错了可以改数据，如“在线率的实际值应该是96%”；"
    "问“为什么在线率扣分？”可以看算式和条款。"
)


def whole_title(draft: object, section: str) -> str:
    """全文, or the title of that section."""
    if not section:
        return "全文"
    return str(draft.section(section).title)  # type: ignore[attr-defined]
