"""The whole way back: an edited file in, its edits merged into the project, everything told."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from assistant.aside import aside
from assistant.facts import Fact
from assistant.history import Revision, data_text
from assistant.intake import read
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.model.finding import Finding
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title
from assistant.report.story import own_lines
from assistant.review.alignment import key
from assistant.review.already import held, newly_written, with_rows_as_now
from assistant.review.basis import Basis, find_basis, ruleset_of, scored
from assistant.review.checking import check_report, in_paragraphs
from assistant.review.compare import attribute, edited_lines
from assistant.review.data_change import DataChange
from assistant.review.locate import ABOVE, SURE, FixedChange, Located, locate
from assistant.review.merge import Change, Choice, Conflict, Line, build, lines_of, merge
from assistant.review.refresh import refreshed
from assistant.review.regenerate import without_people
from assistant.review.settling import data_changes, settle_data
from assistant.review.support import Doubt, cleared_of_colour, supported
from assistant.review.wordless import wordless
from assistant.word.edited import (
    Beside,
    EditedDocument,
    EditedParagraph,
    EditedTable,
    Remark,
    Unread,
)
from assistant.word.tally import tally
from assistant.word.threads import open_threads
from assistant.word.walk import NOTE, UNSEEN_NAMES

#: what the catalogue finds in the file, held against some data
_Find = Callable[[Evaluation], tuple[Finding, ...]]
_ENDS = frozenset("。！？；")
_GONE = "“{title}”整节连标题删去，以后出稿不再印；不是有意删去的，请 jixiao undo"
_INTO = "“{title}”的标题删去，文字并入“{into}”，以后照此印"
_OUTSIDE = "“{words}”写在附件上，出稿时附件按数据重新生成，不会带上；要留的，请在定稿里再加"
_LABEL = (
    "（《人工智能生成合成内容标识办法》要求的显式标识由此去掉，由使用者负责；文件属性里的标识仍在）"
)
_BESIDE = "“{words}”写在表的{where}，出稿时印在这一节的文字里、表题的前面"
_LINE_NAMES = {
    "above": "标题上面的一行", "title": "标题", "addressee": "主送机关", "signature": "署名", "date": "成文日期",
    "table": "表题", "note": "表注", "ai": "说明",
}  # fmt: skip


class Asker(Protocol):
    """A person who can be asked."""

    def conflict(self, conflict: Conflict) -> Choice:
        """Which of two readings is to stand."""
        ...

    def data(self, change: DataChange) -> bool:
        """Whether a change may be written into the data."""
        ...

    def missing(self, section: str) -> bool:
        """Whether a section that is gone from the file was meant to go."""
        ...

    def section(self, text: str, guess: str, choices: Sequence[str]) -> str:
        """The section a paragraph belongs to that could not be placed surely."""
        ...


@dataclass(frozen=True, slots=True)
class Review:
    """What came of it. `card` is the score after applied data changes, `before` the one before them.

    `lines` say, in Chinese, what was done to the lines around the text and will be printed so.
    """

    basis: Basis
    located: Located
    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    data_changes: tuple[DataChange, ...]
    kept: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    draft: Draft
    before: Scorecard
    card: Scorecard
    facts: tuple[Fact, ...]
    revision: Revision | None
    lines: tuple[str, ...] = ()
    #: whether this very file was read before
    again: bool = False


def take_back(
    path: Path,
    data: Path | None = None,
    *,
    asker: Asker | None = None,
    consent: bool = False,
    check: bool = True,
) -> Review:
    """Reads an edited report and merges it into its project.

    Without `asker` nothing is asked: text is taken in, both readings of a conflict are kept and marked,
    and changes to the data are listed, applied only with `consent`. `check` runs the fault catalogue
    over the new text. Raises InputError as reading does.
    """
    basis = find_basis(path, data)
    with ExitStack() as stack:
        # most edits change no data: the catalogue runs over the file while they are merged. It starts before
        # the lock is taken: no process but this one may hold that
        find = stack.enter_context(_ahead(basis)) if check else _nothing
        stack.enter_context(basis.workspace.writing(f"review {path.name}"))
        # what another command wrote while this one waited counts
        basis = replace(basis, evaluation=read(basis.data))
        again = path.exists() and basis.workspace.is_untouched(path)
        made = replace(_taken(basis, asker, find, consent=consent), again=again)
        _keep_remarks(basis)
        basis.workspace.remember_read(path, basis.package.data)
        return made


def _nothing(_: Evaluation) -> tuple[Finding, ...]:
    return ()


@contextmanager
def _ahead(basis: Basis) -> Iterator[_Find]:
    """The catalogue over the edited file and the data as they are, begun now; run again if the data become others."""

    def findings(evaluation: Evaluation) -> tuple[Finding, ...]:
        ruleset = ruleset_of(evaluation, basis.data, basis.printed)
        return check_report(basis.package, ruleset, evaluation)

    with aside(lambda: findings(basis.evaluation)) as begun:
        yield lambda now: begun() if now == basis.evaluation else findings(now)


def _taken(basis: Basis, asker: Asker | None, find: _Find, *, consent: bool) -> Review:
    located = locate(basis.edited, basis.skeleton)
    if asker is not None:
        located = _asked_about(located, basis.draft, asker)
    base = lines_of(basis.draft)
    located, gone = _without_deleted(located, asker)
    merged_into = dict(located.merged)
    theirs = _with_missing(edited_lines(located, basis.draft, basis.edited), base, located)
    current = basis.workspace.load_draft() or basis.draft
    settle = asker.conflict if asker is not None else _both
    merged = merge(base, lines_of(current), theirs, settle)
    changes = attribute(merged.changes, basis.edited)
    text_before = data_text(basis.data)
    settled, evaluation = settle_data(
        basis,
        tuple(
            with_rows_as_now(
                data_changes(basis, located, changes),
                basis.printed.evaluation,
                basis.evaluation,
            )
        ),
        asker.data if asker is not None else None,
        consent=consent,
    )
    card, facts = scored(evaluation, basis.data, basis.printed)
    before = card
    if evaluation is not basis.evaluation:
        before, _ = scored(basis.evaluation, basis.data, basis.printed)
    fixed, lines_said = _fixed_lines(basis, located, current, settled)
    lines_said += tuple(_divided(base, theirs, changes))
    lines_said += tuple(_noted(changes))
    lines_said += tuple(_emptied(base, theirs, (*gone, *merged_into)))
    lines_said += tuple(_follow(basis, located, evaluation))
    lines_said += tuple(_GONE.format(title=plain_title(section)) for section in gone)
    lines_said += tuple(
        _INTO.format(title=plain_title(section), into=plain_title(into))
        for section, into in located.merged
    )
    lines_said += tuple(_beside_tables(basis.edited, changes))
    draft = replace(
        _shaped(build(merged.lines, current), base, theirs),
        headings=_headings(basis, located, current, (*gone, *merged_into)),
        fixed=fixed,
    )
    if any(map(newly_written, settled)):
        draft = refreshed(basis.workspace, draft, card, facts, basis.printed.facts)
    printed = frozenset(key(line.text) for line in base)
    # only of what still stands as it was printed: of other words nobody took the colour away
    cleared = cleared_of_colour(basis.draft, tally(basis.package)) & {key(t.text) for t in theirs}
    draft, doubts = supported(draft, facts, _touched(changes), printed, _halves(changes), cleared)
    lines_said += tuple(
        f"去掉了底色，按已核实记：“{line.text.strip()}”"
        for line in theirs
        if key(line.text) in cleared
    )
    findings: tuple[Finding, ...] = ()
    if changes:
        paragraphs = _edited_paragraphs(located, _touched(changes))
        # what was written into the data this moment stands in the file's tables as it was: they are printed anew
        written = {w for c in settled if c.state == "applied" for w in (c.after, c.new) if w}
        findings = tuple(
            finding
            for finding in in_paragraphs(find(evaluation), paragraphs)
            if not any(finding.evidence and finding.evidence in words for words in written)
        )
    kept = _kept(basis, located, settled, draft.headings, cleared)
    review = Review(
        basis, located, changes, merged.conflicts, settled, kept, doubts, findings,
        human_remarks(basis.edited.remarks), draft, before, card, facts, None, lines_said,
    )  # fmt: skip
    return replace(review, revision=_record(review, current, text_before))


def _keep_remarks(basis: Basis) -> None:
    """What people remarked and nobody settled stands in the next report too."""
    before = basis.workspace.load_threads()
    now = open_threads(basis.edited, before)
    if now != before:
        basis.workspace.save_threads(now)


def _asked_about(located: Located, draft: Draft, asker: Asker) -> Located:
    """The doubtful paragraphs where a person says they belong."""
    choices = [section.id for section in draft.sections]
    return replace(
        located,
        placed=tuple(
            replace(p, section=asker.section(p.reading.text, p.section, choices), sure=1.0)
            if p.sure < SURE
            else p
            for p in located.placed
        ),
    )


def _both(conflict: Conflict) -> Choice:
    return "both"


def human_remarks(remarks: Sequence[Remark]) -> tuple[Remark, ...]:
    """The comments that a person wrote, or replied to."""
    return tuple(r for r in remarks if r.by_people)


def _without_deleted(located: Located, asker: Asker | None) -> tuple[Located, tuple[str, ...]]:
    """The sections that a person took out, heading and all, are missing no longer; and which those are.

    A person who can be asked says so. Else it is told by the bookmarks: where those of most other sections
    still stand, no program lost it.
    """
    if asker is not None:
        gone = tuple(section for section in located.missing if asker.missing(section))
    else:
        ways = {placed.section: placed.how for placed in located.placed}
        kept = sum(how == "bookmark" for how in ways.values())
        sure = kept > len(ways) / 2 and len(located.missing) < len(ways) / 2
        gone = located.missing if sure else ()
    missing = tuple(section for section in located.missing if section not in gone)
    return replace(located, missing=missing), gone


def _with_missing(
    theirs: tuple[Line, ...], base: Sequence[Line], located: Located
) -> tuple[Line, ...]:
    """A section of which nothing was found, and that nobody took out, stays."""
    lines = list(theirs)
    order = list(dict.fromkeys(line.section for line in base))
    number = 1 + max((line.paragraph for line in theirs), default=0)
    for section in located.missing:
        own = [
            replace(line, paragraph=number + line.paragraph)
            for line in base
            if line.section == section
        ]
        earlier = set(order[: order.index(section)]) if section in order else set()
        at = max((n + 1 for n, line in enumerate(lines) if line.section in earlier), default=0)
        lines[at:at] = own
    return tuple(lines)


def _headings(
    basis: Basis, located: Located, current: Draft, gone: Sequence[str]
) -> dict[str, str]:
    """Titles a person changed, by the outline's own words; empty for those of sections they took out."""
    headings = basis.printed.evaluation.headings
    shown = _titles(basis)
    renamed = dict(current.headings)
    for change in located.fixed:
        title = shown.get(change.before)
        if title is not None and change.after.strip():
            renamed[title] = change.after.strip()
    deleted = {shown[c.before] for c in located.fixed if c.before in shown and not c.after}
    for n, heading in enumerate(headings):
        under = list(
            itertools.takewhile(lambda other, h=heading: other.level > h.level, headings[n + 1 :])  # type: ignore[misc]
        )
        sections = [s for h in (heading, *under) for s in h.sections]
        whole = bool(sections) and all(s in gone for s in sections)
        if heading.title in deleted and whole and not any(h.tables for h in (heading, *under)):
            renamed[heading.title] = ""
    return renamed


