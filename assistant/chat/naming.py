"""Places of the data file by name: 指标[好路率].实际, 资金.明细[县级财政拨款].执行, 报告.主送.

A name stays true when rows are added or deleted before it; an index does not. Rows that share a name
are told apart by 二级 and then by their order: 满意度（服务对象满意度指标）, 满意度（…）#2.
"""

from __future__ import annotations

import re
from collections import Counter, deque

from assistant.facts.wording import quoted
from assistant.located import Place
from assistant.model.evaluation import Evaluation, Indicator
from assistant.patterns import regex

ROWS, FUNDS, FOLLOWUPS = "指标", "资金.明细", "上年整改"
_PATH = regex(r"(?P<list>指标|资金\.明细|上年整改)\[(?P<name>.*)\](?:\.(?P<key>[^.\[\]]+))?", re.S)


def row_names(evaluation: Evaluation) -> tuple[str, ...]:
    """The name of every indicator in the order of the file, each one different."""
    rows = evaluation.indicators
    for known, names in _lately:
        if known is rows:
            return names
    names = _told_apart([(r.name, r.level2) for r in rows])
    _lately.append((rows, names))
    return names


#: asked for some twenty times an edit: the rows of the last evaluations, with their names
_lately: deque[tuple[tuple[Indicator, ...], tuple[str, ...]]] = deque(maxlen=4)


def fund_names(evaluation: Evaluation) -> tuple[str, ...]:
    """The name of every source of funds, each one different."""
    sources = evaluation.funds.sources if evaluation.funds else ()
    return _told_apart([(s.source, "") for s in sources])


def _told_apart(rows: list[tuple[str, str]]) -> tuple[str, ...]:
    names = Counter(name for name, _ in rows)
    made = [f"{name}（{group}）" if names[name] > 1 and group else name for name, group in rows]
    seen: Counter[str] = Counter()
    out = []
    for name in made:
        seen[name] += 1
        out.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(out)


def row_path(name: str, key: str = "") -> str:
    """指标[名称].键."""
    return f"{ROWS}[{name}]" + (f".{key}" if key else "")


def fund_path(name: str, key: str = "") -> str:
    """资金.明细[来源].键."""
    return f"{FUNDS}[{name}]" + (f".{key}" if key else "")


def split(path: str) -> tuple[str, str, str]:
    """(指标, 好路率, 实际) of a path in a list; ("", "", path) of any other."""
    match = _PATH.fullmatch(path)
    return (match["list"], match["name"], match["key"] or "") if match else ("", "", path)


def key_of(path: str) -> str:
    """The last key: 实际, 执行, 主送."""
    listed, _, key = split(path)
    return key if listed else path.rpartition(".")[2]


def place_of(evaluation: Evaluation, path: str) -> Place | None:
    """Where the path stands in the file as it is now; None where its row is not there."""
    listed, name, key = split(path)
    if not listed:
        return tuple(path.split("."))
    names, head = _names_in(evaluation, listed)
    if name not in names:
        return None
    return (*head, names.index(name), *((key,) if key else ()))


def _names_in(evaluation: Evaluation, listed: str) -> tuple[tuple[str, ...], Place]:
    """The names of a list's rows, and where the list stands."""
    if listed == FOLLOWUPS:
        return _told_apart([(one.name, "") for one in evaluation.followups]), (FOLLOWUPS,)
    if listed == ROWS:
        return row_names(evaluation), (ROWS,)
    return fund_names(evaluation), ("资金", "明细")


def followup_path(evaluation: Evaluation, number: int, key: str) -> str:
    """上年整改[事项].落实情况 of the measure of that number (from 0)."""
    return f"{FOLLOWUPS}[{_names_in(evaluation, FOLLOWUPS)[0][number]}].{key}"


def path_of(evaluation: Evaluation, place: Place) -> str:
    """The path of a place of the file."""
    if place[:1] == ("指标",) and len(place) > 1 and isinstance(place[1], int):
        return row_path(row_names(evaluation)[place[1]], str(place[2]) if len(place) > 2 else "")  # noqa: PLR2004
    if place[:2] == ("资金", "明细") and len(place) > 2 and isinstance(place[2], int):  # noqa: PLR2004
        return fund_path(fund_names(evaluation)[place[2]], str(place[3]) if len(place) > 3 else "")  # noqa: PLR2004
    if place[:1] == (FOLLOWUPS,) and len(place) > 2 and isinstance(place[1], int):  # noqa: PLR2004
        return followup_path(evaluation, place[1], str(place[2]))
    return ".".join(map(str, place))


def words_of(path: str) -> str:
    """The path as people say it: “好路率”的实际, 县级财政拨款的执行, 主送."""
    listed, name, key = split(path)
    if not listed:
        return (
            path.replace("报告.", "")
            .replace("项目.", "项目")
            .replace("总体目标.", "总体目标")
            .replace("资金.", "资金")
        )
    return quoted(name) + (f"的{key}" if key else "")
