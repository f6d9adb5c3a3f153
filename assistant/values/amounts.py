"""One amount out of the words around it: 1,234.5万元, 百分之九十五, 优良率≥95%, 每年不少于4次.

Only words whose meaning is plain are taken off: what is taken off must not change the amount. All
else (约, 余, 未, two numbers, a note that takes something back) leaves no amount to read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.records import record
from assistant.values.numerals import ARABIC, CAPITALS, CHINESE, print_number, read_number
from assistant.values.printing import cut_off
from assistant.values.reading import YEARS
from assistant.values.units import (
    DURATIONS,
    MEASURE_NAMES,
    MEASURE_WORDS,
    MEASURED,
    MEASURES,
    Unit,
    read_unit,
)

_WORDS_OF = lexicon("quantities")
#: every spelling of a sign → the sign
SIGN_OF: dict[str, str] = {
    word: sign for sign, words in _WORDS_OF["signs"].items() for word in words
}
_SIGN = regex("|".join(sorted(map(re.escape, SIGN_OF), key=len, reverse=True)))
_SUFFIX = regex(
    r"[及或]?其?(?P<side>以上|以下|以内|之内|范围内|内)(?P<done>(?:[\u4e00-\u9fff](?<![未没不无尚仍缺欠])){0,8})$"
)
#: a length of time and what was done in it: 5小时扑灭, 25分钟到达现场
_DONE_IN = regex(
    r"(?P<time>.*?(?:工作日|天|日|小时|分钟|秒|个月|周))(?:[\u4e00-\u9fff](?<![未没不无尚仍缺欠余多前后内])){2,8}"
)
#: what a length of time is counted from: 接警后30分钟内, 自收到材料之日起15日内
_SINCE = regex(rf"[\u4e00-\u9fff]{{2,14}}?(?:之?后|之日起|日起|起)(?:的)?(?=[\d{CHINESE}不≤<])")
#: an amount, or the sign before it, starts here: what a prefix must be followed by
_SIGNS = "".join(sorted({word[0] for word in SIGN_OF if not word[0].isalpha()}))
_HERE = rf"(?=[\d+{CHINESE}]|[{re.escape(_SIGNS)}]|[不至最大小高低多少超控达百]|增|提|下|减|降)"

_NUMBER = regex(rf"(?P<number>{ARABIC})(?P<unit>.*)")
_PERCENT_WORDS = regex(rf"百分之(?P<number>{ARABIC}|[{CHINESE}点]+)")
_PART_OF = regex(rf"(?P<below>[{CHINESE}]+|\d{{1,6}})分之(?P<above>[{CHINESE}点]+|{ARABIC})")
#: 千分之三, 万分之二: words that alone are no number
_ROUND = {"千": Decimal(1000), "万": Decimal(10000)}
_HALF = regex(r"一半|半数")
#: 1万5千, 2亿3000万: a number in two steps
_STEPS = regex(r"(?<![\d.])(?P<high>\d+)(?P<one>[万亿])(?P<low>\d{1,4})(?P<two>千|万)?(?=[^\d.])")
_BANKED = regex(r"[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{2,}|[壹贰叁肆伍陆柒捌玖拾](?=[元万])")
#: 贰拾玖万伍仟元整, 壹仟贰佰元伍角: a sum as cheques write it
_SUM_IN_WORDS = regex(
    r"(?:大写[:：]?)?(?P<yuan>[壹贰叁肆伍陆柒捌玖拾佰仟零万亿一二三四五六七八九十百千\d.,]+)(?P<unit>万?[元圆])零?"
    r"(?:(?P<jiao>[壹贰叁肆伍陆柒捌玖一二三四五六七八九])角)?(?:(?P<fen>[壹贰叁肆伍陆柒捌玖一二三四五六七八九])分)?(?P<end>[整正])?(?=$|[,。;)])"
)
#: ≥90%且≤95%, 90%≤x≤95%
_BOTH_SIGNS = regex(
    rf"(?:≥|>=|>|大于等于|大于|不[低少小]于|至少|高于)(?P<low>{ARABIC}[^\d≤<,且]*?)[,、且并]?(?:且|并且)?(?:≤|<=|<|小于等于|小于|不高于|不超过|不[大多]于|至多|低于)(?P<high>{ARABIC}.*)"
    rf"|(?P<low2>{ARABIC}[^\d≤<]*?)(?:≤|<=|<)[A-Za-z\u4e00-\u9fff]{{1,6}}(?:≤|<=|<)(?P<high2>{ARABIC}.*)"
)
_TENTHS = regex(r"(?P<tens>[一二两三四五六七八九]|\d)成(?P<ones>[一二三四五六七八九]|\d)?")
_CHINESE = regex(rf"(?P<number>[{CHINESE}]+)(?P<unit>[^{CHINESE}]*)")
_RANGE = regex(
    rf"(?P<low>{ARABIC})(?P<unit>(?:[^\d~至到-]|(?<=m)[23])*)(?:-|~|–|—|至|到)(?P<high>{ARABIC}.*?)(?:之间)?"
)
#: ±5%, 180±20mm; a share of what stands before it (500±5%) is no end of a range
_PLUS_MINUS = regex(
    rf"(?:(?P<middle>{ARABIC})(?P<unit>(?:[^\d±]|(?<=m)[23])*))?±(?P<rest>{ARABIC}.*)"
)

_PART = r"(?:[^\W\d_]{0,6}?(?:m|CO)[23]|[^\W\d_]{1,12}|[亿万]?[%‰]|°C)"
_UNIT = regex(rf"(?:{_PART}(?:[/·]{_PART}){{0,3}})?")
#: what makes the words after a number more than a unit: 个没有完工, 多人, 次性完成
_NO_UNIT = regex(
    r"未|没|尚|仍|还|待|缺|欠|差|剩|除|仅|不(?!锈|动产)|取消|停|失败|逾期|滞后|延期|超|约|左右|上下|"
    r"^每|^[万千百亿]?[余多几来]|[前后余内多]$|[日天时钟月年周度]内|增长|下降|已|均|全部|将|预计|计划|其中|因|由于|但|达到|实现|^次性|以上|以下|以内|之内|"
    r"[完竣]工|完成|分之|每$|^年[底末初年度内]|^月[底末初中]|^季度[末底]|^期(?:工程|项目|建设)|"
    rf"[一二两三四五六七八九十]+[{''.join(sorted(MEASURES))}]"
)
_PLAIN_NOUNS = regex(r"差旅|停车|超市|超声|余热|待遇|均衡|约定|还款")

#: what stands beside the actual and takes nothing from it: 12个,其中乡镇3个; 98.5%,较上年提高2个百分点
_BESIDE = regex(
    r"(?<=[^\d,])[,;](?:其中|含|包括|较|比|同比|环比|占|超额|完成率|完成比例|完成(?:年度)?目标)(?![^,]*(?:[未没不尚应停欠缺]|计划|预计))[^;]{2,40}$"
)
#: 100座(其中新建60座、改造40座)
_PARTS_IN_BRACKETS = regex(r"\((?P<parts>(?:其中|包括)[^()]*)\)$")
_WHOLE_AT_END = regex(
    r"(?:共计|合计|总计|一共|共)(?P<number>\d{1,12}(?:\.\d{1,6})?)(?P<unit>[^\d]{0,8})"
)
_PART_OF_LIST = regex(r"[^\d未没不尚]{1,12}(?P<number>\d{1,12}(?:\.\d{1,6})?)(?P<unit>[^\d]{0,8})")
_CLOSED = regex(r"\(含(?:本数)?\)|(?<=[\d%])含(?=以上|以下|以内|$)")
_OPEN = regex(r"\(不含(?:本数)?\)|(?<=[\d%])不含(?=以上|以下|以内|$)")
_UNIT_NOTE = regex(r"(?<=\d)\((?P<unit>[^()\d]{1,6})\)(?=$|以上|以下|以内)")
_NOTE = regex(r"\((?P<note>[^()]*)\)$")
#: a note with one of these may take back what stands before it
_TELLING = regex(r"[未没不应估约除扣折缺差待]|计划|预计|目标|上年|去年|往年|累计|其中|以上|以下")
_END = regex(r"[。;,、]+$")
_TRAIL = regex(r",?(?:全部|均|已|全)*(?:完成|达标|合格|覆盖|到位|落实|兑现|建成)$")
_SPACED = regex(r"\d\s+[\d.]|\d\s*\.\s+\d")
#: a decimal typed with a blank after each sign, as some do to fill a cell: 1 2 . 4
_SPACED_DECIMAL = regex(r"(?<![\d.])\d(?: \d)* \. \d(?: \d)*(?!\d| ?[\d.])")
_SPACED_THOUSANDS = regex(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d| \d)")

_CHANGE = regex(
    r"(?:同比|(?:较|比|与)?(?:上年度?|去年|上一年度?)(?:同期)?(?:相比)?)?"
    rf"(?:(?P<up>增长|增加|提高|提升|上升|增幅|增速)|(?P<down>下降|减少|降低|降幅))"
    rf"(?:率|幅度|了|为)*{_HERE}"
)
_NAME = regex(
    rf"(?P<name>[\u4e00-\u9fff]{{0,14}}(?:率|度|比例|占比|[人场批次户]数|数量|人次|金额|面积))"
    rf"(?:应|要)?(?:为|达到|达|:)?{_HERE}"
)
#: a rate of what is not wanted or not done; without a sign its direction is not plain
_BAD_RATE = regex(
    r"[不未无非没退]|差错|错误|投诉|事故|死亡|流失|失业|空置|违规|故障|偏差|超支|亏损|重复|较|上年"
)
_PER: dict[str, str] = _WORDS_OF["per"]
_EVERY = regex(
    rf"(?:平均)?(?:每个?(?P<one>[万千百]?[^\W\d_{CHINESE}每未没不无约近余几多]{{1,4}}?)|(?P<mean>{'|'.join(_PER)}))"
    rf"(?:平均)?(?:补助|补贴|奖励|资助|发放|投入|补偿|资金|成本|费用|标准|为)*(?={_HERE[3:-1]}|每)"
)
_VERBS = regex(
    r"(?:已经|已|平均|共计|总计|合计|累计|共有|总共|一共|共|实际|全年|实现|完成|开展|举办|组织|建设|建成|新建|"
    r"新增|全部|全面|均|发生|出现|收到|接到|各|分别|保持在|维持在|稳定在|保持|改造|维修|采购|购置|培训|发放|覆盖|安装|服务|资助|救助|补助|检查|制作|编制|印发|受益|租赁|达到|"
    rf"达|为|是)+:?{_HERE}"
)
#: a level that was, or is to be, reached from below or from above: 提高到95%, 降至5%以下
_LEVEL = regex(
    rf"(?:(?P<up>提高|提升|增加|上升|增长)|(?P<down>下降|降低|减少|压减|控制|降))[到至]{_HERE}"
)
_EXACT = Context(prec=80)
#: a third of 100%, cut, so that 66.67% reaches two thirds
_FINE = 4  # decimals of a share told as a part of so many
_MOST_YEARS = 1000


@record()
class Quantity:
    """A number with its unit. `base` is its size in the base unit of the unit's kind."""

    value: Decimal
    unit: Unit

    @property
    def base(self) -> Decimal:
        """Exact value in base units (元, g, m, one for percent …)."""
        return _EXACT.multiply(self.value, self.unit.size)

    def __str__(self) -> str:
        return f"{self.unit.change}{print_number(self.value)}{self.unit.name}"


