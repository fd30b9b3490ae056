"""What was taken for the tests, when, and what the laboratory noted about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.results import SentResult, key_of_test
from hoc_tui.interop.edifact.syntax import Segment
from hoc_tui.interop.edifact.values import coded_words, date_of, free_text, joined
from hoc_tui.interop.parts import LONGEST_COMMENT

_FASTING = {"F": "fasting", "NF": "not fasting"}


@dataclass(slots=True)
class Specimen:
    """One specimen of a report."""

    sequence: str = ""
    """The number by which tests refer to it."""
    own_id: str = ""
    """The laboratory's own number for it, or else the requester's."""
    kinds: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    collected: PartialDate | None = None
    received: PartialDate | None = None
    wrong: str = ""
    """Why it cannot be read faithfully, in one sentence; its tests are then set aside."""

    @property
    def note(self) -> str:
        """What the laboratory noted about it, one line for each that was sent."""
        return "\n".join(self.notes)

    @property
    def words(self) -> str:
        """What was taken, how much, whether fasting, and what was noted about it."""
        return "; ".join(filter(None, self._words()))

    def _words(self) -> Iterator[str]:
        yield from self.kinds
        # Why only then: when it was taken stands with the result itself.
        if self.collected is None and self.received is not None:
            yield f"received {self.received.short}"
        if self.notes:
            yield f"note: {self.note}"

    def alone(self, source_id: str, report: SentResult) -> SentResult:
        """What was noted about a specimen of which no test was reported, such as why it was rejected.

        Args:
            source_id: Its identity.
            report: What the report says by itself; its words, status, day and performer hold for it.
        """
        name = f"Specimen: {self.kinds[0]}" if self.kinds else "Specimen"
        return report.model_copy(
            update={
                "source_id": source_id,
                "test_key": key_of_test((), name),
                "name": name,
                "comment": joined(self.note, report.comment),
                "taken": self.collected,
                "specimen": "; ".join(self.kinds),
            }
        )


def read_specimen(segments: Iterable[Segment]) -> Specimen:
    """Read one specimen; what is wrong with it is told by it, since its tests are what is lost."""
    specimen = Specimen()
    for segment in segments:
        try:
            _take(specimen, segment)
        except HocError as error:
            specimen.wrong = f"Its specimen cannot be read: {error.message}"
    if len(specimen.words) > LONGEST_COMMENT:
        specimen.wrong = "More was noted about its specimen than can be kept with it."
    return specimen


def _take(specimen: Specimen, segment: Segment) -> None:
    match segment.tag:
        case "SEQ":
            specimen.sequence = segment.line(2)
        case "SPC":
            _characteristic(specimen, segment)
        case "RFF":
            _number(specimen, segment)
        case "QTY":
            specimen.kinds.append(f"{segment.line(1, 1)} {coded_words(segment.parts(2))}".strip())
        case "DTM":
            _moment(specimen, segment)
        case "FTX" if text := free_text(segment):
            specimen.notes.append(text)


def _characteristic(specimen: Specimen, segment: Segment) -> None:
    words = coded_words(segment.parts(2))
    if segment.line(1) == "FS":
        words = f"fasting status: {_FASTING.get(words, words)}" if words else ""
    if words:
        specimen.kinds.append(words)


def _number(specimen: Specimen, segment: Segment) -> None:
    qualifier, number = segment.line(1), segment.line(1, 1)
    if qualifier == "STI":
        specimen.own_id = number
    elif qualifier == "RTI":
        specimen.own_id = specimen.own_id or number


def _moment(specimen: Specimen, segment: Segment) -> None:
    qualifier = segment.line(1)
    if qualifier == "SCO":
        specimen.collected = date_of(segment)
    elif qualifier == "SRI":
        specimen.received = date_of(segment)
