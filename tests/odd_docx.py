"""A small report with a form, written as Word itself might have, and as other programs do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

ROWS = (
    ("项目名称", "村道照明改造", "", "", "", ""),
    ("年度", "2021", "", "", "", ""),
    ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率"),
    ("年度资金总额", "80", "80", "76", "10", "95%"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"),
    ("产出指标", "数量指标", "新装路灯", "≥200盏", "190盏", "50"),
    ("效益指标", "社会效益指标", "受益人口", "≥3000人", "3100人", "30"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10"),
)


def base(path: Path) -> Path:
    """The report: a heading, a sentence, the form."""
    import docx

    document = docx.Document()
    document.add_heading("村道照明改造绩效自评报告", 1)
    document.add_paragraph("项目预算80万元，执行76万元，执行率95%。")
    table = document.add_table(rows=0, cols=6)
    for row in ROWS:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def changed(path: Path, **changes: object) -> None:
    """Rewrites parts of the file. Keys are ignored; each value is (name, old → new bytes | function)."""
    edits: dict[str, Callable[[bytes], bytes]] = dict(changes.values())  # type: ignore[arg-type,call-overload]
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            for wanted, edit in edits.items():
                if wanted in {name, "*"}:
                    content = edit(content)
            new.writestr(name, content)
    path.write_bytes(out.getvalue())


def swap(old: str, new: str) -> Callable[[bytes], bytes]:
    """An edit of bytes that must change something."""

    def edit(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode())

    return edit


def renamed(path: Path, names: dict[str, str]) -> None:
    """Gives parts other names in the archive, and no reference is told."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(names.get(name, name), old.read(name))
    path.write_bytes(out.getvalue())


def without(path: Path, *names: str) -> None:
    """Leaves parts out, and every reference to them in."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
    path.write_bytes(out.getvalue())


_O = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "word/_rels/document.xml.rels"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _link(kind: str, target: str) -> tuple[str, Callable[[bytes], bytes]]:
    tag = f'<Relationship Id="rId900" Type="{_O}/{kind}" Target="{target}"/></Relationships>'
    return _RELS, swap("</Relationships>", tag)


def _null_image(path: Path) -> None:
    changed(path, a=_link("image", "NULL"))


def _top_link(path: Path) -> None:
    changed(path, a=_link("hyperlink", "#_top"))


def _lost_image(path: Path) -> None:
    changed(path, a=_link("image", "media/图片 1.png"))


def _lost_thumbnail(path: Path) -> None:
    without(path, "docProps/thumbnail.jpeg")


def _template(path: Path) -> None:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
    changed(path, a=("[Content_Types].xml", swap(_WORD, kind)))


def _macro(path: Path) -> None:
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    changed(path, a=("[Content_Types].xml", swap(_WORD, kind)))


def _plain_type(path: Path) -> None:
    changed(path, a=("[Content_Types].xml", swap(_WORD, "application/xml")))


def _other_names(path: Path) -> None:
    """As the web version of Word saves: document2.xml, styles2.xml."""
    changed(
        path,
        a=("[Content_Types].xml", swap("/word/document.xml", "/word/document2.xml")),
        b=("_rels/.rels", swap("word/document.xml", "word/document2.xml")),
        c=(_RELS, swap("styles.xml", "styles2.xml")),
    )
    changed(path, a=("[Content_Types].xml", swap("/word/styles.xml", "/word/styles2.xml")))
    names = {"word/document.xml": "word/document2.xml", "word/styles.xml": "word/styles2.xml"}
    renamed(path, {**names, _RELS: "word/_rels/document2.xml.rels"})


def _another_folder(path: Path) -> None:
    """Main part in a folder of its own, its references from the root."""
    changed(
        path,
        a=("[Content_Types].xml", swap("/word/document.xml", "/正文/main.xml")),
        b=("_rels/.rels", swap("word/document.xml", "/正文/main.xml")),
        c=(_RELS, lambda c: c.replace(b'Target="', b'Target="/word/').replace(b"/word/..", b"")),
    )
    renamed(path, {"word/document.xml": "正文/main.xml", _RELS: "正文/_rels/main.xml.rels"})


def _backslashes(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    renamed(path, {name: name.replace("/", "\\") for name in names})


def _other_case(path: Path) -> None:
    renamed(
        path,
        {"[Content_Types].xml": "[content_types].xml", "word/document.xml": "Word/Document.xml"},
    )


def _strict(path: Path) -> None:
    def edit(content: bytes) -> bytes:
        for room in (b"wordprocessingml", b"drawingml", b"officeDocument"):
            content = content.replace(
                b"http://schemas.openxmlformats.org/%s/2006" % room,
                b"http://purl.oclc.org/ooxml/" + room,
            )
        return content.replace(b"extended-properties", b"extendedProperties")

    changed(path, a=("*", edit))


def _utf16(path: Path) -> None:
    changed(
        path,
        a=(
            "word/document.xml",
            lambda c: c.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16"),
        ),
    )


def _no_type(path: Path) -> None:
    """A part of a kind that the list of types does not know."""
    changed(path, a=_link("image", "media/a.xyz"))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/media/a.xyz", b"...")


ODD: dict[str, Callable[[Path], None]] = {
    "a picture that is NULL": _null_image,
    "a link to the top": _top_link,
    "a lost picture": _lost_image,
    "a lost thumbnail": _lost_thumbnail,
    "a template": _template,
    "a macro file": _macro,
    "a main part without its type": _plain_type,
    "parts under other names": _other_names,
    "the main part in another folder": _another_folder,
    "backslashes": _backslashes,
    "capitals and small letters": _other_case,
    "the Strict form": _strict,
    "UTF-16": _utf16,
    "a part without a type": _no_type,
}
