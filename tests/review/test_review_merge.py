"""The three-way merge: whatever the three sides are, no sentence of a person disappears."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.model.draft import VERIFY, Draft, Section, Sentence
from assistant.review.alignment import align, cut_at, key, split_sentences
from assistant.review.merge import Choice, Conflict, Line, build, lines_of, merge

WORDS = st.sampled_from(
    [
        "监控在线率",
        "为95%",
        "为96%",
        "低于指标值",
        "机房进水",
        "已整改",
        "由科信大队负责",
        "截至年底",
        "资金到位",
        "，",
    ]
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=5).map(lambda parts: "".join(parts) + "。")
SECTIONS = ("basis", "deviation_reasons", "improvement_measures")


def lines(texts: list[tuple[str, str]], author: str = "") -> list[Line]:
    """(section, text) each in a paragraph of its own by twos."""
    source = "human" if author else "rules"
    ordered = sorted(texts, key=lambda pair: SECTIONS.index(pair[0]))
    return [
        Line(section, n // 2, Sentence(text, author=author), source)  # type: ignore[arg-type]
        for n, (section, text) in enumerate(ordered)
    ]


TEXTS = st.lists(st.tuples(st.sampled_from(SECTIONS), SENTENCE), max_size=8)


@st.composite
def edited(draw: st.DrawFn, base: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The base after random deletions, replacements, moves and additions."""
    texts = list(base)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(texts)))
        step = draw(st.sampled_from(["add", "drop", "change", "move"]))
        if step == "add" or at == len(texts):
            texts.insert(at, (draw(st.sampled_from(SECTIONS)), draw(SENTENCE)))
        elif step == "drop":
            texts.pop(at)
        elif step == "change":
            section, text = texts[at]
            texts[at] = (section, draw(WORDS) + text)
        else:
            texts.append(texts.pop(at))
    return texts


@st.composite
def three(draw: st.DrawFn) -> tuple[list[Line], list[Line], list[Line]]:
    base = draw(TEXTS)
    return (
        lines(base),
        lines(draw(edited(base)), draw(st.sampled_from(["", "李科长"]))),
        lines(draw(edited(base)), "王局长"),
    )


