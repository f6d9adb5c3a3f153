"""The user's own template (模板.docx): docxtpl fills it, in a sandbox, with the report's values and blocks."""

from __future__ import annotations

import difflib
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from assistant.errors import InputError
from assistant.facts import Fact
from assistant.model.draft import Draft
from assistant.model.scorecard import Scorecard
from assistant.patterns import regex
from assistant.report import house
from assistant.report.annex import Annex
from assistant.report.commenting import Commenter
from assistant.report.placeholders import Line, starter_lines, values
from assistant.report.sandbox import Sandbox
from assistant.report.story import PREFIX, Story
from assistant.word import write as oxml
from assistant.word.package import Package, open_package
from assistant.word.stories import read_stories
from assistant.word.write import gongwen

if TYPE_CHECKING:
    from docx.document import Document as Report

LARGEST_BODY = 4_000_000  # bytes of word/document.xml; docxtpl's own reading slows down beyond
_MENDED = "可用 jixiao template 写出一份样例对照"
MAIN_PART = "word/document.xml"
#: a table in a table and what is between them are four elements
DEEPEST_TABLES = 40
_TABLES = regex(rb"</?w:tbl(?=[\s/>])")
_LACKING = regex(r"has no (?:attribute|element) '?([^']+)'?|'([^']+)' is undefined")


def render_template(
    path: Path, card: Scorecard, draft: Draft, facts: Sequence[Fact], annexes: Sequence[Annex]
) -> Report:
    """The template filled. Raises InputError, one line, for a broken template or an unknown name."""
    package = open_package(path, kind="docx")
    _bounded(package)
    read_stories(package).nodes()  # what no other command reads is no template either
    template = DocxTemplate(package.stream())
    try:
        template.init_docx()
        own = template.docx
        body = own.element.body
        commenter = Commenter(own)
        story = Story(
            card, draft, facts, annexes, commenter,
            first_bookmark=oxml.next_bookmark(body), taken=oxml.bookmark_names(body),
        )  # fmt: skip
        context = values(story)
        sandbox = Sandbox()
        _known(path, template, sandbox, context)
        template.render(context, sandbox)
        commenter.write()
        report = house.reopened(own)
        _ask_margins(report)
    except InputError:
        raise
    except TemplateError as error:
        raise InputError(_explained(path, error)) from None
    except Exception as error:
        # what a template can do to Jinja and lxml has no common class; none of it is ours to trace
        raise InputError(f"{path}：{_unfilled(package, error)}，{_MENDED}") from None
    _sound(path, report)
    house.settle(report, draft.headings)
    return report


def _unfilled(package: Package, error: Exception) -> str:
    """Why a template could not be filled: docxtpl reads no element below 256 others, and then has no body at all."""
    depth = deepest = 0
    for sign in _TABLES.findall(package.read(MAIN_PART) if MAIN_PART in package.names else b""):
        depth += -1 if sign.startswith(b"</") else 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST_TABLES:
        return f"表格里套了 {deepest} 层表格，模板填不出来，请把套在里面的表格拆开"
    return f"模板填不出来（{_line(error)}）"


def _bounded(package: Package) -> None:
    size = len(package.read(MAIN_PART)) if MAIN_PART in package.names else 0
    if size > LARGEST_BODY:
        raise InputError(
            f"{package.path}：模板正文有 {size / 1e6:.0f} MB，超过上限 {LARGEST_BODY // 10**6} MB，"
            "请删去图片和多余内容"
        )


def _known(
    path: Path, template: DocxTemplate, sandbox: Sandbox, context: Mapping[str, object]
) -> None:
    asked = template.get_undeclared_template_variables(sandbox)
    for name in sorted(asked - set(context) - set(sandbox.globals)):
        near = difflib.get_close_matches(name, context, n=1, cutoff=0.4)
        hint = f"最接近的是“{near[0]}”" if near else _MENDED
        raise InputError(f"{path}：没有“{name[:40]}”这个占位符，{hint}")


def _explained(path: Path, error: TemplateError) -> str:
    if isinstance(error, SecurityError):
        return (
            f"{path}：占位符里用了不允许的写法（{_line(error)}），只能写名称、循环和条件，{_MENDED}"
        )
    if isinstance(error, UndefinedError):
        found = _LACKING.search(str(error))
        name = next((group for group in found.groups() if group), "") if found else ""
        what = f"没有“{name[:40]}”这一项" if name else f"用了没有的名称（{_line(error)}）"
        return f"{path}：占位符里{what}，{_MENDED}"
    place = _place(error)
    near = f"，在“{place}”附近" if place else ""
    reason = _line(error) if isinstance(error, TemplateSyntaxError) else type(error).__name__
    return f"{path}：占位符写得不对{near}（{reason}），括号要成对，{_MENDED}"


def _place(error: TemplateError) -> str:
    """The words of the template beside the fault."""
    lines: list[str] = [line.strip() for line in getattr(error, "docx_context", ())]
    marked = [line for line in lines if "{" in line]
    return (marked or [""])[0][:40]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


def _ask_margins(report: Report) -> None:
    """Every header and footer looked at: that one is none shows only then."""
    for section in report.sections:
        for part in (
            section.header, section.first_page_header, section.even_page_header,
            section.footer, section.first_page_footer, section.even_page_footer,
        ):  # fmt: skip
            if not part.is_linked_to_previous:
                _ = part._element


def _sound(path: Path, report: Report) -> None:
    """A block belongs in a paragraph of its own, a value inside one."""
    if oxml.nested_blocks(report.element.body):
        raise InputError(
            f"{path}：整段的占位符要单独成段，写作 {{{{p 名称 }}}}（大括号里先写字母 p），{_MENDED}"
        )
    if oxml.loose_text(report.element.body):
        raise InputError(f"{path}：文字的占位符不要带字母 p，写作 {{{{ 名称 }}}}，{_MENDED}")
    oxml.close_cells(report.element.body)


def starter() -> bytes:
    """A template that renders to the program's own report, to change at will."""
    document = gongwen.blank()
    last = document.element.body[-1]  # w:sectPr stays last
    for block in oxml.body(_printed(line, n) for n, line in enumerate(starter_lines())):
        last.addprevious(block)
    document.core_properties.title = "{{ 标题全文 }}"
    document.core_properties.author = "{{ 署名 }}"
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _printed(line: Line, number: int) -> oxml.Xml:
    if line.kind == "title":
        run = oxml.bookmark(f"{PREFIX}title", number, oxml.run(f"{{{{ {line.text} }}}}"))
        return oxml.paragraph(gongwen.TITLE, run)
    if line.kind == "addressee":
        run = oxml.bookmark(f"{PREFIX}addressee", number, oxml.run(f"{{{{ {line.text} }}}}："))
        return oxml.paragraph(gongwen.ADDRESSEE, run)
    if line.kind == "heading":
        return oxml.paragraph(gongwen.HEADINGS[line.level - 1], oxml.run(line.text))
    if line.kind == "blank":
        return oxml.paragraph(gongwen.NORMAL)
    if line.kind == "hint":
        return oxml.paragraph(gongwen.TABLE_NOTE, oxml.run(f"{{#p {line.text} #}}"))
    return oxml.paragraph(gongwen.TEXT, oxml.run(f"{{{{p {line.text} }}}}"))
