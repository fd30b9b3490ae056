"""Which job may do what, asked of the services themselves: generated from the one definition."""

from collections.abc import Callable
from uuid import UUID

import pytest

from hoc_tui.domain.errors import HocError, Refused
from hoc_tui.domain.people import ContactDraft, NeedDraft, PersonDetails
from hoc_tui.domain.permissions import PERMISSIONS, Permission, may
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import AgendaDraft, GoalDraft
from hoc_tui.domain.record import ConditionDraft, Record, VisitDraft
from hoc_tui.domain.vocabulary import Agreement, ItemKind, NeedKind, Role
from hoc_tui.services import agreeing, conversation, importing, lists, people, records, visits
from hoc_tui.services.ports import Desk
from hoc_tui.services.saving import Spot
from tests.support.desks import NINE_O_CLOCK, Surgery, register
from tests.support.incoming import record_of, result

NOBODY = UUID(int=999)
SPOT = Spot(ItemKind.AGENDA, NOBODY, NOBODY, 1)
TERMS = AgreeDraft(agreement=Agreement.BY_PERSON)

VERBS: dict[str, tuple[Permission, Callable[[Desk, Record], object]]] = {
    "todays_visits": (Permission.SEE_TODAY, lambda desk, _: lists.todays_visits(desk)),
    "find": (Permission.FIND, lambda desk, _: lists.find(desk, "jackson")),
    "likely_same": (Permission.FIND, lambda desk, _: people.likely_same(desk, PersonDetails(family="Jackson"))),
    "open_record": (Permission.SEE_PERSON, lambda desk, record: records.open_record(desk, record.person.person_id)),
    "history_of": (Permission.SEE_PERSON, lambda desk, _: records.history_of(desk, NOBODY, NOBODY)),
    "read_version": (Permission.SEE_CLINICAL, lambda desk, _: agreeing.read_version(desk, NOBODY, 1)),
    "register": (Permission.EDIT_PERSON, lambda desk, _: people.register(desk, PersonDetails(family="New"))),
    "correct": (Permission.EDIT_PERSON, lambda desk, record: people.correct(desk, record.person, {"phone": "1"})),
    "add_need": (
        Permission.EDIT_PERSON,
        lambda desk, record: people.add_need(
            desk, record.person.person_id, NeedDraft(kind=NeedKind.FORMAT, text="Large print")
        ),
    ),
    "add_contact": (
        Permission.EDIT_PERSON,
        lambda desk, record: people.add_contact(desk, record.person.person_id, ContactDraft(name="Aisha")),
    ),
    "add_condition": (
        Permission.EDIT_PLAN,
        lambda desk, record: people.add_condition(desk, record.person.person_id, ConditionDraft(name="Asthma")),
    ),
    "book": (
        Permission.RUN_VISIT,
        lambda desk, record: visits.book(desk, record.person.person_id, VisitDraft(starts_at=NINE_O_CLOCK)),
    ),
    "arrived": (Permission.RUN_VISIT, lambda desk, _: visits.arrived(desk, SPOT)),
    "raise an agenda item": (
        Permission.ADD_AGENDA,
        lambda desk, record: conversation.put_down(desk, record.person.person_id, AgendaDraft(text="Tired")),
    ),
    "set a goal": (
        Permission.EDIT_PLAN,
        lambda desk, record: conversation.put_down(desk, record.person.person_id, GoalDraft(words="Dance")),
    ),
    "rewrite": (Permission.EDIT_PLAN, lambda desk, _: conversation.rewrite(desk, SPOT, {"text": "x"})),
    "take_out": (Permission.EDIT_PLAN, lambda desk, _: conversation.take_out(desk, SPOT, "mistake")),
    "note_plan": (Permission.EDIT_PLAN, lambda desk, record: conversation.note_plan(desk, record, {"reviewer": "x"})),
    "agree": (Permission.AGREE_PLAN, lambda desk, record: agreeing.agree(desk, record, TERMS)),
    "mark_wrong_record": (
        Permission.AGREE_PLAN,
        lambda desk, record: agreeing.mark_wrong_record(desk, record.person.person_id, 1, NOBODY, "mixed up"),
    ),
    "take_in": (Permission.IMPORT, lambda desk, _: importing.take_in(desk, record_of(result()), "a.json", b"{}")),
}
"""Every service, the permission it needs, and a call of it."""


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_its_job_includes(role: Role, sqlite_surgery: Surgery) -> None:
    """A service refuses exactly those roles whose job does not include what it needs."""
    nurse, desk = sqlite_surgery.desk(Role.NURSE), sqlite_surgery.desk(role)
    record = records.open_record(nurse, register(nurse).person_id)
    for name, (permission, verb) in VERBS.items():
        assert may(role, permission) is not _refused(verb, desk, record), f"{role}: {name}"


def _refused(verb: Callable[[Desk, Record], object], desk: Desk, record: Record) -> bool:
    """Whether the role was refused; what is not there, or changed meanwhile, was not refused for the role."""
    try:
        verb(desk, record)
    except HocError as error:
        return isinstance(error, Refused) and str(error).startswith("Your role")
    return False


def test_nobody_is_forgotten() -> None:
    """Every role has its row, and every permission somebody who has it."""
    assert set(Role) == set(PERMISSIONS)
    assert set(Permission) == {permission for row in PERMISSIONS.values() for permission in row}


@pytest.mark.parametrize(
    "role", [Role.PRACTICE_MANAGER, Role.SAFETY_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.RECEPTIONIST]
)
def test_some_jobs_read_nothing_clinical(role: Role) -> None:
    """Manager, safety officer, auditor, administrator and reception see no clinical rows."""
    assert not may(role, Permission.SEE_CLINICAL)
