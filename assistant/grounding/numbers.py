"""Figures of a sentence against the figures of the facts: value, unit, role, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from decimal import Decimal

from assistant.facts import Fact
from assistant.grounding.evidence import Known, RowEvidence
from assistant.grounding.fault import Fault, FaultKind
from assistant.grounding.money import sources_in
from assistant.grounding.naming import bare
from assistant.grounding.reading import Read
from assistant.grounding.roles import ROLE_NAMES, fits, reference_role, role_of
from assistant.grounding.worked_out import is_worked_out
from assistant.patterns import regex
from assistant.values.days import Day
from assistant.values.figures import Figure, figures, flat

_LIST_MARK = regex(r"^\s*[（(]?\d{1,2}[）).、．](?!\d)")
_FREE_TAIL = regex(r"^(?:个?方面|点(?![零一二三四五六七八九\d])|部分|者|条(?:措施|意见|建议))")
_PART = regex(r"第[一二三四五六七八九十\d]+(?:部分|节|章|次)?$")
_DONE = regex(r"[^，。；前]{0,4}(?:完成|完工|竣工|支付|交付|建成|到位|发放|验收|投入)")
_WHOLE = regex(
    r"资金|预算|执行|到位|支付|拨款|经费|尾款|款项|未付|总分|得分|分值|扣分|失分|指标共|项指标|指标中|项目全年"
)
_STOP = regex(r"[，,。；;：！？]")
#: against the target: 比计划晚了26天
AGAINST = regex(
    r"(?:比|较|距|与|超过?|晚于|早于|低于|高于|多于|少于)[^，。；\d]{0,6}(?:计划|目标|指标值|时限|期限|任务|[月年]底前?)[^，。；\d]{0,8}$|"
    r"(?:比|较|晚于|早于)[^，。；]{0,10}(?:底前?|日前?)的?(?:计划|目标|时限|期限|要求)?[^，。；\d]{0,6}$"
)
#: 15个的目标
AIMED = regex(r"[^\d，。的]{0,5}的?(?:年度)?(?:目标|指标值|时限|期限|上限|要求|任务|计划)")
_CHANGE_RATE = regex("(?P<how>下降|降低|减少|增长|增加|提高|提升|上升)(?:率|幅度?|比例)")
_GOALS = frozenset({"goal_expected", "goal_actual", "summary"})
#: that it is more, or less, than what is told
_BOUND = regex(
    r"(?:至少|至多|不少于|不多于|不低于|最多|最少|多达|超过?|高于|不足|不到|近|逾|将近|接近)了?$"
)
_BOUNDED = regex(
    r"至少|至多|不[少多低高]于|最[多少]|多达|超|高于|不足|不到|近|逾|以上|以下|以内|余|多|≥|≤|>|<|不得|控制|上限|下限|标准|要求|规定|限"
)
#: right before what a note has: 不能达到100% is not 达到100%
_DENIED = regex("(?:不能?|未能?|没有?能?|无法|难以|尚未)够?$")
_AIMED = "目标|预期|计划|任务"
_BROUGHT = "实际|累计|共(?!同)|已"
_MOST_FREE = 10
#: 两种情况：…；…
_LISTED_KINDS = regex(r"(?:种|类|个方面|方面|点|个|[笔块项处批])[^，。；：\d]{0,6}：")
_COUNTED = frozenset("二两三四五六七八九")
#: told as reached: 已降到8%以下
_REACHED = regex(r"(?:已经?|实际)[^，。；未没]{0,6}(?:降|减|控制|缩短|压缩)[到至在]$")
_CHANGES = regex(r"[^\d，。；]{0,2}[增减调降升提扩压缩延改][^\d，。；]{0,3}")
_MONEY_RATES = frozenset({"rate", "arrived_rate"})
_CHARACTERS = "零一二三四五六七八九十"
#: measure words of how often
_TIMES = "次回趟遍"
#: how much a part of a 元 is
_SMALL_MONEY = (("分钱", Decimal("0.01")), ("角", Decimal("0.1")), ("毛", Decimal("0.1")))
#: what many names of indicators end with
_GENERIC = regex(r"(?:时间|数量|数|率|比例|金额|次数|情况|程度)$")
#: measure words that count the same things
_ALIKE = ("人名位", "个家所座处", "项条", "次场期")


def check_numbers(read: Read) -> Iterator[Fault]:
    """Faults of kind number, date, direction, indicator; citations and quoted notes are not read."""
    lead = _LIST_MARK.match(read.plain)
    hits = read.mentions
    only = read.rows[0] if len(read.rows) == 1 else None
    found = _listed(_in_yuan(figures(read.plain), read.plain), read.plain)
    in_turn = _in_turn(read, found)
    for figure in found:
        if lead and figure.start < lead.end():
            continue
        if _first_month(read, figure):
            continue
        before = [hit.row for hit in hits if hit.start < figure.start]
        scope = (
            in_turn.get(figure.start) or _ahead(read, figure) or (before[-1] if before else only)
        )
        if scope is not None and _of_asked(read, figure, scope):
            scope = read.asked
        fault = _check(read, figure, scope)
        if fault is not None:
            yield fault


def _in_yuan(found: tuple[Figure, ...], text: str) -> tuple[Figure, ...]:
    """3分钱 as 0.03元."""
    told = list(found)
    for i, one in enumerate(told):
        for words, part in _SMALL_MONEY:
            at = one.end - 1 if one.unit == "分" else one.end
            if one.kind in {"amount", "points"} and text.startswith(words, at):
                low, high = one.low * part, one.high * part
                told[i] = replace(one, kind="amount", unit="金额", low=low, high=high)
    return tuple(told)


def _listed(found: tuple[Figure, ...], text: str) -> tuple[Figure, ...]:
    """1.3个和4.5个百分点: the first of a list is of the sort of the last."""
    listed = list(found)
    for i in range(len(found) - 2, -1, -1):
        one, two = listed[i], listed[i + 1]
        between = text[one.end : two.start]
        if (
            two.kind == "points"
            and one.kind == "amount"
            and re.fullmatch("个?(?:、|和|与|及)", between)
        ):
            listed[i] = replace(one, kind="points", unit="百分点")
    return tuple(listed)


def _of_asked(read: Read, figure: Figure, scope: RowEvidence) -> bool:
    """Whether it is a figure of the row that the sentence is about, and the name before it only looks like another's."""
    if read.asked is None or read.asked is scope:
        return False
    whole = any(hit.whole for hit in read.mentions if hit.row is scope)
    if whole:
        return False
    if figure.date is not None:
        return any(_same_day(figure.date, k, read.known.year) for k in read.asked.known)
    return any(_equal(figure, k.figure) for k in read.asked.known)


