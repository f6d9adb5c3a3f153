"""The text of cells made into the text of the data: soft line breaks, numbering, signs and units.

Values are copied, never rewritten: only what the form's layout added is taken away again.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.amounts import SIGN_OF, read_amount
from assistant.values.quantity import is_absent
from assistant.values.reading import fold, one_number

_CJK = r"[\u2e80-\u9fff\uf900-\ufaff，。；：、“”《》（）！？]"
_SOFT = regex(rf"(?<={_CJK})\n+|\n+(?={_CJK})")
_INDEX = regex(
    r"^(?:三级|绩效|具体)?指标\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*(?:[:：.．、)）]|(?=[^\d.%个项]|$))\s*"
)
_NUMBERING = regex(
    r"^(?:\d{1,2}\s*[.．](?!\d)|\d{1,2}\s*、|[(（]\d{1,2}[)）]|\d{1,2}[)）]|[①-⑳])\s*"
)
_TEMPLATE = regex(r"^(?:[.…·。]{2,}|…+|×+|xx+|XX+|-{2,}|—+|/|无|\s*)$")
_FILL_IN = regex(lexicon("columns")["fill_in_note"])
_SIGNS = "|".join(sorted(map(re.escape, SIGN_OF), key=len, reverse=True))
_FIGURE = r"[+-]?\d[\d,，]*(?:[.．]\d+)?"
_WITHOUT_UNIT = regex(
    rf"\s*(?:{_SIGNS}|约|大约)?\s*(?:(?P<first>{_FIGURE})\s*(?:[-—–－~～至到]+|[且，,、和]\s*(?:{_SIGNS}))\s*)?"
    rf"(?P<last>{_FIGURE})\s*(?:[（(]?(?:[及或]?以上|以下|以内|左右|（含）)[）)]?)?\s*"
)
_QUALITATIVE = frozenset({"定性", "定性指标", "文字", "文字描述", "定性描述"})
_FORWARD = {"正向": "正向", "正向指标": "正向", "正": "正向", "反向": "反向", "反向指标": "反向", "逆向": "反向",
            "负向": "反向", "逆向指标": "反向", "时限": "时限", "定性": "定性"}  # fmt: skip
_REASON = regex(
    r"^(?:\d[.、]|[(（]?[一1][)）、.])?\s*(?:偏差|偏离|未完成)?(?:产生|存在)?(?:的)?(?:主要)?原因(?:分析|说明)?(?:是|为)?\s*[:：]\s*"
)
_MEASURE = regex(
    r"[。；;，,\s]*(?:(?:[(（]?[二2][)）、.]|2[.、])\s*)?(?:下一步|拟|今后|后续)?(?:的)?(?:改进|整改|解决)?(?:的)?(?:措施|打算)(?:是|为)?\s*[:：]\s*"
)


_LATER = regex(
    r"(?:\d[.、]|[(（]\d[)）])?(?:下一步|今后|以后|后续|接下来|下一阶段|下阶段|下一年|下年度|明年|20\d\d年(?!.{0,12}(?:因|由于|未|没))[^，。]{0,10}(?:前|底|将|拟)|将(?:在|于|通过|进一步|继续|加|督|组|按|对|尽)|拟|计划(?:于|在)|已(?:要求|督促|制定|协调))"
)
_THEN = regex(
    _LATER.pattern
    + r"|(?:\d[.、]|[(（]\d[)）])?(?:进一步|继续)?(?:加强|加快|加大|强化|完善|优化|健全|督促|协调|严格|尽快|抓紧|改进|落实|积极|及时(?!率))|待[^，。；;]{2,16}后(?!才)"
)
_WHY = regex(r"因|由于|受|未|没|不|原因|滞后|推迟|延|晚|缺|低于|偏低|影响|较少|困难|导致|结余|节约")
_BACK = regex(r"由于|原因是|(?<!将)导致|主要是因")
_TERM = regex(
    r"(?:争取|力争|计划|预计|将)?(?:于|在)?(?:\d{1,2}月(?:上旬|中旬|下旬|底|末|份|\d{1,2}日)?|年底|年末|年内|汛期|春节|节)(?:之|以)?(?:前|内)?(?<=[前内])"
)
_DONE = regex(r"已|了[，。；]?$|才|仍|尚")
#: a deed done towards what is planned
_TOWARDS = regex(r"(?:目前|现在|现)?已")
_PIECES = regex(r"(?<=[。；;，,])")


def flat(text: str) -> str:
    """One line: breaks beside Chinese characters are the cell's width, others become blanks."""
    return " ".join((_SOFT.sub("", text) if "\n" in text else text).split())


