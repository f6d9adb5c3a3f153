"""One project of a batch: its data file scored, checked, drafted, filled into the form, where they stand.

`perform` needs a folder with the project's data file (and the shared 单位.yaml) and nothing else of the
batch; so it runs as well in another process, or on another machine in a folder of its own. It never
raises: what went wrong is part of what comes back.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.errors import InputError, JixiaoError, ModelError, one_line, reason
from assistant.files import keep_copy, write_whole
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from decimal import Decimal

    from assistant.llm.endpoint import ModelChoice
    from assistant.model.finding import Finding
    from assistant.model.scorecard import Scorecard
    from assistant.oneshot import Outcome

STEPS = ("import", "score", "check", "draft", "form")
DATA, REPORTS, FORMS = "数据", "报告", "自评表"
Kind = Literal["", "数据", "模型", "改过", "文件", "进程", "程序"]
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with one project. `folder` is the output folder, `number` its number in the ledger."""

    number: int
    folder: Path
    name: str
    steps: tuple[str, ...]
    model: ModelChoice
    rules: str = ""
    force: bool = False
    allow_marked: bool = False
    key: str = ""

    @property
    def data(self) -> Path:
        """The data file."""
        return self.folder / DATA / f"{self.name}.yaml"

    @property
    def report(self) -> Path:
        """Where its report goes."""
        return self.folder / REPORTS / f"{self.name}-自评报告.docx"

    @property
    def form(self) -> Path:
        """Where its form goes."""
        return self.folder / FORMS / f"{self.name}-自评表.docx"


@dataclass(frozen=True, slots=True)
class Item:
    """What is open in a project: `paths` are the values that an answer may bring, the first is what is asked."""

    paths: tuple[str, ...]
    words: str
    example: str


@dataclass(slots=True)
class Result:
    """What came of a project; numbers are printed as the ledger keeps them. `why` is one Chinese line.

    `errors`, `warnings` count findings, `marks` what the report asks of a person (【待补充】 and colours).
    """

    kind: Kind = ""
    why: str = ""
    title: str = ""
    unit: str = ""
    year: str = ""
    ruleset: str = ""
    score: str = ""
    available: str = ""
    complete: bool = False
    grade: str = ""
    execution: str = ""
    errors: int = 0
    warnings: int = 0
    faults: tuple[str, ...] = ()
    marks: int = 0
    items: tuple[Item, ...] = ()
    outputs: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    model: str = ""
    calls: int = 0
    tokens: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return asdict(self)


class _EditedError(InputError):
    """A person changed a file that the batch would write anew."""


def perform(job: Job) -> Result:
    """Does the steps of the job and writes its files, each whole. Raises nothing but Ctrl-C."""
    started = time.perf_counter()
    result = Result(steps=job.steps)
    try:
        _perform(job, result)
    except Exception as error:  # one bad project never stops the rest
        _fail(result, *_kind(job, error))
    result.seconds = round(time.perf_counter() - started, 3)
    return result


def failing(job: Job, error: Exception) -> Result:
    """The result of a project that could not even be begun."""
    result = Result(steps=job.steps)
    _fail(result, *_kind(job, error))
    return result


def _kind(job: Job, error: Exception) -> tuple[Kind, str]:
    """What kind of failure it is, and its line for people."""
    if isinstance(error, _EditedError):
        return "改过", str(error)
    if isinstance(error, ModelError):
        return "模型", str(error)
    if isinstance(error, JixiaoError):
        return "数据", str(error)
    if isinstance(error, OSError):
        return "文件", f"{error.filename or job.data}：{reason(error)}"
    return "程序", f"{job.data}：程序出错（{type(error).__name__}：{error}）"[:_SHOWN]


def _fail(result: Result, kind: Kind, why: str) -> None:
    result.kind, result.why = kind, one_line(why)


