"""The bureau's desk: copied reasons found and not found, and what a province's night takes.

`python bench/audit.py words 20000` measures precision and recall on seeded copies, `python bench/audit.py
files 400` the time and memory for so many forms and reports, with the arithmetic for 20,000.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audit"))

import seeded_projects as seeded
import yaml
from measuring import Measurement

from assistant.audit.audit import Order, audit
from assistant.audit.cases import open_database
from assistant.audit.likeness import Likeness, clauses
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.forms.filled.writing import form_bytes
from assistant.model.evaluation import Evaluation
from assistant.report.document import render
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

ROOT = Path(__file__).parents[1]
_FEW, _REASONS = 24, 500


def measure() -> Iterator[Measurement]:
    """For `make bench`: a project audited beside one made, and four times as many reasons beside as many."""
    rng = random.Random(11)  # noqa: S311 - made-up projects
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "in"
        place.mkdir()
        start = time.process_time()
        for i in range(_FEW):
            _hand_in(seeded.project(i, rng), i, place)
        made = (time.process_time() - start) / _FEW
        start = time.process_time()
        audit(Order(place, Path(folder) / "out", jobs=1))
        took = (time.process_time() - start) / _FEW
    yield Measurement(f"复核一个项目（共{_FEW}个）", took, "做出一个项目的表或报告", made)
    few, many = (_likeness(count) for count in (_REASONS, 4 * _REASONS))
    yield Measurement(f"{4 * _REASONS}条原因查重", many, f"{_REASONS}条的四倍", 4 * few, aim=1.5)


def _likeness(count: int) -> float:
    """Processor time for that many reasons, a copy among every eight."""
    rng = random.Random(11)  # noqa: S311 - made-up projects
    texts = [seeded.reason_with_shape(rng)[0] for _ in range(count)]
    texts += [rng.choice(list(seeded.COPIES.values()))(text, rng) for text in texts[::8]]
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder))
        likeness = Likeness(database, "原因")
        start = time.process_time()
        for at, text in enumerate(texts):
            likeness.add(f"u{at}", clauses(text))
        sum(1 for _ in likeness.matches())
        took = time.process_time() - start
        database.close()
    return took


def words(count: int, seed: int) -> None:
    """Precision and recall, kind by kind, on `count` made-up reasons; and on those of the evals' projects."""
    rng = random.Random(seed)  # noqa: S311 - made-up projects
    made = [seeded.reason_with_shape(rng) for _ in range(count)]
    _words(f"编造的原因{count}条", [t for t, _ in made], [s for _, s in made], rng, every=8)
    real: dict[str, None] = {}
    for path in sorted((ROOT / "evals" / "cases").glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["指标"]:
            real.update(
                dict.fromkeys(t for k in ("原因", "措施") if len(t := row.get(k) or "") >= 14)
            )
    texts = list(real)
    _words(f"评测项目的原因{len(texts)}条", texts, list(map(str, range(len(texts)))), rng, every=1)


def _words(name: str, bases: list[str], shapes: list[str], rng: random.Random, every: int) -> None:
    """Two texts of one shape (the same three clauses with other names in them) are neither right nor wrong."""
    first: dict[str, int] = {}
    texts, copies = list(bases), []
    origin = [first.setdefault("|".join(sorted(clauses(t))), i) for i, t in enumerate(bases)]
    for kind, make in seeded.COPIES.items():
        for at in rng.sample(range(len(bases)), max(1, len(bases) // every)):
            copy = make(bases[at], rng)
            if kind == "原样" or copy != bases[at]:
                copies.append((kind, at, len(texts)))
                texts.append(copy)
                origin.append(origin[at])
    standard = [rng.choice(seeded.STANDARD) for _ in range(max(40, len(bases) // 3))]
    origin += range(len(texts), len(texts) + len(standard))
    texts += standard
    with tempfile.TemporaryDirectory() as folder:
        database: sqlite3.Connection = open_database(Path(folder))
        likeness, place = Likeness(database, "原因"), {}
        start = time.perf_counter()
        for at, text in enumerate(texts):
            found = clauses(text)
            if found:
                place[likeness.add(f"u{at}", found)] = at
        pairs = [(place[m.one], place[m.other]) for m in likeness.matches()]
        took = time.perf_counter() - start
        database.close()
    right = sum(origin[a] == origin[b] for a, b in pairs)
    neutral = sum(
        origin[a] != origin[b]
        and max(origin[a], origin[b]) < len(bases)
        and shapes[origin[a]] == shapes[origin[b]]
        for a, b in pairs
    )
    told = sum(max(origin[a], origin[b]) >= len(bases) for a, b in pairs)
    linked: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs:
        linked[a].add(b)
        linked[b].add(a)
    hits: Counter[str] = Counter()
    for kind, one, other in copies:
        seen, waiting = {one}, [one]
        while waiting:
            for near in linked[waiting.pop()]:
                if near not in seen and origin[near] == origin[one]:
                    seen.add(near)
                    waiting.append(near)
        hits[kind] += other in seen
    totals = Counter(kind for kind, _, _ in copies)
    wrong = len(pairs) - right - neutral
    print(
        f"{name}，共{len(texts)}条，{took:.1f}秒；查准{right / max(1, right + wrong):.4f}"
        f"（对{right}，错{wrong}，其中套话{told}，同一套路{neutral}不计）；查全 "
        + "，".join(f"{k} {hits[k]}/{totals[k]}" for k in totals),
        flush=True,
    )


def files(count: int, seed: int, jobs: int) -> None:
    """A folder of so many projects, a third of them as a Word report, audited."""
    rng = random.Random(seed)  # noqa: S311 - made-up projects
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "in"
        place.mkdir()
        for i in range(count):
            _hand_in(seeded.project(i, rng), i, place)
        start = time.perf_counter()
        outcome = audit(Order(place, Path(folder) / "out", jobs=jobs))
        took = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    each = took / count
    print(
        f"{count}个项目（{outcome.read}个文件，{jobs}个进程）：{took:.1f}秒，每个{each:.3f}秒，驱动进程内存峰值{most:.0f}MB；"
        f"20000个约{each * 20000 / 3600:.1f}小时",
        flush=True,
    )


def _hand_in(tree: dict[str, Any], number: int, place: Path) -> None:
    evaluation = Evaluation.model_validate(tree)
    card = score(evaluation, for_evaluation(evaluation))
    name = f"{number:05d}"
    if number % 3:
        path = place / f"{name}{'.xlsx' if number % 3 == 1 else '.docx'}"
        path.write_bytes(form_bytes(card, path))
        return
    facts = gather(card)
    (place / f"{name}.docx").write_bytes(render(card, draft_by_rules(card, facts), facts))


if __name__ == "__main__":
    which, number = sys.argv[1], int(sys.argv[2])
    more = [int(a) for a in sys.argv[3:]]
    if which == "words":
        words(number, more[0] if more else 11)
    else:
        files(number, more[0] if more else 11, more[1] if len(more) > 1 else 1)
