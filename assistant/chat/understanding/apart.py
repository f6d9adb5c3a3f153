"""Several things in one line: what is a whole act by itself is read by itself, the rest as a line of its own."""

from __future__ import annotations

from dataclasses import replace

from assistant.chat.acts import Act, Reader, State
from assistant.chat.answer_kinds import wanted_at
from assistant.chat.mentions import find_keys, find_names
from assistant.chat.naming import row_names
from assistant.chat.understanding.commands import as_a_whole
from assistant.chat.understanding.questions_put import is_question
from assistant.chat.understanding.rows import (
    addition,
    continues_addition,
    deletion,
    is_kind,
    keeps,
    renaming,
)
from assistant.chat.understanding.sentences import revising
from assistant.lexicon import lexicon
from assistant.patterns import regex
from assistant.values.spoken import amounts_in

_WORDY = frozenset({"cause", "act", "words", "text", "notice"})
_LONG = 18  # letters of an answer in words, which is left whole
_SEPARATED = regex(r"[，,。；;\n]|\s+")


def acts_apart(line: str, text: str, state: State, read: Reader) -> tuple[Act, ...]:
    """The acts of a line of several parts, one of which at least is a whole act: 蜂箱改2090 另外培训那行删掉.

    () where the line is one thing, or has no such part.
    """
    asked = state.pointed or state.asking
    parts = [p for whole in _SEPARATED.split(text) for p in _behind_deletion(whole, state) if p]
    if len(parts) < 2:  # noqa: PLR2004
        return ()
    if asked and wanted_at(state.evaluation, asked).kind in _WORDY and len(text) > _LONG:
        first = _whole(parts[0], state)
        if first is None or first.kind not in {"add", "delete", "change"}:
            return ()
    groups = _grouped(parts, state)
    if not any(act for act, _ in groups) or (len(groups) < 2 and not any(map(keeps, parts))):  # noqa: PLR2004
        return ()
    out: list[Act] = []
    for act, own in groups:
        said = (" " if act and act.name == "add" else "，").join(own)
        if act is None:
            # behind a whole act words are no answer: 那行不要了 没做问卷
            out += _rest(
                said, state if own is groups[0][1] else replace(state, asking="", pointed=""), read
            )
        else:
            out.append((addition(said, state) or act) if "add" in {act.kind, act.name} else act)
    if any(a.name == "跳过" for a in out):
        out = [a for a in out if a.kind not in {"question", "unclear"}]  # 晓不得咋写，你先跳过
    placed = [a for a in out if a.kind not in {"unclear", "small_talk"}]
    return tuple(out) if placed else ()


def _grouped(parts: list[str], state: State) -> list[tuple[Act | None, list[str]]]:
    """Each whole act with the parts that go on with it, and the parts between them together."""
    groups: list[tuple[Act | None, list[str]]] = []
    for part in parts:
        last = groups[-1] if groups else None
        if last and last[0] and "add" in {last[0].kind, last[0].name} and continues_addition(part):
            last[1].append(part)
            continue
        if last and last[0] and last[0].name == "add" and all(map(is_kind, last[1][1:])):
            last[1].append(part)  # 再加一行社会效益, and now its name
            continue
        if last and last[0] and last[0].kind == "delete" and keeps(part):
            groups.pop()  # 删掉甲 哎别删
            continue
        if last and last[0] and last[0].kind == "delete" and _only_deletes(part):
            continue  # 这条不考核了，删掉
        act = _whole(part, state)
        if act is None and last and last[0] is None:
            last[1].append(part)
        else:
            groups.append((act, [part]))
    return groups


def _only_deletes(part: str) -> bool:
    return part.strip("吧了嘛它 ") in {
        v.rstrip("了") for v in lexicon("conversation_commands")["delete"]["verbs"]
    }


def _whole(part: str, state: State) -> Act | None:
    """The part as one act by itself, or None."""
    for reader in (as_a_whole, addition, deletion, renaming, revising):
        act = reader(part, state)
        if act and act.name == "add":
            return act  # its name is still to come
        if act and act.kind not in {"unclear", "small_talk", "question"}:
            return act
    return None


def _rest(said: str, state: State, read: Reader) -> tuple[Act, ...]:
    """What the other parts say; nothing where they only say why: 批复里头没得."""
    acts = read(said, replace(state, pending=(), waiting=False, choices=()))
    told = bool(
        amounts_in(said) or find_keys(said) or find_names(said, row_names(state.evaluation))
    )
    if all(a.kind in {"unclear", "small_talk"} for a in acts) and not (told or is_question(said)):
        return ()
    return tuple(
        a for a in acts if a.kind not in {"question", "small_talk"} or is_question(said) or told
    )


def _behind_deletion(part: str, state: State) -> list[str]:
    """警示标志那条删掉里程改615: cut behind the verb, where a name stands before it and more behind."""
    verbs = sorted(lexicon("conversation_commands")["delete"]["verbs"], key=len, reverse=True)
    for verb in verbs:
        head, found, tail = part.partition(verb)
        if (
            found
            and tail.strip("了吧嘛 ")
            and amounts_in(tail)
            and find_names(head, row_names(state.evaluation))
        ):
            return [head + found, tail.lstrip("了吧嘛 ")]
    return [part]
