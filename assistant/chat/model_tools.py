"""A line that the reader leaves open, read by a capable model: it calls typed tools over the same acts.

A call is only ever a wish. Its target must be what the words name, and they alone, or the question asked; a
number must be one that was said, words must stand in the line; deleting and adding need their verb. There is
no tool for consent. A call that does not hold is dropped, and the person is asked as without a model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import NoValue, Value, read_value, wanted_at
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.model_reading import FUND_KEYS, ROW_KEYS
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path, split
from assistant.chat.understanding.beside_the_value import without_denied
from assistant.chat.understanding.places import kind_of, units_of, value_at
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.rows import guessed_levels
from assistant.chat.understanding.sentences import section_of
from assistant.chat.understanding.wording import as_said
from assistant.lexicon import lexicon
from assistant.llm.prompts import Lines, as_data, render
from assistant.patterns import regex
from assistant.values.spoken import Spoken, amounts_in, unit_fits

if TYPE_CHECKING:
    from assistant.llm.client import Client

ROOM = 600  # tokens that the calls of one line may need
_MOST = 6  # calls a line
_CONTEXT = 5000  # characters of rows, values and talk that are shown
_REPORT_KEYS = tuple(lexicon("conversation_keys")["report"])
_NUMBERS = frozenset({"number", "money", "points", "share", "target"})
#: words of a clause by which its number is not what was reached
_NOT_REACHED = regex(r"去年|上年|前年|计划|预计|打算|准备|争取|还差|还剩|要是|如果|假如|假设")
_DENIED = regex(r"(?:不是|并非|没有?|未|不到|不足|不止)\s*$")
_SIGNS = regex(r"[\s，,。.；;、：:“”\"'《》（）()]")


class _Tool(BaseModel):
    model_config = ConfigDict(extra="ignore")


class SetValue(_Tool):
    """set or suppose: a value of a row (I1), a source (F1), or of report and project (row empty)."""

    tool: Literal["set", "suppose"]
    row: str = ""
    key: str
    value: str


class AddRow(_Tool):
    """add_row: a new indicator."""

    tool: Literal["add_row"]
    name: str
    target: str = ""
    actual: str = ""


class AddFund(_Tool):
    """add_fund: a new source of funds, amounts as said."""

    tool: Literal["add_fund"]
    name: str
    budget: str = ""
    arrived: str = ""
    executed: str = ""


class OnRow(_Tool):
    """delete a row or source; rename it to `name`; ask about it."""

    tool: Literal["delete", "rename", "ask"]
    row: str = ""
    name: str = ""


class Plain(_Tool):
    """draft, revise, small_talk, unclear: nothing more to say."""

    tool: Literal["draft", "revise", "small_talk", "unclear"]


Call = Annotated[SetValue | AddRow | AddFund | OnRow | Plain, Field(discriminator="tool")]


class Calls(BaseModel):
    """The tools that the model calls for one line, in order."""

    model_config = ConfigDict(extra="ignore")

    calls: list[Call] = Field(max_length=_MOST)


def read_with_tools(
    client: Client, line: str, state: State, said: Sequence[tuple[str, str]] = ()
) -> tuple[Act, ...]:
    """The acts that the model's calls come to, checked; () where none holds."""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    prompt = render("acts", rows=_rows(state), said=_open_now(state, said), line=line)
    schema = _schema(len(names), len(funds))
    answer = client.ask(
        prompt, Calls, schema=schema, label="弄清这句话的意思", fresh=True, room=ROOM
    )
    return checked_calls(answer.value.calls, line, state)


def checked_calls(calls: Sequence[Call], line: str, state: State) -> tuple[Act, ...]:
    """The calls as acts, without those that the words do not bear."""
    found: dict[tuple[str, str], Act] = {}
    for call in calls:
        act = _checked(call, as_said(line), line, state)
        if act is not None:
            found.setdefault((act.kind, act.path or act.value), act)
    return tuple(found.values())


def _checked(call: Call, text: str, line: str, state: State) -> Act | None:
    if isinstance(call, SetValue):
        return _set(call, text, state)
    if isinstance(call, AddRow | AddFund):
        return _add(call, text, state)
    if isinstance(call, OnRow):
        return _on_row(call, text, line, state)
    if call.tool == "draft":
        return Act("draft") if re.search("写|稿|起草", text) else None
    if call.tool == "revise":
        return Act("revise", section=section_of(text), text=line) if state.draft else None
    return Act("small_talk", name="topics") if call.tool == "small_talk" else None


# --- values


def _set(call: SetValue, text: str, state: State) -> Act | None:
    clauses = [c for c in re.split(r"[，,。；;\n]", text) if c.strip()]
    path, options = _target(call, clauses, state)
    if not path or (call.tool == "set" and is_question(text)):
        return None
    made = _value(call.value, path, clauses, state, supposed=call.tool == "suppose")
    if made is None:
        return None
    if options:
        return Act("unclear", name="which", options=options, value=made.text)
    if call.tool == "suppose":
        return Act("what_if", path, made.text, fields={path: made.text})
    return Act(kind_of(path, state, changed=False), path, made.text, say=made.note)