@dataclass(frozen=True, slots=True)
class Amount:
    """What `read_amount` made out. `sign` is one of ≥ ≤ > < = or empty; `high` ends a range."""

    sign: str
    low: Quantity
    high: Quantity | None = None


@dataclass(slots=True)
class _Words:
    """What the words around the number say, as they are taken off."""

    sign: str = ""
    change: str = ""
    per: str = ""
    bad: bool = False


#: spellings of forms, each with the usual one: (≥95)%, 95以上%, 12月月底, 个自然日
_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        regex(r"^([≥≤<>=]{0,2})\(([≥≤<>=]{0,2}\d[\d.]*(?:[-~至—]\d[\d.]*)?)\)(?=[^\d()]{1,8}$)"),
        r"\1\2",
    ),
    (regex(r"(?<=\d)(及?以[上下内])([%‰])$"), r"\2\1"),
    (regex(r"(?<=\d月)月(?=[底初末])"), ""),
    # 98.%, 30.人, 95%.: a point that parts nothing
    (regex(rf"(?<=\d)\.(?=(?:[%‰]|{MEASURE_WORDS})$)|(?<=[%‰\u4e00-\u9fff])\.$"), ""),
    # 95%+, 100+人
    (regex(r"^([^\d+]*\d[\d.,]*[%‰\u4e00-\u9fff]{0,4})\+$"), r"\1以上"),
    (regex(r"^(\d[\d.,]*)\+([%‰\u4e00-\u9fff]{1,4})$"), r"\1\2以上"),
    # of what in brackets, or with 每: 元/(人·月)
    (regex(r"/\(([^()\d]{1,12})\)|/每(?=[\u4e00-\u9fff])"), r"/\1"),
    (regex(r"个?(?:自然日|日历[天日])"), "天"),
    # 1个半月, 两年半: a length of time and half of its unit
    (
        regex(
            rf"(?<![\d.{CHINESE}])(\d{{1,4}}|[一两二三四五六七八九十])(?:个半(小时|月)|(个?小时|个月|[年天])半)(?!径)"
        ),
        lambda m: f"{read_number(m[1])}.5{'个月' if m[2] == '月' else m[2] or m[3]}",
    ),
    (
        regex(rf"(?<![\d.{CHINESE}上下前后每/])半(?=个?(?:月|小时|工作日)|[年天日]|学期)"),
        "0.5",
    ),
    (
        regex(r"(?<![\d.])(\d{1,3})个?小时([1-5]?\d)分钟?(?!\d)"),
        lambda m: f"{int(m[1]) * 60 + int(m[2])}分钟",
    ),
)


