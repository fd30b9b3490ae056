"""Taking laboratory reports in: everything a batch needs of the database, in one statement each."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, insert, select, update

from hoc_tui.data.judging_read import read_for_judging
from hoc_tui.data.rapid import UNLESS_THERE, add_rows
from hoc_tui.data.reading import DatabaseReading
from hoc_tui.data.rows import item_of, table_of
from hoc_tui.data.settling import Key, Settling, moved_away
from hoc_tui.data.tables import (
    IdentityRow,
    PersonRow,
    PlanVersionRow,
    QuarantineRow,
    RevisionRow,
    SourceMessageRow,
    mapped,
)
from hoc_tui.data.today_read import LISTED
from hoc_tui.domain.audit import Thing, thing_of
from hoc_tui.domain.history import Revision
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.people import NHS_NUMBER
from hoc_tui.domain.record import Record
from hoc_tui.domain.taking import KeptMessage, NewMessage, PlanUse, PutAside, ReportTake, Settled, WaitingReport
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import ItemKind, QuarantineKind, QuarantineOutcome

ENDING = ("version", "ended_at", "ended_reason", "authored_by", "recorded_at")
"""Columns of an item that its ending changes."""


class ReportTaking(DatabaseReading):
    """The part of the writing unit of work that `hoc_tui.services.ports_taking.TakingReports` asks for."""

    def __init__(
        self, connection: Connection, now: Callable[[], datetime], new_id: Callable[[], UUID], practice_id: UUID
    ) -> None:
        super().__init__(connection, now)
        self._new_id = new_id
        self._practice_id = practice_id
        self._touched: dict[UUID, list[Thing]] = defaultdict(list)
        self._taken: dict[UUID | None, list[UUID]] = defaultdict(list)
        """Messages that were taken in, by whose record; None for those that are nobody's for certain."""

    def hold_numbered(self, practice_id: UUID, numbers: Collection[str]) -> Mapping[str, FoundPerson]:
        """The people that NHS numbers lead to, locked."""
        if not numbers:
            return {}
        person, identity = mapped(PersonRow), mapped(IdentityRow)
        columns = [person.c[name] for name in (*LISTED, "postcode")]
        wanted = select(identity.c.value, *columns).join(person, person.c.person_id == identity.c.person_id)
        wanted = wanted.where(identity.c.system == NHS_NUMBER, identity.c.value.in_(sorted(numbers)))
        # In one order, so that two imports of the same people wait for each other and never both at once.
        wanted = wanted.where(person.c.practice_id == practice_id).order_by(person.c.person_id)
        rows = self.connection.execute(wanted.with_for_update(key_share=True, of=person)).mappings()
        return {
            row["value"]: FoundPerson.model_validate({k: v for k, v in row.items() if k != "value"}) for row in rows
        }

    # -- Messages -----------------------------------------------------------------------------------------------------

    def keep_messages(self, messages: Sequence[NewMessage], *, by: UUID, at: datetime) -> Mapping[str, KeptMessage]:
        """Keep messages as they came, or find the same bytes kept before."""
        # In one order for the same reason as people: whoever adds the same bytes at this moment is waited for.
        offered = dict(sorted({one.digest: one for one in messages}.items()))
        known = self._messages(offered)
        rows = [_message_row(one, digest, by, at) for digest, one in offered.items() if digest not in known]
        if rows and not self._add_messages([row | {"practice_id": self._practice_id} for row in rows]):
            known = self._messages(offered)
        own = {digest: id_ for digest, id_ in known.items() if id_ != offered[digest].id}
        waiting = self._waiting(own.values())
        return {
            digest: _known(own[digest], waiting[own[digest]]) if digest in own else KeptMessage(one.id, new=True)
            for digest, one in offered.items()
        }

    def _messages(self, digests: Collection[str]) -> dict[str, UUID]:
        row = SourceMessageRow
        known = select(row.sha256, row.id).where(row.practice_id == self._practice_id, row.sha256.in_(digests))
        return {found[0]: found[1] for found in self.connection.execute(known)}

    def _add_messages(self, rows: list[dict[str, Any]]) -> bool:
        """Add messages; whether all were new."""
        return add_rows(self.connection, mapped(SourceMessageRow), rows, UNLESS_THERE) == len(rows)

    def _waiting(self, messages: Collection[UUID]) -> dict[UUID, list[Any]]:
        waiting: dict[UUID, list[Any]] = defaultdict(list)
        if messages:
            row = QuarantineRow
            columns = (row.message_id, row.position, row.kind, row.id, row.outcome)
            for found in self.connection.execute(select(*columns).where(row.message_id.in_(messages))):
                waiting[found.message_id].append(found)
        return waiting

    def touch_message(self, person_id: UUID | None, message_id: UUID) -> None:
        """Let the audit say that a message was taken in."""
        taken = self._taken[person_id]
        if message_id not in taken[-1:]:
            taken.append(message_id)

    # -- Results and their reviews ------------------------------------------------------------------------------------

    def settle_reports(self, takes: Sequence[ReportTake], at: datetime) -> Sequence[Settled]:
        """Put results into records."""
        return Settling(self.connection, at, self._new_id).settle(takes) if takes else []

    def moved_away(self, people: Collection[UUID]) -> Mapping[Key, bool]:
        """Results that were moved away from these people."""
        return moved_away(self.connection, people)

    def plans_using(self, results: Mapping[UUID, Collection[UUID]]) -> Mapping[UUID, Sequence[PlanUse]]:
        """The agreed plans that showed some results."""
        row, using = PlanVersionRow, defaultdict(list)
        wanted = select(row.person_id, row.number, row.agreed_at, row.body).where(row.person_id.in_(results.keys()))
        for person_id, number, agreed_at, body in self.connection.execute(wanted.order_by(row.person_id, row.number)):
            shown = frozenset(result for result in results[person_id] if str(result) in body)
            if shown:
                using[person_id].append(PlanUse(number, agreed_at, shown))
        return using

    def reviews_of(self, results: Mapping[UUID, Collection[UUID]]) -> Sequence[Review]:
        """The reviews that have not ended of some results."""
        table = table_of(ItemKind.REVIEW)
        ids = {result for some in results.values() for result in some}
        wanted = select(table).where(table.c.person_id.in_(results.keys()), table.c.result_id.in_(ids))
        rows = self.connection.execute(wanted.where(table.c.ended_at.is_(None))).mappings()
        found = (item_of(ItemKind.REVIEW, row) for row in rows)
        return [one for one in found if isinstance(one, Review)]

    def insert_reviews(self, reviews: Sequence[Review]) -> None:
        """Add reviews."""
        extra = {"practice_id": self._practice_id}
        add_rows(self.connection, table_of(ItemKind.REVIEW), [vars(one) | extra for one in reviews])

    def end_reviews(self, reviews: Sequence[Review], revisions: Sequence[Revision]) -> None:
        """Write that reviews have ended."""
        table = table_of(ItemKind.REVIEW)
        mine = (table.c.person_id == bindparam("whose")) & (table.c.id == bindparam("which"))
        ending = update(table).where(mine).values({name: bindparam(f"to_{name}") for name in ENDING})
        rows = [
            {"whose": one.person_id, "which": one.id} | {f"to_{name}": getattr(one, name) for name in ENDING}
            for one in reviews
        ]
        if rows:
            self.connection.execute(ending, rows)
            changes = [dict(one) | one.model_dump(mode="json", include={"changes"}) for one in revisions]
            self.connection.execute(insert(RevisionRow), changes)
        for one in revisions:
            self._touched[one.person_id].append(thing_of(one))

    def take_turns(self, counts: Mapping[UUID, int]) -> Mapping[UUID, int]:
        """Count changes to several records."""
        if not counts:
            return {}
        table = mapped(PersonRow)
        counted = table.c.change_seq + bindparam("by", type_=table.c.change_seq.type)
        count_on = update(table).where(table.c.person_id == bindparam("whose")).values(change_seq=counted)
        self.connection.execute(count_on, [{"whose": whose, "by": by} for whose, by in sorted(counts.items())])
        wanted = select(table.c.person_id, table.c.change_seq).where(table.c.person_id.in_(counts.keys()))
        return {row[0]: row[1] - counts[row[0]] + 1 for row in self.connection.execute(wanted)}

    # -- What people work through -------------------------------------------------------------------------------------

    def put_aside(self, practice_id: UUID, things: Sequence[PutAside], at: datetime) -> None:
        """Add to what people work through."""
        if things:
            base = {"practice_id": practice_id, "received_at": at} | _UNSETTLED
            rows = [base | _aside_row(one) | {"id": self._new_id()} for one in things]
            add_rows(self.connection, mapped(QuarantineRow), rows, UNLESS_THERE)

    def settle_waiting(
        self, reports: Mapping[UUID, UUID], outcome: QuarantineOutcome, reason: str, *, by: UUID, at: datetime
    ) -> None:
        """Say whose reports that waited turned out to be."""
        table = mapped(QuarantineRow)
        said = {"settled_at": at, "settled_by": by, "outcome": outcome, "settled_reason": reason}
        mine = (table.c.id == bindparam("which")) & table.c.settled_at.is_(None)
        change = update(table).where(mine).values(said | {"attached_to": bindparam("whose")})
        if reports:
            self.connection.execute(change, [{"which": which, "whose": whose} for which, whose in reports.items()])

    def next_position(self, message_id: UUID) -> int:
        """The first free place in a message's list."""
        row = QuarantineRow
        last = self.connection.execute(select(func.max(row.position)).where(row.message_id == message_id)).scalar()
        return 0 if last is None else int(last) + 1

    # -- For judging --------------------------------------------------------------------------------------------------

    def records_for_judging(self, people: Collection[UUID]) -> Mapping[UUID, Record]:
        """Who people are and their conditions."""
        return read_for_judging(self.connection, people)


