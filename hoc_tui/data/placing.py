"""Saying whose things are: what could not be placed, results that move, records that join, and what judges here."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from hoc_tui.data import joining as joinings
from hoc_tui.data.moving import move_result, moves_by
from hoc_tui.data.quarantine import keep_mapping, settle_quarantined
from hoc_tui.data.report_taking import ReportTaking
from hoc_tui.data.tables import ContentApprovalRow
from hoc_tui.domain.joining import Brought, Joining
from hoc_tui.domain.quarantine import ContentApproval, Quarantined, TestMapping
from hoc_tui.domain.results import Result
from hoc_tui.domain.triage import ResultMove


class Placing(ReportTaking):
    """The part of the writing unit of work by which people place things; see `hoc_tui.services.ports.Writing`."""

    def settle_quarantined(self, thing: Quarantined) -> bool:
        """Write what became of something that could not be placed."""
        return settle_quarantined(self.connection, thing)

    def keep_mapping(self, practice_id: UUID, mapping: TestMapping) -> None:
        """Remember for the whole site which test a code or unit is of."""
        keep_mapping(self.connection, practice_id, mapping)

    def keep_approvals(self, practice_id: UUID, approvals: Sequence[ContentApproval]) -> None:
        """Write which entries may judge here."""
        rows = [dict(one) | {"practice_id": practice_id} for one in approvals]
        self.connection.execute(insert(ContentApprovalRow), rows)

    def move_result(self, move: ResultMove) -> Result:
        """Copy a result into another record and say so in both."""
        return move_result(self.connection, move, self._new_id())

    def moves_by(self, op_id: UUID) -> Sequence[ResultMove]:
        """What one write moved."""
        return moves_by(self.connection, op_id)

    def joining(self, practice_id: UUID, joining_id: UUID) -> Joining:
        """One joining as it stands, locked."""
        return joinings.read_joining(self.connection, practice_id, joining_id)

    def insert_joining(self, practice_id: UUID, joining: Joining) -> None:
        """Write a proposal."""
        joinings.insert_joining(self.connection, practice_id, joining)

    def update_joining(self, joining: Joining) -> None:
        """Write what has become of a joining."""
        joinings.update_joining(self.connection, joining)

    def bring_rows(self, other: UUID, kept: UUID, at: datetime) -> list[Brought]:
        """Copy results and background that count."""
        return joinings.bring_rows(self.connection, other, kept, at, self._new_id)

    def retire_rows(self, kept: UUID, brought: Sequence[Brought]) -> None:
        """Let such copies count no more."""
        joinings.retire_rows(self.connection, kept, brought)

    def point_identities(self, person_id: UUID, to: UUID) -> Sequence[tuple[str, str]]:
        """Let every outside identity of one record lead to another."""
        return joinings.point_identities(self.connection, person_id, to)

    def point_back(self, identities: Sequence[tuple[str, str]], kept: UUID, to: UUID) -> None:
        """Let outside identities lead back."""
        joinings.point_back(self.connection, identities, kept, to)
