"""What a batch is made from: folders, workbooks, Word reports, data files, and lists of them (.txt).

Nothing is read but lists; a folder is walked in the order of its names, so that a second run meets the same
files in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.errors import InputError
from assistant.intake import YAML_SUFFIXES
from assistant.located import decode, read_bytes
from assistant.submissions.walking import files_of

_LIST = ".txt"


def source_files(given: Sequence[Path], out: Path) -> Iterator[Path]:
    """Every file to read, each once, absolute. What stands in `out` is our own and is passed over.

    Raises InputError for a source that is not there, and for a list with a line that is no file.
    """
    seen: set[Path] = set()
    for source in given:
        for path in _of(source, out.resolve()):
            if path not in seen:
                seen.add(path)
                yield path


def _of(source: Path, out: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from files_of(source.resolve(), but=out)
    elif not source.exists():
        raise InputError(f"{source}：没有这个文件或文件夹，请核对路径")
    elif source.suffix.lower() == _LIST and (listed := _listed(source)) is not None:
        for path in listed:
            yield from files_of(path, but=out) if path.is_dir() else (path,)
    else:
        yield source.resolve()


def _listed(path: Path) -> list[Path] | None:
    """The paths of a list, from its own folder; None where its first line is no file: then it is a form."""
    text = decode(read_bytes(path), str(path))
    lines = [(n, line.strip().strip('"')) for n, line in enumerate(text.splitlines(), 1)]
    rows = [(n, line) for n, line in lines if line and not line.startswith("#")]
    if not rows or not _at(path, rows[0][1]).exists():
        return None
    missing = [
        f"{path}:{n}：没有这个文件：{line}" for n, line in rows if not _at(path, line).exists()
    ]
    if missing:
        raise InputError(*missing)
    return [_at(path, line).resolve() for _, line in rows]


def _at(listing: Path, line: str) -> Path:
    return listing.parent / Path(line).expanduser()


def is_data(path: Path) -> bool:
    """Whether the file is a data file already (YAML), by its name."""
    return path.suffix.lower() in YAML_SUFFIXES
