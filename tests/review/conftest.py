"""Projects and edited reports for the tests of review; one office call converts them all."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import docx
import pytest
from review_edits import EDITS, THROUGH_OFFICE
from review_project import Project, make
from table_edits import MULTI

from assistant.llm.progress import for_stderr
from assistant.oneshot import Order, produce

SOFFICE = shutil.which("soffice")
_PATIENCE = 1200  # seconds another worker may take to convert on a busy machine


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a report that nobody has edited yet."""
    return make(tmp_path)


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project all edit scripts start from."""
    return make(tmp_path_factory.mktemp("pristine"))


@pytest.fixture(scope="session")
def edited(tmp_path_factory: pytest.TempPathFactory, pristine: Project) -> Path:
    """A folder with the report after each script, named after it."""
    folder = tmp_path_factory.mktemp("edited")
    for name, script in EDITS.items():
        document = docx.Document(str(pristine.report))
        script(document)
        document.save(str(folder / f"{name}.docx"))
    return folder


def convert(files: list[Path], kind: str, target: Path, profile: Path) -> None:
    """All files in one call of LibreOffice, with a profile of its own."""
    target.mkdir()
    assert SOFFICE is not None
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
         "--outdir", str(target), *map(str, files)],
        check=True, capture_output=True, timeout=900,
    )  # fmt: skip


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, edited: Path) -> dict[str, Path]:
    """Folders of the edited reports through LibreOffice: saved as .docx, and by way of .odt."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed here: nothing can convert the files")
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent  # one conversion for all workers: it costs more than all else here
    shared, done = base / "review-office", base / "review-office" / "done"
    try:
        shared.mkdir()
    except FileExistsError:
        for _ in range(_PATIENCE):
            if done.exists():
                break
            time.sleep(1)
        else:
            pytest.fail("the worker that converts the files has not finished")
    else:
        files = [edited / f"{name}.docx" for name in THROUGH_OFFICE]
        profile = shared / "profile"
        convert(files, "docx", shared / "docx", profile)
        convert(files, "odt", shared / "middle", profile)
        convert(sorted((shared / "middle").glob("*.odt")), "docx", shared / "odt", profile)
        done.touch()
    return {"docx": shared / "docx", "odt": shared / "odt"}


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project with several sources and ten indicators, its report just drafted."""
    folder = tmp_path_factory.mktemp("multi")
    shutil.copy(MULTI, folder / "数据.yaml")
    produce(Order(folder / "数据.yaml", folder / "报告.docx", model="none"), for_stderr())
    return folder


@pytest.fixture
def multi(printed: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "multi"
    shutil.copytree(printed, folder)
    return folder
