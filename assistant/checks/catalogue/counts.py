"""Checks of counts and sums in the text, and of decimals and units in a row (F18–F20, F67)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.checks.agreeing import decimals_of
from assistant.checks.catalogue.values import unreported
from assistant.checks.counting import limit_of_row, plain_count
from assistant.checks.dossier import Dossier, Row
from assistant.checks.figures import Figure, figures_in
from assistant.checks.goal_figures import goal_figures
from assistant.checks.likeness import normal, repeats, stem
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.printing import money, percent, plain
from assistant.values.quantity import Bound, Quantity
from assistant.word.document import Said

#: words before a count that make it another count than the row's
_PART = regex(
    r"其中|新增|另|剩余|尚|未|没|每|前|首|先后|上年|去年|往年|同比|环比|原有|原计划|计划|目标|应|分别|各|超|多|少|不足|减少|增加|"
    r"比|较|第|批次|又|已有|现有|余下|仅|至少|达标|合格|抽查|其余|含"
)
_PERCENT = ("%", "百分比")
_START = 4
_SHORT_NAME = 3  # characters: a shorter name says little of itself
_OTHER_YEAR = regex(r"(20\d\d)年")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row that counts something: its thing, unit and the values it states."""

    row: Row
    noun: str
    unit: str
    values: frozenset[Decimal]
    name: str
    #: pieces of the noun, and the starts of the name, of which the words around a figure must have one
    pieces: frozenset[str]
    starts: frozenset[str]


def _counted(dossier: Dossier) -> list[_Counted]:
    found: list[_Counted] = []
    gone = {normal(r.title) for r in unreported(dossier)}
    approved = [r for r in dossier.approved if normal(r.title) not in gone]
    for number, row in enumerate((*dossier.rows, *approved)):
        quantities = [q for q in (limit_of_row(row), row.got) if isinstance(q, Quantity)]
        if not quantities or (row.got is None and number < len(dossier.rows)):
            continue  # what is not reported cannot be held against the text (F22)
        if row.got is not None and not isinstance(row.got, Quantity):
            continue
        counted = [plain_count(q) for q in quantities]
        values = frozenset(value for value, _ in counted)
        unit = counted[-1][1]
        noun, name = stem(row.title), normal(row.title)
        pieces, starts = _pieces(noun, _least(noun)), _pieces(name, _START)
        found.append(_Counted(row, noun, unit, values, name, pieces, starts))
    return found


def _least(noun: str) -> int:
    """So many characters of a noun on end, said beside a figure, name it."""
    return max(_SHORT_NAME, min(len(noun), _START + 1) - 1)


def _pieces(text: str, length: int) -> frozenset[str]:
    """All stretches of that length."""
    return frozenset(text[i : i + length] for i in range(len(text) - length + 1))


@fault("F18", "正文数字与表中同一事项的数字不符", severity="warning")
def f18_count(dossier: Dossier) -> Iterator[Hit]:
    """A count or share in the text, or in the overall goal, is not that of the row which counts the same thing.

    Source: 评审常见问题. Example: 表中17个，正文写“70个”.
    """
    yield from goal_figures(dossier, _PART)
    rows = _counted(dossier)
    if not rows or dossier.is_data:
        return
    of_unit: dict[tuple[str, str], list[_Counted]] = {}
    for sentence in dossier.sentences():
        found = [f for f in figures_in(sentence) if f.kind != "money" and f.exact and not f.each]
        for figure in found:
            counted_in = (figure.kind, figure.unit)
            if counted_in not in of_unit:
                of_unit[counted_in] = [r for r in rows if _same_unit(figure, r)]
            candidates = of_unit[counted_in]
            if not candidates:
                continue
            words = _Around.of(figure)
            matching = [r for r in candidates if _same_thing(figure, r, words)]
            if not matching or any(figure.value in r.values for r in matching):
                continue
            clause = re.split(r"[，；：]", figure.before)[-1]
            years = {int(y) for y in _OTHER_YEAR.findall(clause)}
            if _PART.search(clause) or (dossier.year and years - {dossier.year}):
                continue
            if _adds_up(figure, found, matching[0]):
                continue
            row = matching[0].row
            sure = not _PART.search(figure.before) and _transposed(figure, matching[0])
            yield Hit(
                figure.said,
                f"正文“{figure.said.text}{_noun_after(figure)}”与表中“{row.short}”不符"
                f"（指标值{row.target.text or '空'}、实际值{row.actual.text or '空'}）",
                "请核对正文与表，改成同一数",
                severity="error" if sure else None,
            )


