"""Files written whole or not at all, one by one or several together.

`together` gathers every `write_whole` of a task and puts them in place in one go: what is written is
first laid beside its target, then listed in a journal, and only then moved. A process that dies before
the journal leaves all as it was; one that dies after it is brought to its end by the next that opens
the project (`finish`).
"""

# paths are texts where a batch puts ten files a project in place
# ruff: noqa: PTH101, PTH105, PTH108, PTH110, PTH112, PTH116, PTH118, PTH119, PTH123

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import InputError, reason
from assistant.patterns import regex

_PRIVATE = 0o600
_JOURNAL = "journal.json"
_LAYING = "laying.json"
_HALVES = regex("[\ud800-\udfff]")
_MOST_ENTRIES = 20_000  # of a work folder; one of years has some hundreds


@dataclass(slots=True)
class _Waiting:
    """What a task has written so far: content and rights a path; None takes the file away."""

    files: dict[Path, tuple[bytes | None, int | None]] = field(default_factory=dict)
    #: folders as they were named, with what they are without links: asked for each file, and again at each look
    homes: dict[Path, Path] = field(default_factory=dict)


_waiting: ContextVar[_Waiting | None] = ContextVar("_waiting", default=None)


def write_whole(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Puts `data` at `path` in one step: readers see the old file or the new one, never a part.

    Inside `together` it waits for the others. Raises InputError with place and mend where the folder is
    missing, full or closed to writing.
    """
    if require_file(path):
        raise InputError(f"{path}：是一个文件夹，请给出要写的文件名")
    waiting = _waiting.get()
    if waiting is not None:
        whole = _absolute(path)
        waiting.files.pop(whole, None)  # what is written last is moved last
        waiting.files[whole] = (data, mode)
        return
    temporary = ""
    try:
        temporary = _laid(path, data, mode, ".jixiao-")
        Path(temporary).replace(path)
    except OSError as error:
        _drop(temporary)
        raise _unwritten(path, error) from None
    except BaseException:  # Ctrl-C leaves nothing behind either
        _drop(temporary)
        raise


def json_bytes(value: dict[str, Any]) -> bytes:
    """Plain values as compact JSON. Numbers with a point must be finite."""
    from pydantic_core import to_json  # a third of the time that `json` takes

    try:
        return to_json(value)
    except ValueError:  # half a character, which UTF-8 has not; JSON writes it as a number
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text).encode()


def require_file(path: Path) -> bool:
    """Refuses a pipe, a device or a socket, there or behind a link: reading one may wait for ever, and
    a file put in its place would take the device from everybody.

    Nothing at that place is no refusal; whether a folder is there. Raises InputError with the mend.
    """
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False  # whoever reads or writes it says why not
    if stat.S_ISDIR(mode):
        return True
    if not stat.S_ISREG(mode):
        what = "管道" if stat.S_ISFIFO(mode) else "设备"
        raise InputError(f"{path}：是{what}，不是普通文件，请给出一个文件")
    return False


def require_own(folder: Path) -> None:
    """Refuses a work folder that leads elsewhere, whole or in part: links, pipes and devices inside it.

    A project may come from anybody; what is written into its folder must not land outside. Raises
    InputError that names what to take away.
    """
    if folder.is_symlink():
        raise InputError(f"{folder}：工作文件夹是通向别处的链接，没有使用；请移走这个链接再试")
    waiting = [folder]
    seen = 0
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue  # it is not there yet, or whoever uses it says why it cannot be read
        for entry in entries:
            seen += 1
            plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
            if not plain:
                raise InputError(
                    f"{entry.path}：工作文件夹里的链接、管道或设备不使用，请移走它再试"
                )
            if entry.is_dir(follow_symlinks=False) and seen < _MOST_ENTRIES:
                waiting.append(Path(entry.path))


def make_private(folder: Path) -> Path:
    """The folder, made with owner-only rights where it is not there: drafts quote unpublished figures.

    Raises InputError where it cannot be made.
    """
    if os.path.isdir(folder):  # asked for before each file that goes into it
        return folder
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"{folder}：工作文件夹建不起来（{reason(error)}），请换一个能写的位置"
        ) from None
    return folder


def take_away(path: Path) -> None:
    """Removes a file that may be there; inside `together` with the others."""
    waiting = _waiting.get()
    if waiting is not None:
        waiting.files[_absolute(path)] = (None, None)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritten(path, error) from None


def read_now(path: Path) -> bytes:
    """The file as this task sees it: with what it has written itself. Raises OSError as reading does."""
    waiting = _waiting.get()
    if waiting is not None:
        found = waiting.files.get(_absolute(path))
        if found is not None:
            if found[0] is None:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
            return found[0]
    require_file(path)
    return path.read_bytes()


def beginning(path: Path, size: int) -> str:
    """The first `size` bytes of a file as text, "" where it cannot be read; a pipe or device is never opened."""
    if not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(size).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def is_waiting(path: Path) -> bool:
    """Whether this task has written the file, and it is not yet in place."""
    waiting = _waiting.get()
    return waiting is not None and _absolute(path) in waiting.files


def exists_now(path: Path) -> bool:
    """Whether the file is there, as this task sees it."""
    waiting = _waiting.get()
    found = waiting.files.get(_absolute(path)) if waiting is not None else None
    return found[0] is not None if found is not None else path.exists()


def names_now(folder: Path) -> set[str]:
    """The names of the files of a folder, as this task sees them."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        names = set()
    waiting = _waiting.get()
    for path, (data, _) in waiting.files.items() if waiting is not None else ():
        if path.parent == _absolute(folder):
            (names.discard if data is None else names.add)(path.name)
    return names


def keep_copy(path: Path) -> Path:
    """A copy of the file under a name that is free: 报告.docx.bak, 报告.docx.2.bak …; none is written over."""
    target = path.with_name(f"{path.name}.bak")
    number = 2
    while exists_now(target):
        target = path.with_name(f"{path.name}.{number}.bak")
        number += 1
    write_whole(target, read_now(path))
    return target


@contextlib.contextmanager
def together(folder: Path) -> Iterator[None]:
    """All that is written inside comes into being at the end, or nothing does; `folder` holds the journal.

    An exception leaves every file as it was. Inside another `together` it is part of that one: an exception takes
    back what was written inside, and who holds the other may go on. Whoever calls holds the lock of the folder.
    """
    outer = _waiting.get()
    if outer is not None:
        before = dict(outer.files)
        try:
            yield
        except BaseException:
            outer.files = before
            raise
        return
    token = _waiting.set(_Waiting())
    try:
        yield
        waiting = _waiting.get()
    finally:
        _waiting.reset(token)
    if waiting is not None and waiting.files:
        _put(folder, waiting.files)


def finish(folder: Path) -> bool:
    """Brings a task to its end whose process died on the way; clears what one left that never began.

    Whether there was one. A file that somebody changed since is not touched.
    """
    journal = folder / _JOURNAL
    found = journal.is_file()
    if found:
        try:
            steps = json.loads(journal.read_text(encoding="utf-8"))["steps"]
            sound = all(_sound(folder, step) for step in steps)
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            sound = False
        if not sound:
            raise InputError(f"{journal}：内容坏了，请移走它再试")
        _move(folder, steps)
    for place in _noted(folder):
        for left in place.glob(f"{_lead(folder)}*"):
            _drop(str(left))
    _drop(str(folder / _LAYING))
    return found


def clear_plain(*folders: Path) -> None:
    """Clears what single writes of a killed process left there; whoever calls is the one writer of the folders."""
    for folder in folders:
        for left in folder.glob(".jixiao-????????"):
            _drop(str(left))


def _noted(folder: Path) -> list[Path]:
    """The folders in which a task that died may have laid something down; none where no task died.

    They are noted, for looking through a folder of twenty thousand projects takes longer than a task does.
    """
    try:
        listed = json.loads((folder / _LAYING).read_text(encoding="utf-8"))
        return [folder / str(place) for place in listed]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, RecursionError):
        return [folder, folder.parent]


