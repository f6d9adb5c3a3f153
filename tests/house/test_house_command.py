"""The edge: exit codes, one clear Chinese line, nothing heavy at start-up."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.commands import MODULES

ROOT = Path(__file__).parents[2]
HEAVY = (
    "langchain",
    "langchain_core",
    "langchain_openai",
    "langgraph",
    "openai",
    "docx",
    "openpyxl",
    "jieba",
    "rich",
)


def run(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "100", "LANG": "C"}
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment | {"PYTHONPATH": str(ROOT)},
        check=False,
    )


def loaded_after(*args: str) -> set[str]:
    code = (
        "import sys\nfrom assistant.cli import main\n"
        f"try:\n    main({list(args)!r})\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({m.split('.')[0] for m in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(done.stderr.rpartition("LOADED")[2].split())


def run_python(code: str) -> set[str]:
    """The modules that are loaded once the code has run."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


DATA = ROOT / "examples" / "yanchi-2021" / "数据.yaml"


@pytest.mark.parametrize(
    "args", [("--help",), ("score", str(DATA), "--json"), ("rules",)], ids=lambda a: a[0]
)
def test_quick_commands_load_no_model_client_and_no_document_library(args: tuple[str, ...]) -> None:
    loaded = loaded_after(*args)
    assert "typer" in loaded
    assert not loaded & set(HEAVY)


def test_only_the_command_that_is_asked_for_is_loaded() -> None:
    loaded = run_python("from assistant.commands import app_for; app_for(['score'])")
    assert "assistant.commands.score" in loaded
    assert "assistant.commands.review" not in loaded


def test_the_first_page_is_shown_before_the_rooms_behind_it_are_loaded(tmp_path: Path) -> None:
    (tmp_path / "项目.yaml").write_bytes(DATA.read_bytes())
    loaded = run_python(
        "from pathlib import Path\n"
        "from starlette.testclient import TestClient\n"
        "from assistant.commands import app_for\napp_for(['web'])\n"
        "from assistant.web import server\nfrom assistant.web.app import create_app\nfrom assistant.web.gate import Keys\n"
        f"app = create_app(Path({str(tmp_path)!r}), keys=(keys := Keys()), hosts=frozenset({{'testserver'}}))\n"
        "page = TestClient(app).get(f'/?key={keys.key}')\n"
        "assert page.status_code == 200 and 'project-row' in page.text, page.text"
    )
    assert "assistant.web.app" in loaded
    heavy = {
        *HEAVY,
        "numpy",
        "pandas",
        "matplotlib",
        "lxml",
        "assistant.web.work",
        "assistant.scoring",
    }
    assert not loaded & heavy


def test_every_command_is_found_by_its_name() -> None:
    folder = ROOT / "assistant" / "commands"
    stated = {
        name: path.stem
        for path in folder.glob("*.py")
        for name in re.findall(
            r"^(?:@app\.command\(|app\.add_typer\(\w+, name=)\"([a-z]+)\"",
            path.read_text(encoding="utf-8"),
            re.M,
        )
    }
    assert stated == MODULES


def commands() -> list[str]:
    lines = run("--help").stdout.partition("命令：")[2].splitlines()
    return [line.split()[0] for line in lines if line.startswith("  ") and line[2] != " "]


def test_every_command_has_chinese_help_with_an_example() -> None:
    names = commands()
    assert {"score", "draft", "rules", "doctor", "model"} <= set(names)
    for name in names:
        text = run(name, "--help").stdout
        assert "用法：jixiao" in text, name
        assert f"例：jixiao {name}" in text, name
        for english in (
            "Usage:",
            "Options:",
            "Commands:",
            "Show this message",
            "[required]",
            "[default:",
        ):
            assert english not in text, (name, english)


def test_version_is_the_package_version() -> None:
    from assistant import __version__

    assert run("--version").stdout == f"jixiao {__version__}\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("nix",), "没有命令 nix"),
        (("--nix",), "没有选项 --nix"),
        (("score",), "缺少“数据”"),
        (("score", "a.yaml", "b.yaml"), "多出了参数"),
    ],
)
def test_a_wrong_call_is_one_chinese_line_and_exit_2(args: tuple[str, ...], words: str) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_fault_of_the_program_is_one_line_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant import cli

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("somewhere")

    monkeypatch.delenv("JIXIAO_DEBUG", raising=False)
    monkeypatch.setattr(cli, "app_for", lambda _: broken)
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert "Traceback" not in error
    assert "RuntimeError" in error
    assert len(error.strip().splitlines()) == 1
