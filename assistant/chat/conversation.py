"""The conversation: a line and what is remembered → what is said, proposed, asked; writes only on a yes.

`Conversation.turn` is all that a terminal, a script or the page calls. It has no terminal code and keeps
nothing itself: the memory goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant.chat import answering, replies
from assistant.chat.acts import Act, Choice, Kind, State
from assistant.chat.answer_kinds import told_by_measure
from assistant.chat.drafted import NARRATED, WHOLE
from assistant.chat.effect import Effect
from assistant.chat.memory import Memory, Pending
from assistant.chat.naming import FUNDS, ROWS, row_names, row_path, split, words_of
from assistant.chat.pasted import read_block
from assistant.chat.project import Project, Proposed, View
from assistant.chat.questions import Question, left_marked, open_questions, questions
from assistant.chat.understanding import understand
from assistant.chat.writing import ModelWork
from assistant.errors import InputError
from assistant.model.draft_json import from_json, to_json
from assistant.model.evaluation import Evaluation

_SCORES_ARE_COMPUTED = (
    "得分、等级由程序按评分办法从数据算出来，不能直接填；每处修改都先给您看，您说“是”才写，谁要求的都一样。"
    "数据填错了可以说“好路率应该是96%”这样的话。"
)


#: why a line, or a clause of it, is left open by the reader
_LEFT_OPEN = frozenset({"nothing", "no_value", "piece", "value"})
_SHOWN = 8  # lines of talk that a capable model is shown at most


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a line led to. `proposals` are those this line brought; all that wait are in the memory."""

    memory: Memory
    replies: tuple[str, ...] = ()
    kind: Kind = "unclear"
    proposals: tuple[Proposed, ...] = ()
    what_if: dict[str, Any] | None = None
    quit: bool = False

    def as_json(self, line: str) -> dict[str, Any]:
        """The object that `chat --json` prints for that line."""
        return {
            "you": line,
            "kind": self.kind,
            "proposals": [p.as_json() for p in self.proposals],
            "asks": {"path": self.memory.asking} if self.memory.asking else None,
            "what_if": self.what_if,
            "reply": "\n".join(self.replies),
        }


@dataclass
class _Turn:
    """One line being answered: what has come together so far."""

    memory: Memory
    line: str
    view: View
    said: list[str] = field(default_factory=list)
    proposed: list[Proposed] = field(default_factory=list)
    draft: Pending | None = None
    what_if: dict[str, Any] | None = None
    quit: bool = False
    asks_again: bool = False
    silent: bool = False


