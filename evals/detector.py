"""The grounding against sentences labelled by hand: precision, recall, and what it got wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.facts import Fact, gather
from assistant.grounding import Grounding, ground
from assistant.intake.yaml import read_evaluation
from assistant.rules.loader import for_evaluation
from assistant.scoring import score

HERE = Path(__file__).parent
#: kinds that recall is aimed at, by group
HARD = frozenset({"number", "date", "title", "document"})
GROUPS: dict[str, frozenset[str]] = {
    "数字、日期、文件": HARD,
    "原因": frozenset({"cause"}),
    "措施": frozenset({"act"}),
    "方向、指标": frozenset({"direction", "indicator"}),
    "名称": frozenset({"name"}),
    "套话": frozenset({"claim"}),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence about a case, and the kinds of fault a person found in it (none: supported)."""

    case: str
    section: str
    origin: str
    split: str
    faults: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence with what the grounding said."""

    labelled: Labelled
    grounding: Grounding

    @property
    def flagged(self) -> bool:
        """Not let through as supported."""
        return self.grounding.verdict != "supported"


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with its counts."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """1.0 where there was nothing to find."""
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f}（{self.hits}/{self.of}）"


def sentences(path: Path = HERE / "sentences.yaml") -> list[Labelled]:
    """Reads the labelled set."""
    from ruamel.yaml import YAML

    rows = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return [Labelled(**(row | {"faults": tuple(row["faults"])})) for row in rows]


def facts_of(case: str, folder: Path = HERE / "cases") -> tuple[Fact, ...]:
    """The facts of a case."""
    evaluation = read_evaluation(folder / f"{case}.yaml")
    return gather(score(evaluation, for_evaluation(evaluation, folder)))


def judge(labelled: Iterable[Labelled]) -> list[Judged]:
    """Grounds every sentence against the facts of its case."""
    known: dict[str, tuple[Fact, ...]] = {}
    judged = []
    for one in labelled:
        if one.case not in known:
            known[one.case] = facts_of(one.case)
        judged.append(Judged(one, ground(one.text, known[one.case], section=one.section)))
    return judged


def precision(judged: Iterable[Judged], *, hard_only: bool = False) -> Rate:
    """Of the sentences stopped, the share that a person stopped too. `hard_only`: refused, not marked."""
    stopped = [
        j for j in judged if (j.grounding.verdict == "unsupported" if hard_only else j.flagged)
    ]
    return Rate(sum(bool(j.labelled.faults) for j in stopped), len(stopped))


def recall(judged: Iterable[Judged], kinds: frozenset[str] | None = None) -> Rate:
    """Of the sentences with a fault (of those kinds), the share that was stopped."""
    faulty = [
        j for j in judged if j.labelled.faults and (kinds is None or kinds & set(j.labelled.faults))
    ]
    return Rate(sum(j.flagged for j in faulty), len(faulty))


def table(judged: list[Judged]) -> str:
    """Precision and recall in lines, for the terminal."""
    lines = [f"句子 {len(judged)} 条，其中无依据 {sum(bool(j.labelled.faults) for j in judged)} 条"]
    for name, part in (
        ("全部", judged),
        ("留出的测试集", [j for j in judged if j.labelled.split == "test"]),
        ("本地模型所写", [j for j in judged if j.labelled.origin == "local"]),
    ):
        lines.append(
            f"{name}：准确率 {precision(part)}，其中判为无依据的 {precision(part, hard_only=True)}；召回率 {recall(part)}"
        )
        lines.extend(
            f"    {group}：召回率 {recall(part, kinds)}" for group, kinds in GROUPS.items()
        )
    return "\n".join(lines)


def mistakes(judged: list[Judged]) -> list[Judged]:
    """Where the grounding and the person differ."""
    return [j for j in judged if j.flagged != bool(j.labelled.faults)]


if __name__ == "__main__":
    everything = judge(sentences())
    print(table(everything))
