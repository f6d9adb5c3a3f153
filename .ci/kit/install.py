"""Installs the program from the kit it lies in, without a network; or takes it away. Standard library alone.

A new version is installed beside the old one and taken into use only when it runs; data files, work folders
and settings are never touched. What was made is written down, and only that is taken away again.
"""

import argparse
import hashlib
import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path

PARTS = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
RECORD = "安装记录.json"
_BLOCK = 1 << 20


class Refused(Exception):  # noqa: N818 - said to people as it stands
    """Why it cannot be done, with the mend, as one line for people."""


def main():
    """The command line; 0 done, 2 not done, and then nothing has changed."""
    words = argparse.ArgumentParser(
        prog="安装", description="不用网络，把绩效（jixiao）装到这台机器上", add_help=False
    )
    words.add_argument("-h", "--help", action="help", help="显示这份帮助")
    words.add_argument(
        "--to", type=Path, default=home(), metavar="文件夹", help=f"装到哪里，缺省 {home()}"
    )
    words.add_argument("--no-model", action="store_true", help="不装本机模型")
    words.add_argument(
        "--uninstall", action="store_true", help="卸载程序；数据、工作文件夹和设置都留着"
    )
    words.add_argument("--with-model", action="store_true", help="卸载时连本机模型也删去")
    asked = words.parse_args()
    try:
        if asked.uninstall:
            uninstall(asked.to.absolute(), asked.with_model)
        else:
            install(asked.to.absolute(), not asked.no_model)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"{error.filename or asked.to}：{error.strerror or error}，请核对权限和磁盘空间",
            file=sys.stderr,
        )
        return 2
    except KeyboardInterrupt:
        print("已中断，没有装上；原来装的没有动", file=sys.stderr)
        return 2
    return 0


def home():
    """Where a user's own programs are kept on this system."""
    if WINDOWS:
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "jixiao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jixiao"


def install(folder, with_model):
    """Checks the kit, installs beside what is there, tries it, and only then takes it into use."""
    about = json.loads((PARTS / "kit.json").read_text(encoding="utf-8"))
    fits(about)
    print("一、核对安装包")
    whole()
    print(f"二、安装到 {folder}")
    folder.mkdir(parents=True, exist_ok=True)
    before = record(folder)
    app = folder / f"app-{about['version']}-{time.strftime('%Y%m%d%H%M%S')}"
    try:
        python = make(app)
        if with_model and about["model"]:
            print("三、安装本机模型（约 1.1 GB）")
            run(python, "-m", "assistant.cli", "model", "pull", "--from", str(PARTS / "model"))
        shown = run(python, "-m", "assistant.cli", "--version").strip()
    except BaseException:
        shutil.rmtree(app, ignore_errors=True)
        raise
    made = launchers(folder, app, python)
    now = {"version": about["version"], "app": app.name, "made": [str(path) for path in made]}
    (folder / RECORD).write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")
    if before.get("app") and before["app"] != app.name:
        shutil.rmtree(folder / before["app"], ignore_errors=True)
        print(f"原来的版本 {before['version']} 已换下；数据和工作文件夹没有动")
    print(f"装好了：{shown}")
    print(f"命令：{made[0]}\n页面：双击 {made[1]}")
    linked = made[-1] if made[-1].is_symlink() else None
    if linked and str(linked.parent) not in os.environ.get("PATH", "").split(os.pathsep):
        print(f"要在终端里直接写 jixiao，请把 {linked.parent} 加进 PATH，或重新登录")


def uninstall(folder, with_model):
    """Takes away what the record says was made, nothing else."""
    before = record(folder)
    if not before:
        raise Refused(f"{folder}：这里没有装过；装在别处的，用 --to 指明文件夹")
    if with_model:
        run(binary(folder / before["app"]), "-m", "assistant.cli", "model", "remove")
    for path in map(Path, before["made"]):
        if path.is_symlink() or path.exists():
            path.unlink()
    shutil.rmtree(folder / before["app"])
    (folder / RECORD).unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
    kept = "数据、工作文件夹、设置" + ("" if with_model else "和本机模型")
    print(f"已卸载 {before['version']}；{kept}都留着")


def record(folder):
    """What an installation before wrote down; empty where there was none."""
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        raise Refused(f"{folder / RECORD}：读不懂，请删去这个文件再装") from None
    inside = folder / str(told.get("app", ""))
    if inside.parent != folder or not inside.name.startswith("app-"):
        raise Refused(f"{folder / RECORD}：不是这个程序写的，请删去这个文件再装")
    return told


