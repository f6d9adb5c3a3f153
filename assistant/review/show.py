"""A review as people read it: section by section, what was, what is now, by whom; word by word."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.model.sections import RECORDS, plain_title
from assistant.naming import as_typed
from assistant.review.already import held
from assistant.review.data_change import THERE, DataChange, State
from assistant.review.locate import HOW_NAMES
from assistant.review.merge import Change, Conflict, Kind
from assistant.segmenting import words
from assistant.word.edited import Remark

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from assistant.review.answer import Answers, Done
    from assistant.review.round_trip import Review

_SHOWN = 20
KIND_NAMES: dict[Kind, str] = {
    "added": "新增",
    "removed": "删去",
    "changed": "改写",
    "moved": "移动",
}
STATE_NAMES: dict[State, str] = {
    "open": "待确认，没有改动",
    "applied": "已写入数据文件",
    "refused": "没有采纳",
    "cannot": "不能写入",
}
DONE_NAMES: dict[Done, str] = {
    "revised": "已拟修改",
    "deleted": "已标删去",
    "asked": "列为问题",
    "noted": "已回复",
}
_FEWEST_ALIKE = 0.25  # below that, words picked out one by one read worse than the two sentences


def word_diff(before: str, after: str) -> list[tuple[str, str]]:
    """(sign, words): " " for kept, "-" for taken out, "+" for put in; in reading order."""
    old, new = words(before), words(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if before and after and matcher.ratio() < _FEWEST_ALIKE:
        return [("-", before), ("+", after)]
    parts: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            parts.append((" ", "".join(old[a:b])))
            continue
        if a < b:
            parts.append(("-", "".join(old[a:b])))
        if c < d:
            parts.append(("+", "".join(new[c:d])))
    return parts


def styled(parts: Sequence[tuple[str, str]], *, colour: bool) -> Text:
    """The diff as rich text; without colour, 〔-…-〕 and 〔+…+〕 stand for it."""
    from rich.text import Text

    text = Text()
    for sign, part in parts:
        if sign == " ":
            text.append(part)
        elif colour:
            text.append(part, style="red strike" if sign == "-" else "green underline")
        else:
            text.append(f"〔{sign}{part}{sign}〕")
    return text


def print_review(review: Review, console: Console) -> None:
    """All of it, to a console of rich. Text of the file is printed as it is, never as markup."""
    from rich.text import Text

    colour = console.is_terminal
    for line in head(review):
        console.print(Text(line))
    for section in _sections(review.changes):
        title = plain_title(section)
        doubt = "".join(
            f"（“{_start(p.reading.text)}”按{HOW_NAMES[p.how]}找到，把握{p.sure:.0%}，请核对）"
            for p in review.located.doubtful(section)
        )
        console.print(Text(f"\n【{title}】{doubt}", style="bold"))
        for change in review.changes:
            if change.section == section:
                console.print(_change(change, colour=colour))
    for line in tail(review):
        console.print(Text(line))


def _change(change: Change, *, colour: bool) -> Text:
    from rich.text import Text

    by = f"{change.author}　{day(change.when)}".strip()
    state = "，修订未定" if change.pending else ""
    if change.came_from:
        state += f"，由“{plain_title(change.came_from)}”移来"
    text = Text(f"  {KIND_NAMES[change.kind]}（{by}{state}）：")
    if change.kind == "moved":
        return text.append(change.after)
    return text.append_text(styled(word_diff(change.before, change.after), colour=colour))


def _start(text: str) -> str:
    """The first words of a paragraph, enough to find it by."""
    plain = text.strip()
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def head(review: Review) -> Iterator[str]:
    """What was read, and how surely the sections were found again."""
    basis, located = review.basis, review.located
    yield f"改稿：{basis.package.path}　数据：{basis.data}"
    yield f"各节定位把握{located.sure:.0%}；文字改动{len(review.changes)}处，数据改动{len(review.data_changes)}项，批注{len(review.remarks)}条"
    yield from (f"提示：{note}" for note in basis.notes)
    for section in located.missing:
        yield f"提示：“{plain_title(section)}”整节在改稿里找不到，草稿中先保留"
    if not (review.changes or review.data_changes or review.remarks or review.kept or review.lines):
        yield "没有改动。"


def tail(review: Review) -> Iterator[str]:
    """Conflicts, changes to the data, doubts, comments, and what comes next."""
    for conflict in review.conflicts:
        yield from conflict_lines(conflict)
    yield from _said(review)
    open_ones = [change for change in review.data_changes if change.state == "open"]
    sure = sum(not change.why for change in open_ones)
    if sure:
        yield f"\n有{sure}项数据改动待确认：在终端里再运行一次会逐项询问；或加 --apply-data 表示全部同意。"
    if len(open_ones) > sure:
        yield f"\n有{len(open_ones) - sure}项数据改动要先核对（见各项后面的说明），--apply-data 不写它们：在终端里再运行一次逐项确认，或直接改数据文件。"
    done = (*review.changes, *review.data_changes, *review.lines, *review.kept)
    if review.revision is None and (review.changes or (review.again and done)):
        said = "这份改稿已收过，没有新的改动" if review.again else "草稿里已有这些文字改动"
        yield f"\n{said}，没有另存新版。"
    if review.revision is not None:
        yield f"\n已存为第{review.revision.number}版（jixiao history 可查看，jixiao undo 可撤回）。"
        yield f"出新稿：jixiao draft {as_typed(str(review.basis.data))}{_output(review)}"


def _output(review: Review) -> str:
    """Where the last report went, if that is beside the data or here; else the name that `draft` takes by itself."""
    last = review.basis.workspace.last_report
    if last is None or last.parent not in {review.basis.data.resolve().parent, Path.cwd()}:
        return ""
    return f" -o {as_typed(str(last if last.parent != Path.cwd() else last.name))}"


def _scored_anew(review: Review) -> Iterator[str]:
    if review.card.total.score != review.before.total.score:
        yield f"  重新计分：{review.before.total.score} → {review.card.total.score}"
    known = {finding.message for finding in review.before.findings}
    for finding in review.card.findings:  # what the changed data bring with them: 分值合计105分
        if finding.message not in known and finding.severity != "info":
            yield f"  {finding.message}" + (f"　{finding.suggestion}" if finding.suggestion else "")


def _said(review: Review) -> Iterator[str]:
    if review.data_changes:
        yield "\n数据改动："
        for change in review.data_changes:
            yield f"  {data_line(change)}"
    yield from _scored_anew(review)
    if review.lines:
        yield "\n正文外的文字："
        yield from (f"  {line}" for line in review.lines)
    if review.kept:
        yield "\n只记入历史、出稿时不会带上的改动："
        yield from (f"  {line}" for line in review.kept)
    if review.doubts:
        yield "\n数据不能支持、已标注待核实的句子："
        for doubt in review.doubts:
            yield f"  {doubt.text}\n    {doubt.why}"
    if review.findings:
        yield "\n检查："
        for finding in review.findings:
            yield f"  {finding.code} {finding.message}" + (
                f"　{finding.evidence}" if finding.evidence else ""
            )
    if review.remarks:
        yield "\n批注："
        for remark in review.remarks:
            yield from remark_lines(remark)


def conflict_lines(conflict: Conflict) -> Iterator[str]:
    """Both readings, and which stands."""
    settled = {"both": "两种写法都保留并标注", "mine": "采用草稿的写法", "theirs": "采用改稿的写法"}
    yield f"\n冲突（{plain_title(conflict.section)}）：两边都改了同一句，{settled[conflict.settled]}"
    yield f"  原文：{conflict.base}"
    mine = conflict.mine
    who = (mine.sentence.author or "数据更新后程序") if mine is not None else ""
    yield f"  草稿：{mine.text}（{who}）" if mine is not None else "  草稿：已去掉"
    theirs = conflict.theirs
    yield (
        f"  改稿：{theirs.text}（{theirs.sentence.author}）"
        if theirs is not None
        else "  改稿：已删去"
    )


def data_line(change: DataChange) -> str:
    """One change to the data, with what became of it."""
    why = f"：{change.why}" if change.why else ""
    said = "，".join(words for words in (change.where, change.author) if words)
    where = f"（{said}）" if said else ""
    if held(change):
        said = f"：{change.new}" if change.new else ""
        return f"{change.label}{said}{where}　{change.why or THERE}"
    return f"{change}{where}　{STATE_NAMES[change.state]}{why}"


def remark_lines(remark: Remark) -> Iterator[str]:
    """A comment with the words it stands on, and its replies."""
    done = "（已解决）" if remark.resolved else ""
    yield f"  {remark.author}　{day(remark.when)}{done}：{remark.text}"
    if remark.words:
        shown = remark.words if len(remark.words) <= 40 else f"{remark.words[:40]}…"  # noqa: PLR2004
        yield f"    所批文字：{shown}"
    for reply in remark.replies:
        yield f"    ↳ {reply.author}　{day(reply.when)}：{reply.text}"


def day(when: str) -> str:
    """2026-11-24 09:30 of an ISO time."""
    return when[:16].replace("T", " ")


def _sections(changes: Sequence[Change]) -> list[str]:
    order = list(RECORDS)
    found = {change.section for change in changes}
    return [s for s in dict.fromkeys(order) if s in found] + sorted(found - set(order))


def print_answers(answers: Answers, console: Console) -> None:
    """What was done about each comment, and what the staff are asked."""
    from rich.text import Text

    if not answers.answers:
        console.print("没有待答复的批注。")
    for one in answers.answers:
        console.print(
            Text(f"\n批注（{one.author}）：{one.text}\n  {DONE_NAMES[one.done]}：{one.reply}")
        )
        if one.done in {"revised", "deleted"}:
            shown = styled(word_diff(one.before, one.after), colour=console.is_terminal)
            console.print(Text("  ").append_text(shown))
    if answers.questions:
        console.print(Text("\n请项目单位补充："))
        for number, question in enumerate(answers.questions, 1):
            console.print(Text(f"  {number}. {question.text}"))
    if answers.output is not None and answers.answers:
        console.print(Text(f"\n答复稿：{answers.output}（修订和回复署名“起草助手”，请逐处审定）"))
