"""Habits of small models, put right before a sentence is judged: “we”, leavings of the task, things said twice.

Nothing is added that the model did not write; words are only taken away.
"""

from __future__ import annotations

from assistant.grounding.naming import bare
from assistant.patterns import regex

#: what a prompt asked for and the model copied
_TASK = regex(r"[（(]加引号[）)]|，?(?:是|为)?今后要做的(?=[，。]|$)|，?不写成已经做了")
_TOOK = regex(
    r"(?:我们(?:将|会|已经?)?采取了?|(?:立即|已经?|将)?采取了)(?P<what>[^。]+?)的?措施(?=。|$)"
)
_RELIEF = regex(r"，(?:以便?|从而)(?:减轻|消除|缓解|解决)(?:上述|这一|该)[^，。]*(?=[，。]|$)")
_WE_DID = regex(r"我们(?:已经?)?(?P<what>[一-龥]{2})了(?=[^，。])")
_WE = regex(r"我们(?:会|已经?)?")
_AS_MEASURE = regex(r"作为(?:改进)?措施(?=[，。]|$)")
_BY = regex(r"建议通过(?=[^，。]+[。]?$)(?![^，。]*(?:来|以|，))")
_SAYING = regex(r"，说明(?P<what>[^，。]+)")
_DOUBLED = regex(r"([“”])\1+")
_TWICE = regex(r"(.{6,})\1")
_PREFACE = regex(r"建议(?:采取)?(?:以下)?(?:的?具体)?(?:做法|措施)?(?:是|如下)?：(?=.)")
#: shorter clauses may well stand twice
_CLAUSE = 6


def put_right(text: str, *, lead: str = "", measures: bool = False, notes: str = "") -> str:
    """The sentence without such habits.

    `lead` is how the telling sentence begins (主要原因是), `notes` the staff's notes without marks.
    """
    text = _TWICE.sub(r"\1", _DOUBLED.sub(r"\1", _TASK.sub("", text)))
    if measures:
        text = _RELIEF.sub("", _TOOK.sub(r"\g<what>", text))
        text = _WE.sub("", _WE_DID.sub(r"\g<what>", text))
        text = _BY.sub("建议", _PREFACE.sub("建议", _AS_MEASURE.sub("", text)))
    else:
        text = _SAYING.sub(lambda m: "" if bare(m["what"]) in notes else m[0], text)
        text = _from_lead(text, lead)
    return _once(text)


def _from_lead(text: str, lead: str) -> str:
    """“尾款未付，主要原因是尾款未付。” begins with the lead."""
    before, found, after = text.partition(lead) if lead else (text, "", "")
    said, again = bare(before), bare(after)
    if not found or not said or not again:
        return text
    return found + after if said in again or again in said else text


def _once(text: str) -> str:
    """Without a clause that stands in the same sentence already."""
    kept: list[str] = []
    for clause in text.rstrip("。").split("，"):
        words = bare(clause)
        if len(words) < _CLAUSE or not any(words == bare(other) for other in kept):
            kept.append(clause)
    return "，".join(kept) + ("。" if text.endswith("。") else "")
