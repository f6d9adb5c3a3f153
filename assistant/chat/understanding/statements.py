"""Lines that tell something: values beside names, labelled words, an answer to the question asked."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import TELLS_DONE, NoValue, Value, read_value, wanted_at
from assistant.chat.mentions import Mention, best, find_funds, find_keys, find_names
from assistant.chat.naming import (
    FUNDS,
    ROWS,
    fund_names,
    fund_path,
    key_of,
    row_names,
    row_path,
    split,
    words_of,
)
from assistant.chat.remarks import is_not_known
from assistant.chat.understanding.around import said_plainly
from assistant.chat.understanding.causes import caused_acts
from assistant.chat.understanding.clauses import clauses_of
from assistant.chat.understanding.judged import judged_acts
from assistant.chat.understanding.labelled import for_both, labelled_acts
from assistant.chat.understanding.likely import by_letters, fits
from assistant.chat.understanding.places import (
    STRONG,
    about_data,
    named_or_asked,
    parts_along,
    units_of,
    value_at,
)
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.rows import added_where_asked
from assistant.chat.understanding.surveys import surveyed
from assistant.chat.understanding.wording import CHANGE, PAIR
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import read_number
from assistant.values.spoken import amounts_in, days_in

_SHARED = regex(r"(?P<names>[^，,。；;]{4,40}?)(?:都|均|全都|一律)(?P<rest>[^，,。；;]+)")


_AND = regex(r"和|跟|与|、|及|还有")


def _shared(text: str, state: State) -> tuple[Act, ...]:
    """甲和乙的原因都写…, 甲跟乙都改成98: one value for each of the rows named."""
    if each_its_own := _respectively(text, state):
        return each_its_own
    match = _SHARED.fullmatch(text.strip(" ，,。；;"))
    names = row_names(state.evaluation)
    if not match or is_question(text) or amounts_in(match["names"]):
        return ()
    pieces = [p for p in _AND.split(match["names"]) if p.strip()]
    found = [best(find_names(piece, names)) for piece in pieces]
    if len(pieces) < PAIR or any(len(f) != 1 for f in found):
        return ()
    keys = find_keys(pieces[-1], "indicator")
    key = keys[-1].name if keys and keys[-1].end == len(pieces[-1].rstrip()) else ""
    rows = [names[f[0].index] for f in found]
    own = replace(state, asking="", pointed="", pending=(), waiting=False)
    said = [f"{row}{f'的{key}' if key else ''}{match['rest']}" for row in rows]
    each = [statements(one, one, own) for one in said]
    acts = tuple(
        acts[0] for acts in each if len(acts) == 1 and acts[0].kind in {"answer", "change"}
    )
    placed = [split(act.path)[1] for act in acts]
    return acts if placed == rows and len(set(rows)) == len(rows) else ()


_RESPECTIVELY = regex(
    r"(?P<names>[^，,。；;]{4,40}?)(?:的实际)?(?:分别|各)(?:是|为|有|达到?|完成|改成|改为|写)*(?P<values>[^；;]+)"
)


def _respectively(text: str, state: State) -> tuple[Act, ...]:
    """合格率跟差错率分别是99.1和0.38: as many values as names, in their order."""
    match = _RESPECTIVELY.fullmatch(text.strip(" ，,。；;"))
    if not match or is_question(text) or amounts_in(match["names"]):
        return ()
    names = [p for p in _AND.split(match["names"]) if p.strip()]
    values = [p for p in re.split(r"和|跟|与|[、，,\s]", match["values"]) if p.strip()]
    if len(names) < PAIR or len(names) != len(values):
        return ()
    own = replace(state, asking="", pointed="", pending=(), waiting=False)
    each = [statements(f"{n}{v}", f"{n}{v}", own) for n, v in zip(names, values, strict=True)]
    acts = tuple(a[0] for a in each if len(a) == 1 and a[0].path and a[0].kind in {"answer", "change"})  # fmt: skip
    return acts if len({a.path for a in acts}) == len(names) else ()


#: what begins another matter behind an answer
_ANOTHER = regex(
    r"(?:[\s，,。；;]+(?:另外|还有(?:就是)?|对了|哦对|顺便|完了|再就是|再一个|再有)|(?<=[\u4e00-\u9fff\d%])(?:然后|另外))[\s，,、：:]*(?=[\u4e00-\u9fff]{2})"
)


def _and_more(line: str, text: str, state: State) -> tuple[Act, ...]:
    """An answer, and behind 另外 or 对了 values that name their own places: each is read by itself."""
    asked = state.pointed or state.asking
    own = replace(state, asking="", pointed="", pending=(), waiting=False)
    for match in _ANOTHER.finditer(text) if asked else ():
        head, tail = text[: match.start()], text[match.end() :]
        more = clauses_of(tail, tail, own, strict=True) or labelled_acts(tail, own)
        placed = [a for a in more if a.path and a.path != asked and a.kind in {"answer", "change"}]
        if placed and len(placed) == len(more):
            head = said_plainly(head)
            return (*statements(head, head, state), *more)
    return _and_a_value(text, asked, own, state) or _and_a_label(text, asked, own, state)


def _and_a_value(text: str, asked: str, own: State, state: State) -> tuple[Act, ...]:
    """明年八月底前 惠及行政村也更正一下 是四十个: an office or a deadline that is whole, and then values of named rows."""
    if not asked or wanted_at(state.evaluation, asked).kind not in {"office", "deadline"}:
        return ()
    head, _, tail = re.sub(r"[，,。；;\s]+", " ", text, count=1).partition(" ")
    made = read_value(state.evaluation, asked, head, state.today) if tail else None
    if not isinstance(made, Value):
        return ()
    more = clauses_of(tail, tail, own, strict=True)
    placed = [a for a in more if a.path and a.path != asked and a.kind in {"answer", "change"}]
    if not placed or len(placed) != len(more):
        return ()
    return (Act("answer", asked, made.text, say=made.note), *more)


def _and_a_label(text: str, asked: str, own: State, state: State) -> tuple[Act, ...]:
    """An answer in words, and behind it another row with its key: …马上开工。送戏那条的原因是…."""
    if not asked or wanted_at(state.evaluation, asked).kind not in {
        "cause",
        "act",
        "office",
        "deadline",
    }:
        return ()
    for cut in re.finditer(r"[。；;，,\s]+", text):
        head, tail = text[: cut.start()], text[cut.end() :]
        first = re.split(r"[。；;，,\s]", tail)[0]
        if not find_names(first, row_names(state.evaluation)) or not find_keys(first, "indicator"):
            continue
        more = labelled_acts(tail, own)
        placed = [a for a in more if split(a.path)[0] == ROWS and a.kind in {"answer", "change"}]
        if (
            placed
            and len(placed) == len(more)
            and all(split(a.path)[:2] != split(asked)[:2] for a in placed)
        ):
            return (*statements(head, head, state), *more)
    return ()


#: 这条的实际, 这条2026年8月31日: the row that is asked about; 指标里第四条: the row of that number
_THIS_ROW = regex(r"[这本]一?(?:条|项|行|个指标)(?P<of>的)?(?=(?P<what>[\u4e00-\u9fff]{2}|\d))")
_ROW_NUMBER = regex(
    r"(?P<table>指标(?:表)?(?:头|里头?|中|的)?)?(?:的)?第(?P<n>[一二两三四五六七八九十\d]{1,3})(?:条|行|个指标)(?:指标)?(?!句)"
)


#: 身份牌为啥晚：刻字厂刻错了: asks itself, and answers
_WHY = regex(
    r"(?P<row>[^：:，,。；;]{2,30}?)(?:为啥|为什么|咋会?|怎么会?)[^：:，,。；;?？]{0,8}[：:](?P<cause>[^?？]{4,})"
)


def _with_the_row_named(text: str, state: State) -> str:
    """The line with a row's name in place of 这条 before a key or a value, and of 第四条 before an amount."""
    listed, name, key = split(state.pointed or state.asking)
    names = row_names(state.evaluation)
    if (told := _WHY.fullmatch(text)) and find_names(told["row"], names):
        return f"{told['row']}的原因是{told['cause']}"
    if (
        (match := _ROW_NUMBER.search(text))
        and (n := read_number(match["n"]))
        and 1 <= n <= len(names)
        and (match["table"] or amounts_in(text[match.end() :], units_of(state)))
    ):
        text = f"{text[: match.start()]}{names[int(n) - 1]}{text[match.end() :]}"
    if listed == ROWS and not state.waiting and (match := _THIS_ROW.search(text)):
        keys = find_keys(text[match.end() :], "indicator")
        behind = text[match.end() + keys[0].end :] if keys and not keys[0].start else ""
        if re.match(r"[是为写:：改]|不对|[错漏]了|应该", behind):
            return f"{text[: match.start()]}{name}的{text[match.end() :]}"
        if key in {"完成时限", "实际"} and match["what"][0].isdigit():
            return f"{text[: match.start()]}{name}的{key}{text[match.end() :]}"
    return text


