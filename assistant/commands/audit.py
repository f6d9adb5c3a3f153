"""`jixiao audit`: the bureau's desk over a folder of what units handed in."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import JsonFlag, PlaceOption, RulesOption, app
from assistant.errors import EXIT_FINDINGS


@app.command("audit")
def audit_command(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放自评报告、自评表、数据文件的文件夹")
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="复核", help="写到这个文件夹", show_default=False),
    ],
    rules: RulesOption = "",
    place: PlaceOption = "",
    budget: Annotated[
        Path | None,
        typer.Option(
            "--budget", metavar="预算.xlsx", help="与这份预算清单核对金额", show_default=False
        ),
    ] = None,
    last: Annotated[
        Path | None,
        typer.Option(
            "--last", metavar="上年", help="上年的材料，核对文字是否照抄", show_default=False
        ),
    ] = None,
    signature: Annotated[
        str, typer.Option("--sign", metavar="署名", help="退回修改意见的署名", show_default=False)
    ] = "",
    letters: Annotated[bool, typer.Option("--letters/--no-letters", help="写退回修改意见")] = True,
    jobs: Annotated[
        int,
        typer.Option("--jobs", metavar="N", min=0, max=64, help="同时用几个进程，0 为处理器的个数"),
    ] = 0,
    as_json: JsonFlag = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的复核结果")] = False,
) -> None:
    """复核一个文件夹的自评材料：重算得分，找问题，跨项目核对，排抽查次序。

    例：jixiao audit 报送/ -o 复核/ --budget 预算.xlsx
    """
    from assistant.audit.audit import Order, audit

    order = Order(
        folder, output, rules, place, last, budget, letters, signature, jobs=jobs, force=force
    )
    live = sys.stderr.isatty()

    def progress(number: int) -> None:
        if live:
            typer.echo(f"\r已读{number}个文件", err=True, nl=False)

    outcome = audit(order, progress)
    if live:
        typer.echo("", err=True)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        from assistant.audit.screen import told

        for line in told(outcome):
            typer.echo(line)
    for failure in outcome.failed:
        typer.echo(f"{failure.source}：{failure.why}", err=True)
    from assistant.audit.screen import written

    for line in written(outcome.outputs):
        typer.echo(line, err=True)
    if any(head.errors for case in outcome.cases for head in case.heads):
        raise typer.Exit(EXIT_FINDINGS)
