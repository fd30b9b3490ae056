"""Who has which record open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.columns import UtcDateTime
from hoc_tui.data.tables.base import Base


class PresenceRow(Base):
    """A program in which a person's record is open; it comes and goes, and no history is kept of it.

    That a record was opened is in the audit; this only tells the others at this moment.
    """

    __tablename__ = "presence"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.person_id"), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
