"""Words out of a sentence by jieba, loaded when first needed, without a word on the terminal."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import stat
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _tokenizer() -> Any:
    """A tokenizer of our own. Its dictionary cache lies in a folder that only this user may write.

    jieba would put it under a well-known name into the shared temporary folder, and load whatever lies
    there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.CRITICAL + 1)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(_folder())
    version = getattr(jieba, "__version__", "0")
    tokenizer.cache_file = f"jieba-{version}-py{sys.version_info[0]}{sys.version_info[1]}.cache"
    return tokenizer


def _folder() -> Path:
    """The user's cache folder if it is his alone, else a fresh one that goes when the program ends."""
    import platformdirs

    folder = platformdirs.user_cache_path("jixiao") / "words"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
        state = folder.lstat()
        mine = not hasattr(os, "getuid") or state.st_uid == os.getuid()
        if (
            stat.S_ISDIR(state.st_mode)
            and mine
            and not state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        ):
            return folder
    except OSError:
        pass
    fresh = Path(tempfile.mkdtemp(prefix="jixiao-words-"))
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    return fresh


def tokens(text: str) -> list[tuple[str, int]]:
    """Words with their offsets, in order."""
    found, at = [], 0
    for word in _tokenizer().lcut(text, HMM=False):
        found.append((word, at))
        at += len(word)
    return found
