"""What the offline kit is made of: pins for users, scripts for every code page, an installer that refuses plainly.

The whole kit is installed by hand in a network namespace without a network (docs/offline.md); here stands what can
be held without fetching anything.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import build
import pytest
from build import TARGETS, files_of, pack, put_scripts, requirements, seal
from lock import ROOT, Pin, for_users, read_lock
from packaging.requirements import Requirement


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_users_part_of_the_lock_is_all_they_need_and_nothing_of_the_developers() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    ours = [*project["project"]["dependencies"], *extras["local"], *extras["web"]]
    pins = for_users(read_lock())
    names = {pin.name for pin in pins}
    assert {plain(Requirement(one).name) for one in ours} <= names
    assert not names & {"pytest", "mypy", "ruff", "playwright", "hypothesis", "matplotlib"}
    assert all(pin.hashes for pin in pins)
    assert len(read_lock()) > len(pins) > 60


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_markers_are_weighed_for_the_target_and_not_for_this_machine(target: build.Target) -> None:
    pin = Pin("colorama", "0.4.6", "sys_platform == 'win32'", ("sha256:" + "0" * 64,), ())
    assert pin.holds(target.markers) is (target.name == "win_amd64")


def test_no_wheel_asks_for_a_newer_c_library_than_the_domestic_systems_have() -> None:
    assert "manylinux_2_28_aarch64" in TARGETS["linux_aarch64"].tags
    assert not any("_2_29_" in tag or "_2_34_" in tag for t in TARGETS.values() for tag in t.tags)


def test_the_list_names_the_very_files_and_a_stray_one_ends_the_build(tmp_path: Path) -> None:
    for name in ("pydantic_core-2.1-cp311-win_amd64.whl", "pydantic_core-2.1-cp312-win_amd64.whl",
                 "jixiao-9-py3-none-any.whl"):  # fmt: skip
        (tmp_path / name).write_bytes(name.encode())
    pins = [Pin("pydantic-core", "2.1", "", (), ())]
    listed = requirements(pins, TARGETS["win_amd64"], tmp_path, "9")
    assert listed.count("--hash=sha256:") == 3
    assert "jixiao[local,web]==9" in listed
    (tmp_path / "stray-1-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(SystemExit, match="stray"):
        requirements(pins, TARGETS["win_amd64"], tmp_path, "9")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit without wheels, of this machine and Python: enough for what is refused before anything is installed."""
    folder = tmp_path / "安装 包"
    (folder / "parts" / "wheels").mkdir(parents=True)
    python = ".".join(map(str, sys.version_info[:2]))
    about = {
        "version": "9",
        "machine": sysconfig.get_platform(),
        "pythons": [python],
        "model": False,
    }
    (folder / "parts" / "kit.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "parts" / "requirements.txt").write_text("jixiao==9 --hash=sha256:" + "0" * 64)
    put_scripts(folder, TARGETS["linux_x86_64"])
    seal(folder)
    return folder


def installed(kit: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/sh", str(kit / "安装.sh"), "--to", str(kit.parent / "装 这里"), *words],
        capture_output=True, text=True, check=False, cwd="/",
        env={"HOME": str(kit.parent / "家"), "PATH": "/usr/bin:/bin", "PYTHON": sys.executable, "LANG": "C.UTF-8"},
    )  # fmt: skip
    return done.returncode, done.stderr.strip()


def test_a_changed_or_missing_file_is_named_and_nothing_is_installed(kit: Path) -> None:
    listed = kit / "parts" / "requirements.txt"
    good = listed.read_bytes()
    listed.write_bytes(good.replace(b"9", b"8"))
    assert installed(kit) == (
        2,
        "parts/requirements.txt 与清单不符（复制坏了，或被改过），请重新解压或重新复制",
    )
    listed.unlink()
    assert installed(kit) == (2, "安装包不完整，缺少 parts/requirements.txt，请重新解压或重新复制")
    assert not (kit.parent / "装 这里").exists()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("pythons", ["3.99"], "这个安装包供 Python 3.99 用"),
        ("machine", "win-amd64", "这个安装包是给 win-amd64 的"),
    ],
)
def test_a_kit_for_another_python_or_machine_says_so(
    kit: Path, key: str, value: object, words: str
) -> None:
    about = kit / "parts" / "kit.json"
    about.write_text(json.dumps(json.loads(about.read_text()) | {key: value}), encoding="utf-8")
    code, said = installed(kit)
    assert (code, len(said.splitlines())) == (2, 1)
    assert words in said


