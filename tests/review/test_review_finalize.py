"""The clean copy: nothing of notes, prompts, names or paths in it; and what is not ready does not leave."""

from __future__ import annotations

import posixpath
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from docx_plus.comments import add_comment
from lxml import etree
from review_edits import EDITS, LI, MEASURE, WANG, after, find, run_with
from review_project import DATA, Project, make, plainly_read

from assistant.errors import InputError
from assistant.review.finalize import Finalized, finalize
from assistant.word.reader import read_edited

READY = DATA.replace("河东县老旧小区治理三年行动方案", "《河东县老旧小区治理三年行动方案》（河政办发〔2022〕31号）").replace(
    "自评结果作为2025年运维经费安排的依据", "科信大队据此核减2025年停用点位运维经费，9月底前报财务股"
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: what may stand in a published file, by name
PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/document\.xml|word/_rels/document\.xml\.rels|"
    r"word/(?:styles|settings|fontTable|numbering|webSettings|footnotes|endnotes|(?:header|footer)\d*)\.xml|"
    r"word/theme/theme1\.xml|word/media/[^/]+|docProps/core\.xml|docProps/custom\.xml|"
    r"word/_rels/(?:header|footer)\d*\.xml\.rels"
)


@pytest.fixture
def ready(tmp_path: Path) -> Project:
    """A project whose report asks for nothing more."""
    return make(tmp_path, READY)


def edited(project: Project, *names: str) -> Path:
    document = docx.Document(str(project.report))
    for name in names:
        EDITS[name](document)
    path = project.folder / "审定稿.docx"
    document.save(str(path))
    return path


def final(path: Path, *, force: bool = False, **more: str) -> tuple[Path, Finalized]:
    target = path.with_name("定稿.docx")
    return target, finalize(path, target, force=force, **more)  # type: ignore[arg-type]


