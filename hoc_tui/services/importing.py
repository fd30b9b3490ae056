"""Taking record files in: whose record, what is new, and counting everything out.

The unit is the bundle: whole or not at all. A record file is keyed by (source system, its own id of the
person); a valid NHS number comes next; a number that is not valid never matches anybody.
"""

from uuid import UUID

from hoc_tui.domain.counting import ImportReport
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.history import Revision
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.incoming import IncomingPerson, IncomingRecord
from hoc_tui.domain.kinds import fields_of
from hoc_tui.domain.messages import IncomingReport
from hoc_tui.domain.people import NHS_NUMBER, AlreadySomebodys, NeedDraft, Person, PersonDetails
from hoc_tui.domain.permissions import Permission
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.taking import MOVED, PutAside
from hoc_tui.domain.text import sanitise
from hoc_tui.domain.text_types import LONGEST_LINE
from hoc_tui.domain.vocabulary import ItemKind, NeedKind, QuarantineKind, Registration
from hoc_tui.services.people import enrol, person_from
from hoc_tui.services.ports import Desk, Fields, Writing
from hoc_tui.services.reviewing import review_used
from hoc_tui.services.saving import Spot, amend_within, begin

SENT_BY_RECORDS = frozenset(
    {"family", "given", "title", "born", "gender", "nhs_number", "address", "postcode", "phone", "mobile", "email"}
    | {"died", "registration"}
)
"""Details that a record file knows better than nobody, and never better than what people here have written."""

IMPORTED = "imported"
"""The reason a revision carries when a record file made it."""

ENGLISH = frozenset({"en", "eng", "english"})
"""How senders say that somebody speaks English; "en-GB" and "English (United Kingdom)" begin with one of them."""


def take_in(desk: Desk, incoming: IncomingRecord, name: str, body: bytes, *, keep: bool = True) -> ImportReport:
    """Take one bundle in, whole or not at all.

    Args:
        desk: Where the work is done.
        incoming: What the file says.
        name: The file's name, for people who ask where something came from.
        body: The file's bytes, kept as they came.
        keep: False for a rehearsal: everything is tried and counted, nothing stays.

    Returns:
        Counts of this file, and what its reader remarked.

    Raises:
        Refused: The role may not, or the person's valid NHS number leads to somebody who is plainly not them.
    """
    desk.require(Permission.IMPORT)
    _require_keys(incoming)
    try:
        return _take_in(desk, incoming, name, body, keep=keep)
    except AlreadySomebodys:
        # Somebody may have taken the same person in at this very moment; then they are found the second time.
        return _take_in(desk, incoming, name, body, keep=keep)


def _take_in(desk: Desk, incoming: IncomingRecord, name: str, body: bytes, *, keep: bool) -> ImportReport:
    report, now = ImportReport(files=1, remarks=[*incoming.remarks]), desk.now()
    with desk.writing() as work:
        person_id = _settle_person(desk, work, incoming, report)
        shown = sanitise(name, lines=False)
        message = work.take_message(shown, body, by=desk.worker.id, at=now, message_id=desk.new_id())
        staying, moved = _without_moved(work, person_id, incoming)
        taken, corrected = work.take_record(staying, person_id, message, now)
        report.take(taken)
        review_used(desk, work, person_id, corrected)
        report.ignore(incoming.ignored)
        report.quarantined = work.quarantine(desk.practice.id, message, incoming.puzzles, now)
        report.quarantined += _put_moved_aside(desk, work, staying, moved, message, shown)
        if _news(report):
            work.take_turn(person_id)
        if keep:
            work.commit()
    return report


def _without_moved(
    work: Writing, person_id: UUID, incoming: IncomingRecord
) -> tuple[IncomingRecord, tuple[SentResult, ...]]:
    """The record without results that were moved away from this person, and those: they never come back by a file."""
    gone = {source_id for _, sender, source_id in work.moved_away([person_id]) if sender == incoming.source_system}
    moved = tuple(one for one in incoming.results if one.source_id in gone)
    if not moved:
        return incoming, ()
    staying = tuple(one for one in incoming.results if one.source_id not in gone)
    fields = {"results": staying, "resources": incoming.resources - len(moved)}
    return incoming.model_copy(update=fields), moved


def _put_moved_aside(
    desk: Desk, work: Writing, incoming: IncomingRecord, moved: tuple[SentResult, ...], message_id: UUID, name: str
) -> int:
    """Let people look at results that were moved away and came again; returns how many there are."""
    if moved:
        about = IncomingReport(person=incoming.person, results=moved, resources=1 + len(moved))
        aside = PutAside(
            message_id, len(incoming.puzzles), QuarantineKind.PERSON, name, MOVED, incoming.source_system, report=about
        )
        work.put_aside(desk.practice.id, [aside], desk.now())
    return len(moved)


def _news(report: ImportReport) -> bool:
    """Whether results or background changed, so that whoever has the record open must look again."""
    return bool(report.results_added + report.results_corrected + report.other_added + report.other_changed)


def _require_keys(incoming: IncomingRecord) -> None:
    """What a record file is keyed by must be there, and fit; a cut key could be two people's."""
    keys = (incoming.source_system, incoming.person.source_id)
    if not all(key.strip() for key in keys):
        raise Refused("The file does not say which person it is about in the sender's own system.")
    if any(len(key) > LONGEST_LINE for key in keys):
        raise Refused(f"The sender's id of the person is longer than {LONGEST_LINE} characters.")


# -- Whose record -----------------------------------------------------------------------------------------------------


