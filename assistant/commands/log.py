"""`jixiao log`: what was sent to which model, what came back, what it cost."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.app import JsonFlag, app
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.llm.calls import Call, CallLog, Cost

_SHOWN = 60


@app.command("log")
def log_command(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[数据] [show 编号]",
            help="数据文件，缺省为当前文件夹里的那一个；show 3 显示第3次调用的全文",
            show_default=False,
        ),
    ] = None,
    cost: Annotated[
        bool,
        typer.Option("--cost", help="按模型汇总用量；价格在配置文件的“价格”里设（元/百万词元）"),
    ] = False,
    most: Annotated[int, typer.Option("-n", metavar="条数", help="最多列几条", min=1)] = 20,
    as_json: JsonFlag = False,
) -> None:
    """调用记录：发了什么给哪个模型（已脱敏），答复、逐句判定、用量。

    例：jixiao log 数据.yaml

    例：jixiao log show 3

    例：jixiao log --cost
    """
    data, number = _read_words(words or [])
    log = _log(data)
    if number is not None:
        _call(log.get(number), as_json)
    elif cost:
        from assistant.config import load_config

        _costs(log.costs(load_config().prices), as_json)
    else:
        _calls(log.rows(most), as_json)


def _read_words(words: list[str]) -> tuple[Path | None, int | None]:
    """`[data] [show number]`, in either order."""
    rest, number = list(words), None
    if "show" in rest:
        at = rest.index("show")
        told = rest[at + 1] if at + 1 < len(rest) else ""
        if not told.isdecimal():
            raise InputError("show 后面要写编号，如 jixiao log show 3")
        number = int(told)
        del rest[at : at + 2]
    if len(rest) > 1:
        raise InputError(f"多出了参数 {' '.join(rest[1:])}。用法见 jixiao log --help")
    return (Path(rest[0]) if rest else None), number


def _log(data: Path | None) -> CallLog:
    from assistant.files import require_own
    from assistant.llm.calls import CallLog
    from assistant.workspace import Workspace

    if data is not None:
        if not data.exists():
            raise InputError(f"{data}：没有这个文件，请给出数据文件")
        return CallLog(Workspace.beside(data).log_path)
    found = sorted(Path().glob("*.jixiao/calls.sqlite"))
    if len(found) == 1:
        require_own(found[0].parent)
        return CallLog(found[0])
    what = "没有" if not found else "不止一个项目有"
    raise InputError(f"当前文件夹里{what}调用记录，请写明数据文件，如 jixiao log 数据.yaml")


def _call(call: Call, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_as_json(call), ensure_ascii=False))
        return
    typer.echo(_line(call))
    for message in json.loads(call.request):
        typer.echo(f"\n── 发出（{message['role']}）──\n{message['content']}")
    typer.echo(f"\n── 答复 ──\n{call.answer or '（无）'}")
    if call.verdicts:
        typer.echo("\n── 判定 ──")
    for verdict in call.verdicts:
        typer.echo(verdict)


def _calls(calls: list[Call], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"calls": [_as_json(call) for call in calls]}, ensure_ascii=False))
        return
    if not calls:
        typer.echo("还没有调用过模型", err=True)
    for call in calls:
        typer.echo(_line(call))


def _costs(costs: list[Cost], as_json: bool) -> None:
    if as_json:
        rows = [
            {**asdict(cost), "yuan": None if cost.yuan is None else str(cost.yuan)}
            for cost in costs
        ]
        typer.echo(json.dumps({"costs": rows}, ensure_ascii=False))
        return
    if not costs:
        typer.echo("还没有调用过模型", err=True)
    for cost in costs:
        money = "未设价格" if cost.yuan is None else f"{cost.yuan:.4f} 元"
        typer.echo(
            f"{cost.model}：{cost.calls} 次，读 {cost.prompt_tokens}、写 {cost.completion_tokens} 词元，"
            f"{cost.seconds:.0f} 秒，{money}"
        )


def _line(call: Call) -> str:
    state = call.fault or "好"
    return (
        f"{call.id:>4}  {call.at[:19].replace('T', ' ')}  {call.model}（{call.host}）  {call.label}  "
        f"{call.prompt_tokens}+{call.completion_tokens} 词元  {call.seconds:.1f} 秒  {state[:_SHOWN]}"
    )


def _as_json(call: Call) -> dict[str, object]:
    row = asdict(call)
    row["request"] = json.loads(call.request)
    return row
