"""Edited table cells as changes to the data: which value a cell shows, told by its row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.explaining import Place
from assistant.facts.wording import quoted
from assistant.forms.read.labels import column as meaning
from assistant.forms.read.labels import is_level2, level1
from assistant.forms.read.wording import split_reason
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.review.alignment import key, out_of_order
from assistant.review.data_change import (
    DataChange,
    Value,
    indicator_values,
    money_values,
)
from assistant.review.table_heads import (
    AMOUNTS,
    columns_between,
    field_of,
    filled,
    head_keys,
    heads_over,
    is_head,
    of_funds,
    says_it_best,
)
from assistant.review.table_pairs import head_words, paired, rejoined, row_lines
from assistant.review.table_rows import (
    COMPUTED_ROWS,
    LEVELS,
    PART_OF,
    Ident,
    ident_of,
    linked_rows,
    marked_rows,
    name_of,
    row_values,
)
from assistant.values.numerals import print_number, read_number
from assistant.values.units import MONEY_UNITS, read_unit
from assistant.word.edited import EditedRow, EditedTable, Mark
from assistant.word.marks import hand
from assistant.word.walk import NOTE

_ROWS = {"指标", "资金"}  # what is told by the heading of a column
_LEVEL_FIELDS = {"一级", "二级"}
_FEWEST_OFF = 2  # cells of a row that stand one column off
_UNLIKE = "这一行的单元格合并、表头或名称与出稿时对不上，拿不准哪个数是哪一项的，没有作为数据改动"
_ALL_AMOUNTS = {*AMOUNTS, "全年预算"}
_MONEY_UNIT = regex(rf"单位[:：]\s*({'|'.join(sorted(MONEY_UNITS, key=len, reverse=True))})")
_OTHER_UNIT = (
    "表里的数按{1}读；出稿时仍按数据文件的{0}印，要换单位请改数据文件的“资金.单位”和各笔金额"
)
_MOVED = "出稿仍按指标类别和数据文件里的次序，各行的数不受影响"
_TOLD = {"reason", "measure", "reason_measure"}
_TAKEN = "出稿时不印这一栏；里面写的作为各指标的原因、措施列出，确认后写入数据"
_WHOSE = "这一行的名称与出稿时的位置对不上，拿不准是删去、改名还是互换，没有作为数据改动，出稿时仍按数据列出"
_ONLY_NOTED = "这一格加了脚注或尾注，数没有改；出稿时不带表格里的注"
_SAME_LEVEL = "与“{}”是同一类，出稿时仍印规范的名称"
_PART_OR_SUM = "“其中”“小计”的一行已算在别的行里，没有作为新的资金来源；出稿时不会带上，要分来源填写的请改数据文件"
_SPLIT = "各行的数照读；出稿时仍印成一张"
_INSTEAD = "数据里已写着“{}”，写入就换成新的，请核对"
_NO_NAME = "名称空了，出稿时仍印原来的名称；要去掉这一条，请在表中删去整行"
_NAMES = {"名称", "来源"}
_COMPUTED = "这一格由程序按数据计算，请改它所依据的数据"
_DERIVED = "数据文件里没有写这个值，是由子项目汇总或由程序分配的，请在数据文件中写明"
_HIDDEN = "这一格有隐藏的文字，没有作为数据改动"
_NO_SOURCE = "没有对应的数据，程序出稿时不会带上，请改数据文件"


def table_changes(
    base: Sequence[EditedTable], edited: Sequence[EditedTable], evaluation: Evaluation
) -> list[DataChange]:
    """Every cell, row and table that differs from what the program printed.

    A name that is changed in one table is that row's in the others too.
    """
    found = _differing(base, edited, evaluation, {})
    names = {
        key(c.new): (str(c.place[0]), int(c.place[1]))
        for c in found
        if c.place[:1] == ("指标",) and c.place[-1] == "名称" and c.state == "open" and c.new
    }
    return _differing(base, edited, evaluation, names) if names else found


def _differing(
    base: Sequence[EditedTable],
    edited: Sequence[EditedTable],
    evaluation: Evaluation,
    renamed: Mapping[str, Ident],
) -> list[DataChange]:
    found: list[DataChange] = []
    found_pairs, left = paired(base, edited)
    pairs, extra = rejoined(found_pairs, left, edited)
    for one, other in pairs:
        if other is not None and all(other is not whole for whole in edited):
            title = head_words(one)
            found.append(
                DataChange((), f"表格（{title}）", "一张", "拆成几张", state="cannot", why=_SPLIT)
            )
        if other is None:
            title = head_words(one)
            found.append(DataChange((), f"表格（{title}）", title, "", state="cannot",
                                    why="整张表被删去；出稿时仍按数据列出"))  # fmt: skip
        elif not _as_printed(one, other):
            found += _table(one, other, evaluation, renamed)
    printed = {line for table in base for line in row_lines(table)}
    for table in extra:
        lines = row_lines(table)
        new = [line for line in lines if line not in printed]
        copied = len(new) <= len(lines) / 2
        label = (
            f"新增的表格（照“{head_words(table)}”一表抄的，只列不同的行）"
            if copied
            else "新增的表格"
        )
        words = "；".join(new if copied else lines) or "没有不同的行"
        found.append(DataChange((), label, "", words, state="cannot", why=_NO_SOURCE))
    return _once(found)


def _as_printed(base: EditedTable, edited: EditedTable) -> bool:
    """Whether every cell stands where it was printed and says what it said: most tables of most files."""
    return len(base.rows) == len(edited.rows) and all(
        not row.marks
        and own.before == row.before
        and [(c.text(), c.span, c.below) for c in own.cells]
        == [(c.text(), c.span, c.below) for c in row.cells]
        and not any(c.marks or any(p.hidden for p in c.paragraphs) for c in row.cells)
        for own, row in zip(base.rows, edited.rows, strict=True)
    )


def _table(
    base: EditedTable, edited: EditedTable, evaluation: Evaluation, renamed: Mapping[str, Ident]
) -> Iterator[DataChange]:
    old, new = base.standing(), edited.standing()
    left, right = filled(old), filled(new)
    units = _unit_of(left), _unit_of(right)
    if all(units) and units[0] != units[1]:
        typed, right = right, _in_unit(left, right, *units)
        numbers = dict.fromkeys(a for one, two in zip(typed, right, strict=True)
                              for a, b in zip(one, two, strict=True) if a != b and not _MONEY_UNIT.search(a))  # fmt: skip
        yield DataChange((), "资金表的单位", units[0], f"{units[1]}（{'、'.join(numbers)}）", state="cannot",
                         why=_OTHER_UNIT.format(*units))  # fmt: skip
    links, doubtful = linked_rows(left, right, new, evaluation, renamed)
    heads_old, heads_new = heads_over(left), heads_over(right)
    yield from _columns(left, right, heads_old, heads_new, evaluation)
    yield from _order(links, left, evaluation)
    for i, j in sorted(links.items()):
        if left[i] == right[j] and heads_old[i] == heads_new[j]:
            continue
        columns = columns_between(heads_old[i], heads_new[j], len(left[i]), len(right[j]))
        if columns is None or _merged(old, new, i, j, columns) or _slid(left[i], right[j], columns):
            words = " | ".join(t for t in right[j] if t)
            if Counter(key(t) for t in right[j] if t) != Counter(key(t) for t in left[i] if t):
                yield DataChange((), f"表格的一行（{_first(left[i])}）", " | ".join(t for t in left[i] if t),
                                 words, state="cannot", why=_UNLIKE)  # fmt: skip
            continue
        yield from _row(left[i], right[j], new[j], heads_old[i], evaluation, columns)
        yield from _levels(i, j, left, right, new, links, heads_old, columns, evaluation)
    yield from _gone_and_new(
        left, right, new, links, doubtful, heads_old, heads_new, evaluation, _deleted(edited)
    )


def _deleted(table: EditedTable) -> dict[Ident, Mark]:
    """The rows that are gone by a tracked deletion, each with its mark: who did it, and when."""
    standing = {id(row) for row in table.standing()}
    gone = [row for row in table.rows if row.marks and id(row) not in standing]
    return {ident: row.marks[-1] for row in reversed(gone) for ident in marked_rows(row)}


def _order(
    links: dict[int, int], left: list[list[str]], evaluation: Evaluation
) -> Iterator[DataChange]:
    """The rows that stand elsewhere now, each by its name and the one above it."""
    names = {
        links[i]: name_of(about, evaluation)
        for i in links
        if (about := ident_of(left[i], evaluation))
    }
    now = sorted(names)
    moved = out_of_order([links[i] for i in sorted(links) if links[i] in names])
    for j in moved:
        at = now.index(j)
        where = f"{quoted(names[now[at - 1]])}之后" if at else "最前面"
        yield DataChange(
            (),
            f"表格行的次序（{quoted(names[j])}）",
            "",
            f"挪到{where}",
            state="cannot",
            why=_MOVED,
        )


def _unit_of(rows: Sequence[Sequence[str]]) -> str:
    """The unit that the heads of a table of money name, empty where they name none."""
    heads = (text for row in rows if is_head(row) for text in row)
    return next((match[1] for text in heads if (match := _MONEY_UNIT.search(text))), "")


def _in_unit(
    left: list[list[str]], right: list[list[str]], own: str, other: str
) -> list[list[str]]:
    """The rows of a table that was typed again in another unit, in the unit it was printed in.

    A number that is the printed one, rounded, is that.
    """
    factor = read_unit(other).size / read_unit(own).size
    printed = {text for row in left for text in row}
    amounts = [number for text in printed if (number := read_number(text)) is not None]
    found: list[list[str]] = []
    for heads, row in zip(heads_over(right), right, strict=True):
        texts = [text.replace(other, own) if _MONEY_UNIT.search(text) else text for text in row]
        for n, (head, text) in enumerate(zip(heads, row, strict=False)):
            number = read_number(text) if field_of(head, funds=True) in _ALL_AMOUNTS else None
            if number is not None:
                near = next(
                    (a for a in amounts if round(a / factor, _places(number)) == number),
                    number * factor,
                )
                texts[n] = print_number(near)
        found.append(texts)
    return found


def _places(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _first(row: Sequence[str]) -> str:
    return next((t for t in row if t), "")


def _columns(
    left: list[list[str]],
    right: list[list[str]],
    heads_old: list[list[str]],
    heads_new: list[list[str]],
    evaluation: Evaluation,
) -> Iterator[DataChange]:
    """Columns that a person put in, took out or gave another head, with all that they say."""
    before = {key(h): h for heads in heads_old for h in heads if h}
    after = {key(h): h for heads in heads_new for h in heads if h}
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield DataChange((), "表格栏的次序", "、".join(before.values()), "、".join(after.values()),
                         state="cannot", why="栏的次序改了；各栏的数按表头认，出稿时仍按原来的次序")  # fmt: skip
    for name in (name for name in before if name not in after):
        yield DataChange((), f"表格的一栏“{before[name]}”", before[name], "", state="cannot",
                         why="这一栏被删去或改了表头；这一栏的数不作数据改动，出稿时仍印")  # fmt: skip
    for name in (name for name in after if name not in before):
        words, found = dict[str, None](), list[DataChange]()
        for row, heads in zip(right, heads_new, strict=True):
            column = next((n for n, head in enumerate(heads) if key(head) == name), len(row))
            if column >= len(row) or not row[column] or is_head(row):
                continue
            about = ident_of(row, evaluation)
            told = list(_told(about, after[name], row[column], evaluation))
            found += told
            if not told:
                whose = quoted(name_of(about, evaluation)) if about is not None else ""
                words[f"{whose}{row[column]}"] = None
        why = _TAKEN if found and not words else _NO_SOURCE
        yield DataChange((), f"表格新增的一栏“{after[name]}”", "", "、".join(words) or after[name], state="cannot", why=why)  # fmt: skip
        yield from found


def _told(
    about: Ident | None, head: str, text: str, evaluation: Evaluation
) -> Iterator[DataChange]:
    """A reason or a measure in a column that was not printed: the row's own, for a person to confirm."""
    field = meaning(head).field
    if about is None or about[0] != "指标" or field not in _TOLD:
        return
    reason, measure = {"reason": (text, ""), "measure": ("", text)}.get(field) or split_reason(
        text, evaluation.project.year
    )[:2]
    new = {"原因": reason, "措施": measure}
    for value in indicator_values(about[1], evaluation.indicators[about[1]]):
        words = new.get(str(value.place[-1]), "")
        if words and key(words) != key(value.text):
            yield DataChange(
                value.place, value.label, "", text, value.text, words, where=f"表格新增的“{head}”栏",
                why=_INSTEAD.format(value.text) if value.text else "",
            )  # fmt: skip


