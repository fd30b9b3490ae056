"""The one care plan: as it stands, what is not finished, and the frozen versions that were agreed.

A version is canonical JSON with a hash that also covers the version before, so that nobody can alter one unseen, nor
when, with whom and for whom it was agreed (architecture: "the single plan is a database fact").
"""

import json
import operator
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import Field

from hoc_tui.domain.catalogue import Catalogue
from hoc_tui.domain.current import current_actions, current_agenda, current_goals
from hoc_tui.domain.dates import PartialDate
from hoc_tui.domain.items import Item
from hoc_tui.domain.judged import Judged, judged_in
from hoc_tui.domain.judging import Authority
from hoc_tui.domain.known import Known, known_of
from hoc_tui.domain.model import Value
from hoc_tui.domain.people import Contact, Need, Person
from hoc_tui.domain.planning import Action, AgendaItem, Decision, Goal, Link, Target
from hoc_tui.domain.record import Record
from hoc_tui.domain.series import of_key
from hoc_tui.domain.text_types import Line, Words
from hoc_tui.domain.vocabulary import ActionStatus, AgendaStatus, Agreement, GoalStatus

AnyItem = TypeVar("AnyItem", bound=Item)

ONGOING_ACTIONS = frozenset({ActionStatus.PLANNED, ActionStatus.IN_PROGRESS})
"""Actions somebody still means to do."""


class PlanResult(Value):
    """The newest result of one test, as it stands in a plan."""

    result_id: UUID
    test_key: str
    name: str
    value: str
    taken: PartialDate | None
    standing: str
    aim: str = ""
    whose_aim: str = ""
    sent_range: str = ""
    sent_standing: str = ""
    """Where it stands to the range that was sent, so that paper, too, never lets an aim silence it."""
    flag: str = ""
    test_id: str = Field(default="", exclude_if=operator.not_)
    """The test's id in reviewed content. Why it and what follows are written out only when they hold something: the
    text of a version that was sealed before there were such fields stays what it was."""
    also_keys: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    """Other keys of the same test, under which aims and links of this plan name it."""
    usual_standing: str = Field(default="", exclude_if=operator.not_)
    """Where it stands to the usual range, when it is outside that and an aim is in force."""
    aim_since: date | None = Field(default=None, exclude_if=operator.not_)
    """Since when the aim is in force."""

    def is_of(self, test_key: str) -> bool:
        """Whether an aim or a link that names this key is about this test."""
        return test_key == self.test_key or test_key in self.also_keys


class PlanContent(Value):
    """Everything a plan says at one moment; what the person takes home is this, rendered."""

    person: Person
    needs: tuple[Need, ...]
    contacts: tuple[Contact, ...]
    agenda: tuple[AgendaItem, ...]
    goals: tuple[Goal, ...]
    actions: tuple[Action, ...]
    decisions: tuple[Decision, ...]
    targets: tuple[Target, ...]
    links: tuple[Link, ...]
    results: tuple[PlanResult, ...]
    conditions: tuple[str, ...]
    review_on: date | None
    reviewer: str
    staff: dict[UUID, str]


class AgreeDraft(Value):
    """How a plan was agreed: who was there, how the person stands to it, when it is looked at again."""

    agreement: Agreement
    present: Words = ""
    representative: Line = ""
    """Who agreed for the person, and in what capacity."""
    difference: Words = ""
    """What the person sees differently, or why there is no agreement, in their words."""
    review_on: date | None = None
    reviewer: Line = ""

    @property
    def reason_missing(self) -> bool:
        """Whether the difference or the reason must still be said (PRSB: a reason must be documented)."""
        needs_reason = {Agreement.WITH_DIFFERENCE, Agreement.NOT_AGREED}
        return self.agreement in needs_reason and not self.difference.strip()

    @property
    def representative_missing(self) -> bool:
        """Whether a representative agreed who has not been named."""
        return self.agreement is Agreement.BY_REPRESENTATIVE and not self.representative


