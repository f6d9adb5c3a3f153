"""Checks of reasons and measures against the deviations (F41–F47)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checks.catalogue.funds import form_rate
from assistant.checks.dossier import Dossier, Row
from assistant.checks.likeness import normal, shares, stem, words
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.word.document import Said

_NONE = regex(r"^\s*(无|没有|无偏差|无偏离|未偏离|不存在偏差|/|-|—+|0|无。)\s*。?\s*$")
_VAGUE = regex(
    r"(?:(?:各种|种种|诸多|多种|一些|某些|其他|相关|有关|客观|主客观|特殊|历史|现实|工作|多方面|方方面面)(?:的)?(?:因素|原因|情况)"
    r"|客观条件|实际情况(?:限制|所限)|不可抗力)"
)
_ONLY_SAID = regex(
    r"^(项目|工作)?(未完成|没有完成|未达到|未达标|进度(较)?慢|进展缓慢|正在(推进|实施|办理)(中)?|延期|完成率(较)?低|时间紧|任务重|时间紧，?任务重)[。，]?$"
)
_CAUSE = regex(r"因|由于|受|导致|致使|造成|影响|原因")
_FAILURE = regex(
    r"未能|未完成|未达|没有完成|不足|滞后|延期|逾期|不能|缺少|受.{1,10}影响|短缺|中断|推迟"
)
_PAY = regex(
    r"(加快|早日|尽快|提高|加大|及时|抓紧).{0,14}(支付|支出|预算执行|执行进度|执行率|付款)"
)
_ELSEWHERE = regex(r"支付|支出|采购|预算编制|预算执行|资金使用|执行进度|招标|编制")
_WHEN = regex(
    r"20\d\d年|\d{1,2}月|季度|年底|年末|月底|年内|半年|日前|\d+(天|日|个工作日|个月)内|每(月|季|周|年)"
)
_WHO = regex(
    r"责任|负责|牵头|[股科室处队所办局中心][长]?(负责|牵头|承担)|由.{2,12}(股|科|室|处|队|所|办|局|中心|公司)"
)
_ALL_DONE = regex(
    r"(未|没有|无|不存在|未发生|未出现)(发生|出现|存在)?(明显|较大|重大)?(的)?(绩效目标)?(偏离|偏差)(绩效目标|目标|的情况)?|"
    r"(各项|全部|所有)(绩效)?(指标|目标)(值)?(均|全部|都|全面|已经?)*(按期|如期|按时|圆满|顺利)?(完成|实现|达到|达成)|"
    r"绩效(目标|指标)(均|全部|都|已)+(按期|如期|圆满)?(完成|实现|达成)"
)
_NOTHING_TO_MEND = regex(
    r"(没有|无)(需要|须|需)?(整改|改进)|无需(整改|改进)|待补充(数据)?后再|均(已)?(达到|完成)(年度)?(指标值|目标)"
)
_EXCEPT = regex(r"除|外|基本|大部分|多数|其余|其他|部分")


def _reason_in_row(row: Row) -> str:
    text = row.reason.text.strip()
    return "" if _NONE.match(text) else text


def reasons_for(dossier: Dossier, row: Row) -> list[Said]:
    """What is said of why this row fell short: its own cell, and clauses of the section that name it."""
    found = [row.reason] if _reason_in_row(row) else []
    if dossier.is_data:
        return found
    for sentence in _told_of(dossier).get(id(row), ()):
        clauses = list(sentence.clauses())
        for i, clause in enumerate(clauses):
            if shares(row.title, clause.text):
                near = clauses[max(0, i - 1) : i + 2]
                found += [c for c in near if c is clause or _CAUSE.search(c.text)]
    return found


@lru_cache(maxsize=4)
def _told_of(dossier: Dossier) -> dict[int, list[Said]]:
    """For each row that fell short (by identity), the sentences of the reasons that are about it.

    A sentence is about the rows it names; where it names none, about those it shares most words with,
    and in a paragraph that names other rows one word is not enough.
    """
    rows = [(row, stem(row.title), words(row.title)) for row in dossier.falling_short]
    told: dict[int, list[Said]] = {id(row): [] for row, _, _ in rows}
    for paragraph in dossier.prose("deviation"):
        whole = normal(paragraph.text)
        named = {id(row) for row, name, _ in rows if name in whole}
        for sentence in paragraph.sentences():
            plain, said = normal(sentence.text), words(sentence.text)
            about = [row for row, name, _ in rows if id(row) in named and name in plain]
            if not about:
                shared = [(len(own & said), row) for row, _, own in rows]
                most = max((n for n, _ in shared), default=0)
                about = [
                    row
                    for n, row in shared
                    if n == most > (0 if not named - {id(row)} or id(row) in named else 1)
                ]
            for row in about:
                told[id(row)].append(sentence)
    return told


@fault("F41", "没有完成的指标没有说明原因", severity="error")
def f41_no_reason(dossier: Dossier) -> Iterator[Hit]:
    """A row fell short and no reason is given, in its cell or in the section.

    Source: 财预〔2020〕10号第十一条. Example: 指标100%、实际95%，原因栏空白.
    """
    general = (
        [s for s in dossier.sentences("deviation") if _CAUSE.search(s.text)]
        if not dossier.is_data
        else []
    )
    short = dossier.falling_short
    for row in short:
        if reasons_for(dossier, row) or (len(short) == 1 and general):
            continue
        if _NONE.match(row.reason.text) and row.reason:
            continue  # said to be none: F47
        yield Hit(
            row.actual,
            f"“{row.short}”指标值{row.target.text}、实际值{row.actual.text}，没有说明原因",
            "未完成绩效目标的要分析并说明原因，请补写",
        )


@fault("F42", "原因空泛，没有具体事由", severity="error", kind="L")
def f42_empty_reason(dossier: Dossier) -> Iterator[Hit]:
    """A reason made of 各种因素, 客观原因 and the like, with no cause, number, time or party.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “因前端各种因素”.
    """
    seen: set[tuple[str, str]] = set()
    cells = [r.reason for r in dossier.rows if _reason_in_row(r)] if not dossier.is_data else []
    for source in [*dossier.prose("deviation"), *cells]:
        for sentence in source.sentences():
            for clause in sentence.clauses():
                match = _VAGUE.search(clause.text)
                if not match or (clause.where, clause.text) in seen:
                    continue
                before = clause.text[: match.start()]
                if before.endswith(("等", "等的")) or re.search(r"等(?:的)?$|、", before):
                    continue
                if not (_CAUSE.search(clause.text) or "因" in match[0]):
                    continue
                rest = re.sub(r"\d+(\.\d+)?\s*[%％]", "", sentence.text)
                if re.search(r"\d", rest[rest.find(match[0]) :]):
                    continue
                seen.add((clause.where, clause.text))
                yield Hit(
                    clause,
                    f"原因只写“{match[0]}”，看不出是什么事、涉及多少、由谁负责",
                    "请写明具体原因、数量、时间和责任方，如“3个小区光缆被施工挖断，停传21天”",
                )
    for row in dossier.falling_short:
        if _ONLY_SAID.match(row.reason.text.strip()):
            yield Hit(
                row.reason,
                f"“{row.short}”的原因只是把没有完成又说了一遍",
                "请写明具体原因、数量、时间和责任方",
                severity="warning",
            )


@fault("F43", "原因与指标无关", severity="warning", kind="L")
def f43_other_reason(dossier: Dossier) -> Iterator[Hit]:
    """The reason in a row's cell speaks of another row's matter.

    Source: 评审常见问题. Example: 在线率的原因写“培训人员不足”，而培训是另一条指标.
    """
    for row in dossier.falling_short:
        text = _reason_in_row(row)
        if not text or shares(row.title, text):
            continue
        for other in dossier.rows:
            thing = stem(other.title)
            if other is not row and len(thing) >= 4 and thing in normal(text):  # noqa: PLR2004
                yield Hit(
                    row.reason,
                    f"“{row.short}”的原因说的是“{other.short}”",
                    "请写这条指标自己的原因",
                )
                break


@fault("F44", "已经完成却写未完成的原因，或前后矛盾", severity="warning", kind="L")
def f44_contradiction(dossier: Dossier) -> Iterator[Hit]:
    """A met row has a reason for failure; or all was paid, and the measure is to pay faster.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 资金支付率100%，措施却是“早日完成资金支付”.
    """
    for row in dossier.rows:
        if row.status == "met" and _FAILURE.search(_reason_in_row(row)):
            yield Hit(
                row.reason,
                f"“{row.short}”已经完成，却写了未完成的原因",
                "请核对实际值；确已完成的删去原因",
            )
    if not _all_paid(dossier):
        return
    for sentence in dossier.sentences("measures"):
        match = _PAY.search(sentence.text)
        if match:
            yield Hit(
                sentence.cut(match.start(), match.end()),
                f"资金已支付100%，措施却要“{match[0]}”，前后矛盾",
                "请改写为针对未完成指标的措施",
            )


def _all_paid(dossier: Dossier) -> bool:
    rates = [r for f in dossier.forms if (r := form_rate(f)) is not None]
    if rates:
        return all(r >= 1 for r in rates)
    return any(
        re.search(r"(支付|执行|支出)率(为|达到?)?100[%％]", s.text)
        for s in dossier.sentences("execution")
    )


def measures_of(dossier: Dossier, row: Row) -> list[Said]:
    """All that is said of mending: the row's cell and the section."""
    own = [row.measure] if row.measure and not _NONE.match(row.measure.text) else []
    return own if dossier.is_data else own + list(_measures(dossier))