def _sound(folder: Path, step: dict[str, str | None]) -> bool:
    """Whether a step is one that this program writes, and not a stranger's who wants a file elsewhere.

    What is moved was laid beside its target by us, under our name for it; only files of the work folder
    are ever taken away.
    """
    target, laid, was = folder / str(step["to"]), step["from"], step["was"]
    if target.is_symlink() or not (was is None or isinstance(was, str)):
        return False
    home = target.parent.resolve()
    if laid is None:
        return folder.resolve() in {home, *home.parents}
    source = folder / str(laid)
    return (
        source.name.startswith(_lead(folder))
        and source.parent.resolve() == home
        and not source.is_symlink()
    )


def _put(folder: Path, files: dict[Path, tuple[bytes | None, int | None]]) -> None:
    """Lays everything down, writes the journal, moves everything into place."""
    steps: list[dict[str, str | None]] = []
    path = folder
    # the history first: what it records follows
    first = sorted(files.items(), key=lambda item: item[0].parent.name != "history")
    home, lead = folder.resolve(), _lead(folder)
    places = {p.parent: _seen_from(home, p.parent) for p in (home / _LAYING, *files)}
    try:
        (folder / _LAYING).write_text(json.dumps(list(places.values())), encoding="utf-8")
        for path, (data, mode) in first:
            place = "" if path.parent == home else places[path.parent]
            laid = None if data is None else os.path.basename(_laid(path, data, mode, lead))
            laid_at = None if laid is None else os.path.join(place, laid)
            steps.append({"from": laid_at, "to": os.path.join(place, path.name), "was": _digest(path)})  # fmt: skip
        path = folder / _JOURNAL
        text = json.dumps({"steps": steps}, ensure_ascii=False).encode()
        os.replace(_laid(path, text, _PRIVATE, lead), path)
    except OSError as error:
        _drop_all(folder, steps)
        raise _unwritten(path, error) from None
    _move(folder, steps)


