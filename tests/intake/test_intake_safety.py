"""Files from elsewhere that are broken, locked, huge or hostile: one clear line, never a traceback."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import intake_forms as forms
import pytest
from openpyxl import load_workbook

from assistant.errors import InputError
from assistant.intake import read, read_all
from assistant.word.package import open_package

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return forms.save(tmp_path / "自评表.xlsx", 表=(forms.one_block("绿化养护", "5万平方米"), []))


def _repack(
    path: Path, changes: dict[str, bytes], *, replace: dict[str, tuple[bytes, bytes]] | None = None
) -> Path:
    """The file with parts added, or changed by old → new bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            before, after = (replace or {}).get(info.filename, (b"", b""))
            new.writestr(info.filename, content.replace(before, after, 1) if before else content)
        for name, content in changes.items():
            new.writestr(name, content)
    path.write_bytes(out.getvalue())
    return path


def _refused(path: Path, *words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(path)
    assert len(caught.value.lines) == 1
    assert "\n" not in caught.value.lines[0]
    for word in (path.name, *words):
        assert word in caught.value.lines[0]


def test_password_is_named(tmp_path: Path) -> None:
    for name in ("密.xlsx", "密.docx", "密.xls"):
        path = tmp_path / name
        path.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400)
        _refused(path, "密码")


def test_old_word_and_other_formats_say_how_to_save(tmp_path: Path) -> None:
    old = tmp_path / "旧.docx"
    old.write_bytes(OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    _refused(old, ".doc", "另存为 .docx")
    for name, word in (
        ("表.pdf", "PDF"),
        ("表.et", "WPS"),
        ("报告.doc", ".docx"),
        ("表.png", "扩展名"),
    ):
        path = tmp_path / name
        path.write_bytes(b"x")
        _refused(path, word)


@pytest.mark.parametrize("name", ["坏.xlsx", "坏.docx", "坏.xls"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a zip", b"<html></html>", OLE + b"\0" * 3000]
)
def test_corrupt_files_are_refused_with_a_mend(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read(path)
    assert len(caught.value.lines) == 1 and "请" in caught.value.lines[0]


def test_cut_off_file_is_refused(form: Path) -> None:
    data = form.read_bytes()
    form.write_bytes(data[: len(data) // 2])
    _refused(form, "另存")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "假.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    _refused(path, "没有正文或工作簿")


def test_word_file_named_xlsx_is_named(form: Path, tmp_path: Path) -> None:
    path = tmp_path / "错.docx"
    path.write_bytes(form.read_bytes())
    _refused(path, "Excel 表格", "换一个文件")


def test_zip_bomb_is_refused_by_ratio_before_it_is_unpacked(form: Path) -> None:
    _repack(form, {"xl/media/bomb.xml": b"0" * 60_000_000})
    began = time.monotonic()
    _refused(form, "压缩比", "上限 300")
    assert time.monotonic() - began < 30  # a bound on hanging, not a measure of speed


def test_part_beyond_the_limit_names_the_limit(form: Path) -> None:
    _repack(form, {"xl/worksheets/huge.xml": b"0" * 65_000_000})
    _refused(form, "上限 64 MB")


def test_part_that_holds_more_than_it_declares_is_refused(form: Path) -> None:
    _repack(form, {"xl/small.xml": b"<a>" + b"x" * 5000 + b"</a>"})
    data = bytearray(form.read_bytes())
    directory = data.rfind(b"PK\x01\x02")
    for at in range(directory, -1, -1):
        if data[at : at + 4] == b"PK\x01\x02" and b"small" in data[at : at + 80]:
            data[at + 24 : at + 28] = (10).to_bytes(4, "little")  # unpacked size in the directory
            break
    form.write_bytes(bytes(data))
    with pytest.raises(InputError):
        read(form)


def test_entities_are_refused_unread(form: Path) -> None:
    secret = form.parent / "secret.txt"
    secret.write_text("不该读到")
    body = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]><a>&x;</a>'.encode()
    for name, data in (("xl/a.xml", body), ("xl/b.xml", body.decode().encode("utf-16"))):
        path = _repack(
            forms.save(form.parent / "实体.xlsx", 表=(forms.one_block("甲", "1个"), [])),
            {name: data},
        )
        _refused(path, "DOCTYPE")


def test_macro_file_is_read_and_the_macro_left_alone(form: Path, tmp_path: Path) -> None:
    _repack(form, {"xl/vbaProject.bin": OLE + b"Auto_Open"})
    path = tmp_path / "带宏.xlsm"
    path.write_bytes(form.read_bytes())
    imported = read_all(path)[0]
    assert imported.name == "绿化养护"
    assert any("宏没有运行" in line for line in imported.not_understood)


def test_external_links_are_counted_not_followed(form: Path) -> None:
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        'Target="http://192.0.2.1/x.xlsx" TargetMode="External"/></Relationships>'
    )
    _repack(form, {"xl/externalLinks/_rels/externalLink1.xml.rels": link.encode()})
    assert any("1 处外部链接" in note for note in open_package(form).notes)
    assert any("没有访问" in line for line in read_all(form)[0].not_understood)


def test_formulas_are_never_run_and_their_absence_is_said(form: Path) -> None:
    book = load_workbook(form)
    page = book["表"]
    page["E7"] = "=cmd|'/C calc'!A0"
    page["E8"] = '=HYPERLINK("http://192.0.2.1/","点这里")'
    book.save(form)
    imported = read_all(form)[0]
    assert imported.text(("指标", 0, "实际")) == ""
    told = "\n".join(imported.not_understood)
    assert "表!E7：公式没有存下结果" in told and "表!E8：公式没有存下结果" in told


def test_cached_formula_result_is_read_and_marked(form: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    book = load_workbook(form)
    book["表"]["E7"] = "=2+3"
    book.save(form)
    _repack(form, {}, replace={sheet: (b"<f>2+3</f><v></v>", b"<f>2+3</f><v>5</v>")})
    value = next(v for v in read_all(form)[0].values if v.place == ("指标", 0, "实际"))
    assert (value.text, value.note) == ("5", "公式的结果")


def test_merged_region_of_the_whole_sheet_costs_nothing(form: Path) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    region = b'</sheetData><mergeCells count="1"><mergeCell ref="G20:XFD1048576"/></mergeCells>'
    _repack(form, {}, replace={sheet: (b"</sheetData>", region)})
    assert read(form).project.name == "绿化养护"


def test_100_000_rows_are_refused_with_the_limit(form: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(100, 100_100)
    )
    _repack(
        form, {}, replace={"xl/worksheets/sheet1.xml": (b"</sheetData>", rows + b"</sheetData>")}
    )
    _refused(form, "上限 20000 行", "工作表“表”")


def test_100_000_rows_of_csv_are_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_text("一级指标,二级指标\n" + "产出指标,数量指标\n" * 100_000, encoding="utf-8")
    _refused(path, "上限 20000 行")


def test_empty_styled_rows_to_the_end_of_the_sheet_do_not_count(form: Path) -> None:
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(100, 60_100))
    _repack(
        form, {}, replace={"xl/worksheets/sheet1.xml": (b"</sheetData>", rows + b"</sheetData>")}
    )
    assert read(form).project.name == "绿化养护"
