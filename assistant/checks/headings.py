"""Which paragraphs are headings, of what level, and which part of the outline a section plays.

Published reports seldom use heading styles: the marks 一、 （一） 1. （1） decide, with the length and
the known titles of the outlines (RULES.md §1.3, §3.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.numerals import chinese_number
from assistant.word.document import Document, Paragraph

_ORDER = "一二三四五六七八九十"
MARKS: tuple[re.Pattern[str], ...] = (
    regex(rf"\s*(?P<n>[{_ORDER}]{{1,3}})\s*[、.．]"),
    regex(rf"\s*[（(]\s*(?P<n>[{_ORDER}]{{1,3}})\s*[）)]"),
    regex(r"\s*(?P<n>\d{1,2})\s*[.．、](?!\d)"),
    regex(r"\s*[（(]\s*(?P<n>\d{1,2})\s*[）)]"),
)
_LONGEST = 40
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, regex(pattern)) for role, pattern in lexicon("check_words")["heading_roles"]
)
_COMPLETION = regex(r"(目标|指标).{0,6}(完成|实现)")
_ENDING = regex(
    r"(情况|分析|目标|概况|说明|问题|原因|措施|建议|内容|管理|指标|效益|满意度|结论|方面)$"
)
_TITLE = regex(r"(自评|评价)(工作)?(情况)?(的)?报告|自评表|自评情况")


@lru_cache(maxsize=4096)  # each paragraph asks for the headings above it
def roles_of(title: str) -> frozenset[str]:
    """The parts of the outline that a heading of these words opens."""
    found = {role for role, pattern in _ROLES if pattern.search(title)}
    if not found and _COMPLETION.search(title):
        found = {"completion"}
    if "deviation" in found:
        found -= {"output", "benefit", "basis", "overall"}
    if found & {"application", "publicity"}:
        found &= {"application", "publicity"}
    return frozenset(found)


@lru_cache(maxsize=4096)
def mark_of(text: str) -> tuple[int, int, str]:
    """Level (1–4, 0 for none), its number, and the mark itself."""
    for level, pattern in enumerate(MARKS, 1):
        match = pattern.match(text)
        if match:
            number = chinese_number(match["n"]) if level <= 2 else int(match["n"])  # noqa: PLR2004
            return level, number or 0, match[0]
    return 0, 0, ""


def _judge(paragraph: Paragraph, outline: int) -> tuple[int, int]:
    """Level and the end of the heading in the text; (0, 0) for body text."""
    printed = paragraph.number + paragraph.text
    level, _, mark = mark_of(printed)
    rest = printed[len(mark) :].strip()
    whole = len(paragraph.text)
    if not rest or len(printed) > 400:  # noqa: PLR2004
        return 0, 0
    if outline and len(printed) <= 2 * _LONGEST and not _TITLE.search(rest):
        return level or outline, whole
    if not level:
        return 0, 0
    title = re.split(r"[。：:]", rest, maxsplit=1)[0].strip()
    closed = rest.rstrip("。：: ") == title
    if closed and len(rest) <= _LONGEST and not re.search(r"[，；,;]$", rest):
        sentence = rest.endswith("。") and not _ENDING.search(title)
        if level <= 2 and not sentence:  # noqa: PLR2004
            return level, whole
        if level > 2 and len(title) <= 30 and (_ENDING.search(title) or roles_of(title)):  # noqa: PLR2004
            figures = re.search(r"\d", title)
            return (level, whole) if not figures and not sentence else (0, 0)
        return 0, 0
    known = _ENDING.search(title) and len(title) <= 25 and "，" not in title  # noqa: PLR2004
    if not closed and known:
        return level, paragraph.text.index(title) + len(title) + 1 if title in paragraph.text else 0
    return 0, 0


@dataclass(slots=True)
class _Path:
    """The headings open at a place, by level."""

    open: dict[int, str] = field(default_factory=dict)

    def push(self, level: int, title: str) -> None:
        self.open = {k: v for k, v in self.open.items() if k < level} | {level: title}

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(self.open[k] for k in sorted(self.open))

    @property
    def where(self) -> str:
        *above, last = self.titles or ("正文开头",)
        return "".join(mark_of(title)[2].strip() or f"{title} " for title in above) + last

    @property
    def roles(self) -> frozenset[str]:
        for title in reversed(self.titles):
            found = roles_of(title)
            if found:
                return found
        return frozenset()


def placed(document: Document) -> Document:
    """The same document, its paragraphs under their headings, its tables with the roles of their section."""
    paragraphs = place(document.paragraphs)
    tables = [
        replace(t, roles=paragraphs[t.after].roles if t.after >= 0 else frozenset())
        for t in document.tables
    ]
    return replace(document, paragraphs=tuple(paragraphs), tables=tuple(tables))


def place(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The same paragraphs with level, path, roles and `where`."""
    judged = [_judge(p, p.outline) for p in paragraphs]
    levels = _promote(paragraphs, [level for level, _ in judged])
    path = _Path()
    count = 0
    found: list[Paragraph] = []
    titles, roles, place_of = path.titles, path.roles, path.where
    for paragraph, level, (_, body) in zip(paragraphs, levels, judged, strict=True):
        if level:
            title = (paragraph.number + paragraph.text[:body]).strip().rstrip("。：: ")
            path.push(level, re.sub(r"\s+", "", title))
            titles, roles, place_of = path.titles, path.roles, path.where
            run_in = bool(paragraph.text[body:].strip())
            count = 1 if run_in else 0
            where = f"{place_of} {'第1段' if run_in else '标题'}"
        else:
            if paragraph.text.strip():
                count += 1
            where = f"{place_of} 第{count}段"
        found.append(paragraph.under(level, body, titles, roles, where))
    return found


def _promote(paragraphs: Sequence[Paragraph], levels: list[int]) -> list[int]:
    """“(2）” before a new “1、” where “3、” went before it was meant as （二）."""
    result = list(levels)
    last_third = 0
    candidate = -1
    for i, level in enumerate(levels):
        if level in {1, 2}:
            last_third, candidate = 0, -1
        elif level == 4:  # noqa: PLR2004
            candidate = i if candidate < 0 else candidate
        elif level == 3:  # noqa: PLR2004
            number = mark_of(paragraphs[i].number + paragraphs[i].text)[1]
            if number == 1 and last_third and candidate >= 0:
                result[candidate] = 2
            last_third, candidate = number, -1
    return result
