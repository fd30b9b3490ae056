"""Laboratory messages as they come out of the readers, made by hand."""

from datetime import date
from itertools import count

from hoc_tui.domain.incoming import IncomingPerson, Puzzle
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import SentResult

LABORATORY = "hl7v2|Thornby Laboratory"
"""The laboratory that sends the messages."""
NUMBER = "943 476 5919"
_NUMBERS = count(1)


def somebody(**details: object) -> IncomingPerson:
    """Mrs Jackson as a laboratory names her, unless said otherwise."""
    usual: dict[str, object] = {
        "source_id": "lab-7",
        "family": "JACKSON",
        "given": "MARGARET",
        "born": date(1951, 3, 4),
        "nhs_number": "9434765919",
    }
    return IncomingPerson.model_validate(usual | details)


def report_of(
    *results: SentResult,
    who: IncomingPerson | None = None,
    ignored: dict[str, int] | None = None,
    puzzles: tuple[Puzzle, ...] = (),
    remarks: tuple[str, ...] = (),
) -> IncomingReport:
    """A report with everything counted."""
    left = ignored or {}
    return IncomingReport(
        person=who or somebody(),
        results=results,
        ignored=left,
        puzzles=puzzles,
        remarks=remarks,
        resources=1 + len(results) + len(puzzles) + sum(left.values()),
    )


def message_of(
    *reports: IncomingReport, raw: bytes = b"", control_id: str = "", sender: str = LABORATORY
) -> IncomingMessage:
    """A message of these reports; its bytes are its own unless said otherwise."""
    number = next(_NUMBERS)
    return IncomingMessage(
        source_system=sender,
        control_id=control_id or str(number),
        place=f"message {number}",
        raw=raw or f"MSH|made up|{number}".encode(),
        reports=reports,
    )
