"""Words that turn a statement: bounds, comparison, degree, quantity, opposites, done and filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.facts import Fact
from assistant.grounding.fault import Fault
from assistant.grounding.pieces import EVENTS, Ground, Piece, bare_words
from assistant.grounding.reading import Read
from assistant.grounding.standing import words_known
from assistant.grounding.worked_out import is_worked_out
from assistant.model.sections import MEASURES, REASONS
from assistant.patterns import regex
from assistant.values.days import days
from assistant.values.figures import figures, flat
from assistant.values.numerals import read_number

#: how many of them: in a reason or measure only as the data say it
_QUANTIFIERS = regex(
    r"全部|所有|全体|(?<!平)均|都|各(?!项)|半数以上|多数|多次|多(?=[期个名处家座台批起所条辆户件块项支艘枚只套栋口村镇校站])|个别|过[高低多少大小]"
)
_WHOLE = frozenset(("全部", "所有", "全体"))
_BY_WHOM_OR_WHEN = regex(
    r"由[^，。；]{2,24}(?:负责|牵头|落实|督办)|[于在须应要]?\d{4}年[^，。；]{0,8}前"
)
_SHARE = regex(r"[半成]|分之")
_WHOLLY = regex(r"(?<!未)(?:全部|悉数|全数|百分之百)")
_NEAR_BY = 8
#: the same of two and of many: 三次都没有找到 told as 三次均未找到
_ALL_OF_THEM = ("均", "都", "皆")
_PROMISED = regex(
    r"(?:届时|预计|有望|可望|确保|力争|争取|保证|力求|以便|从而|使|将|把|让)[^，。；]{0,14}(?:达到?|[高升降少到至短长复]到|[高升降少增减短]至|控制在|不低于|不少于)$"
)
_MORE_MONEY = regex(
    r"(?:追加|增加|调增|加大|增拨|争取|落实)了?[^，。；\d]{0,4}(?:预算|资金|经费|投入)"
)
_THAN = regex(
    r"(?P<one>[一-鿿]{2,8}?)比(?P<two>[一-鿿]{2,8}?)(?P<how>[高低多少长短晚早大小])(?=出|了|\d)"
)
_GREATER = frozenset("高多长晚大")
_LASTING = regex(r"(?:全年|整年|长期|一直|始终)(?:处于|都|均)?(?=停|闭|关闭|闲置|断|瘫痪)")
_OFTEN = regex(
    r"每(?P<each>[\d一两二三四五六七八九十]+)?个?(?P<time>天|日|周|星期|月|季度|学期|年)[^，。；]{0,6}?(?P<times>[\d一两二三四五六七八九十]+)次"
)
_ONLY_WHEN = regex(
    r"(?:只有?|仅)[在于当等]?(?P<when>[^，。；\d]{2,12}?)(?:之?后|时|的情况下)(?:才|方)"
)
_DISPENSED = regex(
    r"(?:不必|不用|无须|无需|不需要?|毋须|用不着|不等|不待|不管|不论)(?P<what>[^，。；]{1,14})"
)
_DISPENSES = regex("不必|不用|无须|无需|不需|毋须|用不着|不等|不待|不管|不论|无论|不经|[未没]")
_CONDITION = regex("只|仅|才|方|后|再|时|经|凭|等|待|须")
_YEAR_START = regex(r"(?<![比较])年初(?!的?预算|安排|批复|[的为是]?\d|计划|目标|设定|确定|下达)")


def check_operators(
    read: Read, text: str, allowed: tuple[Fact, ...], ground: Ground
) -> Iterator[Fault]:
    """Faults of whole sentences: what turns, compares, bounds or completes more than the data do."""
    for hit in re.finditer(r"未未|未没|没未|不未", text):
        yield Fault(hit.span(), hit[0], "否定词重叠", "direction")
    yield from _grades(text, allowed)
    yield from _bounds(text, allowed, ground)
    yield from _comparisons(text, ground)
    yield from _sides_compared(text, ground)
    yield from _all_year(text, ground)
    yield from _how_often(text, ground)
    yield from _only_when(read, text, ground)
    yield from _dispensed(text, ground)
    yield from _told_done(read, text, allowed)
    yield from _all_of_a_rate(read, text)
    yield from _aimed(read, text, allowed)
    for hit in _YEAR_START.finditer(text):
        if not _YEAR_START.search(ground.text):
            yield Fault(hit.span(), hit[0], "数据中没有这个时间", "date")
    if read.section == MEASURES:
        yield from _promises(text, allowed)
        yield from _won(read.plain, allowed)
    if read.section in {REASONS, MEASURES}:
        yield from _added_money(text, ground)


def _grades(text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    for hit in re.finditer(r"等级(?:评定|评|确定)?(?:为|是)?[“”‘’\"]*([优良中差])", text):
        if not any(re.search(r"等级[^，。；]{0,4}" + hit[1], flat(f.text)) for f in allowed):
            yield Fault(hit.span(), hit[0], "自评等级与数据不同", "claim")


def _bounds(text: str, allowed: tuple[Fact, ...], ground: Ground) -> Iterator[Fault]:
    """不低于 of a target that is ≤, and 多于计划 where the note says 少于计划."""
    for hit in re.finditer(r"(?:多于|少于|高于|低于|超过|超出)(?:计划|预期)(?!\d)", text):
        if bare_words(hit[0]) not in ground.text and "计划" in ground.text:
            yield Fault(hit.span(), hit[0], "与数据中的多少相反", "direction")
    bounds = [flat(fact.said).partition("，")[0] for fact in allowed if fact.role == "row"]
    for hit in re.finditer(r"不(?P<least>低于|少于|小于)|不(?:高于|超过|大于|多于)", text):
        figure = next((f for f in figures(text) if f.start == hit.end()), None)
        if figure is None:
            continue
        mine, other = ("≥", "≤") if hit["least"] else ("≤", "≥")
        words = flat(figure.words)
        turned = any(f"{other}{words}" in one for one in bounds)
        if turned and not any(f"{mine}{words}" in one for one in bounds):
            yield Fault(hit.span(), hit[0], "指标值的方向与数据相反", "direction")


def _comparisons(text: str, ground: Ground) -> Iterator[Fault]:
    """With other years and places, and how much so (较高, 过多)."""
    for hit in re.finditer(
        r"(?:比|较|高于|低于|优于|超过)(?:上年|去年|往年|同期|历年|20\d\d年(?!度?[\d底末初第上下])|全省|全市|全国|全县|平均|[^，。；\d]{1,4}(?<!以)(?<!之)(?<![月日年底])前(?![期\d]))|(?<![当本])(?:上年|去年|往年|历年|前年)(?!结转)|同期|同比|环比",
        text,
    ):
        if bare_words(hit[0]) not in ground.text:
            yield Fault(hit.span(), hit[0], "数据中没有这个比较", "claim")
    for hit in re.finditer(
        r"[较过太][高低好多大快优](?![于出\d])|偏[好多大快优](?![于出\d])", text
    ):
        told = text[max(0, hit.start() - 2) : hit.start()] + hit[0][1]  # 变化较大 for 变化大
        if hit[0] not in ground.text and not (hit[0][0] == "较" and told in ground.text):
            yield Fault(hit.span(), hit[0], "数据中没有这个程度", "claim")


def _sides_compared(text: str, ground: Ground) -> Iterator[Fault]:
    """合同价比结算价高2元 where the note has 结算价比合同价高2元."""
    said = list(_THAN.finditer(text))
    if not said:
        return
    told = (unit.text for unit in ground.units if unit.fact.role in EVENTS)
    notes = [hit for note in told for hit in _THAN.finditer(note)]
    for hit in said:
        for noted in notes:
            straight = _ends_alike(hit["one"], noted["one"]) and hit["two"] == noted["two"]
            crossed = _ends_alike(hit["one"], noted["two"]) and _ends_alike(
                noted["one"], hit["two"]
            )
            same = _GREATER.isdisjoint(hit["how"]) == _GREATER.isdisjoint(noted["how"])
            if (straight and not same) or (crossed and same):
                yield Fault(hit.span(), hit[0], "与数据中比较的两方相反", "direction")
                return


def _ends_alike(one: str, two: str) -> bool:
    return one.endswith(two) or two.endswith(one)


def _all_year(text: str, ground: Ground) -> Iterator[Fault]:
    """全年停用 of what stood still for six days."""
    for hit in _LASTING.finditer(text):
        noted = "|".join(u.text for u in ground.units if u.fact.role in EVENTS)
        if not any(word in noted for word in ("全年", "整年", "长期", "一直", "始终")):
            yield Fault(hit.span(), hit[0], "数据中没有这么久", "claim")


def _only_when(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """只在群众投诉后才洒水 of what a note has without a condition."""
    if read.section in {REASONS, "overall", "output"}:
        return
    for hit in _ONLY_WHEN.finditer(text):
        if not any(
            _CONDITION.search(u.text) for u in ground.units if u.fact.role in EVENTS
            and any(u.text[i : i + 2] in hit["when"] for i in range(len(u.text) - 1))
        ):  # fmt: skip
            yield Fault(hit.span(), hit[0], "数据中没有这个条件", "claim")


def _dispensed(text: str, ground: Ground) -> Iterator[Fault]:
    """不必等运行满三个月: a condition of a note told as none, where no clause that has its words dispenses with anything."""
    for hit in _DISPENSED.finditer(text):
        what = hit["what"]
        told = [
            u.text for u in ground.units if u.fact.role in EVENTS
            and any(what[i : i + 2] in u.text for i in range(len(what) - 1))
        ]  # fmt: skip
        if told and not any(_DISPENSES.search(one) for one in told):
            yield Fault(hit.span(), hit[0], "数据中没有说可以不这样", "direction")


def _how_often(text: str, ground: Ground) -> Iterator[Fault]:
    """每两周一次 where the note has 每周两次."""
    said = list(_OFTEN.finditer(text))
    if not said:
        return
    noted = {
        _often(hit)
        for unit in ground.units
        if unit.fact.role in EVENTS
        for hit in _OFTEN.finditer(unit.text)
    }
    for hit in said:
        if noted and _often(hit) not in noted:
            yield Fault(hit.span(), hit[0], "数据中没有这个频次", "number")


def _often(hit: re.Match[str]) -> tuple[Decimal | None, str, Decimal | None]:
    return (
        read_number(hit["each"] or "1"),
        hit["time"].replace("星期", "周"),
        read_number(hit["times"]),
    )


def _all_of_a_rate(read: Read, text: str) -> Iterator[Fault]:
    """火灾隐患全部整改 where the rate of 火灾隐患整改 is 96.8%."""
    for hit in _WHOLLY.finditer(text):
        begun = max(text.rfind(mark, 0, hit.start()) for mark in "，。；") + 1
        clause = bare_words(re.split(r"[，。；]", text[begun:])[0])
        for row in read.known.rows.values():
            name = bare_words(row.name)
            reached = [
                k.figure.low for k in row.known if k.role == "actual" and k.figure.kind == "percent"
            ]
            pairs = [name[i : i + 2] for i in range(len(name) - 2)]
            told = sum(pair in clause for pair in pairs)
            rate = name.endswith("率") and len(pairs) > 1 and told >= len(pairs) - 1
            if rate and reached and max(reached) < 1:
                yield Fault(hit.span(), hit[0], f"“{row.name}”没有达到100%", "direction")


def _told_done(read: Read, text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    if read.section in {"application", "publicity"}:
        own = [f.said for f in allowed if f.role == read.section]
        for hit in re.finditer(r"已经?|完毕", text):
            if not any("已" in said for said in own):
                yield Fault(hit.span(), hit[0], "数据中没有说已经做了", "direction")
    rows = {row.id for row in read.rows}
    empty = [
        f for f in allowed if f.role == "row" and f.indicator in rows and "未填实际完成值" in f.said
    ]
    for hit in re.finditer(r"(?:已经|已)(?:全部)?填报", text):
        if empty or not rows:
            yield Fault(hit.span(), hit[0], "数据中没有填报", "direction")
    if read.section == MEASURES and not any("已" in f.said for f in allowed if f.role == "measure"):
        for hit in re.finditer(r"(?:已经|已)(?!有|成为)|完毕(?!后|之后|再|方|才)", text):
            awaited = hit[0] == "完毕" and re.search(
                r"(?:[待等]|[月日年]底?[以之]?前)[^，。；]{0,14}$", text[: hit.start()]
            )
            if not awaited and not any(hit[0] in f.said for f in allowed if f.role == "reason"):
                yield Fault(hit.span(), hit[0], "数据中是今后的打算，不是已做的事", "act")


def _aimed(read: Read, text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """The deadline of a target told as the day on which it was done."""
    rows = {row.id for row in read.rows}
    told = [
        fact.said.partition("，实际完成值")
        for fact in allowed
        if fact.role == "row" and fact.indicator in rows and "，实际完成值" in fact.said
    ]
    for start, end, day in days(text):
        if not re.search(r"实际[^，。；]{0,4}$", text[:start]):
            continue
        for wanted, _, got in told:
            found = [d for _, _, d in days(got)]
            aimed = any(day.within(d) for _, _, d in days(wanted))
            if aimed and found and not any(day.within(d) for d in found):
                why = "这是年度指标值要求的时间，不是实际的"
                yield Fault((start, end), text[start:end], why, "date")


def _added_money(text: str, ground: Ground) -> Iterator[Fault]:
    """More money told as a cause or promised, that the notes do not tell."""
    for hit in _MORE_MONEY.finditer(text):
        if not any(
            _MORE_MONEY.search(unit.text) for unit in ground.units if unit.fact.kind == "note"
        ):
            yield Fault(hit.span(), hit[0], "填报材料没有说增加资金", "act")


def _won(text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """What a measure would win: only as the measure says it."""
    noted = "|".join(f.said for f in allowed if f.role in {"measure", "goal_expected"})
    for hit in re.finditer(r"获得|取得|赢得|获评", text):
        if hit[0] not in noted and not re.search(r"[未没](?:有|能)?$", text[: hit.start()]):
            yield Fault(hit.span(), hit[0], "填报的措施没有这样承诺", "act")


def _promises(text: str, allowed: tuple[Fact, ...]) -> Iterator[Fault]:
    """A value promised for the time to come, that no measure promises (确保达到95%)."""
    noted = "|".join(bare_words(f.said) for f in allowed if f.role in {"measure", "goal_expected"})
    for figure in figures(text):
        hit = _PROMISED.search(text[: figure.start])
        if figure.kind != "date" and hit and bare_words(figure.words) not in noted:
            span = (hit.start(), figure.end)
            yield Fault(span, text[span[0] : span[1]], "填报的措施没有这样承诺", "act")


def check_shares(read: Read, text: str, ground: Ground) -> Iterator[Fault]:
    """两成, 三分之二, 半数: a share told in words, in a reason or a measure, only as the data word it."""
    for figure in figures(text):
        words = figure.words.removeprefix("百分之")
        if figure.kind != "percent" or not re.search(r"[半成]|分之[^\d]", words):
            continue
        share = bare_words(figure.words)
        free = read.section not in {REASONS, MEASURES}
        of_row = not re.search(r"占[^，。；]{0,6}$", text[: figure.start])
        if free and of_row and (figure.kind, figure.low, figure.high) in read.known.by_value:
            continue
        told = any(
            f.kind == "percent" and f.low == figure.low and f.high == figure.high
            for unit in ground.units
            if _SHARE.search(unit.raw)
            for f in figures(unit.raw)
            if _SHARE.search(f.words)
        )
        if is_worked_out(read, figure):
            continue
        if not told and share not in ground.text and not re.search(r"\d", share):
            why = "数据中没有这个比例"
            yield Fault((figure.start, figure.end), figure.words, why, "number")


def check_quantifiers(read: Read, plain: str, ground: Ground) -> Iterator[Fault]:
    """How many of them: in a reason or measure only as the data say it."""
    for hit in _QUANTIFIERS.finditer(plain):
        if hit[0] in {"均", "都", "各"} and len(read.rows) > 1:
            continue
        if read.section not in {REASONS, MEASURES} and hit[0] not in _WHOLE:
            continue
        if _all_of_the_gap(read, hit.start()):
            continue
        about = plain[hit.start() : hit.end() + 8]
        if hit[0] in _ALL_OF_THEM and (
            any(one in ground.text for one in _ALL_OF_THEM)
            or _each_of_them(read, hit.end(), ground)
        ):
            continue
        noted = ground.text
        if read.section == REASONS and len(read.rows) == 1:
            noted = "|".join(u.text for u in ground.units if u.fact.role != "measure")
        if hit[0] not in noted and not re.search(r"填报|指标|到位|达|执行|支付|支出", about):
            yield Fault(hit.span(), hit[0], "数据中没有这个范围或程度", "claim")


def _each_of_them(read: Read, at: int, ground: Ground) -> bool:
    """均由…负责 of several measures, whose owner and day are held to the data by themselves; 3套均由供货商提供 of the clause with 3套."""
    text = flat(read.text)
    clause = re.split(r"[，。；]", text[at:])[0]
    if read.section == MEASURES and _BY_WHOM_OR_WHEN.match(clause):
        return True
    before = [f for f in figures(text[:at]) if f.kind == "amount" and f.end <= at]
    if len(before) != 1:
        return False
    words = bare_words(before[-1].words)
    pairs = {clause[i : i + 2] for i in range(min(len(clause), _NEAR_BY) - 1)}
    return any(
        re.search(rf"(?<![\d.]){re.escape(words)}", bare_words(unit.raw))
        and any(pair in unit.text for pair in pairs)
        for unit in ground.units
        if unit.fact.role in EVENTS
    )


def _all_of_the_gap(read: Read, at: int) -> bool:
    """所缺4口均在下坪村: as many as are lacking, and a note tells of as many."""
    before = [f for f in figures(flat(read.text)) if f.end <= at and f.kind == "amount"]
    if not before:
        return False
    last = before[-1]
    for row in read.rows:
        gaps = [
            k
            for k in row.known
            if k.role in {"below", "left", "short", "apart"} or k.fact.role == "deviation"
        ]
        noted = [
            f for role in ("reason", "measure") for f in figures(flat(row.notes.get(role, "")))
        ]
        if any(k.figure.low == last.low for k in gaps) and any(f.low == last.low for f in noted):
            return True
    return False


def check_opposites(
    read: Read, plain: str, span: tuple[int, int], pieces: list[Piece], ground: Ground
) -> Iterator[Fault]:
    """运距减少 where the note of which the clause tells says 增加, and never 减少."""
    clauses = {
        n
        for p in pieces
        if len(p.words) > 1
        for n in p.units
        if ground.units[n].fact.role in EVENTS
        and not (read.section == REASONS and ground.units[n].fact.role == "measure")
    }
    if not clauses:
        return
    notes = {ground.units[n].fact.key for n in clauses}
    said = "|".join(u.text for u in ground.units if u.fact.key in notes).replace("没", "未")
    own = [ground.units[n].text for n in clauses]
    clause = plain[span[0] : span[1]]
    for one, other in words_known().opposites:
        at = clause.find(one)
        if at >= 0 and one not in said and any(other in text for text in own):
            at += span[0]
            yield Fault((at, at + len(one)), one, f"数据中是“{other}”", "direction")
