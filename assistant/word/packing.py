"""Parts into the bytes of an Office file; a batch writes thousands."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

#: how hard to press: at most a seventh is lost in size, and more than half won in time
_QUICK = 1


def document_bytes(document: Document) -> bytes:
    """The file of a document in python-docx, as its own `save` writes it."""
    return packed(document_parts(document))


def document_parts(document: Document) -> list[tuple[str, bytes]]:
    """The parts of that file by name, in their order."""
    from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI

    package = document.part.package
    parts: list[Any] = list(package.iter_parts())
    for part in parts:
        part.before_marshal()
    named = [(CONTENT_TYPES_URI.membername, _types(parts)), (PACKAGE_URI.rels_uri.membername, _links(package.rels))]  # fmt: skip
    for part in parts:
        named.append((part.partname.membername, part.blob))
        if part.rels:
            named.append((part.partname.rels_uri.membername, _links(part.rels)))
    return named


def _links(rels: Any) -> bytes:
    """The relationships of a part: the same in most files of one kind."""
    return _links_of(tuple((r.rId, r.reltype, r.target_ref, r.is_external) for r in rels.values()))


@lru_cache(maxsize=32)
def _links_of(links: tuple[tuple[str, str, str, bool], ...]) -> bytes:
    from docx.opc.oxml import CT_Relationships

    made: Any = CT_Relationships.new()
    for link in links:
        made.add_rel(*link)
    found: bytes = made.xml
    return found


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
    """A zip archive of the parts, in their order, each name once.

    Written out here (APPNOTE.TXT 4.3: local headers, central directory): of the parts of a report most are the
    same in all reports, and those are pressed once.
    """
    moment = time.localtime()[:6]
    day = (moment[0] - 1980) << 9 | moment[1] << 5 | moment[2]
    hour = moment[3] << 11 | moment[4] << 5 | moment[5] >> 1
    out: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, content in parts:
        plain = name.isascii()
        called = name.encode("ascii" if plain else "utf-8")
        checksum, pressed = (_kept if len(content) <= _SMALL else _pressed)(content)
        about = (
            _VERSION, 0 if plain else _UTF8, zipfile.ZIP_DEFLATED, hour, day, checksum,
            len(pressed), len(content), len(called), 0,
        )  # fmt: skip
        out += [_HEADER.pack(b"PK\3\4", *about), called, pressed]
        listed += [_LISTED.pack(b"PK\1\2", _MADE_BY, *about, 0, 0, 0, _RIGHTS, at), called]
        at += _HEADER.size + len(called) + len(pressed)
    directory = b"".join(listed)
    number = len(listed) // 2
    end = _END.pack(b"PK\5\6", 0, 0, number, number, len(directory), at, 0)
    return b"".join([*out, directory, end])


def _pressed(content: bytes) -> tuple[int, bytes]:
    """The checksum of a part, and the part deflated."""
    press = zlib.compressobj(_QUICK, zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.crc32(content), press.compress(content) + press.flush()


_kept = lru_cache(maxsize=128)(_pressed)
#: parts up to so many bytes may be the same again in the next file: styles, settings, footers
_SMALL = 12_000
_HEADER = struct.Struct("<4sHHHHHLLLHH")
_LISTED = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END = struct.Struct("<4sHHHHLLH")
#: 2.0: deflated; made on Unix, so that the rights below are read as such
_VERSION, _MADE_BY, _UTF8, _RIGHTS = 20, 3 << 8 | 20, 0x800, 0o600 << 16
