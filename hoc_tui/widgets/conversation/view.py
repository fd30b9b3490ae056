"""One conversation as the panes see it: the record, numbers for its items, and what is linked to what."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol
from uuid import UUID

from hoc_tui.domain.cautions import cautions_of, irregular_pulse
from hoc_tui.domain.change import Change, change_in, noise_for
from hoc_tui.domain.current import current_agenda, current_goals, to_look_at_again
from hoc_tui.domain.judged import Judged, judged_in
from hoc_tui.domain.known import NOTHING_KNOWN, Known
from hoc_tui.domain.plan import PlanContent, content_of
from hoc_tui.domain.planning import AgendaItem, Goal, LinkedItem, LinkEnd
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code
from hoc_tui.domain.series import of_key
from hoc_tui.domain.triage import held_back
from hoc_tui.domain.vocabulary import ReviewState


class Naming(Protocol):
    """Where reviewed content files tests; screens hand it in, because widgets know no content."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The body stories in their usual order, with their plain titles."""

    def group_of(self, codes: Iterable[Code]) -> str:
        """The body story of a test that content has no words for."""


TEST = "test:"
"""What the key of a test's card starts with; other cards have their item's id."""


@dataclass(frozen=True)
class JudgedSeries(Judged):
    """A judged series with what a card says of it besides."""

    group: str = ""
    """The body story it belongs to."""
    change: Change | None = None
    """How the newest value differs from the one before."""
    cautions: tuple[str, ...] = ()
    """When the number may mislead."""
    cautions_now: tuple[str, ...] = ()
    """Those that these values bring up, for the card."""
    waiting: ReviewState | None = None
    """What a clinician has said of the newest result before it is shared; None when it may be seen by everybody."""

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"{TEST}{self.series.test_key}|{self.series.unit}" + (
            f"@{self.series.setting}" * bool(self.series.setting)
        )

    @property
    def name(self) -> str:
        """The plain name when the test is known, else the name as sent."""
        return self.series.title

    @property
    def short_name(self) -> str:
        """The name for little room: without what stands in brackets."""
        return self.name.partition(" (")[0]

    @property
    def order(self) -> tuple[int, str]:
        """What cannot wait first, then what is out of range, then by name."""
        return (-self.judgement.urgency.rank, self.name.casefold())


@dataclass(frozen=True)
class ConversationView:
    """A record looked at on one day."""

    record: Record
    today: date
    naming: Naming
    known: Known = NOTHING_KNOWN
    """Reviewed content as it may judge here, and who the person is."""

    @property
    def called(self) -> str:
        """What to call the person."""
        return self.record.person.called

    @cached_property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """Agenda items that may be shown with the person looking on."""
        return tuple(item for item in current_agenda(self.record) if not (item.private or item.third_party))

    @cached_property
    def hidden(self) -> tuple[AgendaItem | Goal, ...]:
        """What is not shown while somebody looks on: private notes, and what others told or are in."""
        agenda = [item for item in current_agenda(self.record) if item.private or item.third_party]
        return (*agenda, *(goal for goal in current_goals(self.record) if goal.private))

    @cached_property
    def goals(self) -> tuple[Goal, ...]:
        """Goals that may be shown with the person looking on."""
        return tuple(goal for goal in current_goals(self.record) if not goal.private)

    @cached_property
    def again(self) -> frozenset[object]:
        """Ids of goals of the last plan, to be looked at again."""
        return to_look_at_again(self.record)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every test's results, judged by the limits in force."""
        return judged_in(self.record, self.known)

    @cached_property
    def series(self) -> tuple[JudgedSeries, ...]:
        """The same with everything that their cards say."""
        reviews = {one.result_id: one.state for one in self.record.reviews if one.result_id in self._held_back}
        irregular = irregular_pulse(tuple(one.series for one in self.judged), self.known)
        return tuple(self._carded(one, reviews, irregular=irregular) for one in self.judged)

    @cached_property
    def _held_back(self) -> Collection[UUID]:
        return held_back(self.record.reviews)

    def _carded(self, one: Judged, reviews: Mapping[UUID, ReviewState], *, irregular: bool) -> JudgedSeries:
        series, latest = one.series, one.series.latest
        test = self.known.catalogue.test(series.test_id or "")
        return JudgedSeries(
            series,
            one.judgement,
            group=test.group if test else self.naming.group_of(latest.codes),
            change=change_in(series, noise_for(series, test, self.known)),
            cautions=cautions_of(series, one.judgement, self.known, irregular=irregular),
            cautions_now=cautions_of(series, one.judgement, self.known, irregular=irregular, always=False),
            waiting=next((reviews[result] for result in (latest.id, *latest.also_ids) if result in reviews), None),
        )

    @cached_property
    def content(self) -> PlanContent:
        """The plan as it stands."""
        return content_of(self.record, self.known.catalogue, self.judged)

    @cached_property
    def out_of_range(self) -> int:
        """How many tests have a newest value out of range or flagged."""
        return sum(one.judgement.out for one in self.judged)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """What a link calls each item: "agenda 1", "goal 2"."""
        agenda = {str(item.id): f"agenda {number}" for number, item in enumerate(self.agenda, 1)}
        goals = {str(goal.id): f"goal {number}" for number, goal in enumerate(self.goals, 1)}
        return agenda | goals | {str(action.id): "an action" for action in self.record.actions}

    @cached_property
    def _joined(self) -> dict[str, set[str]]:
        joined: dict[str, set[str]] = defaultdict(set)
        for link in self.record.links:
            first, second = (self._cards_of(end) for end in link.both)
            for one in first:
                joined[one].update(second)
            for other in second:
                joined[other].update(first)
        return joined

    def _cards_of(self, end: LinkEnd) -> list[str]:
        """The keys of the cards at an end of a link; a test has one for each of its units."""
        if isinstance(end, LinkedItem):
            return [str(end.id)]
        return [one.key for one in self.series if of_key(one.series, end.test_key, self.known)]

    def linked_with(self, key: str | None) -> frozenset[str]:
        """The keys of everything linked to a card; an action's goal counts as linked."""
        if key is None:
            return frozenset()
        goals = {str(action.goal_id) for action in self.record.actions if str(action.id) == key and action.goal_id}
        return frozenset(self._joined.get(key, set()) | goals)

    def links_in_words(self, key: str) -> str:
        """What a card is linked to: "agenda 1, HbA1c"; empty when nothing."""
        known = self._named
        return ", ".join(sorted(known[other] for other in self._joined.get(key, ()) if other in known))

    @cached_property
    def _named(self) -> dict[str, str]:
        """What each card is called where something is linked to it."""
        return self._titles | {one.key: one.name for one in self.series}
