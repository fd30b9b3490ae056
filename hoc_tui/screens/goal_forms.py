"""What is asked about goals: the person's words first, then why, how important, how sure."""

from hoc_tui.domain.planning import Goal, GoalDraft
from hoc_tui.domain.vocabulary import GoalKind, GoalStatus, ItemKind
from hoc_tui.screens.asking import Asker, Asking, read_score, ruler_question
from hoc_tui.screens.form import Answers
from hoc_tui.services.conversation import place_last
from hoc_tui.services.saving import Spot
from hoc_tui.text.statuses import GOAL, GOAL_KIND
from hoc_tui.widgets.fields import Field


class GoalForms(Asker):
    """Forms for goals."""

    def new(self) -> Asking:
        """A goal, the person's words first."""

        async def save(answers: Answers) -> None:
            place = {"position": place_last(self._record.goals)}
            await self._put_down(GoalDraft.model_validate(place | self._goal_fields(answers)), answers)

        return Asking(self._form("goal", "A goal", *self._goal_questions(None)), save)

    def edit(self, goal: Goal) -> Asking:
        """Change a goal."""

        async def save(answers: Answers) -> None:
            await self._rewrite(Spot.of(ItemKind.GOAL, goal), self._goal_fields(answers), answers)

        form = self._form(f"goal:{goal.id}", "Change the goal", *self._goal_questions(goal), item=goal)
        return Asking(form, save)

    def _goal_questions(self, goal: Goal | None) -> tuple[Field, ...]:
        called = self._called
        kind = goal.kind if goal else GoalKind.LIFE
        return (
            Field(
                "words",
                f"What does {called} want to be able to do? In their own words.",
                goal.words if goal else "",
                lines=2,
                required="Write the goal in the person's words.",
            ),
            Field("why", "Why does it matter to them?", goal.why if goal else "", lines=2),
            ruler_question("importance", "How important is it? 0 to 10", goal.importance if goal else None),
            ruler_question("confidence", "How sure are they? 0 to 10", goal.confidence if goal else None),
            self._date_question("target_on", "By when?", goal.target_on if goal else None, "3 weeks"),
            Field("kind", "What kind of goal?", kind, choices=[(one, GOAL_KIND[one]) for one in GoalKind]),
        )

    def _goal_fields(self, answers: Answers) -> dict[str, object]:
        importance, _ = read_score(answers["importance"])
        confidence, scale = read_score(answers["confidence"])
        return {
            "words": answers["words"],
            "why": answers["why"],
            "importance": importance,
            "confidence": confidence,
            "scale": scale,
            "target_on": self._read_day(answers["target_on"]),
            "kind": GoalKind(answers["kind"]),
        }

    def end(self, goal: Goal) -> Asking:
        """What became of a goal, with the person's reason."""

        async def save(answers: Answers) -> None:
            fields: dict[str, object] = {"status": GoalStatus(answers["status"]), "outcome": answers["outcome"]}
            await self._rewrite(Spot.of(ItemKind.GOAL, goal), fields, answers)

        called = self._called
        form = self._form(
            f"goal-end:{goal.id}",
            "How did it go?",
            Field("status", "This goal is", goal.status, choices=[(one, GOAL[one]) for one in GoalStatus]),
            Field("outcome", f"In {called}'s words: what happened, and why?", goal.outcome, lines=3),
            intro=goal.words,
            item=goal,
        )
        return Asking(form, save)
