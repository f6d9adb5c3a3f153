"""One run of `jixiao summary`: a folder in, the documents of all its projects out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InputError
from assistant.files import write_whole
from assistant.intake.unit import NAME as UNIT_FILE
from assistant.intake.unit import Unit, read_unit
from assistant.submissions import place_rules
from assistant.submissions.failure import Failure
from assistant.submissions.output import make_folder, require_free
from assistant.summary.documents import (
    REGIONS,
    explained_list,
    merged_report,
    open_document,
    work_report,
)
from assistant.summary.final import differences, read_final
from assistant.summary.passages import Ground
from assistant.summary.projects import Project, of_one_year, read_projects
from assistant.summary.table import table_book, table_word
from assistant.summary.totals import Totals, total

TABLE, TABLE_WORD = "自评结果汇总表.xlsx", "自评结果汇总表.docx"
WORK, OPEN, LIST, MERGED = (
    "绩效自评工作情况报告.docx",
    "决算公开说明.docx",
    "重点说明项目.docx",
    "多项目合并自评报告.docx",
)
NAMES = (TABLE, TABLE_WORD, WORK, OPEN, LIST, MERGED)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    folder: Path
    output: Path
    region: str = REGIONS[0]
    unit: Path | None = None
    final: Path | None = None
    rules: str = ""
    place: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    projects: tuple[Project, ...]
    totals: Totals
    differences: tuple[str, ...]
    failed: tuple[Failure, ...]
    read: int
    outputs: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `summary --json` prints; amounts in 万元, rates as ratios."""

        def number(value: Any) -> float | None:
            return None if value is None else float(value)

        return {
            "projects": len(self.projects),
            "read": self.read,
            "failed": [{"source": f.source, "why": f.why} for f in self.failed],
            "without_score": [{"project": p.name, "unit": p.owner, "why": p.why} for p in self.projects if p.score is None],
            "totals": {f.key: number(self.totals.numbers[f.key]) for f in self.totals.facts},
            "rows": [
                {
                    "number": p.number, "unit": p.owner, "project": p.name, "code": p.identity.number,
                    "initial": number(p.initial), "budget": number(p.budget), "executed": number(p.executed),
                    "rate": None if p.rate is None else round(float(p.rate), 6), "score": number(p.score),
                    "grade": p.grade or None, "unfinished": list(p.unfinished), "sources": list(p.sources),
                }
                for p in self.projects
            ],
            "differences": list(self.differences),
            "outputs": [str(path) for path in self.outputs],
        }  # fmt: skip


def summarize(order: Order) -> Outcome:
    """Reads, adds up and writes. Raises InputError where the call is wrong or nothing could be read."""
    if order.region not in REGIONS:
        raise InputError(f"--region：没有“{order.region}”的样式，可用：{'、'.join(REGIONS)}")
    rules = place_rules.named(order.rules, order.place)
    unit = _unit(order)
    final = read_final(order.final) if order.final else None
    require_free(order.output, NAMES, force=order.force)
    projects, failed, read = read_projects(order.folder, rules, order.output)
    if not projects:
        first = f"，如 {failed[0].source}：{failed[0].why}" if failed else ""
        raise InputError(f"{order.folder}：没有读到一个项目的自评材料{first}")
    projects, left = of_one_year(projects)
    totals = total(projects)
    found = (*left, *differences(projects, totals, final))
    ground = Ground(projects, totals, unit, final, found)
    title = (f"{ground.whose}{ground.year}", "项目支出绩效自评结果汇总表")
    subtitle = f"单位：{ground.whose or '各单位'}　年度：{ground.year}　金额单位：万元"
    made = {
        TABLE: table_book(projects, totals, found, failed, subtitle),
        TABLE_WORD: table_word(projects, totals, title),
        WORK: work_report(ground),
        OPEN: open_document(ground, order.region),
        LIST: explained_list(ground),
        MERGED: merged_report(ground),
    }
    make_folder(order.output)
    for name, data in made.items():
        write_whole(order.output / name, data)
    outputs = tuple(order.output / name for name in made)
    return Outcome(tuple(projects), totals, found, tuple(failed), read, outputs)


def _unit(order: Order) -> Unit:
    """单位.yaml as named, else the one in the folder, in its 数据/, or none."""
    if order.unit is not None:
        return read_unit(order.unit)
    for place in (order.folder, order.folder / "数据"):
        if (place / UNIT_FILE).is_file():
            return read_unit(place / UNIT_FILE)
    return Unit()