def _ahead(read: Read, figure: Figure) -> RowEvidence | None:
    """“2022年9月28日物资到位”: the row named right after the figure, where no other stands before it in the clause."""
    clause = max((m.end() for m in _STOP.finditer(read.plain, 0, figure.start)), default=0)
    if any(clause <= hit.start < figure.start for hit in read.mentions):
        return None
    after = next((hit for hit in read.mentions if hit.start >= figure.end), None)
    if after is None or _STOP.search(read.plain, figure.end, after.start):
        return None
    own = [k for k in after.row.known if _equal(figure, k.figure)]
    day = figure.date
    if day is not None:
        own = [k for k in after.row.known if _same_day(day, k, read.known.year)]
    return after.row if own else None


def _in_turn(read: Read, found: tuple[Figure, ...]) -> dict[int, RowEvidence]:
    """“A”和“B”分别为1和2: whose each figure is, by the place where it starts."""
    turns: dict[int, RowEvidence] = {}
    for match in re.finditer("分别", read.plain):
        stop = regex(r"[，。；;]").search(read.plain, match.end())
        end = stop.start() if stop else len(read.plain)
        told = [figure for figure in found if match.end() <= figure.start < end]
        rows = [hit.row for hit in read.mentions if hit.start < match.start()]
        if told and len(rows) >= len(told):
            turns.update((f.start, r) for f, r in zip(told, rows[-len(told) :], strict=True))
    return turns


def _fault(read: Read, figure: Figure, why: str, kind: FaultKind) -> Fault:
    span = (figure.start, figure.end)
    return Fault(span, read.words(span), why, kind)


def _of_other(what: str, fact: Fact, scope: RowEvidence) -> str:
    """Why a figure is not that row's; whose it is, where the fact has a subject."""
    whose = f"这是“{fact.subject}”的{what}，" if fact.subject else f"这个{what}"
    return f"{whose}不是“{scope.name}”的"


