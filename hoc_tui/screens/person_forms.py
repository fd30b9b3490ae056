"""What is asked about a person, and how each answer is saved."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from pydantic import JsonValue

from hoc_tui.domain.entry.choices import read_choices
from hoc_tui.domain.entry.dates import read_past_date
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.items import Item
from hoc_tui.domain.kinds import checked_draft, fields_of
from hoc_tui.domain.people import Contact, ContactDraft, Need, NeedDraft, Person
from hoc_tui.domain.record import Condition, ConditionDraft, Record
from hoc_tui.domain.vocabulary import ContactKind, ItemKind, NeedKind, Registration
from hoc_tui.screens.form import Answers, Form
from hoc_tui.screens.person_fields import BIRTH, NAMES, NUMBER, REACHING, changed, fields_from, known_of, person_fields
from hoc_tui.screens.person_reading import about_when, about_when_reader, fits_line, fits_words
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.people import add_condition, add_contact, add_need, change_detail, correct, end_detail
from hoc_tui.services.saving import Saved, Spot
from hoc_tui.widgets.banner import whose_words
from hoc_tui.widgets.fields import Field
from hoc_tui.widgets.person_cards import CONTACT_WORDS, NEED_WORDS, REGISTRATION_WORDS

Detail = Need | Contact | Condition
"""What is recorded beside the person's own facts."""

KINDS: Final = {Need: ItemKind.NEED, Contact: ItemKind.CONTACT, Condition: ItemKind.CONDITION}

GROUPS: Final = {
    "names": ("Correct the name", NAMES),
    "birth": ("Correct date of birth, gender and sex", BIRTH),
    "number": ("Correct the NHS number", NUMBER),
    "reaching": ("Correct address and phones", REACHING),
}
"""The person's own facts by the key of their card: title and questions."""

_CONTACT_KINDS: Final = tuple(ContactKind)


@dataclass(frozen=True)
class Asked:
    """A form with what saves it."""

    form: Form
    save: Callable[[Answers], Awaitable[None]]


