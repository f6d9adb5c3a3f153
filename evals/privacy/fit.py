"""Fits the weights by which a piece of a sentence is told to be a name: `python -m evals.privacy.fit`.

A logistic regression with an L2 penalty (Newton's method; needs numpy, which the program does not). Examples are all pieces that
have a name's form: in the marked sentences of this folder and of tests/llm/data those that are marked are names, all others are not;
in ordinary sentences and in the texts of our own examples, prompts and pages none is. Each marked sentence stands once more with
other names in the place of its own, drawn by number from surnames and given names, and from common words that begin with a
surname: so that the weights learn where a name stands, not which names the sets have. The weights go to assistant/lexicon/names_weights.yaml.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from assistant.llm.folding import fold
from assistant.llm.naming import Candidate, _given, _surnames, candidates, listed
from assistant.llm.standing import evidence, listed_with_things, neighbours
from assistant.segmenting import frequency, tags, words

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
DATA = ROOT / "tests/llm/data"
OUT = ROOT / "assistant/lexicon/names_weights.yaml"
#: strength of the penalty, chosen on half sets left out: 0.3 missed fewer than 1 and 2
PENALTY = 0.3
SEED = 20261130
AGAIN = 3
#: of names drawn anew so many are of ordinary make, the others are common words
PLAIN = 0.4
#: ordinary sentences that stand once more with a name somewhere in them
WITHIN = 500
#: so many lines of our own texts, none longer than that
OWN, LONGEST = 2400, 90

Marked = tuple[str, list[tuple[int, int]]]


def marked() -> list[Marked]:
    """Folded sentences with the spans of what is marked, of kinds that are persons'."""
    found = []
    paths = [HERE / "hand.txt", *sorted(DATA.glob("private*.txt"))]
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, tab, sentence = line.partition("\t")
            if not tab or line.startswith("#"):
                continue
            sentence = fold(sentence).text
            person = kind.startswith("name") or kind == "人员"
            spans, text = [], ""
            for number, part in enumerate(re.split("[⟦⟧]", sentence)):
                if number % 2:
                    spans.append((len(text), len(text) + len(part)))
                text += part
            found.append((text, spans if person else []))
    return found


def ordinary() -> list[Marked]:
    """Sentences without a name: written so, and the Chinese of our own examples, prompts and pages."""
    paths = [HERE / "ordinary.txt", *sorted(DATA.glob("ordinary*.txt"))]
    written = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    own: list[str] = []
    for path in (
        *ROOT.glob("examples/**/*.yaml"),
        *ROOT.glob("assistant/lexicon/*.yaml"),
        *ROOT.glob("assistant/**/*.yaml"),
        *ROOT.glob("prompts/*.md"),
        *ROOT.glob("docs/*.md"),
    ):
        if path.name.startswith(("persons", "names")):
            continue
        own += re.findall(r"[\u4e00-\u9fff][^\n\"'`|{}\[\]]{5,}", path.read_text(encoding="utf-8"))
    kept = dict.fromkeys(line.strip() for line in own)
    chosen = random.Random(SEED).sample([line for line in kept if len(line) <= LONGEST], OWN)  # noqa: S311 - nothing secret
    return [
        (fold(line).text, []) for line in (*written, *chosen) if line and not line.startswith("#")
    ]


class Names:
    """Names drawn by number: of ordinary make, or common words that begin with a surname."""

    def __init__(self, seed: int) -> None:
        self._drawn = random.Random(seed)  # noqa: S311 - nothing secret
        shares, given = _surnames(), _given()
        self._surnames, self._shares = list(shares), [np.exp(v) for v in shares.values()]
        self._given, self._weights = list(given), [np.exp(v) for v in given.values()]
        bad = set(
            "员户民师者人警医长生局科股站所院校队组厂场乡镇村县区办部处委会司省市国州方众家属友工兵官商年月日时"
        )
        plain = [
            w
            for w, tag in tags().items()
            if len(w) == 2
            and frequency(w) >= 300
            and tag[:1] in "nvadtb"
            and not tag.startswith(("nr", "nt"))
            and w[1] not in bad
        ]
        self._words = [w for w in plain if w[0] in shares]
        self._second = plain

    def one(self, length: int) -> str:
        draw = self._drawn
        if draw.random() < PLAIN:
            return self.plain(max(2, length))
        if length == 2:
            return draw.choice(self._words)
        whole = self.plain(3)
        return (
            draw.choice(self._words) + whole[-1]
            if draw.random() < 0.5
            else whole[0] + draw.choice(self._second)
        )

    def within(self, sentence: Marked) -> Marked:
        """The sentence with a name of ordinary make at the border of two of its words."""
        pieces = words(sentence[0])
        at = len("".join(pieces[: self._drawn.randrange(len(pieces) + 1)]))
        name = self.plain(self._drawn.choice((2, 3, 3, 3)))
        return sentence[0][:at] + name + sentence[0][at:], [(at, at + len(name))]

    def plain(self, length: int) -> str:
        """A name of a surname and characters of given names."""
        surname = self._drawn.choices(self._surnames, self._shares)[0]
        return surname + "".join(self._drawn.choices(self._given, self._weights, k=length - 1))

    def again(self, sentence: Marked) -> Marked:
        """The sentence with other names of the same length; 王主任 and 老张 with another surname."""
        text, spans = sentence
        out, at, new = "", 0, []
        for start, end in spans:
            own = text[start:end]
            out += text[at:start]
            if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", own):
                titles = [t for t in (*listed("titles"), *listed("short")) if own[1:] == t]
                if titles:
                    own = self._drawn.choices(self._surnames[:100], self._shares[:100])[0] + own[1:]
                elif own[0] in "老小大阿":
                    own = (
                        own[0]
                        + self._drawn.choices(self._surnames[:100], self._shares[:100])[0]
                        + own[2:]
                    )
                else:
                    own = self.one(2 if len(own) == 2 else 3)
            new.append((len(out), len(out) + len(own)))
            out += own
            at = end
        return out + text[at:], new