def statements(line: str, text: str, state: State) -> tuple[Act, ...]:
    text = _with_the_row_named(text, state)
    if shared := _shared(text, state):
        return shared
    if more := _and_more(line, text, state):
        return more
    if judged := judged_acts(text, state):
        return judged
    if labelled := for_both(text, state) or labelled_acts(text, state) or surveyed(text, state):
        return labelled
    if caused := caused_acts(text, state):
        return caused
    if (
        state.asking in {FUNDS, ROWS}
        and not is_question(text)
        and (added := added_where_asked(text, state))
    ):
        return added
    asking = is_question(text)
    if asking:
        return _asked_something(text, state)
    asked = state.pointed or state.asking
    wants = wanted_at(state.evaluation, asked).kind if asked else ""
    if wants in {"cause", "act", "words", "text", "notice"}:
        return _answered_in_words(text, asked, state)
    acts = clauses_of(line, text, state)
    if acts:
        return acts
    if asked:
        made = read_value(state.evaluation, asked, text, state.today)
        own = wanted_at(state.evaluation, asked).kind
        if (
            isinstance(made, Value)
            and own not in {"number", "money", "points"}
            and not _names_other(text, asked, state)
        ):
            return (
                Act("answer", asked, made.text, say=made.note),
                *parts_along(asked, made, "answer"),
            )
        if by_kind := _by_kind(text, asked, state):
            return by_kind
        return (_not_an_answer(text, asked, state, made.why if isinstance(made, NoValue) else ""),)
    return (_nothing_named(text, state),)