def usual(plain: str) -> str:
    """A folded value in the usual spelling, where a form spells it in another way."""
    for pattern, so in _SPELLINGS:
        plain = pattern.sub(so, plain)
    return plain


def read_quantity(text: str) -> Quantity | None:
    """A number and its unit and nothing else; None where it is not that. `text` is folded."""
    if match := _PERCENT_WORDS.fullmatch(text):
        number = Decimal(100) if match["number"] == "百" else read_number(match["number"])
        return None if number is None else Quantity(number, read_unit("%"))
    if _HALF.fullmatch(text):
        return Quantity(Decimal(50), read_unit("%"))
    if match := _PART_OF.fullmatch(text):
        below = _ROUND.get(match["below"]) or read_number(match["below"])
        above = read_number(match["above"])
        if not below or above is None:
            return None
        share = cut_off(Fraction(above) * 100 / Fraction(below), _FINE)
        return Quantity(share.normalize() + 0, read_unit("%"))
    if match := _TENTHS.fullmatch(text):
        tens, ones = read_number(match["tens"]), read_number(match["ones"] or "零")
        if tens is not None and ones is not None:
            return Quantity(tens * 10 + ones, read_unit("%"))
    match = _NUMBER.fullmatch(text)
    if not match:
        match = _CHINESE.fullmatch(text)
        if not match or not _counts(match["number"], match["unit"]):
            return None  # a Chinese numeral counts with a measure word: 三次, not 一流
    unit = match["unit"]
    if not _UNIT.fullmatch(unit) or _NO_UNIT.search(_PLAIN_NOUNS.sub("", unit)) or unit == "月":
        return None
    number = read_number(match["number"])
    if number is None or (unit == "年" and number >= _MOST_YEARS):
        return None  # a year, if anything, not a length of time
    return Quantity(number, read_unit(unit))


