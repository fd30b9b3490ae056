"""Rows of the lists that hold several people: Today and Find."""

from datetime import date, datetime
from uuid import UUID

from hoc_tui.domain.identifiers import NhsNumber, local_id
from hoc_tui.domain.model import Value
from hoc_tui.domain.names import display_name
from hoc_tui.domain.vocabulary import Registration, Step


class ListedPerson(Value):
    """Who a row is about, with two identifiers beside the name."""

    person_id: UUID
    family: str
    given: str
    title: str
    preferred: str = ""
    born: date | None = None
    nhs_number: str = ""
    registration: Registration = Registration.REGISTERED

    @property
    def name(self) -> str:
        """FAMILY, Given (Title)."""
        return display_name(self.family, self.given, self.title)

    @property
    def local_id(self) -> str:
        """What this program calls them, for people without a valid NHS number."""
        return local_id(self.person_id)

    @property
    def number(self) -> NhsNumber | None:
        """The NHS number, valid or not; None when there is none."""
        return NhsNumber.parse(self.nhs_number) if self.nhs_number else None


class FoundPerson(ListedPerson):
    """A row of Find."""

    postcode: str = ""
    similar: bool = False
    """Whether another row has a similar name, so that the date of birth must be looked at."""


class TodayEntry(ListedPerson):
    """A row of Today: a visit and whoever it is with; never a result, never agenda text."""

    visit_id: UUID
    visit_version: int
    starts_at: datetime
    minutes: int
    with_whom: str = ""
    staff_id: UUID | None = None
    step: Step
    arrived_at: datetime | None = None
    blocked: str = ""
    needs: tuple[str, ...] = ()
    plan_version: int | None = None
    """The number of the newest agreed plan."""
