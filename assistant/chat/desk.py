"""One project on the table: its data file read afresh, its scorecard, facts and draft, and who may write.

Only `apply` and `keep` change anything, and only the conversation's consent step calls them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.chat.effect import Effect, effect
from assistant.chat.steps import Steps
from assistant.errors import InputError
from assistant.facts import Fact, gather
from assistant.intake.edit_yaml import Change, apply, preview, stored
from assistant.located import Place
from assistant.model.draft import Draft
from assistant.model.evaluation import Evaluation
from assistant.model.scorecard import Scorecard
from assistant.rules.loader import for_data
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.workspace import Workspace

_SEEN = 8  # drafts that proposals may have been made from


@dataclass(frozen=True, slots=True)
class View:
    """The data as they stand at this moment, scored, and as facts."""

    evaluation: Evaluation
    ruleset: RuleSet
    card: Scorecard
    facts: tuple[Fact, ...]


class Desk:
    """The data file `data` (YAML) and its work folder. `rules` takes the place of the file's own rule set."""

    def __init__(self, data: Path, *, rules: str = "") -> None:
        self.data = data
        self.space = Workspace.beside(data)
        self._rules = rules
        self._seen: list[Draft] = []

    def look(self) -> View:
        """Reads the file anew: somebody may have edited it meanwhile. Raises InputError as reading does."""
        from assistant.intake import read

        return self._view(read(self.data))

    def suppose(self, changes: Sequence[Change]) -> Effect:
        """What the changes would do; the file stays as it is. Raises InputError where they do not fit."""
        now = self.look()
        return effect(now.card, self._view(preview(self.data, changes).evaluation).card)

    @property
    def steps(self) -> Steps:
        """What was done, to be taken back."""
        return Steps(self.space, self.data)

    def apply(self, changes: Sequence[Change], title: str) -> View:
        """Writes changes that a person has agreed to, as a step of that title.

        A change that already stands is no fault: a session that was cut off does it once.
        """
        with self.space.writing(f"chat：{title}"):
            due = [change for change in changes if not self._stands(change)]
            if due:
                self.steps.before()
                apply(self.data, due)
                self.steps.after(title)
        return self.look()

    def draft(self) -> Draft | None:
        """The draft that is kept, or None."""
        kept = self.space.load_draft()
        if kept is not None and kept not in self._seen:
            self._seen = [*self._seen[-_SEEN:], kept]
        return kept

    def keep(self, draft: Draft, title: str) -> None:
        """Keeps a draft that a person has agreed to, as a step of that title.

        What a review took in since the draft was proposed stays: the two are merged.
        """
        with self.space.writing(f"chat：{title}"):
            current = self.space.load_draft()
            if draft == current:
                return
            self.steps.before()
            self.space.save_draft(self._with_others(draft, current))
            self.steps.after(title)

    def _with_others(self, draft: Draft, current: Draft | None) -> Draft:
        """The proposal, with what was changed meanwhile in the draft that it was made from."""
        from assistant.review.merge import build, lines_of, merge

        said = {line.text for line in lines_of(draft)}
        near = [(sum(line.text in said for line in lines_of(one)), one) for one in self._seen]
        base = max(near, key=lambda item: item[0], default=(0, current))[1]
        if current is None or base is None or base == current:
            return draft
        merged = merge(lines_of(base), lines_of(current), lines_of(draft), lambda _: "theirs")
        return build(merged.lines, draft)

    def value(self, place: Place) -> str:
        """The value at that place of the file as it stands, "" where there is none."""
        return stored(self.data, place)

    def _stands(self, change: Change) -> bool:
        return self.value(change.place) == change.new

    def _view(self, evaluation: Evaluation) -> View:
        ruleset = for_data(evaluation, self.data, self._rules)
        card = score(evaluation, ruleset)
        return View(evaluation, ruleset, card, gather(card))


def require_yaml(data: Path) -> None:
    """The conversation writes into the data file, so it needs one that it can write: a YAML file."""
    from assistant.intake import YAML_SUFFIXES

    if data.suffix.lower() not in YAML_SUFFIXES:
        raise InputError(
            f"{data}：对话要把回答写进数据文件，请先转成 YAML：jixiao import {data} -o {data.with_suffix('.yaml').name}"
        )
