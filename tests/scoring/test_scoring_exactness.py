"""No float on any path from input to points: the types are walked, and the modules read."""

from __future__ import annotations

import ast
import dataclasses
import typing
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

import assistant
from assistant.intake.yaml import read_evaluation
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import load, shipped
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.scoring.aggregation import Aggregate
from assistant.scoring.allotment import Allotment
from assistant.scoring.measure import Measure, Row
from assistant.values import quantity
from assistant.values.amounts import Quantity

_ROOTS: tuple[Any, ...] = (
    Evaluation, RuleSet, Scorecard, Row, Measure, Allotment, Aggregate, Quantity,
    quantity.Target, quantity.Actual,
)  # fmt: skip
_ROOM = Path(assistant.__file__).parent
_MODULES = sorted(
    [p for room in ("scoring", "rules", "values") for p in (_ROOM / room).glob("*.py")]
    + [_ROOM / "located.py", _ROOM / "model" / "evaluation.py", _ROOM / "model" / "scorecard.py"]
)
# What counts bytes, seconds or characters, never points.
_ALLOWED = {"located.py": {"1e6"}}


def _walk(kind: Any, seen: set[Any]) -> None:
    assert kind is not float, "a float lies on the way"
    if kind in seen:
        return
    seen.add(kind)
    for part in get_args(kind):
        if part is not Ellipsis:
            _walk(part, seen)
    if get_origin(kind) in {typing.Literal, typing.Annotated}:
        return
    if isinstance(kind, type):
        if issubclass(kind, BaseModel):
            for info in kind.model_fields.values():
                _walk(info.annotation, seen)
        elif dataclasses.is_dataclass(kind):
            for hint in get_type_hints(kind).values():
                _walk(hint, seen)


@pytest.mark.parametrize("root", _ROOTS, ids=lambda root: getattr(root, "__name__", "union"))
def test_no_float_is_in_the_types_from_input_to_points(root: Any) -> None:
    seen: set[Any] = set()
    _walk(root, seen)
    assert seen - {root} or isinstance(root, UnionType)


def test_the_walk_does_find_a_float() -> None:
    @dataclasses.dataclass
    class Holds:
        rates: dict[str, tuple[float | None, ...]]

    Holds.__annotations__ = {"rates": dict[str, tuple[float | None, ...]]}
    with pytest.raises(AssertionError, match="a float"):
        _walk(Holds, set())


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_module_on_the_way_makes_a_float(path: Path) -> None:
    source = path.read_text("utf-8")
    allowed = _ALLOWED.get(path.name, set())
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            assert ast.get_source_segment(source, node) in allowed, f"{path.name}:{node.lineno}"
        if isinstance(node, ast.Name):
            assert node.id != "float", f"{path.name}:{node.lineno}"


def _values(value: Any) -> typing.Iterator[Any]:
    yield value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _values(getattr(value, name))
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _values(getattr(value, part.name))
    elif isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _values(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _values(part)


@pytest.mark.parametrize("name", shipped())
def test_no_value_of_a_real_run_is_a_float(name: str) -> None:
    evaluation = read_evaluation(Path(__file__).parent / "data" / "yanchi-2021.yaml")
    rules = load(name)
    found = [*_values(evaluation), *_values(rules), *_values(score(evaluation, rules))]
    assert any(isinstance(value, Decimal) for value in found)
    assert not any(isinstance(value, (float, Fraction)) for value in found)
