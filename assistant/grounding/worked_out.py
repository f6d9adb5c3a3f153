"""Numbers that no fact has, but that follow from numbers told in the sentence or in one note: sums, means, shares, what is left of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from assistant.facts import Amounts, Fact
from assistant.grounding.evidence import Evidence, Known
from assistant.grounding.fault import Fault
from assistant.grounding.money import rates_of, sources_in
from assistant.grounding.naming import bare, clause_end, clause_start
from assistant.grounding.reading import Read
from assistant.patterns import regex
from assistant.values.days import Day, days
from assistant.values.figures import Figure, figures, flat

_TOGETHER = regex(
    r"(?:[两三二四]者|[两三二四]项|合计|共计|总计|累计|一共|总共|合起来|加起来|相加|合共|共)[^，。；\d]{0,4}$"
)
_LASTED = regex(r"(?:历时|用时|耗时|前后|长达|相隔|间隔|晚了?|迟了?|共|达)[^，。；\d]{0,3}$")
_SOURCES = regex("(?:个(?:资金)?来源|项资金|笔资金|类资金|种资金)")
_BODIES_COUNTED = regex("[处家所个名座条项]")
#: an enumeration at the beginning of a clause: 清真东寺、圣心堂正在翻修
_LIST = regex(
    r"(?:(?<=^)|(?<=[，。；]))[一-鿿]{2,8}(?:、[一-鿿]{2,8}){0,7}(?:、|和|及)[一-鿿]{2,8}"
)
_MEAN = regex(r"(?:平均|均摊|折合)(?:到?每|下来)?[^，。；\d]{0,5}$")
_MORE = regex(r"(?:新增|再增|增加|增设|再设|加设|另增|减少|再减)[^，。；\d]{0,3}$")
_COMPARED = regex(
    r"(?P<one>[^，。；]+?)(?:比|较|为|是|相当于)(?P<two>[^，。；]+?)(?P<how>多出?|少|长|短|晚|早|的)?$"
)
_COMPARED_THEN = regex(
    r"(?P<one>[^，。；]+)，(?:比|较)(?P<two>[^，。；]+?)(?P<how>多出?|少|长|短|晚|早)$"
)
_PART = regex(r"^[^；。\d]{0,14}(?:其中|中有|中的?|里有|里|有)[^；。\d]{0,6}$")
_NO = regex(r"未|没")
_AMONG = regex(r"^[^；。\d]{0,10}(?:有|里|中)[^；。\d]{0,4}$")
_DENIES = regex(r"未|没|不|缺|无")
_EVERY = regex("都|均|全部|皆|悉数|无一例外")
_NOT_ALL = regex(r"(?:未|没有?)能?(?:全部|全额|足额|完全|悉数|全)")
_ARRIVED = regex(r"到位|到账|拨入|收到")
_UNSPENT = regex(r"(?:未|没有?|尚未)(?:能|予)?(?:支出|执行|使用|支付|用)|结余|结存|剩余|沉淀")
_TENTH, _HALF_STEP, _CLOSE = "成", Decimal("0.05"), Decimal("0.005")
_IN_WORDS = regex("分之|[成半]")
_BOUND = regex("(?:(?P<more>超过?|过|逾|多于)|(?:近|接近|将近|不到|不足))了?$")
_MOST_LISTED = 9
_LEAST = 2
_GRAM = 2


def is_worked_out(read: Read, figure: Figure) -> bool:
    """Whether a figure that no fact has follows from those that are told, by the words that say how."""
    before = read.plain[: figure.start]
    if figure.kind == "percent":
        return _share(read, figure, before)
    if figure.kind == "times":
        return _compared(read, figure, before)
    if figure.kind == "points":
        return _rates_apart(read, figure, before)
    if figure.kind != "amount":
        return False
    return (
        _same_month(read, figure, before)
        or _together(figure, before)
        or _days_between(read, figure)
        or _listed(read, figure)
        or _mean(figure, before)
        or is_rest(read, figure)
        or _unspent(read, figure)
        or _grown(read, figure, before)
        or _compared(read, figure, before)
    )


def check_wholes(read: Read, text: str) -> Iterator[Fault]:
    """The whole told as not paid of which the note says so of a part: 追加的30万元年底分文未拨."""
    said = figures(text)
    for whole, part, rest in _parts_of_wholes(read.known):
        for every in _EVERY.finditer(text):
            begun, end = clause_start(text, every.start()), clause_end(text, every.end())
            told = any(begun <= f.start < end for f in said)
            if not told and shared(text[every.end() : end], rest.partition("、")[0]) > 1:
                why = f"数据中这样的只是其中的{part.words}"
                yield Fault(every.span(), every[0], why, "number")
        for figure in said:
            if not _is(figure, whole):
                continue
            end = clause_end(text, figure.end)
            clause = text[figure.end : end]
            told = any(figure.start < f.start < end and _is(f, part) for f in said)
            first = _NO.search(clause)
            whole_told = _EVERY.search(clause) and not told and shared(clause, rest) > 1
            if whole_told or (
                _NO.search(rest) and first and not told and not _NOT_ALL.search(clause)
            ):
                why = f"数据中这样的只是其中的{part.words}"
                yield Fault((figure.start, figure.end), figure.words, why, "number")


@lru_cache(maxsize=64)
def _parts_of_wholes(known: Evidence) -> tuple[tuple[Figure, Figure, str], ...]:
    """A whole, a part of it and what is said of the part, where a note tells both: 追加25万元，其中15万元没有拨付."""
    found = []
    for fact in known.facts:
        if fact.kind != "note":
            continue
        said = flat(fact.said)
        for whole, part in pairwise(figures(said)):
            between = said[whole.end : part.start]
            if same_sort(whole, part) and whole.low > part.low and _PART.match(between):
                found.append((whole, part, said[part.end : clause_end(said, part.end)]))
    return tuple(found)


def same_sort(one: Figure, two: Figure) -> bool:
    """Whether they count the same: a unit, or a measure word."""
    if one.kind != two.kind or one.unit != two.unit or one.low != one.high or two.low != two.high:
        return False
    return bool(one.unit) or one.kind != "amount" or one.tail[:1] == two.tail[:1]


def _is(one: Figure, two: Figure) -> bool:
    return same_sort(one, two) and one.low == two.low


def _told(before: str, like: Figure) -> list[Figure]:
    return [f for f in figures(before) if same_sort(f, like)]


def _together(figure: Figure, before: str) -> bool:
    """断网11天，停工8天，两者合计19天."""
    if not _TOGETHER.search(before):
        return False
    told = [f.low for f in _told(before, figure)]
    return any(sum(told[n:]) == figure.low for n in range(len(told) - 1))


def _listed(read: Read, figure: Figure) -> bool:
    """两处场所 of a note that names two, 两个来源的资金 where there are two."""
    if figure.unit or not figure.tail or not _LEAST <= figure.low <= _MOST_LISTED:
        return False
    after = read.text[figure.end : figure.end + 4]
    if _SOURCES.match(after):
        return figure.low == len(read.known.sources)
    if not _BODIES_COUNTED.match(after) or not read.rows:
        return False
    lists = (m[0] for note in _notes(read) for m in _LIST.finditer(flat(note.said)))
    return any(len(re.split("、|和|及", one)) == figure.low for one in lists)


def _days_between(read: Read, figure: Figure) -> bool:
    """自7月18日提交到8月29日批复，历时42天: between the last two dates told, with or without the first."""
    if figure.unit not in {"天", "日"} and not figure.tail.startswith(("天", "日")):
        return False
    before = read.plain[: figure.start]
    if not _LASTED.search(before):
        return False
    told = [_date(d, read.known.year) for _, _, d in days(before)][-2:]
    if len(told) < _LEAST or not all(told):
        return False
    one, two = told
    apart = (two - one).days if one and two else 0
    return figure.low in {apart, apart + 1} and apart > 0


def _date(day: Day, year: int | None) -> date | None:
    if not day.month or not day.day or not (day.year or year):
        return None
    try:
        return date(day.year or year or 1, day.month, day.day)
    except ValueError:
        return None


def _mean(figure: Figure, before: str) -> bool:
    """33万元，为5艘渔船的补助，平均每艘6.6万元."""
    if not _MEAN.search(before):
        return False
    told = [f for f in figures(before) if f.kind == "amount" and f.low == f.high and f.low]
    whole = [f for f in told if f.unit == figure.unit]
    count = [f for f in told if f not in whole]
    step = figure.size.scaleb(-figure.places)
    return any((w.low / n.low).quantize(step) == figure.low for w in whole for n in count)


def is_rest(read: Read, figure: Figure) -> bool:
    """追加的25万元年底仅拨付10万元, of a note that has 15万元 as not paid: the rest, and told the other way."""
    clause = read.plain[clause_start(read.plain, figure.start) : clause_end(read.plain, figure.end)]
    return _others(read, figure, clause) or any(
        same_sort(figure, whole)
        and whole.low - part.low == figure.low
        and bool(_NO.search(rest)) != bool(_NO.search(clause))
        for whole, part, rest in _parts_of_wholes(read.known)
    )


def _others(read: Read, figure: Figure, clause: str) -> bool:
    """抽检400份，合格306份, of a note that has 94份不合格 of the 400: the others, told the other way; both figures of one note."""
    if figure.low != figure.high or figure.unit in {"元", "金额"}:
        return False
    for note in _notes(read):
        said = flat(note.said)
        for whole, part in pairwise(f for f in figures(said) if same_sort(f, figure)):
            among = _AMONG.search(said[whole.end : part.start])
            rest = said[part.end : clause_end(said, part.end)]
            turned = bool(_DENIES.search(rest)) != bool(_DENIES.search(clause))
            if whole.low - part.low == figure.low and among and turned:
                return True
    return False


def _unspent(read: Read, figure: Figure) -> bool:
    """23.75万元到位后没有支出: of one source or of the whole, what had come less what was spent."""
    clause = read.text[clause_start(read.text, figure.start) : clause_end(read.text, figure.end)]
    if not _ARRIVED.search(clause) or not _UNSPENT.search(clause):
        return False
    sources = {name for _, _, name in sources_in(read.known, flat(read.text))}
    named = sources.pop() if len(sources) == 1 else ""
    for fact in read.known.facts:
        value = fact.value
        of = fact.role == ("budget" if named else "sum") and fact.subject == named
        if of and isinstance(value, Amounts) and value.arrived and value.executed:
            left = value.arrived.base - value.executed.base
            return left == figure.low
    return False


def _share(read: Read, figure: Figure, before: str) -> bool:
    """少到位45万元，占应配套额的30%: of an amount told before it, and one told too or of the same source or row."""
    told = [f for f in figures(before) if f.kind == "amount" and f.low == f.high and f.low]
    of = before.rfind("占")
    if not re.search(r"占[^，。；]{0,12}$", before):
        return bool(_IN_WORDS.search(figure.words)) and _part_of_row(read, figure)
    if not told:
        return False
    if told[-1].start > of and len(told) > 1 and same_sort(told[-2], told[-1]):
        told[-2:] = told[:-3:-1]  # 84份，占600份的14%: the whole is told last
    subject = before[clause_start(before, len(before)) :].partition("占")[0]
    step = figure.size.scaleb(-figure.places)  # 30% is 0.30
    if subject and any(
        shared(subject, clause)
        and same_sort(f, told[-1])
        and (f.low / told[-1].low).quantize(step) == figure.low
        for clause, f in amounts_by_clause(read)
    ):
        return True  # 合计少放224万尾，黑鲷占67%
    part = told[-1]
    wholes = [f.low for f in told[:-1] if same_sort(f, part)]
    equal = [k for k in read.known.all_known if _is(k.figure, part)]
    places = {_place(k) for k in equal}
    wholes += [
        k.figure.low
        for k in read.known.all_known
        if _place(k) in places
        and k.role in {"budget", "whole_budget", "initial", "target", ""}
        and k.figure.kind == part.kind
        and k.figure.unit == part.unit
        and k.figure.low
    ]
    if figure.words.endswith(_TENTH):
        about = figure.approx == "about" or re.search(r"约占[^，。；]{0,6}$", before)
        return bool(about) and any(abs(part.low / one - figure.low) <= _HALF_STEP for one in wholes)
    if "分之" in figure.words and not figure.words.startswith("百"):
        return any(abs(part.low / one - figure.low) < _CLOSE for one in wholes)
    return any((part.low / one).quantize(step) == figure.low for one in wholes)


def _part_of_row(read: Read, figure: Figure) -> bool:
    """三分之二发生在洪家渡便道, of a note that has 6起里有4起出在洪家渡便道: of two of its figures, the clause of the part told."""
    clause = read.text[clause_start(read.text, figure.start) : clause_end(read.text, figure.end)]
    told = amounts_by_clause(read)
    gaps = [
        k.figure for row in read.rows for k in row.known if k.fact.kind in {"derived", "deviation"}
    ]
    return any(
        same_sort(part, whole)
        and part.low < whole.low
        and _roughly(part.low / whole.low, figure, read.plain[: figure.start])
        and shared(clause, here)
        for here, part in told
        for whole in (*(f for _, f in told), *gaps)
        if whole.low
    )


def _rates_apart(read: Read, figure: Figure, before: str) -> bool:
    """省级补助执行率94.57%，高出县级拨款12.2个百分点: by how much the rates of the last two sources told lie apart."""
    what = [hit[0] for hit in re.finditer("执行率|到位率", before)]
    named = [
        name for _, end, name in sources_in(read.known, flat(read.text)) if end <= figure.start
    ]
    rates = rates_of(read.known, what[-1]) if what else {}
    if len(named) < _LEAST or named[-1] == named[-2] or not {*named[-2:]} <= rates.keys():
        return False
    return round(abs(rates[named[-1]] - rates[named[-2]]), figure.places) == figure.low


def _roughly(share: Decimal, figure: Figure, before: str) -> bool:
    """Whether a share is what is told in words: 近六成 is somewhat less, 超过一半 somewhat more."""
    if said := _BOUND.search(before):
        apart = share - figure.low if said["more"] else figure.low - share
        return 0 < apart < _HALF_STEP * (3 if "半" in figure.words else 2)
    if figure.words.endswith(_TENTH) and figure.approx:
        return abs(share - figure.low) <= _HALF_STEP
    return abs(share - figure.low) < _CLOSE


def _place(known: Known) -> str:
    """The row or the source a fact is of: 资金.明细[2]."""
    return known.fact.origin.partition("]")[0]


def _notes(read: Read) -> list[Fact]:
    rows = {row.id for row in read.rows}
    return [
        f
        for f in read.known.facts
        if f.kind == "note" and f.role in {"reason", "measure"} and f.indicator in (rows or {""})
    ]


def amounts_by_clause(read: Read) -> list[tuple[str, Figure]]:
    """Each figure of the notes of the sentence's rows, with its clause."""
    return [
        (clause, f)
        for note in _notes(read)
        for clause in re.split(r"[，。；;]", flat(note.said))
        for f in figures(clause)
        if f.kind == "amount" and f.low == f.high and f.low
    ]


