"""`jixiao ground`: what of a text the data do not support."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS


@app.command("ground")
def ground_command(
    data: Annotated[Path, typer.Argument(metavar="数据", help="数据文件（.yaml）")],
    text: Annotated[
        str, typer.Argument(metavar="文本", help="要核对的文字；- 表示从标准输入读")
    ] = "",
    section: Annotated[
        str, typer.Option("--section", metavar="节", help="这段文字在报告的哪一节")
    ] = "",
    indicator: Annotated[
        str, typer.Option("--indicator", metavar="名称", help="这段文字说的是哪个指标")
    ] = "",
    lines: Annotated[
        Path | None,
        typer.Option("--jsonl", metavar="文件", help="逐行核对，每行 {section, indicator, text}"),
    ] = None,
    as_json: JsonFlag = False,
    rules: RulesOption = "",
) -> None:
    """逐句核对一段文字是否有数据依据；有一句没有依据时退出码为1。

    例：jixiao ground 数据.yaml "全年养护108公里，未达到年度指标值。" --section 偏离原因
    """
    from assistant.grounding import asked

    told = asked.asked(text, section, indicator, lines)
    judged = asked.judge(data, told, rules)
    if as_json:
        typer.echo(json.dumps({"sentences": [one.to_json() for one in judged]}, ensure_ascii=False))
    typer.echo(asked.table(judged), err=True)
    if any(one.verdict != "supported" for one in judged):
        raise typer.Exit(EXIT_FINDINGS)
