"""A result as somebody writes it down by hand, and the result that it becomes in the record.

What was typed is what is stored: converting is for showing. Coded answers are stored as their words, a pair of
pressures as two parts, home readings as their average with every reading beside it, a questionnaire with its answers.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import Field

from hoc_tui.domain.averaging import Day, Pressures, average
from hoc_tui.domain.catalogue import LOINC, READ_V2, SNOMED, CatalogueTest
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.instruments import QUESTION, CodedAnswer, Enterable, Instrument, score_of
from hoc_tui.domain.model import Value
from hoc_tui.domain.plausible import odd_about, slip_in
from hoc_tui.domain.results import Code, Component, Quantity, SentResult
from hoc_tui.domain.series import family_key
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.units import accepted, convert, rounded
from hoc_tui.domain.vocabulary import ResultStatus

HAND: Final = "hand"
"""The sender of what is written down by hand."""
CLINIC, HOME = "clinic", "home"
WEIGHT, HEIGHT, BMI, PRESSURE = "wt", "height", "bmi", "bp"
WORKED_OUT: Final = "Worked out from"
"""What the note of a number begins with that nobody typed."""
_METRE = Decimal(100)


class Entered(Value):
    """One result written down by hand; what it holds besides its test and day depends on the test."""

    test: str
    """The test's id."""
    taken: date
    """On which day it was measured or asked."""
    quantity: Quantity | None = None
    """A number as typed, in a unit that the test accepts."""
    days: tuple[Day, ...] = ()
    """Blood pressures: one reading in clinic, or readings at home by day."""
    setting: Annotated[str, Field(pattern="^(clinic|home)?$")] = ""
    """Where a blood pressure was measured."""
    answer: str = ""
    """A coded answer's id."""
    points: tuple[int | None, ...] = ()
    """The answers of a questionnaire, question by question; None where there is none."""
    reason: Line = ""
    """Why something unlikely is right."""
    note: Words = ""
    """How a number was said or worked out."""

    @property
    def place(self) -> str:
        """What tells it apart from everything else that is written down at once."""
        return "|".join(filter(None, (self.test, self.setting)))


def sent_result(entered: Entered, content: Enterable, source_id: str, performer: str) -> SentResult:
    """The result that something written down becomes.

    Args:
        entered: As it was written down.
        content: What can be written down here.
        source_id: Its identity among what is written down by hand.
        performer: Who wrote it down.

    Raises:
        Refused: There is no such test, or what was written down is no result of it.
    """
    test = content.test(entered.test)
    if test is None or not content.takes(test):
        raise Refused("This test cannot be written down by hand.")
    answer = _answer(entered, test, content)
    instrument = content.asked.instrument(test.id)
    quantity, components, text = _value(entered, test, answer, instrument)
    _check_likely(entered, test, quantity, components, content)
    return SentResult(
        source_id=source_id,
        test_key=family_key(test) if not _answers_are_codes(test, content) else f"test|{test.id}",
        name=test.name,
        codes=_codes(test, answer, instrument, entered, content),
        quantity=quantity,
        components=components,
        text=text,
        comment=_comment(entered),
        status=ResultStatus.FINAL,
        taken=PartialDate(entered.taken.isoformat()),
        performer=performer,
        setting=entered.setting,
    )


def _answers_are_codes(test: CatalogueTest, content: Enterable) -> bool:
    """Whether the codes of a test name its answers and not the test: one of them must not stand for all."""
    return content.asked.choices_of(test.id) is not None or _grades(content.asked.instrument(test.id))


def _grades(instrument: Instrument | None) -> bool:
    return instrument is not None and any(one.snomed for question in instrument.questions for one in question.answers)


def _answer(entered: Entered, test: CatalogueTest, content: Enterable) -> CodedAnswer | None:
    choices = content.asked.choices_of(test.id)
    if choices is None:
        return None
    answer = choices.answer(entered.answer)
    if answer is None:
        raise Refused(f"{test.name} is written down by one of its answers, never in other words.")
    return answer


Parts = tuple[Quantity | None, tuple[Component, ...], str]
"""A number, parts, and words."""


def _value(entered: Entered, test: CatalogueTest, answer: CodedAnswer | None, instrument: Instrument | None) -> Parts:
    if answer is not None:
        return None, (), answer.words
    if test.parts:
        return None, _pressures(entered), ""
    if entered.points and instrument is not None and instrument.questions:
        return _scored(entered, instrument)
    if entered.quantity is None:
        raise Refused(f"No value was written down for {test.name}.")
    return _checked_number(entered.quantity, test, instrument), (), ""


