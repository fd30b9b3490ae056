"""Find and Today: the two practice-wide lists that every role starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hoc_tui.domain.entry.search import Unfinished, read_search
from hoc_tui.domain.lists import FoundPerson, TodayEntry
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import AuditAct
from hoc_tui.services.ports import Desk

MOST_FOUND = 50
"""Rows that Find shows; whoever sees that many types more."""


@dataclass(frozen=True)
class Found:
    """Who fits what was typed."""

    people: tuple[FoundPerson, ...] = ()
    """At most `MOST_FOUND`, by name."""
    more: bool = False
    """Whether others fit as well, so that more must be typed."""


def find_once(desk: Desk, typed: str) -> Sequence[FoundPerson]:
    """Look for people outside Find, with one text: entered in the audit, and then done.

    Args:
        desk: Where the work is done.
        typed: What to look for.

    Raises:
        Refused: The role may not find people.
    """
    desk.require(Permission.FIND)
    desk.trail.note(AuditAct.SEARCHED, words=sanitise(typed, lines=False))
    return find(desk, typed)


def find(desk: Desk, typed: str) -> Sequence[FoundPerson]:
    """People who fit what was typed: a name, a date of birth, an NHS number.

    Args:
        desk: Where the work is done.
        typed: As typed; blank finds nobody.

    Returns:
        At most `MOST_FOUND` people by name.
    """
    return look_for(desk, typed).people


def look_for(desk: Desk, typed: str) -> Found:
    """People who fit what was typed, and whether there are more than can be shown.

    Args:
        desk: Where the work is done.
        typed: As typed; blank finds nobody.

    Raises:
        TextTooLong: Over 4,000 characters were typed.
    """
    desk.require(Permission.FIND)
    search = read_search(typed, desk.today())
    if isinstance(search, Unfinished):
        return Found()
    with desk.reading() as work:
        found = work.find(desk.practice.id, search, limit=MOST_FOUND + 1)
    return Found(tuple(found[:MOST_FOUND]), more=len(found) > MOST_FOUND)


def todays_visits(desk: Desk) -> Sequence[TodayEntry]:
    """The visits of today on the practice's clock, in order of time."""
    desk.require(Permission.SEE_TODAY)
    zone = ZoneInfo(desk.practice.zone)
    start = datetime.combine(desk.today(), time(), zone)
    with desk.reading() as work:
        return work.today(desk.practice.id, start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC))