def _noun_after(figure: Figure) -> str:
    match = re.match(r"[\u4e00-\u9fff]{1,6}", figure.after)
    return match[0] if match else ""


@dataclass(frozen=True, slots=True)
class _Around:
    """The words around a figure, made comparable once: the sentence so far, the clause, both sides."""

    so_far: str
    clause: str
    sides: frozenset[str]
    starts: frozenset[str]
    after: str

    @classmethod
    def of(cls, figure: Figure) -> _Around:
        clause = re.split(r"[，；：。]", figure.before)[-1]
        after = re.split(r"[，；：。、]", figure.after)[0]
        sides = f"{normal(clause[-14:])}|{normal(after[:10])}"
        near = _pieces(sides, _SHORT_NAME) | _pieces(sides, _START)
        flat = normal(clause)
        return cls(normal(figure.before), flat, near, _pieces(flat, _START), after)


def _same_unit(figure: Figure, row: _Counted) -> bool:
    share = row.unit in _PERCENT
    if not row.unit or share != (figure.kind == "percent"):
        return False
    return share or row.unit.startswith(figure.unit)


def _same_thing(figure: Figure, row: _Counted, words: _Around) -> bool:
    """Of one that counts in the same unit: the unit names the noun (16个小区), or the words around the figure
    repeat the row's name."""
    share = row.unit in _PERCENT
    if (
        (share or row.unit == figure.unit)
        and len(row.name) > _SHORT_NAME
        and row.name in words.so_far
        and not re.search(rf"\d{re.escape(figure.unit)}", words.so_far.rpartition(row.name)[2])
    ):
        return True  # the name's own figure: none of the kind stands between
    if share:
        need = min(len(row.name), max(_START, len(row.name) - 2))
        if need >= _START and row.starts.isdisjoint(words.starts):
            return False
        return repeats(row.name, words.clause, need)
    if row.unit != figure.unit:
        noun = row.unit[len(figure.unit) :]
        return len(noun) >= 2 and noun in words.after[: len(noun) + 8]  # noqa: PLR2004
    return not row.pieces.isdisjoint(words.sides)


def _adds_up(figure: Figure, found: list[Figure], row: _Counted) -> bool:
    """Parts of one whole, named side by side (城区9个、乡镇7个)."""
    same = [f for f in found if f.unit == figure.unit]
    if len(same) < 2:  # noqa: PLR2004
        return False
    total = sum(f.value for f in same)
    wholes = [f for f in same if f.value in row.values]
    # “16个，其中9个、7个”: the whole beside at least two parts that make it
    beside = len(same) - len(wholes) >= 2 and any(  # noqa: PLR2004
        total - sum(w.value for w in wholes) == w.value for w in wholes
    )
    return total in row.values or beside


def _transposed(figure: Figure, row: _Counted) -> bool:
    """The same digits in another order, or one digit other, and no other row near."""
    here = plain(figure.value)
    for value in row.values:
        there = plain(value)
        same_length = len(here) == len(there)
        if same_length and (
            sorted(here) == sorted(there)
            or sum(a != b for a, b in zip(here, there, strict=True)) == 1
        ):
            return True
    return False


_WHOLE_THEN_PARTS = regex(r"其中")
_OPEN_LIST = regex(r"等|主要|包括但|之外|部分|以及其他|剩余|结余|余下|未|调减|调增|追加|每|占|比")
_TERM = r"\d[\d,]{0,23}(?:\.\d{1,12})?"
#: each part is taken whole or not at all: nothing is tried twice, whatever the text
_EQUATION = regex(
    rf"(?<![\d,.])(?P<parts>{_TERM}\s{{0,4}}(?:亿|万)?元?(?:\s{{0,4}}[+＋]\s{{0,4}}{_TERM}\s{{0,4}}(?:亿|万)?元?){{1,40}}+)"
    rf"\s{{0,4}}[=＝]\s{{0,4}}(?P<whole>{_TERM})"
)


