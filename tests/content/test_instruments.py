"""What is asked in set words: whole, with source and licence, and no wording where a licence keeps it out."""

from decimal import Decimal

import pytest

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.instruments import enterable, usual_asked
from hoc_tui.domain.instruments import Answer, Instrument, Question
from hoc_tui.domain.limits import ContentStatus
from hoc_tui.domain.urgent_answers import SAFETY_QUESTION, URGENT_WORDS

ASKED = usual_asked()
CATALOGUE = usual_catalogue()


def test_each_has_source_status_and_licence() -> None:
    """Nobody has signed for any of it, and it says so."""
    for one in (*ASKED.instruments, *ASKED.choices):
        assert one.source
        assert ContentStatus.UNVERIFIED is one.status
    assert all(one.licence for one in ASKED.instruments)


def test_each_is_of_a_test_of_the_catalogue() -> None:
    """With the same scale that the catalogue takes for plausible."""
    for one in ASKED.instruments:
        test = CATALOGUE.test(one.test)
        assert test is not None
        assert [test.plausible_low, test.plausible_high] == [Decimal(one.lowest), Decimal(one.highest)]
    for choices in ASKED.choices:
        test = CATALOGUE.test(choices.test)
        assert test is not None
        assert test.coded
        assert {one.snomed for one in choices.answers if one.snomed} <= {*test.snomed}


def test_every_coded_test_can_be_written_down() -> None:
    """By choice, never as free text."""
    content = enterable(CATALOGUE)
    assert {test.id for test in CATALOGUE.tests if test.coded} == {one.test for one in ASKED.choices}
    assert {"sbp", "dbp"} == {test.id for test in CATALOGUE.tests if not content.takes(test)}


@pytest.mark.parametrize("test_id", ["cat", "act", "rcp3"])
def test_licensed_wording_is_not_here(test_id: str) -> None:
    """The total alone."""
    instrument = ASKED.instrument(test_id)
    assert instrument is not None
    assert () == instrument.questions


@pytest.mark.parametrize(("test_id", "questions"), [("phq9", 9), ("gad7", 7), ("auditc", 3), ("mrc", 1)])
def test_the_others_are_whole(test_id: str, questions: int) -> None:
    """Every question with answers, bands without a gap."""
    instrument = ASKED.instrument(test_id)
    assert instrument is not None
    assert questions == len(instrument.questions)
    if instrument.bands:
        covered = [total for band in instrument.bands for total in range(band.low, band.high + 1)]
        assert [*range(instrument.lowest, instrument.highest + 1)] == covered


def test_mrc_grades_have_the_codes_of_the_catalogue_in_order() -> None:
    """Grade 1 is the first; mMRC has other codes (hazard H09)."""
    instrument, test = ASKED.instrument("mrc"), CATALOGUE.test("mrc")
    assert instrument is not None
    assert test is not None
    assert test.snomed == tuple(one.snomed for one in instrument.answers_to(1))


def test_the_urgent_answers_are_there() -> None:
    """The rules name answers that can be given."""
    phq9 = ASKED.instrument("phq9")
    assert phq9 is not None
    assert "better off dead" in phq9.questions[int(SAFETY_QUESTION["phq9"].removeprefix("Q")) - 1].words
    for test_id, (answer, _, conditions) in URGENT_WORDS.items():
        choices = ASKED.choices_of(test_id)
        assert choices is not None
        assert answer in {one.words.casefold() for one in choices.answers}
        assert {*conditions} <= {one.id for one in CATALOGUE.conditions}


def test_points_that_do_not_add_up_are_refused() -> None:
    """A slip in the file is found when it is read."""
    with pytest.raises(ValueError, match="add up"):
        Instrument(
            test="x",
            source="s",
            licence="l",
            lowest=0,
            highest=9,
            questions=(Question(words="q"),),
            answers=(Answer(words="no", points=0), Answer(words="yes", points=1)),
        )
