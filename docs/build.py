"""Makes what the documentation shows of the program: the command reference, and pictures of example reports.

The reference comes from the commands' own help, so it cannot fall behind. Pictures need LibreOffice and
pdftoppm, those of the page Chromium; without them that part is said and left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from html import escape
from pathlib import Path
from typing import Any

from screens import screens
from shown import CHANGED, EXAMPLES, PAGE, answered, drafted, edited, keep
from shown import run as said

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "assistant.cli"]
_WIDTH = "760"


def main() -> None:
    """Writes docs/commands.md, and the pictures of each example."""
    (ROOT / "docs" / "commands.md").write_text(reference(), encoding="utf-8")
    print("docs/commands.md")
    run([sys.executable, str(ROOT / ".ci" / "kit" / "licences.py")])
    print("docs/licences.md")
    if not all(map(shutil.which, ("soffice", "pdftoppm", "chromium"))):
        print("没有 LibreOffice、pdftoppm 或 chromium，没有重做图片")
        return
    for name in EXAMPLES:
        pictures(ROOT / "examples" / name)
    folder = ROOT / "docs" / "pictures"
    with browser() as tab:
        picture_of_the_page(tab, folder / "page.png")
        picture_of_the_terminal(tab, folder / "review-terminal.png")
    picture_of_the_tracked(folder / "review-tracked.png")
    screens(ROOT)
    keep()
    print("docs/pictures")


def helped(*words: str) -> str:
    """The help text of one command."""
    environment = {**os.environ, "COLUMNS": "100", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [*COMMAND, *words, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env=environment,
    )
    return done.stdout.rstrip()


def names(text: str) -> list[str]:
    """The commands that a group's help lists."""
    listed = text.partition("命令：")[2].splitlines()
    return [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]


def reference() -> str:
    """All commands and their subcommands, with their help."""
    whole = helped()
    parts = [
        "# 命令",
        "",
        "由 `make docs` 从程序的帮助生成，不要手工修改。",
        "",
        "```",
        whole,
        "```",
    ]
    for name in sorted(names(whole)):
        text = helped(name)
        parts += ["", f"## jixiao {name}", "", "```", text, "```"]
        for sub in names(text):
            parts += ["", f"### jixiao {name} {sub}", "", "```", helped(name, sub), "```"]
    return "\n".join(parts) + "\n"


def pictures(example: Path) -> None:
    """Page pictures of the example's report, drafted by rules so that they come out the same each time."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pages = paged(drafted(example.name, folder))
        for old in example.glob("page-*.png"):
            old.unlink()
        run(["pdftoppm", "-scale-to-x", _WIDTH, "-scale-to-y", "-1", "-gray", "-png",
             str(pages), str(example / "page")])  # fmt: skip
        print(f"{example.relative_to(ROOT)}：{len(list(example.glob('page-*.png')))} 页")


def paged(report: Path) -> Path:
    """The report as PDF, beside it."""
    profile = (report.parent / "profile").as_uri()
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(report.parent), str(report)]
    run(["soffice", f"-env:UserInstallation={profile}", *convert])
    return report.with_suffix(".pdf")


@contextmanager
def browser() -> Iterator[Any]:
    """A tab as wide as a county office's screen."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield running.new_page(viewport={"width": 1280, "height": 800})
        running.close()


def picture_of_the_page(tab: Any, target: Path) -> None:
    """The page over the example, as `jixiao web` serves it."""
    with tempfile.TemporaryDirectory() as scratch:
        drafted(PAGE, Path(scratch))
        serving = subprocess.Popen(
            [*COMMAND, "web", scratch, "--no-open", "--json"], stdout=subprocess.PIPE, text=True
        )
        try:
            assert serving.stdout is not None  # noqa: S101 - asked for above
            tab.goto(json.loads(serving.stdout.readline())["url"])
            tab.locator("a[href^='/p/']").first.click()
            tab.locator("[data-testid=finding]").first.wait_for(state="attached")
            tab.screenshot(path=target)
        finally:
            serving.terminate()
            serving.communicate(timeout=20)


def picture_of_the_terminal(tab: Any, target: Path) -> None:
    """What `jixiao review` prints of a leader's edits."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        edited(folder)
        with chdir(folder):
            shown = said("review", "报告.docx", "--data", "数据.yaml")
    style = "margin:0;padding:14px 18px;display:inline-block;background:#fff;font:15px/1.5 'Noto Sans Mono CJK SC',monospace"
    tab.set_content(f'<pre style="{style}">{escape(shown.strip())}</pre>')
    tab.locator("pre").screenshot(path=target)


def picture_of_the_tracked(target: Path) -> None:
    """The page on which a comment was answered by a tracked change."""
    with tempfile.TemporaryDirectory() as scratch:
        pages = paged(answered(Path(scratch)))
        page = page_with(CHANGED, pages)
        run(["pdftoppm", "-f", page, "-l", page, "-scale-to-x", _WIDTH, "-scale-to-y", "-1", "-png",
             "-singlefile", str(pages), str(target.with_suffix(""))])  # fmt: skip


def page_with(words: str, pages: Path) -> str:
    """The number of the first page that holds the words."""
    done = subprocess.run(
        [str(shutil.which("pdftotext")), str(pages), "-"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    found = [n for n, text in enumerate(done.stdout.split("\f"), 1) if words in text]
    return str(found[0])


def run(command: list[str]) -> None:
    """Runs a program quietly; its failure ends the build."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
