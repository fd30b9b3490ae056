"""Which job may do what: the table itself. That services obey it is tested with the services."""

import pytest

from hoc_tui.domain.permissions import PERMISSIONS, TO_CHANGE, Permission, may
from hoc_tui.domain.vocabulary import Role

READERS = {Role.HEALTHCARE_ASSISTANT, Role.NURSE, Role.GP, Role.PHARMACIST}


def test_every_role_and_every_permission_has_its_place() -> None:
    """No role without a row, no permission that nobody has."""
    assert set(Role) == set(PERMISSIONS)
    assert set(Permission) == set().union(*PERMISSIONS.values())


@pytest.mark.parametrize("role", Role)
def test_only_clinical_jobs_read_clinical_rows(role: Role) -> None:
    """Reception, managers, auditors and administrators do not."""
    assert (role in READERS) is may(role, Permission.SEE_CLINICAL)


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_what_they_may_not_see(role: Role) -> None:
    """Rewriting, agreeing: only with the right to read; and a plan is agreed by those who may change it."""
    if may(role, Permission.EDIT_PLAN) or may(role, Permission.AGREE_PLAN):
        assert may(role, Permission.SEE_CLINICAL)
    if may(role, Permission.AGREE_PLAN):
        assert may(role, Permission.EDIT_PLAN)


def test_reception_writes_down_what_a_person_wants_to_talk_about_and_reads_none_of_it() -> None:
    """It books, registers and raises agenda items."""
    row = PERMISSIONS[Role.RECEPTIONIST]

    assert {Permission.ADD_AGENDA, Permission.RUN_VISIT, Permission.EDIT_PERSON, Permission.FIND} <= row
    assert not row & {Permission.SEE_CLINICAL, Permission.EDIT_PLAN, Permission.AGREE_PLAN, Permission.IMPORT}


def test_what_it_takes_to_change_each_kind_is_a_permission_that_somebody_has() -> None:
    """So that undo asks for the right that the change itself asked for."""
    assert set(TO_CHANGE.values()) <= PERMISSIONS[Role.GP]