def _counts(number: str, unit: str) -> bool:
    """Whether a Chinese numeral may stand before the unit: a measure word (三次), a length of time (七十八分钟), or nothing at all."""
    if not unit:
        return number == "零"
    if unit[0] in MEASURES or unit[0] == number or unit in MEASURE_NAMES:
        return True
    kind = read_unit(unit).kind
    return kind in DURATIONS or (kind in MEASURED and len(unit) > 1)  # 二百平方米, not 三方


def read_amount(plain: str, *, actual: bool = False) -> Amount | None:
    """The one amount that `plain` (folded) states; None where it states none or more than one.

    In an `actual`, 达到95% tells what was reached; in a target it asks for 95% at least.
    """
    if actual:
        plain = _PARTS_IN_BRACKETS.sub(r",\g<parts>", plain)
    text = _without_notes(_close(_plain_numbers(plain)))
    if text is None:
        return None
    if actual:
        text = _sum_told(text) or _BESIDE.sub("", text)
    if ends := _between_signs(text):
        return ends
    strict = bool(_OPEN.search(text))
    words = _Words()
    body = _take_off(_OPEN.sub("", text), words, actual=actual)
    after = _SUFFIX.search(body)
    if after and after["side"] == "内" and not _lasts(body[: after.start()]):
        after = None  # 16个小区内安装: a place
    if after:
        side = "≥" if after["side"] == "以上" else "≤"
        if words.sign and not _same_side(words.sign, side):
            return None
        words.sign, body = words.sign or side, body[: after.start()]
    if strict:
        words.sign = {"≥": ">", "≤": "<"}.get(words.sign, "?")
    if words.bad and (actual or not words.sign):
        return None
    if (done := _DONE_IN.fullmatch(body)) and _lasts(done["time"]):
        body = done["time"]
    return _finish(_TRAIL.sub("", body), words)


