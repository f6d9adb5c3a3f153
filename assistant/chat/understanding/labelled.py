"""Words behind a label: 老年人那个原因是体检车坏了, 主送县财政局."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import NoValue, Value, is_office, read_value, wanted_at
from assistant.chat.mentions import Key, best, find_funds, find_keys, find_names
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
from assistant.chat.understanding.clauses import clauses_of
from assistant.chat.understanding.places import (
    better_of,
    ends_a_name,
    kind_of,
    parts_along,
    units_of,
    value_at,
)
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.wording import LINK, PAIR, bare_of, left_over
from assistant.patterns import regex
from assistant.values.spoken import amounts_in

_TEXT_KEYS = frozenset({"原因", "措施", "责任单位", "完成时限", "佐证", "完成程度", "评分比例"})


_LINK = regex(LINK)
_OF_NAME = regex(
    rf"(?:名(?=改|换|叫)|的?名[称字](?=[写填]?[错漏]了|不对|有误)|的?(?:名[称字])?(?:换|变|改)(?:过|掉|一下)?了[，,\s]*(?:现在)?(?=叫|是|为))?(?:叫做?|(?:[那这](?:里头?|儿|边|一?[栏格条项])|里头?|上面)?{LINK})"
)  # 通知名称错了 是…, 通知的名称换了 叫…
#: 概况里头要加一句, 署名跟…: what follows a label without a link and is no value of it
_ONE_MORE = regex(r"(?:再|还|也|要|得|另外?)+(?:加|添|增|补)")
#: 项目名称不改: what follows a label and is no value
_AS_IT_IS = regex(
    r"(?:就|先|都|也|还是|可以)*(?:(?:不|别|莫|甭|不用|不要|不必)(?:改|动|变|换)|照旧|照原样|维持原样|不变)(?:了|吧|啊|哈)*"
)
_ONLY_NUMBER = regex(r"[（(]?[一-鿿]{1,12}[〔\[【(（]\d{4}[〕\]】)）]第?\d+号[）)]?")
_ITS_NUMBER = regex(r"\s*[（(][^（()）]*[〔\[【]\d{4}[〕\]】][^（()）]*号[）)]\s*$")
_MAY_BE_SEVERAL = frozenset({"原因", "措施"})
#: 再补一条：, 还要加一个, before one more reason or measure
_BESIDES = regex(
    rf"\s*(?:{_ONE_MORE.pattern}|补(?=充[：:]))(?:充|上|进去?)?(?:一?[条个句点项])?[，,：:\s]*(?:就?是|叫|写)?[，,：:\s]*(?=\S)"
)
_NO_TEXT = regex(r"的(?!文号|名)|[里中上下内跟和与及、要得该也都还那这没有能可再需]")


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
        link = (_OF_NAME if key.group == "report" else _LINK).match(text, key.end)
        if key.name == "项目.年度" and text[max(0, key.start - 1) : key.start].isdigit():
            continue
        if (
            not link
            and key.group == "report"
            and (key.start == 0 or text[key.start - 1] in "，,。；; 把将请")
        ):
            link = None if _NO_TEXT.match(text, key.end) and not _ONE_MORE.match(text, key.end) else regex(r"\s*(?=[\u4e00-\u9fff《〔\d])").match(text, key.end)  # fmt: skip
        if not link and key.name == "责任单位" and _office_follows(text, key):
            link = regex("").match(text, key.end)
        if not link and key.name in _MAY_BE_SEVERAL and _BESIDES.match(text, key.end):
            link = regex("").match(text, key.end)
        if link:
            found.append(_Label(key, key.start, link.end(), linked=bool(link[0].strip())))
    return found


def _office_follows(text: str, key: Key) -> bool:
    """，责任单位县养老服务中心，: at the head of its clause, with nothing but an office behind it."""
    if key.start and text[key.start - 1] not in "，,。；;、 ":
        return False
    return is_office(re.split(r"[，,。；;\s]", text[key.end :])[0])


def for_both(text: str, state: State) -> tuple[Act, ...]:
    """署名跟实施单位都写…: one value for two keys of the file."""
    keys = find_keys(text, "report")
    if len(keys) != PAIR or keys[0].start > 1 or not re.fullmatch(r"跟|和|与|、|及|还有", text[keys[0].end : keys[1].start]):  # fmt: skip
        return ()
    link = re.match(rf"\s*(?:都|均|也|全|一律)*{LINK}", text[keys[1].end :])
    if not link:
        return ()
    said = text[keys[1].end + link.end() :]
    made = [read_value(state.evaluation, k.name, said, state.today) for k in keys]
    return (
        tuple(
            Act(kind_of(k.name, state, changed=False), k.name, m.text, say=m.note)
            for k, m in zip(keys, made, strict=True)
            if isinstance(m, Value)
        )
        if all(isinstance(m, Value) for m in made)
        else ()
    )


def labelled_acts(text: str, state: State) -> tuple[Act, ...]:
    whole = [m.chars for m in find_names(text, row_names(state.evaluation)) if m.whole]
    # 体检完成时间: a key inside the name of a row is part of the name
    labels = [a for a in _labels(text) if not any(set(range(a.start, a.key.end)) < c for c in whole)]  # fmt: skip
    labels = [a for a in labels if not ends_a_name(text, a.key, state)]
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
            if label.linked and not spans[-1][0].linked:
                spans[-1] = [replace(label, start=spans[-1][0].start)]  # 通知的文号漏了 是…
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
        kept = _AS_IT_IS.fullmatch(said.strip(" ，,。；"))  # 项目名称不改，年度改成2022
        act = [] if kept else _label_act(alternatives, target, said, state)
        if act is None:
            return tuple(acts)
        acts += act
        target = following or target
    if is_question(acts[-1].value if acts else "") and all(a.kind != "unclear" for a in acts):
        return ()
    return tuple(sorted(acts, key=lambda a: a.name == "piece"))


def _name_at_end(said: str, state: State) -> tuple[str, str]:
    cut = max(said.rfind(c) for c in "，,。；;")
    tail = said[cut + 1 :]
    found = best(find_names(tail, row_names(state.evaluation)))
    if cut >= 0 and len(found) == 1 and not left_over(tail, found[0].chars, strict=False):
        return row_path(row_names(state.evaluation)[found[0].index]), said[:cut]
    return "", said.strip(" ，,。；;")


def _is_the_office(near: str, state: State) -> bool:
    """食品抽检科 期限…: the office that is asked for, and no row of 食品抽检."""
    asked = key_of(state.pointed or state.asking or "原因")
    return asked == "责任单位" and is_office(near.strip(" ，,"))


def _target_before(
    before: str, alternatives: list[_Label], state: State
) -> tuple[str | None, list[Act]]:
    """What the words before a label name: "" for nothing named, None where they are something else."""
    if any(label.key.group == "report" for label in alternatives) and not bare_of(before).strip(
        "把将请那个的"
    ):
        return "", []
    clause_at = max(before.rfind(c) for c in "，,。；;") + 1
    if not clause_at and before.endswith(" ") and amounts_in(before, units_of(state)):
        clause_at = len(before)  # 差错率改成0.36% 原因写…
    head, near = before[:clause_at], before[clause_at:]
    acts: list[Act] = []
    inherited = ""
    if head.strip(" ，,"):
        acts = [a for a in clauses_of(head, head, replace(state, asking="", pointed="")) if a.path]
        if not acts:
            if any(label.key.group == "report" for label in alternatives):
                return "", []
            return (
                (row, [Act("unclear", name="piece", text=head.strip(" ，,"))])
                if (row := _row_at_head(head, state)) and not near.strip()
                else (None, [])
            )
        listed, name, _ = split(acts[-1].path)
        inherited = f"{listed}[{name}]" if listed else ""
    names, funds = row_names(state.evaluation), fund_names(state.evaluation)
    rows, sources = better_of(best(find_names(near, names)), best(find_funds(near, funds)))
    rows = () if _is_the_office(near, state) else rows
    if all(label.key.group == "indicator" for label in alternatives):
        sources = ()  # 各镇农业办 负责人…: no source of funds has an office
    if near.strip() and re.search(r"未|没", near) and sources:
        rows = ()
    if len(rows) == 1:
        if left_over(near, rows[0].chars, strict=False):
            return None, []
        return row_path(names[rows[0].index]), acts
    if len(sources) == 1:
        return fund_path(funds[sources[0].index]), acts
    if rows or sources:
        paths = [row_path(names[m.index]) for m in rows] + [
            fund_path(funds[m.index]) for m in sources
        ]
        return "?" + "\n".join(paths), acts
    if left_over(near, frozenset(), strict=False):
        return None, []
    return inherited, acts


def _row_at_head(head: str, state: State) -> str:
    """食品抽检那个是市监局查出来的，: the one row that the words before a label begin with; "" where none does."""
    names = row_names(state.evaluation)
    found = best(find_names(head, names))
    if len(found) != 1 or min(found[0].chars) > 1 or not re.search(r"那[个条项]|这[个条项]", head):
        return ""
    return row_path(names[found[0].index])


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
    said, left = _value_and_more(path, _beside_what_stands(path, said, state), state)
    made = read_value(state.evaluation, path, said, state.today)
    if isinstance(made, NoValue):
        return [Act("unclear", path, name="value", say=made.why)]
    kind = kind_of(path, state, changed=False)
    if path == "报告.通知":
        made = replace(made, text=_renumbered(made.text, value_at(state, path)))
    return [Act(kind, path, made.text, say=made.note), *parts_along(path, made, kind), *left]


def _beside_what_stands(path: str, said: str, state: State) -> str:
    """原因再补一条：施工扬尘大 stands behind the reason that is there, and does not take its place."""
    more = _BESIDES.match(said) if key_of(path) in _MAY_BE_SEVERAL else None
    if more is None:
        return said
    there, own = value_at(state, path), said[more.end() :].strip(" ，,")
    return f"{there.rstrip('。；;，,')}；{own}" if there else own


def _renumbered(said: str, there: str) -> str:
    """The document that is there with the number that is said alone; else what is said."""
    if not _ONLY_NUMBER.fullmatch(said) or not (title := _ITS_NUMBER.sub("", there)):
        return said
    return f"{title}（{said.strip('（）() ')}）" if title != said else said


def _value_and_more(path: str, said: str, state: State) -> tuple[str, list[Act]]:
    """署名某某局，2025年2月26号; 文号…〔2025〕3号 抢通是…: the value, and what is said behind it of its own."""
    kind = wanted_at(state.evaluation, path).kind
    pieces = [p for p in re.split(r"[，,。；;]", said) if p.strip()]
    if kind == "unit" and len(pieces) > 1:
        return pieces[0], [act for p in pieces[1:] for act in _of_its_own(p.strip(), state)]
    if kind == "office" and len(pieces) == 2 and split(path)[0] == ROWS:  # noqa: PLR2004
        when = row_path(split(path)[1], "完成时限")
        made = read_value(state.evaluation, when, pieces[1].strip(), state.today)
        if is_office(pieces[0].strip()) and isinstance(made, Value):
            return pieces[0], [
                Act(kind_of(when, state, changed=False), when, made.text, say=made.note)
            ]
    if kind == "notice" and (number := _NUMBER.search(said)):
        rest = said[number.end() :].strip("）)》，,。； ")
        if rest and (own := _of_its_own(rest, state)) and own[0].path:
            return said[: number.end()], list(own)
    return said, []


_NUMBER = regex(r"〔\s*\d{4}\s*〕\s*第?\d+\s*号")


def _of_its_own(piece: str, state: State) -> tuple[Act, ...]:
    """What follows a unit's name or a document's number says something of its own."""
    acts = clauses_of(piece, piece, replace(state, asking="", pointed=""))
    return acts or (Act("unclear", name="piece", text=piece),)


def _only_pending_row(state: State) -> str:
    names = {split(path)[1] for path, _ in state.pending if split(path)[0] == ROWS}
    return names.pop() if len(names) == 1 else ""