def content(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_finished_report_leaves_without_force(ready: Project) -> None:
    target, made = final(edited(ready, "sentence_added_at_the_end", "tracked_insertion"))
    text = "".join(plainly_read(target))
    assert "县应急局已于7月2日出具受灾证明。" in text
    assert "逾期未完成的由局党委约谈。" in text
    assert made.obstacles == ()


def test_nothing_of_how_it_came_about_is_in_the_published_file(ready: Project) -> None:
    path = edited(
        ready, "tracked_by_two_people", "tracked_deletion_inside_tracked_insertion", "comment_with_replies",
        "tracked_replacement", "footnote_added", "runs_chopped_as_wps_does",
    )  # fmt: skip
    document = docx.Document(str(path))
    document.core_properties.author = WANG
    document.core_properties.last_modified_by = LI
    document.core_properties.comments = "内部说明"
    document.save(str(path))
    target, made = final(path, force=True)
    parts = content(target)
    assert all(PARTS.fullmatch(name) for name in parts), sorted(parts)
    whole = b"\n".join(parts.values()).decode("utf-8", "replace")
    for trace in (
        WANG, LI, "绩效助手", "起草助手", "请核实", "依据：F", "内部说明", "jx_", "urn:jixiao", "rsid",
        "commentRange", "commentReference", "w:ins ", "w:del ", "delText", "moveFrom", "highlight", "【待",
        "测试模型（本机）\"", "prompt", str(ready.folder), "/home/", "费用另计", "python-docx",
        "attachedTemplate", "docVar",
    ):  # fmt: skip
        assert trace not in whole, trace
    core = parts["docProps/core.xml"].decode()
    assert "creator" not in core
    assert "lastModifiedBy" not in core
    assert made.removed["批注"] > 0
    assert made.removed["修订"] > 0


def test_tracked_changes_are_accepted_as_a_reader_sees_them(ready: Project) -> None:
    names = [n for n in EDITS if n.startswith("tracked")]
    for name in names:
        path = edited(ready, name)
        target, _ = final(path, force=True)
        before = [t.strip() for t in _texts(path)]
        assert [t.strip() for t in _texts(target)] == before
        document = content(target)["word/document.xml"].decode()
        assert not re.search(r"<w:(ins|del|moveTo|moveFrom)[ />]", document)


def _texts(path: Path) -> list[str]:
    from assistant.word.edited import EditedParagraph, read_as

    blocks = [b for b in read_edited(path).blocks if isinstance(b, EditedParagraph)]
    return [r.text for r in read_as(blocks) if r.text.strip()]


def test_deleted_rows_and_cells_go_and_inserted_ones_stay(ready: Project) -> None:
    document = docx.Document(str(ready.report))
    table = document.tables[-1]
    for row, kind in ((table.rows[1], "del"), (table.rows[2], "ins")):
        properties = row._tr.get_or_add_trPr()
        mark = properties.makeelement(f"{W}{kind}", {f"{W}id": "7", f"{W}author": WANG})
        properties.append(mark)
    names = [row.cells[2].text for row in table.rows]
    path = ready.folder / "审定稿.docx"
    document.save(str(path))
    target, _ = final(path, force=True)
    left = [row.cells[2].text for row in docx.Document(str(target)).tables[-1].rows]
    assert names[1] not in left
    assert names[2] in left


@pytest.mark.parametrize(
    ("name", "words"),
    [("comment_added", "未解决的批注"), ("comment_with_replies", "由纪检组验收")],
)
def test_open_comments_hold_it_back(ready: Project, name: str, words: str) -> None:
    path = edited(ready, name)
    with pytest.raises(InputError) as refusal:
        final(path)
    assert any(words in line for line in refusal.value.lines)
    assert not path.with_name("定稿.docx").exists()


def test_marks_and_highlighting_hold_it_back(project: Project) -> None:
    with pytest.raises(InputError) as refusal:
        final(project.report)
    assert any("【待补充】" in line for line in refusal.value.lines)


def test_a_highlighted_sentence_without_a_mark_holds_it_back(ready: Project) -> None:
    document = docx.Document(str(ready.report))
    run_with(find(document, MEASURE), MEASURE).font.highlight_color = 7
    path = ready.folder / "审定稿.docx"
    document.save(str(path))
    with pytest.raises(InputError, match="标黄"):
        final(path)


def test_an_error_of_the_catalogue_holds_it_back(ready: Project) -> None:
    document = docx.Document(str(ready.report))
    after(find(document, MEASURE), "本项目执行资金114.6元。")
    path = ready.folder / "审定稿.docx"
    document.save(str(path))
    with pytest.raises(InputError) as refusal:
        final(path)
    assert any(re.search(r"检查发现错误 F\d\d", line) for line in refusal.value.lines)


def test_force_takes_the_marks_out_and_lists_what_they_stood_on(project: Project) -> None:
    target, made = final(project.report, force=True)
    assert any("【待补充】" in line for line in made.obstacles)
    assert made.requests
    text = "".join(plainly_read(target))
    assert "【待" not in text
    assert "请河东县公安局补充" not in text


def test_the_file_from_before_stays_and_a_copy_is_kept(ready: Project) -> None:
    path = edited(ready, "tracked_insertion")
    before = path.read_bytes()
    _, made = final(path)
    assert path.read_bytes() == before
    assert made.kept is not None
    assert made.kept.read_bytes() == before
    assert made.kept.is_relative_to(ready.workspace.folder)
    with pytest.raises(InputError, match="同名"):
        finalize(path, path, force=True)


def test_an_existing_file_is_not_overwritten(ready: Project) -> None:
    path = edited(ready, "tracked_insertion")
    target, _ = final(path)
    first = target.read_bytes()
    with pytest.raises(InputError, match="--force"):
        final(path)
    final(path, force=True)
    assert target.with_name("定稿.docx.bak").read_bytes() == first


def test_the_label_in_the_properties_stays_and_names_no_person(ready: Project) -> None:
    target, made = final(ready.report)
    custom = content(target)["docProps/custom.xml"].decode()
    assert made.label
    assert 'name="AIGC"' in custom
    assert '"Label": "1"' in custom
    assert "公安局" not in custom
    assert any("人工智能" in text for text in plainly_read(target))


def test_the_visible_note_goes_when_a_person_says_so_and_the_label_stays(ready: Project) -> None:
    target, made = final(ready.report, label="implicit")
    assert made.label
    assert not any("人工智能" in text for text in plainly_read(target))


def test_both_labels_go_only_when_that_is_said(ready: Project) -> None:
    target, made = final(ready.report, label="none")
    assert not made.label
    assert "docProps/custom.xml" not in content(target)


def test_a_report_by_rules_bears_no_label(tmp_path: Path) -> None:
    project = make(tmp_path, READY, model=False)
    target, made = final(project.report, force=True)
    assert not made.label
    assert "docProps/custom.xml" not in content(target)


def test_pictures_and_links_bring_no_traces_with_them(ready: Project) -> None:
    document = docx.Document(str(ready.report))
    photo = ready.folder / "现场.png"
    photo.write_bytes(_picture())
    shape = document.add_picture(str(photo))
    shape._inline.docPr.set("descr", r"C:\Users\zhang\桌面\现场.png")
    target_path = "file:///C:/Users/zhang/台账.xlsx"
    relation = document.part.relate_to(target_path, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True)  # fmt: skip
    p = after(find(document, MEASURE), "台账见附件。")
    link = p._p.makeelement(f"{W}hyperlink", {"{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id": relation})  # fmt: skip
    link.append(p.runs[0]._r)
    p._p.append(link)
    path = ready.folder / "审定稿.docx"
    document.save(str(path))
    target, _ = final(path, force=True)
    parts = content(target)
    whole = b"\n".join(parts.values())
    assert b"zhang" not in whole
    assert b"GPS" not in whole
    assert "台账见附件。" in plainly_read(target)
    [picture] = [data for name, data in parts.items() if name.startswith("word/media/")]
    assert b"IDAT" in picture


def _picture() -> bytes:
    """A PNG of one pixel with a text chunk that tells where it was taken."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
        + chunk(b"tEXt", b"Comment\0GPS 37.78,107.40 by zhang")
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


def sound(path: Path) -> None:
    """The structure Word holds a file to: declared parts, paired ranges, unique ids, rows with cells."""
    parts = content(path)
    types = parts["[Content_Types].xml"].decode()
    for name in parts:
        if name != "[Content_Types].xml" and not name.endswith((".rels", ".png", ".xml")):
            assert name.rsplit(".", 1)[1] in types
    for name, data in parts.items():
        if not name.endswith(".rels"):
            continue
        folder = Path(name).parent.parent
        for link in etree.fromstring(data):
            if link.get("TargetMode") != "External":
                aim = link.get("Target", "")
                found = aim.lstrip("/") if aim.startswith("/") else posixpath.normpath(folder / aim)
                assert found in parts, f"{name}: {aim}"
    body = etree.fromstring(parts["word/document.xml"])
    for kind in ("bookmark", "commentRange"):
        starts = [e.get(f"{W}id") for e in body.iter(f"{W}{kind}Start")]
        ends = [e.get(f"{W}id") for e in body.iter(f"{W}{kind}End")]
        assert sorted(starts) == sorted(ends)
        assert len(starts) == len(set(starts))
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for row in body.iter(f"{W}tr"):
        assert row.find(f".//{W}tc") is not None
    revisions = [e.get(f"{W}id") for e in body.iter(f"{W}ins", f"{W}del")]
    assert len(revisions) == len(set(revisions))
    for p in body.iter(f"{W}p"):
        assert [c.tag for c in p].count(f"{W}pPr") <= 1
        assert p.find(f"{W}pPr") is None or p[0].tag == f"{W}pPr"


def test_final_files_are_sound_and_open_in_another_program(
    ready: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    soffice = shutil.which("soffice")
    finals = []
    for name in ("tracked_join_of_two_paragraphs", "tracked_paragraph_deleted_with_its_end",
                 "tracked_move_in_a_section", "comment_with_replies", "row_added"):  # fmt: skip
        path = edited(ready, name)
        target = ready.folder / f"定稿-{name}.docx"
        finalize(path, target, force=True)
        sound(target)
        finals.append(target)
    if soffice is None:
        pytest.skip("LibreOffice is not installed here")
    out = tmp_path_factory.mktemp("pdf")
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{out}/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8",
         "--outdir", str(out), *map(str, finals)],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip
    for target in finals:
        read = (out / f"{target.stem}.txt").read_text(encoding="utf-8")
        assert "126路摄像头停用21天" in read
    assert add_comment is not None
