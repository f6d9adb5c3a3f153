"""Drafts with a model: the rules draft as ground plan, one call a slot, every sentence grounded.

A sentence with a fault goes back once with the fault named; what still has one is left out, and the rules
drafter's sentence stands in its place. Nothing a model says reaches the draft unchecked.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.config import Config
from assistant.drafting.by_model.planning import plan
from assistant.drafting.by_model.slots import Slot
from assistant.drafting.by_model.style import style_text
from assistant.drafting.by_model.whole import needed, write_section
from assistant.drafting.by_model.writing import Written, prompt_for, write_slot
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.drafting.halted import DraftInterrupted, DraftStoppedError
from assistant.errors import ModelError
from assistant.facts import Fact
from assistant.llm.calls import CallLog
from assistant.llm.client import BudgetSpent, Client, UnusableAnswerError
from assistant.llm.endpoint import ModelChoice
from assistant.llm.gate import Passage, open_gate
from assistant.llm.progress import Progress, Silent
from assistant.llm.wire import Stopped
from assistant.model.draft import Draft, Paragraph, Section
from assistant.model.scorecard import Scorecard
from assistant.model.sections import plain_title


def write_draft(
    card: Scorecard,
    facts: Sequence[Fact],
    choice: ModelChoice,
    *,
    progress: Progress | None = None,
    config: Config | None = None,
    log: CallLog | None = None,
    kept: Draft | None = None,
    allow_marked: bool = False,
    sample: str = "",
    backoff: float = 1.0,
    material: Iterable[Passage] = (),
    capable: bool = False,
    finish: bool = True,
) -> Draft:
    """The whole draft. Sections that a person wrote in `kept` stay as they are.

    A `capable` model writes a whole section a call; where it fails at that, and for every other model,
    it is a paragraph a call.

    `sample` is a passage of a past report (`style.sample_text`), to learn wording from. Without `finish` the log
    stays open: the same requests are answered from it until its caller finishes it.

    Raises DraftStoppedError (exit 3) where the model cannot be reached or never answers properly,
    DraftInterrupted on Ctrl-C; both carry what was done. InputError where a classification marking
    forbids sending.
    """
    rules = draft_by_rules(card, facts, kept)
    if choice.kind == "none":
        return rules
    settings = config or Config()
    slots = _open_slots(card, facts, rules)
    if not slots:
        return rules
    if sample:
        material = (*material, Passage(sample, "起草.范文"))
    with open_client(
        card, facts, choice, settings, log, progress, allow_marked, backoff, material
    ) as client:
        style = style_text(card.evaluation.drafting, sample)
        run = _Run(client, style, slots, progress or Silent())
        try:
            if capable:
                run.whole(rules, facts)
            run.work()
        except KeyboardInterrupt:
            client.cancel()
            raise DraftInterrupted(_assemble(rules, run)) from None
        draft = _assemble(rules, run)
        if run.failed is not None:
            raise DraftStoppedError(draft, *run.failed.lines)
    if log is not None and finish:
        log.finish()
    return draft


def prompts(
    card: Scorecard,
    facts: Sequence[Fact],
    choice: ModelChoice,
    *,
    config: Config | None = None,
    kept: Draft | None = None,
    sample: str = "",
) -> tuple[tuple[str, str], ...]:
    """What would be sent, exactly: a label and both messages for each first call. Nothing is sent."""
    settings = config or Config()
    slots = _open_slots(card, facts, draft_by_rules(card, facts, kept))
    client = open_client(card, facts, choice, settings, None, None, True, 1.0)
    style = style_text(card.evaluation.drafting, sample)
    return tuple((s.label, client.shown(prompt_for(s, style)).whole) for s in slots)


def _open_slots(card: Scorecard, facts: Sequence[Fact], rules: Draft) -> tuple[Slot, ...]:
    return tuple(
        slot for slot in plan(card, facts, rules) if rules.section(slot.section).source != "human"
    )


def open_client(
    card: Scorecard,
    facts: Sequence[Fact],
    choice: ModelChoice,
    settings: Config,
    log: CallLog | None,
    progress: Progress | None,
    allow_marked: bool,
    backoff: float = 1.0,
    material: Iterable[Passage] = (),
) -> Client:
    """A client for talk about this project: its private words are known, its limits set."""
    return open_gate(
        choice,
        settings,
        material=(*(Passage(fact.text, str(fact.origin)) for fact in facts), *material),
        private=card.evaluation.drafting.private,
        own=card.evaluation.own_names,
        log=log,
        progress=progress,
        allow_marked=allow_marked,
        backoff=backoff,
    )


@dataclass(slots=True)
class _Run:
    """The slots being worked off, by as many threads as the endpoint allows."""

    client: Client
    style: str
    slots: tuple[Slot, ...]
    progress: Progress
    written: dict[int, Written] = field(default_factory=dict)
    failed: ModelError | None = None
    spent: str = ""
    unusable: UnusableAnswerError | None = None
    unwritten: list[str] = field(default_factory=list)
    #: sections written in one call, by id
    sections: dict[str, Section] = field(default_factory=dict)

    def whole(self, rules: Draft, facts: Sequence[Fact]) -> None:
        """Writes the sections of the open slots in one call each; those that fail are left to the slots."""
        wanted = list(dict.fromkeys(slot.section for slot in self.slots))
        for i, name in enumerate(wanted):
            section = rules.section(name)
            if not needed(section):
                continue
            self.progress.begin(plain_title(name), i, len(wanted))
            try:
                self.sections[name] = write_section(section, facts, self.style, self.client)
            except UnusableAnswerError:
                self.progress.note(f"{plain_title(name)}：模型没有整节写成，改为逐句起草")
            except BudgetSpent as spent:
                self.progress.note(f"{spent}，其余部分按规则起草")
                self.spent = str(spent)
                break
            except Stopped:
                return
            except ModelError as error:
                self.failed = error
                self.client.cancel()
                return
        self.slots = tuple(slot for slot in self.slots if slot.section not in self.sections)

    def work(self) -> None:
        """Works until all slots are done or one has failed for good."""
        jobs: queue.SimpleQueue[int] = queue.SimpleQueue()
        for i in range(len(self.slots)):
            jobs.put(i)
        ended: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        number = min(self.client.concurrency, len(self.slots)) if not self.failed else 0
        for _ in range(number):
            # daemons: an endpoint that hangs must not keep the program from ending
            threading.Thread(target=self._worker, args=(jobs, ended), daemon=True).start()
        broken: BaseException | None = None
        for _ in range(number):
            broken = _wait(ended) or broken
        if broken is not None:
            raise broken
        if self.failed is None and self.unusable is not None and not self.written:
            self.failed = self.unusable
        if self.failed is None:
            for label in self.unwritten:
                self.progress.note(f"{label}：模型没有写成，这一段改按规则起草")

    def _worker(
        self, jobs: queue.SimpleQueue[int], ended: queue.SimpleQueue[BaseException | None]
    ) -> None:
        try:
            while self.failed is None and not self.spent:
                try:
                    i = jobs.get_nowait()
                except queue.Empty:
                    break
                self._one(i)
        except BaseException as error:
            ended.put(error)
        else:
            ended.put(None)

    def _one(self, i: int) -> None:
        slot = self.slots[i]
        self.progress.begin(slot.label, len(self.written), len(self.slots))
        try:
            self.written[i] = write_slot(slot, self.style, self.client)
        except UnusableAnswerError as error:
            # one answer of no use costs one paragraph; all of them cost the draft
            self.unusable = error
            self.unwritten.append(slot.label)
        except BudgetSpent as spent:
            if not self.spent:
                self.progress.note(f"{spent}，其余部分按规则起草")
            self.spent = str(spent)
        except Stopped:
            # another slot failed for good, or a person pressed Ctrl-C: this one just ends
            return
        except ModelError as error:
            self.failed = error
            self.client.cancel()


def _wait(ended: queue.SimpleQueue[BaseException | None]) -> BaseException | None:
    """The next end of a worker; wakes often, so that Ctrl-C is heard on every platform."""
    while True:
        try:
            return ended.get(timeout=0.2)
        except queue.Empty:
            continue


def _assemble(rules: Draft, run: _Run) -> Draft:
    """The rules draft with what the model wrote in its places."""
    by_section: dict[str, list[Written]] = {}
    for written in run.written.values():
        by_section.setdefault(written.slot.section, []).append(written)
    sections = tuple(
        _section(section, by_section[section.id])
        if section.id in by_section
        else run.sections.get(section.id, section)
        for section in rules.sections
    )
    wrote = any(written.kept for written in run.written.values()) or any(
        section.source == "llm" for section in run.sections.values()
    )
    model = run.client.choice.title if wrote else rules.model
    return replace(rules, sections=sections, model=model, usage=run.client.usage)


def _section(section: Section, written: Sequence[Written]) -> Section:
    by_place = {w.slot.place: w for w in written}
    paragraphs: list[Paragraph] = []
    for place, paragraph in enumerate(section.paragraphs):
        found = by_place.get(place)
        paragraphs.extend([paragraph] if found is None else found.over(paragraph))
    refused = tuple(r for w in written for r in w.refused)
    return replace(section, paragraphs=tuple(paragraphs), refused=section.refused + refused)
