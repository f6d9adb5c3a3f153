"""`jixiao new`: a blank data file or Excel form to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import app
from assistant.errors import InputError
from assistant.files import write_whole


@app.command("new")
def new_command(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="文件", help="要新建的数据文件（.yaml）或表（.xlsx）", show_default=False
        ),
    ],
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="年度", help="评价年度，缺省为去年", min=1990, max=2100),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="上年数据",
            help="沿用上年的指标，上年的措施变成待答的问题",
            show_default=False,
        ),
    ] = None,
) -> None:
    """新建一份空白的数据文件，或一张带下拉列表和自动算分的 Excel 表；已有的文件不会覆盖。

    例：jixiao new 数据.yaml　jixiao new 表.xlsx　jixiao new 数据2026.yaml --from 数据2025.yaml
    """
    if path.exists() or path.is_symlink():
        raise InputError(f"{path}：已有这个文件，不会覆盖，请换一个名字")
    write_whole(path, _carried(path, source) if source is not None else _blank(path, year))
    typer.echo(f"已新建 {path}，照里面的说明填写；填好后运行 jixiao score {path}", err=True)


def _carried(path: Path, source: Path) -> bytes:
    """Next year's data file, out of this year's."""
    from assistant.drafting.next_year import next_year
    from assistant.intake import YAML_SUFFIXES, read
    from assistant.rules.loader import for_data
    from assistant.scoring import score

    if path.suffix.lower() not in YAML_SUFFIXES:
        raise InputError(
            f"{path}：沿用上年的数据要写成 .yaml，如 jixiao new 数据2026.yaml --from {source}"
        )
    evaluation = read(source)
    return next_year(score(evaluation, for_data(evaluation, source)), source.name).encode()


def _blank(path: Path, year: int | None) -> bytes:
    from assistant.intake import YAML_SUFFIXES

    if path.suffix.lower() in YAML_SUFFIXES:
        from assistant.intake.blank import blank_data

        return blank_data(year).encode()
    if path.suffix.lower() == ".xlsx":
        from assistant.forms.blank.write import blank_form
        from assistant.intake.blank import last_year

        return blank_form(year or last_year())
    raise InputError(f"{path}：只能新建 .yaml 数据文件或 .xlsx 表，如 jixiao new 数据.yaml")
