"""Every table, so that importing this package is enough for the metadata to be whole."""

from hoc_tui.data.tables.audit import AuditEventRow, AuditSealRow, SealedEventRow
from hoc_tui.data.tables.backups import BackupNoteRow
from hoc_tui.data.tables.base import Base, mapped
from hoc_tui.data.tables.checking import (
    ContentApprovalRow,
    PersonJoinRow,
    ResultMoveRow,
    ReviewRow,
    TestMappingRow,
)
from hoc_tui.data.tables.people import (
    BackgroundEntryRow,
    BackgroundListRow,
    ConditionRow,
    ContactRow,
    IdentityRow,
    NameKeyRow,
    NeedRow,
    PersonRow,
    VisitRow,
)
from hoc_tui.data.tables.planning import (
    ActionRow,
    AgendaRow,
    CarePlanRow,
    DecisionRow,
    GoalRow,
    LinkRow,
    PlanVersionRow,
    RevisionRow,
    TargetRow,
    VersionMarkRow,
)
from hoc_tui.data.tables.practice import PracticeRow, StaffRow
from hoc_tui.data.tables.presence import PresenceRow
from hoc_tui.data.tables.results import QuarantineRow, ResultRow, SourceMessageRow

__all__ = [
    "ActionRow",
    "AgendaRow",
    "AuditEventRow",
    "AuditSealRow",
    "BackgroundEntryRow",
    "BackgroundListRow",
    "BackupNoteRow",
    "Base",
    "CarePlanRow",
    "ConditionRow",
    "ContactRow",
    "ContentApprovalRow",
    "DecisionRow",
    "GoalRow",
    "IdentityRow",
    "LinkRow",
    "NameKeyRow",
    "NeedRow",
    "PersonJoinRow",
    "PersonRow",
    "PlanVersionRow",
    "PracticeRow",
    "PresenceRow",
    "QuarantineRow",
    "ResultMoveRow",
    "ResultRow",
    "ReviewRow",
    "RevisionRow",
    "SealedEventRow",
    "SourceMessageRow",
    "StaffRow",
    "TargetRow",
    "TestMappingRow",
    "VersionMarkRow",
    "VisitRow",
    "mapped",
]
