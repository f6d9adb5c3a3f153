"""Rows and sources of funds added, deleted, renamed."""

from __future__ import annotations

import re

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import Value, money_value, wanted_at
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import FUNDS, ROWS, fund_names, fund_path, row_names, row_path
from assistant.chat.understanding.places import better_of
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import SENTENCE, left_over
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import print_number
from assistant.values.spoken import amounts_in, same_amount

#: 那条莫要了, 这项取消: a row that is pointed at and not to be
_NO_MORE = regex(
    r"(?<=[那这])(?P<what>条|项|行|笔|个)(?:指标|资金)?(?:就|都|也|可以|给我)*(?P<verb>取消|[莫不]要|作废|撤|划|免)(?:掉|了|吧|呢|啦|嘞)*(?=$|[\s，,。；;])"
)


def deletions(text: str, state: State) -> tuple[Act, ...]:
    """甲那行和乙那行都删了: each row that is named; () where it is one row, or not plain which."""
    verbs = "|".join(sorted(lexicon("conversation_commands")["delete"]["verbs"], key=len, reverse=True))  # fmt: skip
    match = re.fullmatch(
        rf"(?:把|将)?(?P<names>.+?)(?:两|三|几)?[条项行笔个]?都(?:{verbs})[了吧嘛 ]*", text
    )
    if not match or is_question(text):
        return ()
    parts = [p for p in re.split(r"和|跟|与|、|还有|[，,\s]", match["names"]) if p.strip()]
    acts = [deletion(f"{part}删掉", state) for part in parts]
    found = tuple(act for act in acts if act is not None and act.kind == "delete")
    rows = {act.path for act in found}
    return found if len(parts) > 1 and len(rows) == len(parts) else ()


#: 那条不好删, 哎别删: a deletion that is denied
_KEEPS = regex(
    r"(?:不|别|莫|甭|勿|没)(?:要|用|必|能|得|好|可|该|许|想|让)*(?:给我)?(?:再|乱|急着)?(?:删|去掉|去除|划掉|撤掉|拿掉|抹掉|移除)"
)


def keeps(part: str) -> bool:
    """Whether the part takes back a deletion and names nothing: 哎别删."""
    match = _KEEPS.search(part)
    return match is not None and not left_over(part, frozenset(range(*match.span())) | _waits(part))


def _waits(part: str) -> frozenset[int]:
    """Where 先, 暂时, 哎 stand: they say nothing of their own beside a denial."""
    return frozenset(
        i for m in re.finditer(r"先|暂时?|千万|哎|唉|等等|慢着", part) for i in range(*m.span())
    )


_ROW_OR_CELL = (
    "要删的是整条，还是其中的一格？删整条请说“删掉…这条指标”；清空一格请说“…的原因清空”。"
)


def deletion(text: str, state: State) -> Act | None:
    verbs = lexicon("conversation_commands")["delete"]["verbs"]
    if pointed := _NO_MORE.search(text):
        text = text[: pointed.start("what")] + "删掉" + text[pointed.end() :]
        text = re.split(r"删掉", text)[0] + "删掉"  # what stands behind says why
    verb = next((v for v in verbs if v in text), "")
    if verb and (denied := _KEEPS.search(text)):
        said = best(find_names(text, row_names(state.evaluation)))
        beside = frozenset().union(*(m.chars for m in said)) | frozenset(range(*denied.span()))
        kept = said and not left_over(text, beside | _waits(text))
        return Act("refuse", name="kept") if kept else None
    if (
        not verb
        or _KEEPS.search(text)
        or is_question(text)
        or SENTENCE.search(text)
        or re.search(r"改成|改为|目标|原因(?:里|中|那)|数字|个字", text)
    ):
        return None
    if (
        state.asking
        and wanted_at(state.evaluation, state.asking).kind in {"cause", "act", "words", "text"}
        and len(text) > 18  # noqa: PLR2004
    ):
        return None
    if re.search(r"全部|所有|全都|都删", text):
        return Act(
            "unclear", name="delete_all", say="一次只删一条，请说清是哪一条指标或哪一笔资金。"
        )
    from assistant.values.numerals import read_number

    body = text.replace(verb, " ")
    number = re.search(r"第([一二两三四五六七八九十\d]{1,3})(?:条|个|项|行)", body)
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    if number and any(k.group == "indicator" and k.start >= number.end() for k in find_keys(body)):
        return Act("unclear", name="delete", say=_ROW_OR_CELL)  # 第2条原因 is no row
    if number and (n := read_number(number[1])) and 1 <= int(n) <= len(names):
        return Act("delete", row_path(names[int(n) - 1]))
    rows, sources = best(find_names(body, names)), best(find_funds(body, funds))
    rows, sources = better_of(rows, sources)
    named = "".join(names[m.index] for m in rows) + "".join(funds[m.index] for m in sources)
    if any(a.text not in named for a in amounts_in(body)) and not number:
        return Act("unclear", name="delete", say="要删的是哪一条？请单独说“删掉…那条”。")
    paths = [row_path(names[m.index]) for m in rows] + [fund_path(funds[m.index]) for m in sources]
    chars = frozenset().union(*(m.chars for m in (*rows, *sources)))
    if paths and any(
        body[k.start - 1 : k.start] in {"的", "之"} and k.start not in chars
        for k in find_keys(body)
    ):
        return Act("unclear", name="delete", say=_ROW_OR_CELL)
    if len(paths) == 1:
        return Act("delete", paths[0])
    if paths:
        return Act("unclear", name="delete", options=tuple(paths), say="要删的是哪一条？")
    return Act("unclear", name="delete", say="要删的是哪一条？请说指标或资金来源的名称。")


