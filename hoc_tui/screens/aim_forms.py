"""What is asked about an aim for a test: its limits, whose it is, and why."""

from pydantic import ValidationError

from hoc_tui.domain.entry.numbers import read_number
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.planning import TargetDraft
from hoc_tui.domain.vocabulary import TargetOwner
from hoc_tui.screens.asking import Asker, Asking
from hoc_tui.screens.form import Answers
from hoc_tui.widgets.conversation.view import JudgedSeries
from hoc_tui.widgets.fields import Field, Reader

OWNERS = ((TargetOwner.PERSON, "agreed with the person"), (TargetOwner.CLINICIAN, "set by the clinician"))
"""Whose aim it can be."""


NO_LIMIT = "An aim needs a limit, and the lower one may not be above the upper one."
"""What is said when an aim cannot be made of what was typed."""


class AimForms(Asker):
    """Forms for aims."""

    def new(self, one: JudgedSeries) -> Asking:
        """An aim for a test, agreed with the person or set by a clinician."""

        async def save(answers: Answers) -> None:
            try:
                draft = TargetDraft(
                    test_key=one.series.test_key,
                    test_name=one.name,
                    low=_limit(answers["low"], one.series.unit),
                    high=_limit(answers["high"], one.series.unit),
                    unit=one.series.unit,
                    owner=TargetOwner(answers["owner"]),
                    why=answers["why"],
                )
            except ValidationError:
                raise Refused(NO_LIMIT) from None
            await self._put_down(draft, answers)

        form = self._form(
            f"target:{one.key}",
            f"An aim for {one.name}",
            Field("high", f"Not over ({one.series.unit or 'no unit'})", read=_said_limit(one.series.unit)),
            Field("low", f"Not under ({one.series.unit or 'no unit'})", read=_said_limit(one.series.unit)),
            Field("owner", "Whose aim is it?", TargetOwner.PERSON, choices=OWNERS),
            Field("why", "Why this aim?", lines=2),
            intro=f"Now {one.series.value_words}",
        )
        return Asking(form, save)


def _said_limit(unit: str) -> Reader:
    return lambda text: read_number(text, unit=unit).said_back


def _limit(text: str, unit: str) -> str | None:
    return read_number(text, unit=unit).value.text if text else None
