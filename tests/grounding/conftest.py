"""Puts the labelled set's reader (evals/detector.py) where the tests can import it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "evals"))
