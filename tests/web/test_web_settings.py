"""The page's choice of a model: an address that carries a password is neither kept nor shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.web import settings


@pytest.mark.parametrize("password", ["geheim", "ge@heim", "ge%23heim"])
def test_an_address_with_a_password_is_refused_and_not_written(
    tmp_path: Path, password: str
) -> None:
    with pytest.raises(InputError, match="不要写用户名和密码") as caught:
        settings.choose_model(tmp_path, "endpoint", f"http://user:{password}@127.0.0.1:9/v1#m")
    assert "heim" not in str(caught.value)
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and "heim" in p.read_text()]


def test_one_that_an_earlier_release_kept_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    kept = json.dumps({"model": "http://user:geheim@127.0.0.1:9/v1#m"})
    (tmp_path / ".页面.json").write_text(kept, encoding="utf-8")
    assert "geheim" not in settings.model_of(tmp_path)


def test_a_plain_address_is_kept(tmp_path: Path) -> None:
    settings.choose_model(tmp_path, "endpoint", "http://127.0.0.1:9/v1#m")
    assert settings.model_of(tmp_path) == "http://127.0.0.1:9/v1#m"
