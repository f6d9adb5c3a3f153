"""Rows of a table into values of the data: target from its sign, value and unit, points, reasons."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

from assistant.forms.read import wording
from assistant.forms.read.imported import Printed, Value
from assistant.forms.read.rows import Log, Read, Row
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.amounts import Quantity
from assistant.values.direction import adverse
from assistant.values.reading import fold, read_date, read_money, read_ratio
from assistant.values.readings import reached, read_row

_ACHIEVED = (
    (regex(r"^(?:全部|基本|全部或基本)?达成(?:年度|预期)?(?:绩效)?(?:指标|目标)?$"), "达成"),
    (regex(r"^部分达成.*$"), "部分达成"),
    (regex(r"^未达成.*$"), "未达成"),
)
#: words by which a text that is not divided may yet hold a measure
_MEASURES = regex(r"措施|整改|改进|下一步|今后|将|拟|加强|加快|明年|下年")
_SHOWN_BY, _CAUSED_BY = (regex(lexicon("columns")[key]) for key in ("shown_by", "caused_by"))
_RATE = regex(r"率|比例|比重|满意度|百分比|覆盖面")
_IN_PERCENT = regex(r"(\d+(?:\.\d+)?)\s*[%％]")
_IN_NAME = regex(r"\s*[(（](\d+(?:\.\d+)?)\s*分[)）]$")
#: what a form writes where there is nothing to write; 无 may mean none at all, and stays
_DASHES = frozenset({"/", "\\", "-", "—", "——", "－", "--", "／"})
#: days of Excel's calendar, 2000 to 2099
_FIRST_DAY, _LAST_DAY = 36526, 73050
#: a mark behind a value: ①, *, a raised figure behind a percent sign
_FOOTNOTE = regex(r"(?<=[^\s≥≤<>=(（])(?:\s*[①-⑳*＊※†]+|(?<=[%％‰])[1-9])$")
_QUOTED = regex(r"[“\"]([^“”\"]+)[”\"]")
_PLAIN = {"owner": "责任单位", "due": "完成时限", "evidence": "佐证"}


def values_of(row: Row, index: int, log: Log) -> tuple[list[Value], list[Printed]]:
    """The data of one row at 指标[index], and what the form prints beside it."""
    maker = _Maker(row, index, log)
    maker.levels()
    maker.amounts()
    maker.judgement()
    maker.notes()
    return maker.values, maker.figures()


def stated(row: Row, log: Log) -> tuple[Read | None, Read | None]:
    """Target and actual as one text each, from their sign, value and unit; None where nothing stands."""
    fields = row.fields
    for name in ("target", "actual"):
        if name in fields:
            fields[name] = _unmarked(fields[name], log)
    unit, mark = fields.get("unit"), fields.get("sign")
    if mark is None and "direction" in fields and wording.sign(fields["direction"].text):
        mark = fields["direction"]  # 指标方向 with ≥ and ≤ in it
    unit_text = unit.text if unit else ""
    target, actual = fields.get("target"), fields.get("actual")
    found: list[Read | None] = []
    for read, sign in ((target, mark), (actual, None)):
        if read is None or _empty(read.text):
            found.append(None)
            continue
        if read.text.strip() in _DASHES:
            log.not_understood.append(f"{read.origin}：只有“{read.text.strip()}”，没有写入")
            found.append(None)
            continue
        said = wording.sign(sign.text) if sign else ""
        text = wording.compose(said or "", _percent(row, read, unit, log), unit_text)
        note = _joined(read, sign if said else None, unit, text)
        notes = "，".join(n for n in (read.note, note) if n)
        found.append(Read(text, read.origin, notes, read.cells))
    return found[0], found[1]


def has_reached(
    row: Row, levels: tuple[str, str, str], target: str, actual: str, *, year: int | None = None
) -> bool | None:
    """Whether the row lost nothing: by the points it prints, else by its two values; None where neither tells.

    `levels` are its class, its kind and its name, which say which way its target points.
    """
    got, full = row.printed.get("score"), row.fields.get("weight")
    points = [wording.points(r.text) for r in (got, full) if r is not None]
    if len(points) == 2 and None not in points:  # noqa: PLR2004
        return points[0] >= points[1]  # type: ignore[operator] # none of them is None
    if not target or not actual:
        return None
    if fold(target) == fold(actual):
        return True
    read = read_row(*levels, target, actual, year=year)
    if not isinstance(read.got, Quantity) or read.apart is not None:
        return None
    return reached(read.wanted, read.got)


def _unmarked(read: Read, log: Log) -> Read:
    """The cell without the mark of a footnote (420人①, 95%2) and without quotes around the whole of it."""
    text = wording.flat(read.text)
    whole = _QUOTED.fullmatch(text)
    plain = whole[1] if whole else text
    plain = _FOOTNOTE.sub("", plain) if re.search(r"\d", plain) else plain
    if plain == text:
        return read
    if not whole:
        log.doubts.append(
            f"{read.origin}：写的是“{text[:30]}”，后面的注号没有写入，读作“{plain[:30]}”，请核对"
        )
    return Read(plain, read.origin, read.note, read.cells)


def _percent(row: Row, read: Read, unit: Read | None, log: Log) -> str:
    """The cell's text; a bare share (0.957) as the percentage that was meant, where only one reading is plain, and said.

    Plain is: the other value of the row is written in % and the share is nearer to it than the number as it stands;
    or target and actual are both bare shares of a row whose name is a rate of something wanted; or the file is an old
    .xls, whose formats cannot be had. A number that could be either stays as it is written.
    """
    if day := _serial(row, read, log):
        return day
    text = wording.flat(read.text)
    if read is row.fields.get("actual") and wording.number(text[1:]) is not None:
        text = text.removeprefix("=")  # a sum typed into the cell, and no sign of a target
    number = wording.number(text)
    rated = _RATE.search(row.name.text)
    in_percent = unit is not None and wording.flat(unit.text) == "%"
    if number is None or (unit is not None and not in_percent) or not 0 < number <= 1:
        return text
    other = row.fields.get("actual" if read is row.fields.get("target") else "target")
    beside = wording.flat(other.text) if other else ""
    share = _IN_PERCENT.search(beside)
    bare = wording.number(beside.lstrip("≥≤=＞＜><"))
    if in_percent and not share:
        # 0.957 in a column of percents, beside 95: a share among percents
        plain = bare is not None and bare > 1 and abs(bare - number * 100) < abs(bare - number)
    elif share:
        told = Decimal(share[1])
        plain = told > 0 and abs(told - number * 100) < abs(told - number)
    elif log.formatless and (rated or "%" in beside):
        plain = True
    else:
        both = bare is not None and 0 < bare <= 1
        plain = bool(rated) and both and not adverse(row.name.text)
    if not plain:
        return text
    shown = f"{number * 100:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    stored = ".xls 存的是" if log.formatless else "写的是"
    log.doubts.append(f"{read.origin}：{stored} {text}，按比率读作 {shown}%，请核对")
    return f"{shown}%"


def _serial(row: Row, read: Read, log: Log) -> str:
    """A bare number that is a day of Excel's calendar, in a row whose target is a day: the day, and said."""
    text = wording.flat(read.text)
    target = row.fields.get("target")
    number = wording.number(text)
    if number is None or target is None or read is target or not _FIRST_DAY <= number <= _LAST_DAY:
        return ""
    try:
        if read_date(wording.flat(target.text)) is None or number != int(number):
            return ""
    except ValueError:
        return ""
    day = dt.date(1899, 12, 30) + dt.timedelta(days=int(number))
    told = f"{day.year}年{day.month}月{day.day}日"
    log.doubts.append(f"{read.origin}：写的是 {text}，是没有按日期显示的 {told}，请核对")
    return told


