"""jixiao chat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.app import JsonFlag, RulesOption, app

if TYPE_CHECKING:
    from assistant.chat.starting import Start
    from assistant.chat.terminal import Source


@app.command("chat")
def chat(
    data: Annotated[
        Path | None,
        typer.Argument(
            metavar="数据",
            help="数据文件、自评表（.xlsx）或报告（.docx）；不给就从头建一个",
            show_default=False,
        ),
    ] = None,
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
    as_json: JsonFlag = False,
    rules: RulesOption = "",
) -> None:
    r"""边问边写：说明现状，提问，起草，按您的话修改；数据只有您说“是”才改。

    例：jixiao chat 数据.yaml

    例：jixiao chat（从头建一个项目，可以粘贴整张表）

    例：jixiao chat 数据.yaml --model none --script 对话.txt --json（每句话打印一个 JSON；一行里的 \n 表示换行）
    """
    from assistant.chat.terminal import script as read_script

    if listing and data is not None:
        from assistant.chat.graph import sessions
        from assistant.workspace import Workspace

        for name in sessions(Workspace.beside(data).folder):
            typer.echo(name)
        return
    lines: Source | None = read_script(script, echo=not as_json) if script else None
    begun = None
    if data is None:
        begun, lines, going = _start(lines, as_json=as_json)
        data = begun.made or begun.opened
        if data is None or not going:
            return
    data, remarks = _data_file(data)
    _talk(
        data,
        lines,
        model,
        rules,
        remarks,
        begun,
        as_json=as_json,
        resume=resume or bool(session),
        wanted=session,
    )


def _start(lines: Source | None, *, as_json: bool) -> tuple[Start, Source, bool]:
    """The talk until there is a data file: what it has come to, where lines come from, whether to go on."""
    from datetime import date

    from assistant.chat.starting import Start
    from assistant.chat.terminal import source, talk

    folder = Path.cwd()
    start = Start(folder, date.today())  # noqa: DTZ011
    lines = lines or source(folder, echo=not as_json)
    going = talk(
        start.open,
        start.turn,
        lines,
        as_json=as_json,
        done=lambda: start.made is not None or start.opened is not None,
    )
    return start, lines, going


def _data_file(data: Path) -> tuple[Path, tuple[str, ...]]:
    from assistant.chat.starting import as_data_file
    from assistant.intake import YAML_SUFFIXES

    if data.suffix.lower() in YAML_SUFFIXES or not data.exists():
        return data, ()
    return as_data_file(data)


def _talk(
    data: Path,
    lines: Source | None,
    model: str,
    rules: str,
    remarks: tuple[str, ...],
    begun: Start | None,
    *,
    as_json: bool,
    resume: bool,
    wanted: str,
) -> None:
    from assistant.chat.conversation import Conversation
    from assistant.chat.graph import open_session, sessions
    from assistant.chat.project import open_project
    from assistant.chat.terminal import pick, source, talk
    from assistant.chat.writing import ModelWork

    project = open_project(data, rules=rules)
    thread = pick(sessions(project.space.folder), wanted, project.space.folder) if resume else ""
    for remark in remarks:
        typer.echo(remark, err=as_json)
    lines = lines or source(project.space.make(), echo=not as_json)
    with ModelWork(project) as work:
        work.kind(model)  # a name that cannot be used is said before anything else
        with open_session(Conversation(project, work), thread) as opened:

            def begin() -> object:
                outcome = opened.begin(model)
                if begun is None or not begun.block:
                    return outcome
                told = opened.say(begun.block)
                # what stood on the list that the person said yes to is written; anything more is asked about
                agreed = bool(told.proposals) and set(told.proposals) <= set(begun.listed)
                return opened.say("是") if begun.made and agreed else told

            talk(begin, opened.say, lines, as_json=as_json)  # type: ignore[arg-type]
