"""The way to results by hand from any screen that knows whose they are, and back again."""

from collections.abc import Callable
from uuid import UUID

from hoc_tui.domain.people import Person
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import Urgency
from hoc_tui.screens.gathering import GatheringScreen
from hoc_tui.screens.gathering_after import CHECKED_FIRST, SafetyScreen, WrittenScreen, counts_in
from hoc_tui.screens.putting_right import NOT_BY_HAND, PuttingRightScreen, can_be_put_right
from hoc_tui.screens.task import TaskScreen
from hoc_tui.services.entering import Written
from hoc_tui.services.records import open_record


async def gather_for(screen: TaskScreen[None], person_id: UUID) -> None:
    """Read somebody's record and open the form, with what was left in it.

    Args:
        screen: Where one comes from.
        person_id: Whose results.
    """
    await screen.work.drafts.look()
    gather(screen, await screen.work.do(open_record, person_id))


def gather(screen: TaskScreen[None], record: Record) -> None:
    """Open the form.

    Args:
        screen: Where one comes from, which is read again afterwards.
        record: The record as it was read.
    """
    form = GatheringScreen(screen.work, record)
    screen.app.push_screen(form, lambda _saved: _after(screen, record.person, form.written))


def put_right(screen: TaskScreen[None], record: Record, result: Result | None) -> None:
    """Open the form that puts a result right, or say why there is none.

    Args:
        screen: Where one comes from, which is read again afterwards.
        record: The record as it was read.
        result: What is wrong; None where no result is selected.
    """
    if result is None or not can_be_put_right(result):
        screen.say(NOT_BY_HAND)
        return
    form = PuttingRightScreen(screen.work, record, result)
    screen.app.push_screen(form, lambda _saved: _after(screen, record.person, form.written))


def _after(screen: TaskScreen[None], person: Person, written: Written | None) -> None:
    """Say first what cannot wait, then what was written down."""
    if written is None:
        return
    tell: Callable[[object], None] = lambda _: _tell(screen, person, written)  # noqa: E731  two screens end so
    if written.cannot_wait:
        screen.app.push_screen(SafetyScreen(screen.work, person, written), tell)
    else:
        tell(None)


def _tell(screen: TaskScreen[None], person: Person, written: Written) -> None:
    screen.reload()
    if any(one.urgency is not Urgency.PLAIN for one in written.results):
        screen.app.push_screen(WrittenScreen(person, written))
    else:
        screen.say(f"{counts_in(written)}, none out. {CHECKED_FIRST}")
