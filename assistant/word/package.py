"""The one place that opens .xlsx and .docx files from elsewhere.

What comes out is bounded in size, holds no document type or entity, and was read once: the bytes that
were checked, in their normal form, are the bytes that openpyxl, python-docx or lxml then parse. Nothing in it is run, and
nothing it points to outside is fetched. Every refusal names the limit and the mend.
"""

from __future__ import annotations

import io
import lzma
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from assistant.errors import InputError
from assistant.located import read_bytes
from assistant.patterns import regex
from assistant.word.normal_form import (
    TYPES,
    NormalForm,
    UnreadableError,
    kind_of,
    transitional,
    utf8,
)

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_T = TypeVar("_T")
Kind = Literal["xlsx", "docx"]

LARGEST_FILE = (
    30_000_000  # bytes on disk; a form has about 30 000, a report with pictures a few million
)
LARGEST_PART = 64_000_000  # bytes of one part, unpacked
LARGEST_WHOLE = 160_000_000  # bytes of all parts, unpacked
MOST_PARTS = 3_000
#: unpacked over packed, for parts beyond a megabyte; plain XML reaches 40, a bomb 1 000
LARGEST_RATIO = 300
_SMALL = 1_000_000
_LOOK = 64  # bytes by which a part without a telling name is known to be XML

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = b"<!DOCTYPE"
_EXTERNAL = regex(rb"<(?:\w+:)?Relationship\b[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_HYPERLINK = regex(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_ALT_CHUNK = regex(rb"<(?:\w+:)?altChunk\b")
_XML_NAMES = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<?xml", b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"\0\0\0<", b"\0<")
_WORDS: dict[Kind, tuple[str, str]] = {
    "xlsx": ("Excel 表格（.xlsx）", "Excel 或 WPS"),
    "docx": ("Word 文件（.docx）", "Word 或 WPS"),
}


@dataclass(frozen=True, slots=True)
class Package:
    """A checked file. `data` is the whole of it in its normal form, `stored` as it lies on the disk.

    `notes` say in Chinese what was left alone.
    """

    path: Path
    kind: Kind
    data: bytes
    names: tuple[str, ...]
    notes: tuple[str, ...]
    stored: bytes = b""
    _seen: dict[str, Any] = field(init=False, default_factory=dict, repr=False, compare=False)

    def once(self, what: str, read: Callable[[], _T]) -> _T:
        """What is read of the file under that name, read when it is first asked for. Nobody changes it."""
        if what not in self._seen:
            self._seen[what] = read()
        found: _T = self._seen[what]
        return found

    def stream(self) -> io.BytesIO:
        """The checked bytes, for openpyxl or python-docx."""
        return io.BytesIO(self.data)

    def read(self, name: str) -> bytes:
        """One part, unpacked. KeyError where there is none of that name."""
        parts = self._seen.get("parts")
        if parts is not None:
            found: bytes = parts[name]
            return found
        archive = self.once("archive", lambda: zipfile.ZipFile(self.stream()))
        return archive.read(name)

    def document(self) -> Document:
        """The file in python-docx, its notes and comment threads as XML too.

        Raises InputError where python-docx cannot take it.
        """
        import docx
        import docx_plus.core.parts  # noqa: F401 - must stand before the reading: it registers those parts

        try:
            document = docx.Document(self.stream())
            if document.element.body is None:
                raise InputError(_corrupt(self.path, self.kind, "里面没有正文"))
            # python-docx reads it only when asked, and takes any part of that name
            document.core_properties.author  # noqa: B018
            if any(r.reltype.endswith("/styles") for r in document.part.rels.values()):
                document.styles.element  # noqa: B018
        except InputError:
            raise
        except Exception as error:  # of every kind: broken styles, settings, relationships
            kind = type(error).__name__
            raise InputError(_corrupt(self.path, self.kind, f"结构读不出来：{kind}")) from None
        return document

    def forget(self) -> None:
        """Nobody looks at it any more: what was read of it goes at once, and does not wait for the collector."""
        self._seen.clear()

    def take(self, trees: Iterable[tuple[str, _Element]]) -> None:
        """Parts that are parsed already, by name, for `tree`."""
        for name, tree in trees:
            self._seen.setdefault(f"/{name}", tree)

    def tree(self, name: str) -> _Element:
        """As `xml`, read once for all that only look at it."""
        return self.once(f"/{name}", lambda: self.xml(name))

    def xml(self, name: str) -> _Element:
        """One part as a tree of one's own, by a parser that resolves no entity and opens no address.

        Raises InputError where the part is missing or not well-formed.
        """
        from lxml import etree  # score and help never need it

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.read(name), parser)
        except (KeyError, etree.XMLSyntaxError):
            raise InputError(_corrupt(self.path, self.kind, f"部件 {name} 读不出来")) from None


