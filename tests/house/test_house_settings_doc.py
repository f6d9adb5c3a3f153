"""docs/settings.md shows what the program takes: every key of the configuration file and of 起草."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML

from assistant.config import Config
from assistant.model.evaluation import DraftingChoice

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def blocks() -> list[dict[str, Any]]:
    text = PAGE.read_text(encoding="utf-8")
    return [YAML(typ="safe").load(found) for found in re.findall(r"```yaml\n(.*?)```", text, re.S)]


def aliases(shape: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in shape.model_fields.items()}


def test_the_page_shows_every_key_of_the_drafting_choice_and_all_of_them_are_taken() -> None:
    shown = blocks()[0]["起草"]
    assert set(shown) == aliases(DraftingChoice)
    assert DraftingChoice.model_validate(shown).writer("benefit") == "模型"


def test_the_page_shows_every_key_of_the_configuration_with_the_defaults_of_the_limits() -> None:
    shown = blocks()[1]
    assert set(shown) == aliases(Config)
    config = Config.model_validate(shown)
    assert set(shown["限额"]) == aliases(type(config.limits))
    assert config.limits == Config().limits
    assert config.prices["qwen2.5-72b"].completion
