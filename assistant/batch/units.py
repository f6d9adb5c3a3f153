"""The 单位.yaml of a batch: one file beside its data files, of the same meaning as beside any data file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.batch.keys import digest_of
from assistant.batch.sources import is_data
from assistant.batch.taking import shared_text
from assistant.batch.work import DATA
from assistant.errors import InputError
from assistant.files import keep_copy, read_now, write_whole
from assistant.intake.unit import NAME as UNIT
from assistant.intake.unit import read_unit

if TYPE_CHECKING:
    from assistant.batch.ledger import Ledger
    from assistant.batch.running import Order

_WRITTEN, _SOURCE = "unit", "unit source"


def settle_unit(order: Order, files: Iterable[Path], ledger: Ledger) -> bytes | None:
    """Puts the unit file beside the data files; its text comes back, None where there is none.

    It is the one that `--unit` names, else the one beside the sources where all have the same. One that
    a person filled in since stays. Raises InputError for mistakes in it.
    """
    home = order.out / DATA / UNIT
    source = order.unit or _beside(files)
    now = read_now(home) if home.is_file() else None
    if source is not None and source.resolve() != home.resolve():
        text = shared_text(source, home.parent)
        new = digest_of(text)
        untouched = now is None or digest_of(now) in {ledger.note(_WRITTEN), new}
        if (
            not untouched
            and order.unit is not None
            and ledger.note(_SOURCE) != new
            and not order.force
        ):
            raise InputError(
                f"{home}：有人改过，与 --unit {source} 不同；请只留一份：删去 {home.name} 用新的，或不写 --unit 用它"
            )
        if untouched or order.force:
            if not untouched:
                keep_copy(home)
            write_whole(home, text)
            ledger.keep_note(_WRITTEN, new)
            now = text
        ledger.keep_note(_SOURCE, new)
    if now is not None:
        read_unit(home)
    return now


def _beside(files: Iterable[Path]) -> Path | None:
    folders = {path.parent for path in files if is_data(path)}
    if len(folders) != 1:
        return None
    path = folders.pop() / UNIT
    return path if path.is_file() else None
