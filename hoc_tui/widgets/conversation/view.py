"""One conversation as the panes see it: the record, numbers for its items, and what is linked to what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from hoc_tui.domain.current import current_agenda, current_goals, to_look_at_again
from hoc_tui.domain.judging import Judgement, judge_series
from hoc_tui.domain.planning import AgendaItem, Goal, LinkedItem, LinkEnd
from hoc_tui.domain.record import Record
from hoc_tui.domain.results import Code, Series, series_of


class NamedTest(Protocol):
    """What may be said of a test whatever its value."""

    @property
    def name(self) -> str:
        """The plain name."""


class Naming(Protocol):
    """What reviewed content says of tests; screens hand it in, because widgets know no content."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The body stories in their usual order, with their plain titles."""

    def words_for(self, codes: Iterable[Code]) -> NamedTest | None:
        """The words for a test, found by its codes; None when they are not known."""

    def group_of(self, codes: Iterable[Code]) -> str:
        """The body story of a test."""


TEST = "test:"
"""What the key of a test's card starts with; other cards have their item's id."""


@dataclass(frozen=True)
class JudgedSeries:
    """A series with what may be said of its newest value."""

    series: Series
    judgement: Judgement
    plain_name: str = ""
    """The plain name when the test is known."""
    group: str = ""
    """The body story it belongs to."""

    @property
    def key(self) -> str:
        """The key of its card."""
        return f"{TEST}{self.series.test_key}|{self.series.unit}"

    @property
    def name(self) -> str:
        """The plain name when the test is known, else the name as sent."""
        return self.plain_name or self.series.name

    @property
    def short_name(self) -> str:
        """The name for little room: without what stands in brackets."""
        return self.name.partition(" (")[0]

    @property
    def order(self) -> tuple[bool, str]:
        """Out of range first, then by name."""
        return (not self.judgement.out, self.name.casefold())


@dataclass(frozen=True)
class ConversationView:
    """A record looked at on one day."""

    record: Record
    today: date
    naming: Naming

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
    def series(self) -> tuple[JudgedSeries, ...]:
        """Every test's results, judged by the limits in force."""
        return tuple(self._judged(one) for one in series_of(self.record.results))

    def _judged(self, series: Series) -> JudgedSeries:
        codes = series.latest.codes
        words, group = self.naming.words_for(codes), self.naming.group_of(codes)
        return JudgedSeries(series, judge_series(series, self.record.targets), words.name if words else "", group)

    @cached_property
    def out_of_range(self) -> int:
        """How many tests have a newest value out of range or flagged."""
        return sum(one.judgement.out for one in self.series)

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
        return [one.key for one in self.series if one.series.test_key == end.test_key]

    def linked_with(self, key: str | None) -> frozenset[str]:
        """The keys of everything linked to a card; an action's goal counts as linked."""
        if key is None:
            return frozenset()
        goals = {str(action.goal_id) for action in self.record.actions if str(action.id) == key and action.goal_id}
        return frozenset(self._joined.get(key, set()) | goals)

    def links_in_words(self, key: str) -> str:
        """What a card is linked to: "agenda 1, HbA1c"; empty when nothing."""
        names = {one.key: one.name for one in self.series}
        known = self._titles | names
        return ", ".join(sorted(known[other] for other in self._joined.get(key, ()) if other in known))
