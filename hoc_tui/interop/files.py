"""Record files: opened carefully, recognised by how they begin, and read whole or not at all."""

import errno
import stat
from enum import StrEnum
from pathlib import Path

from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import IncomingRecord, Unreadable
from hoc_tui.interop import fhir_r4, gp_connect
from hoc_tui.interop.bundle import Bundle, read_bundle
from hoc_tui.interop.record import read_record


class FileKind(StrEnum):
    """What a file seems to be, from how it begins."""

    JSON = "json"
    HL7_V2 = "hl7-v2"
    EDIFACT = "edifact"
    XML = "xml"
    UNKNOWN = "unknown"


_BEGINNINGS = {
    b"{": FileKind.JSON,
    b"[": FileKind.JSON,
    b"MSH": FileKind.HL7_V2,
    b"FHS": FileKind.HL7_V2,
    b"BHS": FileKind.HL7_V2,
    b"UNA": FileKind.EDIFACT,
    b"UNB": FileKind.EDIFACT,
    b"<": FileKind.XML,
}
_UNREAD = {
    FileKind.HL7_V2: "The file is an HL7 version 2 message and not a record file.",
    FileKind.EDIFACT: "The file is an EDIFACT message and not a record file.",
    FileKind.XML: "The file is XML; only JSON can be read.",
}
_REFUSALS = {
    errno.ENOENT: "There is no such file.",
    errno.EACCES: "You may not read this file.",
    errno.EISDIR: "This is a folder, not a file.",
}
_HEAD = 64


def sniff(head: bytes) -> FileKind:
    """What a file seems to be.

    Args:
        head: How it begins; the first 64 bytes are enough unless it begins with many blanks.
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = (kind for beginning, kind in _BEGINNINGS.items() if start.startswith(beginning))
    return next(found, FileKind.UNKNOWN)


def read_file(source: Path | bytes, name: str, *, limit_bytes: int) -> IncomingRecord:
    """Read a record file: a GP Connect structured record, or a FHIR R4 bundle.

    Args:
        source: Where the file is, or what is in it.
        name: What the file is called, for whoever hears that it could not be read.
        limit_bytes: The most bytes that are read; a longer file is refused before it is.

    Returns:
        What the file says about one person, with every resource accounted for.

    Raises:
        Unreadable: Any reason for which the file cannot be read whole, in one sentence, with the place in it.
    """
    try:
        data = _opened(source, limit_bytes) if isinstance(source, Path) else _within(source, limit_bytes)
        return _read(data)
    except Unreadable as refusal:
        refusal.file = name
        raise


def _read(data: bytes) -> IncomingRecord:
    kind = sniff(data[:_HEAD])
    if kind in _UNREAD:
        raise Unreadable(_UNREAD[kind])
    try:
        bundle = read_bundle(data)
        return read_record(bundle, gp_connect.choose if _is_gp_connect(bundle) else fhir_r4.choose)
    except RecursionError:
        # Python's parser goes deeper than what writes down a resource that is set aside.
        raise Unreadable("The file is nested too deeply to be read.") from None


def _is_gp_connect(bundle: Bundle) -> bool:
    """Whether the bundle, or else its person, has a profile of GP Connect's."""
    try:
        profiles = (*bundle.head.part("meta").texts("profile"), *bundle.patient.part("meta").texts("profile"))
    except HocError as error:
        raise bundle.unreadable(error.message, where="meta") from None
    return any(mark in profile for profile in profiles for mark in gp_connect.PROFILES)


def _opened(path: Path, limit_bytes: int) -> bytes:
    try:
        found = path.stat()
        # Why pipes too: `hoc-tui import <(ssh …)` is one. A terminal or a disk would never end.
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISFIFO(found.st_mode)):
            raise Unreadable(_REFUSALS[errno.EISDIR] if stat.S_ISDIR(found.st_mode) else "This is not a file.")
        if found.st_size > limit_bytes:
            raise _too_long(limit_bytes)
        with path.open("rb") as file:
            return _within(file.read(limit_bytes + 1), limit_bytes)
    except OSError as error:
        raise Unreadable(_REFUSALS.get(error.errno or 0, "The file could not be opened.")) from None


def _within(data: bytes, limit_bytes: int) -> bytes:
    if len(data) > limit_bytes:
        raise _too_long(limit_bytes)
    return data


def _too_long(limit_bytes: int) -> Unreadable:
    most = f"{limit_bytes / 1_000_000:,.0f} MB" if limit_bytes >= 1_000_000 else f"{limit_bytes:,} bytes"
    return Unreadable(f"The file is longer than the {most} that are read.")
