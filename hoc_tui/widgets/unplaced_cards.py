"""What could not be placed, as cards and whole; and the people a report may be about, with what agrees and what not."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import age_on, short
from hoc_tui.domain.identifiers import NhsNumber
from hoc_tui.domain.incoming import IncomingPerson
from hoc_tui.domain.quarantine import Likely, Quarantined
from hoc_tui.domain.results import SentResult
from hoc_tui.domain.vocabulary import QuarantineKind
from hoc_tui.text import Content, display, glyphs, join, label, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row
from hoc_tui.widgets.found_rows import warning

KIND_WORDS: Final = {
    QuarantineKind.PERSON: "whose?",
    QuarantineKind.TEST: "which test?",
    QuarantineKind.PART: "not placed",
}
"""What is asked of each."""
_COLUMNS: Final = (Column("", width=11), Column("", share=3), Column("", share=2), Column("", width=11))
_RESULTS: Final = (Column("", share=2), Column("", share=3))


def unplaced_cards(things: Sequence[Quarantined], zone: str) -> list[Card]:
    """One card a thing: what is asked, of whom or what, why, and since when.

    Args:
        things: Oldest first.
        zone: The practice's time zone.
    """
    return [Card(str(one.id), Row(_COLUMNS, _cells(one, ZoneInfo(zone)))) for one in things]


def _cells(one: Quarantined, zone: ZoneInfo) -> tuple[Content, ...]:
    since = short(one.received_at.astimezone(zone).date())
    return (display(KIND_WORDS[one.kind], "bold"), _about(one), display(one.reason), display(since, "$quiet"))


def _about(one: Quarantined) -> Content:
    if one.report is not None:
        count = len(one.report.results)
        told = display(f"{count} {'result' if count == 1 else 'results'}", "$quiet")
        return join([sent_person(one.report.person), told], "\n")
    if one.kind is QuarantineKind.TEST:
        code = label("code $code", code=one.test_key.rpartition("|")[2])
        return join([display(one.raw, "bold"), code], "\n")
    return display(_where(one))


def _where(one: Quarantined) -> str:
    """Where it stood: the name of its file once, which the place of a message begins with."""
    return one.place if one.place.startswith(f"{one.file}, ") else ", ".join(filter(None, (one.file, one.place)))


def sent_person(sent: IncomingPerson) -> Content:
    """Somebody as a laboratory names them, with every identifier that came.

    Args:
        sent: As sent.
    """
    name = ", ".join(
        part for part in (sent.family.upper(), f"{sent.given} ({sent.title})" if sent.title else sent.given)
    )
    born = together(f"Born {short(sent.born)}" if sent.born else "Born not sent")
    number = together(f"NHS No. {NhsNumber.parse(sent.nhs_number)}" if sent.nhs_number else "no NHS number")
    return join([display(name, "bold"), display(f"{born}  {number}")], "\n")


def whole(one: Quarantined, width: int) -> Content:
    """Everything that came, as it was understood.

    Args:
        one: What could not be placed.
        width: Cells across.
    """
    lines = [display(one.reason, "bold")]
    if one.report is not None:
        sent = one.report.person
        address = ", ".join((*sent.address, sent.postcode))
        lines += [sent_person(sent), *([display(address)] if address.strip(", ") else [])]
        lines += [Row(_RESULTS, (display(result.name), _value(result)))(width) for result in one.report.results]
    else:
        lines.append(display(one.raw))
    lines.append(
        label(
            "From $sender, in $where",
            sender=one.sender.rpartition("|")[2] or "a record file",
            where=_where(one),
        )
    )
    return join(lines, "\n")


def _value(result: SentResult) -> Content:
    ranges = "; ".join(one.words for one in result.ranges if one.words)
    said = [f"{result.value_words}  {result.flag}".strip(), f"usual there: {ranges}" if ranges else "", result.comment]
    taken = f"taken {result.taken.short}" if result.taken else ""
    return display("\n".join(filter(None, (*said, taken))))


def likely_cards(people: Sequence[Likely], today: date) -> list[Card]:
    """The people it may be, likeliest first, each with what agrees and what does not.

    Args:
        people: As judged.
        today: For ages.
    """
    return [Card(str(one.person.person_id), _likely(one, today)) for one in people]


def _likely(one: Likely, today: date) -> Content:
    person, number = one.person, one.person.number
    born = f"Born {short(person.born)} ({age_on(person.born, today)} y)" if person.born else "Born Not Known"
    digits = f"NHS No. {number.display}" if number else person.local_id
    who = join([display(person.name, "bold"), display(together(born)), display(together(digits))], "  ")
    why = [display(f"{glyphs().tick} {', '.join(one.why)}")] if one.why else []
    against = [warning(", ".join(one.against))] if one.against else []
    return join([who, *why, *against], "\n")