def _merged(
    old: Sequence[EditedRow], new: Sequence[EditedRow], i: int, j: int, columns: dict[int, int]
) -> bool:
    """Whether cells of the row were joined or split: then it is not sure which value is whose."""
    before, after = _cells(old[i]), _cells(new[j])
    under_old = _cells(old[i + 1]) if i + 1 < len(old) else []
    under_new = _cells(new[j + 1]) if j + 1 < len(new) else []
    for one, other in columns.items():
        if one >= len(before) or other >= len(after):
            return True
        if before[one].span != after[other].span:
            return True
        if one < LEVELS:
            continue
        if before[one].below != after[other].below:
            return True
        joined = other < len(under_new) and under_new[other].below
        if joined and not (one < len(under_old) and under_old[one].below):
            return True
    return False


def _slid(old: Sequence[str], new: Sequence[str], columns: dict[int, int]) -> bool:
    """Whether the cells of the row stand one column off: a program dropped one, or took one in."""
    for by in (-1, 1):
        off = [
            one
            for one, other in columns.items()
            if old[one] and 0 <= other + by < len(new)
            and key(new[other]) != key(old[one]) == key(new[other + by])
        ]  # fmt: skip
        if len(off) >= _FEWEST_OFF:
            return True
    return False


def _levels(
    i: int, j: int, left: list[list[str]], right: list[list[str]], new: Sequence[EditedRow],
    links: dict[int, int], heads: list[list[str]], columns: dict[int, int], evaluation: Evaluation,
) -> Iterator[DataChange]:  # fmt: skip
    """一级 and 二级 that a person renamed, of the row itself and of those that its cell goes on over."""
    ident = ident_of(left[i], evaluation)
    if ident is None or ident[0] != "指标":
        return
    row = evaluation.indicators[ident[1]]
    back = {b: a for a, b in links.items()}
    for one, other in columns.items():
        field = field_of(heads[i][one]) if one < len(heads[i]) else None
        if field not in _LEVEL_FIELDS:
            continue
        was = row.level1 if field == "一级" else row.level2
        top = j
        while top > 0 and other < len(_cells(new[top])) and _cells(new[top])[other].below:
            top -= 1
        now, above = right[top][other], back.get(top)
        if above is None or key(left[above][one]) != key(was) or not now or key(now) == key(was):
            continue
        label = f"指标“{row.name}”的{field}指标"
        author, when = hand(_cells(new[top])[other].marks)
        if field == "一级" and level1(now) == level1(was):
            yield DataChange((), label, left[i][one], now, author=author, when=when, state="cannot",
                             why=_SAME_LEVEL.format(was))  # fmt: skip
            continue
        yield DataChange(("指标", ident[1], field), label, left[i][one], now, was, now,
                         author=author, when=when, where=f"表格“{heads[i][one]}”栏")  # fmt: skip


