"""What `jixiao summary` says on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.summary.making import Outcome


def told(outcome: Outcome) -> Iterator[str]:
    """Lines for a terminal: the counts, what has no full score, what does not meet."""
    totals = outcome.totals
    scored = totals.get("all.scored")
    mean = f"，平均{totals.text('all.mean')}分" if scored else ""
    yield f"{len(outcome.projects)}个项目，读了{outcome.read}个文件，{len(outcome.failed)}个读不了；有完整得分的{scored:f}个{mean}"
    for p in outcome.projects:
        if p.score is None:
            yield f"没有完整得分：{p.owner}“{p.name}”，{p.why}"
    for line in outcome.differences:
        yield f"核对：{line}"
