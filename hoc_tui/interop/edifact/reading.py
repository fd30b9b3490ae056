"""One message, whole: who it is about and every test in a place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.incoming import Puzzle, Unreadable
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.results import SentResult, key_of_test
from hoc_tui.domain.text import MOST_CHARACTERS, sanitise
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.edifact.investigations import Investigation, read_investigation, status_of
from hoc_tui.interop.edifact.layout import ReportLayout, laid_out
from hoc_tui.interop.edifact.people import Details, Party, parties, performer, read_person, sender
from hoc_tui.interop.edifact.specimens import Specimen, read_specimen
from hoc_tui.interop.edifact.syntax import Segment, Writing
from hoc_tui.interop.edifact.values import coded_words, date_of, free_text, joined
from hoc_tui.interop.parts import Misfit

_REPORTS = {"MEDRPT": "Laboratory report", "NHSRSR": "Radiology report"}
"""Messages that bring results, and what one is called that brings only words."""
_ANSWERS = frozenset({"NHSACK", "RECEP", "CONTRL", "APERAK"})
"""Messages that only say that another has come."""
_MOST_PARTS = 2_000
"""Of one message, a hundred times a large report: what was noted once stands with each result, and must not fill the
memory."""
_HEADING = "heading: test"
_NUMBERLESS = "Neither its report nor its specimen has a number, so a correction could not find it."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a message's interchange says of it."""

    sender: str
    reference: str
    place: str
    bare: bool = False
    """Whether it came without an interchange, so that only the message itself names its sender."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the head of a message says of all its reports."""

    source_system: str
    kind: str
    """What a report is called that brings only words."""
    performer: str
    writing: Writing
    place: str


def read_message(raw: bytes, writing: Writing, sent: Sent) -> IncomingMessage:
    """Read one message.

    Args:
        raw: From its UNH to the end of its UNT.
        writing: How its interchange is written.
        sent: What its interchange says of it.

    Raises:
        Unreadable: It cannot be read whole; nothing of it may be taken.
    """
    segments: list[Segment] = []
    try:
        segments = writing.segments(raw)
        return _read(raw, segments, writing, sent)
    except HocError as error:
        lost = sum(segment.tag in {"PNA", "INV"} for segment in segments)
        raise Unreadable(f"The message cannot be read: {error.message}", where=sent.place, resources=lost) from None


def _read(raw: bytes, segments: list[Segment], writing: Writing, sent: Sent) -> IncomingMessage:
    head, kind = segments[0], segments[0].line(2)
    remarks = tuple(_counted(segments))
    if kind in _ANSWERS:
        remarks = (*remarks, f"The message only answers another ({kind}) and brings no results.")
        return _message(raw, sent, f"edifact|{sent.sender}", head.line(1), (), remarks)
    if kind not in _REPORTS:
        raise Misfit(f"it is a “{kind}”, which is no report of results.")
    layout = laid_out(segments)
    if sum(1 + len(one.tests) + len(one.specimens) for one in layout.reports) > _MOST_PARTS:
        raise Misfit(f"it has more than the {_MOST_PARTS:,} tests and specimens that are read from one.")
    performing = parties(layout.head)
    system = _source_system(sent, performing)
    frame = Frame(system, _REPORTS[kind], performer(performing), writing, sent.place)
    reports = tuple(ReportReader(frame, one).read() for one in layout.reports)
    if not reports:
        raise Misfit("it does not say who it is about.")
    if sent.bare:
        remarks = (*remarks, "The message came without its interchange; its sender is known only by name.")
    return _message(raw, sent, system, _control(sent, head, layout.reports[0]), reports, remarks)


def _message(
    raw: bytes,
    sent: Sent,
    source_system: str,
    control: str,
    reports: tuple[IncomingReport, ...],
    remarks: tuple[str, ...],
) -> IncomingMessage:
    control_id = control if sent.bare else f"{sent.reference}/{control}"
    return IncomingMessage(
        source_system=source_system,
        control_id=control_id,
        place=sent.place,
        raw=raw,
        reports=reports,
        remarks=remarks,
    )


def _control(sent: Sent, head: Segment, first: ReportLayout) -> str:
    """A message's number in its interchange; of one that came alone it says little without the report's."""
    report = next((one.line(1, 1) for one in first.head if one.tag == "RFF" and one.line(1) == "SRI"), "")
    return f"{report}/{head.line(1)}" if sent.bare else head.line(1)


def _source_system(sent: Sent, performing: tuple[Party, ...]) -> str:
    return f"edifact|{sender(performing) if sent.bare else sent.sender or 'sender not stated'}"


