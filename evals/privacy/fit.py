"""Fits the weights by which a piece of a sentence is told to be a name: `python -m evals.privacy.fit NEWS [--folds]`.

A logistic regression (solving.py). Examples are all pieces that have a name's form: in the marked sentences of this folder and of
tests/llm/data those that are marked are names, all others are not; in ordinary sentences and in the texts of our own examples,
prompts, pages and measures none is. Each marked sentence stands again with other names in the place of its own, drawn by number from
surnames and given names, and from common words that begin with a surname: so that the weights learn where a name stands, not
which names the sets have. slots.txt has places for names only, things.txt no names at all; NEWS is the file that news.py tells of.
The weights go to assistant/lexicon/names_weights.yaml. `--folds` writes nothing: it fits as often as there are sources, without
the lines of one source each time, and measures on those.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np

from assistant.llm import persons
from assistant.llm.folding import fold
from assistant.llm.naming import Candidate, candidates, listed, pairs, surnames, table
from assistant.llm.standing import Sides, Worth, in_lists, neighbours
from assistant.segmenting import frequency, tags, words
from evals.privacy.__main__ import by_hand, in_clear, touched
from evals.privacy.news import named, spoken_of
from evals.privacy.solving import Example, solve

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
DATA = ROOT / "tests/llm/data"
OUT = ROOT / "assistant/lexicon/names_weights.yaml"
#: strength of the penalty, chosen on sources left out; of a single word the stronger
PENALTY, PENALTY_WORD = 0.3, 1.0
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,4}")
_WORD = re.compile(r"[LR][2.t]? |tag ")
#: what is nearer to naught is not written
LEAST, LEAST_WORD = 0.02, 0.1
SEED = 20261130
AGAIN, SLOTS = 3, 4
#: of names drawn anew so many are of ordinary make, so many 老张 and 王主任, the others are common words
PLAIN, OTHER = 0.8, 0.12
#: of given names of two characters so many are had by others too
WHOLE = 0.6
#: ordinary sentences that stand once more with a name somewhere in them
WITHIN = 500
#: so many lines of our own texts, none longer than that
OWN, LONGEST = 5000, 90
#: of the newspaper's sentences: how many, and what one counts for
NEWS = {"as it is": (2500, 0.3), "other names": (1800, 0.2), "nobody": (2500, 0.3), "for him": (960, 0.3)}  # fmt: skip
#: what others wrote is a source each
SOURCES = {
    "ours": ("hand.txt", "private_values.txt", "ordinary.txt", "ordinary_sentences.txt"),
    "second": ("private_second_a.txt", "private_second_b.txt", "ordinary_second_a.txt", "ordinary_second_b.txt"),
    "third": ("private_third_a.txt", "private_third_b.txt", "ordinary_third_a.txt", "ordinary_third_b.txt"),
    "fifth": ("private_fifth_a.txt", "private_fifth_b.txt", "ordinary_fifth_a.txt", "ordinary_fifth_b.txt"),
    "sixth": ("private_sixth_a.txt", "ordinary_sixth_a.txt"),
    "fourth": ("private_fourth_a.txt", "private_fourth_b.txt", "ordinary_fourth_a.txt", "ordinary_fourth_b.txt"),
}  # fmt: skip

Marked = tuple[str, list[tuple[int, int]]]


def paths(source: str, *, ordinary: bool) -> list[Path]:
    """The files of a source, with or without marked values."""
    names = [n for n in SOURCES[source] if n.startswith("ordinary") is ordinary]
    return [HERE / n if (HERE / n).exists() else DATA / n for n in names]


def marked(source: str) -> list[Marked]:
    """Folded sentences with the spans of what is marked, of kinds that are persons'."""
    found = []
    for path in paths(source, ordinary=False):
        for line in path.read_text(encoding="utf-8").splitlines():
            kind, tab, sentence = line.partition("\t")
            if not tab or line.startswith("#"):
                continue
            sentence = fold(sentence).text
            person = kind.startswith("name") or kind == "人员"
            place = kind in {"address", "地址"}
            spans, text = [], ""
            for number, part in enumerate(re.split("[⟦⟧]", sentence)):
                # 白雪(187…) in a sentence about a telephone number is a name too
                if number % 2 and (person or (_SHORT.fullmatch(part) and not place)):
                    spans.append((len(text), len(text) + len(part)))
                text += part
            found.append((text, spans))
    return found


def lines(path: Path) -> list[str]:
    """Folded lines that are no remarks."""
    written = path.read_text(encoding="utf-8").splitlines()
    return [fold(line).text for line in written if line and not line.startswith("#")]