def _target(call: SetValue, clauses: Sequence[str], state: State) -> tuple[str, tuple[str, ...]]:
    """The place, and further places that the words fit as well; empty where they do not name it."""
    if not call.row:
        named = any(k.name == call.key for c in clauses for k in find_keys(c, "report"))
        asked = call.key == (state.pointed or state.asking)
        return (call.key if call.key in _REPORT_KEYS and (named or asked) else "", ())
    listed, names = _list_of(call.row, state)
    index = _index(call.row, names)
    if index < 0 or call.key not in (ROW_KEYS if listed == ROWS else FUND_KEYS):
        return "", ()
    make = row_path if listed == ROWS else fund_path
    path = make(names[index], call.key)
    if not _key_said(call.key, path, listed, clauses, state):
        return "", ()
    found = _named(clauses, call.value, names, listed)
    if not found:
        open_rows = {
            split(p)[:2]
            for p in (state.pointed or state.asking, *(p for p, _ in state.pending))
            if p
        }
        return (path if open_rows == {split(path)[:2]} else "", ())
    if index not in found:
        return "", ()
    others = tuple(make(names[i], call.key) for i in found)
    return path, others if len(others) > 1 else ()


def _key_said(key: str, path: str, listed: str, clauses: Sequence[str], state: State) -> bool:
    """Whether the words name the key, or it goes without saying: 实际 of a row, the one asked, words of their kind."""
    if path == (state.pointed or state.asking):
        return True
    groups = {
        k.name for c in clauses for k in find_keys(c, "indicator" if listed == ROWS else "fund")
    }
    if key in groups:
        return True
    if listed == FUNDS:
        return False
    free = {"实际", "原因", "措施", "责任单位", "完成时限"}
    return key in free and not groups & (set(ROW_KEYS) - {"实际"})


def _named(
    clauses: Sequence[str], value: str, names: Sequence[str], listed: str
) -> tuple[int, ...]:
    """Places in the list that the clause of the value names, or the nearest one before it that names any."""
    finder = find_names if listed == ROWS else find_funds
    at = next((i for i, c in enumerate(clauses) if _flat(value) in _flat(c)), len(clauses) - 1)
    for clause in reversed(clauses[: at + 1]):
        if found := best(finder(clause, names)):
            return tuple(m.index for m in found)
    return ()


def _value(
    value: str, path: str, clauses: Sequence[str], state: State, *, supposed: bool
) -> Value | None:
    """The value as the file writes it, where the line says it: numbers as said, words letter by letter."""
    wanted = wanted_at(state.evaluation, path)
    if wanted.kind in _NUMBERS:
        clause, amount = _amount_said(value, wanted.unit, clauses, state)
        if amount is None or (not supposed and _hedged(clause, path)):
            return None
        made = read_value(state.evaluation, path, clause[amount.start : amount.end], state.today)
    elif _flat(value) and _flat(value) in _flat("".join(clauses)):
        made = read_value(state.evaluation, path, as_said(value), state.today)
    else:
        return None
    return made if isinstance(made, Value) else None


def _amount_said(
    value: str, unit: str, clauses: Sequence[str], state: State
) -> tuple[str, Spoken | None]:
    """The amount of the line that the model means, with its clause; numbers that the line denies are none."""
    units = units_of(state) | ({unit} if unit else set())
    meant = amounts_in(as_said(value), units)
    if len(meant) != 1:
        return "", None
    for clause in clauses:
        clean = without_denied(clause, units)
        for amount in amounts_in(clean, units):
            denied = _DENIED.search(clean[: amount.start])
            if _size(amount) == _size(meant[0]) and _units_agree(amount, meant[0]) and not denied:
                return clean, amount
    return "", None


def _size(amount: Spoken) -> Any:
    large = {"万": 10**4, "亿": 10**8}.get(amount.unit[:1], 1)
    return amount.value * large


def _units_agree(said: Spoken, meant: Spoken) -> bool:
    a, b = said.unit.lstrip("万亿"), meant.unit.lstrip("万亿")
    return not a or not b or unit_fits(a, b)


def _hedged(clause: str, path: str) -> bool:
    rest = clause.replace(split(path)[1], "")
    about = any(word in rest for word in lexicon("conversation")["approximate"])
    return about or bool(_NOT_REACHED.search(rest))


# --- rows


def _add(call: AddRow | AddFund, text: str, state: State) -> Act | None:
    verbs = lexicon("conversation_commands")["add"]["verbs"]
    amounts = [v for k, v in call.model_dump().items() if k not in {"tool", "name"} and v]
    said = all(_flat(v) in _flat(text) for v in (call.name, *amounts))
    known = {*row_names(state.evaluation), *fund_names(state.evaluation)}
    if not call.name or not said or call.name in known or not any(v in text for v in verbs):
        return None
    if isinstance(call, AddRow):
        first, second = guessed_levels(call.name, call.target)
        fields = {
            "一级": first,
            "二级": second,
            "名称": call.name,
            "目标": call.target,
            "实际": call.actual,
        }
        return Act(
            "add", ROWS, call.name, fields={k: v for k, v in fields.items() if v}, sure=False
        )
    keys = {
        "年初预算": call.budget,
        "全年预算": call.budget,
        "到位": call.arrived,
        "执行": call.executed,
    }
    fields = {"来源": call.name}
    for key, value in keys.items():
        path = fund_path("", key)
        made = read_value(state.evaluation, path, as_said(value), state.today) if value else None
        if isinstance(made, NoValue):
            return None
        if made is not None:
            fields[key] = made.text
    return Act("add", FUNDS, call.name, fields=fields)