@fault("F19", "合计与分项对不上", severity="error")
def f19_sum(dossier: Dossier) -> Iterator[Hit]:
    """A whole and the parts told beside it do not close; nor does an equation that is written out.

    Source: 评审常见问题. Example: “总投资100万元，其中设备60万元、安装36.76万元”差3.24万元.
    """
    for sentence in _whole_sentences(dossier):
        yield from _parts_of(sentence)
        for match in _EQUATION.finditer(sentence.text):
            numbers = [
                Decimal(n.replace(",", ""))
                for n in re.findall(r"\d[\d,]*(?:\.\d+)?", match["parts"])
            ]
            whole = Decimal(match["whole"].replace(",", ""))
            if sum(numbers) != whole:
                yield Hit(
                    sentence.cut(match.start(), match.end()),
                    f"各项合计{plain(sum(numbers, Decimal(0)))}，写的是{plain(whole)}",
                    "请核对各项与合计",
                )
    yield from _table_sums(dossier)


def _whole_sentences(dossier: Dossier) -> Iterator[Said]:
    """To the full stop: parts are often listed with semicolons."""
    sources = [p.said for p in dossier.document.body()] if dossier.document else []
    sources += [said for texts in dossier.texts.values() for said in texts]
    for said in sources:
        yield from said.to_full_stops()


def _nested(parts: str) -> bool:
    """Whether the parts are levels of one thing (一级指标3个、二级指标9个): each level counts it all."""
    return (
        len(set(re.findall(r"([一二三四五]级|[国省市县区乡镇村]级)(?=指标|目标|项目)", parts))) > 1
    )


def _parts_of(sentence: Said) -> Iterator[Hit]:
    marks = list(_WHOLE_THEN_PARTS.finditer(sentence.text))
    if len(marks) != 1:
        return
    at = marks[0].start()
    found = [f for f in figures_in(sentence) if not f.each and f.exact]
    heads = [f for f in found if f.start < at]
    if not heads or _OPEN_LIST.search(sentence.text[at:]):
        return
    whole = heads[-1]
    if re.search(r"[；;]", sentence.text[whole.start : at]):
        return
    parts = [f for f in found if f.start > at and f.kind == whole.kind]
    if whole.kind == "percent" or (
        whole.kind == "count" and any(p.unit != whole.unit for p in parts)
    ):
        return
    if len(parts) < 2 or _nested(sentence.text[at:]):  # noqa: PLR2004
        return
    total = sum((p.value for p in parts), Decimal(0))
    slack = sum((p.step for p in (*parts, whole)), Decimal(0)) if whole.decimals else Decimal(0)
    if any(p.decimals for p in parts):
        slack = max(slack, min(p.step for p in parts if p.decimals))
    gap = total - whole.value
    if whole.kind == "count":
        slack = Decimal(0)
    if abs(gap) <= slack * Decimal("0.2") or gap == 0:
        return
    show = money if whole.kind == "money" else plain
    sure = gap > 0 or abs(gap) <= whole.value / 10
    yield Hit(
        whole.said,
        f"“{whole.said.text}”与其中各项之和{show(total)}不等，相差{show(abs(gap))}",
        "请核对总数与各分项",
        evidence=sentence.text[whole.start :].strip(),
        severity=None if sure else "warning",
    )


