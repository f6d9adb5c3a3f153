"""Names and quotations found in a sentence however their marks are written."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.patterns import regex
from assistant.values.figures import flat

_DROP = regex(r"[\s“”\"'‘’「」『』《》〈〉()（）\[\]【】〔〕、，,。．.；;：:！!？?—–\-~～·/]")

_STOP = regex(r"[，。；;]")


def clause_start(text: str, at: int) -> int:
    """Where the clause that holds the place begins: behind the last comma or stop before it."""
    return max((m.end() for m in _STOP.finditer(text, 0, at)), default=0)


def clause_end(text: str, at: int) -> int:
    """Where that clause ends: at the next comma or stop, or with the text."""
    stop = _STOP.search(text, at)
    return stop.start() if stop else len(text)


def bare(text: str) -> str:
    """Letters, digits and characters only: what is left when marks are written differently."""
    return _DROP.sub("", flat(text)).casefold()


@dataclass(frozen=True, slots=True)
class Placed:
    """A text without marks, and where each of its characters stands in the text."""

    joined: str
    places: tuple[int, ...]
    raw: str = ""

    def find(self, wanted: str) -> list[tuple[int, int]]:
        """Spans in the text where the (bare) words stand."""
        found, at = [], self.joined.find(wanted) if wanted else -1
        while at >= 0:
            found.append((self.places[at], self.places[at + len(wanted) - 1] + 1))
            at = self.joined.find(wanted, at + 1)
        return found


def placed(text: str) -> Placed:
    """Takes the marks out, and remembers the places."""
    kept = [(c, i) for i, one in enumerate(flat(text)) for c in bare(one)[:1]]
    return Placed("".join(c for c, _ in kept), tuple(i for _, i in kept), text)


def overlaps(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    """Whether it touches one of them."""
    return any(a < span[1] and span[0] < b for a, b in spans)


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with those spans as □, so that nothing is read in them and offsets stay."""
    for a, b in spans:
        text = text[:a] + "□" * (b - a) + text[b:]
    return text
