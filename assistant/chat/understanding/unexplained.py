"""What stands in a line and what was read of it does not explain: figures, days, other rows, words beside a value.

The readers look for what they know. Here the line is looked at from the other side: every figure in it must be the value that
was read, or be denied, replaced, pointed at, of another year, or stand in the data already; a row that is named must be one that
was read; the clause that a value stands in must hold nothing but its name, its key and words that say nothing of their own.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import is_office, wanted_at
from assistant.chat.mentions import Mention, find_funds, find_keys, find_names
from assistant.chat.naming import (
    FUNDS,
    ROWS,
    fund_names,
    fund_path,
    row_names,
    row_path,
    split,
)
from assistant.chat.understanding.beside_the_value import without_rates
from assistant.chat.understanding.places import units_of, value_at
from assistant.chat.understanding.topics import LEAST, other_matter
from assistant.chat.understanding.wording import SIGNS, left_over
from assistant.patterns import regex
from assistant.values.spoken import SpokenDay, amounts_in, days_in

#: the kinds of places that hold a figure
COUNTED = frozenset({"number", "money", "points", "share"})
_CLAUSE = regex(r"[^，,。；;！!？?\s]+")
_OF_DAYS = frozenset({"年", "月", "日", "号", "月份"})
_OF_LISTS = frozenset({"条", "项", "行", "家", "句", "段"})  # 第四条, 那两条, 两家供货
_WAN, _HALF = Decimal(10_000), Decimal("0.5")
_OF_A_SURVEY = regex(r"样本|问卷|抽样|调查|测评|[发收][放回了到]*\s*\d+\s*[份人户]")
#: 不是六副, 莫写18座, 没到百分百: the figure behind it is denied
_DENIED = regex(r"(?:不是|并非|不应该?是|[莫别甭](?:写|填|报|用)|没有?(?:到|达到?)?|不到)\s*$")
#: 274人啊不对, 二十四块三 哦: the figure before it is taken back
_TAKEN_BACK = regex(
    r"[吧啊呀哦噢是的]*[，,\s]*(?:[哦噢啊哎呃][，,\s]*)*(?:不对|错了|[说讲写打]错|不算|作废|不|[哦噢]|算了|来不)"
)
#: …写除了杂的, 用常住的: of several figures the one that is called so
_BY_CALL = regex(
    r"(?:写|用|填|按|报)(?P<call>[^\d，,。；;\s零一二两三四五六七八九十百千万]{1,10})$"
)
#: what comes behind it is meant in place of what came before
_MEANT = regex(r"不对|算了|[哦噢]|[说讲写打]错|写|用|改成|改为|应该是|除了|[总一]共|现在是?")
#: 又安了, 减, 加上, 只差: the figure behind it is no value, but by how much something grew, fell or lacks
_CHANGED_BY = regex(
    r"(?:又|再|另外?|多|少|(?<!新)[加减扣涨降升添][了掉去上]?|[只还]差|还?剩|还缺|差|欠|缺)(?:[\u4e00-\u9fff]{0,2}了)?$"
)
_POINTED = regex(r"(?:第|[那这]笔?|[那这]个)$")
_HAS = regex(r"(?:^|[^没])有$")  # 有一套还在路上: a remark
#: 不动, 保持原样, 先别动, 留着: of a row that stays as it is
_STAYS = regex(
    r"不[动变改用管]|[没冇未][动变]|[莫别甭勿]|保持|照旧|留着|维持|原样|不要|先[放空]|等[我会一]|再说|不是|一样"
)
_WORDS_LEFT = 3  # letters of a value's clause that may not be left over


def figures(text: str, state: State, acts: Sequence[Act], told: Sequence[str] = ()) -> str:
    """The first figure of the line that nothing explains; "" where all are. `told` are the clauses that are told as not read."""
    text = without_rates(text, state)
    own = [piece for piece in told if _is_of_its_own(piece, state)]
    written = set().union(*(_numbers(a, state) for a in acts)) if acts else set()
    held = _held(text, acts)
    stands = _standing(state)
    meant = max((m.start() for m in _MEANT.finditer(text)), default=-1)
    called = bool(_BY_CALL.search(text))
    for amount in amounts_in(text, units_of(state)):
        clause = _clause_at(text, amount.start)
        before = text[clause[0] : amount.start]
        if (
            amount.unit in _OF_DAYS | _OF_LISTS
            or amount.value in written
            or amount.value in stands
            or called
            or (amount.value == 1 and text[amount.start] == "一")  # 最后一张验收单
            or any(text[amount.start : amount.end] in piece for piece in own)
            or amount.value + _HALF in written  # 十二分半
            or text.startswith("字", amount.end)
            or (amount.start == 0 and text.startswith((")", "）"), amount.end))
            or _OF_A_SURVEY.search(text[slice(*clause)])
            or _is_a_day(text, amount.start, acts, state)
            or _letters(text, amount.start, amount.end) <= held
            or _DENIED.search(before)
            or _POINTED.search(before)
            or _HAS.search(before)
            or (_CHANGED_BY.search(before))
            or _TAKEN_BACK.match(text, amount.end)
            or (amount.end <= meant and _written_behind(text, meant, acts, state))
            or other_matter(text[slice(*clause)], state, anywhere=True)
        ):
            continue
        return text[amount.start : amount.end]
    return ""


def _is_of_its_own(piece: str, state: State) -> bool:
    """挖机进场9200台: a clause with a figure that speaks of something else, and of no key of the file."""
    figures = {i for a in amounts_in(piece, units_of(state)) for i in range(a.start, a.end)}
    return not find_keys(piece) and len(left_over(piece, frozenset(figures))) > 1


def _is_a_day(text: str, at: int, acts: Sequence[Act], state: State) -> bool:
    """2025.8.30, and 6.30 where the 30th of June was written."""
    written = {d for a in acts for d in _ends(days_in(a.value, state.today))}
    for match in _DOTTED.finditer(text):
        if match.start() <= at < match.end():
            return bool(match["year"]) or (int(match["month"]), int(match["day"])) in written
    return False


_DOTTED = regex(r"(?P<year>20\d\d[.])?(?P<month>\d{1,2})[.](?P<day>\d{1,2})(?!\d)")


def days(text: str, state: State, acts: Sequence[Act]) -> str:
    """The first day of the line that nothing explains, where a day is written; "" where all are."""
    if not any(wanted_at(state.evaluation, a.path).kind in {"day", "deadline", "date"} for a in acts if a.value):  # fmt: skip
        return ""
    written = {d for a in acts for d in _ends(days_in(a.value, state.today))}
    held = _held(text, acts)
    meant = max((m.start() for m in _MEANT.finditer(text)), default=-1)
    for day in days_in(text, state.today):
        said = text[day.start : day.end]
        if (
            not re.search(r"[\d一二三四五六七八九十]", said)
            or _ends((day,)) & written
            or _letters(text, day.start, day.end) <= held
            or _DENIED.search(text[: day.start])
            or _TAKEN_BACK.match(text, day.end)
            or day.end <= meant
        ):
            continue
        return said
    return ""


def changed_by(text: str, state: State, acts: Sequence[Act]) -> str:
    """又付了四万三, 减2分: the words of a figure that was written as a value and only says by how much."""
    for act in acts:
        if act.kind not in {"answer", "change"} or wanted_at(state.evaluation, act.path).kind not in COUNTED or _is_asked(act, state):  # fmt: skip
            continue
        own = [a for a in amounts_in(text, units_of(state)) if a.value in _numbers(act, state)]
        heads = [text[_clause_at(text, a.start)[0] : a.start] for a in own]
        if own and all(_CHANGED_BY.search(h) for h in heads):
            return f"{heads[0][-3:]}{text[own[0].start : own[0].end]}"
    return ""


def other_row(text: str, state: State, acts: Sequence[Act]) -> str:
    """What the line calls a row by that nothing was read for and that it does not say to leave alone."""
    own = {split(a.path)[1] for a in acts} | {split(p)[1] for p, _ in state.pending}
    own |= {split(state.pointed or state.asking)[1]}
    acts = [a for a in acts if a.kind != "question"]
    names = row_names(state.evaluation)
    keys = find_keys(text)
    used = _names_of(text, acts) | {i for k in keys for i in range(k.start, k.end)}
    for act in acts:
        for chars in (_within(text, value) for value in _values([act])):
            used |= chars if len(chars) > _SHORT or act.kind == "add" else frozenset()
    for mention in find_names(text, names):
        left = mention.chars - used
        if names[mention.index] in own or not _names_it(mention, left, text, names):
            continue
        if not _stays(text, min(left)):
            return "".join(text[i] for i in sorted(mention.chars))
    return ""


def _stays(text: str, at: int) -> bool:
    """Whether the clause there, or one behind it that denies it (哎别删), says to leave it as it is."""
    start, end = _clause_at(text, at)
    return bool(_STAYS.search(text[start:end]) or _UNDONE.match(text, end))


_UNDONE = regex(r"[，,。；;\s]+[哎哦噢诶啊]*[，,\s]*[莫别甭勿][\u4e00-\u9fff](?=$|[，,。；;\s])")
_SHORT = 6  # letters of a value that may be no more than a name
_SURE = 3.6  # letters of a name that name a row whatever they leave out


def _names_it(mention: Mention, left: frozenset[int], text: str, names: Sequence[str]) -> bool:
    """Whether what is left of the mention still names the row: three letters and more, in one stretch and at the head of a clause, or nearly whole."""
    score = mention.score * len(left) / max(len(mention.chars), 1)
    if score < LEAST + 1:
        return False
    first = min(left)
    head = first - _clause_at(text, first)[0]
    return score >= min(_SURE, len(names[mention.index])) or head <= 1


def _is_asked(act: Act, state: State) -> bool:
    """Whether it answers the question: 同比下降12.6% for a rate of decline needs no name."""
    return act.path == (state.pointed or state.asking)


def beside_value(text: str, state: State, acts: Sequence[Act]) -> str:
    """What a clause with a figure or day that was written holds besides its name, its key and words that say nothing."""
    counted = [a for a in acts if a.kind in {"answer", "change"} and wanted_at(state.evaluation, a.path).kind in {*COUNTED, "day"}]  # fmt: skip
    if (
        not counted
        or len(counted) != len(acts)
        or all(_is_asked(a, state) for a in acts)
        or _BY_CALL.search(text)
    ):
        return ""
    text, units = without_rates(text, state), units_of(state)
    used = set(_names_of(text, acts))
    for mention in find_names(text, row_names(state.evaluation)):
        used |= mention.chars if _stays(text, min(mention.chars)) else frozenset()
    for key in find_keys(text):
        used |= set(range(key.start, key.end))
    amounts, found = amounts_in(text, units), days_in(text, state.today)
    spans = [(a.start, a.end) for a in amounts] + [(d.start, d.end) for d in found]
    used |= {i for start, end in spans for i in range(start, end)}
    written = set().union(*(_numbers(a, state) for a in counted))
    letters = {c for a in counted for c in split(a.path)[1]}
    ends = {d for a in counted for d in _ends(days_in(a.value, state.today))}
    own = [a.start for a in amounts if a.value in written] + [d.start for d in found if _ends((d,)) & ends]  # fmt: skip
    for start, end in dict.fromkeys(_clause_at(text, at) for at in own):
        clause = text[start:end]
        plain = _SAYS_NOTHING.sub(lambda m: "\0" * len(m[0]), clause)
        left = left_over(plain, frozenset(i - start for i in used if start <= i < end))
        # 每台补14.5万, 适配率91: letters of the name that a short form keeps
        if sum(c not in letters for c in left) >= _WORDS_LEFT:
            return clause
    return ""


#: who, when and in passing: beside a value, and no part of it
_SAYS_NOTHING = regex(
    r"[你您它她他]们?|每[日天年月]|顺[带便手]|[今本]年|不[少多]于|不是|等等|慢着|待会儿?|回头|再说"
    r"|指标(?:表?[里头中]+)?|第[一二三四五六七八九十\d]+[条项行]|不[动变改]"
)


def other_office(text: str, acts: Sequence[Act]) -> str:
    """采血科跟宣教科一道, 商务股牵头，邮政公司配合: an office that is named with, or behind, the one that was written."""
    held = "，".join(_values(acts))
    for act in acts:
        at = text.rfind(act.value) if act.path.endswith("责任单位") and act.value else -1
        behind = text[at + len(act.value) :] if at >= 0 else ""
        joined = re.match(r"(?:跟|和|与|同|还有|加上|、)([\u4e00-\u9fff]{2,12})", behind)
        if joined and _begins_with_office(joined[1]):
            return f"{act.value}{joined[0]}"
        for clause in _CLAUSE.findall(re.sub(r"^[^，,。；;\s]+", "", behind)):
            if clause not in held and not find_keys(clause) and not _STAYS.search(clause) and _HELPS.search(clause) and _begins_with_office(clause):  # fmt: skip
                return str(clause)
    return ""


_HELPS = regex(r"(?:配合|协助|参与|协同|帮忙|一起|一道|共同|也管|负责|牵头)")


def _begins_with_office(words: str) -> bool:
    return any(is_office(words[:n]) for n in range(3, len(words) + 1))


def _clause_at(text: str, at: int) -> tuple[int, int]:
    return next((m.span() for m in _CLAUSE.finditer(text) if m.start() <= at < m.end()), (at, at))


def _letters(text: str, start: int, end: int) -> frozenset[int]:
    return frozenset(i for i in range(start, end) if not SIGNS.fullmatch(text[i]))


def _values(acts: Sequence[Act]) -> Iterator[str]:
    for act in acts:
        yield from (map(str, act.fields.values()) if act.kind == "add" else (act.value,))


def _within(text: str, value: str) -> frozenset[int]:
    """Where the words of a value stand in the line, whatever signs are between them."""
    at = [i for i, c in enumerate(text) if not _SIGN.match(c)]
    plain, sought = "".join(text[i] for i in at), _SIGN.sub("", value)
    found = plain.find(sought) if sought else -1
    return frozenset(at[found : found + len(sought)]) if found >= 0 else frozenset()


_SIGN = regex(r"[\s，,。.；;、：:“”]")


def _held(text: str, acts: Sequence[Act]) -> frozenset[int]:
    return frozenset().union(*(_within(text, value) for value in _values(acts)))


def _numbers(act: Act, state: State) -> set[Decimal]:
    """The figures that an act writes, in every multiple of 万 and of a hundredth."""
    found: set[Decimal] = set()
    for value in _values([act]):
        said = [a.value for a in amounts_in(value, units_of(state))]
        with contextlib.suppress(InvalidOperation):
            said.append(Decimal(value))
        for one in said:
            found |= {one, one * _WAN, one / _WAN, one * 100, one / 100, one * _WAN * _WAN}
    return found


def _standing(state: State) -> set[Decimal]:
    """The figures that stand in the data: 功放还是七十三不动."""
    evaluation = state.evaluation
    places = [row_path(n, k) for n in row_names(evaluation) for k in ("目标", "实际")]
    places += [fund_path(n, k) for n in fund_names(evaluation) for k in ("年初预算", "全年预算", "到位", "执行")]  # fmt: skip
    said = [a.value for p in places for a in amounts_in(value_at(state, p))]
    return {v for one in said for v in (one, one * _WAN)}


def _written_behind(text: str, at: int, acts: Sequence[Act], state: State) -> bool:
    """Whether what was written stands behind that place of the line."""
    written = set().union(*(_numbers(a, state) for a in acts))
    return any(a.value in written for a in amounts_in(text[at:], units_of(state)))


def _ends(found: Sequence[SpokenDay]) -> set[tuple[int, int]]:
    return {(d.month, d.day) for one in found for d in (one.first, one.last)}


def _names_of(text: str, acts: Sequence[Act]) -> frozenset[int]:
    found: set[int] = set()
    for act in acts:
        listed, name, _ = split(act.path)
        for find in (find_names,) if listed == ROWS else (find_funds,) if listed == FUNDS else ():
            found |= {i for m in find(text, (name,)) for i in m.chars}
    return frozenset(found)
