"""`jixiao template`: a starter template that renders to the program's own report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import ForceFlag, app
from assistant.errors import InputError
from assistant.files import keep_copy, write_whole


@app.command("template")
def template_command(
    output: Annotated[
        Path, typer.Argument(metavar="模板", help="要写的文件（.docx）", show_default=False)
    ],
    force: ForceFlag = False,
) -> None:
    """写出一份报告模板，改成本单位的版式后用 draft --template 套用。

    例：jixiao template 模板.docx
    """
    if output.suffix.lower() != ".docx":
        raise InputError(f"{output}：模板是 Word 文件，文件名请以 .docx 结尾")
    if output.exists() and not force:
        raise InputError(
            f"{output}：已有这个文件，请换一个名字，或加 --force 覆盖（先留一份 .bak）"
        )
    from assistant.report.template import starter

    if output.is_file():
        keep_copy(output)
    write_whole(output, starter())
    typer.echo(
        f"已写出 {output}；用法：jixiao draft 数据.yaml --template {output} -o 报告.docx", err=True
    )