def _counted(segments: list[Segment]) -> Iterator[str]:
    """Compare the message's own count of its segments with what came.

    More than it counts is remarked on: senders mend messages by hand and leave the count as it was, and nothing is
    missing. Fewer means that something is, which may be a result.
    """
    said = segments[-1].line(1)
    stated = int(said) if said.isdecimal() and said.isascii() and len(said) <= 9 else 0
    if stated > len(segments):
        raise Misfit(f"it counts {stated} segments, and {len(segments)} came, so something is missing.")
    if stated != len(segments):
        yield f"The message counts {said or 'no'} segments, and {len(segments)} came."


@dataclass(slots=True, eq=False)
class Named:
    """A test while its report is read."""

    segments: list[Segment]
    where: str
    draft: Investigation | None = None
    wrong: str = ""
    """Why it cannot be read faithfully."""
    source_id: str = ""
    test_key: str = ""
    specimen: Specimen | None = None


@dataclass(slots=True)
class ReportReader:
    """Reads one report about one person.

    Args:
        frame: What its message says of it.
        layout: Its segments.
    """

    frame: Frame
    layout: ReportLayout
    identity: str = ""
    status: ResultStatus = ResultStatus.NOT_SENT
    issued: PartialDate | None = None
    words: list[str] = field(default_factory=list)
    """What the report itself says, and what was written on the request."""
    wrong: str = ""
    """Why none of its results can be read faithfully."""

    def read(self) -> IncomingReport:
        """The report, with every test in a place.

        Raises:
            HocError: It does not say who it is about, so nobody's record could take it.
        """
        details = read_person(self.layout.person)
        try:
            self._head()
        except HocError as error:
            self.wrong = f"The report's head cannot be read: {error.message}"
        specimens = [read_specimen(one) for one in self.layout.specimens]
        tests = self._tests(specimens)
        return self._report(details, specimens, tests)

    def _head(self) -> None:
        for segment in self.layout.head:
            match segment.tag:
                case "RFF" if segment.line(1) == "SRI":
                    self.identity = segment.line(1, 1)
                case "STS":
                    self.status = status_of(segment)
                case "DTM" if segment.line(1) == "ISR":
                    self.issued = date_of(segment)
                case "FTX":
                    self.words.append(free_text(segment))
        written = "\n".join(filter(None, map(_written, self.layout.clinical)))
        if written:
            self.words.append(f"On the request: {written}")

    def _tests(self, specimens: list[Specimen]) -> list[Named]:
        tests = [self._test(number, one) for number, one in enumerate(self.layout.tests, 1)]
        headings = {one.draft.sequence: one for one in tests if one.draft and one.draft.sequence}
        places = _Places(headings, specimens)
        seen: Counter[tuple[str, str]] = Counter()
        for one in tests:
            self._placed(one, places, seen)
        return tests

    def _test(self, number: int, segments: list[Segment]) -> Named:
        named = Named(segments, f"{self.frame.place}, test {number}")
        try:
            named.draft = read_investigation(segments, self.frame.source_system, self.frame.writing.decimal)
        except HocError as error:
            named.wrong = error.message
        return named

    def _placed(self, one: Named, places: "_Places", seen: Counter[tuple[str, str]]) -> None:
        """Say which specimen a test is of, and what its identity is.

        The identity holds over corrections and repeats of the report: the laboratory's number of the report, the
        specimen, the test, and which of several equal tests of that specimen it is. Never the interchange's number,
        which is new each time.
        """
        if one.draft is None:
            # Counted all the same, so that the next equal test keeps its number when this one is mended.
            seen[("", _bare_key(one.segments))] += 1
            return
        try:
            one.specimen = places.specimen_of(one.draft)
        except Misfit as error:
            one.wrong = error.message
            return
        one.test_key = key = key_of_test(one.draft.codes, one.draft.name)
        sample = self._sample(one.specimen)
        seen[(sample, key)] += 1
        one.source_id = "/".join((self.identity, sample, key, str(seen[(sample, key)])))
        if not (self.identity or (one.specimen and one.specimen.own_id)):
            one.wrong = _NUMBERLESS

    def _sample(self, specimen: Specimen | None) -> str:
        if specimen is None:
            return ""
        # Why its kind too: senders give the serum and the EDTA of one visit one number. Why not its sequence: a report
        # that is sent again may bring its specimens in another order.
        return "#".join(filter(None, (specimen.own_id, *specimen.kinds[:1]))).casefold()

    def _report(self, details: Details, specimens: list[Specimen], tests: list[Named]) -> IncomingReport:
        referred = {number for one in tests if one.draft for number in one.draft.headings}
        headings = [one for one in tests if one.draft and one.draft.says_nothing and one.draft.sequence in referred]
        counted = {id(one) for one in headings}
        read = [self._result(one) for one in tests if id(one) not in counted]
        read += self._without_test(specimens, tests)
        if self.words and not read:
            read.append(self._numbered(self._only_words()))
        return IncomingReport(
            person=details.person(),
            results=tuple(one for one in read if isinstance(one, SentResult)),
            ignored={_HEADING: len(headings)} if headings else {},
            puzzles=tuple(one for one in read if isinstance(one, Puzzle)),
            remarks=tuple(details.remarks),
            resources=1 + len(headings) + len(read),
        )

    def _result(self, one: Named) -> SentResult | Puzzle:
        wrong = one.wrong or self.wrong or (one.specimen.wrong if one.specimen else "")
        if one.draft is None or wrong:
            return self._puzzle(one, wrong)
        try:
            return self._sent(one, one.draft)
        except HocError as error:
            return self._puzzle(one, error.message)

    def _puzzle(self, one: Named, reason: str) -> Puzzle:
        """A test set aside, with its segments as they were sent."""
        raw = self.frame.writing.as_sent(one.segments)
        # Why without a limit of its own: what could not be read is kept whole, and a message has one.
        return Puzzle(where=one.where, reason=reason, raw=sanitise(raw, limit=max(MOST_CHARACTERS, 4 * len(raw))))

    def _sent(self, one: Named, draft: Investigation) -> SentResult:
        text, comment = draft.text_and_comment()
        specimen = one.specimen
        return SentResult(
            source_id=one.source_id,
            test_key=one.test_key,
            name=draft.name,
            codes=draft.codes,
            quantity=draft.quantity,
            text=text,
            ranges=tuple(read for each in draft.ranges for read in each.read()),
            flag=draft.flag,
            comment=joined(comment, *self.words),
            status=self.status if draft.status is ResultStatus.NOT_SENT else draft.status,
            taken=draft.taken or (specimen.collected if specimen else None),
            reported=self.issued,
            performer=self.frame.performer,
            specimen=specimen.words if specimen else "",
        )

    def _only_words(self) -> SentResult:
        """What only the report says, as a result that holds nothing but a comment."""
        return SentResult(
            source_id=f"{self.identity}/report",
            test_key=key_of_test((), self.frame.kind),
            name=self.frame.kind,
            comment=joined(*self.words),
            status=self.status,
            reported=self.issued,
            performer=self.frame.performer,
        )

    def _without_test(self, specimens: list[Specimen], tests: list[Named]) -> Iterator[SentResult | Puzzle]:
        """Specimens that the laboratory noted something about and reported no test of, such as rejected ones."""
        used = [id(one.specimen) for one in tests if one.specimen]
        for number, specimen in enumerate(specimens, 1):
            if specimen.note and id(specimen) not in used:
                source_id = f"{self.identity}/{self._sample(specimen)}/specimen/{number}"
                yield self._numbered(specimen.alone(source_id, self._only_words()), specimen.wrong)

    def _numbered(self, read: SentResult, wrong: str = "") -> SentResult | Puzzle:
        """What is no test's, unless the report has no number by which a correction would find it."""
        wrong = wrong or self.wrong or ("" if self.identity else _NUMBERLESS)
        where = f"{self.frame.place}, {read.name}"
        return Puzzle(where=where, reason=wrong, raw=read.comment) if wrong else read


