"""Two records of one person become one by two members of staff, with one plan, and can be taken apart for a month."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from hoc_tui.domain.errors import Refused
from hoc_tui.domain.joining import Joining
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import ActionDraft, AgendaDraft, GoalDraft, LinkedItem, SeenTest, link_between
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import Agreement, AuditAct, ItemKind, Registration, Role
from hoc_tui.services import agreeing, conversation, joining, records
from hoc_tui.services.ports import Desk
from hoc_tui.services.reporting import take_message
from hoc_tui.services.saving import Spot
from tests.services.test_audit import entries
from tests.services.test_quarantine import NUMBER, SENT, message
from tests.support.desks import Surgery, register
from tests.support.incoming import result

WHY = "Same face, same address; she has used two names"


@pytest.fixture
def nurse(surgery: Surgery) -> Desk:
    """Who proposes."""
    return surgery.desk()


@pytest.fixture
def doctor(surgery: Surgery) -> Desk:
    """Who confirms."""
    return surgery.desk(Role.GP)


def two_records(desk: Desk) -> tuple[UUID, UUID]:
    """One person twice: the record that goes on, and one with results, an agenda, a goal, an action and a link."""
    kept = register(desk, "Jackson", "Maggie", born=date(1951, 4, 3))
    conversation.put_down(desk, kept.id, AgendaDraft(text="My knee"))
    other = register(desk, nhs_number=NUMBER)
    take_message(desk, message(SENT, result("lab-1")), "lab.hl7")
    conversation.put_down(desk, other.id, AgendaDraft(text="So tired by 3"))
    goal = conversation.put_down(desk, other.id, GoalDraft(words="Back to the allotment")).item
    conversation.put_down(desk, other.id, ActionDraft(what="Ask about B12", goal_id=goal.id))
    [sent] = records.open_record(desk, other.id).results
    seen = SeenTest(sent.test_key, sent.name, sent.id)
    conversation.put_down(desk, other.id, link_between(LinkedItem(ItemKind.GOAL, goal.id), seen))
    return kept.id, other.id


def joined(nurse: Desk, doctor: Desk) -> tuple[Joining, Record, Record]:
    """The two records, joined."""
    kept, other = two_records(nurse)
    proposed = joining.propose(nurse, kept, other, WHY)
    done = joining.confirm(doctor, proposed.id)
    return done, records.open_record(nurse, kept), records.open_record(nurse, other)


def test_one_person_alone_joins_nothing(nurse: Desk) -> None:
    """A proposal changes neither record, and whoever made it may not confirm it."""
    kept, other = two_records(nurse)
    proposed = joining.propose(nurse, kept, other, WHY)
    with pytest.raises(Refused, match="Somebody else"):
        joining.confirm(nurse, proposed.id)
    assert ["My knee"] == [one.text for one in records.open_record(nurse, kept).agenda]
    assert [proposed.id] == [one.id for one in joining.joinings(nurse)]


def test_everything_stands_in_the_record_that_goes_on(surgery: Surgery, nurse: Desk, doctor: Desk) -> None:
    """Agenda, goal with its action and link, result, and who said it and when; there is one plan."""
    done, kept, other = joined(nurse, doctor)
    assert {"My knee", "So tired by 3"} == {one.text for one in kept.agenda}
    [goal], [action], [link], [sent] = kept.goals, kept.actions, kept.links, kept.results
    assert goal.id == action.goal_id
    assert {goal.id, sent.test_key} == link.ends
    assert sent.id == link.result_id
    [before] = other.goals
    assert (before.performed_by, before.occurred_at) == (goal.performed_by, goal.occurred_at)
    assert {kept.person.person_id, other.person.person_id} == {
        one.person_id for one in entries(surgery, AuditAct.JOINED)
    }
    assert done.in_force


def test_the_other_record_says_where_it_goes_on_and_stays_readable(nurse: Desk, doctor: Desk) -> None:
    """Nothing of it is gone; new messages go to the record that goes on."""
    done, kept, other = joined(nurse, doctor)
    assert done.identities
    assert (Registration.JOINED, kept.person.name) == (other.person.registration, other.person.moved_to)
    assert 1 == len(other.results)
    with nurse.reading() as work:
        assert {kept.person.person_id} == {work.person_of(*identity) for identity in done.identities}


def test_what_waits_to_be_checked_waits_where_its_result_is(nurse: Desk, doctor: Desk) -> None:
    """Once, in the record that goes on."""
    _, kept, other = joined(nurse, doctor)
    [review], [sent] = kept.reviews, kept.results
    assert sent.id == review.result_id
    assert () == other.reviews


def test_agreed_plans_stay_where_they_were_agreed(nurse: Desk, doctor: Desk) -> None:
    """They are frozen with whose they were; the next version is of the record that goes on."""
    kept, other = two_records(nurse)
    agreeing.agree(nurse, records.open_record(nurse, other), AgreeDraft(agreement=Agreement.BY_PERSON))
    joining.confirm(doctor, joining.propose(nurse, kept, other, WHY).id)
    assert 1 == len(records.open_record(nurse, other).versions)
    assert () == records.open_record(nurse, kept).versions


def test_taken_apart_both_are_as_they_were(nurse: Desk, doctor: Desk) -> None:
    """What was brought and not touched since goes; the other goes on itself."""
    done, kept, other = joined(nurse, doctor)
    undone = joining.take_back(nurse, done.id, "They are twins")
    assert 0 == undone.stayed
    kept, other = (records.open_record(nurse, one.person.person_id) for one in (kept, other))
    assert ["My knee"] == [one.text for one in kept.agenda]
    assert ((), (), ()) == (kept.goals, kept.actions, kept.links)
    assert [] == [one for one in kept.results if one.counts]
    assert Registration.REGISTERED is other.person.registration
    assert ["So tired by 3"] == [one.text for one in other.agenda]
    assert 1 == len([one for one in other.results if one.counts])
    assert 1 == len(other.reviews)
    with nurse.reading() as work:
        assert {other.person.person_id} == {work.person_of(*identity) for identity in done.identities}


def test_what_was_changed_since_stays_and_is_counted(nurse: Desk, doctor: Desk) -> None:
    """No word is lost by taking two records apart."""
    done, kept, _ = joined(nurse, doctor)
    tired = next(one for one in kept.agenda if one.text == "So tired by 3")
    conversation.rewrite(nurse, Spot.of(ItemKind.AGENDA, tired), {"text": "So tired by 3, and breathless"})
    assert 1 == joining.take_back(nurse, done.id, "They are twins").stayed
    now = records.open_record(nurse, kept.person.person_id)
    assert {"My knee", "So tired by 3, and breathless"} == {one.text for one in now.agenda}


def test_after_a_month_it_stays(surgery: Surgery, nurse: Desk, doctor: Desk) -> None:
    """Up to the thirtieth day it can be taken back."""
    done, _, _ = joined(nurse, doctor)
    surgery.clock.at += timedelta(days=30)
    with pytest.raises(Refused, match="30 days"):
        joining.take_back(nurse, done.id, "They are twins")


def test_a_proposal_can_be_turned_down(nurse: Desk, doctor: Desk) -> None:
    """Then nothing waits, and both records are as they were."""
    kept, other = two_records(nurse)
    proposed = joining.propose(nurse, kept, other, WHY)
    joining.take_back(doctor, proposed.id, "Mother and daughter")
    assert [] == list(joining.joinings(doctor))
    with pytest.raises(Refused, match="taken back"):
        joining.confirm(doctor, proposed.id)


def test_confirming_twice_joins_once(nurse: Desk, doctor: Desk, surgery: Surgery) -> None:
    """A retried write and a second colleague find it done."""
    done, kept, _ = joined(nurse, doctor)
    assert done == joining.confirm(surgery.desk(Role.PHARMACIST), done.id)
    assert 2 == len(records.open_record(nurse, kept.person.person_id).agenda)


def test_a_record_is_part_of_one_proposal_at_a_time(nurse: Desk) -> None:
    """And never of one with itself, and not without a reason."""
    kept, other = two_records(nurse)
    joining.propose(nurse, kept, other, WHY)
    third = register(nurse, "Jaxon", "Maggie")
    for first, second, why in ((third.id, other, WHY), (third.id, third.id, WHY), (kept, third.id, " ")):
        with pytest.raises(Refused):
            joining.propose(nurse, first, second, why)


def test_the_history_of_a_brought_item_says_where_it_came_from(nurse: Desk, doctor: Desk) -> None:
    """H on it shows that it was brought, by whom."""
    _, kept, _ = joined(nurse, doctor)
    [goal] = kept.goals
    [first] = records.history_of(nurse, kept.person.person_id, goal.id)
    assert (joining.BROUGHT_HERE, doctor.worker.id) == (first.reason, first.by)
