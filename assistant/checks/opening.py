"""Any file that staff have, as a dossier: data (.yaml …), a report (.docx), a workbook (.xlsx)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.checks.assemble import from_card, from_document
from assistant.checks.dossier import Dossier
from assistant.checks.forms import forms_of, of_grids, table_of
from assistant.checks.headings import placed
from assistant.intake import read, read_source
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_data, load
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.word.document import Document
from assistant.word.marks import View

if TYPE_CHECKING:
    from assistant.word.package import Package

WORD_SUFFIXES = (".docx", ".docm")
SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".csv", ".txt")
_DEFAULT = "cn-2020-10"
#: paragraphs of so many characters are running text; with so many of them a file is a report
_RUNNING, _REPORTS = 60, 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A dossier; the scorecard where the file is data; the package where it is a Word file."""

    dossier: Dossier
    card: Scorecard | None = None
    package: Package | None = None

    @property
    def is_form(self) -> bool:
        """Whether it is a form that somebody filled in, without a report around it."""
        document = self.dossier.document
        if self.card is not None or document is None or self.dossier.evaluation is not None:
            return False
        told = [p.text for p in document.paragraphs if p.speaks and len(p.text) > _RUNNING]
        return document.kind == "sheet" or sum(t.rstrip().endswith("。") for t in told) < _REPORTS


def open_dossier(path: Path, *, rules: str = "", data: Path | None = None) -> Opened:
    """Reads the file. `rules` names the rule set, `data` is a data file to hold the report against.

    Raises InputError where it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in WORD_SUFFIXES:
        return _word(path, rules, data)
    if suffix in SHEET_SUFFIXES:
        return _sheet(path, rules, data)
    return _data(path, rules)


def _data(path: Path, rules: str) -> Opened:
    evaluation = read(path)
    ruleset = for_data(evaluation, path, rules)
    card = score(evaluation, ruleset)
    return Opened(from_card(card, ruleset, name=path.name), card)


def _word(path: Path, rules: str, data: Path | None) -> Opened:
    from assistant.report.embedded import embedded_in
    from assistant.word.package import open_package

    package = open_package(path, kind="docx")
    document = read_report(package)
    evaluation = read(data) if data else None
    named = rules
    if evaluation is None:
        made_from = embedded_in(package)
        evaluation = made_from.evaluation if made_from else None
    return Opened(_dossier(document, path, named, evaluation), package=package)


def written_dossier(package: Package, evaluation: Evaluation) -> Dossier:
    """A report that was printed of these data this moment, as `open_dossier` would have it from the disk."""
    return _dossier(read_report(package), package.path, "", evaluation)


def read_report(package: Package, *, view: View = "proposed") -> Document:
    """A Word report with its paragraphs under their headings. Raises InputError where it has no body."""
    from assistant.word.reading_reports import read_document

    return placed(read_document(package, view=view))


def _sheet(path: Path, rules: str, data: Path | None) -> Opened:
    source = read_source(path)
    if source.form or not any(form.rows for form in forms_of(of_grids(source.grids))):
        return _data(path, rules)  # a form of ours, or one that says where it cannot be read
    evaluation = read(data) if data else None
    document = Document(
        path.name,
        (),
        tuple(table_of(g) for g in source.grids if not g.hidden),
        kind="sheet",
        notes=tuple(source.notes),
    )
    ruleset = _ruleset(path, rules, evaluation)
    return Opened(from_document(document, ruleset, evaluation=evaluation, sheets=source.grids))


def _dossier(document: Document, path: Path, rules: str, evaluation: Evaluation | None) -> Dossier:
    return from_document(document, _ruleset(path, rules, evaluation), evaluation=evaluation)


def _ruleset(path: Path, rules: str, evaluation: Evaluation | None) -> RuleSet:
    if evaluation is not None:
        return for_data(evaluation, path, rules)
    return load(rules or _DEFAULT)