def _gone_and_new(
    left: list[list[str]], right: list[list[str]], new: Sequence[EditedRow], links: dict[int, int],
    doubtful: set[int], heads_old: list[list[str]], heads: list[list[str]], evaluation: Evaluation,
    deleted: dict[Ident, Mark],
) -> Iterator[DataChange]:  # fmt: skip
    # a table turned by a quarter, or one whose heads are all new: its rows are no longer those of the data
    same = bool(head_keys(heads_old) & head_keys(heads)) or not head_keys(heads_old)
    standing = {text.removeprefix(PART_OF).strip() for row in right for text in row}
    for i in (n for n in range(len(left)) if n not in links):
        words = " | ".join(t for t in left[i] if t)
        ident = ident_of(left[i], evaluation)
        if ident is None or doubtful or not same or name_of(ident, evaluation) in standing:
            name = _first(left[i]) if ident is None else name_of(ident, evaluation)
            yield DataChange((), f"表格的一行（{name}）", words, "", state="cannot",
                             why=_WHOSE if doubtful and ident else "整行被删去；出稿时仍按数据列出")  # fmt: skip
            continue
        place: Place = ("指标", ident[1]) if ident[0] == "指标" else ("资金", "明细", ident[1])
        name = name_of(ident, evaluation)
        what = "指标" if ident[0] == "指标" else "资金来源"
        gone = DataChange(place, f"删去{what}“{name}”", words, "", name, "", where="表格删去的一行")
        if mark := deleted.get(ident):
            gone = replace(
                gone, author=mark.author, when=mark.when, where=f"{gone.where}，修订未定"
            )
        yield gone
    back = set(links.values())
    order = [links[i] for i in sorted(links)]
    unmarked = not any(marked_rows(row) for row in new)
    moved = unmarked or order != sorted(order)
    for j in (n for n in range(len(right)) if n not in back):
        words = " | ".join(t for t in right[j] if t)
        if not "".join(new[j].texts()).strip() or (is_head(right[j]) and right[j] in left):
            continue  # the head again, over the second part of a table that was split
        author, when = hand(new[j].marks or _marks(new[j]))
        # under rows that were moved, a level that goes on from above is nobody's word; without
        # bookmarks nobody can tell whether they were: the row may be an old one under another name
        unsure = j in doubtful or (moved and any(c.below for c in _cells(new[j])[:LEVELS]))
        made = None if unsure or not same else _added(j, right, heads, links, left, evaluation)
        if of_funds(heads[j]) and _part_or_sum(j, right):
            made = DataChange((), "资金表新增的一行", "", words, state="cannot", why=_PART_OR_SUM)
        if made is None:
            why = _UNLIKE if unsure else "请在数据文件中加上这一条"
            made = DataChange((), "表格新增的一行", "", words, state="cannot", why=why)
        yield replace(made, after=words, author=author, when=when)


