"""What we hand on: built, put into an environment without the source tree, and every command run there.

Nothing is downloaded. The environment is bare but for a .pth to the packages of the one the tests run in; the
editable link to the source tree does not count there, since no .pth is followed from a .pth. One full installation
from wheels alone is the kit's (docs/offline.md).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest
from lock import ROOT

EXAMPLE = ROOT / "examples" / "yanchi-2021" / "数据.yaml"
#: every command as a user would call it, with what it may answer; {} is the example's data
CALLS: tuple[tuple[tuple[str, ...], frozenset[int]], ...] = tuple(
    (tuple(call.split()), frozenset(codes))
    for call, codes in (
        ("new 空.yaml", {0}),
        ("new 表.xlsx", {0}),
        ("import 表.xlsx -o 读.yaml", {0, 2}),
        ("score 数据.yaml --explain", {0}),
        ("check 数据.yaml", {1}),
        ("draft 数据.yaml -o 报告.docx --model none", {0}),
        ("form 数据.yaml -o 自评表.xlsx", {0}),
        ("ground 数据.yaml 在线率为95%。", {0, 1}),
        ("outline 报告.docx -o 提纲.yaml", {0}),
        ("review 报告.docx --data 数据.yaml", {0}),
        ("history 数据.yaml", {0}),
        ("show 1 数据.yaml", {0, 2}),
        ("log 数据.yaml", {0}),
        ("undo 数据.yaml", {0, 2}),
        ("package 数据.yaml -o 送审包.zip", {0}),
        ("verify 送审包.zip", {0}),
        ("finalize 报告.docx -o 定稿.docx", {0, 1, 2}),
        ("template 模板.docx", {0}),
        ("chat 数据.yaml --script 话.txt --model none", {0}),
        ("rules", {0}),
        ("model", {0}),
        ("doctor", {0, 1}),
        ("batch 一批 -o 出 --model none", {0, 1}),
        ("audit 一批 -o 复核", {0, 1}),
        ("summary 一批 -o 汇总", {0, 1}),
        ("web 没有这个文件夹 --no-open", {2}),
    )
)
_RUNNER = """
import contextlib, io, json, sys
from pathlib import Path
import assistant
from assistant.cli import main
told = {"place": assistant.__file__, "codes": []}
for call in json.loads(Path("calls.json").read_text(encoding="utf-8")):
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            main(call)
        except SystemExit as end:
            told["codes"].append([int(end.code or 0), said.getvalue()[-300:]])
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def bare(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that holds our wheel, and borrows every other package."""
    folder = tmp_path_factory.mktemp("空 环境")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    [wheel] = built.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index",
         "--disable-pip-version-check", "--ignore-installed", str(wheel)], check=True, capture_output=True,
    )  # fmt: skip
    return python


def away(home: Path) -> dict[str, str]:
    """An environment that knows nothing of the source tree."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", "PYTHONSAFEPATH": "1"}


def test_every_command_runs_from_the_wheel_without_the_source_tree(
    bare: Path, tmp_path: Path
) -> None:
    shown = subprocess.run(
        [str(bare.with_name("jixiao")), "--help"], env=away(tmp_path), cwd=tmp_path,
        capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    names = re.findall(r"^  ([a-z]+) ", shown.partition("命令：")[2], re.M)
    assert {call[0] for call, _ in CALLS} == set(names)

    for place in (tmp_path, tmp_path / "一批"):
        place.mkdir(exist_ok=True)
        (place / "数据.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "话.txt").write_text("还缺什么\n/退出\n", encoding="utf-8")
    (tmp_path / "calls.json").write_text(json.dumps([c for c, _ in CALLS]), encoding="utf-8")
    done = subprocess.run(
        [str(bare), "-c", _RUNNER], env=away(tmp_path), cwd=tmp_path,
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert Path(told["place"]).is_relative_to(bare.parents[1])
    wrong = [
        (call, code, said)
        for (call, allowed), (code, said) in zip(CALLS, told["codes"], strict=True)
        if code not in allowed or "程序出错" in said
    ]
    assert wrong == []


def test_the_page_is_served_from_the_wheel_with_its_scripts(bare: Path, tmp_path: Path) -> None:
    import httpx

    process = subprocess.Popen(
        [str(bare.with_name("jixiao")), "web", str(tmp_path), "--no-open", "--json"],
        stdout=subprocess.PIPE, text=True, env=away(tmp_path), cwd=tmp_path,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        with httpx.Client(follow_redirects=True, trust_env=False) as client:
            page = client.get(url).text
            linked = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
            assert len(linked) >= 3
            for path in linked:
                assert client.get(url.partition("/?")[0] + path).status_code == 200, path
    finally:
        process.terminate()
        process.communicate(timeout=20)


def test_the_wheel_holds_the_program_and_nothing_else(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [metadata] = [archive.read(n).decode() for n in names if n.endswith("/METADATA")]
    assert {name.split("/")[0].rpartition(".")[2] for name in names} == {"assistant", "dist-info"}
    assert {"assistant/py.typed", "assistant/web/static/app.js"} <= set(names)
    assert any(name.startswith("assistant/_prompts/") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    kinds = {Path(name).suffix for name in names if name.startswith("assistant/")}
    assert kinds <= {
        ".py",
        ".yaml",
        ".md",
        ".j2",
        ".js",
        ".css",
        ".typed",
        ".docx",
        ".xlsx",
        ".txt",
    }
    assert not [name for name in names if "test" in Path(name).name or "__pycache__" in name]
    assert "Requires-Python: >=3.11" in metadata
    assert "Classifier: Typing :: Typed" in metadata


def test_the_source_archive_builds_and_holds_no_work_of_anybody(built: Path) -> None:
    [archive] = built.glob("*.tar.gz")
    with tarfile.open(archive) as held:
        names = [name.partition("/")[2] for name in held.getnames()]
    top = {name.partition("/")[0] for name in names}
    assert top <= {
        "assistant", "prompts", "examples", "tests", "docs", ".ci", "README.md", "README.zh-CN.md", "CHANGELOG.md",
        "CONTRIBUTING.md", "LICENSE", "Makefile", "requirements.lock", "pyproject.toml", "PKG-INFO", ".gitignore",
    }  # fmt: skip
    for strange in (".venv", "__pycache__", ".jixiao/", "demo/", "dist/", ".gguf", ".sqlite"):
        assert not [name for name in names if strange in name], strange
