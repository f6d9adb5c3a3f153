"""The only room that speaks WordprocessingML. Everything above it says styles, runs, rows.

Functions return XML as text in the element order of the schema (ISO/IEC 29500, CT_PPr, CT_RPr,
CT_TblPr, CT_TcPr, CT_SectPr …); a whole body is parsed once, which is what makes 200 rows quick.
Lengths are twips (1/20 pt) unless a name says otherwise; indents are hundredths of a character.
"""

from assistant.word.write.parts import data_part, data_properties, font_table, package
from assistant.word.write.styles import Style, styles
from assistant.word.write.tables import cell, hairline, row, table
from assistant.word.write.text import (
    Indent,
    Xml,
    bookmark,
    bookmark_end,
    bookmark_start,
    clean,
    comment,
    commented,
    escape,
    page_number,
    paragraph,
    run,
)
from assistant.word.write.trees import (
    W,
    adopt_styles,
    body,
    body_of,
    bookmark_names,
    close_cells,
    extend,
    filled,
    grid,
    loose_text,
    nested_blocks,
    next_bookmark,
    rename_styles,
)

__all__ = [
    "Indent",
    "Style",
    "W",
    "Xml",
    "adopt_styles",
    "body",
    "body_of",
    "bookmark",
    "bookmark_end",
    "bookmark_names",
    "bookmark_start",
    "cell",
    "clean",
    "close_cells",
    "comment",
    "commented",
    "data_part",
    "data_properties",
    "escape",
    "extend",
    "filled",
    "font_table",
    "grid",
    "hairline",
    "loose_text",
    "nested_blocks",
    "next_bookmark",
    "package",
    "page_number",
    "paragraph",
    "rename_styles",
    "row",
    "run",
    "styles",
    "table",
]
