"""Today's post from the laboratory: valid messages, read as any others are, about people of the made-up practice."""

from collections import Counter
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.demo.calendar import clock
from hoc_tui.demo.cast import O_KEEFE, YUSUF, ZAINAB
from hoc_tui.demo.life import Life
from hoc_tui.demo.post import Post
from hoc_tui.demo.practice import make_practice
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.messages import IncomingMessage
from hoc_tui.domain.vocabulary import ResultStatus
from hoc_tui.interop.messages import open_messages
from tests.demo.conftest import PEOPLE, TODAY
from tests.support.examples import examples

NOW = clock(TODAY, 10, 20)


def messages(size: int = PEOPLE, seed: int = 1, today: date = TODAY) -> list[IncomingMessage]:
    """Everything that comes with one day's post, as the program reads it."""
    read: list[IncomingMessage] = []
    for letter in Post(make_practice(seed, size, today, clock(today, 10, 20))).letters():
        found = open_messages(BytesIO(letter.body), limit_bytes=1_000_000)
        assert found is not None, letter.name
        for one in found:
            assert isinstance(one, IncomingMessage), one
            read.append(one)
    return read


@pytest.fixture(scope="module")
def post() -> list[IncomingMessage]:
    """The post of the practice that all tests here look at."""
    return messages()


def test_the_post_is_read_without_a_remark(post: list[IncomingMessage]) -> None:
    """A dozen messages in two formats; the readers find nothing odd, leave nothing out and put nothing aside."""
    assert 12 <= len(post) <= 16
    assert {"hl7v2", "edifact"} == {one.source_system.partition("|")[0] for one in post}
    for message in post:
        assert not message.remarks
        for report in message.reports:
            assert (0, (), ()) == (sum(report.ignored.values()), report.puzzles, report.remarks)
            assert report.results


def test_the_same_practice_gets_the_same_post() -> None:
    """To the byte, and another seed gets another one."""
    one, again, other = (
        [letter.body for letter in Post(make_practice(seed, 40, TODAY, NOW)).letters()] for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other


def test_a_message_never_tells_more_than_has_happened(post: list[IncomingMessage]) -> None:
    """Every sample was taken before it was reported, and reported before now."""
    for result in (one for message in post for report in message.reports for one in report.results):
        assert result.taken is not None
        assert result.reported is not None
        assert result.taken.sort_key <= result.reported.sort_key <= NOW.astimezone(UTC).isoformat()


def test_the_numbers_are_of_the_range_for_tests(post: list[IncomingMessage]) -> None:
    """Every NHS number is valid and nobody's, and one of them leads to nobody here."""
    here = {life.fields["nhs_number"].replace(" ", "") for life in _living()}
    sent = [NhsNumber.parse(report.person.nhs_number) for message in post for report in message.reports]
    assert all(number.valid and number.digits.startswith("999") for number in sent)
    assert 1 == sum(number.digits not in here for number in sent)


def _living() -> list[Life]:
    practice = make_practice(1, PEOPLE, TODAY, NOW)
    return [life for number in range(3, PEOPLE) if (life := practice.living(number)) is not None]


def test_there_is_one_of_everything_that_makes_work(post: list[IncomingMessage]) -> None:
    """One value to phone, one preliminary that is final later, one corrected, one code that nobody knows."""
    results = [one for message in post for report in message.reports for one in report.results]
    statuses = Counter(one.status for one in results)
    assert (1, 1) == (statuses[ResultStatus.PRELIMINARY], statuses[ResultStatus.CORRECTED])
    [early] = [one for one in results if one.status is ResultStatus.PRELIMINARY]
    later = [one for one in results if one.source_id == early.source_id and one is not early]
    assert [ResultStatus.FINAL] == [one.status for one in later]
    assert ["6.4 mmol/L"] == [one.value_words for one in results if one.name == "Potassium" and one.flag]
    assert ["99RIV|GHB2"] == [one.test_key for one in results if one.test_key.startswith("99RIV")]


def test_the_corrected_result_is_one_that_a_plan_has_used() -> None:
    """The correction has the sender's id of the result in Mr Ahmed's record that his plan of today shows."""
    practice = make_practice(1, 8, TODAY, NOW)
    record = list(practice.records())[YUSUF]
    [corrected] = [
        (message.source_system, one)
        for message in messages(8)
        for report in message.reports
        for one in report.results
        if one.status is ResultStatus.CORRECTED
    ]
    [before] = [one for one in record.results if one.source_id == corrected[1].source_id]
    assert before.source_system == corrected[0]
    assert before.value_words in corrected[1].comment
    assert str(before.id) in record.agreed[-1].body


def test_what_has_not_come_is_not_in_the_record() -> None:
    """Mrs Khan's newest blood test is in the post alone, and nothing of it in her record."""
    practice = make_practice(1, 8, TODAY, NOW)
    record = list(practice.records())[ZAINAB]
    sent = practice.unchecked()
    assert {"hba1c", "tsh"} <= sent.keys()
    assert {one.source_id for one in sent.values()}.isdisjoint({one.source_id for one in record.results})


def test_apostrophes_are_released_in_edifact(post: list[IncomingMessage]) -> None:
    """Mr O'Keefe's name comes out of the message as it went in."""
    names = [report.person.family for one in post if one.source_system.startswith("edifact") for report in one.reports]
    life = make_practice(1, PEOPLE, TODAY, NOW).living(O_KEEFE)
    assert life is not None
    assert ["O'Keefe"] == names == [life.fields["family"]]


@examples(6)
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(1, 70),
    today=st.dates(date(2024, 1, 1), date(2034, 12, 31)),
)
def test_every_practice_gets_a_post_that_can_be_read(seed: int, size: int, today: date) -> None:
    """However small it is, whatever day it is, every message is read and says nothing odd."""
    for message in messages(size, seed, today):
        assert all(not report.puzzles and not report.remarks for report in message.reports)


def test_a_post_at_night_has_nothing_from_the_morning_in_it() -> None:
    """Made before the morning's letters come, they are reported by now."""
    now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
    bodies = [letter.body for letter in Post(make_practice(1, 30, TODAY, now)).letters()]
    assert any(b"202611200100" in body for body in bodies)
    assert not any(b"202611200950" in body for body in bodies)