def _by_kind(text: str, asked: str, state: State) -> tuple[Act, ...]:
    """计财股，明年4月底前: an office and a deadline in one answer, each known by its kind."""
    listed, name, key = split(asked)
    keys = ("责任单位", "完成时限")
    pieces = [p for p in re.split(r"[，,；;。、\s]+", text) if p]
    if listed != ROWS or key not in keys or len(pieces) != len(keys):
        return ()
    for order in (pieces, pieces[::-1]):
        paths = [row_path(name, k) for k in keys]
        made = [
            read_value(state.evaluation, path, piece, state.today)
            for path, piece in zip(paths, order, strict=True)
        ]
        values = [one for one in made if isinstance(one, Value)]
        if len(values) == len(keys):
            return tuple(
                Act("answer", path, one.text, say=one.note)
                for path, one in zip(paths, values, strict=True)
            )
    return ()


def _asked_something(text: str, state: State) -> tuple[Act, ...]:
    """A question; statements before it in the same line are taken too, with their own names."""
    pieces = [p for p in re.split(r"[，,。；;\s]+", text) if p.strip()]
    told = [p for p in pieces if not is_question(p)]
    acts: tuple[Act, ...] = ()
    if told and len(told) < len(pieces):
        joined = "，".join(told)
        acts = tuple(
            a
            for a in clauses_of(joined, joined, replace(state, asking="", pointed=""))
            if a.path and a.kind in {"answer", "change"}
        )
    if not _on_topic(text, state):
        return (*acts, Act("small_talk", name="topics"))
    return (*acts, Act("question", named_or_asked(text, state), name="ask", text=text))


TOPIC = regex(
    r"[写填报分扣算查数率项条钱元]|目标|指标|实际|原因|措施|责任|时限|预算|执行|到位|资金|报告|通知|主送|署名|公开|评|规则|文件|标准|意思|确认|改|抄|怎样|这个|那个|这|确认|撤销|导出|跳过|达成|统计|口径|台账|系统|在里头|是什么|怎么说|问题|数据|要|行|可以|必须|加|减"
)


def _on_topic(text: str, state: State) -> bool:
    return (
        bool(state.asking and "你" not in text)
        or bool(TOPIC.search(text))
        or any(
            len(v) > 1 or f"{v}了" in text for v in lexicon("conversation")["verbs"] if v in text
        )
        or about_data(text, state)
    )


def _not_an_answer(text: str, asked: str, state: State, why: str) -> Act:
    if re.match(r"(?:改成|改为|换成|改)", text):
        return Act("unclear", name="which", say="要改的是哪一项？请带上名称，如“好路率改成95%”。")
    if is_not_known(text) or text.startswith(tuple(lexicon("conversation")["not_known"]["starts"])):
        return Act("unclear", asked, name="not_known")
    return Act("unclear", asked, name="value", say=why, text=text)


