"""The one reader of talk: a line and what is open become typed acts. No model, no terminal, no file.

Order of reading: a command or a pasted block; numbered answers; consent and refusal; talk that is not
about the data; questions and suppositions; rows added, deleted, renamed; labelled words (原因是…);
amounts and days beside a name; and at last an answer to the question asked. A target is what the words
name, or what is asked, clicked or waiting: never what was spoken of last.
"""

from __future__ import annotations

from functools import partial

from assistant.chat.acts import Act, State
from assistant.chat.understanding.accounted import accounted_for
from assistant.chat.understanding.apart import acts_apart
from assistant.chat.understanding.around import said_plainly
from assistant.chat.understanding.clearing import clearing
from assistant.chat.understanding.commands import as_a_whole, slash_command
from assistant.chat.understanding.consent import settled_acts
from assistant.chat.understanding.dialect import in_standard
from assistant.chat.understanding.lacking import lacking_acts
from assistant.chat.understanding.numbered import chosen_act, numbered_acts, without_list_mark
from assistant.chat.understanding.piecewise import piecewise
from assistant.chat.understanding.put_back import put_back
from assistant.chat.understanding.questions_put import question_mark
from assistant.chat.understanding.rows import addition, additions, deletion, deletions, renaming
from assistant.chat.understanding.same_as import same_as
from assistant.chat.understanding.sentences import own_sentence, revising
from assistant.chat.understanding.set_right import said_instead, told_wrong
from assistant.chat.understanding.statements import statements
from assistant.chat.understanding.supported import supported
from assistant.chat.understanding.suppositions import supposition
from assistant.chat.understanding.wishes import by_pressure, invention_asked
from assistant.chat.understanding.wording import PUNCTUATION, as_said
from assistant.patterns import regex


def understand(line: str, state: State) -> tuple[Act, ...]:
    """The acts of one line, in order; never none. The first gives the line its kind."""
    from assistant.chat.pasted import is_block

    if is_block(line):
        return (Act("add", name="block", text=line),)
    if own := own_sentence(line, as_said(line)):
        return (own,)
    line = said_plainly(in_standard(line))
    text = as_said(line)
    if command := slash_command(line):
        return (command,)
    if not PUNCTUATION.sub("", text):
        return (Act("question", name="help") if "?" in text else Act("unclear", name="empty"),)
    if numbered := numbered_acts(line, state, understand):
        return numbered
    if (bare := without_list_mark(line)) != line:
        return understand(bare, state)
    if chosen := chosen_act(text, state):
        return (chosen,)
    if settled := put_back(text, state) or settled_acts(line, text, state, understand):
        return accounted_for(text, state, settled)
    if (
        apart := clearing(text, state)
        or additions(text, state)
        or told_wrong(text, state)
        or acts_apart(line, text, state, understand)
    ):
        return accounted_for(text, state, apart)
    if several := deletions(text, state):
        return accounted_for(text, state, several)
    acts = accounted_for(text, state, _first_look(line, text, state))
    if any(act.kind == "unclear" or _holds_a_label(act) for act in acts) or (
        acts[0].kind == "question" and not question_mark(text)
    ):
        return _second_look(text, state) or acts
    return acts


def _holds_a_label(act: Act) -> bool:
    """Whether words that were taken hold a key of another place: …二次加固责任单位不变时限今年六月底前."""
    return act.path.endswith((".原因", ".措施")) and bool(_LABEL.search(act.value))


_LABEL = regex(r"责任单位|时限|措施(?=是|写|就)|原因(?=是|写|就)")


def _first_look(line: str, text: str, state: State) -> tuple[Act, ...]:
    """The line as one thing, or as statements."""
    for reader in (
        as_a_whole,
        by_pressure,
        revising,
        invention_asked,
        supposition,
        deletion,
        addition,
        renaming,
    ):
        if act := reader(text, state):
            return supported(text, state, (act,))
    return supported(text, state, statements(line, text, state))


def _second_look(text: str, state: State) -> tuple[Act, ...]:
    """What was left open once more: by what is still lacking, what is set right, or clause by clause."""
    for whole in (lacking_acts, same_as):
        if acts := whole(text, state):
            return acts
    for reader in (said_instead, partial(piecewise, read=_clause_alone)):
        if acts := reader(text, state):
            return accounted_for(text, state, acts)
    return ()


def _clause_alone(text: str, state: State) -> tuple[Act, ...]:
    return lacking_acts(text, state) or _first_look(text, text, state)
