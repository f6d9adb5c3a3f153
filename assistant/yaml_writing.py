"""Data written as YAML that staff read and edit: a value is one line, lists stand in by four, Chinese stays Chinese."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_WIDE = 1_000_000


def round_trip() -> YAML:
    """A reader and writer that keeps comments, order and quotes."""
    import ruamel.yaml

    yaml = ruamel.yaml.YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDE  # lines are the staff's: never broken anew
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def dumped(tree: Any, yaml: YAML | None = None) -> str:
    """The tree as text, by `round_trip()` unless another writer is given."""
    out = io.StringIO()
    (yaml or round_trip()).dump(tree, out)
    return out.getvalue()
