"""Whether words are a value of the kind that a place wants, and how the data file writes it.

A place wants a number with a unit, a day, a deadline, an office or person, a cause, an act, the name of a
notice …; words of another kind are no answer to it, whatever was asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.chat.finished import told_as_done
from assistant.chat.naming import FUNDS, ROWS, row_names, row_path, split
from assistant.chat.remarks import is_not_known, is_remark
from assistant.facts.wording import tells_change
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation, Indicator
from assistant.patterns import regex
from assistant.values.numerals import print_number
from assistant.values.quantity import (
    AtLeast,
    AtMost,
    Between,
    Deadline,
    Exactly,
    Unsigned,
)
from assistant.values.reading import YEARS
from assistant.values.spoken import (
    Spoken,
    SpokenDay,
    amounts_in,
    counted,
    days_in,
    nearest_day,
    unit_fits,
    with_years,
)

Wants = Literal["number", "day", "words", "cause", "act", "office", "deadline", "money", "points", "level", "share",
                "unit", "notice", "date", "text", "target", "name", "year", "remarks"]  # fmt: skip

_BY_KEY: dict[str, Wants] = {
    "原因": "cause", "措施": "act", "责任单位": "office", "完成时限": "deadline", "佐证": "text", "目标": "target",
    "分值": "points", "完成程度": "level", "评分比例": "share", "名称": "name", "来源": "name",
}  # fmt: skip
_REPORT: dict[str, Wants] = {
    "报告.主送": "unit", "报告.署名": "unit", "报告.通知": "notice", "报告.成文日期": "date", "项目.主管部门": "unit",
    "项目.实施单位": "unit", "资金.原因": "cause", "资金.措施": "act", "项目.名称": "name", "项目.年度": "year", "报告.其他说明": "remarks",
}  # fmt: skip
_MONEY = {"元": Decimal(1), "万": Decimal(10_000), "万元": Decimal(10_000), "亿": Decimal(10**8), "亿元": Decimal(10**8),
          "千元": Decimal(1000), "块": Decimal(1), "块钱": Decimal(1)}  # fmt: skip
_ENDS = regex(r"[了吧啊呀哦噻嘛哈呗咯嘞啦的。.!！~、，,；;\s]+$")
_STARTS = regex(
    r"^(?:[、，,；;:：\s]|嗯+|那个|就是说?|主要是?因为|主要是?由于|主要是|因为|由于|原因就?是|是因为|大致是|大概是)+"
)
_BY_OWNER = regex(
    r"(?:^|(?<=[，,；;。、]))\s*(?:下一步)?由?(?P<owner>[\u4e00-\u9fff]{2,16}?)(?:来|具体|共同|同时)?(?:负责(?:落实|组织|牵头)?|牵头|落实|盯[到着]?办?|督办|承办|来管)(?=$|[，,；;。\s])"
)
_BY = regex(r"由(?=(?P<said>[\u4e00-\u9fff\d]{3,30}))")
_BY_WHEN = regex(
    r"^[于在]?(?:今年|明年|后年|\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}[日号]|[上中下]旬|底|初|末)?(?:之?前|以前)?"
)
_LEADS = ("负责", "牵头", "与", "会同", "组织", "落实", "督促", "督办")
_OWNER_TOLD = regex(
    r"[，,；;\s]责任(?:单位|股室|科室|部门|人)(?:是|为|：|:)?(?P<owner>[\u4e00-\u9fff]{2,16})(?=$|[，,；;。\s])"
)
_YEAR_WORDS = 14  # letters of a line that gives a year and nothing else
_WORDED = (
    "如期完成",
    "按期完成",
    "按时完成",
    "提前完成",
    "准时完成",
    "如期",
    "按期",
    "按时",
    "提前",
    "及时完成",
    "逾期完成",
    "未完成",
)


@dataclass(frozen=True, slots=True)
class Value:
    """`text` as the file writes it; `note` what was filled in (a unit, a year), to be shown; `parts` further keys."""

    text: str
    note: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NoValue:
    """Why the words are no value of that kind: a finished Chinese sentence."""

    why: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a place wants: its kind, for a number the unit of the target, and whether it may be `several` of the kind."""

    kind: Wants
    unit: str = ""
    row: Indicator | None = None
    several: bool = False


def wanted_at(evaluation: Evaluation, path: str) -> Wanted:
    """What the place wants of a person."""
    listed, name, key = split(path)
    if listed == FUNDS:
        return Wanted(
            "cause" if key == "原因" else "name" if key == "来源" else "money",
            evaluation.funds.unit if evaluation.funds else "万元",
        )
    if listed != ROWS:
        return Wanted(_REPORT.get(path, "text"), several=path == "报告.主送")
    names = row_names(evaluation)
    if name not in names:
        return Wanted("text")
    row = evaluation.indicators[names.index(name)]
    if key == "实际":
        return _actual(row, evaluation.project.year)
    if key == "目标":
        return Wanted("target", _actual(row, evaluation.project.year).unit, row)
    return Wanted(_BY_KEY.get(key, "text"), row=row)


def _actual(row: Indicator, year: int) -> Wanted:
    if row.direction == "定性":
        return Wanted("words", row=row)
    target = row.readings(year).wanted
    if isinstance(target, Deadline):
        return Wanted("day", row=row)
    if isinstance(target, AtLeast | AtMost | Exactly | Unsigned):
        return Wanted("number", target.limit.unit.name, row)
    if isinstance(target, Between):
        return Wanted("number", target.high.unit.name, row)
    if not target and row.actual and (found := amounts_in(row.actual)):
        return Wanted("number", found[0].unit, row)
    return Wanted("words", row=row)


