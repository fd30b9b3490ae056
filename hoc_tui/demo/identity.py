"""Who somebody is: name, birth, number, address. Numbers, postcodes and addresses can reach nobody."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any, TypeAlias

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.lists import Names, table
from hoc_tui.domain.identifiers import check_digit
from hoc_tui.domain.model import Value
from hoc_tui.domain.names import name_words
from hoc_tui.domain.vocabulary import Gender

Fields: TypeAlias = dict[str, Any]
"""Details of a person by the names of `PersonDetails`."""

NUMBERS = 10**6
"""How many NHS numbers start with 999, the range kept for tests; ten in eleven of them are valid."""
STEP = 387_421
"""Has no factor in common with `NUMBERS`, so that walking in such steps meets each once."""
AGES = ((18, 29, 5), (30, 39, 8), (40, 49, 12), (50, 59, 19), (60, 69, 22), (70, 79, 20), (80, 89, 11), (90, 97, 3))
"""Youngest and oldest of a band, and its share of 100 adults with a long-term condition."""
FASHION = 1960
"""People born before got other names than those after."""
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that the second half of a postcode may have."""
DOUBLED = frozenset({"english", "caribbean", "welsh"})
"""Where two family names are sometimes joined."""
MIDDLE = frozenset({"english", "scottish", "welsh", "irish", "caribbean", "nigerian", "ghanaian"})
"""Where a second given name of the list fits."""


class Background(Value):
    """Names that go together."""

    share: int
    language: str = ""
    female: Names
    female_older: Names = ()
    male: Names
    male_older: Names = ()
    family: Names
    family_female: Names = ()
    single: Names = ()
    """Whole names of one word."""

    def given(self, *, woman: bool, older: bool) -> tuple[str, ...]:
        """Given names to choose from."""
        names, old = (self.female, self.female_older) if woman else (self.male, self.male_older)
        return old if older and old else names

    def families(self, *, woman: bool) -> tuple[str, ...]:
        """Family names to choose from."""
        return (woman and self.family_female) or self.family


@cache
def backgrounds() -> dict[str, Background]:
    """All backgrounds by name."""
    plain = {name: entry for name, entry in table("names").items() if "share" in entry}
    return {name: Background.model_validate(entry) for name, entry in plain.items()}


@cache
def _drawn() -> tuple[list[str], list[int]]:
    known = backgrounds()
    return list(known), list(accumulate(one.share for one in known.values()))


@cache
def _listed(group: str, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in table("names")[group][name].split(","))


def draw_background(chance: Chance) -> str:
    """The name of a background, commoner ones more often."""
    names, heaped = _drawn()
    return names[bisect(heaped, chance.fraction() * heaped[-1])]


def draw_birth(chance: Chance, today: date) -> date:
    """A date of birth of an adult."""
    youngest, oldest, _ = chance.weighted(AGES, [share for *_, share in AGES])
    days = 365.25 * chance.whole(youngest, oldest) + chance.whole(1, 364)
    return today - timedelta(days=int(days))


def draw_identity(chance: Chance, today: date) -> tuple[Fields, str]:
    """Somebody new.

    Args:
        chance: A stream for this person alone.
        today: The demo's today.

    Returns:
        Their details without an NHS number, and their background.
    """
    background, born, woman = draw_background(chance), draw_birth(chance, today), chance.yes(0.53)
    fields = _name(chance, background, born, woman=woman) | draw_home(chance)
    fields["born"] = born
    fields["gender"] = fields["sex"] = Gender.FEMALE if woman else Gender.MALE
    if chance.yes(0.006):
        _between(chance, fields)
    return fields, background


def _name(chance: Chance, background: str, born: date, *, woman: bool) -> Fields:
    names, older = backgrounds()[background], born.year < FASHION
    title = _title(chance, woman=woman, older=older)
    if names.single and chance.yes(0.25):
        return {"family": chance.pick(names.single), "given": "", "title": title, "preferred": ""}
    families, given = names.families(woman=woman), chance.pick(names.given(woman=woman, older=older))
    family = chance.pick(families)
    if background in DOUBLED and chance.yes(0.03) and "-" not in family:
        family = f"{family}-{chance.pick([one for one in families if one != family and '-' not in one])}"
    preferred = table("names")["short"].get(given, "") if chance.yes(0.4) else ""
    if background in MIDDLE and chance.yes(0.3):
        middle = chance.pick(_listed("second", "female" if woman else "male"))
        preferred = preferred or (middle if chance.yes(0.1) else "")
        given = f"{given} {middle}"
    return {"family": family, "given": given, "title": title, "preferred": preferred}


