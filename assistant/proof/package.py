"""The package of a project: report, form, grounds, findings, history, calls and evidence, sealed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.checks import check
from assistant.drafting.by_rules.sections import draft_by_rules
from assistant.errors import InputError
from assistant.facts import Fact, gather
from assistant.files import read_now
from assistant.history import Revision
from assistant.intake import YAML_SUFFIXES, read
from assistant.model.draft import SUPPLY, VERIFY, Draft
from assistant.model.draft_json import to_json
from assistant.model.scorecard import Scorecard
from assistant.proof.manifest import NAME, manifest
from assistant.report.ground_sheet import ground_rows, ground_sheet
from assistant.rules.loader import for_data
from assistant.rules.ruleset import RuleSet
from assistant.scoring import score
from assistant.scoring.scorecard_json import dump
from assistant.scoring.scorecard_json import to_json as score_json
from assistant.workspace import Workspace

DATA, RULES, SCORES, DRAFT, REPORT = (
    "评价数据.json",
    "规则.json",
    "得分.json",
    "草稿.json",
    "报告.docx",
)
_TELLING = 4  # characters of a file's name that tell it from other words
_LARGEST = 200_000_000  # bytes of one file of evidence
_STAMP = (2020, 1, 1, 0, 0, 0)  # the same parts make the same bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """What was put together. `missing` are files that 佐证 names and that were not found."""

    data: bytes
    parts: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Project:
    path: Path
    card: Scorecard
    ruleset: RuleSet
    facts: tuple[Fact, ...]
    draft: Draft
    space: Workspace


def pack(path: Path, *, redacted: bool = False, rules: str = "") -> Packed:
    """The package of the project of that data file. Raises InputError as reading does.

    `redacted` is for publication: persons, numbers and private words are hidden, and what was sent to models, the
    history and the evidence stay out.
    """
    space = Workspace.beside(path)
    with space.beside_others("package"):
        return _packed(path, space, redacted=redacted, rules=rules)


def _packed(path: Path, space: Workspace, *, redacted: bool, rules: str) -> Packed:
    evaluation = read(path)
    ruleset = for_data(evaluation, path, rules)
    card = score(evaluation, ruleset)
    facts = gather(card)
    kept = space.load_draft()
    draft = kept if kept is not None and kept.sections else draft_by_rules(card, facts)
    project = _Project(path, card, ruleset, facts, draft, space)
    missing: list[str] = []
    parts = dict(_published(project)) if redacted else dict(_parts(project, missing))
    about = {
        "程序": f"jixiao {__version__}", "制作": datetime.now().astimezone().isoformat(timespec="seconds"),
        "项目": "" if redacted else evaluation.project.name, "年度": evaluation.project.year,
        "规则": ruleset.id, "种类": "公开版" if redacted else "送审版", "缺少的佐证": missing,
    }  # fmt: skip
    parts[NAME] = manifest(parts, about)
    return Packed(_zipped(parts), tuple(parts), tuple(missing))


def _zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def plain(value: object) -> bytes:
    """A value as the JSON that packages hold."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode()


def _parts(project: _Project, missing: list[str]) -> Iterator[tuple[str, bytes]]:
    from assistant.forms.filled.writing import form_bytes
    from assistant.report import render

    card, draft, facts = project.card, project.draft, project.facts
    yield REPORT, render(card, draft, facts)
    yield "自评表.docx", form_bytes(card, Path("自评表.docx"), None)
    yield "事实依据表.xlsx", ground_sheet(tuple(ground_rows(card, facts, draft)))
    yield DATA, plain(card.evaluation.model_dump(mode="json", by_alias=True))
    if project.path.suffix.lower() in YAML_SUFFIXES:
        yield f"数据{project.path.suffix.lower()}", read_now(project.path)
    yield RULES, plain(project.ruleset.model_dump(mode="json", by_alias=True))
    yield SCORES, dump(score_json(card)).encode()
    yield DRAFT, plain(to_json(draft))
    yield "检查.json", plain([f.as_json() for f in check(card)])
    yield "待办.json", plain(_open(draft))
    yield from _history(project)
    yield "调用记录.json", plain(list(_calls(project)))
    yield from _evidence(project, missing)


def _open(draft: Draft) -> list[dict[str, str]]:
    return [
        {"章节": section.title, "内容": s.text}
        for section in draft.sections
        for s in section.sentences
        if SUPPLY in s.text or VERIFY in s.text or s.verdict == "verify"
    ]


