"""What is gathered at one visit: everything due over all conditions, each once, with why and when it was last done."""

from datetime import date

import pytest

from hoc_tui.content.catalogue import usual_catalogue
from hoc_tui.content.instruments import enterable
from hoc_tui.domain.catalogue import Sample
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.gathering import ToGather, find_tests, to_gather
from hoc_tui.domain.known import known_of
from hoc_tui.domain.record import Condition
from hoc_tui.domain.results import Result
from tests.support.judging import item, pressure, record, result

CONTENT = enterable(usual_catalogue())
TODAY = date(2026, 3, 5)


def gathered(
    *results: Result, conditions: tuple[str, ...] = ("Type 2 diabetes", "Hypertension")
) -> dict[str, ToGather]:
    """What is to be gathered of somebody, by test."""
    written = tuple(Condition.model_validate(item(70 + n, name=name)) for n, name in enumerate(conditions))
    whole = record(conditions=written, results=results)
    found = to_gather(whole, known_of(whole, usual_catalogue()), CONTENT, TODAY)
    assert len({one.test.id for one in found}) == len(found)
    return {one.test.id: one for one in found}


def test_each_test_stands_once_with_every_reason() -> None:
    """One list over all conditions."""
    found = gathered()
    assert "Type 2 diabetes; High blood pressure" == found["hba1c"].reasons
    assert found["hba1c"].now
    assert "Type 2 diabetes (only if they take metformin)" == found["b12"].reasons
    assert found["hba1c"].why.endswith("Never done, as far as is known here")


def test_when_it_was_last_done_is_said_with_its_value() -> None:
    """By the family of codes; what is fresh stands behind what is due."""
    old = result("hba1c", "58", taken=PartialDate.parse("2024-03-12"))
    fresh = result("chol", "5.2", taken=PartialDate.parse("2026-02-01"))
    found = gathered(old, fresh, pressure("142", "84", taken=PartialDate.parse("2026-02-01")))
    assert "Last 58 mmol/mol on 12-Mar-2024" == found["hba1c"].last
    assert "Last 142/84 mmHg on 01-Feb-2026" == found["bp"].last
    assert (True, False, False) == (found["hba1c"].wanted, found["chol"].wanted, found["bp"].wanted)
    order = [*found]
    assert order.index("hba1c") < order.index("chol")


def test_what_is_done_with_the_person_comes_first() -> None:
    """Measured, asked, then what goes to the laboratory."""
    samples = [one.test.sample for one in gathered().values() if one.wanted]
    runs = [one for one, before in zip(samples, [None, *samples], strict=False) if one is not before]
    assert [Sample.MEASURED, Sample.ASKED, Sample.URINE, Sample.BLOOD, Sample.ELSEWHERE] == runs


def test_weight_height_and_body_mass_index_stand_together() -> None:
    """Height is asked for wherever the index is."""
    order = [*gathered()]
    place = order.index("wt")
    assert ["wt", "height", "bmi"] == order[place : place + 3]


def test_nobody_without_a_condition_is_due_anything() -> None:
    """Nothing is guessed; tests are added by name."""
    assert {} == gathered(conditions=())
    assert {} == gathered(conditions=("Something nobody knows",))


@pytest.mark.parametrize(
    ("word", "ids"),
    [
        ("thyroid", {"tsh", "ft4"}),
        ("Potassium", {"k"}),
        ("TSH (thyroid)", {"tsh"}),
        ("k", {"k"}),
        ("blood pressure", {"bp"}),
        ("sugar", {"hba1c", "glu_f", "glu"}),
        ("tall", {"height"}),
        ("unicorn", set[str]()),
        ("  ", set[str]()),
    ],
)
def test_a_plain_word_finds_a_test(word: str, ids: set[str]) -> None:
    """By its name or the words people use; half a pair is never found."""
    assert ids <= {one.id for one in find_tests(word, CONTENT)}
    assert bool(ids) is bool(find_tests(word, CONTENT))
    assert not {"sbp", "dbp"} & {one.id for one in find_tests(word, CONTENT)}
