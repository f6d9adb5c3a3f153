"""Negation, completion and intention: a thing is not done, done or to be done as the notes have it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.grounding.binding import days
from assistant.grounding.fault import Fault
from assistant.grounding.numbers import reached
from assistant.grounding.pieces import EVENTS, Ground, Piece, Unit, bare_words
from assistant.grounding.reading import Read
from assistant.grounding.standing import words_known
from assistant.grounding.words import is_acting
from assistant.grounding.worked_out import is_rest
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.figures import figures

_PLANS = frozenset({"measure", "application", "publicity"})
#: words that deny, those too that tell an omission (省去了闭水试验) or an end (停止移交 is 不再移交)
_NO = (
    r"(?:并未|尚未|暂未|未能|没能|没有|未|(?<![淹埋沉])没(?!收)|不能|无法|不得|不可|不准|不许|禁止|(?:没|未)?来得及|来不及|未及|难以|无力|无须|无需|毋须|不用|不必|不需要?|赶不上|没赶上|不|缺少|缺乏|缺|无|"
    r"(?:停止|中止|终止|暂停|停掉|省去|省掉|略去|免去|漏做|漏掉|跳过|避开|错开|绕开|避免|防止)了?)"
)
#: what may stand between a denial and what it denies, and adds nothing: 尚未达到, 没有进行, 未予
_LIGHT = (
    r"(?:能够?|得到|得以|予以?|有|曾|经|过|组织|及时|完成|达到|达|到|做到|做|作|进行|开展|实施|实现|发现|出现|发生|存在|完全|全部|充分|真正|"
    r"[如按]期|按时|按[^，。；]{0,4})"
)
_NEGATION = regex(
    rf"{_NO}[够了]?{_LIGHT}{{0,2}}(?:再)?的?$|(?:无法|不能|未能|没能|没法)(?![在于按从向])[一-鿿]{{1,2}}$|"
    r"[一-鿿]不[到上了起动完开成通着住下过齐]了?$|(?:赶不上|[没未]能?赶上|来不及)(?:在)?[^，。；]{0,6}$|"
    r"(?:未|没有?)(?:获得?)?通过(?![在于])[^，。；而致使故]{0,8}$"
)
#: 不与自评结果挂钩, 未能在…期内补种: a negation before a preposition reaches to the verb
_REACHING = regex(
    rf"{_NO}(?:(?:(?:[与和跟向对由从将把为给因以经]|同(?!意))|按照|(?<=[未没])获得?|(?<=有)获?得到?|(?<=[未没])得到|(?<=[未没有])取得)[^，。；]{{0,14}}|[在于][^，。；]{{1,14}}[内中前后里间])$|禁止[^，。；]{{0,8}}$"
)
_DONE = regex(
    r"(?:已经|已)(?:[于在由向与将把按作给从以会][^，。；]{0,14}|全部|全额|足额|陆续|均|都|经|重新|派[^，。；]{0,6})?(?:完成)?$"
)
_PLANNED = regex(
    r"(?:待|拟|计划|下一步将|约定|要求|次年|下年|明年|[要须需尚]等|等候)[^，。；]{0,14}$"
)
_NUMBER_NEXT = regex(r".?[\d一二两三四五六七八九十百千半]")
_DENIED_BEFORE = regex(r"(?:未|没有?)(?:获得?)?通过[^，。；]{0,5}的[^，。；的]{0,6}$")
#: told as still to come
_INTENDED = regex(r"(?:拟|计划|将|准备|打算|下一步)[^，。；]{0,14}$")
_TIMELY = regex(r"(?:按时|如期|按期|及时|准时)$")
_OPENS = regex(r"(?:并未|尚未|未|没|不(?!足|良|锈|断|便|稳|清|合格|得不))")
#: 未标生产日期 of what the note has as 没有生产日期
_NO_VERB = regex(r"[未没][一-鿿]$")
_NONE = regex(r"(?:没有|无|缺少?)$")
_CLOSES = regex(
    r"[又也均都仍还尚一直]*(?:未|没有?)(?:完成|办|通过)|[\d年月日初底末上中下旬]+[^，。；]{0,4}(?:未|没有?)通过|"
    r"不(?:[到上了起动完开成通着住下过齐清](?!\d)|[回出进]来)|(?:未|没有?|不)够?(?:及时|到位|规范|充分|准确|彻底|完整|按时|按期|如期|齐)(?=[，。；、]|$)"
)
_NO_NEGATION = regex(r"不得不|不仅|不但|不只|达不到")
#: a predicate at the end of the clause that denies its subject: 付款节点未到 is 未到付款节点
_DENIED = regex(
    r"[^，。；未没]{0,6}(?:未能?|没有?|没能|尚未|不)(?:[与和向对就按][^，。；未没]{1,10}?)?(?:[一-鿿]{1,4}|同意[一-鿿]{1,10}|(?:获得?|得到|取得)[一-鿿]{1,12})(?=[，。；、的\d]|$)"
)
_LATER = regex(r"[后再][^，。；]{0,4}(?:再|方|才|予以)?|[次下明]年")
#: told of a row or of money, and checked there
_STATUS = frozenset(
    {"完成", "执行", "达到", "达标", "影响", "时间", "原因", "资金", "全年", "实际"}
    | {"超过", "超出", "高于", "低于", "多于", "少于", "晚于", "早于", "大于", "小于"}
    | {"全部", "足额", "全额"}
)
_PAID = frozenset({"支付", "到位"})
#: the same, over a character or two: 没有进村, 上不了牌
_NEAR_NO = regex(rf"{_NO}[一-鿿]{{0,2}}$")
_GOING = regex(r"(?:正在|正|(?<=[一-鿿])在)$")
_REACH = 16
_AFTER = 12
_LACKED = regex(r"(?:缺|缺少|少|差)$")
_VALUED = regex(r"(?:的)?\d")
_FINISHED = regex(r"(?<![未能])(?:完成|实现)了?$")


def state(before: str, words: str, after: str = "") -> str:
    """not, done, late, timely, planned or plain: what the words before (and right after) a piece make of it."""
    before = _NO_NEGATION.sub("", before)
    if _OPENS.match(words):
        return "not"
    if words.startswith("的"):
        return ""  # 规格不够的苗种, 没有发生的演出费: what is denied stands before it
    if words.startswith("已"):
        return "done"
    if _NEGATION.search(before) or _REACHING.search(before) or _CLOSES.match(after):
        return "not"
    if _DONE.search(before):
        return "done"
    if before.endswith(("才", "迟")):
        return "late"
    if _TIMELY.search(before):
        return "timely"
    return "planned" if _PLANNED.search(before) else ""


def spelt(text: str, span: tuple[int, int], clauses: list[str]) -> bool:
    """Whether one of those clauses has all characters of a stretch of the text, denied or done there as here:
    意愿 of 愿意改的, 回传 of 传不回来."""
    words, before = text[slice(*span)], text[: span[0]]
    here = (bool(_NEAR_NO.search(before)), bool(_DONE.search(before)))
    for clause in clauses:
        at = clause.find(words[0])
        if at < 0 or not all(c in clause for c in words):
            continue
        there = (bool(_NEAR_NO.search(clause[:at])), bool(_DONE.search(clause[:at])))
        if here[0] == there[0] and (here[1] <= there[1] or not _GOING.search(clause[:at])):
            return True
    return False


def check_scope(  # noqa: PLR0912 - a branch a way of being wrong
    read: Read, text: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """Faults of kind direction: a piece of a note told with another polarity, or as done where it is planned."""
    told_of_plans = (
        read.section == MEASURES or is_acting(read, read.plain) or bool(_LATER.search(read.plain))
    )
    for piece in pieces:
        numbers = [n for n in piece.units if ground.units[n].fact.role in EVENTS]
        events = [
            ground.units[n] for n in numbers
            if not ground.units[n].fact.indicator or piece.words not in ground.units[n].fact.subject
        ]  # fmt: skip
        if not events or piece.words in _STATUS or len(piece.words) < 2:  # noqa: PLR2004
            continue
        if _counted(read, text, piece) or _spent(read, text, piece, ground):
            continue
        said = state(
            text[max(0, piece.start - _REACH) : piece.start],
            piece.words,
            text[piece.end : piece.end + _AFTER],
        )
        valued = _VALUED.match(text[piece.end :]) or text[: piece.start].endswith("全部")
        if piece.words in _PAID and (said == "not" or valued):
            continue  # what was spent or had come is told by its figure, and held to it
        year = read.known.year
        known = {one for unit in events for one in _states(unit.text, piece.words, year)}
        promised = {
            one
            for u in events
            if u.fact.role not in _PLANS
            for one in _states(u.text, piece.words, year)
        }
        planned = promised <= {"planned"}
        literal = read.text[piece.start : piece.end] == piece.words
        if (
            said != "not"
            and not literal
            and not any(p is not piece and p.units & piece.units for p in pieces)
        ):
            continue  # a word that may stand for the note's, with no other of that clause beside it
        if said == "not" and "not" not in known and not _DENIED_BEFORE.search(text[: piece.start]):
            if _LACKED.search(text[: piece.start]) and re.match(r"\d", text[piece.end :]):
                continue  # 尚缺沙洲法庭1个
            if _told_otherwise("not", piece.words, ground) or _still_to_do(
                read, piece.words, events
            ):
                continue
            if any(_denied_after(unit.text, piece.words) for unit in events):
                continue
            why = "数据中没有这样否定"
        elif said != "not" and (
            _DENIED.match(text[piece.end :])
            or _core_denied(piece, pieces, text, ground)
            or lacks(text, piece, ground)
        ):
            continue
        elif said != "not" and (known == {"not"} or (not told_of_plans and promised == {"not"})):
            why = "数据中是否定的"
        elif said == "done" and "not" in known and "done" not in known:
            why = "数据中是没有做到"
        elif said in {"done", "timely"} and known == {"late"}:
            why = "数据中说的是迟了才做到"
        elif (
            said == "planned"
            and known <= {"", "done"}
            and all(u.fact.role == "management" for u in events)
            and _INTENDED.search(text[: piece.start])
        ):
            why = "数据中是已做的事，不是打算"
        elif said == "done" and planned and "done" not in known:
            if _told_otherwise("done", piece.words, ground):
                continue
            why = "数据中是今后的打算，不是已做的事"
        elif read.section == REASONS and planned and _FINISHED.search(text[: piece.start]):
            why = "数据中是今后的打算，不是已做的事"
        elif said != "not" and _denied_with_figure(piece, pieces, text[slice(*span)], ground):
            why = "数据中是否定的"
        else:
            continue
        yield Fault((piece.start, piece.end), read.text[piece.start : piece.end], why, "direction")


def lacks(text: str, piece: Piece, ground: Ground) -> bool:
    """Whether 未 and a verb of one character deny what the notes say is not there."""
    return _NO_VERB.search(text[: piece.start]) is not None and any(
        _NONE.search(before)
        for before in _befores([ground.units[n] for n in piece.units], piece.words)
    )


def _befores(units: list[Unit], words: str) -> list[str]:
    return [unit.text[: unit.text.find(words)] for unit in units if words in unit.text]


def _core_denied(piece: Piece, pieces: list[Piece], text: str, ground: Ground) -> bool:
    """Whether what the note denies is denied in the same clause, of which this piece is but an object or a place."""
    stop = re.search(r"[，。；]", text[piece.end :])
    end = piece.end + stop.start() if stop else len(text)
    for other in pieces:
        if other is piece or not piece.end <= other.start < end:
            continue
        shared = other.units & piece.units
        here = state(
            text[max(0, other.start - _REACH) : other.start],
            other.words,
            text[other.end : other.end + _AFTER],
        )
        if here == "not" and any(
            "not" in _states(ground.units[n].text, other.words) for n in shared
        ):
            return True
    return False


def _states(text: str, words: str, year: int | None = None) -> Iterator[str]:
    """What a clause of a note makes of the words; what is dated after the `year` under review is yet to come."""
    at = text.find(words)
    while at >= 0:
        stop = at + len(words)
        found = state(text[:at], words, text[stop : stop + _AFTER])
        later = year and any(
            day.year and day.year > year for _, end, day in days(text) if end <= at
        )
        yield "planned" if later and found in {"", "done"} else found
        if text[:at].endswith(("少", "欠", "漏")):
            yield "not"  # 少交40套
        at = text.find(words, at + 1)


def _denied_after(text: str, words: str) -> bool:
    at = text.find(words)
    return at >= 0 and bool(_DENIED.match(text[at + len(words) :]))


def _still_to_do(read: Read, words: str, events: list[Unit]) -> bool:
    """未建成 of what the measure is to build, in a row that has not reached its value: the row's own deed."""
    if any(unit.fact.role not in _PLANS for unit in events):
        return False
    return any(row.status == "not_met" and set(words) & set(row.name) for row in read.rows)