def numbered(text: str) -> list[str]:
    """The items of a cell whose lines are numbered 1, 2, … without a gap; empty where they are not, or for one alone."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = []
    for i, line in enumerate(lines, 1):
        item = re.match(
            rf"(?:[(（]?{i}[.．、)）]|{'①②③④⑤⑥⑦⑧⑨'[min(i, 9) - 1]})\s*(?P<rest>\S.*)", line
        )
        if item is None:
            return []
        found.append(item["rest"])
    return found if len(found) > 1 else []


def indicator_name(text: str) -> str:
    """Without 指标1. and the like in front: the numbering is the form's, not the name."""
    name = flat(text)
    return _NUMBERING.sub("", _INDEX.sub("", name)).strip()


def is_fill_in(text: str) -> bool:
    """Whether it is the form's own note on what is to be written here."""
    return bool(_FILL_IN.search(flat(fold(text))))


def is_template(text: str) -> bool:
    """Nothing, or what a blank form prints: ……, ×××, 无, /."""
    plain = text.strip()
    return bool(_TEMPLATE.match(plain)) or plain.startswith("【待补充】")


def is_blank(text: str) -> bool:
    """Empty, or a dash that stands for nothing."""
    return is_absent(text)


def number(text: str) -> Decimal | None:
    """A bare number, with or without thousands separators; None for anything else."""
    plain = one_number(fold(text))
    return None if plain is None else Decimal(plain)


_MONEY = regex(r"(.*?)(亿 *元|万 *元|元|万)?", re.DOTALL)
_ONLY_A_SUM = regex(r"[\d.,零〇一二两三四五六七八九十壹贰叁肆伍陆柒捌玖拾佰仟百千万亿元圆]{2,30}")
_IN_CAPITALS = regex(r"[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,}\((.+)\)")


def amount(text: str) -> tuple[Decimal, str] | None:
    """A number with an optional money unit behind it: 90, 90万元, ￥1,200元; None for anything else."""
    plain = fold(text).lstrip(" ¥￥$").replace("人民币", "").strip()
    if in_capitals := _IN_CAPITALS.fullmatch(plain):
        return amount(in_capitals[1])  # 壹佰万元整（￥100万元）: the figures beside the words
    figure, unit = _MONEY.fullmatch(plain).groups("")  # type: ignore[union-attr] # it matches anything
    value = number(figure)
    if value is None:
        return _in_words(plain)
    return value, "万元" if unit == "万" else unit.replace(" ", "")


def _in_words(plain: str) -> tuple[Decimal, str] | None:
    """壹佰贰拾叁万元整, 12万5千元, 1200千元, 120(万元): nothing but a sum of money, in 元."""
    text = (
        re.sub(r"\((亿元|万元|元)\)$", r"\1", plain.replace(" ", ""))
        .removesuffix("整")
        .removesuffix("正")
    )
    if not text.endswith(("元", "圆", "万", "亿")) or not _ONLY_A_SUM.fullmatch(text):
        return None
    if re.search(r"\d \d", plain):
        return None  # two sums in one cell
    read = read_amount(f"{text.rstrip('元圆')}元", actual=True)
    known = read is not None and not read.sign and read.high is None
    return (Decimal(f"{read.low.base:f}"), "元") if read is not None and known else None


def ratio(text: str) -> Decimal | None:
    """95% or 0.95 as 0.95; None for anything else."""
    plain = fold(text).strip()
    if plain.endswith("%"):
        value = number(plain[:-1])
        return None if value is None else value / 100
    return number(plain)


def points(text: str) -> Decimal | None:
    """10, 10分, 10.00 分; a weight printed as 10% is ten points."""
    return number(fold(text).strip().removesuffix("分").removesuffix("%"))


_BEHIND_SIGN = regex(
    r"[及或]?(?:含)?(?:(?P<more>以上)|(?P<less>以下|以内|之内|内)|(?P<before>之前|以前|前))(?:\(含(?:本数)?\))?"
)


