"""The segmenter, jieba: loaded when first needed, silent, its dictionary kept in a folder that only this user may write.

jieba would put its cache under a well-known name into the shared temporary folder, and load (`marshal`) whatever lies there;
and it would load half a million entries for one sentence, which takes longer than most commands. Here the dictionary is kept
by first character, and of it only what the texts asked for begin with. Every room segments through this one.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import math
import mmap
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

_MARK = "jixiao words 1"


class _Segmenter:
    """jieba's tokenizer, whose dictionary grows by the characters of the texts that come.

    Each entry of jieba's prefix dictionary stands under its first character, and a piece of text is only ever
    looked up under a character that stands in it: what is cut is the same as with all of it loaded.
    """

    def __init__(self) -> None:
        library = _jieba()
        self.tokenizer = _quick(library)
        self.tokenizer.initialized = True
        self._known: set[str] = set()
        self._places: dict[str, tuple[int, int]] = {}
        self._file: mmap.mmap | None = None
        try:
            self._open(_folder() / f"jieba-{library.__version__}-by-first.cache")
        except (OSError, ValueError):
            self._load_all()

    def learn(self, text: str) -> Any:
        """The tokenizer, once it knows every word that begins with a character of the text."""
        if not self._known.issuperset(text):
            try:
                for first in set(text) - self._known:
                    self._load(first)
            except ValueError:
                self._load_all()
        return self.tokenizer

    def _load(self, first: str) -> None:
        if self._file is not None and first in self._places:
            start, end = self._places[first]
            entries = self._file[start:end].decode("utf-8").split()
            self.tokenizer.FREQ.update(zip(entries[::2], map(int, entries[1::2]), strict=True))
        self._known.add(first)

    def _load_all(self) -> None:
        """As jieba does it, where nothing can be kept; slow."""
        self._file = None
        self.tokenizer.FREQ, self.tokenizer.total = _counted(self.tokenizer)

    def _open(self, path: Path) -> None:
        """Opens the file, and makes it first where it is missing or another thing."""
        try:
            self._map(path)
        except (OSError, ValueError):
            _write(path, *_counted(self.tokenizer))
            self._map(path)

    def _map(self, path: Path) -> None:
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        mark, _, numbers = whole.readline().decode("utf-8").rpartition("\t")
        total, heads = map(int, numbers.split())
        start = whole.tell() + heads
        head = whole[whole.tell() : start].decode("utf-8").split()
        for first, size in zip(head[::2], map(int, head[1::2]), strict=True):
            self._places[first] = (start, start + size)
            start += size
        if mark != _MARK or start != len(whole):
            raise ValueError(path)
        self.tokenizer.total, self._file = total, whole


class _Weights(dict[int, float]):
    """The logarithm of the share of a word that was seen so often among all; worked out once a number."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total = math.log(total)

    def __missing__(self, count: int) -> float:
        self[count] = math.log(count) - self._total
        return self[count]


def _quick(library: Any) -> Any:
    """jieba's tokenizer with its two inner loops written for speed; what they find is the same, to the last bit."""

    class Quick(library.Tokenizer):  # type: ignore[misc]
        weights: _Weights | None = None

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802
            """From each place, where the words end that begin there."""
            seen, size, found = self.FREQ.get, len(sentence), {}
            for start in range(size):
                ends, end = [], start + 1
                count = seen(sentence[start])
                while count is not None:
                    if count:
                        ends.append(end - 1)
                    if end == size:
                        break
                    end += 1
                    count = seen(sentence[start:end])
                found[start] = ends or [start]
            return found

        def calc(
            self,
            sentence: str,
            dag: dict[int, list[int]],
            route: dict[int, tuple[float, int]],
        ) -> None:
            """The likeliest way from each place to the end, and where its first word ends."""
            if self.weights is None:
                self.weights = _Weights(self.total)
            seen, weights = self.FREQ.get, self.weights
            route[len(sentence)] = (0, 0)
            for start in range(len(sentence) - 1, -1, -1):
                best, at = -math.inf, start
                for end in dag[start]:
                    way = weights[seen(sentence[start : end + 1]) or 1] + route[end + 1][0]
                    if way >= best:
                        best, at = way, end
                route[start] = (best, at)

    return Quick()


def _counted(tokenizer: Any) -> tuple[dict[str, int], int]:
    """How often the dictionary has seen each word, 0 for what only begins one; and the sum."""
    counts, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return counts, total


def _write(path: Path, counts: Mapping[str, int], total: int) -> None:
    """The prefix dictionary by first character, as text: the mark, the total and the size of the head; each
    character with the size of its piece; the pieces, each a word and its count in turn."""
    by_first: dict[str, list[str]] = {}
    for word, count in counts.items():
        by_first.setdefault(word[0], []).append(f"{word} {count}\n")
    pieces = {first: "".join(lines).encode() for first, lines in by_first.items()}
    head = "".join(f"{first} {len(piece)}\n" for first, piece in pieces.items()).encode()
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{_MARK}\t{total} {len(head)}\n".encode())
            file.write(head + b"".join(pieces.values()))
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


@cache
def _segmenter() -> _Segmenter:
    return _Segmenter()


def _jieba() -> Any:
    """The library, without its own words about loading."""
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
    return jieba


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
    return list(_segmenter().learn(text).lcut(text, HMM=unknown))


@cache
def tags() -> Mapping[str, str]:
    """The dictionary's part of speech of each word it knows."""
    with _segmenter().tokenizer.get_dict_file() as file:
        fields = file.read().decode("utf-8").split()  # word, count, tag; a third of a million lines
    return dict(zip(fields[::3], fields[2::3], strict=True))


def begins_a_word(piece: str) -> bool:
    """Whether a word of the dictionary is or begins with the piece."""
    return piece in _segmenter().learn(piece[:1]).FREQ


def frequency(word: str) -> int:
    """How often the dictionary has seen the word, among `total()`; 0 for one it does not know."""
    return int(_segmenter().learn(word[:1]).FREQ.get(word) or 0)


def total() -> int:
    """The words that the dictionary's counts are of."""
    return int(_segmenter().tokenizer.total)
