"""Desks at a made-up practice, with a clock and ids that repeat, on any database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Lock
from uuid import UUID

from sqlalchemy import Engine

from hoc_tui.cli.desk import desk_at
from hoc_tui.data.door import OpenDatabase
from hoc_tui.data.setup import set_up
from hoc_tui.domain.identifiers import uuid7
from hoc_tui.domain.people import Person, PersonDetails, Practice, Staff
from hoc_tui.domain.vocabulary import Role
from hoc_tui.services import people
from hoc_tui.services.ports import Desk

NINE_O_CLOCK = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
"""When the tests' day begins: a Thursday, in winter time."""
PRACTICE = Practice(id=UUID(int=1), name="Riverside", demo=True)
"""A made-up practice, so that the account decides who works on PostgreSQL too."""


@dataclass
class Clock:
    """A clock that only tests move, but for a millisecond at each look, so that times can be told apart."""

    at: datetime = NINE_O_CLOCK
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        """The time, a millisecond later than at the look before."""
        with self._lock:
            self.at += timedelta(milliseconds=1)
            return self.at


@dataclass
class Ids:
    """Row ids that repeat from run to run.

    Args:
        maker: Tells the ids of several programs apart.
    """

    maker: int = 0
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self) -> UUID:
        """The next id."""
        number = next(self._numbers)
        return uuid7(1_770_000_000_000 + number, self.maker << 40 | number)


def account_of(role: Role) -> str:
    """The account that a role has at the made-up practice."""
    return role.value


def set_up_practice(url: str, practice: Practice = PRACTICE) -> None:
    """Make the practice, with a member of staff for every role."""
    staff = [
        Staff(
            id=UUID(int=100 + number),
            practice_id=practice.id,
            account=account_of(role),
            name=role.value.title(),
            role=role,
            started=date(2020, 1, 1),
        )
        for number, role in enumerate(Role)
    ]
    set_up(url, practice, staff)


class Surgery:
    """A made-up practice in a database, where any role may sit down.

    Args:
        url: The database, with the practice in it.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = Clock()
        self._makers = count(1)
        self._open: list[OpenDatabase] = []

    def desk(self, role: Role = Role.NURSE) -> Desk:
        """A program of its own, with a connection of its own, for a role."""
        ids = Ids(next(self._makers))
        database = OpenDatabase(self.url, self.clock, ids)
        self._open.append(database)
        return desk_at(database, account_of(role), self.clock, ids)

    def database(self) -> OpenDatabase:
        """The database of the desk that sat down last."""
        return self._open[-1]

    def database_engine(self) -> Engine:
        """The engine of a program of its own."""
        self.desk()
        return self.database().engine

    def close(self) -> None:
        """Everybody goes home."""
        while self._open:
            self._open.pop().close()


@contextmanager
def open_surgery(url: str) -> Iterator[Surgery]:
    """A practice for as long as the block lasts, made in a database that is migrated or empty."""
    set_up_practice(url)
    with opened_surgery(url) as surgery:
        yield surgery


@contextmanager
def opened_surgery(url: str) -> Iterator[Surgery]:
    """The practice that is in a database already, for as long as the block lasts."""
    surgery = Surgery(url)
    try:
        yield surgery
    finally:
        surgery.close()


def register(desk: Desk, family: str = "Jackson", given: str = "Margaret", **details: object) -> Person:
    """Register somebody at a desk."""
    born = details.pop("born", date(1951, 3, 4))
    return people.register(
        desk, PersonDetails.model_validate({"family": family, "given": given, "born": born} | details)
    )
