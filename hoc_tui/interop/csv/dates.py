"""Dates as a CSV file writes them: by named formats only, since 03/04/2026 is two days.

Why not the standard library's `strptime`: it reads names of months in the machine's language, takes digits of other
scripts, and forgets how precise a date was.
"""

import re
from collections.abc import Iterable

from hoc_tui.domain.dates import MONTHS, NotADate, PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.model import Value

_PARTS = {
    "%Y": r"(?P<year>[0-9]{4})",
    "%m": r"(?P<month>[0-9]{1,2})",
    "%b": r"(?P<name>[A-Za-z]{3,9})",
    "%d": r"(?P<day>[0-9]{1,2})",
    "%H": r"(?P<hour>[0-9]{1,2})",
    "%M": r"(?P<minute>[0-9]{2})",
    "%S": r"(?P<second>[0-9]{2})",
}
_MONTHS = {name.casefold()[:length]: number for number, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_ORDER = ("year", "month", "day", "hour", "minute", "second")


class DateForm(Value):
    """One way of writing a date, such as "%d/%m/%Y"."""

    written: str
    """As in the mapping file."""
    pattern: str
    """The regular expression that it stands for."""

    @classmethod
    def parse(cls, written: str) -> "DateForm":
        """Take a format as the mapping file gives it.

        Raises:
            HocError: It holds something that is not known, something twice, or no year of four digits.
        """
        pieces = re.split(r"(%.?)", written)
        known = [piece for piece in pieces if piece in _PARTS]
        unknown = next((piece for piece in pieces if piece.startswith("%") and piece not in _PARTS), "")
        names = ["%m" if piece == "%b" else piece for piece in known]
        whole = names and {*names} == {*_AS_FAR_AS[len({*names}) - 1]} if len(names) <= len(_AS_FAR_AS) else False
        if unknown or len({*names}) < len(names) or not whole:
            raise HocError(
                "A date's format is made of %Y, %m or %b, %d, %H, %M and %S, each once and none left out between."
            )
        return cls(written=written, pattern="".join(_PARTS.get(piece, re.escape(piece)) for piece in pieces))

    def read(self, text: str) -> PartialDate | None:
        """The date, as precise as the format; None when the text is written otherwise.

        Raises:
            NotADate: It is written so, and there is no such day.
        """
        found = re.fullmatch(self.pattern, text)
        if found is None:
            return None
        given = found.groupdict()
        if "name" in given:
            given["month"] = str(_MONTHS.get(given["name"].casefold(), 0))
        return PartialDate(_written([given[part] for part in _ORDER if part in given]))


_AS_FAR_AS = tuple(tuple(("%Y", "%m", "%d", "%H", "%M", "%S")[:length]) for length in range(1, 7))


def _written(parts: list[str]) -> str:
    day = "-".join(part.zfill(2) for part in parts[:3])
    time = ":".join(part.zfill(2) for part in parts[3:])
    return f"{day}T{time}" if time else day


def read_date(text: str, forms: Iterable[DateForm]) -> PartialDate | None:
    """A date in the first format that fits; None for an empty cell.

    Args:
        text: The cell.
        forms: The formats it may be in.

    Raises:
        NotADate: It is in none of them, or there is no such day.
    """
    if not text:
        return None
    for form in forms:
        read = form.read(text)
        if read is not None:
            return read
    raise NotADate(text)