def _checked_number(quantity: Quantity, test: CatalogueTest, instrument: Instrument | None) -> Quantity:
    if accepted(quantity.unit, test) is None or convert(quantity.text, quantity.unit, test) is None:
        raise Refused(f"{quantity.words} is no value of {test.name}.")
    if instrument is not None and not _on_scale(quantity, instrument):
        raise Refused(f"{quantity.words} is no total of {test.name}.")
    return quantity


def _on_scale(quantity: Quantity, instrument: Instrument) -> bool:
    number = quantity.number
    whole = number == number.to_integral_value() and quantity.comparator is None
    return whole and instrument.lowest <= number <= instrument.highest


def _scored(entered: Entered, instrument: Instrument) -> Parts:
    """The total with every answer as a part; without a total when an answer is missing, and it says so."""
    if not any(one is not None for one in entered.points) or len(entered.points) > len(instrument.questions):
        raise Refused("No question of this questionnaire has an answer.")
    for number, one in enumerate(entered.points, 1):
        if one is not None and one not in {answer.points for answer in instrument.answers_to(number)}:
            raise Refused(f"Question {number} has no answer of {one} points.")
    score = score_of(instrument, entered.points)
    total = None if score.total is None else Quantity(text=str(score.total))
    if len(instrument.questions) == 1:
        return total, (), ""
    parts = tuple(
        Component(name=f"{QUESTION}{number}", quantity=Quantity(text=str(one)))
        for number, one in enumerate(entered.points, 1)
        if one is not None
    )
    return total, parts, "" if total is not None else score.words


# -- Blood pressure -----------------------------------------------------------------------------------------------

_SIDES = (("Systolic", "8480-6", "systolic"), ("Diastolic", "8462-4", "diastolic"))
"""Names and LOINC codes of the two numbers, as other senders give them."""


def _pressures(entered: Entered) -> tuple[Component, ...]:
    whole = _one_pair(entered)
    if whole.systolic <= whole.diastolic:
        raise Refused("The higher pressure comes first.")
    return tuple(
        Component(
            name=name,
            codes=(Code(system=LOINC, code=code),),
            quantity=Quantity(text=str(getattr(whole, side)), unit="mmHg"),
        )
        for name, code, side in _SIDES
    )


def _one_pair(entered: Entered) -> Pressures:
    """The pair that counts: the one that was read in clinic, or the average of those at home."""
    if entered.setting not in {CLINIC, HOME}:
        raise Refused("Say where the blood pressure was measured: in clinic or at home.")
    if entered.setting == HOME:
        found = average(entered.days) if len({day.number for day in entered.days}) == len(entered.days) else None
        if found is None:
            raise Refused("Home readings of one day alone make no average.")
        return found.pressures
    readings = [one for day in entered.days for one in day.readings]
    if len(readings) != 1:
        raise Refused("A blood pressure in clinic is one pair.")
    return readings[0]


# -- What is unlikely ---------------------------------------------------------------------------------------------


def oddities(entered: Entered, content: Enterable) -> str:
    """What is unlikely about something written down, so that a reason is asked; empty when nothing is.

    Args:
        entered: As it was written down.
        content: What can be written down here.
    """
    test = content.test(entered.test)
    if test is None:
        return ""
    if test.parts:
        return " ".join(filter(None, (*_odd_pressures(entered, test, content), _short(entered))))
    return odd_about(entered.quantity, test) if entered.quantity is not None else ""


def _odd_pressures(entered: Entered, test: CatalogueTest, content: Enterable) -> Iterable[str]:
    """Of every reading, since one slip would hide in an average."""
    parts = [part for part in map(content.catalogue.test, test.parts) if part is not None]
    readings = [one for day in entered.days for one in day.readings]
    said = (
        odd_about(Quantity(text=str(number), unit="mmHg"), part)
        for one in readings
        for number, part in zip((one.systolic, one.diastolic), parts, strict=False)
    )
    return dict.fromkeys(filter(None, said))


def _short(entered: Entered) -> str:
    found = average(entered.days) if entered.setting == HOME else None
    return f"There are {found.short}." if found is not None and found.short else ""


