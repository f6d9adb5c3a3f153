"""What each picture of the documentation shows, as words, so that a picture older than them can be told.

A picture is a folder's or a file's: its inputs are told as words (the report's text with its styles, the page's
visible text with its style sheet, the command's output), never as bytes that change with a date or a library.
docs/pictures/shown.json keeps a digest of these words and the sha256 of each file; `make docs` writes it, a test
compares.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "docs" / "pictures" / "shown.json"
EXAMPLES = ("yanchi-2021", "xuancheng-2021", "multi")
PAGE = "multi"
ADDED = "返工费用由施工单位承担。"
CHANGED = "主要原因是"
ASKED = f"“原因是”改为“{CHANGED}”"


def drafted(example: str, folder: Path) -> Path:
    """The example's report, drafted by rules so that it comes out the same each time."""
    shutil.copy(ROOT / "examples" / example / "数据.yaml", folder / "数据.yaml")
    run("draft", folder / "数据.yaml", "-o", folder / "报告.docx", "--model", "none")
    return folder / "报告.docx"


def edited(folder: Path) -> Path:
    """A report that a leader has written into, and put a comment on."""
    import docx

    report = drafted(PAGE, folder)
    document = docx.Document(str(report))
    reason = next(p for p in document.paragraphs if "，原因是" in p.text)
    reason.add_run(ADDED)
    document.add_comment(reason.runs[0], text=ASKED, author="王局长", initials="王")
    document.save(str(report))
    return report


def run(*words: object) -> str:
    """The command in this process; what it said on stdout."""
    from assistant.cli import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        try:
            main([str(word) for word in words])
        except SystemExit as end:
            if end.code not in {0, None}:
                raise RuntimeError(f"{words}: {end.code}") from None
    return said.getvalue()


def report_words(report: Path) -> str:
    """Style and text of every paragraph, cells too."""
    import docx

    document = docx.Document(str(report))
    rows = [f"{p.style.name if p.style else ''}\t{p.text}" for p in document.paragraphs]
    rows += [
        "\t".join(cell.text for cell in row.cells)
        for table in document.tables
        for row in table.rows
    ]
    return "\n".join(rows)


def page_words(folder: Path) -> str:
    """The visible text of the project's page, and the style sheet."""
    from starlette.testclient import TestClient

    from assistant.web.app import create_app
    from assistant.web.catalogue import entries
    from assistant.web.gate import Keys

    drafted(PAGE, folder)
    keys = Keys()
    with TestClient(create_app(folder, keys=keys, hosts=frozenset({"testserver"}))) as client:
        client.get("/", params={"key": keys.key})
        [one] = entries(folder)
        page = client.get(f"/p/{one.id}").text
    style = (ROOT / "assistant" / "web" / "static" / "app.css").read_text(encoding="utf-8")
    return undated(visible(page)) + style


def review_words(folder: Path) -> str:
    """What `jixiao review` prints of the leader's edits."""
    return undated(run("review", edited(folder), "--data", folder / "数据.yaml"))


def tracked_words(folder: Path) -> str:
    """The text of the copy in which comments are answered."""
    return report_words(answered(folder))


def answered(folder: Path) -> Path:
    """The copy that `review --answer` writes."""
    before = set(folder.glob("*.docx"))
    run("review", edited(folder), "--data", folder / "数据.yaml", "--answer")
    [made] = set(folder.glob("*.docx")) - before - {folder / "报告.docx"}
    return made


def visible(html: str) -> str:
    """The text of a page without its tags and scripts."""
    found: list[str] = []

    class Reader(HTMLParser):
        within = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.within = tag

        def handle_data(self, data: str) -> None:
            if self.within not in {"script", "style"} and data.strip():
                found.append(data.strip())

    Reader().feed(html)
    return "\n".join(found)


def undated(text: str) -> str:
    """Without the times and places of this run."""
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?|/tmp/\S+", "…", text)


def _report(example: str) -> Callable[[Path], str]:
    return lambda folder: report_words(drafted(example, folder))


#: what makes the pictures of that name, as words
SHOWN: dict[str, Callable[[Path], str]] = {
    **{f"examples/{example}/page-*.png": _report(example) for example in EXAMPLES},
    "docs/pictures/page.png": page_words,
    "docs/pictures/web-*.png": page_words,
    "docs/pictures/review-terminal.png": review_words,
    "docs/pictures/review-tracked.png": tracked_words,
}


def digest_of(pictures: str) -> str:
    """Of the words that these pictures show now."""
    with tempfile.TemporaryDirectory() as scratch:
        return hashlib.sha256(SHOWN[pictures](Path(scratch)).encode()).hexdigest()


def files_of(pictures: str) -> dict[str, str]:
    """The pictures as they lie there: path and sha256."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(ROOT.glob(pictures))
    }


def kept() -> dict[str, dict[str, object]]:
    """What `make docs` wrote last."""
    return dict(json.loads(KEPT.read_text(encoding="utf-8")))


def keep() -> None:
    """Writes what the pictures show, after they were made."""
    told = {name: {"shows": digest_of(name), "files": files_of(name)} for name in SHOWN}
    KEPT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def every_picture() -> Iterator[str]:
    """All pictures of the documentation but those of the evals, which their own program makes."""
    for folder in ("docs", "examples"):
        for path in sorted((ROOT / folder).rglob("*.png")):
            if "evals" not in path.parts:
                yield path.relative_to(ROOT).as_posix()
