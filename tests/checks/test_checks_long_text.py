"""Text without end: read in pieces that have one, each figure once, and never an error."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checks import registry
from assistant.checks.dossier import Dossier
from assistant.checks.opening import open_dossier
from assistant.values.figures import figures
from assistant.values.units import read_unit
from assistant.word.document import LONGEST_SENTENCE, Said

_LOOPS = (
    "1,",
    "1+",
    "0",
    "1.",
    "一",
    "a",
    "A1-",
    "100万元、",
    "1个小区",
    "1/",
    "《",
    "2021年1月",
    "百分之一",
    " ",
)


@pytest.fixture
def watchdog() -> Iterator[None]:
    """Ends a run without end. Far beyond what is measured (`make bench` prints that), it times nothing."""

    def ring(*_: object) -> None:
        pytest.fail("no end in sight")

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(60)
    yield
    signal.alarm(0)


@pytest.fixture
def checked(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """A report whose one sentence has no end."""
    import docx
    from odd_docx import base

    path = base(tmp_path_factory.mktemp("long") / "报告.docx")
    document = docx.Document(str(path))
    document.add_paragraph("。".join(loop * (20_000 // len(loop)) for loop in _LOOPS))
    document.save(str(path))
    return open_dossier(path).dossier


@pytest.mark.usefixtures("watchdog")
def test_every_check_comes_to_an_end_on_text_without_one(checked: Dossier) -> None:
    assert all(f.code in registry.REGISTER for f in registry.run(checked))


@pytest.mark.usefixtures("watchdog")
@pytest.mark.parametrize("loop", _LOOPS)
def test_figures_of_text_without_end_do_not_overlap(loop: str) -> None:
    text = loop * (20_000 // len(loop))
    found = figures(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(f.words == text[f.start : f.end] for f in found)


@given(st.text(alphabet="1,+=。；一元 万、", max_size=5_000))
def test_pieces_of_a_text_hold_all_of_it_in_order(text: str) -> None:
    pieces = [piece.text for piece in Said(text).sentences()]
    assert all(len(piece) <= LONGEST_SENTENCE + 21 for piece in pieces)
    kept = [c for c in text if c.isdigit()]
    assert [c for c in "".join(pieces) if c.isdigit()] == kept


def test_a_unit_without_end_is_a_name() -> None:
    assert read_unit("1/" * 5_000).size == Decimal(1)


@given(st.text(alphabet="0123456789.,+=＋＝ 万元", max_size=60))
def test_equations_of_any_shape_are_held_or_passed_over(text: str) -> None:
    from assistant.checks.catalogue.counts import _EQUATION

    for match in _EQUATION.finditer(text):
        assert Decimal(match["whole"].replace(",", "")).is_finite()