def number_value(wanted: Wanted, amount: Spoken) -> Value | NoValue:
    """An amount for a row that counts, with the target's unit where none was said."""
    row, unit = wanted.row, wanted.unit
    name = row.name if row else ""
    if unit == "%":
        return _percentage(amount, row, name)
    value, said, filled = _in_unit(amount, unit)
    if said not in {"", "个"} and not unit_fits(said, unit):
        return NoValue(
            f"“{name}”的指标值按“{unit}”算，您说的是“{amount.text}”，单位对不上，请按“{unit}”再说一次。"
        )
    if filled and _far_off(value, wanted):
        smaller = _plain(value / _LARGE[unit[0]])
        if not _far_off(smaller, wanted) and _close(
            smaller, wanted
        ):  # 9500 where 0.98万元 is the target
            return Value(f"{print_number(smaller)}{unit}", f"是{print_number(smaller)}{unit}吗？")
        return NoValue(f"“{name}”按“{unit}”算，您说的“{amount.text}”差得太远，请带上单位再说一次。")
    if said == "个" and unit and not counted(unit):
        return NoValue(f"“{name}”按“{unit}”算，请按“{unit}”再说一次。")
    if not said or (said == "个" and unit):  # 8734个娃儿 of 8600人
        said = unit
    text = f"{print_number(value)}{said}"
    if amount.elided:
        return Value(text, f"是{text}吗？")
    return Value(text, f"单位按指标值填作“{unit}”" if filled and unit else "")


def _in_unit(amount: Spoken, unit: str) -> tuple[Decimal, str, bool]:
    """The amount's value and unit as the row writes them, and whether the unit was filled in.

    二十一万六 is 21.6 of 万人; 2.1万 and 三块一 are prices of a row of 万元/公里 and of 元/头.
    """
    above, slash, _ = unit.partition("/")
    said = amount.unit
    if slash and "/" not in said and "元" in above and said in {"万", "亿", *_MONEY}:
        of = _MONEY[above] if above in _MONEY else Decimal(1)
        return _plain(amount.value * _MONEY[said or "元"] / of), unit, False
    if slash and said == above:
        return amount.value, unit, False
    if said in {"块", "块钱"} and "元" in unit:
        said = "元"
    if amount.spelled and not said and unit.startswith(tuple(_LARGE)):
        return _plain(amount.value / _LARGE[unit[0]]), unit, False
    if amount.spelled and unit[:1] in _LARGE and said == unit[1:]:  # 六百二十万尾 of 万尾
        return _plain(amount.value / _LARGE[unit[0]]), unit, False
    if said in {"万", "亿", "千", "百"}:
        return amount.value, said + unit.lstrip("万亿"), False
    return amount.value, said, not said


_LARGE = {"万": Decimal(10_000), "亿": Decimal(10**8)}
_FAR = 300  # times the target: the unit of 万 was surely not meant


def _far_off(value: Decimal, wanted: Wanted) -> bool:
    """36000 said where the target is 3.4万人: a bare number that cannot be one of that unit."""
    if not wanted.unit.startswith(tuple(_LARGE)) or wanted.row is None:
        return False
    targets = amounts_in(wanted.row.target, {wanted.unit})
    return bool(targets) and value > _FAR * max(t.value for t in targets)


def _close(value: Decimal, wanted: Wanted) -> bool:
    """Whether it is less than twice, and more than half, of the target."""
    targets = [t.value for t in amounts_in(wanted.row.target, {wanted.unit})] if wanted.row else []
    return any(t / 2 < value < t * 2 for t in targets)


def _plain(value: Decimal) -> Decimal:
    return value.to_integral() if value == value.to_integral() else value.normalize()


def _small_rate(value: Decimal, row: Indicator | None) -> bool:
    """Whether a bare 0.45 is 0.45% and not 45%: it lies nearer to the target so (损耗率≤0.5%)."""
    targets = [t.value for t in amounts_in(row.target, {"%"})] if row else []
    return any(
        t > 0 and max(value / t, t / value) < max(value * 100 / t, t / (value * 100))
        for t in targets
    )


def _percentage(amount: Spoken, row: Indicator | None, name: str) -> Value | NoValue:
    value, note = amount.value, ""
    if amount.unit not in {"%", ""}:
        return NoValue(f"“{name}”要的是百分数，您说的是“{amount.text}”，是百分之多少？")
    if not amount.unit:
        if value == 1:
            return NoValue(f"“{name}”是1%还是100%？请写成百分数。")
        if 0 < value < 1:
            value, note = value if _small_rate(value, row) else value * 100, "ask"
    value = value.normalize() if value == value.to_integral() else value
    text = f"{print_number(value if value == value.to_integral() else value.normalize())}%"
    if value > 100 and row and not _may_exceed(row):  # noqa: PLR2004
        return NoValue(f"“{name}”不会超过100%，您说的是{text}，请核对。")
    return Value(text, f"是{text}吗？" if note else "")


def _may_exceed(row: Indicator) -> bool:
    """Whether more than 100 % can be of that row: it grows, or its target is more than that itself."""
    if re.search(r"增|降|长|执行", row.name):
        return True
    return any(a.value > 100 for a in amounts_in(row.target, {"%"}))  # noqa: PLR2004


def money_value(unit: str, amount: Spoken) -> Value | NoValue:
    """An amount of money in the unit of the file."""
    if amount.unit and amount.unit not in _MONEY:
        return NoValue(f"“{amount.text}”不是金额，请写成几万元或几元。")
    spelled = amount.spelled and not amount.unit  # 一千一百二十万: the number has its 万 in it
    base = Decimal(1) if spelled else _MONEY[amount.unit or unit]
    text = print_number(_plain((amount.value * base) / _MONEY[unit]))
    if amount.elided:
        return Value(text, f"是{text}{unit}吗？")
    return Value(text, "" if amount.unit or spelled else f"单位按数据文件算作{unit}")


#: a list is told row by row: words alone are none of its rows
_WHOLE_LISTS = {
    FUNDS: "资金请一笔一笔说，如“县级财政拨款 预算100万元 到位100万元 执行96.5万元”。",
    ROWS: "指标请一条一条说，如“加一条指标 购置图书册数 目标6000册 实际6120册”。",
}


