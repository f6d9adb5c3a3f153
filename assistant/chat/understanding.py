"""The one reader of talk: a line and what is open become typed acts. No model, no terminal, no file.

Order of reading: a command or a pasted block; numbered answers; consent and refusal; talk that is not
about the data; questions and suppositions; rows added, deleted, renamed; labelled words (原因是…);
amounts and days beside a name; and at last an answer to the question asked. A target is what the words
name, or what is asked, clicked or waiting: never what was spoken of last.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import (
    NoValue,
    Value,
    money_value,
    number_value,
    read_value,
    wanted_at,
)
from assistant.chat.mentions import Key, Mention, best, find_funds, find_keys, find_names, sounds
from assistant.chat.naming import (
    FUNDS,
    ROWS,
    fund_names,
    fund_path,
    key_of,
    row_names,
    row_path,
    split,
)
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation
from assistant.values.numerals import CHINESE
from assistant.values.reading import fold
from assistant.values.spoken import (
    Spoken,
    SpokenDay,
    amounts_in,
    days_in,
    nearest_day,
    unit_fits,
)

_PUNCTUATION = re.compile(r"[\s，,。.；;：:、！!？?“”\"'‘’~～（）()…—-]")
_LINK = r"(?:\s*(?:(?:[写填报弄搞]错了|错了|不对)[\s，,]*)?(?:就是因为|是因为|主要是|就是|应该是|应为|应是|是|为|因为|由于|改成|改为|换成|改|写成|写|填|用|[:：=])\s*[:：]?)"
_CHANGE = re.compile(
    r"改成|改为|改到|改|换成|更正|应该是|应是|应为|调到|调成|调整|不对|错了|其实|不是|才对|写多|写少|修改|写错"
)
_PAIR = 2
_STRONG = 3.6  # characters of a name that name a row beyond doubt
_TEXT_KEYS = frozenset({"原因", "措施", "责任单位", "完成时限", "佐证", "完成程度", "评分比例"})


_KEPT = "，。；：、（）“”《》〔〕"


def as_said(line: str) -> str:
    """The line with digits, letters and signs in their plain form; Chinese punctuation stays, as it will be written."""
    return "".join(c if c in _KEPT else fold(c) or " " for c in line).strip()


def understand(line: str, state: State) -> tuple[Act, ...]:
    """The acts of one line, in order; never none. The first gives the line its kind."""
    from assistant.chat.pasted import is_block

    text = as_said(line)
    if is_block(line):
        return (Act("add", name="block", text=line),)
    if command := _slash(line):
        return (command,)
    if not _PUNCTUATION.sub("", text):
        return (Act("question", name="help") if "?" in text else Act("unclear", name="empty"),)
    if numbered := _numbered(line, state):
        return numbered
    if chosen := _chosen(text, state):
        return (chosen,)
    if settled := _settled(line, text, state):
        return settled
    for reader in (
        _exact,
        _by_pressure,
        _revising,
        _inventing,
        _supposing,
        _deleting,
        _adding,
        _renaming,
    ):
        if act := reader(text, state):
            return (act,)
    return _statements(line, text, state)


# --- whole lines -------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def command_names() -> dict[str, str]:
    """Every word that names a command, and the command."""
    commands = lexicon("conversation_commands")["commands"]
    return {
        str(word).lower(): name
        for name, about in commands.items()
        for word in (name, *about["words"])
    }


def _command_heard(text: str) -> str:
    """撤消 for 撤销: a command misheard or mistyped, one letter at least written alike."""
    if len(text) < _PAIR:
        return ""
    for word, name in command_names().items():
        alike = len(word) == len(text) and any(a == b for a, b in zip(word, text, strict=True))
        if alike and sounds(word) == sounds(text):
            return name
    return ""


def section_of(words: str) -> str:
    """The section that the words name, or empty; the longest name wins."""
    from assistant.model.sections import SECTIONS

    named = [
        (len(name), record.id) for record in SECTIONS for name in record.words if name in words
    ]
    return max(named)[1] if named else ""


def _slash(line: str) -> Act | None:
    plain = line.strip()
    if not plain.startswith(("/", "／")):
        return None
    name, _, rest = plain[1:].strip().partition(" ")
    command = command_names().get(fold(name).lower())
    if command is None:
        return Act("command", name="unknown", text=name)
    if command == "起草":
        return Act("draft", section=section_of(rest), text=rest.strip())
    if command == "改":
        return _revision(rest)
    return Act("command", name=command, text=rest.strip(), section=section_of(rest))


def _bare(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def made_of(text: str, words: list[str], tails: list[str]) -> bool:
    """Whether the text is put together from these words and tails, with a word at its head."""
    plain = _bare(text).lower()
    if not plain:
        return False
    heads = sorted({str(w).lower() for w in words}, key=len, reverse=True)
    pieces = sorted({*heads, *(str(t).lower() for t in tails)}, key=len, reverse=True)

    @lru_cache(maxsize=256)
    def rest(at: int) -> bool:
        return at == len(plain) or any(
            plain.startswith(p, at) and rest(at + len(p)) for p in pieces
        )

    return any(plain.startswith(h) and rest(len(h)) for h in heads)


def _is(kind: str, text: str) -> bool:
    words = lexicon("conversation")[kind]
    return made_of(text, words["words"], words["tails"])


#: 92还是93, 按户还是按人: two of one kind in one clause
_EITHER = re.compile(r"\d[%\w]{0,3}还是\s*\d|([^\d\W])[^，,。；;]{1,10}还是\1")
_INTERROGATIVE = re.compile(r"(?<![没无不])(?:啥|什么|咋|谁|哪(?!怕)|多少)")
_INDEFINITE = re.compile(
    r"(?:啥|什么|谁|哪|多少)[^，,。；;]{0,4}[都也]|(?:啥|什么)的(?:$|[，,。；;])|多少有|好多少"
)


def is_question(text: str) -> bool:
    """Whether the line asks: by its words, by its end, or by a choice (92还是93来着)."""
    marks = lexicon("conversation")["marks_of_question"]
    if any(word in text for word in marks["not_before"]):
        return False
    plain = text.rstrip("。.!！~ ")
    known = lexicon("conversation")["not_known"]["anywhere"]
    if (
        any(w in plain for w in known)
        and not plain.endswith(("?", "吗", "么"))
        and not re.search("咋|怎", plain)
    ):
        return False
    if plain.endswith(tuple(str(e) for e in marks["ends"])) or "?" in plain[-3:]:
        return True
    if re.search(marks["choice"], plain) or _EITHER.search(plain):
        return True
    if _INTERROGATIVE.search(plain) and not _INDEFINITE.search(plain):
        return True
    if plain.endswith(("多少", "几个", "几")) or (plain.endswith("不") and len(plain) > 3):  # noqa: PLR2004
        return True
    if re.search(r"(\S{1,4})不\1|没得$", plain) and not re.search(r"不[得能]不", plain):
        return True
    plain = re.sub(rf"样本\s*(?=\d|[{CHINESE}])", "", plain)  # 样本五百份 asks for no sample
    return any(word in plain for word in marks["anywhere"]) or bool(
        re.search(r"能?[查填写算用]不$", plain)
    )


def _settled(line: str, text: str, state: State) -> tuple[Act, ...]:
    """Consent or refusal, alone or at the head of more."""
    if (state.waiting or state.choices) and _is("refusal", text):
        return (Act("refuse"),)
    if _question_mark(text):
        return ()
    if state.waiting or state.choices:
        if _is("consent", text):
            return (Act("consent"),)
        head, rest = _head(line)
        if head and state.waiting:
            if _is("refusal", head) and rest:
                return _correction(as_said(rest), state) or (Act("refuse"), *_rest(rest, state))
            if _is("consent", head) and rest and not is_question(as_said(rest)):
                own = _correction(as_said(rest), state)
                return (
                    own if own and _CHANGE.search(rest) else (Act("consent"), *_rest(rest, state))
                )
        if not is_question(text) and (own := _correction(text, state)):
            return own
        return ()
    if _is("consent", text) and not _exact(text, state):
        return (Act("consent", name="nothing"),)
    if _is("refusal", text):
        return (Act("refuse", name="nothing"),)
    return ()


def _question_mark(text: str) -> bool:
    return text.rstrip().endswith(("?", "吗", "么")) or bool(
        re.search(r"行不行|对不对|好不好|可不可以", text)
    )


def _head(line: str) -> tuple[str, str]:
    match = re.match(
        r"\s*([^，,。；;\s]{1,8})[，,。；;\s]+(?:不过|另外|还有|但是?|然后|顺便)?(.+)", line, re.S
    )
    return (match[1], match[2]) if match else ("", "")


def _rest(rest: str, state: State) -> tuple[Act, ...]:
    if _is("consent", as_said(rest)) or _is("refusal", as_said(rest)):
        return ()
    return understand(rest, replace(state, pending=(), waiting=False))


def _correction(text: str, state: State) -> tuple[Act, ...]:
    """改成93%, 应该是92%, 是92.8, 错了是94.3: the person's own value in place of the one shown."""
    from assistant.chat.answer_kinds import is_remark

    if not state.pending:
        return ()
    match = re.fullmatch(
        r"(?:不是.*?[，,\s]+|不对[，,]?|错了[，,]?|哦|噢|写多了[，,]?|写少了[，,]?)*(?P<verb>改成|改为|换成|应该是|应是|应为|写成|改|是)[:：]?\s*(?P<value>.+)",
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
        return (Act("change", path, made.text, say=made.note), *_parts(path, made, "change"))
    if len(fits) > 1:
        return (Act("unclear", name="which", options=tuple(p for p, _ in fits), value=value),)
    if amounts_in(value) and not find_names(text, names) and not find_keys(text):
        return (
            Act("unclear", name="value", say="这个数放不进等您确认的那一项，请带上名称再说一次。"),
        )
    return ()


def _exact(text: str, state: State) -> Act | None:
    """Lines that are one thing as a whole: commands, skipping, greetings, wishes to draft."""
    words, commands = lexicon("conversation"), lexicon("conversation_commands")
    bare = _bare(text).lower()
    if state.asking and _is("skip", text):
        return Act("command", name="跳过")
    polite = re.sub(r"^(?:请|麻烦你?|帮我|给我|那就|先|再)+|(?:一下|吧|了|啊|呗|嘛|哈)+$", "", bare)
    for candidate in (bare, polite):
        if candidate in command_names() and len(candidate) > 1:
            name = command_names()[candidate]
            return Act("draft") if name == "起草" else Act("command", name=name)
    if (heard := _command_heard(polite)) and not _about_data(text, state):
        return Act("draft") if heard == "起草" else Act("command", name=heard)
    if _is("skip", text):
        return Act("command", name="跳过")
    draft = commands["draft"]
    if (
        bare in draft["exact"]
        or polite in draft["exact"]
        or (re.fullmatch(draft["whole"], polite) and any(w in polite for w in draft["needs"]))
    ):
        return Act("draft")
    if re.fullmatch(
        r"(?:导出|输出|存成|打印|下载)(?:报告|文件|word|文档|一份|到.{1,4}|成|来|看看|看)*", polite
    ):
        return Act("command", name="导出")
    if re.fullmatch(
        r"(?:还有|还剩|还差|有)?(?:哪些|什么|啥)(?:没填完|没填|要填|没写|没答|缺|缺的|要补)(?:的)?",
        bare,
    ) or re.fullmatch(r"还[差缺剩]多少(?:个)?(?:问题|项|没填|没答)?|还有(?:几个|多少)问题", bare):
        return Act("question", name="gaps")
    talk = words["small_talk"]
    if bare in {str(w).lower() for w in talk["exact"]}:
        return Act("small_talk", name="greeting")
    for name in ("rude", "topics", "feelings"):
        if (
            any(w in text for w in talk[name])
            and not _about_data(text, state)
            and not (is_question(text) and _TOPIC.search(text))
        ):
            return Act("small_talk", name=name)
    return None


def _about_data(text: str, state: State) -> bool:
    """Whether amounts, or names of rows, or keys of the file stand in the line."""
    names = find_names(text, row_names(state.evaluation))
    return bool(
        amounts_in(text)
        or names
        or find_keys(text)
        or find_funds(text, fund_names(state.evaluation))
    )


def _by_pressure(text: str, state: State) -> Act | None:
    patterns = lexicon("conversation")["pressure"]["patterns"]
    return Act("unclear", name="pressure") if any(re.search(p, text) for p in patterns) else None


def _inventing(text: str, state: State) -> Act | None:
    patterns = lexicon("conversation")["invent"]["patterns"]
    if not any(re.search(p, text) for p in patterns):
        return None
    path = _named_or_asked(text, state)
    return Act("question", path, name="invent")


def _named_or_asked(text: str, state: State) -> str:
    names = row_names(state.evaluation)
    found = best(find_names(text, names))
    if len(found) == 1:
        keys = find_keys(text, "indicator")
        return row_path(names[found[0].index], keys[0].name if keys else "实际")
    return state.pointed or state.asking


_SENTENCE = re.compile(r"第(?P<number>[一二两三四五六七八九十\d]{1,3})(?:句|段)")


def _revising(text: str, state: State) -> Act | None:
    """A wish for the draft's words; 第六句责任单位改成计财股 is a change of what that sentence is about."""
    sentence = _SENTENCE.search(text)
    style = [w for w in lexicon("conversation_commands")["style"] if w in text]
    part = re.search(r"(?:那|这|的)?(?:一)?(?:节|段|部分|章)|语气|措辞|全文|文字|报告", text)
    if sentence is not None:
        keys = [k for k in find_keys(text, "indicator") if k.start >= sentence.end()]
        own = re.search(r"改成|改为|写成|换成", text)
        if keys and own and keys[0].start < own.start() and state.draft is not None:
            return _about_sentence(text, sentence, keys[0], state)
        if style or own or re.search(r"改|写|删|数字", text):
            return _revision(text)
        return None
    if state.draft is None or is_question(text):
        return None
    if (
        style
        and (part or section_of(text))
        and not amounts_in(text)
        and not re.search(r"[条项]|指标", text)
    ):
        return _revision(text)
    if (
        style
        and len(_bare(text)) <= 12  # noqa: PLR2004
        and not find_names(text, row_names(state.evaluation))
        and not state.asking
        and re.search(r"写|改|语气|一点|点$", text)
    ):
        return _revision(text)
    return None


def _revision(words: str) -> Act:
    from assistant.values.numerals import read_number

    found = _SENTENCE.search(words)
    number = read_number(found["number"]) if found else None
    wish = re.split(r"改成|改为|写成", words)[0]  # the new words may name other sections
    return Act("revise", section=section_of(wish), number=int(number or 0), text=words)


def _about_sentence(text: str, sentence: re.Match[str], key: Key, state: State) -> Act:
    from assistant.chat.drafted import rows_of_sentence
    from assistant.values.numerals import read_number

    number = int(read_number(sentence["number"]) or 0)
    section = section_of(text[: sentence.start()]) or state.section
    rows = rows_of_sentence(state, section, number)
    value = re.sub(rf"^{_LINK}", "", text[key.end :])
    if not rows:
        say = (
            f"第{number}句说的不是哪一项指标，请说指标的名称。"
            if rows is not None
            else f"草稿里没有第{number}句。"
        )
        return Act("unclear", name="which", say=say)
    paths = tuple(row_path(name, key.name) for name in rows)
    if len(paths) > 1:
        return Act("unclear", name="which", options=paths, value=value)
    made = read_value(state.evaluation, paths[0], value, state.today)
    if isinstance(made, NoValue):
        return Act("unclear", paths[0], say=made.why, name="value")
    return Act("change", paths[0], made.text, say=made.note)


# --- numbered answers and choices -------------------------------------------------------------

_ITEM = re.compile(
    r"(?:^|[；;\n]|(?<=[^\d.])\s+)\s*(?:第)?(\d{1,2})\s*(?:[.、．:：)）](?!\d)|(?<=\d)\s)\s*(?=\S)"
)


def _numbered(line: str, state: State) -> tuple[Act, ...]:
    """1. …；3. …: answers to the open items by the numbers shown."""
    marks = list(_ITEM.finditer(line))
    if not state.listed or not marks or line[: marks[0].start()].strip():
        return ()
    ends = [m.start() for m in marks[1:]] + [len(line)]
    acts: list[Act] = []
    for mark, end in zip(marks, ends, strict=True):
        number, said = int(mark[1]), line[mark.end() : end].strip(" ；;\n，,")
        if not 1 <= number <= len(state.listed):
            acts.append(Act("unclear", name="number", text=said, say=f"没有第{number}项。"))
            continue
        one = replace(
            state, asking=state.listed[number - 1], listed=(), pending=(), waiting=False, choices=()
        )
        for act in _of_item(understand(said, one), one, said):
            told = f"第{number}项：{act.say}" if act.kind == "unclear" and act.say else act.say
            acts.append(
                replace(act, say=told, path=act.path or (one.asking if act.name == "跳过" else ""))
            )
    return tuple(acts)


#: keys that an answer to a question of their row may bring along
_ALONG = frozenset({"原因", "措施", "责任单位", "完成时限", "评分比例", "佐证"})


def _of_item(acts: tuple[Act, ...], state: State, said: str) -> tuple[Act, ...]:
    """The acts of a numbered answer: its number is its target, unless the words name a key of another place."""
    listed, name, _ = split(state.asking)
    foreign = [
        a for a in acts
        if a.kind in {"answer", "change"} and a.path != state.asking
        and not (split(a.path)[:2] == (listed, name) and split(a.path)[2] in _ALONG)
    ]  # fmt: skip
    counts = wanted_at(state.evaluation, state.asking).kind in {"number", "money", "day"}
    if (
        not foreign
        or (find_keys(said) and counts)
        or (counts and any(a.path == state.asking for a in acts))
    ):
        return acts
    made = read_value(state.evaluation, state.asking, as_said(said), state.today)
    if isinstance(made, NoValue):
        return (Act("unclear", state.asking, name="value", say=made.why or "没有读懂。"),)
    return (
        Act("answer", state.asking, made.text, say=made.note),
        *_parts(state.asking, made, "answer"),
    )


def _chosen(text: str, state: State) -> Act | None:
    """The number, or the name, of one of the choices shown."""
    if not state.choices:
        return None
    from assistant.values.numerals import read_number

    match = re.fullmatch(
        r"(?:选|就|是)?第?([一二两三四五六七八九十]|\d{1,2})(?:个|条|项|号)?(?:吧|的)?", _bare(text)
    )
    number = read_number(match[1]) if match else None
    if number is not None and 1 <= int(number) <= len(state.choices):
        chosen = state.choices[int(number) - 1]
    else:
        names = [split(c.path)[1] or c.path for c in state.choices]
        found = best(find_names(text, names)) or best(find_funds(text, names))
        if len(found) != 1 or amounts_in(text):
            return None
        chosen = state.choices[found[0].index]
    made = read_value(state.evaluation, chosen.path, chosen.value, state.today)
    if isinstance(made, NoValue):
        return Act("unclear", chosen.path, say=made.why, name="value")
    return Act(_kind(chosen.path, state, changed=False), chosen.path, made.text, say=made.note)


# --- suppositions -----------------------------------------------------------------------------


def _supposing(text: str, state: State) -> Act | None:
    words = lexicon("conversation")
    supposing = rf"(?<![主只需])(?:{'|'.join(words['supposing'])})"
    head = re.search(supposing, text)
    tag = next(
        (
            t
            for t in sorted(words["tags"]["what_if"], key=len, reverse=True)
            if _bare(text).endswith(_bare(t))
        ),
        "",
    )
    if not head and not tag:
        return None
    body = re.sub(supposing, "", text, count=1) if head else text
    cut = body.rfind(tag) if tag else -1
    body = body[:cut] if cut > 0 else body
    body = re.sub(r"的话|呢[?]?$|[?]$|[会能就要]+$", "", body).strip(" ，,")
    acts = [
        a
        for a in _clauses(body, body, state, lenient=True)
        if a.kind in {"answer", "change"} and a.path and _counts(a.path, state)
    ]
    if not acts:
        acts = _reached(body, state)
    if acts:
        return Act("what_if", acts[0].path, acts[0].value, fields={a.path: a.value for a in acts})
    if head and not is_question(text) and not tag and not text.endswith("呢"):
        return None
    if head:
        return Act("question", _named_or_asked(text, state), name="what_if", text=text)
    return None


def _counts(path: str, state: State) -> bool:
    """Whether the place holds what scores are computed from."""
    return wanted_at(state.evaluation, path).kind in {
        "number",
        "day",
        "money",
        "points",
        "level",
        "share",
        "target",
    }


def _reached(body: str, state: State) -> list[Act]:
    """全执行完, 都改完了, 达标: the target, or the budget, as the supposed value."""
    if re.search(r"没|未|不", body) or not any(
        word in body for word in lexicon("conversation")["reached"]
    ):
        return []
    evaluation = state.evaluation
    funds = fund_names(evaluation)
    if re.search(r"执行|花|用|支出|付", body):
        found = best(find_funds(body, funds))
        index = found[0].index if len(found) == 1 else 0 if len(funds) == 1 else -1
        source = evaluation.funds.sources[index] if evaluation.funds and index >= 0 else None
        if source and source.budget is not None:
            return [Act("change", fund_path(funds[index], "执行"), f"{source.budget:f}")]
    rows = best(find_names(body, row_names(evaluation)))
    if len(rows) == 1:
        row = evaluation.indicators[rows[0].index]
        found_amounts = amounts_in(fold(row.target))
        if len(found_amounts) == 1:
            return [
                Act(
                    "change",
                    row_path(row_names(evaluation)[rows[0].index], "实际"),
                    found_amounts[0].text,
                )
            ]
    return []


# --- rows and sources added, deleted, renamed --------------------------------------------------


def _deleting(text: str, state: State) -> Act | None:
    verbs = lexicon("conversation_commands")["delete"]["verbs"]
    verb = next((v for v in verbs if v in text), "")
    if (
        not verb
        or is_question(text)
        or _SENTENCE.search(text)
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
    if number and (n := read_number(number[1])) and 1 <= int(n) <= len(names):
        return Act("delete", row_path(names[int(n) - 1]))
    rows, sources = best(find_names(body, names)), best(find_funds(body, funds))
    rows, sources = _better(rows, sources)
    paths = [row_path(names[m.index]) for m in rows] + [fund_path(funds[m.index]) for m in sources]
    if len(paths) == 1:
        return Act("delete", paths[0])
    if paths:
        return Act("unclear", name="delete", options=tuple(paths), say="要删的是哪一条？")
    return Act("unclear", name="delete", say="要删的是哪一条？请说指标或资金来源的名称。")


def _better(
    rows: tuple[Mention, ...], sources: tuple[Mention, ...]
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    if rows and sources:
        a, b = (rows[0].whole, rows[0].score), (sources[0].whole, sources[0].score)
        return (rows, ()) if a > b else ((), sources)
    return rows, sources


_ADDED_FUND = re.compile(r"资金来源|资金|来源|一笔|预算|拨款|配套|自筹|捐赠|到位|执行")
_FIELD = re.compile(
    r"(?:年初预算|全年预算|预算|到位|执行|支出)(?:数|了)?(?:是|为|:|：)?(?=\s*[\d.])"
    r"|(?:目标值|目标|指标值|实际完成|实际|完成|分值|权重)(?:数|了|值)?(?:是|为|:|：)?"
)


def _adding(text: str, state: State) -> Act | None:
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
        r"[\s，,:：]*(?P<level>数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度|产出|效益)?(?P<what>指标|资金来源|资金|来源|项目资金)?[\s，,:：]*(?:叫|名称是|名称为|是)?",
        rest,
    )
    named = bool(kind and kind["what"])
    if not match["count"] and not named:
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
    return (
        _added_fund(body, state) if fund else _added_row(body, kind["level"] if kind else "", text)
    )


def _field_values(body: str) -> tuple[str, dict[str, list[str]]]:
    """The name at the head, and what follows each label."""
    marks = list(_FIELD.finditer(body))
    marks = [m for m in marks if m.start() > 0]
    head = body[: marks[0].start()] if marks else body
    found: dict[str, list[str]] = {}
    ends = [m.start() for m in marks[1:]] + [len(body)] if marks else []
    for mark, end in zip(marks, ends, strict=True):
        label = re.sub(r"(?:数|了|值)?(?:是|为|:|：)?$", "", mark[0])
        found.setdefault(label, []).append(body[mark.end() : end].strip(" ，,；;。、"))
    return head.strip(" ，,；;。、：:“”"), found


def _added_where_asked(text: str, state: State) -> tuple[Act, ...]:
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
    name, found = _field_values(body)
    target = next((v[0] for k, v in found.items() if k.startswith(("目标", "指标值")) and v), "")
    actual = next((v[0] for k, v in found.items() if k.startswith(("实际", "完成")) and v), "")
    points = next((v[0] for k, v in found.items() if k in {"分值", "权重"} and v), "")
    if not name:
        return Act("unclear", name="add", say="要加的指标叫什么名称？目标和实际各是多少？")
    if said == "效益":
        said = "社会效益"
    sure = bool(said)
    if said not in _LEVELS:
        said = _guessed(name, target)
    first, second = _LEVELS[said]
    fields = {"一级": first, "二级": second, "名称": name, "目标": target, "实际": actual}
    if amounts := amounts_in(points):
        fields["分值"] = f"{amounts[0].value:f}"
    return Act("add", ROWS, name, fields={k: v for k, v in fields.items() if v}, sure=sure)


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
        "年初预算": "年初预算",
        "全年预算": "全年预算",
        "预算": "全年预算",
        "到位": "到位",
        "执行": "执行",
        "支出": "执行",
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


def _renaming(text: str, state: State) -> Act | None:
    verbs = "|".join(lexicon("conversation_commands")["rename"]["verbs"])
    match = re.fullmatch(
        rf"(?:把|将|请|帮我)*(?P<old>.+?)(?:这条|那条|这个|那个)?(?:的)?(?:指标|资金)?(?:{verbs})[:：]?(?P<new>.+?)[。吧了]*",
        text,
    )
    if not match or is_question(text):
        return None
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    old, new = match["old"], match["new"].strip('“”" ')
    if old.strip() in {"项目", "本项目", "这个项目"}:
        return Act("change", "项目.名称", new)
    rows, sources = _better(best(find_names(old, names)), best(find_funds(old, funds)))
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


# --- statements -------------------------------------------------------------------------------


_SHARED = re.compile(r"(?P<names>[^，,。；;]{4,40}?)(?:都|均|全都|一律)(?P<rest>[^，,。；;]+)")
_AND = re.compile(r"和|跟|与|、|及|还有")


def _shared(text: str, state: State) -> tuple[Act, ...]:
    """甲和乙的原因都写…, 甲跟乙都改成98: one value for each of the rows named."""
    match = _SHARED.fullmatch(text.strip(" ，,。；;"))
    names = row_names(state.evaluation)
    if not match or is_question(text) or amounts_in(match["names"]):
        return ()
    pieces = [p for p in _AND.split(match["names"]) if p.strip()]
    found = [best(find_names(piece, names)) for piece in pieces]
    if len(pieces) < _PAIR or any(len(f) != 1 for f in found):
        return ()
    keys = find_keys(pieces[-1], "indicator")
    key = keys[-1].name if keys and keys[-1].end == len(pieces[-1].rstrip()) else ""
    rows = [names[f[0].index] for f in found]
    own = replace(state, asking="", pointed="", pending=(), waiting=False)
    said = [f"{row}{f'的{key}' if key else ''}{match['rest']}" for row in rows]
    each = [_statements(one, one, own) for one in said]
    acts = tuple(
        acts[0] for acts in each if len(acts) == 1 and acts[0].kind in {"answer", "change"}
    )
    placed = [split(act.path)[1] for act in acts]
    return acts if placed == rows and len(set(rows)) == len(rows) else ()


def _statements(line: str, text: str, state: State) -> tuple[Act, ...]:
    if shared := _shared(text, state):
        return shared
    if labelled := _labelled(text, state):
        return labelled
    if caused := _caused(text, state):
        return caused
    if (
        state.asking in {FUNDS, ROWS}
        and not is_question(text)
        and (added := _added_where_asked(text, state))
    ):
        return added
    asking = is_question(text)
    if asking:
        return _asked_something(text, state)
    asked = state.pointed or state.asking
    wants = wanted_at(state.evaluation, asked).kind if asked else ""
    if wants in {"cause", "act", "words", "text", "notice"}:
        return _answered_in_words(text, asked, state)
    acts = _clauses(line, text, state)
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
            return (Act("answer", asked, made.text, say=made.note), *_parts(asked, made, "answer"))
        return (_not_an_answer(text, asked, state, made.why if isinstance(made, NoValue) else ""),)
    return (_nothing_named(text, state),)


def _asked_something(text: str, state: State) -> tuple[Act, ...]:
    """A question; statements before it in the same line are taken too, with their own names."""
    pieces = [p for p in re.split(r"[，,。；;\n]", text) if p.strip()]
    told = [p for p in pieces if not is_question(p)]
    acts: tuple[Act, ...] = ()
    if told and len(told) < len(pieces):
        joined = "，".join(told)
        acts = tuple(
            a
            for a in _clauses(joined, joined, replace(state, asking="", pointed=""))
            if a.path and a.kind in {"answer", "change"}
        )
    if not _on_topic(text, state):
        return (*acts, Act("small_talk", name="topics"))
    return (*acts, Act("question", _named_or_asked(text, state), name="ask", text=text))


_TOPIC = re.compile(
    r"[写填报分扣算查数率项条钱元]|目标|指标|实际|原因|措施|责任|时限|预算|执行|到位|资金|报告|通知|主送|署名|公开|评|规则|文件|标准|意思|确认|改|抄|怎样|这个|那个|这|确认|撤销|导出|跳过|达成|统计|口径|台账|系统|在里头|是什么|怎么说|问题|数据|要|行|可以|必须|加|减"
)


def _on_topic(text: str, state: State) -> bool:
    return (
        bool(state.asking and "你" not in text)
        or bool(_TOPIC.search(text))
        or _about_data(text, state)
    )


def _not_an_answer(text: str, asked: str, state: State, why: str) -> Act:
    if re.match(r"(?:改成|改为|换成|改)", text):
        return Act("unclear", name="which", say="要改的是哪一项？请带上名称，如“好路率改成95%”。")
    words = lexicon("conversation")["not_known"]
    if any(w in text for w in words["anywhere"]) or text.startswith(tuple(words["starts"])):
        return Act("unclear", asked, name="not_known")
    return Act("unclear", asked, name="value", say=why, text=text)


def _nothing_named(text: str, state: State) -> Act:
    words = lexicon("conversation")["not_known"]
    if any(w in text for w in words["anywhere"]):
        return Act("unclear", name="not_known")
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    found = best(find_names(text, names))
    amounts = amounts_in(text, _units(state))
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


def _answered_in_words(text: str, asked: str, state: State) -> tuple[Act, ...]:
    """An answer that is a sentence, unless the line plainly sets right another value."""
    other = _clauses(text, text, replace(state, asking="", pointed=""), strict=True)
    placed = [
        a
        for a in other
        if (a.path and a.path != asked and a.kind in {"answer", "change"}) or a.options
    ]
    if placed and len(placed) == len(other):
        return other
    if re.search(r"那个|那条|那里|那\d", text) and _names_other(text, asked, state):
        return (_nothing_named(text, state),)
    if elsewhere := _of_another_row(text, asked, state):
        return elsewhere
    made = read_value(state.evaluation, asked, text, state.today)
    if isinstance(made, Value):
        return (Act("answer", asked, made.text, say=made.note), *_parts(asked, made, "answer"))
    if placed and all(a in placed or a.name == "piece" for a in other):
        return other
    return (_not_an_answer(text, asked, state, made.why),)


def _of_another_row(text: str, asked: str, state: State) -> tuple[Act, ...]:
    """Words that begin with the name of another row than the one asked about are that row's, or are asked about."""
    listed, own_name, key = split(asked)
    names = row_names(state.evaluation)
    head = re.split(r"[，,。；;]", text)[0]
    found = best(find_names(head, names))
    if len(found) != 1 or found[0].score < _STRONG:
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
    if key == "实际" or _CHANGE.search(head):
        return (
            Act(
                "unclear",
                path,
                name="which",
                say=f"这说的是“{name}”吗？请带上要改的内容再说一次，如“{name}的实际是…”。",
            ),
        )
    return ()


def _parts(path: str, made: Value, kind: Literal["answer", "change"]) -> tuple[Act, ...]:
    listed, name, _ = split(path)
    if listed == ROWS:
        return tuple(Act(kind, row_path(name, key), value) for key, value in made.parts)
    if path == "资金.原因":
        return tuple(Act(kind, "资金.措施", value) for key, value in made.parts if key == "措施")
    return ()


def _kind(path: str, state: State, *, changed: bool) -> Literal["answer", "change"]:
    if path == state.asking:
        return "answer"
    return "change" if changed or _present(path, state) else "answer"


def _present(path: str, state: State) -> bool:
    return bool(value_at(state, path))


def value_at(state: State, path: str) -> str:
    """What the data say at that path now, as text; empty where nothing."""
    from assistant.chat.naming import place_of

    place = place_of(state.evaluation, path)
    if place is None:
        return ""
    node: object = state.evaluation.model_dump(by_alias=True)
    for part in place:
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list | tuple) and isinstance(part, int) and part < len(node):
            node = node[part]
        else:
            return ""
    return "" if node is None else str(node)


# labelled words: 老年人那个原因是体检车坏了


@dataclass(frozen=True, slots=True)
class _Label:
    key: Key
    start: int
    end: int  # of the link
    linked: bool


def _labels(text: str) -> list[_Label]:
    found = []
    for key in find_keys(text, "indicator", "report", "fund"):
        if key.group == "indicator" and key.name not in _TEXT_KEYS:
            continue
        if key.group == "fund" and key.name != "原因":
            continue
        link = re.compile(_LINK).match(text, key.end)
        if key.name == "项目.年度" and text[max(0, key.start - 1) : key.start].isdigit():
            continue
        if (
            not link
            and key.group == "report"
            and (key.start == 0 or text[key.start - 1] in "，,。；; 把将请")
        ):
            link = re.compile(r"\s*(?=[\u4e00-\u9fff《〔\d])").match(text, key.end)
        if link:
            found.append(_Label(key, key.start, link.end(), linked=bool(link[0].strip())))
    return found


def _labelled(text: str, state: State) -> tuple[Act, ...]:
    labels = _labels(text)
    if not labels or (is_question(text) and not re.search(r"[，,。；;]", text)):
        return ()
    spans: list[list[_Label]] = []
    for label in labels:
        if spans and spans[-1][0].start == label.start:
            spans[-1].append(label)
        elif (
            spans
            and label.key.group == "report"
            and any(a.key.name == label.key.name for a in spans[-1])
        ):
            continue  # 通知是…，文号…: two words for one place
        else:
            spans.append([label])
    acts: list[Act] = []
    before = text[: spans[0][0].start]
    target, head_acts = _target_before(before, spans[0], state)
    if target is None:
        return ()
    acts += head_acts
    for i, alternatives in enumerate(spans):
        end = spans[i + 1][0].start if i + 1 < len(spans) else len(text)
        said = text[alternatives[0].end : end]
        if i + 1 < len(spans):  # a name before the next label belongs to that label
            following, said = _name_at_end(said, state)
        else:
            following = ""
        act = _label_act(alternatives, target, said, state)
        if act is None:
            return tuple(acts)
        acts += act
        target = following or target
    if is_question(acts[-1].value if acts else "") and all(a.kind != "unclear" for a in acts):
        return ()
    return tuple(acts)


def _name_at_end(said: str, state: State) -> tuple[str, str]:
    cut = max(said.rfind(c) for c in "，,。；;")
    tail = said[cut + 1 :]
    found = best(find_names(tail, row_names(state.evaluation)))
    if cut >= 0 and len(found) == 1 and not _leftover(tail, found[0].chars, strict=False):
        return row_path(row_names(state.evaluation)[found[0].index]), said[:cut]
    return "", said.strip(" ，,。；;")


def _target_before(
    before: str, alternatives: list[_Label], state: State
) -> tuple[str | None, list[Act]]:
    """What the words before a label name: "" for nothing named, None where they are something else."""
    if any(label.key.group == "report" for label in alternatives) and not _bare(before).strip(
        "把将请那个的"
    ):
        return "", []
    clause_at = max(before.rfind(c) for c in "，,。；;") + 1
    head, near = before[:clause_at], before[clause_at:]
    acts: list[Act] = []
    inherited = ""
    if head.strip(" ，,"):
        acts = [a for a in _clauses(head, head, replace(state, asking="", pointed="")) if a.path]
        if not acts:
            if any(label.key.group == "report" for label in alternatives):
                return "", []
            return None, []
        listed, name, _ = split(acts[-1].path)
        inherited = f"{listed}[{name}]" if listed else ""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    rows, sources = _better(best(find_names(near, names)), best(find_funds(near, funds)))
    if near.strip() and re.search(r"未|没", near) and sources:
        rows = ()
    if len(rows) == 1:
        if _leftover(near, rows[0].chars, strict=False):
            return None, []
        return row_path(names[rows[0].index]), acts
    if len(sources) == 1:
        return fund_path(funds[sources[0].index]), acts
    if rows or sources:
        paths = [row_path(names[m.index]) for m in rows] + [
            fund_path(funds[m.index]) for m in sources
        ]
        return "?" + "\n".join(paths), acts
    if _leftover(near, frozenset(), strict=False):
        return None, []
    return inherited, acts


def _label_act(
    alternatives: list[_Label], target: str, said: str, state: State
) -> list[Act] | None:
    listed, _name, _ = split(target) if target and not target.startswith("?") else ("", "", "")
    key = next(
        (
            a.key
            for a in alternatives
            if a.key.group == {ROWS: "indicator", FUNDS: "fund"}.get(listed, "")
        ),
        None,
    )
    if key is None:
        key = next((a.key for a in alternatives if a.key.group == "report"), alternatives[0].key)
    if key.group == "report":
        path = key.name
    elif target.startswith("?"):
        options = tuple(f"{p}.{key.name}" for p in target[1:].split("\n"))
        return [Act("unclear", name="which", options=options, value=said.strip(" ，,。"))]
    elif listed:
        path = f"{target}.{key.name}"
    else:
        asked = state.pointed or state.asking
        asked_list, asked_name, _ = split(asked)
        if asked_list == ROWS:
            path = row_path(asked_name, key.name)
        elif (asked_list == FUNDS and key.name == "原因") or (
            asked.startswith("资金.") and key.name in {"原因", "措施"}
        ):
            path = asked if key.name == key_of(asked) else f"资金.{key.name}"
        elif only := _only_pending_row(state):
            path = row_path(only, key.name)
        else:
            return [
                Act(
                    "unclear",
                    name="which",
                    say=f"说的是哪一项的{key.name}？请带上指标的名称。",
                    value=said,
                )
            ]
    if (
        key.name == "报告.通知"
        and not alternatives[0].linked
        and not re.search(r"《|关于|〔|号", said)
    ):
        return None
    made = read_value(state.evaluation, path, said, state.today)
    if isinstance(made, NoValue):
        return [Act("unclear", path, name="value", say=made.why)]
    kind = _kind(
        path,
        state,
        changed=bool(
            re.search(r"改|换|更正", said[:0] + "".join(a.key.name for a in alternatives[:0]))
        ),
    )
    return [Act(kind, path, made.text, say=made.note), *_parts(path, made, kind)]


def _only_pending_row(state: State) -> str:
    names = {split(path)[1] for path, _ in state.pending if split(path)[0] == ROWS}
    return names.pop() if len(names) == 1 else ""


_CAUSED = re.compile(
    r"(?:是因为|是由于|因为|由于|主要是|(?<=[到位付行完成标达])[，,]?(?:都是|是|原因是)(?=[^吗么什谁哪]{4,}$))(?P<cause>.+)$"
)
_LACK = re.compile(r"没|未|不到|只|少|差|低|扣|缺|慢|晚")


def _caused(text: str, state: State) -> tuple[Act, ...]:
    """捐赠的4万没到是因为企业破产了: a lack that is named, and its cause."""
    match = _CAUSED.search(text)
    if not match or match.start() == 0 or is_question(text[: match.start()]):
        return ()
    before, cause = text[: match.start()].rstrip("，, "), match["cause"]
    cut = max(before.rfind(c) for c in "，,。；;") + 1
    head, near = before[:cut], before[cut:]
    if not _LACK.search(near):
        return ()
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    acts = (
        [a for a in _clauses(head, head, replace(state, asking="", pointed="")) if a.path]
        if head.strip(" ，,")
        else []
    )
    if head.strip(" ，,") and not acts:
        return ()
    money = re.search(r"万|元|到位|到账|付|支|执行|花|钱|没到", near)
    sources = best(find_funds(near, funds)) if money else ()
    rows = best(find_names(near, names))
    if sources and rows and rows[0].score > sources[0].score:
        sources = ()
    path = ""
    if len(sources) == 1:
        path = fund_path(funds[sources[0].index], "原因")
    elif len(rows) == 1 and not sources:
        path = row_path(names[rows[0].index], "原因")
    elif acts and money and split(acts[-1].path)[0] == FUNDS:
        path = fund_path(split(acts[-1].path)[1], "原因")
    elif acts and not rows and split(acts[-1].path)[0] == ROWS:
        path = row_path(split(acts[-1].path)[1], "原因")
    elif money and len(funds) == 1 and not rows:
        path = fund_path(funds[0], "原因")
    if not path or path == state.asking:
        return ()
    made = read_value(state.evaluation, path, cause, state.today)
    if isinstance(made, NoValue):
        return (*acts, Act("unclear", path, name="value", say=made.why))
    kind = _kind(path, state, changed=False)
    return (*acts, Act(kind, path, made.text, say=made.note), *_parts(path, made, kind))


# amounts and days beside a name


def _units(state: State) -> frozenset[str]:
    year = state.evaluation.project.year
    found = set()
    for row in state.evaluation.indicators:
        target = row.readings(year).wanted
        limit = getattr(target, "limit", None) or getattr(target, "high", None)
        if limit is not None:
            found.add(limit.unit.name)
            found.add(limit.unit.name.lstrip("万亿"))
    return frozenset(filter(None, found))


@lru_cache(maxsize=1)
def _filler_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = lexicon("conversation")
    plain = sorted({*words["fillers"], *words["verbs"]}, key=len, reverse=True)
    return tuple(plain), tuple(words["dangerous"])


def _leftover(text: str, chars: frozenset[int], *, strict: bool = True) -> str:
    """What of the text is neither the name (`chars`) nor a word that says nothing of its own."""
    kept = "".join("\0" if i in chars else c for i, c in enumerate(text))
    out, at = [], 0
    plain, _ = _filler_words()
    kept = _PUNCTUATION.sub("\0", kept)
    while at < len(kept):
        word = next((w for w in plain if kept.startswith(w, at)), None)
        if word:
            at += len(word)
        else:
            if kept[at] != "\0":
                out.append(kept[at])
            at += 1
    return "".join(out)


def _clauses(
    line: str, text: str, state: State, *, lenient: bool = False, strict: bool = False
) -> tuple[Act, ...]:
    """Every amount or day of the line with the place that is named beside it; () where none can be placed.

    `lenient`: in a supposition, words of change say nothing. `strict`: nothing is an answer to the question.
    """
    units = _units(state)
    acts: list[Act] = []
    inherited = ""
    weak = ""  # the one row of a clause that gives no value: what sets it right may follow
    unread = -1  # where that clause was noted as not read
    for piece in _pieces(text, units, state):
        follows = weak if weak and _SETS_RIGHT.match(piece) else ""
        made = _one(
            piece, follows or inherited, state, units, lenient=lenient, strict=strict, line=text
        )
        if made is not None and follows and made.path.startswith(follows) and unread >= 0:
            del acts[unread]
        weak, unread = "", -1
        if made is None:
            named = _named_alone(piece, state, units)
            inherited = named or inherited
            weak = named or _only_row(piece, state)
            denied = bool(weak and _MISTAKEN.search(piece))
            if denied:
                inherited = weak
            elif _bare(piece) and (amounts_in(piece, units) or days_in(piece, state.today)):
                unread = len(acts)
                acts.append(Act("unclear", name="piece", text=piece.strip(" ，,。；;")))
            elif strict and len(_leftover(piece, frozenset())) > 1:
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


def _only_row(piece: str, state: State) -> str:
    names = row_names(state.evaluation)
    found = best(find_names(piece, names))
    return row_path(names[found[0].index]) if len(found) == 1 else ""


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
    if _leftover(piece, frozenset(used)):
        return ""
    return row_path(names[found[0].index], keys[0].name if keys else "")


def _pieces(text: str, units: frozenset[str], state: State) -> list[str]:
    """Clauses; one with several amounts is cut behind each amount that a name follows."""
    out: list[str] = []
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    clauses = re.split(r"[，；;。\n]|,(?!\d{3})|、(?=[^\d])", text)
    for clause in (part for whole in clauses for part in _spaced(whole, units, state)):
        amounts = _values_of(clause, units)
        start = 0
        for one, following in itertools.pairwise(amounts):
            between = clause[one.end : following.start]
            if re.search(r"改成|改为|改到|调到|不是|变成|更正|还是", between):
                continue
            near = (
                find_names(between, names)
                or find_funds(between, funds)
                or find_keys(between, "fund", "indicator")
            )
            if near:
                out.append(clause[start : one.end])
                start = one.end
        out.append(clause[start:])
    return out


#: how a value begins that sets right what was said just before
_SETS_RIGHT = re.compile(r"\s*(?:实际|应该|应是|应为|其实|真实|准确|改|是(?!不是))")
#: how a clause says that what stands is wrong: 写反了, 多报了一场, 不是没做
_MISTAKEN = re.compile(
    r"[写报填算搞弄统录输看抄打][错反漏重多少]|[多少漏错重][写报填算统录输抄]|不对|有误|不是没|错了|不是\s*\d"
)


def _spaced(clause: str, units: frozenset[str], state: State) -> list[str]:
    """Spaces stand for commas where what is before them is whole, or what follows begins anew."""
    words = lexicon("conversation")
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    out: list[str] = []
    for word in clause.split():
        left = out[-1] if out else ""
        if not left:
            out.append(word)
            continue
        before = _values_of(left, units)
        whole = bool(before) and _values_of(f"{left}{word}", units)[: len(before)] == before
        own = bool(_values_of(word, units)) or bool(find_names(word, names))
        hedged = any(w in word for w in (*words["dangerous"], *words["approximate"]))
        anew = _SETS_RIGHT.match(word) or best(find_names(word, names)) or find_funds(word, funds)
        if (whole and not word[:1].isdigit() and (own or not hedged)) or (
            anew and find_names(left, names) and _values_of(word, units)
        ):
            out.append(word)
        else:
            out[-1] = f"{left} {word}"
    return out


def _without_rates(piece: str, state: State) -> str:
    """Blanks 每公里, 一个人, /吨 beside a price: the row's unit has them already."""
    for below in _denominators(state.evaluation):
        piece = re.sub(
            rf"(?<=[\d元万块钱吨一二三四五六七八九十百千])\s*(?:每|/|一个?|1)\s*{below}(?![\u4e00-\u9fff])"
            rf"|每一?{below}(?=$|[\s\d,，])",
            lambda m: "\0" * len(m[0]),
            piece,
        )
    return piece


def _denominators(evaluation: Evaluation) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in row_names(evaluation):
        _, _, below = wanted_at(evaluation, row_path(name, "实际")).unit.partition("/")
        if below:
            found |= dict.fromkeys([re.escape(below), *(["天"] if below == "日" else [])])
    return tuple(found)


def _values_of(clause: str, units: frozenset[str]) -> list[Spoken]:
    return [a for a in amounts_in(clause, units) if a.unit not in {"年", "月", "日", "号", "月份"}]


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
    changed = bool(_CHANGE.search(piece))
    cleaned = _without_rates(_without_denied(piece, units), state)
    year = state.evaluation.project.year
    days = days_in(cleaned, state.today, past=True, year=year)
    amounts = [
        a for a in amounts_in(cleaned, units) if not any(d.start <= a.start < d.end for d in days)
    ]
    pointed = frozenset().union(*(_span(a) for a in amounts))
    amounts = _without_pointed(cleaned, amounts)
    pointed -= frozenset().union(*(_span(a) for a in amounts))
    keys = find_keys(cleaned, "indicator", "fund")
    target = _target(cleaned, keys, amounts, days, inherited, state, strict=strict, line=line)
    if target is None:
        return None
    if isinstance(target, tuple):
        paths, chars = target
        amounts = _replaced(cleaned, amounts, paths, state)
        if len(amounts) != 1 or _leftover(cleaned, chars | _span(amounts[0])):
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
        spans = chars | set(range(days[0].start, days[0].end))
        if not _clean(cleaned, spans, asked=asked and not named, lenient=lenient, day=True):
            return None
        day = nearest_day(cleaned, days[0], value_at(state, path), state.today)
        note = "" if re.search(r"\d{4}", cleaned) else f"年份填作{day.first.year}年"
        return Act(_kind(path, state, changed=changed), path, day.text, say=note)
    amounts = _replaced(cleaned, amounts, (path,), state)
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
    own = wanted.row.name if wanted.row else ""
    if not _clean(
        cleaned, chars | _span(amount), asked=asked and not named, lenient=lenient, name=own
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
        return Act("unclear", path, name="value", say=made.why)
    return Act(_kind(path, state, changed=changed), path, made.text, say=made.note, sure=named)


def _unit_by_sound(text: str, amount: Spoken, unit: str) -> Spoken:
    """11锁 for 11所: the target's unit, misheard."""
    heard = text[amount.end : amount.end + 1]
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
    return "" if text[amount.end :].startswith(_filler_words()[0]) else f"{amount.text}{after}"


def _clean_approximate(
    text: str, chars: frozenset[int], amount: Spoken, words: dict[str, list[str]]
) -> bool:
    """Whether the words of approximation stand only inside the name."""
    rest = "".join(
        "\0" if i in chars or amount.start <= i < amount.end else c for i, c in enumerate(text)
    )
    return not any(w in rest for w in words["approximate"])


def _without_denied(piece: str, units: frozenset[str]) -> str:
    """Without the number that is denied: 不是8800, 不是96 是97."""
    pattern = re.compile(lexicon("conversation")["negated_number"])
    while match := pattern.search(piece):
        amounts = [a for a in amounts_in(piece, units) if a.start >= match.end() - 1]
        if not amounts or len(amounts_in(piece, units)) < 2:  # noqa: PLR2004
            break
        piece = piece[: match.start()] + piece[amounts[0].end :]
    return piece


def _without_pointed(piece: str, amounts: list[Spoken]) -> list[Spoken]:
    """那150万用了148万: an amount behind 那 only points at the money that is spoken of."""
    own = [a for a in amounts if not piece[: a.start].endswith(("那", "那笔", "那个"))]
    return own if len(own) == 1 else amounts


def _replaced(
    text: str, amounts: list[Spoken], paths: tuple[str, ...], state: State
) -> list[Spoken]:
    """执行数612.4改成655: the number that is replaced must be the one that stands."""
    if (
        len(amounts) == 2  # noqa: PLR2004
        and re.search(
            r"改成|改为|改到|调到|变成|更正为|换成|[改换变→]",
            text[amounts[0].end : amounts[1].start],
        )
    ):
        old = amounts_in(fold(value_at(state, paths[0])))
        if old and old[0].value == amounts[0].value:
            new = replace_unit(amounts[1], amounts[0])
            return [replace(new, start=amounts[0].start)]
        return amounts
    return amounts


def replace_unit(new: Spoken, old: Spoken) -> Spoken:
    """The new amount, with the old one's unit where it was said only once."""
    return new if new.unit or not old.unit else replace(new, unit=old.unit)


def _span(amount: Spoken) -> frozenset[int]:
    return frozenset(range(amount.start, amount.end))


#: 降到180: not by how much, but to what it came
_COME_TO = re.compile(
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
    plain, dangerous = _filler_words()
    for match in _COME_TO.finditer(text):
        chars = set(chars) | set(range(match.start(), match.end()))
    rest = "".join("\0" if i in chars else c for i, c in enumerate(text))
    left = "".join(c for c in _leftover(text, frozenset(chars)) if c not in name)
    if re.search(r"增|降|长", name):
        left = re.sub(r"同比?|较上年|比去年|比上年", "", left)
    if lenient:
        return not re.sub(r"[只降升提高加增减到没能涨变]|达|少|多|低|完|全|满", "", left)
    stripped = rest
    for word in plain:
        stripped = stripped.replace(word, "\0") if len(word) > 1 else stripped
    if any(
        w in stripped and not (w in name or (asked and w in {"同比", "比"} and "降" in name + "增"))
        for w in dangerous
    ):
        return False
    if day and len(left) <= 4:  # noqa: PLR2004
        return True  # 5月18结束的, 26号就验了: how it was done stands beside the day
    bare = bool(re.search(r"\d$", "".join(text[i] for i in sorted(chars))))
    return not left or (asked and not bare and len(left) <= 10)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class _Aim:
    path: str
    chars: frozenset[int]
    named: bool


def _target(  # noqa: PLR0912
    text: str,
    keys: tuple[Key, ...],
    amounts: list[Spoken],
    days: tuple[SpokenDay, ...],
    inherited: str,
    state: State,
    *,
    strict: bool,
    line: str = "",
) -> _Aim | tuple[tuple[str, ...], frozenset[int]] | None:
    """Where the clause's value goes: a place, several that fit equally (with the name's characters), or none."""
    evaluation = state.evaluation
    names, funds = row_names(evaluation), fund_names(evaluation)
    rows = find_names(text, _row_words(state))
    key_chars = {k: frozenset(range(k.start, k.end)) for k in keys}
    # a key inside a row's name is part of the name; a row found only by a key's letters is not named
    rows = tuple(m for m in rows if not any(m.chars <= c for c in key_chars.values()) or m.whole)
    keys = tuple(k for k in keys if not any(key_chars[k] < m.chars for m in rows[:1]))
    named_funds = [m for m in find_funds(text, funds)[:1] if len(m.chars) > 2]  # noqa: PLR2004
    keys = tuple(
        k
        for k in keys
        if not any(
            key_chars[k] <= m.chars and len(key_chars[k]) < len(m.chars) for m in named_funds
        )
    )
    fund_keys = [k for k in keys if k.group == "fund" and k.name != "原因"]
    row_keys = [k for k in keys if k.group == "indicator"]
    unit = amounts[-1].unit if amounts else ""
    money = unit in {"万", "万元", "元", "亿元", "亿", "千元"}
    asked = state.pointed or state.asking
    sources = (
        find_funds(text, funds)
        if fund_keys or (money and not _row_wants_money(rows, state))
        else ()
    )
    if not fund_keys and money and len(best(sources)) == 1 and (only := _only_fund_key(line)):
        fund_keys = [only]
        key_chars = {**key_chars, only: frozenset()}
    if fund_keys and not (rows and rows[0].whole) and (sources or not rows or money or not unit):
        aim = _fund_target(fund_keys, best(sources), funds, inherited, key_chars, asked)
        if aim is not None:
            return aim
    candidates = best(rows)
    fitting = tuple(m for m in rows if _fits(m.index, row_keys, amounts, days, state))
    if len(candidates) > 1 or (
        candidates and not _fits(candidates[0].index, row_keys, amounts, days, state)
    ):
        candidates = best(fitting) if unit or days or amounts else candidates
    if not candidates and rows:
        return None
    if not candidates and not keys and not inherited and not asked:
        candidates = _by_unit(text, amounts, state)
    listed, asked_name, _asked_key = split(asked)
    if len(candidates) > 1:
        own = [m for m in candidates if listed == ROWS and names[m.index] == asked_name]
        candidates = tuple(own) if own and not strict else candidates
    key = row_keys[0].name if row_keys else "实际"
    used = key_chars[row_keys[0]] if row_keys else frozenset()
    if len(candidates) == 1:
        return _Aim(
            row_path(names[candidates[0].index], key), candidates[0].chars | used, named=True
        )
    if len(candidates) > 1:
        chars = frozenset().union(*(m.chars for m in candidates)) | used
        return tuple(row_path(names[m.index], key) for m in candidates), chars
    alone = bool(amounts or len(days) == 1) and _only_value(text, amounts, days)
    if inherited.startswith(ROWS) and (row_keys or alone):
        _listed_now, row_now, key_now = split(inherited)
        return _Aim(
            row_path(row_now, row_keys[0].name if row_keys else key_now or "实际"), used, named=True
        )
    if inherited.startswith(FUNDS) and len(amounts) == 1 and (adjusts := _ADJUSTS.search(text)):
        used = frozenset(range(adjusts.start(), adjusts.end())) | frozenset().union(
            *(set(range(d.start, d.end)) for d in days)
        )
        return _Aim(f"{inherited}.全年预算", used, named=True)
    if strict or not asked:
        return None
    if row_keys and listed == ROWS:
        return _Aim(row_path(asked_name, key), used, named=True)
    if keys and not row_keys and listed != FUNDS:
        return None
    return _Aim(asked, frozenset(), named=False)


#: 年底调成160: what a budget was adjusted to is 全年预算
_ADJUSTS = re.compile(r"(?:调整|调增|调减|压减|追加|调)(?:成|到|为|至)")


def _by_unit(text: str, amounts: list[Spoken], state: State) -> tuple[Mention, ...]:
    """瓦换了42600件: the one row counted in that unit, where all the words are letters of its name."""
    if len(amounts) != 1 or not amounts[0].unit or amounts[0].unit in {"个", "%", "万"}:
        return ()
    names = row_names(state.evaluation)
    fitting = [i for i in range(len(names)) if _fits(i, [], amounts, (), state)]
    left = _leftover(text, _span(amounts[0]))
    if len(fitting) != 1 or not left or any(c not in names[fitting[0]] for c in left):
        return ()
    chars = frozenset(i for i, c in enumerate(text) if c in left and i not in _span(amounts[0]))
    return (Mention(fitting[0], len(left), chars),)


def _only_fund_key(line: str) -> Key | None:
    """中央2050万、省级600万都执行完了: the one key that is said for all."""
    keys = {k.name: k for k in find_keys(line, "fund") if k.name != "原因"}
    return next(iter(keys.values())) if len(keys) == 1 else None


def _only_value(text: str, amounts: list[Spoken], days: tuple[SpokenDay, ...]) -> bool:
    spans = [*(_span(a) for a in amounts), *(frozenset(range(d.start, d.end)) for d in days)]
    return not _leftover(text, frozenset().union(*spans))


def _row_words(state: State) -> tuple[str, ...]:
    """The rows' names, each with the noun that its target counts, where it counts one of two letters or more."""
    out = []
    for name, row in zip(row_names(state.evaluation), state.evaluation.indicators, strict=True):
        unit = wanted_at(state.evaluation, row_path(name, "实际")).unit if row.target else ""
        noun = unit[1:] if unit[:1] in "个家所座处户台套条项名" else ""
        out.append(f"{name}\n{noun}" if len(noun) > 1 else name)
    return tuple(out)


def _row_wants_money(rows: tuple[Mention, ...], state: State) -> bool:
    names = row_names(state.evaluation)
    return (
        bool(rows)
        and "元" in wanted_at(state.evaluation, row_path(names[rows[0].index], "实际")).unit
    )


def _fits(
    index: int, keys: list[Key], amounts: list[Spoken], days: tuple[SpokenDay, ...], state: State
) -> bool:
    """Whether the row can take a value of that unit, or a day."""
    if keys and keys[0].name not in {"实际", "目标"}:
        return True
    wanted = wanted_at(state.evaluation, row_path(row_names(state.evaluation)[index], "实际"))
    if days and not amounts:
        return wanted.kind == "day"
    if not amounts:
        return True
    if wanted.kind != "number":
        return False
    unit = amounts[-1].unit
    return not unit or unit_fits(unit, wanted.unit)


def _fund_target(
    keys: list[Key],
    sources: tuple[Mention, ...],
    funds: tuple[str, ...],
    inherited: str,
    chars: dict[Key, frozenset[int]],
    asked: str,
) -> _Aim | tuple[tuple[str, ...], frozenset[int]] | None:
    key = keys[0]
    if len(sources) == 1:
        return _Aim(
            fund_path(funds[sources[0].index], key.name), sources[0].chars | chars[key], named=True
        )
    if not sources:
        if inherited.startswith(FUNDS):
            return _Aim(f"{inherited}.{key.name}", chars[key], named=True)
        if len(funds) == 1:
            return _Aim(fund_path(funds[0], key.name), chars[key], named=True)
        if split(asked)[0] == FUNDS:
            return _Aim(fund_path(split(asked)[1], key.name), chars[key], named=True)
    indexes = [m.index for m in sources] or list(range(len(funds)))
    if not indexes:
        return None
    used = frozenset().union(*(m.chars for m in sources)) | chars[key] if sources else chars[key]
    return tuple(fund_path(funds[i], key.name) for i in indexes), used


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
    last = max(chars, default=-1) + 1
    said = re.sub(
        r"^[的那个条项这]*(?:数据|数)?(?:写错了|不对|错了)?[，,]?" + _LINK + "?", "", text[last:]
    )
    if kind == "target":
        amounts = amounts_in(text, _units(state))
        if (
            len(amounts) != 1
            or not _clean(text, chars | _span(amounts[0]), asked=False, lenient=True)
        ) and len(amounts) != 1:
            return None
    made = read_value(state.evaluation, path, said, state.today)
    if isinstance(made, NoValue):
        return None
    return Act(_kind(path, state, changed=changed), path, made.text, say=made.note, sure=named)
