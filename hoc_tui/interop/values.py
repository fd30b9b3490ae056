"""What was measured: numbers with units, answers in words, ranges and parts; nothing converted or made up."""

import re

from hoc_tui.domain.results import Component, Quantity, ReferenceRange
from hoc_tui.domain.vocabulary import Comparator
from hoc_tui.interop.concepts import all_words, codes_of, words_of
from hoc_tui.interop.json_text import as_sent
from hoc_tui.interop.parts import Misfit, Part

_VALUE = re.compile(r"value[A-Z][A-Za-z0-9]{1,40}")
_COMPARATORS = {comparator.value: comparator for comparator in Comparator}
_PLAIN_RANGE = frozenset({"", "normal", "normal range"})
"""What a range's type may say for the range to be the one that everybody is held to."""


def quantity_of(part: Part) -> Quantity:
    """A number with its comparator and its unit as displayed, or the unit's code when no display was sent.

    Raises:
        Misfit: There is no number, or the comparator is none that we know.
    """
    number = part.number("value")
    if number is None:
        raise Misfit(f"“{part.place}” has no number.")
    sign = part.text("comparator")
    if sign and sign not in _COMPARATORS:
        raise Misfit(f"“{part.place}.comparator” is none that is known.")
    return Quantity(text=number, comparator=_COMPARATORS.get(sign), unit=part.text("unit") or part.text("code"))


def value_of(part: Part) -> tuple[Quantity | None, str]:
    """The value of an Observation or of one of its components.

    Args:
        part: The resource or component, whose value stands under one of FHIR's `value…` names.

    Returns:
        A number, or the words that stand in its place; a reason for having no value counts as words.

    Raises:
        Misfit: Two values were sent, or one that cannot be read faithfully.
    """
    names = [name for name in part.fields if _VALUE.fullmatch(name)]
    if len(names) > 1:
        raise Misfit("It has two values.")
    if names:
        return _value(part, names[0])
    absent = words_of(part.part("dataAbsentReason"))
    return None, f"no value ({absent})" if absent else ""


def _value(part: Part, name: str) -> tuple[Quantity | None, str]:
    if name == "valueQuantity":
        return quantity_of(part.part(name)), ""
    if name in {"valueInteger", "valueDecimal"}:
        number = part.number(name)
        return (Quantity(text=number), "") if number is not None else (None, "")
    return None, _words(part, name)


def _words(part: Part, name: str) -> str:
    match name:
        case "valueString" | "valueTime" | "valueDateTime" | "valueDate" | "valueInstant":
            return part.words(name)
        case "valueCodeableConcept":
            return words_of(part.part(name))
        case "valueBoolean":
            return {None: "", True: "true", False: "false"}[part.flag(name)]
        case "valueRange":
            return _extent(part.part(name))
        case "valueRatio":
            ends = (part.part(name).part(end) for end in ("numerator", "denominator"))
            return ":".join(quantity_of(end).words if end else "" for end in ends)
        case "valuePeriod":
            period = part.part(name)
            return " to ".join(filter(None, (period.text("start"), period.text("end"))))
    # Why not left out: a kind of value that we do not know may be the result itself.
    return Part({name: as_sent(part.fields[name])}).words(name)


def _extent(part: Part) -> str:
    """A low and a high quantity as one text: "10 to 20 mg", "up to 20 mg", "1 ug/L to 2 mg/L"."""
    low, high = (quantity_of(end) if end else None for end in (part.part("low"), part.part("high")))
    if low and high:
        return f"{(low.model_copy(update={'unit': ''}) if low.unit == high.unit else low).words} to {high.words}"
    if low:
        return f"{low.words} or more"
    return f"up to {high.words}" if high else ""


def range_of(part: Part) -> ReferenceRange:
    """A reference range as it was sent.

    Only the range for everybody keeps its limits as numbers. One that holds for some people ("Sex - Female"), for
    something else than health ("Equivocal", "Therapeutic"), or in two units is given as words, because comparing a
    value with it would need to know more than the range says.

    Args:
        part: One `referenceRange`.
    """
    low, high = part.part("low"), part.part("high")
    label = _label(part)
    units = dict.fromkeys(end.text("unit") or end.text("code") for end in (low, high) if end)
    ends = tuple(end.number("value") if end else None for end in (low, high))
    unit = next(iter(units), "")
    if label.casefold() in _PLAIN_RANGE and len(units) <= 1 and not _has_comparator(low, high):
        return ReferenceRange(low=ends[0], high=ends[1], unit=unit, text=part.words("text") or label)
    said = part.words("text") or _extent(part)
    return ReferenceRange(text=f"{label}: {said}" if label else said)


def _label(part: Part) -> str:
    about = all_words((part.part("type"), *part.one_or_more("appliesTo")), ", ")
    age = _extent(part.part("age"))
    return ", ".join(filter(None, (about, f"age {age}" if age else "")))


def _has_comparator(*ends: Part) -> bool:
    return any(end.text("comparator") for end in ends)


def component_of(part: Part) -> Component:
    """One part of a result that only means something with the others.

    Raises:
        Misfit: It has neither a name nor a code, or its value cannot be read faithfully.
    """
    concept = part.part("code")
    quantity, text = value_of(part)
    name = words_of(concept)
    if not name:
        raise Misfit(f"“{part.place}” has no name.")
    return Component(name=name, codes=codes_of(concept), quantity=quantity, text=text)