class PersonForms:
    """Every form about one person.

    Args:
        work: What every screen works with.
        record: The record as it was read.
    """

    def __init__(self, work: Workplace, record: Record) -> None:
        self._work = work
        self._record = record
        self._today = work.desk.today()

    @property
    def _person(self) -> Person:
        return self._record.person

    def _form(self, name: str, title: str, *fields: Field, intro: str = "", item: Item | None = None) -> Form:
        """A form about this person.

        Args:
            name: Its name among drafts.
            title: What it is for.
            fields: Its questions.
            intro: What it is about.
            item: What it changes, as it was read; None for something new.
        """
        form = Form(name, title, fields, person_id=self._person.person_id, whose=whose_words(self._person), intro=intro)
        return replace(form, version=item.version, gone=item.ended) if item is not None else form

    async def _note(self, saving: Awaitable[Saved]) -> None:
        saved = await saving
        self._work.remember(saved)

    # The person's own facts ------------------------------------------------------------------------------------------

    def correct(self, group: str) -> Asked:
        """Correct a group of facts.

        Args:
            group: One of `GROUPS`.
        """
        title, names = GROUPS[group]

        async def save(answers: Answers) -> None:
            await self._correct(fields_from(answers, self._today), answers)

        fields = person_fields(names, known_of(self._person), self._today)
        return Asked(self._form(group, title, *fields, item=self._person), save)

    async def _correct(self, fields: Mapping[str, JsonValue], answers: Answers, reason: str = "") -> None:
        new = changed(self._person, fields)
        if new:
            whole = checked_draft(ItemKind.PERSON, fields_of(ItemKind.PERSON, self._person) | new)
            typed = {name: getattr(whole, name) for name in new}
            begun = self._person.model_copy(update={"version": answers.version or self._person.version})
            await self._note(self._work.save(correct, begun, typed, reason=reason, op_id=answers.op_id))

    def registration(self) -> Asked:
        """Say that the person has died, left, or is with this practice after all."""
        person = self._person
        when = person.died.short if person.died else ""
        if person.left_on:
            when = f"{person.left_on.day}/{person.left_on.month}/{person.left_on.year}"
        by_hand = {kind: words for kind, words in REGISTRATION_WORDS.items() if kind is not Registration.JOINED}
        choices = tuple((kind.value, words) for kind, words in by_hand.items())
        fields = (
            Field(name="registration", ask="The person", initial=person.registration.value, choices=choices),
            Field(
                name="when",
                ask="Since when? (for somebody who has died or left)",
                initial=when,
                read=about_when_reader(self._today),
                hint="for example 12 Nov 2026, or not known",
            ),
            Field(
                name="moved_to",
                ask="Moved to which practice?",
                initial=person.moved_to,
                read=fits_line,
                says_back=False,
            ),
        )

        async def save(answers: Answers) -> None:
            await self._correct(self._registration_fields(answers), answers)

        return Asked(self._form("registration", "Registration", *fields, item=self._person), save)

    def _registration_fields(self, answers: Answers) -> dict[str, JsonValue]:
        kind, when = Registration(answers["registration"]), answers["when"]
        plain: dict[str, JsonValue] = {"registration": kind.value, "died": None, "left_on": None, "moved_to": ""}
        if kind is Registration.REGISTERED:
            return plain
        if not when:
            raise Refused("Say since when; for somebody who has died, “not known” will do.")
        if kind is Registration.LEFT:
            left = read_past_date(when, self._today).value.isoformat()
            return plain | {"left_on": left, "moved_to": answers["moved_to"]}
        died = about_when(when, self._today)
        return plain | {"died": died.text if died else None}

    # Needs -----------------------------------------------------------------------------------------------------------

    def need(self, before: Need | None = None) -> Asked:
        """Add or change something to arrange.

        Args:
            before: The need as it stands; None for a new one.
        """
        kinds = tuple((kind.value, words) for kind, words in NEED_WORDS.items())
        sort = before.kind if before else NeedKind.FORMAT
        fields = (
            Field(name="kind", ask="What sort?", initial=sort.value, choices=kinds),
            Field(
                name="text",
                ask="What is to be arranged?",
                initial=before.text if before else "",
                required="Say what is to be arranged.",
                read=fits_line,
                says_back=False,
                hint="for example Large print",
            ),
        )

        async def save(answers: Answers) -> None:
            await self._keep(before, NeedDraft(kind=NeedKind(answers["kind"]), text=answers["text"]), answers)

        return Asked(self._form(_name("need", before), "Something to arrange", *fields, item=before), save)

    # Contacts --------------------------------------------------------------------------------------------------------

    def contact(self, before: Contact | None = None) -> Asked:
        """Add or change somebody beside the person.

        Args:
            before: The contact as it stands; None for a new one.
        """

        async def save(answers: Answers) -> None:
            await self._keep(before, _contact_draft(answers), answers)

        fields = _contact_fields(before)
        return Asked(self._form(_name("contact", before), "Somebody beside them", *fields, item=before), save)

    # Conditions ------------------------------------------------------------------------------------------------------

    def condition(self, before: Condition | None = None) -> Asked:
        """Add or change a condition entered by hand.

        Args:
            before: The condition as it stands; None for a new one.
        """
        onset = before.onset.short if before and before.onset else ""
        name, note = (before.name, before.note) if before else ("", "")
        said_back = about_when_reader(self._today)
        fields = (
            Field(
                name="name",
                ask="Condition",
                initial=name,
                required="Say which condition.",
                read=fits_line,
                says_back=False,
            ),
            Field(name="onset", ask="Since when?", initial=onset, read=said_back, hint="for example 2014, or May 2014"),
            Field(name="note", ask="Note", initial=note, lines=3, read=fits_words, says_back=False),
        )

        async def save(answers: Answers) -> None:
            since = about_when(answers["onset"], self._today) if answers["onset"] else None
            draft = ConditionDraft(name=answers["name"], onset=since, note=answers["note"])
            await self._keep(before, draft, answers)

        return Asked(self._form(_name("condition", before), "A condition, entered by hand", *fields, item=before), save)

    # Ending ----------------------------------------------------------------------------------------------------------

    def end(self, detail: Detail) -> Asked:
        """End a need, contact or condition with a reason.

        Args:
            detail: Which one.
        """
        what = detail.text if isinstance(detail, Need) else detail.name
        fields = Field(
            name="reason",
            ask="Why does it end?",
            required="Say why it ends.",
            lines=2,
            read=fits_words,
            says_back=False,
        )

        async def save(answers: Answers) -> None:
            await self._note(self._work.save(end_detail, _spot(detail), answers["reason"], op_id=answers.op_id))

        form = self._form(f"end:{detail.id}", f"End: {what}", fields, intro="Its history stays.", item=detail)
        return Asked(form, save)

    async def _keep(
        self, before: Detail | None, draft: NeedDraft | ContactDraft | ConditionDraft, answers: Answers
    ) -> None:
        if before is None:
            await self._note(self._added(self._person.person_id, draft, answers.op_id))
            return
        # Only what was changed here: a value that was merely read would undo what somebody else has just corrected.
        new = {name: value for name, value in dict(draft).items() if getattr(before, name) != value}
        if new:
            begun = replace(_spot(before), version=answers.version or before.version)
            await self._note(self._work.save(change_detail, begun, new, op_id=answers.op_id))

    def _added(
        self, person_id: UUID, draft: NeedDraft | ContactDraft | ConditionDraft, op_id: UUID | None
    ) -> Awaitable[Saved]:
        match draft:
            case NeedDraft():
                return self._work.save(add_need, person_id, draft, op_id=op_id)
            case ContactDraft():
                return self._work.save(add_contact, person_id, draft, op_id=op_id)
            case ConditionDraft():
                return self._work.save(add_condition, person_id, draft, op_id=op_id)