def _lasts(text: str) -> bool:
    """Whether it is a length of time, or a share or sum that may be kept within."""
    quantity = read_quantity(text)
    return quantity is not None and quantity.unit.kind in DURATIONS | {"比例", "金额"}


#: brackets around the whole of a value, and a unit written twice (90万元万元)
_WHOLE = regex(r"[(\[【]([^()\[\]【】]*\d[^()\[\]【】]*)[)\]】]")
_TWICE = regex(rf"(?<=[\d{CHINESE}])(万元|元|人|个|户|次|天|公里|平方米)\1$")


def _plain_numbers(text: str) -> str:
    """Bank numerals, numbers in two steps and 人(次) in their usual form."""
    text = _SUM_IN_WORDS.sub(_in_figures, text)
    text = _BANKED.sub(lambda m: m[0].translate(CAPITALS), text)
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
    text = _TWICE.sub(r"\1", text)
    text = re.sub(r"[￥¥](?=\d[\d,.]*[万亿]?元)", "", text)
    text = re.sub(r"人\(次\)|人、次", "人次", text).replace("人民币", "")
    return _STEPS.sub(_in_one, text)


def _in_figures(match: re.Match[str]) -> str:
    """295000元 for 贰拾玖万伍仟元整; what holds no 角, 分 or 整 stays as it is."""
    if not (match["jiao"] or match["fen"] or match["end"]):
        return match[0]
    whole, jiao, fen = (
        read_number((match[part] or "零").translate(CAPITALS)) for part in ("yuan", "jiao", "fen")
    )
    if whole is None or jiao is None or fen is None or (match["unit"][0] == "万" and (jiao or fen)):
        return match[0]
    return f"{print_number(whole + jiao / 10 + fen / 100)}{match['unit'].replace('圆', '元')}"


def _in_one(match: re.Match[str]) -> str:
    high = {"万": 10**4, "亿": 10**8}[match["one"]]
    low = {"千": 10**3, "万": 10**4, None: 1}[match["two"]]
    if not match["two"] and len(match["low"]) != len(str(high)) - 1:
        return match[0]  # 1万5: in speech 15 000
    return str(int(match["high"]) * high + int(match["low"]) * low)


def _between_signs(text: str) -> Amount | None:
    match = _BOTH_SIGNS.fullmatch(text)
    if not match:
        return None
    low_text, high_text = match["low"] or match["low2"], match["high"] or match["high2"]
    high = read_quantity(high_text)
    low = read_quantity(low_text)
    if low is not None and high is not None and not low.unit.name:
        low = Quantity(low.value, high.unit)
    if low is None or high is None or not low.unit.same_kind(high.unit) or low.base > high.base:
        return None
    return Amount("", low, high)


def _finish(body: str, words: _Words) -> Amount | None:
    if words.sign == "?":
        return None
    if not words.sign and (ends := _read_range(body)):
        return Amount("", *(_with(q, words) for q in ends))
    quantity = read_quantity(body)
    if quantity is None or (words.per and not quantity.unit.name):
        return None
    return Amount(words.sign, _with(quantity, words))


def _with(quantity: Quantity, words: _Words) -> Quantity:
    unit = read_unit(f"{quantity.unit.name}{words.per}") if words.per else quantity.unit
    return Quantity(quantity.value, replace(unit, change=words.change))


def _same_side(sign: str, side: str) -> bool:
    return sign in {"≥", ">"} if side == "≥" else sign in {"≤", "<"}


def _close(plain: str) -> str | None:
    """Without blanks and end marks; None where a blank parts two numbers or a figure is a sign."""
    text = _END.sub("", plain.strip())
    for spaced in (_SPACED_THOUSANDS, _SPACED_DECIMAL):
        text = spaced.sub(lambda m: m[0].replace(" ", ""), text)
    return None if _SPACED.search(text) else "".join(text.split())


def _without_notes(text: str | None) -> str | None:
    """Without notes in brackets; a unit in brackets stays: 100(%) is 100%."""
    if text is None:
        return None
    text = _CLOSED.sub("", text)
    if match := _UNIT_NOTE.search(text):
        if "含" not in match["unit"]:
            text = text[: match.start()] + match["unit"] + text[match.end() :]
    elif (match := _NOTE.search(text)) and not _OPEN.search(match[0]):
        if _TELLING.search(match["note"]):
            return None
        text = text[: match.start()]
    return text