class Conversation:
    """Talks about one project. `today` is the day of the talk, for 明年; by default the report's own date, else now."""

    def __init__(
        self, project: Project, work: ModelWork | None = None, today: date | None = None
    ) -> None:
        self.project = project
        self.work = work or ModelWork(project)
        self._today = today

    def state(self, memory: Memory, view: View | None = None) -> State:
        """What is open, for the reader of talk and for the page."""
        view = view or self.project.look()
        waits = tuple(
            (c.path, c.new or "")
            for p in memory.pending
            for c in p.changes
            if not c.adds and c.new is not None
        )
        last = memory.pending[-1] if memory.pending else None
        newest = (
            tuple((c.path, c.new or "") for c in last.changes if not c.adds and c.new is not None)
            if last
            else ()
        )
        return State(
            view.evaluation,
            self._today_of(view.evaluation),
            self.project.draft(),
            memory.asking,
            newest or waits,
            bool(memory.pending),
            memory.listed,
            memory.choices,
            section=memory.section,
            facts=view.facts,
            written=memory.written,
        )

    def open(self, memory: Memory) -> Outcome:
        """The first screen of a session, with the first question."""
        stale = self.project.refresh()
        view = self.project.look()
        items = open_questions(view.card, memory.skipped)
        text = replies.opening(view.card, items, self.work.check(view))
        said = tuple(filter(None, (text, replies.stale_lines(stale))))
        return self._ask(memory, view, said, "command")

    def resumed(self, memory: Memory) -> Outcome:
        """Where a resumed session stands: what waits for a yes, or the open question."""
        view = self.project.look()
        waiting = [c for p in memory.pending for c in p.changes]
        if waiting:
            return Outcome(
                memory, (f"接着上次。还等您确认：\n{replies.proposals(waiting, ())}",), "command"
            )
        if memory.pending:
            return Outcome(
                memory, (f"接着上次。还等您确认：{memory.pending[-1].title}（是 / 不）",), "command"
            )
        return self._ask(memory, view, ("接着上次。",), "command")

    def turn(self, memory: Memory, line: str) -> Outcome:
        """One line answered. Nothing is written but what a yes of this line is for, and a first draft asked for."""
        view = self.project.look()
        state = self.state(memory, view)
        acts = understand(line, state)
        if self._unread(acts, memory.model):
            acts = self._by_model(acts, memory, line, view, state)
        if acts[0].kind == "consent" and memory.choices:
            # the person has just said that something of it is wrong: a yes could only be a wrong one
            lines = [f"  {i}. {words_of(c.path)}" for i, c in enumerate(memory.choices, 1)]
            return Outcome(memory, ("\n".join(["先回答序号，说的是哪一项？", *lines]),), "consent")
        turn = _Turn(replace(memory, written=()), line, view)
        if acts[0].name not in {"which", "delete"} and acts[0].kind != "command":
            turn.memory = replace(turn.memory, choices=())
        for act in acts:
            try:
                self._act(turn, act)
            except InputError as error:
                turn.said.append("；".join(error.lines))
        return self._finish(turn, acts)

    def _unread(self, acts: tuple[Act, ...], model: str) -> bool:
        """Whether a model is asked at all: of what the reader has read, nothing waits for one."""
        left = [a for a in acts if a.kind == "unclear" and a.name in _LEFT_OPEN]
        if not left:
            return False
        alone = len(acts) == 1 and acts[0].name in {"nothing", "no_value"}
        return alone or (self.work.kind(model) == "endpoint" and self.work.capable(model))

    def _by_model(
        self, acts: tuple[Act, ...], memory: Memory, line: str, view: View, state: State
    ) -> tuple[Act, ...]:
        """What the reader has placed, and what a model makes of the rest; as it was where that is nothing."""
        more = self.work.understand(view, memory.model, line, state, memory.said[-_SHOWN:])
        placed = [a for a in acts if a.kind != "unclear"]
        known = {a.path for a in placed if a.path}
        new = [a for a in more if not (a.path and a.path in known)]
        return (*placed, *new) if new else acts

    # --- one act

    def _act(self, turn: _Turn, act: Act) -> None:
        handlers: dict[Kind, Callable[[_Turn, Act], None]] = {
            "answer": self._value, "change": self._value, "add": self._add, "delete": self._delete,
            "question": self._question, "what_if": self._what_if, "draft": self._draft, "revise": self._revise,
            "command": self._command, "consent": self._consent, "refuse": self._refuse,
            "small_talk": self._small_talk, "unclear": self._unclear,
        }  # fmt: skip
        handlers[act.kind](turn, act)

    def _value(self, turn: _Turn, act: Act) -> None:
        key = split(act.path)[2].rpartition(".")[2]
        old = self.project.value(act.path)
        if act.value == old:
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
        self._propose(turn, Proposed(act.path, old or None, act.value, note=act.say))

    def _add(self, turn: _Turn, act: Act) -> None:
        if act.name == "block":
            self._block(turn, act.text)
            return
        if act.say:
            turn.said.append(act.say)
        note = "" if act.sure else f"归到{act.fields.get('二级', '')}，不对请说是哪一类"
        self._propose(
            turn,
            Proposed(
                act.path,
                None,
                act.value,
                tuple(act.fields.items()),
                "" if act.path == FUNDS else note,
            ),
        )

    def _block(self, turn: _Turn, text: str) -> None:  # noqa: PLR0912
        """A pasted table or text: all that differs from the data, as one list."""
        read = read_block(text, turn.view.evaluation)
        evaluation = turn.view.evaluation
        known_rows, known_funds = (
            {r.name for r in evaluation.indicators},
            {s.source for s in (evaluation.funds.sources if evaluation.funds else ())},
        )
        for path, value in read.values.items():
            if value != (old := self.project.value(path)) and not (
                old and path.startswith("项目.")
            ):
                self._propose(turn, Proposed(path, old or None, value))
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
                            old := self.project.value(path)
                        ):
                            self._propose(turn, Proposed(path, old or None, value))
                elif name:
                    self._propose(turn, Proposed(listed, None, name, tuple(row.items())))
        left = []
        for words in read.not_understood:
            line = words.rpartition("：没有对应的数据项，没有写入：")[2] or words
            acts = [
                a
                for a in understand(
                    line,
                    replace(
                        self.state(turn.memory, turn.view), asking="", pending=(), waiting=False
                    ),
                )
                if a.kind in {"answer", "change"}
            ]
            for act in acts:
                self._value(turn, act)
            if not acts:
                left.append(words)
        if not turn.proposed:
            turn.said.append(
                "粘贴的内容里没有读出新的数据。表请带上表头（指标名称、目标、实际……）一起粘贴。"
            )
        elif left:
            turn.said.append(
                "没有读懂、没有列入的：\n" + "\n".join(f"  {line}" for line in left[:8])
            )

    def _delete(self, turn: _Turn, act: Act) -> None:
        self._propose(turn, Proposed(act.path, split(act.path)[1], None))

    def _propose(self, turn: _Turn, change: Proposed) -> None:
        """Takes the change among those shown, where the data file would take it."""
        others = [
            p for p in turn.proposed if p.path != change.path or (p.adds and p.new != change.new)
        ]
        waiting = [
            c
            for p in turn.memory.pending
            for c in p.changes
            if c.path != change.path or (c.adds and c.new != change.new)
        ]
        try:
            self.project.suppose([*waiting, *others, change])
        except InputError:
            try:
                self.project.suppose([*others, change])
            except InputError as error:
                turn.said.append("这样改不进去：" + "；".join(error.lines))
                return
        turn.proposed = [*others, change]

    def _question(self, turn: _Turn, act: Act) -> None:
        state = self.state(turn.memory, turn.view)
        if act.name == "gaps":
            self._list(turn)
            return
        text = act.text or turn.line
        turn.said.append(answering.answer(act.name, text, act.path, turn.view, state, turn.memory))
        turn.asks_again = True

    def _what_if(self, turn: _Turn, act: Act) -> None:
        changes = [
            Proposed(path, self.project.value(path) or None, value)
            for path, value in act.fields.items()
        ]
        effect = self.project.suppose(changes)
        turn.what_if = _supposed(changes, effect)
        head = (
            "假如" + "，".join(f"{words_of(c.path)}是{c.new}" for c in changes) + "（数据没有改）："
        )
        turn.said.append("\n".join([head, *effect.lines]))

    def _small_talk(self, turn: _Turn, act: Act) -> None:
        turn.said.append(
            {
                "greeting": "您好。",
                "rude": "抱歉没帮上忙，请说一下哪里不对，我照着改。",
                "feelings": "理解，我们拣要紧的先填，很快。",
            }.get(act.name, "这个我帮不上，我们接着说报告。")
        )
        turn.asks_again = True

    def _unclear(self, turn: _Turn, act: Act) -> None:
        turn.asks_again = act.name not in {"piece", "which"}
        if act.name == "which" and act.options:
            turn.memory = replace(
                turn.memory, choices=tuple(Choice(p, act.value) for p in act.options)
            )
            lines = [f"  {i}. {words_of(p)}" for i, p in enumerate(act.options, 1)]
            turn.said.append("\n".join(["说的是哪一项？请回答序号：", *lines]))
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

    # --- consent

    def _consent(self, turn: _Turn, act: Act) -> None:
        pending = turn.memory.pending
        if not pending:
            turn.said.append("现在没有等您确认的。")
            turn.asks_again = True
            return
        changes = [c for p in pending for c in p.changes]
        turn.memory = replace(turn.memory, pending=())
        if changes:
            self._write(turn, changes)
        for item in pending:
            if item.draft is not None:
                self.project.accept_draft(from_json(item.draft, "会话"), item.title)
                turn.memory = replace(turn.memory, done=(*turn.memory.done, item.title))
                turn.said.append("已采用，/导出 可写成 Word。")
        turn.asks_again = True

    def _write(self, turn: _Turn, changes: Sequence[Proposed]) -> None:
        title = "；".join(replies.proposal_line(replace(c, note="")) for c in changes)
        title = title if len(title) <= 120 else f"{title[:120]}…"  # noqa: PLR2004
        try:
            done = self.project.accept(changes, title)
        except InputError as error:
            turn.said.append("没有写进去：" + "；".join(error.lines))
            return
        turn.view = done.view
        answered = {c.path for c in changes}
        asking = "" if turn.memory.asking in answered else turn.memory.asking
        turn.memory = replace(
            turn.memory,
            done=(*turn.memory.done, title),
            asking=asking,
            choices=(),
            written=tuple((c.path, c.old or "", c.new) for c in changes if not c.adds and c.new),
        )
        turn.said.append(
            f"已写入{len(changes)}处。"
            if len(changes) > 1
            else f"已写入：{replies.proposal_line(replace(changes[0], note=''))}。"
        )
        if done.stale:
            turn.said.append(replies.stale_lines(done.stale))

    def _refuse(self, turn: _Turn, act: Act) -> None:
        pending = turn.memory.pending
        if not pending:
            turn.said.append("好，没有改。" if turn.memory.choices else "现在没有等您确认的。")
            turn.memory = replace(turn.memory, choices=())
        else:
            turn.memory = replace(turn.memory, pending=pending[:-1], choices=())
            dropped = pending[-1]
            if dropped.asked:
                turn.memory = replace(turn.memory, asking=dropped.asked)
            names = (
                "、".join(
                    dict.fromkeys(
                        words_of(c.path) if not c.adds else f"新增“{c.new}”"
                        for c in dropped.changes
                    )
                )
                or dropped.title
            )
            turn.said.append(f"好，没有改（{names}）。")
            left = [c for p in turn.memory.pending for c in p.changes]
            if left:
                turn.said.append("还等您确认：\n" + replies.proposals(left, ()))
        turn.asks_again = True

    # --- draft

    def _draft(self, turn: _Turn, act: Act) -> None:
        if turn.memory.pending:
            turn.said.append("先定下等您确认的这几处，再起草。")
            turn.said.append(
                replies.proposals([c for p in turn.memory.pending for c in p.changes], ())
            )
            turn.silent = True
            return
        before = self.project.draft()
        whole, remarks = self.work.write(turn.view, turn.memory.model, before)
        turn.said += remarks
        turn.memory = replace(turn.memory, asking="", interview=False)
        if before is None or all(s.source == "rules" for s in before.sections):
            self.project.accept_draft(whole, "起草全文")
            turn.memory = replace(turn.memory, section=NARRATED)
            turn.said.append(
                replies.drafted(whole) + "\n要改哪句直接说，/导出 写成 Word，/撤销 可退回。"
            )
            return
        shown = replies.difference(before, whole)
        if shown == "没有变化。":
            turn.said.append("重新起草了一遍，和现在的草稿没有差别。")
            return
        turn.draft = Pending("起草全文", draft=to_json(whole))
        turn.said.append(f"{shown}\n采用吗？（是 / 不）")

    def _revise(self, turn: _Turn, act: Act) -> None:
        from assistant.chat.revising import revised

        kept = self.project.draft()
        if kept is None:
            turn.said.append("还没有草稿，说“起草”就写。")
            return
        waiting = [c for p in turn.memory.pending for c in p.changes]
        if waiting or turn.proposed:
            # a sentence reworded on data that are about to change would be stale at once
            turn.said.append("先定下等您确认的这几处，再改句子。")
            if waiting:
                turn.said.append(replies.proposals(waiting, ()))
            turn.silent = True
            return
        made = revised(
            kept,
            act,
            turn.memory.section,
            lambda s, section: self.work.revise(turn.view, turn.memory.model, s, act.text, section),
        )
        # a number counts in the list shown last; that list stands until another is shown or named
        if made.draft is None or act.section or not turn.memory.section:
            turn.memory = replace(turn.memory, section=made.section or turn.memory.section)
        if made.draft is None:
            turn.said.append(made.why)
            return
        turn.draft = Pending(
            f"修改“{made.title}”",
            draft=to_json(made.draft),
            section=made.section,
            number=act.number,
        )
        turn.said.append(
            f"{replies.difference(kept, made.draft)}\n采用吗？（是 / 不 / 第几句改成：您的写法）"
        )

    # --- commands

    def _list(self, turn: _Turn) -> None:
        items = questions(turn.view.card)
        turn.memory = replace(turn.memory, listed=tuple(q.path for q in items))
        turn.said.append(replies.item_list(items, turn.memory.skipped))
        turn.silent = True

    def _command(self, turn: _Turn, act: Act) -> None:
        view = turn.view
        plain: dict[str, Callable[[], str]] = {
            "帮助": replies.help_text,
            "得分": lambda: answering.scores_of(act.text, view),
            "指标": lambda: replies.rows(view.card),
            "检查": lambda: replies.findings(self.work.check(view)),
            "事实": lambda: replies.facts(view.facts),
            "费用": self.work.cost_line,
            "历史": self.project.steps,
            "保存": lambda: "您说“是”的改动都已写入数据文件，草稿也已存好。",
            "新建": lambda: "要新建另一个项目，请另开一次：jixiao chat（不带文件）。",
            "打开": lambda: f"要换文件，请另开一次：jixiao chat {act.text or '文件'}。",
        }
        if act.name in plain:
            turn.said.append(plain[act.name]())
            turn.silent = act.name not in {"保存"}
            return
        special: dict[str, Callable[[_Turn, Act], None]] = {
            "缺项": lambda t, _: self._list(t),
            "问": self._resume_asking,
            "跳过": self._skip,
            "撤销": lambda t, _: self._moved(t, self.project.undo()),
            "重做": lambda t, _: self._moved(t, self.project.redo()),
            "看": self._show,
            "比较": self._compare,
            "导出": self._export,
            "模型": self._model,
            "退出": self._quit,
        }
        if act.name in special:
            special[act.name](turn, act)
            return
        turn.said.append(f"没有命令 /{act.text}，/帮助 可以看全部命令。")
        turn.silent = True

    def _resume_asking(self, turn: _Turn, _: Act) -> None:
        skipped = () if not turn.memory.interview else turn.memory.skipped
        turn.memory = replace(turn.memory, interview=True, skipped=skipped)
        turn.asks_again = True

    def _skip(self, turn: _Turn, act: Act) -> None:
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

    def _moved(self, turn: _Turn, said: str) -> None:
        turn.view = self.project.look()
        turn.memory = replace(turn.memory, pending=(), choices=())
        turn.said.append(said)
        turn.asks_again = True

    def _show(self, turn: _Turn, act: Act) -> None:
        kept = self.project.draft()
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

    def _compare(self, turn: _Turn, _: Act) -> None:
        from assistant.drafting.by_rules.sections import draft_by_rules

        kept = self.project.draft()
        turn.silent = True
        if kept is None:
            turn.said.append("还没有草稿，说“起草”就写。")
            return
        plain = draft_by_rules(turn.view.card, turn.view.facts)
        turn.said.append(
            "− 按现有数据由规则写出的，+ 现在的草稿：\n" + replies.difference(plain, kept)
        )

    def _export(self, turn: _Turn, act: Act) -> None:
        turn.silent = True
        if turn.memory.pending:
            turn.said.append("还有等您确认的，先说“是”或“不”，再导出：")
            turn.said.append(
                replies.proposals([c for p in turn.memory.pending for c in p.changes], ())
            )
            return
        stale = self.project.refresh()
        kept = self.project.draft()
        if kept is None:
            kept, remarks = self.work.write(turn.view, "none", None)
            self.project.accept_draft(kept, "起草全文")
            turn.said += ["还没有草稿，先由规则起草了一份。", *remarks]
        given = act.text.strip()
        name = Path(given).name if given.endswith(".docx") else "自评报告.docx"
        turn.said += filter(None, [replies.stale_lines(stale)])
        turn.said.append(self.work.export(turn.view, kept, self.project.data.parent / name))

    def _model(self, turn: _Turn, act: Act) -> None:
        wanted = act.text.strip() or turn.memory.model
        turn.said.append(self.work.model_line(wanted))
        turn.memory = replace(turn.memory, model=wanted)
        turn.silent = True

    def _quit(self, turn: _Turn, _: Act) -> None:
        waiting = "还没有确认的没有写；" if turn.memory.pending else ""
        turn.said.append(f"好。{waiting}下次用 --resume 接着说。")
        turn.quit = True

    # --- the end of a turn

    def _finish(self, turn: _Turn, acts: tuple[Act, ...]) -> Outcome:
        memory, proposed = turn.memory, tuple(turn.proposed)
        if turn.draft is not None:
            memory = replace(
                memory, pending=(*(p for p in memory.pending if p.draft is None), turn.draft)
            )
        if proposed:
            memory = self._with(memory, proposed)
            waiting = [c for p in memory.pending for c in p.changes]
            following = None
            try:
                effect = self.project.suppose(waiting)
                effects = _shown(effect)
                if memory.interview and memory.asking in {p.path for p in proposed}:
                    following = _next(effect, waiting, memory.skipped)
                    if following and self._told_already(effect.after.evaluation, following):
                        following = None  # it is put before the person by itself, after the yes
            except InputError:
                effects = ()
            turn.said.append(replies.proposals(waiting, effects))
            if following is not None:
                # the answer stands on the card; the next question need not wait for its yes
                turn.said.append(
                    f"“是”可以留到几项都答完再说。接着问：{replies.question(following)}"
                )
                memory = replace(memory, asking=following.path)
        said = tuple(filter(None, turn.said))
        kind = acts[0].kind
        if turn.quit:
            return Outcome(memory, said, kind, quit=True)
        asks = turn.asks_again and not memory.pending and not memory.choices
        if not asks or turn.silent or proposed:
            memory = self._still_open(memory, turn.view) if not memory.pending else memory
            return Outcome(memory, said, kind, proposed, turn.what_if)
        outcome = self._ask(memory, turn.view, said, kind)
        return replace(outcome, proposals=(*proposed, *outcome.proposals), what_if=turn.what_if)

    @staticmethod
    def _with(memory: Memory, proposed: tuple[Proposed, ...]) -> Memory:
        """With the new proposals; an earlier one of the same place gives way, a draft made before is dropped."""
        paths = {p.path for p in proposed if not p.adds}
        rows = {(p.path, p.new) for p in proposed if p.adds}
        kept = []
        for item in memory.pending:
            changes = tuple(
                c
                for c in item.changes
                if c.path not in paths and not (c.adds and (c.path, c.new) in rows)
            )
            if changes and item.draft is None:
                kept.append(replace(item, changes=changes))
        batch = max((p.batch for p in memory.pending), default=0) + 1
        asked = memory.asking if memory.asking in paths else ""
        new = Pending("改数据", proposed, batch=batch, asked=asked)
        return replace(memory, pending=(*kept, new))

    def _still_open(self, memory: Memory, view: View) -> Memory:
        if not memory.asking or memory.asking in {
            q for item in questions(view.card) for q in (item.path, *item.with_it)
        }:
            return memory
        return memory if not self.project.value(memory.asking) else replace(memory, asking="")

    def _ask(self, memory: Memory, view: View, said: tuple[str, ...], kind: Kind) -> Outcome:
        """`said`, and the open question once more or the next one, where an interview is on."""
        items = open_questions(view.card, memory.skipped)
        standing = next((q for q in items if q.path == memory.asking), None)
        if standing is None and memory.asking:
            standing = _of_parts(items, memory.asking)
        if not memory.interview and standing is None:
            return Outcome(replace(memory, asking=""), said, kind)
        chosen = standing or (items[0] if items else None)
        if chosen is None:
            return Outcome(
                replace(memory, asking="", interview=False),
                (*said, replies.all_asked(left_marked(view.card))),
                kind,
            )
        memory = replace(memory, asking=chosen.path)
        # once: who has not said yes to it is asked plainly
        offered = self._told_already(view.evaluation, chosen) if standing is None else ()
        if offered:
            text = replies.proposals(offered, ())
            return Outcome(self._with(memory, offered), (*said, text), kind, offered)
        return Outcome(memory, (*said, replies.question(chosen)), kind)

    def _told_already(self, evaluation: Evaluation, asked: Question) -> tuple[Proposed, ...]:
        """Office and deadline that the row's measure tells itself: to be said yes to, not to be asked for."""
        listed, name, key = split(asked.path)
        names = row_names(evaluation)
        if listed != ROWS or key not in {"责任单位", "完成时限"} or name not in names:
            return ()
        today = self._today_of(evaluation)
        told = told_by_measure(
            evaluation, name, evaluation.indicators[names.index(name)].measure, today
        )
        lacking = [split(path)[2] for path in (asked.path, *asked.with_it)]
        return tuple(
            Proposed(row_path(name, k), None, told[k], note="措施里写的")
            for k in lacking
            if k in told
        )

    def _today_of(self, evaluation: Evaluation) -> date:
        """The day of the talk: the one set, or the report's own date, which may lie ahead but not the talk."""
        now = date.today()  # noqa: DTZ011
        return self._today or min(evaluation.report.dated or now, now)


def _next(effect: Effect, waiting: Sequence[Proposed], skipped: Sequence[str]) -> Question | None:
    """The first question that is open where all that waits is supposed to be written."""
    answered = {c.path for c in waiting}
    return next((q for q in open_questions(effect.after, skipped) if q.path not in answered), None)


def _of_parts(items: Sequence[Question], path: str) -> Question | None:
    return next((q for q in items if path in q.with_it), None)


def _shown(effect: Effect) -> tuple[str, ...]:
    """The effect on the score, where there is one."""
    same = (
        effect.before.total == effect.after.total
        and effect.before.execution.score == effect.after.execution.score
    )
    if same and not effect.rows:
        return ()
    return effect.lines


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
