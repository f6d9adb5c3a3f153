"""What a sentence stands on: its facts, the key of the data each comes from, formula, clause, who wrote it and when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.chat.naming import row_names, row_path, words_of
from assistant.located import decode, read_bytes, read_located
from assistant.model.draft import SOURCE_NAMES
from assistant.model.evaluation import Evaluation
from assistant.patterns import regex
from assistant.web.project import Project, sentence_at
from assistant.web.showing import field_at

_ROW = regex(r"指标\[(\d+)\](?:\.(.+))?")
_BEHIND = regex(r"\s#\s+([^#\"']+)$")


@dataclass(frozen=True, slots=True)
class Ground:
    """One fact below a sentence."""

    id: str
    text: str
    origin: str
    formula: str
    #: the field that it comes from, and the cell or paragraph of the file that was imported, where noted
    place: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence and all that is known of it."""

    id: str
    text: str
    source: str
    author: str
    when: str
    note: str
    grounds: tuple[Ground, ...]
    own_words: str


def _in_words(origin: str, evaluation: Evaluation) -> str:
    """指标[2].实际 by the name of its row: “亮灯率”的实际."""
    listed = _ROW.fullmatch(origin)
    if listed is None or not 0 < int(listed[1]) <= len(evaluation.indicators):
        return origin
    key = listed[2] or ""
    words = words_of(row_path(row_names(evaluation)[int(listed[1]) - 1], key))
    return words if key else f"指标{words}"


def evidence(project: Project, name: str) -> Evidence:
    """The evidence of the sentence of that id. Raises InputError where it is gone."""
    view = project.look()
    notes = _notes(project)
    section_id, p, s = sentence_at(view.draft, name)
    section = view.draft.section(section_id)
    paragraph = section.paragraphs[p]
    sentence = paragraph.sentences[s]
    rows = {row.id: row for row in view.card.indicators}
    by_id = {fact.id: fact for fact in view.facts}
    grounds = []
    for i in sentence.facts:
        fact = by_id.get(i)
        if fact is None:
            continue
        row = rows.get(fact.indicator)
        computed = row is not None and fact.role in {"row", "deviation", "points", "completion"}
        grounds.append(
            Ground(
                i,
                fact.text,
                _in_words(fact.origin, view.evaluation),
                row.explanation if row and computed else "",
                (place := field_at(fact.origin)),
                notes(place),
            )
        )
    return Evidence(
        name, sentence.text, f"{SOURCE_NAMES[paragraph.source]}起草" if paragraph.source != "human" else "人工改定",
        sentence.author, sentence.edited.replace("T", " ")[:16], sentence.note, tuple(grounds),
        view.draft.model if paragraph.source == "llm" else "",
    )  # fmt: skip


def _notes(project: Project) -> Callable[[str], str]:
    """What the data file notes behind the line of a value: the import writes there where it was read."""
    located = read_located(project.data)
    lines = decode(read_bytes(project.data), "").splitlines()

    def note(place: str) -> str:
        path = tuple(int(part) if part.isdigit() else part for part in place.split("/"))
        number = located.lines.get(path)
        said = _BEHIND.search(lines[number - 1]) if number and number <= len(lines) else None
        return said[1].strip() if said else ""

    return note
