"""A typed look at JSON that strangers wrote.

Every question is answered with a value of the right type, with nothing, or with a `Misfit`: a field of the wrong type
is never taken for a missing one, because "no value sent" would then be said of a value that was.
"""

import re
from collections.abc import Mapping

from hoc_tui.domain.dates import NotADate, PartialDate
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.interop.json_text import Json, Number

LONGEST_COMMENT = 20_000
"""How long a comment, a report's conclusion or a note may be: the longest histology reports fit several times over."""

_LONGEST_NUMBER = 40
_LARGEST_EXPONENT = 30
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)")


class Misfit(HocError):
    """A resource that cannot be read faithfully; it is set aside whole for a person to look at."""


class Part:
    """One JSON object, and where it stands in its resource; without fields when there was none.

    Why no dataclass: reading a record makes forty for each result, and a frozen one takes three times as long to make.

    Args:
        fields: What was sent.
        place: Its key, with its position when it stands in a list.
        outer: The object it stands in.
    """

    __slots__ = ("_outer", "_own_place", "fields")

    def __init__(self, fields: Mapping[str, Json], place: str = "", outer: "Part | None" = None) -> None:
        self.fields = fields
        self._own_place = place
        self._outer = outer

    @property
    def place(self) -> str:
        """Where it stands in its resource: "component[1].code"; empty for the resource itself."""
        before = self._outer.place if self._outer else ""
        return f"{before}.{self._own_place}" if before else self._own_place

    def __bool__(self) -> bool:
        """Whether anything was sent."""
        return bool(self.fields)

    def text(self, key: str) -> str:
        """Text of one line; empty when not sent.

        Raises:
            Misfit: It is not text.
            TextTooLong: It is longer than 300 characters.
        """
        value = self._string(key)
        return sanitise(value, limit=LONGEST_LINE, lines=False) if value else ""

    def words(self, key: str) -> str:
        """Text with lines and blanks as sent; empty when not sent or blank.

        Raises:
            Misfit: It is not text.
            TextTooLong: It is longer than 20,000 characters.
        """
        value = self._string(key)
        return sanitise(value, limit=LONGEST_COMMENT) if value.strip() else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts of one line each, without the empty ones."""
        listed = (Part({key: one}, self._own_place, self._outer).text(key) for one in self._list(key))
        return tuple(one for one in listed if one)

    def number(self, key: str) -> str | None:
        """A number's own digits; None when not sent.

        Raises:
            Misfit: It is not a number, or one that no measurement gives (over 40 characters, over 30 zeros).
        """
        value = self.fields.get(key)
        if value is None:
            return None
        if not isinstance(value, Number):
            raise self._misfit(key, "a number")
        exponent = _EXPONENT.search(value.text)
        # Why the length of the exponent first: turning a million digits into an integer would take minutes.
        if len(value.text) > _LONGEST_NUMBER or (exponent and abs(int(exponent[1])) > _LARGEST_EXPONENT):
            raise self._misfit(key, "a number of a sensible size")
        return value.text

    def flag(self, key: str) -> bool | None:
        """Yes or no; None when not sent."""
        value = self.fields.get(key)
        if value is None or isinstance(value, bool):
            return value
        raise self._misfit(key, "true or false")

    def date(self, key: str) -> PartialDate | None:
        """A date as precise as it was given; None when not sent or blank.

        Raises:
            Misfit: There is no such date.
        """
        text = self._string(key).strip()
        try:
            return PartialDate(text) if text else None
        except NotADate:
            raise self._misfit(key, "a date") from None

    def part(self, key: str) -> "Part":
        """The object under a key; one without fields when not sent."""
        value = self.fields.get(key)
        return NOTHING if value is None else self._as_part(value, key)

    def parts(self, key: str) -> tuple["Part", ...]:
        """The objects of a list."""
        listed = self._list(key)
        return tuple([self._as_part(one, f"{key}[{at}]") for at, one in enumerate(listed)]) if listed else ()

    def one_or_more(self, key: str) -> tuple["Part", ...]:
        """What STU3 sends as one object and R4 as a list of them."""
        sent = self.fields.get(key)
        if sent is None:
            return ()
        return self.parts(key) if isinstance(sent, list) else (self.part(key),)

    def reference(self, key: str) -> str:
        """What the object under a key refers to; empty when it refers to nothing."""
        return self.part(key).text("reference")

    def references(self, key: str) -> tuple[str, ...]:
        """What the objects of a list refer to, without those that refer to nothing."""
        listed = (one.text("reference") for one in self.parts(key))
        return tuple(one for one in listed if one)

    def _string(self, key: str) -> str:
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._misfit(key, "text")
        return value

    def _list(self, key: str) -> list[Json]:
        value = self.fields.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._misfit(key, "a list")
        return value

    def _as_part(self, value: Json, place: str) -> "Part":
        if isinstance(value, dict):
            return Part(value, place, self)
        if value is None:
            return NOTHING
        raise self._misfit(place, "an object")

    def _misfit(self, key: str, wanted: str) -> Misfit:
        return Misfit(f"“{Part({}, key, self).place}” is not {wanted}.")


NOTHING = Part({})
"""What was not sent."""
