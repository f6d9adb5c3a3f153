"""Finds and reads rule sets: those that ship with the program, or a unit's own file by its path."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.located import explain, read_located
from assistant.model import Evaluation
from assistant.rules.ruleset import RuleSet

DEFAULT = "cn-2020-10"
_SHIPPED = Path(__file__).parent


def shipped() -> list[str]:
    """Ids of the rule sets that ship with the program, the default first."""
    ids = sorted(path.stem for path in _SHIPPED.glob("*.yaml"))
    return [DEFAULT, *(i for i in ids if i != DEFAULT)]


def load(name: str, *, beside: Path | None = None) -> RuleSet:
    """The rule set of that id; or, for a name that ends in .yaml, of that file (from `beside`).

    Raises InputError for an unknown id, naming those there are, and for each mistake in a file.
    """
    if name.endswith((".yaml", ".yml")):
        return read_file((beside or Path()) / name)
    known = shipped()
    if name not in known:
        raise InputError(
            f"评分.规则：没有“{name}”这套规则，可用：{'、'.join(known)}（jixiao rules 可查看）"
        )
    return read_file(_SHIPPED / f"{name}.yaml")


def for_evaluation(evaluation: Evaluation, beside: Path | None = None) -> RuleSet:
    """The rule set the data name (评分.规则; a path counts from `beside`), else the default."""
    return load(evaluation.scoring.ruleset or DEFAULT, beside=beside)


def read_file(path: Path) -> RuleSet:
    """Reads one rule file; a mistake is named with its line."""
    located = read_located(path)
    try:
        return RuleSet.model_validate(located.tree)
    except ValidationError as error:
        raise InputError(*explain(error, located, RuleSet)) from None