@given(three())
def test_every_new_sentence_of_the_edited_copy_stands_in_the_result(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, mine, theirs = sides
    merged = merge(base, mine, theirs)
    out = [key(line.text) for line in merged.lines]
    old = {key(line.text) for line in base}
    for line in theirs:
        if key(line.text) not in old:
            assert key(line.text) in out


@given(three())
def test_every_new_sentence_of_an_earlier_person_stands_in_the_result(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, mine, theirs = sides
    out = "\n".join(key(line.text) for line in merge(base, mine, theirs).lines)
    old = {key(line.text) for line in base}
    for line in mine:
        if key(line.text) not in old:
            assert key(line.text) in out


@given(three())
def test_new_sentences_of_the_edited_copy_keep_their_order(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, mine, theirs = sides
    old = {key(line.text) for line in (*base, *mine)}
    wanted = [key(line.text) for line in theirs if key(line.text) not in old]
    found = [key(line.text) for line in merge(base, mine, theirs).lines]
    at = 0
    for text in wanted:
        at = found.index(text, at) + 1


@given(three())
def test_a_copy_nobody_edited_changes_nothing(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, mine, _ = sides
    merged = merge(base, mine, base)
    assert sorted(line.text for line in merged.lines) == sorted(line.text for line in mine)
    assert not merged.conflicts
    assert not merged.changes


@given(three())
def test_an_edit_of_an_unchanged_draft_is_taken_in_as_it_is(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, _, theirs = sides
    merged = merge(base, base, theirs)
    assert [line.text for line in merged.lines] == [line.text for line in theirs]
    assert not merged.conflicts


@given(three())
def test_taking_the_same_copy_in_twice_adds_nothing(
    sides: tuple[list[Line], list[Line], list[Line]],
) -> None:
    base, _, theirs = sides
    once = merge(base, base, theirs).lines
    twice = merge(base, once, theirs)
    assert [line.text for line in twice.lines] == [line.text for line in once]
    assert not twice.conflicts


def one(text: str, author: str = "") -> list[Line]:
    return lines([("deviation_reasons", text)], author)


BASE = "监控在线率全年为95%，低于年度指标值。"


def test_both_readings_of_a_conflict_stand_and_are_marked() -> None:
    mine, theirs = BASE.replace("95%", "96%"), BASE.replace("全年", "受汛期影响")
    merged = merge(one(BASE), one(mine), one(theirs, "王局长"))
    assert [line.text for line in merged.lines] == [theirs, VERIFY + mine]
    assert {line.sentence.verdict for line in merged.lines} == {"verify"}
    assert all("二选一" in line.sentence.note for line in merged.lines)
    assert merged.lines[0].sentence.author == "王局长"


def test_two_people_who_changed_one_sentence_are_both_heard() -> None:
    mine, theirs = BASE.replace("全年", "汛期"), BASE.replace("95%", "百分之九十五")
    merged = merge(one(BASE), one(mine, "李科长"), one(theirs, "王局长"))
    assert {line.text for line in merged.lines} == {mine, theirs}
    assert {line.sentence.author for line in merged.lines} == {"李科长", "王局长"}


def test_a_person_settles_a_conflict() -> None:
    mine, theirs = BASE.replace("95%", "96%"), BASE.replace("全年", "受汛期影响")
    choices: dict[Choice, str] = {"mine": mine, "theirs": theirs}
    for choice, text in choices.items():
        seen: list[Conflict] = []

        def settle(
            conflict: Conflict, choice: Choice = choice, seen: list[Conflict] = seen
        ) -> Choice:
            seen.append(conflict)
            return choice

        merged = merge(one(BASE), one(mine), one(theirs, "王局长"), settle)
        assert [line.text for line in merged.lines] == [text]
        assert len(seen) == 1


def test_a_sentence_taken_out_here_and_changed_there_comes_back_marked() -> None:
    merged = merge(one(BASE), one(BASE.replace("95%", "96%")), [])
    assert [line.text for line in merged.lines] == [VERIFY + BASE.replace("95%", "96%")]
    assert "删去" in merged.lines[0].sentence.note


def test_only_the_program_changed_it_so_its_words_stand() -> None:
    new = BASE.replace("95%", "96%")
    merged = merge(one(BASE), one(new), one(BASE))
    assert [line.text for line in merged.lines] == [new]
    assert not merged.conflicts


def test_a_moved_sentence_takes_the_program_s_new_words_with_it() -> None:
    other = "由科信大队负责，6月底前完成。"
    new = BASE.replace("95%", "96%")
    base = lines([("deviation_reasons", BASE), ("improvement_measures", other)])
    mine = lines([("deviation_reasons", new), ("improvement_measures", other)])
    theirs = lines([("improvement_measures", other), ("improvement_measures", BASE)])
    merged = merge(base, mine, theirs)
    assert [(line.section, line.text) for line in merged.lines] == [
        ("improvement_measures", other),
        ("improvement_measures", new),
    ]
    assert [change.kind for change in merged.changes] == ["moved"]


@given(st.text(alphabet="甲乙丙，。！？；：”’）】\n 【待核实】95%", max_size=60))
def test_sentences_joined_are_the_text_again(text: str) -> None:
    assert "".join(split_sentences(text)) == text
    assert "".join(cut_at(text, split_sentences(text)[::2])) == text


def test_the_mark_after_a_full_stop_belongs_to_its_sentence() -> None:
    assert split_sentences("已整改。【待核实】另有两处。") == ["已整改。【待核实】", "另有两处。"]


@given(st.lists(SENTENCE, max_size=8), st.lists(SENTENCE, max_size=8))
def test_links_do_not_cross_and_use_nothing_twice(one_side: list[str], other: list[str]) -> None:
    links = align(one_side, other)
    for pairs in ([link.one for link in links], [link.other for link in links]):
        assert pairs == sorted(set(pairs))
    assert all(link.same == (one_side[link.one] == other[link.other]) for link in links)


@given(TEXTS)
def test_a_draft_taken_apart_and_built_again_is_the_same(texts: list[tuple[str, str]]) -> None:
    empty = Draft(tuple(Section(s, s, ()) for s in SECTIONS), "规则起草")
    draft = build(lines(texts), empty)
    assert build(lines_of(draft), empty) == draft
