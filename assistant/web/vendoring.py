"""Takes the front-end files from the npm registry's packages again: `make vendor`.

What is kept here was written by this program from the manifest, and each file's sha256 stands in it: a file
of another content is refused.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).parent
MANIFEST = HERE / "vendor.yaml"
FOLDER = HERE / "static" / "vendor"


def main() -> int:
    """Fetches every file of the manifest; 1 where one is not what the manifest says."""
    for entry in yaml.safe_load(MANIFEST.read_text(encoding="utf-8")):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(  # noqa: S603 - names and versions of our own manifest
                ["npm", "pack", "--silent", f"{entry['package']}@{entry['version']}"],  # noqa: S607
                cwd=folder, check=True, capture_output=True, text=True,
            )  # fmt: skip
            archive = Path(folder) / done.stdout.split()[-1]
            with tarfile.open(archive) as tar:
                member = tar.extractfile(f"package/{entry['inside']}")
                data = member.read() if member is not None else b""
        found = hashlib.sha256(data).hexdigest()
        if found != entry["sha256"]:
            sys.stderr.write(
                f"{entry['file']}: sha256 is {found}, the manifest says {entry['sha256']}\n"
            )
            return 1
        (FOLDER / entry["file"]).write_bytes(data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
