"""Precision and recall of the grounding on the labelled sentences: no model needed.

Prints every sentence it judged otherwise than the person did; the held-back ones only with --all.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

import detector


def main() -> None:
    """Prints the rates, then the mistakes."""
    judged = detector.judge(detector.sentences())
    lines = [detector.table(judged)]
    for one in detector.mistakes(judged):
        if one.labelled.split == "test" and "--all" not in sys.argv:
            continue
        what = "漏判" if one.labelled.faults else "误判"
        lines.append(f"{what} {one.labelled.case}：{one.labelled.text}")
        lines.append(
            f"    人：{'、'.join(one.labelled.faults) or '有依据'}；程序：{one.grounding.why or '有依据'}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
