"""The namespaces of a Word file's parts, as prefixes of lxml's tag names."""

_LONGEST_NUMBER = 9
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def w(*names: str) -> tuple[str, ...]:
    """Tag names of WordprocessingML, for `iter` and sets."""
    return tuple(f"{W}{name}" for name in names)


def whole(said: str | None, default: int) -> int:
    """A whole number as attributes hold it; the default where it is none, or beyond what any program writes."""
    text = (said or "").strip()
    plain = text.removeprefix("-").isdecimal() and len(text) <= _LONGEST_NUMBER
    return int(text) if plain else default
