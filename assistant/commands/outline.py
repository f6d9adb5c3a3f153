"""`jixiao outline`: an outline from last year's report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import ForceFlag, app
from assistant.errors import InputError
from assistant.files import read_now, write_whole


@app.command("outline")
def outline_command(
    report: Annotated[
        Path, typer.Argument(metavar="报告", help="去年的报告（.docx）", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="提纲", help="要写的提纲文件（.yaml）", show_default=False
        ),
    ],
    force: ForceFlag = False,
) -> None:
    """从去年的报告里取提纲：每个标题对上一节，或标明由人来写。

    例：jixiao outline 去年报告.docx -o 提纲.yaml
    """
    if output.suffix.lower() not in {".yaml", ".yml"}:
        raise InputError(f"{output}：提纲是 YAML 文件，文件名请以 .yaml 结尾，如 -o 提纲.yaml")
    if output.exists() and not force:
        raise InputError(
            f"{output}：已有这个文件，请换一个名字，或加 --force 覆盖（先留一份 .bak）"
        )
    from assistant.checks.outlining import outline_of
    from assistant.intake.outline_file import outline_text

    found = outline_of(report)
    if output.is_file():
        write_whole(output.with_name(f"{output.name}.bak"), read_now(output))
    write_whole(output, outline_text(found.outline, found.remarks).encode())
    for line in found.remarks:
        typer.echo(line, err=True)
    typer.echo(
        f"已写出 {output}，{len(found.outline.headings)}个标题；请核对后在数据文件里写 报告.提纲: {output.name}",
        err=True,
    )