def _check(read: Read, figure: Figure, scope: RowEvidence | None) -> Fault | None:  # noqa: PLR0912
    if figure.kind == "date":
        return _check_date(read, figure, scope)
    if figure.kind in {"ordinal", "code"}:
        words = bare(figure.words)
        if re.search(r"[省市县区镇乡村局]$", read.plain[: figure.start]) and words.endswith("级"):
            return None  # 只到镇一级
        if words.startswith("第") and read.plain[figure.end : figure.end + 1] in {
            "，",
            "、",
            "：",
            ",",
        }:
            return None  # 第一，第二，
        if words in read.known.text or _PART.fullmatch(figure.words):
            return None
        return _fault(read, figure, "数据中没有这一项", "number")
    if figure.tail and _FREE_TAIL.match(figure.tail) and figure.low < _MOST_FREE:
        return None
    if figure.low < _MOST_FREE and _counts_itself(read, figure):
        return None
    if (beyond := _within_reach(read, figure, scope)) is not None:
        return beyond
    everywhere = equals(read, figure)
    same = everywhere
    if scope is not None:
        own = [k for k in everywhere if k.fact.indicator in scope.kin]
        same = own + [k for k in everywhere if not k.fact.indicator and _of_all(read, figure)]
    if not everywhere and _in_characters(read, figure):
        return None
    if not same and is_worked_out(read, figure):
        return None
    if not everywhere:
        return _fault(read, figure, "数据中没有这个数", "number")
    if read.section == "overall" and (goals := {k.fact.role for k in everywhere} & _GOALS):
        return _of_goals(read, figure, goals, everywhere)
    if not same and as_noted(read, figure):
        return None
    if not same and scope is not None and not _speaks_of(read, everywhere, scope):
        why = _of_other("数", everywhere[0].fact, scope)
        return _fault(read, figure, why, "indicator")
    same = same or everywhere
    role, other = role_of(read.plain, figure), reference_role(read.plain, figure)
    if re.search(r"[由从]$", read.plain[: figure.start]) and _CHANGES.match(read.plain, figure.end):
        role, other = "", ""  # 由220万元减为205万元: what it was before
    if role in _MONEY_RATES and not read.mentions:
        of_source = bool(sources_in(read.known, flat(read.text)))
        same = [k for k in same if not k.fact.indicator and (of_source or not k.fact.subject)]
        if not same:
            return _fault(read, figure, f"数据中没有这个{ROLE_NAMES[role]}", "number")
    aims = AIMED.match(read.plain, figure.end)
    if role in {"apart", "actual", "above", "below"} and aims:
        role = "target"  # 距15个的目标还差9个
    if _told_by_name(read, figure, role, scope):
        role = "actual"
    fitting = [k for k in same if fits(role, k.role)]
    if not fitting and other:
        role, fitting = other, [k for k in same if fits(other, k.role)]
    if not fitting and figure.kind == "points" and role == "target":
        role, fitting = (
            "apart",
            [k for k in same if fits("apart", k.role)],
        )  # 低于年度指标值3个百分点
    if not fitting and (as_noted(read, figure) or named_budget(read, figure, same)):
        return None
    if not fitting:
        return _fault(read, figure, _wrong_role(role, same[0]), "direction")
    if (
        role in {"above", "below", "apart"}
        and all(k.fact.kind == "note" for k in fitting)
        and AGAINST.search(read.plain[: figure.start])
        and not re.search(r"计划|目标|时限|期限", fitting[0].fact.text)
    ):
        return _fault(read, figure, "与目标相差的不是这个数", "number")
    if (bound := _bounded(read, figure, fitting)) is not None:
        return bound
    if scope is not None and _done_told_undone(read, figure, fitting, scope):
        return _fault(read, figure, "这是实际完成的数，不是没有完成的数", "direction")
    # “超过年度指标值要求的30个工作日” names the target, and says on which side of it the actual lies
    aimed = role in {"", "target"} and any(k.role == "target" for k in fitting)
    return _compared(read, figure, other if other and aimed else role, scope)


