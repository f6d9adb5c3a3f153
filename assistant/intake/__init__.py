"""What staff have, read into an Evaluation: one file a source."""

from __future__ import annotations

from pathlib import Path

from assistant.model import Evaluation


def read(path: Path) -> Evaluation:
    """Reads a data file of any kind the program takes. Raises InputError, one line a mistake."""
    from assistant.intake.yaml import read_evaluation

    return read_evaluation(path)