def _shaped(draft: Draft, base: Sequence[Line], theirs: Sequence[Line]) -> Draft:
    """The draft, with those sections marked whose sentences or paragraphs a person took out or moved."""
    before, after = _paragraphs(base), _paragraphs(theirs)
    changed = {s for s in {*before, *after} if before.get(s) != after.get(s)}
    return replace(
        draft,
        sections=tuple(replace(s, shaped=True) if s.id in changed else s for s in draft.sections),
    )


def _divided(
    base: Sequence[Line], theirs: Sequence[Line], changes: Sequence[Change]
) -> Iterator[str]:
    """Sections whose paragraphs a person cut or joined, and whose words are the same."""
    yield from _joined(base, theirs, {change.section for change in changes})
    before, after = _paragraphs(base), _paragraphs(theirs)
    edited = {change.section for change in changes}
    for section in before:
        old, new = before[section], after.get(section, [])
        if section not in edited and old != new and "".join(old) == "".join(new):
            yield f"“{plain_title(section)}”由{len(old)}段改为{len(new)}段，以后照此分段"


def _joined(base: Sequence[Line], theirs: Sequence[Line], sections: set[str]) -> Iterator[str]:
    """Paragraphs cut or joined between sentences that stand unchanged, in sections whose words are others."""
    then, now = _together(base), _together(theirs)
    for section in sections:
        found = [
            now[pair]
            for pair, same in then.items()
            if pair[0] == section and now.get(pair, same) != same
        ]
        for same, words in ((True, "并段"), (False, "分段")):
            if n := found.count(same):
                yield f"“{plain_title(section)}”{words}{n}处，以后照此分段"


