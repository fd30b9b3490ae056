"""How long a file may be, looked at before any of it is read."""

from io import SEEK_END
from typing import BinaryIO

from hoc_tui.domain.incoming import Unreadable


def held_to(file: BinaryIO, limit_bytes: int) -> None:
    """Refuse a file that is too long, before it is read.

    Args:
        file: The file, able to seek.
        limit_bytes: The most bytes it may have.

    Raises:
        Unreadable: It has more.
    """
    if file.seek(0, SEEK_END) > limit_bytes:
        most = f"{limit_bytes / 1_000_000:,.0f} MB" if limit_bytes >= 1_000_000 else f"{limit_bytes:,} bytes"
        raise Unreadable(f"The file is longer than the {most} that are read.")
    file.seek(0)
