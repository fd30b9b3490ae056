"""Words that several screens share; each is our own text, in the content markup that `label` reads."""

from typing import Final

LEAST_COLUMNS: Final = 80
"""Cells across that every screen can do with."""

LEAST_ROWS: Final = 24
"""Lines that every screen can do with."""

TOO_SMALL: Final = (
    "This window is too small.\n\n"
    "It has $columns columns and $rows lines. hoc-tui needs $least_columns by $least_rows.\n"
    "Make it larger, or the letters smaller.\n\nNothing you typed is lost. $quit closes the program."
)

WORKING: Final = "Working…"

WORKING_ASCII: Final = "Working..."

HOW_TO_QUIT: Final = "Press $key to close the program."

WENT_WRONG: Final = "Something did not work. What you typed is kept. Please report incident $number."