def _of_goals(read: Read, figure: Figure, goals: Set[str], same: list[Known]) -> Fault | None:
    """What the year was to bring told as what it brought, or the other way round."""
    clauses = _STOP.split(read.plain[: figure.start])
    aimed, done = (re.search(words, clauses[-1]) for words in (_AIMED, _BROUGHT))
    if (
        aimed
        and not done
        and goals == {"goal_actual"}
        and not any(k.role == "target" for k in same)
    ):
        return _fault(read, figure, "这是实际完成的数，不是目标", "direction")
    if (
        done
        and not aimed
        and "goal_actual" not in goals
        and not any(k.role == "actual" for k in same)
    ):
        return _fault(read, figure, "这是目标，不是实际完成的数", "direction")
    return None


def _told_by_name(read: Read, figure: Figure, role: str, scope: RowEvidence | None) -> bool:
    """投诉下降23.5% of 投诉下降率, 成本控制在139元: the verb before the number is the row's own, or tells what was kept to."""
    if scope is None:
        return False
    if role == "target" and read.plain[: figure.start].endswith("控制在"):
        return any(_equal(figure, k.figure) for k in scope.known if k.role == "actual")
    rate = _CHANGE_RATE.search(scope.name)
    before = read.plain[: figure.start]
    return bool(rate and role in {"below", "above"} and before.rstrip("了").endswith(rate["how"]))


def reached(read: Read, at: int) -> Figure | None:
    """The amount told right at that place, where it is what a row of the sentence has reached: 到货273枚."""
    figure = next((f for f in figures(flat(read.text)) if 0 <= f.start - at <= 1), None)
    if figure is None or figure.kind == "date":
        return None
    rows = {row.id for row in read.rows}
    of = (k for k in equals(read, figure) if k.role == "actual" and k.fact.role == "row")
    return figure if any(k.fact.indicator in rows for k in of) else None


def _bounded(read: Read, figure: Figure, same: list[Known]) -> Fault | None:
    """事故至少6起, where the note that alone has the figure tells it as it is."""
    said = _BOUND.search(read.plain[: figure.start])
    if said is None or any(k.fact.kind != "note" or k.figure.low != figure.low for k in same):
        return None
    words = bare(figure.words)
    around = [k.fact.said for k in same]
    if any(
        _BOUNDED.search(bare(text)[: bare(text).find(words) + len(words) + 4]) for text in around
    ):
        return None  # in whatever words, the note has a bound too
    return _fault(read, figure, f"数据中这个数前面没有“{said[0]}”", "number")


def _done_told_undone(read: Read, figure: Figure, same: list[Known], scope: RowEvidence) -> bool:
    """760套未能交货, where 760 is what the row has reached."""
    clause = _STOP.split(read.plain[figure.end :])[0]
    actual = any(k.role == "actual" and k.fact.role == "row" for k in same)
    other = any(k.fact.role != "row" for k in same)
    denied = re.search(r"(?:未能?|没有?|没能|无法|不能)(?![达完超满实])", clause)
    return scope.status == "not_met" and actual and not other and denied is not None


def _counts_itself(read: Read, figure: Figure) -> bool:
    """原因有两个, 到货、调试、验收三个阶段: how many the sentence itself names."""
    if figure.words == "一" and figure.tail and _each_one(read, figure):
        return True
    if figure.words not in _COUNTED:
        return False
    if list_of := _LISTED_KINDS.match(read.text, figure.end):
        told = read.text[list_of.end() :].rstrip("。；")
        return any(len(re.split(f"[{mark}]", told)) == figure.low for mark in "；，、")
    before = _STOP.split(read.text[: figure.start])[-1]
    if re.search(r"(?:原因|因素|问题|不足|集中在|体现在|表现在|包括)[^\d]{0,4}$", before):
        return True
    items = re.split(r"、|以及|[和及与]", before)
    return "、" in before and len(items) == figure.low and not re.search("[各每]", before)


def _each_one(read: Read, figure: Figure) -> bool:
    """两座：一座是马蹄沟桥，一座是龙湾桥: each of as many as the sentence tells."""
    counted = figure.tail[0]
    each = len(re.findall(f"(?<![十百之])一{counted}(?:是|为|系|在|因|的)", read.text))
    told = (f for f in figures(read.plain) if f.start < figure.start and f.tail[:1] == counted)
    return each > 1 and any(f.low == each for f in told)


def _first_month(read: Read, figure: Figure) -> bool:
    """4—6月: the month before the dash, where the facts name it."""
    dash = re.match(r"[—–\-~～至到、和](?:\d{1,2})月", read.plain[figure.end :])
    return dash is not None and f"{figure.low}月" in read.known.text


