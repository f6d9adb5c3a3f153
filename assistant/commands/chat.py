"""jixiao chat."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import DataFile, RulesOption, app


@app.command("chat")
def chat(
    data: DataFile,
    model: Annotated[
        str,
        typer.Option(
            "--model", metavar="模型", help="none、local、模型名或地址", show_default=False
        ),
    ] = "",
    resume: Annotated[bool, typer.Option("--resume", help="接着上一次说")] = False,
    session: Annotated[
        str,
        typer.Option(
            "--session", metavar="会话", help="接着这一次说（名称见 --list）", show_default=False
        ),
    ] = "",
    listing: Annotated[bool, typer.Option("--list", help="列出以前的会话")] = False,
    script: Annotated[
        Path | None,
        typer.Option(
            "--script", metavar="文件", help="照文件里写的话走一遍，打印全过程", show_default=False
        ),
    ] = None,
    rules: RulesOption = "",
) -> None:
    """边问边写：说明现状，一次问一个问题，起草，按您的话修改；数据只有您确认了才改。

    例：jixiao chat 数据.yaml

    例：jixiao chat 数据.yaml --model none --script 对话.txt
    """
    from assistant.chat.desk import Desk, require_yaml
    from assistant.chat.graph import open_session, sessions
    from assistant.chat.talk import Talk
    from assistant.chat.terminal import pick, source, talk
    from assistant.chat.terminal import script as read_script
    from assistant.chat.workhands import WorkHands

    require_yaml(data)
    desk = Desk(data, rules=rules)
    desk.look()
    kept = sessions(desk.space.folder)
    if listing:
        for name in kept:
            typer.echo(name)
        return
    thread = pick(kept, session, desk.space.folder) if resume or session else ""
    lines = read_script(script) if script else source(desk.space.make())
    with WorkHands(desk) as hands, open_session(Talk(desk, hands), thread) as opened:
        talk(opened, lines, model=model)
