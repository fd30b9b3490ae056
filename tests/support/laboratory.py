"""Results as laboratories send them, with what makes them hard to read: corrections, units, comments, half dates."""

from uuid import UUID

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.planning import TargetDraft
from hoc_tui.domain.results import Code, Component, Quantity, ReferenceRange, SentResult
from hoc_tui.domain.results import key_of_test as key_of
from hoc_tui.domain.vocabulary import Comparator, ResultStatus, Role
from hoc_tui.services.conversation import put_down
from hoc_tui.services.importing import take_in
from tests.support.practice import JACKSON, SmallPractice

SNOMED = "http://snomed.info/sct"
HBA1C = Code(system=SNOMED, code="999791000000106", display="HbA1c level")
PRESSURE = Code(system=SNOMED, code="75367002", display="Blood pressure")
EGFR = Code(system=SNOMED, code="1011481000000105", display="eGFR")
MYSTERY = Code(system="http://example.org/local", code="44XYZ", display="Serum mystery level")

HBA1C_KEY = f"test:{key_of([HBA1C], '')}|mmol/mol"
PRESSURE_KEY = f"test:{key_of([PRESSURE], '')}|mmHg"
EGFR_KEY = f"test:{key_of([EGFR], '')}|mL/min/1.73 m²"


def number(code: Code, value: str, unit: str, taken: str | None, **more: object) -> SentResult:
    """One numeric result.

    Args:
        code: Which test.
        value: The number as text.
        unit: The unit as sent.
        taken: A date as precise as wanted; None for none.
        more: Other fields of the result, and `low`, `high`, `comparator`.
    """
    low, high = more.pop("low", None), more.pop("high", None)
    comparator = more.pop("comparator", None)
    ranges = (ReferenceRange.model_validate({"low": low, "high": high, "unit": unit}),) if low or high else ()
    fields = {
        "source_id": f"{code.code}-{taken}-{unit}",
        "test_key": key_of([code], code.display),
        "name": code.display,
        "codes": (code,),
        "quantity": Quantity.model_validate({"text": value, "unit": unit, "comparator": comparator}),
        "ranges": ranges,
        "status": ResultStatus.FINAL,
        "taken": PartialDate.parse(taken) if taken else None,
    }
    return SentResult.model_validate(fields | more)


def pressure(upper: str, lower: str, taken: str) -> SentResult:
    """One blood pressure."""
    parts = (("Systolic", upper), ("Diastolic", lower))
    return SentResult(
        source_id=f"pressure-{taken}",
        test_key=key_of([PRESSURE], ""),
        name=PRESSURE.display,
        codes=(PRESSURE,),
        components=tuple(Component(name=name, quantity=Quantity(text=value, unit="mmHg")) for name, value in parts),
        status=ResultStatus.FINAL,
        taken=PartialDate.parse(taken),
    )


HISTORY = (
    number(HBA1C, "52", "mmol/mol", "2022-11", low="20", high="42"),
    number(HBA1C, "50", "mmol/mol", "2023-11-12", low="20", high="42"),
    number(HBA1C, "58", "mmol/mol", "2025-03-05T09:40:00+00:00", low="20", high="42", performer="Thornby Laboratory"),
    number(HBA1C, "54", "mmol/mol", "2025-11-12", low="20", high="42", status=ResultStatus.NOT_SENT),
    number(
        HBA1C,
        "61",
        "mmol/mol",
        "2026-11-02",
        low="20",
        high="42",
        flag="H",
        status=ResultStatus.PRELIMINARY,
        comment="Sample slightly haemolysed. Please interpret with care and repeat if it does not fit the picture.",
    ),
    number(HBA1C, "97", "mmol/mol", "2024-11-12", status=ResultStatus.ENTERED_IN_ERROR),
    number(HBA1C, "7.5", "%", "2019-06-03", high="6.0"),
    number(EGFR, "90", "mL/min/1.73m2", "2025-11-02", low="60", comparator=Comparator.MORE),
    number(EGFR, "58", "mL/min/1.73m2", "2026-11-02", low="60"),
    pressure("150", "92", "2024-11-02"),
    pressure("138", "80", "2025-05-02"),
    pressure("142", "84", "2026-11-02"),
    number(MYSTERY, "3", "U/L", "2026-11-02"),
)
"""What the laboratory sent first."""
CORRECTION = number(HBA1C, "48", "mmol/mol", "2023-11-12", low="20", high="42", status=ResultStatus.CORRECTED)
"""A later message: what was 50 was 48."""


def send(practice: SmallPractice, *results: SentResult, name: str = "laboratory.json") -> UUID:
    """Take results in for Mrs Jackson.

    Args:
        practice: The small practice.
        results: What is sent.
        name: What the file is called.

    Returns:
        Her id.
    """
    person = IncomingPerson(
        source_id="lab-1", family="Jackson", given="Margaret", born=JACKSON.born, nhs_number=JACKSON.nhs_number
    )
    record = IncomingRecord(source_system="Laboratory", person=person, results=results, resources=len(results) + 1)
    take_in(practice.desk(Role.NURSE), record, name, name.encode())
    return practice.person("Jackson", "Margaret")


def send_history(practice: SmallPractice) -> UUID:
    """Take in everything above, correction included, and agree an aim of 53 or under for HbA1c."""
    send(practice, *HISTORY)
    person_id = send(practice, CORRECTION, name="correction.json")
    aim = TargetDraft(test_key=key_of([HBA1C], ""), test_name="HbA1c", high="53", unit="mmol/mol")
    put_down(practice.desk(Role.NURSE), person_id, aim)
    return person_id
