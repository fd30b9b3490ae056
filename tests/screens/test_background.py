"""The background: what other systems sent, with what each said of the whole list."""

from uuid import UUID

import pytest

from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import BackgroundKind, BackgroundState, Role
from hoc_tui.screens.background import BackgroundScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.records import open_record
from hoc_tui.widgets.background_cards import background_cards
from hoc_tui.widgets.cards import Card
from tests.support.practice import SmallPractice
from tests.support.round_trips import counted
from tests.support.seat import SIZES, Seat, seated


def _work(seat: Seat) -> Workplace:
    work: Workplace = seat.screen.work  # type: ignore[attr-defined]
    return work


async def _show(seat: Seat, person_id: UUID, record: Record | None = None) -> None:
    seat.app.push_screen(BackgroundScreen(_work(seat), person_id, record))
    await seat.settle()


@pytest.mark.parametrize("size", SIZES)
async def test_lists_with_source_and_date(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Allergies, medicines and conditions with what their source said, since when and read when; not a prescription."""
    async with seated(practice, Role.NURSE, size=size) as seat:
        await _show(seat, practice.person("jackson", "Margaret"))
        seen = seat.text
        await seat.press("end")
        words = " ".join((seen + seat.text).split())
        for part in (
            "Not the prescribing record",
            "Known allergies from Hospital, read 20-Nov-2026",
            "Penicillin",
            "rash",
            "Known medicines",
            "Metformin 500 mg tablets",
            "one twice a day",
            "Essential hypertension",
            "since May-2009",
            "Conditions entered by hand here",
            "Type 2 diabetes",
        ):
            assert part in words


async def test_reading_is_two_round_trips_and_none_when_the_record_is_there(practice: SmallPractice) -> None:
    """The entry in the audit and the record; opened from the conversation it asks the database nothing."""
    jackson = practice.person("jackson", "Margaret")
    record = open_record(practice.desk(Role.NURSE), jackson)
    async with seated(practice, Role.NURSE) as seat:
        with counted(practice.database.engine) as trips:
            await _show(seat, jackson)
        assert 2 == trips.count
        with counted(practice.database.engine) as trips:
            await _show(seat, jackson, record)
        assert 0 == trips.count
        assert "Penicillin" in seat.text


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (BackgroundState.KNOWN, "Known allergies"),
        (BackgroundState.NONE_KNOWN, "No known allergies"),
        (BackgroundState.NOT_RECORDED, "Allergies not recorded"),
        (BackgroundState.UNAVAILABLE, "Allergies unavailable"),
    ],
)
async def test_the_four_states_of_allergies(practice: SmallPractice, state: BackgroundState, title: str) -> None:
    """Each state has its own title, so that "none known" and "nobody wrote it down" never look the same."""
    jackson = practice.person("jackson", "Margaret")
    record = open_record(practice.desk(Role.NURSE), jackson)
    lists = tuple(
        one.model_copy(update={"state": state}) if one.kind is BackgroundKind.ALLERGIES else one
        for one in record.background_lists
    )
    entries = tuple(entry for entry in record.background if entry.kind is not BackgroundKind.ALLERGIES)
    async with seated(practice, Role.NURSE) as seat:
        await _show(seat, jackson, record.model_copy(update={"background": entries, "background_lists": lists}))
        assert title in seat.line_with("llergies")


async def test_nothing_sent_is_said_as_not_recorded(practice: SmallPractice) -> None:
    """Without any list the titles say "not recorded", never "none"."""
    async with seated(practice, Role.NURSE) as seat:
        await _show(seat, practice.person("brennan"))
        for title in ("Allergies not recorded", "Medicines not recorded", "Conditions not recorded"):
            assert title in seat.text


async def test_entries_are_never_hidden_by_what_the_list_says(practice: SmallPractice) -> None:
    """A source that sends an allergy and calls the list empty is believed about the allergy."""
    jackson = practice.person("jackson", "Margaret")
    record = open_record(practice.desk(Role.NURSE), jackson)
    none = tuple(one.model_copy(update={"state": BackgroundState.NONE_KNOWN}) for one in record.background_lists)
    async with seated(practice, Role.NURSE) as seat:
        await _show(seat, jackson, record.model_copy(update={"background_lists": none}))
        assert "Known allergies" in seat.text
        assert "Penicillin" in seat.text


def _plain(card: Card) -> str:
    return card.lines(400, brief=False).plain


def _with(record: Record, *statuses: tuple[BackgroundKind, str, str]) -> Record:
    """The record with these entries and no others."""
    template = record.background[0]
    entries = tuple(
        template.model_copy(
            update={"id": UUID(int=at), "kind": kind, "name": name, "status": status, "source_system": "Hospital"}
        )
        for at, (kind, name, status) in enumerate(statuses)
    )
    return record.model_copy(update={"background": entries})


@pytest.mark.parametrize("size", SIZES)
async def test_what_does_not_hold_is_never_shown_as_in_force(practice: SmallPractice, size: tuple[int, int]) -> None:
    """Allergies that ended or were ruled out stand apart with their word, as do stopped medicines (hazard H28)."""
    jackson = practice.person("jackson", "Margaret")
    record = _with(
        open_record(practice.desk(Role.NURSE), jackson),
        (BackgroundKind.ALLERGIES, "Peanut", "resolved"),
        (BackgroundKind.ALLERGIES, "Latex", "active (refuted)"),
        (BackgroundKind.ALLERGIES, "Codeine", "inactive"),
        (BackgroundKind.ALLERGIES, "Aspirin", "active (entered-in-error)"),
        (BackgroundKind.ALLERGIES, "Penicillin", "active (unconfirmed)"),
        (BackgroundKind.MEDICINES, "Ramipril", "stopped"),
        (BackgroundKind.MEDICINES, "Metformin", "active"),
        (BackgroundKind.MEDICINES, "Digoxin", "entered-in-error"),
    )
    async with seated(practice, Role.NURSE, size=size) as seat:
        await _show(seat, jackson, record)
        words = " ".join(word for card in background_cards(record) for word in _plain(card).split())
        seen = seat.text
        await seat.press("end")
        seen += seat.text

    in_force, _, rest = words.partition("Not in force: allergies that have ended or were ruled out")
    assert "Penicillin" in in_force
    assert not any(name in in_force for name in ("Peanut", "Latex", "Codeine", "Aspirin"))
    for part in ("NO LONGER IN FORCE: Peanut", "RULED OUT: Latex", "NO LONGER IN FORCE: Codeine"):
        assert part in rest
        assert part in " ".join(seen.split())
    assert "Not current: medicines that have stopped or finished NO LONGER IN FORCE: Ramipril" in rest
    assert "Not shown: 1 entry that the sender marked as entered in error" in rest
    assert not any(name in words for name in ("Aspirin", "Digoxin"))


async def test_a_list_of_ended_allergies_is_not_one_of_known_allergies(practice: SmallPractice) -> None:
    """Nor one of "no known allergies", because nobody said so."""
    jackson = practice.person("jackson", "Margaret")
    record = _with(open_record(practice.desk(Role.NURSE), jackson), (BackgroundKind.ALLERGIES, "Peanut", "resolved"))
    async with seated(practice, Role.NURSE) as seat:
        await _show(seat, jackson, record)
        assert "Allergies not recorded" in seat.line_with("llergies")
        assert "NO LONGER IN FORCE: Peanut" in seat.text


async def test_reception_never_sees_it(practice: SmallPractice) -> None:
    """A role without clinical permission gets one sentence, whatever opened the screen."""
    async with seated(practice) as seat:
        await _show(seat, practice.person("jackson", "Margaret"))
        assert "Your role here may not see results, background, agenda, goals and the plan." in seat.words
        assert "Penicillin" not in seat.text
