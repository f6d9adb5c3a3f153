"""What is open in the projects of a batch, as rows that a person fills in; what all lack is asked once.

A row is one thing of one project (an indicator, a source of funds, a key) with all that it lacks. Its key
and the head of a cell make the path of the value: `指标[好路率]` and 原因 make `指标[好路率].原因`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.chat.naming import key_of, split
from assistant.intake.unit import key_at

#: heads of the cells that hold one key each; any other value goes under the last head
KEYS = ("目标", "实际", "原因", "措施", "责任单位", "完成时限", "佐证", "完成程度", "评分比例")
OTHER = "填写"
ALL = "全部项目"


@dataclass(frozen=True, slots=True)
class Row:
    """One row to fill in. `open` are the heads of the cells that are asked for, `key` tells where they go."""

    project: str
    key: str
    about: str
    words: str
    example: str
    open: tuple[str, ...]


def shared_lacks(results: Iterable[dict[str, Any]]) -> Counter[str]:
    """The keys of 单位.yaml that more than one project lacks, with their number."""
    found: Counter[str] = Counter()
    for result in results:
        found.update({unit for item in result["items"] if (unit := key_at(item["paths"][0]))})
    return Counter({key: n for key, n in found.items() if n > 1})


def common_lacks(results: Iterable[dict[str, Any]]) -> Counter[str]:
    """The keys of the project itself that more than one lacks: often one paper decides on all of them."""
    found: Counter[str] = Counter()
    for result in results:
        found.update({path for item in result["items"] if _is_own_key(path := item["paths"][0])})
    return Counter({key: n for key, n in found.items() if n > 1})


def _is_own_key(path: str) -> bool:
    """Whether it is one text of the project, neither of an indicator or source nor of 单位.yaml."""
    return "[" not in path and key_of(path) not in KEYS and "." in path and not key_at(path)


def rows_for_common(lacks: Counter[str], results: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """One row for all beside those of the projects: what is written there is for those that have none of their own."""
    waiting = dict(lacks)
    for result in results:
        for item in result["items"]:
            key = item["paths"][0]
            if key in waiting:
                count = waiting.pop(key)
                words = f"{item['words']}（{count} 个项目都缺；都一样的在这里写一次，不一样的写在各自的行）"
                yield Row(ALL, key, _about(key), words, item["example"], (OTHER,))
        if not waiting:
            return


def rows_for_all(lacks: Counter[str], results: Iterable[dict[str, Any]]) -> Iterator[Row]:
    """One row a key that is asked for all; the words are those of the first project that lacks it."""
    waiting = dict(lacks)
    for result in results:
        for item in result["items"]:
            key = key_at(item["paths"][0])
            if key in waiting:
                count = waiting.pop(key)
                words = f"{item['words']}（{count} 个项目都缺，写一次）"
                yield Row(ALL, key, key, words, item["example"], (OTHER,))
        if not waiting:
            return


def rows_of(project: str, result: dict[str, Any], lacks: Counter[str]) -> Iterator[Row]:
    """The rows of one project, without what is asked for all."""
    for item in result["items"]:
        if key_at(item["paths"][0]) in lacks:
            continue
        grouped: dict[str, list[str]] = {}
        for path in item["paths"]:
            key = key_of(path)
            if key in KEYS:
                grouped.setdefault(path.removesuffix(f".{key}"), []).append(key)
            else:
                grouped.setdefault(path, []).append(OTHER)
        for key, heads in grouped.items():
            yield Row(project, key, _about(key), item["words"], item["example"], tuple(heads))


def _about(key: str) -> str:
    listed, name, last = split(key)
    return f"{name} {last}".strip() if listed else key
