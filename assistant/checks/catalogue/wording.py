"""Checks of words, marks and numbering (F55)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.dossier import Dossier
from assistant.checks.headings import mark_of
from assistant.checks.registry import Hit, fault
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.word.document import Paragraph, Said
from assistant.word.numbering import chinese_count

_NO_TIME = (
    r"截止(?=\s*(?:目前|到目前|今|20\d\d年|\d{1,2}月|本?年?底|年末|报告|自评|现在|当前|填报))"
)
UNTIL = regex(_NO_TIME)
#: typing errors that are words of nothing else: wrong, right
TYPOS: dict[str, str] = lexicon("check_words")["typos"]
TYPO = regex("|".join(map(re.escape, TYPOS)))
ADVERB = regex(
    r"(?P<adverb>更好|更加有效|科学、?合理|科学|合理|切实|及时|全面|深入|扎实|认真|顺利|圆满|不断|稳步|有序|充分|严格|大力|持续|积极|有效|较好|进一步)"
    r"的(?=(?:完成|开展|推进|实施|落实|执行|做好|安排好|推动|解决|发挥|利用|使用|贯彻|保障|服务|促进|提升了|提高了|改善了|安排|履行|组织|反映|掌握)[\u4e00-\u9fff])"
)
_NOUN_BEFORE = regex(r"(得到|进行|实现|取得|给予|有了|是|作为|保持|提供|形成)[^，。]{0,6}$")
_NOUN_AFTER = regex(
    r"^(?:.{2})(?:情况|工作|方案|效果|作用|措施|计划|机制|能力|体系|方式|水平|制度|办法|程度|流程|保障|服务体系)"
)
_TWICE = regex(r"(?P<w>[\u4e00-\u9fff]{2,4})(?P=w)")
_TWICE_ALLOWED = regex(r"^(研究|考虑|讨论|商量|打扫|常常|天天|人人|方方|处处|年年|一一|个个)")
_MARKS = regex(r"。{2}|，{2,}|、{2,}|；{2,}|，。|。，|、，|，、|；。|：：")
_MIXED = regex(r"\([^()（）]{0,30}）|（[^()（）]{0,30}\)")
_HALF_MARK = regex(r"^\s*\((?P<n>[一二三四五六七八九十]{1,3})\)")


@fault("F55", "用词、标点、编号不规范", severity="warning", kind="L")
def f55_wording(dossier: Dossier) -> Iterator[Hit]:
    """Wrong words, 截止 for 截至, 的 for 地, quotes within quotes or unclosed, wrong numbering.

    Source: GB/T 9704-2012 7.3.3、GB/T 15834; 评审常见问题; 盐池县公安局2021年自评报告. Example: “截止目前”“(一)”.
    """
    seen: set[tuple[str, str]] = set()
    for said in [*dossier.everything, *_cells(dossier)]:
        for hit in _words(said):
            key = (hit.said.where, hit.said.text)
            if key not in seen:
                seen.add(key)
                yield hit
    if dossier.document is not None:
        yield from _quotes(dossier)
        yield from _numbers(dossier.document.paragraphs)


def _cells(dossier: Dossier) -> Iterator[Said]:
    """The words of the indicator tables."""
    if dossier.document is not None:
        for row in (*dossier.approved, *dossier.rows):
            yield from (s for s in (row.name, row.actual, row.reason) if s)


def _words(said: Said) -> Iterator[Hit]:
    text = said.text
    for match in UNTIL.finditer(text):
        yield Hit(
            said.cut(match.start(), match.end() + 2), "“截止”后面跟时间，应用“截至”", "请改为“截至”"
        )
    for match in TYPO.finditer(text):
        if match[0] == "以经" and text[match.end() : match.end() + 1] in {"济", "营", "费"}:
            continue
        if match[0] == "做为" and text[match.end() : match.end() + 1] == "什":
            continue
        yield Hit(
            said.cut(match.start(), match.end()),
            f"“{match[0]}”应为“{TYPOS[match[0]]}”",
            f"请改为“{TYPOS[match[0]]}”",
        )
    for match in ADVERB.finditer(text):
        if _NOUN_BEFORE.search(text[: match.start()]) or _NOUN_AFTER.match(text[match.end() :]):
            continue
        phrase = text[match.start() : match.end() + 2]
        yield Hit(
            said.cut(match.start(), match.end() + 2),
            f"“{phrase}”应为“{match['adverb']}地{text[match.end() : match.end() + 2]}”",
            "状语用“地”",
        )
    for match in _TWICE.finditer(text):
        if not _TWICE_ALLOWED.match(match[0]):
            yield Hit(said.cut(match.start(), match.end()), f"“{match[0]}”重复", "请删去一处")
    for match in _MARKS.finditer(text):
        yield Hit(said.cut(match.start(), match.end()), f"标点“{match[0]}”重复或连用", "请改正标点")
    for match in _MIXED.finditer(text):
        if not match.start() and mark_of(text)[0]:
            continue  # the number of a heading: said with the numbering
        yield Hit(
            said.cut(match.start(), match.end()),
            f"括号“{match[0]}”一半全角、一半半角",
            "请统一用全角括号（）",
        )


def _quotes(dossier: Dossier) -> Iterator[Hit]:
    """Quotes that do not pair, or stand directly within their own kind."""
    nested: list[Said] = []
    for said in (p.whole for p in dossier.document.paragraphs if dossier.document):  # type: ignore[union-attr] # the caller asked
        depth = 0
        for i, sign in enumerate(said.text):
            if sign == "“":
                depth += 1
                if depth == 2:  # noqa: PLR2004
                    nested.append(said.cut(max(0, i - 6), min(len(said.text), i + 8)))
            elif sign == "”":
                depth -= 1
        opened, closed = said.text.count("“"), said.text.count("”")
        if opened != closed:
            at = said.text.rfind("“") if opened > closed else said.text.rfind("”")
            yield Hit(
                said.cut(max(0, at), min(len(said.text), at + 12)),
                f"双引号不成对：“ {opened}个，” {closed}个",
                "请补上或删去一个引号",
            )
        titles = said.text.count("《") - said.text.count("》")
        if titles:
            yield Hit(
                said.find("《" if titles > 0 else "》"), "书名号不成对", "请补上或删去一个书名号"
            )
    if nested:
        yield Hit(
            nested[0], f"双引号里又用双引号（{len(nested)}处）", "引号里再用引号时，里层用单引号‘’"
        )


@dataclass(frozen=True, slots=True)
class Numbered:
    """A typed number: its level, value and mark."""

    paragraph: Paragraph
    level: int
    number: int
    mark: str


def typed_numbers(paragraphs: tuple[Paragraph, ...]) -> list[Numbered]:
    """Paragraphs that begin with a number typed by hand."""
    found: list[Numbered] = []
    for paragraph in paragraphs:
        if paragraph.number:
            continue
        level, number, mark = mark_of(paragraph.text)
        if level:
            found.append(Numbered(paragraph, level, number, mark))
    return found


def _numbers(paragraphs: tuple[Paragraph, ...]) -> Iterator[Hit]:
    numbered = typed_numbers(paragraphs)
    comma = [n for n in numbered if n.level == 3 and "、" in n.mark and n.paragraph.level]  # noqa: PLR2004
    if comma:
        yield Hit(
            comma[0].paragraph.whole.cut(0, len(comma[0].mark)),
            f"第三层序号写成“{comma[0].mark.strip()}”（共{len(comma)}处），应为“1.”",
            "层次序号依次为 一、（一）1.（1）",
            severity="info",
        )
    half = [n for n in numbered if _HALF_MARK.match(n.paragraph.text)]
    if half:
        yield Hit(
            half[0].paragraph.whole.cut(0, len(half[0].mark)),
            f"序号“{half[0].mark.strip()}”用了半角括号（共{len(half)}处）",
            "请用全角括号，如（一）",
        )
    mixed = [n for n in numbered if n.level == 4 and n.paragraph.level == 2]  # noqa: PLR2004
    for item in mixed:
        right = f"（{chinese_count(item.number)}）"
        yield Hit(
            item.paragraph.whole.cut(0, len(item.mark)),
            f"第二层序号写成“{item.mark.strip()}”，应为“{right}”",
            f"请改为“{right}”",
        )
    yield from _sequence(paragraphs)


def _sequence(paragraphs: tuple[Paragraph, ...]) -> Iterator[Hit]:
    """Numbers typed by hand that skip or repeat among their siblings, headings or not."""
    last: dict[int, tuple[int, str]] = {}
    for paragraph in paragraphs:
        level, number, mark = mark_of(paragraph.number + paragraph.text)
        level = paragraph.level or level
        if not level:
            continue
        last = {k: v for k, v in last.items() if k <= level}
        before, words = last.get(level, (0, ""))
        last[level] = (number, mark.strip())
        if paragraph.number or not before or number in {before + 1, 1, 0}:
            continue
        what = "重复" if number == before else "不连续"
        yield Hit(
            paragraph.whole.cut(0, len(mark)),
            f"序号“{mark.strip()}”与上一个“{words}”{what}",
            "请按顺序编号",
            evidence=paragraph.text.strip()[:40],
        )
