"""Pictures without what cameras and programs write into them: place, owner, comments, thumbnails.

The pixels stay as they are; each kind keeps the blocks that show it, by allow-list.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs sPLT hIST acTL fcTL fdAT".split()
)
_SOI, _EOI, _SOS, _APP0, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xFE
_RESTARTS = range(0xD0, 0xD8)
_APPS = range(0xE0, 0xF0)
#: tags of TIFF that tell how the pixels are stored; all others tell of something else
_TIFF_NEEDED = frozenset(
    (254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290,
     291, 292, 293, 296, 317, 318, 319, 320, 321, 322, 323, 324, 325, 330, 332, 334, 338, 339, 340, 341, 347, 512,
     513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532)
)  # fmt: skip
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_EMF_SIGN = b" EMF"
_GDI_COMMENT = 70


def kind_of(data: bytes) -> str:
    """The kind by content: png, jpeg, gif, bmp, tiff, emf, wmf; empty for anything else."""
    if data.startswith(_PNG):
        return "png"
    if data[:2] == bytes((0xFF, _SOI)):
        return "jpeg"
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return "gif"
    if data[:2] == b"BM":
        return "bmp"
    if data[:4] in {b"II*\0", b"MM\0*"}:
        return "tiff"
    if data[:4] == b"\1\0\0\0" and data[40:44] == _EMF_SIGN:
        return "emf"
    if data[:4] == b"\xd7\xcd\xc6\x9a" or data[:4] in {b"\1\0\t\0", b"\2\0\t\0"}:
        return "wmf"
    return ""


def without_traces(data: bytes) -> bytes:
    """The picture with its pixels untouched. Raises ValueError where it is broken or of no known kind."""
    try:
        return _CLEANERS[kind_of(data)](data)
    except (KeyError, IndexError, struct.error):
        raise ValueError("no picture that can be read") from None


def _png(data: bytes) -> bytes:
    out, at = [data[:8]], 8
    while at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        end = at + 12 + length
        kind = data[at + 4 : at + 8]
        if kind in _PNG_NEEDED:
            out.append(data[at:end])
        at = end
        if kind == b"IEND":
            break  # what follows is no part of the picture
    return b"".join(out)


def _jpeg(data: bytes) -> bytes:
    out, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - a marker
        kind = data[at + 1]
        if kind == 0xFF:  # noqa: PLR2004 - padding before a marker
            at += 1
            continue
        if kind == _EOI:
            break
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        end = at + 2 + length
        if not _tells(kind, data[at + 4 : at + 16]):
            out.append(_plain_jfif(data[at:end]) if kind == _APP0 else data[at:end])
        at = end
        if kind == _SOS:
            start = at
            while at + 1 < len(data) and not (
                data[at] == 0xFF and data[at + 1] not in {0, 0xFF, *_RESTARTS}  # noqa: PLR2004
            ):
                at += 1
            out.append(data[start:at])
    return b"".join((*out, bytes((0xFF, _EOI))))


def _tells(kind: int, begin: bytes) -> bool:
    """Segments that are not needed to show the picture: all but JFIF, the colour profile and Adobe's transform."""
    if kind == _COM:
        return True
    needed = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(kind)
    return kind in _APPS and (needed is None or not begin.startswith(needed))


def _plain_jfif(segment: bytes) -> bytes:
    """Without the thumbnail."""
    return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"


def _gif(data: bytes) -> bytes:
    flags = data[10]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    out = [data[:at]]
    while data[at] != 0x3B:  # noqa: PLR2004 - the end
        start = at
        if data[at] == 0x21:  # noqa: PLR2004 - an extension
            label = data[at + 1]
            at = _blocks_end(data, at + 2)
            loop = label == 0xFF and data[start + 3 : start + 14] == b"NETSCAPE2.0"  # noqa: PLR2004
            if label == 0xF9 or loop:  # noqa: PLR2004 - how long a frame shows
                out.append(data[start:at])
            continue
        local = data[at + 9]
        at += 10 + (3 << ((local & 7) + 1) if local & 0x80 else 0)
        at = _blocks_end(data, at + 1)
        out.append(data[start:at])
    return b"".join((*out, b";"))


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _tiff(data: bytes) -> bytes:
    """Entries that tell of anything but the pixels are taken out of each directory, their values wiped."""
    out = bytearray(data)
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack(order + "I", data[4:8])
    seen: set[int] = set()
    while at and at not in seen:
        seen.add(at)
        (count,) = struct.unpack(order + "H", data[at : at + 2])
        entries = [data[at + 2 + 12 * n : at + 14 + 12 * n] for n in range(count)]
        following = data[at + 2 + 12 * count : at + 6 + 12 * count]
        kept = []
        for entry in entries:
            tag, kind, number, value = struct.unpack(order + "HHII", entry)
            if tag in _TIFF_NEEDED:
                kept.append(entry)
                continue
            size = _TIFF_SIZES.get(kind, 1) * number
            if size > 4 and value + size <= len(out):  # noqa: PLR2004 - larger values lie elsewhere
                out[value : value + size] = bytes(size)
        table = struct.pack(order + "H", len(kept)) + b"".join(kept) + following
        out[at : at + 6 + 12 * count] = table.ljust(6 + 12 * count, b"\0")
        (at,) = struct.unpack(order + "I", following)
    return bytes(out)


def _emf(data: bytes) -> bytes:
    """Without the description in the header, and without private comments."""
    out = bytearray(data)
    length, start = struct.unpack("<II", data[60:68])
    if length and start + 2 * length <= len(out):
        out[start : start + 2 * length] = bytes(2 * length)
        out[60:68] = bytes(8)
    for at, kind, size in _records(data):
        if kind == _GDI_COMMENT and data[at + 12 : at + 16] not in {b"EMF+", b"GDIC"}:
            out[at + 12 : at + size] = bytes(size - 12)
    return bytes(out)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack("<II", data[at : at + 8])
        if size < 8:  # noqa: PLR2004 - a record has at least its own head
            return
        yield at, kind, min(size, len(data) - at)
        at += size


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "png": _png, "jpeg": _jpeg, "gif": _gif, "tiff": _tiff, "emf": _emf, "bmp": bytes, "wmf": bytes,
}  # fmt: skip
