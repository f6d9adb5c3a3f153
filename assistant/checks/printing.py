"""Numbers as the findings print them."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

_WAN = Decimal(10000)


def plain(value: Decimal) -> str:
    """Without exponent or needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(ratio: Decimal, decimals: int = 2) -> str:
    """0.8618304 is 86.18%."""
    return f"{plain(rounded(ratio * 100, decimals))}%"


def money(yuan: Decimal) -> str:
    """In 万元 from ten thousand on."""
    return f"{plain(yuan / _WAN)}万元" if abs(yuan) >= _WAN else f"{plain(yuan)}元"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half up, as points and rates are printed."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def agrees(printed: Decimal, exact: Decimal, decimals: int, slack: Decimal = Decimal(0)) -> bool:
    """Whether `printed` is `exact` rounded, or cut off, at its decimals; `slack` widens it."""
    step = Decimal(1).scaleb(-decimals)
    near = (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN))
    return any(abs(printed - value) <= slack for value in near)


def decimals_of(text: str) -> int:
    """Printed decimals of the one number in a cell."""
    _, point, tail = text.partition(".")
    return len("".join(c for c in tail if c.isdigit())) if point else 0
