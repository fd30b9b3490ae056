"""Record files as they come out of the readers, made by hand."""

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import IncomingList, IncomingPerson, IncomingRecord, Puzzle
from hoc_tui.domain.results import Code, Quantity, ReferenceRange, SentResult
from hoc_tui.domain.vocabulary import ResultStatus

SENDER = "urn:a-practice-system"
"""The system that sends the files."""


def person(source_id: str = "p1", **details: object) -> IncomingPerson:
    """Whom a file is about."""
    usual: dict[str, object] = {"source_id": source_id, "family": "Jackson", "given": "Margaret"}
    return IncomingPerson.model_validate(usual | details)


def result(source_id: str = "r1", value: str = "53", **details: object) -> SentResult:
    """A result as sent: HbA1c, unless said otherwise."""
    usual: dict[str, object] = {
        "source_id": source_id,
        "test_key": "http://snomed.info/sct|999791000000106",
        "name": "Haemoglobin A1c level",
        "codes": (Code(system="http://snomed.info/sct", code="999791000000106", display="Haemoglobin A1c level"),),
        "quantity": Quantity(text=value, unit="mmol/mol"),
        "ranges": (ReferenceRange(low="20", high="41", unit="mmol/mol"),),
        "status": ResultStatus.FINAL,
        "taken": PartialDate.parse("2026-02-12"),
    }
    return SentResult.model_validate(usual | details)


def record_of(
    *results: SentResult,
    who: IncomingPerson | None = None,
    sender: str = SENDER,
    puzzles: tuple[Puzzle, ...] = (),
    lists: tuple[IncomingList, ...] = (),
    **parts: object,
) -> IncomingRecord:
    """A file with everything counted."""
    taken = [part for part in parts.values() if isinstance(part, tuple)]
    return IncomingRecord.model_validate(
        {
            "source_system": sender,
            "person": who or person(),
            "results": results,
            "puzzles": puzzles,
            "lists": lists,
            "resources": 1 + len(results) + len(puzzles) + sum(map(len, taken)),
            **parts,
        }
    )
