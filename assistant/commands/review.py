"""`jixiao review`: a person's edits and comments back into the project."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.app import ForceFlag, JsonFlag, app
from assistant.errors import InputError


@app.command("review")
def review(
    edited: Annotated[
        Path, typer.Argument(metavar="修改稿", help="改过的报告（.docx）", show_default=False)
    ],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="数据",
            help="数据文件；不写时按报告里的项目编号在旁边和当前文件夹里找",
            show_default=False,
        ),
    ] = None,
    answer: Annotated[
        bool, typer.Option("--answer", help="答复批注：另存一份，在里面标出修订并回复")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="答复稿写到哪里", show_default=False),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            metavar="模型",
            help="答复用哪个模型：none、local、模型名或地址",
            show_default=False,
        ),
    ] = "",
    apply_data: Annotated[
        bool, typer.Option("--apply-data", help="改稿里对数字的改动全部写入数据文件")
    ] = False,
    force: ForceFlag = False,
    as_json: JsonFlag = False,
) -> None:
    """把领导或审阅人在 Word、WPS 里的修改和批注收回来：文字并入草稿，数字的改动先问再改。

    例：jixiao review 修改稿.docx

    例：jixiao review 修改稿.docx --answer -o 答复稿.docx
    """
    from rich.console import Console

    from assistant.review.asking import TerminalAsker
    from assistant.review.review_json import dump, to_json
    from assistant.review.round_trip import take_back
    from assistant.review.show import print_answers, print_review

    if output is not None and not answer:
        raise InputError("-o 是答复稿的文件名，要和 --answer 一起用；出新稿请用 jixiao draft")
    asker = TerminalAsker() if sys.stdin.isatty() and sys.stderr.isatty() else None
    made = take_back(edited, data, asker=asker, consent=apply_data)
    console = Console(stderr=as_json, soft_wrap=True, highlight=False)
    print_review(made, console)
    answers = None
    if answer:
        from assistant.review.answering import answer_review

        answers = answer_review(made, model=model or None, output=output, force=force)
        print_answers(answers, console)
    if as_json:
        typer.echo(dump(to_json(made, answers)))
