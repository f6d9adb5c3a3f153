"""“已全部到位”, “全部支付” against the rates of arrival and execution, of a source or of the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.grounding.evidence import Evidence
from assistant.grounding.fault import Fault
from assistant.grounding.naming import bare
from assistant.grounding.reading import Read

_ALL = r"(?:已?(?:全部|全额|足额|均已?)(?:都|已)?)"
_CLAIMS = {
    "到位率": re.compile(rf"{_ALL}(?:拨付|下达)?到位"),
    "执行率": re.compile(rf"{_ALL}(?:执行|支付|支出|使用|用完)|(?:执行|支付|支出|使用)完毕"),
}
_RATE = re.compile(r"^(?P<of>.*?)(?P<what>到位率|执行率)为(?P<rate>\d+(?:\.\d+)?)%$")
_NOT = re.compile(r"(?:未|没有|尚未|不能|无法|将|拟|争取|确保|力争)[^，。；]{0,4}$")
_WHOLE = {"资金", "预算"}
_FULL = Decimal(100)


def check_money(read: Read) -> Iterator[Fault]:
    """Faults of kind direction. A sentence that names a source speaks of it, else of the whole."""
    named = [name for name in read.known.sources if bare(name) in read.placed.joined]
    if len(named) > 1:
        return  # which of them is meant, the words do not tell
    for what, pattern in _CLAIMS.items():
        rates = _rates(read.known, what)
        whole = not named or len(read.known.sources) == 1
        rate = rates.get("" if whole else named[0])
        for match in pattern.finditer(read.unquoted):
            before = read.unquoted[max(0, match.start() - 16) : match.start()]
            arrived = what == "执行率" and re.search(r"到位[^，。；]{0,12}$", before)
            if (
                arrived
                and rate is not None
                and rate == _rates(read.known, "到位率").get("" if whole else named[0])
            ):
                continue  # all that had come
            if rate is None or rate >= _FULL or _NOT.search(before[-8:]) or read.mentions:
                continue
            why = f"{named[0] if named else ''}{what}为{rate}%"
            yield Fault(match.span(), read.words(match.span()), why, "direction")


@lru_cache(maxsize=128)
def _rates(known: Evidence, what: str) -> dict[str, Decimal]:
    """Rates by source; of the whole under the empty name."""
    found: dict[str, Decimal] = {}
    for fact in known.facts:
        match = _RATE.match(fact.text) if fact.role == "rate" else None
        if match and match["what"] == what:
            of = fact.subject or ("" if match["of"] in _WHOLE else match["of"])
            found.setdefault(of, Decimal(match["rate"]))
    return found
