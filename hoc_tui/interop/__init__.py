"""Formats in and out: bytes to domain values and back, without a database or a screen."""

from hoc_tui.interop.files import FileKind, read_file, sniff

__all__ = ["FileKind", "read_file", "sniff"]
