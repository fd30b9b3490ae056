"""Saying that a plan was agreed in the wrong record: first whose it is, said back, and then what happened."""

from collections.abc import Callable

from hoc_tui.domain.dates import short
from hoc_tui.domain.errors import Refused
from hoc_tui.domain.lists import FoundPerson
from hoc_tui.domain.record import Record
from hoc_tui.screens.form import Answers, Form, FormScreen
from hoc_tui.screens.workplace import Workplace
from hoc_tui.services.agreeing import mark_wrong_record
from hoc_tui.services.lists import find_once
from hoc_tui.widgets.fields import Field


class WrongRecordForms:
    """The two forms that mark one version.

    Args:
        work: What every screen works with.
        record: In which the version stands by mistake.
        number: Which version.
        ask: Shows a form; what it is given second is called when the form was saved.
        done: Called when the version is marked.
    """

    def __init__(
        self,
        work: Workplace,
        record: Record,
        number: int,
        ask: Callable[[FormScreen, Callable[[], None]], None],
        done: Callable[[], None],
    ) -> None:
        self._work = work
        self._record = record
        self._number = number
        self._ask = ask
        self._done = done
        self._rightful: FoundPerson | None = None
        self._mark = work.desk.new_id()

    def begin(self) -> None:
        """Ask whose plan it is."""
        question = Field(
            "whose",
            "Whose plan is it? Their NHS number, or name and date of birth",
            required="Say whose plan it is.",
            hint="for example 943 476 5919",
        )
        form = self._form("whose", f"Plan {self._number} was agreed in the wrong record", question)
        self._ask(FormScreen(self._work, form, self._find), self._ask_why)

    def _form(self, step: str, title: str, question: Field, intro: str = "") -> Form:
        person = self._record.person
        name = f"wrong-record:{self._number}:{step}"
        whose = f"It stands in the record of {person.name}"
        return Form(name, title, (question,), person_id=person.person_id, whose=whose, intro=intro)

    async def _find(self, answers: Answers) -> None:
        found = await self._work.do(find_once, answers["whose"])
        if not found:
            raise Refused("Nobody here fits that.", hint="Try the NHS number.")
        if len(found) > 1:
            raise Refused("More than one person fits that.", hint="Type the date of birth after the name, too.")
        if found[0].person_id == self._record.person.person_id:
            raise Refused("That is the person in whose record it stands.")
        self._rightful = found[0]

    def _ask_why(self) -> None:
        if self._rightful is not None:
            question = Field("reason", "What happened?", lines=3, required="Say what happened.")
            intro = f"It was meant for {said_back(self._rightful)}. Both records will say so; the plan is not altered."
            form = self._form("why", f"Mark plan {self._number}: in error, wrong record", question, intro)
            self._ask(FormScreen(self._work, form, self._save), self._done)

    async def _save(self, answers: Answers) -> None:
        if self._rightful is not None:
            mine, theirs = self._record.person.person_id, self._rightful.person_id
            await self._work.do(mark_wrong_record, mine, self._number, theirs, answers["reason"], op_id=self._mark)


def said_back(found: FoundPerson) -> str:
    """Who was understood, with two identifiers: "KHAN, Zainab (Mrs), born 02-Dec-1960, NHS No. 999 000 0026"."""
    number = found.number
    digits = f"NHS No. {number.display}{'' if number.valid else ' (number not valid)'}" if number else "no NHS number"
    born = f"born {short(found.born)}" if found.born else "date of birth not known"
    return f"{found.name}, {born}, {digits}"