def _part_or_sum(j: int, rows: list[list[str]]) -> bool:
    """其中：中央资金 under a source that has 其中 before it, 小计: what is counted already."""
    name = _first(rows[j]).strip()
    if re.match("小计|合计|总计|共计|平均", name):
        return True
    parts = [n for n, row in enumerate(rows) if _first(row).strip().startswith("其中")]
    return name.startswith("其中") and bool(parts) and min(parts) < j


def _added(
    j: int, right: list[list[str]], heads: list[list[str]], links: dict[int, int],
    left: list[list[str]], evaluation: Evaluation,
) -> DataChange | None:  # fmt: skip
    """A row that nobody printed, as an indicator or a source of funds more."""
    values: dict[str, str] = {}
    funds = of_funds(heads[j])
    for n, (head, text) in enumerate(zip(heads[j], right[j], strict=False)):
        field = field_of(head, funds=funds)
        if (
            field
            and text
            and says_it_best(n, heads[j], funds=funds)
            and not text.startswith(("【", "—"))
        ):
            values[field] = text
    if funds:
        values = {"来源": _first(right[j]).removeprefix(PART_OF).strip(), **values}
    name = values.get("来源" if funds else "名称", "")
    sources = evaluation.funds.sources if evaluation.funds else ()
    known = (
        {key(one.source) for one in sources}
        if funds
        else {key(one.name) for one in evaluation.indicators}
    )
    if not name or key(name) in known or name.startswith(COMPUTED_ROWS):
        return None
    if not funds and not (values.get("一级") and values.get("二级")):
        return None
    if not funds and (_is_level1(values["二级"]) or _is_level1(name) or is_level2(name)):
        return None  # one column off: a level stands where the name should
    if all(one.weight is None for one in evaluation.indicators):
        values.pop("分值", None)  # where the data give no points, those of the table are worked out
    order = ("来源", "年初预算", "全年预算", "到位", "执行") if funds else (
        "一级", "二级", "名称", "目标", "实际", "分值")  # fmt: skip
    listed = tuple((field, values[field]) for field in order if values.get(field))
    place: Place = ("资金", "明细") if funds else ("指标",)
    said = "，".join(f"{field}{text}" for field, text in listed)
    return DataChange(
        place, f"新增{'资金来源' if funds else '指标'}“{name}”", "", said, "", said,
        where="表格新增的一行", values=listed,
        beside=_beside(j, links, left, evaluation, "资金" if funds else "指标"),
    )  # fmt: skip


