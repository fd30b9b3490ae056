"""One test of a report: its code, its value with unit, range, flag and words, exactly as they were sent.

Source: the NHS003 message as the reference implementation NHSDigital/integration-adaptor-lab-results reads it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.results import LONGEST_WORD, Code, Quantity, ReferenceRange
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.edifact.syntax import Segment
from hoc_tui.interop.edifact.values import coded_words, date_of, free_text, number_of, quantity_of
from hoc_tui.interop.parts import Misfit

READ_V2 = "http://read.info/readv2"
SNOMED = "http://snomed.info/sct"
_LISTS = {"911": READ_V2, "921": SNOMED}
"""Source: NHS code list qualifiers (data element 1131): five-byte Read codes and SNOMED CT."""

_STATUSES = {
    "": ResultStatus.NOT_SENT,
    "UN": ResultStatus.NOT_SENT,
    "RE": ResultStatus.REGISTERED,
    "PR": ResultStatus.PRELIMINARY,
    "FI": ResultStatus.FINAL,
    "VR": ResultStatus.FINAL,
    "AM": ResultStatus.AMENDED,
    "CO": ResultStatus.CORRECTED,
    "CA": ResultStatus.CANCELLED,
    "EN": ResultStatus.ENTERED_IN_ERROR,
    # A supplementary report brings more results; those it repeats are what they were.
    "SR": ResultStatus.NOT_SENT,
}
"""Statuses of tests and reports; "VR" is radiology's verified report."""


