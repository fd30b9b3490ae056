"""The unit of work that may change; leaving it without `commit` changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from hoc_tui.data.audit_entering import enter_events
from hoc_tui.data.engine import require_replicated
from hoc_tui.data.intake import Intake
from hoc_tui.data.placing import Placing
from hoc_tui.data.presence import say_gone, say_present
from hoc_tui.data.rows import item_of, table_of, values_of, where_item
from hoc_tui.data.search_keys import add_keys, renew_keys
from hoc_tui.data.tables import (
    Base,
    IdentityRow,
    PersonRow,
    PlanVersionRow,
    QuarantineRow,
    RevisionRow,
    SourceMessageRow,
    VersionMarkRow,
)
from hoc_tui.data.upsert import insert_into
from hoc_tui.domain.audit import PLAN_VERSION, RESULT, SOURCE_MESSAGE, Actor, AuditEvent, Thing, act_of, thing_of
from hoc_tui.domain.counting import Taken
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.history import Revision
from hoc_tui.domain.incoming import IncomingRecord, Puzzle
from hoc_tui.domain.items import Item
from hoc_tui.domain.people import AlreadySomebodys, Person
from hoc_tui.domain.plan import PlanVersion
from hoc_tui.domain.presence import Presence
from hoc_tui.domain.taking import Stands
from hoc_tui.domain.vocabulary import AuditAct, ItemKind, Touch


class DatabaseWriting(Placing):
    """Reads and changes in one transaction; see `hoc_tui.services.ports.Writing`."""

    def __init__(
        self, connection: Connection, now: Callable[[], datetime], new_id: Callable[[], UUID], actor: Actor
    ) -> None:
        super().__init__(connection, now, new_id, actor.practice_id)
        self._actor = actor
        self._op_id: UUID | None = None
        self._told: list[AuditEvent] = []
        self.news: set[UUID] = set()
        """Whose records others may want to look at again, once this is committed."""

    def hold(self, person_id: UUID) -> None:
        """Lock a person's record without counting; on SQLite beginning to write has locked everything."""
        row = PersonRow
        # Why without the key: rows that point to the person may be added meanwhile by whoever waits for nobody.
        held = select(row.change_seq).where(row.person_id == person_id).with_for_update(key_share=True)
        if self.connection.execute(held).scalar_one_or_none() is None:
            raise NotFound("This person is not in the database.")

    def take_turn(self, person_id: UUID) -> int:
        """Lock a person's record and count on."""
        seq = self._counted(person_id)
        if seq is None:
            raise NotFound("This person is not in the database.")
        return seq

    def _counted(self, person_id: UUID) -> int | None:
        row, mine = PersonRow, PersonRow.person_id == person_id
        count_on = update(row).where(mine).values(change_seq=row.change_seq + 1)
        if self.connection.dialect.update_returning:
            return self.connection.execute(count_on.returning(row.change_seq)).scalar_one_or_none()
        # The SQLite of the oldest systems we meet cannot answer an UPDATE; there nobody else writes meanwhile.
        self.connection.execute(count_on)
        return self.connection.execute(select(row.change_seq).where(mine)).scalar_one_or_none()

    def item(self, kind: ItemKind, person_id: UUID, item_id: UUID) -> Item:
        """The item as it stands now."""
        wanted = select(table_of(kind)).where(where_item(kind, person_id, item_id))
        found = self.connection.execute(wanted).mappings().one_or_none()
        if found is None:
            raise NotFound(f"This {kind.value} is not in the record.")
        return item_of(kind, found)

    def insert_item(self, kind: ItemKind, item: Item) -> None:
        """Add an item's row."""
        extra = {"practice_id": self._practice_id} if kind in {ItemKind.VISIT, ItemKind.REVIEW} else {}
        self.connection.execute(insert(table_of(kind)).values(values_of(kind, item) | extra))

    def update_item(self, kind: ItemKind, item: Item) -> None:
        """Replace an item's row with its next version."""
        changed = update(table_of(kind)).where(where_item(kind, item.person_id, item.id)).values(values_of(kind, item))
        self.connection.execute(changed)

    def insert_revision(self, revision: Revision) -> None:
        """Add to the history."""
        plain = revision.model_dump(mode="json", include={"changes"})
        self.connection.execute(insert(RevisionRow).values(dict(revision) | plain))
        self._touched[revision.person_id].append(thing_of(revision))
        self._op_id = self._op_id or revision.op_id

    def insert_person(self, person: Person) -> bool:
        """Add a person with the keys to find them by, unless they are here already."""
        added = self._add(PersonRow, values_of(ItemKind.PERSON, person) | {"change_seq": 0})
        if added:
            add_keys(self.connection, person)
        return added

    def index_person(self, person: Person) -> None:
        """Renew the keys to find a person by."""
        renew_keys(self.connection, person)

    def claim_identity(self, system: str, value: str, person_id: UUID) -> None:
        """Say that an outside identity is this person's."""
        added = self._add(IdentityRow, {"system": system, "value": value, "person_id": person_id})
        if not added and self.person_of(system, value) != person_id:
            raise AlreadySomebodys

    def _add(self, row: type[Base], values: Mapping[str, object]) -> bool:
        """Add a row unless one with the same key is there; waits for whoever is adding it at this very moment."""
        add = (
            insert_into(self.connection, row)
            .values(values)
            .on_conflict_do_nothing()
            .execution_options(preserve_rowcount=True)
        )
        return self.connection.execute(add).rowcount == 1

    def release_identity(self, system: str, value: str, person_id: UUID) -> None:
        """Say that an outside identity is not this person's after all."""
        row = IdentityRow
        mine = (row.system == system) & (row.value == value) & (row.person_id == person_id)
        self.connection.execute(delete(row).where(mine))

    def insert_version(self, version: PlanVersion, body: str, op_id: UUID) -> None:
        """Freeze a plan version."""
        row = {
            "person_id": version.person_id,
            "number": version.number,
            "op_id": op_id,
            "agreed_at": version.agreed_at,
            "agreed_with": version.agreed_with,
            "agreement": version.terms.agreement,
            "body": body,
            "previous_hash": version.previous_hash,
            "content_hash": version.content_hash,
        }
        self.connection.execute(insert(PlanVersionRow).values(row))
        agreed = Thing(
            kind=PLAN_VERSION, id=op_id, touch=Touch.AGREED, number=version.number, seal=version.content_hash
        )
        self._touched[version.person_id].append(agreed)
        self._op_id = op_id

    def mark_of(self, version_of: UUID, number: int) -> UUID | None:
        """The id of the mark on a version."""
        row = VersionMarkRow
        mine = (row.person_id == version_of) & (row.version_of == version_of) & (row.number == number)
        return self.connection.execute(select(row.id).where(mine)).scalar()

    def mark_version(
        self, person_id: UUID, version_of: UUID, number: int, reason: str, by: UUID, at: datetime, mark_id: UUID
    ) -> None:
        """Say in a record that a version was agreed in the wrong one."""
        row = {
            "person_id": person_id,
            "id": mark_id,
            "version_of": version_of,
            "number": number,
            "reason": reason,
            "marked_by": by,
            "marked_at": at,
        }
        self.connection.execute(insert(VersionMarkRow).values(row))
        marked = Thing(kind=PLAN_VERSION, id=mark_id, touch=Touch.MARKED_WRONG, number=number)
        self._touched[person_id].append(marked)
        self._op_id = mark_id

    def take_message(self, name: str, body: bytes, *, by: UUID, at: datetime, message_id: UUID) -> UUID:
        """Keep a file's bytes, or find the same bytes kept before."""
        fingerprint = sha256(body).hexdigest()
        if (known := self._message(fingerprint)) is not None:
            return known
        values = {
            "id": message_id,
            "practice_id": self._practice_id,
            "name": name,
            "sha256": fingerprint,
            "body": body,
            "received_at": at,
            "received_by": by,
        }
        # Somebody else may be keeping the same bytes at this very moment.
        return message_id if self._add(SourceMessageRow, values) else self._message(fingerprint) or message_id

    def _message(self, fingerprint: str) -> UUID | None:
        row = SourceMessageRow
        known = select(row.id).where(row.practice_id == self._practice_id, row.sha256 == fingerprint)
        return self.connection.execute(known).scalar_one_or_none()

    def touch_results(self, person_id: UUID, results: Sequence[UUID], touch: Touch, op_id: UUID) -> None:
        """Let the audit say that somebody wrote results down."""
        self._touched[person_id] += [Thing(kind=RESULT, id=one, touch=touch) for one in results]
        self._op_id = op_id

    def take_record(
        self, incoming: IncomingRecord, person_id: UUID, message_id: UUID, at: datetime
    ) -> tuple[Taken, Sequence[Stands]]:
        """Add an incoming record's results and background, idempotently."""
        self.touch_message(person_id, message_id)
        intake = Intake(self.connection, person_id, message_id, at, self._new_id)
        return intake.take(incoming), intake.corrected

    def quarantine(self, practice_id: UUID, message_id: UUID, puzzles: Sequence[Puzzle], at: datetime) -> int:
        """Put aside what cannot be placed, once for each place in a message."""
        row = QuarantineRow
        known = set(self.connection.execute(select(row.position).where(row.message_id == message_id)).scalars())
        base = {"practice_id": practice_id, "message_id": message_id, "received_at": at}
        new = [
            base | {"id": self._new_id(), "position": n, "place": one.where, "reason": one.reason, "raw": one.raw}
            for n, one in enumerate(puzzles)
            if n not in known
        ]
        if new:
            self.connection.execute(insert(row), new)
        return len(puzzles)

    def tell(self, act: AuditAct, words: str, person_id: UUID | None = None) -> None:
        """Let the audit say what was done."""
        told = AuditEvent(
            **dict(self._actor), id=self._new_id(), at=self._now(), act=act, person_id=person_id, words=words
        )
        self._told.append(told)

    def commit(self) -> None:
        """Make everything in this unit durable, with an entry in the audit for each person it touched."""
        touched = self._everything_touched()
        enter_events(self.connection, [*self._told, *(self._event(*one) for one in touched.items())])
        self.news |= {person_id for person_id in touched if person_id is not None}
        self._touched.clear()
        self._taken.clear()
        self._told.clear()
        self.connection.commit()
        require_replicated(self.connection)

    def _everything_touched(self) -> dict[UUID | None, list[Thing]]:
        """What was touched in whose record; a message that is nobody's for certain stands under None."""
        everything: dict[UUID | None, list[Thing]] = defaultdict(list)
        for whose, messages in self._taken.items():
            everything[whose] += [Thing(kind=SOURCE_MESSAGE, id=one, touch=Touch.TAKEN_IN) for one in messages]
        for person_id, things in self._touched.items():
            everything[person_id] += things
        return everything

    def be_present(self, here: Presence, *, newly: bool) -> None:
        """Say that a record is open; the others are told when it is opened, and not each time it still is."""
        say_present(self.connection, here)
        if newly:
            self.news.add(here.person_id)

    def be_gone(self, person_id: UUID, session_id: UUID) -> None:
        """Say that a record is no longer open."""
        say_gone(self.connection, person_id, session_id)
        self.news.add(person_id)

    def _event(self, person_id: UUID | None, things: list[Thing]) -> AuditEvent:
        return AuditEvent(
            **dict(self._actor),
            id=self._new_id(),
            at=self._now(),
            act=act_of(things),
            person_id=person_id,
            things=tuple(things),
            op_id=self._op_id,
        )
