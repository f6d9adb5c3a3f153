"""Runs the page on this machine: one address with its key, until it is ended."""

from __future__ import annotations

import json
import socket
import sys
import webbrowser
from pathlib import Path

from assistant.errors import InputError
from assistant.web.door import RISKS, Door, own_addresses
from assistant.web.gate import Keys
from assistant.web.resuming import Run, remember, resumed


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    show: bool = True,
    as_json: bool = False,
    password: str | None = None,
) -> None:
    """Serves until SIGINT. With a `password` other machines may come too (`--lan`).

    Raises InputError where the port is taken, the folder is none, or the password too weak.
    """
    import uvicorn

    if not folder.is_dir():
        raise InputError(f"{folder}：不是文件夹，请给出放数据文件的文件夹")
    door = None if password is None else Door(password)
    others = own_addresses() if door else ()
    before = None if door else resumed(folder)
    listening = _listen_again(
        "0.0.0.0" if door else host, port or (before.port if before else 0), port  # noqa: S104 - asked for by --lan
    )  # fmt: skip
    port = listening.getsockname()[1]
    names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", host, *others)}
    keys = before.keys if before and before.port == port else Keys()
    if door is None:  # what other machines were let in with ends with the run
        remember(folder, Run(port, keys))
    url = f"http://{host}:{port}/?key={keys.key}"
    lan = [f"http://{one}:{port}/" for one in others]
    if as_json:
        print(json.dumps({"url": url, **({"lan": lan} if door else {})}), flush=True)  # noqa: T201 - the contract of --json
    told = ["只在本机能打开；用完按 Ctrl-C 结束。"]
    if door:
        told = [
            f"别的机器打开 {'、'.join(lan) or '（没有找到本机的局域网地址）'}，要输入密码。",
            *RISKS,
        ]
    if door or not as_json:
        print("\n".join((f"页面在 {url}", *told)), file=sys.stderr, flush=True)  # noqa: T201
    if show:
        webbrowser.open(url)
    # the address is told first: a browser that comes at once waits at the port for the little while this takes
    from assistant.web.app import create_app

    app = create_app(folder, keys=keys, hosts=frozenset(names), door=door)
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        log_config=None,
        timeout_graceful_shutdown=2,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen_again(host: str, port: int, wanted: int) -> socket.socket:
    """On the port of last time, so that open pages find the program again; where it is taken, as asked for."""
    try:
        return _listen(host, port)
    except InputError:
        if port == wanted:
            raise
        return _listen(host, wanted)


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
