"""What must be arranged for people, and who stands beside them."""

from functools import cache

from pydantic import Field

from hoc_tui.demo.chance import Chance
from hoc_tui.demo.identity import Fields, backgrounds, draw_phone
from hoc_tui.demo.lists import entries
from hoc_tui.demo.words import phrases
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import ContactDraft, NeedDraft
from hoc_tui.domain.vocabulary import ContactKind, Gender, NeedKind


class UsualNeed(Value):
    """A need as the list has it."""

    kind: NeedKind
    text: str
    share: int
    """Of 1,000 people old enough."""
    youngest: int = Field(default=18, alias="from")

    @property
    def draft(self) -> NeedDraft:
        """The need as it is written down."""
        return NeedDraft(kind=self.kind, text=self.text)


class UsualContact(Value):
    """Somebody beside a person, as the list has it."""

    kinds: tuple[ContactKind, ...]
    relationship: str
    gender: str
    of: str = ""
    """Beside whom only: "Male" or "Female"."""
    stranger: bool = False
    """Whether they have a family name of their own."""
    youngest: int = Field(default=18, alias="from")


@cache
def _needs() -> tuple[tuple[UsualNeed, NeedDraft], ...]:
    return tuple((need, need.draft) for need in entries("needs", "need", UsualNeed))


@cache
def _contacts() -> tuple[UsualContact, ...]:
    return entries("needs", "contact", UsualContact)


def draw_needs(chance: Chance, age: int, background: str) -> list[NeedDraft]:
    """What must be arranged for somebody: nothing for most, seldom more than two things."""
    drawn = [draft for need, draft in _needs() if age >= need.youngest and chance.yes(need.share / 1000)]
    found = list({draft.kind: draft for draft in drawn}.values())
    language = backgrounds()[background].language
    if language and chance.yes(0.28 if age >= 50 else 0.1):
        found.append(NeedDraft(kind=NeedKind.LANGUAGE, text=f"Interpreter: {language}"))
    return found


def draw_contacts(chance: Chance, fields: Fields, age: int, background: str) -> list[ContactDraft]:
    """None to two people to ring, of the same background as the person."""
    gender = fields["gender"].value
    fitting = [one for one in _contacts() if age >= one.youngest and one.of in {"", gender}]
    chosen = chance.several(fitting, chance.weighted((0, 1, 2), (30, 50, 20)))
    return [_contact(chance, one, fields, age, background) for one in chosen]


def _contact(chance: Chance, one: UsualContact, fields: Fields, age: int, background: str) -> ContactDraft:
    names = backgrounds()[background]
    woman = one.gender == "female"
    child = any(word in one.relationship for word in ("daughter", "son"))
    others = [name for name in names.given(woman=woman, older=age > 66 and not child) if name not in fields["given"]]
    given = chance.pick(others)
    alike = not one.stranger and not names.family_female and fields["given"]
    family = fields["family"] if alike else chance.pick(names.families(woman=woman))
    told = chance.pick(phrases("needs", "told", "words")) if chance.yes(0.5) else ""
    return ContactDraft(
        kinds=one.kinds,
        name=f"{given} {family}",
        relationship=one.relationship,
        phone=draw_phone(chance),
        may_be_told=told,
    )


def is_woman(fields: Fields) -> bool:
    """Whether ranges for women apply to somebody."""
    return fields["sex"] is Gender.FEMALE
