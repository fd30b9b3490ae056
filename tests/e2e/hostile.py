"""Text that nobody types in good faith, put into everything that holds text, and a look for what is left of it."""

import re
from collections.abc import Iterator
from typing import Any, Final

from hoc_tui.domain.text import CONTROLS

PAYLOAD: Final = (
    "[/][bold [@click=app.quit]x[/]$n{x}\x1b[31m\x1b]0;t\x07\x9b2J\x00\x08\x7f"
    "\u202e\u2066\u200f\ufeff\ud800\u0301👩\u200d🔬क्葛\U000e0101"
)
"""Markup of both kinds, ANSI, OSC, C1, NUL, backspace, overrides of direction, half a pair, marks and joiners."""
LONG_WORD: Final = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
"""A word that is wider than most columns."""
HOSTILE: Final = PAYLOAD + LONG_WORD
NARROW: Final = HOSTILE.translate(dict.fromkeys(map(ord, "\u0301👩🔬क्葛\U000e0101")))
"""The same without what stands in other than one cell, for a terminal that is read back cell by cell."""
LEFT_OF_IT: Final = "[@click=app.quit]x[/]"
"""Of the payload, what must be seen as it is."""

_STEERING: Final = "".join(map(re.escape, map(chr, sorted(CONTROLS.keys() - {0x0A, 0xAD}))))
CONTROL: Final = re.compile(f"[{_STEERING}]")
"""Whatever must never be kept of a text, nor painted; a text may have lines."""

_STRUCTURE: Final = re.compile(
    "resourceType|id|reference|system|code|status|use|mode|type|url|profile|versionId|fullUrl|gender|comparator|intent"
    "|birthDate|lastUpdated|source|verificationStatus|clinicalStatus|relationship|mimeType|contentType|operator"
)
"""Names of what is no text but a part of the format."""
_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}(T.*)?")


def poisoned(value: Any, text: str, key: str = "") -> Any:  # noqa: ANN401 - JSON is of any kind
    """A record file with hostile text in every string that people read; its structure, codes and dates stay.

    Args:
        value: The file, or a part of it.
        text: What is put after every string.
        key: Under which name it stands.
    """
    if isinstance(value, dict):
        return {name: poisoned(each, text, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, text, key) for each in value]
    if isinstance(value, str) and not _STRUCTURE.fullmatch(key) and not _DATE.fullmatch(value):
        return value + text
    return value


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON is of any kind
    """Every string in a JSON value, names of fields too."""
    match value:
        case str():
            yield value
        case dict():
            for name, each in value.items():
                yield from (*strings(name), *strings(each))
        case list():
            for each in value:
                yield from strings(each)
