"""Results as a made-up laboratory and the surgery send them, with what real ones are full of.

A few are corrected, preliminary, only a comment, without a unit, without a status, or dated to the day or month only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID

from hoc_tui.demo.calendar import clock
from hoc_tui.demo.chance import Chance
from hoc_tui.demo.courses import ListedTest, codes, listed_tests, sent_range, series_key
from hoc_tui.demo.measuring import Reading
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.results import Component, Quantity, ReferenceRange, Result
from hoc_tui.domain.vocabulary import ResultStatus

SOURCE = "demo-laboratory"
LABORATORY = "Riverside Pathology (made up)"
ELSEWHERE = {"eye": "Eye Screening Service", "bp_home": "Measured at home"}
"""Who did what neither the laboratory nor the surgery did."""
OLD = timedelta(days=7 * 365)
"""Older results often come with less: no time, no status."""


REJECTED = (
    "Sample haemolysed, not reported. Please send another.",
    "Sample too small for this test.",
    "Sample clotted. Please repeat.",
    "Tube not labelled: rejected by the laboratory.",
)
"""What a laboratory says when there is no number."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One visit at which things were measured and taken."""

    day: date
    taken: PartialDate
    at: datetime
    reported: PartialDate
    reported_at: datetime


def sample_of(day: date, hour: int, minute: int) -> Sample:
    """What was taken on a day, and is reported by the laboratory the day after."""
    at, reported = clock(day, hour, minute), clock(day + timedelta(days=1), 16, 5)
    return Sample(day, PartialDate(at.isoformat()), at, PartialDate(reported.isoformat()), reported)


def send(reading: Reading, sample: Sample, *, woman: bool, new_id: Callable[[], UUID], person: int) -> Result:
    """A reading as a result in a record.

    Args:
        reading: What was found.
        sample: When.
        woman: Whether the ranges for women are sent.
        new_id: Makes the result's id.
        person: The number of the person, for the sender's own id.
    """
    shared, test = _shared(reading.key, woman), listed_tests()[reading.key]
    own = {
        "id": new_id(),
        "source_id": f"{person:07}-{sample.day:%y%m%d}-{reading.key}",
        "quantity": _quantity(reading, test),
        "components": _components(reading, test),
        "text": reading.words,
        "flag": flag_of(reading.text, shared.ranges),
        "taken": sample.taken,
        "reported": sample.reported if test.specimen else sample.taken,
        "recorded_at": sample.reported_at if test.specimen else sample.at,
    }
    # Why a copy: checking every field again takes most of the time that a practice takes to make up.
    return shared.model_copy(update=own)


@cache
def _shared(key: str, woman: bool) -> Result:  # noqa: FBT001 - a cache knows its arguments by their place
    """What all results of a test have in common."""
    test = listed_tests()[key]
    return Result(
        id=UUID(int=0),
        source_system=SOURCE,
        source_id="",
        test_key=series_key(key),
        name=test.name,
        codes=codes(key),
        ranges=sent_range(key, woman=woman),
        status=ResultStatus.FINAL,
        performer=LABORATORY if test.specimen else ELSEWHERE.get(key, "Riverside Surgery"),
        specimen=test.specimen,
        setting=test.setting,
        recorded_at=datetime.min.replace(tzinfo=UTC),
    )


def _quantity(reading: Reading, test: ListedTest) -> Quantity | None:
    return Quantity(text=reading.text, comparator=reading.comparator, unit=test.unit) if reading.text else None


def _components(reading: Reading, test: ListedTest) -> tuple[Component, ...]:
    if not test.parts:
        return ()
    return tuple(
        Component(name=part.name, codes=part.codes, quantity=Quantity(text=text, unit=test.unit))
        for part, text in zip(test.parts, reading.parts, strict=True)
    )


def flag_of(text: str, ranges: Sequence[ReferenceRange]) -> str:
    """The laboratory's own flag (HL7 table 0078): H above its range, L below, nothing within.

    Args:
        text: The number as sent; empty when there is none.
        ranges: What was sent with it.
    """
    if not ranges or not text:
        return ""
    value, sent = Decimal(text), ranges[0]
    if sent.high is not None and value > Decimal(sent.high):
        return "H"
    return "L" if sent.low is not None and value < Decimal(sent.low) else ""


def roughen(results: Sequence[Result], chance: Chance, new_id: Callable[[], UUID], today: date) -> list[Result]:
    """The same results with what goes wrong between a laboratory and a record.

    Args:
        results: Everything sent for one person, oldest first.
        chance: A stream for this person.
        new_id: Makes ids of results that are added.
        today: The demo's today.

    Returns:
        All of them, some altered, a corrected one beside what it replaces.
    """
    rough = [_aged(result, chance, today) for result in results]
    numbers = [at for at, one in enumerate(rough) if one.specimen and one.quantity and not one.quantity.comparator]
    if not numbers:
        return rough
    if chance.yes(0.12):
        _correct(rough, chance.pick(numbers), new_id)
    if chance.yes(0.08):
        place, why = chance.pick(numbers), chance.pick(REJECTED)
        rough[place] = rough[place].model_copy(update={"quantity": None, "flag": "", "comment": why})
    if chance.yes(0.07):
        _lose_unit(rough, chance.pick(numbers))
    if chance.yes(0.05) and rough[numbers[-1]].status is ResultStatus.FINAL:
        marks = {"status": ResultStatus.PRELIMINARY, "comment": "Preliminary. Full report to follow."}
        rough[numbers[-1]] = rough[numbers[-1]].model_copy(update=marks)
    return rough


def _aged(result: Result, chance: Chance, today: date) -> Result:
    if result.taken is None or today - result.taken.first_day < OLD or not chance.yes(0.3):
        return result
    text = result.taken.text[: 7 if chance.yes(0.05) else 10]
    return result.model_copy(update={"taken": PartialDate(text), "status": ResultStatus.NOT_SENT})


def _correct(rough: list[Result], place: int, new_id: Callable[[], UUID]) -> None:
    """A result was first sent with a slip in its last figure, and corrected two days later."""
    right = rough[place]
    if right.quantity is None:
        return
    wrong = right.quantity.model_copy(update={"text": _slip(right.quantity.text)})
    later = right.recorded_at + timedelta(days=2)
    fixed = {
        "id": new_id(),
        "status": ResultStatus.CORRECTED,
        "comment": f"Corrected report. First sent as {wrong.words}.",
        "reported": PartialDate(later.isoformat()),
        "recorded_at": later,
    }
    flag = flag_of(wrong.text, right.ranges)
    rough[place] = right.model_copy(update={"quantity": wrong, "flag": flag, "superseded_by": fixed["id"]})
    rough.append(right.model_copy(update=fixed))


def _slip(text: str) -> str:
    """The number with another last figure."""
    return f"{text[:-1]}{(int(text[-1]) + 3) % 10}"


def _lose_unit(rough: list[Result], place: int) -> None:
    quantity = rough[place].quantity
    if quantity is not None:
        bare = quantity.model_copy(update={"unit": ""})
        rough[place] = rough[place].model_copy(update={"quantity": bare})