def sign(text: str) -> str | None:
    """≥, ≤, >, <, =, or 前 for a cell of a sign column; "" for 定性 and the like; None where it is neither."""
    plain = "".join(fold(text).split())
    if behind := _BEHIND_SIGN.fullmatch(plain):  # 以上, 及以内: as it stands behind a number
        return "≥" if behind["more"] else "≤" if behind["less"] else "前"
    if plain in SIGN_OF:
        return SIGN_OF[plain]
    head = re.match(r"[≥≤<>=]{1,2}", plain)
    if head and head[0] in SIGN_OF:
        return SIGN_OF[head[0]]
    return (
        ""
        if plain in _QUALITATIVE or plain in {"定量", "定量指标", "数值", "", "-", "/", "—"}
        else None
    )


def direction(text: str) -> str:
    """正向, 反向, 定性 or 时限 where the cell says so, else ""."""
    plain = "".join(fold(text).split())
    return "定性" if plain in _QUALITATIVE else _FORWARD.get(plain, "")


def compose(mark: str, value: str, unit: str) -> str:
    """One target of its three columns; what the value itself already says is not said twice."""
    unit = flat(unit)
    if is_blank(unit) or unit in {"无", "文字", "定性"}:
        unit = ""
    if unit and (bare := _bare(value)):
        value = f"{value[: bare.end('last')]}{unit}{value[bare.end('last') :]}"
    if mark == "前":
        return value if value.endswith("前") or not re.search(r"\d", fold(value)) else f"{value}前"
    if mark and value and not re.match(r"[≥≤<>=]", fold(value)) and re.search(r"\d", fold(value)):
        value = f"{mark}{value}"
    return value


def _bare(value: str) -> re.Match[str] | None:
    """A number or a rising range without a unit, whatever sign stands before it or 以上 behind; None for all else.

    The last group is the number that the unit belongs to. Days and words are none.
    """
    plain = fold(value)
    found = _WITHOUT_UNIT.fullmatch(plain if len(plain) == len(value) else value)
    if found is None or number(found["last"]) is None:
        return None
    if found["first"] is None:
        return found
    first, last = number(found["first"]), number(found["last"])
    rising = first is not None and last is not None and first < last
    day = re.fullmatch(r"(?:19|20)\d\d", found["first"].strip())
    return found if rising and not (day and len(found["last"]) < 3) else None  # noqa: PLR2004 - 2024-10


def split_reason(text: str, year: int | None = None) -> tuple[str, str, bool]:
    """原因 and 措施 of a combined cell, and whether the words made the border plain.

    With the `year` that is evaluated, a sentence that begins with a day after it tells what will be done.

    Plain are “原因：…措施：…”, and sentences of which the first tell why and all the others what will be done.
    All else stays whole as the reason.
    """
    body = flat(text)
    measure = _MEASURE.search(body)
    if not measure:
        start = _REASON.match(body)
        rest = body[start.end() :] if start else body
        why, then = _by_sentences(rest, year)
        if then:
            return why, then, True
        return (_stop(rest) if start else rest), "", bool(start)
    before, after = body[: measure.start()], body[measure.end() :]
    start = _REASON.match(before)
    if start:
        return _stop(before[start.end() :]), _stop(after), True
    if not before:
        return "", _stop(after), True
    if _WHY.search(before) and not _THEN.match(before):
        return _stop(before), _stop(after), True
    return body, "", False


def split_at_stop(text: str) -> tuple[str, str] | None:
    """The sentences of a cell for reason and measure before the first that tells no cause, and all from there on.

    None where there are not two, or a cause comes after what is no cause: the form asks for both, in that order.
    """
    sentences = [s for s in re.split(r"(?<=。)", flat(text)) if _stop(s)]
    at = next((i for i, s in enumerate(sentences) if i and not _WHY.search(s)), 0)
    if not at or any(_WHY.search(s) for s in sentences[at:]):
        return None
    return _stop("".join(sentences[:at])), _stop("".join(sentences[at:]))


def tells_cause(text: str) -> bool:
    """Whether a passage has a word of cause, lack or delay."""
    return bool(_WHY.search(text))


