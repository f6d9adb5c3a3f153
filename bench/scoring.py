"""The largest project there is: 200 indicators, each carried out by 12 sub-units."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import Measurement, best, large_data, process


def measure() -> Iterator[Measurement]:
    """Reading and scoring beside libyaml, which only reads; the whole process beside a bare import."""
    import yaml

    from assistant.intake.yaml import read_evaluation
    from assistant.rules.loader import load
    from assistant.scoring import score

    rules = load("cn-2020-10")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "数据.yaml"
        path.write_text(large_data(), encoding="utf-8")
        text = path.read_text(encoding="utf-8")
        evaluation = read_evaluation(path)
        plain = best(lambda: yaml.load(text, Loader=yaml.CSafeLoader), 3)
        yield Measurement(
            "读入 200×12 的数据", best(lambda: read_evaluation(path), 3), "libyaml 读成字典", plain
        )
        yield Measurement(
            "计分 200×12", best(lambda: score(evaluation, rules), 3), "libyaml 读成字典", plain
        )
        whole = process("-m", "assistant.cli", "score", str(path), "--json", runs=3, may_end=(0, 1))
        yield Measurement(
            "jixiao score 200×12", whole, "python -c 'import typer'", process("-c", "import typer")
        )
