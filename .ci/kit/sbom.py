"""The bill of materials of what users run, as CycloneDX 1.6 JSON: `make sbom`.

From requirements.lock (every pin with the sha256 of its files, and who asks for it), the licences of the installed
packages, and what is bundled: the page's scripts and the model. The same lock gives the same bytes.
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from licences import bundled, licence, ours
from lock import OURS, ROOT, Pin, for_users, read_lock


def main() -> None:
    """Writes the file that the command line names."""
    target = Path(sys.argv[1])
    target.parent.mkdir(parents=True, exist_ok=True)
    made = bill()
    target.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{target}：{len(made['components'])} 个组成部分")


def bill() -> dict[str, Any]:
    """The whole bill."""
    sys.path.insert(0, str(ROOT))
    from assistant import __version__

    pins = for_users(read_lock())
    held = {pin.name: pin for pin in pins}
    components = [_package(pin) for pin in pins] + [_bundled(*one) for one in bundled()]
    itself = {
        "type": "application", "bom-ref": "jixiao", "name": "jixiao", "version": __version__,
        "purl": f"pkg:pypi/jixiao@{__version__}", "licenses": [{"expression": ours()}],
    }  # fmt: skip
    wants: dict[str, list[str]] = {"jixiao": [_purl(p) for p in pins if OURS in p.wanted_by]}
    wants["jixiao"] += [one["bom-ref"] for one in components[len(pins) :]]
    for pin in pins:
        wants.setdefault(_purl(pin), [])
        for by in pin.wanted_by:
            if by in held:
                wants.setdefault(_purl(held[by]), []).append(_purl(pin))
    body = json.dumps([components, __version__], sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, body).urn,
        "version": 1,
        "metadata": {"component": itself},
        "components": components,
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(on))} for ref, on in sorted(wants.items())],
    }  # fmt: skip


def _purl(pin: Pin) -> str:
    return f"pkg:pypi/{pin.name}@{pin.version}"


def _package(pin: Pin) -> dict[str, Any]:
    files = [
        {
            "type": "distribution", "url": f"https://pypi.org/project/{pin.name}/{pin.version}/",
            "hashes": [{"alg": "SHA-256", "content": h.removeprefix("sha256:")} for h in pin.hashes],
        }
    ]  # fmt: skip
    return {
        "type": "library", "bom-ref": _purl(pin), "name": pin.name, "version": pin.version, "purl": _purl(pin),
        "licenses": [{"expression": licence(pin.name)}], "externalReferences": files,
    }  # fmt: skip


def _bundled(name: str, version: str, under: str) -> dict[str, Any]:
    known = {"version": version, "purl": f"pkg:npm/{name}@{version}"} if version else {}
    kind = "library" if version else "machine-learning-model"
    return {"type": kind, "bom-ref": f"bundled:{name}", "name": name, **known, "licenses": [{"expression": under}]}  # fmt: skip


if __name__ == "__main__":
    main()
