"""Numbers, dates and texts as NHS EDIFACT writes them; nothing converted or made up."""

import re
from functools import lru_cache

from hoc_tui.domain.dates import NotADate, PartialDate
from hoc_tui.domain.results import Quantity
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.vocabulary import Comparator
from hoc_tui.interop.edifact.syntax import Segment, as_line
from hoc_tui.interop.parts import LONGEST_COMMENT, Misfit

_NUMBER = re.compile(r"(<=|>=|[<>~])? ?([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))")
_SIGNS = str.maketrans({"≤": "<=", "≥": ">="})
_LONGEST_NUMBER = 40
_LANGUAGE = re.compile(r"[A-Za-z]{0,3}")
_COMPARATORS = {
    "": None,
    "3": Comparator.ABOUT,
    "4": None,
    "5": Comparator.AT_LEAST,
    "6": Comparator.MORE,
    "7": Comparator.LESS,
    "8": Comparator.AT_MOST,
}
"""Source: UN/EDIFACT code list 6321, measurement significance; NHS003 uses 5 to 8."""

_DATES = {
    "602": (4,),
    "610": (4, 6),
    "102": (4, 6, 8),
    "203": (4, 6, 8, 10, 12),
    "204": (4, 6, 8, 10, 12, 14),
}
"""How many digits each part of a date ends at. Source: UN/EDIFACT code list 2379, date and time formats."""
_BETWEEN = ("", "-", "-", "T", ":", ":")


def number_of(text: str, decimal: str) -> tuple[Comparator | None, str] | None:
    """A number with what stands before it; None when the text is no plain number.

    Args:
        text: What was sent, such as "7.10" or "<5".
        decimal: The decimal mark of the interchange.
    """
    plain = text.translate(_SIGNS)
    if decimal == "," and "." not in plain:
        plain = plain.replace(",", ".")
    found = _NUMBER.fullmatch(plain) if len(plain) <= _LONGEST_NUMBER else None
    return (Comparator(found[1]) if found[1] else None, found[2]) if found else None


def comparator_of(code: str) -> Comparator | None:
    """What a coded significance says about a number.

    Raises:
        Misfit: The code is none that is known, so the number might mean something else.
    """
    if code not in _COMPARATORS:
        raise Misfit(f"Its value has a sign (“{code}”) that is none that is known.")
    return _COMPARATORS[code]


def quantity_of(text: str, significance: str, unit: str, decimal: str) -> Quantity | None:
    """A measured number; None when the text is words.

    Args:
        text: The value as sent.
        significance: The code that says what stands before the number; mostly empty.
        unit: Its unit as sent.
        decimal: The decimal mark of the interchange.

    Raises:
        Misfit: The sign in the text and the coded one differ, or the code is not known.
    """
    coded = comparator_of(significance)
    number = number_of(text, decimal)
    if number is None:
        if coded:
            raise Misfit("Its value has a sign before words.")
        return None
    sign, digits = number
    if sign and coded and sign is not coded:
        raise Misfit("Its value has two signs.")
    return Quantity(text=digits, comparator=sign or coded, unit=unit)


def date_of(segment: Segment) -> PartialDate | None:
    """The date of a DTM, as precise as it was given and without a zone; None when it is blank.

    Raises:
        Misfit: There is no such date, or its format is not known.
    """
    text = segment.line(1, 1)
    return _date(text, segment.line(1, 2)) if text else None


# Why kept: all results of a batch are of the same few days.
@lru_cache(maxsize=4096)
def _date(text: str, form: str) -> PartialDate:
    ends = _DATES.get(form) if text.isdecimal() and text.isascii() else None
    if ends is None or len(text) != ends[-1]:
        raise Misfit(f"“{text}” is not a date that is known here.")
    starts = (0, *ends)
    try:
        return PartialDate("".join(_BETWEEN[at] + text[starts[at] : end] for at, end in enumerate(ends)))
    except NotADate:
        raise Misfit(f"“{text}” is not a date.") from None


def free_text(segment: Segment) -> str:
    """The text of an FTX, one line for each of its components, with blanks as sent; its code when it has no text.

    Raises:
        TextTooLong: It is longer than 20,000 characters.
    """
    # A plus that was not released ends the text too soon; only a language may follow it.
    more = segment.beyond(4) and not _LANGUAGE.fullmatch("".join(segment.elements[5:]))
    lines = segment.parts_from(4) if more else segment.parts(4)
    text = sanitise("\n".join(lines), limit=LONGEST_COMMENT).rstrip()
    return text if text.strip() else segment.line(3)


def coded_words(parts: list[str]) -> str:
    """What a coded name says: its words, wherever they were cut; else its code.

    Args:
        parts: Code, list, agency, and words in one or more components.
    """
    return as_line(" ".join(part.strip() for part in parts[3:] if part.strip())) or as_line(parts[0])


def joined(*texts: str) -> str:
    """Several comments as one, one below the other.

    Raises:
        TextTooLong: Together they are longer than 20,000 characters.
    """
    return sanitise("\n".join(filter(None, texts)), limit=LONGEST_COMMENT)
