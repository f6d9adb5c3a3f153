"""The leader's round: edited Word files read in a copy, every change a card that a person takes or not.

Nothing of an edited file is written before its card is taken. Cards of two people's copies lie side by side; where
a sentence or number has changed since, the card shows both readings. They wait in the work folder.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

from assistant.errors import InputError
from assistant.files import make_private, read_now, write_whole
from assistant.intake.edit_yaml import Addition, Change, Edit, Removal, stored
from assistant.located import Place
from assistant.model.draft import VERIFY, Draft, Sentence
from assistant.model.sections import plain_title
from assistant.review.merge import Line, build, lines_of
from assistant.web.errors import ConflictError
from assistant.web.project import Project
from assistant.word.threads import Thread

_FILE = "page-round.json"
_FOLDER = "returned"
_ALIKE = (
    0.45  # likeness from which a sentence is the one that was changed, in another wording by now
)
_MOST_FILES = 6
#: who answers a comment in Word, and who said what stood below it before
ANSWERER, _EARLIER = "项目单位", "此前的答复"


@dataclass(frozen=True, slots=True)
class Item:
    """One change, number or comment of an edited file. `state` is open, taken, refused or answered."""

    id: str
    kind: str
    who: str
    section: str
    title: str
    before: str
    after: str
    place: Place = ()
    values: tuple[tuple[str, str], ...] = ()
    why: str = ""
    state: str = "open"
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as the page shows it: `now` is another reading that stands by now, "" where there is none."""

    item: Item
    now: str
    diff: tuple[tuple[str, str], ...]
    possible: bool


@dataclass(frozen=True, slots=True)
class Round:
    """All cards, and what was only said about the files."""

    items: tuple[Item, ...] = ()
    notes: tuple[str, ...] = ()


def receive(project: Project, form: FormData) -> str:
    """Reads edited files; their changes become cards. In words what came. Raises InputError for other files."""
    files = [v for _, v in form.multi_items() if isinstance(v, UploadFile) and v.filename]
    if not files or len(files) > _MOST_FILES:
        raise InputError("请放入改过的 Word 报告（.docx），一次最多6份")
    names = [Path(str(f.filename).replace("\\", "/")).name[:60] for f in files]
    for name in names:
        if not name.lower().endswith((".docx", ".docm")):
            raise InputError(f"“{name}”不是 Word 文件，请放入改过的 Word 报告（.docx）")
    inbox = make_private(project.space.make() / _FOLDER)
    items: list[Item] = list(load(project).items)
    notes: list[str] = []
    known = {item.id for item in items}
    for upload, name in zip(files, names, strict=True):
        path = inbox / f"{time.time_ns()}.docx"
        write_whole(path, upload.file.read(), mode=0o600)
        found, said = _read(project, path, name)
        found = [i for i in found if not _was_answered(i, items)]
        told = {(i.who, i.before) for i in found if i.kind == "comment"}
        items = [
            i for i in items
            if i.state == "open" or (i.state == "answered" and (i.who, i.before) not in told)
        ] + [i for i in found if i.id not in known]  # fmt: skip
        known |= {item.id for item in found}
        notes += [f"{name}：{line}" for line in said]
        project.space.remember_read(path, read_now(path))
    _save(project, Round(tuple(items), tuple(dict.fromkeys(notes))))
    count = sum(item.state == "open" for item in items)
    return f"读到{count}处改动和批注，逐处看过再采用。" if count else "没有读到改动。"


def _was_answered(item: Item, items: Sequence[Item]) -> bool:
    """Whether it is a comment that was answered here, and nobody has said more since."""
    return item.kind == "comment" and any(
        i.state == "answered" and (i.who, i.before) == (item.who, item.before)
        and item.after.endswith(f"{ANSWERER}：{i.reply}")
        for i in items
    )  # fmt: skip


def threads(project: Project) -> tuple[Thread, ...]:
    """The comments that were answered, for the next Word file: what was said, on which words, and the answer."""
    found = []
    for item in load(project).items:
        if item.kind == "comment" and item.state == "answered":
            before = ((_EARLIER, item.after),) if item.after else ()
            answers = (*before, (ANSWERER, item.reply))
            found.append(Thread(item.title, item.who or "改稿", item.before, answers))
    return tuple(found)


