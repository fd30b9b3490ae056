"""A trend as one line of text: readings on real time, in braille or in ASCII levels; always beside the numbers.

Source: NHS CUI graphs and tables: time runs to the right, its spacing is real, and the last five to eight values are
shown (GTAB-085, GTAB-188; domain reference 6.8).
"""

from collections.abc import Sequence
from decimal import Decimal

from hoc_tui.domain.results import Series
from hoc_tui.text import glyphs
from hoc_tui.widgets.course import day_of, plain_number

LEAST_READINGS = 3
"""Fewer readings are better read as numbers."""
MOST_READINGS = 8
"""More would make the present year one cell of a life."""
_ZONES = 2
"""Days by which the order of moments and that of the days they were sent with can differ at most."""
_BRAILLE = 0x2800
_DOTS = ((0x40, 0x04, 0x02, 0x01), (0x80, 0x20, 0x10, 0x08))
"""Braille dots of the left and right column, from the bottom up."""


def trend(series: Series, width: int) -> str:
    """The course of a series.

    Args:
        series: Results of one test in one unit, oldest first.
        width: Cells to draw in, 1 and up.

    Returns:
        A line of as many cells, empty when there are too few plain numbers to show a course.
    """
    readings = _newest_readings(series)
    if len(readings) < LEAST_READINGS:
        return ""
    signs = glyphs()
    braille = signs.trend == "braille"
    spread = _spread(readings, width * 2 if braille else width)
    levels = _levels(spread, 4 if braille else len(signs.levels))
    if braille:
        return "".join(_cell(levels[at : at + 2]) for at in range(0, len(levels), 2))
    return "".join(" " if level is None else signs.levels[level] for level in levels)


def _newest_readings(series: Series) -> list[tuple[int, Decimal]]:
    """The last readings that can be drawn, by day.

    Why sorted again: a series is in order of moments, and a moment sent in another zone can fall on the day before.
    """
    readings: list[tuple[int, Decimal]] = []
    for result in reversed(series.results):
        day, number = day_of(result), plain_number(result.quantity)
        if day is None or number is None:
            continue
        if len(readings) >= MOST_READINGS and day < min(one for one, _ in readings) - _ZONES:
            break
        readings.append((day, number))
    readings.reverse()
    return sorted(readings, key=lambda reading: reading[0])[-MOST_READINGS:]


def _spread(readings: Sequence[tuple[int, Decimal]], columns: int) -> list[Decimal | None]:
    """The newest reading of each column's stretch of time."""
    first, last = readings[0][0], readings[-1][0]
    length = max(last - first, 1)
    spread: list[Decimal | None] = [None] * columns
    for day, number in readings:
        spread[(day - first) * (columns - 1) // length] = number
    return spread


def _levels(spread: Sequence[Decimal | None], steps: int) -> list[int | None]:
    numbers = [number for number in spread if number is not None]
    lowest, span = min(numbers), max(numbers) - min(numbers)
    top = steps - 1
    return [None if one is None else (round((one - lowest) * top / span) if span else top // 2) for one in spread]


def _cell(pair: Sequence[int | None]) -> str:
    dots = 0
    for column, level in enumerate(pair):
        if level is not None:
            dots |= sum(_DOTS[column][: level + 1])
    return chr(_BRAILLE + dots) if dots else " "
