"""Mutated inputs against the commands, in processes that were forked once everything is loaded.

Every input is made from a number, so that one that fails is made again: `fuzzing.py --only 4711`.
What must hold of each: an exit code of the contract, no fault of the program, an end within ten seconds,
and every file that a command only reads still byte for byte what it was.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import gc
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import typer.main

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "yanchi-2021" / "数据.yaml"
LONGEST = 10  # seconds of the processor that an input may take
_WAIT = (
    20 * LONGEST
)  # seconds it may take in all: it waits for something, or the machine is very busy
_BATCH = 50  # inputs to a process
_MEMORY = 3 << 30  # bytes a process may take
CODES = {0, 1, 2, 3}

_NASTY = (
    b"[" * 3000, b"{" * 500, b"9" * 6000, b"1," * 4000, b"1e999999", b"-1", b"NaN", b"Infinity", b"0x1F", b"\0",
    b"\xff\xfe", b"\xed\xa0\x80", b"&a [*a,*a]", b"!!python/object/apply:os.system ['true']", b"<<: *x", b"? ", b"---\n",
    b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b"&e;", b"]]>", b"<w:tbl/>", b"<w:p>" * 60, b"</w:p>", "㊀".encode(),
    "二〇二一年十三月三十二日".encode(), "\u200b\u202e".encode(), b'"', b"'", b"\n", b"\r", b"\t", b": ", b"- ", b"%",
    "≥".encode(), "万元".encode(), b"null", b"true", b"[]", b"{}", b"../../x", b"/dev/null", b"A" * 300, b"99999999999999999999",
    b'r="AAAA99999999"', b'w:val="-5"', b'w:val="99999999"', b'gridSpan', b"2021-02-30", b"1/0", "十百千".encode(), "点点".encode(),
)  # fmt: skip
_ATTRIBUTE = re.compile(rb'(?<!xmlns)(?<!xmlns:\w)="[^"<>]{0,80}"')
_ELEMENT = re.compile(rb"<(\w+:)?\w+[^<>]*/>|<((?:\w+:)?\w+)[^<>]*>[^<]*</\2>")


def _bytes(rng: random.Random, data: bytes) -> bytes:
    """One to six small harms, anywhere."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((1, 2, 8, 40, 400)))
        how = rng.randrange(9)
        if how == 0:
            data = data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]
        elif how == 1:
            data = data[:at] + data[end:]
        elif how == 2:
            data = data[:end] + data[at:end] * rng.choice((1, 2, 50)) + data[end:]
        elif how == 3 and rng.random() < 0.3:
            data = data[:at]
        elif how in {4, 5}:
            data = data[:at] + rng.choice(_NASTY) + data[at:]
        elif how == 6:
            data = data[:at] + rng.choice(_NASTY) + data[end:]
        elif how == 7:
            data = _numbers(rng, data)
        else:
            data = _lines(rng, data)
    return data


_VALUE = re.compile(
    r"""(?<=: )[^\n,{}\[\]"]+|"[^"\n]{0,200}"|(?<=>)[^<>\n]+(?=<)|(?<=[,\n])[^,\n:{}]+(?=[,\n])"""
)
_NASTY_TEXT = tuple(n.decode() for n in _NASTY if n.decode(errors="ignore").encode() == n)


def _text(rng: random.Random, data: bytes) -> bytes:
    """Values, lines and characters changed in text that stays text; now and then its bytes."""
    try:
        text = data.decode()
    except ValueError:
        return _bytes(rng, data)
    if rng.random() < 0.1:
        return _bytes(rng, data)
    for _ in range(rng.choice((1, 1, 1, 2))):
        found = list(_VALUE.finditer(text))
        how = rng.randrange(7)
        if how < 4 and found:
            one, two = rng.choice(found), rng.choice(found)
            put = rng.choice((rng.choice(_NASTY_TEXT), two[0], two[0], one[0] * 2, "", one[0][:-1]))
            if rng.random() < 0.6:
                put = json.dumps(put.strip('"'), ensure_ascii=False)  # stays one value
            text = text[: one.start()] + put + text[one.end() :]
        elif how == 4:
            text = _numbers(rng, text.encode()).decode()
        elif how == 5:
            text = _lines(rng, text.encode()).decode()
        else:
            at = rng.randrange(len(text) + 1)
            end = min(len(text), at + rng.choice((1, 2, 8, 40)))
            put = rng.choice(("", rng.choice(_NASTY_TEXT), text[at:end] * 2))
            text = text[:at] + put + text[end:]
    return text.encode()


