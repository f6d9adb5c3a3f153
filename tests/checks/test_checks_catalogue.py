"""Every code of the catalogue: reports it must find, and reports it must leave alone (cases/*.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from report_builder import dossier_of
from ruamel.yaml import YAML

from assistant.checks import REGISTER, check

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES: dict[str, dict[str, list[Any]]] = {}
for _file in FILES:
    CASES |= YAML(typ="safe").load(_file.read_text(encoding="utf-8"))
PARAMETERS = [
    pytest.param(code, kind, case, id=f"{code}-{kind}-{i}")
    for code, groups in sorted(CASES.items())
    for kind in ("finds", "leaves")
    for i, case in enumerate(groups[kind], 1)
]


@pytest.mark.parametrize(("code", "kind", "case"), PARAMETERS)
def test_a_code_finds_its_fault_and_nothing_else(
    code: str, kind: str, case: dict[str, Any]
) -> None:
    found = [f for f in check(dossier_of(case)) if f.code == code]
    told = [(f.location, f.message, f.evidence) for f in found]
    if kind == "leaves":
        least = case.get("but", "error")
        grave = {"info": {"error", "warning", "info"}, "error": {"error", "warning"}}[least]
        assert not [t for t, f in zip(told, found, strict=True) if f.severity in grave], told
        return
    assert found, "nothing found"
    if "words" in case:
        assert any(case["words"] in f.evidence for f in found), told
    if "where" in case:
        assert any(case["where"] in f.location for f in found), told
    if "severity" in case:
        assert case["severity"] in {f.severity for f in found}, told
    for finding in found:
        assert finding.message
        assert finding.suggestion


def test_every_code_of_the_catalogue_is_registered_and_has_two_cases_either_way() -> None:
    wanted = {f"F{n:02d}" for n in range(1, 68)} | {"T01"}
    assert set(REGISTER) == wanted
    for code in sorted(wanted):
        assert len(CASES[code]["finds"]) >= 2, code
        assert len(CASES[code]["leaves"]) >= 2, code


@pytest.mark.parametrize("code", sorted(REGISTER))
def test_every_code_says_its_fault_source_and_example(code: str) -> None:
    entry = REGISTER[code]
    assert entry.fault
    assert entry.source
    assert entry.example