def _empty(text: str) -> bool:
    return not text.strip(" .…·") or text.strip().startswith("【待补充】")


class _Maker:
    def __init__(self, row: Row, index: int, log: Log) -> None:
        self.row, self.index, self.log = row, index, log
        self.values: list[Value] = []

    def put(self, key: str, text: str, read: Read, note: str = "") -> None:
        if text:
            joined = "，".join(n for n in (read.note, note) if n)
            self.values.append(Value(("指标", self.index, key), text, read.origin, joined))

    def lost(self, read: Read, why: str) -> None:
        self.log.not_understood.append(f"{read.origin}：“{wording.flat(read.text)}”{why}")

    def levels(self) -> None:
        self.put("一级", self.row.level1.text, self.row.level1)
        self.put("二级", self.row.level2.text, self.row.level2)
        name = self.row.name
        points = _IN_NAME.search(name.text)
        if points and "weight" not in self.row.fields:
            # 宣传活动场次（20分）: the points stand in the name where no column has them
            name = Read(name.text[: points.start()], name.origin, name.note)
            self.row.fields["weight"] = Read(points[1], name.origin, "写在名称里")
        self.put("名称", name.text, name)

    def amounts(self) -> None:
        target, actual = stated(self.row, self.log)
        if target is not None:
            self.put("目标", target.text, target)
        if actual is not None:
            self.put("实际", actual.text, actual)
        mark = self.row.fields.get("sign")
        if target is not None and mark and wording.sign(mark.text) is None:
            self._direction(mark)
        self._points("weight", "分值")
        self._points("deduction", "扣减")

    def _points(self, field: str, key: str) -> None:
        read = self.row.fields.get(field)
        if read is None or wording.is_blank(read.text):
            return
        number = wording.points(read.text)
        try:
            if number is None:
                raise ValueError
            read_money(str(number))
        except ValueError:
            self.lost(read, f"读不成{key}，没有写入")
            return
        self.put(key, f"{number:f}", read)

    def _direction(self, read: Read) -> None:
        said = wording.direction(read.text)
        if said:
            self.put("方向", said, read)
        elif not wording.is_blank(read.text):
            self.lost(read, "不是 ≥、≤、=、定性 之一，没有写入")

    def judgement(self) -> None:
        fields = self.row.fields
        mark, target = fields.get("sign"), fields.get("target")
        if "direction" in fields and not wording.sign(fields["direction"].text):
            self._direction(fields["direction"])
        elif (
            mark
            and wording.direction(mark.text) == "定性"
            and target
            and re.search(r"\d", target.text)
        ):
            self.put("方向", "定性", mark)  # else the words of the target tell it
        level = fields.get("level")
        if level and not wording.is_blank(level.text):
            self._level(level)
        else:
            self._level_by_words()
        ratio = fields.get("ratio")
        if ratio and not wording.is_blank(ratio.text):
            number = wording.ratio(ratio.text)
            try:
                read_ratio(None if number is None else str(number))
            except ValueError:
                number = None
            if number is None:
                self.lost(ratio, "读不成 0–100% 的比例，没有写入")
            else:
                self.put("评分比例", f"{number:f}", ratio)

    def _level(self, read: Read) -> None:
        text = wording.flat(read.text)
        for pattern, name in _ACHIEVED:
            if pattern.match(text):
                self.put("完成程度", name, read)
                return
        number = wording.ratio(text)
        if number is not None:
            self.row.printed.setdefault("completion", read)
        else:
            self.lost(read, "不是 达成、部分达成、未达成 之一，没有写入")

    def _level_by_words(self) -> None:
        """The three phrases of the form's own note, written as the actual, are the staff's choice of band."""
        target, actual = self.row.fields.get("target"), self.row.fields.get("actual")
        if actual is None or target is None or re.search(r"\d", target.text):
            return
        for pattern, name in _ACHIEVED:
            if pattern.match(wording.flat(actual.text)) and "并具有" in actual.text + "并具有" * (
                name == "达成"
            ):
                self.put("完成程度", name, actual, "按实际完成值的用语")

    def notes(self) -> None:
        fields = self.row.fields
        shown = self._shown_there()
        both = fields.get("reason_measure")
        if both and not self._nothing(both.text):
            self._reason_and_measure(both)
        for field, key in (("reason", "原因"), ("measure", "措施")):
            read = fields.get(field)
            if read and not self._nothing(read.text):
                if any(v.place == ("指标", self.index, key) for v in self.values):
                    self.lost(read, f"与另一列的{key}重复，没有写入")
                elif field == "measure":
                    self._measure(read.text, read)
                elif later := self._plan_in(read):
                    self.put(key, later[0], read, "后半是今后的打算，按措施读入")
                    self._measure(later[1], read)
                else:
                    self.put(key, wording.flat(read.text), read)
        for field, key in _PLAIN.items():
            read = fields.get(field)
            if read and not self._nothing(read.text):
                self.put(key, wording.flat(read.text), read)
        if shown is not None:
            self._shown(shown)

    def _reason_and_measure(self, both: Read) -> None:
        """Both from one cell, parted where its words or its sentences tell; said where they do not."""
        reason, measure, plain = wording.split_reason(both.text, self.log.year)
        note = "" if plain else "原因和措施同在一格，都放在原因"
        if not plain and self._reached() is False and (parts := wording.split_at_stop(both.text)):
            (reason, measure), note = parts, ""
            self.log.doubts.append(
                f"{both.origin}：原因和措施同在一格，按句号分开，“{measure[:30]}”作为措施，请核对"
            )
        elif not plain and (_MEASURES.search(both.text) or wording.several(both.text)):
            self.log.doubts.append(
                f"{both.origin}：原因和措施写在一起分不开，整格作为原因；有措施的请自行移到“措施”"
            )
        if measure and plain and wording.is_by_a_month(measure):
            self.log.doubts.append(
                f"{both.origin}：“{measure[:30]}”没有写年份，按下一步的措施读入，请核对"
            )
        self.put("原因", reason, both, note)
        self._measure(measure, both)

    def _plan_in(self, read: Read) -> tuple[str, str] | None:
        """Reason and measure of a cell of reasons that ends on what will be done (…，今后…), in a form without a cell for it."""
        if "measure" in self.row.fields:
            return None
        reason, measure, plain = wording.split_reason(read.text, self.log.year)
        return (reason, measure) if plain and measure and wording.is_plan(measure) else None

    def _shown_there(self) -> Read | None:
        """What stands in the cell of reasons of a row that lost nothing and tells no cause, only what shows the result: taken out of there."""
        for field in ("reason_measure", "reason"):
            read = self.row.fields.get(field)
            if (
                read and not self._nothing(read.text) and _SHOWN_BY.search(read.text)
                and not _CAUSED_BY.search(wording.flat(read.text)) and self._reached()
            ):  # fmt: skip
                return self.row.fields.pop(field)
        return None

    def _shown(self, read: Read) -> None:
        """It joins the row's 佐证."""
        said = "写在原因一栏，指标已完成，按佐证读入"
        text = wording.flat(read.text)
        old = next((v for v in self.values if v.place == ("指标", self.index, "佐证")), None)
        if old is None:
            self.put("佐证", text, read, said)
        elif text not in old.text:
            joined = f"{old.note}，" if old.note else ""
            where = read.origin.rpartition("!")[2]
            self.values[self.values.index(old)] = replace(
                old, text=f"{old.text}；{text}", note=f"{joined}后半{said}（{where}）"
            )

    def _reached(self) -> bool | None:
        """Whether the row lost nothing; None where that cannot be told."""
        said = {v.place[-1]: v.text for v in self.values}
        keys = (said.get("一级", ""), said.get("二级", ""), said.get("名称", ""))
        values = said.get("目标", ""), said.get("实际", "")
        return has_reached(self.row, keys, *values, year=self.log.year)

    def _measure(self, text: str, read: Read) -> None:
        """A measure; who does it and until when go to their own keys where the cell labels them and no column does."""
        plain, labelled = wording.split_labels(text)
        if any(field in self.row.fields for field in labelled):
            plain, labelled = wording.flat(text), {}
        self.put("措施", plain, read)
        for field, value in labelled.items():
            self.put(_PLAIN[field], value, read, f"措施一格里标明的{_PLAIN[field]}")

    def _nothing(self, text: str) -> bool:
        return not text.strip() or (
            wording.is_blank(text) or wording.is_template(text) or wording.is_fill_in(text)
        )

    def figures(self) -> list[Printed]:
        found = []
        for field, read in self.row.printed.items():
            if wording.is_blank(read.text):
                continue
            number: Decimal | None
            if field == "score":
                number = wording.points(read.text)
                found.append(Printed("得分", read.text, number, read.origin, self.index))
            else:
                number = wording.ratio(read.text)
                found.append(Printed("完成率", read.text, number, read.origin, self.index))
        return found


def _joined(value: Read, mark: Read | None, unit: Read | None, text: str) -> str:
    """Says where sign and unit came from, when they are not in the cell itself."""
    parts = []
    if mark and text[:1] not in value.text[:2]:
        parts.append(f"符号 {mark.origin.rpartition('!')[2]}")
    if (
        unit
        and unit.text.strip()
        and wording.flat(unit.text) in text
        and wording.flat(unit.text) not in value.text
    ):
        parts.append(f"单位 {unit.origin.rpartition('!')[2]}")
    return "、".join(parts)
