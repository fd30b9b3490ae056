"""Whose report a laboratory's message is: somebody for certain, or nobody, and then who it may be.

A valid NHS number leads to a record; the date of birth or the name must agree with it, or nobody is meant (hazard H01).
Hyphens, spaces, accents and apostrophes part no two names. Whoever is left over is for people to say.
"""

from collections.abc import Sequence
from uuid import UUID

from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.model import Value
from hoc_tui.domain.names import fold, name_words, similar
from hoc_tui.domain.quarantine import Likely
from hoc_tui.domain.vocabulary import Registration

NO_NUMBER = "No NHS number came with it."
NOT_VALID = "The NHS number that came with it is not valid."
NOBODY = "Nobody here has the NHS number that came with it."
SEVERAL = "The NHS number that came with it leads to several people here."
NOT_THEM = "The NHS number leads to somebody here with another name and another date of birth."
NAME_ALONE = "The NHS number leads to somebody here with another name, and a date of birth is missing."


class Match(Value):
    """Whose a report is, or why it is nobody's for certain."""

    person_id: UUID | None = None
    reason: str = ""
    """Why nobody: one sentence for whoever works through it."""
    remarks: tuple[str, ...] = ()
    """What is odd about somebody who was found, one sentence each."""


def number_of(sent: IncomingPerson) -> str:
    """The ten digits of a valid NHS number that was sent; empty when there is none."""
    number = NhsNumber.parse(sent.nhs_number)
    return number.digits if number.valid else ""


def judge_match(sent: IncomingPerson, candidates: Sequence[FoundPerson]) -> Match:
    """Say whose report it is, if that is certain.

    Args:
        sent: The person as the laboratory names them.
        candidates: People who may be meant; those with another NHS number never are.

    Returns:
        The person, or why nobody is certain.
    """
    digits = number_of(sent)
    if not digits:
        return Match(reason=NOT_VALID if sent.nhs_number.strip() else NO_NUMBER)
    led_to = [one for one in candidates if one.number is not None and one.number.valid and one.number.digits == digits]
    agreeing = [one for one in led_to if _born_alike(sent, one) or names_agree(sent, one)]
    if len(agreeing) == len(led_to) == 1:
        return Match(person_id=agreeing[0].person_id, remarks=_odd(sent, agreeing[0]))
    if len(led_to) > 1:
        return Match(reason=SEVERAL)
    return Match(reason=_not_them(sent, led_to[0]) if led_to else NOBODY)


def _born_alike(sent: IncomingPerson, person: FoundPerson) -> bool:
    return sent.born is not None and sent.born == person.born


def _born_apart(sent: IncomingPerson, person: FoundPerson) -> bool:
    return sent.born is not None and person.born is not None and sent.born != person.born


def _not_them(sent: IncomingPerson, person: FoundPerson) -> str:
    return NOT_THEM if _born_apart(sent, person) else NAME_ALONE


def _odd(sent: IncomingPerson, person: FoundPerson) -> tuple[str, ...]:
    said = (
        (person.registration is Registration.DIED, "It is about somebody who has died."),
        (person.registration is Registration.LEFT, "It is about somebody who has left the practice."),
        (person.registration is Registration.JOINED, "The record goes on in another one."),
        (_born_apart(sent, person), "The date of birth in it is another than in the record; number and name agree."),
        (not names_agree(sent, person), "The name in it is another than in the record; number and birth date agree."),
    )
    return tuple(words for holds, words in said if holds)


def names_agree(sent: IncomingPerson, person: FoundPerson) -> bool:
    """Whether a name that was sent is the name in the record, however it is written.

    The same words in any order agree; so do equal family names with the same first given name or the name the person
    likes. An initial alone, or a family name alone, is not enough.

    Args:
        sent: The person as the laboratory names them.
        person: Somebody here.
    """
    words = sorted((*name_words(sent.family), *name_words(sent.given)))
    if words and words == sorted((*name_words(person.family), *name_words(person.given))):
        return True
    family = fold(sent.family)
    called = _callings(sent.given, sent.preferred) & _callings(person.given, person.preferred)
    return bool(family) and family == fold(person.family) and bool(called)


def _callings(given: str, preferred: str) -> frozenset[str]:
    """What somebody may be called first: "Anne-Marie Louise" is anne, annemarie, and all three; never an initial."""
    words = name_words(given)
    starts = ("".join(words[:length]) for length in range(1, len(words) + 1))
    return frozenset(start for start in (*starts, fold(preferred)) if len(start) > 1)


# -- Who it may be ----------------------------------------------------------------------------------------------------

_WEIGHTS = {"the same NHS number": 4, "the same name": 3, "the same date of birth": 3, "a similar name": 2}
"""What speaks for somebody, the strongest highest; a figure for ordering alone, from no source."""


def likely(sent: IncomingPerson, candidates: Sequence[FoundPerson]) -> tuple[Likely, ...]:
    """The people a report may be about, the likeliest first, with what agrees and what does not.

    Args:
        sent: The person as the laboratory names them.
        candidates: People to compare with; those with whom nothing but the postcode agrees are left out.
    """
    distinct = {one.person_id: one for one in candidates}.values()
    compared = [Likely(person=one, why=_for(sent, one), against=_against(sent, one)) for one in distinct]
    fitting = [one for one in compared if _weight(one) > 0]
    return tuple(sorted(fitting, key=lambda one: (-_weight(one), len(one.against), one.person.name)))


def _weight(one: Likely) -> int:
    return sum(_WEIGHTS.get(words, 0) for words in one.why)


def _for(sent: IncomingPerson, person: FoundPerson) -> tuple[str, ...]:
    same_name = names_agree(sent, person)
    said = (
        (_numbered_alike(sent, person), "the same NHS number"),
        (_born_alike(sent, person), "the same date of birth"),
        (same_name, "the same name"),
        (not same_name and _names_alike(sent, person), "a similar name"),
        (bool(fold(sent.postcode)) and fold(sent.postcode) == fold(person.postcode), "the same postcode"),
    )
    return tuple(words for holds, words in said if holds)


def _against(sent: IncomingPerson, person: FoundPerson) -> tuple[str, ...]:
    said = (
        (_numbered_apart(sent, person), "another NHS number"),
        (_born_apart(sent, person), "another date of birth"),
        (not names_agree(sent, person) and not _names_alike(sent, person), "another name"),
        (person.registration is Registration.DIED, "has died"),
        (person.registration is Registration.LEFT, "has left the practice"),
        (person.registration is Registration.JOINED, "goes on in another record"),
    )
    return tuple(words for holds, words in said if holds)


def _names_alike(sent: IncomingPerson, person: FoundPerson) -> bool:
    return bool(fold(sent.family)) and similar((sent.family, sent.given), (person.family, person.given))


def _numbered_alike(sent: IncomingPerson, person: FoundPerson) -> bool:
    digits = number_of(sent)
    return bool(digits) and person.number is not None and person.number.digits == digits


def _numbered_apart(sent: IncomingPerson, person: FoundPerson) -> bool:
    digits = number_of(sent)
    return bool(digits) and person.number is not None and person.number.valid and person.number.digits != digits