def _settle_person(desk: Desk, work: Writing, incoming: IncomingRecord, report: ImportReport) -> UUID:
    """Find or make the person a bundle is about, and say which."""
    known = work.person_of(incoming.source_system, incoming.person.source_id)
    person_id = known or _by_number(work, incoming.person)
    if person_id is None:
        person_id = _make_person(desk, work, incoming)
        report.people_added = 1
    else:
        work.hold(person_id)
        changed = _refresh(desk, work, person_id, incoming.person)
        report.people_changed, report.people_matched = int(changed), int(not changed)
    if known is None:
        work.claim_identity(incoming.source_system, incoming.person.source_id, person_id)
    return person_id


def _by_number(work: Writing, sent: IncomingPerson) -> UUID | None:
    """The person a valid NHS number leads to, if the date of birth does not speak against it (hazard H01)."""
    number = NhsNumber.parse(sent.nhs_number)
    found = work.person_of(NHS_NUMBER, number.digits) if number.valid else None
    if found is None:
        return None
    person = work.item(ItemKind.PERSON, found, found)
    if isinstance(person, Person) and person.born and sent.born and person.born != sent.born:
        raise Refused("The NHS number in this file belongs to somebody here with another date of birth.")
    return found


def _make_person(desk: Desk, work: Writing, incoming: IncomingRecord) -> UUID:
    person_id = desk.new_id()
    enrol(desk, work, person_from(desk, details_from(incoming.person), person_id), person_id, IMPORTED)
    if (need := language_need(incoming.person)) is not None:
        begin(desk, work, ItemKind.NEED, person_id, need, desk.new_id())
    return person_id


def language_need(sent: IncomingPerson) -> NeedDraft | None:
    """What to arrange for the language a person speaks; None when English will do."""
    language = sent.language.strip()
    if sent.interpreter:
        return NeedDraft(kind=NeedKind.LANGUAGE, text=f"Interpreter: {language or 'language not sent'}")
    first_word = language.casefold().replace("-", " ").replace("(", " ").split()[:1]
    if not first_word or first_word[0] in ENGLISH:
        return None
    return NeedDraft(kind=NeedKind.LANGUAGE, text=f"Speaks {language}")


# -- What is new of them ----------------------------------------------------------------------------------------------


def _refresh(desk: Desk, work: Writing, person_id: UUID, sent: IncomingPerson) -> bool:
    """Bring details up to date that nobody here has written; returns whether any changed."""
    person = work.item(ItemKind.PERSON, person_id, person_id)
    newer = _newer(work, person_id, fields_of(ItemKind.PERSON, person), fields_of(ItemKind.PERSON, details_from(sent)))
    if newer:
        amend_within(desk, work, Spot.of(ItemKind.PERSON, person), newer, desk.new_id(), IMPORTED)
    return _refresh_language(desk, work, person_id, sent) or bool(newer)


def _newer(work: Writing, person_id: UUID, held: Fields, sent: Fields) -> dict[str, object]:
    """What a file says, where it says anything and nobody here has written.

    What stands at its default was not said: a file that does not speak of death says nothing about it.
    """
    free = SENT_BY_RECORDS - _written_here(work.revisions(person_id, item_id=person_id))
    told = {name: value for name, value in sent.items() if name in free and value != UNSAID[name]}
    return {name: value for name, value in told.items() if held[name] != value}


UNSAID = fields_of(ItemKind.PERSON, PersonDetails(family="-"))
"""Every detail as it stands when nothing was said about it."""


def _written_here(revisions: list[Revision]) -> set[str]:
    """Details that people here wrote by hand, at registration or since: a file never overrules them."""
    # The plan's revisions carry the person's id as their item's, too.
    by_hand = [one for one in revisions if one.item_kind is ItemKind.PERSON and one.reason != IMPORTED]
    written = {
        name for one in by_hand for name, field in one.changes.items() if not one.adds or field.after != UNSAID[name]
    }
    return written | (DEATH if written & DEATH else set())


DEATH = {"registration", "died"}
"""What is said of a death belongs together."""


def _refresh_language(desk: Desk, work: Writing, person_id: UUID, sent: IncomingPerson) -> bool:
    """Arrange for an interpreter that was not needed before, unless somebody here has decided about language."""
    need = language_need(sent)
    if need is None or not sent.interpreter:
        return False
    decided = [one for one in work.revisions(person_id) if one.item_kind is ItemKind.NEED and _is_language(one)]
    if decided:
        return False
    begin(desk, work, ItemKind.NEED, person_id, need, desk.new_id())
    return True


def _is_language(one: Revision) -> bool:
    return "kind" in one.changes and one.changes["kind"].after == NeedKind.LANGUAGE


def details_from(sent: IncomingPerson) -> PersonDetails:
    """What a file says of a person, as details of ours.

    Raises:
        Refused: It does not name the person.
    """
    # Somebody with one name has it where both parts are looked for.
    family, given = (sent.family, sent.given) if sent.family.strip() else (sent.given, "")
    if not family.strip():
        raise Refused("The file does not name the person.")
    return PersonDetails(
        family=family,
        given=given,
        title=sent.title,
        preferred=sent.preferred,
        born=sent.born,
        gender=sent.gender,
        nhs_number=sent.nhs_number,
        address="\n".join(sent.address),
        postcode=sent.postcode,
        phone=sent.phone,
        mobile=sent.mobile,
        email=sent.email,
        died=sent.died,
        registration=Registration.DIED if sent.deceased or sent.died else Registration.REGISTERED,
    )
