"""Fixtures for the whole tree. Nothing here reaches beyond the loopback."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_endpoint import fake_endpoint
from hypothesis import settings

__all__ = ["fake_endpoint"]

# a busy machine is no fault of the program: examples are counted, not timed
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or writes the real configuration, or meets the real endpoint's variables.

    The cache folder stays: tests marked `llm` use the model in it.
    """
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    return home
