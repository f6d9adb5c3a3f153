"""Pictures without what cameras and programs write into them: place, owner, comments, thumbnails."""

from __future__ import annotations

import struct

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_SOI, _SOS = 0xD8, 0xDA
#: JFIF, colour profile and Adobe's transform are needed to show the picture
_JPEG_NEEDED = {0xE0, 0xE2, 0xEE}


def without_traces(data: bytes) -> bytes:
    """The picture with its pixels untouched; kinds other than PNG and JPEG come back as they are."""
    if data.startswith(_PNG):
        return _png(data)
    if data[:2] == bytes((0xFF, _SOI)):
        return _jpeg(data)
    return data


def _png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        end = at + 12 + length
        if data[at + 4 : at + 8] not in _PNG_TELLING:
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _jpeg(data: bytes) -> bytes:
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - a marker
        kind = data[at + 1]
        if kind == _SOS:
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length
        telling = (0xE0 <= kind <= 0xEF and kind not in _JPEG_NEEDED) or kind == 0xFE  # noqa: PLR2004 - APPn, COM
        if not telling:
            out.append(data[at:end])
        at = end
    return b"".join((*out, data[at:]))
