"""A report's paragraphs: title, addressee, notice, basis documents, sections, signature and date.

Only what the words state outright is taken; every paragraph that went nowhere is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.forms.read import wording
from assistant.forms.read.beside import (
    NAMES,
    UNNEEDED,
    is_furniture,
    is_unit,
    pairs_in,
    place_of,
    strength,
)
from assistant.forms.read.beside import (
    YEARS as YEAR_LABELS,
)
from assistant.forms.read.identity import year_in
from assistant.forms.read.imported import Value
from assistant.forms.read.money import stated_unit
from assistant.forms.read.prose_money import prose_funds
from assistant.forms.read.rows import Log
from assistant.patterns import regex
from assistant.sheets.grid import Paragraph
from assistant.values.numerals import chinese_digits, chinese_number
from assistant.values.reading import fold, read_date

_HEADING = regex(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分)|[(（]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]|\d{1,2}[.．、](?!\d))\s*"
)
_LONGEST_HEADING = 40
_SECTIONS = (
    ("management", regex(r"资金.*管理")),
    ("funds", regex(r"资金.*(?:到位|投入|执行|使用|支出)|预算执行")),
    ("overall", regex(r"总体.*目标.*完成|总体绩效目标")),
    ("both", regex(r"原因.*措施|偏离.*原因.*改进|问题.*(?:建议|措施)")),
    ("reasons", regex(r"(?:偏离|偏差|未完成).*原因|原因分析|存在的?问题")),
    ("measures", regex(r"(?:改进|整改).*措施|下一步.*(?:措施|打算|计划)")),
    ("results", regex(r"结果.*应用.*公开|应用和公开")),
    ("application", regex(r"结果.*应用|应用情况")),
    ("publicity", regex(r"公开")),
    ("other", regex(r"其他.*(?:说明|问题)")),
    ("basis", regex(r"目标.*(?:批复|下达|分解)|批复下达|立项|项目背景|项目概况|基本情况")),
    ("completion", regex(r"指标.*完成|完成情况|产出|效益|满意度")),
)
_DOCUMENT = regex(
    r"《((?:[^《》]|《[^《》]*》)+)》(?:\s*([(（〔\[][^()（）]{2,30}?(?:号|〕\d+号)[)）]))?"
)
_QUOTED = regex(r"“((?:[^“”]|“[^“”]*”)+)”\s*[(（]以下(?:简称|称)")
_PLAIN = regex(r"对?(?:\d{4}年(?:度)?)?(?:实施的)?([^，。；“”]{4,60}?项目)\s*[(（]以下(?:简称|称)")
_TITLE = regex(
    r"^(?P<head>.*?)(?:项目)?(?:资金|支出|预算|专项)*(?:支出)?(?:绩效目标|绩效|目标)*(?:自评|自我评价|评价|自查)(?:情况|工作|结果)*(?:的)?(?:报告|总结)$"
)
_YEAR = regex(r"((?:19|20)\d{2})\s*年(?:度)?")
_DATE = regex(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_CHINESE_DATE = regex(
    r"([〇零○Ｏ一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_FACT = regex(r"\d|《|〔")
_NEGATIVE = regex(r"不能|未能|未|没有|不足|滞后|延期|推迟|低于|偏低|因|由于|受.{1,10}影响|导致|尚")
_STOPS = regex(r"(?<=[。！？；])")
_LEAST_SHARED = 3
#: the line that names what hangs on the report; a score, which is computed and no data
_ATTACHED = regex(r"^\s*附\s*[件表]?\s*\d{0,2}\s*[:：]")
_SCORE_TOLD = regex(
    r"[^。，；]{0,20}(?:得分|评分|总分)[^。，；]{0,6}\d+(?:\.\d+)?分[^。，；]{0,20}[。]?"
)
_USE = regex(r"作为|参考|依据|安排|挂钩|运用|应用|调整|整改|考核")


@dataclass(slots=True)
class Report:
    """What the paragraphs say. `title_name` and `title_year` stand in for a form's labels."""

    values: list[Value] = field(default_factory=list)
    title_name: tuple[str, str] = ("", "")
    title_year: tuple[str, str] = ("", "")
    unit: tuple[str, str] = ("", "")
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    section: str
    paragraph: Paragraph


