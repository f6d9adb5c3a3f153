"""Consent and refusal, alone or at the head of more; a value in place of the one shown."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.chat.acts import Act, Reader, State
from assistant.chat.answer_kinds import Value, read_value, wanted_at
from assistant.chat.mentions import best, find_funds, find_keys, find_names
from assistant.chat.naming import ROWS, fund_names, row_names, split
from assistant.chat.understanding.beside_the_value import span_of
from assistant.chat.understanding.commands import as_a_whole
from assistant.chat.understanding.places import parts_along, units_of, value_at
from assistant.chat.understanding.questions_put import is_question, question_mark
from assistant.chat.understanding.wording import CHANGE, as_said, bare_of, is_of_kind, left_over
from assistant.facts.register import spoken_in
from assistant.patterns import regex
from assistant.values.spoken import amounts_in


def settled_acts(line: str, text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """Consent or refusal, alone or at the head of more."""
    if own := (
        _in_writing(text, state)
        or _denied_place(text, state, read)
        or _place_kept(text, state, read)
    ):
        return own
    if (state.waiting or state.choices) and (
        refuses(text)
        or _stays(text, state)
        or (_NOT_YET.search(text) and _only_refuses(text, state))
    ):
        return (Act("refuse"),)
    if question_mark(text):
        return ()
    if state.waiting or state.choices:
        if is_of_kind("consent", text):
            return (Act("consent"),)
        head, rest = _head(line)
        if head and state.waiting:
            if refuses(head) and rest:
                told = as_said(rest)
                return (
                    _correction(told, state)
                    or _own_number(told, replace(state, asking="", pointed=""))
                    or _refused_and(_told(_rest(rest, state, read)))
                )
            if is_of_kind("consent", head) and rest and not is_question(as_said(rest)):
                return _agreed_and(line[: len(line) - len(rest)], rest, state, read)
        if not is_question(text) and (own := _correction(text, state)):
            return own
        if not is_question(_numbers_only(text, state)) and (own := _own_number(text, state)):
            return own
        return ()
    if is_of_kind("consent", text) and not as_a_whole(text, state):
        return (Act("consent", name="nothing"),)
    if refuses(text):
        return (Act("refuse", name="nothing"),)
    return ()


def _agreed_and(before: str, rest: str, state: State, read: Reader) -> tuple[Act, ...]:
    """What is said behind a yes: a value in place of the one shown, or more; a 不过 behind which nothing is told leaves the yes in doubt."""
    own = _correction(as_said(rest), state)
    if own and CHANGE.search(rest):
        return own
    more = _rest(rest, state, read)
    if _BUT.search(before) and not _told(more):
        return (Act("unclear", name="which", say=_WITH_A_BUT.format(rest)),)
    return (Act("consent"), *more)


_WRITTEN = regex(
    r"(?:那|就|可以|好|行|请|给我|帮我)*(?:用|写|改成?|换成?|要)(?:成|一下)?(?:书面|正式)(?:语|话|的|写法|说法|语言)*(?:吧|了|嘛|哈)*"
)


def _in_writing(text: str, state: State) -> tuple[Act, ...]:
    """用书面的: the note that waits and was told in words of speech, in the written words that were shown."""
    if not state.pending or not _WRITTEN.fullmatch(bare_of(text)):
        return ()
    told = [(path, spoken_in(new).written) for path, new in state.pending if path.endswith((".原因", ".措施"))]  # fmt: skip
    return tuple(Act("change", path, written) for path, written in told if written)


#: 不是满意度 是综合利用率91, 不是到位，是执行: one place is denied, another named
_DENIES = regex(
    r"[哎哦噢呃诶嗯等不对错了，,\s]*(?:我(?:说|讲|要改)的)?不是(?:说|讲|改)?(?P<denied>[^，,。；;\s\d]{2,20}?)(?:的|那[条个项])?[，,。；;\s]*"
    r"(?:而|我(?:说|讲|要改)的)?(?:应该)?(?:是|改的是|说的是|讲的是)(?P<meant>.+)"
)


def _denied_place(text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """The value that waits, or the one said now, for the place that is meant; the denied one is dropped."""
    match = _DENIES.fullmatch(text)
    if not match or is_question(text):
        return ()
    if not state.pending:
        return _meant_instead(match["denied"], match["meant"], state, read)
    denied = [p for p, _ in state.pending if _is_named(match["denied"], p, state)]
    if len(denied) != 1:
        return ()
    path = denied[0]
    listed, name, _ = split(path)
    value = next(new for p, new in state.pending if p == path)
    meant = match["meant"].rstrip("吧了嘛的 ，,。")
    said = meant if amounts_in(meant, units_of(state)) else f"{meant}{value}"
    own = replace(state, pending=(), waiting=False, asking="", pointed="", choices=())
    for words in (said, f"{name}{said}" if listed else said):
        made = tuple(a for a in read(words, own) if a.path and a.kind in {"answer", "change"})
        if made and all(a.path != path for a in made):
            return (*(replace(a, kind="change") for a in made), Act("refuse", path))
    return (Act("refuse", path), Act("unclear", name="piece", text=meant))


def _meant_instead(denied: str, meant: str, state: State, read: Reader) -> tuple[Act, ...]:
    """不是护栏是边沟143公里, where nothing waits: the value of the one that is meant."""
    names = row_names(state.evaluation)
    no = {names[m.index] for m in best(find_names(denied, names))}
    if not no or not amounts_in(meant, units_of(state)):
        return ()
    own = replace(state, asking="", pointed="", choices=())
    made = read(meant, own)
    placed = all(a.path and a.kind in {"answer", "change"} and split(a.path)[1] not in no for a in made)  # fmt: skip
    return tuple(replace(a, kind="change") for a in made) if placed else ()


_KEPT = regex(
    r"(?P<what>[^，,。；;\s\d]*?)(?:那|这)?[条个项]?(?:的|就|都|也|还是)*(?:不动|不改|不变|不用改|莫改|莫动|别改|别动|照旧|照原样|维持原样)(?:了|吧|啊|哈)*"
)


def _place_kept(text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """防雹是40 增雨不动, 这条不改 我讲的是等候时间9分钟: what waits for the one named is dropped, the rest is read."""
    pieces = [p for p in re.split(r"[，,。；;\s]+", text) if p]
    kept = [p for p in pieces if _KEPT.fullmatch(p)]
    if not state.pending or len(kept) != 1 or len(pieces) < 2 or is_question(text):  # noqa: PLR2004
        return ()
    what = _KEPT.fullmatch(kept[0])["what"].strip("那这条个项")  # type: ignore[index]
    paths = {p for p, _ in state.pending if not what or _is_named(what, p, state)}
    if not paths or (not what and len(paths) > 1):
        return ()
    said = "，".join(p for p in pieces if p not in kept)
    own = replace(state, pending=(), waiting=False, asking="", pointed="", choices=())
    made = tuple(a for a in read(said, own) if a.path and a.kind in {"answer", "change"})
    if not made or any(a.path in paths for a in made):
        return ()
    return (*(replace(a, kind="change") for a in made), *(Act("refuse", p) for p in sorted(paths)))


def _is_named(words: str, path: str, state: State) -> bool:
    """Whether the words name that place: its row or source, or its key alone."""
    listed, name, key = split(path)
    names = row_names(state.evaluation) if listed == ROWS else fund_names(state.evaluation)
    found = best((find_names if listed == ROWS else find_funds)(words, names)) if listed else ()
    if found:
        return any(names[m.index] == name for m in found)
    return any(k.name == key for k in find_keys(words))


#: 莫忙, 别动, 唔好: not to do something, with no word of what
_NOT_TO = regex(
    r"(?:(?:算了|罢了|那|哎|还是|就|先|暂时|你|都)[，,\s]*)*(?:莫|别|甭|勿|不)(?:要|用|必|得|好|对|是|忙|慌|急)?(?:动|写|记|存|录|填|加|改|删|整|搞|弄|忙|慌|急)?(?:到|着|起|了|住|先|哈|嘛|啊|吧|它)*"
)
#: 等会儿等会儿, 等一下再说: to wait, said once or twice
_WAIT = regex(
    r"(?:(?:你|先|再|我)*(?:等|缓|慢)(?:一?(?:会儿?|下子?|哈|等|点)|着)(?:再说|吧|嘛|啊|先)*)+"
)
#: 检测报告还没出呢先别写: why not, and not to
_NOT_YET = regex(
    r"(?:先|暂时?)(?:莫|别|甭|勿|不)(?:要|用|忙|慌|急)?(?:动|写|记|存|录|填|加|改|删|整)?(?:了|吧|嘛|啊|哈|呢)*$"
)
_STAY = regex(
    r"^(?:那)?(?:就|还)?(?:还是|仍然?是?|照旧|维持)(?:写|填|用|按)?(?:原来的)?(?P<value>.*?)(?:吧|了|嘛)*$"
)


def _stays(text: str, state: State) -> bool:
    """还是3个吧, 算了 还是三处 莫改: a word of refusal, or the value that stands, and nothing to be changed."""
    if not state.pending:
        return False
    kept = refused = False
    for piece in re.split(r"[，,。；;\s]+", text.strip(" ，,。；;")):
        if match := _STAY.match(piece):
            paths = [path for path, _ in state.pending]
            kept = match["value"] == "" or any(_stands(match["value"], p, state) for p in paths)
            if not kept:
                return False
        else:
            refused = refused or refuses(piece)
    return kept or (refused and _only_refuses(text, state))


def _stands(value: str, path: str, state: State) -> bool:
    """Whether that value is what the data have there now."""
    made = read_value(state.evaluation, path, value, state.today)
    return isinstance(made, Value) and made.text == value_at(state, path)


def _only_refuses(text: str, state: State) -> bool:
    """Whether what stands beside the word of refusal only says why: no amount, no name, no key."""
    return not (
        amounts_in(text, units_of(state))
        or find_names(text, row_names(state.evaluation))
        or find_keys(text)
    )


def refuses(text: str) -> bool:
    """Whether the words refuse and say nothing else: by the words of refusal, or by 不要 before a light verb."""
    plain = re.sub(r"^(?:[这那]一?[条个项处句]|刚才(?:说的)?那?[条个句]?)(?=.)", "", bare_of(text))
    return is_of_kind("refusal", plain or text) or bool(
        plain and (_NOT_TO.fullmatch(plain) or _WAIT.fullmatch(plain))
    )


def _refused_and(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """What is said in place of what is refused gives the line its kind."""
    placed = acts and all(a.path and a.kind in {"answer", "change"} for a in acts)
    return (*acts, Act("refuse", name="rest")) if placed else (Act("refuse"), *acts)


def _told(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Without what only says why something is refused: 我再核一哈, 领导还没定."""
    return acts if any(a.kind not in {"unclear", "small_talk", "question"} for a in acts) else ()


