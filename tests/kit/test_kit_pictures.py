"""A picture of the documentation is made by `make docs` alone, and is no older than what it shows.

docs/shown.py tells what a picture shows as words: the report's text, the page's words and style sheet, a command's
output. docs/pictures/shown.json holds their digest and the sha256 of every file, as of the last `make docs`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import shown  # noqa: E402 - docs/ is no package

MEND = "图片比它所示的旧了，请运行 make docs"


@pytest.mark.parametrize("pictures", shown.SHOWN)
def test_no_picture_is_older_than_what_it_shows(pictures: str) -> None:
    assert shown.kept()[pictures]["shows"] == shown.digest_of(pictures), MEND


def test_every_picture_is_as_make_docs_left_it() -> None:
    made = {path: sha for one in shown.kept().values() for path, sha in dict(one["files"]).items()}  # type: ignore[call-overload]
    now = {path: sha for name in shown.SHOWN for path, sha in shown.files_of(name).items()}
    assert made == now
    assert sorted(made) == sorted(shown.every_picture())


def test_every_picture_that_a_page_shows_is_one_of_them() -> None:
    there = set(shown.every_picture())
    shows = 0
    for page in [
        *ROOT.glob("README*.md"),
        *(ROOT / "docs").glob("*.md"),
        *ROOT.glob("examples/*/README.md"),
    ]:
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            shows += 1
            assert (page.parent / link).resolve().relative_to(ROOT).as_posix() in there, (
                page,
                link,
            )
    assert shows >= 4


def test_a_change_of_words_tells_and_a_date_does_not() -> None:
    assert shown.undated("第2版 2026-11-29 23:35") == shown.undated("第2版 2027-01-02 08:00:01")
    assert shown.visible("<p>甲<b>乙</b></p><script>x()</script>") == "甲\n乙"
