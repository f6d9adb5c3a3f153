"""Runs the page on this machine: one address with its key, until it is ended."""

from __future__ import annotations

import json
import socket
import sys
import webbrowser
from pathlib import Path

from assistant.errors import InputError
from assistant.web.gate import Keys


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    show: bool = True,
    as_json: bool = False,
) -> None:
    """Serves until SIGINT. Raises InputError where the port is taken or the folder is none."""
    import uvicorn

    from assistant.web.app import create_app

    if not folder.is_dir():
        raise InputError(f"{folder}：不是文件夹，请给出放数据文件的文件夹")
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", host)}
    keys = Keys()
    app = create_app(folder, keys=keys, hosts=frozenset(names))
    url = f"http://{host}:{port}/?key={keys.key}"
    if as_json:
        print(json.dumps({"url": url}), flush=True)  # noqa: T201 - the contract of --json
    else:
        print(f"页面在 {url}\n只在本机能打开；用完按 Ctrl-C 结束。", file=sys.stderr, flush=True)  # noqa: T201
    if show:
        webbrowser.open(url)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise InputError(f"端口 {port} 用不了（{error.strerror}），请换一个，如 --port 0") from None
    listening.listen(64)
    return listening
