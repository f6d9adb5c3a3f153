"""The proof of a package on any machine, without a network: every byte, every score, every sentence's facts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.errors import InputError
from assistant.facts import gather
from assistant.located import read_bytes
from assistant.model.draft_json import from_json
from assistant.model.evaluation import Evaluation
from assistant.proof.manifest import FORMAT, NAME, faults
from assistant.proof.package import DATA, DRAFT, REPORT, RULES, SCORES
from assistant.report.ground_sheet import HEADS, ground_rows
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.scoring.scorecard_json import dump
from assistant.scoring.scorecard_json import to_json as score_json

_LARGEST = 500_000_000
_MOST, _SWELL = 5000, 200


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that was looked at: what, whether it holds, and what was found."""

    what: str
    holds: bool
    told: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All that was looked at, and what the package says of itself."""

    about: dict[str, Any]
    held: tuple[Held, ...]

    @property
    def holds(self) -> bool:
        """Whether all of it holds."""
        return all(one.holds for one in self.held)

    def as_json(self) -> dict[str, Any]:
        """The object that `verify --json` prints."""
        return {
            "holds": self.holds,
            "about": self.about,
            "checks": [{"what": h.what, "holds": h.holds, "told": h.told} for h in self.held],
        }


def prove(path: Path) -> Proof:
    """Looks at a package. Raises InputError where it is none."""
    parts, damaged = _opened(path)
    try:
        value = json.loads(parts[NAME].decode("utf-8"))
        if not isinstance(value, dict):
            raise ValueError
    except (KeyError, ValueError, RecursionError):
        if NAME in damaged:
            return Proof(
                {}, (Held("内容未被改动", False, "；".join(f"{n}：内容被改动过" for n in damaged)),)
            )
        raise InputError(f"{path}：里面没有可读的{NAME}，不是 jixiao package 做的送审包") from None
    if value.get("格式") != FORMAT:
        raise InputError(f"{path}：是别的版本的 jixiao 做的，请用同一版本核验")
    about = {k: v for k, v in value.items() if k not in {"内容", "封"}}
    wrong = [*(f"{name}：内容被改动过" for name in damaged), *faults(value, parts)]
    wrong = list(dict.fromkeys(wrong))
    held = [
        Held(
            "内容未被改动",
            not wrong,
            "；".join(wrong) if wrong else f"{len(parts) - 1}个文件与清单一致，链和封都对",
        )
    ]
    held += [_tried(what, look) for what, look in _looks(parts, about)]
    return Proof(about, tuple(held))


def _opened(path: Path) -> tuple[dict[str, bytes], list[str]]:
    """The parts, and the names of those that the archive's own checksums say were changed."""
    data = read_bytes(path, largest=_LARGEST)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise InputError(f"{path}：不是送审包（.zip），或文件坏了；请核对是否传完整") from None
    size = sum(i.file_size for i in infos)
    if len(infos) > _MOST or size > _LARGEST or size > _SWELL * max(len(data), 1):
        raise InputError(f"{path}：解开后太大或文件太多，不像送审包，没有打开")
    parts, damaged = {}, []
    for info in infos:
        try:
            parts[info.filename] = archive.read(info)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
        ):
            damaged.append(info.filename)
        except Exception as error:
            if type(error).__module__ != "zlib":
                raise
            damaged.append(info.filename)
    return parts, damaged


def _tried(what: str, look: Callable[[], str]) -> Held:
    try:
        wrong = look()
    except InputError as error:
        return Held(what, False, "；".join(error.lines))
    except Exception as error:
        # a part of somebody else's making may break any reader: that is a finding, not an end
        return Held(what, False, f"读不出来（{type(error).__name__}）")
    return Held(what, not wrong, wrong or "一致")


def _looks(
    parts: dict[str, bytes], about: dict[str, Any]
) -> Iterator[tuple[str, Callable[[], str]]]:
    made = str(about.get("程序", ""))
    yield (
        "程序版本",
        lambda: (
            ""
            if made == f"jixiao {__version__}"
            else f"由 {made or '未知版本'} 制作，本机是 jixiao {__version__}"
        ),
    )
    if about.get("种类") == "公开版":
        return

    def scored() -> Any:
        evaluation = Evaluation.model_validate(json.loads(parts[DATA]))
        return score(evaluation, RuleSet.model_validate(json.loads(parts[RULES])))

    def scores() -> str:
        return (
            ""
            if dump(score_json(scored())).encode() == parts[SCORES]
            else "重新计算的得分与包里的不一致"
        )

    def report() -> str:
        from assistant.report.embedded import embedded_in
        from assistant.word.package import check_package

        embedded = embedded_in(check_package(Path(REPORT), parts[REPORT], kind="docx"))
        if embedded is None:
            return "报告里没有内嵌数据，无法与数据核对"
        if embedded.evaluation != Evaluation.model_validate(json.loads(parts[DATA])):
            return "报告内嵌的数据与评价数据不一致"
        if embedded.draft != from_json(json.loads(parts[DRAFT]), DRAFT):
            return "报告内嵌的草稿与草稿不一致"
        return ""

    def grounds() -> str:
        import openpyxl

        card = scored()
        rows = [
            r.cells()
            for r in ground_rows(card, gather(card), from_json(json.loads(parts[DRAFT]), DRAFT))
        ]
        book = openpyxl.load_workbook(io.BytesIO(parts["事实依据表.xlsx"]), read_only=True)
        there = [
            tuple("" if c is None else c for c in row)
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
        if there[:1] != [HEADS] or len(there) - 1 != len(rows):
            return "事实依据表的行数与报告不符"
        off = [
            i
            for i, (a, b) in enumerate(zip(there[1:], rows, strict=True), 1)
            if tuple(map(str, a)) != tuple(map(str, b))
        ]
        return f"事实依据表第{off[0]}行与数据不符" if off else ""

    yield "得分可以重新算出", scores
    yield "报告与数据一致", report
    yield "事实依据表与数据一致", grounds
