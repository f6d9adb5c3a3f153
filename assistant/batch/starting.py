"""A batch begun: which model, how many processes, which machines; then it runs."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from assistant.batch.endpoints import Endpoints, endpoints
from assistant.batch.rounds import later
from assistant.batch.running import Order, Summary, Watch, run
from assistant.config import Config, load_config
from assistant.errors import InputError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.limiting import share_of_process

if TYPE_CHECKING:
    from assistant.executing import Executor


#: projects that one process has in hand at once
_MOST_THREADS = 48
#: projects in hand a call that may be out: while one waits for its answer, the next ones' prompts are made ready,
#: those that have theirs are written down, and there is always a call that waits for a turn
_AHEAD = 3
_LOADED = "assistant.batch.loaded"
_LOADED_FOR_DRAFTS = "assistant.batch.loaded_for_drafts"
_LOADED_FOR_MODELS = "assistant.batch.loaded_for_models"


def start(order: Order, jobs: int, watch: Watch, scheduler: str = "") -> Summary:
    """Runs the batch. Raises InputError for a fault of the call, ModelError where the local model cannot be served."""
    if jobs < 0:
        raise InputError(f"--jobs {jobs}：应是 0 或正整数")
    if not order.sources and not order.out.is_dir():
        raise InputError(
            "缺少“来源”：请给出文件夹、工作簿、报告或数据文件。用法见 jixiao batch --help"
        )
    config = load_config()
    order.budget.prices = config.prices
    with ExitStack() as stack:
        models = models_of(order, config, stack)
        _require_prices(order, models, config)
        executor = executor_of(order, jobs, models, config, scheduler, stack)
        return run(order, models, executor, watch)


def _require_prices(order: Order, models: Endpoints, config: Config) -> None:
    """A limit in money that nothing is counted against would never be reached."""
    lacking = sorted(
        one.model
        for one in models.choices
        if one.kind == "endpoint" and one.model not in config.prices
    )
    if order.budget.yuan is not None and lacking:
        raise InputError(
            f"--budget-yuan：配置里没有“{lacking[0]}”的价格，请在“价格”里写它的输入、输出各多少元（每百万词元）"
        )


def models_of(order: Order, config: Config, stack: ExitStack) -> Endpoints:
    """The models that the order asks for; a local one is served until `stack` is closed."""
    if "draft" not in order.steps:
        return Endpoints([ModelChoice("none")])
    if order.export_to is not None or order.import_from is not None:
        return Endpoints([later(order.model, config)])
    models = endpoints(order.model, config)
    if models.first.kind != "local":
        return models
    # loaded once, for all projects
    from assistant.llm.local.server import LocalServer

    server = LocalServer()
    stack.callback(server.close)
    return Endpoints(
        [ModelChoice("endpoint", server.base_url, server.model, server.secret, models.first.why)]
    )


def executor_of(
    order: Order, jobs: int, models: Endpoints, config: Config, scheduler: str, stack: ExitStack
) -> Executor:
    """Who does the tasks: this process, several, or other machines."""
    from assistant.executing import Here, Processes, cores

    if scheduler:
        from assistant.batch.machines import Machines

        return stack.enter_context(Machines.at(scheduler))
    number = jobs or cores()
    asks = models.first.kind == "endpoint" and order.export_to is None and order.import_from is None
    if order.model == "local":
        number, asks = 1, False
    if not asks:
        loaded = _LOADED_FOR_DRAFTS if {"draft", "form"} & set(order.steps) else _LOADED
        return Here() if number == 1 else Processes(number, preload=loaded)
    # each process has its share of the limit, and as many projects in hand as keep the share busy; where a budget
    # ends the run, no more than may call at once: what is in hand is brought to its end
    whole = config.limits.concurrency * models.number
    number = min(number, whole)
    share = -(-whole // number)
    return Processes(
        number,
        threads=min(share if order.budget.is_set else share * _AHEAD, _MOST_THREADS),
        start=partial(share_of_process, share),
        preload=_LOADED_FOR_MODELS,
    )
