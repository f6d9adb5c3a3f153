"""Counts what names are made of: `python -m evals.privacy.characters NEWS RANKING` writes lexicon/names_characters.yaml.

NEWS is the newspaper that news.py tells of: its 7,500 persons, each counted once, give characters and pairs of given names, and
of its million words those of one character that are surnames too (the dictionary's counts of 王, 李, 申 hold the
people). RANKING is the file `faker/providers/person/zh_CN/__init__.py` of the package faker 40.63.0 (MIT): the 400 commonest surnames with
their shares, from the public ranking: `pip download --no-deps faker==40.63.0`. Other surnames are those of persons.yaml.
"""

from __future__ import annotations

import argparse
import itertools
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from assistant.llm.folding import fold
from assistant.llm.naming import listed
from assistant.segmenting import tags

OUT = Path(__file__).resolve().parents[2] / "assistant/lexicon/names_characters.yaml"
_HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
#: of a hundred people, those whose surname is none of the ranking, each of these alike
REST = 1.5
#: parts of the newspaper's persons, of the dictionary's and of the list of given names in the share of a character
PARTS = (0.6, 0.2, 0.2)
#: pairs that so few persons have are not kept
LEAST_PAIR = 2


def surnames(news: Path, ranking: Path) -> dict[str, float]:
    """Share of people with each surname: those of the ranking; those of the list, and of the newspaper where the dictionary has them too."""
    found = re.findall(r'\("([\u4e00-\u9fff]{1,2})", ([\d.]+)\)', ranking.read_text("utf-8"))
    share = {name: float(value) for name, value in found}
    read = {c for c, own in persons(news) if len(own) > 1 and tags().get(c) == "nr"}
    others = {*"".join(listed("surnames")), *listed("compound"), *read} - share.keys()
    share |= dict.fromkeys(sorted(others), REST / len(others))
    whole = sum(share.values())
    return {name: value / whole for name, value in share.items()}


def persons(news: Path) -> set[tuple[str, str]]:
    """Surname and given name of each person of the newspaper."""
    found = set()
    for words in _lines(news):
        for (surname, tag), (own, tag_too) in itertools.pairwise(words):
            both = tag == tag_too == "nr" and len(surname) == 1 and len(own) <= 2
            if both and _HAN.match(surname + own):
                found.add((surname, own))
    return found


def alone(news: Path, names: Iterable[str]) -> dict[str, float]:
    """Share of each word of one character among the newspaper's words that are no names; half a count for none."""
    counts = Counter(w for words in _lines(news) for w, tag in words if tag != "nr")
    whole = sum(counts.values())
    return {c: (counts[c] + 0.5) / whole for c in names if len(c) == 1}


def _lines(news: Path) -> Iterator[list[tuple[str, str]]]:
    for line in news.read_text(encoding="utf-8").splitlines():
        parts = [word.rsplit("/", 1) for word in line.split()]
        yield [(fold(part[0]).text, part[-1]) for part in parts]


def given(news: Path, known: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Share of each character among the first, the second and the only ones of given names."""
    people = [own for surname, own in persons(news) if surname in known]
    listing = _shares(Counter("".join(listed("given"))))
    whole = [w for w, tag in tags().items() if tag == "nr" and len(w) == 3 and w[0] in known]
    found = {}
    for place, heard, read in (
        ("first", (g[0] for g in people if len(g) > 1), (w[1] for w in whole)),
        ("second", (g[1] for g in people if len(g) > 1), (w[2] for w in whole)),
        ("only", (g for g in people if len(g) == 1), listed("given")[0]),
    ):
        each = (_shares(Counter(heard)), _shares(Counter(read)), listing)
        found[place] = {
            c: sum(part * share.get(c, 0) for part, share in zip(PARTS, each, strict=True))
            for c in {c for share in each for c in share}
        }
    return found


def _shares(counts: Counter[str]) -> dict[str, float]:
    whole = sum(counts.values())
    return {c: n / whole for c, n in counts.items()}


def written(head: str, shares: Mapping[str, float], least: float) -> Iterator[str]:
    """A table as YAML: a line a logarithm (in quarters), with the characters that have it."""
    yield f"{head}:"
    rows: dict[float, list[str]] = {}
    for name, share in shares.items():
        if share >= least:
            rows.setdefault(round(math.log(share) * 4) / 4, []).append(name)
    for value, names in sorted(rows.items(), reverse=True):
        glue = " " if any(len(n) > 1 for n in names) else ""
        yield f"  - [{value}, {glue.join(sorted(names))!r}]"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("news", type=Path)
    parser.add_argument("ranking", type=Path)
    given_ = parser.parse_args()
    shares = surnames(given_.news, given_.ranking)
    pairs = Counter(own for _, own in persons(given_.news) if len(own) > 1)
    lines = [
        "# What names are made of, as logarithms of shares (llm/naming.py), made by `python -m evals.privacy.characters`; not written by hand.",
        *written("surnames", shares, 0),
        *(
            line
            for place, own in given(given_.news, shares).items()
            for line in written(place, own, 2e-5)
        ),
        "# pairs of given names that several persons have",
        *written(
            "pairs", {p: n / sum(pairs.values()) for p, n in pairs.items() if n >= LEAST_PAIR}, 0
        ),
        "# surnames as words of running text",
        *written("words", alone(given_.news, shares), 0),
    ]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
