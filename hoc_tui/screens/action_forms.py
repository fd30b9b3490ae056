"""What is asked about actions: what, who, when, if and then, how sure."""

from hoc_tui.domain.planning import Action, ActionDraft, Goal
from hoc_tui.domain.vocabulary import ActionStatus, Doer, ItemKind
from hoc_tui.screens.asking import Asker, Asking, read_score, ruler_question
from hoc_tui.screens.form import Answers
from hoc_tui.services.conversation import place_last
from hoc_tui.services.saving import Spot
from hoc_tui.text.statuses import ACTION, DOER
from hoc_tui.widgets.fields import Field


class ActionForms(Asker):
    """Forms for actions."""

    def new(self, goal: Goal | None) -> Asking:
        """An action, under a goal or by itself."""

        async def save(answers: Answers) -> None:
            place = {"goal_id": goal.id if goal else None, "position": place_last(self._record.actions)}
            await self._put_down(ActionDraft.model_validate(place | self._action_fields(answers)), answers)

        name = f"action:{goal.id}:new" if goal else "action"
        form = self._form(name, "An action", *self._action_questions(None), intro=goal.words if goal else "")
        return Asking(form, save)

    def edit(self, action: Action) -> Asking:
        """Change an action."""

        async def save(answers: Answers) -> None:
            await self._rewrite(Spot.of(ItemKind.ACTION, action), self._action_fields(answers), answers)

        form = self._form(f"action:{action.id}", "Change the action", *self._action_questions(action), item=action)
        return Asking(form, save)

    def _action_questions(self, action: Action | None) -> tuple[Field, ...]:
        doer = action.doer if action else Doer.PERSON
        return (
            Field("what", "What will be done?", action.what if action else "", lines=2, required="Say what."),
            Field("doer", "Who does it?", doer, choices=[(one, DOER[one]) for one in Doer]),
            Field("doer_name", "Their name, if it is not the person", action.doer_name if action else ""),
            self._date_question("due_on", "By when?", action.due_on if action else None, "2 weeks"),
            Field("cue", "If … (a time, a place, after what)", action.cue if action else "", hint="lunch is done"),
            Field("response", "then …", action.response if action else "", hint="walk to the bus stop"),
            ruler_question("confidence", "How sure are they? 0 to 10", action.confidence if action else None),
            Field("help_wanted", "Under 7: what would help?", action.help_wanted if action else "", lines=2),
        )

    def _action_fields(self, answers: Answers) -> dict[str, object]:
        confidence, scale = read_score(answers["confidence"])
        return {
            "what": answers["what"],
            "doer": Doer(answers["doer"]),
            "doer_name": answers["doer_name"],
            "due_on": self._read_day(answers["due_on"]),
            "cue": answers["cue"],
            "response": answers["response"],
            "confidence": confidence,
            "scale": scale,
            "help_wanted": answers["help_wanted"],
        }

    def end(self, action: Action) -> Asking:
        """What became of an action; not done is no failure, and the reason is the person's."""

        async def save(answers: Answers) -> None:
            fields: dict[str, object] = {"status": ActionStatus(answers["status"]), "outcome": answers["outcome"]}
            await self._rewrite(Spot.of(ItemKind.ACTION, action), fields, answers)

        form = self._form(
            f"action-end:{action.id}",
            "How did it go?",
            Field("status", "It is", action.status, choices=[(one, ACTION[one]) for one in ActionStatus]),
            Field("outcome", f"In {self._called}'s words", action.outcome, lines=3),
            intro=action.what,
            item=action,
        )
        return Asking(form, save)
