"""Questionnaires and coded answers as reviewed content has them, and the total of what somebody answered.

The wording stands in `hoc_tui.content`; nothing here reads a file. A total is made of whole questionnaires alone: one
answer too few is no total (hazard H09).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from pydantic import model_validator

from hoc_tui.domain.catalogue import Catalogue, CatalogueTest
from hoc_tui.domain.limits import Reviewed
from hoc_tui.domain.model import Value

QUESTION: Final = "Q"
"""What the name of an answer among the parts of a result starts with: "Q9"."""


class Answer(Value):
    """One answer that a question offers, with its points."""

    words: str
    points: int
    snomed: str = ""
    """Its own code, where the answer is the result and that code was seen with its name."""


class Question(Value):
    """One question of a questionnaire, in its authors' words."""

    words: str
    answers: tuple[Answer, ...] = ()
    """Its own answers; empty where all questions have the same."""


class Band(Value):
    """What a total is called: words, never a judgement."""

    low: int
    high: int
    words: str


class Instrument(Reviewed):
    """A questionnaire whose total is a test's result."""

    test: str
    """The test's id."""
    asked: str = ""
    """What is said before the questions."""
    questions: tuple[Question, ...] = ()
    """Empty where the licence keeps the wording out: then only the total is written down."""
    answers: tuple[Answer, ...] = ()
    """The answers of every question that has none of its own."""
    lowest: int
    highest: int
    bands: tuple[Band, ...] = ()
    licence: str

    def answers_to(self, number: int) -> tuple[Answer, ...]:
        """The answers that a question offers.

        Args:
            number: The question's, from 1.
        """
        return self.questions[number - 1].answers or self.answers

    def band_of(self, total: int) -> str:
        """What a total is called; empty where the authors have no word for it.

        Args:
            total: The sum of all points.
        """
        return next((band.words for band in self.bands if band.low <= total <= band.high), "")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        numbers = range(1, len(self.questions) + 1)
        points = [[one.points for one in self.answers_to(number)] for number in numbers]
        if any(not some or len(set(some)) < len(some) for some in points):
            raise ValueError("each question has answers, no two of the same points")
        if points and (sum(map(min, points)), sum(map(max, points))) != (self.lowest, self.highest):
            raise ValueError("the answers do not add up to the lowest and the highest total")
        return self


class CodedAnswer(Value):
    """One of the answers that a coded test has; it is stored as these words, never as free text."""

    id: str
    words: str
    snomed: str = ""
    """Its code, where that was seen with its name; otherwise the words alone are stored."""


class Choices(Reviewed):
    """The answers of a coded test."""

    test: str
    answers: tuple[CodedAnswer, ...]

    def answer(self, answer_id: str) -> CodedAnswer | None:
        """The answer of this id."""
        return next((one for one in self.answers if one.id == answer_id), None)


class Asked(Value):
    """Everything that is asked in set words."""

    instruments: tuple[Instrument, ...] = ()
    choices: tuple[Choices, ...] = ()
    measures: tuple[CatalogueTest, ...] = ()
    """What is measured only to work something else out, and judged by nothing: height."""

    def instrument(self, test_id: str) -> Instrument | None:
        """The questionnaire whose total is a test."""
        return next((one for one in self.instruments if one.test == test_id), None)

    def choices_of(self, test_id: str) -> Choices | None:
        """The answers of a coded test."""
        return next((one for one in self.choices if one.test == test_id), None)


@dataclass(frozen=True, slots=True)
class Enterable:
    """What can be written down by hand, and what is known of each."""

    catalogue: Catalogue
    asked: Asked

    def test(self, test_id: str) -> CatalogueTest | None:
        """The test, or what is measured beside the tests, of this id."""
        return self.catalogue.test(test_id) or next((one for one in self.asked.measures if one.id == test_id), None)

    def takes(self, test: CatalogueTest) -> bool:
        """Whether a test can be written down: it has a unit, a total, set answers, or is a pair.

        Why not a test that is part of a pair: one pressure without the other is half a reading.
        """
        halves = {part for whole in self.catalogue.tests for part in whole.parts}
        answered = bool(test.units or test.parts) or self.asked.choices_of(test.id) is not None
        return answered and test.id not in halves


@dataclass(frozen=True, slots=True)
class Score:
    """What somebody's answers come to."""

    total: int | None
    """None while a question has no answer."""
    highest: int
    missing: tuple[int, ...]
    """The numbers of the questions without an answer."""
    asked: int
    band: str = ""

    @property
    def words(self) -> str:
        """The total with its word, or why there is none: "14 of 27, moderate"."""
        if self.total is None:
            many = len(self.missing)
            which = f"question {self.missing[0]} has" if many == 1 else f"{many} of {self.asked} questions have"
            return f"No total: {which} no answer"
        return ", ".join(filter(None, (f"{self.total} of {self.highest}", self.band)))


def score_of(instrument: Instrument, points: Sequence[int | None]) -> Score:
    """The total of a questionnaire.

    Args:
        instrument: Which.
        points: Of each question in order; None where it has no answer, and for those past the end.
    """
    asked = len(instrument.questions)
    given = [*points, *[None] * asked][:asked]
    missing = tuple(number for number, one in enumerate(given, 1) if one is None)
    total = None if missing else sum(one for one in given if one is not None)
    band = "" if total is None else instrument.band_of(total)
    return Score(total, instrument.highest, missing, asked, band)