def _together(lines: Sequence[Line]) -> dict[tuple[str, str, str], bool]:
    """Whether two sentences that follow one another in a section stand in one paragraph."""
    return {
        (one.section, key(one.text), key(other.text)): one.paragraph == other.paragraph
        for one, other in itertools.pairwise(lines)
        if one.section == other.section
    }


def _noted(changes: Sequence[Change]) -> Iterator[str]:
    """Footnotes and endnotes that a person set: printed in the text, in brackets."""
    for change in changes:
        for note in NOTE.findall(change.after):
            if note not in change.before:
                yield f"脚注或尾注“{note}”以后印在正文里，写作“〔注：…〕”；要作脚注的，请在定稿里再加"


def _emptied(base: Sequence[Line], theirs: Sequence[Line], gone: Sequence[str]) -> Iterator[str]:
    """Sections whose heading stands and of which no sentence is left: the next draft asks for them."""
    left = {line.section for line in theirs}
    for section in dict.fromkeys(line.section for line in base):
        if section not in left and section not in gone:
            yield f"“{plain_title(section)}”里已没有一句话，出稿时会印【待补充】，请补写，或连标题一起删去"


def _follow(basis: Basis, located: Located, evaluation: Evaluation) -> Iterator[str]:
    """Lines that nobody touched and that read otherwise by the changed data: the title bears whoever signs."""
    touched = {change.mark for change in located.fixed}
    then, now = (own_lines(e, basis.draft) for e in (basis.evaluation, evaluation))
    for name in ("title", "addressee", "signature"):
        if name not in touched and then[name] != now[name] and name not in basis.draft.fixed:
            words = "".join(now[name].split("\n"))
            also = "，正文开头的自称也随之改" if name == "title" else ""
            yield f"{_LINE_NAMES[name]}随数据改为“{words}”{also}；不该改的，请 jixiao undo"


