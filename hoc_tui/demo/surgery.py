"""The place all made-up records belong to, and what each of its people is made from."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from hoc_tui.demo.calendar import ZONE, clock
from hoc_tui.demo.chance import Chance, Ids
from hoc_tui.demo.identity import Fields
from hoc_tui.demo.scribe import Scribe
from hoc_tui.demo.staff import Team
from hoc_tui.domain.people import Person, Practice
from hoc_tui.domain.vocabulary import Role

YEARS = 10
"""How far back results go."""
REGISTERED_BEFORE = timedelta(days=int(365.25 * YEARS) + 60)
"""Everybody came to the practice so long ago, before their first result here."""


@dataclass(frozen=True)
class Surgery:
    """Riverside Surgery on one day.

    Attributes:
        seed: What all chance here starts from.
        today: The demo's today.
        now: The moment it is made; None when the whole of today is behind.
    """

    seed: int
    today: date
    now: datetime | None = None

    def not_later(self, moment: datetime) -> datetime:
        """A moment of today, or now when it has not come yet: nobody has arrived who is still to come."""
        return moment if self.now is None else min(moment, self.now)

    @cached_property
    def practice(self) -> Practice:
        """The practice, marked as made up."""
        return Practice(id=self.ids(0, "practice")(), name="Riverside Surgery", zone=ZONE, demo=True)

    @cached_property
    def team(self) -> Team:
        """Its staff."""
        return Team(self.practice.id, self.ids(0, "staff"), self.today)

    def chance(self, person: int, purpose: str) -> Chance:
        """A stream of chance for one person and one purpose."""
        return Chance(self.seed, person, purpose)

    def ids(self, person: int, purpose: str) -> Ids:
        """Ids for one person's rows; those of the next person are greater, as a database likes it."""
        return self.ids_from(self.chance(person, purpose), person)

    def ids_from(self, chance: Chance, person: int) -> Ids:
        """Ids for one person's rows, from a stream that there is already."""
        return Ids(chance, self._first_millisecond + person)

    @cached_property
    def _first_millisecond(self) -> int:
        begun = datetime(self.today.year - YEARS - 1, 1, 1, tzinfo=UTC)
        return int(begun.timestamp()) * 1000 + 1

    @cached_property
    def opened(self) -> datetime:
        """When everybody was registered."""
        return clock(self.today - REGISTERED_BEFORE, 9)

    def begin(self, person: int, fields: Fields, ids: Ids) -> Scribe:
        """Register somebody, and hand back who writes their record from here."""
        return Scribe(self.register(person, fields, ids), ids, self.team.names)

    def register(self, person: int, fields: Fields, ids: Ids) -> Person:
        """The row of somebody newly registered.

        Args:
            person: Their number; each is registered a little after the one before.
            fields: Details by name.
            ids: Makes their ids.
        """
        person_id, by = ids(), self.team[Role.RECEPTIONIST].id
        at = self.opened + timedelta(seconds=person % 40_000)
        who = {"authored_by": by, "performed_by": by, "occurred_at": at, "recorded_at": at}
        # Why a copy: a million people take a minute to check who were put together from lists that hold nothing else.
        return self._somebody.model_copy(update=fields | who | {"id": person_id, "person_id": person_id})

    @cached_property
    def _somebody(self) -> Person:
        """A person of whom nothing is known."""
        nobody, at = UUID(int=0), self.opened
        keys = {"id": nobody, "person_id": nobody, "practice_id": self.practice.id, "version": 1}
        who = {"authored_by": nobody, "performed_by": nobody, "occurred_at": at, "recorded_at": at}
        return Person.model_validate({"family": "-"} | keys | who)
