"""Text as XML: what `xml.sax.saxutils` does, without the network libraries that it loads for other ends."""

from __future__ import annotations

from collections.abc import Mapping

_LINES = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def escape(text: str, others: Mapping[str, str] | None = None) -> str:
    """Text as character data; `others` are further characters with what stands for them."""
    text = text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    for sign, name in (others or {}).items():
        text = text.replace(sign, name)
    return text


def quoteattr(text: str) -> str:
    """Text as the value of an attribute, in quotes that fit it."""
    text = escape(text, _LINES)
    if '"' not in text:
        return f'"{text}"'
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace('"', "&quot;") + '"'
