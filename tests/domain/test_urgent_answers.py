"""Answers that cannot wait whatever the number beside them, on every card and list that judges results."""

import pytest

from hoc_tui.domain.judging import judge
from hoc_tui.domain.results import Component, Quantity
from hoc_tui.domain.urgent_answers import urgent_answer
from hoc_tui.domain.vocabulary import Urgency
from tests.support.judging import known, result


def answers(last: str) -> tuple[Component, ...]:
    """The answers to PHQ-9, nought but for the last."""
    numbers = ["0"] * 8 + [last]
    return tuple(Component(name=f"Q{n}", quantity=Quantity(text=text)) for n, text in enumerate(numbers, 1))


@pytest.mark.parametrize(("last", "urgency"), [("0", Urgency.PLAIN), ("1", Urgency.PHONE), ("3", Urgency.PHONE)])
def test_question_nine_is_never_passed_over(last: str, urgency: Urgency) -> None:
    """However low the total, and also where nobody has approved any limit (hazard H13)."""
    judged = judge(result("phq9", last, components=answers(last)), (), known())
    assert urgency is judged.urgency
    assert ("question 9" in judged.said) is (urgency is Urgency.PHONE)


def test_it_stands_beside_a_limit_that_is_passed_as_well() -> None:
    """Both reasons are said."""
    judged = judge(result("phq9", "22", components=answers("2")), (), known())
    assert "question 9" in judged.said
    assert "at or over 20" in judged.said


def test_without_a_total_it_cannot_wait_all_the_same() -> None:
    """An answer too few makes no total, and hides nothing."""
    judged = judge(result("phq9", None, components=answers("1")[1:], text="No total"), (), known())
    assert Urgency.PHONE is judged.urgency


@pytest.mark.parametrize(
    ("test_id", "text", "conditions", "urgent"),
    [
        ("foot", "Active foot disease", frozenset[str](), True),
        ("foot", "High risk", frozenset[str](), False),
        ("rhythm", "Irregular", frozenset[str](), True),
        ("rhythm", "irregular ", None, True),
        ("rhythm", "Irregular", frozenset({"af"}), False),
        ("rhythm", "Regular", frozenset[str](), False),
        ("smok", "Irregular", frozenset[str](), False),
    ],
)
def test_urgent_words(test_id: str, text: str, conditions: frozenset[str] | None, urgent: bool) -> None:
    """An irregular pulse is nothing new to somebody with atrial fibrillation, and news where nobody knows."""
    assert urgent is bool(urgent_answer(test_id, result(test_id, None, text=text), conditions))
