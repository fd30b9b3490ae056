"""Coded terms (CE, CWE, CNE), and what fields of a result and of its order are called."""

from functools import lru_cache
from typing import NamedTuple

from hoc_tui.domain.results import Code, key_of_test
from hoc_tui.interop.hl7v2.encoding import Encoding

_SYSTEMS = {
    "LN": "http://loinc.org",
    "LOINC": "http://loinc.org",
    "SCT": "http://snomed.info/sct",
    "SNOMED CT": "http://snomed.info/sct",
    "SNOMED-CT": "http://snomed.info/sct",
}
"""HL7 table 0396; any other system keeps the name that the sender gave it."""


class Test(NamedTuple):
    """What was measured."""

    name: str
    codes: tuple[Code, ...]
    key: str
    identity: str
    """The code by which the sender itself knows the test; its name when it has none."""


def codes_of(raw: str, encoding: Encoding) -> tuple[Code, ...]:
    """The codes of a term in the sender's order: its own and the alternative.

    Raises:
        TextTooLong: A part is longer than 300 characters.
    """
    parts = [*map(encoding.line, encoding.parts(raw)[:6]), *[""] * 6]
    both = ((parts[0], parts[1], parts[2]), (parts[3], parts[4], parts[5]))
    codes = (Code(system=_system(named), code=code, display=text) for code, text, named in both if code)
    return tuple(dict.fromkeys(codes))


def _system(named: str) -> str:
    return _SYSTEMS.get(named.upper(), named)


def words_of(raw: str, encoding: Encoding) -> str:
    """What a term says: its text, else what was written before it was coded, the other text, or the code.

    Raises:
        TextTooLong: A part is longer than 300 characters.
    """
    return next(filter(None, (encoding.part(raw, position) for position in (2, 9, 5, 1, 4))), "")


def answer_words(raw: str, encoding: Encoding) -> str:
    """What a coded answer says, with what was written before it was coded where that says more."""
    said, written = words_of(raw, encoding), encoding.part(raw, 9)
    if not written or said.casefold().startswith(written.casefold()):
        return said
    return written if written.casefold().startswith(said.casefold()) else f"{said}; {written}"


# Why remembered: a laboratory has some hundreds of tests, and names one of them with every result.
@lru_cache(4096)
def test_of(raw: str, encoding: Encoding) -> Test:
    """What was measured, from OBX-3 or OBR-4; without a name when nothing was sent.

    Raises:
        TextTooLong: A part is longer than 300 characters.
    """
    name, codes = words_of(raw, encoding), codes_of(raw, encoding)
    own = next((f"{code.code}^{code.system}" if code.system else code.code for code in codes), name)
    return Test(name, codes, key_of_test(codes, name), own)


@lru_cache(1024)
def flag_of(raw: str, encoding: Encoding) -> str:
    """The sender's flags as sent, several with ";" between."""
    sent = (encoding.part(one, 1) or words_of(one, encoding) for one in encoding.repeats(raw))
    return "; ".join(filter(None, sent))


@lru_cache(1024)
def performer_of(producer: str, observers: str, organisation: str, encoding: Encoding) -> str:
    """Who performed a test, each once: the organisation (OBX-23 or 15) and the responsible person (OBX-16)."""
    people = (_person(one, encoding) for one in encoding.repeats(observers))
    place = encoding.part(organisation, 1) or encoding.part(organisation, 10) or words_of(producer, encoding)
    return "; ".join(dict.fromkeys(filter(None, (place, *people))))


def _person(raw: str, encoding: Encoding) -> str:
    parts = [*map(encoding.first_sub, encoding.parts(raw)), *[""] * 6]
    return " ".join(filter(None, (parts[5], parts[2], parts[1]))) or parts[0]


@lru_cache(1024)
def source_of(specimens: tuple[str, ...], on_order: str, encoding: Encoding) -> str:
    """What was taken: of the specimen segments (SPM-4), else what the order says (OBR-15)."""
    if specimens:
        return "; ".join(dict.fromkeys(filter(None, (words_of(one, encoding) for one in specimens))))
    term = encoding.parts(on_order)[0].replace(encoding.sub, encoding.component)
    return words_of(term, encoding)
