"""The rule set of a place: what `--rules` or `--place` of the bureau's commands mean."""

from __future__ import annotations

from assistant.errors import InputError
from assistant.rules.loader import default_for, find, load, own, shipped
from assistant.rules.ruleset import RuleSet, day_of


def named(rules: str, place: str) -> str:
    """The id of the rule set asked for; "" for that of each project's own data and year.

    Raises InputError where both are given, or no one rule set, or more than one, is of that place.
    """
    if not place:
        if rules:
            load(rules)
        return rules
    if rules:
        raise InputError("--rules 和 --place 只给一个：规则已经说明了用哪一套")
    known = {name: find(name).latest.place for name in (*own(), *shipped())}
    exact = [name for name, where in known.items() if where == place]
    found = exact or [name for name, where in known.items() if place in where]
    if len(found) != 1:
        places = "、".join(sorted({where for where in known.values() if where}))
        what = "有几套" if found else "没有"
        raise InputError(
            f"--place：{what}“{place}”的规则，可用：{places}；也可以用 --rules 直接写规则"
        )
    return found[0]


def fits(name: str, year: int | None) -> bool:
    """Whether a rule set is in force in that year; where the year is not known, nothing speaks against it."""
    return year is None or not name or day_of(year) in find(name).for_year(year).in_force


def of_year(year: int | None) -> RuleSet:
    """The default of the year, for a project whose place's own rules were not yet in force."""
    return load(shipped()[0]) if year is None else default_for(year)
