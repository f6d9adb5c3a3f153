"""清单.json: what a package holds, each part's sha256, in a chain, and a seal over all of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

NAME = "清单.json"
FORMAT = 1


def manifest(parts: Mapping[str, bytes], about: Mapping[str, Any]) -> bytes:
    """The manifest of some parts, in their order. `about` are plain values told of the whole."""
    chain, rows = "", []
    for name, data in parts.items():
        digest = hashlib.sha256(data).hexdigest()
        chain = hashlib.sha256(f"{chain}\n{name}\n{digest}".encode()).hexdigest()
        rows.append({"文件": name, "字节": len(data), "sha256": digest, "链": chain})
    value = {"格式": FORMAT, **about, "内容": rows}
    value["封"] = seal(value)
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def seal(value: Mapping[str, Any]) -> str:
    """The digest of all that a manifest says, but for the seal itself."""
    plain = {key: item for key, item in value.items() if key != "封"}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def faults(value: Mapping[str, Any], parts: Mapping[str, bytes]) -> list[str]:
    """Every part that is not what the manifest says, and whether the manifest itself was changed."""
    found = []
    if value.get("封") != seal(value):
        found.append(f"{NAME}：内容被改动过（封不符）")
    rows = value.get("内容")
    rows = rows if isinstance(rows, list) else []
    chain, listed = "", set()
    for row in rows:
        name, digest = str(row.get("文件", "")), str(row.get("sha256", ""))
        listed.add(name)
        chain = hashlib.sha256(f"{chain}\n{name}\n{digest}".encode()).hexdigest()
        if row.get("链") != chain:
            found.append(f"{NAME}：“{name}”处的链断了")
        data = parts.get(name)
        if data is None:
            found.append(f"{name}：缺少这个文件")
        elif hashlib.sha256(data).hexdigest() != digest:
            found.append(f"{name}：内容被改动过")
    found += [f"{name}：清单里没有这个文件" for name in parts if name not in listed | {NAME}]
    return list(dict.fromkeys(found))