def grown(read: Read) -> Iterator[tuple[int, int]]:
    """The words 新增, 增加 before an amount that a note's growth gives: no fact need have them."""
    text = flat(read.text)
    for figure in figures(text):
        verb = _MORE.search(text[: figure.start])
        if verb and figure.kind == "amount" and _grown(read, figure, text[: figure.start]):
            yield verb.span()


def _same_month(read: Read, figure: Figure, before: str) -> bool:
    """当月20日: of the month told before it."""
    told = [d.month for _, _, d in days(before) if d.month]
    of_day = figure.words.endswith("日") or figure.tail.startswith("日")
    if not told or not of_day or not re.search(r"[当同该]月$", before):
        return False
    dates = (k.figure.date for k in read.known.dated)
    return any(d and d.month == told[-1] and d.day == figure.low for d in dates)


def _grown(read: Read, figure: Figure, before: str) -> bool:
    """新增3个码头 of a note that has 2个码头 growing to 5."""
    if not _MORE.search(before):
        return False
    told = amounts_by_clause(read)
    return any(
        same_sort(one, figure)
        and same_sort(two, figure)
        and abs(two.low - one.low) == figure.low
        and re.search(r"[到至为]$", clause[: two.start])
        for _, one in told
        for clause, two in told
    )


def _compared(read: Read, figure: Figure, before: str) -> bool:
    """黑鲷的缺口约为大黄鱼的两倍; 封海比检疫报告迟出多3天: of two figures of the row's notes, each in the clause that its side tells."""
    begun = clause_start(before, len(before))
    said = _COMPARED.search(before[begun:])
    if not said and begun:  # 没人管的52份，比来得太晚的多20份
        begun = clause_start(before, begun - 1)
        said = _COMPARED_THEN.search(before[begun:])
    if not said or (figure.kind == "amount" and said["how"] in {None, "的"}):
        return False
    told = amounts_by_clause(read)
    for here, one in told:
        for there, two in told:
            if here == there or one.kind != two.kind or one.unit != two.unit:
                continue
            if not one.unit and one.tail[:1] != two.tail[:1]:
                continue
            great, small = (one, two) if said["how"] not in {"少", "短", "早"} else (two, one)
            if figure.kind == "times":
                ratio = great.low / small.low
                about = figure.approx or "约" in said[0]
                close = abs(ratio - figure.low) <= (_HALF_STEP * 2 if about else 0)
            else:
                close = same_sort(one, figure) and great.low - small.low == figure.low
            sides = shared(said["one"], here) > shared(said["one"], there)
            if close and sides and shared(said["two"], there) > shared(said["two"], here):
                return True
    return False


def shared(words: str, clause: str) -> int:
    """How many pairs of characters of the words the clause has."""
    words, clause = bare(words), bare(clause)
    return sum(words[i : i + _GRAM] in clause for i in range(len(words) - 1))
