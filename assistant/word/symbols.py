"""Characters of picture fonts (Symbol, Wingdings) as the signs that they show: ≥, ☑, ●."""

from __future__ import annotations

from functools import cache, lru_cache

from assistant.lexicon import lexicon

#: stands where a font's code has no known sign
UNKNOWN = "□"
_PRIVATE = 0xF000


@cache
def _fonts() -> dict[str, dict[int, str]]:
    fonts: dict[str, dict[int, str]] = {}
    for font, runs in lexicon("symbols").items():
        signs = fonts.setdefault(font, {})
        for first, text in runs.items():
            signs |= {int(first, 16) + i: sign for i, sign in enumerate(text) if sign != " "}
    return fonts


@lru_cache(maxsize=256)  # a file names few fonts, and each of them at every run
def is_symbol_font(font: str) -> bool:
    """Whether letters set in that font show pictures."""
    return font.strip().lower() in _fonts()


def sign(font: str, code: int) -> str | None:
    """What the code shows in that font; None where nobody has said."""
    code = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    signs = _fonts().get(font.strip().lower())
    if signs is None:
        # a font of letters: the code is the character itself
        return chr(code) if code > 0x20 else None  # noqa: PLR2004
    return " " if code == 0x20 else signs.get(code)  # noqa: PLR2004


def shown(text: str, font: str) -> str:
    """Text of a run as it shows, as many characters as before; those without a known sign become □."""
    if is_symbol_font(font):
        return "".join(sign(font, ord(c)) or UNKNOWN if _is_code(ord(c)) else c for c in text)
    return text


def _is_code(char: int) -> bool:
    """Whether a character is one of the font's own; Chinese in the same run is set in another font."""
    return char <= 0xFF or _PRIVATE <= char <= _PRIVATE + 0xFF  # noqa: PLR2004