def _title(chance: Chance, *, woman: bool, older: bool) -> str:
    if chance.yes(0.02):
        return chance.pick(("Dr", "Rev", "Prof"))
    if not woman:
        return "Mr"
    return chance.weighted(("Mrs", "Ms", "Miss"), (70, 14, 16) if older else (34, 42, 24))


def _between(chance: Chance, fields: Fields) -> None:
    """Somebody whose gender is not the sex that ranges of results go by, or neither of two."""
    other = {Gender.FEMALE: Gender.MALE, Gender.MALE: Gender.FEMALE}
    if chance.yes(0.5):
        fields["gender"], fields["title"] = Gender.OTHER, "Mx"
    else:
        fields["sex"] = other[fields["gender"]]


def draw_home(chance: Chance) -> Fields:
    """Where somebody lives and how to reach them.

    Source:
        ZZ99 is no real postcode area; 01632 960xxx and 07700 900xxx are Ofcom's numbers for drama; example.org is
        nobody's (RFC 2606).
    """
    street = f"{chance.whole(1, 184)} {chance.pick(_listed('home', 'streets'))}"
    if chance.yes(0.12):
        street = f"{chance.pick(_listed('home', 'houses'))}, {street}"
    return {
        "address": f"{street}\n{chance.pick(_listed('home', 'towns'))}",
        "postcode": f"ZZ99 {chance.whole(1, 9)}{chance.pick(INWARD)}{chance.pick(INWARD)}",
        "phone": draw_phone(chance) if chance.yes(0.6) else "",
        "mobile": f"07700 900{chance.whole(0, 999):03}" if chance.yes(0.8) else "",
    }


def draw_phone(chance: Chance) -> str:
    """A telephone that never rings."""
    return f"01632 960{chance.whole(0, 999):03}"


def email_of(fields: Fields) -> str:
    """An address under example.org made of a person's name."""
    return ".".join((*name_words(fields["given"])[:1], *name_words(fields["family"]))) + "@example.org"


def numbers(seed: int) -> Iterator[str]:
    """Valid NHS numbers of the range kept for tests, each once, then nothing for ever.

    Args:
        seed: Where in the range to begin.

    Yields:
        "999 123 4567", about 909,000 of them, and after those empty text: a number may be absent.
    """
    at = Chance(seed, "numbers").whole(0, NUMBERS - 1)
    yield from _valid((at + STEP) % NUMBERS, STEP)
    while True:
        yield ""


def _valid(at: int, step: int) -> Iterator[str]:
    """Each valid number of the range once, from a place on."""
    for _ in range(NUMBERS):
        nine = f"999{at:06}"
        check = check_digit(nine)
        if check is not None and nine + str(check) != "9999999999":
            yield f"999 {nine[3:6]} {nine[6:]}{check}"
        at = (at + step) % NUMBERS


def unused_number(seed: int) -> str:
    """A valid NHS number of the range for tests that nobody has unless a practice uses up nearly all of them.

    Args:
        seed: Of the practice.
    """
    return next(_valid(Chance(seed, "numbers").whole(0, NUMBERS - 1), -STEP))


def twin_of(fields: Fields, background: str, chance: Chance) -> Fields:
    """A twin: the same family name, day of birth and home; another given name, of the same letter if there is."""
    woman = fields["gender"] is Gender.FEMALE
    choice = backgrounds()[background].given(woman=woman, older=fields["born"].year < FASHION)
    others = [name for name in choice if name != fields["given"].split(" ")[0]]
    alike = [name for name in others if name[0] == fields["given"][:1]]
    return fields | {"given": chance.pick(alike or others), "preferred": "", "mobile": ""}


def namesake_of(fields: Fields, chance: Chance) -> Fields:
    """Somebody else of the very same name, who lives elsewhere and was born another day."""
    days = chance.whole(40, 3000)
    return fields | draw_home(chance) | {"born": fields["born"] + timedelta(days=days), "preferred": ""}
