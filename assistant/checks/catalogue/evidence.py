"""Checks of evidence, of report against data, and of what a report must hold (F60–F64)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.checks.catalogue.totals import printed_totals
from assistant.checks.dossier import Dossier, Row, number_in
from assistant.checks.likeness import normal
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.numerals import chinese_number
from assistant.values.printing import plain
from assistant.values.reading import fold
from assistant.word.document import Document, Paragraph, Said, is_narrative

_PROOF = (
    ("满意度指标", "满意度调查的问卷、样本数和统计表"),
    ("数量指标", "验收单、台账、名册或合同"),
    ("质量指标", "验收报告、检测或测评证书"),
    ("时效指标", "完成、验收的日期凭证"),
    ("成本指标", "合同、发票和支付凭证"),
    ("效益", "统计报表、对比数据或业务部门证明"),
)
_LAW = regex(r"(法|条例|宪法|准则|决定)$")
_NUMBERED = regex(
    r"^\s*[（(〔]?[^，。；《]{0,24}(〔\s*\d{4}\s*〕|\[\d{4}\]|【\d{4}】|\(\d{4}\)|（\d{4}）)?\s*第?\d+\s*号"
)
_PAPER = regex(r"《(?P<name>[^》]{4,80})》")
_ROLE_NAMES = {
    "basis": "绩效目标批复下达情况", "arrival": "资金到位情况", "execution": "资金执行情况", "management": "资金管理情况",
    "overall": "总体绩效目标完成情况", "output": "产出指标完成情况", "benefit": "效益指标完成情况",
    "satisfaction": "满意度指标完成情况", "deviation": "偏离绩效目标的原因", "measures": "下一步改进措施",
    "application": "结果应用情况", "publicity": "公开情况", "other": "其他需要说明的问题",
}  # fmt: skip
_TRANSFER = regex(r"偏离绩效目标|绩效目标(分解|批复)?下达情况|绩效目标完成情况分析")
DATE = regex(
    r"^\s*(?P<d>20\d\d\s*[年.\-/]\s*\d{1,2}\s*[月.\-/]\s*\d{1,2}\s*日?|[二〇零○一二三四五六七八九十]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)\s*$"
)


@fault("F60", "请备齐佐证材料", severity="info", kind="E")
def f60_evidence(dossier: Dossier) -> Iterator[Hit]:
    """One reminder of the evidence to attach, by kind of indicator: without it a review gives no points.

    Source: 成都复核口径（无佐证不得分）; 财预〔2021〕101号. Example: 满意度95%，没有问卷.
    """
    rows = [r for r in dossier.rows if not r.evidence]
    if not rows:
        return
    wanted: dict[str, list[str]] = {}
    for row in rows:
        proof = next((p for key, p in _PROOF if key in row.level1 + row.level2), "证明材料")
        wanted.setdefault(proof, []).append(row.title)
    told = "；".join(f"{proof}（{len(names)}条）" for proof, names in wanted.items())
    yield Hit(
        Said("", "全部指标" if not rows[0].name.where else rows[0].name.where.split(" ")[0]),
        f"{len(rows)}条指标没有注明佐证，报送时请附：{told}",
        "可在数据的“佐证”或附件清单里逐条注明",
        evidence="、".join(r.title for r in rows),
    )


@fault("F61", "报告与数据（或盖章的自评表）不一致", severity="error")
def f61_report_and_data(dossier: Dossier) -> Iterator[Hit]:
    """A table of the report states another value than the data it was made from.

    Source: 评审常见问题. Example: 数据里实际值95%，报告表中97%.
    """
    if dossier.document is None or dossier.evaluation is None:
        return
    by_name: dict[tuple[str, str], Row] = {}
    for row in dossier.rows:
        by_name.setdefault((row.level2, normal(row.title)), row)
    for indicator in dossier.evaluation.indicators:
        printed = by_name.get((indicator.level2, normal(indicator.name)))
        if printed is None:
            continue
        for said, value, what in (
            (printed.target, indicator.target, "指标值"),
            (printed.actual, indicator.actual, "实际值"),
        ):
            if said and value and _flat(said.text) != _flat(value):
                yield Hit(
                    said,
                    f"“{printed.short}”报告表中{what}{said.text.strip()}，数据为{value}",
                    "请核对；数据有变的改数据后重新生成",
                )
    yield from _funds_apart(dossier)


def _flat(text: str) -> str:
    return re.sub(r"\s|,", "", fold(text))


def _funds_apart(dossier: Dossier) -> Iterator[Hit]:
    funds = dossier.evaluation.funds if dossier.evaluation else None
    forms = [f for f in dossier.forms if f.total is not None]
    if funds is None or len(forms) != 1 or forms[0].unit != funds.unit or forms[0].total is None:
        return
    for column, name in (("budget", "全年预算数"), ("executed", "全年执行数")):
        values = [getattr(s, column) for s in funds.sources]
        printed = forms[0].total.amount(column)
        if printed is None or any(v is None for v in values):
            continue
        whole = sum((v for v in values if v is not None), Decimal(0))
        if printed != whole:
            yield Hit(
                getattr(forms[0].total, column),
                f"报告表中{name}{plain(printed)}，数据为{plain(whole)}",
                "请核对；数据有变的改数据后重新生成",
            )


@fault("F62", "依据文件没有文号或日期，或年份不对", severity="warning")
def f62_basis(dossier: Dossier) -> Iterator[Hit]:
    """Documents named as the basis without number or date; approval claimed and none cited.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 五个依据文件都没有文号.
    """
    bare: list[Said] = []
    old: list[Said] = []
    for said in _basis_texts(dossier):
        for match in _PAPER.finditer(said.text):
            name, tail = match["name"], said.text[match.end() :]
            if (
                _LAW.search(name)
                or "自评" in name[-6:]
                or _NUMBERED.match(tail)
                or re.search(r"〔\d{4}〕\d+号", name)
            ):
                continue
            if re.search(r"\d+号\s*[）)]?\s*$", said.text[: match.start()]):
                continue
            bare.append(said.cut(match.start(), match.end()))
            year = re.match(r"(20\d\d)年", name)
            if year and dossier.year and not dossier.year - 1 < int(year[1]) <= dossier.year + 1:
                old.append(bare[-1])
    if bare:
        shown = "、".join(s.text for s in bare[:6]) + ("等" if len(bare) > 6 else "")  # noqa: PLR2004
        yield Hit(
            bare[0],
            f"{len(bare)}个文件没有文号：{shown}",
            "请写全名称和文号，如“××〔2021〕12号”；没有文号的写印发日期",
        )
    if old:
        yield Hit(
            old[0],
            f"{len(old)}个依据是{dossier.year}年以外的年份：" + "、".join(s.text for s in old[:4]),
            f"请核对是否为{dossier.year}年项目的依据",
            severity="info",
        )
    yield from _approval(dossier)


def _basis_texts(dossier: Dossier) -> Iterator[Said]:
    if dossier.document is None:
        for i, title in enumerate(dossier.evaluation.report.basis if dossier.evaluation else (), 1):
            yield Said(title if "《" in title else f"《{title}》", f"报告.依据[{i}]")
        return
    yield from (p.said for p in dossier.document.paragraphs if p.text.strip() and not p.path)
    yield from (p.said for p in dossier.document.of("basis"))


def _approval(dossier: Dossier) -> Iterator[Hit]:
    if dossier.document is None:
        return
    for heading in dossier.document.paragraphs:
        if heading.level != 1 or "批复" not in heading.title:
            continue
        body = [p for p in dossier.document.body() if p.path and p.path[0] == heading.path[0]]
        text = "".join(p.said.text for p in body)
        if body and not re.search(r"批复|〔\d{4}〕|\d+号", text):
            yield Hit(
                heading.whole,
                "标题是绩效目标批复，内容没有批复的文件、日期和金额",
                "请写明批复文件的名称、文号、日期和资金数",
            )


@fault("F63", "缺少应有的部分（章节、自评表、总分、等级）", severity="warning")
def f63_missing_part(dossier: Dossier) -> Iterator[Hit]:
    """A section of the outline, the table, the total or the grade is not there, or is empty.

    Source: 转移支付自评通知提纲; 财预〔2020〕10号第十九、二十五条. Example: 没有第五部分和自评表.
    """
    document = dossier.document
    if document is None:
        return
    place = dossier.title if dossier.title else Said("", document.name)
    if is_narrative(document):
        yield from _missing_sections(dossier, document, place)
        yield from _empty_sections(document)
    yield from _missing_score(dossier, place)


def _missing_sections(dossier: Dossier, document: Document, place: Said) -> Iterator[Hit]:
    titles = "".join(p.title for p in document.paragraphs if p.level)
    present = {role for p in document.paragraphs if p.level for role in _roles_of_heading(p)}
    transfer = bool(_TRANSFER.search(titles))
    wanted = list(_ROLE_NAMES) if transfer else ["basis", "deviation", "measures"]
    if not transfer:
        if "conclusion" in present or "completion" in present:
            present |= {"output"}
        wanted.append("output")
    missing = [_ROLE_NAMES[r] for r in wanted if r not in present]
    words = document.text + "".join(t.before for t in document.tables)
    if not re.search(r"自评表|附件", words) and not any(f.has_scores for f in dossier.forms):
        missing.append("附件：自评表")
    if missing:
        yield Hit(
            place,
            f"缺少{len(missing)}个部分：{'、'.join(missing)}",
            "请按提纲补齐，没有内容的写“无”",
        )


def _roles_of_heading(paragraph: Paragraph) -> frozenset[str]:
    from assistant.checks.headings import roles_of

    return roles_of(paragraph.title)


def _empty_sections(document: Document) -> Iterator[Hit]:
    with_tables = {t.after for t in document.tables}
    for i, paragraph in enumerate(document.paragraphs):
        if not paragraph.level or paragraph.said:
            continue
        j = i + 1
        while j < len(document.paragraphs) and not document.paragraphs[j].text.strip():
            j += 1
        if any(i <= at < j for at in with_tables):
            continue
        following = document.paragraphs[j] if j < len(document.paragraphs) else None
        if following is None or (following.level and following.level <= paragraph.level):
            yield Hit(paragraph.whole, f"“{paragraph.title}”下面没有内容", "请补写，没有的写“无”")


def _missing_score(dossier: Dossier, place: Said) -> Iterator[Hit]:
    document = dossier.document
    if document is None or not dossier.ruleset.scored:
        return
    totals = printed_totals(dossier)
    tables = [f for f in dossier.forms if f.rows]
    graded = re.search(
        r"(等级|等次|评级|评价结果|自评结果|自评结论|结论).{0,8}[“\"为是：:]\s*[“\"]?(优|良|中|差)",
        document.text,
    ) or any(
        re.fullmatch(r"优秀?|良好?|中等?|较?差", c.flat)
        for t in document.tables
        for row in t.rows
        for c in row
    )
    if tables and not any(f.has_scores for f in tables) and not totals:
        cells = "".join(c.flat for t in document.tables for row in t.rows[:8] for c in row)
        unscored = bool(
            re.search(r"转移支付|中央(财政)?(下达|补助)", document.text[:3000])
            or re.search(r"B/A|转移支付|中央补助", cells)
        )
        yield Hit(
            place if place.text else tables[0].rows[0].name,
            "没有分值、得分、总分和等级"
            + ("（转移支付自评表可以不打分）" if unscored else "，不能按办法计分"),
            "请按办法补上分值、得分、总分和等级，附项目支出绩效自评表",
            evidence=place.text or tables[0].name,
            severity="info" if unscored else None,
        )
        return
    for form in tables:
        if (
            form.has_scores
            and form.total_score.where
            and number_in(form.total_score.text) is None
            and any(r.score for r in form.rows)
        ):
            yield Hit(form.total_score, "自评表没有填总分", "请填各项得分之和", evidence="总分")
    if (
        (totals or any(number_in(f.total_score.text) is not None for f in tables))
        and not graded
        and is_narrative(document)
    ):
        yield Hit(
            totals[0][1] if totals else tables[0].total_score,
            "有总分，没有等级",
            "请写明等级（优、良、中、差）",
            evidence="总分",
        )


@fault("F64", "主送机关、标题、署名或日期不规范", severity="warning")
def f64_formalities(dossier: Dossier) -> Iterator[Hit]:
    """Addressee without its full name, date in the wrong form, a title of another kind of report.

    Source: GB/T 9704-2012 7.3.1、7.3.2、7.3.5; 盐池县公安局2021年自评报告. Example: 主送“财政局”，日期“2022年05月30日”.
    """
    document = dossier.document
    if not is_narrative(document) or document is None:
        return
    filled = [p for p in document.paragraphs if p.text.strip()]
    for paragraph in filled[:6]:
        words = paragraph.text.strip()
        if (
            re.fullmatch(r"(市|县|区|省|自治区)?(财政局|财政厅|财政部门)[：:]", words)
            and len(words) <= 6  # noqa: PLR2004
        ):
            yield Hit(
                paragraph.said,
                f"主送机关“{words.rstrip('：:')}”不是全称",
                "请写全称或规范化简称，如“××县财政局：”",
            )
        elif re.fullmatch(r"[\u4e00-\u9fff]{2,14}(局|厅|委|政府):", words):
            yield Hit(paragraph.said, "主送机关后用了半角冒号", "请用全角冒号")
    if not dossier.title:
        yield Hit(
            filled[0].whole,
            "开头没有找到“……绩效自评报告”这样的标题",
            "标题请写明单位、年度、项目和“绩效自评报告”",
        )
    elif "自评" not in dossier.title.text and "自评" in document.text:
        yield Hit(dossier.title, "标题写的是评价报告，内容是单位自评", "请用“绩效自评报告”")
    elif "自评" in dossier.title.text:
        mixed = next((s for s in dossier.sentences() if re.search(r"绩效评价报告", s.text)), None)
        if mixed is not None:
            yield Hit(
                mixed.find("绩效评价报告"),
                "单位自评写成了“绩效评价报告”",
                "请统一用“绩效自评报告”",
                severity="info",
            )
    yield from _signature(filled)


def _signature(filled: list[Paragraph]) -> Iterator[Hit]:
    dates = [(i, p, m) for i, p in enumerate(filled) if (m := DATE.match(p.text)) and not p.level]
    if not dates:
        if any("【待补充" in p.text for p in filled[-4:]):
            return  # said once, with the other marks (F33)
        yield Hit(
            filled[-1].whole,
            "没有成文日期",
            "请在署名下一行写成文日期，如2022年5月30日",
            evidence=filled[-1].text.strip()[:30],
        )
        return
    at, paragraph, match = dates[-1]
    words = match["d"]
    if not re.fullmatch(r"20\d\d年[1-9]\d?月[1-9]\d?日", words):
        yield Hit(
            paragraph.said.find(words),
            f"成文日期“{words}”不规范",
            f"请写成{printed_date(words)}（阿拉伯数字，月、日不编虚位，中间不空格）",
        )
    before = filled[at - 1].text.strip() if at else ""
    if len(before) > 30 or before.endswith(("。", "；", "：")):  # noqa: PLR2004
        yield Hit(
            paragraph.said, "成文日期上面没有署名", "请在日期上一行写单位全称", evidence=words
        )


def printed_date(words: str) -> str:
    numbers = re.findall(r"\d+", words)
    if len(numbers) == 3:  # noqa: PLR2004
        return f"{int(numbers[0])}年{int(numbers[1])}月{int(numbers[2])}日"
    parts = re.split(r"[年月日]", words.replace("○", "〇"))
    values = [chinese_number(p) for p in parts[:3]]
    return "{}年{}月{}日".format(*values) if all(values) else "2022年5月30日"
