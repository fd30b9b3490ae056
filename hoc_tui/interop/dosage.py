"""How a medicine is taken, as words: the sender's own, or the few parts of a structured dosage that read one way."""

from collections.abc import Iterator

from hoc_tui.interop.concepts import all_words, words_of
from hoc_tui.interop.parts import Part
from hoc_tui.interop.values import quantity_of

_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
_SAID = {
    "dosage": {"text", "patientInstruction", "additionalInstruction", "asNeededBoolean", "doseQuantity", "doseAndRate"}
    | {"timing", "route", "sequence"},
    "timing": {"repeat", "code"},
    "repeat": {"frequency", "period", "periodUnit"},
    "dose": {"type", "doseQuantity"},
}
"""What is put in words here; anything else is only pointed to."""
MORE = "more in the prescribing record"
"""Said after a dosage of which only a part could be put in words, so that nobody takes the part for the whole."""


def dosage_words(dosage: Part) -> str:
    """One dosage as words.

    Args:
        dosage: One `dosage` (STU3 statement) or `dosageInstruction` (request).

    Returns:
        The sender's text when there is one, else what the structure says; empty when it says nothing.

    Raises:
        Misfit: A field has another type than it should.
    """
    text = dosage.words("text")
    extra = (dosage.words("patientInstruction"), all_words(dosage.parts("additionalInstruction")))
    return "; ".join(filter(None, (text, *extra) if text else (*_structured(dosage), *extra)))


def _structured(dosage: Part) -> Iterator[str]:
    timing, amounts = dosage.part("timing"), dosage.parts("doseAndRate")
    repeat = timing.part("repeat")
    doses = [dosage.part("doseQuantity"), *(one.part("doseQuantity") for one in amounts)]
    yield from (quantity_of(dose).words for dose in doses if dose)
    yield _how_often(repeat)
    yield words_of(timing.part("code"))
    yield words_of(dosage.part("route"))
    yield "as needed" if dosage.flag("asNeededBoolean") else ""
    looked_at = (("dosage", dosage), ("timing", timing), ("repeat", repeat), *(("dose", one) for one in amounts))
    yield MORE if any(set(part.fields) - _SAID[kind] for kind, part in looked_at) else ""


def _how_often(repeat: Part) -> str:
    times, period = repeat.number("frequency"), repeat.number("period")
    unit = _UNITS.get(repeat.text("periodUnit"))
    if times is None or period is None or unit is None:
        return ""
    often = "once" if times == "1" else f"{times} times"
    return f"{often} a {unit}" if period == "1" else f"{often} every {period} {unit}s"
