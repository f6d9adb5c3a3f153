"""Checks of dates, and of what was paid or accepted against what was done (F56–F59)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.checks.catalogue.funds import form_rate
from assistant.checks.catalogue.values import unreported
from assistant.checks.dossier import Dossier, Row, number_in
from assistant.checks.figures import Dated, dates_in
from assistant.checks.likeness import shares
from assistant.checks.registry import Hit, fault
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.deadlines import Deadline, Span
from assistant.values.printing import percent
from assistant.values.quantity import Words
from assistant.word.document import Said

#: what is done, in the words of indicators and of the text; a row and a sentence must share a class
_ACTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, regex(pattern)) for name, pattern in lexicon("check_words")["acts"].items()
)
_GENERAL = regex(
    r"(项目|任务|工作|整体|全部|目标).{0,6}(完成|实施|时限|时间|及时)|完成(时间|时限|及时)|按时完成|及时完成"
)
_DONE = regex(r"完成|完毕|结束|完工|竣工|建成|验收|付清|到位|交付|投入使用|通过|支付|拨付|发放")
_NOT_YET = regex(
    r"计划|预计|拟|将于|力争|争取|要求|应于|应当|规定|约定|合同期|前完成的?目标|下一年|明年"
)
_STARTED = regex(r"开始|启动|开工|立项|批复|动工|进场|签订|下达|实施(?!完)")


@dataclass(frozen=True, slots=True)
class _Event:
    """Something the text says was done, and when."""

    said: Said
    sentence: Said
    span: Span
    acts: frozenset[str]


def _acts_in(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _ACTS if pattern.search(text))


def _clause_around(dated: Dated) -> str:
    before = re.split(r"[，。；：]", dated.before)[-1]
    after = re.split(r"[。；]", dated.after)[0].split("，")
    # “12月，资金全部支付完成”: where nothing follows in the clause, the next one tells what
    told = after[0] if after[0].strip() else "".join(after[:2])
    return before + "【】" + told


def _finished(dossier: Dossier) -> Iterator[_Event]:
    for sentence in dossier.sentences():
        for dated in dates_in(sentence, dossier.year):
            clause = _clause_around(dated)
            before, _, after = clause.partition("【】")
            lead = dated.before[-8:]
            if _NOT_YET.search(clause) or re.match(r"\s*(以)?(前|之前)", dated.after):
                continue
            if not _DONE.search(after) and not re.search(
                r"(完成|验收|支付|竣工)(时间|日期)?(为|是|于|：)?$", before
            ):
                continue
            if _STARTED.search(after) and not _DONE.search(after.split("，")[0]):
                continue
            if re.search(r"自$|从$", lead):
                continue
            yield _Event(dated.said, sentence, dated.span, _acts_in(clause))


@fault("F56", "完成日期晚于指标期限，却按完成填报", severity="error")
def f56_late(dossier: Dossier) -> Iterator[Hit]:
    """Done later than the deadline of the table, and reported as done in time or in full.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 期限2021年11月前，正文说12月才全部支付.
    """
    events = list(_finished(dossier))
    for row in (*dossier.rows, *unreported(dossier)):
        if not isinstance(row.want, Deadline):
            continue
        limit = row.want.possible
        if isinstance(row.got, Span) and row.got.first > limit and _reported_full(row):
            yield Hit(
                row.actual,
                f"“{row.short}”期限{row.target.text}，实际{row.actual.text.strip()}，已逾期，却按完成填报",
                "逾期的不能记满分，请按办法计分并说明原因",
            )
        if isinstance(row.got, Span) or (isinstance(row.got, Words) and row.got.late):
            continue  # the table itself says when, or that it was late
        acts = _acts_in(row.title)
        for event in events:
            if not _about(row, acts, event):
                continue
            if event.span.first > limit:
                yield Hit(
                    event.sentence if len(event.sentence.text) <= 60 else event.said,  # noqa: PLR2004
                    f"正文说{event.said.text}才完成，晚于“{row.short}”的期限{row.target.text}"
                    f"，表中填“{row.actual.text.strip() or '空'}”",
                    "请核对完成日期；确已逾期的如实填写、说明原因并按办法计分",
                    evidence=event.sentence.text.strip(),
                )
                break


def _reported_full(row: Row) -> bool:
    if row.reason and row.reason.text.strip() not in {"无", "/"}:
        return False
    done = number_in(row.completion.text)
    weight, points = number_in(row.weight.text), number_in(row.score.text)
    if points is not None and weight is not None:
        return points >= weight
    return done is not None and done >= 100  # noqa: PLR2004


def _about(row: Row, acts: frozenset[str], event: _Event) -> bool:
    if acts:
        return bool(acts & event.acts) and ("付款" not in event.acts or "付款" in acts)
    if _GENERAL.search(row.title):
        return bool(event.acts & {"完工", "验收", "交付"}) or "项目" in event.sentence.text
    return shares(row.title, event.sentence.text, least=2)


@fault("F57", "日期先后不合理", severity="warning")
def f57_order(dossier: Dossier) -> Iterator[Hit]:
    """Done before it began; accepted, in full, only after the year's end; signed before the year ended.

    Source: 评审常见问题. Example: 2021年6月竣工，2021年9月才批复.
    """
    for paragraph in dossier.document.body() if dossier.document else ():
        begun: list[tuple[Dated, Said]] = []
        for sentence in paragraph.said.sentences():
            for dated in dates_in(sentence, dossier.year):
                before, _, after = _clause_around(dated).partition("【】")
                first = re.split(r"[，、]", after)[0]
                starts = _STARTED.search(first) and not _DONE.search(first)
                ends = re.search(r"完成|完工|竣工|验收|建成", first) and not _NOT_YET.search(
                    before + first
                )
                if starts and not re.search(r"年度|预算|文件|方案|办法|通知", first):
                    begun.append((dated, sentence))
                elif ends and begun and dated.span.last < begun[-1][0].span.first:
                    yield Hit(
                        dated.said,
                        f"{dated.said.text}完成，早于{begun[-1][0].said.text}开始",
                        "请核对两处日期的年、月",
                        evidence=sentence.text.strip(),
                    )
    yield from _after_the_year(dossier)


def _after_the_year(dossier: Dossier) -> Iterator[Hit]:
    if dossier.year is None:
        return
    end = date(dossier.year, 12, 31)
    for sentence in dossier.sentences("output", "completion", "overall", "basis"):
        for dated in dates_in(sentence, dossier.year):
            first = re.split(r"[，、]", dated.after)[0]
            if (
                dated.has_year
                and dated.span.first > end
                and re.search(r"验收|竣工|完工|完成", first)
            ):
                if re.search(r"自评|公开|报送|决算|评价|整改", sentence.text) or _NOT_YET.search(
                    sentence.text
                ):
                    continue
                yield Hit(
                    dated.said,
                    f"{dated.said.text}才{first.strip()[:12]}，在{dossier.year}年度之后",
                    "跨年完成的不能算作当年完成，请核对完成值和得分",
                    evidence=sentence.text.strip(),
                )


@fault("F58", "没有验收，产出却按完成计", severity="warning", kind="L")
def f58_not_accepted(dossier: Dossier) -> Iterator[Hit]:
    """Output counts in full although nothing was accepted yet, or quality has no points.

    Source: 评审常见问题. Example: 正文“尚未验收”，数量、质量指标均100%.
    """
    full = [
        r for r in dossier.rows
        if r.level2 in {"数量指标", "质量指标"} and r.status in {"met", "over"} and re.search(r"建|工程|安装|改造|验收|合格|设备", r.title)
    ]  # fmt: skip
    for sentence in dossier.sentences():
        match = re.search(
            r"(尚未|还未|未|暂未|待)(组织|通过|完成|进行)?(竣工|最终|整体|项目)?验收", sentence.text
        )
        before = sentence.text[max(0, match.start() - 8) : match.start()] if match else ""
        if re.search(r"\d", before):
            continue  # three of many are not accepted: the row says how many are
        if match and full and not re.search(r"未验收前不|验收前未", sentence.text):
            yield Hit(
                sentence.cut(match.start(), match.end()),
                f"项目{match[0]}，“{full[0].short}”却按完成填报",
                "请核对产出是否形成，验收前不宜按完成计",
            )
            return
    quantities = [r for r in dossier.rows if r.level2 == "数量指标"]
    zero = [
        r for r in dossier.rows
        if r.level2 == "质量指标" and "验收" in r.title and (number_in(r.actual.text) == 0 or re.search(r"未验收|未完成", r.actual.text))
    ]  # fmt: skip
    if zero and quantities and all(r.status in {"met", "over"} for r in quantities):
        yield Hit(
            zero[0].actual,
            f"“{zero[0].short}”为{zero[0].actual.text.strip()}，数量指标却全部完成",
            "同一产出的数量与质量口径应一致，请核对",
        )


@fault("F59", "付款进度超过产出进度", severity="warning")
def f59_paid_ahead(dossier: Dossier) -> Iterator[Hit]:
    """Paid for more than 20 points beyond what was done.

    Source: 评审常见问题. Example: 资金支付100%，任务完成60%.
    """
    for form in dossier.forms:
        rate = form_rate(form)
        done = [
            min(r.scored.completion, Decimal(1))
            for r in form.rows
            if r.level2 == "数量指标" and r.scored is not None and r.scored.completion is not None
        ]
        if rate is None or not done:
            continue
        progress = sum(done, Decimal(0)) / len(done)
        if rate - progress > Decimal("0.2"):
            worst = min(
                (
                    r
                    for r in form.rows
                    if r.level2 == "数量指标" and r.scored and r.scored.completion is not None
                ),
                key=lambda r: (
                    r.scored.completion
                    if r.scored and r.scored.completion is not None
                    else Decimal(1)
                ),
            )
            yield Hit(
                worst.actual,
                f"资金已支付{percent(rate)}，数量指标平均只完成{percent(progress)}，付款超前",
                "请说明预付的依据（合同条款），并核对完成值",
            )