def open_package(path: Path, *, kind: Kind | None = None) -> Package:
    """Checks the whole file and returns it. `kind` is what the caller can take; by default either.

    Raises InputError for a missing, locked, corrupt, oversized or mistaken file.
    """
    data = read_bytes(path, largest=LARGEST_FILE)
    return check_package(path, data, kind=kind)


def just_written(
    path: Path, data: bytes, parts: dict[str, bytes], trees: Iterable[tuple[str, _Element]]
) -> Package:
    """A Word file that this program has this moment made, not yet on the disk or just put there.

    `parts` are its parts as they were written, `trees` those of them that are XML in hand: what looks on reads
    nothing a second time, and there is nobody's mischief to check for.
    """
    package = Package(path, "docx", data, tuple(parts), (), stored=data)
    package.once("parts", lambda: parts)
    package.take(trees)
    return package


def check_package(path: Path, data: bytes, *, kind: Kind | None = None) -> Package:
    """As `open_package`, for bytes at hand; `path` is what messages call them."""
    wanted = kind or ("xlsx" if path.suffix.lower().startswith(".xl") else "docx")
    if data.startswith(_OLE):
        raise InputError(_ole(path, data))
    if not data:
        raise InputError(f"{path}：文件是空的（0 字节），请核对是否选错了文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _bounded(path, infos)
            form = _inspected(path, archive, infos)
            form.settle()
            normal = form.written()
    except UnreadableError as error:
        raise InputError(_corrupt(path, wanted, str(error))) from None
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise InputError(_corrupt(path, wanted, "打不开")) from None
    except (zipfile.zlib.error, lzma.LZMAError):  # type: ignore[attr-defined] # zipfile lets them through
        raise InputError(_corrupt(path, wanted, "压缩的内容坏了")) from None
    found = kind_of(form.main_type)
    if found not in _WORDS:
        raise InputError(
            f"{path}：{found}" if found else _corrupt(path, wanted, "里面没有正文或工作簿")
        )
    if kind is not None and found != kind:
        raise InputError(f"{path}：这是{_WORDS[found][0]}，这里要{_WORDS[kind][0]}，请换一个文件")
    names = form.names_now()
    package = Package(path, found, normal or data, names, tuple(form.notes), stored=data)
    package.take(form.trees())
    return package


def _corrupt(path: Path, kind: Kind, what: str) -> str:
    name, program = _WORDS[kind]
    return f"{path}：不是完整的{name}（{what}，可能没有下载完或已损坏），请用 {program} 打开后另存一份再试"


def _ole(path: Path, data: bytes) -> str:
    """Old binary formats and encrypted new ones share this container."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{path}：文件加了打开密码，请先在 Word、Excel 或 WPS 里取消密码再试"
    if "WordDocument".encode("utf-16-le") in data:
        return f"{path}：是旧的 .doc 格式，请用 Word 或 WPS 打开后另存为 .docx"
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return f"{path}：是旧的 .xls 格式（扩展名不符），请另存为 .xlsx，或把扩展名改为 .xls"
    return f"{path}：是旧的 .doc、.xls 等格式（扩展名不符），请用 Office 或 WPS 打开后另存为 .docx 或 .xlsx"


def _bounded(path: Path, infos: list[zipfile.ZipInfo]) -> None:
    """What the directory of the archive declares; `_inspect` then holds each part to it."""
    if len(infos) > MOST_PARTS:
        raise InputError(f"{path}：内含 {len(infos)} 个部件，超过上限 {MOST_PARTS} 个，没有读取")
    if len({info.filename for info in infos}) < len(infos):
        raise InputError(_twice(path))
    if any(info.flag_bits & 1 for info in infos):
        raise InputError(f"{path}：文件加了密码，请先取消密码再试")
    whole = sum(info.file_size for info in infos)
    if whole > LARGEST_WHOLE:
        raise InputError(
            _bomb(path, f"展开后有 {whole / 1e6:.0f} MB，超过上限 {LARGEST_WHOLE // 10**6} MB")
        )
    for info in infos:
        if info.file_size > LARGEST_PART:
            raise InputError(
                _bomb(path, f"部件 {info.filename[:60]} 展开后有 {info.file_size / 1e6:.0f} MB，"
                            f"超过上限 {LARGEST_PART // 10**6} MB")
            )  # fmt: skip
        if info.file_size > _SMALL and info.file_size > LARGEST_RATIO * max(info.compress_size, 1):
            raise InputError(
                _bomb(path, f"部件 {info.filename[:60]} 的压缩比是 {info.file_size // max(info.compress_size, 1)}，"
                            f"超过上限 {LARGEST_RATIO}")
            )  # fmt: skip


def _twice(path: Path) -> str:
    return f"{path}：内有重名的部件，不能确定读哪一个，请用 Office 或 WPS 另存一份再试"


def _bomb(path: Path, what: str) -> str:
    return f"{path}：{what}，像是压缩炸弹，没有读取；如确是正常文件，请删去多余内容另存一份"


def _inspected(path: Path, archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> NormalForm:
    """Every part that is XML, held to its declared size and free of document types."""
    form = NormalForm(archive, _names(path, infos))
    external = chunks = 0
    for name, stored in form.names.items():
        info = archive.getinfo(stored)
        lower = name.lower()
        with archive.open(info) as part:  # never more than declared, whatever the stream holds
            start = part.read(_LOOK)
            if not lower.endswith(_XML_NAMES) and not start.lstrip().startswith(_XML_STARTS):
                continue
            read = start + part.read(info.file_size + 1 - len(start))
        content = transitional(utf8(name, read))
        if _DOCTYPE in content:
            raise InputError(
                f"{path}：部件 {name[:60]} 含有 DOCTYPE 声明（正常的 Office 文件没有），"
                "可能带有外部实体，没有读取"
            )
        if content is not read:
            form.parts[name] = content
        if lower.endswith(".rels"):
            external += sum(not _HYPERLINK.search(m) for m in _EXTERNAL.findall(content))
        chunks += len(_ALT_CHUNK.findall(content))
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in form.names):
        form.notes.append("文件带有宏，只读取内容，宏没有运行")
    if external:
        form.notes.append(f"文件带有 {external} 处外部链接，没有访问，只用文件里已存的值")
    if chunks:
        form.notes.append(
            f"正文里嵌有 {chunks} 段网页等其他格式的内容，没有读取；请用 Word 打开后另存一份再试"
        )
    return form


def _names(path: Path, infos: list[zipfile.ZipInfo]) -> dict[str, str]:
    """The parts by the names that the standard gives them: no backslashes, no slash before."""
    names: dict[str, str] = {}
    fixed = {name.lower(): name for name in (TYPES, "_rels/.rels")}
    for info in infos:
        if info.is_dir():
            continue
        name = info.filename.replace("\\", "/").lstrip("/")
        name = fixed.get(name.lower(), name)
        if name in names:
            raise InputError(_twice(path))
        names[name] = info.filename
    return names
