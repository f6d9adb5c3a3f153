"""A file of somebody else's that could not be read: told with its line, never the end of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant.errors import JixiaoError, reason

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and the line that says why."""

    source: str
    why: str


def tried(path: Path, folder: Path, work: Callable[[], T]) -> T | Failure:
    """What the work on a file below the folder gives, or why it gives nothing."""
    source = path.relative_to(folder).as_posix()
    try:
        return work()
    except JixiaoError as error:
        why = error.lines[0] if error.lines else str(error)
        return Failure(source, why.removeprefix(f"{path}：").replace(str(folder), folder.name))
    except OSError as error:
        return Failure(source, f"读不了（{reason(error)}）")
    except Exception as error:  # a fault of ours in one file must not end a province's night
        return Failure(source, f"程序出错（{type(error).__name__}），请把这个文件交给维护人员")
