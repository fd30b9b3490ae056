"""Coded concepts: what they are called, and the codes in the sender's order."""

from collections.abc import Iterable, Iterator

from hoc_tui.domain.results import Code
from hoc_tui.interop.parts import Part

DESCRIPTION = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-coding-sctdescid"
"""The extension in which NHS senders give the SNOMED CT synonym that was chosen."""


def codes_of(concept: Part) -> tuple[Code, ...]:
    """The codes of a CodeableConcept, in order; codings without a code are left out.

    Raises:
        Misfit: A field has another type than it should.
    """
    codings = (
        Code(system=one.text("system"), code=one.text("code"), display=one.text("display"))
        for one in concept.parts("coding")
    )
    return tuple(code for code in codings if code.code)


def words_of(concept: Part) -> str:
    """What a CodeableConcept says, in the words that were chosen when it was recorded.

    Args:
        concept: The concept as sent.

    Returns:
        Its text; else the words of the coding a person picked; else the synonym picked; else the first words; else
        the first code. Empty when there is none of these.
    """
    text = concept.text("text")
    if text:
        return text
    codings = concept.parts("coding")
    return next(filter(None, _said(codings)), "")


def _said(codings: tuple[Part, ...]) -> Iterator[str]:
    yield from (one.text("display") for one in codings if one.flag("userSelected"))
    yield from (_synonym(one) for one in codings)
    yield from (one.text("display") for one in codings)
    yield from (one.text("code") for one in codings)


def _synonym(coding: Part) -> str:
    described = (one for one in coding.parts("extension") if one.text("url") == DESCRIPTION)
    inner = (part for one in described for part in one.parts("extension"))
    return next((part.text("valueString") for part in inner if part.text("url") == "descriptionDisplay"), "")


def all_words(concepts: Iterable[Part], joint: str = "; ") -> str:
    """The words of several concepts as one text, each once."""
    return joint.join(dict.fromkeys(filter(None, map(words_of, concepts))))


def code_or_text(part: Part, key: str) -> str:
    """A status: STU3 sends its code as text, R4 as a concept."""
    if isinstance(part.fields.get(key), str):
        return part.text(key)
    concept = part.part(key)
    codes = codes_of(concept)
    return codes[0].code if codes else words_of(concept)


def has_code(concept: Part, wanted: Iterable[tuple[str, str]]) -> bool:
    """Whether a concept has one of some codes, each given as (system, code)."""
    return not {(code.system, code.code) for code in codes_of(concept)}.isdisjoint(wanted)