def _spot(detail: Detail) -> Spot:
    return Spot.of(KINDS[type(detail)], detail)


def _name(kind: str, before: Detail | None) -> str:
    """The form's name among drafts: one for a new one, one for each that is changed."""
    return f"{kind}:{before.id}" if before else kind


def _contact_fields(before: Contact | None) -> tuple[Field, ...]:
    numbered = ", ".join(f"{number} {CONTACT_WORDS[kind]}" for number, kind in enumerate(_CONTACT_KINDS, 1))
    kinds = before.kinds if before else (ContactKind.FAMILY,)
    chosen = ",".join(str(_CONTACT_KINDS.index(kind) + 1) for kind in kinds)
    name, relationship, phone, told = ("", "", "", "")
    if before:
        name, relationship, phone, told = before.name, before.relationship, before.phone, before.may_be_told
    return (
        Field(name="name", ask="Name", initial=name, required="Say who it is.", read=fits_line, says_back=False),
        Field(
            name="relationship",
            ask="Who they are",
            initial=relationship,
            read=fits_line,
            says_back=False,
            hint="for example daughter",
        ),
        Field(
            name="kinds",
            ask=f"Numbers of all that fit: {numbered}",
            initial=chosen,
            required="Say at least one.",
            read=_kinds_said_back,
        ),
        Field(name="phone", ask="Phone", initial=phone, read=fits_line, says_back=False),
        Field(
            name="may_be_told",
            ask="What may they be told, in the person's words? Empty means not asked.",
            initial=told,
            lines=2,
            read=fits_words,
            says_back=False,
        ),
    )


def _kinds_of(text: str) -> tuple[ContactKind, ...]:
    return tuple(_CONTACT_KINDS[number - 1] for number in read_choices(text, len(_CONTACT_KINDS)).value)


def _kinds_said_back(text: str) -> str:
    return ", ".join(CONTACT_WORDS[kind] for kind in _kinds_of(text))


def _contact_draft(answers: Answers) -> ContactDraft:
    return ContactDraft(
        name=answers["name"],
        relationship=answers["relationship"],
        kinds=_kinds_of(answers["kinds"]),
        phone=answers["phone"],
        may_be_told=answers["may_be_told"],
    )
