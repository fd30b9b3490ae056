"""Proposals that two records are one person's, as rows of what waits for people."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from hoc_tui.domain.dates import short
from hoc_tui.domain.identifiers import local_id
from hoc_tui.domain.joining import Joining
from hoc_tui.text import Content, display, join, label, together
from hoc_tui.widgets.cards import Card
from hoc_tui.widgets.columns import Column, Row

_COLUMNS: Final = (Column("", width=11), Column("", share=3), Column("", share=2), Column("", width=11))


def joining_cards(joinings: Sequence[Joining], zone: str) -> list[Card]:
    """One card a proposal: which records, why, and since when.

    Args:
        joinings: Those that wait to be confirmed.
        zone: The practice's time zone.
    """
    return [Card(str(one.id), Row(_COLUMNS, _cells(one, ZoneInfo(zone)))) for one in joinings]


def _cells(one: Joining, zone: ZoneInfo) -> tuple[Content, ...]:
    since = short(one.proposed_at.astimezone(zone).date())
    return (display("one person?", "bold"), _records(one), display(one.reason), display(since, "$quiet"))


def _records(one: Joining) -> Content:
    """Both records by what this program calls them: their names are shown once somebody looks into them."""
    kept, other = (together(local_id(person_id)) for person_id in (one.kept_id, one.other_id))
    return label("$kept and $other", kept=kept, other=other)


def whole_joining(one: Joining, me: UUID) -> Content:
    """Why somebody thinks so, and who must look at it.

    Args:
        one: A proposal.
        me: Who looks at the list: nobody confirms what they proposed themselves.
    """
    mine = "A colleague must confirm what you proposed."
    waits = "Somebody has proposed it, and you can confirm it."
    does = "Enter shows both records side by side; there you can also say that they are two people's."
    why = label("Said to be one person's: $why", why=one.reason)
    return join([why, display(mine if one.proposed_by == me else waits), display(does)], "\n")
