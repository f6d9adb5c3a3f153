"""The line under our own forms that says which of the data's sources of funds stand in which line of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.patterns import regex

_LEAD = "资金来源："
_LINE = regex(r"(?P<line>[^；：“”]+)为(?P<names>(?:“[^“”]+”)+)(?:之和)?[；。]?")
_NAME = regex(r"“([^“”]+)”")


def note(lines: Mapping[str, Sequence[str]]) -> str:
    """The sources in each line of the form, named where they are called otherwise; "" where none is."""
    told = []
    for line, names in lines.items():
        distinct = list(dict.fromkeys(names))
        if distinct and distinct != [line]:
            quoted = "".join(f"“{quotable(name)}”" for name in distinct)
            told.append(f"{line}为{quoted}{'之和' if len(distinct) > 1 else ''}")
    return f"{_LEAD}{'；'.join(told)}。" if told else ""


def noted(text: str) -> dict[str, tuple[str, ...]]:
    """The sources that such a line names for each line of the form; empty where it is none."""
    plain = text.strip()
    if not plain.startswith(_LEAD):
        return {}
    return {
        match["line"]: tuple(_NAME.findall(match["names"]))
        for match in _LINE.finditer(plain[len(_LEAD) :])
    }


def quotable(name: str) -> str:
    """The name as it stands in double quotes."""
    return name.replace("“", "‘").replace("”", "’")
