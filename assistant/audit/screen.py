"""What `jixiao audit` says on the screen: the counts, and the projects to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.audit.across import KINDS
from assistant.audit.audit import Outcome
from assistant.audit.judging import shown
from assistant.values.printing import percent

_FIRST = 10
_FEW = 5  # files of one folder that are named one by one


def written(outputs: Sequence[Path]) -> Iterator[str]:
    """What was written: each file, or a folder with the number of its files where they are many."""
    folders = Counter(path.parent for path in outputs)
    for path in outputs:
        if folders[path.parent] <= _FEW:
            yield f"已写出 {path}"
    for folder, count in folders.items():
        if count > _FEW:
            yield f"已写出 {folder}/（{count}个文件）"


def told(outcome: Outcome) -> Iterator[str]:
    """Lines for a terminal."""
    cases = outcome.cases
    differing = [c for c in cases if c.main.deviation]
    yield f"{len(cases)}个项目，读了{outcome.read}个文件，{len(outcome.failed)}个读不了；{len(differing)}个项目的复核得分与自评不同"
    for code, name in KINDS.items():
        count = sum(any(x.code == code for x in c.cross) for c in cases)
        if count:
            yield f"{code} {name}：{count}个项目，请核实"
    ranked = sorted((c for c in cases if c.rank), key=lambda c: -c.rank)
    if ranked:
        yield "建议先抽查："
    for i, case in enumerate(ranked[:_FIRST], 1):
        main = case.main
        off = "" if main.deviation is None else f"，偏离度{percent(main.deviation)}"
        yield (
            f"{i}. {case.owner} {case.identity.name}：自评{shown(main.stated)}，复核{shown(main.own)}{off}；"
            f"{'；'.join(case.reasons)}"
        )
