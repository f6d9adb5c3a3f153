"""What a clean official document needs of a Word file: parts, elements, attributes. Everything else goes.

Read with `lexicon("word_parts")`; names are those of ISO/IEC 29500.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.word.names import MC, W14, M, R, V, W

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_WORD = "{urn:schemas-microsoft-com:office:word}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
#: shapes, groups and canvases that Word draws since 2010
_SHAPES = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordprocessing{name}}}"
    for name in ("Shape", "Group", "Canvas")
)
_DRAWN = "{http://schemas.microsoft.com/office/drawing/2008/diagram}"
_PLAIN = regex(r"[-+#%.\w:{}/(), ]{0,120}", re.ASCII)
_PATH = regex(
    r"(?:[A-Za-z]:[\\/]|\\\\|file:|https?:|mailto:|/(?:home|Users|tmp|root|mnt|media)/)", re.I
)
#: of drawings: what tells who drew it, and links
_TELLING = frozenset(
    (
        "name",
        "descr",
        "title",
        "tooltip",
        "macro",
        "textlink",
        "href",
        "alt",
        "hidden",
        "invalidUrl",
        "tgtFrame",
    )
)
_IDS = regex(r"#?_x0000_[a-z]+\d+")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Names without their namespace."""

    word: frozenset[str]
    settings: frozenset[str]
    attributes: frozenset[str]
    vml: frozenset[str]
    vml_attributes: frozenset[str]
    drawing_dropped: frozenset[str]
    fields: frozenset[str]
    links: frozenset[str]


@cache
def allowed() -> Allowed:
    """The lists, read once."""
    words = lexicon("word_parts")
    return Allowed(*(frozenset(" ".join(words[name]).split()) for name in (
        "elements", "settings", "attributes", "vml", "vml_attributes", "drawing_dropped", "fields", "links",
    )))  # fmt: skip


def element_stays(tag: str) -> bool:
    """Whether an element is one that a clean document needs."""
    lists = allowed()
    space, _, name = tag.rpartition("}")
    space += "}"
    if space == W:
        return name in lists.word
    if space == V:
        return name in lists.vml
    if space == _OFFICE:
        return name in {"lock", "extrusion", "fill", "bottom", "left", "right", "top"}
    if space == _WORD:
        return name in {
            "wrap",
            "anchorlock",
            "bordertop",
            "borderleft",
            "borderright",
            "borderbottom",
        }
    if space == MC:
        return name in {"AlternateContent", "Choice"}
    if space == W14:
        return name in _EFFECTS
    if space in _SHAPES or space == _DRAWN or space.startswith(DRAWING):
        return name not in lists.drawing_dropped
    return space == M


_EFFECTS = {"glow", "shadow", "reflection", "textOutline", "textFill", "ligatures", "numForm", "numSpacing",
            "stylisticSets", "styleSet", "cntxtAlts", "props3d", "scene3d", "srgbClr", "schemeClr", "alpha", "lumMod",
            "lumOff", "tint", "shade", "satMod", "satOff", "sat", "lum", "hueMod", "hueOff", "hue", "solidFill", "noFill",
            "gradFill", "gsLst", "gs", "lin", "path", "fillToRect", "prstDash", "round", "bevel", "miter", "bevelT",
            "bevelB", "extrusionClr", "contourClr", "camera", "lightRig", "rot"}  # fmt: skip


def attribute_stays(tag: str, name: str, value: str) -> bool:
    """Whether an attribute of a staying element is needed for what the page shows."""
    lists = allowed()
    space, _, local = name.rpartition("}")
    space = f"{space}}}" if space else ""
    if space == R:
        return local in {"id", "embed", "pict", "dm", "lo", "qs", "cs"}
    if space == _XML:
        return local in {"space", "lang"}
    if tag.startswith(W):
        # the text of a prompt or a macro hangs on other names; a bookmark's name is judged with bookmarks
        return space in {W, ""} and local in lists.attributes
    if tag.startswith(MC):
        return local == "Requires"
    if tag.startswith((V, _OFFICE, _WORD)):
        if tag == f"{V}textpath" and local == "string":
            return True  # WordArt: the words that it shows
        if local == "id" and not space:
            return _IDS.fullmatch(value) is not None
        known = local in lists.vml_attributes and not _PATH.search(value)
        return known and space in {"", V, _OFFICE, _WORD}
    if tag.startswith((M, W14)):
        return True
    if space:
        return False  # ids of editing, hints of one program
    if local in _TELLING and tag.rpartition("}")[2] in _NAMED:
        return False
    if local in {"typeface", "panose"}:
        return True
    return local == "uri" or (_PLAIN.fullmatch(value) is not None and not _PATH.search(value))


_NAMED = {"docPr", "cNvPr", "hlinkClick", "hlinkHover", "blip", "pt", "cNvSpPr", "cNvPicPr", "theme", "clrScheme",
          "fontScheme", "fmtScheme", "sp", "shape", "imagedata", "layoutDef", "styleDef", "colorsDef"}  # fmt: skip
