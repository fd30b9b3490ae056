"""Asking: a form with what saves it, and what every form of the conversation shares."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from hoc_tui.domain.entry.dates import read_date
from hoc_tui.domain.entry.rulers import read_ruler
from hoc_tui.domain.items import Item
from hoc_tui.domain.record import Record
from hoc_tui.domain.vocabulary import ScoreScale
from hoc_tui.screens.form import Answers, Form
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.conversation import ConversationDraft, put_down, rewrite
from hoc_tui.services.saving import Saved, Spot
from hoc_tui.widgets.conversation.view import ConversationView
from hoc_tui.widgets.fields import Field

Saver = Callable[[Answers], Awaitable[None]]


@dataclass(frozen=True)
class Asking:
    """A form with what saves it."""

    form: Form
    save: Saver


class Asker:
    """Makes the forms of one conversation and saves their answers.

    Args:
        work: What every screen works with.
        view: The conversation as it stands.
    """

    def __init__(self, work: Workplace, view: ConversationView) -> None:
        self._work = work
        self._view = view

    @property
    def _record(self) -> Record:
        return self._view.record

    @property
    def _called(self) -> str:
        return self._view.called

    @property
    def _person_id(self) -> UUID:
        return self._record.person.person_id

    def _form(self, name: str, title: str, *fields: Field, intro: str = "", item: Item | None = None) -> Form:
        """A form about this person.

        Args:
            name: Its name among drafts.
            title: What it is for.
            fields: Its questions.
            intro: What it is about.
            item: What it changes, as it was read; None for something new.
        """
        form = Form(name, title, fields, person_id=self._person_id, whose=self._record.person.name, intro=intro)
        return replace(form, version=item.version, gone=item.ended) if item is not None else form

    async def _put_down(self, draft: ConversationDraft, answers: Answers) -> None:
        self._note(await self._work.save(put_down, self._person_id, draft, op_id=answers.op_id))

    async def _rewrite(self, spot: Spot, fields: dict[str, object], answers: Answers) -> None:
        """Change an item against the version that was read when the words were begun, however long ago that was."""
        begun = replace(spot, version=answers.version or spot.version)
        self._note(await self._work.save(rewrite, begun, fields, op_id=answers.op_id))

    def _note(self, saved: Saved) -> None:
        self._work.remember(saved)

    # Reading answers -------------------------------------------------------------------------------------------------

    def _date_question(self, name: str, ask: str, day: date | None, hint: str) -> Field:
        return Field(name, ask, day.isoformat() if day else "", read=self._said_date, hint=hint)

    def _said_date(self, text: str) -> str:
        return read_date(text, self._view.today).said_back

    def _read_day(self, text: str) -> date | None:
        return read_date(text, self._view.today).value if text else None


def ruler_question(name: str, ask: str, score: int | None) -> Field:
    """A question answered on the ruler, in numbers or in three words.

    Args:
        name: The answer's name.
        ask: The question.
        score: What stands there now, 0 to 10; None when it was not asked.
    """
    return Field(name, ask, "" if score is None else str(score), read=lambda text: read_ruler(text).said_back)


def read_score(text: str) -> tuple[int | None, ScoreScale]:
    """A ruler answer as score and scale; None when it was left empty.

    Args:
        text: What was typed.

    Raises:
        NotUnderstood: It is no answer of the ruler.
    """
    if not text:
        return None, ScoreScale.ZERO_TO_TEN
    entry = read_ruler(text)
    return entry.value, entry.scale
