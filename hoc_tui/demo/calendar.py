"""Days and hours of a practice in London."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hoc_tui.demo.chance import Chance

ZONE = "Europe/London"
SATURDAY = 5


def clock(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment, in UTC, when the clock in the practice shows this time."""
    return datetime.combine(day, time(hour, minute), _zone()).astimezone(UTC)


def wall(moment: datetime) -> datetime:
    """A moment as the clock in the practice shows it."""
    return moment.astimezone(_zone())


@lru_cache(maxsize=1)
def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)


def working_day(day: date) -> date:
    """The day, or the Monday after when it falls on a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)


def surgery_hour(chance: Chance) -> tuple[int, int]:
    """An hour and minute at which people are seen."""
    return chance.whole(8, 16), chance.whole(0, 11) * 5
