"""`jixiao summary`: the documents of many projects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import JsonFlag, PlaceOption, RulesOption, app


@app.command("summary")
def summary_command(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放各项目数据文件、自评表或自评报告的文件夹")
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="汇总", help="写到这个文件夹", show_default=False),
    ],
    region: Annotated[
        str,
        typer.Option("--region", metavar="地区", help="决算公开说明的样式：全国、湖南、四川、北京"),
    ] = "全国",
    unit: Annotated[
        Path | None,
        typer.Option(
            "--unit", metavar="单位.yaml", help="主送、通知、署名、结果应用等", show_default=False
        ),
    ] = None,
    final: Annotated[
        Path | None,
        typer.Option(
            "--final", metavar="决算.yaml", help="与决算数核对，算覆盖率", show_default=False
        ),
    ] = None,
    rules: RulesOption = "",
    place: PlaceOption = "",
    as_json: JsonFlag = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的汇总文件")] = False,
) -> None:
    """汇总多个项目：自评结果汇总表、工作情况报告、决算公开说明、重点说明项目、合并报告。

    例：jixiao summary 批次/ -o 汇总/ --region 湖南 --final 决算.yaml
    """
    from assistant.summary.making import Order, summarize

    outcome = summarize(Order(folder, output, region, unit, final, rules, place, force))
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
    else:
        from assistant.summary.screen import told

        for line in told(outcome):
            typer.echo(line)
    for one in outcome.failed:
        typer.echo(f"{one.source}：{one.why}", err=True)
    for path in outcome.outputs:
        typer.echo(f"已写出 {path}", err=True)
