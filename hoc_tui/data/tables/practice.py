"""The practice, its staff, and what the database says about itself."""

from datetime import date
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hoc_tui.data.tables.base import Base


class PracticeRow(Base):
    """A practice."""

    __tablename__ = "practice"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    zone: Mapped[str] = mapped_column(String(60))
    demo: Mapped[bool] = mapped_column(Boolean, default=False)


class StaffRow(Base):
    """A member of staff; the account is the operating system's or the database's."""

    __tablename__ = "staff"
    __table_args__ = (Index("uq_staff_account", "account", unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    practice_id: Mapped[UUID] = mapped_column(ForeignKey("practice.id"))
    account: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(40))
    started: Mapped[date] = mapped_column(Date)
    ended: Mapped[date | None] = mapped_column(Date)
    champion: Mapped[bool] = mapped_column(Boolean, default=False)
