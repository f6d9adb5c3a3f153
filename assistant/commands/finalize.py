"""`jixiao finalize`: the clean copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.commands.app import ForceFlag, JsonFlag, app


@app.command("finalize")
def finalize_command(
    report: Annotated[
        Path, typer.Argument(metavar="报告", help="审定后的报告（.docx）", show_default=False)
    ],
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="定稿", help="定稿的文件名", show_default=False),
    ],
    force: ForceFlag = False,
    ai_label: Annotated[
        Literal["keep", "implicit", "none"],
        typer.Option(
            "--ai-label",
            help="人工智能标识（GB 45438-2025）：keep 附注和文件属性都留，implicit 去掉附注、留文件属性，none 都去掉",
        ),
    ] = "keep",
    as_json: JsonFlag = False,
) -> None:
    """出定稿：接受修订，去掉批注、标记、内嵌数据和作者信息；还有没处理完的事就不出。

    例：jixiao finalize 报告.docx -o 定稿.docx
    """
    from assistant.review.finalize import finalize
    from assistant.review.finalize_screen import as_object, lines

    made = finalize(report, output, force=force, label=ai_label)
    for line in lines(made, ai_label):
        typer.echo(line, err=True)
    if as_json:
        typer.echo(as_object(made))
