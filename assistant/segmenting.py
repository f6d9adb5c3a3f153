"""The segmenter, jieba: loaded when first needed, silent, its cache in a folder that only this user may write.

jieba would put its cache under a well-known name into the shared temporary folder, and load (`marshal`) whatever lies there.
Every room segments through this one.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import stat
import sys
import tempfile
import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any


@cache
def tokenizer() -> Any:
    """jieba's tokenizer with its own dictionary, loaded once a process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # jieba asks it for the path of its own files, and does without: importing it takes longer than jieba
        absent = "pkg_resources" not in sys.modules
        if absent:
            sys.modules["pkg_resources"] = None  # type: ignore[assignment]
        try:
            import jieba
        finally:
            if absent:
                del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.CRITICAL + 1)
    made = jieba.Tokenizer()
    made.tmp_dir = str(_folder())
    version = getattr(jieba, "__version__", "0")
    made.cache_file = f"jieba-{version}-py{sys.version_info[0]}{sys.version_info[1]}.cache"
    return made


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


def words(text: str, *, unknown: bool = True) -> list[str]:
    """The text in words; joined, they are the text again. With `unknown`, words that the dictionary lacks are guessed."""
    return list(tokenizer().lcut(text, HMM=unknown))


@cache
def tags() -> Mapping[str, str]:
    """The dictionary's part of speech of each word it knows."""
    with tokenizer().get_dict_file() as file:
        fields = file.read().decode("utf-8").split()  # word, count, tag; a third of a million lines
    return dict(zip(fields[::3], fields[2::3], strict=True))


def begins_a_word(piece: str) -> bool:
    """Whether a word of the dictionary is or begins with the piece."""
    made = tokenizer()
    if not made.initialized:
        made.initialize()
    return piece in made.FREQ


def frequency(word: str) -> int:
    """How often the dictionary has seen the word, among `total()`; 0 for one it does not know."""
    made = tokenizer()
    if not made.initialized:
        made.initialize()
    return int(made.FREQ.get(word) or 0)


def total() -> int:
    """The words that the dictionary's counts are of."""
    made = tokenizer()
    made.initialize()
    return int(made.total)