def ordinary(source: str) -> list[Marked]:
    """Sentences without a name of a source."""
    return [(line, []) for path in paths(source, ordinary=True) for line in lines(path)]


def own() -> list[Marked]:
    """The Chinese of our own examples, prompts, pages and measures, where none is named."""
    found: list[str] = []
    for path in (
        *sorted(ROOT.glob("examples/**/*.yaml")),
        *sorted(ROOT.glob("assistant/**/*.yaml")),
        *sorted(ROOT.glob("prompts/*.md")),
        *sorted(ROOT.glob("docs/*.md")),
        *sorted(ROOT.glob("evals/ground/*.jsonl")),
        *sorted(ROOT.glob("evals/cases/*.yaml")),
    ):
        if path.name.startswith(("persons", "names")):
            continue
        found += re.findall(
            r"[\u4e00-\u9fff][^\n\"'`|{}\[\]]{5,}", path.read_text(encoding="utf-8")
        )
    kept = [line for line in dict.fromkeys(f.strip() for f in found) if len(line) <= LONGEST]
    drawn = random.Random(SEED)  # noqa: S311 - nothing secret
    return [(fold(line).text, []) for line in drawn.sample(kept, min(OWN, len(kept)))]


def slots() -> list[Marked]:
    """Sentences with places for names."""
    return [(t, [m.span() for m in re.finditer("@", t)]) for t in lines(HERE / "slots.txt")]


class Names:
    """Names drawn by number: of ordinary make, or common words that begin with a surname."""

    def __init__(self, seed: int) -> None:
        self._drawn = random.Random(seed)  # noqa: S311 - nothing secret
        shares = surnames()
        self._surnames, self._shares = list(shares), [np.exp(v) for v in shares.values()]
        self._tables = {
            place: (list(shares), [np.exp(v) for v in shares.values()])
            for place, shares in (
                *((p, table(p)) for p in ("first", "second", "only")),
                ("pairs", pairs()),
            )
        }
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
        kind = draw.random()
        if kind < OTHER:
            surname = draw.choices(self._surnames[:100], self._shares[:100])[0]
            if kind < OTHER / 4:
                given = self._char("only")
                kin = given + draw.choice("哥姐叔婶嫂姨妹")
                more = self._char("only")
                return draw.choice((f"阿{given}", f"小{given}", kin, more + kin))
            if kind < OTHER / 2:
                return draw.choice("老老老小小小小大阿") + surname
            return surname + draw.choice(
                (*(t for t in listed("long titles") if len(t) < 4), *listed("short"))
            )
        if kind < OTHER + PLAIN:
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
        if length < 3:
            return surname + self._char("only")
        if self._drawn.random() < WHOLE:
            return surname + self._char("pairs")
        return surname + self._char("first") + self._char("second")

    def _char(self, place: str) -> str:
        return self._drawn.choices(*self._tables[place])[0]

    def put(self, sentence: Marked) -> Marked:
        """The sentence with a name in each marked place."""
        text, spans = sentence
        out, at, new = "", 0, []
        for start, end in spans:
            name = self.one(2 if self._drawn.random() < 0.6 else 3)
            out += text[at:start]
            new.append((len(out), len(out) + len(name)))
            out += name
            at = end
        return out + text[at:], new

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


def _is_place(text: str, one: Candidate) -> bool:
    return tags().get(text[one.start : one.end]) == "ns"


def rows(sentence: Marked, *, foreign: bool = False) -> list[Example]:
    """Evidence, whether it is a name, and weight, for each piece of a sentence. With `foreign`, pieces that are like a name and
    are not marked are left out: the newspaper has 邓小平理论 and 莫斯科, which say nothing of names' characters."""
    text, spans = sentence
    ones = list(candidates(text))
    truth = [is_name(text, one, spans) for one in ones]
    sides = Sides(text)
    lists = in_lists(sides, ones)
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
        if foreign and not truth[number] and one.name > 0 and not _is_place(text, one):
            continue
        told = sides.evidence(one) | lists[number]
        if number in beside:
            told["beside a name"] = 1.0
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


def fit(examples: list[Example]) -> dict[str, float]:
    """The weights that are worth writing."""

    def penalty(name: str) -> float:
        return 0.01 if name == "always" else PENALTY_WORD if _WORD.match(name) else PENALTY

    weights = solve(examples, penalty)
    return {
        name: round(value, 2)
        for name, value in weights.items()
        if abs(value) >= (LEAST_WORD if _WORD.match(name) else LEAST)
    }