_FIELD = regex(
    r"(?:年初预算|全年预算|年初|全年|预算|到位|执行|支出|用了|花了|支付)(?:数|了)?(?:是|为|:|：)?(?=\s*[\d.零一二两三四五六七八九十])"
    r"|(?:计划|任务)(?:数|量)?(?:是|为)?(?=\s*[\d零一二两三四五六七八九十百])"
    r"|(?:目标值|目标|指标值|实际完成|实际|完成|分值|权重)(?:数|了|值)?(?:是|为|:|：)?"
)


#: 资金来源要加一个 …: what is to be added said first
_OBJECT_FIRST = regex(
    r"^(?P<what>资金来源|资金|指标)(?:里头?|那里|上)?(?:还|再|要|得|想|另外)*(?P<verb>加|添|增加|新增|补)(?P<count>一?[个笔条项])[\s，,:：]*"
)


def addition(text: str, state: State) -> Act | None:
    text = _OBJECT_FIRST.sub(r"\g<verb>\g<count>\g<what> ", text)
    words = lexicon("conversation_commands")["add"]
    verbs = "|".join(sorted(words["verbs"], key=len, reverse=True))
    counts = "|".join(sorted(words["counts"], key=len, reverse=True))
    match = re.match(
        rf"(?:请|帮我|麻烦|还要|还需要|再|我要|需要|给我|想)*(?:{verbs})(?:一?下)?(?P<count>{counts})?(?P<rest>.+)",
        text,
    )
    if not match or is_question(text):
        return None
    rest = match["rest"]
    kind = re.match(
        r"[\s，,:：]*(?:(?:产出|效益)(?=数量|质量|时效|成本|经济|社会|生态|可持续))?(?P<level>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度|产出|效益)?(?P<what>指标|资金来源|资金|来源|项目资金)?(?:类?的(?=[\s，,:：]))?[\s，,:：]*(?:叫|名称是|名称为|是)?",
        rest,
    )
    named = bool(kind and kind["what"])
    if not match["count"] and not named and not (kind and kind["level"] and _FIELD.search(rest)):
        return None
    body = rest[kind.end() :] if kind else rest
    fund = bool(kind and kind["what"] in {"资金来源", "资金", "来源", "项目资金"}) or (
        not named
        and (
            match["count"] in {"一笔", "笔"}
            or (
                amounts_in(body)
                and all(a.unit in {"万", "万元", "亿元", "元", "亿"} for a in amounts_in(body))
            )
        )
    )
    if fund:
        return _added_fund(body, state)
    level, body = _kinds_first(kind["level"] if kind else "", body)
    return _added_row(body, level or "", text)


def _kinds_first(level: str | None, body: str) -> tuple[str | None, str]:
    """产出，数量，安装支撑杆，…: the kind of the row told before its name, class by class; the narrowest counts."""
    parts = re.split(r"[，,、]\s*", body)
    while len(parts) > 1 and is_kind(parts[0].strip()):
        level = re.sub(r"指标|类|的", "", parts.pop(0).strip())
    first, _, rest = parts[0].strip().partition(" ")
    if rest.strip() and is_kind(first):  # 质量指标 支撑杆合格率
        level, parts[0] = re.sub(r"指标|类|的", "", first), rest
    return level, "，".join(parts)


