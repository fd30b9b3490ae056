"""Putting right what was written down by hand: the same questions once more, and why it was wrong."""

from typing import ClassVar

from hoc_tui.domain.entered import HAND
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.gathering import gathered_besides
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Result
from hoc_tui.screens.form import Answers, Form
from hoc_tui.screens.gathering import GatheringScreen
from hoc_tui.screens.gathering_fields import Reading, day_field, fields_of
from hoc_tui.screens.person_reading import fits_line
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.entering import correct_entered
from hoc_tui.widgets.fields import Field

PUTTING_RIGHT = "put-right"
"""What the form's name among drafts starts with."""
NOT_BY_HAND = "Only what was written down by hand is put right here; its sender corrects the rest."
_NEVER = "never"
_WHAT = (("", "the right value is below"), (_NEVER, "there is no such result"))


class PuttingRightScreen(GatheringScreen):
    """One result that was written down wrongly.

    Args:
        work: What every screen works with.
        record: The record as it was read.
        result: What is wrong.
    """

    TITLE_WORDS: ClassVar[str] = "Put right"

    def __init__(self, work: Workplace, record: Record, result: Result) -> None:
        self._result = result
        super().__init__(work, record)

    def _form(self) -> Form:
        """The questions of the one test, with the day it was said to be of, and why it was wrong."""
        taken = self._result.taken
        day = day_field(taken.first_day if taken is not None else self._today, self._today)
        return Form(
            f"{PUTTING_RIGHT}:{self._result.id}",
            f"{self.TITLE_WORDS}: {self._result.name}",
            [Field("what", "What is right?", choices=_WHAT), day, *self._fields_of_test(), _why()],
            person_id=self._record.person.person_id,
            intro=f"It says {self._result.value_words}{f' on {taken.short}' if taken is not None else ''}.",
        )

    def _fields_of_test(self) -> list[Field]:
        test_id, _, place = self._result.source_id.partition("|")[2].partition("|")
        test = self._content.test(test_id)
        if test is None:
            return []
        fields = fields_of(gathered_besides(test, self._record, self._known, self._content), self._content)
        return [one for one in fields if one.name == "-".join(filter(None, (test_id, place)))]

    async def _write(self, answers: Answers) -> None:
        never = answers["what"] == _NEVER
        entered = [] if never else Reading(self._content, answers, self._today).entered()
        if not never and len(entered) != 1:
            raise Refused("Type what is right, or choose that there is no such result.")
        right = entered[0] if entered else None
        whose = self._record.person.person_id
        self.written = await self.work.do(
            correct_entered, whose, self._result.id, right, answers["why"], op_id=answers.op_id
        )


def _why() -> Field:
    return Field("why", "Why was it wrong?", required="Say why it is put right.", read=fits_line, says_back=False)


def can_be_put_right(result: Result | None) -> bool:
    """Whether a result was written down by hand.

    Args:
        result: The newest of a test.
    """
    return result is not None and result.source_system == HAND and result.counts
