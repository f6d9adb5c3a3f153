"""The rules drafter: every section in plain official sentences, from facts and the staff's notes alone.

Nothing is claimed that the data lack; what they lack becomes a marked line that says what to supply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.drafting.by_rules import deviation, funds
from assistant.drafting.by_rules.brief import Brief, ordinal
from assistant.drafting.by_rules.indicators import counts, of_class, sampled
from assistant.drafting.by_rules.sentences import (
    formal,
    paragraph,
    say,
    section,
    summed,
    supply,
    whole,
)
from assistant.facts import Fact
from assistant.facts.wording import clause, quoted, single, titled, year_before
from assistant.model.draft import Draft, Paragraph, Section, Sentence
from assistant.model.scorecard import Scorecard
from assistant.model.sections import SECTIONS
from assistant.patterns import regex
from assistant.values.printing import plain, tidy

RULES_WRITER = "规则起草"
_IS_PROJECT = regex(r"项目(?:[（(][^（）()]*[）)])?$")
_QUOTED = regex(r"(“[^”]*”|《[^》]*》|【[^】]*】)")
NUMBERED = regex(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*\d+\s*号|\d+号文")


def draft_by_rules(card: Scorecard, facts: Sequence[Fact], kept: Draft | None = None) -> Draft:
    """All sections of the outline, the opening first. A section that is switched off has no paragraphs.

    Sections that a person wrote in `kept` stay as they are.
    """
    brief = Brief(card, tuple(facts))
    evaluation, choice = card.evaluation, card.evaluation.drafting
    known = [r.id for r in SECTIONS if not r.optional or evaluation.writes(r.id)]
    written = [
        section(name, WRITERS[name](brief) if evaluation.writes(name) else ()) for name in known
    ]
    written += [
        section(heading.own, [paragraph(_persons(brief, heading.title))])
        for heading in evaluation.outline.headings
        if heading.person
    ]
    rules = Draft(tuple(_worded(one, choice.glossary) for one in written), RULES_WRITER)
    if kept is None:
        return rules
    human = {one.id: one for one in kept.sections if one.source == "human"}
    sections = tuple(human.get(one.id, one) for one in rules.sections)
    return replace(rules, sections=sections, headings=kept.headings)


def _persons(brief: Brief, title: str) -> Sentence:
    """The line under a heading whose text no data hold: a person writes it."""
    return supply(f"请{brief.staff}撰写“{title}”。")


def _worded(one: Section, glossary: dict[str, str]) -> Section:
    """A report's words for spoken ones and the unit's own for the program's (用词), but for quotations and titles."""
    paragraphs = tuple(
        replace(p, sentences=tuple(replace(s, text=_said(s.text, glossary)) for s in p.sentences))
        for p in one.paragraphs
    )
    return replace(one, paragraphs=paragraphs)


def _said(text: str, glossary: dict[str, str]) -> str:
    pieces = _QUOTED.split(text)
    for i in range(0, len(pieces), 2):
        pieces[i] = formal(pieces[i])
        for word, own in glossary.items():
            pieces[i] = pieces[i].replace(word, own)
    return "".join(pieces)


def _project_name(brief: Brief) -> str:
    """The project's name, quoted once; `项目` follows where the name does not end with it."""
    name = brief.card.evaluation.project.name
    shown = name if "“" in name else quoted(name)
    return shown if _IS_PROJECT.search(name) else f"{shown}项目"


def _opening(brief: Brief) -> Iterator[Paragraph]:
    report, name = brief.card.evaluation.report, _project_name(brief)
    ids = brief.ids("notice", "name", "year", "unit")
    start = f"按照{titled(report.notice)}要求，" if report.notice else ""
    year = year_before(brief.card.evaluation.project.name, brief.year)
    yield paragraph(
        say(
            f"{start}{brief.we}组织对{year}{name}（以下简称“本项目”）支出绩效开展了自评。",
            ids,
        ),
        say("现将自评情况报告如下："),
    )


