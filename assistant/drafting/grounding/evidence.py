"""The facts made ready for looking things up: figures with their roles, names, notes, plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.facts import Fact
from assistant.facts.figures import Figure, figures, flat

_DROP = re.compile(r"[\s“”\"'‘’「」『』《》〈〉()（）\[\]【】〔〕、，,。．.；;：:！!？?—–\-~～·/]")
NOTE_ROLES = frozenset({"reason", "measure", "owner", "due", "evidence"})
_SHORTEST_ALIAS = 3


def bare(text: str) -> str:
    """Letters, digits and characters only: what is left when marks are written differently."""
    return _DROP.sub("", flat(text)).casefold()


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a fact, with what it says there: target, actual, below, executed …"""

    figure: Figure
    role: str
    fact: Fact


@dataclass(slots=True)
class RowEvidence:
    """All that is known of one row."""

    id: str
    name: str
    status: str = ""
    aliases: tuple[str, ...] = ()
    known: list[Known] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    deviates: bool = False
    has_actual: bool = True


@dataclass(slots=True)
class Evidence:
    """The whole of it. `text` is every fact without marks; `project` the figures of no single row."""

    ids: frozenset[str]
    rows: dict[str, RowEvidence]
    project: list[Known]
    text: str
    titles: frozenset[str]
    notes: str
    roles: dict[str, str]

    @property
    def all_known(self) -> list[Known]:
        """Figures of the project and of every row."""
        return [*self.project, *(known for row in self.rows.values() for known in row.known)]


#: words before a figure that say what it is, nearest first wins
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("initial", re.compile(r"年初(?:的)?(?:预算|安排|批复)")),
    ("budget", re.compile(r"(?:全年|年度|调整后|总)?预算(?:资金|总额|数|安排|金额|总数|为|共|合计)*(?!执行|编制)")),
    ("arrived_rate", re.compile(r"到位率")),
    ("rate", re.compile(r"(?:执行|支付|支出)(?:率|进度)")),
    ("left", re.compile(r"(?:未|尚未|没有)(?:执行|支付|支出|使用|拨付)|结余|剩余|结转|沉淀")),
    ("short", re.compile(r"(?:未|尚未)到位")),
    ("arrived", re.compile(r"到位(?!率)")),
    ("executed", re.compile(r"(?:实际)?(?:执行|支付|支出|拨付)(?:数|资金|金额|了)*(?!率|进度)")),
    ("target_share", re.compile(r"(?:年度|目标|指标|预期|计划)[^，。；]{0,4}值?的|占")),
    ("change", re.compile(r"调增|调减|追加")),
    ("below", re.compile(r"(?<!不)低于?|(?<!不)少于?|不足|相差|差距?|短缺?|缺|落后|减少|下降|降低|差异?|偏低|偏差|偏离")),
    ("above", re.compile(r"(?<!不)高出?|多出?|超出?|(?<!不)超过|超额|增加|增长|提高|提升|上升|偏高")),
    ("target", re.compile(r"(?:年度|绩效)?(?:指标值|目标值?|预期值?|计划值?|任务数?|要求|应)(?:要求|设定|规定)*")),
    ("completion", re.compile(r"完成(?:率|程度|度|比例)")),
    ("missed_count", re.compile(r"未(?:能)?(?:完成|达标|达到|达成|实现)|没有完成")),
    ("absent_count", re.compile(r"缺(?:少)?实际(?:完成)?值|未填报?(?:实际(?:完成)?值)?|暂无结果")),
    ("lost", re.compile(r"失分|扣分?|扣减")),
    ("points", re.compile(r"得分?|分值|总分|满分")),
    ("actual", re.compile(r"实际(?:完成|达到|实现|值|完成值|为)*|完成(?:了|值)?|达到?|实现|仅|只有")),
)  # fmt: skip
_REACH = 14
_STOP = re.compile(r"[，。；;：:！？]")


def role_of(text: str, figure: Figure) -> str:
    """What the words before a figure in its clause make of it; empty where they do not tell."""
    start = max(0, figure.start - _REACH)
    window = text[start : figure.start]
    stops = [match.end() for match in _STOP.finditer(window) if match[0] not in "：:"]
    window = window[stops[-1] :] if stops else window
    digits = [m.end() for m in re.finditer(r"\d[\d.,]*\s*[^\d\s、（(]{0,4}[、（(]", window)]
    window = window[digits[-1] :] if digits else window
    best, best_end, best_start = "", -1, -1
    for role, pattern in _ROLES:
        for match in pattern.finditer(window):
            if match.end() > match.start() and (match.end(), -match.start()) > (
                best_end,
                -best_start,
            ):
                best, best_end, best_start = role, match.end(), match.start()
    return best


