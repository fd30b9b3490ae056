"""Reviewed content in documents: what is urgent, converted, said twice or not to be sent is read, on screen or off."""

from datetime import date
from uuid import UUID

from hoc_tui.content.site import catalogue_for
from hoc_tui.documents.linear import record_text
from hoc_tui.documents.plain import plan_text
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.plan import content_of
from hoc_tui.domain.plan_heading import PlanHeading
from hoc_tui.domain.results import ReferenceRange, Result
from hoc_tui.domain.triage import Review
from hoc_tui.domain.vocabulary import ReviewState
from tests.support.judging import EVERYTHING, NO_CONDITIONS, aim, item, record, result

HEADING = PlanHeading.of_draft(0, made_up=False)


def linear(*results: Result, **parts: object) -> list[str]:
    """The record as `hoc-tui show` prints it, line by line."""
    whole = record(results=results, background_lists=(NO_CONDITIONS,), **parts)
    text = record_text(whole, catalogue_for(EVERYTHING), today=date(2026, 3, 5), zone="Europe/London", clinical=True)
    return [line.strip() for line in text.splitlines()]


def test_a_record_is_read_with_plain_names_limits_and_marks() -> None:
    """The test by its plain name, whose limit, what was sent, that it is urgent, and the unit that stands apart."""
    odd = result("k", "5", "g/L", taken=PartialDate("2020-01-01"), ranges=(ReferenceRange(high="9", unit="g/L"),))
    lines = linear(result("k", "6.4"), result("hba1c", "7.0", "%"), odd)
    names = [lines.index(name) for name in ("Potassium", "HbA1c (long-term sugar)")]
    assert sorted(names) == names
    assert "Urgent: 6.4 mmol/L is at or over 6.0" in lines
    assert "Above: usual range, 3.5 to 5.3" in lines
    assert "Apart, in g/L: 1 result" in lines
    assert any("53 mmol/mol (sent as 7.0 %)" in line for line in lines)


def test_both_sources_and_what_is_not_to_be_sent_are_said() -> None:
    """By ear as by eye."""
    ours, copy = result("k", "4.1"), result("k", "4.1", source_system="gp record")
    review = Review.model_validate(item(70, result_id=copy.id, state=ReviewState.NEW))
    lines = linear(ours, copy, reviews=(review,))
    assert "Sent by: laboratory, and the same from gp record" in lines
    assert "Not to be sent to the person yet" in lines


def test_a_record_is_read_with_what_an_aim_does_not_silence() -> None:
    """The usual range beside a met aim, and a change that is none."""
    older = result("hba1c", "50", taken=PartialDate("2025-03-01"))
    lines = linear(older, result("hba1c", "52"), targets=(aim("hba1c", high="58"),))
    assert "By the usual range: above" in lines
    assert "Change: about the same since 1 March 2025" in lines


def test_the_persons_copy_says_the_usual_range_in_plain_words() -> None:
    """As the limit in force, and beside an aim that is met."""
    aimed = record(results=(result("k", "5.6"),), targets=(aim("k", high="5.9", id=UUID(int=30)),))
    plain = record(results=(result("k", "5.6"),))
    texts = [plan_text(content_of(one, catalogue_for(EVERYTHING)), heading=HEADING) for one in (plain, aimed)]
    said = [" ".join(text.replace("\N{NO-BREAK SPACE}", " ").split()) for text in texts]
    assert "This is above the usual range: 3.5 to 5.3" in said[0]
    assert "This is in range, by my own aim: 5.9 mmol/L or under" in said[1]
    assert "It is above the usual range" in said[1]