def continues_addition(part: str) -> bool:
    """Whether the part goes on telling a row or source that was begun: 目标8次, 社会效益指标, 60万."""
    return bool(
        _FIELD.match(part)
        or re.match(r"\d", part)
        or is_kind(part)
        or _DONE.fullmatch(part)
        or _SIGNED.match(part)
    )


def is_kind(part: str) -> bool:
    """Whether the part is nothing but the kind of a row: 数量的, 社会效益指标."""
    return bool(_KIND.fullmatch(part))


#: 社会效益指标: the kind of a row, told before its name
_KIND = regex(
    r"(?:归?到?|属于|放在?|[一二]级(?:指标)?(?:是|为|[:：])?)?\s*"
    r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|(?:服务对象|受益对象)?满意度|产出|效益)(?:类)?(?:指标)?(?:的)?"
)
#: 买了11台: what was done, without a label
_DONE = regex(r"(?:实际)?[\u4e00-\u9fff]{1,3}了\s*(?P<value>[\d零一二两三四五六七八九十百].*)")


def _field_values(body: str) -> tuple[str, dict[str, list[str]]]:
    """The name at the head, and what follows each label."""
    marks = list(_FIELD.finditer(body))
    marks = [m for m in marks if m.start() > 0]
    head = body[: marks[0].start()] if marks else body
    found: dict[str, list[str]] = {}
    ends = [m.start() for m in marks[1:]] + [len(body)] if marks else []
    for mark, end in zip(marks, ends, strict=True):
        label = re.sub(r"(?:数|了|(?<!分)值)?(?:是|为|:|：)?$", "", mark[0])
        found.setdefault(label, []).append(body[mark.end() : end].strip(" ，,；;。、"))
    return head.strip(" ，,；;。、：:“”"), found


def added_where_asked(text: str, state: State) -> tuple[Act, ...]:
    """Rows or sources told one after the other, where they were asked for: 中央资金预算320万 执行301万；县级…"""
    acts = []
    for piece in re.split(
        r"[；;。\n]|，(?=[\u4e00-\u9fff]{2,12}(?:资金|拨款|补助|配套|自筹)[^，]{0,4}(?:预算|到位|\d))",
        text,
    ):
        if not piece.strip():
            continue
        labels, amounts = _FIELD.findall(piece), amounts_in(piece)
        if state.asking == FUNDS:
            money = any(a.unit in {"万", "万元", "元", "亿元", "亿"} for a in amounts)
            if (
                not amounts
                or not (labels or money)
                or find_names(piece, row_names(state.evaluation))
            ):
                return ()
            acts.append(_added_fund(piece, state))
        elif labels and amounts:
            acts.append(_added_row(piece, "", piece))
        else:
            return ()
    return tuple(acts) if acts and all(a.kind == "add" for a in acts) else ()


_LEVELS = {"数量": ("产出指标", "数量指标"), "质量": ("产出指标", "质量指标"), "时效": ("产出指标", "时效指标"), "成本": ("产出指标", "成本指标"),
           "经济效益": ("效益指标", "经济效益指标"), "社会效益": ("效益指标", "社会效益指标"), "生态效益": ("效益指标", "生态效益指标"),
           "可持续影响": ("效益指标", "可持续影响指标"), "满意度": ("满意度指标", "服务对象满意度指标")}  # fmt: skip


#: a target told by its sign alone: ≥50根, 不少于50根
_SIGNED = regex(
    r"(?:[≥≤<>=＝]|不(?:少于|低于|高于|超过|大于|小于)|至少|最多)\s*[\d零一二两三四五六七八九十百]"
)


#: 5分, 给5分: what it is worth, without a word for it
_WORTH = regex(r"(?:给|占|算|值|计)?\s*[\d零一二两三四五六七八九十半.]{1,4}\s*分")


