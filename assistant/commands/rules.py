"""`jixiao rules`: the rule sets there are, one in full, two compared, a start of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import ForceFlag, JsonFlag, app, new_group

rules_app = new_group(
    invoke_without_command=True,
    help="评分规则：列出、查看、比较、新建。\n\n例：jixiao rules\n\n例：jixiao rules show SC-2023",
)
app.add_typer(rules_app, name="rules")

RuleName = Annotated[
    str, typer.Argument(metavar="规则", help="规则的编号或 .yaml 文件", show_default=False)
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", metavar="年度", help="看哪一年施行的版本", show_default=False),
]


@rules_app.callback()
def list_rules(context: typer.Context, as_json: JsonFlag = False) -> None:
    """列出可用的评分规则。"""
    if context.invoked_subcommand is None:
        from assistant.rules import catalogue

        typer.echo(catalogue.as_json() if as_json else catalogue.as_text())


@rules_app.command("show")
def show(name: RuleName, year: YearOption = None, as_json: JsonFlag = False) -> None:
    """查看一套规则：每条的文字、参数、条款、来源、是否核对过原文。

    例：jixiao rules show cn-2020-10
    """
    from assistant.rules import catalogue, loader, showing

    found = loader.find(name)
    typer.echo(catalogue.one_as_json(found, year) if as_json else showing.show(found, year))


@rules_app.command("diff")
def diff(
    one: Annotated[str, typer.Argument(metavar="规则甲", show_default=False)],
    two: Annotated[str, typer.Argument(metavar="规则乙", show_default=False)],
    data: Annotated[
        Path | None,
        typer.Argument(metavar="数据", help="在这份数据上比较得分", show_default=False),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """比较两套规则：哪些规则不同；给出数据时，哪些得分变动、为什么。

    例：jixiao rules diff cn-2020-10 SC-2023 数据.yaml
    """
    from assistant.intake import read
    from assistant.scoring import difference

    told = difference.tell(one, two, None if data is None else read(data))
    typer.echo(told.as_json() if as_json else told.as_text())


@rules_app.command("new")
def new(
    path: Annotated[Path, typer.Argument(metavar="文件", show_default=False)],
    force: ForceFlag = False,
) -> None:
    """新建一份自己的规则文件，带说明，改几处就能用。

    例：jixiao rules new 本单位.yaml
    """
    from assistant.rules import catalogue

    typer.echo(catalogue.write_start(path, force=force))