def _numbers(rng: random.Random, data: bytes) -> bytes:
    found = list(re.finditer(rb"\d+(?:\.\d+)?", data))
    if not found:
        return data
    one = rng.choice(found)
    other = rng.choice(
        (b"0", b"-0", b"1e400", b"9" * 400, b"0.1" * 3, b"", b"1_0", "一百".encode())
    )
    return data[: one.start()] + other + data[one.end() :]


def _lines(rng: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
    if rng.random() < 0.5:
        lines[one], lines[two] = lines[two], lines[one]
    else:
        lines[one] = b" " * rng.randrange(9) + lines[two].lstrip()
    return b"\n".join(lines)


def _markup(rng: random.Random, data: bytes) -> bytes:
    """Attributes and elements changed as such, so that the part stays well-formed."""
    pattern = rng.choice((_ATTRIBUTE, _ELEMENT))
    found = list(pattern.finditer(data))
    if not found:
        return _bytes(rng, data)
    one, two = rng.choice(found), rng.choice(found)
    if pattern is _ATTRIBUTE and rng.random() < 0.6:
        plain = [n for n in _NASTY if not set(n) & set(b'<>&"\0\xff\xed')]
        return data[: one.start()] + b'="' + rng.choice(plain) + b'"' + data[one.end() :]
    put = rng.choice((b"", two[0], one[0] * 2, one[0] * 40))
    if pattern is _ATTRIBUTE:
        put = two[0]
    return data[: one.start()] + put + data[one.end() :]


def _package(rng: random.Random, data: bytes) -> bytes:
    """Another part of the package, one lost, one renamed; now and then the archive itself."""
    if rng.random() < 0.1:
        return _bytes(rng, data)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    heavy = [
        n
        for n in parts
        if re.search(r"document\.xml$|sheet\d|styles|sharedS|workbook|item\d|清单|json", n)
    ]
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        name = rng.choice(heavy if heavy and rng.random() < 0.7 else list(parts))
        if rng.random() < 0.04 and len(parts) > 1:
            content = parts.pop(name)
            if rng.random() < 0.5:
                parts[f"{name}2"] = content
            heavy = [n for n in heavy if n in parts]
        else:
            parts[name] = rng.choice((_markup, _markup, _markup, _text, _bytes))(rng, parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Seed:
    """A sound file of ours, where it goes in a project, how it is harmed and what then reads it."""

    kind: str
    name: str
    data: bytes
    harm: Callable[[random.Random, bytes], bytes]
    commands: tuple[str, ...]


_REPORT = (
    "check {f}", "check {f}", "check {f}", "import {f} -o o.yaml", "import {f} -o o.yaml", "import {f} -o o.yaml", "review {f} --data 数据.yaml", "review {f}",
    "finalize {f} -o o.docx", "outline {f} -o o.yaml", "check {f} --fix o.docx", "check {f} --annotate o.docx",
    "draft 数据.yaml -o o.docx --model none --template {f}", "score {f}", "form {f} -o o.xlsx",
)  # fmt: skip
_TABLE = (
    "import {f} -o o.yaml",
    "import {f} -o o.yaml",
    "check {f}",
    "check {f}",
    "score {f}",
    "form {f} -o o.docx",
)
_DATA = (
    "score {f}", "score {f} --explain", "score {f} --json", "check {f}", "check {f} --json", "ground {f} 项目已完成。",
    "form {f} -o o.docx", "form {f} -o o.xlsx", "draft {f} -o o.docx --model none", "chat {f} --model none --script 话.txt",
)  # fmt: skip
_SPACE = (
    "history 数据.yaml", "show 1 数据.yaml", "undo 数据.yaml", "log 数据.yaml", "log 数据.yaml --cost",
    "draft 数据.yaml -o 报告.docx --model none", "review 报告.docx", "chat 数据.yaml --model none --script 话.txt", "package 数据.yaml -o o.zip",
)  # fmt: skip
_OUTLINE = """名称: 本县提纲
来源: 2022年县财政局通知附件2
标题:
  - {标题: 项目概况, 级: 1}
  - {标题: 立项背景和批复, 级: 2, 节: [项目概况, 批复下达情况], 表: [绩效目标表]}
  - 标题: 自评工作开展情况
    级: 2
    人工: 是
  - {标题: 资金情况, 级: 1, 节: [资金到位情况, 资金执行情况, 资金管理情况], 表: [资金表]}
  - {标题: 目标完成情况, 级: 1, 节: [总体目标完成情况, 指标完成情况], 表: [完成情况表]}
  - {标题: 产出, 级: 2, 节: [产出指标完成情况]}
  - {标题: 数量与质量, 级: 3, 人工: 是}
  - {标题: 经验做法, 级: 4, 人工: 是}
  - {标题: 效益和满意度, 级: 2, 节: [效益指标完成情况, 满意度指标完成情况]}
  - {标题: 问题、原因和措施, 级: 1, 节: [偏离原因, 改进措施]}
  - {标题: 结果应用和公开, 级: 1, 节: [结果应用, 结果公开, 上年整改落实情况, 其他问题]}
"""
_OUTLINED = (
    "draft 数据.yaml -o o.docx --model none",
    "draft 数据.yaml -o o.docx --model none",
    "check 数据.yaml",
    "score 数据.yaml",
    "chat 数据.yaml --model none --script 话.txt",
)
_WRITES_DATA = ("chat", "review", "undo")


def run_command(*args: str) -> tuple[int | None, str, str]:
    """A command in this process: its code, what it printed and told."""
    from assistant import cli

    out, err = io.StringIO(), io.StringIO()
    code: int | None = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli._run(args)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
    return code, out.getvalue(), err.getvalue()


def make_seeds(folder: Path) -> list[Seed]:
    """A project with its report, reviewed once, and every kind of file beside it. The folder keeps the project."""
    sys.path.insert(0, str(ROOT / "tests"))
    import docx
    import odd_docx

    before = Path.cwd()
    os.chdir(folder)
    try:
        shutil.copy(EXAMPLE, "数据.yaml")
        Path("话.txt").write_text("好路率实际是96%\n是\n现在多少分\n", encoding="utf-8")
        for line in (
            "draft 数据.yaml -o 报告.docx --model none", "form 数据.yaml -o 表.docx", "form 数据.yaml -o 表.xlsx",
            "new 空表.xlsx", "outline 报告.docx -o 提纲.yaml", "rules new 规则.yaml", "package 数据.yaml -o 包.zip",
            "chat 数据.yaml --model none --script 话.txt", "template 模板.docx",
        ):  # fmt: skip
            run_command(*line.split())
        edited = docx.Document("报告.docx")
        longest = max(edited.paragraphs, key=lambda p: len(p.text))
        longest.add_run("经核实，情况属实。")
        edited.save("报告.docx")
        run_command("review", "报告.docx", "--data", "数据.yaml")
        odd_docx.base(Path("外来.docx"))
        rows = "\n".join(",".join(row) for row in odd_docx.ROWS)
        Path("表.csv").write_text(rows, encoding="utf-8")
        work = Path("数据.jixiao")
        with contextlib.closing(sqlite3.connect(work / "calls.sqlite")) as made:
            made.execute("VACUUM")
        found: list[Seed] = []

        def seed(
            path: str,
            kind: str,
            harm: Callable[[random.Random, bytes], bytes],
            commands: Iterable[str],
        ) -> None:
            # one that was not made would let everything pass: a command line that is refused harms nothing
            found.append(Seed(kind, path, Path(path).read_bytes(), harm, tuple(commands)))

        for name in ("报告.docx", "外来.docx", "外来.docx", "表.docx", "模板.docx"):
            seed(name, ".docx", _package, _REPORT)
        for name in ("表.xlsx", "空表.xlsx", "表.xlsx"):
            seed(name, ".xlsx", _package, _TABLE)
        old = ROOT / "tests" / "旧表.xls"
        if old.is_file():
            shutil.copy(old, "旧表.xls")
            seed("旧表.xls", ".xls", _bytes, _TABLE)
        seed("表.csv", ".csv", _text, _TABLE)
        for _ in range(3):
            seed("数据.yaml", "data .yaml", _text, _DATA)
        seed("提纲.yaml", "outline .yaml", _text, _OUTLINED)
        Path("大纲.yaml").write_text(_OUTLINE, encoding="utf-8")
        seed("大纲.yaml", "outline .yaml", _text, _OUTLINED)
        seed(
            "规则.yaml",
            "rule set .yaml",
            _text,
            ("score 数据.yaml --rules ./规则.yaml", "rules show ./规则.yaml"),
        )
        seed("包.zip", "proof .zip", _package, ("verify {f}",))
        # a harmed file of the work folder takes four times as long, and there are a dozen
        found *= 3
        for path in sorted(work.rglob("*")):
            if path.is_file() and path.name not in {"lock"}:
                seed(str(path), "work folder", _text, _SPACE)
        return found
    finally:
        os.chdir(before)


def one(number: int, seeds: list[Seed], project: Path) -> tuple[str, str, str]:
    """Runs input `number`: kind, result (an exit code or a fault), what to show of a fault."""
    rng = random.Random(f"jixiao:{number}")
    chosen = seeds[number % len(seeds)]
    harmed = chosen.harm(rng, chosen.data)
    line = rng.choice(chosen.commands)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.chdir(folder)
        if chosen.kind == "work folder":
            shutil.copytree(project, folder, dirs_exist_ok=True)
        else:
            for needed in ("数据.yaml", "话.txt"):
                shutil.copy(project / needed, folder / needed)
        if chosen.kind == "outline .yaml":
            told = Path("数据.yaml").read_text(encoding="utf-8")
            named = told.replace("\n报告:\n", f"\n报告:\n  提纲: {chosen.name}\n", 1)
            Path("数据.yaml").write_text(named, encoding="utf-8")
        Path(chosen.name).write_bytes(harmed)
        kept = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.parent == folder}
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        signal.alarm(_WAIT)
        fault = shown = ""
        code: int | None = None
        told = ""
        try:
            code, _, told = run_command(*(part.format(f=chosen.name) for part in line.split()))
        except _SlowError:
            fault, shown = "hang", traceback.format_exc()[-1500:]
        except BaseException as error:
            fault, shown = f"traceback {type(error).__name__}", traceback.format_exc()[-2500:]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
            os.chdir("/")
        writes = line.startswith(_WRITES_DATA) or "-o 报告.docx" in line
        lost = [
            p.name
            for p, was in kept.items()
            if not p.is_file() or (not writes and p.read_bytes() != was)
        ]
        if not fault and code not in CODES:
            fault, shown = f"code {code}", told
        if not fault and ("Traceback" in told or "程序出错" in told):
            fault, shown = "traceback", told
        if not fault and lost:
            fault, shown = "harmed", str(lost)
        if not fault and code == 2 and not told.strip():
            fault, shown = "silent", ""
        if not fault and code == 2 and not re.search(r"[\u4e00-\u9fff]", told):
            fault, shown = "not Chinese", told
    slow = time.monotonic() - began
    head = f"#{number} {chosen.name}: {line} ({slow:.1f} s)\n"
    return chosen.kind, fault or str(code), head + shown if fault else ""


class _SlowError(BaseException):
    pass


def _ring(*_: object) -> None:
    raise _SlowError


def _child(numbers: Iterable[int], seeds: list[Seed], project: Path, out: int) -> None:
    """Runs inputs one after another; a line of JSON each, with what is begun told before it begins."""
    signal.signal(signal.SIGALRM, _ring)
    signal.signal(signal.SIGPROF, _ring)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    # beside what the process was forked with: a worker of the suite may have gigabytes mapped already
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + _MEMORY, limits[1]))
    os.environ["JIXIAO_DEBUG"] = "1"
    with os.fdopen(out, "w", encoding="utf-8") as say:
        for number in numbers:
            print(json.dumps({"begins": number}), file=say, flush=True)
            print(json.dumps(one(number, seeds, project)), file=say, flush=True)