def content_of(record: Record, catalogue: Catalogue, judged: Sequence[Judged] | None = None) -> PlanContent:
    """The plan as it stands in a record, ready to be shown or frozen.

    Ended items are left out; private and third-party marks stay on the items, so that whoever
    renders the plan decides who may read what.

    Args:
        record: As read.
        catalogue: Reviewed content with what the record's site has decided, which judges its results.
        judged: The same record's series when they have been judged already.
    """
    known = known_of(record, catalogue)
    return PlanContent(
        person=record.person,
        needs=_standing(record.needs),
        contacts=_standing(record.contacts),
        agenda=_standing(current_agenda(record)),
        goals=_standing(current_goals(record)),
        actions=_standing(current_actions(record)),
        decisions=_standing(record.decisions),
        targets=_standing(record.targets),
        links=_standing(record.links),
        results=_plan_results(record, known, judged_in(record, known) if judged is None else judged),
        conditions=tuple(condition.name for condition in _standing(record.conditions)),
        review_on=record.plan.review_on if record.plan else None,
        reviewer=record.plan.reviewer if record.plan else "",
        staff=dict(record.staff),
    )


def _standing(items: tuple[AnyItem, ...]) -> tuple[AnyItem, ...]:
    return tuple(item for item in items if not item.ended)


AIMS = frozenset({Authority.PERSON, Authority.CLINICIAN})
"""Limits that somebody set as an aim, and did not come with the result."""


def _plan_results(record: Record, known: Known, judged: Sequence[Judged]) -> tuple[PlanResult, ...]:
    """The newest result of every test that is linked, has a target, or is out of range."""
    linked = {key for link in _standing(record.links) for key in link.test_keys}
    aimed = {target.test_key for target in _standing(record.targets)}
    shown = []
    for one in judged:
        keys = {key for key in linked | aimed if of_key(one.series, key, known)}
        if one.judgement.out or keys & linked or one.judgement.limits.authority in AIMS:
            shown.append(_plan_result(one, keys))
    return tuple(shown)


def _plan_result(one: Judged, keys: set[str]) -> PlanResult:
    series, judgement = one.series, one.judgement
    aimed = judgement.limits.authority in AIMS
    return PlanResult(
        result_id=series.latest.id,
        test_key=series.test_key,
        name=series.title,
        value=series.value_words,
        taken=series.latest.taken,
        standing=judgement.standing,
        aim=judgement.limits.words,
        whose_aim=judgement.limits.authority,
        sent_range="; ".join(one.words for one in series.measured.ranges if one.words),
        sent_standing=judgement.sent_standing,
        flag=judgement.flag,
        test_id=series.test_id or "",
        also_keys=tuple(sorted(keys - {series.test_key})),
        usual_standing=judgement.usual_standing if aimed and judgement.usual_standing.outside else "",
        aim_since=judgement.limits.since,
    )


class Unfinished(Value):
    """One thing a plan still lacks; a reminder before agreeing, never a refusal."""

    words: str
    item_id: UUID | None = None


def unfinished(content: PlanContent) -> tuple[Unfinished, ...]:
    """What is not finished in a plan, in the order in which it would be talked about.

    Source: NHS Universal Personalised Care criteria 1 to 5 (domain reference 3.2); confidence under
    7 from Brief Action Planning.
    """
    ongoing = [goal for goal in content.goals if goal.status is GoalStatus.ACTIVE]
    return (
        *_unfinished_agenda(content),
        *_unfinished_goals(content, ongoing),
        *_unfinished_actions(content),
        *(() if content.review_on else (Unfinished(words="no review date"),)),
        *(() if content.reviewer else (Unfinished(words="no reviewer"),)),
    )


def _unfinished_agenda(content: PlanContent) -> tuple[Unfinished, ...]:
    if not content.agenda:
        return (Unfinished(words="nothing the person wanted to talk about"),)
    still_open = [item for item in content.agenda if item.status is AgendaStatus.OPEN]
    return tuple(Unfinished(words=f"to discuss: {item.text}", item_id=item.id) for item in still_open)


