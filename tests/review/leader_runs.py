"""An act of a leader taken through `review`, the next `draft`, and `review --apply-data`; and what came of it.

Reads the files by zip and regular expressions and the data by PyYAML: no code of the program looks.
"""

from __future__ import annotations

import contextlib
import difflib
import html
import io
import re
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from leader_acts import Act
from rich.console import Console

from assistant.cli import main
from assistant.report import render
from assistant.review.round_trip import take_back
from assistant.review.show import print_review

_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TEXT = re.compile(r"<(?:w:t|m:t)(?:\s[^>]*)?(?<!/)>([^<]*)</(?:w:t|m:t)>")
_SHORT = 8  # characters: a cell that says no more stands in many places
#: the same words for old programs; phonetic guides over words
_AGAIN = re.compile(r"<(mc:Fallback|w:rt)>.*?</\1>", re.S)
_GONE = re.compile(r"<w:(del|moveFrom)\s[^>]*(?<!/)>.*?</w:\1>", re.S)


def paragraphs(path: Path) -> list[str]:
    """Every paragraph that stands, in every story, without white space."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _STORY.fullmatch(name):
                continue
            text = _AGAIN.sub("", archive.read(name).decode("utf-8"))
            text = _GONE.sub("", text)
            for piece in text.split("</w:p>"):
                words = squeezed("".join(html.unescape(t) for t in _TEXT.findall(piece)))
                if words:
                    found.append(words)
    return found


def squeezed(text: str) -> str:
    """Without white space."""
    return "".join(text.split())


def said(listing: str) -> str:
    """What a listing says, with both readings of every change it marks."""
    plain = squeezed(listing)
    return "\n".join(
        (
            re.sub(r"〔[+-]|[+-]〕", "", plain),
            re.sub(r"〔\+|\+〕", "", re.sub(r"〔-.*?-〕", "", plain)),
            re.sub(r"〔-|-〕", "", re.sub(r"〔\+.*?\+〕", "", plain)),
        )
    )


def flat(value: Any, at: str = "") -> dict[str, str]:
    """A path for every value; rows by the name they carry."""
    if isinstance(value, dict):
        return {
            k: v
            for key, item in value.items()
            for k, v in flat(item, f"{at}.{key}" if at else str(key)).items()
        }
    if isinstance(value, list):
        found: dict[str, str] = {}
        for number, item in enumerate(value):
            name = item.get("名称") or item.get("来源") if isinstance(item, dict) else None
            base = "资金" if at == "资金.明细" else at
            found |= flat(item, f"{base}[{name or number}]")
        return found
    return {at: str(value)}


def data_of(path: Path) -> dict[str, str]:
    return flat(yaml.safe_load(path.read_text(encoding="utf-8")))


def command(*args: object) -> tuple[int, str]:
    """Exit code, and all that was written."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            main(list(map(str, args)))
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return code, out.getvalue()


@dataclass
class Outcome:
    """What came of an act."""

    said_of: dict[str, str] = field(default_factory=dict)  # what each command said
    how: set[str] = field(default_factory=set)  # kept, proposed, said
    lost: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        return [*self.lost, *self.unsaid, *self.wrong, *self.broken]


def run(act: Act, base: Path, edited: Path, folder: Path) -> Outcome:
    """With the commands, as people call them. `base` is the project with its printed report."""
    found = Outcome()
    project, second = folder / "p", folder / "q"
    for copied in (project, second):
        shutil.copytree(base, copied)
        shutil.copy(edited, copied / "改稿.docx")
    before = data_of(project / "数据.yaml")
    draft = ("draft", project / "数据.yaml", "-o", project / "新.docx", "--model", "none")
    for name, args in (("review", ("review", project / "改稿.docx")), ("draft", draft),
                       ("apply", ("review", second / "改稿.docx", "--apply-data"))):  # fmt: skip
        code, found.said_of[name] = command(*args)
        if code not in {0, 1}:
            found.broken.append(f"{name}: {code} {found.said_of[name]}")
            return found
    if data_of(project / "数据.yaml") != before:
        found.wrong.append("data changed without consent")
    files = paragraphs(base / "报告.docx"), paragraphs(edited), paragraphs(project / "新.docx")
    words(found, act, *files, found.said_of["review"])
    untouched(found, act, *files, found.said_of["review"])
    data(found, act, before, data_of(second / "数据.yaml"))
    return found


