"""What can go wrong on the page alone."""

from __future__ import annotations

from assistant.errors import InputError


class ConflictError(InputError):
    """Somebody else wrote another value meanwhile: `now` stands in the file, `own` was to be written."""

    def __init__(self, where: str, now: str, own: str) -> None:
        super().__init__(f"{where} 已在别处改成“{now or '（空）'}”，您写的是“{own or '（空）'}”")
        self.now, self.own = now, own
