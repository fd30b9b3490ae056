"""The file in which seals are kept elsewhere: one JSON object a line, only ever added to."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from pydantic import ValidationError

from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.errors import HocError


def read_seals(file: Path) -> list[Seal]:
    """The seals in a file, in its order.

    Args:
        file: What `add_seals` wrote.

    Raises:
        HocError: It cannot be read, or is no such file.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise HocError(f"The seals in {file} cannot be read.") from None
    return [_seal(file, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _seal(file: Path, number: int, line: str) -> Seal:
    try:
        return Seal.model_validate_json(line)
    except ValidationError:
        raise HocError(f"Line {number} of {file} is no seal.", hint="Name a file that audit seal has made.") from None


def add_seals(file: Path, seals_after: Callable[[int], Iterable[Seal]]) -> int:
    """Add the seals that are not in a file yet, durably.

    Args:
        file: Made, readable by its owner alone, when it is not there.
        seals_after: Reads the seals after a number.

    Returns:
        How many were added.

    Raises:
        HocError: The file cannot be read or written.
    """
    newest = max((seal.number for seal in read_seals(file)), default=0) if file.exists() else 0
    lines = [f"{seal.model_dump_json()}\n" for seal in seals_after(newest)]
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600), "a", encoding="utf-8") as kept:
            kept.writelines(lines)
            kept.flush()
            os.fsync(kept.fileno())
    except OSError:
        raise HocError(f"The seals cannot be written to {file}.", hint="They are in the database; try again.") from None
    return len(lines)