def run_inside(act: Act, base: Path, edited: Path, folder: Path) -> Outcome:
    """The same by the functions behind the commands, all changes of data agreed to at once: five times as fast."""
    found = Outcome()
    project = folder / "p"
    shutil.copytree(base, project)
    shutil.copy(edited, project / "改稿.docx")
    before = data_of(project / "数据.yaml")
    review = take_back(project / "改稿.docx", consent=True, check=False)
    (project / "新.docx").write_bytes(render(review.card, review.draft, review.facts))
    told = io.StringIO()
    print_review(review, Console(file=told, width=5000))
    files = paragraphs(base / "报告.docx"), paragraphs(edited), paragraphs(project / "新.docx")
    found.said_of["review"] = told.getvalue()
    words(found, act, *files, told.getvalue())
    now = data_of(project / "数据.yaml")
    if now == before:
        untouched(found, act, *files, told.getvalue())
    data(found, act, before, now)
    return found


def words(
    found: Outcome,
    act: Act,
    original: list[str],
    changed: list[str],
    after: list[str],
    listing: str,
) -> None:
    """Whether every word that was typed is in the next draft, proposed or said; whether deletions stay or are said."""
    page, told = "\n".join(after), said(listing)
    proposals = [line for line in map(squeezed, listing.splitlines()) if "→" in line]
    for text in map(squeezed, (*act.held, *_new_stretches(original, changed))):
        if text in page:
            found.how.add("kept")
        elif any(text in said(line) for line in proposals):
            found.how.add("proposed")
        elif text in told:
            found.how.add("said")
        else:
            found.lost.append(f"lost: {text}")
    for text in map(squeezed, act.gone):
        if text not in page:
            found.how.add("kept")
        elif text in told:
            found.how.add("said")
        else:
            found.unsaid.append(f"came back unsaid: {text}")
    found.lost += [f"not once: {text}" for text in act.once if page.count(squeezed(text)) != 1]
    if act.said and re.search(act.said, told):
        found.how.add("said")
    elif act.said:
        found.unsaid.append(f"not said: {act.said}")


def untouched(
    found: Outcome,
    act: Act,
    original: list[str],
    changed: list[str],
    after: list[str],
    listing: str,
) -> None:
    """Whether what nobody touched stands in the next draft as it was."""
    page, told, gone = "\n".join(after), said(listing), [squeezed(g) for g in act.gone]
    for text in original:
        lost = text in changed and text not in page and text not in told
        if lost and len(text) > _SHORT and not any(g in text for g in gone):
            found.lost.append(f"untouched, but gone: {text}")


def data(found: Outcome, act: Act, before: dict[str, str], now: dict[str, str]) -> None:
    """Whether only those values changed that the act may change, and those that it must."""
    for key in sorted(before.keys() | now.keys()):
        if before.get(key) != now.get(key):
            found.how.add("proposed")
            if not any(re.fullmatch(pattern, key) for pattern in act.allow):
                found.wrong.append(f"{key}: {before.get(key)} → {now.get(key)}")
    for key, value in act.must.items():
        if now.get(key) != value:
            found.wrong.append(f"{key} is {now.get(key)}, not {value}")


def _new_stretches(before: list[str], after: list[str]) -> list[str]:
    """The stretches of characters that one has and the other has not."""
    old, found = set(before), []
    for text in after:
        if text in old:
            continue
        near = difflib.get_close_matches(text, before, n=1, cutoff=0.3)
        matcher = difflib.SequenceMatcher(None, near[0] if near else "", text, autojunk=False)
        found += [
            text[c:d] for tag, _, _, c, d in matcher.get_opcodes() if tag in {"insert", "replace"}
        ]
    return [text for text in found if text not in old]
