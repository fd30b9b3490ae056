"""A search in Find is one event, and what it came to is added when it ends."""

from sqlalchemy import select

from hoc_tui.data.tables import AuditEventRow
from hoc_tui.domain.vocabulary import AuditAct
from tests.support.practice import SmallPractice
from tests.support.seat import seated


def searches(practice: SmallPractice) -> list[tuple[str, bool, bool]]:
    """What the audit says of searches: the text, whether somebody was opened, whether it continues another."""
    row = AuditEventRow
    with practice.database.reading() as work:
        wanted = select(row.words, row.person_id, row.continues).where(row.act == AuditAct.SEARCHED).order_by(row.seq)
        return [(words, who is not None, first is not None) for words, who, first in work.connection.execute(wanted)]


async def test_a_search_is_entered_as_find_opens_and_as_it_closes(practice: SmallPractice) -> None:
    """However many letters are typed: the last text counts."""
    async with seated(practice) as seat:
        await seat.press("slash")
        assert [("", False, False)] == searches(practice)
        await seat.type("jacks")
        assert 1 == len(searches(practice))
        await seat.press("escape")
        assert [("", False, False), ("jacks", False, True)] == searches(practice)


async def test_the_row_that_was_opened_is_entered_with_the_search(practice: SmallPractice) -> None:
    """The record's own opening follows it; going back to Find begins no other search."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("ahmed")
        await seat.press("enter")
        assert [("", False, False), ("ahmed", True, True)] == searches(practice)
        await seat.press("escape", "escape")
        assert 2 == len(searches(practice))


async def test_quitting_from_find_keeps_what_was_typed(practice: SmallPractice) -> None:
    """The program waits a moment for the last word, and never longer."""
    async with seated(practice) as seat:
        await seat.press("slash")
        await seat.type("brennan")

    assert ("brennan", False, True) == searches(practice)[-1]


async def test_looking_without_typing_adds_nothing(practice: SmallPractice) -> None:
    """Find was opened and closed."""
    async with seated(practice) as seat:
        await seat.press("slash", "escape")

    assert [("", False, False)] == searches(practice)
