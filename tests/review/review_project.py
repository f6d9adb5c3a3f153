"""A small project with a report, as a person gets it; and an independent reading of a Word file."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import Fact
from assistant.files import write_whole
from assistant.intake import read
from assistant.model.draft import Draft, Paragraph, Sentence
from assistant.report import render
from assistant.review.basis import scored
from assistant.workspace import Workspace

DATA = """\
# 本文件由业务股室填写，注释要留着
项目:
  名称: 老旧小区视频监控运维项目
  年度: 2023   # 预算年度
  主管部门: 河东县公安局
  实施单位: 河东县公安局
  批复: 河东县财政局《关于批复2023年部门预算的通知》（河财预〔2023〕8号）批复本项目120万元
报告:
  主送: 河东县财政局
  通知: 关于开展2023年度项目支出绩效自评的通知
  依据:
    - 河东县老旧小区治理三年行动方案
  署名: 河东县公安局
  成文日期: 2024-03-20
  结果应用: 自评结果作为2025年运维经费安排的依据
  公开: 自评结果随部门决算在县政府网站公开
  其他说明: 无其他需要说明的问题
资金:
  单位: 万元
  明细:
    - {来源: 县级财政拨款, 年初预算: 120, 全年预算: 120, 到位: 120, 执行: 114.6}
  管理: 按《河东县公安局财务管理办法》实行专账核算
总体目标:
  预期: 保障42个小区监控正常运行
  实际: 42个小区监控全部纳入运维
指标:
  # 产出
  - {一级: 产出指标, 二级: 数量指标, 名称: 运维小区数量, 目标: ≥42个, 实际: 42个}
  - 一级: 产出指标
    二级: 质量指标
    名称: 监控在线率
    目标: ≥98%
    实际: 95%   # 平台导出
    原因: 6月汛期3处机房进水，126路摄像头停用21天
    措施: 抬高机房基座并加装排水泵
    责任单位: 科信大队
    完成时限: 2024年6月底前
  - {一级: 产出指标, 二级: 时效指标, 名称: 故障修复时间, 目标: ≤24小时, 实际: 20小时}
  - {一级: 效益指标, 二级: 社会效益指标, 名称: 利用监控破获案件数, 目标: ≥60起, 实际: 71起}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 名称: 居民满意度, 目标: ≥90%, 实际: 93.5%, 佐证: 2023年11月电话回访400户}
"""

MODEL = "测试模型（本机）"
#: what the model is supposed to have written
REASONS = (
    ("监控在线率全年为95%，比年度指标值低3个百分点。", "监控在线率"),
    ("原因是6月汛期3处机房进水，126路摄像头停用21天。", "监控在线率"),
)
MEASURES = (
    ("针对监控在线率未达到年度指标值的问题，抬高机房基座并加装排水泵。", "监控在线率"),
    ("由科信大队负责，2024年6月底前完成。", "监控在线率"),
)


@dataclass(frozen=True)
class Project:
    """The files of one project, and the draft its report was printed from."""

    folder: Path
    data: Path
    report: Path
    draft: Draft
    facts: tuple[Fact, ...]

    @property
    def workspace(self) -> Workspace:
        return Workspace.beside(self.data)


def drafted(data: Path, *, model: bool = True) -> tuple[Draft, tuple[Fact, ...], bytes]:
    """A draft as the program makes it, its facts, and the report."""
    card, facts = scored(read(data), data)
    draft = draft_by_rules(card, facts)
    if model:
        draft = replace(
            _with_model(_with_model(draft, "deviation_reasons", REASONS, facts),
                        "improvement_measures", MEASURES, facts),
            model=MODEL,
        )  # fmt: skip
    return draft, facts, render(card, draft, facts)


def _with_model(
    draft: Draft, section: str, texts: tuple[tuple[str, str], ...], facts: tuple[Fact, ...]
) -> Draft:
    sentences = tuple(
        Sentence(text, tuple(f.id for f in facts if f.subject == subject))
        for text, subject in texts
    )
    return replace(
        draft,
        sections=tuple(
            replace(s, paragraphs=(Paragraph(sentences, "llm"),)) if s.id == section else s
            for s in draft.sections
        ),
    )


def make(folder: Path, text: str = DATA, *, model: bool = True) -> Project:
    """A project folder with data, report and work folder, as after `jixiao draft`."""
    data, report = folder / "数据.yaml", folder / "报告.docx"
    data.write_text(text, encoding="utf-8")
    draft, facts, content = drafted(data, model=model)
    write_whole(report, content)
    workspace = Workspace.beside(data)
    workspace.save_draft(draft)
    workspace.save_program(draft, facts)
    workspace.remember_report(report)
    return Project(folder, data, report, draft, facts)


_GONE = re.compile(r"<w:(del|moveFrom)(?= )[^>]*(?<!/)>.*?</w:\1>", re.S)
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.S)
_TEXT = re.compile(r"<(?:w:t|m:t)(?: [^>]*)?>([^<]*)</(?:w:t|m:t)>|<w:(tab|br|cr)(?: [^>]*)?/>")


def plainly_read(path: Path) -> list[str]:
    """Every paragraph of body and notes, by regular expressions alone: no XML parser, nothing of ours."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name not in archive.namelist():
                continue
            xml = archive.read(name).decode("utf-8")
            xml = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", xml, flags=re.S)
            xml = _GONE.sub("", xml)
            # an inner paragraph (text box) ends first: cut at every end, so that none swallows another
            for piece in xml.split("</w:p>"):
                text = "".join(unescape(m[1] or "") for m in _TEXT.finditer(piece))
                if text.strip():
                    found.append(squeezed(text))
    return found


def squeezed(text: str) -> str:
    """Without white space, which programs change as they like."""
    return "".join(text.split())
