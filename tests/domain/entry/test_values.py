"""Values as people type them: said back as they will be shown, stored as they were typed, refused where doubtful."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.instruments import enterable, usual_asked
from hoc_tui.domain.catalogue import CatalogueTest
from hoc_tui.domain.entry.typed import NotUnderstood
from hoc_tui.domain.entry.values import read_value
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.instruments import Instrument, score_of
from hoc_tui.domain.units import convert, rounded

CONTENT = enterable(usual_catalogue())
NOT_TYPED = ("(", "{", "[", "1")
"""What the units of machines begin with."""
TESTS = [test for test in (*usual_catalogue().tests, *usual_asked().measures) if test.units]
NUMBERED = [test for test in TESTS if CONTENT.asked.instrument(test.id) is None]


def the_test(test_id: str) -> CatalogueTest:
    """A test of the catalogue, or height."""
    test = CONTENT.test(test_id)
    assert test is not None
    return test


@given(st.sampled_from(NUMBERED), st.data())
def test_what_is_said_back_is_what_is_stored(test: CatalogueTest, data: st.DataObject) -> None:
    """In every unit that a test accepts: the number as typed is stored, and its conversion is what is shown (H04)."""
    unit = data.draw(st.sampled_from([one for one in test.units if not one.unit.startswith(NOT_TYPED)]))
    assert test.plausible_low is not None
    assert test.plausible_high is not None
    low, high = (max(unit.from_shown(limit), Decimal()) for limit in (test.plausible_low, test.plausible_high))
    number = data.draw(st.decimals(low, high, places=2, allow_nan=False).filter(lambda one: low <= one <= high))
    entry = read_value(f"{number} {unit.unit}", test)
    shown = convert(entry.value.text, entry.value.unit, test)
    assert shown is not None
    assert str(number) == entry.value.text
    assert entry.said_back.startswith(shown.words)
    assert ("converted from" in entry.said_back) is not unit.same_number
    assert "" == entry.odd


@pytest.mark.parametrize(
    ("test_id", "text", "said"),
    [
        ("hba1c", "7.5%", "58 mmol/mol (converted from 7.5 %)"),
        ("hba1c", "58", "58 mmol/mol"),
        ("egfr", ">90", ">90 mL/min/1.73 m²"),
        ("hb", "13.5 g/dL", "135 g/L (converted from 13.5 g/dL)"),
        ("wt", "13 st 2", "83.5 kg (converted from 184 lb), said as 13 st 2 lb"),
        ("wt", "13 st", "82.6 kg (converted from 182 lb), said as 13 st"),
        ("wt", "82.5", "82.5 kg"),
        ("height", "5 ft 6", "167.6 cm (converted from 66 in), said as 5 ft 6 in"),
        ("height", "1.68 m", "168.0 cm (converted from 1.68 m)"),
        ("height", "168", "168 cm"),
        ("waist", "34 in", "86 cm (converted from 34 in)"),
        ("tsh", "2.10", "2.10 mU/L"),
    ],
)
def test_it_is_said_back(test_id: str, text: str, said: str) -> None:
    """In the unit that is shown, marked when it was converted."""
    assert said == read_value(text, the_test(test_id)).said_back


@pytest.mark.parametrize(
    ("test_id", "text", "guess"),
    [
        ("hba1c", "7.5", "% (58 mmol/mol)"),
        ("creat", "1.2", "mg/dL (106 µmol/L)"),
        ("chol", "200", "mg/dL (5.2 mmol/L)"),
        ("hb", "13.5", "g/dL (135 g/L)"),
        ("height", "1.68", "m (168.0 cm)"),
        ("k", "101", "a digit or the point may be wrong"),
        ("k", "-4", "a digit or the point may be wrong"),
    ],
)
def test_a_slip_of_the_unit_is_guessed_at_and_never_decided(test_id: str, text: str, guess: str) -> None:
    """The slips of the clinical reference, each refused with what may be meant (hazard H04)."""
    with pytest.raises(NotUnderstood) as refused:
        read_value(text, the_test(test_id))
    assert guess in str(refused.value)


@pytest.mark.parametrize(("text", "odd"), [("7.5 mmol/mol", "under 15"), ("210 mmol/mol", "over 200"), ("58", "")])
def test_something_unlikely_is_asked_about(text: str, odd: str) -> None:
    """With its unit typed it may be meant, and needs a reason."""
    entry = read_value(text, the_test("hba1c"))
    assert odd in entry.odd
    assert bool(odd) is bool(entry.odd)


def test_another_tests_unit_is_refused() -> None:
    """It names the units that are taken."""
    with pytest.raises(NotUnderstood, match="it takes mmol/L or mEq/L"):
        read_value("5.1 mg/dL", the_test("k"))


@pytest.mark.parametrize("text", ["28", "-1", "2.5", "<5", "5 points"])
def test_a_total_is_a_whole_number_of_its_scale(text: str) -> None:
    """Nothing outside the scale can be a total (hazard H09)."""
    with pytest.raises(NotUnderstood, match="whole number from 0 to 27"):
        read_value(text, the_test("phq9"), CONTENT.asked.instrument("phq9"))


def test_mmrc_nought_is_no_mrc_grade() -> None:
    """The other scale begins at 0 (hazard H09)."""
    with pytest.raises(NotUnderstood, match="from 1 to 5"):
        read_value("0", the_test("mrc"), CONTENT.asked.instrument("mrc"))


@given(st.sampled_from(TESTS), st.text(max_size=40))
def test_no_text_stops_the_reader(test: CatalogueTest, text: str) -> None:
    """It is understood, or refused with a sentence; nothing else is raised."""
    with suppress(HocError):
        assert read_value(text, test, CONTENT.asked.instrument(test.id)).said_back


# -- Questionnaires -----------------------------------------------------------------------------------------------

ITEMISED = [one for one in CONTENT.asked.instruments if one.questions]


@given(st.sampled_from(ITEMISED), st.data())
def test_a_total_is_the_sum_of_whole_questionnaires_alone(instrument: Instrument, data: st.DataObject) -> None:
    """One answer too few is no total, and it is said which."""
    given_answers = [
        data.draw(st.sampled_from([None, *(one.points for one in instrument.answers_to(number))]))
        for number in range(1, len(instrument.questions) + 1)
    ]
    score = score_of(instrument, given_answers)
    missing = tuple(number for number, one in enumerate(given_answers, 1) if one is None)
    assert missing == score.missing
    if missing:
        assert score.total is None
        assert score.words.startswith("No total")
    else:
        assert sum(one for one in given_answers if one is not None) == score.total
        assert instrument.lowest <= score.total <= instrument.highest
        assert score.words.startswith(f"{score.total} of {instrument.highest}")


def test_rounding_is_half_up() -> None:
    """As people round, never to the even neighbour."""
    assert "84" == rounded(Decimal("83.5"), 0)
