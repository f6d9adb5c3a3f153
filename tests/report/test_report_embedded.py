"""The part that carries data and draft in the file: there and back, and what it does with bad files."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from report_factory import by_model, case, complete, read

from assistant.errors import InputError
from assistant.facts import stored
from assistant.model.draft import Sentence
from assistant.report import render
from assistant.report.embedded import NAMESPACE, embed, read_embedded, remove


def _write(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "报告.docx"
    path.write_bytes(content)
    return path


def _changed(content: bytes, name: str, new: bytes) -> bytes:
    """The package with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as archive:
        for part in old.namelist():
            archive.writestr(part, new if part == name else old.read(part))
    return out.getvalue()


def test_data_draft_and_facts_come_back_as_they_went_in(tmp_path: Path) -> None:
    card, draft, facts = case()
    drafted = by_model(draft, Sentence("“甲”<乙>&\x0b{{丙}}\ufffe。", ("F1",), "verify", "注"))
    embedded = read_embedded(_write(tmp_path, render(card, drafted, facts)))
    assert embedded is not None
    assert embedded.version == 1
    assert embedded.project_id == card.evaluation.project.id
    assert embedded.ruleset_id == "cn-2020-10"
    assert embedded.evaluation == card.evaluation
    assert embedded.draft == drafted
    assert embedded.facts == stored.from_json(stored.to_json(facts))


def test_the_part_is_a_custom_xml_part_that_word_keeps(tmp_path: Path) -> None:
    card, draft, facts = case()
    content = render(card, draft, facts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.read("customXml/item1.xml").decode()
        properties = archive.read("customXml/itemProps1.xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    assert f'<report xmlns="{NAMESPACE}">' in part
    assert NAMESPACE in properties and "ds:itemID" in properties
    assert "relationships/customXml" in links
    value = json.loads(
        part.split(">", 2)[2].rsplit("<", 1)[0].replace("&lt;", "<").replace("&gt;", ">")
    )
    assert {"version", "project", "data", "ruleset", "draft", "facts", "printed"} == value.keys()
    assert value["data"]["项目"]["年度"] == 2021


def test_a_file_without_the_part_carries_nothing(tmp_path: Path) -> None:
    card, draft, facts = case()
    document = read(render(card, draft, facts))
    assert remove(document)
    out = io.BytesIO()
    document.save(out)
    assert NAMESPACE.encode() not in out.getvalue()
    assert read_embedded(_write(tmp_path, out.getvalue())) is None


def test_embedding_anew_replaces_the_old_part(tmp_path: Path) -> None:
    card, draft, facts = case()
    document = read(render(card, draft, facts))
    other, other_draft, other_facts = case(complete(4))
    embed(document, other, other_draft, other_facts)
    out = io.BytesIO()
    document.save(out)
    embedded = read_embedded(_write(tmp_path, out.getvalue()))
    assert embedded is not None and embedded.evaluation == other.evaluation
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        parts = [name for name in archive.namelist() if name.startswith("customXml/item")]
    assert len(parts) == 2  # the part and its properties


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"version":"x"}', '{"version":1,"project":1}', "[" * 100_000],
)
def test_a_part_that_was_changed_by_hand_is_one_clear_line(tmp_path: Path, text: str) -> None:
    card, draft, facts = case()
    part = f'<report xmlns="{NAMESPACE}">{text}</report>'.encode()
    path = _write(tmp_path, _changed(render(card, draft, facts), "customXml/item1.xml", part))
    with pytest.raises(InputError, match="内嵌的数据被改动过"):
        read_embedded(path)


def test_a_part_of_a_newer_version_asks_for_a_newer_program(tmp_path: Path) -> None:
    card, draft, facts = case()
    part = f'<report xmlns="{NAMESPACE}">{{"version":2}}</report>'.encode()
    path = _write(tmp_path, _changed(render(card, draft, facts), "customXml/item1.xml", part))
    with pytest.raises(InputError, match="更新版本"):
        read_embedded(path)


def test_an_entity_is_refused(tmp_path: Path) -> None:
    card, draft, facts = case()
    part = (
        '<!DOCTYPE report [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<report xmlns="{NAMESPACE}">&x;</report>'
    ).encode()
    path = _write(tmp_path, _changed(render(card, draft, facts), "customXml/item1.xml", part))
    with pytest.raises(InputError, match="DOCTYPE"):
        read_embedded(path)


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    card, draft, facts = case()
    part = f'<report xmlns="{NAMESPACE}">{" " * 70_000_000}</report>'.encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(render(card, draft, facts))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name in old.namelist():
            archive.writestr(name, part if name == "customXml/item1.xml" else old.read(name))
    with pytest.raises(InputError, match="炸弹"):
        read_embedded(_write(tmp_path, out.getvalue()))


def test_what_is_no_word_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    path.write_text("不是文件", encoding="utf-8")
    with pytest.raises(InputError, match=r"报告\.docx"):
        read_embedded(path)