def _overview(brief: Brief) -> Iterator[Paragraph]:
    """项目概况: what the project is, who carries it out, and with how much money."""
    project, total = brief.card.evaluation.project, brief.card.execution
    if not clause(project.summary):
        yield paragraph(
            supply(
                f"请{brief.staff}补充项目概况：实施内容、地点、规模和起止时间。", brief.ids("name")
            )
        )
        return
    who = []
    if project.authority and project.authority != project.unit:
        who.append(f"主管部门为{project.authority}")
    if project.unit:
        who.append(f"实施单位为{project.unit}")
    sentences = [say(summed(project.summary), brief.ids("summary"))]
    if who:
        sentences.append(say(f"本项目{'，'.join(who)}。", brief.ids("unit")))
    if total.budget is not None:
        words = f"{brief.year}年全年预算{plain(total.budget)}{total.unit}。"
        sentences.append(say(words, brief.ids("sum", origin="资金.明细")))
    yield paragraph(*sentences)


#: 某财预〔2024〕3号，2024年2月5日: the number of a document and its day, and nothing else
_NUMBER_AND_DAY = regex(r"^([^，。；]{1,20}号)[，,]\s*(\d{4}年\d{1,2}月\d{1,2}日)$")


def _basis(brief: Brief) -> Iterator[Paragraph]:
    evaluation = brief.card.evaluation
    project, basis = evaluation.project, evaluation.report.basis
    if project.summary and not evaluation.writes("overview"):
        yield paragraph(say(summed(project.summary), brief.ids("summary")))
    if basis:
        together = "".join(titled(name) for name in basis)
        if len(basis) > 1:
            words = f"本项目依据{together}等{len(basis)}份文件组织实施。"
        else:
            words = f"本项目依据{together}组织实施。"
        yield paragraph(say(words, brief.ids("basis") + brief.keyed("report.basis.count")))
    if project.approval:
        words = _NUMBER_AND_DAY.sub(r"\1（\2）", project.approval.strip())
        yield paragraph(say(whole(words, "approval"), brief.ids("approval")))
    else:
        what = "请财务人员补充预算和绩效目标批复文件的名称、文号、日期，以及批复金额。"
        yield paragraph(supply(what))
    if not basis:
        yield paragraph(supply(f"请{brief.staff}补充项目立项和实施所依据文件的名称、文号和日期。"))
    elif not all(NUMBERED.search(name) for name in basis):
        which = "上述" if any(map(NUMBERED.search, basis)) is False else "上述未注明文号的"
        yield paragraph(
            supply(
                f"请{brief.staff}补充{which}依据文件的发文机关、文号和日期。", brief.ids("basis")
            )
        )
    yield paragraph(_indicator_set(brief))


def _indicator_set(brief: Brief) -> Sentence:
    rows = brief.card.indicators
    classes = dict.fromkeys(row.indicator.level1 for row in rows)
    parts = "、".join(f"{c}{sum(r.indicator.level1 == c for r in rows)}项" for c in classes)
    inside = f"，其中{parts}" if len(classes) > 1 else ""
    table = "，年度指标值见下表" if brief.beside("basis", "targets") else ""
    return say(f"本项目设置绩效指标{len(rows)}项{inside}{table}。", brief.ids("count"))


def _overall(brief: Brief) -> Iterator[Paragraph]:
    goal = brief.card.evaluation.goal
    told = []
    if clause(goal.expected):
        words = f"年度总体目标{_after(whole(goal.expected, 'goal_expected'), '是')}"
        told.append(say(words, brief.ids("goal_expected")))
    if clause(goal.actual):
        words = whole(goal.actual, "goal_actual")
        words = words if words.startswith("实际") else f"实际完成情况为：{words}"
        told.append(say(words, brief.ids("goal_actual")))
    if told:
        yield paragraph(*told)
    lacking = [
        n
        for n, text in (("年度总体目标", goal.expected), ("总体目标实际完成情况", goal.actual))
        if not text
    ]
    if lacking:
        what = f"请{brief.staff}按批复的绩效目标补充{'和'.join(lacking)}。"
        yield paragraph(supply(what))
    yield paragraph(*_result(brief))


def _after(words: str, verb: str) -> str:
    return words if words.startswith(verb) else f"为：{words}"


def _result(brief: Brief) -> Iterator[Sentence]:
    card = brief.card
    rows, total = card.indicators, card.total
    shown = f"{len(rows)}项绩效指标{counts(rows)}" if rows else "本项目未设置绩效指标"
    if "，" in shown:
        shown = f"{len(rows)}项绩效指标中，{counts(rows)}"
    yield say(f"{shown}。", brief.ids("count"))
    if not card.scored or total.score is None:
        return
    ids = brief.ids("total", "grade", "ruleset")
    by = f"按{titled(card.ruleset_name)}计算，"
    if total.complete:
        grade = f"，等级为{quoted(card.grade)}" if card.grade else ""
        yield say(f"{by}本项目自评总分{tidy(total.score)}分{grade}。", ids)
    elif total.available:  # where nothing could be scored there is nothing to tell
        yield say(
            f"{by}可评分部分得{tidy(total.score)}分（对应分值{tidy(total.available)}分），"
            "其余指标评分所需数据不全，总分和等级暂不能得出。", ids,
        )  # fmt: skip


