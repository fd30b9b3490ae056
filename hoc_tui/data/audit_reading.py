"""What a unit of work can read of the audit; what reads it loads every table, so it is imported when it is asked."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Connection

from hoc_tui.domain.audit import AuditEntry
from hoc_tui.domain.audit_checks import KeptVersion, Standing
from hoc_tui.domain.audit_seals import Seal
from hoc_tui.domain.vocabulary import AuditAct


class AuditReading:
    """Reads the audit over one connection; see `hoc_tui.services.ports.ReadingAudit`."""

    connection: Connection

    @property
    def commits_late(self) -> bool:
        """Whether entries can become visible in another order than that of their numbers."""
        return self.connection.dialect.name == "postgresql"

    def audit_of(self, practice_id: UUID, person_id: UUID) -> Sequence[AuditEntry]:
        """What was done in one person's record."""
        from hoc_tui.data.audit import EVENT, entries, read_entries

        mine = entries().where(EVENT.c.person_id == person_id, EVENT.c.practice_id == practice_id)
        return list(read_entries(self.connection, mine))

    def audit_agreements(self) -> Iterator[AuditEntry]:
        """What the audit says was agreed."""
        from hoc_tui.data.audit import EVENT, entries, read_entries

        yield from read_entries(self.connection, entries().where(EVENT.c.act == AuditAct.AGREED))

    def audit_standing(self, low: int, high: int) -> Iterator[Standing]:
        """Entries between two numbers."""
        from hoc_tui.data.audit import EVENT, entries, read_standing

        yield from read_standing(self.connection, entries().where(EVENT.c.seq.between(low, high)))

    def audit_unsealed(self) -> Iterator[Standing]:
        """Entries that no seal covers."""
        from hoc_tui.data.audit import read_standing, unsealed

        yield from read_standing(self.connection, unsealed())

    def seals(self, after: int = 0) -> Iterator[Seal]:
        """Seals in order."""
        from hoc_tui.data.audit_seals import seals_after

        yield from seals_after(self.connection, after)

    def plan_chains(self, practice_id: UUID) -> Iterator[KeptVersion]:
        """Every agreed plan."""
        from hoc_tui.data.audit import read_versions

        yield from read_versions(self.connection, practice_id)
