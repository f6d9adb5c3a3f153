"""`make eval-check`: precision and recall of every code over reports with seeded faults (fixed seeds).

Singles: every fault alone in every clean report that can bear it. Mixtures: forty reports with four to
six faults each. A finding that the clean report does not have, and that no seeded fault explains, counts
against precision.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "checks")]

from seeding import FAULTS, Base, Trial, base_of, mixtures, singles  # noqa: E402 - after the path

from assistant.checks import REGISTER  # noqa: E402

DATA = (
    "examples/multi/数据.yaml",
    "evals/cases/13-jiaoyu-yingyang-2023.yaml",
    "evals/cases/15-shuili-guanqu-2022.yaml",
    "evals/cases/16-jiaotong-nonglu-2021.yaml",
    "evals/cases/20-linye-fanghuo-2022.yaml",
    "evals/cases/21-huanbao-wushui-2022.yaml",
    "evals/cases/24-zhujian-weifang-2021.yaml",
    "evals/cases/31-shichang-jiliang-2023.yaml",
)


def main() -> int:
    """Prints the table; exit 1 where recall or precision falls under the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--verbose", action="store_true", help="every miss and every strange finding"
    )
    parser.add_argument("--least", type=float, default=0.9, help="the line for both")
    options = parser.parse_args()
    started = time.monotonic()
    bases = [base_of(ROOT / name) for name in DATA if (ROOT / name).exists()]
    trials = [t for base in bases for t in singles(base)]
    mixed = list(mixtures(bases))
    table(trials + mixed)
    clean(bases)
    if options.verbose:
        complain(trials + mixed)
    recall, precision = rates(trials + mixed)
    print(
        f"reports {len(trials)} with one fault + {len(mixed)} mixed, bases {len(bases)}, "
        f"recall {recall:.3f}, precision {precision:.3f}, {time.monotonic() - started:.0f} s"
    )
    return 0 if min(recall, precision) >= options.least else 1


def rates(trials: list[Trial]) -> tuple[float, float]:
    """Over all codes: faults found; findings that a seeded fault explains."""
    seeded = sum(len(t.faults) for t in trials)
    missed = sum(len(t.missed) for t in trials)
    new = sum(len(t.new) for t in trials)
    strange = sum(len(t.strange) for t in trials)
    return (seeded - missed) / max(seeded, 1), (new - strange) / max(new, 1)


def table(trials: list[Trial]) -> None:
    """A line a code."""
    seeded = Counter(f.code for t in trials for f in t.faults)
    missed = Counter(f.code for t in trials for f in t.missed)
    new = Counter(f.code for t in trials for f in t.new)
    strange = Counter(f.code for t in trials for f in t.strange)
    print(f"{'code':6}{'seeded':>7}{'recall':>8}{'found':>7}{'precision':>11}  fault")
    for code in sorted(set(seeded) | set(new)):
        recall = f"{(seeded[code] - missed[code]) / seeded[code]:.2f}" if seeded[code] else "–"
        precision = f"{(new[code] - strange[code]) / new[code]:.2f}" if new[code] else "–"
        print(
            f"{code:6}{seeded[code]:7}{recall:>8}{new[code]:7}{precision:>11}  {REGISTER[code].fault}"
        )
    unseeded = sorted(set(REGISTER) - {f.code for f in FAULTS})
    print(f"no seed for: {', '.join(unseeded)} (their cases are in tests/checks/cases)")


def clean(bases: list[Base]) -> None:
    """What is found in the clean reports themselves."""
    from assistant.checks import check

    for base in bases:
        found = Counter(f.severity for f in check(base.dossier))
        print(
            f"clean {base.name}: {found['error']} errors, {found['warning']} warnings, {found['info']} remarks"
        )


def complain(trials: list[Trial]) -> None:
    """Every miss and every strange finding, for whoever mends the checks."""
    for t in trials:
        for fault in t.missed:
            print(
                f"missed {t.base}: {fault.code} {fault.name} (found {sorted({f.code for f in t.new})})"
            )
        for f in t.strange:
            names = ", ".join(f"{x.code} {x.name}" for x in t.faults)
            print(
                f"strange {t.base} [{names}]: {f.code} {f.severity} {f.location} {f.message[:90]}"
            )


if __name__ == "__main__":
    sys.exit(main())
