"""As `loaded`, and one small project drafted before all others: what a draft loads, compiles and keeps it then has
once, in the process that workers are forked from, and not once a worker. A list of modules would never be whole.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import assistant.batch.loaded  # noqa: F401 - for the workers
from assistant.batch.work import DATA, STEPS, Job, perform
from assistant.llm.endpoint import ModelChoice

_PROJECT = """
项目: {名称: 县乡村公路日常养护和水毁路段应急抢修项目, 年度: 2023, 主管部门: 县交通局, 实施单位: 县公路养护中心}
资金: {单位: 万元, 明细: [{来源: 县级资金, 年初预算: 80, 全年预算: 80, 到位: 80, 执行: 72}], 原因: 质保金没有到期}
总体目标: {预期: 完成年度养护任务, 实际: 年度养护任务基本完成}
指标:
  - {一级: 产出, 二级: 数量指标, 名称: 养护里程, 目标: ≥60公里, 实际: 62公里}
  - {一级: 产出, 二级: 质量指标, 名称: 好路率, 目标: ≥90%, 实际: 85.5%, 原因: 7月水毁路段没有修复, 措施: 修复水毁路段}
  - {一级: 满意度, 二级: 服务对象满意度, 名称: 群众满意度, 目标: ≥90%, 实际: 95%}
"""


def _one_project() -> None:
    with suppress(OSError), TemporaryDirectory(prefix="jixiao-") as place:
        folder = Path(place)
        (folder / DATA).mkdir()
        (folder / DATA / "一.yaml").write_text(_PROJECT, encoding="utf-8")
        perform(Job(0, folder, "一", STEPS, ModelChoice("none")))


_one_project()
