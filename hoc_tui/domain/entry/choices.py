"""Several lines of a numbered list, picked by their numbers: "1,2,5-7"."""

import re
from dataclasses import dataclass

from hoc_tui.domain.entry.typed import NotUnderstood, one_line, plainly

_PART = re.compile(r"(?P<first>[0-9]{1,4})(?: ?- ?(?P<last>[0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class ChoiceEntry:
    """The lines that were picked."""

    typed: str
    value: tuple[int, ...]
    """Ascending, each once."""
    said_back: str
    """"1, 2, 5, 6 and 7"."""


def read_choices(text: str, highest: int) -> ChoiceEntry:
    """Read a list of line numbers.

    Args:
        text: Numbers and ranges between commas or spaces: "1,2,5-7", "1 2".
        highest: The number of the last line, 1 to 9999.

    Returns:
        The numbers picked.

    Raises:
        NotUnderstood: A part is no number or range, or there is no such line.
    """
    typed = one_line(text)
    example = "1" if highest < 3 else f"1,2 or 1-{highest}"
    joined = re.sub(r" ?- ?", "-", plainly(typed))
    parts = [_PART.fullmatch(part) for part in re.split(r"[ ,;&+]+(?:and )?", joined) if part]
    picked: set[int] = set()
    for part in parts or [None]:
        if part is None:
            raise NotUnderstood(typed, "is not a list of numbers", example)
        first, last = int(part["first"]), int(part["last"] or part["first"])
        if not 1 <= first <= last <= highest:
            raise NotUnderstood(typed, f"does not fit a list from 1 to {highest}", example)
        picked.update(range(first, last + 1))
    numbers = tuple(sorted(picked))
    return ChoiceEntry(typed, numbers, _said(numbers))


def _said(numbers: tuple[int, ...]) -> str:
    *others, last = map(str, numbers)
    return f"{', '.join(others)} and {last}" if others else last
