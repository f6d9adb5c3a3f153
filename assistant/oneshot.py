"""`jixiao draft` in one piece: data in, scores, facts, a model's or the rules' draft, a Word report out.

People's sentences of an earlier draft stay. A report that a person edited is not written over unless
told to. What a broken-off draft got done is kept in the work folder.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import InputError
from assistant.files import keep_copy, write_whole
from assistant.history import Revision, data_text
from assistant.intake.unit import NAME
from assistant.model.draft import Draft
from assistant.model.scorecard import Scorecard
from assistant.model.sections import SECTIONS, plain_title, sections_named
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.config import Config
    from assistant.facts import Fact
    from assistant.llm.endpoint import ModelChoice
    from assistant.llm.gate import Passage
    from assistant.llm.progress import Progress
    from assistant.report.annex import Annex
    from assistant.review.checking import Standing
    from assistant.word.package import Package
    from assistant.word.threads import Thread

ANNEXES = ("scores", "form")


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. `model` as `endpoint.choose` takes it; empty for the usual order.

    `choice` takes the place of `model` where it is settled already (for a batch, once for all its projects);
    `card` are the data as the caller has just read and scored them.
    `redo` are sections, by title or id, to be written anew though a person wrote in them.
    `finish`: the calls of this draft are done with once it is written; else whoever orders it says when.
    """

    data: Path
    output: Path
    model: str = ""
    rules: str = ""
    template: Path | None = None
    annexes: tuple[str, ...] = ()
    force: bool = False
    allow_marked: bool = False
    redo: tuple[str, ...] = ()
    choice: ModelChoice | None = None
    card: Scorecard | None = None
    finish: bool = True


#: the file in the work folder that says what every sentence of the last report stands on
GROUNDS = "事实依据表.xlsx"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. `flags` are lines for people on sentences they wrote; `why` says how the model was chosen.

    `grounds` is the table of what every sentence stands on; `remarks` counts people's comments that are still open.
    """

    output: Path
    card: Scorecard
    draft: Draft
    flags: tuple[str, ...]
    why: str
    grounds: Path
    remarks: int = 0
    #: the report in hand, as it was just written; None where people's comments were put into it after printing
    report: Package | None = None

    def standing(self) -> Standing:
        """What the report asks of a person and what the catalogue finds in it; nothing is read a second time."""
        from assistant.review.checking import standing, standing_now

        if self.report is None:
            return standing(self.output)
        return standing_now(self.report, self.card.evaluation)

    def as_json(self) -> dict[str, Any]:
        """The object that `draft --json` prints (DESIGN.md)."""
        usage = self.draft.usage
        return {
            "output": str(self.output),
            "model": self.draft.model,
            "sections": [
                {
                    "id": section.id,
                    "source": section.source,
                    "sentences": len(section.sentences),
                    "unsupported": len(section.refused),
                }
                for section in self.draft.sections
            ],
            "calls": usage.calls,
            "tokens": {"prompt": usage.prompt_tokens, "completion": usage.completion_tokens},
            "seconds": round(usage.seconds, 2),
        }


@dataclass(frozen=True, slots=True)
class _Project:
    """The data read and scored, and who drafts."""

    data: Path
    card: Scorecard
    facts: tuple[Fact, ...]
    choice: ModelChoice
    config: Config
    space: Workspace
    before: Draft | None
    redo: frozenset[str]


def produce(order: Order, progress: Progress) -> Outcome:
    """Writes the report. Raises InputError, or DraftStoppedError after keeping what was done."""
    from assistant.drafting.halted import DraftInterrupted, DraftStoppedError

    _check_order(order)
    stamp = stamp_of(order.data)
    project = _read(order)  # a fault of the data is told before anything is made beside them
    halted: DraftInterrupted | DraftStoppedError | None = None
    report: Package | None = None
    with Workspace.beside(order.data).writing(f"draft {order.output.name}"):
        _check_output(order)
        if stamp_of(order.data) != stamp:  # another command wrote while this one waited
            project = _read(replace(order, card=None))
        try:
            fresh = _written(project, order, progress)
        except (DraftStoppedError, DraftInterrupted) as stopped:
            # what was done waits in the work folder; the report of last time stays as it is
            halted, fresh = stopped, stopped.draft
        kept, flags = _with_people(project, fresh)
        waiting = project.space.load_threads()
        if halted is None:
            report = _print(order, project, kept, waiting)
    if halted is not None:
        raise halted
    grounds = project.space.folder / GROUNDS
    return Outcome(
        order.output, project.card, kept, flags, project.choice.why, grounds, len(waiting), report
    )


def try_draft(order: Order) -> None:
    """Drafts, and keeps nothing: for a model whose answers come later, to learn what it would be asked."""
    from assistant.drafting.by_model.writer import write_draft
    from assistant.drafting.halted import DraftStoppedError

    project = _read(order)
    with contextlib.suppress(DraftStoppedError):
        write_draft(
            project.card, project.facts, project.choice, config=project.config, kept=project.before,
            allow_marked=order.allow_marked, sample=_sample(project, order), material=_material(order.data),
        )  # fmt: skip


def shown_prompts(order: Order) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Who would be asked, and each prompt exactly as it would be sent. Nothing is sent."""
    from assistant.drafting.by_model.writer import prompts

    project = _read(order)
    if project.choice.kind == "none":
        return project.choice.title, ()
    shown = prompts(
        project.card,
        project.facts,
        project.choice,
        config=project.config,
        kept=project.before,
        sample=_sample(project, order),
    )
    return project.choice.title, shown