def run(numbers: list[int], *, seconds: float | None = None) -> Iterator[tuple[str, str, str]]:
    """Kind, result and what to show, for each number. Ends early after `seconds`.

    A process that does not come back within twice `_WAIT` (a hang outside Python, a crash of a library) is ended,
    counted as a hang, and the numbers after it go on in another.
    """
    from assistant.commands import app_for

    for module in (
        "assistant.checks.inspection",
        "assistant.oneshot",
        "assistant.review.round_trip",
        "docx_plus.revisions",
    ):
        with contextlib.suppress(ImportError):
            __import__(module)
    app_for()  # all of them: what is built of the app is kept
    typer.main.get_command = functools.cache(typer.main.get_command)  # a quarter of every input
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        seeds = make_seeds(project)
        gc.freeze()
        waiting = list(numbers)
        while waiting and (seconds is None or time.monotonic() - began < seconds):
            batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
            done, results = _forked(batch, seeds, project)
            yield from results
            if done < len(batch):
                kind = seeds[batch[done] % len(seeds)].kind
                yield (
                    kind,
                    "hang or crash",
                    f"#{batch[done]} {seeds[batch[done] % len(seeds)].name}\n",
                )
                waiting = batch[done + 1 :] + waiting


def _forked(
    batch: list[int], seeds: list[Seed], project: Path
) -> tuple[int, list[tuple[str, str, str]]]:
    import select

    back, out = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(back)
            _child(batch, seeds, project, out)
            status = 0
        finally:
            os._exit(status)
    os.close(out)
    held, results = b"", []
    try:
        while select.select([back], [], [], 2 * _WAIT)[0]:
            more = os.read(back, 1 << 16)
            if not more:
                break
            held += more
    finally:
        os.close(back)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    for line in held.decode().splitlines():
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if isinstance(said, list):
                results.append((said[0], said[1], said[2]))
    return len(results), results


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def table(results: Iterable[tuple[str, str, str]], *, show: Callable[[str], None] = _show) -> int:
    """Prints a table of kinds and results; how many faults there were. Each fault is shown once a place."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    seen: set[str] = set()
    for kind, result, shown in results:
        fault = not result.isdecimal()
        counts[kind][result] += 1
        place = result + "".join(shown.splitlines()[-3:])[-200:] if fault else ""
        if fault and place not in seen:
            seen.add(place)
            show(f"{result}: {shown}\n")
    bad = 0
    for kind, found in sorted(counts.items()):
        wrong = sum(n for result, n in found.items() if not result.isdecimal())
        bad += wrong
        codes = "  ".join(f"{result}: {n}" for result, n in sorted(found.items()))
        show(f"{kind:<16}{found.total():>7} inputs  {wrong:>4} faults   {codes}")
    show(f"{sum(c.total() for c in counts.values())} inputs, {bad} faults")
    return bad


def main() -> int:
    """`fuzzing.py [--inputs N] [--start N] [--only N]`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--only", type=int, nargs="*")
    given = parser.parse_args()
    numbers = given.only or list(range(given.start, given.start + given.inputs))
    return 1 if table(run(numbers)) else 0


if __name__ == "__main__":
    sys.exit(main())
