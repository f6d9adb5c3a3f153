"""A batch begun: which model, how many processes, which machines; then it runs."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from assistant.batch.running import Order, Summary, Watch, run
from assistant.config import load_config
from assistant.errors import InputError
from assistant.llm.endpoint import ModelChoice, choose

if TYPE_CHECKING:
    from assistant.batch.executing import Executor


def start(order: Order, jobs: int, watch: Watch) -> Summary:
    """Runs the batch. Raises InputError for a fault of the call, ModelError where the local model cannot be served."""
    if jobs < 0:
        raise InputError(f"--jobs {jobs}：应是 0 或正整数")
    if not order.sources and not order.out.is_dir():
        raise InputError(
            "缺少“来源”：请给出文件夹、工作簿、报告或数据文件。用法见 jixiao batch --help"
        )
    config = load_config()
    order.budget.prices = config.prices
    model = (
        choose(order.model or None, config=config)
        if "draft" in order.steps
        else ModelChoice("none")
    )
    return run(order, model, _executor(jobs), watch)


def _executor(jobs: int) -> Executor:
    from assistant.batch.executing import Here, Processes

    number = jobs or _cores()
    return Here() if number == 1 else Processes(number)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