def read_prose(
    paragraphs: list[Paragraph], names: list[str], log: Log, *, funds_known: bool
) -> Report:
    """`names` are the indicators', in the order of the data; `funds_known` where a table gives the funds."""
    report = Report()
    if not paragraphs:
        return report
    body = list(paragraphs)
    used: set[int] = set()
    partly: dict[int, str] = {}
    _labelled(body, report, used, log)
    _signature(body, report, used)
    log.not_understood += report.lost
    first = next((i for i, p in enumerate(body) if _heading(p) and i > 0), len(body))
    _title(body[:first] or body[:1], report, used)
    _opening(body[:first], report, used)
    parts = _sections(body, first, used)
    _basis(parts, report, used, partly, body)
    _notes(parts, report, names, log, used, partly, body)
    if not funds_known:
        money = [p.paragraph for p in parts if p.section == "funds"] or [p.paragraph for p in parts]
        values, taken = prose_funds(money, log)
        report.values += values
        used |= {body.index(p) for p in taken}
    for i, p in enumerate(body):
        if i not in used and not is_furniture(p.text):
            why = partly.get(i, "没有对应的数据项，没有写入")
            log.not_understood.append(f"{p.origin}：{why}：{wording.flat(p.text)}")
    return report


def _heading(p: Paragraph) -> bool:
    text = p.text.strip()
    short = len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "：", "，"))
    return short and (p.heading or bool(_HEADING.match(text)))


def _labelled(body: list[Paragraph], report: Report, used: set[int], log: Log) -> None:
    """Lines of labels with values (项目名称：…，单位名称：…　填报日期：…), as they stand over and under a form."""
    for i, p in enumerate(body):
        pairs = pairs_in(p.text)
        if not pairs:
            continue
        used.add(i)
        _take_pairs(pairs, p, report, log)


def _take_pairs(pairs: list[tuple[str, str]], p: Paragraph, report: Report, log: Log) -> None:
    """The values of one line. A unit beside a date is the one that signs."""
    unit = day = ""
    log.signers += [(label, p.origin) for label, text in pairs if label in UNNEEDED and text]
    for label, text in pairs:
        place = ("项目", "名称") if label in NAMES else place_of(label)
        unit_said = place is None and stated_unit(f"{label}：{text}")
        if not text or wording.is_template(text) or label in UNNEEDED or unit_said:
            continue
        if label in YEAR_LABELS:
            report.title_year = (fold(text)[:4], p.origin)
        elif place is None:
            report.lost.append(f"{p.origin}：没有对应的数据项，没有写入：{label}：{text}")
        elif place == ("报告", "成文日期"):
            day = _day(text) or _iso(text)
            if not day:
                report.lost.append(f"{p.origin}：“{text[:60]}”读不成日期，没有写入")
        elif place == ("项目", "实施单位"):
            unit = text
            if strength(label) > 0 and not any(v.place == place for v in report.values):
                report.values.append(Value(place, text, p.origin, strength=strength(label)))
        elif not any(v.place == place for v in report.values):
            report.values.append(Value(place, text, p.origin, strength=strength(label)))
    if day:
        report.values.append(Value(("报告", "成文日期"), day, p.origin))
        if unit:
            report.values.append(Value(("报告", "署名"), unit, p.origin))
    if unit and not report.unit[0]:
        report.unit = (unit, p.origin)


def _iso(text: str) -> str:
    try:
        found = read_date(text)
    except ValueError:
        return ""
    return "" if found is None else found.isoformat()


def _signature(body: list[Paragraph], report: Report, used: set[int]) -> None:
    """The last date of its own line, and the unit that stands before it; nothing else signs."""
    if any(v.place == ("报告", "成文日期") for v in report.values):
        return
    for i in range(len(body) - 1, max(-1, len(body) - 12), -1):
        day = "" if i in used else _day(body[i].text)
        if not day:
            continue
        used.add(i)
        report.values.append(Value(("报告", "成文日期"), day, body[i].origin))
        own = re.split(
            r"\d{4}\s*年|[〇零○Ｏ一二三四五六七八九]{4}年", wording.flat(fold(body[i].text))
        )[0]
        lines = [(i, own.strip())] if own.strip() else []
        lines += [(i - 1, body[i - 1].text)] if i > 0 else []
        for at, line in lines:
            if at not in used | {i} or at == i:
                name = re.sub(r"[(（](?:盖?章|公章)[)）]", "", wording.flat(line)).replace(" ", "")
                if is_unit(name):
                    used.add(at)
                    report.values.append(Value(("报告", "署名"), name, body[at].origin))
                    report.unit = (name, body[at].origin)
                    break
        return