def _beside_tables(edited: EditedDocument, changes: Sequence[Change]) -> Iterator[str]:
    """New lines between a table and its caption or right below it: the next draft has a section's words before its table."""
    added = {key(change.after) for change in changes if change.kind == "added" and change.after}
    blocks = [b for b in edited.blocks if isinstance(b, EditedTable) or b.text().strip()]
    below = False
    for n, block in enumerate(blocks):
        if isinstance(block, EditedTable):
            below = True
            continue
        above = n + 1 < len(blocks) and isinstance(blocks[n + 1], EditedTable)
        own = any(words in key(block.text()) for words in added)
        if own and (below or above):
            yield _BESIDE.format(words=block.text().strip(), where="下面" if below else "上面")
        below = below and (own or block.text().lstrip().startswith("注"))


def _paragraphs(lines: Sequence[Line]) -> dict[str, list[str]]:
    """The paragraphs of each section, without white space."""
    found: dict[str, dict[int, str]] = {}
    for line in lines:
        own = found.setdefault(line.section, {})
        own[line.paragraph] = own.get(line.paragraph, "") + key(line.text)
    return {section: list(texts.values()) for section, texts in found.items()}


def _fixed_lines(
    basis: Basis, located: Located, current: Draft, data: Sequence[DataChange]
) -> tuple[dict[str, tuple[str, str]], tuple[str, ...]]:
    """The lines around the text that a person rewrote or took out, and what is said of them.

    One that shows a value of the data is printed as it was written even where nobody has yet agreed to
    change the data; where a person said no to that, the data's own words stay.
    """
    fixed, said = dict(current.fixed), []
    titles = _titles(basis)
    for change in located.fixed:
        if change.before in titles and change.after.strip():
            said.append(f"标题“{change.before}”改为“{change.after.strip()}”，以后照此印")
            there = current.headings.get(titles[change.before], "")
            said += _other_words("标题", change, there)
    refused = {c.before for c in data if c.origin == "fixed" and c.state == "refused"}
    for change in located.fixed:
        if not change.mark or change.before in refused:
            continue
        then = basis.draft.fixed.get(change.mark)
        own = then[0] if then and key(then[1]) == key(change.before) else change.before
        fixed[change.mark] = (own, change.after.strip())
        if change.mark == ABOVE and not change.before:
            said.append(f"标题上面加了“{'／'.join(change.after.split())}”，以后照印在标题上面")
            continue
        name = _LINE_NAMES.get(change.mark.partition("_")[0], "正文外的一行")
        said += _other_words(name, change, current.fixed.get(change.mark, ("", ""))[1])
        kept = f"改为“{_in_one_line(change.after)}”，以后照此印"
        gone = f"被删去，以后出稿不再印{_LABEL if change.mark == 'ai_note' else ''}"
        said.append(f"{name}“{_in_one_line(change.before)}”{kept if change.after else gone}")
    return fixed, tuple(said)


