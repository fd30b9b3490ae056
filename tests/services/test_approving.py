"""Nothing judges anybody here until somebody who answers for it says so, and that is recorded."""

import pytest

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.site import catalogue_for
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.limits import ContentStatus
from hoc_tui.domain.permissions import PERMISSIONS, Permission
from hoc_tui.domain.vocabulary import AuditAct, Role
from hoc_tui.services import approving
from hoc_tui.services.ports import Desk
from tests.services.test_audit import entries
from tests.support.desks import Surgery


@pytest.fixture
def officer(surgery: Surgery) -> Desk:
    """The clinical safety officer's desk."""
    return surgery.desk(Role.SAFETY_OFFICER)


def enabled(desk: Desk) -> set[str]:
    """What judges here."""
    return {one.id for one in approving.entries(desk) if one.enabled}


def test_a_new_site_judges_by_nothing_that_nobody_signed_for(officer: Desk) -> None:
    """Every entry that ships is unverified, so none judges."""
    listed = approving.entries(officer)
    assert {ContentStatus.UNVERIFIED} == {one.status for one in listed}
    assert all(one.words and one.source for one in listed)
    assert set() == enabled(officer)


def test_the_safety_officer_enables_an_entry_and_stops_it_again(surgery: Surgery, officer: Desk) -> None:
    """Both are decisions with a reason, by somebody, in the audit; the newest counts."""
    first, second = list(usual_catalogue().judging)[:2]
    assert 2 == approving.approve(officer, [first, second, first], "Minutes of 3 March")
    assert {first, second} == enabled(officer)
    approving.stop(officer, [first], "The laboratory has changed its method")
    assert {second} == enabled(officer)
    told = [one.words for one in entries(surgery, AuditAct.APPROVED)]
    assert [f"enabled 2: {first}, {second}", f"stopped 1: {first}"] == told


def test_everything_can_be_enabled_at_once(officer: Desk) -> None:
    """For a practice that is made up."""
    approving.approve(officer, [approving.EVERYTHING], "made up")
    assert set(usual_catalogue().judging) == enabled(officer)


def test_a_record_brings_what_the_site_has_approved(surgery: Surgery, officer: Desk) -> None:
    """What judges is what was approved, as it stood."""
    [first] = list(usual_catalogue().judging)[:1]
    approving.approve(officer, [first], "Minutes of 3 March")
    nurse = surgery.desk()
    with nurse.reading() as work:
        site = work.site(nurse.practice.id)
    assert {first} == set(catalogue_for(site).approved)
    changed = site.model_copy(
        update={"approvals": tuple(one.model_copy(update={"digest": "0" * 64}) for one in site.approvals)}
    )
    assert set() == set(catalogue_for(changed).approved)


@pytest.mark.parametrize(("ids", "reason"), [(["spleen"], "because"), (["all"], " ")])
def test_an_unknown_entry_or_no_grounds_is_refused(officer: Desk, ids: list[str], reason: str) -> None:
    """One sentence, and nothing is decided."""
    with pytest.raises(Refused):
        approving.approve(officer, ids, reason)
    assert set() == enabled(officer)


@pytest.mark.parametrize("role", [role for role in Role if Permission.APPROVE_CONTENT not in PERMISSIONS[role]])
def test_nobody_else_decides(sqlite_surgery: Surgery, role: Role) -> None:
    """Not the manager, not a doctor."""
    with pytest.raises(Refused):
        approving.approve(sqlite_surgery.desk(role), ["all"], "I say so")
