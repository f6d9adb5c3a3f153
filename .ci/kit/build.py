"""Makes the offline kit: one zip with which the program is installed on a machine that has Python and no network.

    make kit TARGET=linux_x86_64|linux_aarch64|win_amd64 [MODEL=none] [PYTHONS="3.11 3.12"]

Every wheel is had by its hash in requirements.lock, for the target and not for this machine. A package that is
published as source alone is built into a wheel here, and only where that wheel runs everywhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from guide import write_guide
from lock import ROOT, Pin, for_users, read_lock

HERE = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
#: 银河麒麟 V10 and 统信 UOS 20 have glibc 2.28: wheels that need a newer one are of no use there
GLIBC = tuple(range(28, 4, -1))
SOURCE_ONLY = ("jieba",)
_BLOCK = 1 << 20
_EPOCH = (2020, 1, 1, 0, 0, 0)  # the same input gives the same zip


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of machine: pip's platform tags, the values of markers there, and what sysconfig calls it."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]
    machine: str


def _linux(machine: str) -> Target:
    tags = [f"manylinux_2_{minor}_{machine}" for minor in GLIBC]
    return Target(
        f"linux_{machine}", (*tags, f"manylinux2014_{machine}"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": machine},
        f"linux-{machine}",
    )  # fmt: skip


TARGETS = {
    target.name: target
    for target in (
        _linux("x86_64"),
        _linux("aarch64"),
        Target(
            "win_amd64", ("win_amd64",),
            {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
            "win-amd64",
        ),
    )
}  # fmt: skip


def main() -> None:
    """Builds the kit that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--model", choices=("local", "none"), default="local")
    parser.add_argument("--python", nargs="+", default=list(PYTHONS), metavar="3.11")
    parser.add_argument("--to", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    made = build(TARGETS[asked.target], asked.python, asked.to, with_model=asked.model != "none")
    print(f"{made}：{made.stat().st_size / 1e6:.1f} MB")


def build(target: Target, pythons: Sequence[str], to: Path, *, with_model: bool) -> Path:
    """The kit as a zip in `to`; what resolved for which Python is printed, and stands in the kit."""
    with tempfile.TemporaryDirectory() as scratch:
        own = own_wheel(Path(scratch))
        version = own.name.split("-")[1]
        kit = Path(scratch) / f"jixiao-{version}-{target.name}"
        wheels = kit / "parts" / "wheels"
        wheels.mkdir(parents=True)
        pins = for_users(read_lock())
        served = [python for python in pythons if collect(target, python, pins, wheels)]
        if not served:
            raise SystemExit(f"{target.name}：没有一个 Python 版本的依赖能取全")
        shutil.copy(own, wheels)
        (kit / "parts" / "requirements.txt").write_text(
            requirements(pins, target, wheels, version), encoding="utf-8"
        )
        about = {"version": version, "target": target.name, "machine": target.machine, "pythons": served,
                 "model": with_model}  # fmt: skip
        (kit / "parts" / "kit.json").write_text(json.dumps(about), encoding="utf-8")
        put_scripts(kit, target)
        put_examples(kit)
        if with_model:
            put_model(kit / "parts" / "model")
        write_guide(kit / "使用说明.docx", version, target.name, served, with_model=with_model)
        seal(kit)
        to.mkdir(parents=True, exist_ok=True)
        return pack(kit, to / f"{kit.name}{'' if with_model else '-nomodel'}.zip")


def own_wheel(folder: Path) -> Path:
    """Our own wheel, built from the source tree without fetching anything."""
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)])
    [wheel] = folder.glob("jixiao-*.whl")
    return wheel


def collect(target: Target, python: str, pins: Sequence[Pin], wheels: Path) -> bool:
    """Downloads every wheel for that Python there; false, and said, where one is not to be had."""
    environment = {
        **target.markers, "python_version": python, "python_full_version": f"{python}.0",
        "implementation_name": "cpython", "platform_python_implementation": "CPython",
    }  # fmt: skip
    wanted = [pin for pin in pins if pin.holds(environment)]
    # what runs everywhere was had for the Python before
    asked = [pin for pin in wanted if not universal(pin, wheels)]
    with tempfile.TemporaryDirectory() as scratch:
        got, fault = Path(scratch), ""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qqq"]
        for source in (False, True):
            listed = got / "wanted.txt"
            rows = [line(pin) for pin in asked if (pin.name in SOURCE_ONLY) is source]
            listed.write_text("".join(rows))
            common = ["--no-deps", "--require-hashes", "-r", str(listed)]
            if source and rows:
                run([*pip, "wheel", "--no-binary=:all:", "-w", str(got), *common])
            elif rows:
                platforms = [word for tag in target.tags for word in ("--platform", tag)]
                here = ["--only-binary=:all:", "--implementation", "cp", "--python-version", python]
                done = subprocess.run(
                    [*pip, "download", "-d", str(got), *here, *platforms, *common],
                    capture_output=True, text=True, check=False,
                )  # fmt: skip
                fault = done.stderr.strip() if done.returncode else ""
            listed.unlink()
        if fault:
            print(f"{target.name} Python {python}：取不全，这个版本不装：{fault.splitlines()[-1]}")
            return False
        for wheel in sorted(got.iterdir()):
            name = wheel.name.split("-")[0]
            if name in SOURCE_ONLY and not wheel.name.endswith("none-any.whl"):
                raise SystemExit(f"{wheel.name}：由源代码做成的包只能在这种机器上用")
            if not (wheels / wheel.name).exists():
                shutil.copy(wheel, wheels)
        held = len(list(got.iterdir()))
        assert held == len(asked), (held, len(asked))  # noqa: S101 - one wheel a pin
    print(f"{target.name} Python {python}：{len(wanted)} 个包全部取到")
    return True


