"""How values are printed in sentences: amounts, percentages, quoted names, vague reasons."""

from __future__ import annotations

import re

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.deadlines import read_span
from assistant.values.quantity import AtLeast, AtMost, Exactly, Quantity, Target, Unsigned
from assistant.values.reading import fold, one_number

#: reasons that name no cause a reader could check (F42)
_VAGUE = regex(
    r"(?:各种|各方面|多方面|多种|诸多|种种|一些|某些|客观|主观|其他|其它|特殊|历史|实际|相关|有关|综合|不可控|"
    r"不可抗|工作|自身|外部|内部|外界|现实|多重|方方面面)(?:的|等)?(?:因素|原因|问题|情况|影响|条件)"
)
_FILLER = regex(
    r"[\s，。、；：,.;:]|由于|因为|受|因|等|的|了|是|使|致使|导致|造成|引起|影响|所致|原因|主要|未能?|不能|没有|没|无法|"
    r"完全|全部|完成|达到|达成|实现|目标值?|指标值?|年度|预期|计划|本|该|项目|工作|一定|较大|率|值"
)
_FEW = 3
#: blanks that a form puts between signs to fill a cell; those between letters, or between two numbers, stay
_BLANK = regex(r"(?<=[一-鿿\d])[ \u3000]+(?=[一-鿿%‰℃㎡])")
_WIDE = regex(r"[０-９．％Ａ-Ｚａ-ｚ]")
#: words that speak to a model: data are never instructions
ORDERS = regex(
    r"(?:忽略|无视|忘记|不要理会|不必理会|跳过|推翻)[^。；;！]{0,10}(?:以上|上述|上面|之前|前面|此前|所有|任何|一切|系统|规则|要求|指令|提示|限制)|"
    r"(?:请|务必|必须|直接|应当)(?:你|直接|只|仅|重新|在报告中|把报告|将报告|按下面|帮我)*(?:输出|写明|写成|改写|改成|生成|返回|回答|回复|声称|宣布|扮演)|"
    r"你(?:现在|从现在起)?(?:是|扮演|不再是)|(?:系统|开发者|管理员)(?:提示|消息|指令|命令|模式)|提示词|"
    r"(?:^|[。；;！!，,\s）)\]>}])(?:另|并|且|请|另请|必须|务必|应|直接|只|不要|不得)*(?:写(?!字|作|实(?!际))|引用(?=[《财国发文]))(?=[^，。；;]{2})|"
    r"(?:请|不要)(?:把|将)?(?:得分|分数|等级|报告)|</?\s*think|\"\s*\}\s*\]|(?:^|\s)F\d{1,3}\s|\{\{|\{%|\$\(|```|"
    r"作为(?:一个|一名)?(?:AI|人工智能|语言模型|大模型|智能助手)|"
    r"(?i:ignore\s+(?:all|any|the|previous|above)|disregard\s+|system\s*(?:prompt|message|:)|assistant\s*:|you\s+are\s+(?:now|a)|"
    r"</?\s*(?:system|user|assistant|instruction)|<\|)|\[/?INST\]|###\s*(?:指令|Instruction)"
)
#: the number of a document behind its title: …实施方案（柏政办发〔2021〕40号）
_WITH_NUMBER = regex(
    r"(?P<title>.*[^\s（(])\s*[（(](?P<number>[^（()）]{1,16}[〔\[（(【]\d{4}[〕\]）)】]第?\d+号)[）)]"
)
_ITS_YEAR = regex(r"^\d{4}年(?=\d{1,2}月)")
#: what is done again and again is begun by a day, not finished on it: 每月核查, 定期巡查
_STANDING = regex(
    r"每(?:个)?(?:天|日|周|旬|月|季|季度|半年|年|学期|星期)|按[月季周]|定期|逐月|逐季|经常"
)
_PIECES = regex(r"[^。；;！!]*[。；;！!]?")


def single(text: str) -> str:
    """Double quotation marks to single ones, for a quotation inside a quotation (GB/T 15834)."""
    return text.replace("“", "‘").replace("”", "’")


def quoted(name: str) -> str:
    """“名称”, with inner marks made single."""
    return f"“{single(name)}”"


def titled(name: str) -> str:
    """《名称》（文号）; a name that has its own marks, or an explanation after them, stays as it is."""
    if "《" in name:
        return name
    found = _WITH_NUMBER.fullmatch(name.strip())
    return f"《{found['title']}》（{found['number']}）" if found else f"《{name}》"


def limit_of(target: Target | None) -> Quantity | None:
    """The one figure a target names, or None (range, deadline, words)."""
    return target.limit if isinstance(target, AtLeast | AtMost | Exactly | Unsigned) else None


def is_vague(reason: str) -> bool:
    """Whether a reason names no cause that a reader could check (各种因素, 客观原因), F42.

    A stock phrase with little else around it; “受疫情等客观因素影响” names one, and is not.
    """
    if not reason:
        return False
    found = _VAGUE.search(reason)
    if not found:
        return len(_FILLER.sub("", reason)) < 2  # noqa: PLR2004 - “工作原因”, “未完成”
    rest = _FILLER.sub("", reason[: found.start()] + "，" + reason[found.end() :])
    before = _FILLER.sub("", reason[max(0, found.start() - 8) : found.start()])
    named = "等" in reason[max(0, found.start() - 1) : found.end()] and len(before) >= _FEW - 1
    return not named and len(rest) <= _FEW * 4


