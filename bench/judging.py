"""Judging and laying out a person's 1,200 results, from the record as it was read to the cards of the pane."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

from bench.figures import Figure, milliseconds
from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.site import digest_of
from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.people import Person
from hoc_tui.domain.planning import Target
from hoc_tui.domain.record import Condition, Record
from hoc_tui.domain.results import Code, Quantity, ReferenceRange, Result
from hoc_tui.domain.series import family_key
from hoc_tui.domain.site import Approval, SiteContent
from hoc_tui.domain.vocabulary import Gender
from hoc_tui.screens.looking import look_at
from hoc_tui.widgets.conversation.result_cards import result_cards

RESULTS, TESTS = 1_200, 25
ALLOWED_MS = 20
NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
_ids = count(1)


def measure() -> Iterator[Figure]:
    """The figures: of everything, and of judging alone."""
    record, today = judged_record(), NOW.date()
    cards = milliseconds(lambda: result_cards(look_at(record, today)), own=True)
    yield Figure(f"judging and laying out {RESULTS:,} results from two sources in several units", cards, ALLOWED_MS)
    judging = milliseconds(lambda: look_at(record, today).series, own=True)
    yield Figure("        of it sorting, converting and judging", judging, ALLOWED_MS)


def judged_record() -> Record:
    """A record as many years make it: known tests, two sources, some other units, aims, and all limits approved."""
    tests = [test for test in usual_catalogue().tests if test.units and (test.snomed or test.loinc)][:TESTS]
    site = SiteContent(
        approvals=tuple(
            Approval(entry_id=entry.id, digest=digest_of(entry), enabled=True)
            for entry in usual_catalogue().judging.values()
        )
    )
    person = Person(**_item(), practice_id=UUID(int=1), family="Jackson", born=date(1950, 2, 1), sex=Gender.FEMALE)
    return Record(
        read_at=NOW,
        change_seq=1,
        person=person,
        conditions=(Condition(**_item(), name="Type 2 diabetes"), Condition(**_item(), name="Hypertension")),
        results=tuple(_result(number, tests[number % len(tests)]) for number in range(RESULTS)),
        targets=tuple(
            Target(**_item(), test_key=family_key(test), test_name=test.name, high="5", unit=test.unit)
            for test in tests[:5]
        ),
        site=site,
    )


def _item() -> dict[str, Any]:
    number = UUID(int=next(_ids))
    who = UUID(int=1)
    times = {"occurred_at": NOW, "recorded_at": NOW}
    return {"id": number, "person_id": who, "version": 1, "authored_by": who, "performed_by": who} | times


@cache
def _shared(test_id: str) -> Result:
    """What all results of a test have in common, which reading a record shares among them, too."""
    test = next(one for one in usual_catalogue().tests if one.id == test_id)
    system, _, code = family_key(test).rpartition("|")
    return Result(
        id=UUID(int=0),
        source_system="",
        source_id="",
        recorded_at=NOW,
        test_key=family_key(test),
        name=test.name,
        codes=(Code(system=system, code=code, display=test.name),),
        ranges=(ReferenceRange(low="3.0", high="9.0", unit=test.unit),),
    )


def _result(number: int, test: CatalogueTest) -> Result:
    """One result a month; every fifth came from another source, too, and every tenth in another unit."""
    month = number // TESTS
    twin = month % 5 == 4
    told = number - TESTS if twin else number
    unit = test.units[1 if month % 10 == 9 and len(test.units) > 1 else 0]
    taken = NOW - timedelta(days=30 * (told // TESTS))
    own = {
        "id": UUID(int=next(_ids)),
        "source_system": "gp record" if twin else "laboratory",
        "source_id": str(number),
        "quantity": Quantity(text=f"{4 + told % 9}.{told % 10}", unit=unit.unit),
        "taken": PartialDate.parse(taken.strftime("%Y-%m-%dT%H:%M:%SZ")),
    }
    return _shared(test.id).model_copy(update=own if number % 3 else own | {"ranges": ()})
