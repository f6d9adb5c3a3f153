"""The tools of .ci/kit, which are no package: they are run as scripts."""

from __future__ import annotations

import sys
from pathlib import Path

KIT = Path(__file__).parents[2] / ".ci" / "kit"
sys.path.insert(0, str(KIT))
