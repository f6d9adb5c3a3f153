"""Parts into the bytes of an Office file. What is the same in file after file is compressed once.

Of the sixteen parts of a report three differ from the next report's; a batch writes thousands.
"""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

_SMALL = 16_384  # bytes of a part that may be one of those that never change
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # of the format: deflated, no more
_DEFLATED = 8
_UTF8 = 0x800
_UNIX, _RIGHTS = 3, 0o600 << 16
_MOST = 0xFFFFFFFF


def document_bytes(document: Document) -> bytes:
    """The file of a document in python-docx, as its own `save` writes it."""
    from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI

    package = document.part.package
    parts: list[Any] = list(package.iter_parts())
    for part in parts:
        part.before_marshal()
    named = [(CONTENT_TYPES_URI.membername, _types(parts)), (PACKAGE_URI.rels_uri.membername, package.rels.xml)]  # fmt: skip
    for part in parts:
        named.append((part.partname.membername, part.blob))
        if part.rels:
            named.append((part.partname.rels_uri.membername, part.rels.xml))
    return packed(named)


def _types(parts: Iterable[Part]) -> bytes:
    return _types_of(tuple((part.partname, part.content_type) for part in parts))


@lru_cache(maxsize=32)
def _types_of(parts: tuple[tuple[str, str], ...]) -> bytes:
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.pkgwriter import _ContentTypesItem

    kind_of: Any = _ContentTypesItem
    item = kind_of()
    item._defaults["rels"] = CONTENT_TYPE.OPC_RELATIONSHIPS
    item._defaults["xml"] = CONTENT_TYPE.XML
    for name, kind in parts:
        item._add_content_type(name, kind)
    found: bytes = item.blob
    return found


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive of the parts, in their order, each name once. Raises ValueError beyond four gigabytes."""
    now = time.localtime()
    day = (now.tm_year - 1980) << 9 | now.tm_mon << 5 | now.tm_mday
    moment = now.tm_hour << 11 | now.tm_min << 5 | now.tm_sec // 2
    whole: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, content in parts:
        sign, small = _kept(content) if len(content) <= _SMALL else _deflated(content)
        plain = name.encode()
        flags = 0 if name.isascii() else _UTF8
        about = (_DEFLATED, moment, day, sign, len(small), len(content), len(plain))
        local = _LOCAL.pack(b"PK\3\4", _VERSION, flags, *about, 0)
        whole += (local, plain, small)
        listed.append(_CENTRAL.pack(b"PK\1\2", _VERSION, _UNIX, _VERSION, 0, flags, *about, 0, 0, 0, 0, _RIGHTS, at))  # fmt: skip
        listed.append(plain)
        at += len(local) + len(plain) + len(small)
    if at > _MOST:
        raise ValueError("a package beyond four gigabytes")
    directory = b"".join(listed)
    number = len(listed) // 2
    end = _END.pack(b"PK\5\6", 0, 0, number, number, len(directory), at, 0)
    return b"".join((*whole, directory, end))


def _deflated(content: bytes) -> tuple[int, bytes]:
    """The checksum of a part, and the part compressed."""
    work = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    return zlib.crc32(content), work.compress(content) + work.flush()


_kept = lru_cache(maxsize=128)(_deflated)
