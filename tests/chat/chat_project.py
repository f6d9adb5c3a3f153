"""The data file the chat tests talk about, and a talk in process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.chat.conversation import Conversation, Outcome
from assistant.chat.memory import EMPTY
from assistant.chat.project import open_project

DATA = """\
# 县教育局，会计小李填
项目: {名称: 校舍维修, 年度: 2023, 主管部门: 县教育局, 实施单位: 县第一小学}   # 与批复一致
资金:
  单位: 万元
  明细:
    - {来源: 财政拨款, 年初预算: 120, 全年预算: 120, 到位: 120, 执行: 118.50}   # 国库
指标:
  - {一级: 产出指标, 二级: 数量指标, 名称: 维修校舍数量, 目标: ≥10所, 实际: 10所}
  - {一级: 产出指标, 二级: 质量指标, 名称: 验收合格率, 目标: 100%, 实际: 95%}
  - {一级: 效益指标, 二级: 社会效益指标, 名称: 受益学生人数, 目标: ≥3000人}
  - {一级: 满意度指标, 二级: 服务对象满意度指标, 名称: 师生满意度, 目标: ≥90%, 实际: 92%, 佐证: 问卷200份}
"""


class Talk:
    """A conversation in process: says lines, keeps the memory and the last outcome."""

    def __init__(self, path: Path, today: date | None = None) -> None:
        self.path = path
        self.conversation = Conversation(open_project(path), today=today)
        self.memory = replace(EMPTY, model="none")
        self.outcome = self.conversation.open(self.memory)
        self.memory = self.outcome.memory

    def ask(self, path: str) -> None:
        """Makes that the open question."""
        self.memory = replace(self.memory, asking=path, interview=True)

    def say(self, line: str) -> Outcome:
        """One line, answered."""
        self.outcome = self.conversation.turn(self.memory, line)
        self.memory = self.outcome.memory
        return self.outcome

    def told(self, line: str) -> str:
        """What is said to that line."""
        return "\n".join(self.say(line).replies)

    def proposed(self, line: str) -> dict[str, object]:
        """What that line brings before the person, by path."""
        return {str(p.as_json()["path"]): p.as_json()["new"] for p in self.say(line).proposals}

    @property
    def text(self) -> str:
        """The data file."""
        return self.path.read_text(encoding="utf-8")

    def value(self, path: str) -> str:
        """The value in the data file."""
        return self.conversation.project.value(path)
