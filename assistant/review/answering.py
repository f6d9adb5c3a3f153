"""`review --answer`: the model chosen, the answered copy written, the questions kept for the staff."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

from assistant.errors import InputError
from assistant.files import keep_copy, write_whole
from assistant.review.answer import Answers, answer
from assistant.review.round_trip import Review
from assistant.workspace import Workspace


def answer_review(
    review: Review,
    *,
    model: str | None = None,
    output: Path | None = None,
    force: bool = False,
    backoff: float = 1.0,
) -> Answers:
    """Answers the open comments of a file that was just read, in a copy beside it.

    `backoff` is the wait in seconds before a failed call is first repeated.

    Raises InputError where the copy would replace a file that a person may have edited, ModelError
    where the model cannot be reached.
    """
    from assistant.llm.endpoint import choose

    basis = review.basis
    source = basis.package.path
    target = output or source.with_name(f"{source.stem}.答复稿.docx")
    if target.resolve() == source.resolve():
        raise InputError(f"{target}：与改稿同名，改稿不能覆盖，请用 -o 另写一个文件名")
    if not force and not basis.workspace.is_untouched(target):
        raise InputError(
            f"{target}：文件已存在，可能有人改过，请用 -o 换一个文件名，或加 --force 覆盖"
        )
    choice = choose(model)
    with ExitStack() as stack:
        replies = None
        if choice.kind != "none":
            from assistant.config import load_config
            from assistant.intake.whole_text import private_words, whole_text
            from assistant.llm.calls import CallLog
            from assistant.llm.gate import Passage, open_gate
            from assistant.review.reply_model import ModelReplies

            settings = load_config()
            basis.workspace.make()
            material = [Passage(fact.text, str(fact.origin)) for fact in review.facts]
            material += [Passage(text, place) for place, text in whole_text(source)]
            client = stack.enter_context(
                open_gate(choice, settings, material=material,
                          private=(*review.card.evaluation.drafting.private, *private_words(source)),
                          own=review.card.evaluation.own_names,
                          log=CallLog(basis.workspace.log_path), backoff=backoff)
            )  # fmt: skip
            replies = ModelReplies(client)
        made = answer(
            basis.package,
            basis.edited,
            review.located,
            card=review.card,
            facts=review.facts,
            model=replies,
        )
    with basis.workspace.writing(f"review --answer {source.name}"):
        if force and target.exists():
            keep_copy(target)
        write_whole(target, made.data)
        basis.workspace.remember_answer(target)
        _keep_questions(basis.workspace, made)
    return replace(made, output=target)


def _keep_questions(workspace: Workspace, made: Answers) -> None:
    """The questions stay in the work folder, for whoever fills in the data."""
    value = {"version": 1, "questions": [asdict(question) for question in made.questions]}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    write_whole(workspace.folder / "questions.json", text.encode(), mode=0o600)
