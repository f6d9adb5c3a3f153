"""The outline of the report as data: headings in order, and which section or table stands under each.

An outline ships (lexicon/outlines.yaml), or is a file of the unit's own, or is taken from last year's
report (`jixiao outline`). What the sections say, the scores and the facts are the same under any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from assistant.lexicon import lexicon
from assistant.model.row import Row
from assistant.model.sections import RECORDS, SECTIONS, TABLES, TableId
from assistant.records import record
from assistant.values.reading import read_flag, read_name, read_text

LEVELS = range(1, 5)
_ORDER = "一二三四五六七八九十"
_BY_NAME = {word: r.id for r in SECTIONS for word in (r.id, r.name, r.title)}
_TABLE_BY_NAME: dict[str, TableId] = {word: i for i, name in TABLES.items() for word in (i, name)}


@record()
class Heading:
    """A heading as it is printed, its number (一、 / （一） / 1. / （1）) being part of the title."""

    level: int
    title: str
    sections: tuple[str, ...] = ()
    tables: tuple[TableId, ...] = ()
    #: a heading under which a person writes, and the program does not
    person: bool = False


def _level(value: object) -> int:
    text = read_text(value)
    if text not in {str(n) for n in LEVELS}:
        raise ValueError(f"“{text}”不是标题的级，应是 1、2、3 或 4")
    return int(text)


def _section(value: object) -> str:
    text = read_text(value)
    if text not in _BY_NAME:
        raise ValueError(f"没有“{text}”这一节，可写：{'、'.join(r.name for r in SECTIONS[1:])}")
    return _BY_NAME[text]


def _table(value: object) -> str:
    text = read_text(value)
    if text not in _TABLE_BY_NAME:
        raise ValueError(f"没有“{text}”这张表，可写：{'、'.join(TABLES.values())}")
    return _TABLE_BY_NAME[text]


class OutlineHeading(Row):
    """标题: one heading of an outline, without its number."""

    title: Annotated[str, BeforeValidator(read_name)] = Field(alias="标题")
    level: Annotated[int, BeforeValidator(_level)] = Field(default=1, alias="级")
    sections: tuple[Annotated[str, BeforeValidator(_section)], ...] = Field(default=(), alias="节")
    tables: tuple[Annotated[TableId, BeforeValidator(_table)], ...] = Field(default=(), alias="表")
    person: Annotated[bool | None, BeforeValidator(read_flag)] = Field(default=None, alias="人工")

    @property
    def own(self) -> str:
        """The id of the section that a person writes under this heading; it follows the words."""
        return f"own_{hashlib.sha256(self.title.encode()).hexdigest()[:8]}"


def _not_empty(headings: tuple[OutlineHeading, ...]) -> tuple[OutlineHeading, ...]:
    if not headings:
        raise ValueError("一个标题也没有，请至少写一个")
    return headings


class Outline(Row):
    """提纲: a name, where it comes from, and the headings in order."""

    name: Annotated[str, BeforeValidator(read_text)] = Field(default="", alias="名称")
    source: Annotated[str, BeforeValidator(read_text)] = Field(default="", alias="来源")
    headings: Annotated[tuple[OutlineHeading, ...], AfterValidator(_not_empty)] = Field(
        alias="标题"
    )

    @model_validator(mode="after")
    def _each_once(self) -> Outline:
        names = [RECORDS[section].name for h in self.headings for section in h.sections]
        names += [TABLES[table] for h in self.headings for table in h.tables]
        twice = next((name for name in names if names.count(name) > 1), "")
        if twice:
            raise ValueError(f"“{twice}”写了两次，每一节、每张表只能放在一个标题下")
        return self

    @property
    def placed(self) -> frozenset[str]:
        """Ids of the sections that stand under a heading."""
        return frozenset(s for heading in self.headings for s in heading.sections)

    def printed(self, on: Callable[[str], bool]) -> tuple[Heading, ...]:
        """The headings as printed, numbered; one whose only sections are off is left out.

        `on` tells of a section id whether it is written at all.
        """
        counts = dict.fromkeys(LEVELS, 0)
        result = []
        for heading in self.headings:
            sections = tuple(s for s in heading.sections if on(s))
            if heading.sections and not sections and not heading.tables:
                continue
            counts[heading.level] += 1
            for below in LEVELS:
                if below > heading.level:
                    counts[below] = 0
            title = number(heading.level, counts[heading.level]) + heading.title
            own = (heading.own,) if heading.person else ()
            result.append(
                Heading(heading.level, title, sections + own, heading.tables, bool(heading.person))
            )
        return tuple(result)


def number(level: int, count: int) -> str:
    """The mark of a heading: 一、 （一） 1. （1）; `count` from 1."""
    if level <= 2:  # noqa: PLR2004 - the two levels that count in Chinese
        words = _chinese(count)
        return f"{words}、" if level == 1 else f"（{words}）"
    return f"{count}." if level == 3 else f"（{count}）"  # noqa: PLR2004


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_ORDER[tens - 1]}十"
    return head + (_ORDER[ones - 1] if ones else "")


@cache
def shipped() -> Mapping[str, Outline]:
    """The outlines that ship, by name; the first is the default."""
    return {o.name: o for o in map(Outline.model_validate, lexicon("outlines"))}


def default() -> Outline:
    """The outline of the national notice (RULES.md §3.1)."""
    return next(iter(shipped().values()))


def read_outline(value: Any) -> Outline | None:
    """报告.提纲: the name of one that ships (or a part of it), or an outline in full.

    Raises ValueError, in Chinese, for a name that none has.
    """
    if value is None or isinstance(value, Outline):
        return value
    if isinstance(value, dict):
        try:
            return Outline.model_validate(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            cause = first.get("ctx", {}).get("error") or "写法不对"
            place = ".".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"])
            raise ValueError(f"提纲的 {place or '内容'}：{cause}") from None
    text = read_text(value)
    if not text:
        return None
    found = [o for name, o in shipped().items() if text in name]
    if len(found) != 1:
        raise ValueError(
            f"没有“{text}”这份提纲，可写：{'、'.join(shipped())}，或一个提纲文件（.yaml）"
        )
    return found[0]
