"""`jixiao doctor`: is all in order."""

from __future__ import annotations

import json

import typer

from assistant.commands.app import JsonFlag, app
from assistant.errors import EXIT_FINDINGS


@app.command("doctor")
def doctor_command(as_json: JsonFlag = False) -> None:
    """检查这台机器：Python、字体、配置、模型、端点等是否就绪；有误的写明怎么办。

    例：jixiao doctor
    """
    from assistant.doctoring import STATE_NAMES, examine

    checks = examine()
    if as_json:
        rows = [check.as_json() for check in checks]
        good = all(check.state != "error" for check in checks)
        typer.echo(json.dumps({"ok": good, "checks": rows}, ensure_ascii=False))
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table()
        for title in ("项目", "状态", "情况", "怎么办"):
            table.add_column(title, overflow="fold", no_wrap=title in {"项目", "状态"})
        for check in checks:
            table.add_row(
                *map(Text, (check.name, STATE_NAMES[check.state], check.found, check.mend))
            )
        Console().print(table)
    if any(check.state == "error" for check in checks):
        raise typer.Exit(EXIT_FINDINGS)