def of_source(source: str, names: Names) -> list[Example]:
    """The examples of one source's lines, as they are and with other names."""
    found = [row for sentence in (*marked(source), *ordinary(source)) for row in rows(sentence)]
    for sentence in marked(source):
        if sentence[1]:
            found += [r for _ in range(AGAIN) for r in part(rows(names.again(sentence)), 1 / AGAIN)]
    return found


def common(names: Names, news: Path) -> list[Example]:
    """The examples that are of no source: slots, things, our own texts, the newspaper."""
    found = [r for s in slots() for _ in range(SLOTS) for r in part(rows(names.put(s)), 1 / SLOTS)]
    found += [row for line in lines(HERE / "things.txt") for row in rows((line, []))]
    plain = own()
    found += [row for sentence in plain for row in rows(sentence)]
    drawn = random.Random(SEED)  # noqa: S311 - nothing secret
    for sentence in drawn.sample(plain, WITHIN):
        found += [row for row in rows(names.within(sentence)) if row[1]]
    read = list(named(news, frozenset(surnames())))
    persons_in, none_in = [s for s in read if s[1]], [s for s in read if not s[1]]
    for kind, of, change in (
        ("as it is", persons_in, None),
        ("other names", persons_in, names.again),
        ("nobody", none_in, None),
        ("for him", list(spoken_of(news)), names.put),
    ):
        count, weight = NEWS[kind]
        for sentence in drawn.sample(of, count):
            found += part(rows(change(sentence) if change else sentence, foreign=True), weight)
    return found


def part(examples: Iterable[Example], weight: float) -> Iterator[Example]:
    """The same, each counting for less."""
    return ((told, truth, own * weight) for told, truth, own in examples)


def folds(news: Path, out: Collection[str]) -> Iterator[str]:
    """For each threshold what of the lines of a source leaves in clear or is touched, when the fit has not seen the source."""
    names = Names(SEED)
    shared = common(names, news)
    each = {source: of_source(source, names) for source in SOURCES}
    fitted = {
        left: fit([r for s in SOURCES if s != left for r in each[s]] + shared) for left in out
    }
    for enough in (-0.6, -0.3, 0.0, 0.3, 0.6, 1.0):
        persons._ENOUGH = enough
        values = missed = sentences = changed = 0
        told = []
        for source, weights in fitted.items():
            worth = Worth(weights)
            persons._worth = lambda worth=worth: worth
            persons._persons.cache_clear()
            cases = [c for p in paths(source, ordinary=False) for c in by_hand(p)]
            clear = sum(len(in_clear(case)) for case in cases)
            plain = [line for p in paths(source, ordinary=True) for line in lines(p)]
            wrong = len(touched(plain))
            count = sum(len(v) for _, _, v in cases)
            told.append(f"{source} {clear}/{count} {wrong}/{len(plain)}")
            values, missed = values + count, missed + clear
            sentences, changed = sentences + len(plain), changed + wrong
        yield (
            f"{enough:+.1f}: {1 - missed / values:.1%} of {values} values hidden, "
            f"{changed / sentences:.2%} of {sentences} sentences touched   {'; '.join(told)}"
        )


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("news", type=Path)
    parser.add_argument("--folds", nargs="*", choices=SOURCES, help="these sources, or all")
    given = parser.parse_args()
    if given.folds is not None:
        for line in folds(given.news, given.folds or SOURCES):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        return 0
    names = Names(SEED)
    examples = common(names, given.news)
    examples += [row for source in SOURCES for row in of_source(source, names)]
    weights = fit(examples)
    head = [
        "# Weights of the evidence for somebody's name (llm/standing.py), made by `python -m evals.privacy.fit`; not written by hand.",
        f"# {len(examples)} pieces; penalty {PENALTY}, of words {PENALTY_WORD}; seed {SEED}.",
    ]
    OUT.write_text("\n".join([*head, *written(weights)]) + "\n", encoding="utf-8")
    return 0


def written(weights: dict[str, float]) -> Iterator[str]:
    """The weights as YAML, those of words a line a place and a weight."""
    for name, value in weights.items():
        if not _WORD.match(name):
            yield f'"{name}": {value}'
    yield "words:"
    grouped: dict[tuple[str, float], list[str]] = {}
    for name, value in weights.items():
        if _WORD.match(name):
            place, _, word = name.partition(" ")
            grouped.setdefault((place, value), []).append(word)
    for (place, value), found in sorted(grouped.items()):
        yield f"  - [{place!r}, {value}, {' '.join(found)!r}]"


if __name__ == "__main__":
    sys.exit(main())
