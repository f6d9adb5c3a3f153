"""Comments of the report: python-docx's own, which Word, WPS and LibreOffice all read and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.report import oxml
from assistant.report.remarks import AUTHOR, INITIALS

if TYPE_CHECKING:
    from docx.comments import Comments
    from docx.document import Document as Report


class Commenter:
    """Adds comments to a document, one a call."""

    def __init__(self, document: Report) -> None:
        self._document = document
        self._comments: Comments | None = None  # the part is made with the first comment

    def __call__(self, text: str) -> int:
        """The number of the new comment."""
        if self._comments is None:
            self._comments = self._document.comments
        return self._comments.add_comment(oxml.clean(text), AUTHOR, INITIALS).comment_id
