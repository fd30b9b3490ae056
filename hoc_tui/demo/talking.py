"""One person's yearly conversations: what they bring, what becomes of it, what is agreed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hoc_tui.demo.calendar import working_day
from hoc_tui.demo.chance import Chance
from hoc_tui.demo.courses import listed_tests, series_key
from hoc_tui.demo.scribe import Scribe
from hoc_tui.demo.staff import Team
from hoc_tui.demo.words import (
    Aspiration,
    Doing,
    Teller,
    aspirations,
    choices,
    concerns,
    draw_fitting,
    draw_sayings,
    phrases,
)
from hoc_tui.domain.current import ALIVE_ACTIONS, ALIVE_AGENDA, ALIVE_GOALS
from hoc_tui.domain.people import Contact, Staff
from hoc_tui.domain.plan import AgreeDraft
from hoc_tui.domain.planning import (
    ENOUGH_CONFIDENCE,
    Action,
    ActionDraft,
    AgendaDraft,
    AgendaItem,
    DecisionDraft,
    Goal,
    GoalDraft,
    Link,
    LinkDraft,
    TargetDraft,
)
from hoc_tui.domain.results import Result
from hoc_tui.domain.vocabulary import (
    ActionStatus,
    AgendaStatus,
    Agreement,
    Doer,
    GoalStatus,
    ItemKind,
    Raiser,
    Role,
    TargetOwner,
)

ENDS = {AgendaStatus.DISCUSSED: 80, AgendaStatus.PARKED: 8, AgendaStatus.CARRIED_FORWARD: 12}
"""How agenda items end, of 100."""
REVIEWS = {
    GoalStatus.ACTIVE: 30,
    GoalStatus.ACHIEVED: 25,
    GoalStatus.PARTLY_ACHIEVED: 27,
    GoalStatus.CHANGED: 9,
    GoalStatus.STOPPED: 9,
}
"""What a year makes of goals, of 100."""
AIMED_AT = {"hba1c": ("type1", "type2"), "wt": ("obesity",), "nonhdl": ("chd", "stroke"), "phq9": ("depression",)}
"""Tests for which some people with these conditions have an aim."""


FINISHED = "finished at the last conversation"
"""Why something was taken off the list; it stays in the history and in the plan of then."""


def finished(scribe: Scribe) -> list[tuple[ItemKind, UUID]]:
    """What the last conversation finished: agenda items, goals with their actions, and links to any of them."""
    done = [(ItemKind.AGENDA, one.id) for one in scribe.standing(AgendaItem) if one.status not in ALIVE_AGENDA]
    done += [(ItemKind.GOAL, one.id) for one in scribe.standing(Goal) if one.status not in ALIVE_GOALS]
    gone = {item_id for _, item_id in done}
    actions = [one for one in scribe.standing(Action) if one.status not in ALIVE_ACTIONS or one.goal_id in gone]
    loose = [one for one in scribe.standing(Link) if gone & {one.first_id, one.second_id}]
    return [(ItemKind.LINK, one.id) for one in loose] + [(ItemKind.ACTION, one.id) for one in actions] + done


def result_link(kind: ItemKind, item: UUID, key: str, result: Result) -> LinkDraft:
    """A link from an item to a test, with the result as it was when the link was made."""
    name = listed_tests()[key].name
    return LinkDraft(first_kind=kind, first_id=item, test_key=series_key(key), test_name=name, result_id=result.id)


@dataclass
class Talks:
    """The conversations of one person, held in the order of time.

    Attributes:
        scribe: Writes their record.
        teller: Whose words they are.
        team: The staff.
        chance: A stream for this person.
    """

    scribe: Scribe
    teller: Teller
    team: Team
    chance: Chance
    used: set[str] = field(default_factory=set)
    """Sentences this person has said already."""

    # -- Preparing -----------------------------------------------------------------------------------------------------

    def prepare(self, at: datetime) -> None:
        """Put down what the person wrote on their sheet, and what the team wants to bring.

        Args:
            at: When the sheet came back.
        """
        self._clear(at)
        place = max((item.position for item in self.scribe.standing(AgendaItem)), default=Decimal(0))
        writer = self.team[Role.HEALTHCARE_ASSISTANT]
        said = draw_sayings(self.chance, self.teller, at.date(), self.used, self.chance.whole(2, 4))
        for number, (prompt, words) in enumerate(said, 1):
            private = self.chance.yes(prompt.private / 100)
            draft = AgendaDraft(text=words, starred=number == 1, private=private, position=place + number)
            self.scribe.add(ItemKind.AGENDA, draft, by=writer.id, at=at)
        self._carer_brings(at, place + len(said) + 1)
        self._team_brings(at, place + len(said) + 2)

    def _clear(self, at: datetime) -> None:
        for kind, item_id in finished(self.scribe):
            self.scribe.end(kind, item_id, by=self.team[Role.NURSE].id, at=at, reason=FINISHED)

    def _carer_brings(self, at: datetime, place: Decimal) -> None:
        carers = [one for one in self.scribe.standing(Contact) if "carer" in one.kinds]
        if not carers or not self.chance.yes(0.6):
            return
        worker = "worker" in carers[0].relationship
        voice = "worker" if worker else "woman" if self.teller.body.woman else "man"
        draft = AgendaDraft(
            text=self.chance.pick(phrases("said", "carer", voice)),
            raised_by=Raiser.CARER,
            raiser_name=f"{carers[0].name} ({carers[0].relationship})",
            third_party=True,
            position=place,
        )
        self.scribe.add(ItemKind.AGENDA, draft, by=self.team[Role.HEALTHCARE_ASSISTANT].id, at=at)

    def _team_brings(self, at: datetime, place: Decimal) -> None:
        """Bring up one or two results that stand out."""
        nurse, known = self.team[Role.NURSE], self.scribe.series(at)
        raised = [
            (key, concern, known[series_key(key)].latest)
            for key, concern in concerns().items()
            if series_key(key) in known and concern.raised_by(known[series_key(key)])
        ]
        for key, concern, result in self.chance.several(raised, self.chance.whole(0, 2)):
            draft = AgendaDraft(text=concern.words, raised_by=Raiser.TEAM, raiser_name=nurse.name, position=place)
            item = self.scribe.add(ItemKind.AGENDA, draft, by=nurse.id, at=at)
            self.scribe.add(ItemKind.LINK, result_link(ItemKind.AGENDA, item, key, result), by=nurse.id, at=at)
            place += 1

    # -- Talking -------------------------------------------------------------------------------------------------------

    def converse(self, at: datetime, clinician: Staff) -> None:
        """Hold the conversation, up to what the person will do; agreeing is `agree`.

        Args:
            at: When it begins.
            clinician: Who holds it.
        """
        self._close_agenda(at, clinician)
        self._review_goals(at + timedelta(minutes=8), clinician)
        self._set_goals(at + timedelta(minutes=12), clinician)
        self._decide(at + timedelta(minutes=20), clinician)
        self._aim(at + timedelta(minutes=22), clinician)

    def _close_agenda(self, at: datetime, clinician: Staff) -> None:
        for item in self.scribe.standing(AgendaItem):
            if item.status is AgendaStatus.OPEN or self.chance.yes(0.7):
                status = self.chance.weighted(tuple(ENDS), tuple(ENDS.values()))
                outcome = self.chance.pick(phrases("said", "ended", status.value))
                self.scribe.change(ItemKind.AGENDA, item.id, by=clinician.id, at=at, status=status, outcome=outcome)

    def _review_goals(self, at: datetime, clinician: Staff) -> None:
        for goal in self.scribe.standing(Goal):
            status = self.chance.weighted(tuple(REVIEWS), tuple(REVIEWS.values()))
            if status is not GoalStatus.ACTIVE:
                words = self.chance.pick(phrases("goals", "outcome", status.value))
                self.scribe.change(ItemKind.GOAL, goal.id, by=clinician.id, at=at, status=status, outcome=words)
        for action in self.scribe.standing(Action):
            became = ActionStatus.DONE if self.chance.yes(0.65) else ActionStatus.NOT_DONE
            words = self.chance.pick(phrases("goals", "action", became.value))
            self.scribe.change(ItemKind.ACTION, action.id, by=clinician.id, at=at, status=became, outcome=words)

    def _set_goals(self, at: datetime, clinician: Staff) -> None:
        active = [goal for goal in self.scribe.standing(Goal) if goal.status is GoalStatus.ACTIVE]
        fitting = draw_fitting(self.chance, aspirations(), self.teller, at.date())
        fresh = [one for one in fitting if one.words not in self.used]
        wanted = max(0, self.chance.weighted((1, 2, 3), (45, 40, 15)) - len(active))
        for number, aspiration in enumerate(fresh[:wanted], len(active) + 1):
            self.used.add(aspiration.words)
            self._set_goal(aspiration, Decimal(number), at, clinician)

    def _set_goal(self, aspiration: Aspiration, place: Decimal, at: datetime, clinician: Staff) -> None:
        draft = GoalDraft(
            words=aspiration.words,
            why=aspiration.why if self.chance.yes(0.85) else "",
            kind=aspiration.kind,
            importance=self.chance.whole(6, 10),
            confidence=self.chance.whole(3, 10),
            target_on=at.date() + timedelta(days=30 * self.chance.whole(2, 11)) if self.chance.yes(0.5) else None,
            position=place,
        )
        goal = self.scribe.add(ItemKind.GOAL, draft, by=clinician.id, at=at)
        self._link_goal(goal, aspiration, clinician, at)
        for number, doing in enumerate(aspiration.actions, 1):
            self._plan_action(doing, goal, Decimal(number), at, clinician)

    def _link_goal(self, goal: UUID, aspiration: Aspiration, clinician: Staff, at: datetime) -> None:
        """Join a goal to what it came from: an agenda item, and the test it has to do with."""
        items = [item for item in self.scribe.standing(AgendaItem) if item.raised_by is Raiser.PERSON]
        if items and self.chance.yes(0.6):
            ends = {"first_kind": ItemKind.GOAL, "first_id": goal, "second_kind": ItemKind.AGENDA}
            draft = LinkDraft.model_validate(ends | {"second_id": self.chance.pick(items).id})
            self.scribe.add(ItemKind.LINK, draft, by=clinician.id, at=at)
        series = self.scribe.series(at).get(series_key(aspiration.link)) if aspiration.link else None
        if series is not None:
            draft = result_link(ItemKind.GOAL, goal, aspiration.link, series.latest)
            self.scribe.add(ItemKind.LINK, draft, by=clinician.id, at=at)

    def _plan_action(self, doing: Doing, goal: UUID, place: Decimal, at: datetime, clinician: Staff) -> None:
        staff = self.team[doing.role] if doing.role else None
        doer = Doer.STAFF if staff else Doer.SERVICE if doing.service else Doer.PERSON
        confidence = self.chance.whole(4, 10) if doer is Doer.PERSON else None
        doubtful = confidence is not None and confidence < ENOUGH_CONFIDENCE
        draft = ActionDraft(
            what=doing.what,
            goal_id=goal,
            doer=doer,
            doer_name=staff.name if staff else doing.service,
            staff_id=staff.id if staff else None,
            due_on=self._due(at.date()) if self.chance.yes(0.85) else None,
            cue=doing.cue,
            response=doing.response,
            confidence=confidence,
            help_wanted=self.chance.pick(phrases("goals", "help", "words")) if doubtful else "",
            position=place,
        )
        self.scribe.add(ItemKind.ACTION, draft, by=clinician.id, at=at)

    def _due(self, day: date) -> date:
        return working_day(day + timedelta(days=7 * self.chance.whole(1, 12)))

    def _decide(self, at: datetime, clinician: Staff) -> None:
        fitting = [one for one in choices() if one.fits(self.teller, at.date()) and one.about not in self.used]
        if not fitting or not self.chance.yes(0.3):
            return
        choice = self.chance.pick(fitting)
        self.used.add(choice.about)
        draft = DecisionDraft(
            about=choice.about,
            what_matters=choice.what_matters,
            options=choice.options,
            chosen=choice.chosen,
            why=choice.why,
            status=choice.status,
            look_again_on=working_day(at.date() + timedelta(days=180)) if choice.status != "agreed" else None,
            position=Decimal(1),
        )
        self.scribe.add(ItemKind.DECISION, draft, by=clinician.id, at=at)

    def _aim(self, at: datetime, clinician: Staff) -> None:
        """Agree an aim with some people, for a test they have and have no aim for yet."""
        series, body = self.scribe.series(at), self.teller.body
        open_to = [key for key, had in AIMED_AT.items() if body.has(*had) and key not in self.used]
        known = [key for key in open_to if series_key(key) in series and series[series_key(key)].latest.quantity]
        if not known or not self.chance.yes(0.5):
            return
        key, test = known[0], listed_tests()[known[0]]
        self.used.add(key)
        draft = TargetDraft(
            test_key=series_key(key),
            test_name=test.name,
            high=self._wish(key, series[series_key(key)].latest),
            unit=test.unit,
            owner=TargetOwner.CLINICIAN if key == "nonhdl" else TargetOwner.PERSON,
            why=phrases("said", "aim", key)[0],
        )
        self.scribe.add(ItemKind.TARGET, draft, by=clinician.id, at=at)

    def _wish(self, key: str, result: Result) -> str:
        """What this person would like to come down to: something made up, and no advice to anybody."""
        now = result.quantity.number if result.quantity else Decimal(0)
        if key == "wt":
            return str((now * Decimal("0.94")).quantize(Decimal("0.1")))
        return self.chance.pick({"hba1c": ("48", "53", "58"), "nonhdl": ("2.6",), "phq9": ("5", "8")}[key])

    # -- Agreeing ------------------------------------------------------------------------------------------------------

    def agree(self, at: datetime, clinician: Staff, agreement: Agreement | None = None) -> Agreement:
        """Agree the plan.

        Args:
            at: When.
            clinician: Who agrees it with the person.
            agreement: How; by default nearly always with the person, sometimes with a difference, seldom not.

        Returns:
            How it was agreed.
        """
        agreement = agreement or self._agreement()
        beside = self.scribe.standing(Contact)
        company = beside[0] if beside and self.chance.yes(0.5) else None
        reviewed = self.chance.yes(0.92)
        terms = AgreeDraft(
            agreement=agreement,
            present=f"{company.name} ({company.relationship})" if company else "",
            representative=f"{beside[0].name}, {beside[0].relationship}" if "representative" in agreement else "",
            difference=self._difference(agreement),
            review_on=working_day(at.date() + timedelta(days=365)) if reviewed else None,
            reviewer=clinician.name if reviewed else "",
        )
        self.scribe.agree(terms, by=clinician.id, at=at)
        return agreement

    def _agreement(self) -> Agreement:
        represented = bool(self.scribe.standing(Contact)) and self.teller.body.has("dementia", "learning_disability")
        if represented and self.chance.yes(0.4):
            return Agreement.BY_REPRESENTATIVE
        kinds = (Agreement.BY_PERSON, Agreement.WITH_DIFFERENCE, Agreement.NOT_AGREED)
        return self.chance.weighted(kinds, (92, 6, 2))

    def _difference(self, agreement: Agreement) -> str:
        reason_needed = {Agreement.WITH_DIFFERENCE, Agreement.NOT_AGREED}
        return self.chance.pick(phrases("said", "differs", agreement.value)) if agreement in reason_needed else ""