def _table_sums(dossier: Dossier) -> Iterator[Hit]:
    """A 合计 row at the foot of a plain table of numbers."""
    for table in dossier.document.tables if dossier.document else ():
        heads = "".join(c.flat for row in table.rows[:3] for c in row)
        if re.search(r"三级指标|执行率|全年预算", heads) or len(table.rows) < 4:  # noqa: PLR2004
            continue
        marks = [
            i for i, row in enumerate(table.rows) if row and re.match(r"(合计|总计)", row[0].flat)
        ]
        if marks != [len(table.rows) - 1]:
            continue
        last = table.rows[marks[0]]
        if any(re.search(r"小计|其中", c.flat) for row in table.rows[1:-1] for c in row):
            continue
        for column, cell in enumerate(last):
            numbers = [
                _plain_number(row[column].value) for row in table.rows[1:-1] if column < len(row)
            ]
            whole = _plain_number(cell.value)
            head = table.rows[0][column].flat if column < len(table.rows[0]) else ""
            if whole is None or re.search(r"率|比|单价|序号|均", head):
                continue
            given = [n for n in numbers if n is not None]
            if (
                len(given) >= 2  # noqa: PLR2004
                and len(given) == len(numbers)
                and abs(sum(given) - whole) > Decimal("0.01")
            ):
                yield Hit(
                    cell.said,
                    f"合计{plain(whole)}，各行之和{plain(sum(given, Decimal(0)))}",
                    "请核对各行与合计",
                )


def _plain_number(text: str) -> Decimal | None:
    flat = text.replace(",", "").strip()
    return Decimal(flat) if re.fullmatch(r"\d+(\.\d+)?", flat) else None


@fault("F20", "同一指标的单位或小数位不一致", severity="warning")
def f20_units(dossier: Dossier) -> Iterator[Hit]:
    """Target and actual of one row differ in kind of unit, or in decimals.

    Source: 评审常见问题; 盐池县公安局2021年自评报告（30.838、33.8）. Example: 指标值16个，实际值16万元.
    """
    for row in dossier.rows:
        limit, got = limit_of_row(row), row.got.limit if isinstance(row.got, Bound) else row.got
        if limit is None or not isinstance(got, Quantity):
            continue
        if not limit.unit.same_kind(got.unit) and limit.unit.name and got.unit.name:
            yield Hit(
                row.actual,
                f"“{row.short}”指标值的单位是{limit.unit.name}，实际值的单位是{got.unit.name}，不能比较",
                "请用同一单位填写",
            )
        elif (
            limit.unit.kind == "金额"
            and decimals_of(row.target.text) > decimals_of(row.actual.text) > 0
        ):
            yield Hit(
                row.actual,
                f"“{row.short}”指标值{row.target.text}、实际值{row.actual.text}小数位不同",
                "金额请用同样的小数位",
                severity="info",
            )
    yield from _across_rows(dossier)


def _across_rows(dossier: Dossier) -> Iterator[Hit]:
    groups: dict[str, list[Row]] = {}
    for row in dossier.rows:
        limit = limit_of_row(row)
        if limit is not None and limit.unit.kind == "金额" and limit.value % 1:
            groups.setdefault(row.level1 + row.level2, []).append(row)
    for rows in groups.values():
        decimals = {decimals_of(r.target.text) for r in rows}
        if len(decimals) > 1:
            shown = "、".join(r.target.text for r in rows)
            yield Hit(
                rows[-1].target,
                f"同类金额的小数位不一致：{shown}",
                "金额请用同样的小数位",
                evidence=shown,
                severity="info",
            )


@fault("F67", "比例没有分子分母", severity="info", kind="L")
def f67_bare_ratio(dossier: Dossier) -> Iterator[Hit]:
    """Rates are given without what they are a part of.

    Source: 评审常见问题. Example: 合格率98.5%，没有写抽查多少、合格多少.
    """
    rows = [
        row
        for row in dossier.rows
        if isinstance(row.got, Quantity)
        and row.level1 != "满意度指标"  # F52 asks for the survey
        and row.got.unit.kind == "比例"
        and row.got.base != 1
        and not re.search(r"\d", row.evidence.text)
        and not any(
            repeats(normal(row.title), normal(s.text), 3)
            and len([f for f in figures_in(s) if f.kind == "count"]) >= 1
            for s in dossier.sentences()
        )
    ]
    if rows:
        shown = "；".join(
            f"{r.title}{percent(r.got.base)}" for r in rows if isinstance(r.got, Quantity)
        )
        yield Hit(
            rows[0].actual,
            f"{len(rows)}条比例没有写明分子分母：{shown}",
            "请在佐证或正文写明总数和达标数，如“抽查200件，合格197件”",
            evidence=rows[0].actual.text,
        )
