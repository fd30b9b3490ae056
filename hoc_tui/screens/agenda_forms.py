"""What is asked about agenda items: the person's words, who may read them, how they ended."""

from hoc_tui.domain.planning import AgendaDraft, AgendaItem
from hoc_tui.domain.vocabulary import AgendaStatus, ItemKind, Raiser
from hoc_tui.screens.asking import Asker, Asking
from hoc_tui.screens.form import Answers
from hoc_tui.services.conversation import place_last
from hoc_tui.services.saving import Spot
from hoc_tui.text.statuses import AGENDA, RAISER
from hoc_tui.widgets.fields import Field

OPEN_MARK, PRIVATE_MARK, THIRD_PARTY_MARK = "open", "private", "third-party"
MARKS = (
    (OPEN_MARK, "may be shown"),
    (PRIVATE_MARK, "private"),
    (THIRD_PARTY_MARK, "told by or about somebody else"),
)
"""Who may read a note: private is hidden from reception and the shared screen, third-party from print, too."""


class AgendaForms(Asker):
    """Forms for what matters."""

    def new(self) -> Asking:
        """Something to talk about."""

        async def save(answers: Answers) -> None:
            place = {"position": place_last(self._record.agenda)}
            await self._put_down(AgendaDraft.model_validate(place | _agenda_fields(answers)), answers)

        form = self._form("agenda", "Something to talk about", *self._agenda_questions(None))
        return Asking(form, save)

    def edit(self, item: AgendaItem) -> Asking:
        """Change what an agenda item says."""

        async def save(answers: Answers) -> None:
            await self._rewrite(Spot.of(ItemKind.AGENDA, item), _agenda_fields(answers), answers)

        form = self._form(f"agenda:{item.id}", "Change the words", *self._agenda_questions(item), item=item)
        return Asking(form, save)

    def _agenda_questions(self, item: AgendaItem | None) -> tuple[Field, ...]:
        called = self._called
        raised = item.raised_by if item else Raiser.PERSON
        return (
            Field(
                "text",
                f"What does {called} want to talk about? In their own words.",
                item.text if item else "",
                lines=3,
                required="Write down what was said.",
            ),
            Field("raised_by", "Who brought it?", raised, choices=[(one, RAISER[one]) for one in Raiser]),
            Field("raiser_name", "Their name, if it was somebody else", item.raiser_name if item else ""),
            Field("mark", "Who may read it?", mark_of(item), choices=MARKS),
        )

    def end(self, item: AgendaItem) -> Asking:
        """How an agenda item ended, in the person's words."""

        async def save(answers: Answers) -> None:
            fields: dict[str, object] = {"status": AgendaStatus(answers["status"]), "outcome": answers["outcome"]}
            await self._rewrite(Spot.of(ItemKind.AGENDA, item), fields, answers)

        status = item.status if item.status is not AgendaStatus.OPEN else AgendaStatus.DISCUSSED
        form = self._form(
            f"agenda-end:{item.id}",
            "How did it end?",
            Field("status", "It was", status, choices=[(one, AGENDA[one]) for one in AgendaStatus]),
            Field(
                "outcome",
                f"In {self._called}'s words",
                item.outcome,
                lines=3,
                hint="I know now why I am so tired",
            ),
            intro=item.text,
            item=item,
        )
        return Asking(form, save)

    def mark(self, item: AgendaItem) -> Asking:
        """Who may read an agenda item."""

        async def save(answers: Answers) -> None:
            await self._rewrite(Spot.of(ItemKind.AGENDA, item), _marks(answers["mark"]), answers)

        question = Field("mark", "Who may read it?", mark_of(item), choices=MARKS)
        form = self._form(f"agenda-mark:{item.id}", "Private?", question, intro=item.text, item=item)
        return Asking(form, save)


def _agenda_fields(answers: Answers) -> dict[str, object]:
    words: dict[str, object] = {"text": answers["text"], "raiser_name": answers["raiser_name"]}
    return words | {"raised_by": Raiser(answers["raised_by"])} | _marks(answers["mark"])


def _marks(mark: str) -> dict[str, object]:
    return {"private": mark == PRIVATE_MARK, "third_party": mark == THIRD_PARTY_MARK}


def mark_of(item: AgendaItem | None) -> str:
    """The stored mark of an item as the form's answer."""
    if item is None or not (item.private or item.third_party):
        return OPEN_MARK
    return PRIVATE_MARK if item.private else THIRD_PARTY_MARK