def _on_row(call: OnRow, text: str, line: str, state: State) -> Act | None:
    listed, names = _list_of(call.row, state)
    index = _index(call.row, names)
    finder = find_names if listed == ROWS else find_funds
    found = tuple(m.index for m in best(finder(text, names)))
    own = index >= 0 and found == (index,)
    make = row_path if listed == ROWS else fund_path
    if call.tool == "ask":
        return Act(
            "question",
            make(names[index], "实际" if listed == ROWS else "执行") if own else "",
            name="ask",
            text=line,
        )
    words = lexicon("conversation_commands")[call.tool]["verbs"]
    if not own or is_question(text) or not any(word in text for word in words):
        return None
    if call.tool == "delete":
        return Act("delete", make(names[index]))
    path = make(names[index], "名称" if listed == ROWS else "来源")
    made = read_value(state.evaluation, path, call.name, state.today)
    said = _flat(call.name) in _flat(text)
    return Act("change", path, made.text) if said and isinstance(made, Value) else None


def _list_of(row: str, state: State) -> tuple[str, tuple[str, ...]]:
    if row.startswith("F"):
        return FUNDS, fund_names(state.evaluation)
    return ROWS, row_names(state.evaluation)


def _index(row: str, names: Sequence[str]) -> int:
    number = int(row[1:]) if row[1:].isdigit() and len(row) <= 4 else 0  # noqa: PLR2004
    return number - 1 if 1 <= number <= len(names) else -1


def _flat(text: str) -> str:
    return _SIGNS.sub("", as_said(text))


# --- what is shown


def _rows(state: State) -> Lines:
    """Every row and source by its number; with what stands there as far as the window has room."""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    short = [
        *(f"I{i} {as_data(n)}" for i, n in enumerate(names, 1)),
        *(f"F{i} {as_data(n)}" for i, n in enumerate(funds, 1)),
    ]
    full = [
        *(
            f"I{i} {as_data(n)}（目标 {as_data(row.target or '空')}，实际 {as_data(row.actual or '空')}）"
            for i, (n, row) in enumerate(zip(names, state.evaluation.indicators, strict=True), 1)
        ),
        *(
            f"F{i} {as_data(n)}（全年预算 {_or_empty(state, n, '全年预算')}，执行 {_or_empty(state, n, '执行')}）"
            for i, n in enumerate(funds, 1)
        ),
    ]
    return Lines(full if sum(map(len, full)) <= _CONTEXT * 2 // 3 else short)


def _or_empty(state: State, fund: str, key: str) -> str:
    return as_data(value_at(state, fund_path(fund, key)) or "空")


def _open_now(state: State, said: Sequence[tuple[str, str]]) -> Lines:
    """The question asked, what waits for a yes, and the last lines of talk that there is room for."""
    lines = [f"正在问：{as_data(state.asking)}"] if state.asking else ["（没有在问）"]
    lines += [f"等确认：{as_data(path)}＝{as_data(new)}" for path, new in state.pending]
    room, talk = _CONTEXT // 3, list[str]()
    for who, words in reversed(said):
        told = f"{who}：{as_data(words)[:200]}"
        room -= len(told)
        if room < 0:
            break
        talk.insert(0, told)
    return Lines([*lines, *talk])


def _schema(rows: int, funds: int) -> dict[str, Any]:
    ids = [f"I{i}" for i in range(1, rows + 1)] + [f"F{i}" for i in range(1, funds + 1)]
    word = {"type": "string"}
    row = {"type": "string", "enum": ["", *ids]}
    keys = [*dict.fromkeys([*ROW_KEYS, *FUND_KEYS, *_REPORT_KEYS])]

    def tool(names: list[str], **more: dict[str, Any]) -> dict[str, Any]:
        properties = {"tool": {"type": "string", "enum": names}, **more}
        return {
            "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False,
        }  # fmt: skip

    calls = [
        tool(["set", "suppose"], row=row, key={"type": "string", "enum": keys}, value=word),
        tool(["add_row"], name=word, target=word, actual=word),
        tool(["add_fund"], name=word, budget=word, arrived=word, executed=word),
        tool(["delete", "ask"], row=row),
        tool(["rename"], row=row, name=word),
        tool(["draft", "revise", "small_talk", "unclear"]),
    ]
    return {
        "title": "calls",
        "description": "要调用的工具",
        "type": "object",
        "properties": {
            "calls": {"type": "array", "items": {"anyOf": calls}, "minItems": 1, "maxItems": _MOST}
        },
        "required": ["calls"],
        "additionalProperties": False,
    }