def _move(folder: Path, steps: list[dict[str, str | None]]) -> None:
    for step in steps:
        target = os.path.join(folder, str(step["to"]))
        laid = None if step["from"] is None else os.path.join(folder, step["from"])
        try:
            if laid is None:
                if _digest(target) == step["was"]:
                    Path(target).unlink(missing_ok=True)
            elif os.path.exists(laid):
                if _digest(target) == step["was"]:
                    os.replace(laid, target)
                else:  # somebody wrote it since: theirs stays
                    os.unlink(laid)
        except OSError as error:
            _back(folder, steps, step)
            raise _unwritten(Path(target), error) from None
    (folder / _JOURNAL).unlink(missing_ok=True)
    _drop(str(folder / _LAYING))


def _back(folder: Path, steps: list[dict[str, str | None]], failed: dict[str, str | None]) -> None:
    """Nothing was moved yet: the whole task is given up. Else the journal stays, for the next to finish."""
    if steps and failed is steps[0]:
        (folder / _JOURNAL).unlink(missing_ok=True)
        _drop_all(folder, steps)


def _drop_all(folder: Path, steps: list[dict[str, str | None]]) -> None:
    for step in steps:
        if step["from"] is not None:
            _drop(str(folder / step["from"]))
    _drop(str(folder / _LAYING))


def _seen_from(home: Path, path: str | Path) -> str:
    """The path from the work folder, so that a project moved since still finds it. `home` is without links."""
    try:
        return os.path.relpath(path, home)
    except ValueError:  # another drive
        return str(path)


def _laid(path: Path, data: bytes, mode: int | None, lead: str) -> str:
    """The content in a file of its own beside the target, so that moving it is a rename. Its name."""
    handle, temporary = tempfile.mkstemp(prefix=lead, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, _mode(path) if mode is None else mode)
    except BaseException:  # of the disk, or Ctrl-C
        _drop(temporary)
        raise
    return temporary


def _lead(folder: Path) -> str:
    """How the names of a project's files in waiting begin, so that no other project clears them."""
    return f".jixiao-{hashlib.sha256(folder.name.encode(errors='surrogatepass')).hexdigest()[:10]}-"


def _drop(temporary: str) -> None:
    if temporary:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def _absolute(path: Path) -> Path:
    waiting = _waiting.get()
    if waiting is None:
        return path.parent.resolve() / path.name
    home = waiting.homes.get(path.parent)
    if home is None:
        home = waiting.homes[path.parent] = path.parent.resolve()
    return home / path.name


def _digest(path: str | Path) -> str | None:
    try:
        with open(path, "rb", buffering=0) as file:
            return hashlib.sha256(file.read()).hexdigest()
    except FileNotFoundError:
        return None


def _mode(path: Path) -> int:
    """Rights of the file that is replaced, else those that a new file gets here."""
    with contextlib.suppress(OSError):
        return os.stat(path).st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _unwritten(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{path}：写不进去（{_why(error, path)}），请换一个位置或关闭正在打开它的程序"
    )


def _why(error: OSError, path: Path) -> str:
    if not path.parent.exists():
        return f"没有文件夹 {path.parent}"
    if isinstance(error, PermissionError):
        return "没有写入权限"
    return reason(error)