def _read(project: Project, path: Path, name: str) -> tuple[list[Item], list[str]]:
    """The changes of one file, found in a copy of the project, so that nothing of it is written yet."""
    from assistant.review.round_trip import take_back

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "项目"
        folder.mkdir()
        for one in project.data.parent.glob("*.y*ml"):  # the unit's file and outlines count too
            if one.is_file() and not one.is_symlink():
                shutil.copy(one, folder / one.name)
        if project.space.folder.is_dir():
            shutil.copytree(project.space.folder, folder / project.space.folder.name,
                            ignore=shutil.ignore_patterns("history", "printed", "received", "finals", "lock*"))  # fmt: skip
        try:
            made = take_back(path, folder / project.data.name, check=False)
        except InputError as error:
            raise InputError(
                *(line.replace(str(path), name).replace(f"{folder}/", "") for line in error.lines)
            ) from None
    items: list[Item] = []

    def add(
        kind: str, who: str, section: str, title: str, before: str, after: str, **more: Any
    ) -> None:
        mark = json.dumps(
            [name, kind, who, section, title, before, after, str(more)], ensure_ascii=False
        )
        items.append(
            Item(
                hashlib.sha256(mark.encode()).hexdigest()[:12],
                kind,
                who,
                section,
                title,
                before,
                after,
                **more,
            )
        )

    for c in made.changes:
        if c.kind != "moved" or c.before != c.after:
            add("text", c.author, c.section, plain_title(c.section), c.before, c.after)
    for d in made.data_changes:
        why = d.why if d.possible else d.why or "程序算出来的数，不能直接改"
        new = "、".join(f"{k}：{v}" for k, v in d.values) or d.new or d.after
        add("number", d.author, "", d.label, d.old or d.before, new, place=d.place if d.possible else (),
            values=d.values, why=why)  # fmt: skip
    for r in made.remarks:
        replies = "；".join(f"{a.author}：{a.text}" for a in r.replies)
        add("comment", r.author, "", r.words[:80], r.text, replies)
    return items, [*made.kept, *made.lines, *made.basis.notes]


def shown(project: Project) -> tuple[Shown, ...]:
    """The cards that wait, each with the reading that stands by now."""
    found = []
    draft = project.look().draft
    for item in load(project).items:
        if item.state != "open":
            continue
        now = ""
        if item.kind == "text" and item.before:
            here = _line(draft, item)
            now = "" if here is None or _same(here[1].text, item.before) else here[1].text
        elif (
            item.kind == "number"
            and len(item.place) > 1
            and isinstance(item.place[-1], str)
            and not item.values
        ):
            stands = stored(project.data, item.place)
            now = "" if stands == item.before else stands or "（空）"
        possible = item.kind != "number" or bool(item.place)
        found.append(Shown(item, now, _diff(item), possible))
    return tuple(found)


def notes(project: Project) -> tuple[str, ...]:
    """What was said about the files themselves."""
    return load(project).notes


def _diff(item: Item) -> tuple[tuple[str, str], ...]:
    from assistant.review.show import word_diff

    return tuple(word_diff(item.before, item.after)) if item.kind == "text" else ()


def settle(project: Project, op: str, which: str, value: str) -> str:
    """采用, 改 or 不要 one card, or all open ones (`which` empty); a comment is answered. In words what was done."""
    held = load(project)
    chosen = [
        i
        for i in held.items
        if i.state == "open" and which in {"", i.id} and (which or i.kind == "text" or i.place)
    ]
    if not chosen:
        raise InputError("这一处已经处理过了")
    if op == "reject":
        _settled(project, held, chosen, "refused")
        return f"没有采用{len(chosen)}处，报告和数据没有变。"
    if op == "answer":
        if not value:
            raise InputError("请写下答复，再点“记下答复”")
        _settled(project, held, [replace(chosen[0], reply=value)], "answered")
        return "答复已记下，下次导出 Word（带批注）时写在这条批注下面。"
    if op == "edit" and which:
        chosen = [replace(chosen[0], after=value, values=())]
    done = [one for one in chosen if one.kind != "comment"]
    with project.space.writing("页面：采用改稿"):
        for one in sorted(done, key=_turn):
            _take(project, one, sure=bool(which))
    _settled(project, held, chosen, "taken")
    return f"已采用{len(done)}处，可以撤销。"


