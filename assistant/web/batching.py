"""全部起草: every project of the folder drafted where it stands, by the batch's ledger and executor, beside the page.

What was done before and has not changed since is not done again; what a person changed stays. The ledger and
批次.xlsx lie in the folder itself.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.batch.book import NAME as BOOK
from assistant.batch.book import write_book
from assistant.batch.keys import Keys
from assistant.batch.ledger import WORK, Ledger
from assistant.batch.running import Order
from assistant.batch.starting import executor_of, models_of
from assistant.batch.work import Job, Result, perform
from assistant.config import load_config
from assistant.errors import InputError, JixiaoError
from assistant.executing import Executor, Task
from assistant.files import make_private, read_now
from assistant.llm.endpoint import ModelChoice
from assistant.project_lock import holding
from assistant.web.catalogue import entries
from assistant.workspace import Workspace

_STEPS = ("score", "check", "draft")
_OUTBOX = "报告"


@dataclass(frozen=True, slots=True)
class InPlace(Job):
    """A project at its own place in the folder, with its own work folder: its people's sentences stay."""

    at: Path = Path()

    @property
    def data(self) -> Path:
        """The data file."""
        return self.at

    @property
    def report(self) -> Path:
        """Where the page, too, writes its report."""
        return self.at.parent / _OUTBOX / self.at.stem / f"{self.at.stem}-报告.docx"


def perform_in_place(job: InPlace) -> Result:
    """As `perform`; of its files those count that 批次.xlsx may point to."""
    result = perform(job)
    result.outputs = tuple(path for path in result.outputs if path.startswith(f"{_OUTBOX}/"))
    return result


@dataclass(slots=True)
class Progress:
    """How far the drafting is. `failed` are (kind, project, why)."""

    running: bool = True
    stopping: bool = False
    whole: int = 0
    done: int = 0
    skipped: int = 0
    last: str = ""
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    fault: str = ""
    began: float = field(default_factory=time.monotonic)
    seconds: int = 0

    def by_kind(self) -> dict[str, list[tuple[str, str]]]:
        """The failures of each kind: what was wrong with the data, the model, a file that somebody changed."""
        kinds: dict[str, list[tuple[str, str]]] = {}
        for kind, name, why in self.failed:
            kinds.setdefault(kind, []).append((name, why))
        return kinds


class Batch:
    """The drafting of one folder; one at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.progress: Progress | None = None
        self._guard = threading.Lock()

    @property
    def has_book(self) -> bool:
        """Whether 批次.xlsx is there to be taken."""
        return (self.folder / BOOK).is_file()

    def begin(self, model: str) -> None:
        """Starts drafting all projects beside the page. Raises InputError where it is under way already."""
        with self._guard:
            if self.progress is not None and self.progress.running:
                raise InputError("正在全部起草，请等它做完，或点“停止”")
            self.progress = Progress()
        threading.Thread(target=self._run, args=(model, self.progress)).start()

    def stop(self) -> None:
        """Begins no project more; what is in hand is brought to its end, so that nothing stands half written."""
        if self.progress is not None and self.progress.running:
            self.progress.stopping = True

    def _run(self, model: str, progress: Progress) -> None:
        try:
            self._work(model, progress)
        except JixiaoError as error:
            progress.fault = "；".join(map(self._plain, error.lines))
        except Exception as error:
            progress.fault = (
                f"没有做完（{type(error).__name__}），已写出的报告都在；再点一次就接着做"
            )
        finally:
            progress.seconds = int(time.monotonic() - progress.began)
            progress.running = False

    def _work(self, model: str, progress: Progress) -> None:
        order = Order(sources=(), out=self.folder, steps=_STEPS, model=model)
        work = make_private(self.folder / WORK)
        with ExitStack() as stack:
            stack.enter_context(holding(work, "全部起草"))
            ledger = stack.enter_context(Ledger.open(work))
            config = load_config()
            models = models_of(order, config, stack)
            executor: Executor = executor_of(order, 0, models, config, "", stack)
            tasks = list(
                self._due(ledger, Keys(self.folder, models.first, ""), models.first, progress)
            )
            for end in executor.run(self._until_stopped(tasks, progress)):
                job: InPlace = end.task.label
                result: Result = end.value if not end.fell else Result(
                    kind="进程", why="做这个项目时进程两次退出（可能内存不够），请单独打开它起草", steps=_STEPS
                )  # fmt: skip
                self._ended(ledger, job, result, progress)
            write_book(self.folder, ledger)

    @staticmethod
    def _until_stopped(tasks: list[Task], progress: Progress) -> Iterator[Task]:
        for task in tasks:
            if progress.stopping:
                return
            yield task

    def _due(
        self, ledger: Ledger, keys: Keys, model: ModelChoice, progress: Progress
    ) -> Iterator[Task]:
        for one in entries(self.folder):
            name = one.data.relative_to(self.folder).with_suffix("").as_posix()
            known = ledger.of_source(str(one.data)).get(0)
            number = known.id if known else ledger.add(str(one.data), 0, name, "", ())
            job = InPlace(
                number, self.folder, name, _STEPS, model, key=keys.of(one.data), at=one.data
            )
            progress.whole += 1
            if (
                known
                and known.state == "done"
                and known.key == _standing(job)
                and job.report.is_file()
            ):
                progress.done += 1
                progress.skipped += 1
                continue
            yield Task(job, perform_in_place, job)

    def _ended(self, ledger: Ledger, job: InPlace, result: Result, progress: Progress) -> None:
        progress.done += 1
        progress.last = job.name
        if result.kind:
            why = self._plain(result.why)
            ledger.failed(job.number, job.key, result.kind, why, result.as_json())
            progress.failed.append((result.kind, job.name, why))
        else:
            ledger.done(job.number, _standing(job), result.as_json())

    def _plain(self, line: str) -> str:
        return line.replace(f"{self.folder}/", "").replace(str(self.folder), "")


def _standing(job: InPlace) -> str:
    """The key of the project with its draft as it stands: a sentence that was changed since is printed anew."""
    try:
        draft = read_now(Workspace.beside(job.at).draft_path)
    except (OSError, InputError):
        draft = b""
    return hashlib.sha256(job.key.encode() + draft).hexdigest()


def summary_archive(folder: Path) -> bytes:
    """The documents over all projects of the folder, made now, as a zip. Raises InputError where none can be read."""
    import io
    import tempfile
    import zipfile

    from assistant.intake import UNIT_FILE
    from assistant.summary.making import Order as Summing
    from assistant.summary.making import summarize

    unit = folder / UNIT_FILE
    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as scratch:
        made = summarize(
            Summing(folder, Path(scratch) / "汇总", unit=unit if unit.is_file() else None)
        )
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in made.outputs:
                archive.write(path, Path(path).name)
    return out.getvalue()


def told(progress: Progress | None) -> dict[str, Any]:
    """The progress as the template takes it."""
    return {"progress": progress, "seconds": 0 if progress is None else _seconds(progress)}


def _seconds(progress: Progress) -> int:
    return int(time.monotonic() - progress.began) if progress.running else progress.seconds
