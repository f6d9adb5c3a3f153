"""Under which licence each dependency stands, and whether it may go with a program under Apache-2.0.

From the metadata of the installed packages. docs/licences.md is made of it by `make docs`, the SBOM names the same.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

from lock import ROOT, Pin, for_users, read_lock
from ruamel.yaml import YAML

#: what older metadata say instead of an SPDX expression
_SPDX = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",  # partd: three clauses, by its licence file
    "BSD 3-Clause License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "MIT License, Apache License, Version 2.0": "MIT OR Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: of packages that no Linux installs, read from their pages on PyPI
_ELSEWHERE = {"colorama": "BSD-3-Clause", "httpx2-jsfetch": "BSD-3-Clause"}
#: may be handed on together with ours, with their notices
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-CMU",
    "PSF-2.0", "Zlib",
})  # fmt: skip
#: may be used as they are, unchanged and apart (as wheels are): only changes to their own files must be given back
WEAK = frozenset({"MPL-2.0", "LGPL-2.1-only"})
_LONGEST = 60


def licence(name: str) -> str:
    """The SPDX expression of an installed package. Raises LookupError where its metadata tell none."""
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        return _ELSEWHERE[name]
    classified = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if "License ::" in c
    ]
    said = [told.get("License-Expression"), told.get("License"), *classified]
    for word in (str(one).strip().partition("\n")[0] for one in said if one):
        if word in _SPDX:
            return _SPDX[word]
        if len(word) < _LONGEST and all(part in PERMISSIVE | WEAK for part in parts(word)):
            return word
    raise LookupError(f"{name}：看不出许可证（{said}），请写进 .ci/kit/licences.py")


def parts(expression: str) -> list[str]:
    """The licences that an expression names."""
    return [
        word
        for word in re.split(r"\s+|[()]", expression)
        if word and word not in {"AND", "OR", "WITH"}
    ]


def bundled() -> list[tuple[str, str, str]]:
    """What is not a Python package: name, version, licence of the page's scripts and of the model."""
    reader = YAML(typ="safe")
    scripts = reader.load((ROOT / "assistant" / "web" / "vendor.yaml").read_text(encoding="utf-8"))
    model = reader.load(
        (ROOT / "assistant" / "llm" / "local" / "manifest.yaml").read_text(encoding="utf-8")
    )
    rows = {(one["package"], str(one["version"]), one["licence"]) for one in scripts}
    return [*sorted(rows), (model["id"], "", model["licence"])]


def ours() -> str:
    """Our own licence."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"])


def page() -> str:
    """docs/licences.md."""
    pins = read_lock()
    users = {pin.name for pin in for_users(pins)}
    rows = [
        "# 许可证",
        "",
        f"由 `make docs` 从装好的包的元数据生成，不要手工修改。本程序：{ours()}（见 LICENSE）。版本见 `requirements.lock` 和 `make sbom`。",
        "",
        "下面的都可以与 Apache-2.0 的程序一起分发，各包的许可证原文在它自己的 whl 里。MPL-2.0、LGPL-2.1 的包原样使用、不作修改，"
        "只有改了它们自己的文件才要公开那些改动。",
        "",
        "## 使用者装的",
        "",
        *_table({pin.name: pin for pin in pins if pin.name in users}),
        "",
        "## 随程序带的",
        "",
        "| 名称 | 许可证 |",
        "| --- | --- |",
        *(f"| {name} | {under} |" for name, _, under in bundled()),
        "",
        "## 只有开发时用的",
        "",
        *_table({pin.name: pin for pin in pins if pin.name not in users}),
    ]
    return "\n".join(rows) + "\n"


def _table(pins: dict[str, Pin]) -> list[str]:
    return ["| 包 | 许可证 |", "| --- | --- |", *(f"| {n} | {licence(n)} |" for n in sorted(pins))]


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(page(), encoding="utf-8")