def _added_row(body: str, level: str, whole: str) -> Act:
    said = next(
        (
            name
            for name in (*_LEVELS,)
            if re.search(rf"{name}(?:指标)", whole) or f"产出{name}" in whole
        ),
        level or "",
    )
    body = (
        re.sub(rf"[，,\s]*(?:产出|效益)?(?:{'|'.join(_LEVELS)})(?:指标)?[。\s]*$", "", body)
        if said
        else body
    )
    kinds, body = _kinds_apart(body)
    if kinds and said in {"", "效益"}:
        said = next((k for k in _LEVELS for piece in kinds if k in piece), said)
    name, found = _field_values(body)
    name, *left = re.split(r"[，,；;]+", name)
    tail = amounts_in(name)
    if tail and tail[-1].end == len(name) and name[: tail[-1].start].endswith(" ") and not any(k.startswith("目标") for k in found):  # fmt: skip
        found["目标"] = [tail[-1].text]  # 开设防火隔离带 12公里 实际做了11.6
        name = name[: tail[-1].start].strip()
    for label, said_of in found.items():
        found[label][0], *more = re.split(r"[，,；;\s]+", said_of[0])
        left += more
    target = next(
        (v[0] for k, v in found.items() if k.startswith(("目标", "指标值", "计划", "任务")) and v),
        "",
    )
    if not target and (signed := next((p for p in left if _SIGNED.match(p)), "")):
        target, left = signed, [p for p in left if p != signed]
    actual = next((v[0] for k, v in found.items() if k.startswith(("实际", "完成")) and v), "")
    if not actual and (done := next((m for p in left if (m := _DONE.fullmatch(p))), None)):
        actual, left = done["value"], [p for p in left if p != done[0]]
    points = next((v[0] for k, v in found.items() if k in {"分值", "权重"} and v), "")
    if not points and (worth := next((p for p in left if _WORTH.fullmatch(p)), "")):
        points, left = worth, [p for p in left if p != worth]
    if not name or name.endswith("的"):
        return Act("unclear", name="add", say="要加的指标叫什么名称？目标和实际各是多少？")
    if said == "效益":
        said = "社会效益"
    sure = bool(said)
    if said not in _LEVELS:
        said = _guessed(name, target)
    first, second = _LEVELS[said]
    target, actual = _written(target), _written(actual)
    actual = _in_its_multiple(actual, target)
    fields = {"一级": first, "二级": second, "名称": name, "目标": target, "实际": actual}
    if amounts := amounts_in(points):
        fields["分值"] = f"{amounts[0].value:f}"
    untold = f"没有列入的：{'，'.join(left)}；加上以后再说一次。" if left else ""
    return Act("add", ROWS, name, fields={k: v for k, v in fields.items() if v}, sure=sure, say=untold)  # fmt: skip


_COUNTED = regex(
    r"[\d.,零〇一二两三四五六七八九十百千万亿点半分之]+(?P<unit>[\u4e00-\u9fff]{0,5}?)半?(?:吧|了|嘛)*"
)


def _written(said: str) -> str:
    """四千二百一十卷 as the file writes it, 4210卷; words that are more than an amount stay."""
    match = _COUNTED.fullmatch(said)
    found = amounts_in(said, {match["unit"]} if match["unit"] else ()) if match else ()
    return found[0].text if len(found) == 1 and found[0].start == 0 else said


def _in_its_multiple(actual: str, target: str) -> str:
    """68000只 as 6.8万只, where the target counts in 万只."""
    wanted, made = amounts_in(target), amounts_in(actual)
    if len(wanted) != 1 or len(made) != 1 or wanted[0].unit != f"万{made[0].unit}" or not made[0].unit:  # fmt: skip
        return actual
    text = f"{print_number((made[0].value / 10000).normalize())}{wanted[0].unit}"
    return text if same_amount(text, actual) else actual


_SEVERAL = regex(
    r"(?:请|帮我|麻烦|还要|再|我要|给我|想)*(?:加|添|增加|新增|补)(?:上)?[两二三2-3几][条个项行](?P<kind>[^，,：:\s]{0,8}?)(?:指标)?[，,：:\s]+(?P<items>.+)"
)
_EACH = regex(
    r"(?:^|[，,；;。\s]+)(?:(?:另外?|还有|再|其中)?一[条个项行]|第[一二三][条个项行])(?:是|叫做?|为)?[，,：:\s]*"
)


def additions(text: str, state: State) -> tuple[Act, ...]:
    """再加两条数量指标 一条叫… 另一条叫…: each with the kind that was said for all; () where one cannot be read."""
    match = _SEVERAL.fullmatch(text)
    if not match or is_question(text):
        return ()
    items = [item.strip(" ，,；;。") for item in _EACH.split(match["items"])]
    items = [item for item in items if item]
    acts = [addition(f"加一条{match['kind']}指标 {item}", state) for item in items]
    found = tuple(act for act in acts if act is not None and act.kind == "add")
    return found if len(items) > 1 and len(found) == len(items) else ()


