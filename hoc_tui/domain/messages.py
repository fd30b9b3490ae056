"""What a laboratory's message says: about whom, which results, and every part of it accounted for.

A record file (`hoc_tui.domain.incoming`) tells everything about one person and may create that person; a message
brings new results and never creates anybody. One message may be about several people, and stands or falls as a whole.
"""

from typing import Self

from pydantic import Field, model_validator

from hoc_tui.domain.incoming import IncomingPerson, Puzzle
from hoc_tui.domain.model import Value
from hoc_tui.domain.results import SentResult


class IncomingReport(Value):
    """What one message says about one person.

    `resources` equals one (the person) + results + puzzles + the values of `ignored`. Comments, ranges and specimen
    lines belong to what they describe and are not counted.
    """

    person: IncomingPerson
    """As the laboratory names them; `source_id` is its own number for them, and may be empty."""
    results: tuple[SentResult, ...] = ()
    ignored: dict[str, int] = Field(default_factory=dict)
    """Tests that bring no result, counted by kind."""
    puzzles: tuple[Puzzle, ...] = ()
    """Tests that were read but cannot be placed."""
    remarks: tuple[str, ...] = ()
    resources: int

    @property
    def accounted(self) -> int:
        """How many parts have been given a place."""
        return 1 + len(self.results) + len(self.puzzles) + sum(self.ignored.values())

    @model_validator(mode="after")
    def _nothing_disappears(self) -> Self:
        if self.accounted != self.resources:
            raise ValueError(f"{self.resources} parts came, {self.accounted} are accounted for")
        return self


class IncomingMessage(Value):
    """One message as a laboratory sent it: whole, or not taken at all."""

    source_system: str
    """Who sent it: the namespace of its ids, such as "edifact|110000381000005" or "hl7v2|Acme Lab"."""
    control_id: str
    """The sender's own id of this message."""
    place: str
    """Where it stands in its file, in words: "message 3, line 41"."""
    raw: bytes
    """This message alone, as it came."""
    reports: tuple[IncomingReport, ...]
    remarks: tuple[str, ...] = ()

    @property
    def resources(self) -> int:
        """All parts of all its reports."""
        return sum(report.resources for report in self.reports)
