"""Checks of how indicators are named, valued and placed (F21–F31, F33, F34, F39, F40)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.checks.dossier import Dossier, Row
from assistant.checks.figures import figures
from assistant.checks.funds import SIZES
from assistant.checks.likeness import alike, normal
from assistant.checks.printing import money
from assistant.checks.registry import Hit, fault
from assistant.deadlines import Deadline
from assistant.quantity import (
    AtLeast,
    AtMost,
    Between,
    Bound,
    Exactly,
    Qualitative,
    Quantity,
    Words,
)

_SIGNED = re.compile(r"^\s*(≥|≤|>=|<=|＞|＜|>|<|不低于|不少于|不超过|不高于|大于|小于|高于|低于)")
_VAGUE = re.compile(
    r"^(全面|明显|显著|有效|持续|不断|进一步|稳步|大力|逐步|长期|较好|良好|有所)*"
    r"(提升|提高|改善|增强|加强|增加|促进|推进|推动|保障|长期|明显|显著|有效|良好|较好|优化|完善|持续|影响|发展)*$"
)
_RATE = re.compile(r"(率|度|比例|占比|比重|百分比|比)([（(].*[）)])?$")
_YES_NO = re.compile(r"通过|验收|取得|获得|建成|备案|认证|检测|测评|达标|合规|符合|落实|到位$")
_DURATION = re.compile(r"期间|期限|服务期|租期|年限|时长|周期|工期$")
_PAYMENT = re.compile(
    r"(资金|费用|经费|款项?).{0,6}(支付|拨付|支出|到位|发放)|支付(进度|完成|及时)|(拨付|支付)(率|及时)"
)
_ASPIRE = re.compile(
    r"打造|破解|补齐|真正实现|不断增强|进一步|着力|奋力|努力|切实|充分发挥|全力|高质量发展|共建共享|目标$|健全|大力"
)
_LONGEST_NAME = 25


@fault("F21", "定量指标没有计量单位（或没有 ≥、≤、= 符号）", severity="warning")
def f21_no_unit(dossier: Dossier) -> Iterator[Hit]:
    """A quantitative value without a unit; and, once a report, targets without a sign.

    Source: 四川自评表（指标性质、度量单位）; 财预〔2021〕101号. Example: 指标值“16”.
    """
    unsigned: list[Row] = []
    for row in (*dossier.approved, *dossier.rows):
        want = row.want
        if isinstance(want, AtLeast | AtMost | Exactly):
            if not want.limit.unit.name and want.limit.value != 0:
                if not (isinstance(row.got, Quantity) and row.got.unit.name):
                    yield Hit(
                        row.target,
                        f"“{row.short}”指标值“{row.target.text}”没有计量单位",
                        "请写明单位，如 16个、95%",
                    )
            elif want.implied and want.limit.value != 0:
                unsigned.append(row)
    kept = {r.title for r in dossier.rows}
    shown = [r for r in unsigned if r in dossier.rows or r.title not in kept]
    if shown:
        yield Hit(
            shown[0].target,
            f"{len(shown)}条定量指标值没有写 ≥、≤ 或 =",
            "请按指标方向写明符号，成本类一般用 ≤",
            severity="info",
        )


@fault("F22", "指标值或实际完成值没有填", severity="error")
def f22_missing(dossier: Dossier) -> Iterator[Hit]:
    """A target or an actual is blank, or an approved indicator has no actual anywhere.

    Source: 财预〔2020〕10号第十一条; RULES.md §6.2 F22. Example: 效益指标只有指标值，没有完成值.
    """
    for row in dossier.rows:
        if "target" in row.columns and not row.target and not isinstance(row.want, Qualitative):
            yield Hit(row.target if row.target.where else row.name, f"“{row.short}”没有指标值", "请按批复的绩效目标补上指标值",
                      evidence=row.title)  # fmt: skip
        if "actual" in row.columns and row.got is None:
            full = (
                "，却有得分"
                if row.score and row.score.text.strip() not in {"", "0", "/", "—"}
                else ""
            )
            yield Hit(
                row.actual if row.actual.where else row.name,
                f"“{row.short}”没有实际完成值{full}",
                "请填实际完成值并备好佐证；确无数据的说明原因",
                evidence=row.actual.text.strip() or row.title,
            )
    for row in unreported(dossier):
        yield Hit(
            row.name,
            f"“{row.short}”只有指标值{row.target.text}，全文没有实际完成值",
            "请在完成情况表补上这条指标的实际值",
            evidence=row.title,
        )
    yield from _missing_money(dossier)


def _missing_money(dossier: Dossier) -> Iterator[Hit]:
    for form in dossier.forms:
        total = form.total
        if total is None or not form.funds or dossier.is_data:
            continue
        for column, name in (("budget", "全年预算数"), ("executed", "全年执行数")):
            said = getattr(total, column)
            if (
                column in total.columns
                and not said
                and not any(getattr(f, column) for f in form.funds)
            ):
                yield Hit(
                    said,
                    f"资金表没有{name}",
                    f"请补上{name}，没有发生的写0",
                    evidence=total.label.text,
                )


def unreported(dossier: Dossier) -> list[Row]:
    """Approved rows that the table of results leaves out."""
    if not dossier.rows:
        return []
    told = [row.title for row in dossier.rows]
    return [
        row
        for row in dossier.approved
        if all(normal(row.title) != normal(t) and alike(row.title, t) < 0.85 for t in told)  # noqa: PLR2004
    ]


@fault("F23", "实际完成值带有 ≥、≤ 等符号", severity="warning")
def f23_signed_actual(dossier: Dossier) -> Iterator[Hit]:
    """The actual is written with a sign, as though copied from the target.

    Source: 中江、会宁自评表; RULES.md §6.2 F23. Example: 实际值“≥90%”.
    """
    for row in dossier.rows:
        if isinstance(row.got, Bound) or _SIGNED.match(row.actual.text):
            yield Hit(
                row.actual,
                f"“{row.short}”实际值“{row.actual.text.strip()}”带有符号，像是照抄指标值",
                "请填实际完成的准确数值",
            )


@fault("F24", "指标值是定量（或期限），实际值是定性描述", severity="warning")
def f24_caliber(dossier: Dossier) -> Iterator[Hit]:
    """A quantity or a date is asked for, and words answer.

    Source: RULES.md §6.2 F24; seed report. Example: 指标值“2021年11月前”，实际值“如期完成”.
    """
    for row in dossier.rows:
        if not isinstance(row.got, Words) or isinstance(row.want, Qualitative):
            continue
        if isinstance(row.want, Deadline):
            yield Hit(
                row.actual,
                f"“{row.short}”指标值是期限{row.target.text}，实际值只写“{row.actual.text.strip()}”",
                "请写实际完成的日期，如2021年10月28日",
            )
        elif isinstance(row.want, AtLeast | AtMost | Exactly | Between):
            yield Hit(
                row.actual,
                f"“{row.short}”指标值{row.target.text}是数量，实际值“{row.actual.text.strip()}”是文字",
                "请填与指标值同口径的数值",
            )


def _named(dossier: Dossier) -> list[Row]:
    """All rows, those approved once more only where they are not reported."""
    return [*dossier.rows, *unreported(dossier)] or list(dossier.approved)


@fault("F25", "指标名称是口号，或过长", severity="warning", kind="L")
def f25_slogan(dossier: Dossier) -> Iterator[Hit]:
    """A name that is a sentence or a wish.

    Source: 财预〔2021〕101号（名称规范、简洁）; seed report. Example: “打造一批……的目标。”97字.
    """
    for row in _named(dossier):
        name = row.title
        wish = _ASPIRE.search(name)
        bare = len(re.sub(r"[“”\"（）()《》]", "", name))
        if bare > 40 or (bare > _LONGEST_NAME and (wish or "，" in name or name.endswith("。"))):  # noqa: PLR2004
            yield Hit(
                row.name,
                f"指标名称{bare}个字，像口号或目标语句，不像指标",
                "名称请写成可衡量的对象，如“智慧安防小区发案下降率”",
            )
        elif re.search(r"(完成|合格|满意|覆盖|到位|及时)[率度]?\s*(≥|达到|为)?\d+%", name):
            yield Hit(row.name, f"指标名称“{name}”里写了指标值", "数值请放在指标值一栏")


@fault("F26", "指标值空泛，没有分级标准", severity="warning", kind="L")
def f26_vague(dossier: Dossier) -> Iterator[Hit]:
    """A value like 全面提升 or 长期 that nobody can measure.

    Source: RULES.md §6.2 F26; seed report. Example: 指标值“全面提升”.
    """
    for row in _named(dossier):
        flat = re.sub(r"[\s。]", "", row.target.text)
        if isinstance(row.want, Qualitative) and flat and _VAGUE.fullmatch(flat):
            yield Hit(
                row.target,
                f"“{row.short}”指标值“{row.target.text.strip()}”不可衡量",
                "请改为可量化的值，或写明达成、部分达成、未达成各指什么",
            )


@fault("F27", "形式上定量：百分比没有计算口径", severity="warning", kind="L")
def f27_hollow_percent(dossier: Dossier) -> Iterator[Hit]:
    """A percentage of nothing in particular.

    Source: RULES.md §6.2 F27. Example: “社会影响 ≥95%”.
    """
    for row in _named(dossier):
        want = row.want
        if isinstance(want, AtLeast | AtMost | Exactly) and want.limit.unit.kind == "比例":
            name = re.sub(r"[（(].*?[）)]", "", row.title)
            if (
                not _RATE.search(name)
                and not _YES_NO.search(name)
                and not re.search(r"满意|率|度|比例|占比|增长|下降|提高|降低|减少", name)
            ):
                yield Hit(
                    row.name,
                    f"“{row.short}”用百分比，但看不出是什么占什么的比例",
                    "请写明计算方法（分子、分母），或改用数量",
                )


@fault("F28", "三级指标放错了二级指标", severity="warning", kind="L")
def f28_wrong_class(dossier: Dossier) -> Iterator[Hit]:
    """A duration under timeliness, a payment under quantity, satisfaction under benefit.

    Source: RULES.md §6.2 F28; seed report. Example: 时效指标“租赁服务费期间 1年”.
    """
    for row in _named(dossier):
        kind, name, want = row.level2, row.title, row.want
        lasts = isinstance(want, AtLeast | AtMost | Exactly) and want.limit.unit.kind == "月数"
        if (
            kind == "时效指标"
            and (lasts or _DURATION.search(name))
            and not re.search(r"及时|按时|完成", name)
        ):
            yield Hit(
                row.name,
                f"“{name}”是期间长短，不是时效（是否按时）",
                "时效指标请写完成的期限；服务期可放入数量指标",
            )
        elif kind in {"时效指标", "数量指标"} and _PAYMENT.search(name):
            yield Hit(
                row.name,
                f"“{name}”考核的是付款，不是产出的{kind[:2]}",
                "请改为产出完成的时间或数量，付款由预算执行率反映",
            )
        elif (
            kind == "数量指标"
            and isinstance(want, AtLeast | Exactly)
            and want.limit.unit.kind == "金额"
        ):
            yield Hit(
                row.name,
                f"“{name}”是金额，不是产出数量",
                "金额请放入成本指标，数量指标写做了多少事",
            )
        elif row.level1 == "效益指标" and re.search(r"满意度", name):
            yield Hit(row.name, f"“{name}”是满意度，放在了{kind}", "请移到满意度指标")
        elif kind == "数量指标" and re.search(r"(合格|达标|准确|完好|验收通过)率", name):
            yield Hit(row.name, f"“{name}”是质量，放在了数量指标", "请移到质量指标")


@fault("F29", "指标重复", severity="error")
def f29_duplicate(dossier: Dossier) -> Iterator[Hit]:
    """Two indicators have the same name, or nearly.

    Source: RULES.md §6.2 F29; seed report. Example: 满意度指标与可持续影响指标的名称一字不差.
    """
    groups = (
        [form.rows for form in dossier.forms if form.rows]
        if len(dossier.forms) > 1
        else [tuple(_named(dossier))]
    )
    for rows in groups:
        for one, other in combinations([r for r in rows if not r.is_blank_form], 2):
            same = normal(one.title) == normal(other.title)
            if (
                same
                and (one.level1, one.level2) == (other.level1, other.level2)
                and normal(one.target.text) != normal(other.target.text)
            ):
                continue
            if not same and alike(one.title, other.title) < 0.92:  # noqa: PLR2004
                continue
            if not same and re.sub(r"\D", "", one.title) != re.sub(r"\D", "", other.title):
                continue
            apart = one.level1 != other.level1 or one.level2 != other.level2
            if not same and not apart:
                continue
            yield Hit(
                other.name,
                f"{other.level2 or other.level1}“{other.short}”与{one.level2 or one.level1}（{one.name.where}）"
                + ("名称相同" if same else "名称几乎相同"),
                "同一内容只设一条指标，请改写或删去一条",
                severity=None if same else "warning",
            )


@fault("F30", "预算执行率又设成了指标", severity="warning")
def f30_execution_again(dossier: Dossier) -> Iterator[Hit]:
    """The execution rate stands among the indicators, and so counts twice.

    Source: RULES.md §6.2 F30; 湖北自评表. Example: 产出指标“预算资金执行率”.
    """
    for row in _named(dossier):
        if re.search(r"(预算|资金|经费).{0,4}(执行|支付|支出)(完成)?率", row.title):
            yield Hit(
                row.name,
                f"“{row.short}”与预算执行率重复计分",
                "预算执行率已单列10分，请换成反映产出的指标",
            )


@fault("F31", "成本指标用“≥”，或直接等于预算数", severity="warning")
def f31_cost(dossier: Dossier) -> Iterator[Hit]:
    """A cost indicator that rewards spending, or that only repeats the budget.

    Source: RULES.md §6.2 F31; 池州自评表、seed report. Example: “项目成本 ≥90万元”.
    """
    budgets = {
        amount * SIZES[form.unit]
        for form in dossier.forms
        for fund in form.funds
        for column in ("initial", "budget")
        if (amount := fund.amount(column))
    }
    budgets |= {
        f.value
        for f in figures(dossier.sentences("arrival", "basis"), "money")
        if "预算" in f.before[-12:]
    }
    rows = [r for r in _named(dossier) if "成本" in r.level1 + r.level2]
    repeats: list[tuple[Row, Decimal]] = []
    for row in rows:
        want = row.want
        if isinstance(want, AtLeast) and not want.implied:
            yield Hit(
                row.target,
                f"成本指标“{row.short}”用“≥”，花得越多越好",
                "成本是反向指标，请用 ≤",
            )
        elif isinstance(want, AtLeast | AtMost | Exactly) and want.limit.unit.kind == "金额":
            repeats.append((row, want.limit.base))
    whole = sum((a for _, a in repeats), Decimal(0))
    if repeats and (whole in budgets or all(a in budgets for _, a in repeats)):
        yield Hit(
            repeats[0][0].target,
            f"成本指标合计{money(whole)}就是预算数，没有反映成本控制",
            "请改用单位成本或成本节约率，如“≤1.93万元/小区”",
        )


_RESIDUE = re.compile(
    r"\[bookmark:?[^\]]*\]|_GoBack|_Toc\d+|[X×Ｘ]{2,}|20[X×Ｘ]{2}|某某|单击(此处)?输入|点击(此处)?输入|在此(处)?输入|"
    r"[（(](此处)?(请)?(填写|填列|简要说明|说明项目)[^）)]{0,40}[）)]|[（(]\d+字以内[）)]|＿{3,}|_{3,}|【待补充】|【待核实】|待定|范本|模板"
)


@fault("F33", "模板残留，或其他项目、年份的内容", severity="warning", kind="L")
def f33_residue(dossier: Dossier) -> Iterator[Hit]:
    """Placeholders, hints of the form, or the marks 【待补充】 that nobody has answered yet.

    Source: RULES.md §6.2 F33. Example: “XX项目”“（200字以内）”.
    """
    waiting: list[tuple[str, int]] = []
    for said in dossier.everything:
        for match in _RESIDUE.finditer(said.text):
            if match[0] in {"【待补充】", "【待核实】"}:
                waiting.append((match[0], match.start()))
                if len(waiting) > 1:
                    continue
                total = sum(
                    s.text.count("【待补充】") + s.text.count("【待核实】")
                    for s in dossier.everything
                )
                yield Hit(
                    said.cut(match.start(), match.end()),
                    f"还有{total}处【待补充】或【待核实】没有处理",
                    "请补上内容或核实后去掉标记",
                )
            elif match[0] not in {"待定", "范本", "模板"} or len(said.text) < 20:  # noqa: PLR2004
                yield Hit(
                    said.cut(match.start(), match.end()),
                    f"“{match[0]}”像是模板里没有填写或没有删去的内容",
                    "请填写或删去",
                )
    if dossier.title and dossier.year and dossier.document is not None:
        for said in (p.said for p in dossier.document.paragraphs[:6]):
            match = re.search(
                r"(20\d\d)年度?(?:部门)?(?:项目|预算|绩效|财政)[^，。]{0,12}(?:自评|评价)",
                said.text,
            )
            if (
                match
                and int(match[1]) not in {dossier.year, dossier.year + 1}
                and said.text != dossier.title.text
            ):
                yield Hit(
                    said.find(match[0]),
                    f"“{match[0]}”的年份与报告年度{dossier.year}年不同，像是上年报告的残留",
                    "请核对年份",
                )


@fault("F34", "指标与项目内容或所在类别无关", severity="warning", kind="L")
def f34_unrelated(dossier: Dossier) -> Iterator[Hit]:
    """A satisfaction row that asks nobody whether they are satisfied.

    Source: RULES.md §6.2 F34; seed report. Example: 满意度指标“建立健全风险防范体系”.
    """
    for row in _named(dossier):
        if row.level1 == "满意度指标" and not re.search(
            r"满意|认可|好评|评价|投诉|测评|获得感|评分", row.title
        ):
            yield Hit(
                row.name,
                f"“{row.short}”不是满意度",
                "满意度指标请写明对象，如“受益群众满意度”",
            )
        elif (
            row.level1 == "满意度指标"
            and not re.search(r"满意|认可|好评|投诉|评价", row.title)
            and len(row.title) > _LONGEST_NAME
        ):
            yield Hit(
                row.name,
                f"“{row.short}”是工作要求，不是满意度",
                "满意度指标请写明对象，如“受益群众满意度”",
            )


@fault("F39", "是与否的事项写成100%", severity="warning", kind="L")
def f39_yes_no(dossier: Dossier) -> Iterator[Hit]:
    """A fact that either is or is not, written as a percentage.

    Source: RULES.md §6.2 F39; seed report. Example: “通过等级保护检测 100%”.
    """
    for row in _named(dossier):
        want = row.want
        if (
            not isinstance(want, AtLeast | Exactly)
            or want.limit.unit.kind != "比例"
            or want.limit.base != 1
        ):
            continue
        if _YES_NO.search(row.title) and not re.search(r"率|度|比例|占比", row.title):
            yield Hit(
                row.target,
                f"“{row.short}”只有是与否，写成{row.target.text}",
                "请写“通过”“是”等，并附证书、日期和机构",
            )


@fault("F40", "年度总体目标只写金额，或完成情况照抄目标", severity="warning", kind="L")
def f40_goal(dossier: Dossier) -> Iterator[Hit]:
    """The overall goal holds amounts only, or the result is a copy of the goal.

    Source: RULES.md §6.2 F40; 廊坊自评表. Example: 预期目标“43.2”，完成情况“37.24”.
    """
    pairs = [
        (form.expected, form.achieved) for form in dossier.forms if form.expected or form.achieved
    ]
    if dossier.is_data and dossier.evaluation is not None:
        from assistant.checks.document import Said

        goal = dossier.evaluation.goal
        pairs = [(Said(goal.expected, "总体目标.预期"), Said(goal.actual, "总体目标.实际"))]
    for expected, achieved in pairs:
        for said in (expected, achieved):
            if said and re.fullmatch(r"[\d.,\s]+(万?元|%)?", said.text.strip()):
                yield Hit(
                    said,
                    f"年度总体目标只写了“{said.text.strip()}”",
                    "请写要做成什么、达到什么效果，金额写在资金栏",
                )
        if len(normal(expected.text)) > 12 and normal(expected.text) == normal(achieved.text):  # noqa: PLR2004
            yield Hit(achieved, "实际完成情况与预期目标一字不差", "请写实际做了什么、完成多少")
