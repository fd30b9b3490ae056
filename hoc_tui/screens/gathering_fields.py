"""The questions of the gathering form, and what was written down from their answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from hoc_tui.domain.averaging import Day
from hoc_tui.domain.catalogue import CatalogueTest, Sample
from hoc_tui.domain.dates import short
from hoc_tui.domain.entered import BMI, CLINIC, HOME, Entered, bmi_of, oddities
from hoc_tui.domain.entry.dates import read_past_date
from hoc_tui.domain.entry.home import read_home
from hoc_tui.domain.entry.values import read_pair, read_value
from hoc_tui.domain.errors import HocError
from hoc_tui.domain.gathering import ToGather
from hoc_tui.domain.instruments import Enterable, Instrument, score_of
from hoc_tui.domain.results import Quantity
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.gathering import TestField, points_choices

TAKEN: Final = "taken"
ANOTHER: Final = "another"
TOTAL, ITEMS = "total", "items"
HEADINGS: Final = {
    Sample.MEASURED: "Measured here",
    Sample.ASKED: "Asked",
    Sample.URINE: "Urine",
    Sample.BLOOD: "Blood",
    Sample.ELSEWHERE: "Done elsewhere",
}
NOT_DUE: Final = "Not due yet"
BESIDES: Final = "Besides"
_MODES: Final = (("", "not now"), (ITEMS, "question by question"), (TOTAL, "the total only"))


def day_field(day: date, today: date) -> Field:
    """When it was measured, written out so that a draft keeps its day.

    Args:
        day: The day that stands there at first.
        today: Today.
    """
    return Field(
        TAKEN,
        "When was it measured?",
        short(day),
        required="Say when it was measured.",
        read=lambda text: read_past_date(text, today).said_back,
    )


def another_field() -> Field:
    """Any other test, by a plain word."""
    return Field(ANOTHER, "Another test", hint="a plain word, such as thyroid; then Enter")


def heading_of(one: ToGather) -> str:
    """The group a test stands in.

    Args:
        one: A test of the visit.
    """
    return HEADINGS[one.test.sample]


def fields_of(one: ToGather, content: Enterable, heading: str = "") -> list[TestField]:
    """The fields of one test; of a blood pressure one for each place where it may be measured.

    Args:
        one: The test, with why it is asked for.
        content: What can be written down.
        heading: What stands above the first of them.
    """
    test, why = one.test, one.why
    if test.parts:
        return [
            TestField(
                f"{test.id}-{CLINIC}", f"{test.name}, in clinic", read=_pair, hint="142/84", why=why, heading=heading
            ),
            TestField(
                f"{test.id}-{HOME}",
                f"{test.name}, at home",
                lines=2,
                read=_home,
                why="Every reading: day 1: 150/90 148/88; day 2: 146/86 144/84",
            ),
        ]
    return [_field(test, content, why, heading)]


def _pair(text: str) -> str:
    return read_pair(text).said_back


def _home(text: str) -> str:
    return read_home(text).said_back


def _field(test: CatalogueTest, content: Enterable, why: str, heading: str) -> TestField:
    instrument = content.asked.instrument(test.id)
    if (choices := content.asked.choices_of(test.id)) is not None:
        words = tuple((one.id, one.words) for one in choices.answers)
        return TestField(test.id, test.name, choices=(("", "not done"), *words), why=why, heading=heading)
    if instrument is not None and len(instrument.questions) == 1:
        words = points_choices([(one.points, one.words) for one in instrument.answers_to(1)])
        said = f"{instrument.asked} {why}"
        return TestField(test.id, test.name, choices=words, why=said, heading=heading)
    if instrument is not None and instrument.questions:
        return TestField(test.id, test.name, choices=_MODES, why=why, heading=heading)
    name = f"{test.name}, {test.unit}" if test.unit else test.name
    return TestField(test.id, name, read=_reader(test, instrument), why=why, heading=heading)


def _reader(test: CatalogueTest, instrument: Instrument | None) -> Callable[[str], str]:
    return lambda text: read_value(text, test, instrument).said_back


def question_fields(test: CatalogueTest, instrument: Instrument) -> Iterator[Field]:
    """The questions of a questionnaire, and at last its total for whoever has that alone.

    Args:
        test: Whose total it is.
        instrument: The questionnaire.
    """
    for number, question in enumerate(instrument.questions, 1):
        before = f"{instrument.asked} " if number == 1 and instrument.asked else ""
        answers = points_choices([(one.points, one.words) for one in instrument.answers_to(number)])
        yield Field(f"{test.id}-{number}", f"{before}{number}. {question.words}", choices=answers)
    total = f"{test.name}, total {instrument.lowest} to {instrument.highest}"
    yield Field(
        f"{test.id}-{TOTAL}", total, read=_reader(test, instrument), required="Type the total, or choose not now."
    )


def sure_field(name: str) -> Field:
    """Why something unlikely is right.

    Args:
        name: The field it is about.
    """
    return Field(f"sure-{name}", "Are you sure?", required="Say why it is right, or correct it.")


# -- What was written down ----------------------------------------------------------------------------------------


class Reading:
    """Makes results of the answers of the form.

    Args:
        content: What can be written down.
        answers: What stands in each field, by name.
        today: Today.
    """

    def __init__(self, content: Enterable, answers: Mapping[str, str], today: date) -> None:
        self._content = content
        self._answers = {name: text.strip() for name, text in answers.items()}
        self._taken = read_past_date(self._answers.get(TAKEN, "") or "today", today).value

    def entered(self) -> list[Entered]:
        """Everything that was written down, in the order of the form.

        Raises:
            HocError: Something cannot be understood.
        """
        found = [one for name in self._answers if (one := self.of_field(name)) is not None]
        bmi = None if any(one.test == BMI for one in found) else self.bmi()
        if bmi is not None:
            found.append(bmi.model_copy(update={"reason": self._answers.get(f"sure-{BMI}", "") or bmi.reason}))
        return [one if oddities(one, self._content) else one.model_copy(update={"reason": ""}) for one in found]

    def understood(self) -> list[Entered]:
        """The same without what cannot be understood, while somebody still types."""
        return [one for name in self._answers if (one := self.so_far(name)) is not None]

    def so_far(self, name: str) -> Entered | None:
        """What stands in one field; None while it is nothing yet."""
        try:
            return self.of_field(name)
        except HocError:
            return None

    def odd_about(self, name: str) -> str:
        """What is unlikely about one field, as a sentence; the body mass index may be worked out."""
        entered = self.so_far(name) or (self.bmi() if name == BMI else None)
        return oddities(entered, self._content) if entered is not None else ""

    def bmi(self) -> Entered | None:
        """The body mass index from the weight and height that stand there."""
        return bmi_of(self.understood(), self._content)

    def score(self, test_id: str) -> str:
        """What the answers to a questionnaire come to, in words; empty before the first."""
        instrument, points = self._content.asked.instrument(test_id), self._points(test_id)
        asked = instrument is not None and any(one is not None for one in points)
        return score_of(instrument, points).words if instrument is not None and asked else ""

    def of_field(self, name: str) -> Entered | None:
        """What was written down in one field; None when nothing was, or it only belongs to another.

        Args:
            name: The field's.

        Raises:
            HocError: It cannot be understood.
        """
        test_id, _, place = name.partition("-")
        text, test = self._answers.get(name, ""), self._content.test(test_id)
        if not text or test is None or (place and not test.parts):
            return None
        own = {"test": test.id, "taken": self._taken, "reason": self._answers.get(f"sure-{name}", "")}
        return Entered.model_validate(own | self._value(test, text, place))

    def _value(self, test: CatalogueTest, text: str, place: str) -> dict[str, object]:
        instrument = self._content.asked.instrument(test.id)
        if place == CLINIC:
            return {"setting": CLINIC, "days": (Day(number=1, readings=(read_pair(text).value,)),)}
        if place == HOME:
            return {"setting": HOME, "days": read_home(text).value}
        if self._content.asked.choices_of(test.id) is not None:
            return {"answer": text}
        if instrument is None or not instrument.questions:
            return _number(text, test, instrument)
        if len(instrument.questions) == 1:
            return {"quantity": Quantity(text=text)}
        return self._score(test, text, instrument)

    def _score(self, test: CatalogueTest, mode: str, instrument: Instrument) -> dict[str, object]:
        if mode == ITEMS:
            return {"points": self._points(test.id)}
        return _number(self._answers.get(f"{test.id}-{TOTAL}", ""), test, instrument)

    def _points(self, test_id: str) -> tuple[int | None, ...]:
        instrument = self._content.asked.instrument(test_id)
        numbers = range(1, len(instrument.questions) + 1) if instrument is not None else ()
        given = [self._answers.get(f"{test_id}-{number}", "") for number in numbers]
        return tuple(int(one) if one else None for one in given)


def _number(text: str, test: CatalogueTest, instrument: Instrument | None) -> dict[str, object]:
    entry = read_value(text, test, instrument)
    return {"quantity": entry.value, "note": f"Said as {entry.note}" if entry.note else ""}
