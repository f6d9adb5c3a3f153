"""The register of checks: a function a code, with its fault, kind and severity; and the profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.checks.dossier import Dossier
from assistant.errors import InputError
from assistant.model.finding import SEVERITY_NAMES, Finding, Severity
from assistant.word.document import NOWHERE, Said

Kind = Literal["M", "L", "E"]
KIND_NAMES: dict[Kind, str] = {"M": "程序判定", "L": "词表比对", "E": "提醒举证"}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check has found; the register adds code and severity.

    `severity` only where this hit is surer, or less sure, than the code's own.
    """

    said: Said
    message: str
    suggestion: str = ""
    evidence: str = ""
    severity: Severity | None = None


Check = Callable[[Dossier], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue. `source` and `example` are read from the function's docstring."""

    code: str
    fault: str
    kind: Kind
    severity: Severity
    check: Check
    source: str
    example: str


REGISTER: dict[str, Entry] = {}


def fault(
    code: str, words: str, *, severity: Severity, kind: Kind = "M"
) -> Callable[[Check], Check]:
    """Registers a check. `words` is the fault in Chinese, for people."""

    def register(check: Check) -> Check:
        text = re.sub(r"\s+", " ", check.__doc__ or "")
        source = re.search(r"Source: (.*?)(?: Example:|$)", text)
        example = re.search(r"Example: (.*)$", text)
        REGISTER[code] = Entry(
            code,
            words,
            kind,
            severity,
            check,
            source[1].strip().rstrip(".").replace("; ", "；") if source else "",
            example[1].strip().rstrip(".") if example else "",
        )
        return check

    return register


@dataclass(frozen=True, slots=True)
class Profile:
    """A unit's own choice: codes switched off, severities changed, and the rule set to check by."""

    off: frozenset[str] = frozenset()
    severities: dict[str, Severity] = field(default_factory=dict)
    ruleset: str = ""

    @classmethod
    def read(cls, path: Path) -> Profile:
        """From a YAML file: `规则: 编号` and `检查: {F35: 关闭, F21: 错误}`.

        Raises InputError for an unknown code, word or key, with its line.
        """
        from assistant.located import read_located

        located = read_located(path)
        tree = located.tree
        wrong: list[str] = []
        if not isinstance(tree, dict) or set(tree) - {"规则", "检查"}:
            raise InputError(
                f"{path}:1：检查方案只有“规则”和“检查”两个键，如 检查: {{F35: 关闭, F21: 错误}}"
            )
        names: dict[str, Severity] = {v: k for k, v in SEVERITY_NAMES.items()}
        off: set[str] = set()
        severities: dict[str, Severity] = {}
        chosen = tree.get("检查") or {}
        if not isinstance(chosen, dict):
            raise InputError(f"{path}:{located.line(('检查',))}：检查：应是“代码: 级别”的一组键")
        for code, word in chosen.items():
            line = located.line(("检查", code))
            if code not in REGISTER:
                wrong.append(
                    f"{path}:{line}：检查.{code}：没有这个代码，可用的见 jixiao check --list"
                )
            elif word == "关闭":
                off.add(code)
            elif word in names:
                severities[code] = names[word]
            else:
                wrong.append(f"{path}:{line}：检查.{code}：应写 关闭、错误、提醒、说明 之一")
        if wrong:
            raise InputError(*wrong)
        return cls(frozenset(off), severities, str(tree.get("规则") or ""))


def run(dossier: Dossier, profile: Profile | None = None) -> tuple[Finding, ...]:
    """All checks over one dossier, the grave ones first, in the order of the catalogue."""
    profile = profile or Profile()
    findings: list[Finding] = []
    for code in sorted(REGISTER):
        if code in profile.off:
            continue
        entry = REGISTER[code]
        findings += [_finding(entry, hit, profile) for hit in entry.check(dossier)]
    return order(findings)


def order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Errors, warnings, remarks; by code within; none said twice."""
    rank = {"error": 0, "warning": 1, "info": 2}
    unique = list(dict.fromkeys(findings))
    return tuple(sorted(unique, key=lambda f: (rank[f.severity], f.code)))


def _finding(entry: Entry, hit: Hit, profile: Profile) -> Finding:
    said = hit.said or NOWHERE
    evidence = hit.evidence or " ".join(said.text.split())
    return Finding(
        code=entry.code,
        severity=profile.severities.get(entry.code) or hit.severity or entry.severity,
        message=hit.message,
        location=hit.said.where,
        evidence=evidence if len(evidence) <= 160 else evidence[:157] + "…",  # noqa: PLR2004
        suggestion=hit.suggestion,
        anchor=hit.said.anchor,
    )
