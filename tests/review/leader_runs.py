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

from assistant.cli import main

_STORY = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TEXT = re.compile(r"<(?:w:t|m:t)(?:\s[^>]*)?(?<!/)>([^<]*)</(?:w:t|m:t)>")
_GONE = re.compile(r"<w:(del|moveFrom)\s[^>]*(?<!/)>.*?</w:\1>", re.S)


def paragraphs(path: Path) -> list[str]:
    """Every paragraph that stands, in every story, without white space."""
    found = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not _STORY.fullmatch(name):
                continue
            text = re.sub(
                r"<mc:Fallback>.*?</mc:Fallback>",
                "",
                archive.read(name).decode("utf-8"),
                flags=re.S,
            )
            text = (
                re.sub(r"<(/?)\w+:(t|p|del|moveFrom)(?=[\s>])", r"<\1w:\2", _GONE.sub("", text))
                if "<w:" not in text
                else _GONE.sub("", text)
            )
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

    listing: str = ""
    applied: str = ""
    how: set[str] = field(default_factory=set)  # kept, proposed, said
    lost: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def bad(self) -> list[str]:
        return [*self.lost, *self.unsaid, *self.wrong, *self.broken]


def run(act: Act, base: Path, edited: Path, folder: Path) -> Outcome:
    """`base` is the project with its printed report, `edited` the file that came back."""
    found = Outcome()
    project = folder / "p"
    shutil.copytree(base, project)
    file = project / "改稿.docx"
    shutil.copy(edited, file)
    original, changed = paragraphs(base / "报告.docx"), paragraphs(file)
    before = data_of(project / "数据.yaml")
    code, found.listing = command("review", file)
    if code not in {0, 1}:
        found.broken.append(f"review: {code} {found.listing}")
        return found
    if data_of(project / "数据.yaml") != before:
        found.wrong.append("data changed without consent")
    code, draft_said = command(
        "draft", project / "数据.yaml", "-o", project / "新.docx", "--model", "none"
    )
    if code not in {0, 1}:
        found.broken.append(f"draft: {code} {draft_said}")
        return found
    after = paragraphs(project / "新.docx")
    page, told = "\n".join(after), said(found.listing)
    proposals = [line for line in map(squeezed, found.listing.splitlines()) if "→" in line]

    def where(words: str) -> None:
        words = squeezed(words)
        if words in page:
            found.how.add("kept")
        elif any(words in said(line) for line in proposals):
            found.how.add("proposed")
        elif words in told:
            found.how.add("said")
        else:
            found.lost.append(f"lost: {words}")

    for words in act.held:
        where(words)
    for words in _new_stretches(original, changed):
        where(words)
    for words in act.gone:
        if squeezed(words) not in page:
            found.how.add("kept")
        elif squeezed(words) in told:
            found.how.add("said")
        else:
            found.unsaid.append(f"came back unsaid: {words}")
    for words in act.once:
        if page.count(squeezed(words)) != 1:
            found.lost.append(f"{page.count(squeezed(words))} times: {words}")
    if act.said:
        if re.search(act.said, told):
            found.how.add("said")
        else:
            found.unsaid.append(f"not said: {act.said}")
    text = "\n".join(changed)
    for words in original:
        if (
            words in changed
            and words not in after
            and len(words) > 8
            and not any(w in words for w in map(squeezed, act.gone))
        ):
            if words not in text or words not in told:
                found.lost.append(f"untouched, but gone: {words}")

    second = folder / "q"
    shutil.copytree(base, second)
    shutil.copy(edited, second / "改稿.docx")
    code, found.applied = command("review", second / "改稿.docx", "--apply-data")
    if code not in {0, 1}:
        found.broken.append(f"--apply-data: {code} {found.applied}")
        return found
    now = data_of(second / "数据.yaml")
    for key in sorted(before.keys() | now.keys()):
        if before.get(key) != now.get(key):
            found.how.add("proposed")
            if not any(re.fullmatch(pattern, key) for pattern in act.allow):
                found.wrong.append(f"{key}: {before.get(key)} → {now.get(key)}")
    for key, value in act.must.items():
        if now.get(key) != value:
            found.wrong.append(f"{key} is {now.get(key)}, not {value}")
    return found


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