#: 这个不归我管 归局办公室
_TOLD_OFFICE = regex(
    r"[，,。；;\s](?:是|应该)?[归由](?P<office>[\u4e00-\u9fff]{2,12}?)(?:管|负责)?$"
)


def read_value(evaluation: Evaluation, path: str, text: str, today: date) -> Value | NoValue:
    """The words as a value of that place, or why they are none. `text` holds the value and nothing else of note."""
    wanted = wanted_at(evaluation, path)
    plain = text.strip().strip("“”\"'")
    wordy = wanted.kind in {"cause", "act", "words", "text", "remarks"}
    plain = (_LAST if wordy else _ENDS).sub("", plain).strip()
    if not plain:
        return NoValue("没有读到内容。")
    if is_not_known(plain):
        told = _TOLD_OFFICE.search(plain) if wanted.kind == "office" else None
        if told is None or not is_office(told["office"]):
            return NoValue("")
        plain = told["office"]
    if path in _WHOLE_LISTS:
        return NoValue(_WHOLE_LISTS[path])
    reader = {
        "number": _number, "money": _money, "points": _points, "day": _day, "deadline": _deadline, "office": _office,
        "unit": _unit, "notice": _notice, "date": _date, "cause": _cause, "act": _act, "level": _level, "share": _share,
        "target": _target, "year": _year, "name": _name, "remarks": _remarks,
    }.get(wanted.kind, _words)  # fmt: skip
    made = reader(evaluation, wanted, plain, today)
    if (
        wanted.kind in {"text", "remarks"}
        and isinstance(made, Value)
        and not _text_of_its_kind(path, made.text)
    ):
        return NoValue("这不像是要填在这里的内容，没有记。")
    return made


