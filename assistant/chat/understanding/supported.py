"""The last look before anything is proposed: what was taken must be supported by the whole of the line.

The readers find a place and a value in a line. Here the rest of the line is held against that. A clause that the value
stands in or behind may tell of something else (`topics`), deny it (不是95%) or take it back (算了莫改). Words have no unit
that a target could be known by: any sentence could be a cause. So they need a positive ground besides: that the line names their
place, or that no clause speaks of anything else and one is of the kind that is asked (what hinders, an act to come). Else
what was read is the first choice of one short question, and not proposed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.clause_kinds import hinders, plans
from assistant.chat.finished import is_over
from assistant.chat.mentions import find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, row_names, split, words_of
from assistant.chat.understanding.consent import refuses
from assistant.chat.understanding.places import units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.topics import (
    LEAST,
    foreign,
    of_another_row,
    of_the_file,
    of_the_talk,
    other_matter,
    own_score,
)
from assistant.facts.wording import is_carried_out
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import amounts_in, days_in

_TAKEN = frozenset({"answer", "change", "add", "delete"})
_WORDY = frozenset({"cause", "act", "words", "text", "remarks"})
_CLAUSE = regex(r"[^，,。；;、\s]+")


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
    doubts = {a.path: why for a in taken if (why := _doubt(a, clauses, text, state))}
    loose = [] if doubts else _loose(taken, clauses, text, state)
    doubts = doubts or dict.fromkeys((a.path for a in loose), "")
    if not doubts:
        return acts
    doubted = [a for a in taken if a.path in doubts or _comes_along(a, doubts)]
    kept = tuple(a for a in acts if a not in doubted)
    return (*kept, asked_instead(doubted, next(iter(doubts.values()))))


def _loose(taken: list[Act], clauses: list[_Clause], text: str, state: State) -> list[Act]:
    """The acts that nothing ties to the place that was asked about."""
    asked = [a for a in taken if a.kind in {"answer", "change"} and _asked_about(a.path, state)]
    others = [a for a in taken if a not in asked]
    own = [c.text for c in clauses if not any(_holds(c, a, state) >= 0 for a in others)]
    loose = [a for a in asked if _groundless(a, own, text, state)]
    tied = {split(a.path)[1] for a in asked if a not in loose}
    # 措施是…，5月底前完成: the day goes with the measure of its row
    return [a for a in loose if not (a.path.endswith("完成时限") and split(a.path)[1] in tied)]


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


def asked_instead(doubted: Sequence[Act], why: str) -> Act:
    """One short question with the reading as its only choice; `why` are the words that leave it in doubt."""
    first = next((a for a in doubted if a.kind in {"answer", "change"} and a.value), None)
    if not why and first is not None:
        say = f"这句是写进{words_of(first.path)}吗？没有记。是请回答1；不是请带上名称再说一次："
        return _choice(first, say)
    told = f"“{why}”没有读准，没有记"
    if first is None or (len(doubted) > 1 and first.path.endswith(("责任单位", "完成时限"))):
        return Act("unclear", name="which", say=f"{told}；要改请把名称和内容再说一次。")
    say = f"{told}。是要把{words_of(first.path)}写成“{first.value}”吗？是请回答1，不是请再说一次："
    return _choice(first, say)


def _choice(act: Act, say: str) -> Act:
    return Act("unclear", act.path, name="which", options=(act.path,), value=act.value, say=say)


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


def _doubt(act: Act, clauses: list[_Clause], text: str, state: State) -> str:
    """The words of the line that leave the act in doubt; "" where none do."""
    valued = act.kind in {"answer", "change"} and bool(act.value)
    if valued and wanted_at(state.evaluation, act.path).kind in _WORDY:
        return (
            _of_another_time(text, act, state)
            or _to_the_assistant(clauses, act.value)
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
    bearing = clauses[: own + 1] if own >= 0 else clauses
    return next((w for c in bearing if (w := other_matter(c.rest, state, anywhere=True))), "")


def _taken_back(act: Act, clauses: list[_Clause], own: int, state: State) -> str:
    """算了莫改, 那是去年的: said behind the value, and of no other place."""
    words = lexicon("conversation_doubt")
    first = max(own, 0)
    for number, clause in enumerate(clauses[first:], first):
        if number != own and (clause.counts or _speaks_of_a_place(clause.text, act, state)):
            continue
        if act.kind == "delete" and _deletes(clause.text):
            continue  # …重复了，撤掉: the deletion itself
        if refuses(clause.text):
            return clause.text
        for kind in ("taken_back", "other_time_alone"):
            if match := re.search(words[kind], clause.rest):
                return match[0]
    return ""


def _deletes(said: str) -> bool:
    return any(verb in said for verb in lexicon("conversation_commands")["delete"]["verbs"])


def _speaks_of_a_place(said: str, act: Act, state: State) -> bool:
    """满意度先别动, 执行先不改: what is kept or refused is another place."""
    _, name, _ = split(act.path)
    own = own_score(said, act.path)
    listed = ((row_names(state.evaluation), find_names), (fund_names(state.evaluation), find_funds))
    other = any(names[m.index] != name and m.score > own for names, find in listed for m in find(said, names))  # fmt: skip
    return other or bool(find_keys(said))


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
    if told and (other := other_matter(text, state, anywhere=False)):
        return other
    for kind in ("words_of_another_year", "words_denied"):
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


def _groundless(act: Act, clauses: Sequence[str], text: str, state: State) -> bool:
    """Whether nothing in the line ties the words of the act to its place; `clauses` are those that no other act was read from."""
    kind = wanted_at(state.evaluation, act.path).kind
    if names_place(text, act, state):
        return False
    if kind == "deadline":
        dated = [c for c in clauses if days_in(c, state.today)]
        return any(of_the_file(c, act.path) or of_another_row(c, act.path, state) for c in dated)
    if kind not in _WORDY:
        return False  # an office is known by its own form
    if kind in {"text", "remarks"}:  # they tell of rows, years and places by their nature
        of_row = bool(split(act.path)[0])
        return any(
            of_the_talk(c, hears=False)
            or is_question(c.rstrip("么嘛"))
            or (of_row and of_another_row(c, act.path, state))
            for c in clauses
        )
    done = kind == "act" and is_carried_out(act.value)
    if any(foreign(c, act.path, state) for c in clauses if not (done and is_over(c))):
        return True
    if kind == "cause":
        return not (_went_beyond(act.path, state) or any(map(hinders, clauses)))
    if act.path == "资金.措施" and not _OF_MONEY.search(text):
        return True
    return kind == "act" and not (done or plans(clauses))


def names_place(text: str, act: Act, state: State) -> bool:
    """Whether the line names the key of that place outside of the words taken, and its row unless that is the one asked about."""
    listed, name, key = split(act.path)
    group = {ROWS: "indicator", FUNDS: "fund"}.get(listed, "report")
    label = text.replace(act.value, "") if act.value in text else text
    caused = key == "原因" and re.search("因为|由于|是因", label) is not None
    keyed = any(k.name == key for k in find_keys(label, group))
    if act.value == text or not (caused or keyed):
        return False
    if not listed or (keyed and (listed, name) == split(state.pointed or state.asking)[:2]):
        return True
    find = find_names if listed == ROWS else find_funds
    return any(m.score >= LEAST for m in find(text, (name,)))


def _went_beyond(path: str, state: State) -> bool:
    """Whether the row has more than its target, so that its cause is no hindrance."""
    listed, name, _ = split(path)
    names = row_names(state.evaluation)
    if listed != ROWS or name not in names:
        return False
    row = state.evaluation.indicators[names.index(name)]
    made, wanted = amounts_in(row.actual or ""), amounts_in(row.target or "")
    return bool(made and wanted) and made[0].value > wanted[0].value


#: what a measure for money that was not spent speaks of
_OF_MONEY = regex(
    r"[钱款账付拨支]|资金|经费|预算|结算|报账|报销|尾|质保|进度|完工|验收|审计|决算|清算|结转|收回|上交|合同|票"
)