def test_nothing_there_to_take_away_is_one_line(kit: Path) -> None:
    code, said = installed(kit, "--uninstall")
    assert code == 2
    assert "这里没有装过" in said


def test_taking_away_leaves_all_that_the_installer_did_not_make(kit: Path) -> None:
    place = kit.parent / "装 这里"
    for name in ("app-9-1", "我的数据", "我的数据/数据.jixiao"):
        (place / name).mkdir(parents=True)
    (place / "jixiao").write_text("")
    record = {"version": "9", "app": "app-9-1", "made": [str(place / "jixiao")]}
    (place / "安装记录.json").write_text(json.dumps(record), encoding="utf-8")
    assert installed(kit, "--uninstall")[0] == 0
    assert sorted(p.name for p in place.rglob("*")) == ["我的数据", "数据.jixiao"]


def test_a_record_that_names_a_folder_elsewhere_takes_nothing_away(kit: Path) -> None:
    place = kit.parent / "装 这里"
    place.mkdir()
    precious = kit.parent / "app-珍贵"
    precious.mkdir()
    record = {"version": "9", "app": "../app-珍贵", "made": []}
    (place / "安装记录.json").write_text(json.dumps(record), encoding="utf-8")
    assert installed(kit, "--uninstall")[0] == 2
    assert precious.is_dir()


def test_no_python_of_use_is_one_line(kit: Path) -> None:
    empty = kit.parent / "空"
    empty.mkdir()
    for tool in ("dirname", "sh"):
        (empty / tool).symlink_to(str(shutil.which(tool)))
    done = subprocess.run(
        ["/bin/sh", str(kit / "安装.sh")], capture_output=True, text=True, check=False, env={"PATH": str(empty)}
    )  # fmt: skip
    assert done.returncode == 2
    assert "没有 Python 3.11–3.14" in done.stderr


def test_scripts_of_windows_are_ascii_with_its_line_ends_and_call_files_that_are_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "parts").mkdir()
    put_scripts(tmp_path, TARGETS["win_amd64"])
    scripts = sorted(tmp_path.rglob("*.bat"))
    assert [s.relative_to(tmp_path).as_posix() for s in scripts] == [
        "parts/setup.bat",
        "卸载.bat",
        "安装.bat",
    ]
    for script in scripts:
        text = script.read_bytes().decode("ascii")
        assert text.count("\n") == text.count("\r\n") > 0
        labels = {row[1:].split()[0] for row in text.splitlines() if row.startswith(":")}
        assert {
            row.split("goto ")[1].strip() for row in text.splitlines() if "goto " in row
        } <= labels
    assert (tmp_path / "parts" / "install.py").is_file()
    assert "--uninstall" in (tmp_path / "卸载.bat").read_text()


def test_the_same_content_is_the_same_zip_and_scripts_may_be_run(kit: Path, tmp_path: Path) -> None:
    one = pack(kit, tmp_path / "一.zip")
    (kit / "parts" / "kit.json").touch()
    two = pack(kit, tmp_path / "二.zip")
    assert one.read_bytes() == two.read_bytes()
    shutil.unpack_archive(one, tmp_path / "解")
    listed = (tmp_path / "解" / kit.name / "parts" / "SHA256SUMS").read_text(encoding="utf-8")
    for row in listed.splitlines():
        wanted, _, name = row.partition("  ")
        held = (tmp_path / "解" / kit.name / name).read_bytes()
        assert hashlib.sha256(held).hexdigest() == wanted
    assert len(listed.splitlines()) == len(list(files_of(kit))) - 1
