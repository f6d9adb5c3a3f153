"""The local model: llama.cpp inside this process (extra `local`), behind a loopback port with a key.

The same client talks to it as to any endpoint. The key is random, so that other users of the machine
cannot use the port.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import secrets
from pathlib import Path
from typing import Any

from assistant.config import cache_folder
from assistant.errors import ModelError
from assistant.llm.local.manifest import Manifest, read_manifest

_CONTEXT = 8192  # tokens; a prompt has about 400
_PATIENCE = 60.0  # seconds
_INSTALL = "pip install 'jixiao[local]'"


def model_id() -> str:
    """The name of the model that ships by manifest."""
    return read_manifest().id


def model_path(manifest: Manifest | None = None) -> Path:
    """Where the model file stands, or will."""
    named = os.environ.get("JIXIAO_MODEL_FILE")
    return Path(named) if named else cache_folder() / (manifest or read_manifest()).file


def engine_installed() -> bool:
    """Whether llama.cpp (xllamacpp) can be imported; it is not imported for that."""
    return importlib.util.find_spec("xllamacpp") is not None


def missing() -> str:
    """What the local model lacks, with the mend; empty where it can be served."""
    if not engine_installed():
        return f"本机还没有装运行模型的组件，请执行 {_INSTALL}"
    path = model_path()
    if not path.exists():
        return f"本机还没有模型文件（{path}），请执行 jixiao model pull"
    manifest = read_manifest()
    if not os.environ.get("JIXIAO_MODEL_FILE") and path.stat().st_size != manifest.size:
        return f"{path}：模型文件不完整，请执行 jixiao model pull"
    return ""


class LocalServer:
    """Serves the model until closed. Loading takes some seconds and about 2 GB of memory."""

    def __init__(
        self, *, port: int = 0, secret: str | None = None, threads: int | None = None
    ) -> None:
        lack = missing()
        if lack:
            raise ModelError(lack)
        self.model = model_id()
        self.secret = secrets.token_urlsafe(24) if secret is None else secret
        self._server: Any = _serve(model_path(), self.model, port, self.secret, threads)
        self.base_url = f"{self._server.listening_address}/v1"
        _await_loop(self._server.listening_address, self.secret)

    def close(self) -> None:
        """Frees the model and the port."""
        self._server = None


def _serve(path: Path, name: str, port: int, secret: str, threads: int | None) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {name}
    params.n_ctx, params.n_parallel = _CONTEXT, 1
    params.cpuparams.n_threads = threads or _cores()
    # waiting threads sleep: spinning ones halve the speed where other programs want the processor too
    params.cpuparams.poll = 0
    params.hostnames, params.port = ["127.0.0.1"], port
    params.api_keys = [secret] if secret else []
    params.ui = False
    params.endpoint_slots = False
    params.endpoint_metrics = True
    params.verbosity = 0
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        raise ModelError(
            f"本机模型装不进来（{' '.join(str(error).split())[:80] or type(error).__name__}），请核对内存是否够 2 GB、"
            f"端口是否被占用，或执行 jixiao model pull 重新核对模型文件 {path}"
        ) from None


def _await_loop(address: str, secret: str) -> None:
    """Waits for one answer out of the server's queue.

    Freed before the queue's loop has begun, the engine waits for that loop for ever, with Python's lock in
    hand. The metrics are the one cheap question that goes through the queue.
    """
    import httpx

    with contextlib.suppress(httpx.HTTPError):  # what really fails shows at the first call
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        httpx.get(f"{address}/metrics", headers=headers, timeout=_PATIENCE, trust_env=False)


def _cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
