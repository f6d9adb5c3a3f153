"""Bars as SVG: each with its name and its figure, told apart by hatching and not by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif"
_LINE, _TOP, _WIDTH, _LEFT, _RIGHT = 26, 34, 640, 240, 80
_LONGEST = 18  # characters of a name
#: fills of a first, second … series: dark, hatched, light with an edge
_FILLS = ("#2b3a4a", "url(#hatch)", "#d9dee6")


@dataclass(frozen=True, slots=True)
class Bar:
    """One name with a figure for each series, as a size and as it is printed."""

    name: str
    sizes: tuple[float, ...]
    shown: tuple[str, ...]


def bars(title: str, given: Sequence[Bar], series: Sequence[str] = ()) -> str:
    """The chart; `series` are named in a legend where there are several. Every word is escaped."""
    count = max((len(b.sizes) for b in given), default=1)
    each = max(14, _LINE - 4 * (count - 1)) if count == 1 else 12
    step = each * count + 12
    head = _TOP + (20 if len(series) > 1 else 0)
    height = head + step * len(given) + 8
    most = max((s for b in given for s in b.sizes), default=0) or 1
    room = _WIDTH - _LEFT - _RIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{escape(title, quote=True)}" font-family="{FONTS}" font-size="13">',
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="#5b6b7d"/></pattern></defs>',
        f'<text x="0" y="18" font-size="15" font-weight="600" fill="currentColor">{escape(title)}</text>',
    ]
    if len(series) > 1:
        at = 0
        for number, name in enumerate(series):
            parts.append(
                f'<rect x="{at}" y="26" width="14" height="12" fill="{_FILLS[number]}" stroke="#2b3a4a"/>'
                f'<text x="{at + 20}" y="37" fill="currentColor">{escape(name)}</text>'
            )
            at += 40 + 14 * len(name)
    for number, bar in enumerate(given):
        y = head + number * step
        name = bar.name if len(bar.name) <= _LONGEST else bar.name[: _LONGEST - 1] + "…"
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + each * count / 2 + 5:.0f}" text-anchor="end" fill="currentColor">'
            f"<title>{escape(bar.name)}</title>{escape(name)}</text>"
        )
        for k, (size, shown) in enumerate(zip(bar.sizes, bar.shown, strict=True)):
            wide = max(0.0, size) / most * room
            top = y + k * each
            parts.append(
                f'<rect x="{_LEFT}" y="{top}" width="{wide:.1f}" height="{each - 2}" fill="{_FILLS[k]}" stroke="#2b3a4a" stroke-width="0.6"/>'
                f'<text x="{_LEFT + wide + 6:.1f}" y="{top + each - 3}" fill="currentColor" font-size="12">{escape(shown)}</text>'
            )
    parts.append("</svg>")
    return "".join(parts)
