"""A person's details as cards: who they are, how to reach them, what they need, who stands beside them."""

from datetime import date
from typing import Final

from hoc_tui.domain.dates import short
from hoc_tui.domain.identifiers import local_id
from hoc_tui.domain.people import Contact, Need, Person
from hoc_tui.domain.record import Condition, Record
from hoc_tui.domain.vocabulary import ContactKind, NeedKind, Registration
from hoc_tui.text import Content, display, glyphs, join, label, quoted, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row

NAMES, BIRTH, NUMBER, REACHING, REGISTRATION = "names", "birth", "number", "reaching", "registration"
"""Keys of the cards that show the person's own facts; a need, contact or condition has its id."""

NEED_WORDS: Final = {
    NeedKind.FORMAT: "Format",
    NeedKind.COMMUNICATION: "Communication",
    NeedKind.LANGUAGE: "Language",
    NeedKind.CONTACT: "How to contact",
    NeedKind.ACCESS: "Access",
    NeedKind.LONGER_SLOT: "Longer appointment",
    NeedKind.HOME_VISIT: "Home visit",
}

CONTACT_WORDS: Final = {
    ContactKind.CARER: "carer",
    ContactKind.FAMILY: "family",
    ContactKind.FRIEND: "friend",
    ContactKind.NEXT_OF_KIN: "next of kin",
    ContactKind.EMERGENCY: "in an emergency",
    ContactKind.ATTORNEY: "power of attorney",
}

REGISTRATION_WORDS: Final = {
    Registration.REGISTERED: "with this practice",
    Registration.LEFT: "has left or moved",
    Registration.DIED: "has died",
    Registration.JOINED: "goes on in another record",
}

_COLUMNS: Final = (Column("", width=20), Column(""))


def person_cards(record: Record, today: date, *, clinical: bool) -> list[Card]:
    """Everything the Person screen shows.

    Args:
        record: The record.
        today: For the age.
        clinical: Whether conditions are shown.
    """
    person = record.person
    needs = [_need(need) for need in record.needs if not need.ended]
    contacts = [_contact(contact) for contact in record.contacts if not contact.ended]
    return [
        *_group("Who they are", [_names(person), _birth(person, today), _number(person)], first=True),
        *_group("How to reach them", [_reaching(person)]),
        *_group("What to arrange", needs, "Nothing recorded. n adds something."),
        *_group("People beside them", contacts, "Nobody recorded. c adds somebody."),
        *(_conditions(record) if clinical else ()),
        *_group("Registration", [_registration(person)]),
    ]


def _conditions(record: Record) -> list[Card]:
    cards = [_condition(condition) for condition in record.conditions if not condition.ended]
    return _group("Conditions entered by hand", cards, "None entered by hand. d adds one.")


def _group(title: str, cards: list[Card], nothing: str = "", *, first: bool = False) -> list[Card]:
    """A heading with its cards, or with one sentence when there are none."""
    heading = display(title if first else f"\n{title}", "bold $focus")
    rest = cards or [Card(f"none: {title}", _row("", display(nothing, "not bold $quiet")), heading=True)]
    return [Card(f"heading: {title}", heading, heading=True), *rest]


def _row(title: str, *lines: Content) -> Row:
    return Row(_COLUMNS, (display(title, "$quiet"), join([line for line in lines if line.plain], "\n")))


def _facts(*facts: tuple[str, str]) -> Content:
    """Short facts on one line, each with its name; unknown ones left out."""
    return join([label("$name $value", name=name, value=value) for name, value in facts if value], "   ")


def _names(person: Person) -> Card:
    called = display(f"likes to be called {person.preferred}" if person.preferred else "")
    return Card(NAMES, _row("Name", display(person.name, "bold"), called))


def _birth(person: Person, today: date) -> Card:
    age = "" if person.deceased or person.born is None else f" ({person.age(today)} y)"
    born = display(f"{short(person.born)}{age}" if person.born else "Not Known")
    sex = _facts(("Gender", person.gender.value), ("Sex for clinical use", person.sex.value))
    return Card(BIRTH, _row("Born", born, sex))


def _number(person: Person) -> Card:
    number = person.number
    if number is None:
        return Card(NUMBER, _row("NHS number", display("Not Known"), _facts(("Known here as", local_id(person.id)))))
    wrong = display("" if number.valid else f"{glyphs().overdue} number not valid, kept as it came", "bold $signal")
    ours = _facts(("Known here as", "" if number.valid else local_id(person.id)))
    return Card(NUMBER, _row("NHS number", display(together(number.display)), wrong, ours))


def _reaching(person: Person) -> Card:
    address = display(person.address or "Not Known")
    phones = _facts(("Phone", together(person.phone)), ("Mobile", together(person.mobile)))
    email = _facts(("Email", person.email))
    return Card(REACHING, _row("Address", address, display(together(person.postcode)), phones, email))


def _need(need: Need) -> Card:
    return Card(str(need.id), _row(NEED_WORDS[need.kind], display(need.text)))


def _contact(contact: Contact) -> Card:
    who = ", ".join(part for part in (contact.relationship, *(CONTACT_WORDS[kind] for kind in contact.kinds)) if part)
    told = label("may be told: $words", words=contact.may_be_told) if contact.may_be_told else display("")
    phone = _facts(("Phone", together(contact.phone)))
    return Card(str(contact.id), _row(_capital(who), display(contact.name, "bold"), phone, told))


def _condition(condition: Condition) -> Card:
    since = f"since {condition.onset.short}" if condition.onset else ""
    note = quoted(condition.note) if condition.note else display("")
    return Card(str(condition.id), _row("Condition", display(condition.name, "bold"), display(since), note))


def _registration(person: Person) -> Card:
    return Card(REGISTRATION, _row("", display(_where_now(person))))


def _where_now(person: Person) -> str:
    match person.registration:
        case Registration.DIED:
            return f"Died {person.died.short if person.died else 'on a day not known'}"
        case Registration.LEFT:
            when = f" on {short(person.left_on)}" if person.left_on else ""
            return f"Left this practice{when}" + (f", moved to {person.moved_to}" if person.moved_to else "")
        case Registration.JOINED:
            return f"Goes on in another record: {person.moved_to}"
        case _:
            return "Registered with this practice"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
