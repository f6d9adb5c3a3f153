"""Copied reasons are found, whatever was changed in them; what everybody says is no copy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from seeded_projects import CAUSES_APART, COPIES, STANDARD

from assistant.audit.cases import open_database
from assistant.audit.likeness import Likeness, clauses

CASES = Path(__file__).parents[2] / "evals" / "cases"


def _matches(texts: list[str], folder: Path) -> set[tuple[int, int]]:
    """Pairs of texts, each of a unit of its own, that are alike."""
    database = open_database(folder)
    likeness = Likeness(database, "原因")
    numbers: dict[int, int] = {}
    for at, text in enumerate(texts):
        words = clauses(text)
        if words:
            numbers[likeness.add(f"unit{at}", words)] = at
    found = {tuple(sorted((numbers[m.one], numbers[m.other]))) for m in likeness.matches()}
    database.close()
    return {(a, b) for a, b in found}


def _real_reasons() -> list[str]:
    found: dict[str, None] = {}
    for path in sorted(CASES.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["指标"]:
            for key in ("原因", "措施"):
                text = row.get(key) or ""
                if len(text) >= 14:
                    found[text] = None
    return list(found)


@pytest.mark.parametrize("how", COPIES)
def test_a_copied_reason_is_found(how: str, tmp_path: Path) -> None:
    rng = random.Random(7)
    originals = _real_reasons()
    assert len(originals) > 30
    pairs = [(o, c) for o in originals if (c := COPIES[how](o, rng)) != o or how == "原样"]
    texts = [text for pair in pairs for text in pair]
    found = _matches(texts, tmp_path)
    hits = sum((2 * i, 2 * i + 1) in found for i in range(len(pairs)))
    assert hits >= 0.9 * len(pairs), (hits, len(pairs))
    assert not {(a, b) for a, b in found if a // 2 != b // 2}


def test_what_everybody_says_is_no_copy(tmp_path: Path) -> None:
    assert not _matches([text for text in STANDARD for _ in range(3)], tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "本项目各项绩效指标均达到年度指标值，没有需要说明的偏离。",
        "本项目绩效指标均达到年度指标值，没有需要整改的指标。",
        "各项绩效指标全部完成，不存在偏离。",
    ],
)
def test_that_nothing_fell_short_is_no_reason_to_compare(text: str) -> None:
    assert not clauses(text)


def test_a_short_clause_that_many_units_use_is_no_copy(tmp_path: Path) -> None:
    phrase = "村级道路年久失修"
    assert not _matches([phrase] * 8, tmp_path)


def test_reasons_of_one_way_of_speaking_are_not_alike(tmp_path: Path) -> None:
    texts = [
        cause.format(place="青石", thing="水泵", party="县供电所", n=9, m=7, month=5, late=10)
        for cause in CAUSES_APART
    ]
    found = _matches(texts, tmp_path)
    assert not found


def test_own_names_do_not_make_two_reasons_differ() -> None:
    one = clauses("青石县水务局水泵被盗3台，公安已立案", ("青石县水务局",))
    other = clauses("白河县水务局水泵被盗5台，公安已立案", ("白河县水务局",))
    assert one == other


def test_copies_reworded_by_hand_are_found_and_a_trade_s_own_words_are_not(tmp_path: Path) -> None:
    pairs = yaml.safe_load((Path(__file__).parent / "reworded_reasons.yaml").read_text("utf-8"))
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair["a"], pair["b"])))
    copied = {
        (texts.index(pair["a"]), texts.index(pair["b"]))
        for pair in pairs
        if pair["kind"] == "copied"
    }
    found = _matches(texts, tmp_path)
    assert found <= copied
    assert len(found) >= 0.9 * len(copied)


def test_what_the_program_asks_for_is_nobody_s_words() -> None:
    asked = "【待补充】未完成的原因和改进措施"
    assert not clauses(asked)
    assert clauses(f"{asked}。桥墩基坑涌水停工两月") == clauses("桥墩基坑涌水停工两月")
    assert clauses("桥墩基坑涌水停工两月【待核实】") == clauses("桥墩基坑涌水停工两月") != []
