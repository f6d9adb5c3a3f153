"""A new draft over people's text: figures anew, their sentences kept, and flagged where facts changed."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_project import DATA, Project, drafted, make

from assistant.facts import Fact
from assistant.intake import read
from assistant.model.draft import Draft, Sentence
from assistant.model.evaluation import Evaluation
from assistant.review.basis import scored
from assistant.review.merge import Line, build, lines_of, merge
from assistant.review.regenerate import Kept, keep_people
from assistant.workspace import Workspace

WHO = "王局长"
SECTIONS = (
    "opening",
    "basis",
    "overall",
    "output",
    "benefit",
    "deviation_reasons",
    "improvement_measures",
)


def by_hand(draft: Draft, edits: list[tuple[int, str, str]]) -> Draft:
    """The draft after a person's edits: (sentence, what, words)."""
    theirs: list[Line] = list(lines_of(draft))
    for place, what, words in edits:
        at = place % max(len(theirs), 1)
        old = theirs[at]
        written = replace(
            old, sentence=Sentence(words, author=WHO, edited="2024-03-22"), source="human"
        )
        if what == "drop":
            theirs.pop(at)
        elif what == "add":
            theirs.insert(at + 1, written)
        elif what == "append":
            text = f"{old.text.rstrip('。')}，{words}"
            theirs[at] = replace(written, sentence=replace(written.sentence, text=text))
        else:
            theirs[at] = written
    base = lines_of(draft)
    return build(merge(base, base, theirs).lines, draft)


def human(draft: Draft) -> list[str]:
    return [s.text for section in draft.sections for s in section.sentences if s.author]


def redraft(project: Project, evaluation: Evaluation) -> Kept:
    """What `jixiao draft` does: everything anew by the program, then people's sentences."""
    card, facts = scored(evaluation, project.data)
    from assistant.drafting.by_rules.sections import draft_by_rules

    fresh = draft_by_rules(card, facts)
    kept = keep_people(project.workspace, fresh, card, facts)
    project.workspace.save_draft(kept.draft)
    return kept


EDITS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.sampled_from(["drop", "add", "append", "replace"]),
        st.sampled_from(
            ["另有两处杆件被撞断。", "监控在线率为95%，汛期影响较大。", "已于7月整改到位。", "执行114.6万元，结余5.4万元。",
             "居民满意度93.5%，回访400户。", "请各派出所落实。", "破获案件71起，同比增长。"]
        ),
    ),
    min_size=1, max_size=5,
)  # fmt: skip
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "actuals": st.dictionaries(st.integers(0, 4), st.sampled_from(["42个", "96%", "40个", "99%", "18小时", "65起", "92%", ""])),
        "executed": st.sampled_from(["110", "120", "114.6"]),
        "dropped": st.integers(0, 4),
        "name": st.sampled_from(["老旧小区视频监控维护项目"]),
    },
)  # fmt: skip


def changed(evaluation: Evaluation, changes: dict[str, object]) -> Evaluation:
    value = evaluation.model_dump(mode="json", by_alias=True)
    for number, actual in dict(changes.get("actuals", {})).items():  # type: ignore[call-overload]
        value["指标"][number]["实际"] = actual
    if "executed" in changes:
        value["资金"]["明细"][0]["执行"] = changes["executed"]
    if "dropped" in changes:
        value["指标"].pop(changes["dropped"])
    if "name" in changes:
        value["项目"]["名称"] = changes["name"]
    return Evaluation.model_validate(value)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Project]:
    return {m: make(tmp_path_factory.mktemp("regenerate"), model=m) for m in (True, False)}


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, changes=CHANGES, model=st.booleans())
def test_every_sentence_of_a_person_survives_any_change_of_the_data(
    ground: dict[bool, Project], edits: list[tuple[int, str, str]], changes: dict[str, object], model: bool
) -> None:  # fmt: skip
    project = ground[model]
    shutil.rmtree(project.workspace.folder)
    edited = by_hand(project.draft, edits)
    project.workspace.save_program(project.draft, project.facts)
    project.workspace.save_draft(edited)
    written = human(edited)
    kept = redraft(project, changed(read(project.data), changes))
    assert human(kept.draft) == written or sorted(human(kept.draft)) == sorted(written)
    # and again: a second draft changes nothing more of theirs
    again = redraft(project, changed(read(project.data), changes))
    assert sorted(human(again.draft)) == sorted(written)


def with_person(project: Project, section: str, text: str, facts: tuple[Fact, ...] = ()) -> Draft:
    """A person replaced the last sentence of a section."""
    sections = []
    for s in project.draft.sections:
        if s.id == section:
            last = s.paragraphs[-1]
            sentence = Sentence(text, tuple(f.id for f in facts), author=WHO)
            paragraph = replace(last, sentences=(*last.sentences[:-1], sentence), source="human")
            s = replace(s, paragraphs=(*s.paragraphs[:-1], paragraph))  # noqa: PLW2901
        sections.append(s)
    return replace(project.draft, sections=tuple(sections))


