"""One project as one file states it: whose it is, its scores as printed, and as the rules give them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Literal

from assistant.checks.assemble import from_card
from assistant.checks.dossier import Dossier, Form, number_in
from assistant.checks.opening import SHEET_SUFFIXES, WORD_SUFFIXES, Opened, open_dossier
from assistant.errors import InputError
from assistant.forms.read.assemble import assemble
from assistant.forms.read.from_word import read_source as read_word
from assistant.forms.read.imported import Imported
from assistant.intake import read_all, read_source
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_data
from assistant.scoring import score
from assistant.submissions import place_rules
from assistant.values.printing import rounded
from assistant.values.units import MONEY_SIZES
from assistant.word.document import is_narrative

Kind = Literal["数据", "报告", "自评表"]
_WAN = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose project it is, as the file says; "" and None where it does not."""

    name: str
    unit: str = ""
    authority: str = ""
    number: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One project of one file. `form` holds what is printed, `card` what the rule set gives.

    `remarks` are Chinese lines on how it was read.
    """

    source: Path
    kind: Kind
    identity: Identity
    dossier: Dossier
    form: Form | None
    card: Scorecard | None
    remarks: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The total as printed; None where the file prints none, as data do not."""
        return (
            None
            if self.kind == "数据" or self.form is None
            else number_in(self.form.total_score.text)
        )

    def grade_of(self, total: Decimal | None) -> str:
        """The grade that a total gets by the rule set; "" where there is none."""
        grades = self.dossier.ruleset.grades
        if total is None or grades is None:
            return ""
        reached = rounded(total)
        return next((band.name for band in grades.bands if reached >= band.at), "")

    def wan(self, amount: Decimal | None) -> Decimal | None:
        """An amount of the project in 万元."""
        if amount is None or self.card is None:
            return None
        return amount * MONEY_SIZES[self.card.execution.unit] / _WAN


def pieces_of(path: Path, rules: str = "") -> Iterator[Piece]:
    """Every project of a file. `rules` is a rule set's id; where it was not in force in the project's
    year, and where it is "", that of the data or the year counts.

    Raises InputError where the file cannot be read, or states no project.
    """
    suffix = path.suffix.lower()
    opened = _opened(path, rules)
    if opened is None:
        yield from _listed(path, rules)
        return
    dossier = opened.dossier
    if rules and not place_rules.fits(rules, dossier.year):
        default = place_rules.of_year(dossier.year)
        word = f"{dossier.year}年度时{rules}尚未施行或已经停用，按{default.name}复核"
        opened = _opened(path, default.id) or opened
        dossier = opened.dossier
    else:
        word = ""
    remarks = (word,) if word else ()
    if opened.card is not None:
        kind: Kind = "数据" if suffix not in SHEET_SUFFIXES + WORD_SUFFIXES else "自评表"
        yield _of_card(path, opened.card, dossier, kind, remarks)
        return
    yield from _stated(path, opened, remarks)


def _opened(path: Path, rules: str) -> Opened | None:
    """The file as the checks see it; None for a list of several projects, which they do not take."""
    try:
        return open_dossier(path, rules=rules)
    except InputError:
        if path.suffix.lower() in SHEET_SUFFIXES and len(read_all(path)) > 1:
            return None
        raise


def _listed(path: Path, rules: str) -> Iterator[Piece]:
    for imported in read_all(path):
        evaluation = imported.evaluation()
        fitting = rules if place_rules.fits(rules, evaluation.project.year) else ""
        ruleset = for_data(evaluation, path, fitting)
        card = score(evaluation, ruleset)
        dossier = from_card(card, ruleset, name=path.name)
        piece = _of_card(path, card, dossier, "自评表", ())
        yield piece


def _of_card(
    path: Path, card: Scorecard, dossier: Dossier, kind: Kind, remarks: tuple[str, ...]
) -> Piece:
    project = card.evaluation.project
    identity = Identity(project.name, project.unit, project.authority, project.number, project.year)
    form = dossier.forms[0] if dossier.forms else None
    return Piece(path, kind, identity, dossier, form, card, remarks)


def _stated(path: Path, opened: Opened, remarks: tuple[str, ...]) -> Iterator[Piece]:
    """The forms of a report or workbook, each with the project it is of."""
    dossier = opened.dossier
    forms = [form for form in dossier.forms if form.rows or form.funds]
    if not forms:
        raise InputError(f"{path}：没有找到自评表（要有三级指标、指标值和实际完成值），请核对文件")
    kind: Kind = "报告" if is_narrative(dossier.document) else "自评表"
    if dossier.evaluation is not None and len(forms) == 1:
        project = dossier.evaluation.project
        known = [
            Identity(project.name, project.unit, project.authority, project.number, project.year)
        ]
    else:
        known = [_identity(imported, dossier) for imported in _imported(path, opened)]
    for i, form in enumerate(forms):
        if len(known) == len(forms):
            identity = known[i]
        elif len(forms) == 1 and known:
            identity = known[0]
        else:
            identity = Identity("", year=dossier.year)
        name = identity.name or (form.name if len(forms) > 1 else path.stem)
        identity = replace(identity, name=name)
        alone = dossier if len(forms) == 1 else replace(dossier, forms=(form,))
        yield Piece(path, kind, identity, alone, form, form.card, remarks)


def _imported(path: Path, opened: Opened) -> tuple[Imported, ...]:
    try:
        source = read_word(opened.package) if opened.package is not None else read_source(path)
        return assemble(source)
    except InputError:
        return ()  # its forms are read; only whose they are is not known


def _identity(imported: Imported, dossier: Dossier) -> Identity:
    year = imported.text(("项目", "年度"))
    return Identity(
        imported.name,
        imported.text(("项目", "实施单位")),
        imported.text(("项目", "主管部门")),
        imported.text(("项目", "编号")),
        int(year) if year.isdigit() else dossier.year,
    )