def fits(about):
    """Refuses a Python or a machine that the kit has no packages for."""
    python = ".".join(map(str, sys.version_info[:2]))
    if python not in about["pythons"]:
        raise Refused(
            f"这个安装包供 Python {'、'.join(about['pythons'])} 用，这里是 {python}，请换一个 Python"
        )
    machine = sysconfig.get_platform()
    if machine != about["machine"]:
        raise Refused(
            f"这个安装包是给 {about['machine']} 的，这个 Python 是 {machine} 的，请换对应的安装包"
        )


def whole():
    """Every file of the kit by its sha256; the first that is missing or changed is named."""
    kit = PARTS.parent
    for row in (PARTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, _, name = row.partition("  ")
        path = kit / name
        if not path.is_file():
            raise Refused(f"安装包不完整，缺少 {name}，请重新解压或重新复制")
        held = hashlib.sha256()
        with path.open("rb") as file:
            for block in iter(lambda: file.read(_BLOCK), b""):
                held.update(block)
        if held.hexdigest() != wanted:
            raise Refused(f"{name} 与清单不符（复制坏了，或被改过），请重新解压或重新复制")


def make(app):
    """The program in a folder of its own, by hash and without a network; its Python."""
    try:
        venv.create(app, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        raise Refused(
            "这个 Python 不带 venv 和 pip，请先装 python3-venv（或完整的 Python）"
        ) from None
    python = binary(app)
    run(
        python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-cache-dir",
        "--find-links", str(PARTS / "wheels"), "--require-hashes", "-r", str(PARTS / "requirements.txt"),
    )  # fmt: skip
    return python


def binary(app):
    """The Python of an installed program."""
    return app / "Scripts" / "python.exe" if WINDOWS else app / "bin" / "python"


def run(python, *words):
    """Runs that Python, apart from whatever this one was started with; what it said. One line where it fails."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))
    }
    environment.update({"PYTHONUTF8": "1", "PIP_CONFIG_FILE": os.devnull, "PYTHONNOUSERSITE": "1"})
    done = subprocess.run(
        [str(python), *words], capture_output=True, encoding="utf-8", errors="replace",
        env=environment, cwd=str(PARTS), check=False,
    )  # fmt: skip
    if done.returncode:
        said = [row.strip() for row in done.stderr.splitlines() if row.strip()]
        raise Refused(
            f"没有装上，原来装的没有动：{said[-1] if said else f'退出码 {done.returncode}'}"
        )
    return done.stdout


def launchers(folder, app, python):
    """What people start: the command, and a page that opens on a double click. The last is the command on PATH."""
    work = Path.home() / "绩效"
    if WINDOWS:
        command, page = folder / "jixiao.cmd", folder / "绩效网页.cmd"
        put(command, f'@"%~dp0{app.name}\\Scripts\\python.exe" -X utf8 -m assistant.cli %*\r\n')
        put(page, f'@if not exist "%USERPROFILE%\\绩效" mkdir "%USERPROFILE%\\绩效"\r\n'
                  f'@"%~dp0{app.name}\\Scripts\\python.exe" -X utf8 -m assistant.cli web "%USERPROFILE%\\绩效"\r\n')  # fmt: skip
        return [command, page]
    command, page = folder / "jixiao", folder / "绩效网页"
    start = f"exec {shlex.quote(str(python))} -m assistant.cli"
    put(command, f'#!/bin/sh\n{start} "$@"\n')
    put(
        page,
        f"#!/bin/sh\nmkdir -p {shlex.quote(str(work))} && {start} web {shlex.quote(str(work))}\n",
    )
    entry = (
        Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        / "applications"
        / "jixiao.desktop"
    )
    entry.parent.mkdir(parents=True, exist_ok=True)
    quoted = str(page).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    put(entry, "[Desktop Entry]\nType=Application\nName=绩效\nComment=项目支出绩效自评报告\nTerminal=true\n"
               f'Exec="{quoted}"\nCategories=Office;\n')  # fmt: skip
    link = Path.home() / ".local" / "bin" / "jixiao"
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists() and not link.is_symlink():
        print(f"{link}：已有别的程序，没有替换", file=sys.stderr)
        return [command, page, entry]
    link.unlink(missing_ok=True)
    link.symlink_to(command)
    return [command, page, entry, link]


def put(path, text):
    """A file that people start, whole or not at all; on Windows in the code page of its command line."""
    growing = path.with_name(path.name + ".new")
    growing.write_bytes(text.encode("mbcs" if WINDOWS else "utf-8"))
    growing.chmod(0o755)
    growing.replace(path)


if __name__ == "__main__":
    sys.exit(main())
