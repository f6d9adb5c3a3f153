"""`make eval`: every case with every model there is; table, chart and JSON under docs/evals/ by date.

    .venv/bin/python evals/run.py [--model none|local|http://…/v1#name …] [--cases 部分名] [--limit N]

A run that was broken off goes on where it stood; `--again` begins anew.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
sys.path.insert(0, str(HERE.parent))

import detector  # noqa: E402 - the folder of this script is put on the path first
import report  # noqa: E402
from measures import Measures, from_json, measure, regrounded, safe  # noqa: E402

from assistant.config import Config, Limits  # noqa: E402
from assistant.drafting.by_model.writer import DraftStoppedError, write_draft  # noqa: E402
from assistant.facts import gather  # noqa: E402
from assistant.intake.yaml import read_evaluation  # noqa: E402
from assistant.llm.calls import CallLog  # noqa: E402
from assistant.llm.endpoint import ModelChoice, choose  # noqa: E402
from assistant.llm.local import server as local  # noqa: E402
from assistant.model.scorecard import Scorecard  # noqa: E402
from assistant.rules.loader import for_evaluation  # noqa: E402
from assistant.scoring import score  # noqa: E402

#: a busy machine must not look like a bad model
PATIENT = Limits(first_token=900, answer_seconds=1800, seconds=7200)
OUT = HERE.parent / "docs" / "evals"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def available() -> list[str]:
    """The rules drafter, the local model where installed, and the endpoint of the environment."""
    found = ["none"]
    if not local.missing():
        found.append("local")
    if os.environ.get("OPENAI_BASE_URL"):
        found.append("")
    return found


@contextmanager
def _choice(option: str) -> Iterator[ModelChoice]:
    """The model; the local one is served once for all cases."""
    if option != "local":
        yield choose(option or None)
        return
    server = local.LocalServer(threads=int(os.environ.get("EVAL_THREADS", "0")) or None)
    try:
        yield ModelChoice("endpoint", server.base_url, server.model, server.secret, "本机模型")
    finally:
        server.close()


def card_of(path: Path) -> Scorecard:
    """The case, scored."""
    evaluation = read_evaluation(path)
    return score(evaluation, for_evaluation(evaluation, path.parent))


def one(path: Path, choice: ModelChoice, name: str) -> Measures:
    """One case with one model."""
    card = card_of(path)
    facts = gather(card)
    with tempfile.TemporaryDirectory() as folder:
        log = CallLog(Path(folder) / "calls.sqlite")
        failed = ""
        try:
            draft = write_draft(card, facts, choice, log=log, config=Config(limits=PATIENT))
        except DraftStoppedError as stopped:
            draft, failed = stopped.draft, str(stopped)
        return measure(path.stem, name, card, draft, log.rows(most=10_000)[::-1], failed)


def _results(file: Path) -> dict[str, Measures]:
    """What earlier runs of the day have done, but for drafts that failed."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    found = (from_json(json.loads(line)) for line in lines)
    return {m.case: m for m in found if not m.failed}


def _name(option: str) -> str:
    if option == "local":
        return local.model_id()
    choice = choose(option or None)
    return "规则起草" if choice.kind == "none" else choice.model


def run(
    option: str, paths: list[Path], kept: Path, *, again: bool, only_done: bool
) -> tuple[str, list[Measures]]:
    """All cases with one model; each result is kept as soon as it is there."""
    name = _name(option)
    file = kept / f"{safe(name)}.jsonl"
    if again:
        file.unlink(missing_ok=True)
    done = _results(file)
    wanted = [] if only_done else [path for path in paths if path.stem not in done]
    if wanted:
        with _choice(option) as choice:
            for i, path in enumerate(wanted, 1):
                done[path.stem] = result = one(path, choice, name)
                with file.open("a", encoding="utf-8") as out:
                    out.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")
                _say(
                    f"{name} {i}/{len(wanted)} {path.stem}：{result.calls} 次，{result.seconds:.0f} 秒"
                )
    # the grounding may have changed since: what the texts decide is counted anew
    return name, [regrounded(done[path.stem], card_of(path)) for path in paths if path.stem in done]


def main() -> None:
    """Runs, prints, keeps."""
    parser = argparse.ArgumentParser(description="起草质量测评")
    parser.add_argument("--model", action="append", help="none、local 或 http://…/v1#名称，可多次")
    parser.add_argument("--cases", default="", help="只跑名称里有这个词的项目")
    parser.add_argument("--limit", type=int, default=0, help="最多跑几个项目")
    parser.add_argument("--again", action="store_true", help="不接着上次，从头跑")
    parser.add_argument("--done", action="store_true", help="不再起草，只汇总已有的结果")
    parser.add_argument("--out", type=Path, default=OUT, help="结果放在哪个文件夹")
    options = parser.parse_args()
    paths = [p for p in sorted((HERE / "cases").glob("*.yaml")) if options.cases in p.name]
    paths = paths[: options.limit or None]
    day = date.today().isoformat()  # noqa: DTZ011 - the day on the wall, as people file it
    kept = Path(tempfile.gettempdir()) / f"jixiao-evals-{os.getuid()}" / day
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    results = dict(
        run(option, paths, kept, again=options.again, only_done=options.done)
        for option in options.model or available()
    )
    options.out.mkdir(parents=True, exist_ok=True)
    judged = detector.table(detector.judge(detector.sentences()))
    stem = "-".join([day, *(safe(name) for name in results if name != "规则起草")])
    for name, part in results.items():
        whole = {"date": day, "model": name, "cases": [m.as_json() for m in part]}
        text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
        (options.out / f"{day}-{safe(name)}.json").write_text(text, encoding="utf-8")
    report.chart(results, options.out / f"{stem}.png")
    page = report.page(results, day, judged, f"{stem}.png")
    (options.out / f"{stem}.md").write_text(page, encoding="utf-8")
    _print(report.table(results))
    sys.stdout.write(judged + "\n")


def _print(rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table(*rows[0])
    for row in rows[1:]:
        shown.add_row(*row)
    Console().print(shown)


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)  # llama.cpp's server may keep a thread waiting after it was closed