def _in_characters(read: Read, figure: Figure) -> bool:
    """1次 for the 一次 of a note: a numeral that there is no count, but part of a word."""
    small = figure.low == figure.high and 1 <= figure.low < len(_CHARACTERS) and not figure.places
    if figure.kind != "amount" or not small or not figure.tail:
        return False
    times = _TIMES if figure.tail[0] in _TIMES else figure.tail[0]
    written = {_CHARACTERS[int(figure.low)], *("两" if figure.low == 2 else "")}  # noqa: PLR2004
    return any(n + c in read.known.text for n in written for c in times)


def as_noted(read: Read, figure: Figure) -> bool:
    """Whether a note has the figure after the same word: 尾款54万元."""
    before = bare(read.plain[max(0, figure.start - 2) : figure.start])
    words = before + bare(figure.words)
    denied = bool(_DENIED.search(read.plain[: figure.start - 2]))
    noted = read.known.noted
    places = (hit.start() for hit in re.finditer(re.escape(words), noted))
    return len(before) > 1 and any(bool(_DENIED.search(noted[:at])) == denied for at in places)


def named_budget(read: Read, figure: Figure, same: list[Known]) -> bool:
    """应到位740万元 is the budget; 年初的700万元 the initial one."""
    before = read.plain[max(0, figure.start - 6) : figure.start]
    roles = {k.role for k in same}
    if re.search(r"应(?:当)?到位", before):
        return bool(roles & {"budget", "whole_budget"})
    return bool(re.search(r"年初的?$", before)) and "initial" in roles


def _speaks_of(read: Read, knowns: list[Known], scope: RowEvidence) -> bool:
    """Whether the sentence has most of what is special to the name of the row that the figure is of."""
    other = bare(scope.name)
    named = {hit.row.id for hit in read.mentions}
    for known in knowns:
        if known.fact.indicator in named:
            continue  # that row has its own place in the sentence
        name = _GENERIC.sub("", bare(known.fact.subject)) if known.fact.indicator else ""
        pieces = [name[i : i + 2] for i in range(len(name) - 1) if name[i : i + 2] not in other]
        if pieces and sum(piece in read.placed.joined for piece in pieces) * 2 >= len(pieces):
            return True
    return False


def _of_all(read: Read, figure: Figure) -> bool:
    """Whether a figure that stands after a row's name may yet be one of the whole project.

    It may where its clause speaks of money, points or counts: “X”未完成，预算执行率为80%.
    """
    start = max(
        (m.end() for m in re.finditer(r"[，。；;：]", read.plain[: figure.start])), default=0
    )
    clause = read.plain[start : figure.start]
    stop = _STOP.search(read.plain, figure.end)
    after = read.plain[figure.end : stop.start() if stop else None]
    named = any(start <= hit.start < figure.start for hit in read.mentions)
    source = "□" in clause and not named
    counted = figure.kind == "amount" and figure.tail.startswith(("项", "个指标", "条", "份"))
    owed = figure.unit in {"元", "金额"} and bool(_WHOLE.search(after)) and not named
    return bool(_WHOLE.search(clause)) or owed or source or counted or figure.unit == "分"


def _wrong_role(role: str, found: Known) -> str:
    said, true = ROLE_NAMES.get(role, role), ROLE_NAMES.get(found.role, "")
    return f"写成了{said}，数据中是{true}" if true else f"数据中没有这个{said}"


def _within_reach(read: Read, figure: Figure, scope: RowEvidence | None) -> Fault | None:
    """“已降到8%以下”: told as reached, though the actual value lies above."""
    after = read.plain[figure.end : figure.end + 2]
    if (
        after not in {"以下", "以内"}
        or scope is None
        or not _REACHED.search(read.plain[: figure.start])
    ):
        return None
    actual = [k.figure for k in scope.known if k.role == "actual" and k.fact.role == "row"]
    beyond = any(same_sort(figure, one) and one.low > figure.low for one in actual)
    return _fault(read, figure, "实际完成值高于这个数", "direction") if beyond else None


