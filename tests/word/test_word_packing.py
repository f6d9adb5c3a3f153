"""What packs the parts of an Office file, held against the standard library's reader and python-docx's writer."""

from __future__ import annotations

import io
import zipfile

import docx
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import XmlPart
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.facts import gather
from assistant.forms.filled.word import to_word
from assistant.forms.filled.writing import sheet_for
from assistant.model.evaluation import Evaluation
from assistant.report.annex import annex_table, form_annex
from assistant.report.document import rendered
from assistant.rules.loader import for_evaluation
from assistant.scoring import score
from assistant.word.packing import document_bytes, packed
from assistant.word.write import gongwen

_NAME = st.text(st.sampled_from("ab/._表格é"), min_size=1, max_size=12)


@given(st.dictionaries(_NAME, st.binary(max_size=40_000), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_parts_are_read_back_as_they_were(parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(packed(parts.items()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(parts)
        assert {name: archive.read(name) for name in parts} == parts


def test_a_document_is_written_as_python_docx_writes_it() -> None:
    document = gongwen.blank()
    document.add_paragraph("好路率")
    document.add_comment(document.paragraphs[0].runs, "请核对", author="人")
    theirs = io.BytesIO()
    document.save(theirs)
    with (
        zipfile.ZipFile(theirs) as old,
        zipfile.ZipFile(io.BytesIO(document_bytes(document))) as new,
    ):
        assert new.namelist() == old.namelist()
        for name in old.namelist():
            assert new.read(name) == old.read(name), name


def test_one_blank_document_is_not_the_next() -> None:
    first = gongwen.blank()
    first.add_paragraph("只在第一份里")
    first.styles["Normal"].font.bold = True
    second = docx.Document(io.BytesIO(document_bytes(gongwen.blank())))
    assert [p.text for p in second.paragraphs] == []
    assert second.styles["Normal"].font.bold is None


def test_what_documents_share_is_changed_by_none_of_them() -> None:
    """A report with all its attachments and a form: the shared trees still say what their bytes say."""
    evaluation = Evaluation.model_validate(
        {
            "项目": {"名称": "村道养护", "年度": 2023},
            "资金": {"单位": "万元", "明细": [{"来源": "县级", "全年预算": 80, "执行": 72}]},
            "指标": [
                {"一级": "产出", "二级": "质量", "名称": "好路率", "目标": "≥90%", "实际": "85.5%"}
            ],
        }
    )
    card = score(evaluation, for_evaluation(evaluation))
    facts = gather(card)
    form = sheet_for(card)
    annexes = (
        form_annex(form),
        annex_table(form.title, ("一", "二"), (("甲", "乙"),)),
    )
    made = rendered(card, draft_by_rules(card, facts), facts, annexes=annexes)
    to_word(form)
    shared = {
        str(part.partname): part
        for part in gongwen.unwritten().part.package.iter_parts()
        if isinstance(part, XmlPart)
    }
    assert {"/word/styles.xml", "/word/settings.xml"} <= shared.keys()
    theirs = {str(part.partname): part for part in made.document.part.package.iter_parts()}
    for name, part in shared.items():
        if name != "/word/document.xml":
            assert serialize_part_xml(part.element) == part.blob == theirs[name].blob, name
