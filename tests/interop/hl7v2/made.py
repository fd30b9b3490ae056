"""HL7 version 2 messages made by hand, and reading them from memory."""

from io import BytesIO

from hoc_tui.domain.incoming import Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import SentResult
from hoc_tui.interop.hl7v2 import open_hl7v2

LIMIT = 10_000_000
MSH = r"MSH|^~\&|LIMS|Acme Lab|GP|A82038|20260305093000||ORU^R01|M1|P|2.4"
PID = "PID|1||9434765919^^^NHS^NH~L123^^^ACME^PI||Sloper^Ann^Mary^^Mrs||19510305|F"
OBR = "OBR|1|P1|F1^ACME|UE^Urea and electrolytes^L|||20260304081500|||||||||||||||20260304170000||CH|F"
POTASSIUM = "OBX|1|NM|2823-3^Potassium^LN^44I4.^Serum potassium^RC||4.4|mmol/L|3.5-5.3|N|||F"


def message(*segments: str, end: str = "\r") -> bytes:
    """A message of some segments, each with a line end."""
    return "".join(segment + end for segment in segments).encode()


def outcomes(data: bytes) -> list[IncomingMessage | Unreadable]:
    """All that the messages of a file come to."""
    return [*open_hl7v2(BytesIO(data), limit_bytes=LIMIT)]


def whole(data: bytes) -> IncomingMessage:
    """The only message of a file, which can be read."""
    (found,) = outcomes(data)
    assert isinstance(found, IncomingMessage), found
    return found


def broken(data: bytes) -> Unreadable:
    """Why the only message of a file cannot be read."""
    (found,) = outcomes(data)
    assert isinstance(found, Unreadable), found
    return found


def report(*segments: str, head: str = MSH, pid: str = PID, obr: str = OBR) -> IncomingReport:
    """What a message says about one person; segments follow the order."""
    (found,) = whole(message(head, pid, obr, *segments)).reports
    return found


def result(*segments: str, head: str = MSH, obr: str = OBR) -> SentResult:
    """The only result of a message."""
    (found,) = report(*segments, head=head, obr=obr).results
    return found


def valued(kind: str, value: str, unit: str = "", interval: str = "") -> SentResult:
    """A result with a value, in a message with the usual delimiters."""
    return result(f"OBX|1|{kind}|T^Test^L||{value}|{unit}|{interval}||||F")
