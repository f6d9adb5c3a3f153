"""`jixiao batch`: many projects in one go."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.app import ForceFlag, JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS, EXIT_INPUT, EXIT_MODEL, InputError

if TYPE_CHECKING:
    from assistant.batch.running import Order, Summary


@app.command("batch")
def batch_command(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="来源…",
            help="文件夹、工作簿、Word 报告、数据文件，或每行一个路径的清单（.txt）；不写时做输出文件夹里已有的项目",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="文件夹", help="输出文件夹：数据/ 报告/ 自评表/ 批次.xlsx"
        ),
    ] = Path("批次"),
    do: Annotated[
        str,
        typer.Option(
            "--do", metavar="步骤", help="做哪几步，用逗号分开；不写时五步都做", show_default=False
        ),
    ] = "import,score,check,draft,form",
    unit: Annotated[
        Path | None,
        typer.Option(
            "--unit",
            metavar="单位.yaml",
            help="各项目共用的主送、通知、署名等，项目自己写的优先",
            show_default=False,
        ),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="模型",
            help="none（规则起草）、local、模型名称，或地址 http://…/v1#名称",
            show_default=False,
        ),
    ] = "",
    jobs: Annotated[
        int, typer.Option("--jobs", metavar="N", help="同时用几个进程，0 为处理器的个数")
    ] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh/--resume", help="全部从头做，或接着上次做（缺省）")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="上次失败的再做一次")] = False,
    scheduler: Annotated[
        str,
        typer.Option(
            "--scheduler",
            metavar="tcp://…",
            help="交给 Dask 的许多机器做（要装 jixiao[scale]）",
            show_default=False,
        ),
    ] = "",
    export_requests: Annotated[
        Path | None,
        typer.Option(
            "--export-requests",
            metavar="请求.jsonl",
            help="不发送，把要问模型的写成 OpenAI 批量格式的文件",
            show_default=False,
        ),
    ] = None,
    import_answers: Annotated[
        Path | None,
        typer.Option(
            "--import-answers",
            metavar="答.jsonl",
            help="读入批量运行的答复；还要问的再 --export-requests",
            show_default=False,
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", metavar="批次.xlsx", help="读回在“待补”表里填好的内容", show_default=False
        ),
    ] = None,
    budget_tokens: Annotated[
        int | None,
        typer.Option(
            "--budget-tokens", metavar="词元", help="这一次最多用多少词元", show_default=False
        ),
    ] = None,
    budget_yuan: Annotated[
        str,
        typer.Option(
            "--budget-yuan",
            metavar="元",
            help="这一次最多花多少钱（按配置里的价格）",
            show_default=False,
        ),
    ] = "",
    budget_minutes: Annotated[
        int | None,
        typer.Option(
            "--budget-minutes", metavar="分钟", help="这一次最多做多久", show_default=False
        ),
    ] = None,
    as_json: JsonFlag = False,
    allow_marked: Annotated[
        bool, typer.Option("--allow-marked", help="材料有密级标志字样（属误判）时仍发往外部模型")
    ] = False,
    rules: RulesOption = "",
    force: ForceFlag = False,
) -> None:
    """许多项目一次做完：导入、计分、检查、起草、填表；中断后再运行一次就接着做。

    例：jixiao batch 填报表.xlsx -o 输出 --unit 单位.yaml
    """
    from assistant.batch.running import Order
    from assistant.batch.spending import Budget

    order = Order(
        sources=tuple(sources or ()),
        out=output,
        steps=_steps(do),
        unit=unit,
        model=model,
        rules=rules,
        fresh=fresh,
        retry=retry,
        force=force,
        allow_marked=allow_marked,
        answers=answers,
        export_to=export_requests,
        import_from=import_answers,
        budget=Budget(budget_tokens, _yuan(budget_yuan), budget_minutes),
    )
    summary = _run(order, jobs, scheduler)
    if as_json:
        typer.echo(json.dumps(summary.as_json(), ensure_ascii=False))
    _tell(order, summary)
    code = _exit(summary)
    if code:
        raise typer.Exit(code)


def _run(order: Order, jobs: int, scheduler: str) -> Summary:
    from assistant.batch.starting import start
    from assistant.batch.watching import for_stderr

    return start(order, jobs, for_stderr(), scheduler)


def _steps(text: str) -> tuple[str, ...]:
    from assistant.batch.work import STEPS

    wanted = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    unknown = [part for part in wanted if part not in STEPS]
    if unknown or not wanted:
        raise InputError(
            f"--do {text}：没有“{(unknown or [''])[0]}”这一步，可用：{','.join(STEPS)}"
        )
    return tuple(step for step in STEPS if step in wanted or step == "import")


def _yuan(text: str) -> Decimal | None:
    if not text:
        return None
    from assistant.values.reading import read_money

    try:
        return read_money(text)
    except ValueError:
        raise InputError(f"--budget-yuan {text}：应是一个数，如 --budget-yuan 20") from None


def _tell(order: Order, summary: Summary) -> None:
    say = f"共 {summary.projects} 个项目，完成 {summary.done} 个"
    if summary.failed:
        say += f"，失败 {len(summary.failed)} 个"
    if summary.left:
        say += f"，未做 {summary.left} 个"
    typer.echo(
        f"{say}；{summary.needs_person} 个有要人补充或核实的地方，见 {order.out / '批次.xlsx'}",
        err=True,
    )
    kinds: dict[str, int] = {}
    for _, kind, _ in summary.failed:
        kinds[kind] = kinds.get(kind, 0) + 1
    if kinds:
        typer.echo(
            f"失败的：{'、'.join(f'{kind}{n}个' for kind, n in kinds.items())}；改好来源后再运行一次，原样再试加 --retry",
            err=True,
        )
    for source, kind, why in summary.failed[:5]:
        if kind == "数据":
            typer.echo(f"  {source}：{why.removeprefix(f'{source}：')}", err=True)
    if order.export_to is not None:
        typer.echo(_next(order, summary), err=True)
    if summary.stopped:
        typer.echo(f"{summary.stopped}，其余没有开始；再运行一次就接着做", err=True)


def _next(order: Order, summary: Summary) -> str:
    if not summary.requests:
        return "没有要再问模型的了"
    return f"要问模型 {summary.requests} 条，写在 {order.export_to}；运行后用 --import-answers 读入答复，再 --export-requests 看还要不要问"


def _exit(summary: Summary) -> int:
    """The gravest: a model that failed (3), a source or project that failed (2), findings of error level (1)."""
    kinds = {kind for _, kind, _ in summary.failed}
    if "模型" in kinds:
        return EXIT_MODEL
    if kinds:
        return EXIT_INPUT
    return EXIT_FINDINGS if summary.errors else 0
