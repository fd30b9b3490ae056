"""HL7 times: "20240213093000.5+0100", as precise as they were sent."""

import re
from functools import lru_cache

from hoc_tui.domain.dates import NotADate, PartialDate

_TIME = re.compile(
    r"(?P<year>[0-9]{4})(?:(?P<month>[0-9]{2})(?:(?P<day>[0-9]{2})(?P<time>(?P<hour>[0-9]{2})(?:(?P<minute>[0-9]{2})"
    r"(?:(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?)?)?)?)?(?P<zone>[+-][0-9]{4})?"
)


# Why remembered: all results of one order were taken at the same moment, and a batch is of few days.
@lru_cache(4096)
def time_of(text: str) -> PartialDate | None:
    """A time as precise as it was sent: of an hour without minutes the day is kept.

    Args:
        text: The field's first component, without escapes.

    Returns:
        The time; None when nothing was sent.

    Raises:
        NotADate: It is written otherwise, or there is no such day or time.
    """
    text = text.strip()
    if not text:
        return None
    parts = _TIME.fullmatch(text)
    if parts is None:
        raise NotADate(text)
    try:
        return PartialDate(_written(parts))
    except NotADate:
        raise NotADate(text) from None


def _written(parts: re.Match[str]) -> str:
    day = "-".join(filter(None, parts.group("year", "month", "day")))
    hour, minute, second, fraction, zone = parts.group("hour", "minute", "second", "fraction", "zone")
    if minute is None:
        if hour and int(hour) > 23:
            raise NotADate(parts[0])
        return day
    seconds = f":{second}" if second else ""
    decimals = f".{fraction}" if fraction else ""
    return f"{day}T{hour}:{minute}{seconds}{decimals}{f'{zone[:3]}:{zone[3:]}' if zone else ''}"