def _number(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    amounts = amounts_in(text, {wanted.unit} if wanted.unit else ())
    name = wanted.row.name if wanted.row else ""
    if len(amounts) != 1:
        return NoValue(
            f"“{name}”要一个确切的数{f'，单位是“{wanted.unit}”' if wanted.unit else ''}。"
        )
    return number_value(wanted, amounts[0])


def _money(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    amounts = [x for x in amounts_in(text) if x.unit in _MONEY or not x.unit]
    return (
        money_value(wanted.unit, amounts[0])
        if len(amounts) == 1
        else NoValue("这里要一个金额，如 552.3万元。")
    )


def _points(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    amounts = amounts_in(text)
    if len(amounts) == 1 and amounts[0].unit in {"", "分"}:
        return Value(print_number(amounts[0].value))
    return NoValue("分值要一个数，如 10分。")


def _day(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    year = evaluation.project.year
    found = days_in(text, today, past=True, year=year)
    if len(found) == 1 and not re.match(r"以?后|之后|过后", text[found[0].end :]):
        day = nearest_day(text, found[0], wanted.row.actual if wanted.row else "", today)
        return Value(day.text, "" if re.search(r"\d{4}", text) else f"年份填作{day.first.year}年")
    bare = _ENDS.sub("", text)
    if bare in _WORDED:
        return Value(bare)
    name = wanted.row.name if wanted.row else ""
    return NoValue(f"“{name}”要一个日期，如 {year}年9月28日；还没有完成的请说“还没有完成”的原因。")


#: 9月30号 24年: the year said behind its day
_YEAR_BEHIND = regex(r"(?P<day>\d{1,2}月\d{1,2}[日号](?:前|之前)?)[\s，,]*(?P<year>(?:20)?\d\d)年$")


#: 每年3月底前, 2026年起每年3月底前: a deadline that comes again; it has no year to be filled in
_EVERY = regex(
    r"(?P<when>(?:(?:从|自)?20\d\d年(?:起|开始)[，,]?)?(?:以后|今后|往后)?每(?:一?年|个?季度?|个?月|半年)度?的?"
    r"(?:(?:\d{1,2}月|第?[一二三四]季度)(?:\d{1,2}[日号]|[上中下]旬|底|初|末)?|\d{1,2}[日号]|[上中下]旬|[底初末])(?:之?前|以?内)?)"
    r"(?:完成|办完|做完|落实|到位)?(?P<rest>.*)"
)
#: 以后3月底前: of every year to come, and of none
_FROM_NOW_ON = regex(r"(?:以后|今后|往后|此后)[，,]?(?:都|要|在|应|须|于)*$")


def _next_year(text: str, evaluation: Evaluation, today: date) -> str:
    """次年 is the year behind the evaluated one, where that is not over."""
    following = evaluation.project.year + 1
    return text.replace("次年", f"{following}年") if following >= today.year else text


#: 12月4号完的工, 11月28才收官: what is done, and no deadline
TELLS_DONE = regex(r"(?:完|结束|好|齐|成|验|收)[的了]|才|收官|已经|过了")


@lru_cache(maxsize=1)
def _festivals() -> re.Pattern[str]:
    words = {
        w: entry
        for entry in lexicon("festivals")["moving"]
        for w in entry["words"]
        if "汛" not in w
    }
    named = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return regex(
        rf"(?P<year>20\d\d年|今年|明年|来年|后年)?(?P<name>{named})(?:来|到)?(?:之前|以前|前头|前)(?P<rest>[\u4e00-\u9fff]{{0,8}})$"
    )


def _before_festival(text: str, today: date) -> Value | None:
    """今年端午节前, 元宵节前肯定给他换完: a day that moves from year to year stays as it is called, with its year."""
    match = _festivals().search(text)
    if match is None or match.start() > _LEAD or re.search("没|未|不", match["rest"]):
        return None
    said = match["year"] or ""
    entry = next(e for e in lexicon("festivals")["moving"] if match["name"] in e["words"])
    year = today.year + {"今年": 0, "明年": 1, "来年": 1, "后年": 2}.get(said, 0)
    if said[:2] == "20":
        year = int(said[:4])
    elif not said and (today.month, today.day) > tuple(entry["last"]):
        year += 1
    name = next(w for w in entry["words"] if match["name"] in w)
    return Value(f"{year}年{name}前", "" if said[:2] == "20" else f"年份填作{year}年")


_LEAD = 3  # letters before a deadline: 就在, 应该


def _deadline(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    text = _next_year(text, evaluation, today)
    if behind := _YEAR_BEHIND.search(text):
        text = f"{text[: behind.start()]}20{behind['year'][-2:]}年{behind['day']}"
    if (every := _EVERY.match(re.sub(r"^(?:是|为|改成|改为|[:：])+", "", text))) and not every[
        "rest"
    ]:
        return Value(every["when"])
    if moving := _before_festival(text, today):
        return moving
    if numeric := re.fullmatch(r"(?P<month>1[0-2]|0?[1-9])[./](?P<day>3[01]|[12]\d|0?[1-9])", text):
        text = f"{numeric['month']}月{numeric['day']}日"  # 6.30
    found = days_in(text, today)
    if len(found) != 1:
        return NoValue("完成时限要一个说得准的日子，如 明年3月底前、6月30日前。")
    rest = text[: found[0].start] + text[found[0].end :]
    if not found[0].before and TELLS_DONE.search(rest):
        return NoValue(
            "这说的是已经办完的日子，不像是完成时限。请说什么时候能完成，如 明年3月底前。"
        )
    if re.search(r"[\d]|以后|之后|[你您]|我(?![们县市区局校馆站省镇乡村院中所单国])", rest):
        return NoValue("完成时限要一个说得准的日子，如 明年3月底前、6月30日前。")
    return Value(
        found[0].text, "" if re.search(r"\d{4}", text) else f"年份填作{found[0].first.year}年"
    )


def _date(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    found = days_in(text, today, year=today.year)
    if len(found) == 1 and found[0].first == found[0].last and not found[0].before:
        return Value(found[0].first.isoformat())
    return NoValue("成文日期要具体到日，如 2025年3月20日。")


def _year(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    match = re.search(r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?=年|$)", text)
    if match and int(match["year"]) in YEARS and len(text) <= _YEAR_WORDS:
        return Value(match["year"])
    return NoValue("年度写成四位数，如 2024。")


def is_office(text: str) -> bool:
    """Whether the words are the name of an office, a unit or a person."""
    words = lexicon("offices")
    if not re.fullmatch(r"[\u4e00-\u9fff（）()、和及与“”A-Za-z0-9]{2,40}", text) or re.search(
        r"[，。；]", text
    ):
        return False
    pieces = [p for p in re.split(r"[、和及与]", text) if p]
    return bool(pieces) and all(_one_office(p, words) for p in pieces)


#: words of grammar that no name holds: who speaks, what is over or denied or asked, what may be, when
_NO_NAME = regex(
    r"[我你您他她它俺咱恁佢]|[了着过吗呢吧](?!渡)|[没未]|不|什么|[问说讲](?!询)|时候|因为|由于|下雨"
    r"|(?:要|得|能|会|可以|应该)(?=[\u4e00-\u9fff]{4})(?!计|议|展|所|员)|[今明昨前后去本][天年日]|\d+[年月日号]|[底初末]前|挂|改成|写"
)


def _one_office(text: str, words: dict[str, object]) -> bool:
    ends = (*words["offices"], *words["titles"])  # type: ignore[misc]
    if _NO_NAME.search(text):
        return False
    if text.endswith(tuple(ends)) and len(text) > 1:
        return True
    surnames = str(words["surnames"])
    person = re.search(r"(?:[老小][\u4e00-\u9fff])$", text)
    if person and person[0][1] in surnames:
        return len(text) <= 14  # noqa: PLR2004
    return 2 <= len(text) <= 3 and text[0] in surnames  # noqa: PLR2004


#: 托育股 消防大队配合: who leads, and who helps
_HELPED = regex(
    r"(?P<lead>[\u4e00-\u9fff]{2,16}?)(?:牵头|为主|主抓)?[\s，,]+(?P<help>[\u4e00-\u9fff、和]{2,20}?)(?:也|来|都)*(?P<how>配合|协助|参与|协同|搭把手|帮忙|帮着)"
)


def _named_alone(text: str) -> str:
    """The one office of a line with a short remark beside it: 养护队吧 大概; of two the one said to be it: 茶叶站 就是茶叶推广站."""
    pieces = [p for p in re.split(r"[\s，,。.…；;]+", text) if p]
    named = [
        p for p in pieces if not _DENIED.match(p) and is_office(_ENDS.sub("", _CALLED.sub("", p)))
    ]
    rest = [p for p in pieces if p not in named]
    if len(pieces) < 2 or any(len(p) > _REMARK or _says_more(p) for p in rest):  # noqa: PLR2004
        return ""
    if len(named) == 2 and not rest and re.match(r"(?:也)?就是|全称", named[1]):  # noqa: PLR2004
        named = named[1:]
    return _ENDS.sub("", _CALLED.sub("", named[0])) if len(named) == 1 else ""


def _says_more(piece: str) -> bool:
    """Whether a piece beside a name has a number, or another name that it does not deny."""
    ends = "|".join(map(re.escape, lexicon("offices")["offices"]))
    return bool(re.search(r"\d", piece)) or (
        not _DENIED.match(piece) and bool(re.search(rf"[\u4e00-\u9fff](?:{ends})", piece))
    )


_REMARK = 8  # letters of a remark beside a name
_DENIED = regex(r"别|莫|不要|不写|不是")
_CALLED = regex(r"^(?:也?就是|全称是?|是|写|填|用|由|改成|改为)+")


#: 环保站和农业办 负责人写刘振山: an office, and the person in it
_LED_BY = regex(
    r"(?P<office>[\u4e00-\u9fff、]{2,24}?)[\s，,、]*(?:的)?(?:负责人|责任人|联系人|经办人)(?:写|填|是|为|叫|[:：])*\s*(?P<who>[\u4e00-\u9fff]{2,8})"
)


def _office(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    text = _named_alone(text) or text
    plain = re.sub(r"^(?:就是|就|是|由|归|让|给|交给|应该是|写|填|找|换成|改成|[:：])+", "", text)
    plain = (
        re.sub(
            r"(?:来|具体|共同|一起|他们|那边)*(?:负责|牵头|管|落实|来管|来负责|抓|办|承担|盯[着到]?)?(?:的|了)?$",
            "",
            plain,
        )
        or plain
    )
    plain = plain if is_office(plain) or not is_office(text) else text
    if (with_help := _HELPED.fullmatch(plain)) and is_office(with_help["lead"]) and is_office(with_help["help"]):  # fmt: skip
        how = with_help["how"] if with_help["how"] in {"配合", "协助", "参与", "协同"} else "配合"
        return Value(f"{with_help['lead']}（{with_help['help']}{how}）")
    if (led := _LED_BY.fullmatch(plain)) and is_office(led["office"]) and is_office(led["who"]):
        return Value(f"{led['office']}（负责人：{led['who']}）")
    parts = re.split(r"[\s，,]+", plain)
    parts = [re.sub(r"盯[着到]?$", "", part) for part in parts]
    if len(parts) > 1 and all(is_office(part) for part in parts):
        person = parts[-1].endswith(tuple(lexicon("offices")["titles"]))
        plain = "".join(parts) if person else "、".join(parts)  # 水生态科 王科长
    if match := re.fullmatch(r"(?P<who>[老小][\u4e00-\u9fff])他们(?P<office>.+)", plain):
        plain = match["office"]
    return (
        Value(plain)
        if is_office(plain)
        else NoValue("责任单位要写股室、单位或负责人的名字，如 工程股。")
    )


#: 再加一个县委办: one more of several
_ONE_MORE = regex(
    r"(?:还|再|多|另外?|也)*(?:要|得)?(?:加|添|增加|补)(?:上|一?个|一家)?(?P<name>.+)"
)


#: 交通局跟公交公司两家: two units that sign or are written to together
_JOINED = regex(
    r"(?P<one>[\u4e00-\u9fff]{3,20}?)(?:跟|和|与|、|还有)(?P<other>[\u4e00-\u9fff]{3,20}?)(?:[两二]家|一起|联合|共同)*"
)


def _unit(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    more = _ONE_MORE.match(text) if wanted.several else None
    if more and evaluation.report.addressee:
        one = _unit(evaluation, replace(wanted, several=False), more["name"], today)
        if isinstance(one, Value):
            return replace(one, text=f"{evaluation.report.addressee.rstrip('：:')}、{one.text}")
        return one
    text = _named_alone(text) or text
    plain = re.sub(r"^(?:就是|就|是|写|填|给|改成|改为|换成|[:：])+", "", text)
    if joined := _JOINED.fullmatch(plain):
        both = [_unit(evaluation, wanted, joined[k], today) for k in ("one", "other")]
        if all(isinstance(one, Value) for one in both):
            return Value("、".join(one.text for one in both if isinstance(one, Value)))
    own = evaluation.project.unit
    ours = re.sub(r"^(?:我们|咱们)", "", plain)
    if ours != plain and len(ours) >= 4:  # noqa: PLR2004
        plain = own if own.endswith(ours) else ours  # 我们妇幼保健服务中心
    if own and re.fullmatch(r"(?:我们?|咱们?|本)(?:自己)?(?:单位|[局校院馆站所中心]{1,2})", plain):
        return Value(own, "按实施单位的全称填")
    if re.search(r"我|咱|你|本单位|本局|^(?:多|再|另|还|也|前面|后面|都)", plain):
        return NoValue("这里要写单位的全称，如 某某县财政局。")
    if (
        days_in(plain, today)
        or re.search(r"今天|明天|昨天|\d", plain)
        or not is_office(plain)
        or len(plain) < 3  # noqa: PLR2004
        or not plain.endswith(tuple(lexicon("offices")["offices"]))
    ):
        return NoValue("这里要写单位的全称，如 某某县财政局。")
    return Value(plain)


def _notice(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    number = re.search(
        r"(?!文号)(?<!文)(?!号)[\u4e00-\u9fff]{1,12}[〔\[【(（]\s*\d{4}\s*[〕\]】)）]\s*第?\d+\s*号",
        text,
    )
    rest = (text[: number.start()] + text[number.end() :]) if number else text
    title = re.search(r"《([^》]+)》", rest)
    words = (
        title[1]
        if title
        else re.sub(r"^[是为：:，,\s]+|[（(，,：:\s]*(?:文号)?[是为：:]?[）)，,\s]*$", "", rest)
    )
    words = re.sub(r"[，,]?文号(?:是|为|：|:)?$", "", words).strip("，,（）() ")
    shown = re.sub(r"[\[【(（](\s*\d{4}\s*)[\]】)）]", r"〔\1〕", number[0]) if number else ""
    if words and not re.search(r"通知|函|方案|办法|意见|要求", words):
        return NoValue(
            "通知请写名称和文号，如 《关于开展项目支出绩效自评的通知》（某财绩〔2025〕2号）。"
        )
    if not words and not shown:
        return NoValue("通知请写名称和文号。")
    if (
        not words
        and evaluation.report.notice
        and not re.search(r"〔\d{4}〕", evaluation.report.notice)
    ):
        words = evaluation.report.notice
    return Value(f"{words}（{shown}）" if words and shown else words or shown)


def _level(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    match = re.search(r"部分达成|未达成|没达成|达成", text)
    share = [a for a in amounts_in(text) if a.share]
    if not match:
        return NoValue("请说 达成、部分达成 或 未达成。")
    parts = (("评分比例", share[0].text),) if len(share) == 1 else ()
    return Value({"没达成": "未达成"}.get(match[0], match[0]), parts=parts)


def _share(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    amounts = amounts_in(text)
    if len(amounts) == 1 and amounts[0].unit in {"%", ""}:
        value = amounts[0].value * (100 if not amounts[0].unit and amounts[0].value <= 1 else 1)
        if 0 <= value <= 100:  # noqa: PLR2004
            return Value(
                f"{print_number(value.normalize() if value % 10 else value.to_integral())}%"
            )
    return NoValue("评分比例要一个百分数，如 75%。")


def _target(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    amounts = amounts_in(text, {wanted.unit} if wanted.unit else ())
    old = wanted.row.target if wanted.row else ""
    if len(amounts) == 1 and wanted.unit:
        made = number_value(wanted, amounts[0])
        if isinstance(made, NoValue):
            return made
        if re.search(r"以内|以下|不超过|不高于|≤|<=", text):
            return Value(f"≤{made.text}", made.note)
        sign = re.match(r"[≥≤><=]+", re.sub(r"\s", "", old))
        said = re.search(r"≥|>=|不低于|不少于|以上", text)
        return Value(f"{'≥' if said else sign[0] if sign else ''}{made.text}", made.note)
    return Value(re.sub(r"^(?:是|为|应该是|改成|改为|：|:)+", "", text))


_LAST = regex(r"[吧啊呀哦噻嘛哈。.!！~、，,；;\s]+$")


def _text_only(text: str) -> str:
    return _with_commas(_LAST.sub("", _STARTS.sub("", text)).strip())


def _with_commas(text: str) -> str:
    """A space typed for a comma becomes one; 300 份 and LED 灯 stay."""
    return re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]|\d{1,4}[年月])", "，", text)


def _cause(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    plain = _text_only(text)
    if is_remark(plain):
        return NoValue("这不像是原因，没有记。")
    chinese = len(re.findall(r"[\u4e00-\u9fff]", plain))
    narrates = bool(chinese >= _TELLING and _NARRATED.search(plain))
    if chinese < 4 or not (narrates or _has(plain, "cause") or _HAPPENED.search(plain)):  # noqa: PLR2004
        return NoValue("这不像是一条原因。请说清什么事、在哪里、什么时候、影响多少。")
    if re.fullmatch(
        r"(?:各种|多种|诸多|客观|主观|其他|一些|有)+(?:的)?(?:原因|因素|情况)(?:影响)?"
        r"|[\u4e00-\u9fff]{1,4}(?:方面)?的?(?:原因|因素|影响)",
        plain,
    ):
        return NoValue(
            "这样写太笼统，财政局复核时会退回。请说具体：什么问题、在哪里、什么时候、影响多少。"
        )
    if _ADDS.search(plain) and _tells_done(plain) and not _has_reason(plain):
        return NoValue(f"这说的是做过的事，不像是原因。{_WHERE_DONE}")
    cause, measure = split_cause_and_measure(plain)
    if not measure:
        cause, measure = _split_by_deadline(plain, evaluation, today)
    if not measure and wanted.row is not None:
        cause, measure = _split_by_owner(plain, today)
    if not measure:
        return Value(cause)
    told = _act(evaluation, wanted, re.sub(r"^(?:下一步|接下来)[，,]?", "", measure), today)
    if isinstance(told, NoValue):
        return Value(plain)
    return Value(cause, parts=(("措施", told.text), *told.parts))


#: 组织了2次应急演练: done and counted, with no sense of what is to come
_DONE = regex(
    r"(?:组织|开展|举办|举行|召开|进行|完成|参加|做|搞|办)了[^，,。；;]*?(?:\d|[一二两三四五六七八九十])+\s*[次场期批回个]"
)
_TO_COME = regex(r"将|拟|下一?步|今后|以后|计划|准备|打算|继续|每[年月季周天]|定期|负责|牵头|底前|月前|进一步|尽快|争取|整改")  # fmt: skip
_ADDS = regex(r"^(?:另外|此外|还有)|还(?:[^，,。；;]{0,4})了")
_WHERE_DONE = "要写进报告请说“其他说明：…”。"


def _tells_done(text: str) -> bool:
    """Whether the words tell of something that was done so many times, and of nothing to be done."""
    return bool(_DONE.search(text)) and not _TO_COME.search(text)


def _no_measure(text: str) -> str:
    """Why the words can be no measure at all: about the talk, or of what was done; "" where they can."""
    if is_remark(text):
        return "这不像是措施，没有记。"
    return f"这说的是已经做过的事，不像是措施。{_WHERE_DONE}" if _tells_done(text) else ""


def _has_reason(text: str) -> bool:
    return bool(re.search(r"因|由于|导致|致使|影响|没|未|不|停|延|误|晚", text))


def _split_by_deadline(text: str, evaluation: Evaluation, today: date) -> tuple[str, str]:
    """A reason, and behind it a sentence that begins with a deadline that is still to come: …。2025年6月底前由…补好."""
    end = min(today, date(evaluation.project.year + 1, 1, 1))
    for cut in re.finditer(r"[。；;]\s*", text):
        tail = text[cut.end() :]
        days = days_in(tail, today)
        if days and days[0].start <= len("力争在") and days[0].before and days[0].last >= end:
            return _LAST.sub("", text[: cut.start()]), tail
    return text, ""


def _split_by_owner(text: str, today: date) -> tuple[str, str]:
    """A reason, and behind it an act with who does it or by when: …车进不去，等路通了补装，社会事业股牵头，明年五月底搞完."""
    clauses = re.split(r"[，,；;。]", text)
    for cut in range(1, len(clauses) - 1):
        rest = clauses[cut + 1 :]
        who = any((m := _BY_OWNER.fullmatch(c)) and is_office(m["owner"]) for c in rest)
        when = any((d := days_in(c, today)) and d[0].last > today and not _text_only(_without_days(c, today)) for c in rest)  # fmt: skip
        if (who and can_be_measure(clauses[cut]) and not re.search("没|未|不", clauses[cut])) or (when and _SOON.match(clauses[cut])):  # fmt: skip
            return _LAST.sub("", "，".join(clauses[:cut])), "，".join(clauses[cut:])
    return text, ""


#: 等路通了…, 开春…: an act that waits for its time
_SOON = regex(r"等|待|开春|明年|下[个一]?[月年步]|接下来|马上|尽快|抓紧|再[\u4e00-\u9fff]")


def split_cause_and_measure(text: str) -> tuple[str, str]:
    """A reason and, where sentences speak of what will be done, those apart."""
    cut = re.search(
        r"(?:[。；;]|[，,](?=下一?步|措施|今后|接下来|将[于由在]|拟[于由在]))\s*"
        r"(?=下一?步|今后|接下来|拟|将[于由在]|已要求|已安排|措施(?:是|为|：|:))",
        text,
    )
    if not cut:
        return text, ""
    return _LAST.sub("", text[: cut.start()]), re.sub(
        r"^措施(?:是|为|：|:)", "", text[cut.end() :].strip()
    )


#: 一次问完, 少跑几趟: a verb with its result, or more or less of it, and nothing of it done yet
_PLANNED = regex(
    r"(?:马上|立即|立马|随即|尽快|抓紧|赶紧)就?[\u4e00-\u9fff]{2,}|(?:^|[，,、\s是])再[\u4e00-\u9fff]{2,}|(?<![没未不])[\u4e00-\u9fff](?:完|齐|清)(?![了工成])|[多少][\u4e00-\u9fff](?:几|一)[\u4e00-\u9fff]"
)


#: 揭瓦以后发现梁糟了: something came to light or came about
_HAPPENED = regex(
    r"[\u4e00-\u9fff]{3,}(?:以后|之后|后|时)[^，,。；;]*[\u4e00-\u9fff]{2,}了|得(?:先|等|报|重)|才[\u4e00-\u9fff]"
)
#: 搞两场专场, 打电话: light verbs at the head of a clause, of nothing done yet
_LIGHT = regex(
    r"(?:^|[，,。；;、\s])(?:[\u4e00-\u9fff]{0,6}?)(?:搞|办|弄|派|找|打|开|加|跑)(?![了过完])[\u4e00-\u9fff]{2,}(?=$|[，,。；;、\s])"
)


#: letters from which on a clause that narrates (done, being so, somebody unwilling) is taken for a cause
_TELLING = 8
_NARRATED = regex(
    r"[\u4e00-\u9fff](?:了|着|过)|[被给嫌怕]|老是|都是|一直|舍不得|不[肯愿干]|太[\u4e00-\u9fff]"
)
#: 食谱每周贴出来 让娃儿自己选: what is to be done, again and again or by somebody, and nothing of it done
_TO_DO = regex(
    r"让|把|[叫请喊派由](?=[\u4e00-\u9fff]{4})|每[天周月季年]|统一|自己|[\u4e00-\u9fff](?:出来|下去|起来|出去)"
)


def _has(text: str, kind: str) -> bool:
    if kind == "cause" and tells_change(text):
        return True
    told = len(re.findall(r"[\u4e00-\u9fff]", text)) >= _TELLING and not re.search("[了过]", text)
    if kind == "measure" and told and _TO_DO.search(text):
        return True
    if kind == "measure" and (_PLANNED.search(text) or _LIGHT.search(text)):
        return True
    return any(word in text for word in lexicon("causes")[kind])


def can_be_measure(text: str) -> bool:
    """Whether something in the words could be an act."""
    return _has(text, "measure")


#: …一起清责任单位养护科今年五月底前弄完: the key stands in the middle of the words
_OWNER_KEY = regex(
    r"责任(?:单位|股室|科室|部门|人)(?:是|为|写|：|:)?(?P<said>[\u4e00-\u9fff]{2,16})"
)


def _owner_unmarked(text: str) -> tuple[str, tuple[int, int]] | None:
    """The longest office behind the word 责任单位, and where key and office stand."""
    match = _OWNER_KEY.search(text)
    for end in range(len(match["said"]), 1, -1) if match else ():
        if match and is_office(match["said"][:end]):
            return match["said"][:end], (match.start(), match.start("said") + end)
    return None


_TOGETHER = regex("签|订|协商|商定|对接|沟通|谈|约定")


def _inside_owner(text: str) -> str:
    """由县农技站补栽, 由资环股牵头: an office behind 由, and behind it what it is to do; "" where that is not certain."""
    does = (*lexicon("causes")["measure"], *_LEADS)
    for match in _BY.finditer(text):
        said = match["said"]
        for end in range(min(16, len(said) - 1), 1, -1):
            tail = _BY_WHEN.sub("", said[end:])  # 由养护中心于6月底前补好
            if re.search("[与和同]", said[:end]) and _TOGETHER.match(tail):
                continue  # 由科信股与运营商签订: one office, and whom it deals with
            if is_office(said[:end]) and re.match("[与和同]", tail) and _TOGETHER.search(tail):
                return said[:end]
            if is_office(said[:end]) and (tail.startswith(does) or tail != said[end:]):
                return said[:end]
    return ""


def told_by_measure(evaluation: Evaluation, name: str, measure: str, today: date) -> dict[str, str]:
    """责任单位 and 完成时限 of the row as its measure itself tells them: 由县农技站补栽，2026年3月底前完成."""
    made = read_value(evaluation, row_path(name, "措施"), measure, today)
    return dict(made.parts) if isinstance(made, Value) else {}


def _act(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    if why := _no_measure(text):
        return NoValue(why)
    done, note = told_as_done(text, evaluation.project.year, today)
    text = done or text
    # the whole's measures have no key of their own for the day: the year stands in the words
    text = _with_commas(_dated(text, today) if wanted.row is None else text)
    owner, rest = _owner_of(text) if wanted.row is not None else (_inside_owner(text), text)
    parts = [("责任单位", owner)] if owner else []
    every, days = ("", ()) if done else _days_of_measure(text, today)
    parts += [("完成时限", every)] if every else []
    if days and max(d.last for d in days) < min(today, date(evaluation.project.year + 1, 1, 1)):
        return NoValue("这说的是已经过去的事，不像是措施。请说下一步做什么、谁负责、什么时候完成。")
    if days:
        latest = max(days, key=lambda d: d.last)
        if not every and (latest.before or len(days) == 1):
            parts.append(("完成时限", latest.text))
        rest = with_years(rest, today)
    if wanted.row is not None and days:
        # 6月底前 alone in its clause has its own key: said once is enough
        kept = [p for p in re.split(r"[，；;]", rest) if _text_only(_without_days(p, today))]
        rest = "，".join(kept) if len(kept) < len(re.split(r"[，；;]", rest)) else rest
    plain = _text_only(rest)
    if (
        len(re.findall(r"[\u4e00-\u9fff]", plain)) < 4  # noqa: PLR2004
        or not _has(text, "measure")
        or not _text_only(_without_days(rest, today))
    ):
        plain = _text_only(with_years(text, today))
    if len(re.findall(r"[\u4e00-\u9fff]", plain)) < 4 or not (done or _has(text, "measure")):  # noqa: PLR2004
        return NoValue("这不像是一条措施。请说清做什么、谁负责、什么时候完成。")
    if re.fullmatch(
        r"(?:进一步|继续|切实)?(?:加强|强化|完善|抓好|做好)(?:日常)?(?:管理|监管|监督|工作|落实|领导)",
        plain,
    ):
        return NoValue("这样写太笼统，对不上原因。请说清做什么、谁负责、什么时候完成。")
    return Value(plain, note, tuple(parts))


def _owner_of(text: str) -> tuple[str, str]:
    """The office that a row's measure names, and the measure without the clause that does nothing else; "" where none is named."""

    def without(start: int, end: int) -> str:
        left = (text[:start] + text[end:]).strip("，,；;。 ") or text
        return re.sub(r"[，,；;]{2,}", "，", left)

    for pattern in (_BY_OWNER, _OWNER_TOLD):
        if match := next((m for m in pattern.finditer(text) if is_office(m["owner"])), None):
            return match["owner"], without(*match.span())
    if (told := _owner_unmarked(text)) is not None:
        owner, (start, end) = told
        return owner, f"{text[:start]}，{text[end:]}".strip("，,；;。 ")
    return _inside_owner(text), text


def _dated(text: str, today: date) -> str:
    """The deadlines of a measure with their year: 3月底前 becomes 2025年3月底前."""
    for day in reversed(_days_of_measure(text, today)[1]):
        if day.before and not re.search(r"\d{4}|年", text[day.start : day.end]):
            text = text[: day.start] + day.text + text[day.end :]
    return text


def _days_of_measure(text: str, today: date) -> tuple[str, tuple[SpokenDay, ...]]:
    """The deadline that comes again every year or month, and the days that are of one year."""
    days = days_in(text, today)
    every = _EVERY.search(text)
    if every:
        days = tuple(d for d in days if d.start >= every.end("when"))
    days = tuple(d for d in days if not _FROM_NOW_ON.search(text[: d.start]))
    return (every["when"] if every else ""), days


def _without_days(text: str, today: date) -> str:
    for day in reversed(days_in(text, today)):
        text = text[: day.start] + text[day.end :]
    return re.sub(r"完工|完成|办完|做完|弄完", "", text)


def _name(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    plain = text.strip("“”\"'《》：: ")
    odd = re.search(
        r"(?<![自])我(?![们县市区局校馆站省镇乡村院中所单国])|你|您|不知道|不清楚", plain
    ) or re.search(r"改成|改为|换成|两个字", plain)
    return Value(plain) if 1 < len(plain) <= 60 and not odd else NoValue("没有读到名称。")  # noqa: PLR2004


def _text_of_its_kind(path: str, text: str) -> bool:
    """Whether free words could be what that place wants: a 批复 names a document, 公开 says where …"""
    kinds = lexicon("free_texts")
    wanted = next((entry for entry in kinds["places"] if path.endswith(entry["place"])), None)
    if wanted is None:
        return True
    has = any(re.search(pattern, text) for pattern in wanted["has"])
    return has and not any(re.search(pattern, text) for pattern in wanted.get("not", ()))


def _tells_a_result(text: str, target: str) -> bool:
    """Whether the words tell what came of it: the target's own, a result, or figures; no cause, no plan."""
    if target and (target in text or text in target):
        return True
    words = lexicon("causes")
    if any(w in text for w in words["no_result"]):
        return False
    return bool(re.search(r"[\d一二两三四五六七八九十百千]", text)) or any(
        w in text for w in words["result"]
    )


#: 没有, 都没得问题, 无其他需要说明的事项
_NOTHING = regex(
    r"(?:都|也|目前|暂时|确实|全部?)*(?:无|没有|没得|莫得|冇|没)(?:发现|查出|其他|其它|别的|什么|啥|任何|需要|要)*(?:说明|补充|反映)?(?:的)?(?:问题|事项|情况|说的)?(?:的)?"
)


def _remarks(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    if _NOTHING.fullmatch(text):
        return Value("无")
    return _words(evaluation, wanted, text, today)


def _words(evaluation: Evaluation, wanted: Wanted, text: str, today: date) -> Value | NoValue:
    if is_remark(text):
        return NoValue("这不像是情况，没有记。")
    plain = _LAST.sub("", text).strip()
    if len(re.findall(r"[\u4e00-\u9fffA-Za-z]", plain)) < 2:  # noqa: PLR2004
        return NoValue("这里要写情况，不是一个数。")
    target = wanted.row.target if wanted.row else ""
    if wanted.kind == "words" and not _tells_a_result(plain, target):
        return NoValue("这不像是完成的情况。请写看得见的结果：做成了什么、比原来多了或少了多少。")
    return Value(plain)
