"""Taking laboratory messages in: whose each report is, which results are new, and what waits for people.

The unit is the message: whole or not at all. Several share a transaction, and the same bytes again change nothing. A
laboratory's message never creates anybody: a report that is nobody's for certain waits in the quarantine as it came.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hoc_tui.domain.counting import ImportReport, Taken
from hoc_tui.domain.errors import Crossed
from hoc_tui.domain.incoming import Puzzle
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.matching import Match, judge_match, number_of
from hoc_tui.domain.messages import IncomingMessage, IncomingReport
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.results import SentResult, unit_of
from hoc_tui.domain.taking import MOVED, KeptMessage, NewMessage, PutAside, ReportTake, Settled, WaitingReport
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import QuarantineKind, QuarantineOutcome, ReviewCause
from hoc_tui.services.asking import Questions
from hoc_tui.services.ports import Desk, Writing
from hoc_tui.services.reviewing import Judging, News, review_news

FOUND_LATER = "found by the NHS number when the message came again"
"""Why a report that waited was settled without anybody."""
TRIES = 3
"""How often a batch is tried when somebody else writes in the same places at the same moment."""


def take_message(desk: Desk, message: IncomingMessage, name: str, *, keep: bool = True) -> ImportReport:
    """Take one message in, whole or not at all; see `take_messages`."""
    return take_messages(desk, [message], name, keep=keep)


def take_messages(desk: Desk, messages: Sequence[IncomingMessage], name: str, *, keep: bool = True) -> ImportReport:
    """Take some messages in together, all of them or none; whoever calls tries them one by one when that fails.

    Args:
        desk: Where the work is done.
        messages: In the order in which they came; up to about a hundred.
        name: What their file is called, for people who ask where something came from.
        keep: False for a rehearsal: everything is tried and counted, nothing stays.

    Returns:
        Counts of all of them, and what was odd; files are not counted here.

    Raises:
        Refused: The role may not.
        HocError: One of them cannot be taken, so none was.
    """
    desk.require(Permission.IMPORT)
    for _ in range(TRIES - 1):
        try:
            return _take_together(desk, messages, name, keep=keep)
        except Crossed:
            continue
    return _take_together(desk, messages, name, keep=keep)


def _take_together(desk: Desk, messages: Sequence[IncomingMessage], name: str, *, keep: bool) -> ImportReport:
    with desk.writing() as work:
        batch = _Batch(desk, work, sanitise(name, lines=False), desk.now())
        report = batch.take(messages)
        if keep:
            work.commit()
    return report


def take_report_within(
    desk: Desk,
    work: Writing,
    person_id: UUID,
    sender: str,
    report: IncomingReport,
    message_id: UUID,
    now: datetime,
    *,
    cause: ReviewCause = ReviewCause.LABORATORY,
) -> Taken:
    """Take a report into the record of whoever somebody said it is about, in a unit of work that its caller commits.

    Args:
        desk: Where the work is done.
        work: The unit of work, with the record already held.
        person_id: Whose record.
        sender: Who sent it: the namespace of its ids.
        report: What it says.
        message_id: The message it came in.
        now: When.
        cause: Why its results wait for a clinician.

    Returns:
        What became of its results.
    """
    take = ReportTake(person_id, message_id, sender, report.results, attached=True)
    [settled] = work.settle_reports([take], now)
    judging = Judging(work, work.site(desk.practice.id), [person_id])
    questions = Questions(judging.catalogue, judging.site).about(report.results)
    slots = _Slots({message_id: work.next_position(message_id)})
    aside = [slots.part(message_id, sender, one) for one in report.puzzles]
    aside += [slots.question(message_id, sender, *one) for one in questions]
    work.put_aside(desk.practice.id, aside, now)
    review_news(desk, work, [News(person_id, settled.news, cause)], judging)
    work.touch_message(person_id, message_id)
    return settled.taken


class _Slots:
    """The places of a message's list of what was put aside: each holds one thing, so that nothing is there twice.

    Args:
        free: The first free place of each message.
    """

    def __init__(self, free: dict[UUID, int]) -> None:
        self._free = free

    def _next(self, message_id: UUID) -> int:
        self._free[message_id] += 1
        return self._free[message_id] - 1

    def part(self, message_id: UUID, sender: str, puzzle: Puzzle, place: str = "") -> PutAside:
        """A test that was read and cannot be placed."""
        where = f"{place}, {puzzle.where}" if place and puzzle.where else place or puzzle.where
        at = self._next(message_id)
        return PutAside(message_id, at, QuarantineKind.PART, where, puzzle.reason, sender, puzzle.raw)

    def question(self, message_id: UUID, sender: str, sent: SentResult, reason: str, place: str = "") -> PutAside:
        """A code or unit that nobody knows."""
        raw = f"{sent.name}: {sent.value_words}"
        key, unit = sent.test_key, unit_of(sent)
        at = self._next(message_id)
        return PutAside(message_id, at, QuarantineKind.TEST, place, reason, sender, raw, test_key=key, unit=unit)

    def moved(self, part: "_Part", results: tuple[SentResult, ...], place: str) -> PutAside:
        """Results that were once moved away from the person they are said to be about."""
        about = IncomingReport(person=part.report.person, results=results, resources=1 + len(results))
        at, message = self._next(part.kept.id), part.message
        return PutAside(
            part.kept.id, at, QuarantineKind.PERSON, place, MOVED, message.source_system, _raw(message), about
        )


def _raw(message: IncomingMessage) -> str:
    """What people read of a message: its bytes as far as they are text; the bytes themselves are kept beside it."""
    return sanitise(message.raw.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n"), limit=_MOST_RAW)


_MOST_RAW = 20_000_000
"""Characters of a message that are kept for reading; no reader takes a longer one."""


@dataclass
class _Part:
    """One report of one message, and whose it is."""

    message: IncomingMessage
    kept: KeptMessage
    number: int
    """Its place among the message's reports."""
    report: IncomingReport
    match: Match

    @property
    def waits(self) -> WaitingReport | None:
        """What was put aside of it when the message came before."""
        return self.kept.waiting.get(self.number)

    @property
    def fresh(self) -> bool:
        """Whether nothing was done with it yet: it came for the first time, or has waited for somebody until now."""
        return self.kept.new or (self.waits is not None and self.waits.outcome is None)

    @property
    def whose(self) -> UUID | None:
        """In whose record it goes now; None when it goes nowhere, now or again."""
        return self.match.person_id if self.fresh else None


