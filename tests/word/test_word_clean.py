"""The clean copy holds what the page shows and nothing of how it came about."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from dirty_docx import BODY, NAME, SHOWN, build, picture, png
from independent import all_text
from odd_words import ODD, p, r
from PIL import Image, ImageChops
from test_word_agreement import agreed, plain

from assistant.errors import InputError
from assistant.review.finalize import finalize
from assistant.word.clean import Cleaned, clean
from assistant.word.edited import EditedParagraph, read_as
from assistant.word.package import open_package
from assistant.word.pictures import without_traces
from assistant.word.reader import read_package

PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml|word/(?:_rels/)?(?:document|header\d|footer\d|footnotes|styles|settings)"
    r"\.xml(?:\.rels)?|word/media/image\d\.(?:png|jpeg|tiff|gif)"
)


def cleaned(path: Path) -> tuple[Path, Cleaned]:
    made = clean(open_package(path, kind="docx"))
    out = path.with_name("定稿.docx")
    out.write_bytes(made.data)
    return out, made


def lines(path: Path) -> list[str]:
    blocks = read_package(open_package(path, kind="docx")).blocks
    paragraphs = [b for b in blocks if isinstance(b, EditedParagraph)]
    return [x.text.replace("〔注：脚注正文〕", "") for x in read_as(paragraphs) if x.text.strip()]


def test_no_name_path_or_id_is_left_in_any_part(tmp_path: Path) -> None:
    out, made = cleaned(build(tmp_path / "脏.docx"))
    with zipfile.ZipFile(out) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert archive.comment == b""
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert all(PARTS.fullmatch(name) for name in parts), sorted(parts)
    whole = b"\n".join(parts.values())
    assert NAME.encode() not in whole
    assert NAME.encode("utf-16-le") not in whole
    for trace in (b"rsid", b"paraId", b"anchorId", b"editId", b"file:", b"mailto", b"C:\\", b"FILENAME", b"AUTHOR", b"w:sdt",
                  b"smartTag", b"ffData", b"<!--", b"<?made", b"vanish", b"descr", b"tblDescription", b"OLEObject", b"w:ins "):  # fmt: skip
        assert trace not in whole, trace
    assert made.lost == []
    assert made.removed["程序拟的修订（未接受）"] == 1


def test_every_word_of_the_page_stays(tmp_path: Path) -> None:
    path = build(tmp_path / "脏.docx")
    before = lines(path)
    out, _ = cleaned(path)
    assert before == list(SHOWN)
    assert lines(out) == before
    assert "页眉模板名" in "".join(all_text(out))
    assert "脚注正文" in all_text(out)
    xml = zipfile.ZipFile(out).read("word/document.xml").decode()
    assert xml.count("<a:blip ") == 6
    assert xml.count("v:imagedata") == 1
    assert "REF ref1" in xml and 'w:name="ref1"' in xml
    assert b"https://www.gov.cn/zhengce" in zipfile.ZipFile(out).read(
        "word/_rels/document.xml.rels"
    )


@pytest.mark.parametrize(
    "name", [n for n in ODD if n not in {"a_proposal_of_the_program", "prompt"}]
)
def test_odd_words_read_the_same_in_the_clean_copy(name: str, tmp_path: Path) -> None:
    from odd_words import build as odd

    path = odd(tmp_path / "文.docx", ODD[name].body)
    (before, tables), _ = agreed(path)
    out, _ = cleaned(path)
    (after, tables_after), edited = agreed(out)
    assert (after, tables_after) == (before, tables)
    assert not [u for u in edited.unread if u.kind in {"隐藏文字", "域代码里的文字"}]


@pytest.mark.parametrize(
    ("piece", "what"),
    [
        ('<w:altChunk r:id="rIdAlt"/>', "插入的另一份文件"),
        ('<w:p><w:r><w:drawing><a:blip r:link="rIdLocal"/></w:drawing></w:r></w:p>', ""),
        ('<w:p><w:r><w:object><o:OLEObject r:id="rIdOle"/></w:object></w:r></w:p>', "没有它的图形"),
    ],
)
def test_what_cannot_stay_is_named_and_refused(piece: str, what: str, tmp_path: Path) -> None:
    path = build(tmp_path / "报告.docx", body=p(r("正文。")) + piece)
    _, made = cleaned(path)
    assert NAME.encode() not in made.data
    if not what:
        return
    assert any(what in line for line in made.lost)
    with pytest.raises(InputError) as refusal:
        finalize(path, tmp_path / "成稿.docx")
    assert any("定稿里留不住" in line and what in line for line in refusal.value.lines)
    finalize(path, tmp_path / "成稿.docx", force=True)
    assert "正文。" in lines(tmp_path / "成稿.docx")


@pytest.mark.parametrize("data", [png(), picture("JPEG"), picture("TIFF"), picture("GIF")], ids=["png", "jpeg", "tiff", "gif"])  # fmt: skip
def test_a_picture_keeps_its_pixels_and_nothing_else(data: bytes) -> None:
    made = without_traces(data)
    assert NAME.encode() not in made
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(made))
    assert ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox() is None
    assert not dict(after.getexif()) or after.format == "TIFF"
    assert without_traces(made) == made


def test_a_broken_picture_is_no_picture() -> None:
    with pytest.raises(ValueError, match="picture"):
        without_traces(b"GIF89a" + b"\1" * 8)
    with pytest.raises(ValueError, match="picture"):
        without_traces(b"<svg/>")


def test_pages_look_the_same_before_and_after(tmp_path: Path) -> None:
    soffice, toppm = shutil.which("soffice"), shutil.which("pdftoppm")
    if soffice is None or toppm is None:
        pytest.skip("LibreOffice or poppler is not installed here")
    # changes and remarks are drawn by LibreOffice, and some fields computed anew: those go beforehand
    quiet = re.sub(
        r"<w:del .*?</w:del>|<w:comment[^>]*/>|<w:ins [^>]*起草助手.*?</w:ins>|</?w:ins[^>]*>",
        "",
        BODY,
    )
    quiet = re.sub(
        r"<w:p>(?:(?!</w:p>).)*(?:FILENAME|FORMTEXT|vanish)(?:(?!</w:p>).)*</w:p>", "", quiet
    )
    path = build(tmp_path / "前.docx", body=quiet)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/header1.xml"] = parts["word/header1.xml"].replace(b"TEMPLATE", b"SECTION")
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    cleaned(path)
    files = [path, path.with_name("定稿.docx")]
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path),
         *map(str, files)], check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    seen = []
    for file in files:
        subprocess.run([toppm, "-r", "50", "-png", str(file.with_suffix(".pdf")), str(file.with_suffix(""))], check=True, timeout=60)  # fmt: skip
        seen.append(
            [Image.open(x).convert("RGB") for x in sorted(tmp_path.glob(f"{file.stem}-*.png"))]
        )
    before, after = seen
    assert len(before) == len(after) >= 1
    for a, b in zip(before, after, strict=True):
        # a fifth of a point beside the picture of an object is all that may differ
        different = ImageChops.difference(a, b).convert("L").point(lambda v: 255 if v > 60 else 0)
        assert sum(different.histogram()[1:]) < a.width * a.height / 5000
    assert plain("自评报告标题") in plain("".join(lines(files[1])))
