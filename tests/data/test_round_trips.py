"""Reading goes to the database once: the network, not the database, is what people would wait for."""

import pytest

from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft
from hoc_tui.domain.vocabulary import Agreement, ItemKind
from hoc_tui.services import agreeing, conversation, importing, lists, records
from hoc_tui.services.saving import Spot
from tests.support.desks import Surgery, register
from tests.support.incoming import record_of, result
from tests.support.round_trips import counted
from tests.support.wire import on_the_wire


@pytest.mark.parametrize("long", [False, True])
def test_opening_a_record_is_two_round_trips_whatever_its_history(surgery: Surgery, long: bool) -> None:
    """The audit has it before it is read; it comes whole in one statement, with forty results as with none."""
    desk = surgery.desk()
    person_id = register(desk).id
    if long:
        importing.take_in(desk, record_of(*(result(f"r{at}") for at in range(40))), "one.json", b"{}")
        person_id = lists.find(desk, "jackson")[-1].person_id
        for at in range(5):
            conversation.put_down(desk, person_id, AgendaDraft(text=f"item {at}"))
            agreeing.agree(desk, records.open_record(desk, person_id), AgreeDraft(agreement=Agreement.BY_PERSON))

    desk = surgery.desk()
    with counted(surgery.database().engine) as trips:
        records.open_record(desk, person_id)
    with counted(surgery.database().engine) as again:
        records.open_record(desk, person_id)

    assert trips.statements[0].startswith("INSERT INTO audit_event")
    assert (2, 1) == (trips.count, again.count), trips.statements


def test_reading_a_version_is_one_round_trip(surgery: Surgery) -> None:
    """The whole chain is looked over in the same statement."""
    desk = surgery.desk()
    person = register(desk)
    agreeing.agree(desk, records.open_record(desk, person.id), AgreeDraft(agreement=Agreement.BY_PERSON))
    with counted(surgery.database().engine) as trips:
        agreeing.read_version(desk, person.id, 1)

    assert 1 == trips.count, trips.statements


def test_a_save_is_few_round_trips(surgery: Surgery) -> None:
    """Rewriting one item, transaction and history included."""
    desk = surgery.desk()
    person = register(desk)
    saved = conversation.put_down(desk, person.id, AgendaDraft(text="my feet"))
    with counted(surgery.database().engine) as trips:
        conversation.rewrite(desk, Spot.of(ItemKind.AGENDA, saved.item), {"starred": True})

    assert trips.count <= 9, trips.statements  # one of them the audit's


def test_the_wire_agrees_with_the_counting(postgres_surgery: Surgery) -> None:
    """What really goes to PostgreSQL and back, counted between the two: one exchange for a read."""
    person = register(postgres_surgery.desk())
    with on_the_wire(postgres_surgery) as (desk, wire):
        records.open_record(desk, person.id)
        before = wire.exchanges
        records.open_record(desk, person.id)

        assert 1 == wire.exchanges - before
        before = wire.exchanges
        lists.find(desk, "jackson")
        lists.todays_visits(desk)
        assert 2 == wire.exchanges - before