def _day(text: str) -> str:
    """A paragraph that is a date and little else, as 2022-05-30."""
    plain = "".join(fold(text).split())
    if len(plain) > 50:  # noqa: PLR2004
        return ""
    found = _DATE.search(plain)
    if found and found.end() == len(plain):
        year, month, day = (int(n) for n in found.groups())
    else:
        spoken = _CHINESE_DATE.search(plain.replace("○", "〇").replace("O", "〇"))
        if not spoken or spoken.end() != len(plain):
            return ""
        parts = [chinese_digits(spoken[1]), chinese_number(spoken[2]), chinese_number(spoken[3])]
        if None in parts:
            return ""
        year, month, day = (int(n or 0) for n in parts)
    text = f"{year}-{month:02d}-{day:02d}"
    try:
        read_date(text)
    except ValueError:
        return ""
    return text


def _title(opening: list[Paragraph], report: Report, used: set[int]) -> None:
    """The title, which may take several lines, up to the one that ends in 报告."""
    joined = ""
    for i, p in enumerate(opening[:6]):
        text = wording.flat(p.text)
        if text.endswith(("：", ":", "。")):
            break
        joined += text
        if re.search(r"(?:报告|总结)$", text):
            used.update(range(i + 1))
            _read_title(joined, opening[0].origin, report)
            return


def _read_title(title: str, origin: str, report: Report) -> None:
    title = title.replace(" ", "")
    if year := year_in(title):
        report.title_year = (year, origin)
    found = _TITLE.match(title)
    if not found:
        return
    name = found["head"]
    at = _YEAR.search(name)
    if at:
        name = name[at.end() :] or name[: at.start()]
    name = re.sub(r"^(?:关于|度)+", "", name).strip("的 ")
    if found["head"] != title and "项目" in title[len(found["head"]) :][:2] and name:
        name += "项目"
    if len(name) >= 4 and name not in {"部门项目", "项目支出", "部门整体"}:  # noqa: PLR2004
        report.title_name = (name, origin)


def _opening(opening: list[Paragraph], report: Report, used: set[int]) -> None:
    for i, p in enumerate(opening):
        text = wording.flat(p.text)
        if text.endswith(("：", ":")) and len(text) <= _LONGEST_HEADING and "，" not in text:
            if not any(v.place == ("报告", "主送") for v in report.values):
                report.values.append(Value(("报告", "主送"), text.rstrip("：:"), p.origin))
                used.add(i)
            continue
        for name, number in _DOCUMENT.findall(text):
            if "通知" in name:
                report.values.append(Value(("报告", "通知"), name + number, p.origin))
                used.add(i)
                break
        if not report.title_name[0]:
            named = _QUOTED.search(text) or _PLAIN.search(text)
            if named:
                report.title_name = (named[1], p.origin)
                used.add(i)
        if not report.title_year[0] and (year := year_in(text)):
            report.title_year = (year, p.origin)


def _sections(body: list[Paragraph], first: int, used: set[int]) -> list[_Part]:
    """Each paragraph with the section of the nearest heading that names one."""
    parts: list[_Part] = []
    section = ""
    for i in range(first, len(body)):
        p = body[i]
        if i in used:
            continue
        if _ATTACHED.match(p.text):
            used.add(i)  # what is attached is read itself, or is a file of its own
            continue
        if _heading(p):
            title = _HEADING.sub("", p.text)
            section = next((name for name, words in _SECTIONS if words.search(title)), section)
            used.add(i)
            continue
        parts.append(_Part(section, p))
    return parts


def _basis(
    parts: list[_Part],
    report: Report,
    used: set[int],
    partly: dict[int, str],
    body: list[Paragraph],
) -> None:
    number = 0
    for part in parts:
        if part.section != "basis":
            continue
        found = _DOCUMENT.findall(wording.flat(part.paragraph.text))
        for name, mark in found:
            report.values.append(
                Value(("报告", "依据", number), name + mark, part.paragraph.origin)
            )
            number += 1
        if found:
            rest = _DOCUMENT.sub("", wording.flat(part.paragraph.text))
            if len(re.sub(r"[根据按照依要求精神和及、，。；等文件]", "", rest)) < 12:  # noqa: PLR2004
                used.add(body.index(part.paragraph))
            else:
                partly[body.index(part.paragraph)] = "只取了文件名，其余没有写入"


