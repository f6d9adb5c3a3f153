"""What the program says when it cannot go on: Chinese lines for people, and an exit code."""

from __future__ import annotations

EXIT_FINDINGS = 1
EXIT_INPUT = 2
EXIT_MODEL = 3


class JixiaoError(Exception):
    """Ends a command. `lines` are shown as they stand, one clear line a mistake."""

    exit_code = EXIT_INPUT

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class InputError(JixiaoError):
    """The input or the call is wrong (exit 2)."""


class ModelError(JixiaoError):
    """The model could not be reached, or would not answer properly (exit 3)."""

    exit_code = EXIT_MODEL