def _is_level1(words: str) -> bool:
    """产出, 产出指标; 管护员满意度 is of 满意度指标, and a name."""
    whole = level1(words)
    return (
        bool(whole)
        and not is_level2(words)
        and key(words) in {key(whole), key(whole.removesuffix("指标"))}
    )


def _beside(
    j: int, links: dict[int, int], left: list[list[str]], evaluation: Evaluation, kind: str
) -> int | None:
    """The number of the row of the data that a new one stands under, -1 where it stands over the first."""
    rows = {
        new: ident[1]
        for old, new in links.items()
        if (ident := ident_of(left[old], evaluation)) and ident[0] == kind
    }
    above, under = [n for n in rows if n < j], [n for n in rows if n > j]
    if above:
        return rows[max(above)]
    return rows[min(under)] - 1 if under else None


def _row(
    old: list[str], new: list[str], after: EditedRow, heads: list[str], evaluation: Evaluation,
    columns: dict[int, int],
) -> Iterator[DataChange]:  # fmt: skip
    values = list(row_values(old, evaluation))
    cells = _cells(after)
    own = ident_of(old, evaluation)
    for column, there in columns.items():
        was, now = old[column], new[there]
        if key(was) == key(now) or (there < len(cells) and cells[there].below):
            continue
        head = heads[column] if column < len(heads) else ""
        if own is not None and own[0] == "指标" and field_of(head) in _LEVEL_FIELDS:
            continue  # told apart: one cell is that of several rows
        if not now and column < LEVELS and key(was) == key(head):
            continue  # the label of the whole table, which its next row does not repeat
        author, when = hand(cells[there].marks if there < len(cells) else ())
        left = next((t for t in reversed(old[:column]) if t), "")
        aside = (
            head and column < len(heads) and not says_it_best(column, heads, funds=of_funds(heads))
        )
        value = None if aside else _value(values, head, was, left)
        where = f"表格“{head or '第' + str(column + 1) + '列'}”栏"
        if value is None:
            field = field_of(head, funds=of_funds(heads))
            computed = field is not None or any(t.startswith(COMPUTED_ROWS) for t in old if t)
            why = _COMPUTED if computed else _NO_SOURCE
            if any(t.startswith("年度资金总额") for t in old) and field:
                why = _parts_of_total(field, evaluation)
            made = DataChange((), _label(old, values, head), was, now, state="cannot", why=why)
        elif not value.text and was and not was.startswith(("【", "—")):
            made = DataChange((), value.label, was, now, state="cannot", why=_DERIVED)
        elif there < len(cells) and cells[there].hidden:
            made = DataChange((), value.label, was, now, state="cannot", why=_HIDDEN)
        elif not now and value.place[-1] in _NAMES:
            made = DataChange((), value.label, was, now, state="cannot", why=_NO_NAME)
        elif key(NOTE.sub("", now)) == key(was):
            made = DataChange((), value.label, was, now, state="cannot", why=_ONLY_NOTED)
        else:
            entered = NOTE.sub("", now).strip()
            entered = (
                entered.removeprefix(PART_OF).strip() if value.place[-1] == "来源" else entered
            )
            if entered == value.text:
                continue  # 其中： went to the row that is first now
            made = DataChange(value.place, value.label, was, now, value.text, entered)
        yield replace(made, author=author, when=when, where=where)


