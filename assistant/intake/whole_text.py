"""Every word that stands in a file, with the words no reader asks for: comments, headers, hidden cells, properties.

For the gate before a model, which must see a classification marking wherever it stands.
"""

from __future__ import annotations

import contextlib
import html
import json
from collections.abc import Iterator
from pathlib import Path

from assistant.errors import JixiaoError
from assistant.files import read_now
from assistant.intake.unit import NAME as UNIT
from assistant.patterns import regex

_ENDS = regex(
    r"</(?:\w+:p|\w+:tc|si|c|row|t|comment|oddHeader|oddFooter|text)>|<\w+:(?:br|tab)\b[^>]*>"
)
_TAG = regex(r"<[^>]*>")
_LONGEST = 5_000_000  # characters of one part; the reader of the file has bounded it before


def whole_text(path: Path) -> Iterator[tuple[str, str]]:
    """Place and text of each line of a data file, or of each part of an Office file; nothing where it is unreadable."""
    if path.suffix.lower() in {".docx", ".xlsx", ".docm", ".dotx", ".xlsm"}:
        yield from _parts(path)
        return
    with contextlib.suppress(OSError, JixiaoError):
        data = read_now(path)
        for number, line in enumerate(_decoded(data).splitlines(), 1):
            if line.strip():
                yield f"{path}:{number}", line


def _parts(path: Path) -> Iterator[tuple[str, str]]:
    import zipfile

    from assistant.word.package import open_package

    with contextlib.suppress(OSError, JixiaoError, zipfile.BadZipFile, KeyError):
        with contextlib.suppress(JixiaoError):
            open_package(path)
        with zipfile.ZipFile(path) as package:
            for info in package.infolist():
                if not info.filename.endswith((".xml", ".rels")) or info.file_size > _LONGEST:
                    continue
                if info.filename.endswith(
                    (
                        "styles.xml",
                        "theme1.xml",
                        "settings.xml",
                        "fontTable.xml",
                        "numbering.xml",
                        ".rels",
                        "[Content_Types].xml",
                    )
                ):
                    continue
                text = _decoded(package.read(info))
                plain = html.unescape(_TAG.sub("", _ENDS.sub("\n", text)))
                for line in plain.splitlines():
                    if line.strip():
                        yield f"{path}", line


def _decoded(data: bytes) -> str:
    for name in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(name)
    return data.decode("utf-8", "replace")


_MOST_FILES = 50  # data files of one folder that are looked into
_LARGEST = 1_000_000  # bytes of one of them


def private_words(*paths: Path) -> tuple[str, ...]:
    """起草.保密词 that a file is under: its own, those it carries inside it, and the unit's beside it.

    A file that is no data file may be of any project of its folder: it is under the words of all of them.
    """
    found: dict[str, None] = {}
    for path in paths:
        if path.suffix.lower() in {".yaml", ".yml"}:
            files = [path, path.with_name(UNIT)]
        else:
            files = sorted(path.parent.glob("*.y*ml"))[:_MOST_FILES]
            found.update(dict.fromkeys(_carried(path)))
        for file in files:
            found.update(dict.fromkeys(_private(file)))
    return tuple(found)


def _private(path: Path) -> Iterator[str]:
    import yaml

    tree: object = None
    with contextlib.suppress(OSError, JixiaoError, yaml.YAMLError, RecursionError):
        if path.stat().st_size <= _LARGEST:
            tree = yaml.safe_load(_decoded(read_now(path)))
    yield from _words(tree if path.name == UNIT else _under(tree, "起草"))


def _carried(path: Path) -> Iterator[str]:
    """The words in the data that a report of ours carries in a part of its own."""
    from assistant.word.package import open_package

    if path.suffix.lower() != ".docx":
        return
    with contextlib.suppress(OSError, JixiaoError):
        package = open_package(path)
        for name in package.names:
            if name.startswith("customXml/item"):
                with contextlib.suppress(JixiaoError, ValueError, RecursionError):
                    yield from _words(
                        _under(_under(json.loads(package.xml(name).text or ""), "data"), "起草")
                    )


def _under(tree: object, key: str) -> object:
    return tree.get(key) if isinstance(tree, dict) else None


def _words(group: object) -> Iterator[str]:
    words = _under(group, "保密词")
    for word in words if isinstance(words, list) else [words] if isinstance(words, str) else ():
        yield str(word)