def in_data(project: Project, old: str, new: str) -> Evaluation:
    text = project.data.read_text(encoding="utf-8")
    assert old in text
    project.data.write_text(text.replace(old, new, 1), encoding="utf-8")
    return read(project.data)


def test_a_kept_sentence_whose_figure_changed_says_what_it_said_and_what_holds_now(
    project: Project,
) -> None:
    words = "监控在线率全年为95%，主要是汛期机房进水所致。"
    project.workspace.save_draft(with_person(project, "deviation_reasons", words))
    kept = redraft(project, in_data(project, "实际: 95%", "实际: 96%"))
    [sentence] = [s for s in kept.draft.section("deviation_reasons").sentences if s.author]
    assert sentence.text == words
    assert sentence.verdict == "verify"
    assert "原文写95%，现为96%" in sentence.note
    assert [(flag.section, "原文写95%，现为96%" in flag.what) for flag in kept.flags] == [
        ("deviation_reasons", True)
    ]


def test_a_kept_sentence_whose_figures_still_hold_is_not_flagged(project: Project) -> None:
    words = "监控在线率全年为95%，主要是汛期机房进水所致。"
    project.workspace.save_draft(with_person(project, "deviation_reasons", words))
    kept = redraft(project, in_data(project, "实际: 93.5%", "实际: 94%"))
    assert not kept.flags


def test_the_model_s_sentences_beside_a_person_s_get_the_new_figures(project: Project) -> None:
    project.workspace.save_draft(with_person(project, "deviation_reasons", "原因是汛期雨水多。"))
    kept = redraft(project, in_data(project, "实际: 95%", "实际: 96%"))
    text = "".join(s.text for s in kept.draft.section("deviation_reasons").sentences)
    assert "全年为96%" in text
    assert "低2个百分点" in text
    assert "原因是汛期雨水多。" in text


def test_computed_sections_are_new_and_a_person_s_sentence_in_them_stays(project: Project) -> None:
    output = project.draft.section("output")
    paragraph = output.paragraphs[0]
    added = Sentence("各项产出由科信大队逐项核对。", author=WHO)
    section = replace(
        output,
        paragraphs=(
            replace(paragraph, sentences=(*paragraph.sentences, added), source="human"),
            *output.paragraphs[1:],
        ),
    )
    draft = replace(
        project.draft,
        sections=tuple(section if s.id == "output" else s for s in project.draft.sections),
    )
    project.workspace.save_draft(draft)
    kept = redraft(project, in_data(project, "≥42个, 实际: 42个", "≥42个, 实际: 41个"))
    text = "\n".join(p.text for p in kept.draft.section("output").paragraphs)
    assert "41个" in text
    assert "各项产出由科信大队逐项核对。" in text
    assert "实际完成42个" not in text


def test_what_a_person_took_out_does_not_come_back(project: Project) -> None:
    draft = project.draft
    cut = replace(
        draft,
        sections=tuple(
            replace(
                s,
                paragraphs=(
                    replace(s.paragraphs[0], sentences=(Sentence("自评结果公开。", author=WHO),), source="human"),
                ),
            )
            if s.id == "publicity"
            else s
            for s in draft.sections
        ),
    )  # fmt: skip
    project.workspace.save_draft(cut)
    kept = redraft(project, in_data(project, "实际: 95%", "实际: 96%"))
    assert [s.text for s in kept.draft.section("publicity").sentences] == ["自评结果公开。"]


def test_a_section_is_written_anew_when_that_is_asked_for(project: Project) -> None:
    project.workspace.save_draft(with_person(project, "application", "由局长办公会研究。"))
    card, facts = scored(read(project.data), project.data)
    from assistant.drafting.by_rules.sections import draft_by_rules

    fresh = draft_by_rules(card, facts)
    kept = keep_people(project.workspace, fresh, card, facts, redo=frozenset({"application"}))
    assert kept.draft.section("application") == fresh.section("application")


def test_the_first_draft_is_the_program_s_own(tmp_path: Path) -> None:
    data = tmp_path / "数据.yaml"
    data.write_text(DATA, encoding="utf-8")
    draft, facts, _ = drafted(data)
    card, _ = scored(read(data), data)
    assert keep_people(Workspace.beside(data), draft, card, facts).draft == draft


def test_a_deviation_that_is_new_is_told_below_a_person_s_text(project: Project) -> None:
    project.workspace.save_draft(with_person(project, "deviation_reasons", "原因是汛期雨水多。"))
    kept = redraft(project, in_data(project, "实际: 93.5%", "实际: 80%"))
    text = "".join(s.text for s in kept.draft.section("deviation_reasons").sentences)
    assert "原因是汛期雨水多。" in text
    assert re.search("居民满意度.{0,40}低10个百分点", text)
