"""The right form for a scorecard, as the bytes of the file the user named."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from assistant.errors import InputError
from assistant.forms.filled.self_evaluation import self_evaluation
from assistant.forms.filled.sheet import Sheet
from assistant.forms.filled.transfer import transfer
from assistant.forms.sources_note import noted
from assistant.model.evaluation import Report
from assistant.model.scorecard import Scorecard

Kind = Literal["自评表", "转移支付"]


def sheet_for(card: Scorecard, kind: Kind | None = None) -> Sheet:
    """The scored form, or the transfer-payment form where the rule set gives no points or `kind` asks."""
    chosen = kind or _usual(card)
    if chosen == "自评表" and not card.scored:
        raise InputError(
            f"评分规则 {card.ruleset_id} 只报完成情况，填不了有分值的自评表；请用 --rules 换一套打分的规则，如 cn-2020-10"
        )
    return self_evaluation(card) if chosen == "自评表" else transfer(card)


def _usual(card: Scorecard) -> Kind:
    return "自评表" if card.scored else "转移支付"


def sources_note(card: Scorecard, kind: Kind | None = None) -> str:
    """The form's own line on which sources stand together in which of its lines; "" for none."""
    return next((told for told in sheet_for(card, kind).notes if noted(told)), "")


def without_cell(card: Scorecard, kind: Kind | None = None) -> list[str]:
    """The keys that the data state and the form has neither a cell nor a line for: they stay in the data file alone."""
    evaluation = card.evaluation
    kind = kind or _usual(card)
    project, report = evaluation.project, evaluation.report
    own = {"编号": project.number, "概况": project.summary, "批复": project.approval}
    if kind == "自评表":
        own["中央主管部门"] = project.central_authority
    blank = Report()
    told = [f"项目.{key}" for key, value in own.items() if value]
    told += [
        f"报告.{info.alias}"
        for name, info in Report.model_fields.items()
        if getattr(report, name) != getattr(blank, name)
        and not (kind == "转移支付" and name == "other")
    ]
    if evaluation.scoring.finished is not None:
        told.append("评分.项目完成")
    more = {"子项目": evaluation.subprojects, "上年整改": evaluation.followups}
    return [*told, *(key for key, there in more.items() if there)]


def form_bytes(card: Scorecard, path: Path, kind: Kind | None = None) -> bytes:
    """The filled form in the format that the name of `path` says. Raises InputError for another suffix."""
    suffix = path.suffix.lower()
    if suffix not in {".docx", ".xlsx"}:
        raise InputError(f"{path}：自评表只能写成 .docx 或 .xlsx，请改文件名")
    sheet = sheet_for(card, kind)
    if suffix == ".docx":
        from assistant.forms.filled.word import to_word

        return to_word(sheet)
    from assistant.forms.filled.excel import to_excel

    return to_excel(sheet)