def _parts_of_total(field: str, evaluation: Evaluation) -> str:
    """A total changes with its parts: which those are, and what they are now."""
    parts = [
        f"{v.label}{v.text}" for v in money_values(evaluation) if v.place[-1] == field and v.text
    ]
    return f"合计由各项来源相加，请改相应的来源：{'、'.join(parts)}" if parts else _COMPUTED


def _label(row: Sequence[str], values: Sequence[Value], head: str) -> str:
    """How a cell without data of its own is called: by the row it is in, and its heading."""
    named = next((v.text for v in values if v.place[0] == "指标" and v.place[-1] == "名称"), "")
    first = named or next((text for text in row if text), "")
    return f"“{first}”的{head}" if head else f"表格里的“{first}”"


class _Column:
    """What stands in one column of a row."""

    __slots__ = ("below", "hidden", "marks", "span")

    def __init__(
        self, *, below: bool, marks: tuple[Mark, ...], span: int = 1, hidden: bool = False
    ) -> None:
        self.below, self.marks, self.span, self.hidden = below, marks, span, hidden


def _cells(row: EditedRow) -> list[_Column]:
    columns: list[_Column] = []
    for cell in row.cells:
        marks = tuple(m for p in cell.paragraphs for piece in p.pieces for m in piece.marks)
        hidden = any(p.hidden for p in cell.paragraphs)
        made = _Column(below=cell.below, marks=marks, span=cell.span, hidden=hidden)
        columns += [made] * cell.span
    return columns


def _marks(row: EditedRow) -> tuple[Mark, ...]:
    return tuple(mark for column in _cells(row) for mark in column.marks)


def _value(values: Sequence[Value], head: str, shown: str, left: str) -> Value | None:
    """The value a cell shows: by the heading of its column, else by its words and the label before it."""
    kinds = {v.place[0] for v in values} & _ROWS
    if kinds and (field := field_of(head, funds="资金" in kinds)) is not None:
        return next((v for v in values if v.place[-1] == field), None) if field else None
    shown = shown.removeprefix(PART_OF) if "资金" in kinds else shown
    same = [v for v in values if v.text and key(v.text) == key(shown)]
    named = [v for v in same if v.label in left]
    same = named or same
    return same[0] if len(same) == 1 else None


def _once(changes: Sequence[DataChange]) -> list[DataChange]:
    """One change is printed in several tables: told once, unless the new values differ."""
    seen: dict[tuple[object, ...], DataChange] = {}
    for change in changes:
        mark = (change.place or change.label, change.new or change.after, change.before)
        seen.setdefault(mark, change)
    return list(seen.values())
