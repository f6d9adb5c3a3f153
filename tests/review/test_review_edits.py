"""Every edit a person may make comes back whole, from Word's own file and through LibreOffice."""

from __future__ import annotations

import difflib
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from odd_docx import ODD
from review_edits import EDITS, THROUGH_OFFICE
from review_project import DATA, Project, plainly_read, squeezed

from assistant.intake import read
from assistant.report.embedded import read_embedded
from assistant.review.round_trip import Review, take_back

#: what is only a comment, or takes text away: nothing of a person's can be missing
_SILENT = {"comment_added", "comment_with_replies"}


@pytest.fixture
def copy(tmp_path: Path, pristine: Project) -> Project:
    """The pristine project, to be reviewed into."""
    shutil.copytree(pristine.folder, tmp_path / "p")
    return Project(
        tmp_path / "p", tmp_path / "p" / "数据.yaml", tmp_path / "p" / "报告.docx",
        pristine.draft, pristine.facts,
    )  # fmt: skip


def told(review: Review) -> str:
    """All words of people that the project now holds: draft, headings, changes to the data, the rest."""
    draft = review.draft
    texts = [p.text for s in draft.sections for p in s.paragraphs]
    texts += draft.headings.values()
    texts += [f"{c.after}\n{c.new}" for c in review.data_changes]
    texts += [*review.kept, *review.lines]
    return re.sub("〔注：(.*?)〕", r"\1", squeezed("\n".join(texts)))


def people_wrote(file: Path, original: Path) -> list[str]:
    """The stretches of characters that the edited file has and the original has not."""
    before, after = plainly_read(original), plainly_read(file)
    old = set(before)
    found = []
    for text in after:
        if text in old:
            continue
        near = difflib.get_close_matches(text, before, n=1, cutoff=0.3)
        matcher = difflib.SequenceMatcher(None, near[0] if near else "", text, autojunk=False)
        found += [
            text[c:d] for tag, _, _, c, d in matcher.get_opcodes() if tag in {"insert", "replace"}
        ]
    # whole lines of the original that ran together with others are nobody's new words
    return [text for text in found if text.strip() and text not in old]


def comes_back_whole(file: Path, name: str, copy: Project) -> None:
    review = take_back(file, copy.data, check=False)
    held = told(review)
    written = people_wrote(file, copy.report)
    assert written or name in _SILENT or not _adds(name), "the script leaves no trace to look for"
    for words in written:
        assert words in held, f"lost: {words}"
    # and what nobody touched is there as it was
    changed = {c.before for c in review.changes if c.kind in {"changed", "removed"}}
    now = {s.text for section in review.draft.sections for s in section.sentences}
    for section in copy.draft.sections:
        for sentence in section.sentences:
            assert sentence.text in now or sentence.text in changed


@pytest.mark.parametrize("name", EDITS)
def test_no_character_of_a_person_is_lost(name: str, edited: Path, copy: Project) -> None:
    file = copy.folder / f"{name}.docx"
    shutil.copy(edited / f"{name}.docx", file)
    comes_back_whole(file, name, copy)


@pytest.mark.parametrize("way", ["docx", "odt"])
@pytest.mark.parametrize("name", THROUGH_OFFICE)
def test_no_character_is_lost_through_another_program(
    name: str, way: str, office: dict[str, Path], copy: Project
) -> None:
    file = copy.folder / f"{name}-{way}.docx"
    shutil.copy(office[way] / f"{name}.docx", file)
    comes_back_whole(file, name, copy)


@pytest.mark.parametrize("name", THROUGH_OFFICE)
def test_no_character_is_lost_from_a_strict_file(name: str, edited: Path, copy: Project) -> None:
    file = copy.folder / f"{name}-strict.docx"
    shutil.copy(edited / f"{name}.docx", file)
    ODD["the Strict form"](file)
    assert b"purl.oclc.org/ooxml/wordprocessingml" in zipfile.ZipFile(file).read(
        "word/document.xml"
    )
    comes_back_whole(file, name, copy)


def test_a_file_that_lost_its_data_is_still_traced_to_its_project(
    office: dict[str, Path], copy: Project
) -> None:
    (copy.folder / "a.yaml").write_text(DATA.replace("运维项目", "养护项目"), encoding="utf-8")
    file = copy.folder / "转存.docx"
    shutil.copy(office["odt"] / "words_typed_over.docx", file)
    assert read_embedded(file) is None
    review = take_back(file, check=False)
    assert review.basis.data == copy.data
    assert review.basis.edited.project == read(copy.data).project.id
    assert any("没有内嵌数据" in note for note in review.basis.notes)


def _adds(name: str) -> bool:
    return not any(word in name for word in ("deleted", "deletion", "emptied", "move", "copied"))
