"""A batch from its sources to 批次.xlsx: who is new, who has changed, who is done; the rest is worked off.

    with one lock on the output folder, one ledger in it:
      sources → 数据/*.yaml (a file that a person changed since stays theirs)
      each project whose key is not done → perform → files in place → the ledger
      批次.xlsx from the ledger

What is killed on the way goes on from the ledger; nothing that was done is done again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.batch.book import NAME as BOOK
from assistant.batch.keys import Keys, digest_of
from assistant.batch.ledger import WORK, Entry, Ledger
from assistant.batch.rounds import RequestFile, ask_or_perform, take_answer_file
from assistant.batch.sources import is_data, source_files
from assistant.batch.spending import Budget
from assistant.batch.taking import Taken, take, unlike_values
from assistant.batch.work import DATA, FORMS, REPORTS, STEPS, Job, Result, perform, settle_calls
from assistant.errors import InputError, JixiaoError, reason
from assistant.executing import End, Task, in_order
from assistant.files import clear_plain, keep_copy, make_private, read_now, write_whole
from assistant.intake.unit import NAME as UNIT
from assistant.naming import Names
from assistant.project_lock import holding

if TYPE_CHECKING:
    from assistant.batch.endpoints import Endpoints
    from assistant.executing import Executor


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. Without sources the projects of the folder are worked on.

    `fresh` does everything anew, `retry` what failed last time, `force` writes over files that people changed.
    """

    sources: tuple[Path, ...]
    out: Path
    steps: tuple[str, ...] = STEPS
    unit: Path | None = None
    model: str = ""
    rules: str = ""
    fresh: bool = False
    retry: bool = False
    force: bool = False
    allow_marked: bool = False
    answers: Path | None = None
    #: requests are written there instead of being sent, and their answers read from here
    export_to: Path | None = None
    import_from: Path | None = None
    budget: Budget = field(default_factory=Budget)


class Watch(Protocol):
    """Is told how it goes; must not block."""

    def begin(self, whole: int) -> None:
        """So many projects are to be done, as far as is known."""

    def ended(self, name: str, result: Result) -> None:
        """One is done, or has failed."""

    def note(self, line: str) -> None:
        """Something a person should know."""

    def end(self) -> None:
        """Nothing more comes."""


@dataclass(slots=True)
class Summary:
    """What a run did. `seconds` is the whole run's, `worked` how many projects it did itself."""

    projects: int = 0
    done: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    needs_person: int = 0
    errors: int = 0
    outputs: list[str] = field(default_factory=list)
    seconds: float = 0.0
    worked: int = 0
    left: int = 0
    stopped: str = ""
    requests: int = 0

    def as_json(self) -> dict[str, Any]:
        """The object that `batch --json` prints (DESIGN.md)."""
        return {
            "projects": self.projects,
            "done": self.done,
            "failed": [{"source": s, "why": why} for s, _, why in self.failed],
            "needs_person": self.needs_person,
            "outputs": self.outputs,
            "seconds": round(self.seconds, 2),
            "rate": round(self.worked / self.seconds, 2) if self.seconds and self.worked else 0,
        }


def run(order: Order, models: Endpoints, executor: Executor, watch: Watch) -> Summary:
    """Works the batch off. Raises InputError for a fault of the call, before anything is done.

    Ctrl-C comes out as KeyboardInterrupt once 批次.xlsx says what is done.
    """
    with ExitStack() as stack:
        make_folders(order.out)
        stack.enter_context(holding(order.out / WORK, f"batch {order.out.name}"))
        ledger = stack.enter_context(Ledger.open(order.out / WORK))
        return _Run(order, models, executor, watch, ledger).work()