@dataclass
class _Batch:
    """Some messages on their way in, in one unit of work."""

    desk: Desk
    work: Writing
    name: str
    now: datetime
    report: ImportReport = field(default_factory=ImportReport)

    def take(self, messages: Sequence[IncomingMessage]) -> ImportReport:
        """Take them in and count what became of every part."""
        parts = self._placed(messages)
        going = [part for part in parts if part.whose is not None]
        settled = self.work.settle_reports([_take_of(part) for part in going], self.now)
        news = [News(part.whose, one.news) for part, one in zip(going, settled, strict=True) if part.whose]
        people = {one.person_id for one in news if one.stands}
        judging = Judging(self.work, self.work.site(self.desk.practice.id), people)
        self._put_aside(parts, going, settled, Questions(judging.catalogue, judging.site))
        review_news(self.desk, self.work, news, judging)
        found = {part.waits.id: part.whose for part in going if part.waits and part.whose}
        self.work.settle_waiting(found, QuarantineOutcome.ATTACHED, FOUND_LATER, by=self.desk.worker.id, at=self.now)
        self._count(parts, dict(zip(map(id, going), settled, strict=True)))
        return self.report

    def _placed(self, messages: Sequence[IncomingMessage]) -> list[_Part]:
        """Every report with whose it is; of bytes that come twice in one batch the second time as known."""
        numbers = {number_of(report.person) for message in messages for report in message.reports} - {""}
        people = self.work.hold_numbered(self.desk.practice.id, numbers)
        new = [self._new(message) for message in messages]
        kept = dict(self.work.keep_messages(new, by=self.desk.worker.id, at=self.now))
        parts: list[_Part] = []
        for message, one in zip(messages, new, strict=True):
            whole = [
                _Part(message, kept[one.digest], number, report, _match(report, people))
                for number, report in enumerate(message.reports)
            ]
            kept[one.digest] = _as_known(kept[one.digest], whole)
            parts += whole
        return parts

    def _new(self, message: IncomingMessage) -> NewMessage:
        return NewMessage(self.desk.new_id(), self.name, message.source_system, message.control_id, message.raw)

    def _put_aside(
        self, parts: Sequence[_Part], going: Sequence[_Part], settled: Sequence[Settled], questions: Questions
    ) -> None:
        slots = _Slots({part.kept.id: max(part.kept.next_position, len(part.message.reports)) for part in parts})
        aside = [self._waiting(part) for part in parts if part.kept.new and part.whose is None]
        for part, one in zip(going, settled, strict=True):
            place, sender, message_id = self._place(part), part.message.source_system, part.kept.id
            aside += [slots.part(message_id, sender, puzzle, place) for puzzle in part.report.puzzles]
            aside += [slots.moved(part, one.moved, place)] if one.moved else []
            asked = questions.about(part.report.results)
            aside += [slots.question(message_id, sender, *question, place) for question in asked]
            self.work.touch_message(part.whose, message_id)
        for part in parts:
            if part.kept.new and part.whose is None:
                self.work.touch_message(None, part.kept.id)
        self.work.put_aside(self.desk.practice.id, aside, self.now)

    def _waiting(self, part: _Part) -> PutAside:
        """A report that is nobody's for certain, whole, so that it can be attached whole."""
        message = part.message
        return PutAside(
            part.kept.id,
            part.number,
            QuarantineKind.PERSON,
            self._place(part),
            part.match.reason,
            message.source_system,
            _raw(message),
            part.report,
        )

    def _place(self, part: _Part) -> str:
        return f"{self.name}, {part.message.place}"

    # -- Counting ---------------------------------------------------------------------------------------------------

    def _count(self, parts: Iterable[_Part], settled: dict[int, Settled]) -> None:
        remarked: dict[int, bool] = defaultdict(bool)
        for part in parts:
            self.report.ignore(part.report.ignored)
            if (one := settled.get(id(part))) is not None:
                self._count_taken(part, one)
            elif part.fresh or part.waits is not None:
                self._count_waiting(part)
            else:
                self._count_known(part)
            if part.fresh:
                own = () if remarked[id(part.message)] else part.message.remarks
                remarked[id(part.message)] = True
                remarks = (*own, *part.report.remarks, *part.match.remarks)
                self.report.remarks += [f"{part.message.place}: {remark}" for remark in remarks]

    def _count_taken(self, part: _Part, settled: Settled) -> None:
        self.report.people_matched += 1
        self.report.take(settled.taken)
        self.report.quarantined += len(part.report.puzzles) + len(settled.moved)

    def _count_waiting(self, part: _Part) -> None:
        """One that waits, or of which somebody has said what becomes of it."""
        if part.waits is not None and part.waits.outcome in {QuarantineOutcome.ATTACHED, QuarantineOutcome.CREATED}:
            self._count_known(part)
        else:
            self.report.quarantined += 1 + len(part.report.results) + len(part.report.puzzles)

    def _count_known(self, part: _Part) -> None:
        """One that is in somebody's record since it came before."""
        self.report.people_matched += 1
        self.report.results_unchanged += len(part.report.results)
        self.report.quarantined += len(part.report.puzzles)


def _match(report: IncomingReport, people: Mapping[str, FoundPerson]) -> Match:
    found = people.get(number_of(report.person))
    return judge_match(report.person, [found] if found is not None else [])


def _take_of(part: _Part) -> ReportTake:
    assert part.whose is not None  # noqa: S101  only those that go somewhere are asked
    return ReportTake(part.whose, part.kept.id, part.message.source_system, part.report.results)


def _as_known(kept: KeptMessage, parts: Sequence[_Part]) -> KeptMessage:
    """How the same bytes stand when they come once more in the same batch."""
    waiting = {
        part.number: part.waits or WaitingReport(kept.id, QuarantineOutcome.REJECTED)
        for part in parts
        if part.whose is None and (part.fresh or part.waits)
    }
    return KeptMessage(kept.id, new=False, waiting=waiting)
