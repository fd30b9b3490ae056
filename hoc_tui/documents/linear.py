"""A person's whole record to be read from the first line to the last, by ear or by eye: `hoc-tui show`.

No boxes, no columns, no colours, one fact to a line and every date in full, so that a screen reader says what a
screen would show. Lines are as long as they are: the terminal wraps them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from hoc_tui.documents.items import ItemWords, linked_tests, quoted, quoting
from hoc_tui.documents.layout import Paragraph, fact, laid_out, when
from hoc_tui.domain.background import PAST, Sorted, mistaken_words
from hoc_tui.domain.catalogue import Catalogue
from hoc_tui.domain.cautions import cautions_of, irregular_pulse
from hoc_tui.domain.change import change_in, noise_for
from hoc_tui.domain.dates import PartialDate, counted, long
from hoc_tui.domain.judged import Judged, judged_in
from hoc_tui.domain.judging import Authority, Judgement, Standing, judge
from hoc_tui.domain.known import Known, known_of
from hoc_tui.domain.links import in_families
from hoc_tui.domain.people import Contact, Person
from hoc_tui.domain.plan import PlanContent, content_of, unfinished
from hoc_tui.domain.plan_heading import version_words
from hoc_tui.domain.record import BackgroundEntry, Record
from hoc_tui.domain.results import Result
from hoc_tui.domain.triage import held_back
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, Registration, ResultStatus

_LISTS = {
    BackgroundKind.CONDITIONS: "Conditions sent by others",
    BackgroundKind.MEDICINES: "Medicines (not the prescribing record)",
    BackgroundKind.ALLERGIES: "Allergies (not the prescribing record)",
}
_STATES = {
    BackgroundState.KNOWN: "Known",
    BackgroundState.NONE_KNOWN: "None known",
    BackgroundState.NOT_RECORDED: "Not recorded",
    BackgroundState.UNAVAILABLE: "Unavailable",
}
_REGISTRATION = {
    Registration.REGISTERED: "",
    Registration.LEFT: "Has left this practice",
    Registration.DIED: "Has died",
    Registration.JOINED: "Goes on in another record",
}
LATEST = "Latest"
# A final result is what people expect; every other status is said.
_STATUS = {status: status.value.replace("-", " ") for status in ResultStatus} | {
    ResultStatus.FINAL: "",
    ResultStatus.NOT_SENT: "status not sent",
}


def record_text(
    record: Record,
    catalogue: Catalogue,
    *,
    today: date,
    zone: str,
    clinical: bool,
    private: bool = False,
    ascii_only: bool = False,
) -> str:
    """A person's record as linear text.

    Args:
        record: As read; without its clinical parts for a role that may not see them.
        catalogue: Reviewed content with what the record's site has decided, which judges its results.
        today: Today on the practice's wall.
        zone: The practice's time zone.
        clinical: Whether the reader's role may see clinical parts: an empty list means something only then.
        private: Whether private and third-party items are shown; otherwise they are counted.
        ascii_only: Whether our own marks must be ASCII; what people typed stays as it is.

    Returns:
        Lines without a line feed at the end.
    """
    with quoting(ascii_only=ascii_only):
        parts = [_banner(record.person, today), _part("Needs", _needs(record)), _part("Contacts", _contacts(record))]
        if clinical:
            known = known_of(record, catalogue)
            parts += _clinical(in_families(record, known), known, zone, private=private)
        else:
            parts.append(_part("Results, agenda, goals and the plan", [Paragraph("Not shown to your role")]))
        return "\n".join(laid_out((paragraph for part in parts for paragraph in part), None))


def _clinical(record: Record, known: Known, zone: str, *, private: bool) -> list[Iterator[Paragraph]]:
    judged = judged_in(record, known)
    called, content = record.person.called, content_of(record, known.catalogue, judged)
    items = ItemWords(content, me=called, private=private)
    hidden = [Paragraph(f"{counted(items.hidden, 'note')} not shown here")] if items.hidden else []
    return [
        _part(f"What matters to {called}", [*items.agenda_words(), *hidden], none="Nothing has been written down"),
        _part("Results", _results(record, known, judged), none="No results"),
        _part("Goals and actions", items.goal_words(), none="No goals"),
        _part("Other actions", items.loose_action_words()),
        _part("Decisions", items.decision_words()),
        _part("The care plan", [*_plan(record, zone), *_not_finished(content, items)]),
        _part("Conditions", _conditions(record)),
        *(_part(title, _background(record, kind), none="Nothing has been sent") for kind, title in _LISTS.items()),
    ]


def _part(title: str, body: Iterable[Paragraph], *, none: str = "") -> Iterator[Paragraph]:
    """A headed part; an empty one is left out unless there is something to say of its being empty."""
    inside = list(body) or ([Paragraph(none)] if none else [])
    if inside:
        yield Paragraph("")
        yield Paragraph(title.upper())
        yield from inside


# -- Who it is ----------------------------------------------------------------------------------------------------


def _banner(person: Person, today: date) -> Iterator[Paragraph]:
    yield Paragraph(person.name)
    if person.preferred:
        yield fact("Likes to be called", person.preferred, 0)
    yield fact("Born", _born(person, today), 0)
    yield fact("Gender", person.gender, 0)
    yield fact("NHS number", str(person.number) if person.number else "none", 0)
    yield fact("Identifier", str(person.person_id), 0)
    yield from _whereabouts(person)
    reached = (("Address", person.address), ("Postcode", person.postcode), ("Telephone", person.phone))
    for label, said in (*reached, ("Mobile", person.mobile), ("Email", person.email)):
        if said:
            yield fact(label, said, 0)


def _born(person: Person, today: date) -> str:
    if person.born is None:
        return "date not known"
    age = person.age(today)
    return long(person.born) if person.deceased or age is None else f"{long(person.born)}, {counted(age, 'year')} old"


def _whereabouts(person: Person) -> Iterator[Paragraph]:
    if not (said := _REGISTRATION[person.registration]):
        return
    since = when(person.died) if person.deceased and person.died else ""
    if person.registration is Registration.LEFT and person.left_on:
        since = f"on {long(person.left_on)}"
    where = f", now at {person.moved_to}" if person.moved_to else ""
    yield Paragraph(f"{said} {since}".rstrip() + where)


def _needs(record: Record) -> Iterator[Paragraph]:
    for need in record.needs:
        yield fact(need.kind.value.replace("-", " ").capitalize(), need.text, 0)


def _contacts(record: Record) -> Iterator[Paragraph]:
    for contact in record.contacts:
        yield Paragraph("; ".join(_contact(contact)), 0, 2)


def _contact(contact: Contact) -> Iterator[str]:
    yield contact.name
    yield from (part for part in (contact.relationship, contact.phone) if part)
    yield ", ".join(kind.value.replace("-", " ") for kind in contact.kinds)
    if contact.may_be_told:
        yield f"may be told: {quoted(contact.may_be_told)}"


# -- Results ------------------------------------------------------------------------------------------------------


def _results(record: Record, known: Known, judged: Sequence[Judged]) -> Iterator[Paragraph]:
    """Series, those that cannot wait and then those out of range first; then how many results no longer count."""
    irregular = irregular_pulse(tuple(one.series for one in judged), known)
    for one in sorted(judged, key=lambda one: (-one.judgement.urgency.rank, one.series.title.casefold())):
        yield from _Test(one, record, known, irregular=irregular).paragraphs()
    gone = sum(not result.counts for result in record.results)
    if gone:
        yield Paragraph(f"{counted(gone, 'result')} corrected or withdrawn since, not shown here")


class _Test:
    """A test: its newest result in full, how it has changed, and every earlier one with what was wrong with it."""

    def __init__(self, one: Judged, record: Record, known: Known, *, irregular: bool) -> None:
        self._one = one
        self._record = record
        self._known = known
        self._irregular = irregular
        self._targets = [target for target in record.targets if not target.ended]
        self._held_back = frozenset(held_back(record.reviews))

    def paragraphs(self) -> Iterator[Paragraph]:
        """Everything there is to read of it."""
        series = self._one.series
        yield Paragraph(series.title)
        yield from self._result(LATEST, series.latest)
        for caution in cautions_of(series, self._one.judgement, self._known, irregular=self._irregular):
            yield Paragraph(caution, 3, 2)
        yield from linked_tests(self._record.links, (series.test_key,))
        yield from self._change()
        for earlier in reversed(series.results[:-1]):
            yield from self._result("Before", earlier)
        for unit, many in series.apart:
            yield fact(f"Apart, in {unit or 'no unit'}", counted(many, "result"), 3)

    def _change(self) -> Iterator[Paragraph]:
        series = self._one.series
        test = self._known.catalogue.test(series.test_id or "")
        change = change_in(series, noise_for(series, test, self._known))
        if change is not None:
            yield fact("Change", change.words + (f" since {long(change.since)}" if change.since else ""), 3)

    def _result(self, label: str, result: Result) -> Iterator[Paragraph]:
        said = filter(None, (result.value_words, when(result.taken), _STATUS[result.status]))
        yield fact(label, ", ".join(said), 3)
        if result.also_from:
            yield fact("Sent by", result.sources, 5)
        if not self._held_back.isdisjoint({result.id, *result.also_ids}):
            yield Paragraph("Not to be sent to the person yet", 5, 2)
        yield from _judged(judge(result, self._targets, self._known), latest=label == LATEST)
        if result.flag:
            yield fact("It came marked", result.flag, 5)
        if result.comment:
            yield fact("Comment", result.comment, 5)


def _judged(judgement: Judgement, *, latest: bool) -> Iterator[Paragraph]:
    """Where it stands, by whose limits; and where it stands to what no target silences."""
    limits = judgement.limits
    if latest and judgement.act:
        yield fact("Urgent", judgement.act, 5)
    if limits.authority is Authority.NONE:
        yield from (Paragraph(judgement.standing.capitalize(), 5),) if latest else ()
        return
    yield fact(judgement.standing.capitalize(), f"{limits.authority}, {limits.words or 'not sent in words'}", 5)
    if limits.authority is not Authority.SENT and judgement.sent_standing is not Standing.UNKNOWN:
        yield fact("By the range sent", judgement.sent_standing, 5)
    if limits.authority is not Authority.USUAL and judgement.usual_standing.outside:
        yield fact("By the usual range", judgement.usual_standing, 5)
    if latest and limits.since is not None:
        yield fact("This aim since", long(limits.since), 5)


# -- The plan and the background ----------------------------------------------------------------------------------


def _plan(record: Record, zone: str) -> Iterator[Paragraph]:
    newest = record.versions[-1].number if record.versions else 0
    yield Paragraph(f"Draft after plan {newest}" if newest else "Draft; no plan has been agreed yet")
    if record.plan and record.plan.review_on:
        yield fact("To be looked at again", long(record.plan.review_on), 0)
    if record.plan and record.plan.reviewer:
        yield fact("With", record.plan.reviewer, 0)
    for head in record.versions:
        words = version_words(head.number, head.agreement, head.agreed_at.astimezone(ZoneInfo(zone)).date())
        error = f", in error, wrong record: {head.in_error}" if head.in_error else ""
        yield Paragraph(words[0].upper() + words[1:] + error, 0, 2)


def _not_finished(content: PlanContent, items: ItemWords) -> Iterator[Paragraph]:
    """What the plan still lacks, without telling of what is not shown."""
    shown = {one.id for one in (*items.agenda, *items.goals, *items.actions)}
    for one in unfinished(content):
        if one.item_id is None or one.item_id in shown:
            yield fact("Not finished", one.words, 0)


def _conditions(record: Record) -> Iterator[Paragraph]:
    for condition in record.conditions:
        since = f", since {condition.onset.long}" if condition.onset else ""
        yield Paragraph(condition.name + since + (f"; {condition.note}" if condition.note else ""), 0, 2)


def _background(record: Record, kind: BackgroundKind) -> Iterator[Paragraph]:
    """What others sent of one list: each source's own word on the whole list, then its entries."""
    ours = [said for said in record.background_lists if said.kind is kind]
    newest = {said.source_system: said for said in sorted(ours, key=lambda said: said.recorded_at)}
    for said in newest.values():
        note = f"; {said.note}" if said.note else ""
        yield Paragraph(f"{_STATES[said.state]}, as {said.source_system} sent it{note}", 0, 2)
    yield from _entries(Sorted(entry for entry in record.background if entry.kind is kind), kind)


def _entries(entries: Sorted, kind: BackgroundKind) -> Iterator[Paragraph]:
    """What holds; then what ended or was ruled out, each with its word; then how many were never true (H28)."""
    for entry in entries.in_force:
        yield from _entry(entry, entry.name)
    if entries.past:
        yield Paragraph(PAST[kind], 0, 2)
    for entry, force in entries.past:
        yield from _entry(entry, f"{force.value.capitalize()}: {entry.name}")
    if entries.mistaken:
        yield Paragraph(mistaken_words(entries.mistaken), 0, 2)


def _entry(entry: BackgroundEntry, name: str) -> Iterator[Paragraph]:
    yield Paragraph(name, 0, 2)
    if entry.detail:
        yield Paragraph(entry.detail, 3, 2)
    facts = (("Status", entry.status), ("From", _long(entry.started)), ("Until", _long(entry.ended)))
    yield from (fact(label, said, 3) for label, said in facts if said)


def _long(day: PartialDate | None) -> str:
    return day.long if day else ""
