"""The segmenter: loaded late, silent, its cache where nobody else can write."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from pathlib import Path
from assistant import grounding
assert "jieba" not in sys.modules
from assistant.grounding.tokens import tokens
assert [w for w, _ in tokens("设备故障")] == ["设备", "故障"]
assert "jieba" in sys.modules
"""


def _run(tmp_path: Path, home: Path) -> subprocess.CompletedProcess[str]:
    shared = tmp_path / "shared"
    shared.mkdir(exist_ok=True)
    known = {k: v for k, v in os.environ.items() if k in {"PATH", "PYTHONPATH", "LANG"}}
    environment = known | {
        "XDG_CACHE_HOME": str(home), "HOME": str(home), "TMPDIR": str(shared), "TMP": str(shared)
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the cache folder of Linux")
def test_jieba_loads_late_and_silent_with_its_cache_in_the_users_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    done = _run(tmp_path, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    caches = list(home.rglob("jieba*.cache"))
    assert len(caches) == 1
    assert not caches[0].parent.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    assert list((tmp_path / "shared").iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the cache folder of Linux")
def test_folder_that_others_may_write_is_not_used(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / "jixiao" / "words"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    done = _run(tmp_path, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(folder.iterdir()) == []
    assert list((tmp_path / "shared").iterdir()) == []