def _nothing_named(text: str, state: State) -> Act:
    if is_not_known(text):
        return Act("unclear", name="not_known")
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    found = best(find_names(text, names))
    amounts = amounts_in(text, units_of(state))
    if found and len(found) > 1:
        keys = find_keys(text, "indicator")
        key = keys[0].name if keys else "实际"
        value = amounts[0].text if len(amounts) == 1 else ""
        return Act(
            "unclear",
            name="which",
            options=tuple(row_path(names[m.index], key) for m in found),
            value=value,
        )
    sources = best(find_funds(text, funds)) or tuple(
        Mention(i, 0, frozenset()) for i in range(len(funds))
    )
    keys = find_keys(text, "fund")
    if keys and keys[0].name != "原因" and len(sources) > 1 and len(amounts) == 1:
        return Act(
            "unclear",
            name="which",
            options=tuple(fund_path(funds[m.index], keys[0].name) for m in sources),
            value=amounts[0].text,
        )
    if len(found) == 1:
        return Act("unclear", row_path(names[found[0].index], "实际"), name="no_value")
    return Act("unclear", name="nothing")


def _names_other(text: str, asked: str, state: State) -> bool:
    listed, name, _ = split(asked)
    names = row_names(state.evaluation)
    found = best(find_names(text, names))
    return (
        bool(found)
        and not (listed == ROWS and any(names[m.index] == name for m in found))
        and found[0].score >= 3  # noqa: PLR2004
    )


#: 不是六副, 不是九号: a number or day that is denied
_CONTRAST = regex(r"不是\s*(?:[\d零〇一二两三四五六七八九十百千万]|百分)")
_BECAUSE = regex(r"因|由于|导致|致使|所以|造成|影响|没|未|缺|延|晚|迟|停|坏|等")


#: 补助改成14: a number put in another's place
_REPLACED = regex(
    r"(?:改|换|写|填|调|变)(?:成|为|到)\s*(?:[\d零〇一二两三四五六七八九十百千万]|百分)"
)
#: 指导员那行的名儿改成…, 这个来源改做…, 套数甭改
_RENAMED = regex(
    r"(?:[条行项个]|名[字儿称头]|来源)(?:的?名[字儿称头])?(?:改|换|更)(?:成|为|做|叫)|[甭别莫不]改(?=$|[，,\s])"
)
_SHORT = 16  # letters of a line that sets right one thing


#: 催县财政把50万拨到位: to be done, and no value that stands
_TO_BE_DONE = regex(r"催|把|将|拟|争取|尽快|下一?步|负责|之?前[，,。；;]?")


def _begins_elsewhere(text: str, placed: list[Act], asked: str, state: State) -> Act | None:
    """The value of another row or source, other than what stands there, that the line begins with."""
    own = split(asked)[:2]
    head = re.split(r"[，,。；;\s]", text)[0]
    named = find_names(head, row_names(state.evaluation)) or find_funds(head, fund_names(state.evaluation))  # fmt: skip
    first = next((a for a in placed if a.path), None)
    caused = bool(_BECAUSE.search(text))
    if key_of(asked) == "措施" and _TO_BE_DONE.search(text):
        return None
    if first is None or not named or (caused and split(first.path)[:2] == own):
        return None
    return first if first.value != value_at(state, first.path) else None


def _sets_right_elsewhere(text: str, asked: str, state: State) -> bool:
    """Whether the line sets right a number, or begins with another key of the file, and tells no cause."""
    if _CONTRAST.search(text) and not _BECAUSE.search(text):
        return True
    if _REPLACED.search(text) and len(text) <= _SHORT:
        return True
    head = re.split(r"[，,。；;\s]", text)[0]
    named = find_names(head, row_names(state.evaluation)) or find_funds(head, fund_names(state.evaluation))  # fmt: skip
    if named and _RENAMED.search(text) and not (_BECAUSE.search(text) or _TO_BE_DONE.search(text)):
        return True
    days = days_in(text, state.today)
    if len(days) == 1 and len(text) <= _SHORT and not (days[0].before or _BECAUSE.search(text)):
        return bool(by_letters(text, days, [], state)) and bool(TELLS_DONE.search(text))
    own = key_of(asked)
    head = re.split(r"[，,。；;]", text)[0]
    if (
        any(k.name != "原因" for k in find_keys(head, "fund"))
        and find_funds(head, fund_names(state.evaluation))
        and amounts_in(head)
        and not _BECAUSE.search(text)
        and not _TO_BE_DONE.search(text)
    ):
        return True
    keys = [k for k in find_keys(text, "report") if k.start <= 1 and key_of(k.name) != own]
    return bool(keys) and not _BECAUSE.search(text)


