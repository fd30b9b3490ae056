"""Which entries of the read-only background hold today, and which ended, were ruled out, or were never true.

Senders say it in a status of their own words: "active", "resolved", "active (refuted)". A word that is not known here
never takes an entry out of force: overlooking an allergy does more harm than reading of one too many.
"""

import re
from collections.abc import Iterable
from enum import StrEnum

from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.record import BackgroundEntry
from hoc_tui.domain.vocabulary import BackgroundKind


class Force(StrEnum):
    """Whether an entry of the background holds."""

    IN_FORCE = "in force"
    ENDED = "no longer in force"
    REFUTED = "ruled out"
    MISTAKEN = "entered in error"
    """Never true of this person: counted, and not shown as anything they have."""


_MISTAKEN = "entered-in-error"
_REFUTED = "refuted"
_ENDED = {
    BackgroundKind.ALLERGIES: frozenset({"resolved", "inactive"}),
    BackgroundKind.CONDITIONS: frozenset({"resolved", "inactive"}),
    BackgroundKind.MEDICINES: frozenset({"stopped", "completed", "cancelled", "not-taken", "inactive"}),
}
"""Words that end an entry.

Source: FHIR STU3 and R4: allergy-clinical-status, allergy-verification-status, condition-clinical,
medication-statement-status and medicationrequest-status.
"""
PAST = {
    BackgroundKind.ALLERGIES: "Not in force: allergies that have ended or were ruled out",
    BackgroundKind.MEDICINES: "Not current: medicines that have stopped or finished",
    BackgroundKind.CONDITIONS: "Not current: conditions that have ended or were ruled out",
}
"""What stands above entries that do not hold."""
_WORD = re.compile("[a-z-]+")


def force_of(kind: BackgroundKind, status: str, ended: PartialDate | None) -> Force:
    """Whether an entry holds, by what its sender says.

    Args:
        kind: Which list it belongs to.
        status: As sent: one word, or two with the second in brackets.
        ended: When it ended. A medicine's may lie ahead and a condition can be active again, so that only an
            allergy's ends it without a word.
    """
    plain = status.casefold().replace("_", "-")
    said = set(_WORD.findall(re.sub(r"entered[ -]in[ -]error", _MISTAKEN, plain)))
    if _MISTAKEN in said:
        return Force.MISTAKEN
    if _REFUTED in said:
        return Force.REFUTED
    over = bool(said & _ENDED[kind]) or (kind is BackgroundKind.ALLERGIES and ended is not None)
    return Force.ENDED if over else Force.IN_FORCE


class Sorted:
    """The entries of one list, told apart by whether they hold.

    Args:
        entries: Entries in their order.
    """

    def __init__(self, entries: Iterable[BackgroundEntry]) -> None:
        forces = [(one, force_of(one.kind, one.status, one.ended)) for one in entries]
        self.in_force = [one for one, force in forces if force is Force.IN_FORCE]
        """What holds today."""
        self.past = [(one, force) for one, force in forces if force in {Force.ENDED, Force.REFUTED}]
        """What ended or was ruled out, each with which of the two."""
        self.mistaken = sum(force is Force.MISTAKEN for _, force in forces)
        """How many were entered in error."""


def mistaken_words(many: int) -> str:
    """How many entries are left out because their sender entered them in error.

    Args:
        many: 1 or more.
    """
    return f"Not shown: {many} {'entry' if many == 1 else 'entries'} that the sender marked as entered in error"