def _other_words(name: str, change: FixedChange, there: str) -> Iterator[str]:
    """Where somebody had put other words in that place since the file was printed: nobody's are replaced unsaid."""
    if there and change.after and key(there) not in {key(change.before), key(change.after)}:
        yield (
            f"冲突（{name}）：“{_in_one_line(change.before)}”先已改为“{_in_one_line(there)}”，这次改为"
            f"“{_in_one_line(change.after)}”；以后照后一种印，要用前一种请在下一稿里改回"
        )


def _in_one_line(text: str) -> str:
    """Lines of a signature or a title as they are told."""
    return "／".join(filter(None, map(str.strip, text.splitlines())))


def _touched(changes: Sequence[Change]) -> frozenset[str]:
    return frozenset(key(c.after) for c in changes if c.after and c.kind != "moved")


def _halves(changes: Sequence[Change]) -> frozenset[str]:
    """What is left of a sentence of which only words were taken out, its end among them."""
    whole = [key(c.before) for c in changes if c.before and key(c.before)[-1:] in _ENDS]
    left = [key(c.after) for c in changes if c.kind in {"changed", "added"}]
    return frozenset(
        words
        for words in left
        if words and words[-1] not in _ENDS and any(words in before for before in whole)
    )


def _edited_paragraphs(located: Located, touched: frozenset[str]) -> frozenset[int]:
    """The numbers of the paragraphs that hold new text."""
    return frozenset(
        number
        for placed in located.placed
        if any(text in key(placed.reading.text) for text in touched)
        for number in placed.reading.numbers
    )


def _kept(
    basis: Basis,
    located: Located,
    data: Sequence[DataChange],
    headings: Mapping[str, str],
    cleared: frozenset[str],
) -> tuple[str, ...]:
    """Words of a person that neither the draft nor the data have a place for."""
    titles = _titles(basis)
    placed = {change.before for change in data if change.origin == "fixed"}
    kept = [
        f"{change.before} → {change.after}"
        for change in located.fixed
        if change.after and not change.mark
        and change.before not in titles and change.before not in placed
    ]  # fmt: skip
    unprinted = {shown for shown, own in titles.items() if headings.get(own) == ""}
    kept += [
        f"{'标题' if c.before in titles else '固定文字'}“{c.before}”被删去，出稿时仍会印上"
        for c in located.fixed
        if not c.after and not c.mark and c.before not in unprinted
    ]
    kept += [f"标题“{t}”挪了位置，出稿时仍按提纲的次序" for t in located.moved]
    kept += [_OUTSIDE.format(words=_in_one_line(words)) for words in located.outside]
    kept += [f"页眉页脚：{m}" for m in basis.edited.margins if m not in basis.skeleton.margins]
    kept += [
        f"划了删除线（不是修订）的文字还在正文里，出稿照印、不带删除线，要删请直接删去：{words}"
        for words in _struck(basis.edited)
    ]
    printed = [part.text for part in basis.skeleton.parts]
    now = [b.text() for b in basis.edited.blocks if isinstance(b, EditedParagraph)]
    beside = [b for b in basis.skeleton.beside if not _of_cleared(b, cleared)]
    kept += wordless(beside, basis.edited.beside, printed, now)
    kept += [f"有{one.kind}，没有读（{one.where}）：{one.text}" for one in _unread(basis.edited)]
    kept += [
        f"{c.label}：{c.after}" for c in data if c.state == "cannot" and not c.place and c.after
    ]
    return tuple(dict.fromkeys(kept))


