"""Comments of the report, plain ones that Word, WPS and LibreOffice all read and answer.

python-docx keeps the part; the comments themselves are parsed into it in one go, since adding 60 of
them one by one costs more than all the rest of the report.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.report.remarks import AUTHOR, INITIALS
from assistant.word import write as oxml

if TYPE_CHECKING:
    from docx.document import Document as Report


class Commenter:
    """Collects comments, one a call, and writes them into the document."""

    def __init__(self, document: Report) -> None:
        self._document = document
        self._first = 1 + max((c.comment_id for c in document.comments), default=-1)
        self._texts: list[str] = []

    def __call__(self, text: str) -> int:
        """The number of the new comment."""
        self._texts.append(text)
        return self._first + len(self._texts) - 1

    def write(self) -> None:
        """Puts what was collected into the document's comments part."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        written = [
            oxml.comment(number, text, author=AUTHOR, initials=INITIALS, dated=now)
            for number, text in enumerate(self._texts, start=self._first)
        ]
        oxml.extend(self._document.part._comments_part.element, written)
        self._first += len(self._texts)
        self._texts = []
