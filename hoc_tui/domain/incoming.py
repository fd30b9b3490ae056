"""What a record file says, read and counted, before anything is decided about it.

Readers in `hoc_tui.interop` make these; `hoc_tui.services.importing` decides who it is about.
"""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import Code, SentResult
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, Gender


class Unreadable(HocError):
    """A file or message that cannot be read whole, so nothing of it is.

    Args:
        message: What is wrong with it, in one sentence.
        where: The place in the file: a line, a JSON path, a resource.
        resources: How many resources are lost with it, when that can be known.
    """

    def __init__(self, message: str, *, where: str = "", resources: int = 0) -> None:
        super().__init__(message)
        self.where = where
        """The place in the file; empty when it is the whole file."""
        self.resources = resources
        """How many resources are lost with it; 0 when that cannot be known."""
        self.file = ""
        """What the file is called, filled in by whoever opened it."""


class IncomingPerson(Value):
    """Who a record file is about, as the file says."""

    source_id: str
    """The sender's own id of the person, in the namespace that `IncomingRecord.source_system` names."""
    family: str
    given: str = ""
    title: str = ""
    preferred: str = ""
    born: date | None = None
    gender: Gender = Gender.NOT_KNOWN
    died: PartialDate | None = None
    deceased: bool = False
    """Whether the file says the person has died, even without a date."""
    nhs_number: str = ""
    """As sent, also when it fails Modulus 11."""
    address: tuple[str, ...] = ()
    postcode: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    language: str = ""
    interpreter: bool = False


class IncomingCondition(Value):
    """A condition or problem for the read-only background."""

    source_id: str
    name: str
    codes: tuple[Code, ...] = ()
    status: str = ""
    onset: PartialDate | None = None
    recorded: PartialDate | None = None
    """When it was written down; onset says when it began."""
    ended: PartialDate | None = None
    note: str = ""


class IncomingMedicine(Value):
    """A medicine for the read-only background; never a prescription."""

    source_id: str
    name: str
    codes: tuple[Code, ...] = ()
    dosage: str = ""
    status: str = ""
    started: PartialDate | None = None
    ended: PartialDate | None = None
    note: str = ""


class IncomingAllergy(Value):
    """An allergy or intolerance for the read-only background."""

    source_id: str
    name: str
    codes: tuple[Code, ...] = ()
    reaction: str = ""
    status: str = ""
    """As sent; an ended, refuted or mistaken one is here too and must not be shown as an allergy in force."""
    onset: PartialDate | None = None
    recorded: PartialDate | None = None
    ended: PartialDate | None = None
    note: str = ""


class IncomingList(Value):
    """What the file says about a whole background list, also when it is empty."""

    kind: BackgroundKind
    state: BackgroundState
    note: str = ""


class Puzzle(Value):
    """A resource that was read but cannot be placed: people work through these."""

    where: str
    reason: str
    raw: str
    """The resource as sent, for whoever works through it."""


class IncomingRecord(Value):
    """Everything one bundle says about one person, with every resource accounted for.

    `resources` equals one (the person) + results + conditions + medicines + allergies + the values of
    `ignored` + puzzles, so that nothing can disappear uncounted; a record that does not add up cannot be made.
    A resource folded into another (a comment Observation that belongs to a result, a Medication a statement
    points to) is counted in `ignored` as "folded: kind".
    """

    source_system: str
    """Who sent it: the namespace in which the sender's ids are unique."""
    person: IncomingPerson
    results: tuple[SentResult, ...] = ()
    conditions: tuple[IncomingCondition, ...] = ()
    medicines: tuple[IncomingMedicine, ...] = ()
    allergies: tuple[IncomingAllergy, ...] = ()
    lists: tuple[IncomingList, ...] = ()
    ignored: dict[str, int] = Field(default_factory=dict)
    """Resources we do not use, counted by kind (a List that only states an empty list counts here)."""
    puzzles: tuple[Puzzle, ...] = ()
    remarks: tuple[str, ...] = ()
    """What whoever imports the file should be told about it, one sentence each."""
    resources: int
    """All resources in the bundle, with those that stand inside another and were read for themselves."""

    @property
    def accounted(self) -> int:
        """How many resources have been given a place."""
        read = (self.results, self.conditions, self.medicines, self.allergies, self.puzzles)
        return 1 + sum(map(len, read)) + sum(self.ignored.values())

    @model_validator(mode="after")
    def _nothing_disappears(self) -> Self:
        if self.accounted != self.resources:
            raise ValueError(f"{self.resources} resources came, {self.accounted} are accounted for")
        return self
