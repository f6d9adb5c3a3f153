"""What a clause speaks of, where that is something else than the place its value or its words were taken for.

The one judgement of another time, another place and hearsay, of another row or key of the file, of the file itself and of the
talk. In Chinese the topic stands at the head: 去年那批没修完 tells of another year, 厂家去年倒闭了 does not. A value alone is
beside the matter by any such word of its clause: 验收合格率去年96%.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.chat.acts import State
from assistant.chat.mentions import find_funds, find_keys, find_names, plain_name
from assistant.chat.naming import ROWS, fund_names, row_names, split
from assistant.chat.understanding.likely import fits
from assistant.chat.understanding.places import units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.lexicon import lexicon
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.values.numerals import read_number
from assistant.values.spoken import amounts_in

LEAST = 2.0  # letters of a name that name a row
_CERTAIN = 4.0  # letters of a name that name a row, whatever they leave out
_HEAD = 2  # letters before a name that heads a clause


def other_matter(clause: str, state: State, *, anywhere: bool) -> str:
    """The words that tell of another time, of another place, or from hearsay; "" where none do.

    `anywhere`: in the whole clause, of which a name and a value are blanked; else only at its head.
    """
    find = "search" if anywhere else "match"
    return (
        _other_time(clause, state, anywhere=anywhere)
        or _first(getattr(_pattern("elsewhere"), find)(clause))
        or _first(getattr(_pattern("heard"), find)(clause))
        or ("" if anywhere else _other_project(clause, state.evaluation))
    )


def foreign(clause: str, path: str, state: State) -> bool:
    """Whether words are told of something else than the row or source of that place and its year."""
    clause = _INTERJECTION.sub("", clause)
    return bool(
        of_the_file(clause, path)
        or of_the_talk(clause, hears=not path.startswith("资金"))
        or other_matter(clause, state, anywhere=False)
        or of_another_row(clause, path, state)
        or is_question(clause.rstrip("么嘛"))
    )


@lru_cache(maxsize=16)
def _pattern(kind: str) -> re.Pattern[str]:
    return regex(lexicon("conversation_doubt")[kind])


def _first(found: re.Match[str] | None) -> str:
    return found[0] if found else ""


#: 等等, 慢着, 哦不对: before what is said
_INTERJECTION = regex(
    r"^(?:等等|慢着|哦|噢|哎|嗯|诶|唉|啊|那个|就是|然后|还有|另外|对了|不对)+(?=[\u4e00-\u9fff\d])"
)
#: 但去年, 光2021年: before the year that a clause is told of
_LEAD = regex(r"(?:但|就|连|光|像|跟|不像|还是)+")


def _other_time(clause: str, state: State, *, anywhere: bool) -> str:
    """去年…, 2021年那批…, 头一年…: a time that is neither the evaluated one nor the next."""
    if not anywhere and (lead := _LEAD.match(clause)):
        clause = clause[lead.end() :]
    if found := (_first(_pattern("past_in_passing").search(clause)) if anywhere else _first(_pattern("past").match(clause))):  # fmt: skip
        return found
    year = _pattern("year").search(clause) if anywhere else _pattern("year").match(clause)
    return year[0] if year and not _is_own(year["year"] or "", state) else ""


def _is_own(year: str, state: State) -> bool:
    """Whether the year, as it is said, is the evaluated one, or one in which what is left is done."""
    own = state.evaluation.project.year
    if re.fullmatch(r"(?:20)?\d\d|[二零〇一三四五六七八九]{2,4}", year):
        digits = year if year.isdigit() else "".join(str(int(read_number(c) or 0)) for c in year)
        return int(digits[-2:]) in {own % 100, own % 100 + 1, own % 100 + 2}
    return year in {"去", "上", "上一"} and state.today.year - 1 == own


def _other_project(clause: str, evaluation: Evaluation) -> str:
    """体育馆那个项目…, 临江县…: a project or county that is not ours."""
    told = re.match(
        r"(?P<what>[\u4e00-\u9fff]{1,8}?)(?:那个|这个|的)?项目(?!部|经理|资金|法人)", clause
    )
    if told and not re.match("本|这个|该|我们|整个|全|咱|此|有|因", told["what"]):
        return "" if set(told["what"]) & set(evaluation.project.name) else told[0]
    own = evaluation.project.unit + evaluation.project.authority + evaluation.project.name
    named = re.match(
        r"(?P<name>(?![同跟给向和对把被])[\u4e00-\u9fff]{2,3})县(?!里|上|级|直|财|局|城|域|内|乡|民|委|政)",
        clause,
    )
    if named and named["name"] not in own and not re.search("[我本全各咱]", named["name"]):
        return named[0]
    return ""


#: 那条, 这一栏, 那段, 那个数: points at the file, not at the world
_POINTS = regex(r"[那这呢嗰]一?(?:[条行栏格]|[段句](?=起|写|改|话|重|里|$)|[个项](?=数|指标|$))")
_LINKS = r"(?:[是为:：改写填]|应该)"


def of_the_file(clause: str, path: str) -> bool:
    """Whether the clause points at the file, tells what is done to a value (报少了, 写成), or sets another key."""
    own = split(path)[2].rpartition(".")[2]
    keys = [k for k in find_keys(clause) if k.name.rpartition(".")[2] != own]
    told = bool(_POINTS.search(clause) or _pattern("edits").search(clause))
    return told or any(
        k.start <= 1 and (amounts_in(clause) or re.match(_LINKS, clause[k.end :])) for k in keys
    )


_SPEAKER = regex(
    r"(?<![自])[我俺咱](?!这|那|[们县市区局校馆站省镇乡村院中所单国])|你|您|恁(?!多|大|个)"
)
#: 人家讲, 领导说: somebody's words, where a doer should stand
_SAYS = regex(
    r"(?:听|据|[\u4e00-\u9fff]{1,4}?)(?:说|讲|传)(?!好|明|服|法|和|清|座|解|课|台|学|统|导|递)"
)
_OF_NOW = regex(r"今[天日晚]|今儿|今朝|刚[才刚]|[昨明后][天日儿]|这会儿")
#: 这个没想好, 这个不归我们管: the question that was put
_THE_QUESTION = regex(r"[这那](?:个|事|问题)(?=[不没又也是可得归要还冇])")


def of_the_talk(clause: str, *, hears: bool) -> bool:
    """Whether the clause speaks of who speaks, of the day of the talk, of the question, or (`hears`) of what somebody said."""
    return bool(
        _SPEAKER.search(clause)
        or (hears and _SAYS.match(clause))
        or _OF_NOW.match(clause)
        or _THE_QUESTION.match(clause)
    )


#: 跟新装路灯那批一块儿, 嫌新装路灯太刺眼: what stands behind these is no topic
_OBJECT = regex(r"[跟和同给把被嫌对因为由按向把将用在从]$")
_SET = regex(r"(?:是|改成|改为|改到|改|写|填|为|到)[\u4e00-\u9fff]{0,4}$")
_MONEY = regex(r"资金|拨款|经费|配套|债券")


def own_score(said: str, path: str) -> float:
    """How well the words name the row or source of that place; 0 for a place of the whole."""
    listed, name, _ = split(path)
    found = (m.score for find in (find_names, find_funds) for m in find(said, (name,)))
    return max(found, default=0.0) if listed else 0.0


def of_another_row(clause: str, path: str, state: State) -> bool:
    """Whether another row heads the clause (by its whole name, its last word, or with an amount that it counts), or another source of funds does."""
    listed, name, _ = split(path)
    rows, funds = row_names(state.evaluation), fund_names(state.evaluation)
    own = own_score(clause, path)
    amounts = [a for a in amounts_in(clause, units_of(state)) if a.unit != "个"]
    for m in find_names(clause, rows):
        first = min(m.chars)
        if rows[m.index] == name or m.score < LEAST or m.score <= own:
            continue
        set_to = [a for a in amounts if a.unit and _SET.search(clause[: a.start])]
        if set_to and fits(m.index, [], set_to, (), state):
            return True  # 不是护栏是边沟143公里
        if first > _HEAD or _OBJECT.search(clause[:first]):
            continue
        said = "".join(clause[i] for i in sorted(m.chars))
        named = m.whole or m.score >= _CERTAIN or said.endswith(plain_name(rows[m.index])[-2:])
        counted = (
            bool(amounts) and fits(m.index, [], amounts, (), state) and not path.endswith("措施")
        )
        if named or (listed == ROWS and counted):
            return True
    return (
        listed == ROWS
        and _MONEY.search(clause) is not None
        and any(min(m.chars) <= _HEAD and m.score > own for m in find_funds(clause, funds))
    )