def _written(segment: Segment) -> str:
    """What one segment of the request says: free text, or a coded reason."""
    if segment.tag == "FTX":
        return free_text(segment)
    return coded_words(segment.parts(2)) if segment.tag == "CIN" else ""


def _bare_key(segments: list[Segment]) -> str:
    named = next((segment for segment in segments if segment.tag == "INV"), None)
    return "".join(named.elements[2:3]) if named else ""


class _Places:
    """Where the tests of a report find their specimens.

    Args:
        headings: The tests that others belong to, by their number.
        specimens: The report's specimens.
    """

    def __init__(self, headings: dict[str, Named], specimens: list[Specimen]) -> None:
        self._headings = headings
        self._only = specimens[0] if len(specimens) == 1 else None
        self._numbered: dict[str, list[Specimen]] = {}
        for one in specimens:
            self._numbered.setdefault(one.sequence, []).append(one)

    def specimen_of(self, draft: Investigation) -> Specimen | None:
        """The specimen a test refers to, itself or through its heading; the only one there is when it refers to none.

        Raises:
            Misfit: It refers to one that is not there, or to several, so nobody can say when it was taken.
        """
        wanted = set(draft.specimens) or self._of_headings(draft)
        if not wanted:
            return self._only
        found = [one for number in wanted for one in self._numbered.get(number, ())]
        if len(wanted) > 1 or len(found) != 1:
            raise Misfit("It does not say clearly which specimen it is of.")
        return found[0]

    def _of_headings(self, draft: Investigation) -> set[str]:
        found = (self._headings.get(number) for number in draft.headings)
        return {number for one in found if one and one.draft for number in one.draft.specimens}