def universal(pin: Pin, wheels: Path) -> bool:
    """Whether the kit holds a wheel of it already that runs on every machine and Python 3."""
    stem = f"{pin.name.replace('-', '_')}-{pin.version}-"
    return any(
        wheel.name.lower().replace(".", "_").startswith(stem.replace(".", "_"))
        and re.search(r"-(py2\.)?py3-none-any\.whl$", wheel.name)
        for wheel in wheels.iterdir()
    )


def line(pin: Pin) -> str:
    """The pin as a line for pip, without its marker: that was weighed for the target, pip would for this machine."""
    return f"{pin.name}=={pin.version} " + " ".join(f"--hash={h}" for h in pin.hashes) + "\n"


def requirements(pins: Sequence[Pin], target: Target, wheels: Path, version: str) -> str:
    """What is installed, by the hashes of the very files in the kit."""
    held: dict[str, list[Path]] = {}
    for wheel in sorted(wheels.iterdir()):
        name, release = wheel.name.split("-")[:2]
        held.setdefault(f"{re.sub(r'[-_.]+', '-', name).lower()}=={release}", []).append(wheel)
    rows = []
    for pin in pins:
        files = held.pop(f"{pin.name}=={pin.version}", [])
        if files:
            marker = f" ; {pin.marker}" if pin.marker else ""
            rows.append(f"{pin.name}=={pin.version}{marker}{hashes(files)}")
    rows.append(f"jixiao[local,web]=={version}{hashes(held.pop(f'jixiao=={version}'))}")
    if held:
        raise SystemExit(f"{target.name}：多出来的包：{'、'.join(held)}")
    return "\n".join(rows) + "\n"


def hashes(files: Sequence[Path]) -> str:
    """The files' hashes as pip's options."""
    return "".join(f" \\\n    --hash=sha256:{digest(file)}" for file in files)


def put_scripts(kit: Path, target: Target) -> None:
    """The installer, and what people click: for Windows .bat with CRLF and in ASCII alone, else .sh."""
    shutil.copy(HERE / "install.py", kit / "parts" / "install.py")
    suffix = ".bat" if target.name.startswith("win") else ".sh"
    for script in sorted(HERE.glob(f"*{suffix}")):
        text = script.read_bytes().replace(b"\r\n", b"\n")
        if suffix == ".bat":
            text = text.decode("ascii").replace("\n", "\r\n").encode("ascii")
        place = kit / script.name if not script.name.isascii() else kit / "parts" / script.name
        place.write_bytes(text)
        place.chmod(0o755)


def put_examples(kit: Path) -> None:
    """The data of the examples; the program makes the reports."""
    for data in sorted((ROOT / "examples").glob("*/数据.yaml")):
        place = kit / "示例" / data.parent.name
        place.mkdir(parents=True)
        shutil.copy(data, place)


def put_model(folder: Path) -> None:
    """The model of this machine in the parts of its manifest; `jixiao model pull --from` joins them again."""
    sys.path.insert(0, str(ROOT))
    from assistant.llm.local.manifest import read_manifest
    from assistant.llm.local.pull import is_whole
    from assistant.llm.local.server import model_path

    manifest, whole = read_manifest(), model_path()
    if not is_whole(whole, manifest):
        run([sys.executable, "-m", "assistant.cli", "model", "pull"], quiet=False)
    folder.mkdir(parents=True)
    with whole.open("rb") as model:
        for part in manifest.parts:
            (folder / part.bare).write_bytes(model.read(part.member_size))


def seal(kit: Path) -> None:
    """parts/SHA256SUMS names every file of the kit but itself, as sha256sum does."""
    rows = [f"{digest(path)}  {path.relative_to(kit).as_posix()}\n" for path in files_of(kit)]
    (kit / "parts" / "SHA256SUMS").write_text("".join(rows), encoding="utf-8")


def pack(kit: Path, target: Path) -> Path:
    """The zip; names are UTF-8, .sh keep their right to run, nothing in it tells the time."""
    growing = target.with_name(target.name + ".growing")
    with zipfile.ZipFile(growing, "w") as archive:
        for path in files_of(kit):
            info = zipfile.ZipInfo(f"{kit.name}/{path.relative_to(kit).as_posix()}", _EPOCH)
            info.external_attr = (0o100755 if os.access(path, os.X_OK) else 0o100644) << 16
            packed = path.suffix in {".whl", ".bin", ".docx"}
            info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            with archive.open(info, "w") as out, path.open("rb") as file:
                shutil.copyfileobj(file, out, _BLOCK)
    return growing.replace(target)


def files_of(folder: Path) -> Iterator[Path]:
    """Its files, in order."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def run(command: list[str], *, quiet: bool = True) -> None:
    """Runs a program from the source tree; its failure ends the build."""
    done = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=quiet, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        raise SystemExit(done.stderr or done.returncode)


if __name__ == "__main__":
    main()