def _sum_told(text: str) -> str:
    """The whole of a list that says it at its end (城区8个,乡镇4个,共12个), where the parts make it; else empty."""
    *parts, last = re.split(r"[,、;]", text)
    whole = _WHOLE_AT_END.fullmatch(last)
    found = [_PART_OF_LIST.fullmatch(part) for part in parts]
    if whole is None or len(found) < 2 or None in found:  # noqa: PLR2004 - fewer make no list
        return ""
    named = [(Decimal(m["number"]), m["unit"]) for m in found if m is not None]
    number, unit = Decimal(whole["number"]), whole["unit"]
    agree = sum(n for n, _ in named) == number and {u for _, u in named} <= {unit, ""}
    return f"{whole['number']}{unit}" if agree else ""


def _take_off(text: str, words: _Words, *, actual: bool) -> str:
    """Takes what is known off the front, each kind of word once, and notes what it said."""
    for _ in range(8):
        if actual and (match := _VERBS.match(text)):
            pass
        elif not words.sign and (match := _LEVEL.match(text)):
            words.sign = "" if actual else "≥" if match["up"] else "≤"
        elif not words.sign and (match := _SIGN.match(text)):
            words.sign = SIGN_OF[match[0]]
        elif not words.change and (match := _CHANGE.match(text)):
            words.change = "增长" if match["up"] else "下降"
        elif match := _EVERY.match(text):
            words.per += "/" + (match["one"] or _PER[match["mean"]])
        elif (match := _SINCE.match(text)) or (match := _VERBS.match(text)):
            pass
        elif match := _NAME.match(text):
            words.bad = words.bad or bool(_BAD_RATE.search(match["name"]))
        else:
            break
        text = text[match.end() :]
    return text


def _read_range(text: str) -> tuple[Quantity, Quantity] | None:
    if match := _PLUS_MINUS.fullmatch(text):
        away = read_quantity(match["rest"])
        if away is None or match["middle"] is None:
            return None if away is None else (Quantity(-away.value, away.unit), away)
        middle = read_quantity(match["middle"] + (match["unit"] or away.unit.name))
        if (
            middle is None
            or middle.unit != away.unit
            or (away.unit.kind == "比例" and not match["unit"])
        ):
            return None
        return (
            Quantity(middle.value - away.value, away.unit),
            Quantity(middle.value + away.value, away.unit),
        )
    match = _RANGE.fullmatch(text)
    high = read_quantity(match["high"]) if match else None
    if not match or high is None:
        return None
    low = read_quantity(match["low"] + (match["unit"] or high.unit.name))
    if low is None or not low.unit.same_kind(high.unit) or low.base > high.base:
        return None
    if not high.unit.name and {int(low.value), int(high.value)} <= set(YEARS):
        return None  # 2021-2022
    return low, high


def odd_figure(text: str) -> bool:
    """Whether a figure stands there that folding would turn into another: ①16 is not 116."""
    return any(
        unicodedata.category(c) == "No" and not (c in "²³" and text[i - 1 : i].isalpha())
        for i, c in enumerate(text)
    )


_REASONS = (
    (regex(r"^(?:预计|计划|拟|力争|将)"), "写的是打算，请写已有的实际值"),
    (
        regex(r"(?<!节)约(?!定|束)|近(?=\d)|接近|大概|左右|上下|\d[万千百亿]?[余多几来]"),
        "是约数，请写准确的数",
    ),
    (regex(r"\d[/:]\d"), "是分数或比例，请换算成百分数或一个数"),
    (regex(rf"{ARABIC}[^\d]{{0,6}}[-~–—至]{ARABIC}"), "是一个范围，请写准确的数"),
    (regex(r"\d[^\d,.]+\d"), "有不止一个数，请只写一个数和单位，几件事分成几条指标"),
    (regex(r"[不未无非没较]|其中"), "有数字，但说的不是完成了多少，请只写数和单位"),
)


def why_not(plain: str) -> str:
    """A Chinese clause on why `plain`, which holds figures, is no single amount."""
    plain = "".join(plain.split())
    for pattern, reason in _REASONS:
        if pattern.search(plain):
            return reason
    return "有数字但读不成一个数量，请只写数和单位"
