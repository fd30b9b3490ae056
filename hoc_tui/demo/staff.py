"""Who works at Riverside Surgery; the accounts that `hoc-tui demo --as` switches between."""

from datetime import date
from uuid import UUID

from hoc_tui.demo.chance import Ids
from hoc_tui.domain.people import Staff
from hoc_tui.domain.vocabulary import Role

TEAM = (
    ("demo-nurse", "Nurse Patel", Role.NURSE),
    ("demo-gp", "Dr Osei", Role.GP),
    ("demo-receptionist", "Kath Doyle", Role.RECEPTIONIST),
    ("demo-hca", "Tomasz Nowak", Role.HEALTHCARE_ASSISTANT),
    ("demo-pharmacist", "Mr Rahman", Role.PHARMACIST),
    ("demo-link-worker", "Grace Adeyemi", Role.LINK_WORKER),
    ("demo-manager", "Mrs Whitfield", Role.PRACTICE_MANAGER),
    ("demo-safety-officer", "Dr Mensah", Role.SAFETY_OFFICER),
)
"""Account, name as colleagues write it, and job."""

YEARS_HERE = 12
"""Everybody has been here longer than the oldest entry of any record."""


class Team:
    """The staff, by job.

    Args:
        practice_id: Where they work.
        ids: Makes their ids.
        today: The demo's today.
    """

    def __init__(self, practice_id: UUID, ids: Ids, today: date) -> None:
        started = date(today.year - YEARS_HERE, 1, 1)
        self.everybody = tuple(
            Staff(
                id=ids(),
                practice_id=practice_id,
                account=account,
                name=name,
                role=role,
                started=started,
                champion=role is Role.NURSE,
            )
            for account, name, role in TEAM
        )
        self._by_role = {one.role: one for one in self.everybody}
        self.names = {one.id: one.name for one in self.everybody}
        """Their names by id."""

    def __getitem__(self, role: Role) -> Staff:
        """The one with this job."""
        return self._by_role[role]
