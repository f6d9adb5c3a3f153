"""Grammar words of dialects are read as the standard ones, and no character of another word is."""

from __future__ import annotations

import pytest

from assistant.chat.understanding.dialect import in_standard


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("唔系一百零八蚊", "不是一百零八元"),
        ("原因系下雨", "原因是下雨"),
        ("渠系配套工程，措施系清淤", "渠系配套工程，措施是清淤"),
        ("那条水系同道路关系", "那条水系同道路关系"),
        ("管理系统", "管理系统"),
    ],
)
def test_a_character_of_a_word_is_no_word_of_a_dialect(said: str, read: str) -> None:
    assert in_standard(said) == read