def _knowns(fact: Fact) -> list[Known]:
    text, skip = fact.text, 0
    if fact.role == "row" and "：年度指标值" in text:
        skip = text.index("：年度指标值")
    elif fact.indicator and text.startswith("“") and (end := _name_end(fact)) > 0:
        skip = end
    plain = flat(text)
    plain = "□" * skip + plain[skip:]
    return [
        Known(figure, role_of(plain, figure), fact)
        for figure in figures(text)
        if figure.start >= skip
    ]


def _name_end(fact: Fact) -> int:
    return len(fact.subject) + 2 if fact.subject else 0


def _aliases(rows: dict[str, RowEvidence], project: str) -> None:
    """A name, and those endings of it that no other row has and the project's name does not hold."""
    names = {row.id: bare(row.name) for row in rows.values()}
    for row in rows.values():
        name = names[row.id]
        endings = [name[i:] for i in range(1, len(name) - _SHORTEST_ALIAS + 1)]
        starts = [name[:i] for i in range(len(name) - 1, _SHORTEST_ALIAS, -1)]
        others = [other for i, other in names.items() if i != row.id]
        kept = [
            part
            for part in endings + starts
            if part not in project and not any(part in other for other in others)
        ]
        row.aliases = (name, *dict.fromkeys(kept))


@lru_cache(maxsize=64)
def evidence(facts: tuple[Fact, ...]) -> Evidence:
    """Reads the facts once; the same facts come back from a cache."""
    rows: dict[str, RowEvidence] = {}
    project: list[Known] = []
    titles: set[str] = set()
    parts: list[str] = []
    notes: list[str] = []
    roles: dict[str, str] = {}
    project_name = ""
    for fact in facts:
        parts.append(bare(fact.text))
        titles.update(bare(t) for t in _titles(fact.text))
        if fact.kind == "note":
            notes.append(bare(fact.text))
        if not fact.indicator:
            project.extend(_knowns(fact))
            roles[fact.role] = roles.get(fact.role, "") + bare(fact.text) + "|"
            if fact.role == "name":
                project_name = bare(fact.subject or fact.text)
            continue
        row = rows.setdefault(fact.indicator, RowEvidence(fact.indicator, fact.subject))
        row.name = row.name or fact.subject
        row.status = fact.status or row.status
        row.known.extend(_knowns(fact))
        row.text += bare(fact.text) + "|"
        if fact.role in NOTE_ROLES:
            row.notes[fact.role] = fact.text.partition("：")[2] or fact.text
        if fact.role == "deviation" and fact.kind == "deviation":
            row.deviates = True
        if fact.role == "row" and "未填实际完成值" in fact.text:
            row.has_actual = False
    _aliases(rows, project_name)
    ids = frozenset(fact.id for fact in facts)
    return Evidence(ids, rows, project, "|".join(parts), frozenset(titles), "|".join(notes), roles)


def _titles(text: str) -> list[str]:
    return re.findall(r"《((?:[^《》]|《[^《》]*》)+)》", text)


def mentions(evidence_: Evidence, text: str) -> list[tuple[int, int, RowEvidence]]:
    """Where the sentence names a row: offsets in the text, longest names first, none inside another."""
    plain, places = [], []
    for i, c in enumerate(flat(text)):
        kept = bare(c)
        if kept:
            plain.append(kept[0])
            places.append(i)
    joined = "".join(plain)
    found: list[tuple[int, int, RowEvidence]] = []
    taken = [False] * len(joined)
    named = sorted(
        ((alias, row) for row in evidence_.rows.values() for alias in row.aliases if alias),
        key=lambda pair: -len(pair[0]),
    )
    for alias, row in named:
        at = joined.find(alias)
        while at >= 0:
            end = at + len(alias)
            if not any(taken[at:end]):
                taken[at:end] = [True] * len(alias)
                found.append((places[at], places[end - 1] + 1, row))
            at = joined.find(alias, at + 1)
    return sorted(found, key=lambda hit: hit[0])
