"""Checks of how indicators are named and placed (F25–F30, F33, F34)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from assistant.checks.catalogue.values import YES_NO, named
from assistant.checks.dossier import Dossier
from assistant.checks.likeness import alike, normal
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.quantity import AtLeast, AtMost, Exactly, Qualitative
from assistant.word.document import Said

_VAGUE = regex(
    r"^(全面|明显|显著|有效|持续|不断|进一步|稳步|大力|逐步|长期|较好|良好|有所)*"
    r"(提升|提高|改善|增强|加强|增加|促进|推进|推动|保障|长期|明显|显著|有效|良好|较好|优化|完善|持续|影响|发展)*$"
)

_RATE = regex(r"(率|度|比例|占比|比重|百分比|比)([（(].*[）)])?$")

_DURATION = regex(r"期间|期限|服务期|租期|年限|时长|周期|工期$")

_PAYMENT = regex(
    r"(资金|费用|经费|款项?).{0,6}(支付|拨付|支出|到位|发放)|支付(进度|完成|及时)|(拨付|支付)(率|及时)"
)

_ASPIRE = regex(
    r"打造|破解|补齐|真正实现|不断增强|进一步|着力|奋力|努力|切实|充分发挥|全力|高质量发展|共建共享|目标$|健全|大力"
)

_LONGEST_NAME = 25


@fault("F25", "指标名称是口号，或过长", severity="warning", kind="L")
def f25_slogan(dossier: Dossier) -> Iterator[Hit]:
    """A name that is a sentence or a wish.

    Source: 财预〔2021〕101号（名称规范、简洁）; 盐池县公安局2021年自评报告. Example: “打造一批……的目标。”97字.
    """
    for row in named(dossier):
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

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 指标值“全面提升”.
    """
    for row in named(dossier):
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

    Source: 评审常见问题. Example: “社会影响 ≥95%”.
    """
    for row in named(dossier):
        want = row.want
        if isinstance(want, AtLeast | AtMost | Exactly) and want.limit.unit.kind == "比例":
            name = re.sub(r"[（(].*?[）)]", "", row.title)
            if (
                not _RATE.search(name)
                and not YES_NO.search(name)
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

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 时效指标“租赁服务费期间 1年”.
    """
    for row in named(dossier):
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

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 满意度指标与可持续影响指标的名称一字不差.
    """
    groups = (
        [form.rows for form in dossier.forms if form.rows]
        if len(dossier.forms) > 1
        else [tuple(named(dossier))]
    )
    for rows in groups:
        filled = [
            (r, normal(r.title), re.sub(r"\D", "", r.title)) for r in rows if not r.is_blank_form
        ]
        for (one, name, digits), (other, other_name, other_digits) in combinations(filled, 2):
            same = name == other_name
            apart = one.level1 != other.level1 or one.level2 != other.level2
            if not same and (not apart or digits != other_digits):
                continue  # 一期、二期: the figure tells them apart
            if same and not apart and normal(one.target.text) != normal(other.target.text):
                continue
            if not same and alike(one.title, other.title) < 0.92:  # noqa: PLR2004
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

    Source: 评审常见问题; 湖北自评表. Example: 产出指标“预算资金执行率”.
    """
    for row in named(dossier):
        if re.search(r"(预算|资金|经费).{0,4}(执行|支付|支出)(完成)?率", row.title):
            yield Hit(
                row.name,
                f"“{row.short}”与预算执行率重复计分",
                "预算执行率已单列10分，请换成反映产出的指标",
            )


_RESIDUE = regex(
    r"\[bookmark:?[^\]]*\]|_GoBack|_Toc\d+|[X×Ｘ]{2,}|20[X×Ｘ]{2}|某某|单击(此处)?输入|点击(此处)?输入|在此(处)?输入|"
    r"[（(](此处)?(请)?(填写|填列|简要说明|说明项目)[^）)]{0,40}[）)]|[（(]\d+字以内[）)]|＿{3,}|_{3,}|【待(?:补充|核实|评定)[^】\n]{0,60}】|待定|范本|模板"
)


def _counted(dossier: Dossier, marks: int) -> str:
    """As draft and finalize count them, where the file is a report."""
    asked = dossier.document.asked if dossier.document is not None else ""
    return asked or f"{marks}处【待补充】或【待核实】"


@fault("F33", "模板残留，或其他项目、年份的内容", severity="warning", kind="L")
def f33_residue(dossier: Dossier) -> Iterator[Hit]:
    """Placeholders, hints of the form, or the marks 【待补充】 that nobody has answered yet.

    Source: 评审常见问题. Example: “XX项目”“（200字以内）”.
    """
    marks: list[Said] = []
    for said in dossier.everything:
        for match in _RESIDUE.finditer(said.text):
            words = said.cut(match.start(), match.end())
            if match[0].startswith("【待"):
                marks.append(words)
            elif match[0] not in {"待定", "范本", "模板"} or len(said.text) < 20:  # noqa: PLR2004
                yield Hit(words, f"“{match[0]}”像是模板里没有填写或没有删去的内容", "请填写或删去")
    if marks:
        yield Hit(
            marks[0],
            f"还有{_counted(dossier, len(marks))}没有处理",
            "请补上内容或核实后去掉标记",
        )
    if dossier.title and dossier.year and dossier.document is not None:
        for said in (p.said for p in dossier.document.paragraphs[:6]):
            stale = re.search(
                r"(20\d\d)年度?(?:部门)?(?:项目|预算|绩效|财政)[^，。]{0,12}(?:自评|评价)",
                said.text,
            )
            if (
                stale
                and int(stale[1]) not in {dossier.year, dossier.year + 1}
                and said.text != dossier.title.text
            ):
                yield Hit(
                    said.find(stale[0]),
                    f"“{stale[0]}”的年份与报告年度{dossier.year}年不同，像是上年报告的残留",
                    "请核对年份",
                )


@fault("F34", "指标与项目内容或所在类别无关", severity="warning", kind="L")
def f34_unrelated(dossier: Dossier) -> Iterator[Hit]:
    """A satisfaction row that asks nobody whether they are satisfied.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 满意度指标“建立健全风险防范体系”.
    """
    for row in named(dossier):
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
