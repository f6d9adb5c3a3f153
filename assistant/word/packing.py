"""Parts into the bytes of an Office file; a batch writes thousands."""

from __future__ import annotations

import io
import zipfile
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
    """A zip archive of the parts, in their order, each name once."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICK) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()
