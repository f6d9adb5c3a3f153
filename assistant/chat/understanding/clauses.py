"""Amounts and days beside a name, a clause at a time."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import (
    NoValue,
    Value,
    Wanted,
    money_value,
    number_value,
    read_value,
    wanted_at,
)
from assistant.chat.mentions import best, find_funds, find_keys, find_names, sounds
from assistant.chat.naming import (
    ROWS,
    fund_names,
    fund_path,
    row_names,
    row_path,
    split,
    words_of,
)
from assistant.chat.understanding.beside_the_value import (
    replacing,
    span_of,
    without_denied,
    without_pointed,
    without_rates,
)
from assistant.chat.understanding.pieces import MISTAKEN, SETS_RIGHT, pieces_of
from assistant.chat.understanding.places import ends_a_name, kind_of, units_of, value_at
from assistant.chat.understanding.targets import aim_at
from assistant.chat.understanding.wording import CHANGE, LINK, bare_of, filler_words, left_over
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import Spoken, amounts_in, days_in, nearest_day


def clauses_of(
    line: str, text: str, state: State, *, lenient: bool = False, strict: bool = False
) -> tuple[Act, ...]:
    """Every amount or day of the line with the place that is named beside it; () where none can be placed.

    `lenient`: in a supposition, words of change say nothing. `strict`: nothing is an answer to the question.
    """
    units = units_of(state)
    if "分钟" in units:  # 十二分半
        text = re.sub(r"(?<=[\d一二三四五六七八九十])分半", "分钟半", text)
    text = _repaired(text, units)
    acts: list[Act] = []
    inherited = ""
    weak = ""  # the one row of a clause that gives no value: what sets it right may follow
    unread = -1  # where that clause was noted as not read
    pieces = pieces_of(text, units, state)
    # of 七副，不是六副 only what it is
    for piece in [p for i, p in enumerate(pieces) if not (i and _only_denies(p, units, state))]:
        if survey := _survey(piece, inherited, acts, state):
            acts = survey
            continue
        follows = weak if weak and SETS_RIGHT.match(piece) else ""
        made = _one(
            piece, follows or inherited, state, units, lenient=lenient, strict=strict, line=text
        )
        if made is not None and follows and made.path.startswith(follows) and unread >= 0:
            del acts[unread]
        weak, unread = "", -1
        if made is None:
            named = _named_alone(piece, state, units)
            inherited = named or inherited
            weak = named or _only_row(piece, state) or _only_money(piece, state)
            inherited = inherited if named else _only_fund(piece, units, state) or inherited
            denied = bool(weak and MISTAKEN.search(piece))
            if denied:
                inherited = weak
            elif bare_of(piece) and (amounts_in(piece, units) or days_in(piece, state.today)):
                unread = len(acts)
                acts.append(Act("unclear", name="piece", text=piece.strip(" ，,。；;")))
            elif strict and len(left_over(piece, frozenset())) > 1:
                acts.append(Act("unclear", name="piece", text=piece))
            continue
        acts = [
            a for a in acts if not made.path or a.path != made.path
        ]  # the last word on a place counts
        acts.append(made)
        if made.path:
            listed, name, _ = split(made.path)
            inherited = f"{listed}[{name}]" if listed else ""
    placed = [a for a in acts if a.path or a.options]
    if not placed:
        return ()
    asked = state.pointed or state.asking
    if any(a.path == asked for a in placed) and any(a.name == "piece" for a in acts) and not strict:
        # another amount beside the answer that nobody can place: the answer itself is in doubt
        own = [a for a in placed if a.path == asked and not a.sure]
        if own and len(placed) == 1:
            return ()
    order = {"piece": 1}
    return tuple(sorted(acts, key=lambda a: order.get(a.name, 0)))


_DENIES = regex(r"\s*(?:而|可|并)?不是")
_SLIP = regex(
    r"[，,。；;\s]*(?:哦|噢|啊|哎|呃)*[，,\s]*(?:不对|错了|[说讲写打]错了?|[说讲写打]岔了?|口误)(?:了|啊|呀|哦|呢)*[，,。；;\s]*(?:应该?|是)*\s*$"
)


_OF_DAYS = frozenset({"年", "月", "日", "号", "月份"})


def _only_denies(piece: str, units: frozenset[str], state: State) -> bool:
    """Whether the clause says only which number or day it is not."""
    head = _DENIES.match(piece)
    if not head:
        return False
    rest = piece[head.end() :]
    days = days_in(rest, state.today)
    spans = [span_of(a) for a in amounts_in(rest, units)] + [frozenset(range(d.start, d.end)) for d in days]  # fmt: skip
    return bool(spans) and not left_over(rest, frozenset().union(*spans))


def _repaired(text: str, units: frozenset[str]) -> str:
    """二十四块三 哦不对 二十四万三: of a number and the one said in its place only the second."""
    amounts = amounts_in(text, units)
    for slip, meant in itertools.pairwise(amounts):
        if slip.unit not in _OF_DAYS and _SLIP.fullmatch(text[slip.end : meant.start]):
            return _repaired(text[: slip.start] + text[meant.start :], units)
    return text


#: 发了200份，收回186份: how satisfaction was asked for
_SURVEY = regex(
    r"问卷|访谈|抽样|样本|(?:发放?|收|回收)[了回到]*\s*\d+|\d+\s*[份人户].{0,4}(?:调查|测评)"
)


def _survey(piece: str, inherited: str, acts: list[Act], state: State) -> list[Act]:
    """The acts with what is said of the survey behind a rate of satisfaction as its 佐证; [] where nothing is."""
    listed, name, _ = split(inherited)
    names = row_names(state.evaluation)
    if listed != ROWS or name not in names or not _SURVEY.search(piece):
        return []
    if "满意" not in state.evaluation.indicators[names.index(name)].level1:
        return []
    path, said = row_path(name, "佐证"), piece.strip(" ，,。；;")
    if acts and acts[-1].path == path:
        said = f"{acts[-1].value}，{said}"
        acts = acts[:-1]
    if value_at(state, path):
        return acts or [Act("unclear", name="piece", text=said)]  # what stands there is more
    return [*acts, Act(kind_of(path, state, changed=False), path, said)]


def _only_row(piece: str, state: State) -> str:
    names = row_names(state.evaluation)
    found = best(find_names(piece, names))
    return row_path(names[found[0].index]) if len(found) == 1 else ""


def _only_fund(piece: str, units: frozenset[str], state: State) -> str:
    """县财政的年初预算没错: the one source that a clause without an amount speaks of."""
    funds = fund_names(state.evaluation)
    found = best(find_funds(piece, funds))
    if len(found) != 1 or amounts_in(piece, units) or not find_keys(piece, "fund"):
        return ""
    return fund_path(funds[found[0].index])


def _only_money(piece: str, state: State) -> str:
    """县上全年预算减了两万: the one source and key of a clause, for the value that follows."""
    funds = fund_names(state.evaluation)
    found = best(find_funds(piece, funds))
    keys = [k for k in find_keys(piece, "fund") if k.name != "原因"]
    return fund_path(funds[found[0].index], keys[0].name) if len(found) == len(keys) == 1 else ""


def _named_alone(piece: str, state: State, units: frozenset[str]) -> str:
    """护栏的目标写错了: the one row (with its key) that a clause without a value speaks of."""
    names = row_names(state.evaluation)
    found = best(find_names(piece, names))
    if len(found) != 1 or amounts_in(piece, units):
        return ""
    keys = [
        k
        for k in find_keys(piece, "indicator")
        if not frozenset(range(k.start, k.end)) < found[0].chars
    ]
    used = found[0].chars | {i for k in keys for i in range(k.start, k.end)}
    if left_over(piece, frozenset(used)):
        return ""
    return row_path(names[found[0].index], keys[0].name if keys else "")


def _one(  # noqa: PLR0912
    piece: str,
    inherited: str,
    state: State,
    units: frozenset[str],
    *,
    lenient: bool,
    strict: bool,
    line: str,
) -> Act | None:
    """One clause with one value as an act, or None."""
    words = lexicon("conversation")
    changed = bool(CHANGE.search(piece))
    told = without_denied(piece, units)
    cleaned = without_rates(told, state)
    year = state.evaluation.project.year
    days = days_in(cleaned, state.today, past=True, year=year)
    amounts = [
        a for a in amounts_in(cleaned, units) if not any(d.start <= a.start < d.end for d in days)
    ]
    pointed = frozenset().union(*(span_of(a) for a in amounts))
    amounts = without_pointed(cleaned, amounts)
    pointed -= frozenset().union(*(span_of(a) for a in amounts))
    keys = find_keys(cleaned, "indicator", "fund")
    keys = tuple(k for k in keys if not ends_a_name(cleaned, k, state))
    target = aim_at(
        cleaned, keys, amounts, days, inherited, state, strict=strict, line=line, named_in=told
    )
    if target is None:
        return None
    if isinstance(target, tuple):
        paths, chars = target
        amounts = replacing(cleaned, amounts, paths, state)
        if len(amounts) != 1 or left_over(cleaned, chars | span_of(amounts[0])):
            return None
        return Act("unclear", name="which", options=paths, value=amounts[0].text)
    path, chars, named = target.path, target.chars | pointed, target.named
    wanted = wanted_at(state.evaluation, path)
    asked = path == (state.pointed or state.asking)
    if wanted.kind in {
        "office",
        "deadline",
        "cause",
        "act",
        "text",
        "words",
        "notice",
        "unit",
        "level",
        "share",
        "name",
        "target",
        "points",
        "year",
        "date",
    }:
        return _worded(cleaned, path, chars, wanted.kind, state, changed=changed, named=named)
    if wanted.kind == "day":
        if len(days) != 1 or re.match(r"以?后|之后|过后", cleaned[days[0].end :]):
            return None
        if days[0].first > max(state.today, date(year, 12, 31)):
            return None  # what is still to come is a deadline, and nothing that was reached
        spans = chars | set(range(days[0].start, days[0].end))
        if not _clean(cleaned, spans, asked=asked and not named, lenient=lenient, day=True):
            return None
        day = nearest_day(cleaned, days[0], value_at(state, path), state.today)
        note = "" if re.search(r"\d{4}", cleaned) else f"年份填作{day.first.year}年"
        return Act(kind_of(path, state, changed=changed), path, day.text, say=note)
    amounts = replacing(cleaned, amounts, (path,), state)
    if wanted.unit == "%" and named and (share := _share_of(cleaned, chars, wanted)):
        return Act(kind_of(path, state, changed=changed), path, share.text, say=share.note)
    if len(amounts) != 1 or (days and wanted.kind == "number" and not lenient):
        return None
    amount = _unit_by_sound(cleaned, amounts[0], wanted.unit)
    if any(
        w in cleaned[: amount.start] + cleaned[amount.end :] for w in words["approximate"]
    ) and not _clean_approximate(cleaned, chars, amount, words):
        return Act(
            "unclear", path, name="value", say=f"“{cleaned.strip()}”是个约数，请给准确的数。"
        )
    if re.match(r"[多余几来]", cleaned[amount.end :]):
        return Act("unclear", path, name="value", say="是个约数，请给准确的数。")
    if _MORE.search(cleaned[: amount.start]) and value_at(state, path) and not lenient:
        told = f"“{cleaned.strip()}”是又加的数，没有记；请说{words_of(path)}一共是多少。"
        return Act("unclear", path, name="value", say=told)
    own = wanted.row.name if wanted.row else ""
    own += "平均每" if "/" in wanted.unit else ""  # 每场平均36人: what the rate says itself
    if below := wanted.unit.partition("/")[2]:  # 每台补14.5万: the unit says it already
        chars |= frozenset(
            i for m in re.finditer(rf"每一?{re.escape(below)}", cleaned) for i in range(*m.span())
        )
    if not _clean(
        cleaned, chars | span_of(amount), asked=asked and not named, lenient=lenient, name=own
    ):
        return None
    if other := _other_unit(cleaned, amount, wanted.unit):
        return Act(
            "unclear",
            path,
            name="value",
            say=f"“{own}”按“{wanted.unit}”算，您说的是“{other}”，请按“{wanted.unit}”再说一次。",
        )
    made = (
        money_value(wanted.unit, amount) if wanted.kind == "money" else number_value(wanted, amount)
    )
    if isinstance(made, NoValue):
        if wanted.kind == "money" and not named:
            return None  # 398份, 75%: counted otherwise, so it is no answer to what is asked
        return Act("unclear", path, name="value", say=made.why)
    if wanted.kind == "money" and _far_from(made.text, value_at(state, path)):
        told = f"“{amount.text}”和现在的{value_at(state, path)}{wanted.unit}差得太远，请带上单位再说一次。"
        return Act("unclear", path, name="value", say=told)
    return Act(kind_of(path, state, changed=changed), path, made.text, say=made.note, sure=named)


#: 又付了4.3万, 再加五盏: by how much it grew, not what it is
_MORE = regex(
    r"(?:又|再|另外?|还)(?:付|花|拨|到|用|支|加|补|添|增|装|修|建|做|完|收|多|来)[\u4e00-\u9fff]{0,2}$"
)
_FAR = 500  # times: another unit was surely meant


def _far_from(new: str, old: str) -> bool:
    """Whether an amount is so many times the one that stands that its unit must be another."""
    try:
        one, other = Decimal(new), Decimal(old)
    except ArithmeticError:
        return False
    return one > 0 and other > 0 and max(one / other, other / one) > _FAR


def _share_of(text: str, chars: frozenset[int], wanted: Wanted) -> Value | None:
    """11/12, 12家里头有11家: a rate said as a part of a whole, to be confirmed."""
    match = re.search(r"(?<![\d.])(?P<part>\d{1,5})\s*/\s*(?P<whole>\d{1,5})(?![\d.])", text)
    if not match or not 0 < int(match["part"]) <= int(match["whole"]):
        return None
    if left_over(text, chars | frozenset(range(*match.span()))):
        return None
    share = (Decimal(match["part"]) * 100 / Decimal(match["whole"])).quantize(Decimal("0.01"), ROUND_HALF_UP)  # fmt: skip
    made = number_value(wanted, Spoken(*match.span(), share.normalize() if share % 10 else share.to_integral(), "%"))  # fmt: skip
    if isinstance(made, NoValue):
        return None
    return Value(made.text, f"{match['part']}÷{match['whole']}是{made.text}吗？")


#: how a unit is said short, where a row counts in it
_SHORT_UNITS: dict[str, tuple[str, ...]] = {"立方米": ("方",), "次": ("回", "趟")}


def _unit_by_sound(text: str, amount: Spoken, unit: str) -> Spoken:
    """11锁 for 11所: the target's unit, misheard."""
    heard = text[amount.end : amount.end + 1]
    above = unit.partition("/")[0]
    if not amount.unit and heard in _SHORT_UNITS.get(unit.lstrip("万亿"), ()):
        return replace(amount, end=amount.end + 1, unit=unit.lstrip("万亿"))  # 38回, 4520万方
    if amount.unit in {"万", "亿"} and heard in _SHORT_UNITS.get(unit.lstrip("万亿"), ()):
        return replace(amount, end=amount.end + 1, unit=f"{amount.unit}{unit.lstrip('万亿')}")
    if amount.unit == "个" and above and text.startswith(above, amount.end):  # 三十六个人
        return replace(amount, end=amount.end + len(above), unit=above)
    if amount.unit and amount.unit not in {"人", "户"} and f"{amount.unit}次" == above:
        return replace(amount, unit=above)  # 428班 of 班次/日
    if amount.unit or len(unit) != 1 or not heard or heard == unit or sounds(heard) != sounds(unit):
        return amount
    return replace(amount, end=amount.end + 1, unit=unit)