def _check_likely(
    entered: Entered,
    test: CatalogueTest,
    quantity: Quantity | None,
    components: Sequence[Component],
    content: Enterable,
) -> None:
    """Refuse what nobody can have, and what is unlikely and came without a reason."""
    units = [content.catalogue.test(part) for part in test.parts]
    numbers = [(quantity, test), *((part.quantity, unit) for part, unit in zip(components, units, strict=False))]
    for number, of in numbers:
        if number is not None and of is not None and (slip := slip_in(number, of, unit_typed=True)):
            raise Refused(f"{test.name} {slip}.")
    odd = oddities(entered, content)
    if odd and not entered.reason:
        raise Refused(f"{test.name}: {odd} Say why it is right.")


# -- Words and codes ----------------------------------------------------------------------------------------------


def _codes(
    test: CatalogueTest,
    answer: CodedAnswer | None,
    instrument: Instrument | None,
    entered: Entered,
    content: Enterable,
) -> tuple[Code, ...]:
    """The code of a coded answer or grade, where that is known; else the first code of the test."""
    if answer is not None:
        return (Code(system=SNOMED, code=answer.snomed, display=answer.words),) if answer.snomed else ()
    if instrument is not None and _grades(instrument):
        return _grade_code(instrument, entered)
    for system, codes in ((SNOMED, test.snomed), (LOINC, test.loinc), (READ_V2, test.read2)):
        if codes and not _answers_are_codes(test, content):
            return (Code(system=system, code=codes[0], display=test.name),)
    return ()


def _grade_code(instrument: Instrument, entered: Entered) -> tuple[Code, ...]:
    points = [entered.quantity.number] if entered.quantity is not None else [*entered.points]
    found = [one for one in instrument.answers_to(1) if one.points in points]
    return tuple(Code(system=SNOMED, code=one.snomed, display=one.words) for one in found if one.snomed)


def _comment(entered: Entered) -> str:
    """Everything that was said besides the value: nothing of what was read or written is lost."""
    lines = [entered.note]
    if entered.setting == HOME and (found := average(entered.days)) is not None:
        lines += [f"Home {found.words}.", *(f"{day.words[0].upper()}{day.words[1:]}" for day in entered.days)]
        lines += [f"There are {found.short}."] if found.short else []
    lines += [f"Asked whether it is right: {entered.reason}"] if entered.reason else []
    return "\n".join(filter(None, lines))


# -- Body mass index ----------------------------------------------------------------------------------------------


def with_bmi(entered: Sequence[Entered], content: Enterable) -> tuple[Entered, ...]:
    """The same with the body mass index, where weight and height were both written down and it was not.

    Args:
        entered: What was written down at once.
        content: What can be written down here.
    """
    found = None if any(one.test == BMI for one in entered) else bmi_of(entered, content)
    return (*entered, found) if found is not None else tuple(entered)


def bmi_of(entered: Sequence[Entered], content: Enterable) -> Entered | None:
    """The body mass index: weight in kg by the square of height in m, rounded half up to the decimals it is shown with.

    Args:
        entered: What was written down at once.
        content: What can be written down here.

    Returns:
        None without both, of one day each and without a "<" or ">".
    """
    weight, height = _exactly(WEIGHT, entered, content), _exactly(HEIGHT, entered, content)
    test = content.test(BMI)
    if weight is None or height is None or test is None or not height[0]:
        return None
    number = rounded(weight[0] / (height[0] / _METRE) ** 2, test.decimals)
    note = f"{WORKED_OUT} {weight[1]} and {height[1]}: weight by height squared, rounded to {test.decimals} decimal."
    value = Quantity(text=number, unit=test.unit)
    reasons = dict.fromkeys(one.reason for one in entered if one.test in {WEIGHT, HEIGHT} and one.reason)
    taken = max(one.taken for one in entered if one.test in {WEIGHT, HEIGHT})
    return Entered(test=BMI, taken=taken, quantity=value, note=note, reason="; ".join(reasons))


def _exactly(test_id: str, entered: Sequence[Entered], content: Enterable) -> tuple[Decimal, str] | None:
    """A measurement in the unit that is shown, not rounded, and in words."""
    test = content.test(test_id)
    quantity = next((one.quantity for one in entered if one.test == test_id), None)
    if test is None or quantity is None or quantity.comparator is not None:
        return None
    converted = convert(quantity.text, quantity.unit, test)
    return (converted.number, converted.words) if converted is not None else None
