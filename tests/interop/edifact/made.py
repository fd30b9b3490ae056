"""Messages made by hand in the shape of real ones; nobody in them exists."""

from collections.abc import Sequence
from io import BytesIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import SentResult
from hoc_tui.interop.messages import open_messages

LIMIT = 10_000_000
UNA = "UNA:+.? '"
UNB = "UNB+UNOC:3+900000000000001:80+900000000000002:80+260112:1751+77++MEDRPT'"

HEAD = (
    "BGM+LSR",
    "DTM+137:202601121541:203",
    "S01+01",
    "NAD+PO+G9999998:900++EXAMPLE",
    "SPR+PRO",
    "S01+01",
    "NAD+SLA+++Blood Sciences",
    "SPR+DPT",
    "S01+01",
    "NAD+SLA+++ST EXAMPLE?'S HOSPITAL",
    "SPR+ORG",
)
REPORT = ("S02+02", "GIS+N", "RFF+SRI:15/EX000037K", "STS++UN", "DTM+ISR:202601121541:203")
PERSON = (
    "S06+06",
    "ADR++US:1 MADE UP WAY:NOWHERE++ZZ99 3VZ",
    "S07+07",
    "PNA+PAT+9999999484:OPI+++SU:O?'EXAMPLE+FO:ANN+MI:B+TI:MRS",
    "DTM+329:19510305:102",
    "PDI+2",
)
SPECIMEN = (
    "S16+16",
    "SEQ++1",
    "SPC+TSP+:::VENOUS BLOOD",
    "RFF+STI:EX000037KA",
    "DTM+SCO:202601120915:203",
    "DTM+SRI:202601121201:203",
)
FERRITIN = (
    "GIS+N",
    "INV+MQ+42R4.:911::Serum ferritin",
    "RSL+NV+11.0++:::ng/mL+LO",
    "RFF+ASL:1",
    "S20+20",
    "RND+U+15+200",
)


def message(*segments: str, number: str = "1", kind: str = "MEDRPT:0:1:RT:NHS003", counted: int | None = None) -> str:
    """One message of some segments, with a UNT that counts them."""
    many = len(segments) + 2 if counted is None else counted
    return "".join(f"{one}'" for one in (f"UNH+{number}+{kind}", *segments, f"UNT+{many}+{number}"))


def usual(*tests: str, specimen: Sequence[str] = SPECIMEN, report: Sequence[str] = REPORT, number: str = "1") -> str:
    """A message about the usual person with some tests."""
    return message(*HEAD, *report, *PERSON, *specimen, *tests, number=number)


def interchange(*messages: str, counted: int | None = None, reference: str = "77") -> bytes:
    """A file of some messages."""
    many = len(messages) if counted is None else counted
    return f"{UNA}{UNB}{''.join(messages)}UNZ+{many}+{reference}'".encode("latin-1")


def read(data: bytes) -> list[IncomingMessage | Unreadable]:
    """Everything in a file, which must be one that can be split."""
    found = open_messages(BytesIO(data), limit_bytes=LIMIT)
    assert found is not None
    read = list(found)
    assert len(read) == found.count
    return read


def read_message(data: bytes) -> IncomingMessage:
    """The only message of a file, which must be readable."""
    (found,) = read(data)
    assert isinstance(found, IncomingMessage), found
    return found


def read_report(*tests: str, specimen: Sequence[str] = SPECIMEN, report: Sequence[str] = REPORT) -> IncomingReport:
    """The report of a message about the usual person."""
    (found,) = read_message(interchange(usual(*tests, specimen=specimen, report=report))).reports
    return found


def read_result(*tests: str, specimen: Sequence[str] = SPECIMEN, report: Sequence[str] = REPORT) -> SentResult:
    """The only result of such a message."""
    (found,) = read_report(*tests, specimen=specimen, report=report).results
    return found


def inv(name: str, *segments: str, code: str = ":") -> tuple[str, ...]:
    """A test with some segments after its name."""
    return ("GIS+N", f"INV+MQ+{code}::{name}", *segments, "RFF+ASL:1")