def _other_unit(text: str, amount: Spoken, unit: str) -> str:
    """120部 where 台 is counted: a word right behind a bare number is its unit, and this is another one."""
    after = text[amount.end : amount.end + 1]
    if (
        amount.unit
        or not unit
        or not re.match(r"[\u4e00-\u9fff]", after)
        or after in "吧啊了的嘛哦噻呢呀哈啦就才是也都不左"
    ):
        return ""
    return "" if text[amount.end :].startswith(filler_words()[0]) else f"{amount.text}{after}"


def _clean_approximate(
    text: str, chars: frozenset[int], amount: Spoken, words: dict[str, list[str]]
) -> bool:
    """Whether the words of approximation stand only inside the name."""
    rest = "".join(
        "\0" if i in chars or amount.start <= i < amount.end else c for i, c in enumerate(text)
    )
    return not any(w in rest for w in words["approximate"])


#: 降到180: not by how much, but to what it came
_COME_TO = regex(
    r"(?:下降|降低|降|上升|升|减少|减|增加|增长|增|涨|提高|提升)(?:到|至|为)了?(?=\s*\d|\s*百分)"
)


def _clean(
    text: str,
    chars: frozenset[int] | set[int],
    *,
    asked: bool,
    lenient: bool,
    name: str = "",
    day: bool = False,
) -> bool:
    """Whether nothing beside name and value says something of its own."""
    plain, dangerous = filler_words()
    for match in _COME_TO.finditer(text):
        chars = set(chars) | set(range(match.start(), match.end()))
    rest = "".join("\0" if i in chars else c for i, c in enumerate(text))
    left = "".join(c for c in left_over(text, frozenset(chars)) if c not in name)
    if re.search(r"增|降|长", name):
        left = re.sub(r"同比?|较上年|比去年|比上年", "", left)
    if lenient:
        return not re.sub(r"[只降升提高加增减到没能涨变够]|达|少|多|低|完|全|满", "", left)
    stripped = rest
    for word in plain:
        stripped = stripped.replace(word, "\0") if len(word) > 1 else stripped
    if any(
        w in stripped and not (w in name or (w in {"同比", "比"} and re.search(r"[增降长]", name)))
        for w in dangerous
    ):
        return False
    if day and len(left) <= 4:  # noqa: PLR2004
        return True  # 5月18结束的, 26号就验了: how it was done stands beside the day
    bare = bool(re.search(r"\d$", "".join(text[i] for i in sorted(chars))))
    return not left or (asked and not bare and len(left) <= 10)  # noqa: PLR2004