def _turn(item: Item) -> tuple[int, int]:
    """Values first; rows are put in and taken out from the bottom, so that no number of a row shifts."""
    last = item.place[-1] if item.place else ""
    return (2, 0) if item.values else (1, -last) if isinstance(last, int) else (0, 0)


def _take(project: Project, item: Item, *, sure: bool) -> None:
    who = item.who or "改稿"
    if item.kind == "text":
        draft = _with(
            project.look().draft, item, datetime.now().astimezone().isoformat(timespec="seconds")
        )
        project.keep(draft, f"采用{who}的修改：{(item.after or item.before)[:40]}")
        return
    if not item.place:
        raise InputError(f"{item.title}：{item.why}")
    edit: Edit
    if item.values:
        edit = Addition(item.place, item.values)
    elif isinstance(item.place[-1], int):
        edit = Removal(item.place, item.before)
    else:
        now = stored(project.data, item.place)
        if now not in {item.before, item.after} and not sure:
            raise ConflictError(item.title, now, item.after)
        edit = Change(item.place, now, item.after)
    project.write((edit,), f"采用{who}改的数：{item.title}")


def _same(one: str, other: str) -> bool:
    return "".join(one.replace(VERIFY, "").split()) == "".join(other.replace(VERIFY, "").split())


def _line(draft: Draft, item: Item) -> tuple[int, Line] | None:
    """The line that a change is of: its own words, else the one most like them in its section."""
    from assistant.review.alignment import likeness

    lines = list(enumerate(lines_of(draft)))
    own = [(i, line) for i, line in lines if line.section == item.section]
    for i, line in [*own, *lines]:
        if _same(line.text, item.before):
            return i, line
    near = max(own, key=lambda one: likeness(one[1].text, item.before), default=None)
    return near if near is not None and likeness(near[1].text, item.before) >= _ALIKE else None


def _with(draft: Draft, item: Item, when: str) -> Draft:
    """The draft with that change in it, as the words of whoever made it."""
    lines = list(lines_of(draft))
    here = _line(draft, item) if item.before else None
    said = Sentence(item.after, author=item.who or "改稿", edited=when)
    if here is None:
        own = [i for i, line in enumerate(lines) if line.section == item.section]
        if item.after:
            paragraph = lines[own[-1]].paragraph if own else len(lines) + 1
            lines.insert(
                own[-1] + 1 if own else len(lines), Line(item.section, paragraph, said, "human")
            )
    elif item.after:
        at, line = here
        facts = line.sentence.facts
        lines[at] = replace(line, sentence=replace(said, facts=facts), source="human")
    else:
        del lines[here[0]]
    made = build(lines, draft)
    sections = (
        replace(s, shaped=True) if s.id == item.section and not item.after else s
        for s in made.sections
    )
    return replace(made, sections=tuple(sections))


def _settled(project: Project, held: Round, chosen: Sequence[Item], state: str) -> None:
    done = {one.id: replace(one, state=state) for one in chosen}
    _save(project, replace(held, items=tuple(done.get(i.id, i) for i in held.items)))


def load(project: Project) -> Round:
    """The cards as they lie in the work folder; none where there is no round."""
    try:
        value = json.loads(read_now(project.space.folder / _FILE))
        items = tuple(
            Item(
                **{
                    **one,
                    "place": tuple(one["place"]),
                    "values": tuple(tuple(v) for v in one["values"]),
                }
            )
            for one in value["items"]
        )
        return Round(items, tuple(map(str, value["notes"])))
    except (OSError, InputError, ValueError, LookupError, TypeError, AttributeError):
        return Round()


def revision(project: Project) -> str:
    """Names the state of the round."""
    return project.state_of(_FILE)


def _save(project: Project, held: Round) -> None:
    value = {"items": [asdict(item) for item in held.items], "notes": list(held.notes)}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    write_whole(project.space.make() / _FILE, text.encode(), mode=0o600)
