"""The line between a desk and its database, which a test can cut, mend, and lose answers on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from hoc_tui.domain.audit import AuditEvent
from hoc_tui.domain.errors import DatabaseUnavailable
from hoc_tui.services.ports import Desk, Reading, Writing

NO_ANSWER = "The database cannot be reached, or it did not answer in time."


@dataclass
class Line:
    """A desk's line."""

    down: bool = False
    """Whether nothing comes through."""
    loses_answers: bool = False
    """Whether changes come through and the word that they are made does not."""
    asked: int = 0
    """How often something was asked."""

    def to(self, desk: Desk) -> Desk:
        """The same desk at the end of this line."""

        @contextmanager
        def reading() -> Iterator[Reading]:
            self._pass()
            with desk.reading() as work:
                yield work

        @contextmanager
        def writing() -> Iterator[Writing]:
            self._pass()
            with desk.writing() as work:
                yield work
            if self.loses_answers:
                raise DatabaseUnavailable(NO_ANSWER)

        def enter(events: Sequence[AuditEvent]) -> None:
            self._pass()
            desk.trail.enter(events)

        trail: Any = replace(desk.trail, enter=enter)
        return replace(desk, reading=reading, writing=writing, trail=trail)

    def _pass(self) -> None:
        self.asked += 1
        if self.down:
            raise DatabaseUnavailable(NO_ANSWER)