def _told_otherwise(how: str, words: str, ground: Ground) -> bool:
    """Whether the notes deny it (or say it done) in another word: 未结 for 尚未结算, 已退 for 已退回."""
    others = (*words_known().stands_for.get(words, ()), words[:1])
    return any(
        how in set(_states(unit.text, other))
        for unit in ground.units
        if unit.fact.role in EVENTS
        for other in others
    )


def _denied_with_figure(piece: Piece, pieces: list[Piece], clause: str, ground: Ground) -> bool:
    """12万元检验费已结清: the clause of the note with that figure says 未结, in whatever word."""
    for n in {n for p in pieces if p is not piece for n in ground.events(p)} - piece.units:
        unit = ground.units[n]
        if not any(bare_words(f.words) in unit.text for f in figures(clause)):
            continue
        for other in (piece.words, *words_known().stands_for.get(piece.words, ())):
            if set(_states(unit.text, other)) == {"not"}:
                return True
    return False


def _counted(read: Read, text: str, piece: Piece) -> bool:
    """Told with what the row has reached, or with what is left of a whole."""
    if not _NUMBER_NEXT.match(text, piece.end):
        return False
    return reached(read, piece.end) is not None or _of_the_rest(read, text, piece)


def _of_the_rest(read: Read, text: str, piece: Piece) -> bool:
    """仅拨付10万元, the rest of a sum of which the note says that the other part was not paid."""
    figure = next((f for f in figures(text) if 0 <= f.start - piece.end <= 1), None)
    return figure is not None and is_rest(read, figure)


def _spent(read: Read, text: str, piece: Piece, ground: Ground) -> bool:
    """支出39.44万元: what was spent is told by an amount of the table, and checked as one."""
    figure = re.match(r"[\d.,]+(?:亿|万)?元", text[piece.end :])
    return figure is not None and any(
        bare_words(figure[0]) in unit.text
        for unit in ground.units
        if unit.fact.kind in {"funds", "derived"}
    )