def _perform(job: Job, result: Result) -> None:
    result.outputs = (_seen(job, job.data),)
    if not {"score", "check", "draft", "form"} & set(job.steps):
        return
    from assistant.oneshot import stamp_of

    seen = stamp_of(job.data)
    card, findings = _looked_at(job, result)
    drafted: Outcome | None = None
    failed: BaseException | None = None
    if {"draft", "form"} & set(job.steps):
        # one lock and one going into place for the report and the form
        with Workspace.beside(job.data).writing(f"batch {job.name}"):
            if stamp_of(job.data) != seen:  # another command wrote while this one waited
                card, findings = _looked_at(job, result)
            try:
                if "draft" in job.steps:
                    drafted = _draft(job, card, result)
                if "form" in job.steps:
                    _form(job, card, result)
            except (Exception, KeyboardInterrupt) as error:  # what is whole is kept; told below
                failed = error
    if failed is not None and drafted is None and "draft" in job.steps:
        raise failed
    if drafted is not None:
        left = drafted.standing()
        if drafted.report is not None:
            drafted.report.forget()
        result.marks = len(left.asked.marked) + len(left.asked.highlighted)
        told = {f.code for f in findings}
        findings = (*findings, *(f for f in left.findings if f.code not in told))
    _tell_findings(findings, result)
    if failed is not None:
        raise failed


def _looked_at(job: Job, result: Result) -> tuple[Scorecard, tuple[Finding, ...]]:
    """The data scored, with what `jixiao check` says of them: of the report then only what they do not show."""
    from assistant.intake import read
    from assistant.rules.loader import for_data
    from assistant.scoring import score

    evaluation = read(job.data)
    ruleset = for_data(evaluation, job.data, job.rules)
    card = score(evaluation, ruleset)
    _tell_card(card, result)
    if not {"draft", "check"} & set(job.steps):
        return card, card.findings
    from assistant.checks import check

    return card, check(card, ruleset=ruleset)


def _draft(job: Job, card: Scorecard, result: Result) -> Outcome:
    """The report, written into what is under way."""
    from assistant.llm.progress import Silent
    from assistant.oneshot import Order, produce

    _keep(job, job.report)
    order = Order(
        data=job.data,
        output=job.report,
        choice=job.model,
        card=card,
        rules=job.rules,
        force=job.force,
        allow_marked=job.allow_marked,
        finish=False,
    )
    outcome = produce(order, Silent())
    usage = outcome.draft.usage
    result.model, result.calls = outcome.draft.model, usage.calls
    result.tokens = (usage.prompt_tokens, usage.completion_tokens)
    result.notes = outcome.flags
    result.outputs = (*result.outputs, _seen(job, job.report))
    return outcome


def settle_calls(job: Job) -> None:
    """What a model answered is asked anew by later drafts: only now, when the ledger holds the project.

    A batch killed any time before goes on from the answers.
    """
    from assistant.llm.calls import CallLog

    path = Workspace.beside(job.data).log_path
    with suppress(
        InputError
    ):  # the log may be locked or broken: a draft is then repeated from it, no more
        if path.exists():
            CallLog(path).finish()


def _form(job: Job, card: Scorecard, result: Result) -> None:
    from assistant.forms.filled.writing import form_bytes

    space = Workspace.beside(job.data)
    _keep(job, job.form)
    if not space.is_untouched(job.form):
        keep_copy(job.form)
    write_whole(job.form, form_bytes(card, job.form))
    space.remember_answer(job.form)
    result.outputs = (*result.outputs, _seen(job, job.form))


def _keep(job: Job, path: Path) -> None:
    """A file that a person changed is not written over unasked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not job.force and not Workspace.beside(job.data).is_untouched(path):
        raise _EditedError(
            f"{path}：有人改过，没有覆盖；报告请先 jixiao review 读回，或移走它，再加 --retry"
        )


def _seen(job: Job, path: Path) -> str:
    return path.relative_to(job.folder).as_posix()


def _tell_card(card: Scorecard, result: Result) -> None:
    from assistant.chat.questions import questions

    project = card.evaluation.project
    result.title, result.unit, result.year = project.name, project.unit, str(project.year)
    result.ruleset = card.ruleset_id
    result.score, result.available = _number(card.total.score), _number(card.total.available)
    result.complete, result.grade = card.total.complete, card.grade or ""
    result.execution = _number(card.execution.rate)
    # the numbers of documents that a project does name are no answer that may be written once for all
    named = {"报告.依据"} if card.evaluation.report.basis else set()
    result.items = tuple(Item((q.path, *q.with_it), q.words, q.example) for q in questions(card) if q.path not in named)  # fmt: skip


def _tell_findings(findings: tuple[Finding, ...], result: Result) -> None:
    result.errors = sum(f.severity == "error" for f in findings)
    result.warnings = sum(f.severity == "warning" for f in findings)
    result.faults = tuple(sorted({f.code for f in findings if f.severity == "error"}))


def _number(value: Decimal | None) -> str:
    return "" if value is None else str(value)
