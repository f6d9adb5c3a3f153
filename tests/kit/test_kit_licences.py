"""Every dependency stands under a licence that may go with ours, and is listed; the bill of materials is whole."""

from __future__ import annotations

import licences
import pytest
from lock import ROOT, for_users, read_lock
from sbom import bill


def test_every_licence_may_go_with_ours() -> None:
    allowed = licences.PERMISSIVE | licences.WEAK
    under = {pin.name: licences.licence(pin.name) for pin in read_lock()}
    under |= {name: told for name, _, told in licences.bundled()}
    assert len(under) > 100
    assert {n: told for n, told in under.items() if not set(licences.parts(told)) <= allowed} == {}


def test_the_page_of_licences_is_as_the_packages_tell() -> None:
    shown = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
    assert shown == licences.page(), "make docs"


def test_a_package_that_tells_no_licence_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "_SPDX", {})
    with pytest.raises(LookupError, match="aiosqlite"):
        licences.licence("aiosqlite")


def test_the_bill_names_every_pin_of_the_users_with_its_files_and_who_asks_for_it() -> None:
    made, pins = bill(), for_users(read_lock())
    listed = {one["bom-ref"]: one for one in made["components"]}
    assert len(listed) == len(made["components"]) == len(pins) + len(licences.bundled())
    for pin in pins:
        [files] = listed[f"pkg:pypi/{pin.name}@{pin.version}"]["externalReferences"]
        assert len(files["hashes"]) == len(pin.hashes) > 0
    asked = {row["ref"]: row["dependsOn"] for row in made["dependencies"]}
    reached, ahead = set(), ["jixiao"]
    while ahead:
        ref = ahead.pop()
        if ref not in reached:
            reached.add(ref)
            ahead += asked.get(ref, [])
    assert reached == {*listed, "jixiao"}
    assert bill() == made
