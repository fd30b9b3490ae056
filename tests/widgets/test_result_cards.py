"""What a card of the results pane says: word and mark, whose limit, and everything that must not be hidden."""

from datetime import date
from uuid import UUID

import pytest

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.planning import Link
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import ReferenceRange, Result
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import ItemKind, ReviewState, Urgency
from hoc_tui.screens.looking import look_at
from hoc_tui.text import glyphs
from hoc_tui.widgets.conversation.result_cards import result_cards
from tests.support.judging import NO_CONDITIONS, aim, item, pressure, record, result

TODAY = date(2026, 3, 5)
GP = {"source_system": "gp record"}


def cards(whole: Record) -> str:
    """The whole pane, line by line."""
    return "\n".join(one.lines(200, brief=False).plain for one in result_cards(look_at(whole, TODAY)))


def pane(*results: Result, **parts: object) -> str:
    """The pane of a record with some results, in one line of words."""
    words = cards(record(results=results, background_lists=(NO_CONDITIONS,), **parts)).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    return " ".join(words.replace("\N{WORD JOINER}", "").split())


def review(one: Result, state: ReviewState, urgency: Urgency = Urgency.PLAIN) -> Review:
    """What a clinician has said of a result."""
    return Review.model_validate(item(70, result_id=one.id, state=state, urgency=urgency))


def test_a_value_has_its_word_its_mark_and_whose_limit_it_is() -> None:
    """Never a colour alone."""
    words = pane(result("k", "5.6"))
    assert f"5.6 mmol/L {glyphs().above} above usual range" in words
    assert "usual range: 3.5 to 5.3" in words


def test_a_converted_value_is_marked_and_a_unit_that_stands_apart_is_said() -> None:
    """Neither is hidden on the test's card (hazard H04)."""
    words = pane(result("hba1c", "7.0", "%"), result("hba1c", "9", "g/L", taken=PartialDate("2025-01-01")))
    assert "53 mmol/mol (sent as 7.0 %)" in words
    assert "in g/L, apart: 1 result" in words
    assert "in mmol/mol, apart: 1 result" in words


def test_both_sources_are_named() -> None:
    """One value that two systems sent (hazard H02)."""
    words = pane(result("k", "4.1"), result("k", "4.1", **GP))
    assert 1 == words.count("4.1 mmol/L")
    assert "from laboratory, and the same from gp record" in words


def test_what_cannot_wait_comes_first_and_is_counted() -> None:
    """The group with it, then groups with something out, then the rest (hazard H05)."""
    results = (result("hba1c", "50"), result("k", "6.4"), result("tsh", "2.0"))
    lines = cards(record(results=results, background_lists=(NO_CONDITIONS,))).splitlines()
    titles = [line for line in lines if line.startswith(("Kidneys", "Blood sugar", "Thyroid"))]
    assert ["Kidneys: 1 urgent, 1 out", "Blood sugar: 1 out", "Thyroid"] == titles


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ReviewState.NEW, "not yet checked"),
        (ReviewState.KEPT_BACK, "kept back until you talk about it"),
        (ReviewState.ACT_FIRST, "act first"),
    ],
)
def test_a_result_that_is_not_released_says_so(state: ReviewState, said: str) -> None:
    """Also when the review is of the copy from another source."""
    ours, copy = result("k", "4.1"), result("k", "4.1", **GP)
    assert said in pane(ours, copy, reviews=(review(copy, state),))
    assert said not in pane(ours, copy, reviews=(review(copy, ReviewState.SAFE),))


def test_phone_today_is_said_while_nobody_has_dealt_with_it() -> None:
    """An old value that was dealt with is urgent by its number, and today is not the day."""
    one = result("k", "6.4")
    waits = pane(one, reviews=(review(one, ReviewState.NEW, Urgency.PHONE),))
    assert "6.4 mmol/L is at or over 6.0: phone today" in waits
    seen = pane(one)
    assert f"{glyphs().overdue} urgent" in seen
    assert "6.4 mmol/L is at or over 6.0" in seen
    assert "today" not in seen.replace("4 days ago", "")


def test_an_aim_never_silences_the_usual_range_or_a_limit_for_phoning() -> None:
    """All stand beside the aim's word (hazard H11)."""
    ranged = (ReferenceRange(low="3.5", high="5.0", unit="mmol/L"),)
    words = pane(result("k", "6.4", ranges=ranged), targets=(aim("k", high="9"),))
    assert f"urgent {glyphs().tick} meets aim {glyphs().above} above range sent" in words
    usual = pane(result("k", "5.6"), targets=(aim("k", high="9"),))
    assert f"{glyphs().tick} meets aim {glyphs().above} above usual range" in usual


def test_a_pair_of_pressures_says_which_number_each_limit_is_for() -> None:
    """One card, both limits."""
    words = pane(pressure("150", "78", setting="clinic"))
    assert f"150/78 mmHg, in clinic {glyphs().above} above usual range" in words
    assert "top number: " in words
    assert "bottom number: " in words


def test_about_the_same_and_a_caution_stand_under_the_value() -> None:
    """What the number does not mean."""
    low = [result("egfr", value, taken=PartialDate(day)) for value, day in (("58", "2026-01-01"), ("55", "2026-03-01"))]
    words = pane(*low)
    assert "about the same since Jan 2026" in words
    assert "One low result is not kidney disease" in words


def test_a_link_kept_under_another_code_leads_to_the_card() -> None:
    """The goal names the test by the code it came with then."""
    link = Link.model_validate(
        item(80, first_kind=ItemKind.GOAL, first_id=UUID(int=81), test_key="http://loinc.org|4548-4")
    )
    view = look_at(record(results=(result("hba1c", "53"),), links=(link,)), TODAY)
    (one,) = view.series
    assert {str(UUID(int=81))} == view.linked_with(one.key)
    assert {one.series.test_key} == view.record.links[0].test_keys
