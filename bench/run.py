"""`make bench`: our work beside a yardstick, as ratios. Prints, and asserts nothing.

A bench is a module in this folder with `measure()`, which yields `Measurement`s; name it in BENCHES.
`python bench/run.py startup scoring` runs only those.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from measuring import Measurement, NotHereError

BENCHES = (
    "startup",
    "rendering",
    "scoring",
    "importing",
    "checking",
    "length",
    "check_rate",
    "chatting",
    "web",
    "desk",
)


def main(names: list[str]) -> None:
    """Runs the benches named, or all; one that cannot run here says why and the next goes on."""
    for name in names or BENCHES:
        print(f"\n## {name}")
        try:
            for one in importlib.import_module(name).measure():
                print(_line(one), flush=True)
        except (NotHereError, ImportError, FileNotFoundError) as error:
            print(f"  跳过：{error}")


def _line(one: Measurement) -> str:
    aim = f"（目标 ≤{one.aim:g}）" if one.aim else ""
    return (
        f"  {one.name}：{one.ours * 1000:.0f} 毫秒；{one.yardstick}：{one.theirs * 1000:.0f} 毫秒；"
        f"比值 {one.ratio:.2f}{aim}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
