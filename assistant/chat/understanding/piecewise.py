"""A second look at a line whose first reading left something open: clause by clause, each at the place it names.

The clauses of talk follow each other: what a clause names (a row, a source, 这条 for the one asked about) goes for those behind it
until another is named; a bare key is of that row; words without a key go on with the words before them. What only puts off, keeps what
stands, denies or tells of the year before is passed over. The reading counts only where every clause has found its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.chat.acts import Act, Reader, State
from assistant.chat.answer_kinds import (
    NoValue,
    Value,
    money_value,
    number_value,
    read_value,
    wanted_at,
)
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, row_names, row_path, split
from assistant.chat.remarks import is_not_known
from assistant.chat.understanding.around import said_plainly
from assistant.chat.understanding.beside_the_value import span_of
from assistant.chat.understanding.places import kind_of, parts_along, units_of, value_at
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.supported import supported
from assistant.chat.understanding.topics import LEAST, other_matter
from assistant.chat.understanding.wording import LINK, SIGNS, left_over
from assistant.patterns import regex
from assistant.values.spoken import Spoken, amounts_in, days_in

_TAKEN = frozenset({"answer", "change", "delete"})
_WORDS = frozenset({"cause", "act", "words", "text"})
_OF_A_LACK = frozenset({"原因", "措施", "责任单位", "完成时限"})
#: 措施是…, 责任单位写…: a key and its link, in the middle of words without a sign
_KEY_BEGINS = regex(
    rf"(?<=[\u4e00-\u9fff\d%])(?<![的条那这个])(?=(?:[那这]个|这条的?)?(?:原因|措施|责任单位|完成时限|时限)(?:{LINK}|就[写是]|不变|先|照旧|[她他我]|今年|明年))"
)


_THEN = regex(r"(?<=[\u4e00-\u9fff\d%])(?:然后|另外)(?=[\u4e00-\u9fff]{2})")


def with_signs(text: str, state: State) -> str:
    """The line with a comma where a key, 某某这条 or the office of another row begins anew without a sign."""
    text = _KEY_BEGINS.sub("，", text)
    owners = {r.owner for r in state.evaluation.indicators if r.owner}
    if owners:
        known = "|".join(map(re.escape, sorted(owners, key=len, reverse=True)))
        text = re.sub(rf"(?<=[\u4e00-\u9fff])(?=(?:{known})(?:负责|牵头|来管))", "，", text)
        text = re.sub(r"(?<=负责|牵头)(?=[今明]年|\d)", "，", text)
    text = _THEN.sub("，", text)
    text = re.sub(r"(?<=了)(?=你改)|(?<=你改一下)(?=[\u4e00-\u9fff]{2})", "，", text)
    out, start = [], 0
    for match in re.finditer(r"[这那]一?(?:条|项|行)(?=是|的|原因|措施|改)", text):
        found = find_names(text[start : match.start()], row_names(state.evaluation))
        ends = [start + max(m.chars) + 1 for m in found]
        begins = [start + min(m.chars) for m, end in zip(found, ends, strict=True) if end == match.start()]  # fmt: skip
        if begins and min(begins) > start and re.match(r"[\u4e00-\u9fff]", text[min(begins) - 1]):
            out.append(text[start : min(begins)])
            start = min(begins)
    return "，".join([*out, text[start:]])


@dataclass
class _Reading:
    """What has come together: the acts, the row or source that is spoken of, and where words go on."""

    state: State  # with nothing asked
    asked: str
    read: Reader
    head: str = ""  # 指标[好路率] or 资金.明细[省级资金]
    key: str = ""  # of the head, where it was named without a value
    acts: list[Act] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)  # the clauses of an answer in words
    last: str = ""
    wants: bool = False  # a clause named a place and gave no value that counts: one behind it must


def piecewise(text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """The acts of a line of several clauses; () where one of them finds no place."""
    asked = state.pointed or state.asking
    listed, name, _ = split(asked)
    clauses = [c for c in SIGNS.split(with_signs(text, state)) if c]
    if len(clauses) < 2:  # noqa: PLR2004
        return ()
    own = replace(state, asking="", pointed="", choices=(), listed=(), pending=(), waiting=False)
    reading = _Reading(own, asked, read, f"{listed}[{name}]" if listed else "")
    for clause in clauses:
        plain = said_plainly(clause)
        if plain and not _place(plain, reading, state):
            return ()
    if reading.wants or not reading.acts:
        return ()
    for act in reading.acts:  # words for the place that was asked about need their ground
        said = reading.words.get(act.path)
        if said and any(a.kind == "unclear" for a in supported("，".join(said), state, (act,))):
            return ()
    return tuple(reading.acts)


def _place(clause: str, reading: _Reading, state: State) -> bool:
    """Puts the clause where it belongs; False where it belongs nowhere."""
    named, this = _named(clause, reading)
    said = clause[len(this) :]
    if not (reading.acts or reading.wants or named or this) and _answers(clause, reading, state):
        return True
    if reading.wants and not named and (value := _value_alone(clause, reading)):
        return _keep(value, reading)
    if _passes(clause, reading.state) or (reading.acts and not _told(named, reading) and _NOT_THAT.fullmatch(clause)):  # fmt: skip
        if _PUT_OFF.search(clause) and not _of_another(clause, named, this, reading):
            return False  # 改成96%，先不忙写: what was just said is taken back
        reading.head = named or reading.head
        return True
    if this and _answers(said, reading, state):
        return True
    return _read(said, named or reading.head, named, reading) or _without_value(clause, said, named, reading, state)  # fmt: skip


def _read(clause: str, head: str, named: str, reading: _Reading) -> bool:
    """The clause by itself, or with the name it goes on with: values, or a place whose value is still to come."""
    for said in _tries(clause, head, named, reading):
        acts = reading.read(said, reading.state)
        if acts and all(a.path and a.kind in _TAKEN for a in acts):
            return _keep(acts, reading)
        if len(acts) == 1 and acts[0].kind == "unclear" and acts[0].name == "value" and acts[0].path and not acts[0].options:  # fmt: skip
            return _expects(acts[0].path.rpartition(".")[0], split(acts[0].path)[2], reading)
    return False


def _without_value(clause: str, said: str, named: str, reading: _Reading, state: State) -> bool:
    """A clause that only names its place, tells in other words of the place before it, or answers though it names another."""
    head = named or reading.head
    key = _key(clause)
    if (named or (key and head)) and _beside(said, reading.state):
        return _expects(head, key, reading)
    if spent := _all_spent(clause, head, reading):
        return _keep(spent, reading)
    wordy = reading.asked.endswith(("原因", "措施"))
    if not (reading.acts or reading.wants) and wordy and _answers(clause, reading, state):
        return True
    if reading.wants and _COUNTS_MORE.match(clause):
        return True
    goes_on = reading.last and not named and not find_keys(clause) and not is_question(clause)
    return bool(goes_on) and _goes_on(clause, reading)


def _answers(clause: str, reading: _Reading, state: State) -> bool:
    answer = _answer(clause, reading.asked, state)
    if answer:
        _keep(answer, reading)
        reading.words[reading.asked] = [clause]
    return bool(answer)


def _expects(head: str, key: str, reading: _Reading) -> bool:
    reading.head, reading.key, reading.wants = head, key, True
    return True


def _tries(clause: str, head: str, named: str, reading: _Reading) -> list[str]:
    """The clause as it stands, where it names its place, and with the name (and key) it goes on with."""
    if named:
        keys = find_keys(clause, "indicator")
        whole = f"{split(f'{named}.x')[1]}的{clause[keys[0].start :]}" if keys else ""
        return [clause, whole] if whole else [clause]
    name = split(f"{head}.x")[1]
    clause = _JUST.sub(r"\g<key>是", clause)
    if reading.asked.startswith(f"{head}.") and not (
        find_keys(clause) or reading.wants or reading.acts
    ):
        return []  # 12场才对: that it is of the row asked about must be said
    if head.startswith(FUNDS) and clause.startswith("措施"):
        return [f"资金的{clause}"]
    tries = [f"{name}的{reading.key}{clause}"] if reading.wants and reading.key else []
    return [*tries, f"{name}{clause}"] if head else []


def _value_alone(clause: str, reading: _Reading) -> tuple[Act, ...]:
    """今年98.9, 算九十七, 现在总共花了七十万: the value for the place that was named before it."""
    path = f"{reading.head}.{reading.key or ('实际' if reading.head.startswith(ROWS) else '')}"
    evaluation, state = reading.state.evaluation, reading.state
    kind = wanted_at(evaluation, path).kind if split(path)[2] else ""
    if kind in {"office", "deadline"}:
        made = read_value(evaluation, path, clause, state.today)
    elif kind in {"number", "money"} and not is_question(clause):
        amounts = amounts_in(clause, units_of(state))
        if len(amounts) != 1 or find_keys(clause):
            return ()
        rest = re.sub(
            "今年|本年|年底|现在|算|总共|一共", "", left_over(clause, span_of(amounts[0]))
        )
        if rest:
            return ()
        made = _of_amount(path, amounts[0], reading)
    else:
        return ()
    change = kind_of(path, state, changed=True)
    return (Act(change, path, made.text, say=made.note),) if isinstance(made, Value) else ()


def _of_amount(path: str, amount: Spoken, reading: _Reading) -> Value | NoValue:
    wanted = wanted_at(reading.state.evaluation, path)
    return money_value(wanted.unit, amount) if wanted.kind == "money" else number_value(wanted, amount)  # fmt: skip


#: 五十四万都花完了
_SPENT = regex(r"都?(?:已经)?(?:花|用|付|支)(?:完|清|掉|出去)了?")


def _all_spent(clause: str, head: str, reading: _Reading) -> tuple[Act, ...]:
    amounts = amounts_in(clause)
    if not head.startswith(FUNDS) or len(amounts) != 1 or amounts[0].start or not _SPENT.fullmatch(clause[amounts[0].end :]):  # fmt: skip
        return ()
    made = _of_amount(f"{head}.执行", amounts[0], reading)
    return (Act("change", f"{head}.执行", made.text, say=made.note),) if isinstance(made, Value) else ()  # fmt: skip


def _told(head: str, reading: _Reading) -> bool:
    return bool(head) and any(a.path.startswith(f"{head}.") for a in reading.acts)


#: 莫写产业股: what it is not, behind what it is
_NOT_THAT = regex(r"[莫别甭](?:写|填|用|报)[\u4e00-\u9fff]{2,12}")


def _keep(acts: tuple[Act, ...], reading: _Reading) -> bool:
    paths = {a.path for a in acts}
    gone = tuple(
        f"{a.path}." for a in acts if a.kind == "delete"
    )  # 批复里没有，删掉: why, and no cause
    kept = [a for a in reading.acts if a.path not in paths and not (gone and a.path.startswith(gone))]  # fmt: skip
    reading.acts = [*kept, *acts]
    reading.last = acts[0].path
    listed, name, _ = split(acts[-1].path)
    reading.head, reading.key, reading.wants = (f"{listed}[{name}]" if listed else ""), "", False
    return True


def _answer(clause: str, asked: str, state: State) -> tuple[Act, ...]:
    """The clause as the answer to the question."""
    if not asked or find_keys(clause, "indicator", "fund") or is_not_known(clause) or is_question(clause):  # fmt: skip
        return ()
    made = read_value(state.evaluation, asked, clause, state.today)
    if not isinstance(made, Value):
        return ()
    kind = kind_of(asked, state, changed=False)
    return (Act(kind, asked, made.text, say=made.note), *parts_along(asked, made, kind))


def _goes_on(clause: str, reading: _Reading) -> bool:
    """The words of the clause behind those of the place before it, or an office or a day of the same row."""
    listed, name, key = split(reading.last)
    evaluation, today = reading.state.evaluation, reading.state.today
    if listed == ROWS and key in {"原因", "措施", "责任单位"}:
        for own in ("完成时限", "责任单位"):
            path = row_path(name, own)
            if own == key or path in {a.path for a in reading.acts}:
                continue
            made = read_value(evaluation, path, clause, today)
            if isinstance(made, Value):
                kind = kind_of(path, reading.state, changed=False)
                reading.acts.append(Act(kind, path, made.text, say=made.note))
                return True
    at = next((i for i, a in enumerate(reading.acts) if a.path == reading.last), -1)
    if at < 0 or wanted_at(evaluation, reading.last).kind not in _WORDS or amounts_in(clause):
        return False
    made = read_value(evaluation, reading.last, f"{reading.acts[at].value}，{clause}", today)
    if not isinstance(made, Value):
        return False
    reading.acts[at] = replace(reading.acts[at], value=made.text)
    reading.words.setdefault(reading.last, []).append(clause)
    return True


#: 这条, 改造这条是: the row asked about
_THIS = regex(r"(?P<what>[\u4e00-\u9fff]{0,8}?)这一?(?:条|项|行|个指标)(?:指标)?(?:的|是(?!不是))?")


def _named(clause: str, reading: _Reading) -> tuple[str, str]:
    """The one row or source that the clause names, as its place, and the words for the one asked about; "" each where none."""
    rows, funds = row_names(reading.state.evaluation), fund_names(reading.state.evaluation)
    listed, asked, _ = split(reading.asked)
    if (this := _THIS.match(clause)) and listed == ROWS:
        found = best(find_names(this["what"], rows)) if this["what"] else ()
        if not this["what"] or any(rows[m.index] == asked for m in found):
            return "", this[0]
    if reading.head and (keys := find_keys(clause, "indicator", "fund")) and keys[0].start <= 1:
        return "", ""  # 措施：防疫员包村: what stands behind the key is its value
    found = tuple(m for m in best(find_names(clause, rows)) if m.score >= LEAST)
    if len(found) > 1 and (key := _key(clause)) in _OF_A_LACK:
        held = [m for m in found if value_at(reading.state, row_path(rows[m.index], key))]
        if len(held) == 1 and re.search("改|换|莫写|别写", clause):
            return (
                f"{ROWS}[{rows[held[0].index]}]",
                "",
            )  # 渡船那条的原因改成…: the one that has a cause
    if len(found) > 1 and listed == ROWS and any(rows[m.index] == asked for m in found):
        return f"{ROWS}[{asked}]", ""
    sources = tuple(m for m in best(find_funds(clause, funds)) if m.score >= LEAST)
    if sources and (not found or sources[0].score > found[0].score):
        return (f"{FUNDS}[{funds[sources[0].index]}]", "") if len(sources) == 1 else ("", "")
    return (f"{ROWS}[{rows[found[0].index]}]", "") if len(found) == 1 else ("", "")


def _key(clause: str) -> str:
    keys = find_keys(clause, "indicator", "fund")
    return keys[0].name if len({k.name for k in keys}) == 1 else ""


#: 措施先空着, 家禽这条等我电话, 责任单位不变, 她没说: puts off, or keeps what stands
_PUT_OFF = regex(
    r"(?:空|放|留)着|先(?:空|放|不|别|莫|留)|待会儿?|等(?:我|会儿|一下|哈)|回头|改天|晚点|下次|不变|照旧|没(?:[动变]|想好)|不[用动]|[她他]没[说讲]|再说"
)
#: 有什么好问的, 你改一下, 数字跟到改, 别搞错: to the assistant, of nothing that is in the file
_TO_DO = regex(
    r"^比(?:目标|去年|上年|计划|原来)|有[啥什]么?好[问说]|(?:你|数字|表里?).*改|别[\u4e00-\u9fff]错"
)


def _passes(clause: str, state: State) -> bool:
    """Whether the clause says nothing that could be written."""
    if _PUT_OFF.search(clause):
        return not amounts_in(clause, units_of(state)) or bool(
            re.search("还是.*[没不][动变]", clause)
        )
    return bool(_TO_DO.search(clause)) and not amounts_in(clause, units_of(state))


#: 抗体监测那份数改下: that it is to be set right
_SET_RIGHT = regex(
    r"(?:也|都|再)?(?:(?:改|更正|更新|订正)(?:一?下|一?哈)?|重新?(?:算|统计|核)[过了]*)$|[嘛吧呢]$"
)
#: 广场又完工一个: by how much it grew
_ONE_MORE = regex(r"又[\u4e00-\u9fff]{1,3}一[\u4e00-\u9fff]")


def _of_another(clause: str, named: str, this: str, reading: _Reading) -> bool:
    """Whether the clause says of which place, and of none that has just been told, that it is put off."""
    head = named or (reading.asked.rpartition(".")[0] if this else "")
    keys = {k.name for k in find_keys(clause, "indicator", "fund")}
    told = {a.path for a in reading.acts}
    if keys:
        return not any(path.rpartition(".")[2] in keys for path in told)
    return bool(head) and not any(path.startswith(f"{head}.") for path in told)


#: 没到百分百, 莫写18座: the value behind it is denied
_DENIES = regex(
    r"(?:没有?(?:到|达到?)|不是|[莫别甭](?:写|填|报|用))\s*(?:\d|百|[一二两三四五六七八九十])"
)
#: 多修了一座: by how much it grew
#: 措施就写…
_JUST = regex(r"^(?P<key>原因|措施|责任单位|完成时限|时限)(?:就|也)+(?:写|是|填)")
_COUNTS_MORE = regex(r"(?:又|再|还|另外?)?[多少][\u4e00-\u9fff]{1,2}了?[\d一二两三四五六七八九十]")


def _beside(clause: str, state: State) -> bool:
    """Whether the clause names a place, and its value is none, denied, or of another time: one behind it must count."""
    if not (amounts_in(clause, units_of(state)) or days_in(clause, state.today)):
        found = (*find_names(clause, row_names(state.evaluation)), *find_funds(clause, fund_names(state.evaluation)))  # fmt: skip
        keys = find_keys(clause, "indicator", "fund")
        chars = frozenset().union(*(m.chars for m in found), *(range(k.start, k.end) for k in keys))
        return bool(_ONE_MORE.search(clause)) or not left_over(_SET_RIGHT.sub("", clause), chars)
    return bool(_DENIES.search(clause) or other_matter(clause, state, anywhere=True))