_UNSETTLED = {"settled_at": None, "settled_by": None, "outcome": None, "settled_reason": "", "attached_to": None}


def _message_row(message: NewMessage, digest: str, by: UUID, at: datetime) -> dict[str, Any]:
    return {
        "id": message.id,
        "name": message.name,
        "sha256": digest,
        "body": message.body,
        "received_at": at,
        "received_by": by,
        "sender": message.sender,
        "control_id": message.control_id,
    }


def _known(message_id: UUID, rows: Sequence[Any]) -> KeptMessage:
    """A message that came before, with what was put aside of it."""
    waiting = {
        row.position: WaitingReport(row.id, QuarantineOutcome(row.outcome) if row.outcome else None)
        for row in rows
        if row.kind == QuarantineKind.PERSON
    }
    free = max((row.position for row in rows), default=-1) + 1
    return KeptMessage(message_id, new=False, waiting=waiting, next_position=free)


def _aside_row(one: PutAside) -> dict[str, Any]:
    return {
        "message_id": one.message_id,
        "position": one.position,
        "kind": one.kind,
        "place": one.place,
        "reason": one.reason,
        "sender": one.sender,
        "raw": one.raw,
        "report": one.report.model_dump(mode="json") if one.report is not None else None,
        "test_key": one.test_key,
        "unit": one.unit,
    }
