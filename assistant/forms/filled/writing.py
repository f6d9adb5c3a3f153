"""The right form for a scorecard, as the bytes of the file the user named."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from assistant.errors import InputError
from assistant.forms.filled.self_evaluation import self_evaluation
from assistant.forms.filled.sheet import Sheet
from assistant.forms.filled.transfer import transfer
from assistant.forms.sources_note import noted
from assistant.model.scorecard import Scorecard

Kind = Literal["自评表", "转移支付"]


def sheet_for(card: Scorecard, kind: Kind | None = None) -> Sheet:
    """The scored form, or the transfer-payment form where the rule set gives no points or `kind` asks."""
    chosen = kind or ("自评表" if card.scored else "转移支付")
    if chosen == "自评表" and not card.scored:
        raise InputError(
            f"评分规则 {card.ruleset_id} 只报完成情况，填不了有分值的自评表；请用 --rules 换一套打分的规则，如 cn-2020-10"
        )
    return self_evaluation(card) if chosen == "自评表" else transfer(card)


def sources_note(card: Scorecard, kind: Kind | None = None) -> str:
    """The form's own line on which sources stand together in which of its lines; "" for none."""
    return next((told for told in sheet_for(card, kind).notes if noted(told)), "")


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
