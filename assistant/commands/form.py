"""`jixiao form`: the official form, filled, as Word or Excel."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import DataFile, ForceFlag, RulesOption, app
from assistant.errors import InputError
from assistant.files import keep_copy, write_whole


class FormKind(StrEnum):
    """The two official forms."""

    SELF = "自评表"
    TRANSFER = "转移支付"


@app.command("form")
def form_command(
    data: DataFile,
    output: Annotated[
        Path,
        typer.Option(
            "-o", "--output", metavar="文件", help="写成 .docx 或 .xlsx", show_default=False
        ),
    ],
    kind: Annotated[
        FormKind | None,
        typer.Option("--form", help="用哪一种表，缺省随评分规则", show_default=False),
    ] = None,
    rules: RulesOption = "",
    force: ForceFlag = False,
) -> None:
    """填好官方的自评表（项目支出绩效自评表，或转移支付绩效目标自评表）。

    例：jixiao form 数据.yaml -o 自评表.docx
    """
    from assistant.forms.filled.writing import form_bytes, sources_note, without_cell
    from assistant.intake import read
    from assistant.rules.loader import for_data
    from assistant.scoring import score

    if output.exists() and not force:
        raise InputError(
            f"{output}：已有这个文件，请换一个名字，或加 --force 覆盖（先留一份 .bak）"
        )
    evaluation = read(data)
    card = score(evaluation, for_data(evaluation, data, rules))
    content = form_bytes(card, output, kind.value if kind else None)
    if output.exists():
        keep_copy(output)
    write_whole(output, content)
    typer.echo(f"已写出 {output}（{card.ruleset_name}）", err=True)
    if merged := sources_note(card, kind.value if kind else None):
        typer.echo(merged, err=True)
    if left := without_cell(card, kind.value if kind else None):
        typer.echo(f"表内没有这些栏目，没有写进去，数据文件里的不变：{'、'.join(left)}", err=True)