def _completion(brief: Brief) -> Iterator[Paragraph]:
    card = brief.card
    table = "见下表" if brief.beside("completion", "completion") else "见完成情况表"
    words = f"各项绩效指标的年度指标值、实际完成值和完成情况{table}。"
    sentences = [say(words, brief.ids("count"))]
    if card.allotment:
        sentences.append(say(f"{clause(card.allotment)}。", brief.keyed("allotment")))
    yield paragraph(*sentences)


def _output(brief: Brief) -> Iterator[Paragraph]:
    rows = [r for r in brief.card.indicators if r.indicator.level1 in {"产出指标", "成本指标"}]
    yield from of_class(brief, rows, "产出指标")


def _benefit(brief: Brief) -> Iterator[Paragraph]:
    rows = [r for r in brief.card.indicators if r.indicator.level1 == "效益指标"]
    yield from of_class(brief, rows, "效益指标")


def _satisfaction(brief: Brief) -> Iterator[Paragraph]:
    rows = [r for r in brief.card.indicators if r.indicator.level1 == "满意度指标"]
    yield from of_class(brief, rows, "满意度指标")
    yield from sampled(brief, rows)


def _application(brief: Brief) -> Iterator[Paragraph]:
    told = whole(brief.card.evaluation.report.application, "application")
    if told:
        yield paragraph(say(told, brief.ids("application")))
    else:
        what = f"请{brief.staff}会同财务人员补充自评结果的应用安排：与预算编制、项目调整或制度完善如何衔接，由谁办理，何时完成。"
        yield paragraph(supply(what))


def _publicity(brief: Brief) -> Iterator[Paragraph]:
    told = whole(brief.card.evaluation.report.publicity, "publicity")
    if told:
        yield paragraph(say(told, brief.ids("publicity")))
    else:
        yield paragraph(
            supply("请财务人员补充自评结果公开的时间、渠道和范围；依法不予公开的，写明依据。")
        )


def _followup(brief: Brief) -> Iterator[Paragraph]:
    """上年整改措施落实情况: each measure of last year's report with what became of it, or the question."""
    found = brief.card.evaluation.followups
    told = [(i, one) for i, one in enumerate(found, 1) if clause(one.outcome)]
    for n, (i, one) in enumerate(told):
        ids = brief.ids("followup", origin=f"上年整改[{i}]")
        planned = f"上年提出{clause(one.measure)}，" if clause(one.measure) else ""
        words = f"{ordinal(n, len(told))}{quoted(one.name)}方面，{planned}落实情况为：{clause(one.outcome)}。"
        yield paragraph(say(words, ids))
    for i, one in enumerate(found, 1):
        if not clause(one.outcome):
            who = one.owner or brief.staff
            what = f"请{who}说明上年“{single(one.name)}”的措施（{single(clause(one.measure)) or '未写明'}）做了没有、做到什么程度、何时完成。"
            yield paragraph(supply(what, brief.ids("followup", origin=f"上年整改[{i}]")))


def _other(brief: Brief) -> Iterator[Paragraph]:
    note = clause(brief.card.evaluation.report.other)
    if note:
        yield paragraph(say(f"{note}。", brief.ids("other")))
    else:
        yield paragraph(
            supply(
                f"请{brief.staff}补充巡视、审计和财政监督中发现的问题及其他需要说明的事项；没有的，填写“无”。"
            )
        )


WRITERS: dict[str, Callable[[Brief], Iterator[Paragraph]]] = {
    "opening": _opening,
    "overview": _overview,
    "basis": _basis,
    "funds_arrival": funds.arrival,
    "funds_execution": funds.execution,
    "funds_management": funds.management,
    "overall": _overall,
    "completion": _completion,
    "output": _output,
    "benefit": _benefit,
    "satisfaction": _satisfaction,
    "deviation_reasons": deviation.reasons,
    "improvement_measures": deviation.measures,
    "followup": _followup,
    "application": _application,
    "publicity": _publicity,
    "other": _other,
}
