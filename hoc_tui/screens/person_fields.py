"""The questions of a person's details: asked the same way when registering and when correcting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pydantic import JsonValue

from hoc_tui.domain.entry.search import ByBirth, ByName, ByNumber, Search
from hoc_tui.domain.kinds import checked_draft, fields_of
from hoc_tui.domain.people import PersonDetails
from hoc_tui.domain.vocabulary import Gender, ItemKind
from hoc_tui.screens.person_reading import (
    Reader,
    birth_of,
    birth_reader,
    fits_line,
    fits_words,
    number_said_back,
)
from hoc_tui.widgets.fields import Field

NAMES: Final = ("family", "given", "title", "preferred")
BIRTH: Final = ("born", "gender", "sex")
NUMBER: Final = ("nhs_number",)
REACHING: Final = ("address", "postcode", "phone", "mobile", "email")
EVERYTHING: Final = (*NAMES, *BIRTH, *NUMBER, *REACHING)
"""What is asked when somebody is registered, in this order."""

GENDERS: Final = tuple((gender.value, gender.value) for gender in Gender)

WORDS: Final = {
    "family": "Family name",
    "given": "Given names",
    "title": "Title",
    "preferred": "Likes to be called",
    "born": "Date of birth",
    "gender": "Gender",
    "sex": "Sex (clinical use)",
    "nhs_number": "NHS number",
    "address": "Address",
    "postcode": "Postcode",
    "phone": "Phone",
    "mobile": "Mobile",
    "email": "Email",
}
"""How each fact is called, in forms, on the Person screen and in the history."""

_APART: Final = frozenset({"born", "nhs_number", "address", "phone"})
"""Questions that stand a little apart from the ones before."""
_HINTS: Final = {"born": "for example 4/3/1951", "nhs_number": "ten digits"}


def person_fields(names: Sequence[str], known: Mapping[str, str], today: date) -> list[Field]:
    """The questions with these names.

    Args:
        names: Which of them.
        known: What is known already, as it would be typed.
        today: For dates of birth.
    """
    readers: dict[str, Reader] = {"born": birth_reader(today), "nhs_number": number_said_back, "address": fits_words}
    return [
        Field(
            name=name,
            ask=WORDS[name],
            initial=known.get(name, ""),
            lines=3 if name == "address" else 1,
            required="A family name is needed." if name == "family" else "",
            read=None if name in {"gender", "sex"} else readers.get(name, fits_line),
            says_back=name in readers and name != "address",
            choices=GENDERS if name in {"gender", "sex"} else (),
            hint=_HINTS.get(name, ""),
            beside=True,
            apart=name in _APART and name != names[0],
        )
        for name in names
    ]


def known_of(details: PersonDetails) -> dict[str, str]:
    """What is known of somebody, as it would be typed.

    Args:
        details: Who they are.
    """
    plain = {name: str(getattr(details, name)) for name in EVERYTHING if name != "born"}
    born = details.born
    return {**plain, "born": f"{born.day}/{born.month}/{born.year}" if born else ""}


def known_from(search: Search | None) -> dict[str, str]:
    """What was typed into Find, as far as it says something certain of whoever is to be registered.

    Args:
        search: How it was understood; None when it was not.
    """
    unknown = {"gender": Gender.NOT_KNOWN.value, "sex": Gender.NOT_KNOWN.value}
    match search:
        case ByName(typed=typed, born=born):
            return unknown | _names_in(typed) | _born_in(born)
        case ByBirth(born=born):
            return unknown | _born_in(born)
        case ByNumber(typed=typed):
            return unknown | {"nhs_number": typed}
        case _:
            return unknown


def _names_in(typed: str) -> dict[str, str]:
    """Family and given name where a comma parts them, one word alone as the family name; more would be a guess."""
    letters = "".join(one for one in typed if not (one.isdigit() or one == "/"))
    family, comma, given = (part.strip() for part in letters.partition(","))
    return {"family": family, "given": given} if comma or " " not in family else {}


def _born_in(born: date | None) -> dict[str, str]:
    return {"born": f"{born.day}/{born.month}/{born.year}"} if born else {}


def fields_from(answers: Mapping[str, str], today: date) -> dict[str, JsonValue]:
    """The answers as fields of a person.

    Args:
        answers: What was typed, by name.
        today: For dates of birth.

    Raises:
        HocError: An answer makes no sense, in one sentence.
    """
    fields: dict[str, JsonValue] = {name: answers[name] for name in EVERYTHING if name in answers}
    if "born" in answers:
        fields["born"] = birth_of(answers["born"], today).value.isoformat() if answers["born"] else None
    return fields


def details_from(answers: Mapping[str, str], today: date) -> PersonDetails:
    """Who the answers describe.

    Args:
        answers: What was typed when somebody was registered, by name.
        today: For dates of birth.

    Raises:
        HocError: An answer makes no sense, in one sentence.
    """
    draft = checked_draft(ItemKind.PERSON, fields_from(answers, today))
    return PersonDetails.model_validate(dict(draft))


def changed(details: PersonDetails, fields: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The fields that differ from what is known.

    Args:
        details: What is known.
        fields: New values, as JSON.
    """
    known = fields_of(ItemKind.PERSON, details)
    return {name: value for name, value in fields.items() if known[name] != value}
