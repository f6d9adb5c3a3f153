"""`jixiao web`: the page, on this machine only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import app


@app.command("web")
def web_command(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放数据文件的文件夹，缺省是当前文件夹")
    ] = Path(),
    port: Annotated[int, typer.Option("--port", help="端口，0 由系统选一个空的")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="不自动打开浏览器")] = False,
    as_json: Annotated[bool, typer.Option("--json", help='第一行打印 JSON：{"url": …}')] = False,
) -> None:
    """在浏览器里办完全部工作：导入、改数、补缺、起草、领导改稿、送出。

    例：jixiao web 项目文件夹
    """
    from assistant.web.server import serve

    serve(folder, port=port, show=not no_open, as_json=as_json)
