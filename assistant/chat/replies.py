"""What the assistant says about scores, rows, open items, drafts and proposals: plain text, by code, by name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from assistant.chat.drafted import NARRATED, Stale, numbered
from assistant.chat.naming import ROWS, row_names, words_of
from assistant.chat.project import Proposed, View
from assistant.chat.questions import Question
from assistant.facts import Fact
from assistant.facts.register import spoken_in
from assistant.facts.wording import clause, quoted, value_apart
from assistant.lexicon import lexicon
from assistant.model.draft import SOURCE_NAMES, SUPPLY, VERIFY, Draft, Section
from assistant.model.finding import SEVERITY_NAMES, Finding
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.model.sections import plain_title
from assistant.values.printing import percent, tidy

_FEW = 8


def total(card: Scorecard) -> str:
    """The score in one line."""
    if not card.scored:
        rate = card.execution.rate
        shown = f"，预算执行率{percent(rate)}" if rate is not None else ""
        return f"按{card.ruleset_name}只报完成情况，不打分{shown}。"
    end = card.total
    if end.score is None or end.available is None:
        return "现在一项也算不出分。"
    if end.complete:
        return f"总分{tidy(end.score)}分，等级“{card.grade}”。"
    return f"能计分的{tidy(end.available)}分里得{tidy(end.score)}分，数据不全，总分和等级还不能定。"


def opening(card: Scorecard, open_items: Sequence[Question], findings: Sequence[Finding]) -> str:
    """Where things stand, for the first screen."""
    project = card.evaluation.project
    lines = [f"{project.name}（{project.year}年度）", total(card)]
    absent = [row for row in card.indicators if row.status == "missing"]
    deviating = [row for row in card.indicators if row.status == "not_met"]
    if absent:
        lines.append(f"缺实际值的指标{len(absent)}项：{_names(absent)}。")
    if deviating:
        lines.append("没有达到指标值的：" + "；".join(map(_deviation, deviating)) + "。")
    if open_items:
        lines.append(
            f"还有{len(open_items)}项要问您，/缺项 可一次看全、按编号一起答；不知道的说“跳过”。"
        )
    faults = sum(f.severity == "error" for f in findings)
    if faults:
        lines.append(f"检查发现{faults}处错误，/检查 可看。")
    lines.append("想起草就说“起草”，/帮助 看全部命令。")
    return "\n".join(lines)


def _names(rows: Sequence[ScoredIndicator]) -> str:
    shown = "、".join(quoted(row.indicator.name) for row in rows[:_FEW])
    return shown + ("等" if len(rows) > _FEW else "")


def _deviation(row: ScoredIndicator) -> str:
    apart = f"，{row.deviation}" if row.deviation else ""
    return f"{quoted(row.indicator.name)}指标值{row.indicator.target}、实际{row.indicator.actual}{apart}"


def rows(card: Scorecard) -> str:
    """The indicators, a line each."""
    lines = []
    for name, row in zip(row_names(card.evaluation), card.indicators, strict=True):
        indicator = row.indicator
        points = f"，{_points(row)}" if row.weight is not None else ""
        lines.append(
            f"{name}：目标{indicator.target or '（空）'}，实际{indicator.actual or '（空）'}，{STATUS_NAMES[row.status]}{points}"
        )
    return (
        "\n".join(lines) or "还没有指标。可以说“加一条指标 名称 目标… 实际…”，或把表直接粘贴进来。"
    )


def _points(row: ScoredIndicator) -> str:
    scored = "—" if row.score is None else tidy(row.score)
    return f"{scored}/{tidy(row.weight) if row.weight is not None else '—'}分"


def scores(card: Scorecard) -> str:
    """Execution, rows and total."""
    execution = card.execution
    lines = []
    if execution.rate is not None:
        scored = execution.score is not None and execution.weight is not None
        points = (
            f"，{tidy(execution.score)}/{tidy(execution.weight)}分"
            if scored and execution.score is not None and execution.weight is not None
            else ""
        )
        lines.append(f"预算执行率{percent(execution.rate)}{points}")
    return "\n".join([*lines, rows(card), total(card)])


def explanation(name: str, row: ScoredIndicator) -> str:
    """How the row got its points, from rule and clause."""
    lines = [
        f"{quoted(name)}：{STATUS_NAMES[row.status]}"
        + (f"，{_points(row)}" if row.weight is not None else ""),
        row.explanation,
    ]
    if row.deviation:
        lines.append(f"{value_apart(row.deviation)}。")
    if row.indicator.reason:
        lines.append(f"填报的原因：{row.indicator.reason}")
    return "\n".join(lines)


def item_list(items: Sequence[Question], skipped: Sequence[str]) -> str:
    """What is open, numbered; several may be answered by number in one message."""
    if not items:
        return "该有的都有了。"
    lines = [
        f"{i}. {q.words}{'（已跳过）' if q.path in skipped else ''}" for i, q in enumerate(items, 1)
    ]
    return "\n".join(
        [f"还有{len(items)}项：", *lines, "可以一次答几项，如“1. …；3. …”；没有的不用答。"]
    )


def all_asked(left: int) -> str:
    """That nothing is asked any more; `left` items stand on the list that nobody is asked for."""
    more = f"还有{left}项报告里会标【待补充】，/缺项 可看、可按编号答；" if left else ""
    return f"要问的都问完了，{more}可以说“起草”或“导出”。"


def question(item: Question) -> str:
    """One question, why it matters, and an example of an answer."""
    why = f"{item.why}。" if item.why else ""
    return f"{item.words}\n  （{why}例：{item.example}。不知道可以说“跳过”）"


def question_again(item: Question) -> str:
    """The question that was put just before and still stands, without its example."""
    return f"还在问：{item.words}"


def proposal_line(change: Proposed) -> str:
    """One proposed change, by name."""
    if change.adds:
        what = "指标" if change.path == ROWS else "资金来源"
        return (
            f"新增{what}："
            + "，".join(f"{k} {v}" for k, v in change.fields)
            + (f"（{change.note}）" if change.note else "")
        )
    if change.removes:
        return f"删除{words_of(change.path)}"
    note = f"（{change.note}）" if change.note else ""
    return f"{words_of(change.path)}：{change.old or '（空）'} → {change.new or '（空）'}{note}"


def proposals(changes: Sequence[Proposed], effects: Sequence[str]) -> str:
    """All that waits for a yes, as one list, with its effect on the score where there is one."""
    head = "将写入数据文件：" if len(changes) == 1 else f"将写入数据文件（{len(changes)}处）："
    lines = [
        head,
        *(
            f"  {i}. {proposal_line(c)}" if len(changes) > 1 else f"  {proposal_line(c)}"
            for i, c in enumerate(changes, 1)
        ),
    ]
    if effects:
        lines += ["对得分的影响：", *(f"  {line}" for line in effects)]
    asked = next((c.note for c in changes if c.note.endswith("？")), "")
    return "\n".join([*lines, f"{asked}写入吗？（是 / 不 / 改成…）"])


def register_line(changes: Sequence[Proposed]) -> str:
    """How a reason or measure told in words of speech will stand in the report, and the written words where they are certain; "" where none is."""
    for change in changes:
        if not change.new or not change.path.endswith((".原因", ".措施")):
            continue
        told = spoken_in(change.new)
        if not told.words:
            continue
        words = "、".join(f"“{word}”" for word in told.words[:_SPOKEN_SHOWN])
        line = f"报告里会照原话写“{clause(change.new)}”，{words}是口语"
        if told.written:
            return f"{line}；书面可写“{clause(told.written)}”，要用就说“用书面的”。"
        return f"{line}，要换写法就说“改成…”。"
    return ""


_SPOKEN_SHOWN = 3


def stale_lines(stale: Sequence[Stale]) -> str:
    """The sentences of a model or person whose facts have changed."""
    if not stale:
        return ""
    lines = [f"  {plain_title(s.section)}：“{s.text}”：{s.what}" for s in stale]
    return "\n".join(["这几句不是规则写的，依据的数据变了，已标出请核对：", *lines])


def facts(found: Sequence[Fact]) -> str:
    """All that a draft may say."""
    return "\n".join(fact.text for fact in found)


def section(part: Section, first: int = 1) -> str:
    """One section, its sentences numbered from `first`, with who wrote it."""
    lines = [f"{part.title}（{SOURCE_NAMES[part.source]}）"]
    lines += [
        f"  第{n}句 {s.text}" + (f"　〔{s.note}〕" if s.note and s.note not in s.text else "")
        for n, s in enumerate(part.sentences, first)
    ]
    return "\n".join(lines)


def draft(whole: Draft) -> str:
    """The whole draft, sentences numbered through."""
    first: dict[str, int] = {}
    for item in numbered(whole):
        first.setdefault(item.section, item.number)
    return "\n".join(
        section(part, first.get(part.id, 1)) for part in whole.sections if part.sentences
    )


def drafted(whole: Draft) -> str:
    """What a new draft holds, in a few lines, and its narrative."""
    from assistant.model.sections import NARRATIVE

    marked = sum(
        s.text.startswith((SUPPLY, VERIFY)) for part in whole.sections for s in part.sentences
    )
    count = sum(len(part.sentences) for part in whole.sections)
    first: dict[str, int] = {}
    for item in numbered(whole, NARRATED):
        first.setdefault(item.section, item.number)
    parts = [
        section(p, first.get(p.id, 1)) for p in whole.sections if p.id in NARRATIVE and p.sentences
    ]
    return "\n".join(
        [f"起草：{whole.model}，共{count}句，其中待补充、待核实{marked}句（/看 可看全文）", *parts]
    )


def findings(found: Sequence[Finding]) -> str:
    """What check says, grave ones first."""
    if not found:
        return "没有发现问题。"
    order = {"error": 0, "warning": 1, "info": 2}
    return "\n".join(
        f"{SEVERITY_NAMES[f.severity]} {f.location}：{f.message}"
        + (f" → {f.suggestion}" if f.suggestion else "")
        + f"（{f.code}）"
        for f in sorted(found, key=lambda f: order[f.severity])
    )


def difference(before: Draft | None, after: Draft) -> str:
    """What differs between two drafts, section by section: − old, + new."""
    old = {part.id: part for part in before.sections} if before else {}
    out: list[str] = []
    for part in after.sections:
        lines = list(_changed(old.get(part.id), part))
        if lines:
            out += [part.title, *lines]
    return "\n".join(out) or "没有变化。"


def _changed(before: Section | None, after: Section) -> Iterator[str]:
    a = [s.text for s in before.sentences] if before else []
    b = [s.text for s in after.sentences]
    for line in difflib.ndiff(a, b):
        if line[:2] in {"- ", "+ "}:
            yield f"  {'−' if line[0] == '-' else '+'} {line[2:]}"


def help_text() -> str:
    """The commands, and what can simply be said."""
    lines = []
    for name, about in lexicon("conversation_commands")["commands"].items():
        argument = about.get("argument", "")
        lines.append(f"  /{name} {argument}".rstrip().ljust(14, " ") + f" {about['about']}")
    said = "  “起草”“原因那节写短一点”“为什么好路率扣分？”“如果好路率是98%呢？”“好路率应该是96%”“加一条指标…”“删掉…那条”"
    return "\n".join(["命令：", *lines, "也可以直接说：", said, "改数据都要您说“是”才会写。"])


def lookup(view: View, path: str) -> str:
    """Where a person could look for what this row lacks: never an invented reason."""
    from assistant.chat.naming import key_of, split

    listed, name, _ = split(path)
    key = key_of(path) if path else "原因"
    if listed == "资金.明细" or path.startswith("资金"):
        return "可以查：国库支付明细、合同的付款条款、验收和结算的时间、指标下达文件。"
    kind = ""
    if listed == ROWS:
        indicator = next(
            (
                r
                for n, r in zip(row_names(view.evaluation), view.evaluation.indicators, strict=True)
                if n == name
            ),
            None,
        )
        kind = indicator.level2 if indicator else ""
    places = {
        "数量指标": "施工日志、到货签收单、验收单，看差的那部分在哪里、哪个月停的",
        "质量指标": "检测或抽检报告、整改通知，看哪几处不合格、什么时候查出的",
        "时效指标": "合同工期、开工和验收的日期、停工和延期的审批单",
        "成本指标": "合同价、变更单和结算审核书",
    }
    where = places.get(kind, "年度总结、统计报表、调查问卷和会议纪要")
    who = (
        "问经办股室：什么事、在哪里、什么时候、影响了多少"
        if key == "原因"
        else "问分管领导：做什么、谁负责、什么时候完成"
    )
    return f"可以查：{where}；{who}。"
