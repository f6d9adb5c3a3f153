"""A measure that is carried out already: 去年年底就弄完了 is no deadline, it is told as done."""

from __future__ import annotations

import re
from datetime import date

from assistant.patterns import regex
from assistant.values.spoken import days_in

#: …就弄完了, …都办好了: an act and its result, over, at the end of its clause
_OVER = regex(
    r"(?:就|都|也|早就|早|已经?|全部?|一起)*(?:(?:弄|办|做|搞|干|整|改|修|装|补|落实|整改|处理|解决)(?:完|妥|好|齐|到位|掉)|完工|完成|完毕)了$"
    r"|(?:已经?|早就|早)(?:[弄办做搞干]|落实|整改|处理|解决)[完好妥成]?了?$"
)
_CLAUSE = regex(r"[^，,。；;]+")
_WHO = regex(r"(?:负责|牵头|落实|经办|办理?)的?$|^责任")
_SOON = regex(r"[就再才]|等|一旦|以后|之后|后$|如果|要是")


def is_over(clause: str) -> bool:
    """Whether the clause tells that something is finished."""
    return bool(_OVER.search(clause))


def told_as_done(text: str, year: int, today: date) -> tuple[str, str]:
    """The measure with its last clause as 已于2024年底完成, and a note of the year that was filled in; ("", "") where none is over.

    `year`: the evaluated one. A report is written in the year behind it, so 去年 of what is over is counted from there at the latest.
    """
    now = min(today, date(year + 1, 12, 31))
    clauses = _CLAUSE.findall(text)
    for number, clause in enumerate(clauses):
        match = _OVER.search(clause)
        if match is None or any(not _WHO.search(later) for later in clauses[number + 1 :]):
            continue  # 手续已办好，…6月底前铺完: what is still to be done counts
        days = days_in(clause, now, past=True)
        head = clause[: match.start()]
        if len(days) > 1 or (days and (days[0].before or days[0].first > today)):
            return "", ""
        said = head[: days[0].start] + head[days[0].end :] if days else head
        said = re.sub(r"[于在是]$|^[于在]", "", said.strip())
        if not days and _SOON.search(said):
            continue  # 等路通了就…
        over = f"已于{days[0].text}完成" if days else "已完成"
        clauses[number] = f"{said}，{over}" if len(said) > 1 else over
        note = f"年份填作{days[0].first.year}年" if days and not re.search(r"\d{4}", clause) else ""
        return "，".join(clauses), note
    return "", ""
