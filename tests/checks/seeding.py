"""Clean reports, and known faults put into them one by one: what the checks are measured on.

A base is a report that our own pipeline writes from complete data, with the embedded part taken out, so
that it is read like anybody's. A fault changes the Word file as a hasty hand would; each names the code
that must find it, and the codes that may fairly find it too.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as Word
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from assistant.checks import check
from assistant.checks.assemble import from_document
from assistant.checks.dossier import Dossier, Row
from assistant.checks.opening import read_report
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.intake import read
from assistant.model.finding import Finding
from assistant.report.document import render
from assistant.report.embedded import remove
from assistant.rules.loader import for_data
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.values.quantity import AtLeast, AtMost, Quantity
from assistant.word.package import check_package


@dataclass(frozen=True)
class Base:
    """A clean report: its bytes, what the checks make of it, and what they already find."""

    name: str
    data: bytes
    ruleset: RuleSet
    dossier: Dossier
    known: frozenset[tuple[str, str]]

    def word(self) -> Word:
        return docx.Document(io.BytesIO(self.data))


def base_of(path: Path) -> Base:
    """The report of a data file."""
    evaluation = read(path)
    rules = for_data(evaluation, path)
    card = score(evaluation, rules)
    facts = gather(card)
    word = docx.Document(io.BytesIO(render(card, draft_by_rules(card, facts), facts)))
    remove(word)
    _settle(word)
    data = saved(word)
    dossier = dossier_of_bytes(data, rules)
    known = frozenset(_kind(f) for f in check(dossier))
    return Base(path.parent.name if path.stem == "数据" else path.stem, data, rules, dossier, known)


def _kind(finding: Finding) -> tuple[str, str]:
    """What a finding says, figures aside."""
    return finding.code, re.sub(r"[\d.]+", "", finding.message)


def _settle(word: Word) -> None:
    """Answers the marks that only a person can: a report is clean when none is left."""
    for paragraph in everything(word):
        if "【待补充" not in paragraph.text:
            continue
        if "成文日期" in paragraph.text:
            put(paragraph, "2024年3月20日")
        elif len(paragraph.text) < 40:
            put(paragraph, re.sub(r"【待补充[^】]*】", "示例县财政局", paragraph.text))
        else:
            put(paragraph, "无。")


def saved(word: Word) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def dossier_of_bytes(data: bytes, rules: RuleSet) -> Dossier:
    return from_document(read_report(check_package(Path("报告.docx"), data, kind="docx")), rules)


# ---- reaching into the Word file


def everything(word: Word) -> Iterator[Paragraph]:
    """All paragraphs, those of cells too."""
    yield from word.paragraphs
    for table in word.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def put(paragraph: Paragraph, text: str) -> None:
    """New words in the looks of the old."""
    runs = paragraph.runs
    if not runs:
        paragraph.add_run(text)
        return
    runs[0].text = text
    for run in runs[1:]:
        run.text = ""


def swap(word: Word, old: str, new: str, *, every: bool = False) -> bool:
    """The first paragraph with those words, or every one, gets others."""
    done = False
    for paragraph in everything(word):
        if old in paragraph.text:
            put(paragraph, paragraph.text.replace(old, new))
            done = True
            if not every:
                break
    return done


def section(word: Word, title: str) -> list[Paragraph]:
    """The paragraphs under the heading that holds those words, up to the next heading."""
    paragraphs = list(word.paragraphs)
    titles = [i for i, p in enumerate(paragraphs) if title in p.text and len(p.text) < 30]
    at = titles[-1] if titles else None  # “三、……原因和……措施” stands over “（一）……原因”
    found: list[Paragraph] = []
    for paragraph in paragraphs[at + 1 :] if at is not None else ():
        if (
            re.match(r"([一二三四五六七八九]、|（[一二三四五六]）|\d[.、])", paragraph.text)
            and len(paragraph.text) < 30
        ):
            break
        if paragraph.text.strip() and not paragraph.text.startswith(("表", "注")):
            found.append(paragraph)
    return found


def add_after(paragraph: Paragraph, text: str) -> None:
    """A paragraph of the same looks behind this one."""
    twin = deepcopy(paragraph._p)
    paragraph._p.addnext(twin)
    put(Paragraph(twin, paragraph._parent), text)


def say(word: Word, title: str, text: str) -> bool:
    """Adds a paragraph to a section."""
    found = section(word, title)
    if found:
        add_after(found[-1], text)
    return bool(found)


def tell_instead(word: Word, title: str, text: str) -> bool:
    """Replaces a section's words."""
    found = section(word, title)
    for paragraph in found[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    if found:
        put(found[0], text)
    return bool(found)


def _columns(table: Table) -> dict[str, int]:
    for row in table.rows[:2]:
        texts = [c.text for c in row.cells]
        if "三级指标" in texts and any("实际" in t for t in texts):
            keys = {
                "名称": "三级指标",
                "目标": "指标值",
                "实际": "实际",
                "完成": "完成情况",
                "分值": "分值",
                "得分": "得分",
            }
            return {k: i for k, v in keys.items() for i, t in enumerate(texts) if v in t}
    return {}


def results(word: Word) -> tuple[Table, dict[str, int]]:
    return next((t, c) for t in word.tables if (c := _columns(t)))


def cell(word: Word, row: Row, column: str) -> _Cell | None:
    table, columns = results(word)
    if column not in columns:
        return None
    for line in table.rows:
        if line.cells[columns["名称"]].text == row.name.text:
            return line.cells[columns[column]]
    return None


def write(word: Word, row: Row, column: str, text: str) -> bool:
    found = cell(word, row, column)
    if found is not None:
        put(found.paragraphs[0], text)
    return found is not None


def total_cell(word: Word, column: str) -> _Cell | None:
    table, columns = results(word)
    line = table.rows[-1]
    return (
        line.cells[columns[column]]
        if line.cells[0].text.startswith("总分") and column in columns
        else None
    )


def fund_cell(word: Word, line: int, head: str) -> _Cell | None:
    for table in word.tables:
        for i, row in enumerate(table.rows[:2]):
            texts = [c.text for c in row.cells]
            if "全年预算数" in texts and head in texts and len(table.rows) > i + 1 + line:
                return table.rows[i + 1 + line].cells[texts.index(head)]
    return None


def put_cell(found: _Cell | None, text: str) -> bool:
    if found is not None:
        put(found.paragraphs[0], text)
    return found is not None


# ---- the faults


@dataclass(frozen=True)
class Fault:
    """`apply` changes the file and says whether it could; `also` are codes that may find it too."""

    code: str
    name: str
    apply: Callable[[Word, Base, random.Random], bool]
    also: frozenset[str] = frozenset()


FAULTS: list[Fault] = []


def seeds(code: str, name: str, *also: str) -> Callable[[Any], Any]:
    def register(apply: Callable[[Word, Base, random.Random], bool]) -> Any:
        FAULTS.append(Fault(code, name, apply, frozenset(also)))
        return apply

    return register


def rows(base: Base, *, status: str = "", level2: str = "", kind: type | None = None) -> list[Row]:
    return [
        r
        for r in base.dossier.rows
        if (not status or r.status == status)
        and (not level2 or r.level2 == level2)
        and (kind is None or isinstance(r.want, kind))
    ]


def pick(rng: random.Random, found: list[Row]) -> Row | None:
    return rng.choice(found) if found else None


def number(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", text) or "0")


def on_row(**wanted: Any) -> Callable[[Any], Any]:
    """A fault of one row, where the report has such a row."""

    def wrap(change: Callable[[Word, Row], bool]) -> Any:
        def apply(word: Word, base: Base, rng: random.Random) -> bool:
            row = pick(rng, rows(base, **wanted))
            return row is not None and change(word, row)

        return apply

    return wrap


def adding(title: str, text: str) -> Callable[[Word, Base, random.Random], bool]:
    return lambda word, base, rng: say(word, title, text)


def instead(title: str, text: str) -> Callable[[Word, Base, random.Random], bool]:
    return lambda word, base, rng: tell_instead(word, title, text)


@seeds("F01", "元写成万元的金额")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    for paragraph in section(word, "执行情况分析"):
        match = re.search(r"执行资金([\d.,]+)万元", paragraph.text)
        if (match and Decimal(match[1].replace(",", "")) % 1 != 0) or (match and len(match[1]) > 2):
            put(paragraph, paragraph.text.replace(f"{match[1]}万元", f"{match[1]}元", 1))
            return True
    return False


@seeds("F02", "总额改大", "F01", "F03", "F04", "F05", "F07", "F08", "F17", "F36", "F59")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found, second = fund_cell(word, 0, "全年预算数"), fund_cell(word, 1, "全年预算数")
    if found is None or second is None or not number(second.text):
        return False
    return put_cell(found, str(number(found.text) + 12))


@seeds("F03", "执行率改小", "F04", "F05")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = fund_cell(word, 0, "执行率")
    return found is not None and put_cell(found, f"{number(found.text) - Decimal('1.5')}%")


@seeds("F03", "正文执行率改小")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    for paragraph in section(word, "执行情况分析"):
        match = re.search(r"预算执行率为([\d.]+)%", paragraph.text)
        if match:
            put(paragraph, paragraph.text.replace(f"{match[1]}%", f"{Decimal(match[1]) - 7}%", 1))
            return True
    return False


@seeds("F04", "执行得分改小", "F14")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = fund_cell(word, 0, "得分")
    return (
        found is not None
        and number(found.text) > 3
        and put_cell(found, str(number(found.text) - 2))
    )


@seeds("F09", "未完成的得分改小", "F14", "F16", "F17")
@on_row(status="not_met", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    points = number(row.score.text)
    return points > 2 and write(word, row, "得分", str(points - Decimal("1.5")))


@seeds("F10", "得分超过分值", "F14")
@on_row(status="met", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return bool(row.score) and write(word, row, "得分", str(number(row.weight.text) + 2))


@seeds("F11", "完成的扣了分", "F14")
@on_row(status="met", kind=AtLeast, level2="数量指标")
def _(word: Word, row: Row) -> bool:
    return bool(row.score) and write(
        word, row, "得分", str(number(row.weight.text) - Decimal("0.5"))
    )


@seeds("F12", "未完成的记满分", "F14", "F32")
@on_row(status="not_met", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return (
        bool(row.score) and row.level1 != "满意度指标" and write(word, row, "得分", row.weight.text)
    )


@seeds("F13", "分值改大", "F09", "F11", "F16")
@on_row(status="met")
def _(word: Word, row: Row) -> bool:
    return bool(row.weight) and write(word, row, "分值", str(number(row.weight.text) + 5))


@seeds("F14", "总分改大", "F15")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = total_cell(word, "得分")
    return found is not None and put_cell(found, str(number(found.text) + 2))


@seeds("F15", "等级改错")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    done = False
    for paragraph in everything(word):
        match = re.search(r"等级(为|：)“?(优|良|中|差)”?", paragraph.text)
        if match:
            other = "良" if match[2] == "优" else "优"
            put(paragraph, paragraph.text.replace(match[0], match[0].replace(match[2], other)))
            done = True
    return done


@seeds("F18", "正文数量写反")
@on_row(status="met", level2="数量指标", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    digits = re.match(r"\d+", row.actual.text)
    if not digits or len(set(digits[0])) < 2:
        return False
    other = (
        digits[0][::-1].lstrip("0") if digits[0][::-1].lstrip("0") != digits[0] else digits[0] + "7"
    )
    for paragraph in section(word, "产出指标完成情况"):
        if f"实际完成{row.actual.text}" in paragraph.text and row.title in paragraph.text:
            wrong = row.actual.text.replace(digits[0], other, 1)
            put(
                paragraph,
                paragraph.text.replace(f"实际完成{row.actual.text}", f"实际完成{wrong}", 1),
            )
            return True
    return False


seeds("F19", "分项不等于合计", "F01")(
    adding("执行情况分析", "另据台账，设备购置共86万元，其中：服务器52.4万元、终端30.36万元。")
)


@seeds("F20", "实际值换了单位", "F01", "F09", "F18", "F22", "F24", "F41", "F45", "F12")
@on_row(level2="数量指标", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return isinstance(row.got, Quantity) and write(word, row, "实际", f"{row.got.value}万元")


@seeds("F22", "实际值空白", "F41", "F52", "F12", "F18")
@on_row(kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return write(word, row, "实际", "")


@seeds("F23", "实际值照抄符号", "F24", "F35", "F67", "F18", "F09")
@on_row(status="met", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return not row.want.implied and write(word, row, "实际", row.target.text)


@seeds("F24", "定量写成文字", "F22", "F41", "F12")
@on_row(status="met", level2="数量指标", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    return write(word, row, "实际", "已按要求完成")


def renamed(word: Word, row: Row, name: str) -> bool:
    """In all tables, and nowhere else."""
    done = False
    for table in word.tables:
        for line in table.rows:
            for square in line.cells:
                if square.text == row.name.text:
                    put(square.paragraphs[0], name)
                    done = True
    return done


@seeds("F25", "口号当名称", "F27", "F41", "F45", "F35", "F34", "F67")
@on_row(level2="社会效益指标")
def _(word: Word, row: Row) -> bool:
    return renamed(
        word, row, "进一步打造一批标准规范高效的示范典型，着力补齐短板，不断增强人民群众的获得感"
    )


@seeds("F28", "付款当时效", "F56", "F41", "F45", "F18", "F27")
@on_row(level2="时效指标")
def _(word: Word, row: Row) -> bool:
    return renamed(word, row, "项目资金支付完成时间")


@seeds("F29", "两条指标同名", "F18", "F38", "F34", "F41", "F45", "F37", "F27")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    lower, upper = (
        rows(base, level2="服务对象满意度指标"),
        [r for r in base.dossier.rows if r.level1 == "效益指标"],
    )
    return bool(lower and upper) and renamed(word, lower[0], upper[0].title)


@seeds("F30", "执行率当指标", "F28", "F41", "F45", "F35", "F27")
@on_row(level2="数量指标")
def _(word: Word, row: Row) -> bool:
    return renamed(word, row, "项目资金支出率")


@seeds("F31", "成本用了≥", "F38", "F09", "F11", "F12", "F41", "F35", "F45")
@on_row(level2="成本指标", kind=AtMost)
def _(word: Word, row: Row) -> bool:
    target = "≥" + re.sub(r"^(≤|不超过)", "", row.target.text)
    done = False
    for table in word.tables:
        for line in table.rows:
            if any(c.text == row.name.text for c in line.cells):
                for square in line.cells:
                    if square.text == row.target.text:
                        put(square.paragraphs[0], target)
                        done = True
    return done


@seeds("F32", "反向按正向算分", "F11", "F14", "F09")
@on_row(status="met", kind=AtMost)
def _(word: Word, row: Row) -> bool:
    if row.want.implied or not isinstance(row.got, Quantity) or not row.score:
        return False
    share = row.got.base / row.want.limit.base if row.want.limit.base else Decimal(1)
    return share < Decimal("0.97") and write(
        word, row, "得分", f"{number(row.weight.text) * share:.2f}"
    )


seeds("F33", "模板残留")(
    adding("总体绩效目标完成情况", "对照年度目标说明XX项目完成情况（100字以内）")
)


@seeds("F35", "超额三倍不说明", "F09", "F11", "F18", "F36")
@on_row(status="met", level2="数量指标", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    limit = row.want.limit
    more = f"{limit.value * 3}{limit.unit.name}"
    return write(word, row, "实际", more) and write(word, row, "完成", "300%")


@seeds("F37", "效益行没有了", "F13", "F14", "F22", "F52", "F17", "F63")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    table, _ = results(word)
    gone = [line for line in table.rows if line.cells[0].text == "效益指标"]
    for line in gone:  # chosen before any goes: merged cells are named by their first row
        line._tr.getparent().remove(line._tr)
    return bool(gone)


@seeds(
    "F38", "指标值悄悄改低", "F09", "F11", "F12", "F35", "F36", "F01", "F41", "F45", "F21", "F18"
)
@on_row(status="met", kind=AtLeast)
def _(word: Word, row: Row) -> bool:
    if row.want.implied or row.want.limit.value < 10:
        return False
    sign = re.match(r"^\D*", row.target.text)
    return write(
        word,
        row,
        "目标",
        f"{sign[0] if sign else ''}{row.want.limit.value - 2}{row.want.limit.unit.name}",
    )


def _paragraphs_of(word: Word, title: str, row: Row) -> list[Paragraph]:
    return [p for p in section(word, title) if row.title in p.text]


@seeds("F41", "原因没有了")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    row = pick(rng, rows(base, status="not_met"))
    found = _paragraphs_of(word, "偏离绩效目标的原因", row) if row else []
    for paragraph in found:
        paragraph._p.getparent().remove(paragraph._p)
    return bool(found)


@seeds("F42", "原因空泛", "F45")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    row = pick(rng, rows(base, status="not_met"))
    found = _paragraphs_of(word, "偏离绩效目标的原因", row) if row else []
    if not found:
        return False
    head = re.split(r"主要原因|。", found[0].text)[0]
    put(found[0], f"{head.rstrip('，。')}，主要是受各种因素影响造成的。")
    return True


@seeds("F44", "已全额支付还要加快支付", "F45")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    form = base.dossier.forms[0]
    rate = form.card.execution.rate if form.card else None
    return rate == 1 and say(
        word, "下一步改进措施", "由财务股负责，2024年底前加快项目资金支付进度。"
    )


@seeds("F45", "措施换成空话", "F46", "F44")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    return bool(rows(base, status="not_met")) and tell_instead(
        word,
        "下一步改进措施",
        "今后将认真学习文件精神，提高思想认识，安排好采购工作，加快预算支出。",
    )


@seeds("F46", "措施没有单位和时限", "F45")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = [p for p in section(word, "下一步改进措施") if "责任单位" in p.text]
    names = "、".join(r.title for r in rows(base, status="not_met"))
    return bool(found) and tell_instead(
        word, "下一步改进措施", f"今后将继续抓好{names}等工作，力求取得更好成绩。"
    )


@seeds("F47", "有偏差说全部完成")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    return bool(rows(base, status="not_met")) and say(
        word, "总体绩效目标完成情况", "各项绩效指标均已完成。"
    )


@seeds("F49", "原因里讲成绩")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = section(word, "偏离绩效目标的原因")
    if not found or not rows(base, status="not_met"):
        return False
    add_after(found[-1], "项目如期开工，各项任务按要求推进，顺利通过了检查。")
    return True


seeds("F50", "执行一节讲别的", "F03", "F63", "F08")(
    instead("执行情况分析", "全体工作人员积极参加各项培训会议，精神面貌焕然一新。")
)
seeds("F51", "效益一节讲产出")(instead("效益指标完成情况分析", "项目已全部建成，并投入使用。"))
seeds("F52", "无投诉当满意", "F18")(adding("满意度指标完成情况", "全年无投诉，群众满意度为100%。"))
seeds("F53", "管理套话")(
    instead(
        "项目资金管理情况",
        "我单位做到专款专用、专账核算，严格执行各项财务制度，手续齐全，确保资金安全、有效。",
    )
)
seeds("F54", "公开套话")(instead("结果公开情况", "我单位将按照上级有关要求做好自评结果公开工作。"))
seeds("F54", "应用套话")(
    instead("结果应用情况", "自评结果将作为改进管理、提高资金使用效益的重要依据。")
)
seeds("F55", "截止")(adding("项目资金管理情况", "截止2023年12月31日，账务已核对。"))
seeds("F55", "错字")(adding("项目资金管理情况", "财务股己完成全部账目核对。"))
seeds("F55", "引号不成对")(adding("项目资金管理情况", "台账按“一项一账的办法登记。"))


@seeds("F56", "正文说逾期", "F57", "F24")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    from assistant.values.deadlines import Deadline

    row = pick(rng, rows(base, level2="时效指标", status="met", kind=Deadline))
    if (
        row is None
        or base.dossier.year is None
        or not re.search(r"完工|竣工|完成|建成|验收", row.title)
    ):
        return False
    write(word, row, "实际", "如期完成")
    return say(
        word, "产出指标完成情况", f"项目于{base.dossier.year + 1}年2月竣工验收并完成全部建设任务。"
    )


seeds("F57", "先完工后开工")(adding("产出指标完成情况", "项目于2023年9月启动，2023年6月完工。"))


@seeds("F58", "没有验收", "F57")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = [
        r for r in rows(base, status="met")
        if r.level2 in {"数量指标", "质量指标"} and re.search(r"建|工程|安装|改造|验收|合格|设备", r.title)
    ]  # fmt: skip
    return bool(found) and say(word, "产出指标完成情况", "目前项目尚未组织竣工验收。")


seeds("F62", "依据没有文号")(
    adding("项目绩效目标批复下达情况", "项目同时参照《县域公共服务补短板三年行动工作方案》实施。")
)


@seeds("F63", "第五部分没有了")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = section(word, "其他需要说明的问题")
    heading = next(
        (p for p in word.paragraphs if "其他需要说明的问题" in p.text and len(p.text) < 30), None
    )
    if heading is None or not found:
        return False
    found[0]._p.getparent().remove(found[0]._p)
    heading._p.getparent().remove(heading._p)
    return True


@seeds("F64", "主送不是全称")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = next(
        (p for p in word.paragraphs[:8] if p.text.strip().endswith("：") and len(p.text) < 20), None
    )
    if found is None:
        return False
    put(found, "财政局：")
    return True


@seeds("F64", "日期编虚位")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    found = next(
        (
            p
            for p in reversed(word.paragraphs)
            if re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", p.text.strip())
        ),
        None,
    )
    if found is None:
        return False
    put(found, "2024年03月05日")
    return True


seeds("F65", "结论只有赞扬")(
    adding("总体绩效目标完成情况", "项目取得了良好的成效，得到社会各界一致好评。")
)
seeds("F66", "结转没有计入")(adding("项目资金到位情况", "另有单位自筹资金17.65万元用于零星支出。"))


@seeds("T01", "纸张不是A4")
def _(word: Word, base: Base, rng: random.Random) -> bool:
    from docx.shared import Inches

    for part in word.sections:
        part.page_width, part.page_height = Inches(8.5), Inches(11)
    return True


# ---- measuring


@dataclass(frozen=True)
class Trial:
    """One seeded report: the faults put in, the codes found anew, and the strange ones among them."""

    base: str
    faults: tuple[Fault, ...]
    new: tuple[Finding, ...]

    @property
    def missed(self) -> list[Fault]:
        codes = {f.code for f in self.new}
        return [fault for fault in self.faults if fault.code not in codes]

    @property
    def strange(self) -> list[Finding]:
        fair = {f.code for f in self.faults}.union(*(f.also for f in self.faults))
        return [f for f in self.new if f.code not in fair]


def trial(base: Base, faults: list[Fault], rng: random.Random) -> Trial:
    """Seeds those of the faults that the base can bear, and checks the result."""
    word = base.word()
    applied = [fault for fault in faults if fault.apply(word, base, rng)]
    found = check(dossier_of_bytes(saved(word), base.ruleset))
    new = tuple(f for f in found if _kind(f) not in base.known and f.code != "F60")
    return Trial(base.name, tuple(applied), new)


def singles(base: Base, seed: int = 7, *, step: int = 1) -> Iterator[Trial]:
    """Every fault alone, or every `step`th."""
    for i, fault in list(enumerate(FAULTS))[::step]:
        made = trial(base, [fault], random.Random(seed + i))
        if made.faults:
            yield made


def mixtures(bases: list[Base], count: int = 40, seed: int = 20261124) -> Iterator[Trial]:
    """Reports with four to six faults each, of different codes."""
    rng = random.Random(seed)
    for i in range(count):
        by_code: dict[str, Fault] = {}
        for fault in rng.sample(FAULTS, 8):
            by_code.setdefault(fault.code, fault)
        yield trial(bases[i % len(bases)], list(by_code.values())[: rng.randint(4, 6)], rng)