#: 说的是44, 打错字 系92: what stands before a number that is said anew
_SAID_ANEW = regex(
    r"^(?:我|刚才)?(?:想)?(?:说|讲|写|打|报|填)?的?(?:应该是|应该|应是|应为|该是|是|为|要|改成|改为|改)"
)


def _bare_number(piece: str, state: State) -> str:
    """The piece as a number and nothing else, or ""."""
    plain = _SAID_ANEW.sub("", piece)
    amounts = amounts_in(plain, units_of(state))
    if len(amounts) != 1 or amounts[0].start > 0 or left_over(plain, span_of(amounts[0])):
        return ""
    return plain


def _numbers_only(text: str, state: State) -> str:
    """The pieces that are a number and nothing else; the whole where there is none."""
    pieces = [p for p in re.split(r"[，,。；;\s]+", text.strip()) if p]
    return "，".join(p for p in pieces if _bare_number(p, state)) or text


def _own_number(text: str, state: State) -> tuple[Act, ...]:
    """94点6 说快了, 打错字 是92, 40吧 有一株不算: one number alone where one waits that it could stand for, and none is asked for."""
    pieces = [p for p in re.split(r"[，,。；;\s]+", text.strip()) if p]
    numbers = [plain for p in pieces if (plain := _bare_number(p, state))]
    others = "，".join(p for p in pieces if not _bare_number(p, state))
    if len(numbers) != 1 or len(others) > _SLIP:
        return ()
    if (
        find_names(others, row_names(state.evaluation))
        or find_keys(others)
        or question_mark(others)
    ):
        return ()  # but 咋会超标嘞 is only a sigh beside the number
    if amounts_in(others) and not _bare_number(pieces[0], state):
        return ()
    plain = numbers[0]
    asked = state.pointed or state.asking
    places = list(dict.fromkeys(path for path, _ in state.pending))
    if asked and asked not in places:
        places.append(asked)
    fits = [(p, made) for p in places if isinstance(made := read_value(state.evaluation, p, plain, state.today), Value)
            and wanted_at(state.evaluation, p).kind in {"number", "money", "points", "share", "target"}]  # fmt: skip
    if len(fits) > 1:
        return (Act("unclear", name="which", options=tuple(p for p, _ in fits), value=plain),)
    if len(fits) == 1 and fits[0][0] in {p for p, _ in state.pending}:
        path, made = fits[0]
        return (Act("change", path, made.text, say=made.note),)
    return ()


