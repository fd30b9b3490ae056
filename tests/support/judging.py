"""Results and people to judge, with every limit and noise of reviewed content enabled."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, cast
from uuid import UUID

from hoc_tui.content.catalogue import demo_catalogue, usual_catalogue
from hoc_tui.content.site import digest_of
from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.known import Known
from hoc_tui.domain.people import Person
from hoc_tui.domain.planning import Target
from hoc_tui.domain.record import BackgroundList, Record
from hoc_tui.domain.results import Code, Component, Quantity, Result, Series
from hoc_tui.domain.series import family_key, series_in
from hoc_tui.domain.site import Approval, SiteContent
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, Gender, TargetOwner

AT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
WHO, NURSE = UUID(int=1), UUID(int=2)
LOINC, SNOMED, READ = "http://loinc.org", "http://snomed.info/sct", "http://read.info/readv2"
_ids = count(1000)

EVERYTHING = SiteContent(
    approvals=tuple(
        Approval(entry_id=one.id, digest=digest_of(one), enabled=True) for one in usual_catalogue().judging.values()
    )
)
"""A site that has approved all that ships."""


NO_CONDITIONS = BackgroundList(
    kind=BackgroundKind.CONDITIONS, state=BackgroundState.NONE_KNOWN, source_system="gp record", recorded_at=AT
)
"""That somebody is known to have no long-term condition."""


def known(**facts: object) -> Known:
    """A woman of 60 without a long-term condition, unless told otherwise."""
    usual: dict[str, object] = {
        "catalogue": demo_catalogue(),
        "sex": Gender.FEMALE,
        "born": date(1966, 1, 1),
        "conditions": frozenset[str](),
    }
    return Known(**cast("Any", usual | facts))


def test_named(test_id: str) -> CatalogueTest:
    """A test of reviewed content."""
    found = usual_catalogue().test(test_id)
    assert found is not None
    return found


test_named.__test__ = False  # type: ignore[attr-defined]


def codes_of(test_id: str) -> tuple[Code, ...]:
    """The code by which a test's series is known."""
    system, _, code = family_key(test_named(test_id)).rpartition("|")
    return (Code(system=system, code=code),)


def result(test_id: str, value: str | None, unit: str | None = None, /, **fields: object) -> Result:
    """A result of a test in the unit it is shown in, unless told otherwise.

    Args:
        test_id: Which test; an id that content does not know gives a result of no known test.
        value: The number as text; None for none.
        unit: As sent.
        fields: Others, and `comparator`.
    """
    test = usual_catalogue().test(test_id)
    sent = (test.unit if test else "") if unit is None else unit
    comparator = fields.pop("comparator", None)
    quantity = None if value is None else {"text": value, "unit": sent, "comparator": comparator}
    usual: dict[str, object] = {
        "id": UUID(int=next(_ids)),
        "source_system": "laboratory",
        "source_id": "1",
        "recorded_at": AT,
        "test_key": family_key(test) if test else f"local|{test_id}",
        "name": test.name if test else test_id,
        "codes": codes_of(test_id) if test else (),
        "quantity": quantity,
        "taken": PartialDate.parse("2026-03-01"),
    }
    return Result.model_validate(usual | fields)


def pressure(upper: str, lower: str, /, **fields: object) -> Result:
    """A pair of pressures, each with its LOINC code."""
    parts = (("8480-6", "Systolic", upper), ("8462-4", "Diastolic", lower))
    components = tuple(
        Component(name=name, codes=(Code(system=LOINC, code=code),), quantity=Quantity(text=value, unit="mmHg"))
        for code, name, value in parts
    )
    code = Code(system=LOINC, code="85354-9")
    pair: dict[str, Any] = {
        "components": components,
        "codes": (code,),
        "test_key": f"{LOINC}|85354-9",
        "name": "Blood pressure",
    }
    return result("bp", None, **(pair | fields))


def item(number: int, **fields: object) -> dict[str, object]:
    """What every item carries."""
    times = {"occurred_at": AT, "recorded_at": AT}
    return {
        "id": UUID(int=number),
        "person_id": WHO,
        "version": 1,
        "authored_by": NURSE,
        "performed_by": NURSE,
        **times,
        **fields,
    }


def aim(test_id: str, owner: TargetOwner = TargetOwner.PERSON, **fields: object) -> Target:
    """An aim for a test, in the unit it is shown in."""
    test = test_named(test_id)
    usual = {"test_key": family_key(test), "test_name": test.name, "unit": test.unit, "owner": owner}
    return Target.model_validate(item(50) | usual | fields)


def record(**parts: object) -> Record:
    """A record of a site that has approved everything."""
    person = Person.model_validate(
        item(1, family="Jackson", practice_id=UUID(int=9), born=date(1966, 1, 1), sex=Gender.FEMALE)
    )
    return Record.model_validate({"read_at": AT, "change_seq": 1, "person": person, "site": EVERYTHING} | parts)


def only_series(*results: Result, about: Known | None = None) -> Series:
    """The one series that results form."""
    (series,) = series_in(results, about or known())
    return series
