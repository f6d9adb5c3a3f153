"""What would be: 如果好路率是92%呢."""

from __future__ import annotations

import re

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import best, find_funds, find_names
from assistant.chat.naming import fund_names, fund_path, row_names, row_path
from assistant.chat.understanding.clauses import clauses_of
from assistant.chat.understanding.places import named_or_asked, units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import bare_of
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.reading import fold
from assistant.values.spoken import amounts_in


def supposition(text: str, state: State) -> Act | None:
    words = lexicon("conversation")
    # 八十五万一 is an amount
    supposing = rf"(?<![主只需\d零〇一二两三四五六七八九十百千])(?:{'|'.join(words['supposing'])})|的话(?=[，,\s]*[^，,。；;\s])"
    head = re.search(supposing, text)
    tag = next(
        (
            t
            for t in sorted(words["tags"]["what_if"], key=len, reverse=True)
            if bare_of(text).endswith(bare_of(t))
        ),
        "",
    )
    asked = (_EFFECT.search(text) or _ABOUT_SCORE.search(text)) if head and not tag else None
    if not head and not tag:
        return None
    body = re.sub(supposing, "", text, count=1) if head else text
    cut = body.rfind(tag) if tag else -1
    if asked:
        cut = body.rfind(asked[0])
    body = body[:cut] if cut > 0 else body
    body = re.sub(r"的话|呢[?]?$|[?]$|[会能就要]+$", "", body).strip(" ，,")
    acts = [
        a
        for a in clauses_of(body, body, state, lenient=True)
        if a.kind in {"answer", "change"} and a.path and _counts(a.path, state)
    ]
    if not acts:
        acts = _reached(body, state) or _plainly(body, state)
    if acts:
        return Act("what_if", acts[0].path, acts[0].value, fields={a.path: a.value for a in acts})
    if head and not is_question(text) and not tag and not text.endswith("呢"):
        return None
    if head:
        return Act("question", named_or_asked(text, state), name="what_if", text=text)
    return None


#: 能拿多少分, 分数咋变, 总分会是多少: the question behind a supposition, in whatever words
_EFFECT = regex(
    r"[，,\s]*(?:那|的话|总分|得分|分数|最后|等级|这项|总共|一共|能|会|可以|该|要|是|得|拿|打|到|变|加|多|涨|扣|少)*"
    r"(?:多少分?|[几好][多]?分|咋个?[变样办算]?|怎么[变样算]?样?|如何|什么(?:样|等级)|啥(?:样|等级)|变不变|变化大不|有没有变|[优良]不优?|是优还是良)[吗嘛呢的了不?]*$"
)


#: 等级能上优不, 总分够不够90: a last clause of its own about score or grade
_ABOUT_SCORE = regex(r"[，,\s]+[^，,\s]{0,4}(?:总分|得分|分数|等级|评级|分)[^，,。；;\s]{1,12}$")


def _plainly(body: str, state: State) -> list[Act]:
    """蜂场15个全建起: the one number with the one row named, whatever else is said; nothing is written of it."""
    names, units = row_names(state.evaluation), units_of(state)
    amounts, rows = amounts_in(body, units), best(find_names(body, names))
    if len(amounts) != 1 or len(rows) != 1:
        return []
    path = row_path(names[rows[0].index], "实际")
    made = read_value(state.evaluation, path, amounts[0].text, state.today)
    return [Act("change", path, made.text)] if isinstance(made, Value) and _counts(path, state) else []  # fmt: skip


def _counts(path: str, state: State) -> bool:
    """Whether the place holds what scores are computed from."""
    return wanted_at(state.evaluation, path).kind in {
        "number",
        "day",
        "money",
        "points",
        "level",
        "share",
        "target",
    }


def _reached(body: str, state: State) -> list[Act]:
    """全执行完, 都改完了, 达标: the target, or the budget, as the supposed value."""
    if re.search(r"没|未|不", body) or not any(
        word in body for word in lexicon("conversation")["reached"]
    ):
        return []
    evaluation = state.evaluation
    funds = fund_names(evaluation)
    if re.search(r"执行|花|用|支出|付", body):
        found = best(find_funds(body, funds))
        index = found[0].index if len(found) == 1 else 0 if len(funds) == 1 else -1
        source = evaluation.funds.sources[index] if evaluation.funds and index >= 0 else None
        if source and source.budget is not None:
            return [Act("change", fund_path(funds[index], "执行"), f"{source.budget:f}")]
    rows = best(find_names(body, row_names(evaluation)))
    if len(rows) == 1:
        row = evaluation.indicators[rows[0].index]
        found_amounts = amounts_in(fold(row.target))
        if len(found_amounts) == 1:
            return [
                Act(
                    "change",
                    row_path(row_names(evaluation)[rows[0].index], "实际"),
                    found_amounts[0].text,
                )
            ]
    return []
