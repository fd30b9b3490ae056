"""Which entries of the background hold: by the words that senders use for it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoc_tui.domain.background import PAST, Force, Sorted, force_of, mistaken_words
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.record import BackgroundEntry
from hoc_tui.domain.vocabulary import BackgroundKind

ALLERGIES, MEDICINES, CONDITIONS = BackgroundKind.ALLERGIES, BackgroundKind.MEDICINES, BackgroundKind.CONDITIONS


@pytest.mark.parametrize(
    ("kind", "status", "force"),
    [
        (ALLERGIES, "active", Force.IN_FORCE),
        (ALLERGIES, "", Force.IN_FORCE),
        (ALLERGIES, "active (unconfirmed)", Force.IN_FORCE),
        (ALLERGIES, "inactive", Force.ENDED),
        (ALLERGIES, "Resolved", Force.ENDED),
        (ALLERGIES, "active (refuted)", Force.REFUTED),
        (ALLERGIES, "inactive (entered-in-error)", Force.MISTAKEN),
        (ALLERGIES, "Entered in error", Force.MISTAKEN),
        (ALLERGIES, "entered_in_error", Force.MISTAKEN),
        (MEDICINES, "active", Force.IN_FORCE),
        (MEDICINES, "on-hold", Force.IN_FORCE),
        (MEDICINES, "stopped", Force.ENDED),
        (MEDICINES, "completed", Force.ENDED),
        (MEDICINES, "cancelled", Force.ENDED),
        (MEDICINES, "entered-in-error", Force.MISTAKEN),
        (CONDITIONS, "resolved", Force.ENDED),
        (CONDITIONS, "remission", Force.IN_FORCE),
        (CONDITIONS, "refuted", Force.REFUTED),
    ],
)
def test_a_sender_s_words_say_whether_an_entry_holds(kind: BackgroundKind, status: str, force: Force) -> None:
    """A word is not taken for a part of another (active, inactive), and a mistake was never true."""
    assert force is force_of(kind, status, None)


def test_the_end_of_an_allergy_ends_it_and_of_a_medicine_may_lie_ahead() -> None:
    """A course that runs until next year is still taken."""
    day = PartialDate("2030-01-01")
    assert (Force.ENDED, Force.IN_FORCE) == (force_of(ALLERGIES, "", day), force_of(MEDICINES, "active", day))


@given(st.sampled_from(BackgroundKind), st.text(st.sampled_from("abcdxyz -()"), max_size=20))
def test_an_unknown_word_takes_nothing_out_of_force(kind: BackgroundKind, status: str) -> None:
    """Overlooking an allergy would be the worse error."""
    assert force_of(kind, status, None) is Force.IN_FORCE


@given(st.lists(st.sampled_from(["active", "resolved", "active (refuted)", "entered-in-error", ""])))
def test_every_entry_is_somewhere(statuses: list[str]) -> None:
    """None is lost: it holds, is past with its word, or is counted."""
    entries = [
        BackgroundEntry(
            id=UUID(int=at),
            kind=ALLERGIES,
            name="Penicillin",
            status=status,
            source_system="Hospital",
            recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
        )
        for at, status in enumerate(statuses)
    ]
    told = Sorted(entries)
    assert len(entries) == len(told.in_force) + len(told.past) + told.mistaken
    assert {force for _, force in told.past} <= {Force.ENDED, Force.REFUTED}


def test_every_list_has_words_for_what_is_past_and_mistakes_are_counted() -> None:
    """One and many read as English."""
    assert set(BackgroundKind) == PAST.keys()
    assert mistaken_words(1) == "Not shown: 1 entry that the sender marked as entered in error"
    assert mistaken_words(2) == "Not shown: 2 entries that the sender marked as entered in error"
