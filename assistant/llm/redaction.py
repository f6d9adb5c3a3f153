"""Private words out of a text and back: stable tokens like [人员1] for what must not leave the machine.

A value has the same token wherever it stands in one project's facts, so that the model can still tell
one person from another. The map lives in memory only.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator

from assistant.llm.folding import fold
from assistant.llm.persons import OwnWords, ordinary, persons
from assistant.llm.shapes import shaped
from assistant.patterns import regex

_SPELT = regex(
    r"[\[［【〔]\s*(?P<kind>[\u4e00-\u9fff]{2})\s*(?P<number>[0-9０-９]{1,4})\s*[\]］】〕]"
)
_KINDS = (
    "词语",
    "人员",
    "电话",
    "证件",
    "车牌",
    "网址",
    "邮箱",
    "账号",
    "坐标",
    "地址",
    "日期",
    "口令",
)
#: two characters: a name found once is hidden wherever it stands, if it has at least so many; one that is a common word
#: too (季度) only where somebody may stand
_SHORTEST_NAME = 2


class Redaction:
    """The map of one project. `private` are the words that the unit keeps to itself; `own` what the project calls its
    indicators, units and funds (no names of persons); `names` finds persons in folded text.
    """

    def __init__(
        self,
        private: Iterable[str] = (),
        *,
        own: Iterable[str] = (),
        names: Callable[
            [str, Collection[str], OwnWords | None], Iterator[tuple[int, int]]
        ] = persons,
    ) -> None:
        words = sorted(
            {fold(word).text.lower() for word in private if word.strip()},
            key=lambda w: (-len(w), w),
        )
        self._private = regex("|".join(map(re.escape, words))) if words else None
        self._names = names
        terms = [fold(term.strip()).text for term in own]
        self._own = OwnWords(terms) if terms else None
        self._tokens: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._taken: set[str] = set()
        self._persons: set[str] = set()
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def tokens(self) -> tuple[str, ...]:
        """The tokens in use."""
        return tuple(self._values)

    def learn(self, texts: Iterable[str]) -> None:
        """Gives tokens in the order of these texts, so that they are the same on every run."""
        everything = list(texts)
        for text in everything:
            # a text that has [人员1] of its own must come back as it was
            self._taken.update(self._plain(m) for m in _SPELT.finditer(text))
        for text in everything:
            self.hide(text)

    def hide(self, text: str) -> str:
        """The text with every private value replaced by its token; tokens in it stay as they are."""
        with self._lock:
            return self._hidden(text, raw=False)

    def hide_raw(self, text: str) -> str:
        """The same for a text that has no token of ours yet: what looks like one is a value of its own."""
        with self._lock:
            return self._hidden(text, raw=True)

    def _hidden(self, text: str, *, raw: bool) -> str:
        literals = [(m.start(), m.end()) for m in _SPELT.finditer(text)]
        if raw:
            self._taken.update(
                self._plain(m) for m in _SPELT.finditer(text) if self._plain(m) not in self._values
            )
        spans = list(self._found(text, literals))
        if raw:
            spans += [
                (("词语"), b, e) for b, e in literals if self._plain_of(text[b:e]) in self._values
            ]
        out, at = [], 0
        for kind, start, end in _apart(spans):
            out.append(text[at:start])
            out.append(self._token(kind, text[start:end]))
            at = end
        return "".join([*out, text[at:]])

    def _found(self, text: str, literals: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
        """Private spans of the original text, those of greater certainty first; none touches a literal token."""
        folded = fold(text)

        def original(kind: str, start: int, end: int) -> tuple[str, int, int] | None:
            begin, stop = folded.original(start, end)
            return None if any(b < stop and begin < e for b, e in literals) else (kind, begin, stop)

        spans: list[tuple[str, int, int] | None] = []
        if self._private:
            spans += [
                original("词语", *m.span()) for m in self._private.finditer(folded.text.lower())
            ]
        spans += [original(kind, start, end) for kind, start, end in shaped(folded.text)]
        for start, end in self._names(folded.text, self._persons, self._own):
            span = original("人员", start, end)
            spans.append(span)
            if span is not None:
                self._persons.add(folded.text[start:end])
        plain = self._own.words if self._own else ()
        known = sorted(
            (
                p
                for p in self._persons
                if len(p) >= _SHORTEST_NAME and not ordinary(p) and p not in plain
            ),
            key=lambda p: (-len(p), p),
        )
        if known:
            anywhere = regex("|".join(map(re.escape, known)))
            spans += [original("人员", *m.span()) for m in anywhere.finditer(folded.text)]
        yield from (span for span in spans if span is not None)

    def restore(self, text: str) -> str:
        """The text with every token, however its brackets were spelt, put back to its value."""
        return _SPELT.sub(lambda m: self._values.get(self._plain(m), m.group()), text)

    def strange(self, text: str) -> tuple[str, ...]:
        """Tokens in the text that stand for nothing: the model made them up."""
        return tuple(
            m.group()
            for m in _SPELT.finditer(text)
            if m["kind"] in _KINDS
            and self._plain(m) not in self._values
            and self._plain(m) not in self._taken
        )

    @classmethod
    def _plain_of(cls, literal: str) -> str:
        found = _SPELT.fullmatch(literal)
        return cls._plain(found) if found else ""

    @staticmethod
    def _plain(found: re.Match[str]) -> str:
        return f"[{found['kind']}{int(found['number'])}]"

    def _token(self, kind: str, value: str) -> str:
        if value in self._tokens:
            return self._tokens[value]
        while True:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            token = f"[{kind}{self._counts[kind]}]"
            if token not in self._taken:
                break
        self._tokens[value] = token
        self._values[token] = value
        return token


def _apart(spans: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The spans in order of place, without those that an earlier and no shorter one of the list overlaps."""
    chosen: list[tuple[str, int, int]] = []
    covered: set[int] = set()
    for span in sorted(enumerate(spans), key=lambda pair: (pair[1][1] - pair[1][2], pair[0])):
        _, (kind, start, end) = span
        if covered.isdisjoint(range(start, end)):
            chosen.append((kind, start, end))
            covered.update(range(start, end))
    return sorted(chosen, key=lambda s: s[1])
