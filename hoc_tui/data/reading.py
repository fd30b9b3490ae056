"""The unit of work that only reads.

What loads the declared tables is imported where it is asked for: Today is painted before any of them is.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, RowMapping, Text, cast, select

from hoc_tui.data.audit_reading import AuditReading
from hoc_tui.data.first_tables import STAFF
from hoc_tui.data.today_read import read_today
from hoc_tui.domain.entry.search import Search
from hoc_tui.domain.errors import NotFound
from hoc_tui.domain.history import Revision
from hoc_tui.domain.items import Item
from hoc_tui.domain.joining import Joining
from hoc_tui.domain.lists import FoundPerson, TodayEntry
from hoc_tui.domain.people import Person, Staff
from hoc_tui.domain.plan import PlanVersion, thaw
from hoc_tui.domain.presence import Pulse
from hoc_tui.domain.quarantine import Quarantined, TestMapping
from hoc_tui.domain.record import Record
from hoc_tui.domain.site import SiteContent
from hoc_tui.domain.triage import ToCheck, TriageEntry
from hoc_tui.domain.vocabulary import ItemKind


class DatabaseReading(AuditReading):
    """Reads over one connection; see `hoc_tui.services.ports.Reading` for what each method promises."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self.connection = connection
        self._now = now

    def record(self, person_id: UUID, *, clinical: bool) -> Record:
        """A person's record in one round trip."""
        from hoc_tui.data.record_read import read_record

        return read_record(self.connection, person_id, clinical=clinical, at=self._now())

    def pulse(self, person_id: UUID, session_id: UUID) -> Pulse:
        """How a record stands and who else has it open."""
        from hoc_tui.data.presence import read_pulse

        return read_pulse(self.connection, person_id, session_id, self._now())

    def find(self, practice_id: UUID, search: Search, *, limit: int) -> Sequence[FoundPerson]:
        """People who fit a search."""
        from hoc_tui.data.find_read import read_found

        return read_found(self.connection, practice_id, search, limit)

    def today(self, practice_id: UUID, start: datetime, end: datetime) -> Sequence[TodayEntry]:
        """The visits between two instants."""
        return read_today(self.connection, practice_id, start, end)

    def to_check(self, practice_id: UUID) -> Sequence[TriageEntry]:
        """Results that wait for a clinician."""
        from hoc_tui.data.triage_read import read_to_check

        return read_to_check(self.connection, practice_id)

    def quarantine_left(self, practice_id: UUID) -> Sequence[Quarantined]:
        """What could not be placed and nobody has settled."""
        from hoc_tui.data.quarantine import read_quarantine

        return read_quarantine(self.connection, practice_id)

    def quarantined(self, practice_id: UUID, thing_id: UUID) -> Quarantined:
        """One thing that could not be placed."""
        from hoc_tui.data.quarantine import read_quarantined

        return read_quarantined(self.connection, practice_id, thing_id)

    def mappings(self, practice_id: UUID) -> Sequence[TestMapping]:
        """What this site has decided about codes and units."""
        from hoc_tui.data.quarantine import read_mappings

        return read_mappings(self.connection, practice_id)

    def joinings(self, practice_id: UUID, person_id: UUID | None = None) -> Sequence[Joining]:
        """Joinings that are not over."""
        from hoc_tui.data.joining import read_joinings

        return read_joinings(self.connection, practice_id, person_id)

    def site(self, practice_id: UUID) -> SiteContent:
        """What a practice has decided about reviewed content."""
        from hoc_tui.data.judging_read import read_site

        return read_site(self.connection, practice_id)

    def how_many_to_check(self, practice_id: UUID) -> ToCheck:
        """How many results wait."""
        from hoc_tui.data.triage_read import read_how_many

        return read_how_many(self.connection, practice_id)

    def items(self, kind: ItemKind, person_id: UUID) -> Sequence[Item]:
        """The items of a kind that have not ended."""
        from hoc_tui.data.rows import item_of, table_of

        table = table_of(kind)
        wanted = select(table).where(table.c.person_id == person_id, table.c.ended_at.is_(None))
        rows = self.connection.execute(wanted.order_by(table.c.recorded_at)).mappings()
        return [item_of(kind, row) for row in rows]

    def person_of(self, system: str, value: str) -> UUID | None:
        """Whom an outside identity belongs to."""
        from hoc_tui.data.tables import IdentityRow

        row = IdentityRow
        wanted = select(row.person_id).where(row.system == system, row.value == value)
        return self.connection.execute(wanted).scalar_one_or_none()

    def people_ending(self, practice_id: UUID, digits: str) -> Sequence[UUID]:
        """People of a practice whose id ends so."""
        from hoc_tui.data.tables import PersonRow

        row = PersonRow
        wanted = select(row.person_id).where(row.practice_id == practice_id, cast(row.person_id, Text).endswith(digits))
        return list(self.connection.execute(wanted.limit(2)).scalars())

    def same_person_candidates(self, practice_id: UUID, person: Person) -> Sequence[FoundPerson]:
        """People who may be the same one."""
        from hoc_tui.data.find_read import read_candidates

        return read_candidates(self.connection, practice_id, person)

    def version(self, person_id: UUID, number: int) -> PlanVersion:
        """An agreed plan version."""
        from hoc_tui.data.tables import PlanVersionRow

        row = PlanVersionRow
        wanted = select(row.__table__).where(row.person_id == person_id, row.number == number)
        found = self.connection.execute(wanted).mappings().one_or_none()
        if found is None:
            raise NotFound(f"There is no plan {number} in this record.")
        return _version(found)

    def version_made_by(self, person_id: UUID, op_id: UUID) -> PlanVersion | None:
        """The version that an agreement made."""
        from hoc_tui.data.tables import PlanVersionRow

        row = PlanVersionRow
        wanted = select(row.__table__).where(row.person_id == person_id, row.op_id == op_id)
        found = self.connection.execute(wanted).mappings().one_or_none()
        return _version(found) if found is not None else None

    def chain(self, person_id: UUID) -> list[tuple[str, str, str]]:
        """(previous hash, canonical text, hash) of every version in order."""
        from hoc_tui.data.tables import PlanVersionRow

        row = PlanVersionRow
        wanted = select(row.previous_hash, row.body, row.content_hash).where(row.person_id == person_id)
        return [(one[0], one[1], one[2]) for one in self.connection.execute(wanted.order_by(row.number))]

    def revisions(
        self, person_id: UUID, *, item_id: UUID | None = None, op_id: UUID | None = None, after: int = -1
    ) -> list[Revision]:
        """Changes to a record in order."""
        from hoc_tui.data.tables import RevisionRow

        row = RevisionRow
        wanted = select(row.__table__).where(row.person_id == person_id, row.item_version > after).order_by(row.seq)
        if item_id is not None:
            wanted = wanted.where(row.item_id == item_id)
        if op_id is not None:
            wanted = wanted.where(row.op_id == op_id)
        return [Revision.model_validate(dict(one)) for one in self.connection.execute(wanted).mappings()]

    def staff(self, practice_id: UUID) -> Sequence[Staff]:
        """Everybody who works or worked here, by name."""
        wanted = select(STAFF).where(STAFF.c.practice_id == practice_id).order_by(STAFF.c.name)
        return [Staff.model_validate(dict(one)) for one in self.connection.execute(wanted).mappings()]


def _version(row: RowMapping) -> PlanVersion:
    return thaw(row["body"], row["previous_hash"], row["content_hash"])
