"""How many private values would leave in clear, and how many ordinary sentences are touched: `python -m evals.privacy`.

Three sets: sentences written by hand and values made from a number, both from before the shapes were looked at, and ordinary
sentences of such reports. Of the first two every third case is kept apart: `--apart` measures those.
"""

from __future__ import annotations

import argparse
import collections
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from assistant.llm.redaction import Redaction
from evals.privacy.made import made

HERE = Path(__file__).parent
Case = tuple[str, str, tuple[str, ...]]


def by_hand(path: Path = HERE / "hand.txt") -> list[Case]:
    """Kind, sentence, its private values, of each line of a marked file."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
    cases = []
    for line in lines:
        kind, marked = line.split("\t")
        cases.append((kind, re.sub("[⟦⟧]", "", marked), tuple(re.findall("⟦(.*?)⟧", marked))))
    return cases


def ordinary() -> list[str]:
    """Sentences in which nothing is private."""
    return (HERE / "ordinary.txt").read_text(encoding="utf-8").splitlines()


def in_clear(case: Case) -> list[str]:
    """The values of the sentence of which something would be sent: every character of one must stand inside a token."""
    _, text, values = case
    redaction = Redaction()
    hidden = redaction.hide_raw(text)
    if redaction.restore(hidden) != text:
        return list(values)
    covered, at = [False] * len(text), 0
    for piece in re.split(r"(\[[\u4e00-\u9fff]{2}\d+\])", hidden):
        told = redaction.restore(piece)
        if told != piece:
            covered[at : at + len(told)] = [True] * len(told)
        at += len(told)
    left = []
    for value in values:
        start = text.index(value)
        span = zip(value, covered[start : start + len(value)], strict=True)
        if not all(hid for sign, hid in span if sign.isalnum()):
            left.append(value)
    return left


def measure(cases: Iterable[Case]) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """For each kind the number of values, and the sentence and value of each that is in clear."""
    found: dict[str, tuple[int, list[tuple[str, str]]]] = collections.defaultdict(lambda: (0, []))
    for case in cases:
        count, missed = found[case[0]]
        found[case[0]] = (count + len(case[2]), [*missed, *((v, case[1]) for v in in_clear(case))])
    return dict(found)


def touched(sentences: Iterable[str]) -> list[str]:
    """What became of the ordinary sentences that do not stay as they are."""
    hidden = ((line, Redaction().hide_raw(line)) for line in sentences)
    return [after for line, after in hidden if after != line]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--apart", action="store_true", help="only the third kept apart")
    parser.add_argument("--quiet", action="store_true", help="no cases, only numbers")
    given = parser.parse_args()
    say = sys.stdout.write
    for name, cases in (("by hand", by_hand()), ("made", list(made()))):
        chosen = [c for n, c in enumerate(cases) if (n % 3 == 2) is given.apart]
        results = measure(chosen)
        values, missed = (
            sum(n for n, _ in results.values()),
            sum(len(m) for _, m in results.values()),
        )
        say(f"{name}: {values} values, {missed} in clear\n")
        for kind, (count, left) in results.items():
            say(f"  {kind:<22}{count:>4}{len(left):>4}\n")
            for value, text in () if given.quiet else left:
                say(f"      {value}   {text}\n")
    sentences = [s for n, s in enumerate(ordinary()) if (n % 3 == 2) is given.apart]
    changed = touched(sentences)
    say(f"ordinary: {len(sentences)} sentences, {len(changed)} touched\n")
    for line in () if given.quiet else changed:
        say(f"      {line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