def _kinds_apart(body: str) -> tuple[list[str], str]:
    """The pieces behind the first that are nothing but a kind (满意度指标，服务对象满意度), and the rest."""
    pieces = re.split(r"[，,；;\s]+", body.strip(" ，,；;。"))
    first = (
        [pieces[0]] if pieces[0].endswith("的") and is_kind(pieces[0]) else []
    )  # 数量的 采茶机购置
    kinds = [*first, *(p for p in pieces[1:] if is_kind(p))]
    return kinds, "，".join(p for p in pieces if p not in kinds) if kinds else body


def guessed_levels(name: str, target: str) -> tuple[str, str]:
    """一级 and 二级 of a row by its name and target, for a person to confirm."""
    return _LEVELS[_guessed(name, target)]


def _guessed(name: str, target: str) -> str:
    if "满意" in name:
        return "满意度"
    if re.search(r"率|合格|达标|质量", name):
        return "质量"
    if re.search(r"时间|及时|时限|期限", name) or re.search(r"\d月|年底", target):
        return "时效"
    if re.search(r"成本|费用|单价|标准$", name) or re.search(r"元$", target):
        return "成本"
    return "数量" if amounts_in(target) else "社会效益" if target else "数量"


def _added_fund(body: str, state: State) -> Act:
    name, found = _field_values(body)
    unit = state.evaluation.funds.unit if state.evaluation.funds else "万元"
    fields: dict[str, str] = {}
    tail = amounts_in(name)
    if tail and tail[-1].end == len(name):
        found.setdefault("预算", []).insert(0, tail[-1].text)
        name = name[: tail[-1].start].strip(" ，,：:")
    keys = {
        "年初": "年初预算",
        "全年": "全年预算",
        "年初预算": "年初预算",
        "全年预算": "全年预算",
        "预算": "全年预算",
        "到位": "到位",
        "执行": "执行",
        "支出": "执行",
        "用": "执行",
        "花": "执行",
        "支付": "执行",
    }
    for label, said in found.items():
        amounts = amounts_in(said[0])
        made = money_value(unit, amounts[0]) if len(amounts) == 1 else None
        if label in keys and isinstance(made, Value):
            fields[keys[label]] = made.text
    if "全年预算" in fields:
        fields.setdefault("年初预算", fields["全年预算"])
    elif "年初预算" in fields:
        fields["全年预算"] = fields["年初预算"]
    name = re.sub(r"^(?:叫|是)|(?:的|资金来源)$", "", name)
    if not name:
        return Act("unclear", name="add", say="这笔资金的来源叫什么？预算、到位、执行各是多少？")
    order = ["年初预算", "全年预算", "到位", "执行"]
    ordered: dict[str, str] = {k: fields[k] for k in order if k in fields}
    return Act("add", FUNDS, name, fields={"来源": name, **ordered})


def renaming(text: str, state: State) -> Act | None:
    verbs = "|".join(lexicon("conversation_commands")["rename"]["verbs"])
    match = re.fullmatch(
        rf"(?:把|将|请|帮我)*(?P<old>.+?)(?:[这那]一?[条行个项])?(?:的)?(?:指标|资金|来源)?(?:的)?(?:{verbs}|(?:改|换|更)一?个?名[字称]?[，,\s]*(?:叫做?|为|成|作)|的?(?:名[字称头号]|叫法|说法)(?:给我|都|也)?(?:换|改|更改|变)(?:成|为|叫|作)|名[字称](?:不对|错了|写错了|有误)[，,\s]*(?:应该?|要)?(?:叫|是|改成|改为|为))[:：]?(?P<new>.+?)[。吧了]*",
        text,
    )
    if not match or is_question(text):
        return None
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    old, new = (
        match["old"],
        re.sub(r"^(?:就|现在|以后|应该|要)*叫做?", "", match["new"].strip('“”" ')),
    )
    if any(k.end == len(old.strip()) for k in find_keys(old.strip(), "report")):
        return None  # 通知名称错了 是…: the name of a paper, no row's
    if old.strip() in {"项目", "本项目", "这个项目"}:
        return Act("change", "项目.名称", new)
    rows, sources = better_of(best(find_names(old, names)), best(find_funds(old, funds)))
    paths = [row_path(names[m.index], "名称") for m in rows] + [
        fund_path(funds[m.index], "来源") for m in sources
    ]
    if len(paths) == 1:
        return Act("change", paths[0], new)
    return Act(
        "unclear",
        name="which",
        options=tuple(paths),
        value=new,
        say="" if paths else "要改名的是哪一条？",
    )
