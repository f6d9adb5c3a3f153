"""Renders the report: Scorecard, Draft and Facts into the bytes of a .docx file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.facts import Fact
from assistant.model.draft import Draft
from assistant.model.scorecard import Scorecard
from assistant.report import ai_label
from assistant.report.annex import Annex
from assistant.report.commenting import Commenter
from assistant.report.embedded import embed
from assistant.report.story import Story
from assistant.report.title import signer, title
from assistant.word import write as oxml
from assistant.word.package import Package, just_written
from assistant.word.packing import document_parts, packed
from assistant.word.properties import PROJECT, put_properties
from assistant.word.stories import read_stories
from assistant.word.walk import Node, ParagraphNode, walk
from assistant.word.write import gongwen

if TYPE_CHECKING:
    from docx.document import Document as Report

_LONGEST_PROPERTY = 255  # what python-docx takes


def render(
    card: Scorecard,
    draft: Draft,
    facts: Sequence[Fact],
    *,
    template: Path | None = None,
    annexes: Sequence[Annex] = (),
) -> bytes:
    """The report as a .docx file, of GB/T 9704-2012 or in the user's own `template`.

    Raises InputError where the template cannot be read or asks for what there is not.
    """
    return rendered(card, draft, facts, template=template, annexes=annexes).data


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report as it was made: the bytes, and the document with its blocks, for who looks at it right away."""

    data: bytes
    parts: dict[str, bytes]
    document: Report
    nodes: list[Node]

    def package(self, path: Path) -> Package:
        """The file as a reader of `path` would have it; the document must not be changed any more."""
        parts: Any = self.document.part.package.iter_parts()
        package = just_written(
            path,
            self.data,
            self.parts,
            ((str(p.partname)[1:], p._element) for p in parts if hasattr(p, "_element")),
        )
        stories = read_stories(package)
        if not stories.hidden and not stories.struck and not any(stories.notes.values()):
            package.once("nodes", lambda: self.nodes)  # walked alike when it was printed
        return package


def rendered(
    card: Scorecard,
    draft: Draft,
    facts: Sequence[Fact],
    *,
    template: Path | None = None,
    annexes: Sequence[Annex] = (),
) -> Rendered:
    """As `render`, with what a look at the report needs."""
    if template is not None:
        from assistant.report.template import render_template

        document = render_template(template, card, draft, facts, annexes)
    else:
        document = gongwen.unwritten()
        commenter = Commenter(document)
        story = Story(card, draft, facts, annexes, commenter)
        document = oxml.filled(document, [story.whole()])
        commenter.write()
    nodes = walk(oxml.body_of(document))
    embed(document, card, draft, tuple(facts), nodes)
    describe(document, card)
    named = {PROJECT: card.evaluation.project.id}
    if ai_label.by_model(draft):
        named[ai_label.LABEL] = ai_label.label(_text(nodes))
    put_properties(document, named)
    parts = document_parts(document)
    return Rendered(packed(parts), dict(parts), document, nodes)


def describe(document: Report, card: Scorecard) -> None:
    """Core properties: title, the unit as author, keywords; nothing that python-docx would say of itself."""
    project = card.evaluation.project
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    about = document.core_properties
    about.title = _property(title(card.evaluation))
    about.subject = "项目支出绩效自评报告"
    about.author = about.last_modified_by = _property(signer(card.evaluation))
    about.keywords = _property(f"绩效自评；{project.year}年度；{project.name}")
    about.comments = ""
    about.category = ""
    about.language = "zh-CN"
    about.revision = 1
    about.created = about.modified = now


def _text(nodes: Sequence[Node]) -> str:
    return "".join(p.text() for p in nodes if isinstance(p, ParagraphNode))


def _property(text: str) -> str:
    return oxml.clean(text).replace("\n", " ")[:_LONGEST_PROPERTY]
