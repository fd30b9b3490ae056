"""Says a painting to the terminal in fewer bytes: no colour twice, and no move that leads nowhere.

Textual 8.2.8 writes every piece of a line as colours, text, reset, and a move before each widget's part, even an empty
one: at 80x24 more than half of what a change of focus sent were colours that were in force already.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_PIECE: Final = re.compile(
    r"\x1b\[(?P<colours>[0-9;]*)m|\x1b\[(?P<row>\d+);\d+H|(?P<down>\n)|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)

_FOREGROUND: Final = frozenset(map(str, (*range(30, 38), *range(90, 98))))
_BACKGROUND: Final = frozenset(map(str, (*range(40, 48), *range(100, 108))))
_DEFAULT: Final = ("39", "49")
_MORE: Final = {"5": 1, "2": 3}
"""How many numbers follow ``38;5`` and ``38;2``."""
_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What ends each attribute, and no other but bold and dim, which end together."""
_UNSEEN_ON_BLANKS: Final = frozenset({"1", "2", "3"})
"""Bold, dim and italic: with these alone a blank is its background and nothing else."""


class Rendition(NamedTuple):
    """How the terminal draws what comes next; empty means its own default."""

    foreground: str = ""
    background: str = ""
    on: frozenset[str] = frozenset()
    """Attributes, such as ``1`` for bold."""


_PLAIN: Final = Rendition()


def fewest_codes(painting: str) -> str:
    """The same painting in fewer bytes.

    Args:
        painting: What is to be written while the terminal draws in its default rendition, in which Textual leaves it.

    Returns:
        What paints the same cells, and leaves the terminal with the same rendition and cursor; the painting itself when
        it holds anything but text, colours and moves to a place.
    """
    pen = _Pen()
    end = 0
    for piece in _PIECE.finditer(painting):
        if piece.start() != end or not pen.take(piece):
            return painting
        end = piece.end()
    return pen.written() if end == len(painting) else painting


class _Pen:
    """Writes colours and moves only when something is drawn with them."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._moves: list[str] = []
        self._row: int | None = None
        self._have = self._want = _PLAIN

    def take(self, piece: re.Match[str]) -> bool:
        """Take the next piece of the painting; false for one that is not understood."""
        match piece.lastgroup:
            case "colours":
                wanted = _after(self._want, piece["colours"])
                self._want = wanted or self._want
                return wanted is not None
            case "row":
                self._move(piece[0], int(piece["row"]))
            case "down":
                self._moves.append(piece[0])
                self._row = None if self._row is None else self._row + 1
            case _:
                self._draw(piece[0])
        return True

    def _move(self, move: str, row: int) -> None:
        # A line feed on the last line scrolls; one from which the next move goes on down, or along, did not.
        if "\n" in self._moves and (self._row is None or self._row > row):
            self._out += self._moves
        self._moves = [move]
        self._row = row

    def _draw(self, text: str) -> None:
        self._out += self._moves
        self._moves.clear()
        self._change_to(self._want if text.strip(" ") else self._for_blanks)
        self._out.append(text)

    @property
    def _for_blanks(self) -> Rendition:
        """The rendition in force with no more than the background changed, where that looks the same."""
        seen = (self._want.on | self._have.on) - _UNSEEN_ON_BLANKS
        return self._want if seen else self._have._replace(background=self._want.background)

    def _change_to(self, wanted: Rendition) -> None:
        if wanted != self._have:
            self._out.append(f"\x1b[{';'.join(_change(self._have, wanted))}m")
            self._have = wanted

    def written(self) -> str:
        """All of it."""
        self._change_to(self._want)
        return "".join([*self._out, *self._moves])


@lru_cache(4096)
def _after(now: Rendition, codes: str) -> Rendition | None:
    """What is in force after these codes; None if one is not understood."""
    rest = iter(codes.split(";"))
    for code in rest:
        known = _after_one(now, code, rest)
        if known is None:
            return None
        now = known
    return now


def _after_one(now: Rendition, code: str, rest: Iterator[str]) -> Rendition | None:
    if code in {"", "0"}:
        return _PLAIN
    if code in {"38", "48"}:
        kind = next(rest, "")
        colour = [code, kind, *(next(rest, "") for _ in range(_MORE.get(kind, 0)))]
        return _in_colour(now, ";".join(colour), ground=code == "48") if kind in _MORE and all(colour) else None
    if code in _DEFAULT:
        return _in_colour(now, "", ground=code == "49")
    if code in _FOREGROUND | _BACKGROUND:
        return _in_colour(now, code, ground=code in _BACKGROUND)
    return now._replace(on=now.on | {code}) if code in _OFF else None


def _in_colour(now: Rendition, colour: str, *, ground: bool) -> Rendition:
    return now._replace(background=colour) if ground else now._replace(foreground=colour)


@lru_cache(4096)
def _change(have: Rendition, want: Rendition) -> tuple[str, ...]:
    """The codes that lead from one rendition to another."""
    ended = have.on - want.on
    if not (want.foreground or want.background) and (ended or have[:2] != want[:2]):
        # A reset is the shortest where there are no colours to say again, and every terminal knows it.
        return ("0", *sorted(want.on))
    off = {_OFF[code] for code in ended}
    kept = {code for code in have.on if _OFF[code] not in off}
    colours = [new or default for new, old, default in zip(want[:2], have[:2], _DEFAULT, strict=True) if new != old]
    return (*sorted(off), *sorted(want.on - kept), *colours)