_SLIP = 12  # letters of a word of slip beside a number said anew


_BUT = regex(r"不过|但是?|只是")
_WITH_A_BUT = "前面说是，后面“{}”没有读准，就都没有写。要写请只说“是”，要改请带上名称再说一次。"
_AND_MORE = r"(?:不过|只是|但是?|另外|还有|然后|顺[便带手]|再)"


def _head(line: str) -> tuple[str, str]:
    """The word or two before a sign, or before 不过 and the like (嗯是的不过检验费改成772), and the rest."""
    match = re.match(rf"\s*([^，,。；;\s]{{1,8}})[，,。；;\s]+{_AND_MORE}?(.+)", line, re.S)
    run_in = re.match(rf"\s*([^，,。；;\s]{{1,6}}?){_AND_MORE}(.+)", line, re.S)
    if run_in and is_of_kind("consent", run_in[1]) and not (match and is_of_kind("consent", match[1])):  # fmt: skip
        match = run_in
    return (match[1], match[2]) if match else ("", "")


def _rest(rest: str, state: State, read: Reader) -> tuple[Act, ...]:
    if is_of_kind("consent", as_said(rest)) or is_of_kind("refusal", as_said(rest)):
        return ()
    return read(rest, replace(state, pending=(), waiting=False))


def _correction(text: str, state: State) -> tuple[Act, ...]:
    """改成93%, 应该是92%, 是92.8, 错了是94.3: the person's own value in place of the one shown."""
    from assistant.chat.remarks import is_remark

    if not state.pending:
        return ()
    match = re.fullmatch(
        r"(?:不是.*?[，,\s]+|不对[，,\s]*|错了[，,\s]*|等(?:会儿?|一下|等)[，,\s]*|哦|噢|写多了[，,]?|写少了[，,]?)*(?P<verb>改成|改为|换成|应该是|应是|应为|写成|改|是)[:：]?\s*(?P<value>.+)",
        text,
    )
    if not match:
        return ()
    value = match["value"]
    if len(state.pending) > 1 and find_keys(value):
        return ()
    names = row_names(state.evaluation)
    fits = []
    for path, _ in state.pending:
        made = read_value(state.evaluation, path, value, state.today)
        listed, name, _key = split(path)
        foreign = listed == ROWS and any(
            m.whole and names[m.index] != name for m in find_names(value, names)
        )
        if isinstance(made, Value) and not foreign and not is_remark(value):
            fits.append((path, made))
    long = (
        wanted_at(state.evaluation, fits[0][0]).kind in {"cause", "act", "words", "text"}
        if fits
        else False
    )
    if match["verb"] == "是" and long:
        return ()
    if len(fits) == 1:
        path, made = fits[0]
        return (Act("change", path, made.text, say=made.note), *parts_along(path, made, "change"))
    if len(fits) > 1:
        return (Act("unclear", name="which", options=tuple(p for p, _ in fits), value=value),)
    elsewhere = state.asking and state.asking not in {path for path, _ in state.pending}
    if elsewhere and match["verb"] == "是":
        return ()  # 是因为下雨停了两个月: an answer to what is asked now
    if amounts_in(value) and not find_names(text, names) and not find_keys(text):
        return (
            Act("unclear", name="value", say="这个数放不进等您确认的那一项，请带上名称再说一次。"),
        )
    return ()