@lru_cache(maxsize=4)
def _measures(dossier: Dossier) -> tuple[Said, ...]:
    """The sentences of the section on measures."""
    return tuple(s for s in dossier.sentences("measures") if len(normal(s.text)) > 4)  # noqa: PLR2004


@fault("F45", "改进措施没有针对未完成的指标", severity="warning", kind="L")
def f45_other_measure(dossier: Dossier) -> Iterator[Hit]:
    """No measure takes up the row that fell short, or its reason.

    Source: 财预〔2020〕10号第十一条; 盐池县公安局2021年自评报告. Example: 在线率未达标，措施只说采购和资金支付.
    """
    for row in dossier.falling_short:
        said = measures_of(dossier, row)
        reasons = " ".join(r.text for r in reasons_for(dossier, row))
        topic = words(row.title) | words(reasons)
        if any(topic & words(s.text) for s in said):
            continue
        if row.measure in said and not _ELSEWHERE.search(row.measure.text):
            continue  # written into the row itself: other words, but plainly meant for it
        if not said:
            yield Hit(
                row.actual,
                f"“{row.short}”没有完成，没有改进措施",
                "请写针对这条指标的措施、责任单位和完成时限",
            )
            continue
        told = " ".join(s.text for s in said)
        # one measure for the money beside others is no measure for the wrong thing
        elsewhere = all(_ELSEWHERE.search(s.text) for s in said) and not _ELSEWHERE.search(
            row.title + reasons
        )
        yield Hit(
            said[0],
            f"“{row.short}”没有完成，改进措施一句也没有针对它"
            + (
                "，说的是" + "、".join(dict.fromkeys(_ELSEWHERE.findall(told))) if elsewhere else ""
            ),
            "请针对这条指标未完成的原因写措施",
            severity="error" if elsewhere else None,
        )


