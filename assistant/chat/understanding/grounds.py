"""Whether a line gives a positive ground for words taken as the answer to the question that stands open.

Words have no unit that a target could be known by: any sentence could be a cause. So each clause is looked at by its
topic (what it speaks of, which in Chinese stands at its head) and by its kind (a state or event that hinders,
an act to come, an office, a time). Where the topic is another row or source, the file itself, another year or place, the
speaker or the assistant, or where no clause is of the kind that is asked, one short question is put instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.chat.acts import Act, State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.clause_kinds import hinders, plans
from assistant.chat.finished import is_over
from assistant.chat.mentions import find_funds, find_keys, find_names, plain_name
from assistant.chat.naming import FUNDS, ROWS, fund_names, row_names, split, words_of
from assistant.chat.understanding.likely import fits
from assistant.chat.understanding.places import units_of
from assistant.chat.understanding.questions_put import is_question
from assistant.facts.wording import is_carried_out
from assistant.model.evaluation import Evaluation
from assistant.values.numerals import read_number
from assistant.values.spoken import amounts_in, days_in

_LEAST = 2.0  # letters of a name that name a row
_HEAD = 2  # letters before a name that heads a clause
_CLAUSES = {"cause", "act", "words", "text", "remarks"}


def groundless(act: Act, clauses: Sequence[str], text: str, state: State) -> bool:
    """Whether nothing in the line ties the words of the act to its place; `clauses` are those that no other act was read from."""
    kind = wanted_at(state.evaluation, act.path).kind
    if _names_place(text, act, state):
        return False
    if kind == "deadline":
        dated = [c for c in clauses if days_in(c, state.today)]
        return any(_of_the_file(c, act.path) or _of_another_row(c, act.path, state) for c in dated)
    if kind not in _CLAUSES:
        return False  # an office is known by its own form
    if kind in {"text", "remarks"}:  # they tell of rows, years and places by their nature
        of_row = bool(split(act.path)[0])
        return any(
            _of_the_talk(c, hears=False)
            or is_question(c.rstrip("么嘛"))
            or (of_row and _of_another_row(c, act.path, state))
            for c in clauses
        )
    done = kind == "act" and is_carried_out(act.value)
    if any(_foreign(c, act.path, state) for c in clauses if not (done and is_over(c))):
        return True
    if kind == "cause":
        return not (_went_beyond(act.path, state) or any(map(hinders, clauses)))
    if kind == "act" and act.path == "资金.措施" and not _OF_MONEY.search(text):
        return True
    return kind == "act" and not (done or plans(clauses))


def _names_place(text: str, act: Act, state: State) -> bool:
    """Whether the line names the key of that place outside of the words taken, and its row unless that is the one asked about."""
    listed, name, key = split(act.path)
    group = {ROWS: "indicator", FUNDS: "fund"}.get(listed, "report")
    label = text.replace(act.value, "") if act.value in text else text
    caused = key == "原因" and re.search("因为|由于|是因", label) is not None
    keyed = any(k.name == key for k in find_keys(label, group))
    if act.value == text or not (caused or keyed):
        return False
    if not listed or (keyed and (listed, name) == split(state.pointed or state.asking)[:2]):
        return True
    find = find_names if listed == ROWS else find_funds
    return any(m.score >= _LEAST for m in find(text, (name,)))


def _went_beyond(path: str, state: State) -> bool:
    """Whether the row has more than its target, so that its cause is no hindrance."""
    listed, name, _ = split(path)
    names = row_names(state.evaluation)
    if listed != ROWS or name not in names:
        return False
    row = state.evaluation.indicators[names.index(name)]
    made, wanted = amounts_in(row.actual or ""), amounts_in(row.target or "")
    return bool(made and wanted) and made[0].value > wanted[0].value


#: what a measure for money that was not spent speaks of
_OF_MONEY = re.compile(
    r"[钱款账付拨支]|资金|经费|预算|结算|报账|报销|尾|质保|进度|完工|验收|审计|决算|清算|结转|收回|上交|合同|票"
)
#: 等等, 慢着, 哦不对: before what is said
_INTERJECTION = re.compile(
    r"^(?:等等|慢着|哦|噢|哎|嗯|诶|唉|啊|那个|就是|然后|还有|另外|对了|不对)+(?=[\u4e00-\u9fff\d])"
)


def _foreign(clause: str, path: str, state: State) -> bool:
    """Whether the topic of the clause is something else than the row and its year."""
    clause = _INTERJECTION.sub("", clause)
    return (
        _of_the_file(clause, path)
        or _of_the_talk(clause, hears=not path.startswith("资金"))
        or _of_another_time(clause, state)
        or _of_another_place(clause, state.evaluation)
        or _of_another_row(clause, path, state)
        or is_question(clause.rstrip("么嘛"))
    )


#: 那条, 这一栏, 那段, 那个数: points at the file, not at the world
_POINTS = re.compile(
    r"[那这呢嗰]一?(?:[条行栏格]|[段句](?=起|写|改|话|重|里|$)|[个项](?=数|指标|$))"
)
#: 报少了, 多填了, 写成: what is done to a value, not to what it counts
_EDITS = re.compile(
    r"(?:[报填写录记][多少错漏重]|[多少错漏重][报填写录记])了?|[改换写填调]成|改[一]?下|起个?草"
)


def _of_the_file(clause: str, path: str) -> bool:
    own = split(path)[2].rpartition(".")[2]
    keys = [k for k in find_keys(clause) if k.name.rpartition(".")[2] != own]
    told = bool(_POINTS.search(clause) or _EDITS.search(clause))
    return told or any(
        k.start <= 1 and (amounts_in(clause) or re.match(_LINKS, clause[k.end :])) for k in keys
    )


_LINKS = r"(?:[是为:：改写填]|应该)"
_SPEAKER = re.compile(
    r"(?<![自])[我俺咱](?!这|那|[们县市区局校馆站省镇乡村院中所单国])|你|您|恁(?!多|大|个)"
)
#: 听说, 人家讲, 领导说: somebody's words, where a doer should stand
_HEARSAY = re.compile(
    r"(?:听|据|[\u4e00-\u9fff]{1,4}?)(?:说|讲|传)(?!好|明|服|法|和|清|座|解|课|台|学|统|导|递)"
)
_OF_NOW = re.compile(r"今[天日晚]|今儿|今朝|刚[才刚]|[昨明后][天日儿]|这会儿")


#: 这个没想好, 这个不归我们管: the question that was put
_THE_QUESTION = re.compile(r"[这那](?:个|事|问题)(?=[不没又也是可得归要还冇])")


def _of_the_talk(clause: str, *, hears: bool) -> bool:
    """Whether the clause speaks of who speaks, of the day of the talk, of the question, or (`hears`) of what somebody said."""
    return bool(
        _SPEAKER.search(clause)
        or (hears and _HEARSAY.match(clause))
        or _OF_NOW.match(clause)
        or _THE_QUESTION.match(clause)
    )


_PAST = re.compile(r"(?:以前|从前|早先|原先|早年|往常|那时候?|那会儿)")


def _of_another_time(clause: str, state: State) -> bool:
    """去年…, 2021年那批…, 头一年…: the clause begins with a time that is not the evaluated one nor the next."""
    if _PAST.match(clause):
        return True
    match = re.match(r"(?:但|就|连|光|像|跟|不像|还是)*(?P<year>[\u4e00-\u9fff\d]{1,4}?)年", clause)
    if not match:
        return False
    year, own = match["year"], state.evaluation.project.year
    if re.fullmatch(r"(?:20)?\d\d|[二零〇一三四五六七八九]{2,4}", year):
        digits = (
            "".join(str(int(read_number(c) or 0)) for c in year) if not year.isdigit() else year
        )
        return int(digits[-2:]) not in {own % 100, own % 100 + 1, own % 100 + 2}
    if year in {"去", "上", "上一"}:
        return state.today.year - 1 != own
    return bool(re.match(r"前|去|往|上(?!半)|头|早|旧|那|大前|老", year))


#: a county, province or project that is not ours
_ELSEWHERE = re.compile(
    r"(?:人家|别人|别的?|别个|外|隔壁|邻近?|隔离|兄弟|其[他它]|另[外一]*个?|旁边|对面|周边)(?:那|的|那边)?个?[\u4e00-\u9fff]{0,4}?(?:[县市区州省乡镇村局科股室]|项目|单位|地方)"
    r"|人家[\u4e00-\u9fff]"
)
_REGION = re.compile(r"(?P<name>[\u4e00-\u9fff]{1,4}?)[县市州]")


def _of_another_place(clause: str, evaluation: Evaluation) -> bool:
    if _ELSEWHERE.match(clause):
        return True
    if (
        told := re.match(
            r"(?P<what>[\u4e00-\u9fff]{1,8}?)(?:那个|这个|的)?项目(?!部|经理|资金|法人)", clause
        )
    ) and not re.match("本|这个|该|我们|整个|全|咱|此|有|因", told["what"]):
        return not set(told["what"]) & set(evaluation.project.name)
    own = evaluation.project.unit + evaluation.project.authority + evaluation.project.name
    named = re.match(
        r"(?P<name>(?![同跟给向和对把被])[\u4e00-\u9fff]{2,3})县(?!里|上|级|直|财|局|城|域|内|乡|民|委|政)",
        clause,
    )
    return bool(named) and named["name"] not in own and not re.search("[我本全各咱]", named["name"])  # type: ignore[index]


#: 跟新装路灯那批一块儿, 嫌新装路灯太刺眼: what stands behind these is no topic
_OBJECT = re.compile(r"[跟和同给把被嫌对因为由按向把将用在从]$")


def own_score(said: str, path: str) -> float:
    """How well the words name the row or source of that place; 0 for a place of the whole."""
    listed, name, _ = split(path)
    found = (m.score for find in (find_names, find_funds) for m in find(said, (name,)))
    return max(found, default=0.0) if listed else 0.0


def _of_another_row(clause: str, path: str, state: State) -> bool:
    """Whether another row heads the clause (by its whole name, its last word, or with an amount that it counts), or another source of funds does."""
    listed, name, _ = split(path)
    rows, funds = row_names(state.evaluation), fund_names(state.evaluation)
    own = own_score(clause, path)
    amounts = [a for a in amounts_in(clause, units_of(state)) if a.unit != "个"]
    for m in find_names(clause, rows):
        first = min(m.chars)
        if rows[m.index] == name or m.score < _LEAST or m.score <= own:
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


_SET = re.compile(r"(?:是|改成|改为|改到|改|写|填|为|到)[\u4e00-\u9fff]{0,4}$")
_CERTAIN = 4.0  # letters of a name that name a row, whatever they leave out
_MONEY = re.compile(r"资金|拨款|经费|配套|债券")


def asks_whether(act: Act) -> Act:
    """这句是写进“某某”的原因吗？: one short question, with the reading as its only choice."""
    say = f"这句是写进{words_of(act.path)}吗？没有记。是请回答1；不是请带上名称再说一次："
    return Act("unclear", act.path, name="which", options=(act.path,), value=act.value, say=say)
