"""`jixiao web`: the page, on this machine only."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import app
from assistant.errors import InputError


@app.command("web")
def web_command(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="放数据文件的文件夹，缺省是当前文件夹")
    ] = Path(),
    port: Annotated[int, typer.Option("--port", help="端口，0 由系统选一个空的")] = 0,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="局域网里别的机器也能打开，要密码（不加密，有风险，见文档）"),
    ] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="不自动打开浏览器")] = False,
    as_json: Annotated[bool, typer.Option("--json", help='第一行打印 JSON：{"url": …}')] = False,
) -> None:
    """在浏览器里办完全部工作：导入、改数、补缺、起草、领导改稿、送出。

    例：jixiao web 项目文件夹
    """
    from assistant.web.server import serve

    password = _password() if lan else None
    serve(folder, port=port, show=not no_open, as_json=as_json, password=password)


def _password() -> str:
    """The password of --lan: from the environment, else asked for at the terminal; never an argument, which others
    can read in the list of processes."""
    given = os.environ.get("JIXIAO_WEB_PASSWORD", "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise InputError(
            "--lan 要有密码：请在终端里运行，按提示输入；或先设环境变量 JIXIAO_WEB_PASSWORD"
        )
    return str(
        typer.prompt(
            "给别的机器用的密码（至少10个字符）", hide_input=True, confirmation_prompt="再输入一次"
        )
    )
