"""The one line of keys at the foot of a screen."""

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from textual.content import Content

from hoc_tui.text.content import join, label

KeyWord = tuple[str, str]
"""A key as it is written on the keyboard, and the word for what it does."""

_GAP: Final = "  "


def hint_line(entries: Sequence[KeyWord], width: int) -> Content:
    """As many keys as fit on one line, none of them cut, with the last one always there.

    Args:
        entries: Keys and words, the most needed first and help last.
        width: Cells there are, 0 and up.

    Returns:
        The line; empty when there are no entries.
    """
    return join([label("[b]$key[/b] $word", key=key, word=word) for key, word in _fitting(entries, width)], _GAP)


def _fitting(entries: Sequence[KeyWord], width: int) -> list[KeyWord]:
    if not entries:
        return []
    *others, last = entries
    left = width - _cells(last)
    shown: list[KeyWord] = []
    for entry in others:
        left -= _cells(entry) + len(_GAP)
        if left < 0:
            break
        shown.append(entry)
    return [*shown, last]


def _cells(entry: KeyWord) -> int:
    return cell_len(" ".join(entry))
