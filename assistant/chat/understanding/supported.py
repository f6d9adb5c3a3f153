"""The last look before anything is proposed: what was taken must be supported by the whole of the line.

The readers find a place and a value in a line. Here the rest of the line is held against that: what is neither
the place's name nor its value nor a word that says nothing may take it back (算了莫改), deny it (不是95%), tell
of another year or another project (去年…, 隔壁县的…), pass on what was heard, or speak of another place of
the data. Then it is asked, with what was read as the first choice, and not proposed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import find_funds, find_keys, find_names
from assistant.chat.naming import ROWS, fund_names, row_names, split, words_of
from assistant.chat.understanding.consent import refuses
from assistant.chat.understanding.grounds import asks_whether, groundless, own_score
from assistant.chat.understanding.places import units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.lexicon import lexicon
from assistant.values.spoken import amounts_in, days_in

_TAKEN = frozenset({"answer", "change", "add", "delete"})
_WORDY = frozenset({"cause", "act", "words", "text", "remarks"})
_CLAUSE = re.compile(r"[^，,。；;、\s]+")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A stretch of the line between signs, with the names and numbers of what was taken blanked in `rest`."""

    text: str
    rest: str
    counts: bool  # whether an amount or a day stands in it


def supported(text: str, state: State, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """The acts, with those that the rest of the line leaves in doubt put as one short question."""
    taken = [a for a in acts if a.kind in _TAKEN]
    if not taken:
        return acts
    clauses = [_clause(m[0], taken, state) for m in _CLAUSE.finditer(text)]
    doubts = {a.path: why for a in taken if (why := _doubt(a, taken, clauses, text, state))}
    if not doubts:
        return _grounded(text, state, acts, taken, clauses)
    doubted = [a for a in taken if a.path in doubts or _comes_along(a, doubts)]
    kept = tuple(a for a in acts if a not in doubted)
    return (*kept, _asked(doubted, next(iter(doubts.values()))))


def _grounded(
    text: str, state: State, acts: tuple[Act, ...], taken: list[Act], clauses: list[_Clause]
) -> tuple[Act, ...]:
    """The acts, with words that nothing ties to the place that was asked about put as one short question."""
    asked = [a for a in taken if a.kind in {"answer", "change"} and _asked_about(a.path, state)]
    others = [a for a in taken if a not in asked]
    own = [c.text for c in clauses if not any(_holds(c, a, state) >= 0 for a in others)]
    loose = [a for a in asked if groundless(a, own, text, state)]
    tied = {split(a.path)[1] for a in asked if a not in loose}
    # 措施是…，5月底前完成: the day goes with the measure of its row
    loose = [a for a in loose if not (a.path.endswith("完成时限") and split(a.path)[1] in tied)]
    if not loose:
        return acts
    doubts = {a.path: "" for a in loose}
    doubted = [a for a in taken if a in loose or _comes_along(a, doubts)]
    return (*(a for a in acts if a not in doubted), asks_whether(loose[0]))


def _asked_about(path: str, state: State) -> bool:
    """Whether the place is the one asked about, or another key of its row."""
    asked = state.pointed or state.asking
    listed, name, _ = split(asked)
    return path == asked or (bool(listed) and split(path)[:2] == (listed, name))


def _comes_along(act: Act, doubts: dict[str, str]) -> bool:
    """Whether it was read out of words that are in doubt: the office and the day of a measure."""
    row = act.path.rpartition(".")[0]
    return any(
        path.rpartition(".")[0] == row and path.endswith((".原因", ".措施")) for path in doubts
    )


def _asked(doubted: list[Act], why: str) -> Act:
    told = f"“{why}”没有读准，没有记"
    first = next((a for a in doubted if a.kind in {"answer", "change"} and a.value), None)
    if first is None or (len(doubted) > 1 and first.path.endswith(("责任单位", "完成时限"))):
        return Act("unclear", name="which", say=f"{told}；要改请把名称和内容再说一次。")
    say = f"{told}。是要把{words_of(first.path)}写成“{first.value}”吗？是请回答1，不是请再说一次："
    return Act(
        "unclear", first.path, name="which", options=(first.path,), value=first.value, say=say
    )


def _clause(said: str, taken: list[Act], state: State) -> _Clause:
    units = units_of(state)
    amounts = amounts_in(said, units)
    days = days_in(said, state.today)
    used = {i for a in taken for i in _name_of(said, a.path)}
    spans = [(a.start, a.end) for a in amounts] + [(d.start, d.end) for d in days]
    used |= {i for start, end in spans for i in range(start, end)}
    rest = "".join("\0" if i in used else c for i, c in enumerate(said))
    return _Clause(said, rest, bool(amounts or days))


def _name_of(said: str, path: str) -> frozenset[int]:
    listed, name, _ = split(path)
    find = find_names if listed == ROWS else find_funds
    return frozenset().union(*(m.chars for m in find(said, (name,)))) if listed else frozenset()


def _doubt(act: Act, taken: list[Act], clauses: list[_Clause], text: str, state: State) -> str:
    """The words of the line that leave the act in doubt; "" where none do."""
    valued = act.kind in {"answer", "change"} and bool(act.value)
    if valued and wanted_at(state.evaluation, act.path).kind in _WORDY:
        return (
            _of_another_time(text, act, state)
            or _to_the_assistant(clauses, act.value)
            or _of_another_place(act, taken, clauses, state)
            or _taken_back(act, clauses, -1, state)
        )
    own = -1
    if valued:
        holding = [n for n, clause in enumerate(clauses) if _holds(clause, act, state) >= 0]
        own = holding[-1] if holding else -1
    return (_denied_or_elsewhere(act, clauses, own, state) if valued else "") or _taken_back(
        act, clauses, own, state
    )


def _denied_or_elsewhere(act: Act, clauses: list[_Clause], own: int, state: State) -> str:
    """不是95%, and what is told up to the value of another year, another project, or from hearsay."""
    words = lexicon("conversation_doubt")
    if own >= 0:
        clause = clauses[own]
        if denied := re.search(words["denied"], clause.text[: _holds(clause, act, state)]):
            return denied[0]
        if re.search(words["this_time"], clause.rest):
            return ""
    for clause in clauses[: own + 1] if own >= 0 else clauses:
        for kind in ("other_time", "elsewhere", "heard"):
            if match := re.search(words[kind], clause.rest):
                return match[0]
    return ""


def _taken_back(act: Act, clauses: list[_Clause], own: int, state: State) -> str:
    """算了莫改, 那是去年的: said behind the value, and of no other place."""
    words = lexicon("conversation_doubt")
    first = max(own, 0)
    for number, clause in enumerate(clauses[first:], first):
        if number != own and (clause.counts or _speaks_of_a_place(clause.text, act, state)):
            continue
        if refuses(clause.text):
            return clause.text
        for kind in ("taken_back", "other_time_alone"):
            if match := re.search(words[kind], clause.rest):
                return match[0]
    return ""


def _speaks_of_a_place(said: str, act: Act, state: State) -> bool:
    """满意度先别动, 执行先不改: what is kept or refused is another place."""
    return bool(_other_named(said, act, state, anywhere=True)) or bool(find_keys(said))


def _holds(clause: _Clause, act: Act, state: State) -> int:
    """Where the value stands in that clause; -1 where it does not."""
    spans = [(a.start, a.text) for a in amounts_in(clause.text, units_of(state))]
    spans += [(d.start, clause.text[d.start : d.end]) for d in days_in(clause.text, state.today)]
    for start, said in spans:
        made = read_value(state.evaluation, act.path, said, state.today)
        if isinstance(made, Value) and made.text == act.value:
            return start
    return clause.text.find(act.value)


def _of_another_time(text: str, act: Act, state: State) -> str:
    """Words that begin with another year or project, or deny: 去年的原因是…, 不是因为…."""
    words = lexicon("conversation_doubt")
    told = wanted_at(state.evaluation, act.path).kind in {"words", "text"}
    heads = ("other_time", "elsewhere", "heard") if told else ()
    for kind in (*heads, "words_of_another_year", "words_denied"):
        if match := re.match(words[kind], text):
            return match[0]
    return ""


def _to_the_assistant(clauses: list[_Clause], value: str) -> str:
    """…，这样写行不行: words that ask, refuse or speak of the writing; but 为啥晚：… answers itself."""
    words = lexicon("conversation_doubt")
    for clause in clauses:
        if refuses(clause.text) or re.search(words["to_the_assistant"], clause.text):
            return clause.text
    last = clauses[-1].text if clauses else ""
    told = re.split(r"[：:]", last)[-1]
    return last if last and is_question(told if told and told in value else last) else ""


def _of_another_place(act: Act, taken: list[Act], clauses: list[_Clause], state: State) -> str:
    """An answer in words that begins with another row, source or key, or sets one right."""
    if act.path != (state.pointed or state.asking) or not split(act.path)[0]:
        return (
            ""  # the words name their place themselves, or tell of the whole, whose parts they name
        )
    words = lexicon("conversation_doubt")
    others = [a for a in taken if a.path != act.path]
    for number, clause in enumerate(clauses):
        if any(_holds(clause, a, state) >= 0 for a in others):
            continue  # it is taken for what it is
        named = _other_named(clause.text, act, state)
        sets = clause.counts and re.search(words["set_to"], clause.text)
        if re.search(words["sets_right"], clause.text) or (number and named and sets):
            return clause.text
        if number == 0 and (_key_at_head(clause.text, act) or _heads(clause, act, named, state)):
            return clause.text
    return ""


def _heads(clause: _Clause, act: Act, named: int, state: State) -> bool:
    """Whether a clause is told of the row that it begins with: …是, or its name plainly beside an amount."""
    told = lexicon("conversation_doubt")["told_of_it"]
    plainly = clause.counts and _other_named(clause.text, act, state, least=_CERTAIN)
    return bool(plainly or (named and re.match(told, clause.text[named:])))


def _key_at_head(said: str, act: Act) -> bool:
    """全年预算430万是调减后的, 执行数少写了: the words begin with another key of the file."""
    own = act.path.rpartition(".")[2]
    return any(
        k.start <= 1 and k.name.rpartition(".")[2] != own and k.name != "原因"
        for k in find_keys(said, "fund", "report")
    )


def _other_named(
    said: str, act: Act, state: State, *, anywhere: bool = False, least: float = 2.0
) -> int:
    """The place behind the name of another row or source at the head of the words (or anywhere); 0 where none stands there.

    `least`: letters of the name that must stand there.
    """
    listed, name, _ = split(act.path)
    own = own_score(said, act.path)
    if listed != ROWS and not anywhere:
        rows: tuple[str, ...] = ()  # why money was not spent is told of rows
    else:
        rows = row_names(state.evaluation)
    found = [m for names, find in ((rows, find_names), (fund_names(state.evaluation), find_funds))
             for m in find(said, names) if names[m.index] != name and m.score > own]  # fmt: skip
    heads = [m for m in found if anywhere or ((m.whole or m.score >= least) and min(m.chars) <= _HEAD)]  # fmt: skip
    return max((max(m.chars) + 1 for m in heads), default=0)


_CERTAIN = 3.0  # letters of a name that name a row among words, whatever follows
_HEAD = 2  # letters before a name that heads a clause
