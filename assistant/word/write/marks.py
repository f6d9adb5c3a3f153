"""【待核实】【待补充】 in text: what a person must still look at is highlighted, wherever it stands."""

from __future__ import annotations

from assistant.model.draft import SUPPLY, VERIFY
from assistant.word import write as oxml
from assistant.word.tally import LEAD, MARK
from assistant.word.write import Xml

_MARK = MARK


def has_mark(text: str) -> bool:
    """Whether the text asks a person for something."""
    return _MARK.search(text) is not None


def marked_runs(text: str) -> Xml:
    """Runs of the text, its marks highlighted."""
    if text and LEAD not in text:
        return oxml.run(text)
    runs, start = [], 0
    for match in _MARK.finditer(text):
        if match.start() > start:
            runs.append(oxml.run(text[start : match.start()]))
        runs.append(oxml.run(match.group(), mark=True))
        start = match.end()
    if start < len(text):
        runs.append(oxml.run(text[start:]))
    return Xml("".join(runs))


def wanted(what: str) -> str:
    """The mark for a value that the data do not have: 【待补充：主送机关】."""
    return SUPPLY.replace("】", f"：{what}】")


__all__ = ["SUPPLY", "VERIFY", "has_mark", "marked_runs", "wanted"]
