"""How the benches measure: best of several runs, beside a yardstick, as a ratio. Nothing is asserted."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
YANCHI = ROOT / "examples" / "yanchi-2021" / "数据.yaml"


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the table. Times in seconds; `aim` is the ratio wished for, 0 where there is none."""

    name: str
    ours: float
    yardstick: str
    theirs: float
    aim: float = 0

    @property
    def ratio(self) -> float:
        """Ours over the yardstick's: below one is faster."""
        return self.ours / self.theirs if self.theirs else 0


class NotHereError(Exception):
    """What is to be measured, or its yardstick, is not on this machine. The message says what."""


def best(act: Callable[[], object], runs: int = 5) -> float:
    """The shortest of several runs, after one that warms caches: what the work takes undisturbed."""
    act()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times)


def process(*args: str, runs: int = 7, may_end: Sequence[int] = (0,)) -> float:
    """A whole process of this Python with these arguments, best of `runs`."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def once() -> None:
        done = subprocess.run(
            [sys.executable, *args], capture_output=True, cwd=ROOT, env=environment, check=False
        )
        if done.returncode not in may_end:
            words = done.stderr.decode(errors="replace").strip().splitlines()
            raise NotHereError(words[-1] if words else f"exit {done.returncode}")

    return best(once, runs)


def large_data(indicators: int = 200, parts: int = 12) -> str:
    """A data file of that many indicators, each carried out by `parts` sub-units."""
    rows = range(1, indicators + 1)
    lines = ["项目: {名称: 大项目, 年度: 2021, 实施单位: 示例县}", "指标:"]
    lines += [
        f"  - {{一级: 产出指标, 二级: 数量指标, 名称: 第{i}项, 目标: '', 实际: ''}}" for i in rows
    ]
    lines.append("子项目:")
    for part in range(1, parts + 1):
        lines += [
            f"  - 名称: 第{part}乡镇",
            f"    资金: {{明细: [{{来源: 财政拨款, 全年预算: {part}0, 执行: {part}}}]}}",
            "    指标:",
        ]
        lines += [f"      - {{名称: 第{i}项, 目标: {i}个, 实际: {i}个}}" for i in rows]
    return "\n".join(lines) + "\n"
