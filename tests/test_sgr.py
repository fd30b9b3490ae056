"""A painting in fewer bytes is the same painting."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.sgr import fewest_codes

COLUMNS, ROWS = 80, 6

numbers = st.integers(0, 255)
depths = st.one_of(
    st.builds("8;5;{}".format, numbers),
    st.builds("8;2;{};{};{}".format, numbers, numbers, numbers),
    st.sampled_from(["0", "7", "9"]),
)
"""A colour, without the digit that says of what."""
foregrounds = st.one_of(st.just(""), depths.map(lambda depth: f"3{depth}"), st.sampled_from(["90", "97"]))
backgrounds = st.one_of(st.just(""), depths.map(lambda depth: f"4{depth}"), st.sampled_from(["100", "107"]))
attributes = st.lists(st.sampled_from(["1", "3", "4", "7", "9"]), max_size=3)
resets = st.sampled_from(["\x1b[0m", "\x1b[m", ""])
texts = st.text(st.sampled_from("  ab─│é漢"), min_size=1, max_size=6)


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """Text as Textual writes it, or as nobody does: with colours that stay."""
    codes = ";".join(filter(None, [*draw(attributes), draw(foregrounds), draw(backgrounds)]))
    return f"\x1b[{codes}m{draw(texts)}{draw(resets)}"


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A place, some pieces that fit the line, another place, and perhaps a new line."""
    place = st.builds("\x1b[{};{}H".format, st.integers(1, ROWS), st.integers(1, 20)) | st.just("")
    end = st.sampled_from(["", "\n", "\n\n"])
    return "".join([draw(place), *draw(st.lists(pieces() | texts, max_size=4)), draw(place), draw(end)])


def shown(painting: str) -> tuple[object, ...]:
    """What a terminal shows after it, and how it would go on; blanks without lines or reverse are their background."""
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.Stream(screen).feed(painting.replace("\n", "\r\n"))
    cells = [[screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]
    looks = [[cell.bg if _blank(cell) else tuple(cell) for cell in line] for line in cells]
    return looks, screen.cursor.x, screen.cursor.y, screen.cursor.attrs


def _blank(cell: pyte.screens.Char) -> bool:
    return cell.data == " " and not (cell.underscore or cell.strikethrough or cell.reverse)


@given(st.lists(lines(), max_size=8).map("".join))
def test_the_same_is_shown(painting: str) -> None:
    """Cells, cursor and the rendition left in force are the same."""
    assert shown(painting) == shown(fewest_codes(painting))


@pytest.mark.parametrize(
    ("painting", "fewest"),
    [
        ("", ""),
        ("abc", "abc"),
        ("\x1b[31mab\x1b[0m\x1b[31mc\x1b[0m", "\x1b[31mabc\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[32;44mb\x1b[0m", "\x1b[31;44ma\x1b[32mb\x1b[0m"),
        ("\x1b[1;31ma\x1b[0m\x1b[31mb\x1b[0m", "\x1b[1;31ma\x1b[22mb\x1b[0m"),
        ("\x1b[1;2;31ma\x1b[0m\x1b[1;31mb\x1b[0m", "\x1b[1;2;31ma\x1b[22;1mb\x1b[0m"),
        ("\x1b[1;7ma\x1b[0m\x1b[7mb\x1b[0m", "\x1b[1;7ma\x1b[0;7mb\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[31mb\x1b[0m", "\x1b[31;44ma\x1b[49mb\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[1;32;44m  \x1b[0m\x1b[31;44mb\x1b[0m", "\x1b[31;44ma  b\x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[4;32;44m  \x1b[0m", "\x1b[31;44ma\x1b[4;32m  \x1b[0m"),
        ("\x1b[31;44ma\x1b[0m\x1b[32;45m  \x1b[0m", "\x1b[31;44ma\x1b[45m  \x1b[0m"),
        ("\x1b[2;3Ha\x1b[2;4H\n\x1b[3;3Hb\x1b[3;4H", "\x1b[2;3Ha\x1b[3;3Hb\x1b[3;4H"),
        ("\n\x1b[1;1Ha", "\n\x1b[1;1Ha"),
        ("\x1b[6;1H\n\x1b[1;1H\x1b[1;1H", "\x1b[6;1H\n\x1b[1;1H"),
        ("\x1b[6;1H\n\x1b[6;1Ha", "\x1b[6;1H\n\x1b[6;1Ha"),
        ("\x1b[1;1H\x1b[5;5H", "\x1b[5;5H"),
    ],
)
def test_what_is_spared(painting: str, fewest: str) -> None:
    """Colours in force, the colour of a blank, and places where nothing is drawn; never a line feed that scrolls."""
    assert fewest == fewest_codes(painting)


@pytest.mark.parametrize(
    "report",
    [
        "\x1b[?2026h",
        "\x1b[31m\x1b[0m\x1b[2J",
        "\x1b]52;c;YQ==\x07",
        "\x1b[>25u",
        "\x1b[4:3ma\x1b[0m",
        "\x1b[38;2;1ma\x1b[0m",
        "\x1b[38;9;1ma\x1b[0m",
        "\x1b[38ma\x1b[0m",
        "\x1b[73ma\x1b[0m",
        "\x1b[31ma\x1b[0m\r",
        "\x1b[31ma\x1b[0m\x9b2J",
        "\x1b[H\x1b[31ma",
        "\x1b",
    ],
)
def test_what_is_not_understood_stays_as_it_is(report: str) -> None:
    """Modes, reports, unknown colours and stray controls are sent on unchanged, with all that stands beside them."""
    assert report == fewest_codes(report)
