"""`jixiao history`, `jixiao show`, `jixiao undo`: the revisions of a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import JsonFlag, app

OptionalData = Annotated[
    Path | None,
    typer.Argument(
        metavar="[数据]", help="数据文件；当前文件夹里只有一个项目时可以不写", show_default=False
    ),
]


@app.command("history")
def history(data: OptionalData = None, as_json: JsonFlag = False) -> None:
    """列出草稿的各个版本：什么时候、采入了谁的改稿、改了多少。

    例：jixiao history 数据.yaml
    """
    from assistant.review.going_back import history_of
    from assistant.review.history_screen import history_lines, history_object

    kept = history_of(data)
    if as_json:
        typer.echo(history_object(kept))
        return
    for line in history_lines(kept):
        typer.echo(line)


@app.command("show")
def show(
    number: Annotated[int, typer.Argument(metavar="版本", help="版本号", show_default=False)],
    data: OptionalData = None,
    as_json: JsonFlag = False,
) -> None:
    """看一个版本：改了什么，当时的全文。

    例：jixiao show 2 数据.yaml
    """
    from assistant.review.going_back import history_of
    from assistant.review.history_screen import revision_lines, revision_object

    revision = history_of(data).get(number)
    if as_json:
        typer.echo(revision_object(revision))
        return
    for line in revision_lines(revision):
        typer.echo(line)


@app.command("undo")
def undo_command(data: OptionalData = None, as_json: JsonFlag = False) -> None:
    """撤回最近一次采入，草稿和数据回到上一个版本。

    例：jixiao undo 数据.yaml
    """
    from assistant.review.going_back import only_data, undo
    from assistant.review.history_screen import undone_lines, undone_object

    done = undo(data or only_data(Path.cwd()))
    for line in undone_lines(done):
        typer.echo(line, err=as_json)
    if as_json:
        typer.echo(undone_object(done))