_TARGET_WORDS = 4  # letters beside name and value of a target: 以内, 不低于


def _worded(
    text: str,
    path: str,
    chars: frozenset[int],
    kind: str,
    state: State,
    *,
    changed: bool,
    named: bool,
) -> Act | None:
    """A value that is words after a name and key: 探头责任单位改成科信支队, 护栏的目标是9000米."""
    if (
        kind in {"cause", "act", "text", "words", "notice", "name"}
        and named
        and not find_keys(text)
    ):
        return None
    keys = find_keys(text)
    if (
        len(keys) == 1
        and keys[0].start <= 1
        and min(chars, default=0) < keys[0].end <= max(chars, default=0)
    ):
        return None  # 责任单位各乡镇文化站: what looks like a name behind the key is its value
    last = max(chars, default=-1) + 1
    if re.match(r"[那这]一?[段句节章]", text[last:]):
        return None  # 原因那段…: the draft's words, not the value
    if kind in {"office", "unit"} and left_over(text[: min(chars, default=0)], chars):
        return None  # 农业办 负责人写…: more is said before the key
    said = re.sub(
        r"^[的那个条项这]*(?:数据|数)?(?:写错了|不对|错了)?[，,]?" + LINK + "?", "", text[last:]
    )
    if kind == "target":
        amounts = amounts_in(text, units_of(state))
        if len(amounts) != 1 or len(left_over(text, chars | span_of(amounts[0]))) > _TARGET_WORDS:
            return None
    made = read_value(state.evaluation, path, said, state.today)
    if isinstance(made, NoValue):
        return None
    return Act(kind_of(path, state, changed=changed), path, made.text, say=made.note, sure=named)