def _notes(
    parts: list[_Part],
    report: Report,
    names: list[str],
    log: Log,
    used: set[int],
    partly: dict[int, str],
    body: list[Paragraph],
) -> None:
    texts: dict[tuple[str, str], list[Paragraph]] = {}
    for part in parts:
        p = part.paragraph
        if part.section in {"reasons", "measures", "both"}:
            if _reasons(part, report, names, log):
                partly[body.index(p)] = "只取了归到指标的部分，其余没有写入"
            continue
        if part.section == "results":
            for where, text in _results(p.text):
                texts.setdefault(where, []).append(replace(p, text=text))
            used.add(body.index(p))
            continue
        place = _place_of(part)
        if place is None:
            continue
        if place == ("资金", "管理") and not _FACT.search(p.text):
            # words that any project could use are no facts about this one (F53)
            log.not_understood.append(
                f"{p.origin}：资金管理只有一般表述，没有日期、文件或数字，没有写入：{wording.flat(p.text)}"
            )
            used.add(body.index(p))
            continue
        texts.setdefault(place, []).append(p)
        used.add(body.index(p))
    for place, found in texts.items():
        words = "".join(_HEADING.sub("", wording.flat(p.text)) for p in found)
        report.values.append(Value(place, words, found[0].origin))


def _results(text: str) -> list[tuple[tuple[str, str], str]]:
    """What a paragraph on use and publication says of each; a sentence that tells both is parted at its comma."""
    found: list[tuple[tuple[str, str], str]] = []
    for sentence in filter(None, _STOPS.split(_HEADING.sub("", wording.flat(text)))):
        if _SCORE_TOLD.fullmatch(sentence):
            continue
        clauses = sentence.split("，")
        at = next((i for i, c in enumerate(clauses) if "公开" in c and not _USE.search(c)), 0)
        use = "，".join(clauses[:at])
        if at and _USE.search(use) and "公开" not in use:
            found.append((("报告", "结果应用"), f"{use}。"))
            found.append((("报告", "公开"), "，".join(clauses[at:])))
        else:
            found.append((("报告", "公开" if "公开" in sentence else "结果应用"), sentence))
    return found


def _place_of(part: _Part) -> tuple[str, str] | None:
    return {
        "management": ("资金", "管理"),
        "overall": ("总体目标", "实际"),
        "application": ("报告", "结果应用"),
        "publicity": ("报告", "公开"),
        "other": ("报告", "其他说明"),
    }.get(part.section)


def _reasons(part: _Part, report: Report, names: list[str], log: Log) -> bool:
    """Whether any sentence was taken. A sentence goes to an indicator only where it shares words with that one alone."""
    p = part.paragraph
    before = len(report.values)
    for sentence in filter(None, _STOPS.split(_HEADING.sub("", wording.flat(p.text)))):
        measure = part.section == "measures" or (
            part.section == "both" and bool(re.search(r"措施|将|下一步|今后", sentence))
        )
        text, owner = sentence.strip("。；"), None
        if not measure:
            text, owner = _negative_clauses(text, names)
        else:
            owner = _owner(text, names)
        if owner is None:
            continue
        if measure and not any(v.place == ("指标", owner, "原因") for v in report.values):
            continue  # a measure for what did not fall short would answer nothing (F45)
        place = ("指标", owner, "措施" if measure else "原因")
        if any(v.place == place for v in report.values):
            continue
        report.values.append(Value(place, text, p.origin, "按用词归到这一指标，请核对"))
        log.doubts.append(
            f"{p.origin}：“{text[:40]}”按用词归为“{names[owner][:20]}”的{place[2]}，请核对"
        )
    return len(report.values) > before


def _negative_clauses(sentence: str, names: list[str]) -> tuple[str, int | None]:
    """The clauses that tell of something that fell short, with the indicator they share words with."""
    clauses = sentence.split("，")
    for i, clause in enumerate(clauses):
        owner = _owner(clause, names)
        if owner is None:
            continue
        start = i
        while (
            start > 0
            and _NEGATIVE.search(clauses[start - 1])
            and _owner(clauses[start - 1], names) in {None, owner}
        ):
            start -= 1
        end = i + 1
        while (
            end < len(clauses)
            and _NEGATIVE.search(clauses[end])
            and _owner(clauses[end], names) in {None, owner}
        ):
            end += 1
        text = "，".join(clauses[start:end])
        if _NEGATIVE.search(text):
            return text, owner
    return sentence, None


def _owner(text: str, names: list[str]) -> int | None:
    """The one indicator whose name shares the longest run of characters with the text."""
    scores = [_shared(text, name) for name in names]
    best = max(scores, default=0)
    if best < _LEAST_SHARED or scores.count(best) != 1:
        return None
    return scores.index(best)


def _shared(text: str, name: str) -> int:
    """Length of the longest run of characters that both hold."""
    best = 0
    for start in range(len(name)):
        while start + best < len(name) and name[start : start + best + 1] in text:
            best += 1
    return best
