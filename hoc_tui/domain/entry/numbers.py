"""Numbers with their comparator and unit, as people type results: "<5", "7.10 mmol/L"; precision is never lost."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.vocabulary import Comparator

NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
"""A regular expression for a number. Why no comma: "1,5" is one and a half to some and fifteen to others."""

_EXAMPLE = "7.1 mmol/L or <5"
_SAID = {
    Comparator.LESS: "less than ",
    Comparator.AT_MOST: "at most ",
    Comparator.MORE: "more than ",
    Comparator.AT_LEAST: "at least ",
    Comparator.ABOUT: "about ",
}
# A unit starts with a letter or sign, or with a power of ten, so that a second number is never taken for one.
_UNIT = (
    r"(?:x ?|\*)?10[*^][0-9]{1,2}(?:/\S+)?"
    r"|(?![eE][0-9])[^\W\d_][^<>=]{0,29}"  # "1e5" is no number of the unit e5
    r"|[%\u2030\u00b0\[{][^<>=]{0,29}"
    r"|/[^\W\d_]\S{0,28}"
)
_TYPED = re.compile(rf"(?P<comparator>[<>]=?|~)? ?(?P<number>-?{NUMBER}) ?(?P<unit>{_UNIT})?")


@dataclass(frozen=True, slots=True)
class NumberEntry:
    """A number that was typed, kept with the precision it was typed with."""

    typed: str
    value: Quantity
    said_back: str
    """"less than 5 mmol/L"."""


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """A measurement that was typed, in the unit that the record compares, beside what it was typed in.

    What is kept as the result is `original`, wherever that is one number: a converted number is for showing, marked.
    """

    typed: str
    value: Quantity
    """In the record's unit for this kind, converted exactly and not rounded."""
    original: tuple[Quantity, ...]
    """As typed: one number, or two such as stones and pounds."""
    said_back: str
    needs_asking: bool = False
    """Whether the unit was guessed, so that somebody must say yes before it is saved."""

    @property
    def converted(self) -> bool:
        """Whether `value` is in another unit than was typed."""
        return self.original != (self.value,)


def read_number(text: str, *, unit: str = "") -> NumberEntry:
    """Read one number, with a comparator before it and a unit after it when they were typed.

    Args:
        text: "7.10 mmol/L", "<5", ">90", "-2.5". Commas, and a point without a digit before it, are refused.
        unit: The unit of the test, taken when none was typed. Another unit is refused, since units are never mixed.

    Returns:
        The number; "7.10" stays "7.10".

    Raises:
        NotUnderstood: It is no single number, or stands in another unit than the test's.
    """
    typed = one_line(text)
    parts = _TYPED.fullmatch(plainly(typed, capitals=True))
    if parts is None:
        raise NotUnderstood(typed, "is not a number that can be understood", _EXAMPLE)
    sent = (parts["unit"] or "").strip()
    if unit and sent and not same_unit(sent, unit):
        # Why no figure in the example: the one that was typed means something else in the other unit.
        raise NotUnderstood(typed, f"is not in {unit}, the unit of this test", f"a value in {unit}")
    comparator = Comparator(parts["comparator"]) if parts["comparator"] else None
    value = Quantity(text=parts["number"], comparator=comparator, unit=unit or sent)
    words = Quantity(text=value.text, unit=value.unit).words
    return NumberEntry(typed, value, f"{_SAID[comparator] if comparator else ''}{words}")


def same_unit(one: str, other: str) -> bool:
    """Whether two units are the same but for capitals, spaces and the two ways to write micro and per cent."""
    return _bare_unit(one) == _bare_unit(other)


def _bare_unit(unit: str) -> str:
    bare = "".join(unit.casefold().split()).replace("\u03bc", "u").replace("\u00b5", "u")
    return {"percent": "%", "pc": "%"}.get(bare, bare)


def rounded(number: Decimal, places: int) -> Decimal:
    """A number for showing: halves go up, as people round.

    Args:
        number: The exact number.
        places: How many decimals to keep.
    """
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