def _of_cleared(one: Beside, cleared: frozenset[str]) -> bool:
    """A colour that a person took away to say that the sentence holds: told already, and kept."""
    return one.kind == "emphasis" and any(words in key(one.at) for words in cleared)


def _titles(basis: Basis) -> dict[str, str]:
    """The headings as they were printed, each with the outline's own words."""
    headings = basis.printed.evaluation.headings
    shown = {basis.draft.headings.get(h.title, h.title): h.title for h in headings}
    return {words: own for words, own in shown.items() if words}


def _unread(edited: EditedDocument) -> Iterator[Unread]:
    """Words that are no part of the text, less lines of contents that only repeat the body's headings."""
    lines = {key(b.text()) for b in edited.blocks if isinstance(b, EditedParagraph)} | {"目录"}
    for one in edited.unread:
        if one.kind != UNSEEN_NAMES["contents"] or key(one.text).rstrip("0123456789") not in lines:
            yield one


def _struck(edited: EditedDocument) -> Iterator[str]:
    """Words that are struck out without tracking, paragraph by paragraph, those of cells too."""
    for block in edited.blocks:
        paragraphs = (
            [block]
            if isinstance(block, EditedParagraph)
            else [p for row in block.rows for cell in row.cells for p in cell.paragraphs]
        )
        yield from (p.struck.strip() for p in paragraphs if p.struck.strip())


def _told(review: Review) -> Iterator[str]:
    """Everything that a person did, one line an act: what the history holds."""
    yield from (f"{c.section}：{c.before} → {c.after}" for c in review.changes)
    yield from review.lines
    for change in review.data_changes:
        if held(change):
            continue
        yield f"{change}（{'已写入' if change.state == 'applied' else '没有写入数据'}）"
    for remark in review.remarks:
        for one in (remark, *remark.replies):
            yield f"批注（{one.author}）：{one.text}"


def _new(review: Review, lines: tuple[str, ...], *, first: bool) -> bool:
    """Whether the history lacks this, though the draft is the same: the same file may be read twice."""
    if first and review.changes:
        return True
    if not (lines or review.kept):
        return False
    history = review.basis.workspace.history
    return not any(
        set(lines) <= set(kept.lines) and set(review.kept) <= set(kept.kept)
        for kept in history.all()
    )


def _record(review: Review, current: Draft, before: str) -> Revision | None:
    """Keeps the merged state, where anything is new. `before` is the data file as it was."""
    basis = review.basis
    applied = [change for change in review.data_changes if newly_written(change)]
    first = basis.workspace.load_draft() is None
    lines = tuple(_told(review))
    if review.draft == current and not applied and not _new(review, lines, first=first):
        return None
    if first:
        basis.workspace.save_draft(basis.draft)
    if basis.workspace.load_program() is None:
        # a file that came alone: the next draft must know what was printed, and on which facts
        basis.workspace.save_program(without_people(basis.draft), basis.printed.facts)
    authors = list(dict.fromkeys(c.author for c in review.changes if c.author))
    what = f"采入“{basis.package.path.name}”：文字{len(review.changes)}处，数据{len(applied)}项"
    revision = Revision(
        0, 0, "", what, "、".join(authors), review.draft, data_text(basis.data),
        lines, review.kept, basis.package.path.name,
    )  # fmt: skip
    return basis.workspace.record(revision, data_before=before)