def _unfinished_goals(content: PlanContent, ongoing: list[Goal]) -> tuple[Unfinished, ...]:
    if not ongoing:
        return (Unfinished(words="no goal in the person's words"),)
    with_action = {
        action.goal_id for action in content.actions if action.status in ONGOING_ACTIONS | {ActionStatus.DONE}
    }
    doubtful = [goal for goal in ongoing if goal.needs_support]
    idle = [goal for goal in ongoing if goal.id not in with_action]
    return (
        *(Unfinished(words=f"confidence {goal.confidence}: {goal.words}", item_id=goal.id) for goal in doubtful),
        *(Unfinished(words=f"no action yet: {goal.words}", item_id=goal.id) for goal in idle),
    )


def _unfinished_actions(content: PlanContent) -> tuple[Unfinished, ...]:
    undated = [action for action in content.actions if action.status in ONGOING_ACTIONS and action.due_on is None]
    return tuple(Unfinished(words=f"no date: {action.what}", item_id=action.id) for action in undated)


class Frozen(Value):
    """What is frozen when a plan is agreed, and what its hash covers."""

    person_id: UUID
    number: Annotated[int, Field(ge=1)]
    agreed_at: datetime
    agreed_with: UUID
    """The member of staff who agreed it with the person."""
    terms: AgreeDraft
    content: PlanContent


class PlanVersion(Frozen):
    """An agreed version: append-only, chained to the one before."""

    previous_hash: str
    content_hash: str


def freeze(frozen: Frozen, previous_hash: str) -> tuple[PlanVersion, str]:
    """Make the version that is kept for ever.

    Args:
        frozen: What was agreed; of the staff only those stay whose ids stand in it.
        previous_hash: The hash of the version before, empty for version 1.

    Returns:
        The version, and the canonical text to keep beside its hash.
    """
    lean = frozen.model_copy(update={"content": _with_staff_in_it(frozen)})
    body = canonical(lean)
    return thaw(body, previous_hash, seal(previous_hash, body)), body


def _with_staff_in_it(frozen: Frozen) -> PlanContent:
    """The content, with the names of those who wrote, did or agreed something in it and of nobody else."""
    content = frozen.content.model_copy(update={"staff": {}})
    ids = canonical(frozen.model_copy(update={"content": content}))
    staff = {who: name for who, name in frozen.content.staff.items() if str(who) in ids}
    return content.model_copy(update={"staff": staff})


LATER = frozenset({"first_test_key", "first_test_name", "first_result_id"})
"""Fields of a link that came after the first plans were agreed."""


def canonical(frozen: Frozen) -> str:
    """The text whose hash seals a version: sorted keys, no spaces, every character as itself.

    Why some fields only when they hold something: the text of a version that was sealed before there were such fields
    stays what it was, whoever writes it out again.
    """
    body = frozen.model_dump(mode="json")
    body["content"]["links"] = [
        {name: value for name, value in link.items() if value or name not in LATER} for link in body["content"]["links"]
    ]
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def thaw(body: str, previous_hash: str, content_hash: str) -> PlanVersion:
    """The version that a kept text stands for.

    Args:
        body: What `freeze` returned.
        previous_hash: The hash of the version before.
        content_hash: The version's own hash.

    Raises:
        ValidationError: The text is none of ours; whoever reads checks `chain_holds` first.
    """
    frozen = Frozen.model_validate_json(body)
    return PlanVersion(**dict(frozen), previous_hash=previous_hash, content_hash=content_hash)


def seal(previous_hash: str, body: str) -> str:
    """The hash of a version: SHA-256 over the hash before, a line feed, and the canonical text.

    Args:
        previous_hash: 64 hexadecimal digits, or empty for version 1.
        body: The canonical text.

    Returns:
        64 lower-case hexadecimal digits.
    """
    return sha256(f"{previous_hash}\n{body}".encode()).hexdigest()


def chain_holds(versions: list[tuple[str, str, str]]) -> bool:
    """Whether stored versions are unaltered and complete from the first on.

    Args:
        versions: (previous hash, canonical text, hash) of each version in order.

    Returns:
        False when any text, hash or link between two versions does not fit.
    """
    expected = ""
    for previous, body, own in versions:
        if previous != expected or seal(previous, body) != own:
            return False
        expected = own
    return True