def _history(project: _Project) -> Iterator[tuple[str, bytes]]:
    """The first draft as it was written, and every later state with who made it, when and what."""
    try:
        revisions = project.space.history.all()
    except InputError:
        revisions = []
    first = next((r for r in revisions if r.draft.sections), None)
    written = first.draft if first is not None else project.draft
    yield "首稿.json", plain(to_json(written))
    yield "历史.json", plain([_revision(r) for r in revisions])


def _revision(r: Revision) -> dict[str, Any]:
    return {
        "版": r.number, "从": r.parent, "时间": r.when, "作者": r.author, "事项": r.what,
        "改动": list(r.lines), "未入文的文字": list(r.kept), "来源": r.source,
        "草稿": to_json(r.draft), "数据": r.data,
    }  # fmt: skip


def _calls(project: _Project) -> Iterator[dict[str, Any]]:
    """What was asked of which model: when, how long, how much, what became of it; never the text itself."""
    path = project.space.log_path
    if not path.is_file():
        return
    from assistant.llm.calls import CallLog

    for call in reversed(CallLog(path).rows(100_000)):
        yield {
            "时间": call.at, "事项": call.label, "提示词": call.prompt_id, "版本": call.prompt_version,
            "模型": call.model, "主机": call.host, "请求摘要": call.digest,
            "答复摘要": hashlib.sha256(call.answer.encode()).hexdigest(), "故障": call.fault,
            "读入词元": call.prompt_tokens, "写出词元": call.completion_tokens, "秒": round(call.seconds, 2),
        }  # fmt: skip


def _evidence(project: _Project, missing: list[str]) -> Iterator[tuple[str, bytes]]:
    """The files that 佐证 names, found beside the data file or in its 佐证 folder, by their digest."""
    folder = project.path.parent
    there = {
        p.name: p
        for place in (folder, folder / "佐证", folder / "佐证材料")
        if place.is_dir()
        for p in sorted(place.iterdir())
        if p.is_file() and not p.is_symlink() and p.name != project.path.name
    }
    listed: list[dict[str, Any]] = []
    kept: dict[str, bytes] = {}
    for row in project.card.indicators:
        note = row.indicator.evidence
        if not note:
            continue
        found = [
            p
            for name, p in there.items()
            if name in note or (len(p.stem) >= _TELLING and p.stem in note)
        ]
        if not found:
            missing.append(f"{row.indicator.name}：{note}")
            listed.append({"指标": row.indicator.name, "佐证": note, "文件": ""})
        for p in found:
            if p.stat().st_size > _LARGEST:
                missing.append(
                    f"{row.indicator.name}：{p.name}（超过{_LARGEST // 10**6}MB，没有放进）"
                )
                continue
            data = read_now(p)
            digest = hashlib.sha256(data).hexdigest()
            kept[f"佐证/{digest[:16]}{p.suffix.lower()}"] = data
            listed.append(
                {"指标": row.indicator.name, "佐证": note, "文件": p.name, "sha256": digest}
            )
    yield "佐证清单.json", plain(listed)
    yield from kept.items()


def _published(project: _Project) -> Iterator[tuple[str, bytes]]:
    """What may be published: a clean report, the form, the grounds with private words hidden, the scores."""
    from assistant.llm.redaction import Redaction
    from assistant.report import render
    from assistant.review.finalize import clean_copy
    from assistant.word.package import check_package

    evaluation = project.card.evaluation
    redaction = Redaction(evaluation.drafting.private, own=evaluation.own_names)
    draft = _hidden(project.draft, redaction)
    rendered = render(project.card, draft, project.facts)
    package = check_package(Path(REPORT), rendered, kind="docx")
    yield REPORT, clean_copy(package, written=draft.model != "规则起草").data
    rows = tuple(ground_rows(project.card, project.facts, draft))
    anonymous = [_unnamed(r) for r in rows]
    yield "事实依据表.xlsx", ground_sheet(anonymous, redaction.hide)
    yield SCORES, redaction.hide(dump(score_json(project.card))).encode()


def _unnamed(row: Any) -> Any:
    from dataclasses import replace

    return replace(row, author="", when="")


def _hidden(draft: Draft, redaction: Any) -> Draft:
    from dataclasses import replace

    sections = tuple(
        replace(
            section,
            paragraphs=tuple(
                replace(p, sentences=tuple(replace(s, text=redaction.hide(s.text), author="", edited="") for s in p.sentences))
                for p in section.paragraphs
            ),
            refused=(),
        )
        for section in draft.sections
    )  # fmt: skip
    return replace(draft, sections=sections)
