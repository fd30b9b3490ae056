"""No text that can be typed, pasted or scanned makes a reader stumble."""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.entry.births import read_birth
from hoc_tui.domain.entry.body import read_height, read_pressure, read_weight
from hoc_tui.domain.entry.choices import read_choices
from hoc_tui.domain.entry.dates import read_date, read_past_date
from hoc_tui.domain.entry.hba1c import read_hba1c
from hoc_tui.domain.entry.numbers import read_number
from hoc_tui.domain.entry.rulers import read_ruler
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.text import is_harmless
from tests.domain.hostile import any_text, entry_like

TODAY = date(2026, 11, 20)


class Entry(Protocol):
    """What every reader returns."""

    @property
    def said_back(self) -> str: ...


Reader: TypeAlias = Callable[[str], Entry]
READERS: dict[str, Reader] = {
    "date": lambda text: read_date(text, TODAY),
    "past date": lambda text: read_past_date(text, TODAY),
    "birth": lambda text: read_birth(text, TODAY),
    "weight": read_weight,
    "height": read_height,
    "pressure": read_pressure,
    "HbA1c": read_hba1c,
    "number": read_number,
    "number with unit": lambda text: read_number(text, unit="mmol/L"),
    "ruler": read_ruler,
    "choices": lambda text: read_choices(text, 20),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@given(text=st.one_of(any_text, entry_like))
def test_a_reader_understands_or_says_that_it_does_not(reader: Reader, text: str) -> None:
    """It says something back or refuses with one sentence, both harmless, and nothing else ever happens."""
    answer = _answer(reader, text)
    assert answer
    assert is_harmless(answer)


def _answer(reader: Reader, text: str) -> str:
    try:
        return reader(text).said_back
    except HocError as refusal:
        return refusal.message


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_whole_letter_pasted_into_a_field_is_refused_whole(reader: Reader) -> None:
    """Too long for any text field or only for this one, it ends in a sentence that does not repeat it."""
    for pasted in ("a patient letter " * 20, "1" * 500, "9" * 4001):
        with pytest.raises(HocError) as refusal:
            reader(pasted)
        assert pasted[:20] not in refusal.value.message
