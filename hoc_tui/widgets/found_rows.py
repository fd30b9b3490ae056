"""Rows of Find: a name with two identifiers beside it, and in words whatever could lead to the wrong record."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from hoc_tui.domain.dates import age_on, short
from hoc_tui.domain.lists import FoundPerson, ListedPerson
from hoc_tui.domain.vocabulary import Registration
from hoc_tui.text import Content, display, glyphs, join, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.flow import Layout

FOUND_COLUMNS: Final = (
    Column("Person"),
    Column("Born", width=18),
    Column("NHS number", width=12),
    Column("Postcode", width=8),
)
"""The columns of Find; they fit beside each other from 80 columns on."""

REGISTER_KEY: Final = "register"
"""The key of the row that registers somebody new."""

GONE_WORDS: Final = {
    Registration.DIED: "died",
    Registration.LEFT: "has left this practice",
    Registration.JOINED: "goes on in another record",
}
"""What is said of a person who is no longer here."""


def found_cards(found: Sequence[FoundPerson], today: date, *, register: str) -> list[Card]:
    """The rows, and at the end one that registers somebody new.

    Args:
        found: Who fits, in order.
        today: For ages.
        register: What the last row says; empty when there is to be none.
    """
    rows = [Card(str(one.person_id), _row(one, today)) for one in found]
    return [*rows, Card(REGISTER_KEY, display(register))] if register else rows


def _row(one: FoundPerson, today: date) -> Layout:
    """The row, made when it comes into sight: of fifty found ten do, and the next letter is typed meanwhile."""

    def lines(width: int) -> Content:
        return Row(FOUND_COLUMNS, _cells(one, today))(width)

    return lines


def _cells(one: FoundPerson, today: date) -> tuple[Content, ...]:
    called = [display(f"likes to be called {one.preferred}", "$quiet")] if one.preferred else []
    name = join([display(one.name, "bold"), *called, *warnings(one, alike="similar name" * one.similar)], "\n")
    return (name, _born(one, today), _number(one), display(together(one.postcode)))


def warnings(one: ListedPerson, *, alike: str = "") -> list[Content]:
    """What could lead to the wrong record, each in words with a mark.

    Args:
        one: Who the row is about.
        alike: What to say of similar names; empty when there are none.
    """
    said = [words for words in (GONE_WORDS.get(one.registration, ""), alike) if words]
    return [warning(words) for words in said]


def warning(words: str) -> Content:
    """Words that must not be missed.

    Args:
        words: What is the matter.
    """
    return display(f"{glyphs().overdue} {words}", "bold $signal")


def _born(one: FoundPerson, today: date) -> Content:
    if one.born is None:
        return display("Not Known")
    age = "" if one.registration is Registration.DIED else f" ({age_on(one.born, today)} y)"
    return display(together(f"{short(one.born)}{age}"))


def _number(one: FoundPerson) -> Content:
    number = one.number
    ours = display(one.local_id, "$quiet")
    if number is None:
        return join([display("none", "$quiet"), ours], "\n")
    shown = display(together(number.display))
    return shown if number.valid else join([shown, warning("not valid"), ours], "\n")