def _read(order: Order) -> _Project:
    from assistant.config import load_config
    from assistant.facts import gather
    from assistant.intake import read
    from assistant.llm.endpoint import choose
    from assistant.rules.loader import for_data
    from assistant.scoring import score

    redo = frozenset(map(_section, order.redo))
    config = load_config()
    card = order.card
    if card is None:
        evaluation = read(order.data)
        card = score(evaluation, for_data(evaluation, order.data, order.rules))
    space = Workspace.beside(order.data)
    choice = order.choice or choose(order.model or None, config=config)
    before = _without(space.load_draft(), redo)
    return _Project(order.data, card, gather(card), choice, config, space, before, redo)


def stamp_of(data: Path) -> tuple[object, ...]:
    """What the reading of a project hangs on: its data, what all of its unit share, the draft of last time."""
    space = Workspace.beside(data)
    files = (data, data.with_name(NAME), space.draft_path)
    return tuple(_state(path) for path in files)


def _state(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _section(words: str) -> str:
    """The id of the one section that is meant."""
    found = sections_named(words)
    if len(found) == 1:
        return found[0]
    if found:
        which = "、".join(plain_title(i) for i in found)
        raise InputError(f"--redo {words}：有几节都对得上：{which}，请写全标题")
    every = "、".join(r.title for r in SECTIONS)
    raise InputError(f"--redo {words}：没有这一节，可写：{every}")


def _without(draft: Draft | None, redo: frozenset[str]) -> Draft | None:
    """The draft of last time, but for the sections that are to be written anew."""
    if draft is None or not redo:
        return draft
    return replace(draft, sections=tuple(s for s in draft.sections if s.id not in redo))


def _check_order(order: Order) -> None:
    """Faults of the call, before anything is spent on a model."""
    if order.output.suffix.lower() != ".docx":
        raise InputError(
            f"{order.output}：报告是 Word 文件，文件名请以 .docx 结尾，如 -o 报告.docx"
        )
    if not order.output.parent.is_dir():
        raise InputError(f"{order.output}：没有文件夹 {order.output.parent}，请先建好或换一个位置")
    if order.output.is_dir():
        raise InputError(f"{order.output}：是一个文件夹，请给出要写的文件名")
    if order.output.resolve() == order.data.resolve():
        raise InputError(f"{order.output}：与数据文件是同一个文件，请换一个名字")
    unknown = [name for name in order.annexes if name not in ANNEXES]
    if unknown:
        raise InputError(f"--annex {unknown[0]}：没有这种附件，可用：{'、'.join(ANNEXES)}")
    if order.template is not None and not order.template.is_file():
        raise InputError(f"{order.template}：没有这个模板文件，可用 jixiao template 生成一份")
    _check_output(order)


def _check_output(order: Order) -> None:
    """A report that a person edited and nobody has read back is not written over unasked."""
    if not order.force and not Workspace.beside(order.data).is_untouched(order.output):
        raise InputError(
            f"{order.output}：这份报告有人改过（或不是本程序写的），不会覆盖。请先 jixiao review {order.output.name} "
            "读回修改，或换一个文件名，或加 --force 覆盖（先留一份 .bak）"
        )


def _written(project: _Project, order: Order, progress: Progress) -> Draft:
    if project.choice.kind == "none":
        from assistant.drafting.by_rules.sections import draft_by_rules

        progress.end()
        return draft_by_rules(project.card, project.facts, project.before)
    from assistant.drafting.by_model.writer import write_draft
    from assistant.llm.calls import CallLog

    project.space.make()
    log = CallLog(project.space.log_path)
    try:
        return write_draft(
            project.card,
            project.facts,
            project.choice,
            progress=progress,
            config=project.config,
            log=log,
            kept=project.before,
            allow_marked=order.allow_marked,
            sample=_sample(project, order),
            material=_material(order.data),
            capable=_is_capable(project),
            finish=order.finish,
        )
    finally:
        progress.end()


def _is_capable(project: _Project) -> bool:
    """Whether the model is one that writes whole sections; the local one never is."""
    from assistant.llm.deferring import is_deferred

    if project.choice.kind != "endpoint" or is_deferred(project.choice):
        return False
    from assistant.drafting.probing import tier

    return tier(project.choice, project.config) == "capable"


def _material(path: Path) -> Iterator[Passage]:
    """All that stands in the data file, its comments too."""
    from assistant.intake.whole_text import whole_text
    from assistant.llm.gate import Passage

    for place, text in whole_text(path):
        yield Passage(text, place)


def _sample(project: _Project, order: Order) -> str:
    """The passage of the past report that 起草.范文 names, from the data file's folder."""
    named = project.card.evaluation.drafting.sample
    if not named or project.choice.kind == "none":
        return ""
    from assistant.drafting.by_model.style import sample_text

    return sample_text(order.data.parent / named)


def _with_people(project: _Project, fresh: Draft) -> tuple[Draft, tuple[str, ...]]:
    from assistant.review.regenerate import flag_lines, human_sections, keep_people

    redone = human_sections(project.space.load_draft()) & project.redo
    kept = keep_people(project.space, fresh, project.card, project.facts, redo=project.redo)
    if redone:
        # their words must be there to go back to
        what = f"重新起草：{'、'.join(sorted(map(plain_title, redone)))}"
        revision = Revision(0, 0, "", what, "起草", kept.draft, data_text(project.data))
        project.space.record(revision)
    else:
        project.space.save_draft(kept.draft)
    return kept.draft, tuple(flag_lines(kept))


def _print(
    order: Order, project: _Project, draft: Draft, waiting: tuple[Thread, ...]
) -> Package | None:
    from assistant.report.document import rendered
    from assistant.word.threads import with_threads

    made = rendered(
        project.card,
        draft,
        project.facts,
        template=order.template,
        annexes=tuple(_annexes(order, project.card)),
    )
    document = with_threads(made.data, waiting)
    if not project.space.is_untouched(order.output):
        keep_copy(order.output)
    write_whole(order.output, document)
    project.space.remember_report(order.output)
    _write_grounds(project, draft)
    return made.package(order.output) if document is made.data else None


def _write_grounds(project: _Project, draft: Draft) -> None:
    """What every sentence stands on, beside the work folder's draft: the report's comments only ask."""
    from assistant.report.ground_sheet import ground_rows, ground_sheet

    rows = tuple(ground_rows(project.card, project.facts, draft))
    write_whole(project.space.make() / GROUNDS, ground_sheet(rows), mode=0o600)


def _annexes(order: Order, card: Scorecard) -> Iterator[Annex]:
    for name in order.annexes:
        if name == "scores":
            from assistant.report.annex import annex_table
            from assistant.scoring.annex import scores_annex

            scores = scores_annex(card)
            yield annex_table(scores.title, scores.columns, scores.rows, notes=scores.notes)
        else:
            from assistant.forms.filled.writing import sheet_for
            from assistant.report.annex import form_annex

            yield form_annex(sheet_for(card))
