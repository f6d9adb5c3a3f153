"""What closes the report: 附件说明, 署名 and 成文日期, where the standard puts them (7.3.4, 7.3.5.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.values.printing import width
from assistant.word import write as oxml
from assistant.word.write import Indent, Xml, gongwen
from assistant.word.write.marks import marked_runs


def attachment_list(titles: Sequence[str]) -> Xml:
    """附件：, two characters in, one blank line above; a long name aligns with its own first character."""
    if not titles:
        return Xml("")
    lines = [oxml.paragraph(gongwen.NORMAL, keep_next=True)]
    for number, title in enumerate(titles, start=1):
        ordinal = f"{number}." if len(titles) > 1 else ""
        lead = "附件：" if number == 1 else ""
        hanging = round((width(lead) + width(ordinal)) * 100)
        place = Indent(left=500 + round(width(ordinal) * 100), hanging=hanging, pitch=gongwen.PITCH)
        run = oxml.run(f"{lead}{ordinal}{title}")
        lines.append(oxml.paragraph(gongwen.ATTACHMENT_LIST, run, indent=place, keep_next=True))
    return Xml("".join(lines))


def signature(
    signed: str, dated: str, *, followed: bool = False, bookmark: Callable[[str, str], Xml]
) -> Xml:
    """署名 two characters from the right, the date two characters right of its first character.

    Where the date is the longer one, it stands two characters from the right and the name moves left.
    Lines that a person put below go on in the same paragraph, and are not measured.
    `followed`: the note on the next line stays on the page. `bookmark` marks each line by its name, by
    which it is known again; an empty line is left out.
    """
    named, day = (text.partition("\n")[0] for text in (signed, dated))
    start = gongwen.CHARACTERS - 2 - width(named)
    if width(day) > width(named):
        start = gongwen.CHARACTERS - 4 - width(day)
    start = max(Decimal(0), start)
    lines = [oxml.paragraph(gongwen.NORMAL, keep_next=True)]
    both = (("signature", signed, start, True), ("date", dated, start + 2, followed))
    for name, text, left, kept in both:
        if not text:
            continue
        # room to the right: a substitute font with wide digits must not break the date
        place = Indent(left=round(left * 100), right=-200, pitch=gongwen.PITCH)
        lines.append(
            oxml.paragraph(
                gongwen.SIGNATURE, bookmark(name, marked_runs(text)), indent=place, keep_next=kept
            )
        )
    return Xml("".join(lines))
