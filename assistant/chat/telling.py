"""What the assistant says about scores, rows, gaps, facts and drafts: plain text, 80 columns, by code."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from assistant.chat.gaps import Gap
from assistant.chat.slash import COMMANDS
from assistant.facts import Fact
from assistant.facts.wording import percent, quoted, tidy
from assistant.model.draft import SOURCE_NAMES, SUPPLY, VERIFY, Draft, Section
from assistant.model.finding import SEVERITY_NAMES, Finding
from assistant.model.scorecard import STATUS_NAMES, Scorecard, ScoredIndicator
from assistant.model.sections import NARRATIVE

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


def opening(card: Scorecard, missing: tuple[Gap, ...], findings: tuple[Finding, ...]) -> str:
    """Where things stand, for the first screen."""
    project = card.evaluation.project
    deviating = [row for row in card.indicators if row.status == "not_met"]
    lines = [f"{project.name}（{project.year}年度）", total(card)]
    absent = [row for row in card.indicators if row.status == "missing"]
    if absent:
        lines.append(f"缺实际值的指标{len(absent)}项：{_names(absent)}。")
    if deviating:
        lines.append("没有达到指标值的：" + "；".join(map(_deviation, deviating)) + "。")
    if missing:
        lines.append(f"一共还有{len(missing)}个问题想问您。一次问一个，可以答“不知道”“跳过”。")
    faults = [f for f in findings if f.severity == "error"]
    if faults:
        lines.append(f"检查发现{len(faults)}处错误，/检查 可看。")
    lines.append("想起草就说“起草”，/帮助 看全部命令。")
    return "\n".join(lines)


def _names(rows: list[ScoredIndicator]) -> str:
    shown = "、".join(quoted(row.indicator.name) for row in rows[:_FEW])
    return shown + ("等" if len(rows) > _FEW else "")


def _deviation(row: ScoredIndicator) -> str:
    indicator = row.indicator
    apart = f"，{row.deviation}" if row.deviation else ""
    return f"{quoted(indicator.name)}指标值{indicator.target}、实际{indicator.actual}{apart}"


def rows(card: Scorecard) -> str:
    """The indicators, a line each."""
    lines = []
    for row in card.indicators:
        indicator = row.indicator
        points = f"，{_points(row)}" if row.weight is not None else ""
        lines.append(
            f"{row.id} {indicator.name}：目标{indicator.target or '（空）'}，实际{indicator.actual or '（空）'}，"
            f"{STATUS_NAMES[row.status]}{points}"
        )
    return "\n".join(lines)


def _points(row: ScoredIndicator) -> str:
    scored = "—" if row.score is None else tidy(row.score)
    return f"{scored}/{tidy(row.weight) if row.weight is not None else '—'}分"


def scores(card: Scorecard) -> str:
    """Execution, rows and total."""
    execution = card.execution
    lines = []
    if execution.rate is not None:
        points = (
            f"，{tidy(execution.score)}/{tidy(execution.weight)}分"
            if execution.score is not None and execution.weight is not None
            else ""
        )
        lines.append(f"预算执行率{percent(execution.rate)}{points}")
    return "\n".join([*lines, rows(card), total(card)])


def explanation(row: ScoredIndicator) -> str:
    """How the row got its points, from rule and clause."""
    indicator = row.indicator
    lines = [f"{row.id} {quoted(indicator.name)}：{STATUS_NAMES[row.status]}", row.explanation]
    if row.deviation:
        lines.append(f"实际完成值比指标值{row.deviation}。")
    if indicator.reason:
        lines.append(f"填报的原因：{indicator.reason}")
    return "\n".join(lines)


def gap_list(missing: tuple[Gap, ...], skipped: tuple[str, ...]) -> str:
    """What is missing, a line each; skipped ones say so."""
    if not missing:
        return "该有的都有了。"
    lines = [
        f"{i}. {gap.key}{'（已跳过）' if gap.key in skipped else ''}：{gap.question}"
        for i, gap in enumerate(missing, 1)
    ]
    return "\n".join(lines)


def question(gap: Gap) -> str:
    """One question, with why it matters and an example of an answer."""
    return f"{gap.question}\n  （{gap.why}。例：{gap.example}。不知道可以说“跳过”）"


def fact_list(facts: tuple[Fact, ...]) -> str:
    """All that a draft may say, numbered."""
    return "\n".join(str(fact) for fact in facts)


def section(part: Section) -> str:
    """One section, its paragraphs numbered by sentence, with who wrote it."""
    lines = [f"{part.title}（{SOURCE_NAMES[part.source]}）"]
    number = 0
    for paragraph in part.paragraphs:
        for sentence in paragraph.sentences:
            number += 1
            lines.append(f"  第{number}句 {sentence.text}")
    return "\n".join(lines)


def draft(whole: Draft) -> str:
    """The whole draft."""
    return "\n".join([f"起草：{whole.model}", *(section(part) for part in whole.sections)])


def first_draft(whole: Draft) -> str:
    """The narrative of a new draft, and how much of all of it waits for people."""
    marked = sum(
        s.text.startswith((SUPPLY, VERIFY)) for part in whole.sections for s in part.sentences
    )
    count = sum(len(part.sentences) for part in whole.sections)
    lines = [f"起草：{whole.model}，共{count}句，其中待补充、待核实{marked}句（/看 可看全文）"]
    return "\n".join([*lines, *(section(part) for part in whole.sections if part.id in NARRATIVE)])


def findings(found: tuple[Finding, ...]) -> str:
    """What check says, grave ones first."""
    if not found:
        return "没有发现问题。"
    order = {"error": 0, "warning": 1, "info": 2}
    lines = [
        f"{SEVERITY_NAMES[f.severity]} {f.code} {f.location}：{f.message}"
        + (f" → {f.suggestion}" if f.suggestion else "")
        for f in sorted(found, key=lambda f: order[f.severity])
    ]
    return "\n".join(lines)


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
    lines = [
        f"  /{c.name} {c.argument}".rstrip().ljust(14, "　" if not c.argument else " ")
        + f" {c.about}（/{c.aliases[-1] if len(c.aliases[-1]) == 1 else c.aliases[0]}）"
        for c in COMMANDS
    ]
    said = "  “起草”“第二句写短一点”“为什么在线率扣分？”“如果在线率是98%呢？”“在线率应该是96%”“把责任单位改成科信股”"
    return "\n".join(
        ["命令：", *lines, "也可以直接说：", said, "改数据、换草稿，都要您回答“确认”才会做。"]
    )
