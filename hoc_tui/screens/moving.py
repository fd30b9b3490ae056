"""Wrong record: saying whose a result is that stands in somebody else's record, step by step."""

from uuid import UUID, uuid5

from hoc_tui.domain.dates import short
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result
from hoc_tui.screens.choosing import ChoosePersonScreen
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.person_reading import fits_words
from hoc_tui.screens.task import TaskScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.moving import move_result
from hoc_tui.widgets.fields import Field

MOVED = "Moved. It counts here no more, and waits to be checked where it is now."


class WrongRecordTask:
    """What `Wrong record` does with one result.

    Args:
        screen: Where the result is seen.
        work: What every screen works with.
        record: In which it stands.
    """

    def __init__(self, screen: TaskScreen[None], work: Workplace, record: Record) -> None:
        self._screen = screen
        self._work = work
        self._record = record

    def begin(self, result: Result) -> None:
        """Ask whose it is.

        Args:
            result: One that counts here, as it stands in its series.
        """
        person = self._record.person
        intro = f"{_said(result)}. It leaves the record of {person.name}, and both records show that it was moved."
        ask = ChoosePersonScreen(self._work, "Whose result is this?", intro, without=person.person_id)
        self._screen.app.push_screen(ask, lambda chosen: self._chosen(result, chosen))

    def _chosen(self, result: Result, whose: FoundPerson | None) -> None:
        if whose is None:
            return
        person = self._record.person

        async def save(answers: Answers) -> None:
            op = answers.op_id or self._work.desk.new_id()
            # Of a value that several sources sent each is a result of its own, and none may stay behind.
            for which in (result.id, *result.also_ids):
                await self._work.do(
                    move_result, person.person_id, which, whose.person_id, answers["reason"], op_id=_op_of(op, which)
                )
            self._screen.reload()
            self._screen.say(MOVED)

        missing = "Say how you know whose it is."
        reason = Field("reason", "How do you know?", required=missing, lines=2, read=fits_words, says_back=False)
        born = f", born {short(whose.born)}" if whose.born else ""
        form = Form(
            f"move-result:{result.id}",
            f"It is {whose.name}'s",
            (reason,),
            person_id=person.person_id,
            whose=f"{person.name} to {whose.name}{born}",
            intro=_said(result),
        )
        self._screen.app.push_screen(FormScreen(self._work, form, save))


def _said(result: Result) -> str:
    taken = f", taken {result.taken.short}" if result.taken else ", on a day that was not sent"
    return f"{result.name}: {result.value_words}{taken}"


def _op_of(op: UUID, which: UUID) -> UUID:
    """The id of one write among those of one answer: the same when exactly this is sent again."""
    return uuid5(op, str(which))