def rows(sentence: Marked) -> list[tuple[dict[str, float], float, float]]:
    """Evidence, whether it is a name, and weight, for each piece of a sentence."""
    text, spans = sentence
    ones = list(candidates(text))
    truth = [is_name(text, one, spans) for one in ones]
    begins, stops = {c.start for c in ones}, {c.end for c in ones}
    beside: set[int] = set()
    for a, b in neighbours(text, ones):
        if truth[a] == 1:
            beside.add(b)
        if truth[b] == 1:
            beside.add(a)
    found = []
    for number, one in enumerate(ones):
        if truth[number] is None:
            continue
        told = evidence(text, one)
        if number in beside:
            told["beside a name"] = 1.0
        if listed_with_things(text, one, begins, stops):
            told["beside a thing"] = 1.0
        overlap = any(one.start < e and s < one.end for s, e in spans)
        found.append(
            (told, float(truth[number] or 0), 0.3 if overlap and not truth[number] else 1.0)
        )
    return found


def is_name(text: str, one: Candidate, spans: list[tuple[int, int]]) -> bool | None:
    """Whether the piece is marked; nothing is said of a surname and title of which only the surname is marked."""
    for start, end in spans:
        if (one.start, one.end) == (start, end):
            return True
        if one.start == start and end == one.first and one.form == "short":
            return True
        if one.form == "short" and one.start == start and end > one.end:
            return None
    return False


def fit(
    examples: Iterable[tuple[dict[str, float], float, float]], penalty: float = PENALTY
) -> dict[str, float]:
    """Weights of the evidence by Newton's method."""
    merged: dict[tuple[tuple[tuple[str, float], ...], float], float] = {}
    for told, truth, weight in examples:
        key = (tuple(sorted(told.items())), truth)
        merged[key] = merged.get(key, 0.0) + weight
    seen = Counter(name for (row, _) in merged for name, _ in row)
    names = sorted(name for name, n in seen.items() if n >= 3)
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(merged), len(names)))
    y, w = np.zeros(len(merged)), np.zeros(len(merged))
    for i, ((row, truth), weight) in enumerate(merged.items()):
        y[i], w[i] = truth, weight
        for name, value in row:
            if name in place:
                x[i, place[name]] = value
    ridge = np.full(len(names), penalty)
    ridge[place["always"]] = 0.01
    beta = np.zeros(len(names))
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (y - p)) - ridge * beta
        hessian = (x * (w * p * (1 - p) + 1e-6)[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-4:
            break
    return {name: round(float(beta[place[name]]), 3) for name in names}


def main() -> int:
    names = Names(SEED)
    real, plain = marked(), ordinary()
    examples = [row for sentence in real for row in rows(sentence)]
    examples += [row for sentence in plain for row in rows(sentence)]
    for sentence in real:
        for _ in range(AGAIN if sentence[1] else 0):
            examples += [
                (told, truth, weight / AGAIN) for told, truth, weight in rows(names.again(sentence))
            ]
    for sentence in random.Random(SEED).sample(plain, WITHIN):  # noqa: S311 - nothing secret
        put = names.within(sentence)
        examples += [row for row in rows(put) if row[1]]
    weights = fit(examples)
    lines = [
        "# Weights of the evidence for somebody's name (llm/standing.py), made by `python -m evals.privacy.fit`; not written by hand.",
        f"# {len(real)} marked sentences, {len(plain)} ordinary ones, {len(examples)} pieces; penalty {PENALTY}, seed {SEED}.",
    ]
    lines += [f'"{name}": {value}' for name, value in weights.items() if abs(value) >= 0.02]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