def _compared(read: Read, figure: Figure, role: str, scope: RowEvidence | None) -> Fault | None:
    """“超过90%”, “不足90%”: whether the actual does lie on that side."""
    if role not in {"over", "under"} or scope is None:
        return None
    actual = [
        k.figure
        for k in scope.known
        if k.role == "actual" and k.fact.role == "row" and same_sort(figure, k.figure)
    ]
    if not actual or read.plain[figure.end : figure.end + 4].startswith(("以上", "以下", "以内")):
        return None
    if read.plain[: figure.start].endswith(("优于", "优于了")):
        return None  # better may be less
    true = actual[0].low > figure.low if role == "over" else actual[0].low < figure.low
    side = "高于" if role == "over" else "低于"
    return None if true else _fault(read, figure, f"实际完成值并不{side}这个数", "direction")


def same_sort(one: Figure, two: Figure) -> bool:
    return one.kind == two.kind and one.unit == two.unit


def tails(one: str, two: str) -> bool:
    """Whether what is counted may be the same: 个小区 and 小区, 项 and 项指标; nothing fits all."""
    a, b = one.removeprefix("个"), two.removeprefix("个")
    if not a or not b:
        return True
    if any(a[0] in group and b[0] in group for group in _ALIKE):
        return True
    return a[0] == b[0] or one[0] == two[0] or _within(a[:2], two) or _within(b[:2], one)


def _within(word: str, tail: str) -> bool:
    """Whether the tail counts that: 标段 in 个标段; 次 is not counted by 批次."""
    return len(word) > 1 and word in tail


def equals(read: Read, said: Figure) -> list[Known]:
    """All figures of the facts that are what is said; one told as about or over is looked for among all."""
    if said.approx in {"about", "over"}:
        among = read.known.all_known
    else:
        among = read.known.by_value.get((said.kind, said.low, said.high), [])
    return [one for one in among if _equal(said, one.figure)]


def _equal(said: Figure, known: Figure) -> bool:
    if known.kind != said.kind or known.kind == "date":
        return False
    if said.kind == "amount":
        if said.unit and known.unit and said.unit != known.unit:
            return False
        if bool(said.unit) != bool(known.unit) and (said.tail if known.unit else known.tail):
            return False
        if not said.unit and not known.unit and not tails(said.tail, known.tail):
            return False
    if said.low == known.low and said.high == known.high:
        return True
    if said.low != said.high or known.low != known.high:
        return False
    return _about(said, known)


def _about(said: Figure, known: Figure) -> bool:
    """约, 余, 多: true where the known figure rounds (or cuts off) to what is said."""
    step = said.size / Decimal(10) ** said.places
    if said.approx == "about":
        return abs(known.low - said.low) <= step / 2
    if said.approx == "over" and re.search(r"\d\s*[余多]", flat(said.words) + "  "):
        digits = said.low / step
        while digits and digits % 10 == 0:
            digits, step = digits / 10, step * 10
        return said.low < known.low < said.low + step
    return False


def _same_day(day: Day, known: Known, year: int | None) -> bool:
    """Whether the fact names that day; 7月 in a note is of the year under review."""
    found = known.figure.date
    if found is None:
        return False
    if found.year is None and day.year == year and (day.month or day.part):
        day = replace(day, year=None)
    return day.within(found)


def _planned(read: Read, figure: Figure, own: list[Known]) -> Fault | None:
    """A deadline told as the day on which it was done."""
    done = _DONE.match(read.plain, figure.end)
    if not done or role_of(read.plain, figure) == "target" or figure.date is None:
        return None
    if figure.date.month is None or any(k.role != "target" for k in own):
        return None
    return _fault(read, figure, "这是年度指标值要求的时间，不是实际完成的时间", "direction")


def _check_date(read: Read, figure: Figure, scope: RowEvidence | None) -> Fault | None:
    day = figure.date
    if day is None:
        return None
    if day.words:
        whole_year = day.words in {"年底", "年末"} and re.search(
            r"(?:截至|到)$", read.plain[: figure.start]
        )
        known = day.words in read.known.text or whole_year
        known = known or (day.words in {"年底", "年末"} and "12月底" in read.known.text)
        return None if known else _fault(read, figure, "数据中没有这个时间", "date")
    same = [k for k in read.known.dated if _same_day(day, k, read.known.year)]
    if not same:
        return _fault(read, figure, "数据中没有这个时间", "date")
    own = [k for k in same if scope is None or k.fact.indicator in {"", *scope.kin}]
    own = own or (same if scope is not None and _speaks_of(read, same, scope) else [])
    if own or scope is None:
        return _planned(read, figure, own)
    why = _of_other("时间", same[0].fact, scope)
    return _fault(read, figure, why, "indicator")
