"""Text from data and models is data: no character, markup or length of it breaks the file."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from report_factory import W, by_model, case, complete, evaluation, read

from assistant.model.draft import Draft, Sentence
from assistant.model.evaluation import Evaluation
from assistant.report import render
from assistant.word import write as oxml

ANY = st.text(alphabet=st.characters(), max_size=40)
HOSTILE = st.sampled_from(
    ["<w:p/>", "{{ 单位 }}", "{% for x in y %}", "&lt;&amp;", "]]>", "\x00\x0b\x1f", "\ud800",
     "{_{", "\u202e倒序", "'\"", "\r\n第二行\t缩进", "a" * 3000, "😀𠮷"]
)  # fmt: skip


@given(ANY | HOSTILE)
def test_escaped_text_reads_back_as_the_cleaned_text(text: str) -> None:
    tree = etree.fromstring(f"<t>{oxml.escape(text)}</t>")
    assert (tree.text or "") == oxml.clean(text)


@given(ANY | HOSTILE)
def test_escaped_text_shows_a_template_engine_nothing(text: str) -> None:
    assert "{" not in oxml.escape(text) and "}" not in oxml.escape(text)


@given(ANY)
def test_cleaning_keeps_chinese_and_drops_what_turns_or_hides_text(text: str) -> None:
    assert oxml.clean(f"项目{text}").startswith("项目")
    assert not set(oxml.clean(text)) & set("\x00\x08\x1b\u202e\u2066\u200b\ufeff\ufffe")


@given(name=ANY | HOSTILE, sentence=ANY | HOSTILE, note=ANY | HOSTILE)
@settings(max_examples=25)
def test_any_text_in_data_and_draft_makes_a_file_that_reads_back(
    name: str, sentence: str, note: str
) -> None:
    card, draft, facts = case()
    row = card.indicators[0]
    hostile = row.indicator.model_copy(update={"name": name, "actual": name, "target": name})
    project = card.evaluation.project.model_copy(update={"name": name or "项目", "unit": name})
    about = card.evaluation.report.model_copy(update={"addressee": name, "signature": name})
    data = card.evaluation.model_copy(update={"project": project, "report": about})
    odd = dataclasses.replace(
        card,
        evaluation=data,
        indicators=(dataclasses.replace(row, indicator=hostile), *card.indicators[1:]),
    )
    drafted = by_model(draft, Sentence(sentence, ("F1",), "verify", note), Sentence("完。"))
    document = read(render(odd, drafted, facts))
    texts = [p.text for p in document.paragraphs]
    assert f"{oxml.clean(sentence)}完。" in texts
    assert any(cell.text == oxml.clean(name) for cell in document.tables[0].columns[3].cells)


def test_a_very_long_name_stays_whole_and_properties_stay_short() -> None:
    name = "“雪亮工程”" * 400
    document = read(render(*case(evaluation(项目={"名称": name}))))
    assert name in document.paragraphs[0].text.replace("\n", "")
    assert len(document.core_properties.title) <= 255


def test_200_rows_are_all_there() -> None:
    document = read(render(*case(complete(200))))
    for table in (document.tables[0], document.tables[2]):
        names = {"".join(t.text for t in tc.iter(f"{W}t")) for tc in table._tbl.iter(f"{W}tc")}
        assert {f"第{n}项指标" for n in range(1, 201)} <= names


@pytest.mark.parametrize("rules", ["cn-2020-10", "cn-2021-101", "transfer-completion"])
def test_data_with_nothing_but_a_name_make_a_report_full_of_marks(rules: str) -> None:
    bare = Evaluation.model_validate(
        {
            "项目": {"名称": "修路", "年度": 2024},
            "指标": [{"一级": "产出", "二级": "数量", "名称": "里程"}],
        }
    )
    document = read(render(*case(bare, rules=rules)))
    assert document.paragraphs[0].text == "2024年度修路项目支出绩效自评报告"
    marks = sum("【待补充" in p.text for p in document.paragraphs)
    assert marks > 5


def test_an_empty_draft_prints_the_outline_to_be_filled() -> None:
    card, _, facts = case()
    document = read(render(card, Draft((), "规则起草"), facts))
    assert sum("【待补充：" in p.text for p in document.paragraphs) >= 14
    assert len(document.comments) == 0


def test_figures_print_as_the_data_have_them() -> None:
    source = {
        "来源": "县级",
        "年初预算": "1E+3",
        "全年预算": "1000.50",
        "到位": "0.000001",
        "执行": 5,
    }
    card, draft, facts = case(evaluation())
    assert card.evaluation.funds is not None
    fund = card.evaluation.funds.sources[0].model_copy(
        update={
            "initial": Decimal(source["年初预算"]), "budget": Decimal("1000.50"),
            "arrived": Decimal("0.000001"), "executed": Decimal(5),
        }
    )  # fmt: skip
    funds = card.evaluation.funds.model_copy(update={"sources": (fund,)})
    odd = dataclasses.replace(card, evaluation=card.evaluation.model_copy(update={"funds": funds}))
    rows = [[c.text for c in r.cells] for r in read(render(odd, draft, facts)).tables[1].rows]
    assert rows[3][1:5] == ["1000", "1000.50", "0.000001", "5"]


def test_the_file_holds_no_foreign_parts() -> None:
    with zipfile.ZipFile(io.BytesIO(render(*case()))) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "customXml/_rels/item1.xml.rels",
            "customXml/item1.xml",
            "customXml/itemProps1.xml",
            "docProps/core.xml",
            "docProps/custom.xml",
            "word/_rels/document.xml.rels",
            "word/comments.xml",
            "word/document.xml",
            "word/fontTable.xml",
            "word/footer1.xml",
            "word/footer2.xml",
            "word/settings.xml",
            "word/styles.xml",
            "word/theme/theme1.xml",
        ]