@fault("F46", "改进措施没有责任单位和完成时限", severity="warning", kind="L")
def f46_no_owner(dossier: Dossier) -> Iterator[Hit]:
    """Measures that name neither who nor by when.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “更好地完成预期目标”.
    """
    if dossier.is_data:
        for row in dossier.rows:
            if row.measure and not _NONE.match(row.measure.text):
                text = row.measure.text
                lacking = [] if row.owner or _WHO.search(text) else ["责任单位"]
                lacking += [] if row.due or _WHEN.search(text) else ["完成时限"]
                if lacking:
                    yield Hit(
                        row.measure,
                        f"“{row.short}”的措施没有写{'、'.join(lacking)}",
                        f"请补上{'、'.join(lacking)}",
                    )
        return
    told = [
        s
        for s in dossier.prose("measures")
        if not _NOTHING_TO_MEND.search(s.text)
        and len(normal(s.text)) > 12  # noqa: PLR2004
        and not _NONE.match(s.text)
    ]
    text = " ".join(s.text for s in told)
    lacking = ([] if _WHO.search(text) else ["责任单位"]) + (
        [] if _WHEN.search(text) else ["完成时限"]
    )
    if told and lacking:
        yield Hit(
            told[-1],
            f"改进措施没有写{'、'.join(lacking)}",
            f"请写明做什么，并补上{'、'.join(lacking)}",
        )


@fault("F47", "有偏差却写“无偏差”“全部完成”", severity="error")
def f47_nothing_wrong(dossier: Dossier) -> Iterator[Hit]:
    """The text says that nothing deviates while a row fell short.

    Source: 评审常见问题; 汶川、芦山自评报告. Example: 指标95%未达100%，原因栏写“无”.
    """
    short = dossier.falling_short
    if not short:
        return
    names = "、".join(f"“{r.short}”（{r.target.text}→{r.actual.text}）" for r in short[:3])
    for row in short:
        if row.reason and _NONE.match(row.reason.text):
            yield Hit(
                row.reason,
                f"“{row.short}”没有完成，原因栏却写“{row.reason.text.strip()}”",
                "请写明未完成的原因和改进措施",
            )
    for said in dossier.prose("deviation"):
        if _NONE.match(said.text):
            yield Hit(said, f"写“{said.text.strip()}”，但{names}没有完成", "请逐条说明未完成的原因")
    for sentence in dossier.sentences("deviation", "overall", "completion", "conclusion", "output"):
        match = _ALL_DONE.search(sentence.text)
        clause = re.split(r"[，；]", sentence.text[: match.start()])[-1] if match else ""
        if (
            match
            and not _EXCEPT.search(sentence.text[: match.end()])
            and not re.search(r"预期|力争|确保|争取", clause)
        ):
            yield Hit(
                sentence.cut(match.start(), match.end()),
                f"写“{match[0]}”，但{names}没有完成",
                "请改为如实的表述，并说明原因",
            )
