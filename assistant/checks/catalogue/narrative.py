"""Checks of what the sections say (F49–F54, F65)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.catalogue.values import unreported
from assistant.checks.dossier import Dossier, Row
from assistant.checks.likeness import normal
from assistant.checks.registry import Hit, fault
from assistant.patterns import regex
from assistant.values.quantity import Quantity
from assistant.word.document import Said, is_narrative

_SUCCESS = regex(
    r"如期|按时|按期|按要求|顺利|圆满|已(完成|通过|建成|投入|实现)|完成了|成效|良好|取得"
)
_DEFICIT = regex(
    r"未|不能|不足|没有|低于|滞后|偏离|偏差|缺|延期|影响|因|由于|尚|问题|原因|困难|下降|减少|仅|只有"
)
_SURVEY = regex(
    r"问卷|调查|抽样|访谈|回访|测评|样本|满意度测|发放.{0,10}份|回收.{0,10}份|电话随访|随机走访"
)
_NO_COMPLAINT = regex(
    r"(无|零|没有|未收到|未接到|未发生|0)(起|件|次|任何|群众)?(有效)?(投诉|举报|上访)"
)
_BOILERPLATE = regex(
    r"专款专用|专账核算|专帐核算|专账管理|严格执行.{0,16}(制度|法规|规定)|真实(、|，)?完整|程序规范|安全(、|，|和)?有效|用途相符|确保(项目)?资金|"
    r"无(截留|挤占|挪用)|不存在(截留|挤占|挪用)|手续(齐全|完备|完整)|核算(规范|准确)"
)
_FACT = regex(r"\d|《|〔|审计|检查组|第三方|国库集中支付|政府采购|股|科室|内控(制度|手册)|台账编号")
_CHANNEL = regex(
    r"网站|官网|门户|公示栏|公开栏|公示|平台|公众号|政务公开网|公告|大厅|随(部门)?决算|人大"
)
_TIME = regex(
    r"20\d\d年\d{1,2}月|\d{1,2}月\d{1,2}日|\d{1,2}月(底|前|份)|(决算|批复|自评结束)后\d+|\d+(个工作日|日)内|\d+天内"
)
_ACT = regex(
    r"(调整|核减|压减|优先|取消|核增|增加|减少|扣减|收回|优化|安排|调减|调增|压缩|暂停).{0,14}(预算|资金|项目|支出|经费|指标值|目标值)|挂钩|通报|约谈|纳入.{0,10}考核|"
    r"(重新|重设|修订).{0,8}(指标|目标)|预算.{0,10}(按|核定|安排|编列)"
)
_EFFECT = regex(
    r"提升|提高|降低|减少|下降|改善|增加|增收|增长|保障|受益|带动|促进|增强|节约|便利|破案|发案|安全感|避免|防范|收入|就业|"
    r"扭转|解决|消除|缩短|优化|巩固|创造|规范了|净化|满足"
)
_OUTPUT = regex(
    r"建成|投入使用|安装|采购|交付|竣工|完工|施工|(完成|实施)[^，。]{0,8}(建设|工程|采购|安装|改造)"
)
_PRAISE = regex(
    r"取得(了)?(良好|显著|较好|明显|积极|突出)的?(成效|效果|效益|成绩)|(成效|效果|效益)(十分|非常|较为)?(显著|明显|突出)|圆满完成|"
    r"(一致|广泛|高度)(好评|评价|认可|赞誉)"
)
_CONTENT = {
    "execution": (regex(r"支付|支出|执行|使用|拨付|\d[\d.,]*\s*(亿|万)?元|\d%"), "资金执行"),
    "management": (regex(r"制度|管理|核算|专款|监督|审批|办法|检查|内控|审计|规定|程序|监管|法规|账|财务|待补充"), "资金管理"),
    "satisfaction": (regex(r"满意|认可|好评|投诉|问卷|调查|测评|反馈|评价|待补充|无此类|未设"), "满意度"),
    "arrival": (regex(r"到位|下达|拨付|拨入|安排|\d[\d.,]*\s*(亿|万)?元|预算"), "资金到位"),
}  # fmt: skip


@fault("F49", "原因里讲成绩", severity="warning", kind="L")
def f49_praise_in_reasons(dossier: Dossier) -> Iterator[Hit]:
    """The section on reasons begins with what went well.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: 原因一节先写“如期开展、按时完成安装”.
    """
    if dossier.is_data or not dossier.falling_short or dossier.document is None:
        return
    for paragraph in dossier.document.of("deviation"):
        if "measures" in paragraph.roles:
            continue
        for sentence in paragraph.said.sentences():
            good = [
                c
                for c in sentence.clauses()
                if _SUCCESS.search(c.text) and not _DEFICIT.search(c.text)
            ]
            if len(good) >= 2:  # noqa: PLR2004
                yield Hit(
                    good[0],
                    "“偏离原因”一节写的是完成得好的内容",
                    "成绩请放到完成情况，这里只写偏离的指标和原因",
                )
                return


@fault("F50", "内容与标题不符", severity="warning", kind="L")
def f50_wrong_content(dossier: Dossier) -> Iterator[Hit]:
    """A section says nothing of what its heading names.

    Source: 评审常见问题; 兴庆自评报告. Example: “资金执行情况”只讲完成了什么.
    """
    if dossier.document is None:
        return
    for role, (content, name) in _CONTENT.items():
        paragraphs = [
            p
            for p in dossier.document.of(role)
            if len(p.roles) == 1 and not re.match(r"\s*表\s*\d", p.text)
        ]
        text = "".join(p.said.text for p in paragraphs)
        if paragraphs and len(normal(text)) > 10 and not content.search(text):  # noqa: PLR2004
            yield Hit(
                paragraphs[0].said,
                f"这一节的标题是{name}，内容没有讲{name}",
                f"请写{name}的事实和数字",
            )


@fault("F51", "效益一节写的是产出", severity="warning", kind="L")
def f51_output_as_benefit(dossier: Dossier) -> Iterator[Hit]:
    """The section on benefit tells what was built, not what came of it.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “已完成全部建设，投入使用”.
    """
    if dossier.document is None:
        return
    paragraphs = dossier.document.of("benefit")
    text = "".join(p.said.text for p in paragraphs)
    if paragraphs and _OUTPUT.search(text) and not _EFFECT.search(text):
        yield Hit(
            paragraphs[0].said,
            "效益一节只写建成、完成，没有写带来什么变化",
            "请逐条写效益指标的实际值，如发案下降多少、多少人受益",
        )


def _satisfaction_rows(dossier: Dossier) -> list[Row]:
    rows = [r for r in (*dossier.rows, *unreported(dossier)) if r.level1 == "满意度指标"]
    return rows or [r for r in dossier.rows if re.search(r"满意度", r.title)]


def _is_share(row: Row) -> bool:
    shown = isinstance(row.got, Quantity) and row.got.unit.kind == "比例"
    return shown or "满意" in row.title


@fault("F52", "满意度没有调查依据", severity="warning", kind="L")
def f52_no_survey(dossier: Dossier) -> Iterator[Hit]:
    """Satisfaction without value or survey; “no complaints” counted as satisfaction.

    Source: 财预〔2021〕101号（应开展满意度调查）; 评审常见问题. Example: “无投诉，满意度100%”.
    """
    told = [*dossier.sentences(), *(r.evidence for r in dossier.rows)]
    surveyed = any(_SURVEY.search(s.text) for s in told)
    for row in _satisfaction_rows(dossier):
        if row.got is None:
            yield Hit(
                row.name,
                f"满意度指标“{row.short}”（{row.target.text}）没有实际值"
                + ("" if surveyed else "，也没有调查"),
                "请开展满意度调查，写明时间、方式、样本数和满意数",
                evidence=row.title,
                severity="error",
            )
        elif not surveyed and not row.evidence and _is_share(row):
            yield Hit(
                row.actual,
                f"“{row.short}”{row.actual.text.strip()}没有写调查的时间、方式和样本数",
                "请写明发放、回收多少份问卷，满意多少份",
                # a form alone has no place for it: a reminder
                severity=None if dossier.is_data or is_narrative(dossier.document) else "info",
            )
    for sentence in dossier.sentences():
        match = _NO_COMPLAINT.search(sentence.text)
        if match and "满意" in sentence.text:
            yield Hit(sentence, "把没有投诉当成满意", "满意度请以调查结果为准")
    if not surveyed and not _satisfaction_rows(dossier):
        for sentence in dossier.sentences():
            if re.search(r"满意(度|率)(为|达到?|在)?\d+(\.\d+)?%", sentence.text) and not re.search(
                r"目标|指标值", sentence.text
            ):
                yield Hit(
                    sentence,
                    "写了满意度，没有写调查的时间、方式和样本数",
                    "请写明发放、回收多少份问卷，满意多少份",
                )
                break


@fault("F53", "资金管理只有套话", severity="warning", kind="L")
def f53_boilerplate(dossier: Dossier) -> Iterator[Hit]:
    """The management of funds in set phrases, with no document, number or body.

    Source: 评审常见问题; 盐池县公安局2021年自评报告. Example: “专款专用、专账核算，确保资金安全、有效”.
    """
    for said in dossier.prose("management"):
        phrases = _BOILERPLATE.findall(said.text)
        if len(phrases) >= 2 and not _FACT.search(said.text):  # noqa: PLR2004
            yield Hit(
                said,
                "资金管理都是通用表述，没有制度名称、支付方式、检查次数等事实",
                "请写依据的制度（名称、文号）、支付方式、检查或审计的时间和结果",
            )


@fault("F54", "结果应用和公开只有口号", severity="warning", kind="L")
def f54_slogan_application(dossier: Dossier) -> Iterator[Hit]:
    """Application and publication without an act, a time or a channel.

    Source: 财预〔2020〕10号第二十九条起; 盐池县公安局2021年自评报告. Example: “将按要求予以公开”.
    """
    for said in dossier.prose("application"):
        published = re.search(r"公开|公示", said.text)
        if (
            len(normal(said.text)) < 12  # noqa: PLR2004
            or published
            or not re.search(r"结果|应用|依据|预算|评价", said.text)
        ):
            continue
        if not _ACT.search(said.text):
            yield Hit(
                said, "结果应用没有写具体做什么", "请写明对哪项预算、哪条指标作什么调整，由谁办理"
            )
    for said in dossier.prose("publicity"):
        if not re.search(r"公开|公示", said.text) or len(normal(said.text)) < 6:  # noqa: PLR2004
            continue
        lacking = ([] if _CHANNEL.search(said.text) else ["渠道"]) + (
            [] if _TIME.search(said.text) else ["时间"]
        )
        if len(lacking) == 2:  # noqa: PLR2004
            yield Hit(
                said,
                "公开没有写渠道和时间",
                "请写明在哪里、什么时候公开，如“2022年6月30日前在县政府门户网站公开”",
            )


@fault("F65", "结论只有自我肯定，没有数据", severity="warning", kind="L")
def f65_self_praise(dossier: Dossier) -> Iterator[Hit]:
    """A conclusion of praise without one figure.

    Source: 评审常见问题. Example: “项目取得了良好成效，得到一致好评。”
    """
    for said in dossier.prose("conclusion", "overall", "benefit"):
        match = _PRAISE.search(said.text)
        if match and not re.search(r"\d", said.text):
            yield Hit(
                _sentence_with(said, match.start()),
                f"“{match[0]}”没有数据支撑",
                "请用指标的实际值说明",
            )


def _sentence_with(said: Said, at: int) -> Said:
    text = said.text
    start = max(text.rfind(mark, 0, at) for mark in "。！？；\n") + 1
    ends = [i for mark in "。！？；\n" if (i := text.find(mark, at)) >= 0]
    return said.cut(start, min(ends) + 1 if ends else len(text))