def make_folders(out: Path) -> None:
    """The output folder with its parts. Raises InputError where it cannot be made."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}：不是文件夹，-o 请给出一个输出文件夹")
    try:
        (out / DATA).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out}：建不起来（{reason(error)}），请换一个能写的位置") from None
    make_private(out / WORK)


class _Run:
    """One run over the ledger."""

    def __init__(
        self, order: Order, models: Endpoints, executor: Executor, watch: Watch, ledger: Ledger
    ) -> None:
        self._order, self._models, self._executor = order, models, executor
        self._elsewhere: list[Job] = []
        self._requests: RequestFile | None = None
        self._watch, self._ledger = watch, ledger
        self._folder = order.out / DATA
        self._summary = Summary()
        self._names = Names({UNIT.partition(".")[0], *ledger.names()})
        self._shared: bytes | None = None

    def work(self) -> Summary:
        """All of it."""
        started = time.monotonic()
        order, ledger = self._order, self._ledger
        files = list(source_files(order.sources, order.out))
        self._unit(files)
        if order.answers is not None:
            from assistant.batch.answers import take_answers

            for line in take_answers(order.answers, order.out, ledger):
                self._watch.note(line)
        else:
            from assistant.batch.answers import require_read

            require_read(order.out, ledger)
        clear_plain(order.out, self._folder, order.out / REPORTS, order.out / FORMS)
        self._keys = Keys(order.out, self._models.first, order.rules)
        if order.import_from is not None:
            self._watch.note(take_answer_file(order.import_from, ledger))
        try:
            self._take_forms([path for path in files if not is_data(path)])
            given = [path for path in files if is_data(path)]
            known = set(ledger.sources())
            self._watch.begin(len(ledger.numbers()) + sum(str(p) not in known for p in given))
            self._work_off(given)
        except KeyboardInterrupt:
            self._watch.end()
            self._tell(started)
            self._watch.note("已停下；做完的都在台账里，同样的命令再运行一次就接着做")
            raise
        self._watch.end()
        self._tell(started)
        return self._summary

    def _unit(self, files: Iterable[Path]) -> None:
        """单位.yaml beside the data files: what `--unit` names, else what the one folder of all sources has."""
        from assistant.batch.units import settle_unit

        self._shared = settle_unit(self._order, files, self._ledger)

    # --- sources → data files ---

    def _take_forms(self, paths: list[Path]) -> None:
        """Workbooks and reports: read by the workers, written here in the order of the sources."""
        tasks = (Task(path, _read, (path, self._folder)) for path in paths if self._is_new(path))
        for end in in_order(self._executor, tasks):
            found = "读这个文件时进程退出了，请核对文件" if end.fell else end.value
            self._taken(end.task.label, found)

    def _is_new(self, path: Path) -> bool:
        """Whether a source is new, or has changed since it was read."""
        try:
            digest = digest_of(read_now(path))
        except (OSError, InputError):
            return True  # its reader says why not
        return self._order.fresh or self._ledger.source_digest(str(path)) != digest

    def _taken(self, path: Path, found: tuple[Taken, ...] | str) -> list[int]:
        """Puts the projects of a source into the folder and the ledger; their numbers come back."""
        ledger, source = self._ledger, str(path)
        if isinstance(found, str):
            ledger.keep_source(source, "", found)
            return []
        known = ledger.of_source(source)
        numbers = []
        fewer = len(found) < len(known)
        by_name = {entry.name: entry for entry in known.values()}
        if fewer and not self._order.force:
            gone = "、".join(
                e.name for e in known.values() if not any(o.name in e.name for o in found)
            )
            self._watch.note(
                f"{path.name}：比上次少了 {len(known) - len(found)} 个项目（{gone or '请核对'}），没有更新；"
                "要按现在的来源更新加 --force；确实不要的，请换一个输出文件夹重做"
            )
            ledger.keep_source(source, "")  # read and told again next time
            return [entry.id for entry in known.values()]
        settled = True
        for part, one in enumerate(found):
            before = by_name.get(one.name) if fewer else known.get(part)
            if before is None and fewer:
                continue  # which of those that are left it is cannot be told
            if before is None:
                numbers.append(self._new(source, part, one))
            else:
                numbers.append(before.id)
                settled &= self._again(before, one)
        # what could not be taken is read again next time, told again, and taken once it is asked for
        ledger.keep_source(source, digest_of(read_now(path)) if settled else "")
        return numbers

    def _new(self, source: str, part: int, one: Taken) -> int:
        stem = Path(source).stem
        name = self._names.new(one.name or (f"{stem}-{part + 1}" if part else stem))
        while (self._folder / f"{name}.yaml").exists():
            if read_now(self._folder / f"{name}.yaml") == one.text:
                break  # laid down by a run that was killed before it could note it
            name = self._names.new(one.name or stem)
        write_whole(self._folder / f"{name}.yaml", one.text)
        return self._ledger.add(source, part, name, digest_of(one.text), one.notes)

    def _again(self, before: Entry, one: Taken) -> bool:
        """The source has changed: so does the data file, unless a person changed it too. Whether that is settled."""
        path = self._folder / f"{before.name}.yaml"
        new = digest_of(one.text)
        if new != before.written or not path.exists():
            now = digest_of(read_now(path)) if path.exists() else before.written
            if now not in {before.written, new} and not self._order.force:
                unlike = unlike_values(read_now(path), one.text)
                if not unlike:  # it was only added to: answers to what the source lacks
                    self._ledger.rewritten(before.id, before.written, one.notes)
                    return True
                note = (
                    f"{path.name}：来源改了，数据文件里也有读入后的修改，没有更新（{unlike}）；"
                    "要用来源的值加 --force（改过的数据另存一份），或直接改这个数据文件"
                )
                self._ledger.rewritten(before.id, before.written, (*one.notes, note))
                self._watch.note(note)
                return False
            if now not in {before.written, new}:
                keep_copy(path)
            write_whole(path, one.text)
        self._ledger.rewritten(before.id, new, one.notes)
        return True

    # --- data files → results ---

    def _due(self, data_files: list[Path]) -> Iterator[Task]:
        """The projects whose key is not done, those of data files taken in on the way."""
        queued: set[int] = set()

        def wanted(number: int) -> Iterator[Task]:
            if number in queued:
                return
            queued.add(number)
            entry = self._ledger.get(number)
            job = self._job(entry)
            if self._is_done(entry, job):
                self._watch.ended(entry.name, Result(steps=()))
            elif (spent := self._order.budget.spent()) and not self._summary.stopped:
                self._summary.stopped = spent
            elif not self._summary.stopped:
                yield self._sent(job)

        given, named = set(map(str, data_files)), set(map(Path.absolute, self._order.sources))
        for number in self._ledger.numbers():
            if self._ledger.get(number).source not in given:
                yield from wanted(number)
        for path in data_files:
            if self._is_new(path):
                found = _read((path, self._folder, self._shared, path in named))
                if not found:
                    continue  # an outline or a rule set that lies in the folder
                self._taken(path, found)
            for entry in self._ledger.of_source(str(path)).values():
                yield from wanted(entry.id)

    def _job(self, entry: Entry) -> Job:
        order = self._order
        data = self._folder / f"{entry.name}.yaml"
        return Job(
            entry.id, order.out, entry.name, order.steps, self._models.first, order.rules, order.force,
            order.allow_marked, self._keys.of(data),
        )  # fmt: skip

    def _is_done(self, entry: Entry, job: Job) -> bool:
        """Whether there is nothing to do: the key is done with all the steps and its files are there."""
        if self._order.fresh or entry.key != job.key or not job.key:
            return False
        if entry.state == "failed":
            return not self._order.retry
        done = set(entry.result.get("steps", ()))
        there = all((self._order.out / path).exists() for path in entry.result.get("outputs", ()))
        return entry.state == "done" and set(self._order.steps) <= done and there

    def _work_off(self, data_files: list[Path]) -> None:
        """All that is due; then what failed at one endpoint, at another."""
        with RequestFile.open(self._order.export_to) as self._requests:
            self._do(self._due(data_files))
            for _ in range(self._models.number - 1):
                again, self._elsewhere = self._elsewhere, []
                self._do(self._sent(job, but=job.model.base_url) for job in again)
            for job in self._elsewhere:
                self._ended(End(Task(job, perform, job), _unreached(job)))
            self._summary.requests = self._requests.count

    def _sent(self, job: Job, *, but: str = "") -> Task:
        """The task of a job: at which endpoint, or as requests to be answered later."""
        if self._order.export_to is not None or self._order.import_from is not None:
            return Task(job, ask_or_perform, (job, self._order.export_to is not None))
        if self._models.number > 1:
            job = replace(job, model=self._models.pick(but=but))
        return Task(job, perform, job)

    def _do(self, tasks: Iterator[Task]) -> None:
        for end in self._executor.run(tasks):
            self._ended(end)

    def _ended(self, end: End) -> None:
        job: Job = end.task.label
        result: Result = end.value if not end.fell else _fell(job)
        if isinstance(
            result, list
        ):  # what the model is to be asked; the project waits for the answers
            if self._requests is not None:
                self._requests.add(result)
            self._watch.ended(job.name, Result())
            return
        if self._models.number > 1:
            failed = result.kind == "模型"
            self._models.ended(job.model, result.seconds, failed=failed)
            if failed and end.task.function is perform and not result.why.endswith(_EVERYWHERE):
                self._elsewhere.append(job)
                return
        self._summary.worked += 1
        self._order.budget.take(result.model, *result.tokens)
        if result.kind:
            self._ledger.failed(job.number, job.key, result.kind, result.why, result.as_json())
        else:
            self._ledger.done(job.number, job.key, result.as_json())
            if job.model.kind == "endpoint":
                settle_calls(job)
        self._watch.ended(job.name, result)

    # --- the ledger → 批次.xlsx, JSON ---

    def _tell(self, started: float) -> None:
        from assistant.batch.book import write_book

        summary, ledger = self._summary, self._ledger
        for path, why in ledger.unread():
            summary.failed.append((path, "数据", why))
        for entry in ledger.entries():
            summary.projects += 1
            if entry.state == "done":
                result = entry.result
                summary.done += 1
                summary.errors += result["errors"] > 0
                summary.needs_person += bool(result["items"] or result["errors"] or result["marks"])
                summary.outputs += result["outputs"]
            elif entry.state == "failed":
                summary.failed.append((entry.source, entry.kind, entry.why))
            else:
                summary.left += 1
        write_book(self._order.out, ledger)
        summary.outputs.append(BOOK)
        summary.seconds = time.monotonic() - started


#: how the line ends of a project that no endpoint would do
_EVERYWHERE = "（各个端点都试过）"


def _unreached(job: Job) -> Result:
    why = f"{job.data}：没有一个模型端点答复好，稍后加 --retry 再做{_EVERYWHERE}"
    return Result(kind="模型", why=why, steps=job.steps)


def _fell(job: Job) -> Result:
    why = f"{job.data}：做这个项目时进程两次退出（可能内存不够），其余项目照做；请单独试一次 jixiao draft"
    return Result(kind="进程", why=why, steps=job.steps)


def _read(given: tuple[Any, ...]) -> tuple[Taken, ...] | str:
    """The projects of a source, or in one line why it cannot be read."""
    path, folder, *more = given
    shared, named = more or (None, True)
    try:
        return take(path, folder, shared=shared, named=named)
    except JixiaoError as error:
        return str(error)
    except OSError as error:
        return f"{path}：读不出来（{reason(error)}）"
    except Exception as error:  # one bad file never stops the rest
        return f"{path}：读不出来（{type(error).__name__}），请核对文件"