def several(text: str) -> bool:
    """Whether a cell says more than one thing: sentences parted by a stop."""
    return len([s for s in re.split(r"[。；;\n]", text) if _stop(s)]) > 1


def split_labels(text: str) -> tuple[str, dict[str, str]]:
    """What a cell of measures says beside the measure under a head of its own: 责任单位：…；完成时限：…

    The measure without them, and `owner` and `due` where they stand with a colon, each once. The labels
    are the heads of columns that mean the same (`lexicon/columns.yaml`).
    """
    found: dict[str, str] = {}
    labels = _labels()
    rest = flat(text)
    for match in list(_labelled().finditer(rest))[::-1]:
        field, value = labels[fold(match["label"])], _stop(match["value"])
        if not value or field in found:
            return flat(text), {}
        found[field] = value
        rest = rest[: match.start()] + rest[match.end() :]
    return (_stop(rest), found) if _stop(rest) else (flat(text), {})


@cache
def _labels() -> dict[str, str]:
    heads: dict[str, dict[str, str]] = lexicon("columns")["heads"]
    return {
        fold(head): one["field"]
        for head, one in heads.items()
        if one.get("field") in {"owner", "due"}
    }


@cache
def _labelled() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _labels()), key=len, reverse=True))
    return regex(
        rf"(?:^|[，,；;。、\s(（])\s*(?P<label>{names})\s*[:：]\s*"
        rf"(?P<value>(?:(?![，,、\s(（]\s*(?:{names})\s*[:：])[^；;。\n]){{1,40}}?)[)）]?(?=[；;。\n]|$|[，,、\s(（]\s*(?:{names})\s*[:：])"
    )


def _stop(text: str) -> str:
    return text.strip(" 。；;，,")


def _after(piece: str, year: int | None) -> bool:
    """Whether a sentence begins with a day after the year, or with the end of a term (限3月补齐)."""
    told = re.match(r"(?:争取|力争|计划|预计|将)?(?:于|在)?(20\d\d)年", piece)
    if told and year and int(told[1]) > year:
        return True
    return bool(re.match(r"限(?:于|在|期)?", piece)) or is_by_a_month(piece)


def is_plan(text: str) -> bool:
    """Whether it opens with a plain word of later time: 今后, 下一步."""
    return bool(re.match("今后|以后|下一步|后续|接下来|下一阶段|下阶段", text))


def is_by_a_month(text: str) -> bool:
    """Whether it begins with a term that names no year (6月底前移交) and tells neither a cause nor what is done: a plan, most likely."""
    begins = _TERM.match(text)
    if begins is None:
        return False
    return not _WHY.search(text[begins.end() :]) and not _DONE.search(text)


def _from_the_stop(pieces: list[str], at: int) -> int:
    """The border before a sentence that begins with what was done towards the plan (。已启动招标，2025年5月底前完工)."""
    start = next((i + 1 for i in range(at - 1, -1, -1) if pieces[i].rstrip()[-1:] in "。；;"), 0)
    before = "".join(pieces[start:at])
    return start if start and _TOWARDS.match(before.strip()) and not _WHY.search(before) else at


def _by_sentences(text: str, year: int | None = None) -> tuple[str, str]:
    """The sentences before the first that tells what will be done, and from there on; "" where that is not plain."""
    pieces = [p for p in _PIECES.split(text) if p.strip()]
    at = next(
        (i for i, p in enumerate(pieces) if _THEN.match(p.strip()) or _after(p.strip(), year)), 0
    )
    later = at and _LATER.match(pieces[at].strip())
    at = _from_the_stop(pieces, at) if later else at
    before, after = "".join(pieces[:at]), pieces[at:]
    ends = at and before.rstrip()[-1:] in "。；;"
    # after a comma only a plain word of time (下一步, 今后) opens the measure; after a stop its verb does too
    planned = at and ends and _after(pieces[at].strip(), year)
    if not (later or planned or (ends and _WHY.search(before))) or any(
        _BACK.search(p) for p in after
    ):
        return "", ""
    why, then = _stop(before), _stop("".join(after))
    if _NUMBERING.match(why) and _NUMBERING.match(then):
        why, then = _NUMBERING.sub("", why), _NUMBERING.sub("", then)
    return why, then
