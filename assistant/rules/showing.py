"""A rule set as text for people: every rule with its parameters, clause, source, and whether it was re-read."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pydantic import BaseModel

from assistant.rules.names import SECTION_NAMES, section_name
from assistant.rules.reading import RuleFile
from assistant.rules.ruleset import Cited, RuleSet
from assistant.rules.sections import Band, Grade, Step, Within

_CITATION = frozenset({"words", "clause", "source", "verified", "in_force"})


def show(found: RuleFile, year: int | None = None) -> str:
    """The rule set as it stands at the end of that year (None: now), as lines of text."""
    return "\n".join(_lines(found, found.for_year(year)))


def _lines(found: RuleFile, rules: RuleSet) -> Iterator[str]:
    yield f"{rules.id}　{rules.name}"
    yield f"文件：{rules.issued or '—'}　适用：{rules.place or '—'}　施行：{rules.in_force}"
    yield f"规则文件：{found.path}" + (f"（以 {found.extends} 为底）" if found.extends else "")
    if rules.note:
        yield f"说明：{rules.note}"
    if not rules.scored:
        yield "只报完成情况，不打分"
    if rules.empty_target == "exclude":
        yield "没有年度指标值的行：不设分值、不计分"
    for source, into in rules.merge.items():
        yield f"{source}并入{into}计算权重"
    changes = [start.isoformat() for start, _ in found.versions[1:]]
    if changes:
        yield f"规则有变动的日期：{'、'.join(changes)}"
    for key, section in rules.sections():
        yield ""
        yield from _section(key, section)


def _section(key: str, section: Cited) -> Iterator[str]:
    yield f"【{section_name(key)}】{section.words}"
    parameters = "，".join(parameter_texts(section))
    if parameters:
        yield f"　　参数：{parameters}"
    dated = f"　施行：{section.in_force}" if section.in_force else ""
    yield f"　　条款：{section.clause}{dated}"
    yield f"　　来源：{section.source or '—'}（{'已核对原文' if section.verified else '原文待核'}）"


def parameter_texts(section: Cited) -> list[str]:
    """The section's own figures, as `key=value`."""
    texts: list[str] = []
    for name in type(section).model_fields:
        value = getattr(section, name)
        if name not in _CITATION and value not in (None, (), {}, False):
            texts.append(f"{name}={_value(value)}")
    return texts


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(_value(item) for item in value)
    if isinstance(value, dict):
        return "、".join(f"{key}{_value(item)}" for key, item in value.items())
    if isinstance(value, BaseModel):
        return _part(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _part(value: BaseModel) -> str:
    """A line of a scale: 达成 0.8–1, 0.6起记0.5, 优 90起, 偏离0.1以内记1."""
    match value:
        case Band():
            return f"{value.name} {_value(value.low)}–{_value(value.high)}"
        case Step():
            return f"{_value(value.at)}起记{_value(value.share)}"
        case Grade():
            return f"{value.name} {_value(value.at)}起"
        case Within():
            return f"偏离{_value(value.within)}以内记{_value(value.share)}"
    return str(value)


def differences(one: RuleSet, two: RuleSet) -> list[tuple[str, str, str]]:
    """The rules that differ in more than their citation: name, and the words under each set."""
    found: list[tuple[str, str, str]] = []
    first, second = dict(one.sections()), dict(two.sections())
    order = list(SECTION_NAMES)
    keys = sorted({*first, *second}, key=lambda key: (order.index(key.partition("[")[0]), key))
    for key in keys:
        a, b = first.get(key), second.get(key)
        if a is None or b is None or parameter_texts(a) != parameter_texts(b):
            found.append((section_name(key), _told(a), _told(b)))
    return found


def _told(section: Cited | None) -> str:
    if section is None:
        return "（没有这条规则）"
    parameters = "，".join(parameter_texts(section))
    return f"{section.words}" + (f"（{parameters}）" if parameters else "")
