"""What a run of the page leaves for the next one of the same folder: its port and secrets, so that open pages reconnect.

They lie in the user's own cache folder, for that user alone, and count for half a day; the key of the address is
new each time.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.files import make_private, read_now, write_whole
from assistant.web.gate import Keys

_LASTS = 12 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the page over a folder."""

    port: int
    keys: Keys


def kept_for(folder: Path, kind: str) -> Path:
    """Where something is kept from one run over the folder to the next: a file of the user's cache folder."""
    from platformdirs import (
        user_cache_path,  # as `config.cache_folder`, without the settings, which load slowly
    )

    name = hashlib.sha256(str(folder.resolve()).encode(errors="surrogatepass")).hexdigest()[:20]
    return user_cache_path("jixiao") / "pages" / f"{name}.{kind}"


def _path(folder: Path) -> Path:
    return kept_for(folder, "json")


def resumed(folder: Path) -> Run | None:
    """The last run over that folder, where it is not long ago; only a file that its user alone can read counts."""
    path = _path(folder)
    try:
        stat = path.stat()
        if stat.st_mode & 0o077 or time.time() - stat.st_mtime > _LASTS:
            return None
        value = json.loads(read_now(path))
        return Run(
            int(value["port"]), Keys(session=str(value["session"]), token=str(value["token"]))
        )
    except (OSError, InputError, ValueError, LookupError, TypeError):
        return None


def remember(folder: Path, run: Run) -> None:
    """Keeps the run for the next one. Where that cannot be, pages are opened anew by their address."""
    path = _path(folder)
    value = {"port": run.port, "session": run.keys.session, "token": run.keys.token}
    try:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        make_private(path.parent)
        write_whole(path, json.dumps(value).encode(), mode=0o600)
        for old in path.parent.glob("*.json"):
            if time.time() - old.stat().st_mtime > _LASTS:
                old.unlink(missing_ok=True)
    except (OSError, InputError):
        return
