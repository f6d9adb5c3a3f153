"""The data and the draft inside the Word file itself, so that the file alone is enough to take edits back.

A custom XML part (namespace urn:jixiao:report:1) whose text is one JSON object. Reading goes through
`ooxml_safety`: bounded sizes, no document type, nothing fetched.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.errors import InputError
from assistant.facts import Fact, stored
from assistant.files import json_bytes
from assistant.model.draft import Draft
from assistant.model.draft_json import from_json, to_json
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.patterns import regex
from assistant.report import printed
from assistant.report.printed import Printed
from assistant.word import write as oxml
from assistant.word.package import Package, open_package
from assistant.word.walk import Node

if TYPE_CHECKING:
    from docx.document import Document as Report

NAMESPACE = "urn:jixiao:report:1"
VERSION = 1
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006"
_ITEM = f"{_MAIN}/relationships/customXml"
_PROPERTIES = f"{_MAIN}/relationships/customXmlProps"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PART = regex(r"customXml/item\d+\.xml")
#: legal in JSON, not in XML
_UNFIT = regex("[\ufffe\uffff]")


_NOTHING = Printed()


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a report carries of its making; `printed` is what it then said, empty in older files."""

    version: int
    project_id: str
    ruleset_id: str
    evaluation: Evaluation
    draft: Draft
    facts: tuple[Fact, ...]
    printed: Printed = _NOTHING


def embed(
    document: Report,
    card: Scorecard,
    draft: Draft,
    facts: tuple[Fact, ...],
    nodes: Sequence[Node] | None = None,
) -> None:
    """Adds the part to a document, in place of one that it may already carry; `nodes` are its blocks, if walked."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = document.part.package
    remove(document)
    used = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, len(used) + 2) if f"/customXml/item{n}.xml" not in used)
    content = _part(card, draft, facts, printed.printed(document, nodes))
    item = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", content, package)
    properties = oxml.data_properties(
        NAMESPACE,
        str(
            uuid.uuid5(uuid.NAMESPACE_URL, oxml.clean(f"{NAMESPACE}:{card.evaluation.project.id}"))
        ),
    ).encode()
    about = Part(
        PackURI(f"/customXml/itemProps{number}.xml"), _PROPERTIES_TYPE, properties, package
    )
    item.relate_to(about, _PROPERTIES)
    document.part.relate_to(item, _ITEM)


def remove(document: Report) -> bool:
    """Takes the part out of a document; whether there was one."""
    found = [
        key
        for key, link in document.part.rels.items()
        if link.reltype == _ITEM and not link.is_external
        and NAMESPACE.encode() in link.target_part.blob[:1000]
    ]  # fmt: skip
    for key in found:
        del document.part.rels[key]
    return bool(found)


def _part(card: Scorecard, draft: Draft, facts: tuple[Fact, ...], said: Printed) -> bytes:
    value = {
        "version": VERSION,
        "project": card.evaluation.project.id,
        "ruleset": card.ruleset_id,
        "data": card.evaluation.model_dump(mode="json", by_alias=True),
        "draft": to_json(draft),
        "facts": stored.to_json(facts),
        "printed": printed.to_json(said),
    }
    text = _UNFIT.sub(lambda match: f"\\u{ord(match[0]):04x}", json_bytes(value).decode())
    return oxml.data_part(NAMESPACE, text).encode()


def read_embedded(path: Path) -> Embedded | None:
    """What the report carries, or None for a Word file that carries nothing of ours.

    Raises InputError for a file that is no sound .docx, and for a part that was changed or is newer.
    """
    return embedded_in(open_package(path, kind="docx"))


def embedded_in(package: Package) -> Embedded | None:
    """As `read_embedded`, for a file already opened."""
    for name in sorted(filter(_PART.fullmatch, package.names)):
        if NAMESPACE.encode() not in package.read(name)[:1000]:
            continue
        root = package.tree(name)
        if root.tag == f"{{{NAMESPACE}}}report":
            return _read(root.text or "", package.path)
    return None


def _read(text: str, path: Path) -> Embedded:
    try:
        value: Any = json.loads(text)
        version = value["version"]
        if version > VERSION:
            raise InputError(f"{path}：是更新版本的 jixiao 写的，请升级后再用")
        return Embedded(
            version=version,
            project_id=str(value["project"]),
            ruleset_id=str(value["ruleset"]),
            evaluation=Evaluation.model_validate(value["data"]),
            draft=from_json(value["draft"], str(path)),
            facts=stored.from_json(value["facts"]),
            printed=printed.from_json(value["printed"]) if "printed" in value else Printed(),
        )
    except (ValueError, KeyError, TypeError, RecursionError, ValidationError):
        raise InputError(
            f"{path}：内嵌的数据被改动过，读不出来；请用 --data 指明数据文件，或用原来的报告文件"
        ) from None
