"""`jixiao check`: the faults of a data file, of our own report, or of anybody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import ForceFlag, JsonFlag, RulesOption, app
from assistant.errors import EXIT_FINDINGS, InputError


def _output(metavar: str, name: str, words: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        name, metavar=metavar, help=words, show_default=False
    )
    return option


@app.command("check")
def check_command(
    data: Annotated[
        Path | None,
        typer.Argument(
            metavar="数据",
            help="数据文件、任何自评报告（.docx）或自评表（.xlsx）",
            show_default=False,
        ),
    ] = None,
    as_json: JsonFlag = False,
    html: Annotated[Path | None, _output("页.html", "--html", "另写一份网页")] = None,
    annotate: Annotated[
        Path | None,
        _output("批注.docx", "--annotate", "另写一份 Word，问题批注在原文上，原文件不动"),
    ] = None,
    fix: Annotated[
        Path | None,
        _output("修正.docx", "--fix", "另写一份 Word，机械的错误以修订痕迹改好，原文件不动"),
    ] = None,
    model: Annotated[
        str | None,
        _output("模型", "--model", "再请模型看词表看不出的问题（local、名称或 http 地址）"),
    ] = None,
    profile: Annotated[
        Path | None, _output("方案.yaml", "--profile", "检查方案：关闭某些代码或改变级别")
    ] = None,
    against: Annotated[Path | None, _output("数据.yaml", "--data", "报告要与这份数据一致")] = None,
    rules: RulesOption = "",
    listing: Annotated[bool, typer.Option("--list", help="列出检查目录")] = False,
    force: ForceFlag = False,
) -> None:
    """按检查目录找出数据或报告里的问题；有错误级的问题时退出码为1。

    例：jixiao check 报告.docx --annotate 批注.docx
    """
    from assistant.checks import inspection

    if listing:
        _list(as_json)
        return
    if data is None:
        raise InputError("缺少“数据”。用法见 jixiao check --help")
    wanted = inspection.Outputs(html=html, annotate=annotate, fix=fix, force=force)
    found = inspection.inspect(
        data, rules=rules, profile=profile, against=against, model=model, outputs=wanted
    )
    if as_json:
        shown = {"findings": [finding.as_json() for finding in found.findings]}
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        from assistant.checks.terminal import print_findings

        print_findings(data.name, found.findings)
    for line in found.notes:
        typer.echo(line, err=True)
    if any(finding.severity == "error" for finding in found.findings):
        raise typer.Exit(EXIT_FINDINGS)


def _list(as_json: bool) -> None:
    from assistant.checks.terminal import catalogue_json, print_catalogue

    if as_json:
        typer.echo(json.dumps(catalogue_json(), ensure_ascii=False, indent=2))
    else:
        print_catalogue()
