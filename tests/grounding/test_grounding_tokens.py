"""The segmenter: loaded late, silent, its cache where nobody else can write."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import jieba
import pytest

from assistant.segmenting import begins_a_word, frequency, words

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


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the cache folder of Linux")
def test_a_spoiled_cache_is_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    folder = home / "jixiao" / "words"
    assert _run(tmp_path, home).returncode == 0
    [cache] = folder.iterdir()
    whole = cache.read_bytes()
    cache.write_bytes(whole[: len(whole) // 2])
    done = _run(tmp_path, home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in folder.iterdir()] == [cache.name]
    assert cache.read_bytes() == whole


def test_words_are_those_of_jieba_with_its_whole_dictionary() -> None:
    text = "7月水毁路段尚未修复，县公路养护中心2024年6月底前完成整改；群众满意度达95%，B超设备𠮷已到位。"
    words("先读别的")
    whole = jieba.Tokenizer()
    whole.FREQ, whole.total = whole.gen_pfdict(whole.get_dict_file())
    whole.initialized = True
    assert words(text) == whole.lcut(text)
    assert words(text, unknown=False) == whole.lcut(text, HMM=False)
    pieces = [text[i:j] for i in range(len(text)) for j in (i + 1, i + 2, i + 3)]
    assert [frequency(piece) for piece in pieces] == [
        whole.FREQ.get(piece) or 0 for piece in pieces
    ]
    assert [begins_a_word(piece) for piece in pieces] == [piece in whole.FREQ for piece in pieces]
