"""Practices, staff, and the people they plan with: identity, contact, needs, who stands beside them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hoc_tui.domain.dates import PartialDate, age_on
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.items import Item
from hoc_tui.domain.model import Value
from hoc_tui.domain.names import display_name
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import ContactKind, Gender, NeedKind, Registration, Role

NHS_NUMBER = "nhs-number"
"""The identity system of valid NHS numbers; other systems are senders of records."""


class AlreadySomebodys(Refused):
    """An outside identity, such as an NHS number, is somebody else's here."""

    def __init__(self) -> None:
        super().__init__("This number already belongs to somebody else here.", hint="Find that person first.")


class Practice(Value):
    """The place whose people these are."""

    id: UUID
    name: Line
    zone: str = "Europe/London"
    """IANA time zone in which times are shown."""
    demo: bool = False
    """Whether everything here is made up; always marked on screen."""


class Staff(Value):
    """A member of staff, matched to an operating-system account or a database login."""

    id: UUID
    practice_id: UUID
    account: str
    name: Line
    """As colleagues write it: "Nurse Patel", "Dr Osei"."""
    role: Role
    started: date
    ended: date | None = None
    champion: bool = False
    """Whether colleagues may ask them about care and support planning."""


class PersonDetails(Value):
    """What is known of who somebody is and how to reach them; all of it can be corrected."""

    family: Annotated[Line, Field(min_length=1)]
    given: Line = ""
    title: Line = ""
    preferred: Line = ""
    """What they like to be called."""
    born: date | None = None
    gender: Gender = Gender.NOT_KNOWN
    sex: Gender = Gender.NOT_KNOWN
    """Sex for clinical use, where a range depends on it; never guessed from gender."""
    nhs_number: Line = ""
    """As given, also when it is not valid; only a valid one identifies anybody."""
    address: Words = ""
    postcode: Line = ""
    phone: Line = ""
    mobile: Line = ""
    email: Line = ""
    registration: Registration = Registration.REGISTERED
    died: PartialDate | None = None
    left_on: date | None = None
    moved_to: Line = ""
    """The practice they moved to, when they left."""


class Person(PersonDetails, Item):
    """Somebody with a record here; `id` and `person_id` are the same."""

    practice_id: UUID

    @property
    def name(self) -> str:
        """FAMILY, Given (Title), as the NHS CUI orders it."""
        return display_name(self.family, self.given, self.title)

    @property
    def called(self) -> str:
        """What to call them on the shared screen: the name they like, else the given name."""
        return self.preferred or self.given or self.name

    @property
    def number(self) -> NhsNumber | None:
        """The NHS number as a value that knows whether it is valid; None when there is none."""
        return NhsNumber.parse(self.nhs_number) if self.nhs_number else None

    @property
    def deceased(self) -> bool:
        """Whether the person has died."""
        return self.registration is Registration.DIED

    def age(self, today: date) -> int | None:
        """Whole years on a day; None when the date of birth is not known."""
        return age_on(self.born, today) if self.born else None


class NeedDraft(Value):
    """Something to arrange for a person: "Large print", "Hearing loop", "Interpreter: Urdu"."""

    kind: NeedKind
    text: Annotated[Line, Field(min_length=1)]


class Need(NeedDraft, Item):
    """A need in a person's record."""


class ContactDraft(Value):
    """Somebody beside the person: a carer, a daughter, whoever to ring."""

    kinds: tuple[ContactKind, ...] = (ContactKind.FAMILY,)
    name: Annotated[Line, Field(min_length=1)]
    relationship: Line = ""
    phone: Line = ""
    may_be_told: Words = ""
    """What this contact may be told, in the person's words; empty means not asked."""


class Contact(ContactDraft, Item):
    """A contact in a person's record."""