def _answered_in_words(text: str, asked: str, state: State) -> tuple[Act, ...]:
    """An answer that is a sentence, unless the line plainly sets right another value."""
    other = clauses_of(text, text, replace(state, asking="", pointed=""), strict=True)
    placed = [
        a
        for a in other
        if (a.path and a.path != asked and a.kind in {"answer", "change"}) or a.options
    ]
    if placed and len(placed) + sum(a.path == asked for a in other) == len(other):
        return other
    if _sets_right_elsewhere(text, asked, state):
        plain = statements(text, text, replace(state, asking="", pointed=""))
        if any(a.path and a.kind in {"answer", "change"} for a in plain):
            return plain
        if split(asked)[0] == ROWS and (
            _CONTRAST.search(text) or days_in(text, state.today)
        ):  # 十月十九号完的不是十七号: of the row that is asked about
            said = f"{split(asked)[1]}{text}"
            of_it = clauses_of(said, said, replace(state, asking="", pointed=""), strict=True)
            if [a.path for a in of_it] == [row_path(split(asked)[1], "实际")]:
                return of_it
        told = f"这像是要改别处的，没有当作{key_of(asked)}；请带上名称再说一次，如“好路率改成95%”。"
        return (Act("unclear", asked, name="which", say=told),)
    if begun := _begins_elsewhere(text, placed, asked, state):
        if not _BECAUSE.search(text) or find_keys(re.split(r"[，,。；;\s]", text)[0], "indicator"):
            return other
        told = f"这像是要改{words_of(begun.path)}，又像是{key_of(asked)}：要改请再说一次名称和数，是{key_of(asked)}请说“{key_of(asked)}是……”。"
        return (Act("unclear", asked, name="which", say=told),)
    if re.search(r"那个|那条|那里|那\d", text) and _names_other(text, asked, state):
        return (_nothing_named(text, state),)
    read = bool(placed) and all(a in placed or a.name == "piece" for a in other)
    if elsewhere := _of_another_row(text, asked, state):
        return other if read else elsewhere
    made = read_value(state.evaluation, asked, text, state.today)
    if isinstance(made, Value):
        return (Act("answer", asked, made.text, say=made.note), *parts_along(asked, made, "answer"))
    return other if read else (_not_an_answer(text, asked, state, made.why),)


_PLAIN = 2.0  # letters of a name beside a number that the row can be of


def _of_another_row(text: str, asked: str, state: State) -> tuple[Act, ...]:
    """Words that begin with the name of another row than the one asked about are that row's, or are asked about."""
    listed, own_name, key = split(asked)
    names = row_names(state.evaluation)
    head = re.split(r"[，,。；;]", text)[0]
    found = best(find_names(head, names))
    amounts = amounts_in(head, units_of(state))
    counts = (
        len(amounts) == 1 and len(found) == 1 and fits(found[0].index, [], list(amounts), (), state)
    )
    if len(found) != 1 or found[0].score < (
        _PLAIN if counts and not _BECAUSE.search(text) else STRONG
    ):
        return ()
    name = names[found[0].index]
    own = next(
        (m.score for m in find_names(head, names) if listed == ROWS and names[m.index] == own_name),
        0.0,
    )
    starts = min(found[0].chars) <= 2  # noqa: PLR2004
    if name == own_name or own >= found[0].score or not starts:
        return ()
    path = row_path(name, "实际")
    wanted = wanted_at(state.evaluation, path).kind
    if wanted == "words" and key == "实际":
        made = read_value(state.evaluation, path, text, state.today)
        if isinstance(made, Value) and not value_at(state, path):
            return (Act("answer", path, made.text, say=made.note),)
    if key == "实际" or CHANGE.search(head) or (counts and not _BECAUSE.search(text)):
        return (
            Act(
                "unclear",
                path,
                name="which",
                say=f"这说的是“{name}”吗？请带上要改的内容再说一次，如“{name}的实际是…”。",
            ),
        )
    return ()
