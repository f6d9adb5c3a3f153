"""How far drafts by rules are from ten reports a reader would sign (`evals/signed`).

    .venv/bin/python evals/prose.py 名称=代码目录 [名称=代码目录 …]  [--day 2026-11-25]

Each tree drafts the same ten cases with its own code. Two measures, both by section: the edit distance
(Levenshtein, over the length of the longer text, spaces apart; 0 same, 1 nothing in common), and the share
of the draft's sentences that a reader keeps: at least `KEPT` alike to a signed sentence of that section.
A section the signed report leaves out is not measured; one the draft leaves out counts 1.
Tables and both texts go to docs/evals/DAY-prose.md and .json.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import yaml
from rapidfuzz.distance import Levenshtein

HERE = Path(__file__).parent
OUT = HERE.parent / "docs" / "evals"
KEPT = 0.8
#: nothing of the prose may be tuned on these
HELD = frozenset(
    {
        "05-chizhou-weituo-2022",
        "07-lushan-shuitu-2020",
        "17-minzheng-yanglao-2023",
        "19-nongye-gaobiaozhun-2023",
        "22-renshe-peixun-2023",
    }
)
Paragraphs = list[list[str]]
Told = dict[str, dict[str, Paragraphs]]


def signed() -> dict[str, dict[str, str]]:
    """The ten: case → section → text."""
    files = sorted((HERE / "signed").glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def drafted(tree: Path, cases: list[str]) -> Told:
    """The ten as that tree drafts them, with its own code."""
    paths = [str((HERE / "cases" / f"{case}.yaml").resolve()) for case in cases]
    done = subprocess.run(
        [sys.executable, str(HERE.resolve() / "prose_draft.py"), str(tree), *paths],
        check=True,
        capture_output=True,
        text=True,
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
    )
    told: Told = json.loads(done.stdout)
    return told


def plain(text: str) -> str:
    """Without spaces and line ends."""
    return "".join(text.split())


def text_of(paragraphs: Paragraphs) -> str:
    """As printed, a line a paragraph."""
    return "\n".join("".join(p) for p in paragraphs)


def distance(draft: Paragraphs, to: str) -> float:
    """0 same, 1 nothing in common."""
    return Levenshtein.normalized_distance(plain(text_of(draft)), plain(to))


def sentences_kept(draft: Paragraphs, to: str) -> tuple[int, int]:
    """Sentences of the draft that a reader keeps, and all."""
    own = [part for part in re.split(r"(?<=[。；])|\n", to) if part.strip()]
    # one sentence is told with 。 in one text and ； in another: both are ends
    parts = [
        part
        for paragraph in draft
        for sentence in paragraph
        for part in re.split(r"(?<=[。；])", sentence)
        if part.strip()
    ]
    kept = sum(
        any(Levenshtein.normalized_similarity(plain(part), plain(o)) >= KEPT for o in own)
        for part in parts
    )
    return kept, len(parts)


def table(title: str, groups: dict[str, list[tuple[str, str]]], drafts: dict[str, Told]) -> str:
    """A row a group of (case, section) pairs, two columns a tree."""
    reports = signed()
    head = [title, *(f"{name}: {what}" for name in drafts for what in ("distance", "kept"))]
    lines = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for group, pairs in groups.items():
        cells = [group]
        for told in drafts.values():
            both = [(told[case].get(sid, []), reports[case][sid]) for case, sid in pairs]
            counts = [sentences_kept(*one) for one in both]
            kept, every = (sum(n) for n in zip(*counts, strict=True))
            cells += [f"{fmean(distance(*one) for one in both):.3f}", f"{kept} of {every}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Drafts, measures, writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trees", nargs="+")
    parser.add_argument("--day", default=f"{datetime.now(UTC):%Y-%m-%d}")
    asked = parser.parse_args()
    reports = signed()
    trees = (tree.split("=", 1) for tree in asked.trees)
    drafts = {name: drafted(Path(tree).resolve(), list(reports)) for name, tree in trees}
    pairs = [(case, sid) for case, report in reports.items() for sid in report]
    sections = {sid: [p for p in pairs if p[1] == sid] for _, sid in pairs}
    cases = {case: [p for p in pairs if p[0] == case] for case in reports}
    sets = {
        "all ten": pairs,
        "five open to tuning": [p for p in pairs if p[0] not in HELD],
        "five held apart": [p for p in pairs if p[0] in HELD],
    }
    page = [
        "# Drafts by rules against ten signed reports",
        (__doc__ or "").split("\n\n")[2],
        *(
            table(*one, drafts)
            for one in (("set", sets), ("section", sections), ("project", cases))
        ),
        "## Texts",
    ]
    for case, sid in pairs:
        texts = [f"- signed: {reports[case][sid]}"]
        texts += [f"- {name}: {text_of(told[case].get(sid, []))}" for name, told in drafts.items()]
        page.append(f"**{case} · {sid}**\n\n" + "\n".join(t.replace("\n", " ¶ ") for t in texts))
    file = OUT / f"{asked.day}-prose.md"
    file.write_text("\n\n".join(page) + "\n", encoding="utf-8")
    told_all = json.dumps({"signed": reports, **drafts}, ensure_ascii=False, indent=1)
    file.with_suffix(".json").write_text(told_all + "\n", encoding="utf-8")
    sys.stdout.write("\n\n".join(page[2:5]) + "\n")


if __name__ == "__main__":
    main()
