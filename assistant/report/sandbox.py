"""Jinja for a user's template: names, rows, loops and conditions; no attributes, calls or endless text."""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from assistant.report.placeholders import Block
from assistant.word import write as oxml

_FILTERS = frozenset(
    {"default", "d", "join", "length", "count", "first", "last", "trim", "upper", "lower", "int",
     "list", "reverse", "groupby", "select", "reject", "selectattr", "rejectattr", "map", "sort"}
)  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """A template is data: it can print what it is given, and nothing else."""

    # a text times a number could fill the memory
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_printed, autoescape=False)
        self.filters = {name: f for name, f in self.filters.items() if name in _FILTERS}
        self.globals = {"namespace": Namespace}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only what a loop says of itself; rows are read by key."""
        return isinstance(obj, LoopContext) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros of the template itself, and `namespace`."""
        return isinstance(obj, Macro) or obj is Namespace

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers only, and no powers."""
        if operator == "**" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"不能用“{operator}”")
        return super().call_binop(context, operator, left, right)


def _printed(value: object) -> str:
    """Every printed value as XML text; a block as the paragraphs and tables it is."""
    if isinstance(value, Block):
        return value.build()
    return "" if value is None else oxml.escape(str(value))