def apart(deviation: str) -> str:
    """A row's deviation as a clause: 比年度指标值低5个百分点; other words stand as they are."""
    return f"比年度指标值{deviation}" if deviation[:1] in {"低", "高", "少", "多"} else deviation


def value_apart(deviation: str) -> str:
    """The same said of the row's value: 实际完成值比年度指标值低5个百分点; of a band of words, 评定为“部分达成…”."""
    said = apart(deviation)
    if said != deviation or deviation.startswith("恰"):
        return f"实际完成值{said}"
    if re.match("部分达成|未达成", deviation):
        return f"实际完成情况评定为“{deviation}”"
    return f"实际{said}"


def clause(note: str) -> str:
    """A note as a clause inside a sentence: no full stop at its end, no orders to the program.

    Empty where nothing else is left.
    """
    kept = note
    if ORDERS.search(note):
        kept = "".join(p for p in _PIECES.findall(note) if not ORDERS.search(p))
    return kept.strip().rstrip("。．.；;，, ")


def tidied(text: str) -> str:
    """A value or name without full-width digits and the blanks of a form: ８３７ 户 is 837户."""
    half = _WIDE.sub(lambda m: fold(m[0]), text.strip())
    return _BLANK.sub("", half)


def with_unit(text: str, read: object) -> str:
    """A figure as written, with the unit that was read for it where it has none: 128 of 120天 is 128天."""
    shown = tidied(text)
    if isinstance(read, Quantity) and one_number(shown) is not None:
        return f"{shown}{read.unit.name}"
    return shown


def year_before(name: str, year: int) -> str:
    """2024年度 before a project's name, but for one that begins with its year: 2024年农村公路养护工程."""
    return "" if name.lstrip("“").startswith(f"{year}年") else f"{year}年度"


def tells_change(note: str) -> bool:
    """Whether a note says that the budget was changed over the year (V4)."""
    return any(word in note for word in lexicon("budget_changes")["words"])


def gives_orders(note: str) -> bool:
    """Whether a part of the note speaks to a program or model instead of telling what happened."""
    return bool(ORDERS.search(note))


def by_whom(measure: str, owner: str, due: str) -> str:
    """Owner and deadline as the end of a measure, but for what the measure says already: 由甲股负责，2024年6月底前完成."""
    parts = [f"由{owner}负责"] if owner and owner not in measure else []
    if due and not _says(measure, due):
        parts.append(_until(due))
    return "，".join(parts)


#: 已于2024年底完成, 已完成: a measure that is carried out; nobody asks by when it will be
_CARRIED_OUT = regex(r"已(?:经)?(?:于[^，。；]{2,16})?(?:全部)?完成")


#: 委托设计前先…, 验收合格后再…: what is done has a before or after of its own, beside which a deadline's 于…前 cannot stand
_ITS_TIME = regex(r"[一-鿿]{2,12}(?:之?[前后](?=[先再才就即]))")


def is_carried_out(measure: str) -> bool:
    """Whether a measure says of itself that it is done."""
    return bool(_CARRIED_OUT.search(measure))


def done_by(measure: str, owner: str, due: str) -> str:
    """A measure with its owner as the subject, where it begins with what is done: 养护股于2024年6月底前修复水毁路段.

    One that has a subject or a day of its own keeps its words, with owner and deadline behind.
    """
    measure = _with_year(measure, due)
    who = owner if owner not in measure else ""
    when = due if not _says(measure, due) else ""
    starts = lexicon("subjects")["measure"]["owner"]
    own_time = bool(_ITS_TIME.match(measure.partition("，")[0]))
    if not who or own_time or "；" in measure or not measure.startswith(tuple(starts)):
        behind = by_whom(measure, owner, due)
        return f"{measure}，{behind}" if behind else measure
    if not when:
        return f"{who}{measure}"
    if when.endswith(("完成", "完毕", "到位")) or not _is_time(when):
        return f"{who}{measure}，{_until(when)}"
    if _STANDING.search(measure.partition("，")[0]):
        since = "" if when.endswith("前") else "起"
        return f"{who}{measure}，{when}{since}落实"
    return f"{who}于{when}{measure}"


def _day_of(due: str) -> str:
    """A deadline without its year: 5月底前."""
    return _ITS_YEAR.sub("", due)


def _says(measure: str, due: str) -> bool:
    """Whether a measure has the deadline in it: the same day of the same year, or of every year."""
    if due in measure:
        return True
    day = _day_of(due)
    return day != due and bool(re.search(rf"每年(?:的)?{re.escape(day)}", measure))


def _with_year(measure: str, due: str) -> str:
    """A measure that names the day of its deadline without the year has it with the year: 5月底前 → 2025年5月底前."""
    day = _day_of(due)
    if day == due or due in measure:
        return measure
    return re.sub(rf"(?<![\d年]){re.escape(day)}", lambda _: due, measure, count=1)


def _is_time(due: str) -> bool:
    try:
        return read_span(fold(due), 2000) is not None
    except ValueError:
        return False


def _until(due: str) -> str:
    """The deadline as the end of a sentence: 2024年第二季度完成; 完成时限为… where it reads as no day or period."""
    if due.endswith(("完成", "完毕", "到位")):
        return due
    try:
        day = read_span(fold(due), 2000)
    except ValueError:
        day = None
    return f"{due}完成" if day is not None else f"完成时限为{due}"
