"""Makes what the documentation shows of the program: the command reference, and pictures of example reports.

The reference comes from the commands' own help, so it cannot fall behind. Pictures need LibreOffice and
pdftoppm; without them that part is said and left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "assistant.cli"]
EXAMPLES = ("yanchi-2021", "xuancheng-2021", "multi")
_WIDTH = "760"


def main() -> None:
    """Writes docs/commands.md, and the pictures of each example."""
    (ROOT / "docs" / "commands.md").write_text(reference(), encoding="utf-8")
    print("docs/commands.md")
    run([sys.executable, str(ROOT / ".ci" / "kit" / "licences.py")])
    print("docs/licences.md")
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        print("没有 LibreOffice 或 pdftoppm，没有重做页面图片")
        return
    for name in EXAMPLES:
        pictures(ROOT / "examples" / name)


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
        shutil.copy(example / "数据.yaml", folder / "数据.yaml")
        report = folder / "报告.docx"
        run([*COMMAND, "draft", str(folder / "数据.yaml"), "-o", str(report), "--model", "none"])
        profile = (folder / "profile").as_uri()
        convert = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(report)]
        run(["soffice", f"-env:UserInstallation={profile}", *convert])
        for old in example.glob("page-*.png"):
            old.unlink()
        run(["pdftoppm", "-scale-to-x", _WIDTH, "-scale-to-y", "-1", "-gray", "-png",
             str(folder / "报告.pdf"), str(example / "page")])  # fmt: skip
        print(f"{example.relative_to(ROOT)}：{len(list(example.glob('page-*.png')))} 页")


def run(command: list[str]) -> None:
    """Runs a program quietly; its failure ends the build."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