@dataclass(slots=True)
class RangeDraft:
    """One range while its segments are read."""

    limits: list[ReferenceRange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def read(self) -> Iterable[ReferenceRange]:
        """The ranges; one that only holds for some people, or was sent in words, as words.

        Comparing a value with a range for "Sex - Female" would need to know more than the range says.
        """
        if not self.notes:
            return self.limits
        note = ", ".join(" ".join(line.split()) for line in "\n".join(self.notes).splitlines() if line.strip())
        if not note:
            return self.limits
        if not self.limits:
            return (ReferenceRange(text=note),)
        return [ReferenceRange(text=f"{note}: {_range_words(one)}") for one in self.limits]


def _range_words(limits: ReferenceRange) -> str:
    return f"{limits.words} {limits.unit}".strip()


@dataclass(slots=True)
class Investigation:
    """A test while its segments are read."""

    name: str = ""
    codes: tuple[Code, ...] = ()
    sequence: str = ""
    """The number by which the tests of a group refer to it."""
    specimens: list[str] = field(default_factory=list)
    """The specimens it refers to."""
    headings: list[str] = field(default_factory=list)
    """The headings it belongs to."""
    quantity: Quantity | None = None
    answer: str = ""
    valued: bool = False
    flag: str = ""
    words: list[str] = field(default_factory=list)
    """The result in words."""
    comments: list[str] = field(default_factory=list)
    ranges: list[RangeDraft] = field(default_factory=list)
    status: ResultStatus = ResultStatus.NOT_SENT
    taken: PartialDate | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether it has only a name."""
        return not (self.quantity or self.answer or self.flag or self.words or self.comments or self.ranges)

    def text_and_comment(self) -> tuple[str, str]:
        """The words that stand in the value's place, and what else was said.

        A short answer stands in the value's place when there is no other; a report of several lines is a comment.
        """
        said = "\n".join(filter(None, self.words))
        alone = self.quantity is None and not self.answer
        if alone and len(said) <= LONGEST_WORD and "\n" not in said:
            return said.strip(), "\n".join(filter(None, self.comments))
        return self.answer, "\n".join(filter(None, (said, *self.comments)))


def read_investigation(segments: Iterable[Segment], local: str, decimal: str) -> Investigation:
    """Read one test.

    Args:
        segments: Those that belong to it.
        local: The namespace of the sender's own codes.
        decimal: The decimal mark of the interchange.

    Raises:
        Misfit: Something in it is not known, or cannot be read faithfully.
        TextTooLong: A text in it is longer than its field; it is never cut.
    """
    draft = Investigation()
    for segment in segments:
        if segment.tag == "INV":
            _named(draft, segment, local)
        elif segment.tag == "RSL":
            _valued(draft, segment, decimal)
        elif segment.tag == "RND":
            _ranged(draft, segment, decimal)
        elif segment.tag not in _TAKING:
            raise Misfit(f"It has a “{segment.line(0)}” segment, which is not known here.")
        elif taking := _TAKING[segment.tag]:
            taking(draft, segment)
    if not draft.name:
        raise Misfit("It does not say which test it is.")
    return draft


def _named(draft: Investigation, segment: Segment, local: str) -> None:
    draft.name, draft.codes = _concept("".join(segment.elements[2:3]), segment.component, local)


# Why kept: a batch names the same few hundred tests and ranges thousands of times. Nothing of a person is in them.
@lru_cache(maxsize=4096)
def _concept(element: str, component: str, local: str) -> tuple[str, tuple[Code, ...]]:
    segment = Segment("INV", [element], component)
    name, code, listed = coded_words(segment.parts(0)), segment.line(0), segment.line(0, 1)
    if not code:
        return name, ()
    system = _LISTS.get(listed) or (f"{local}|{listed}" if listed else local)
    return name, (Code(system=system, code=code, display=name),)


def _valued(draft: Investigation, segment: Segment, decimal: str) -> None:
    if draft.valued:
        raise Misfit("It has two values.")
    # What stands beside its place came from a plus that was not released: the flag might be a piece of the value.
    if segment.line(3) or segment.beyond(5):
        raise Misfit("Its value has more parts than a value has.")
    draft.valued = True
    draft.flag = segment.line(5)
    value, significance = segment.line(2), segment.line(2, 1)
    coded = segment.parts(2)[2:]
    if segment.line(1) == "CV" or (not value and any(coded)):
        draft.answer = " ".join(filter(None, (value, coded_words(coded) if coded else "")))
    elif value:
        unit = _unit("".join(segment.elements[4:5]), segment.component)
        draft.quantity = quantity_of(value, significance, unit, decimal)
        draft.answer = "" if draft.quantity else f"{value} {unit}".strip()
    elif significance:
        raise Misfit("Its value has a sign and no number.")


@lru_cache(maxsize=1024)
def _unit(element: str, component: str) -> str:
    return coded_words(Segment("RSL", [element], component).parts(0))


def _ranged(draft: Investigation, segment: Segment, decimal: str) -> None:
    if not draft.ranges:
        draft.ranges.append(RangeDraft())
    limits = _limits(tuple(segment.elements[1:]), segment.component, decimal)
    if limits:
        draft.ranges[-1].limits.append(limits)


@lru_cache(maxsize=4096)
def _limits(elements: tuple[str, ...], component: str, decimal: str) -> ReferenceRange | None:
    segment = Segment("RND", ["", *elements], component)
    low, high, unit = segment.line(2), segment.line(3), coded_words(segment.parts(4))
    ends = [number_of(end, decimal) if end else (None, None) for end in (low, high)]
    if not (low or high):
        return None
    if segment.line(1) in {"U", ""} and all(end is not None and end[0] is None for end in ends):
        numbers = [end[1] if end else None for end in ends]
        return ReferenceRange(low=numbers[0], high=numbers[1], unit=unit)
    said = f"{low} to {high}" if low and high else low or high
    return ReferenceRange(text=f"{said} {unit}".strip())


def _sequence(draft: Investigation, segment: Segment) -> None:
    draft.sequence = segment.line(2)


def _status(draft: Investigation, segment: Segment) -> None:
    draft.status = status_of(segment)


def _referred(draft: Investigation, segment: Segment) -> None:
    qualifier = segment.line(1)
    if qualifier == "ASL":
        draft.specimens.append(segment.line(1, 1))
    elif qualifier == "ARL":
        draft.headings.append(segment.line(1, 1))


def _said(draft: Investigation, segment: Segment) -> None:
    qualifier, text = segment.line(1), free_text(segment)
    if draft.ranges and qualifier in {"RPD", "CRR"}:
        draft.ranges[-1].notes.append(text)
    elif qualifier == "CRR":
        draft.ranges.append(RangeDraft(notes=[text]))
    elif qualifier == "RIT":
        draft.words.append(text)
    else:
        draft.comments.append(text)


def _range_begins(draft: Investigation, _: Segment) -> None:
    draft.ranges.append(RangeDraft())


def _dated(draft: Investigation, segment: Segment) -> None:
    # When the picture was taken; the other dates are of the writing.
    if segment.line(1) == "AIC":
        draft.taken = date_of(segment)


_TAKING: dict[str, Callable[[Investigation, Segment], None] | None] = {
    "SEQ": _sequence,
    "STS": _status,
    "RFF": _referred,
    "FTX": _said,
    "S20": _range_begins,
    "DTM": _dated,
    **dict.fromkeys(("GIS", "S11", "S18", "REL", "NAD", "SPR")),
}
"""What each segment of a test gives to it; nothing where it only marks a group or names who read it."""


def status_of(segment: Segment) -> ResultStatus:
    """How far a test or report has got.

    Raises:
        Misfit: The status is none that is known, so it might say that the result is withdrawn.
    """
    sent = segment.line(2)
    if sent not in _STATUSES:
        raise Misfit(f"Its status (“{sent}”) is none that is known.")
    return _STATUSES[sent]
