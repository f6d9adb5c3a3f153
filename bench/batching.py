"""`make bench-batch`: many projects, as rates, ratios and slopes; prints, and asserts nothing.

The machine may be shared: beside the rate by the clock stands the processor time a project, which is what a
free machine would need. `python bench/batching.py 200 2000` takes those sizes; parts can be named: size
model resume dask.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from many_projects import write_many  # noqa: E402 - from the tests' folder

_TICK = os.sysconf("SC_CLK_TCK")
_MODEL = 12  # projects with a model: each is some calls
_PARTS = ("size", "model", "resume", "dask")


@dataclass
class Ran:
    """One run of the command: what it printed, the clock, and processor time and memory of its processes."""

    told: dict[str, object] = field(default_factory=dict)
    seconds: float = 0.0
    processor: float = 0.0
    driver_mb: float = 0.0
    worker_mb: float = 0.0


@dataclass
class _Watched:
    processor: dict[int, float] = field(default_factory=dict)
    memory: dict[int, float] = field(default_factory=dict)

    def look(self, session: int) -> None:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(stat[3]) != session:
                    continue
                self.processor[int(entry.name)] = (int(stat[11]) + int(stat[12])) / _TICK
                for line in (entry / "status").read_text().splitlines():
                    if line.startswith("VmHWM"):
                        self.memory[int(entry.name)] = int(line.split()[1]) / 1024
            except (OSError, IndexError, ValueError):
                continue


def batch(*args: object, env: dict[str, str] | None = None, kill_after: int = 0) -> Ran:
    """Runs `jixiao batch`; with `kill_after`, kills it after so many projects."""
    command = [sys.executable, "-m", "assistant.cli", "batch", *map(str, args), "--json"]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"} | (env or {})
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=environment, start_new_session=True,
    )  # fmt: skip
    watched, over = _Watched(), threading.Event()

    def look() -> None:
        while not over.wait(0.3):
            watched.look(process.pid)

    def read() -> None:
        assert process.stderr is not None  # noqa: S101 - piped above
        ended = 0
        for line in process.stderr:
            ended += line.startswith("[")
            if kill_after and ended >= kill_after:
                os.killpg(process.pid, signal.SIGKILL)
                break

    threads = [threading.Thread(target=f, daemon=True) for f in (look, read)]
    for thread in threads:
        thread.start()
    assert process.stdout is not None  # noqa: S101 - piped above
    out = process.stdout.read()
    process.wait()
    over.set()
    seconds = time.perf_counter() - started
    workers = [mb for pid, mb in watched.memory.items() if pid != process.pid]
    return Ran(
        json.loads(out) if out.strip() else {}, seconds, sum(watched.processor.values()),
        watched.memory.get(process.pid, 0.0), max(workers, default=0.0),
    )  # fmt: skip


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is taken away again."""
    made = Path(tempfile.mkdtemp(prefix="jixiao-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def sizes(numbers: list[int]) -> None:
    """Projects a second without a model, on one process and on two."""
    for steps in ("score,check", "score,check,form", "score,check,draft,form"):
        counts = numbers if steps == "score,check" else numbers[:1]
        for count in counts:
            for jobs in (1, 2):
                with folder() as place:
                    write_many(place / "来源", range(count))
                    ran = batch(
                        place / "来源",
                        "-o",
                        place / "出",
                        "--model",
                        "none",
                        "--jobs",
                        jobs,
                        "--do",
                        steps,
                    )
                rate = count / float(str(ran.told.get("seconds", ran.seconds)))
                print(
                    f"  {steps}，{count} 个，{jobs} 个进程：{rate:.1f} 个/秒；处理器 {ran.processor / count * 1000:.0f} 毫秒/个；"
                    f"主进程最多 {ran.driver_mb:.0f} MB，工作进程最多 {ran.worker_mb:.0f} MB",
                    flush=True,
                )


@contextmanager
def endpoint(latency: float) -> Iterator[tuple[str, Path]]:
    """A scripted endpoint in a process of its own; its address, and the file in which it writes what it saw."""
    with folder() as place:
        log = place / "seen.json"
        process = subprocess.Popen(
            [sys.executable, __file__, "--serve", str(latency), str(log)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None  # noqa: S101 - piped above
        try:
            yield process.stdout.readline().strip(), log
        finally:
            process.terminate()
            process.wait()


def serve(latency: float, log: Path) -> None:
    """The endpoint: each answer after `latency` seconds, a sentence of the first fact of the prompt."""
    import re

    from fake_endpoint import FakeEndpoint, Reply, Request

    spans: list[tuple[float, float]] = []

    def answer(request: Request) -> Reply:
        began = time.monotonic()
        time.sleep(latency)
        found = re.search(r"^(F\d+) (.+)$", request.prompt, re.M)
        text = f"{found[2].rstrip('。')}。" if found else "无。"
        said = {"sentences": [{"text": text, "facts": [found[1]] if found else []}]}
        spans.append((began, time.monotonic()))
        return Reply(content=json.dumps(said, ensure_ascii=False))

    made = FakeEndpoint()
    made.script(answer, forever=True)
    print(made.url, flush=True)
    while True:
        time.sleep(0.2)
        log.write_text(json.dumps(spans.copy()))


def _busy(spans: list[list[float]], limit: int) -> float:
    """The share of the limit that was in use from the first call to the last."""
    if not spans:
        return 0.0
    whole = max(end for _, end in spans) - min(begin for begin, _ in spans)
    return sum(end - begin for begin, end in spans) / (whole * limit) if whole else 0.0


def _seen(log: Path) -> list[list[float]]:
    time.sleep(0.5)
    found: list[list[float]] = json.loads(log.read_text() or "[]")
    return found


def _model(url: str, place: Path, limit: int) -> dict[str, str]:
    config = place / "配置.yaml"
    config.write_text(f"限额: {{并发: {limit}}}\n", "utf-8")
    config.chmod(0o600)
    return {
        "OPENAI_BASE_URL": url,
        "OPENAI_MODEL": "fake-model",
        "OPENAI_API_KEY": "k",
        "JIXIAO_CONFIG": str(config),
    }


def model(count: int) -> None:
    """How busy a batch keeps an endpoint of that latency."""
    for latency, limit in ((0.5, 4), (0.5, 16), (0.05, 4)):
        with endpoint(latency) as (url, log), folder() as place:
            write_many(place / "来源", range(count))
            ran = batch(
                place / "来源",
                "-o",
                place / "出",
                "--jobs",
                2,
                "--do",
                "draft",
                env=_model(url, place, limit),
            )
            spans = _seen(log)
            print(
                f"  端点 {latency * 1000:.0f} 毫秒、并发 {limit}，{count} 个项目 {len(spans)} 次调用：端点忙 {_busy(spans, limit):.0%}，"
                f"{count / ran.seconds:.2f} 个/秒，处理器 {ran.processor / count * 1000:.0f} 毫秒/个",
                flush=True,
            )


def resume(count: int) -> None:
    """kill -9 at half, then the same command: calls and projects beside one undisturbed pass."""
    with endpoint(0.05) as (url, log), folder() as place:
        write_many(place / "来源", range(count))
        environment = _model(url, place, 4)
        args = (place / "来源", "--jobs", 2, "--do", "draft", "-o")
        batch(*args, place / "一遍", env=environment)
        once = len(_seen(log))
        batch(*args, place / "两段", env=environment, kill_after=count // 2)
        ran = batch(*args, place / "两段", env=environment)
        twice = len(_seen(log)) - once
        done = int(str(ran.told.get("done", 0)))
        print(
            f"  中断于一半再接着做：{done} 个完成；调用 {twice} 次，一遍做完 {once} 次，比值 {twice / max(once, 1):.3f}（目标 ≤1.05）"
        )


def dask(count: int) -> None:
    """The same work by a local Dask cluster of two processes, beside two processes of ours.

    Each side does a quarter of the projects first: what that took longer is the work without the start.
    """
    from distributed import LocalCluster

    with folder() as place:
        for name, number in (("少", count // 4), ("多", count)):
            write_many(place / name, range(number))

        def seconds(side: str, *how: object) -> dict[str, float]:
            return {
                name: float(str(batch(
                    place / name, "-o", place / f"{side}{name}", "--model", "none", "--do", "score,check,form", *how
                ).told["seconds"]))
                for name in ("少", "多")
            }  # fmt: skip

        with LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=50,
        ) as cluster:
            batch(place / "少", "-o", place / "热", "--model", "none", "--scheduler", cluster.scheduler_address)  # fmt: skip
            theirs = seconds("远", "--scheduler", cluster.scheduler_address)
        ours = seconds("近", "--jobs", 2)
        whole = theirs["多"] / ours["多"]
        work = (theirs["多"] - theirs["少"]) / max(ours["多"] - ours["少"], 0.01)
        print(
            f"  {count} 个项目，Dask 两个进程用时是本机两个进程的 {whole:.2f} 倍（目标 ≤1.15；各自启动的时间也在内），"
            f"不算启动是 {work:.2f} 倍"
        )


def main(args: list[str]) -> None:
    """Runs the parts named, or all."""
    numbers = [int(a) for a in args if a.isdecimal()] or [200, 2000]
    wanted = [a for a in args if a in _PARTS] or list(_PARTS)
    compileall.compile_dir(ROOT / "assistant", quiet=1)  # what is installed has its bytecode
    print(f"\n## batch（此刻负载 {os.getloadavg()[0]:.1f}，{os.cpu_count()} 个处理器）", flush=True)
    if "size" in wanted:
        sizes(numbers)
    if "model" in wanted:
        model(max(_MODEL, numbers[0] // 5))
    if "resume" in wanted:
        resume(max(_MODEL, numbers[0] // 5))
    if "dask" in wanted:
        dask(numbers[0])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(float(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(sys.argv[1:])
